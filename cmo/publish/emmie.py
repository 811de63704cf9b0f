"""EMMIE: what is known of a programme on five dimensions, empty ones included.

Source: Johnson, Tilley & Bowers (2015), "Introducing EMMIE".
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from cmo.english import counted
from cmo.evidence import independent
from cmo.evidence.studies import includes
from cmo.evidence.support import study_of
from cmo.model.vocabulary import Dimension
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
)
_KEY = (
    "What the evidence says, and its quality from 0 to 4, stand here as people "
    "recorded them; for what each number asks of a dimension see Johnson, Tilley & "
    "Bowers (2015). Studies are counted, not documents."
)


def emmie(evidence: Evidence, references: References) -> Document:
    """Return what is recorded on each dimension of EMMIE, with its passages.

    Args:
        evidence: Of the whole theory.
        references: Of all its sources.
    """
    return say.page(evidence.theory, "EMMIE", *_blocks(evidence.theory, references))


def _blocks(theory: Theory, references: References) -> Iterator[Block]:
    passages = {dimension: _passages(theory, dimension) for dimension in Dimension}
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
    yield Table(
        f"EMMIE of “{theory.title}”",
        _COLUMNS,
        tuple(tuple(_cells(one, theory, passages[one])) for one in Dimension),
    )
    yield from _ratings(theory, references)
    for dimension in Dimension:
        yield Heading(1, words(f"Passages: {dimension} ({dimension.meaning})"))
        yield from _listed(passages[dimension], references)
    cited = {source.id for own in passages.values() for source, _ in own}
    yield from say.listing(references, cited)


def _passages(theory: Theory, dimension: Dimension) -> list[tuple[Source, Excerpt]]:
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
    theory: Theory,
    passages: Sequence[tuple[Source, Excerpt]],
) -> Iterator[Cell]:
    own = _summaries(theory, dimension)
    studies = {study_of(source, excerpt) for source, excerpt in passages}
    yield say.lines(say.strong(str(dimension)), dimension.meaning)
    said = [one.summary for one in own if one.summary]
    if not said:
        is_empty = _is_empty(theory, dimension, passages)
        said = ["nothing is recorded" if is_empty else "not summarised"]
    yield say.lines(*said)
    rated = [line for one in own for line in _quality(one)]
    yield say.lines(*(rated or ["not rated"]))
    yield say.number(len(passages))
    yield say.number(independent(studies, includes(theory)))


def _quality(one: EmmieSummary) -> Iterator[str | Words]:
    rated = "not rated" if one.quality is None else f"{one.quality} of 4"
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
        yield Bullets(
            tuple(Item(words(_rating(one, references))) for one in theory.ratings)
        )


_SCHEMES = {
    "eif-evidence": "EIF evidence rating",
    "eif-cost": "EIF cost rating",
}


def _rating(one: Rating, references: References) -> str:
    said = f"{_SCHEMES.get(one.scheme, one.scheme)}: {one.value}"
    if one.domain:
        said += f", for {one.domain}"
    if one.by:
        said += f", by {one.by}"
    if one.excerpt:
        said += f" ({references.cite(one.excerpt.partition('#')[0])})"
    return said
