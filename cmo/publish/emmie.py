"""EMMIE: what is known of a programme on five dimensions, empty ones included.

Source: Johnson, Tilley & Bowers (2015), "Introducing EMMIE".
"""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

from cmo.english import counted
from cmo.evidence import LOOKED, independent
from cmo.evidence.studies import is_research, only_cited
from cmo.evidence.support import study_of
from cmo.model.vocabulary import Bearing, DataType, Dimension
from cmo.publish import rating_words
from cmo.publish import table_words as say
from cmo.publish.document import (
    Bullets,
    Column,
    Heading,
    Item,
    Paragraph,
    Table,
    words,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from cmo.evidence import Evidence
    from cmo.model import EmmieSummary, Excerpt, Rating, Source, Theory
    from cmo.publish.document import Block, Cell, Document, Words
    from cmo.publish.references import References

_COLUMNS = (
    Column("Dimension", 1.2),
    Column("What the evidence says", 4.5),
    Column("Quality of that evidence (Q)", 1.8),
    Column("Passages", 0.8),
    Column("Studies and their documents", 2),
)
_KEY = (
    "What the evidence says, and its quality from 0 to 4, stand here as people "
    "recorded them; for what each number asks of a dimension see Johnson, Tilley & "
    "Bowers (2015). Studies are counted, not the documents that report them; those "
    "that a document cites, and nobody read, are counted apart, and so is what is no "
    "study, as a policy or an opinion."
)


class Kind(StrEnum):
    """What a passage on a dimension brings, in the order in which they are listed."""

    FOUND = "What was found"
    ASSUMED = "What is assumed or proposed, without data"
    SAID = "What authors make of it"
    DESCRIBED = "Other passages: questions, methods, descriptions"


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
    yield Table(
        f"EMMIE of “{theory.title}”",
        _COLUMNS,
        tuple(
            tuple(_cells(one, evidence, passages[one], references)) for one in Dimension
        ),
    )
    yield from _ratings(theory, references)
    for dimension in Dimension:
        yield Heading(1, words(f"Passages: {dimension} ({dimension.meaning})"))
        yield from _listed(passages[dimension], theory, references)
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
    references: References,
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
    yield say.lines(*_studies(passages, evidence, references))


def _studies(
    passages: Sequence[tuple[Source, Excerpt]],
    evidence: Evidence,
    references: References,
) -> Iterator[str]:
    """Yield how many studies speak, and how many other documents, with their names."""
    unread = only_cited(evidence.theory)
    research = [one for one in passages if is_research(*one)]
    read = [one for one in research if study_of(*one) not in unread]
    studies = _spoken(research)
    others = [one for one in passages if study_of(*one) not in studies]

    def named(speaking: Iterable[tuple[Source, Excerpt]]) -> str:
        return references.cited(source.id for source, _ in speaking)

    includes = evidence.background.includes
    number = independent(_spoken(read), includes)
    cited = independent(studies, includes) - number
    told = f"{counted(number, 'study')} ({named(read)})" if read else "No study"
    if cited:
        citing = [one for one in research if study_of(*one) in unread]
        read_not = "" if read else " read"
        told += f"{read_not}, and {cited} only cited (in {named(citing)})"
    yield told
    if others:
        kind = "other document" if studies else "document"
        yield f"{counted(len(_spoken(others)), kind)} ({named(others)})"


def _spoken(passages: Iterable[tuple[Source, Excerpt]]) -> set[str]:
    return {study_of(*one) for one in passages}


def _quality(one: EmmieSummary) -> Iterator[str | Words]:
    rated = rating_words.quality(one.quality)
    yield say.strong(rated) if one.quality is not None else rated
    if one.rationale:
        yield one.rationale


def _listed(
    passages: Sequence[tuple[Source, Excerpt]], theory: Theory, references: References
) -> Iterator[Block]:
    shown = [one for one in passages if not say.is_withheld(one[1])]
    if not passages:
        yield Paragraph(words("No passage speaks to it."))
    if hidden := len(passages) - len(shown):
        number = counted(hidden, "passage")
        yield say.note(f"{number} not for publication {_is(hidden)} left out.")
    for kind in Kind:
        own = [one for one in shown if _kind(one[1]) is kind]
        if own:
            yield Heading(2, words(kind))
            said = (say.cited(*one, theory, references) for one in own)
            yield Bullets(tuple(Item(words(one)) for one in said))


def _kind(excerpt: Excerpt) -> Kind:
    """Return what a passage brings: of a claim that it bears on, or else by itself."""
    bearings = {use.bearing for use in excerpt.bears_on}
    if bearings & LOOKED:
        return Kind.FOUND
    if Bearing.PROPOSES in bearings:
        return Kind.ASSUMED
    return _KINDS.get(excerpt.data_type, Kind.DESCRIBED)


_KINDS: dict[DataType | None, Kind] = {
    DataType.RESULT: Kind.FOUND,
    DataType.PARTICIPANT_QUOTE: Kind.FOUND,
    DataType.AUTHOR_INTERPRETATION: Kind.SAID,
}


def _is(number: int) -> str:
    return "is" if number == 1 else "are"


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
