"""What stands in a figure, before it is laid out: nodes, lines and words.

Views make scenes; scenes become DOT, Mermaid or sentences, and are cut into parts.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, NamedTuple

from cmo.diagrams.ask import Audience, Palette
from cmo.english import joined

if TYPE_CHECKING:
    from cmo.diagrams.legend import Shown
    from cmo.diagrams.style import KindLook, StateLook
    from cmo.evidence import State
    from cmo.model.vocabulary import Sign


class Node(NamedTuple):
    """A node of a figure.

    Attributes:
        id: Its name in the figure, unique there.
        anchor: Its stable id in SVG.
        kind: What it is, as the legend names it.
        look: Its shape.
        label: What stands in it; it is wrapped, and shortened if need be.
        under: Short lines below the label.
        tooltip: All that is to be said of it, in one line.
        border: How its outline is drawn, if not plainly.
        state: What the evidence says of it, where the figure shows that.
        theme: Id of its theme.
        box: Heading of the box that it stands in, if any.
    """

    id: str
    anchor: str
    kind: str
    look: KindLook
    label: str
    under: tuple[str, ...] = ()
    tooltip: str = ""
    border: StateLook | None = None
    state: State | None = None
    theme: str | None = None
    box: str | None = None


class Line(NamedTuple):
    """A line from one node to another.

    Attributes:
        source: Name of the node it comes from.
        target: Name of the node it leads to.
        claim: Id of what says so: lines of one configuration stay together.
        look: How it is drawn.
        head: Its arrowhead, as Graphviz names it.
        anchor: Its stable id in SVG, if it has one.
        tooltip: All that is to be said of it, in one line.
        word: What stands in the middle of it.
        colour: If not that of its look.
        weight: How hard the layout tries to keep it short.
        columns: How far its end stands to the right, at least; 0: it says nothing
            of where its ends stand.
        state: What the evidence says of it.
        sign: More or less of the effect, where the line is a link.
        theme: Id of the theme that it belongs to.
        follows: Of a figure that is cut, does it stand in each part that its end
            stands in?
    """

    source: str
    target: str
    claim: str
    look: StateLook
    head: str
    anchor: str = ""
    tooltip: str = ""
    word: str = ""
    colour: str | None = None
    weight: int = 1
    columns: int = 1
    state: State | None = None
    sign: Sign | None = None
    theme: str | None = None
    follows: bool = False

    @property
    def is_faint(self) -> bool:
        """Tell whether the line steps back: a whole-programme effect."""
        return self.colour is not None and bool(self.sign)


@dataclass(frozen=True, slots=True)
class Scene:
    """A figure before it is laid out.

    Attributes:
        name: A stem for its file.
        anchor: Its stable id in SVG.
        title: What it is, above it.
        lead: Sentences under the title.
        left_out: What belongs to it and is not drawn, under these; perhaps nothing.
        nodes: In causal order.
        lines: In causal order.
        summary: What it shows, in a few sentences.
        sentences: The same claim by claim: the figure's text.
        audience: Whom it is for.
        palette: Its colours.
        legend: Does it explain its shapes and lines?
        explains: What its legend explains, if not its own shapes and lines.
        downwards: Is it read from top to bottom, not from left to right?
        number: Among the parts of a figure that was cut, from 1; 0: it is no part.
        themes: Theme id to title, in the theory's order.
    """

    name: str
    anchor: str
    title: str
    nodes: tuple[Node, ...]
    lines: tuple[Line, ...]
    summary: str
    lead: tuple[str, ...] = ()
    left_out: str = ""
    sentences: tuple[str, ...] = ()
    audience: Audience = Audience.ACADEMIC
    palette: Palette = Palette.COLOUR
    legend: bool = True
    downwards: bool = False
    number: int = 0
    explains: Shown | None = None
    themes: tuple[tuple[str, str], ...] = ()

    @property
    def description(self) -> str:
        """Return what the figure shows, for those who cannot see it."""
        return " ".join((self.summary, *self.told))

    @property
    def told(self) -> tuple[str, ...]:
        """Return its sentences, and what else stands in it, and what does not."""
        ends = {end for line in self.lines for end in (line.source, line.target)}
        alone = [
            f"“{n.label}”" for n in self.nodes if n.id not in ends and n.kind != "part"
        ]
        beside = (f"Also shown, joined to nothing: {joined(alone)}.",) if alone else ()
        left_out = (self.left_out,) if self.left_out else ()
        return (*self.sentences, *beside, *left_out)


def in_order(scene: Scene) -> Scene:
    """Return `scene` with nodes and lines in causal order, as they are read."""
    places = {one: i for i, one in enumerate(_order(scene))}
    return replace(
        scene,
        nodes=tuple(sorted(scene.nodes, key=lambda n: places[n.id])),
        lines=tuple(
            sorted(scene.lines, key=lambda k: (places[k.source], places[k.target]))
        ),
    )


def columns(scene: Scene) -> int:
    """Return how many columns of nodes a scene in causal order has, about."""
    places = {node.id: i for i, node in enumerate(scene.nodes)}
    depth = dict.fromkeys(places, 1)
    for line in sorted(scene.lines, key=lambda k: places[k.source]):
        if line.columns and places[line.source] < places[line.target]:
            there = depth[line.source] + line.columns
            depth[line.target] = max(depth[line.target], there)
    return max(depth.values(), default=1)


def _order(scene: Scene) -> list[str]:
    """Return the names of the nodes, causes first; loops are entered at the first."""
    waiting = dict.fromkeys((n.id for n in scene.nodes), 0)
    after: dict[str, list[str]] = {one: [] for one in waiting}
    for line in scene.lines:
        if line.source != line.target and line.columns:
            after[line.source].append(line.target)
            waiting[line.target] += 1
    ready = [one for one, causes in waiting.items() if not causes][::-1]
    left = dict(waiting)
    order: list[str] = []
    entrances = iter(waiting)
    while left:
        one = ready.pop() if ready else next(e for e in entrances if e in left)
        if one not in left:
            continue
        del left[one]
        order.append(one)
        for effect in reversed(after[one]):
            waiting[effect] -= 1
            if waiting[effect] == 0 and effect in left:
                ready.append(effect)
    return order
