"""The evidence and gap map on a terminal: a table of letters and numbers."""

from __future__ import annotations

from itertools import repeat
from textwrap import wrap
from typing import TYPE_CHECKING

from cmo.analysis.placing import Says
from cmo.report import matrix_words as words
from cmo.report.escaping import terminal

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from cmo.analysis.matrix import Cell, Matrix, Side

WIDTH = 100  # characters
# Words for 30 outcomes fit on no screen.
_LETTERS = {
    Says.FOR: "F",
    Says.REFUTING: "R",
    Says.NO_EFFECT: "N",
    Says.INCONCLUSIVE: "I",
    Says.PROPOSING: "P",
    Says.NOT_FIRED: "D",
}
_NOBODY = "."


def as_text(matrix: Matrix) -> Iterator[str]:
    """Yield the lines of the table, and what to know about it."""
    yield terminal(matrix.theory.title)
    yield words.title(matrix)
    yield ""
    yield from wrap(f"{words.COUNTED} A dot: no passage joins the two.", WIDTH)
    yield from wrap(words.CLAIMS, WIDTH)
    for says in words.ways(matrix):
        yield f"  {_LETTERS[says]}  {says.meaning}"
    if said := words.lacking(matrix):
        yield from ("", said)
    else:
        yield from _table(matrix)
    for told, heads, side in words.gaps(matrix):
        names = ", ".join(words.name(side, head) for head in heads)
        yield ""
        yield from _hanging(f"{told}: {names}")
    yield ""
    yield words.placed(matrix)
    yield from (f"  {told}" for _, told in words.outside(matrix))


def _table(matrix: Matrix) -> Iterator[str]:
    columns = [words.name(matrix.columns, head) for head in matrix.columns.heads]
    rows = [words.name(matrix.rows, head) for head in matrix.rows.heads]
    cells = [list(map(_letters, line)) for _, line in words.lines(matrix)]
    left = max(map(len, rows))
    is_numbered = left + sum(_widths(columns, cells)) > WIDTH
    if is_numbered:
        columns = [str(i) for i, _ in enumerate(columns, start=1)]
    widths = _widths(columns, cells)
    for band in _bands(widths, WIDTH - left):
        yield ""
        for row, line in zip(["", *rows], [columns, *cells], strict=True):
            yield _aligned([row, *line[band]], [left, *widths[band]])
    yield from _legend(matrix.columns, columns if is_numbered else repeat(""))
    yield from _legend(matrix.rows, repeat(""))


def _letters(cell: Cell | None) -> str:
    if cell is None:
        return _NOBODY
    return " ".join(f"{_LETTERS[says]}{n}" for says, n in words.numbers(cell))


def _widths(columns: list[str], cells: list[list[str]]) -> list[int]:
    """Return the width of each column, with the gap before it."""
    return [2 + max(map(len, column)) for column in zip(columns, *cells, strict=True)]


def _bands(widths: list[int], room: int) -> list[slice]:
    """Return runs of columns that fit into `room`, about equally wide."""
    found = _filled(widths, room)
    while len(narrower := _filled(widths, room - 1)) == len(found) and room:
        found, room = narrower, room - 1
    return found


def _filled(widths: list[int], room: int) -> list[slice]:
    """Return runs of columns, as few as fit, at least one column in each."""
    starts, used = [0], 0
    for i, width in enumerate(widths):
        used += width
        if used > room and i > starts[-1]:
            starts.append(i)
            used = width
    return [
        slice(a, b) for a, b in zip(starts, [*starts[1:], len(widths)], strict=True)
    ]


def _aligned(cells: list[str], widths: list[int]) -> str:
    head, *rest = zip(cells, widths, strict=True)
    shown = (f"  {cell}".ljust(width) for cell, width in rest)
    return (head[0].ljust(head[1]) + "".join(shown)).rstrip()


def _legend(side: Side, marks: Iterable[str]) -> Iterator[str]:
    """Yield what the rows or columns are called, where the table does not say it."""
    known = [
        (mark, words.name(side, head), head.label)
        for mark, head in zip(marks, side.heads, strict=False)
    ]
    if any(mark or one != label for mark, one, label in known):
        yield from ("", f"The {words.NAMES[side.axis]}:")
        wide = [max(map(len, column)) for column in zip(*known, strict=True)]
        for mark, one, label in known:
            more = "" if one == label else label
            told = [f"{mark.rjust(wide[0])}", one.ljust(wide[1]), more]
            yield from _hanging("  ".join(filter(None, told)), "  ")


def _hanging(text: str, indent: str = "") -> list[str]:
    return wrap(
        terminal(text),
        WIDTH,
        initial_indent=indent,
        subsequent_indent=f"{indent}    ",
        # Ids have hyphens, and are found again only when they are whole.
        break_on_hyphens=False,
    )
