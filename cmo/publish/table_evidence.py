"""The table of evidence: every passage, with each claim that it bears on, if any."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cmo.analysis.naming import labels
from cmo.english import counted, worded
from cmo.evidence.support import study_of
from cmo.publish import table_words as say
from cmo.publish.document import Cell, Column, Paragraph, Table, words
from cmo.report.passages import place

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cmo.evidence import Evidence, Use
    from cmo.model import Excerpt, Result, Source, Theory
    from cmo.publish.document import Block, Document
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

    Passages that bear on no claim stand last.

    Args:
        evidence: Of the whole theory.
        references: Of all its sources.
    """
    return say.page(evidence.theory, "evidence", *_blocks(evidence, references))


def _blocks(evidence: Evidence, references: References) -> Iterator[Block]:
    theory = evidence.theory
    passages = [
        (source, excerpt) for source in theory.sources for excerpt in source.excerpts
    ]
    caption = f"Passages behind “{theory.title}”"
    if not passages:
        nothing = "This theory has no passages, so there is no table of evidence."
        yield Table(caption, _COLUMNS, (), nothing=nothing)
        return
    uses = [use for claim in evidence.kinds for use in evidence.uses.get(claim, ())]
    used = {use.passage for use in uses}
    idle = [one for one in passages if f"{one[0].id}#{one[1].id}" not in used]
    yield Paragraph(words(_lead(len(passages), len(uses), len(idle))))
    yield from say.withheld(sum(say.is_withheld(excerpt) for _, excerpt in passages))
    shown = labels(theory)
    told = {
        f"{source.id}#{excerpt.id}": tuple(
            _passage(source, excerpt, theory, references)
        )
        for source, excerpt in passages
    }
    rows = (
        *(_used(use, shown[use.bears.claim], told[use.passage]) for use in uses),
        *(_idle(one, told[f"{source.id}#{one.id}"]) for source, one in idle),
    )
    yield Table(caption, *say.filled(_COLUMNS, rows))
    cited = {source.id for source, _ in passages}
    yield from say.listing(references, cited)


def _lead(passages: int, uses: int, idle: int) -> str:
    number = counted(passages, "passage")
    if not uses:
        return f"{number}: none bears on a claim."
    said = f"{number}, put to use {counted(uses, 'time')}"
    if idle:
        bear, stand = ("bears", "stands") if idle == 1 else ("bear", "stand")
        said += f"; {idle} of them {bear} on no claim and {stand} last"
    return f"{said}."


def _used(use: Use, label: str, passage: tuple[Cell, ...]) -> Iterator[Cell]:
    bears = use.bears
    yield say.lines(label, f"id: {bears.claim}")
    yield say.lines(worded(bears.bearing))
    yield say.lines(
        str(bears.directness),
        str(bears.inference),
        f"covers {', '.join(bears.covers)}" if bears.covers else None,
    )
    yield from passage
    yield say.lines(None if say.is_withheld(use.excerpt) else bears.note)


def _idle(excerpt: Excerpt, passage: tuple[Cell, ...]) -> Iterator[Cell]:
    about = ", ".join(excerpt.emmie)
    yield say.lines("no claim", f"EMMIE: {about}" if about else None)
    yield from (Cell(), Cell(), *passage, Cell())


def _passage(
    source: Source, excerpt: Excerpt, theory: Theory, references: References
) -> Iterator[Cell]:
    """Yield the cells that a passage has however it is used."""
    is_shown = not say.is_withheld(excerpt)
    yield say.lines(say.quoted(excerpt))
    at = place(excerpt.locator, hidden=not is_shown)
    yield say.lines(at, f"{source.id}#{excerpt.id}")
    yield say.lines(
        references.cite(source.id),
        say.reported_from(source, excerpt, theory, references),
    )
    yield say.lines(study_of(source, excerpt), excerpt.unit if is_shown else None)
    yield say.lines(
        worded(excerpt.data_type) if excerpt.data_type else None,
        *(_result(excerpt.result) if excerpt.result and is_shown else ()),
    )


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
