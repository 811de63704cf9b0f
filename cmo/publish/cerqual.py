"""GRADE-CERQual: people's confidence in findings, with the facts beside it."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from cmo.analysis.naming import labels
from cmo.english import counted, worded
from cmo.graph import given_up
from cmo.model import Configuration
from cmo.publish import table_words as say
from cmo.publish.document import Column, Paragraph, Table, words
from cmo.statements import statement

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
_COLUMNS = (
    Column("Finding", 2.4),
    *_COMPONENTS.values(),
    Column("Overall confidence", 1.6),
    Column("What the evidence says", 2.6),
    Column("Studies and their documents", 1.9),
)
_NOBODY = "nobody has judged it"


def cerqual(evidence: Evidence, references: References) -> Document:
    """Return a summary of findings: each judgement in a row, the facts beside it.

    In it are the configurations that stand, judged or not, and all else that
    somebody judged.

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
    if not listed:
        nothing = "This theory has no configurations, and nobody has judged a claim."
        yield Table(caption, _COLUMNS, (), nothing=nothing)
        return
    unjudged = len(set(findings) - judged.keys())
    said = f"{counted(len(theory.assessments), 'judgement').capitalize()} recorded"
    if unjudged:
        said += f"; nobody has judged {counted(unjudged, 'configuration')}"
    yield Paragraph(words(f"{said}."))
    yield say.note(
        "Confidence is a judgement of people, by the four components of GRADE-CERQual. "
        f"The last two columns are facts beside it. {say.COUNTED}"
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
    yield say.lines(say.strong(label), _statement(claim, evidence), f"id: {claim}")
    for name in _COMPONENTS:
        yield say.lines(*_component(getattr(judged, name, None)))
    yield say.lines(*_overall(judged))
    yield say.lines(*say.said_of(claim, evidence))
    yield say.lines(*say.studies(support, references))


def _statement(claim: str, evidence: Evidence) -> str:
    one = evidence.background.records[claim]
    if not isinstance(one, Configuration):
        return ""
    elements = {element.id: element for element in evidence.theory.elements}
    return statement(one, elements, links=evidence.theory.links)


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
