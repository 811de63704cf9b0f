"""The table of sources: what each document is, and how people judged it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cmo.english import worded
from cmo.evidence import independence
from cmo.evidence.studies import reported
from cmo.model.vocabulary import Level
from cmo.publish import table_words as say
from cmo.publish.document import Column, Paragraph, Table, words

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cmo.evidence import Evidence
    from cmo.model import Appraisal, Source
    from cmo.publish.document import Block, Cell, Document
    from cmo.publish.references import References

_COLUMNS = (
    Column("Document", 2.3),
    Column("Kind", 0.9),
    Column("Study", 0.9),
    Column("Setting", 1.4),
    Column("Independence", 3.4),
    Column("Appraisal", 1.6),
    Column("Coded", 1),
    Column("Passages", 0.8),
    Column("Claims", 0.6),
)
_BEFORE_DESIGN = 3
_DESIGN = Column("Design and participants", 2)


def sources(evidence: Evidence, references: References) -> Document:
    """Return the characteristics of the documents, in the order of references.

    Args:
        evidence: Of the whole theory.
        references: Of all its sources.
    """
    return say.page(evidence.theory, "sources", *_blocks(evidence, references))


def _blocks(evidence: Evidence, references: References) -> Iterator[Block]:
    theory = evidence.theory
    caption = f"Documents behind “{theory.title}”"
    if not theory.sources:
        nothing = "This theory has no sources, so there is no table of them."
        yield Table(caption, _COLUMNS, (), nothing=nothing)
        return
    own = {source.id: source for source in theory.sources}
    yield Paragraph(words(say.reporting(theory)))
    yield say.note(
        "Independence, relevance, richness and rigour are what people judged; “claims” "
        "are those that a passage of the document bears on."
    )
    columns, rows = list(_COLUMNS), []
    is_told = any(one.design for one in theory.sources)
    if is_told:
        columns.insert(_BEFORE_DESIGN, _DESIGN)
    for one in references.short:
        cells = list(_cells(own[one], references))
        if is_told:
            cells.insert(_BEFORE_DESIGN, say.lines(own[one].design))
        rows.append(tuple(cells))
    yield Table(caption, tuple(columns), tuple(rows))


def _cells(source: Source, references: References) -> Iterator[Cell]:
    extraction = source.extraction
    claims = {use.claim for one in source.excerpts for use in one.bears_on}
    short = references.cite(source.id)
    yield say.lines(
        say.strong(short),
        references.full.get(source.id),
        f"What was read: {source.extent}" if source.extent else None,
        f"id: {source.id}",
    )
    yield say.lines(source.kind.meaning)
    yield say.lines(*_study(source))
    yield say.lines(source.setting)
    yield say.lines(*_independence(source))
    yield say.lines(*_appraisal(source.appraisal))
    yield say.lines(*((extraction.coder, extraction.date) if extraction else ()))
    yield say.number(len(source.excerpts))
    yield say.number(len(claims))


def _study(source: Source) -> Iterator[str]:
    yield reported(source)
    if source.includes:
        yield f"includes: {', '.join(source.includes)}"
    if source.overlaps:
        yield f"overlaps with: {', '.join(source.overlaps)}"


def _independence(source: Source) -> Iterator[str]:
    own = source.independence
    yield str(independence(source)) if own else "not judged"
    if own is None:
        return
    if own.towards:
        yield f"of: {', '.join(own.towards)}"
    for party, judged in (own.by_party or {}).items():
        yield f"towards {party}: {judged}"
    if own.rationale:
        yield own.rationale


def _appraisal(own: Appraisal | None) -> Iterator[str]:
    parts = {
        part: getattr(own, part, Level.NOT_ASSESSED)
        for part in ("relevance", "richness", "rigour")
    }
    if set(parts.values()) == {Level.NOT_ASSESSED}:
        yield "not appraised as a whole"
    else:
        yield from (f"{part}: {worded(level)}" for part, level in parts.items())
    if own and own.rationale:
        yield own.rationale
