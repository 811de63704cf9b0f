"""The legend: what shapes, arrowheads and lines mean, of those that occur."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, Any, NamedTuple

from cmo.diagrams import labels, lines, style, wording
from cmo.diagrams.ask import Audience
from cmo.diagrams.scene import Legend
from cmo.model.vocabulary import ElementKind

if TYPE_CHECKING:
    from cmo.diagrams.scene import Scene
    from cmo.evidence import State
    from cmo.model.vocabulary import Sign

_WIDTH = 2.3  # inches, as nodes have it, so that no column of theirs grows
_WIDE = 2.75  # on a page, where height is dear
_NARROW = 2.5  # in one column, where width is
_BORDERS = "a mechanism's border says the same of its occurring, not of any arrow"
_PLAIN_BORDERS = "the border of a response says whether it was seen to happen"
_EFFECT = "grey: a whole-programme effect, no mechanism claimed"
_PLAIN_EFFECT = "grey: an effect of the programme as a whole; how is not said"


class Shown(NamedTuple):
    """What occurs in a figure, and so needs explaining.

    Attributes:
        looks: Kind of node to how it looks.
        signs: Of its arrows.
        states: Of its lines and borders.
        effects: Has it whole-programme effects?
        borders: Do nodes show states?
        plain: Is it for practitioners?
    """

    looks: dict[str, style.KindLook]
    signs: set[Sign]
    states: set[State]
    effects: bool
    borders: bool
    plain: bool


def shown(scene: Scene, which: Legend = Legend.ALL) -> Shown:
    """Return what occurs in `scene`, as far as it is to be explained."""
    marks, states = Legend.MARKS in which, Legend.STATES in which
    looks = {n.kind: n.look for n in scene.nodes}
    order = [*style.KINDS, *(kind for kind in looks if kind not in style.KINDS)]
    return Shown(
        looks={k: looks[k] for k in order if k in looks and marks},
        signs={line.sign for line in scene.lines if line.sign and marks},
        states={line.state for line in scene.lines if line.state and states}
        | {n.state for n in scene.nodes if n.state and n.border and states},
        effects=marks and any(line.is_faint for line in scene.lines),
        borders=states
        and any(n.border for n in scene.nodes if n.kind == ElementKind.MECHANISM),
        plain=scene.audience is Audience.PRACTICE,
    )


class _Row(NamedTuple):
    """One line of the legend: a sample node or a sample line, and its meaning."""

    name: str
    meaning: str
    node: dict[str, str] | None = None
    line: dict[str, str] = {"style": "invis"}  # noqa: RUF012 - never changed
    head: str = "none"
    word: str = ""
    label: str = ""


def add(dot: Any, what: Shown, *, tall: bool, wide: bool) -> None:  # noqa: ANN401
    """Add the legend of `what` is shown to `dot`.

    Args:
        dot: The figure.
        what: What needs explaining.
        tall: In one column, not in two?
        wide: Are its lines longer than a node is wide?

    It is a group of nodes as any other, so it is there in the DOT file too.
    Nothing joins it to the theory, so it does not push anything about.
    """
    with dot.subgraph(name="cluster legend") as box:
        box.attr(label="Legend", style="rounded", color=style.FAINT, margin="12")
        box.attr(labeljust="l", fontsize=f"{style.FONT_SIZE}")
        width = (_NARROW if tall else _WIDE) if wide else _WIDTH
        marks, states = [*_kinds(what), *_signs(what)], _states(what)
        if tall:
            _column(box, [*marks, *states], width)
            return
        left, right = _column(box, marks, width), _column(box, states, width)
        for meaning, sample in zip(left, right, strict=False):
            line = {"style": "invis", "weight": "50"}
            lines.add(box, (f"{meaning} means", sample), line, head="none")


def _kinds(what: Shown) -> list[_Row]:
    return [
        _Row(
            kind,
            wording.kind_meaning(kind, plain=what.plain),
            node=style.node(look, 1),
            label=wording.kind(kind, plain=what.plain),
        )
        for kind, look in what.looks.items()
    ]


def _signs(what: Shown) -> list[_Row]:
    rows = [
        _Row(f"sign {sign}", wording.sign_meaning(sign), line={}, head=head)
        for sign, head in style.SIGNS.items()
        if sign in what.signs
    ]
    if what.effects:
        meaning = _PLAIN_EFFECT if what.plain else _EFFECT
        rows.append(_Row("effect", meaning, line={"color": style.FAINT}, head="normal"))
    return rows


def _states(what: Shown) -> list[_Row]:
    rows = [
        _Row(
            state.value,
            wording.state_meaning(state, plain=what.plain),
            line=style.line(look),
            word=wording.state(state, plain=what.plain) if look.word else "",
        )
        for state, look in style.STATES.items()
        if state in what.states
    ]
    borders = _PLAIN_BORDERS if what.plain else _BORDERS
    return [*rows, _Row("borders", borders)] if rows and what.borders else rows


def _column(box: Any, rows: list[_Row], width: float) -> list[str]:  # noqa: ANN401
    """Add `rows` one below the other; return the names of their samples."""
    names = [f"legend {row.name}" for row in rows]
    for name, row in zip(names, rows, strict=True):
        _add_row(box, name, row, width)
    with box.subgraph() as column:
        column.attr(rank="same")
        # Drawn from left to right, dot stacks a chain of one rank upwards.
        for upper, lower in pairwise(names):
            column.edge(lower, upper, style="invis")
    return names


def _add_row(box: Any, name: str, row: _Row, width: float) -> None:  # noqa: ANN401
    if row.node:
        box.node(name, labels.quoted(row.label), **row.node)
    else:
        box.node(name, "", shape="none", width="0.02", height="0.02")
    text = labels.wrap(row.meaning, width * 72 / style.SMALL_FONT_SIZE, 5)
    height = len(text) * style.SMALL_FONT_SIZE * style.LINE_HEIGHT + 3
    box.node(
        f"{name} means",
        labels.quoted(*text, end=r"\l"),
        shape="none",
        fontsize=f"{style.SMALL_FONT_SIZE:g}",
        width=f"{width:g}",
        height=f"{height / 72:.3f}",
    )
    line = {"weight": "50", **row.line}
    lines.add(box, (name, f"{name} means"), line, head=row.head, word=row.word)
