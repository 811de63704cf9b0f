"""EMMIE: what is known of a programme on five dimensions, empty ones included.

Source: Johnson, Tilley & Bowers (2015), "Introducing EMMIE".
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from cmo.english import counted
from cmo.evidence import independent
from cmo.evidence.studies import is_research
from cmo.evidence.support import study_of
from cmo.model.vocabulary import Dimension
from cmo.publish import rating_words
from cmo.publish import table_words as say
from cmo.publish.document import (
    Bullets,
    Column,
    Heading,
    Item,
    Paragraph,
    Run,
    Table,
    words,
)
from cmo.report.passages import place

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from cmo.evidence import Evidence
    from cmo.model import EmmieSummary, Excerpt, Rating, Source, Theory
    from cmo.publish.document import Block, Cell, Document, Words
    from cmo.publish.references import References

_COLUMNS = (
    Column("Dimension", 1.2),
    Column("What the evidence says", 4.5),
    Column("Quality of that evidence (Q)", 1.8),
    Column("Passages", 0.7),
    Column("Studies", 0.7),
    Column("Other documents", 0.9),
)
_KEY = (
    "What the evidence says, and its quality from 0 to 4, stand here as people "
    "recorded them; for what each number asks of a dimension see Johnson, Tilley & "
    "Bowers (2015). Studies are counted, not the documents that report them; what is "
    "no study, as a policy or an opinion, is counted apart."
)


def emmie(evidence: Evidence, references: References) -> Document:
    """Return what is recorded on each dimension of EMMIE, with its passages.

    Args:
        evidence: Of the whole theory.
        references: Of all its sources.
    """
    return say.page(evidence.theory, "EMMIE", *_blocks(evidence, references))


def _blocks(evidence: Evidence, references: References) -> Iterator[Block]:
    theory = evidence.theory
    passages = {dimension: speaking_to(theory, dimension) for dimension in Dimension}
    of_all = {
        f"{source.id}#{excerpt.id}": excerpt
        for own in passages.values()
        for source, excerpt in own
    }
    if empty := [
        str(one) for one in Dimension if _is_empty(theory, one, passages[one])
    ]:
        yield Paragraph(words(f"Nothing is recorded on: {', '.join(empty)}."))
    yield say.note(_KEY)
    yield from say.withheld(sum(map(say.is_withheld, of_all.values())))
    rows = [tuple(_cells(one, evidence, passages[one])) for one in Dimension]
    # What is no study has a column where there is any.
    shown = None if any(row[-1].number for row in rows) else -1
    yield Table(
        f"EMMIE of “{theory.title}”",
        _COLUMNS[:shown],
        tuple(row[:shown] for row in rows),
    )
    yield from _ratings(theory, references)
    for dimension in Dimension:
        yield Heading(1, words(f"Passages: {dimension} ({dimension.meaning})"))
        yield from _listed(passages[dimension], references)
    cited = {source.id for own in passages.values() for source, _ in own}
    yield from say.listing(references, cited)


def speaking_to(theory: Theory, dimension: Dimension) -> list[tuple[Source, Excerpt]]:
    """Return the passages that speak to a dimension, in the order of the files."""
    named = {
        passage
        for one in theory.emmie
        if one.dimension is dimension
        for passage in one.excerpts
    }
    return [
        (source, excerpt)
        for source in theory.sources
        for excerpt in source.excerpts
        if dimension in excerpt.emmie or f"{source.id}#{excerpt.id}" in named
    ]


def _summaries(theory: Theory, dimension: Dimension) -> list[EmmieSummary]:
    return [one for one in theory.emmie if one.dimension is dimension]


def _is_empty(
    theory: Theory, dimension: Dimension, passages: Sequence[tuple[Source, Excerpt]]
) -> bool:
    own = _summaries(theory, dimension)
    said = any(one.summary or one.quality is not None for one in own)
    return not (said or passages)


def _cells(
    dimension: Dimension,
    evidence: Evidence,
    passages: Sequence[tuple[Source, Excerpt]],
) -> Iterator[Cell]:
    theory = evidence.theory
    own = _summaries(theory, dimension)
    yield say.lines(say.strong(str(dimension)), dimension.meaning)
    said = [one.summary for one in own if one.summary]
    if not said:
        is_empty = _is_empty(theory, dimension, passages)
        said = ["nothing is recorded" if is_empty else "not summarised"]
    yield say.lines(*said)
    rated = [line for one in own for line in _quality(one)]
    yield say.lines(*(rated or [rating_words.quality(None)]))
    yield say.number(len(passages))
    studies = {study_of(*one) for one in passages if is_research(*one)}
    others = {study_of(*one) for one in passages} - studies
    yield say.number(independent(studies, evidence.background.includes))
    yield say.number(len(others))


def _quality(one: EmmieSummary) -> Iterator[str | Words]:
    rated = rating_words.quality(one.quality)
    yield say.strong(rated) if one.quality is not None else rated
    if one.rationale:
        yield one.rationale


def _listed(
    passages: Sequence[tuple[Source, Excerpt]], references: References
) -> Iterator[Block]:
    shown = [one for one in passages if not say.is_withheld(one[1])]
    if shown:
        yield Bullets(tuple(Item(_passage(*one, references)) for one in shown))
    elif not passages:
        yield Paragraph(words("No passage speaks to it."))
    if hidden := len(passages) - len(shown):
        number = counted(hidden, "passage")
        yield say.note(f"{number} not for publication {_is(hidden)} left out.")


def _is(number: int) -> str:
    return "is" if number == 1 else "are"


def _passage(source: Source, excerpt: Excerpt, references: References) -> Words:
    at = place(excerpt.locator)
    where = ", ".join(filter(None, (references.cite(source.id), at)))
    cited = excerpt.reported_from
    read = f"; reported from {cited}, which was not read" if cited else ""
    return (Run(say.quoted(excerpt)), Run(f" ({where}{read})"))


def _ratings(theory: Theory, references: References) -> Iterator[Block]:
    if theory.ratings:
        yield Heading(1, words("Ratings on published scales"))
        schemes = dict.fromkeys(one.scheme for one in theory.ratings)
        yield from map(say.note, filter(None, map(rating_words.caveat, schemes)))
        yield Bullets(
            tuple(Item(words(_rating(one, references))) for one in theory.ratings)
        )


def _rating(one: Rating, references: References) -> str:
    said = f"{rating_words.scheme(one.scheme)}: {one.value}"
    if told := rating_words.meaning(one.scheme, one.value):
        said += f" ({told})"
    if one.domain:
        said += f", for {one.domain}"
    if one.by:
        said += f", by {one.by}"
    if one.excerpt:
        said += f" ({references.cite(one.excerpt.partition('#')[0])})"
    return said
