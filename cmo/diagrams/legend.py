"""The legend: what shapes, arrowheads and lines mean, of those that occur."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, Any, NamedTuple

from cmo.diagrams import labels, style, wording
from cmo.diagrams.ask import Audience
from cmo.english import plural
from cmo.evidence import State
from cmo.model.vocabulary import ElementKind

if TYPE_CHECKING:
    from cmo.diagrams.scene import Scene
    from cmo.model.vocabulary import Sign

_WIDTH = 2.3  # inches, as nodes have it, so that no column of theirs grows
_LINE = 0.8  # inches of a sample line in the gap between two columns, at least
_ROOM = {"width": f"{_LINE:g}", "height": "0.02"}
_MOST_COLUMNS = 4
_BORDERS = "a mechanism's border says the same of its occurring, not of any arrow"
_PLAIN_BORDERS = "the border of a response says the same of its happening"
_JOINS = "grey, to or from a {}: joins what belongs to it; open head: to its {}"
_UNSIGNED = "open: explains this; whether by more or less is not recorded"
_PLAIN_UNSIGNED = "open: explains this; more of it or less is not said"
_EFFECT = "grey: a whole-programme effect, no mechanism claimed"
_PLAIN_EFFECT = "grey: an effect of the programme as a whole; how is not said"


class Shown(NamedTuple):
    """What occurs in a figure, and so needs explaining.

    Attributes:
        looks: Kind of node to how it looks.
        signs: Of its arrows.
        unsigned: Does an arrow have no sign, and is none of those that join members?
        states: Of its lines and borders.
        effects: Has it whole-programme effects?
        borders: The look of mechanisms, if their borders show states.
        joins: Are members joined to configurations?
        plain: Is it for practitioners?
    """

    looks: dict[str, style.KindLook]
    signs: set[Sign]
    unsigned: bool
    states: set[State]
    effects: bool
    borders: style.KindLook | None
    joins: bool
    plain: bool


def shown(scene: Scene) -> Shown:
    """Return what occurs in `scene`."""
    looks = {n.kind: n.look for n in scene.nodes}
    order = [*style.KINDS, *(kind for kind in looks if kind not in style.KINDS)]
    return Shown(
        looks={k: looks[k] for k in order if k in looks},
        signs={line.sign for line in scene.lines if line.sign},
        unsigned=any(k.head == style.UNSIGNED and not k.colour for k in scene.lines),
        states={line.state for line in scene.lines if line.state}
        | {n.state for n in scene.nodes if n.state and n.border},
        effects=any(line.is_faint for line in scene.lines),
        borders=next(
            (
                n.look
                for n in scene.nodes
                if n.kind == ElementKind.MECHANISM and n.border
            ),
            None,
        ),
        joins="configuration" in looks,
        plain=scene.audience is Audience.PRACTICE,
    )


class _Row(NamedTuple):
    """A sample line, or a small node, beside what it means."""

    name: str
    meaning: str
    line: dict[str, str] = {}  # noqa: RUF012 - never changed
    head: str = "none"
    node: dict[str, str] | None = None


def add(dot: Any, what: Shown, columns: int) -> None:  # noqa: ANN401
    """Add the legend of `what` is shown to `dot`: nodes, and right of them lines.

    Args:
        dot: The figure.
        what: What needs explaining.
        columns: How many columns of nodes the figure has: the legend fills as many
            as it can use.

    It is a group of nodes as any other, so it is there in the DOT file too.
    Nothing joins it to the theory, so it does not push anything about.
    """
    with dot.subgraph(name="cluster legend") as box:
        box.attr(label="Legend", style="rounded", color=style.FAINT, margin="12")
        box.attr(labeljust="l", fontsize=f"{style.FONT_SIZE}")
        kinds = [_add_kind(box, kind, look, what) for kind, look in what.looks.items()]
        samples = [_add_row(box, row) for row in (*_signs(what), *_states(what))]
        stacks = _stacks(kinds, 2 if columns >= _MOST_COLUMNS else 1)
        for i, stack in enumerate(
            _stacks(samples, 2 if columns > len(stacks) + 1 else 1)
        ):
            room = f"legend room {i}"
            box.node(room, "", style="invis", **_ROOM)
            stacks.append([room, *stack])
        for stack in stacks:
            _stack(box, stack)
        # Without these, all would stand in one column.
        for left, right in pairwise(stacks):
            are_alike = (left[0] in kinds) == (right[0] in kinds)
            length = 2 if are_alike else 1
            box.edge(left[0], right[0], style="invis", weight="5", minlen=f"{length}")


def _add_kind(box: Any, kind: str, look: style.KindLook, what: Shown) -> str:  # noqa: ANN401
    """Add a node of a kind, which says in it what it means; return its name."""
    said = (
        wording.kind(kind, plain=what.plain),
        wording.kind_meaning(kind, plain=what.plain),
    )
    text = labels.wrap(": ".join(dict.fromkeys(said)), style.room(look), 8)
    name = f"legend {kind}"
    box.node(name, labels.quoted(*text), **style.node(look, len(text)))
    return name


def _signs(what: Shown) -> list[_Row]:
    rows = [
        _Row(f"sign {sign}", wording.sign_meaning(sign), head=head)
        for sign, head in style.SIGNS.items()
        if sign in what.signs
    ]
    if what.unsigned:
        said = _PLAIN_UNSIGNED if what.plain else _UNSIGNED
        rows.append(_Row("unsigned", said, head=style.UNSIGNED))
    grey = {"color": style.FAINT}
    if what.effects:
        meaning = _PLAIN_EFFECT if what.plain else _EFFECT
        rows.append(_Row("effect", meaning, line=grey, head="normal"))
    if what.joins:
        kinds = ("configuration", ElementKind.OUTCOME)
        named = [wording.kind(kind, plain=what.plain) for kind in kinds]
        said = _JOINS.format(named[0], plural(named[1]))
        rows.append(_Row("joins", said, line=grey, head=style.UNSIGNED))
    return rows


def _states(what: Shown) -> list[_Row]:
    rows = [
        _Row(
            state.value,
            wording.state_meaning(state, plain=what.plain),
            line=style.line(look),
        )
        for state, look in style.STATES.items()
        if state in what.states
    ]
    if not rows or what.borders is None:
        return rows
    border = style.node(what.borders, 1, style.STATES[State.SUPPORTED])
    small = {**border, "width": f"{_LINE - 0.1:g}"}
    said = _PLAIN_BORDERS if what.plain else _BORDERS
    return [*rows, _Row("borders", said, line={"style": "invis"}, node=small)]


def _add_row(box: Any, row: _Row) -> str:  # noqa: ANN401
    """Add a sample with its meaning; return the name of the sample."""
    name = f"legend {row.name}"
    text = labels.wrap(row.meaning, _WIDTH * 72 / style.SMALL_FONT_SIZE, 5)
    # Of whole points and equal heights, both stand on one line.
    height = 2 * round((len(text) * style.SMALL_FONT_SIZE * style.LINE_HEIGHT + 3) / 2)
    size = {"height": f"{height / 72:.6f}"}
    box.node(name, "", **(row.node or {"shape": "none", "width": "0.02", **size}))
    box.node(
        f"{name} means",
        labels.quoted(*text, end=r"\l"),
        shape="none",
        fontsize=f"{style.SMALL_FONT_SIZE:g}",
        width=f"{_WIDTH:g}",
        **size,
    )
    drawn = {**row.line, **style.head(row.head), "weight": "50"}
    box.edge(name, f"{name} means", **drawn)
    return name


def _stacks(names: list[str], number: int) -> list[list[str]]:
    """Return `names` in so many stacks of about one height, none of them empty."""
    height = -(-len(names) // number) or 1
    return [names[i : i + height] for i in range(0, len(names), height)]


def _stack(box: Any, names: list[str]) -> None:  # noqa: ANN401
    """Stand nodes one below the other."""
    with box.subgraph() as column:
        column.attr(rank="same")
        # Drawn from left to right, dot stacks a chain of one rank upwards.
        for upper, lower in pairwise(names):
            column.edge(lower, upper, style="invis")
