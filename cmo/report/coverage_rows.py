"""What the tables of coverage share: rows by kind, their cells, the totals."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from cmo.english import worded
from cmo.evidence import ARGUED, State
from cmo.graph import given_up
from cmo.model import Configuration

if TYPE_CHECKING:
    from collections.abc import Iterator

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
PLURALS = {
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
    claims = Counter(row.support.kind for row in coverage.argued)
    looked_at = Counter(
        row.support.kind for row in coverage.argued if row.support.is_direct
    )
    kinds = ", ".join(
        f"{looked_at[kind]} of {claims[kind]} {PLURALS[kind].lower()}"
        for kind in ARGUED
        if claims[kind]
    )
    return (
        f"{coverage.looked_at} of {len(coverage.argued)} claims "
        f"({coverage.percent:.0f} %) have direct evidence, whatever it says"
        + (f" ({kinds}): {states}." if states else ".")
    )


def by_kind(coverage: Coverage) -> Iterator[tuple[str, list[Row]]]:
    """Yield each kind of claim that the theory argues for, with its rows."""
    for kind in ARGUED:
        rows = [row for row in coverage.rows if row.support.kind == kind]
        if rows:
            yield kind, rows


def cells(row: Row) -> tuple[str, ...]:
    """Return what stands in a table under `COLUMNS`."""
    direct, indirect = numbers(row.direct), numbers(row.indirect)
    counts = (_number(direct[name], indirect[name]) for name in COUNTS)
    told = [worded(flag) for flag in row.support.flags]
    if isinstance(row.record, Configuration) and given_up(row.record):
        told.insert(0, f"given up ({worded(row.record.status or '')})")
    if row.support.state is State.INDIRECT and row.support.inherited_from:
        told.append(_inherited(row.support.inherited_from))
    return (
        worded(row.support.state),
        *counts,
        str(len(row.support.documents) or "."),
        row.claim,
        ", ".join(told),
    )


# How studies bear on a claim, as JSON and CSV name it.
COUNTS = ("for", "refuting", "no_effect", "inconclusive", "proposing")


def numbers(counts: Counts) -> dict[str, int]:
    """Return `counts` by the names in `COUNTS`."""
    values = (
        counts.in_favour,
        counts.refuting,
        counts.no_effect,
        counts.inconclusive,
        counts.proposing,
    )
    return dict(zip(COUNTS, values, strict=True))


def _inherited(claims: tuple[str, ...]) -> str:
    return f"by way of {', '.join(claims[:2])}{' …' if len(claims) > 2 else ''}"  # noqa: PLR2004


def _number(direct: int, indirect: int) -> str:
    # A dot is easier to read past than a zero, and a gap than a column of them.
    return f"{direct or '.'}+{indirect}" if indirect else f"{direct or '.'}"
