"""The overview of a figure that was cut: which part holds what, and leads to which."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from cmo.diagrams import style
from cmo.diagrams.ask import AskError
from cmo.diagrams.labels import plain
from cmo.diagrams.paper import LEAST, SMALLEST_SCALE
from cmo.diagrams.scene import Legend, Line, Node, in_order
from cmo.english import counted
from cmo.evidence import DECIDING, State

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from cmo.diagrams.paper import Page
    from cmo.diagrams.pictures import Picture
    from cmo.diagrams.scene import Scene

    Draw = Callable[[Sequence[Scene]], list[Picture]]

_MANY = 40  # parts; of more, no lines are drawn
_ROW = 115  # points: the height of a part in the overview, with the gap below it
_COLUMN = 234  # points: its width, with the gap beside it


def overview(
    scene: Scene, parts: Sequence[Scene], draw: Draw, page: Page
) -> list[Picture]:
    """Return the figures that stand before the parts: an overview with the key.

    Where one page does not hold both, the key is a figure of its own; and an
    overview of very many parts takes several.

    Raises:
        AskError: The page is too small.
    """
    nodes = [_node(number, part, scene) for number, part in enumerate(parts, 1)]
    lines = _lines(parts) if len(parts) <= _MANY else []
    shown = nodes if lines else _stacked(nodes, len(nodes))
    whole = _scene(scene, parts, shown, lines)
    tried = [replace(whole, legend=scene.legend, explains=scene), whole]
    both, alone = draw(tried)
    if both.is_legible:
        return [both]
    before = [alone] if alone.is_legible else _columns(scene, parts, nodes, draw, page)
    return [*before, *keys(scene, draw, page)]


def keys(scene: Scene, draw: Draw, page: Page) -> list[Picture]:
    """Return the key to a figure: one that only explains its shapes and lines.

    It is two where one page does not hold it, and none where none is asked for.

    Raises:
        AskError: The page is too small.
    """
    if not scene.legend:
        return []
    one = draw([_key(scene, Legend.ALL)])
    if one[0].is_legible:
        return one
    two = draw([_key(scene, Legend.MARKS), _key(scene, Legend.STATES)])
    if all(picture.is_legible for picture in two):
        return two
    message = (
        f"the key to the figure does not print at {LEAST:g} pt on {page.name}: "
        "name a larger page, or leave the key out"
    )
    raise AskError(message)


def _key(scene: Scene, which: Legend) -> Scene:
    what = {Legend.MARKS: " (shapes)", Legend.STATES: " (lines)"}.get(which, "")
    return replace(
        scene,
        name=f"{scene.name}_key{'_lines' if which is Legend.STATES else ''}",
        title=f"Key to “{scene.title}”{what}",
        lead=(),
        nodes=(),
        lines=(),
        summary=f"What shapes and lines mean in the figure “{scene.title}”.",
        sentences=(),
        legend=which,
        explains=scene,
    )


def _scene(
    scene: Scene, parts: Sequence[Scene], nodes: Sequence[Node], lines: Sequence[Line]
) -> Scene:
    return in_order(
        replace(
            scene,
            nodes=tuple(nodes),
            lines=tuple(lines),
            legend=Legend.NONE,
            lead=(*scene.lead, f"Overview of {len(parts)} figures"),
            summary=f"An overview of {len(parts)} figures. {scene.summary}",
            sentences=tuple(f"{n.label}: {', '.join(n.under)}." for n in nodes),
        )
    )


def _node(number: int, part: Scene, whole: Scene) -> Node:
    claims = {line.claim for line in part.lines if not line.follows}
    looked = len({k.claim for k in part.lines if k.state in DECIDING})
    # The overview has the title of the whole above it.
    title = part.title.partition(": ")[2].removeprefix(f"{whole.title}, ")
    told = counted(len(claims), "claim")
    return Node(
        id=f"part {number}",
        anchor=f"part-{number}",
        kind="part",
        look=style.PART,
        label=f"{number}. {title}",
        under=(told, f"with direct evidence: {looked}"),
        tooltip=f"Figure {number}: {title}",
    )


def _lines(parts: Sequence[Scene]) -> list[Line]:
    """Return a line from each part to those that go on from its effects."""
    effects = [{k.target for k in part.lines if k.columns} for part in parts]
    causes = [{k.source for k in part.lines if k.columns} for part in parts]
    return [
        Line(
            source=f"part {one + 1}",
            target=f"part {other + 1}",
            claim=f"{one} {other}",
            look=style.STATES[State.INDIRECT],
            head="vee",
            anchor=f"part-{one + 1}_{other + 1}",
            tooltip=f"Figure {other + 1} goes on from figure {one + 1}",
            colour=style.FAINT,
        )
        for one, ends in enumerate(effects)
        for other, starts in enumerate(causes)
        if one != other and ends - causes[one] & starts
        if (ends & starts) - causes[one]
    ]


def _columns(
    scene: Scene, parts: Sequence[Scene], nodes: Sequence[Node], draw: Draw, page: Page
) -> list[Picture]:
    """Return the parts as a list in columns, on as many pages as that takes."""
    rows = max(1, int(page.room[1] / SMALLEST_SCALE / _ROW))
    size = min(len(nodes), rows * max(1, int(page.room[0] / SMALLEST_SCALE / _COLUMN)))
    while size:
        sheets = [nodes[i : i + size] for i in range(0, len(nodes), size)]
        drawn = draw(
            [
                replace(
                    _scene(scene, parts, _stacked(sheet, rows), _grid(sheet, rows)),
                    name=f"{scene.name}{f'_overview_{i}' if i > 1 else ''}",
                )
                for i, sheet in enumerate(sheets, 1)
            ]
        )
        if all(one.is_legible for one in drawn):
            return drawn
        size = size * 4 // 5
    message = (
        f"no overview of '{plain(scene.title, 60)}' prints at {LEAST:g} pt "
        f"on {page.name}: name a larger page"
    )
    raise AskError(message)


def _stacked(nodes: Sequence[Node], rows: int) -> list[Node]:
    """Return nodes column by column from below, as dot stacks what nothing joins."""
    columns = [nodes[i : i + rows] for i in range(0, len(nodes), rows)]
    return [node for column in columns for node in reversed(column)]


def _grid(nodes: Sequence[Node], rows: int) -> list[Line]:
    """Return unseen lines that stand nodes in columns of so many rows."""
    unseen = style.StateLook("invis", 1)
    return [
        Line(one.id, other.id, claim="", look=unseen, head="none")
        for one, other in zip(nodes, nodes[rows:], strict=False)
    ]
