"""Coverage as text, Markdown, CSV and JSON."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from cmo.evidence import ARGUED, State
from cmo.report.escaping import csv_table, markdown_cell, terminal

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from cmo.analysis.coverage import Counts, Coverage, Row

COLUMNS = (
    "state",
    "for",
    "refuting",
    "no effect",
    "inconclusive",
    "proposing",
    "documents",
    "claim",
    "flags",
)
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
_PLURALS = {
    "link": "Links",
    "configuration": "Configurations",
    "mechanism": "Mechanisms",
    "rival": "Rival theories",
}
KEY = (
    "Numbers are studies whose passages speak directly of the claim, and after a + "
    "those that do so indirectly: for it, refuting it, finding no effect, "
    "inconclusive, proposing it without data. Docs are documents, shown beside."
)


def totals(coverage: Coverage) -> str:
    """Return the totals in one sentence."""
    states = ", ".join(
        f"{n} {state.replace('_', ' ')}" for state, n in coverage.totals.items() if n
    )
    kinds = ", ".join(
        f"{sum(row.support.is_direct for row in rows)} of {len(rows)} "
        f"{_PLURALS[kind].lower()}"
        for kind, rows in _by_kind(coverage)
    )
    return (
        f"{coverage.looked_at} of {len(coverage.argued)} claims "
        f"({coverage.percent:.0f} %) have direct evidence, whatever it says"
        + (f" ({kinds}): {states}." if states else ".")
    )


def as_text(coverage: Coverage) -> Iterator[str]:
    """Yield the lines of a table for the terminal."""
    cells = {row.claim: _cells(row) for row in coverage.argued}
    widths = [
        max(map(len, column)) for column in zip(_SHORT, *cells.values(), strict=True)
    ]
    yield terminal(coverage.theory.title)
    yield KEY
    for kind, rows in _by_kind(coverage):
        yield ""
        yield _aligned((*_SHORT[:-2], _PLURALS[kind].lower(), _SHORT[-1]), widths)
        for row in rows:
            yield _aligned(cells[row.claim], widths)
    yield ""
    yield totals(coverage)


def as_markdown(coverage: Coverage) -> str:
    """Return a Markdown document with one table for each kind of claim."""
    lines = [
        f"# Evidence coverage: {markdown_cell(coverage.theory.title)}",
        "",
        totals(coverage),
        "",
        KEY,
    ]
    for kind, rows in _by_kind(coverage):
        lines += ["", f"## {_PLURALS[kind]}", ""]
        lines += [_pipes(("claim", *COLUMNS[:-2], "flags")), _pipes(["---"] * 9)]
        for row in rows:
            *counts, claim, flags = _cells(row)
            cell = f"{markdown_cell(row.label)} (`{claim}`)"
            lines.append(_pipes((cell, *counts, flags)))
    return "\n".join(lines) + "\n"


def as_csv(coverage: Coverage) -> str:
    """Return one line for each claim of every kind."""
    head = (
        "claim",
        "kind",
        "label",
        "state",
        *(f"{way}_{name}" for way in ("direct", "indirect") for name in _COUNTS),
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
                    *_numbers(row.direct).values(),
                    *_numbers(row.indirect).values(),
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
    }
    return json.dumps(report, indent=2)


_COUNTS = ("for", "refuting", "no_effect", "inconclusive", "proposing")


def _numbers(counts: Counts) -> dict[str, int]:
    values = (
        counts.in_favour,
        counts.refuting,
        counts.no_effect,
        counts.inconclusive,
        counts.proposing,
    )
    return dict(zip(_COUNTS, values, strict=True))


def _record(row: Row) -> dict[str, Any]:
    support = row.support
    return {
        "id": row.claim,
        "kind": row.support.kind,
        "label": row.label,
        "state": str(support.state),
        "flags": [str(flag) for flag in support.flags],
        "studies": {
            "direct": _numbers(row.direct),
            "indirect": _numbers(row.indirect),
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


def _by_kind(coverage: Coverage) -> Iterator[tuple[str, list[Row]]]:
    for kind in ARGUED:
        rows = [row for row in coverage.rows if row.support.kind == kind]
        if rows:
            yield kind, rows


def _cells(row: Row) -> tuple[str, ...]:
    direct, indirect = _numbers(row.direct), _numbers(row.indirect)
    counts = (_number(direct[name], indirect[name]) for name in _COUNTS)
    told = [flag.replace("_", " ") for flag in row.support.flags]
    if row.support.state is State.INDIRECT and row.support.inherited_from:
        told.append(_inherited(row.support.inherited_from))
    return (
        row.support.state.replace("_", " "),
        *counts,
        str(len(row.support.documents) or "."),
        row.claim,
        ", ".join(told),
    )


def _inherited(claims: tuple[str, ...]) -> str:
    return f"by way of {', '.join(claims[:2])}{' …' if len(claims) > 2 else ''}"  # noqa: PLR2004


def _number(direct: int, indirect: int) -> str:
    # A dot is easier to read past than a zero, and a gap than a column of them.
    return f"{direct or '.'}+{indirect}" if indirect else f"{direct or '.'}"


def _aligned(cells: tuple[str, ...], widths: list[int]) -> str:
    *most, last = zip(cells, widths, strict=True)
    return "  ".join([*(cell.ljust(width) for cell, width in most), last[0]]).rstrip()


def _pipes(cells: tuple[str, ...] | list[str]) -> str:
    return f"| {' | '.join(cells)} |"


FORMATS: dict[str, Callable[[Coverage], str]] = {
    "text": lambda coverage: "\n".join(as_text(coverage)) + "\n",
    "markdown": as_markdown,
    "csv": as_csv,
    "json": lambda coverage: as_json(coverage) + "\n",
}
