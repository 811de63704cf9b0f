"""The table of decisions: the audit trail of a theory."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cmo.analysis.naming import labels
from cmo.english import counted, worded
from cmo.publish import table_words as say
from cmo.publish.document import Column, Paragraph, Table, words

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from cmo.evidence import Evidence
    from cmo.model import Decision, Theory
    from cmo.publish.document import Block, Cell, Document
    from cmo.publish.references import References

_COLUMNS = (
    Column("Date", 0.8),
    Column("What was done", 1.4),
    Column("Claims", 2.2),
    Column("Sources weighed", 1.4),
    Column("From → into", 1.4),
    Column("Verdict", 1.1),
    Column("Why", 3.4),
    Column("By", 0.9),
)


def decisions(evidence: Evidence, references: References) -> Document:
    """Return the decisions by date, those without a date last.

    Args:
        evidence: Of the whole theory.
        references: Of all its sources.
    """
    return say.page(evidence.theory, "decisions", *_blocks(evidence.theory, references))


def _blocks(theory: Theory, references: References) -> Iterator[Block]:
    caption = f"Decisions on “{theory.title}”"
    if not theory.decisions:
        nothing = "No decision is recorded in this theory, so there is no table."
        yield Table(caption, _COLUMNS, (), nothing=nothing)
        return
    yield Paragraph(words(f"{counted(len(theory.decisions), 'decision')}."))
    ordered = sorted(theory.decisions, key=lambda one: (not one.date, one.date or ""))
    shown = labels(theory)
    yield Table(
        caption,
        _COLUMNS,
        tuple(tuple(_cells(one, shown, references)) for one in ordered),
    )
    weighed = {source for one in theory.decisions for source in one.sources}
    yield from say.listing(references, weighed)


def _cells(
    one: Decision, shown: Mapping[str, str], references: References
) -> Iterator[Cell]:
    yield say.lines(one.date or "no date")
    did = (say.strong(worded(one.type)), one.type.meaning) if one.type else ()
    yield say.lines(*did, f"id: {one.id}")
    yield say.lines(*(shown.get(claim, claim) for claim in one.claims))
    yield say.lines(*(references.cite(source) for source in one.sources))
    yield say.lines(*_moved(one, shown))
    verdict = (
        (say.strong(worded(one.verdict)), one.verdict.meaning)
        if one.verdict
        else ("none yet",)
    )
    yield say.lines(*verdict)
    yield say.lines(one.rationale)
    yield say.lines(one.by)


def _moved(one: Decision, shown: Mapping[str, str]) -> Iterator[str]:
    # What was there before may be gone: then its id is all there is.
    for word, claims in (("from", one.from_), ("into", one.into)):
        if claims:
            yield f"{word}: {'; '.join(shown.get(claim, claim) for claim in claims)}"
