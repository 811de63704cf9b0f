"""GRADE-CERQual: people's confidence in findings, with the facts beside it."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from cmo import statements
from cmo.analysis.naming import labels
from cmo.english import counted, worded
from cmo.graph import given_up
from cmo.model import Configuration, Link, Rival
from cmo.publish import table_words as say
from cmo.publish.document import Column, Paragraph, Table, words

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cmo.evidence import Evidence
    from cmo.model import Assessment, ConfidenceComponent
    from cmo.publish.document import Block, Cell, Document, Words
    from cmo.publish.references import References

_COMPONENTS = {
    "methodological_limitations": Column("Methodological limitations", 1.4),
    "coherence": Column("Coherence", 1.2),
    "adequacy": Column("Adequacy of data", 1.2),
    "relevance": Column("Relevance", 1.2),
}
# What a finding rests on stands before how far it is trusted, as GRADE-CERQual has it.
_COLUMNS = (
    Column("Finding", 2.4),
    Column("Studies and their documents", 1.9),
    *_COMPONENTS.values(),
    Column("Overall confidence", 1.6),
    Column("What the evidence says", 2.6),
)
_NOBODY = "nobody has judged it"


def cerqual(evidence: Evidence, references: References) -> Document:
    """Return a summary of findings: each judgement in a row, the facts beside it.

    In it are the configurations that stand, judged or not, and all else that
    somebody judged. Where nobody judged anything, a sentence says so.

    Args:
        evidence: Of the whole theory.
        references: Of all its sources.
    """
    what = "summary of qualitative findings"
    return say.page(evidence.theory, what, *_blocks(evidence, references))


def _blocks(evidence: Evidence, references: References) -> Iterator[Block]:
    theory = evidence.theory
    judged: defaultdict[str, list[Assessment]] = defaultdict(list)
    for one in theory.assessments:
        judged[one.claim].append(one)
    findings = [claim for claim in evidence.kinds if _is_finding(claim, evidence)]
    listed = [one for one in evidence.kinds if one in judged or one in findings]
    caption = f"Confidence in the findings of “{theory.title}” (GRADE-CERQual)"
    if theory.question:
        yield Paragraph(words(f"Review question: {theory.question}"))
    if not judged:
        yield Table(caption, _COLUMNS, (), nothing=_nothing(len(findings)))
        return
    unjudged = len(set(findings) - judged.keys())
    said = f"{counted(len(theory.assessments), 'judgement').capitalize()} recorded"
    if unjudged:
        said += f"; nobody has judged {counted(unjudged, 'configuration')}"
    yield Paragraph(words(f"{said}."))
    yield say.note(
        "Confidence is a judgement of people, by the four components of GRADE-CERQual. "
        "What the evidence says, and how many studies, are facts beside it. "
        f"{say.COUNTED}"
    )
    yield from say.key(evidence, listed)
    shown = labels(theory)
    yield Table(
        caption,
        _COLUMNS,
        tuple(
            tuple(_cells((claim, shown[claim]), one, evidence, references))
            for claim in listed
            for one in judged.get(claim, [None])
        ),
    )
    yield from say.listing(references, say.cited_of(evidence, listed))


def _nothing(findings: int) -> str:
    if not findings:
        return "This theory has no configurations, and nobody has judged a claim."
    number = counted(findings, "configuration")
    return (
        "No judgement of confidence is recorded in this theory, so there is no summary "
        f"of findings. Of its {number}, the table of configurations tells what the "
        "evidence says; how far each can be trusted is for people to judge."
    )


def _is_finding(claim: str, evidence: Evidence) -> bool:
    one = evidence.background.records[claim]
    return isinstance(one, Configuration) and not given_up(one)


def _cells(
    finding: tuple[str, str],
    judged: Assessment | None,
    evidence: Evidence,
    references: References,
) -> Iterator[Cell]:
    claim, label = finding
    support = evidence.of(claim)
    yield say.lines(say.strong(label), *_statement(claim, evidence), f"id: {claim}")
    yield say.lines(*say.studies(support, references))
    for name in _COMPONENTS:
        yield say.lines(*_component(getattr(judged, name, None)))
    yield say.lines(*_overall(judged))
    yield say.lines(*say.said_of(claim, evidence))


def _statement(claim: str, evidence: Evidence) -> Iterator[str | None]:
    """Yield as sentences what a claim says."""
    theory = evidence.theory
    elements = {element.id: element for element in theory.elements}
    match evidence.background.records[claim]:
        case Configuration() as one:
            yield statements.statement(one, elements, links=theory.links)
        case Link() as one:
            yield statements.link_statement(one, elements)
        case Rival() as one:
            yield one.explanation or f"“{one.label}” explains it instead."
        case one:
            yield f"“{statements.label(one)}” occurs."
            yield one.definition


def _component(one: ConfidenceComponent | None) -> Iterator[str]:
    yield one.concern.meaning if one and one.concern else "not judged"
    if one and one.reason:
        yield one.reason


def _overall(one: Assessment | None) -> Iterator[str | Words]:
    if one is None:
        yield _NOBODY
        return
    yield say.strong(worded(one.confidence)) if one.confidence else "not judged"
    if one.explanation:
        yield one.explanation
    by = ", ".join(filter(None, (one.by, one.date)))
    if by:
        yield f"judged by: {by}" if one.by else f"judged: {by}"
