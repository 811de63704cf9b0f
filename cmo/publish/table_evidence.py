"""The table of evidence: every passage, with each claim that it bears on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cmo.analysis.naming import labels
from cmo.english import counted, worded
from cmo.publish import table_words as say
from cmo.publish.document import Column, Paragraph, Table, words
from cmo.report.passages import place

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cmo.evidence import Evidence, Use
    from cmo.model import Result
    from cmo.publish.document import Block, Cell, Document
    from cmo.publish.references import References

_COLUMNS = (
    Column("Claim", 1.7),
    Column("Bearing", 0.9),
    Column("How", 0.9),
    Column("Passage", 3.2),
    Column("Where", 1.1),
    Column("Document", 1.2),
    Column("Study", 0.9),
    Column("Data", 2.2),
    Column("Note", 1.6),
)


def evidence(evidence: Evidence, references: References) -> Document:
    """Return every use of a passage, by claim in the order of the theory's file.

    Args:
        evidence: Of the whole theory.
        references: Of all its sources.
    """
    return say.page(evidence.theory, "evidence", *_blocks(evidence, references))


def _blocks(evidence: Evidence, references: References) -> Iterator[Block]:
    theory = evidence.theory
    uses = [use for claim in evidence.kinds for use in evidence.uses.get(claim, ())]
    passages = {use.passage: use.excerpt for use in uses}
    everything = sum(len(source.excerpts) for source in theory.sources)
    idle = everything - len(passages)
    caption = f"Passages behind “{theory.title}”"
    if not uses:
        yield Table(caption, _COLUMNS, (), nothing=_nothing(everything))
        return
    number = counted(len(passages), "passage")
    said = f"{number}, put to use {counted(len(uses), 'time')}"
    if idle:
        said += (
            f"; {idle} more {'bears' if idle == 1 else 'bear'} on no claim and "
            f"{'is' if idle == 1 else 'are'} not listed"
        )
    yield Paragraph(words(f"{said}."))
    yield from say.withheld(sum(map(say.is_withheld, passages.values())))
    shown = labels(theory)
    rows = (_cells(use, shown[use.bears.claim], references) for use in uses)
    yield Table(caption, *say.filled(_COLUMNS, rows))
    yield from say.listing(references, {use.source.id for use in uses})


def _nothing(passages: int) -> str:
    if passages:
        return (
            f"{counted(passages, 'passage')} in the files, and none bears on a "
            "claim, so there is no table of evidence."
        )
    return "This theory has no passages, so there is no table of evidence."


def _cells(use: Use, label: str, references: References) -> Iterator[Cell]:
    excerpt, bears = use.excerpt, use.bears
    is_shown = not say.is_withheld(excerpt)
    yield say.lines(label, f"id: {bears.claim}")
    yield say.lines(worded(bears.bearing))
    yield say.lines(
        str(bears.directness),
        str(bears.inference),
        f"covers {', '.join(bears.covers)}" if bears.covers else None,
    )
    yield say.lines(say.quoted(excerpt))
    yield say.lines(place(excerpt.locator, hidden=not is_shown), use.passage)
    cited = excerpt.reported_from if is_shown else None
    yield say.lines(
        references.cite(use.source.id),
        f"reported from {cited}, which was not read" if cited else None,
    )
    yield say.lines(use.study, excerpt.unit if is_shown else None)
    yield say.lines(
        worded(excerpt.data_type) if excerpt.data_type else None,
        *(_result(excerpt.result) if excerpt.result and is_shown else ()),
    )
    yield say.lines(bears.note if is_shown else None)


def _result(result: Result) -> Iterator[str]:
    """Yield a figure in a line, and what it is held against in others."""
    value = _figure(result.value, result.unit)
    yield ": ".join(filter(None, (result.measure, value)))
    if result.group:
        yield f"of: {result.group}"
    held = _figure(result.comparator_value, result.unit)
    if result.comparator or held:
        yield f"against: {': '.join(filter(None, (result.comparator, held)))}"
    if result.period:
        yield f"period: {result.period}"
    if result.significance:
        yield f"significance: {result.significance}"


def _figure(value: float | str | None, unit: str | None) -> str:
    if value is None:
        return ""
    return f"{value} {unit}" if unit and unit != "%" else f"{value}{unit or ''}"
