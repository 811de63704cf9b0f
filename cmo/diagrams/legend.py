"""The legend: what shapes, arrowheads and lines mean, of those that occur."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, Any, NamedTuple

from cmo.diagrams import labels, lines, style
from cmo.model.vocabulary import Sign

if TYPE_CHECKING:
    from collections.abc import Collection

    from cmo.evidence import State
    from cmo.model.vocabulary import ElementKind

_WIDTH = 2.3  # inches, as nodes have it, so that no column grows
_SIGNS = {
    Sign.PLUS: "more of the effect",
    Sign.MINUS: "less of the effect",
    Sign.UNKNOWN: "more of it or less: not known",
}


class Shown(NamedTuple):
    """What occurs in the figure, and so needs explaining."""

    kinds: Collection[ElementKind]
    signs: Collection[Sign]
    states: Collection[State]
    configurations: bool = False
    effects: bool = False


class _Row(NamedTuple):
    """One line of the legend: a sample node or a sample line, and its meaning."""

    name: str
    meaning: str
    node: dict[str, str] | None = None
    line: dict[str, str] = {"style": "invis"}  # noqa: RUF012 - never changed
    head: str = "none"
    word: str = ""


def add(dot: Any, shown: Shown) -> None:  # noqa: ANN401 - graphviz has no types
    """Add the legend of what is `shown` to `dot`, two columns side by side.

    It is a group of nodes as any other, so it is there in the DOT file too.
    Nothing joins it to the theory, so it does not push anything about.
    """
    with dot.subgraph(name="cluster legend") as box:
        box.attr(label="Legend", style="rounded", color=style.FAINT, margin="12")
        box.attr(labeljust="l", fontsize=f"{style.FONT_SIZE}")
        left = _column(box, [*_kinds(shown), *_signs(shown)])
        right = _column(box, list(_states(shown)))
        for meaning, sample in zip(left, right, strict=False):
            line = {"style": "invis", "weight": "50"}
            lines.add(box, (f"{meaning} means", sample), line, head="none")


def _kinds(shown: Shown) -> list[_Row]:
    rows = [
        _Row(kind.value, f"{kind}: {kind.meaning}", node=style.node(look, 1))
        for kind, look in style.KINDS.items()
        if kind in shown.kinds
    ]
    if shown.configurations:
        meaning = "configuration: these contexts, mechanisms and outcomes go together"
        rows.append(
            _Row("configuration", meaning, node=style.node(style.CONFIGURATION, 1))
        )
    return rows


def _signs(shown: Shown) -> list[_Row]:
    rows = [
        _Row(f"sign {sign}", _SIGNS[sign], line={}, head=head)
        for sign, head in style.SIGNS.items()
        if sign in shown.signs
    ]
    if shown.effects:
        meaning = "grey: a whole-programme effect, no mechanism claimed"
        rows.append(_Row("effect", meaning, line={"color": style.FAINT}, head="normal"))
    return rows


def _states(shown: Shown) -> list[_Row]:
    borders = "a mechanism's border says the same of its occurring, not of any arrow"
    return [
        _Row(
            state.value,
            f"{style.words(state)}: {state.meaning}",
            line=style.line(look),
            word=style.words(state) if look.word else "",
        )
        for state, look in style.STATES.items()
        if state in shown.states
    ] + [_Row("borders", borders)]


def _column(box: Any, rows: list[_Row]) -> list[str]:  # noqa: ANN401
    """Add `rows` one below the other; return the names of their samples."""
    names = [f"legend {row.name}" for row in rows]
    for name, row in zip(names, rows, strict=True):
        _add_row(box, name, row)
    with box.subgraph() as column:
        column.attr(rank="same")
        # Drawn from left to right, dot stacks a chain of one rank upwards.
        for upper, lower in pairwise(names):
            column.edge(lower, upper, style="invis")
    return names


def _add_row(box: Any, name: str, row: _Row) -> None:  # noqa: ANN401
    if row.node:
        box.node(name, row.name, **row.node)
    else:
        box.node(name, "", shape="none", width="0.02", height="0.02")
    text = labels.wrap(row.meaning, _WIDTH * 72 / style.SMALL_FONT_SIZE, 5)
    height = len(text) * style.SMALL_FONT_SIZE * style.LINE_HEIGHT + 3
    box.node(
        f"{name} means",
        labels.quoted(*text, end=r"\l"),
        shape="none",
        fontsize=f"{style.SMALL_FONT_SIZE:g}",
        width=f"{_WIDTH:g}",
        height=f"{height / 72:.3f}",
    )
    line = {"weight": "50", **row.line}
    lines.add(box, (name, f"{name} means"), line, head=row.head, word=row.word)
