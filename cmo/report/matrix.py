"""The evidence and gap map as Markdown, CSV and JSON, and every format by name."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from cmo.analysis.placing import Says
from cmo.report import matrix_words as words
from cmo.report.escaping import csv_table, markdown_cell, terminal
from cmo.report.matrix_html import as_html
from cmo.report.matrix_text import as_text

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from cmo.analysis.matrix import Cell, Entry, Head, Matrix, Side

MANY = 8  # columns; beyond, they are headed by numbers


def as_markdown(matrix: Matrix) -> str:
    """Return a Markdown document with the table and what to know about it."""
    said = "; ".join(
        f"*{words.plain(says)}*: {says.meaning}" for says in words.ways(matrix)
    )
    table = words.lacking(matrix) or "\n".join(_table(matrix))
    lines = [
        f"# {words.title(matrix)}",
        "",
        f"Theory: {_shown(matrix.theory.title)}",
        "",
        f"{words.COUNTED} A dot: no passage joins the two. {words.CLAIMS}",
        "",
        f"{said}.",
        "",
        table,
    ]
    for told, heads, side in words.gaps(matrix):
        names = ", ".join(_headed(side, head) for head in heads)
        lines += ["", f"{told}: {names}."]
    lines += ["", words.placed(matrix), ""]
    lines += [f"- {told}" for _, told in words.outside(matrix)]
    return "\n".join(lines).rstrip("\n") + "\n"


def _table(matrix: Matrix) -> Iterator[str]:
    columns = [_headed(matrix.columns, head) for head in matrix.columns.heads]
    is_numbered = len(columns) > MANY
    numbers = [str(i) for i, _ in enumerate(columns, start=1)]
    heads = numbers if is_numbered else columns
    yield _pipes([words.NAMES[matrix.rows.axis], *heads])
    yield _pipes(["---"] * (len(heads) + 1))
    for head, cells in words.lines(matrix):
        yield _pipes([_headed(matrix.rows, head), *map(_worded, cells)])
    if is_numbered:
        yield from ("", f"The {words.NAMES[matrix.columns.axis]}:", "")
        yield from (f"- {i}: {head}" for i, head in zip(numbers, columns, strict=True))


def _headed(side: Side, head: Head) -> str:
    known = words.name(side, head)
    label = _shown(head.label)
    return label if known == head.label else f"{label} (`{known}`)"


def _worded(cell: Cell | None) -> str:
    if cell is None:
        return "."
    return "; ".join(f"{n} {words.plain(says)}" for says, n in words.numbers(cell))


def _shown(text: str) -> str:
    return markdown_cell(terminal(" ".join(text.split())))


def _pipes(cells: list[str]) -> str:
    return f"| {' | '.join(cells)} |"


def as_csv(matrix: Matrix) -> str:
    """Return one line for each cell that holds something, in the order of the table.

    A line for each row and each column where nobody looked comes after, with the
    other side left blank: a gap map without its gaps would be none, and lines for
    all empty cells could be a million. A wide table would have to put several
    numbers into one cell.
    """
    axes = [side.axis.replace("-", "_") for side in (matrix.rows, matrix.columns)]
    head = (
        *(f"{axis}{end}" for axis in axes for end in ("", "_label")),
        *(f"{way}_{says}" for way in ("direct", "indirect") for says in Says),
        "passages",
    )
    nothing = (*[0] * (2 * len(Says)), "")
    return csv_table(
        [
            head,
            *(
                (*row, *column, *_counted(cell))
                for row, column, cell in words.filled(matrix)
            ),
            *((*row, "", "", *nothing) for row in matrix.rows.empty),
            *(("", "", *column, *nothing) for column in matrix.columns.empty),
        ]
    )


def _counted(cell: Cell) -> tuple[object, ...]:
    counts = [_all(way).values() for way in (cell.direct, cell.indirect)]
    passages = dict.fromkeys(use.passage for use, _ in cell.entries)
    return (*counts[0], *counts[1], " ".join(passages))


def _all(counts: Mapping[Says, int]) -> dict[str, int]:
    return {str(says): counts.get(says, 0) for says in Says}


def as_json(matrix: Matrix) -> str:
    """Return rows, columns and the cells that hold something; see docs/json.md."""
    report = {
        "version": 1,
        "theory": matrix.theory.id,
        "rows": _side(matrix.rows),
        "columns": _side(matrix.columns),
        "cells": [_cell(*one) for one in words.filled(matrix)],
        "passages": {"all": matrix.passages, "placed": matrix.placed},
        "outside": {str(why): list(found) for why, found in matrix.outside.items()},
    }
    return json.dumps(report, indent=2) + "\n"


def _side(side: Side) -> dict[str, Any]:
    return {
        "dimension": str(side.axis),
        "values": [head._asdict() for head in side.heads],
        "empty": [head.id for head in side.empty],
        "proposed": [head.id for head in side.proposed],
    }


def _cell(row: Head, column: Head, cell: Cell) -> dict[str, Any]:
    return {
        "row": row.id,
        "column": column.id,
        "studies": {"direct": _all(cell.direct), "indirect": _all(cell.indirect)},
        "passages": [_entry(entry) for entry in cell.entries],
    }


def _entry(entry: Entry) -> dict[str, str]:
    use, says = entry
    return {
        "passage": use.passage,
        "study": use.study,
        "claim": use.bears.claim,
        "says": str(says),
        "bearing": str(use.bears.bearing),
        "directness": str(use.bears.directness),
        "inference": str(use.bears.inference),
    }


FORMATS: dict[str, Callable[[Matrix], str]] = {
    "text": lambda matrix: "\n".join(as_text(matrix)) + "\n",
    "csv": as_csv,
    "markdown": as_markdown,
    "json": as_json,
    "html": as_html,
}
