"""What the evidence and gap map says in words, whatever the format."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cmo.analysis.placing import NONE, Axis, Outside, Says
from cmo.english import worded

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cmo.analysis.matrix import Cell, Head, Matrix, Side

NAMES = {
    Axis.MECHANISM: "mechanisms",
    Axis.CONTEXT: "contexts",
    Axis.CONTEXT_LAYER: "layers of context",
    Axis.OUTCOME: "outcomes",
    Axis.THEME: "themes",
    Axis.SOURCE: "sources",
    Axis.SOURCE_KIND: "kinds of source",
    Axis.EMMIE: "EMMIE dimensions",
}
COUNTED = (
    "Numbers are studies whose passages speak directly of a claim that belongs to both "
    "the row and the column, and after a + those that do so indirectly."
)
CLAIMS = (
    "A passage is for or against a claim, and the claim may be that one thing holds "
    "back or prevents another. Evidence for rival theories stands in no cell."
)


def title(matrix: Matrix) -> str:
    """Return what the map shows."""
    rows, columns = NAMES[matrix.rows.axis], NAMES[matrix.columns.axis]
    return f"Evidence and gap map: {rows} by {columns}"


def ways(matrix: Matrix) -> list[Says]:
    """Return the ways in which a passage can speak to a cell of this map."""
    has_mechanisms = Axis.MECHANISM in {matrix.rows.axis, matrix.columns.axis}
    return [says for says in Says if has_mechanisms or says is not Says.NOT_FIRED]


def plain(says: Says) -> str:
    """Return the word for a way of speaking, as people write it."""
    return worded(says)


def lines(matrix: Matrix) -> Iterator[tuple[Head, list[Cell | None]]]:
    """Yield each row with its cells, None where no passage joins the two."""
    columns = [head.id for head in matrix.columns.heads]
    for row in matrix.rows.heads:
        yield row, [matrix.cells.get((row.id, column)) for column in columns]


def filled(matrix: Matrix) -> list[tuple[Head, Head, Cell]]:
    """Return the cells where somebody looked, in the order of the table."""
    rows, columns = (
        {head.id: (i, head) for i, head in enumerate(side.heads)}
        for side in _sides(matrix)
    )
    places = sorted((rows[row], columns[column]) for row, column in matrix.cells)
    return [
        (row, column, matrix.cells[row.id, column.id])
        for (_, row), (_, column) in places
    ]


def numbers(cell: Cell) -> Iterator[tuple[Says, str]]:
    """Yield what studies say in a cell, with how many: "2", "2+1" or "+1"."""
    for says in Says:
        direct, indirect = cell.direct.get(says, 0), cell.indirect.get(says, 0)
        if direct or indirect:
            yield says, f"{direct or ''}{f'+{indirect}' if indirect else ''}"


def name(side: Side, head: Head) -> str:
    """Return what users write for a row or column: its id, if it has one."""
    has_id = head.id != NONE and side.axis not in _OF_WORDS
    return head.id if has_id else head.label


_OF_WORDS = {Axis.CONTEXT_LAYER, Axis.SOURCE_KIND, Axis.EMMIE}


def lacking(matrix: Matrix) -> str:
    """Return a sentence on what a theory lacks for this map, or nothing."""
    for side in (matrix.rows, matrix.columns):
        if not side.heads:
            return f"The theory has no {NAMES[side.axis]}: there is nothing to map."
    return ""


def gaps(matrix: Matrix) -> Iterator[tuple[str, tuple[Head, ...], Side]]:
    """Yield what is true of whole rows or columns, with those that it is true of."""
    for side, other in (_sides(matrix), _sides(matrix)[::-1]):
        to = f"to any of the {NAMES[other.axis]}"
        of = f"of {len(side.heads)} {NAMES[side.axis]}"
        for heads, told in (
            (
                side.empty,
                f"No passage joins these {to}, whatever is said of them alone",
            ),
            (side.proposed, f"Only proposals, without data, join these {to}"),
        ):
            if heads:
                yield f"{told} ({len(heads)} {of})", heads, side


def placed(matrix: Matrix) -> str:
    """Return how many passages stand in the table, in a sentence."""
    return f"{matrix.placed} of {matrix.passages} passages stand in the table."


def outside(matrix: Matrix) -> Iterator[tuple[Outside, str]]:
    """Yield why passages stand in no cell, and the same in words with their number."""
    one, other = (_SPOKEN_OF.get(side.axis, "") for side in _sides(matrix))
    told = {
        Outside.ROWS_ONLY: _but_no(one, other),
        Outside.COLUMNS_ONLY: _but_no(other, one),
        Outside.APART: f"of {_a(one)} and of {_a(other)}, in no claim that joins them",
        Outside.NEITHER: f"of neither {_a(one)} nor {_a(other)}",
        Outside.RIVALS: "of rival theories only",
        Outside.NOTHING: "of no claim, or neutrally",
    }
    if one == other:
        told[Outside.NEITHER] = f"of no {one}"
    for why, found in matrix.outside.items():
        if found:
            speak = "1 speaks" if len(found) == 1 else f"{len(found)} speak"
            yield why, f"{speak} {told[why]}"


# What passages can be silent about: every passage has a source, a kind of source,
# and a theme or none.
_SPOKEN_OF = {
    Axis.MECHANISM: "mechanism",
    Axis.CONTEXT: "context",
    Axis.CONTEXT_LAYER: "context",
    Axis.OUTCOME: "outcome",
}


def _sides(matrix: Matrix) -> tuple[Side, Side]:
    return matrix.rows, matrix.columns


def _but_no(there: str, missing: str) -> str:
    return f"of {_a(there)} and of no {missing}" if there else f"of no {missing}"


def _a(noun: str) -> str:
    return f"an {noun}" if noun.startswith("o") else f"a {noun}"
