"""Coverage as text, Markdown, CSV and JSON."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from cmo.report import structure
from cmo.report.coverage_markdown import as_markdown
from cmo.report.coverage_rows import (
    COUNTS,
    KEY,
    PLURALS,
    by_kind,
    cells,
    numbers,
    totals,
)
from cmo.report.escaping import csv_table, terminal

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from cmo.analysis.coverage import Coverage, Row
    from cmo.analysis.structure import Structure

# Screens are narrow: these head the columns of the text table.
_SHORT = (
    "state",
    "for",
    "refute",
    "no eff.",
    "inconcl.",
    "propose",
    "docs",
    "claim",
    "flags",
)


def as_text(coverage: Coverage) -> Iterator[str]:
    """Yield the lines of a table for the terminal."""
    shown = {row.claim: cells(row) for _, rows in by_kind(coverage) for row in rows}
    widths = [
        max(map(len, column)) for column in zip(_SHORT, *shown.values(), strict=True)
    ]
    yield terminal(coverage.theory.title)
    yield KEY
    for kind, rows in by_kind(coverage):
        yield ""
        yield _aligned((*_SHORT[:-2], PLURALS[kind].lower(), _SHORT[-1]), widths)
        for row in rows:
            yield _aligned(shown[row.claim], widths)
    yield ""
    yield from _argument(coverage.structure)
    yield ""
    yield totals(coverage)


def _argument(argument: Structure) -> Iterator[str]:
    table = structure.rows(argument)
    if table:
        head = structure.COLUMNS
        widths = [max(map(len, column)) for column in zip(head, *table, strict=True)]
        yield structure.STRUCTURE_KEY
        yield from (_row(cells, widths) for cells in (head, *table))
    yield from structure.remarks(argument)


def as_csv(coverage: Coverage) -> str:
    """Return one line for each claim of every kind."""
    head = (
        "claim",
        "kind",
        "label",
        "state",
        *(f"{way}_{name}" for way in ("direct", "indirect") for name in COUNTS),
        "documents",
        "flags",
        "inherited_from",
        "decisions",
    )
    return csv_table(
        [
            head,
            *(
                (
                    row.claim,
                    row.support.kind,
                    row.label,
                    str(row.support.state),
                    *numbers(row.direct).values(),
                    *numbers(row.indirect).values(),
                    len(row.support.documents),
                    " ".join(row.support.flags),
                    " ".join(row.support.inherited_from),
                    " ".join(row.support.decisions),
                )
                for row in coverage.rows
            ),
        ]
    )


def as_json(coverage: Coverage) -> str:
    """Return every claim with its evidence; docs/json.md describes it."""
    report = {
        "version": 1,
        "theory": coverage.theory.id,
        "stage": str(coverage.theory.stage),
        "claims": [_record(row) for row in coverage.rows],
        "totals": {
            "argued": len(coverage.argued),
            "direct": coverage.looked_at,
            "percent": round(coverage.percent, 1),
            "states": {str(state): n for state, n in coverage.totals.items()},
        },
        "structure": structure.record(coverage.structure),
    }
    return json.dumps(report, indent=2)


def _record(row: Row) -> dict[str, Any]:
    support = row.support
    return {
        "id": row.claim,
        "kind": row.support.kind,
        "label": row.label,
        "state": str(support.state),
        "flags": [str(flag) for flag in support.flags],
        "studies": {
            "direct": numbers(row.direct),
            "indirect": numbers(row.indirect),
        },
        "documents": support.documents,
        "passages": [
            {
                "passage": use.passage,
                "study": use.study,
                "bearing": str(use.bears.bearing),
                "directness": str(use.bears.directness),
                "inference": str(use.bears.inference),
                "covers": [str(role) for role in use.bears.covers],
            }
            for use in support.uses
        ],
        "inherited_from": list(support.inherited_from),
        "decisions": list(support.decisions),
    }


def _aligned(cells: tuple[str, ...], widths: list[int]) -> str:
    *most, last = zip(cells, widths, strict=True)
    return "  ".join([*(cell.ljust(width) for cell, width in most), last[0]]).rstrip()


def _row(cells: tuple[str, ...], widths: list[int]) -> str:
    padded = (cell.ljust(width) for cell, width in zip(cells, widths, strict=True))
    return "  ".join(padded).rstrip()


FORMATS: dict[str, Callable[[Coverage], str]] = {
    "text": lambda coverage: "\n".join(as_text(coverage)) + "\n",
    "markdown": as_markdown,
    "csv": as_csv,
    "json": lambda coverage: as_json(coverage) + "\n",
}
