"""What became of each quotation: found, not found, or not checkable."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from cmo.model.vocabulary import Vocabulary
from cmo.quotes.matching import Text
from cmo.quotes.nearest import nearest
from cmo.quotes.quotation import parse, stretches
from cmo.store.texts import Fault, PlainText, Texts, Unusable

if TYPE_CHECKING:
    from collections.abc import Container, Iterable, Iterator
    from pathlib import Path

    from cmo.model import Excerpt, Source
    from cmo.quotes.differences import Difference
    from cmo.quotes.folding import Span
    from cmo.quotes.quotation import Quotation


class Status(Vocabulary):
    """What became of a quotation."""

    FOUND = "found", "it stands in the document's text"
    NOT_FOUND = "not_found", "it does not stand in the document's text as it is quoted"
    NOT_CHECKABLE = "not_checkable", "there is nothing to look for, or nowhere to look"


class Lack(Vocabulary):
    """Why a quotation cannot be checked, where its text is not at fault."""

    NO_TEXT = "no_text", "the source names no text"
    NO_WORDS = "no_words", "the quotation has no words of its own"
    TOO_THIN = "too_thin", "too little stands between the gaps of the quotation"
    TOO_BROKEN = "too_broken", "the quotation has more than a hundred gaps"


@dataclass(frozen=True, slots=True)
class Where:
    """A place in a text.

    Attributes:
        line: Counted from 1.
        column: In characters, counted from 1.
        offset: The number of characters before it.
        page: Counted from 1 by form feeds; None in a text without any.
    """

    line: int
    column: int
    offset: int
    page: int | None


@dataclass(frozen=True, slots=True)
class Answer:
    """What became of one quotation.

    Attributes:
        source: Id of the source.
        excerpt: The passage that is marked as verbatim.
        status: The answer.
        where: Where the quotation stands; if it was not found, the nearest passage.
        missing: Of one not found, what was not: all of it, or a part between two
            ellipses.
        nearest: The passage that comes nearest to what is missing, as the text has it.
        differences: Where these two differ.
        reason: Why it cannot be checked, in a word.
        why: Why it cannot be checked, or what else is known of one not found.
    """

    source: str
    excerpt: Excerpt
    status: Status
    where: Where | None = None
    missing: str = ""
    nearest: str = ""
    differences: tuple[Difference, ...] = ()
    reason: Fault | Lack | None = None
    why: str = ""

    @property
    def passage(self) -> str:
        """Return the passage's id, ``source-id#excerpt-id``."""
        return f"{self.source}#{self.excerpt.id}"

    @property
    def is_missed(self) -> bool:
        """Tell whether the quotation was looked for and not found."""
        return self.status is Status.NOT_FOUND


@dataclass(frozen=True, slots=True)
class Checked:
    """What became of the quotations of one source.

    Attributes:
        source: Its id.
        path: Its text, named from the theory's folder; None if it names none.
        unusable: Why the text cannot be used, if it cannot.
        encoding: How the characters of the text are written; empty if it was not read.
        sha256: Of the text now, if the source records one.
        changed: The source records another SHA-256 than the text has.
        answers: One for each passage that is marked as verbatim.
    """

    source: str
    path: str | None
    unusable: Unusable | None = None
    encoding: str = ""
    sha256: str = ""
    changed: bool = False
    answers: tuple[Answer, ...] = ()


def check(
    theory: Path,
    sources: Iterable[Source],
    *,
    passages: Container[str] | None = None,
) -> Iterator[Checked]:
    """Yield what became of the quotations of each source, in order.

    Texts are read one at a time and let go.

    Args:
        theory: The theory's folder or bundle; texts/ stands in it or beside it.
        sources: The sources whose quotations are asked about.
        passages: Ids of the passages that are asked about, as "source#excerpt";
            without it, all.
    """
    texts = Texts(theory)
    for source in sources:
        quoted = [
            one
            for one in source.excerpts
            if one.verbatim
            and (passages is None or f"{source.id}#{one.id}" in passages)
        ]
        yield _checked(texts, source, quoted)


def _checked(texts: Texts, source: Source, quoted: list[Excerpt]) -> Checked:
    if source.text is None:
        why = f"the source '{source.id}' names no text"
        return Checked(
            source.id, None, answers=_unanswered(source, quoted, Lack.NO_TEXT, why)
        )
    recorded = source.text.sha256
    text = texts.read(source.text.path, digest=recorded is not None)
    if isinstance(text, Unusable):
        answers = _unanswered(source, quoted, text.fault, text.message)
        return Checked(source.id, text.path, text, answers=answers)
    return Checked(
        source.id,
        text.path,
        encoding=text.encoding,
        sha256=text.sha256,
        changed=recorded is not None and recorded != text.sha256,
        answers=tuple(_answers(source, quoted, text)),
    )


def _unanswered(
    source: Source, quoted: list[Excerpt], reason: Fault | Lack, why: str
) -> tuple[Answer, ...]:
    return tuple(
        Answer(source.id, one, Status.NOT_CHECKABLE, reason=reason, why=why)
        for one in quoted
    )


def _answers(
    source: Source, quoted: list[Excerpt], text: PlainText
) -> Iterator[Answer]:
    searched = Text(text.content)
    for one in quoted:
        quotation = parse(one.text)
        if lack := _lack(quotation):
            yield from _unanswered(source, [one], lack, lack.meaning)
        elif span := searched.find(quotation):
            where = _where(text.content, span)
            yield Answer(source.id, one, Status.FOUND, where)
        else:
            yield _miss(source, one, searched)


def _lack(quotation: Quotation) -> Lack | None:
    if not quotation.has_words:
        return Lack.NO_WORDS
    if quotation.is_too_broken:
        return Lack.TOO_BROKEN
    return Lack.TOO_THIN if quotation.is_too_thin else None


def _miss(source: Source, excerpt: Excerpt, searched: Text) -> Answer:
    """Tell of a quotation that was not found what comes nearest to it."""
    missing = [one for one in stretches(excerpt.text) if not searched.find(parse(one))]
    if not missing:
        why = (
            "its parts stand in the text, but not in this order, or more than about a "
            "page apart"
        )
        return Answer(source.id, excerpt, Status.NOT_FOUND, why=why)
    near = nearest(missing[0], searched.folded)
    if near is None:
        why = "no passage of the text comes near it"
        return Answer(
            source.id, excerpt, Status.NOT_FOUND, missing=_line(missing[0]), why=why
        )
    return Answer(
        source.id,
        excerpt,
        Status.NOT_FOUND,
        _where(searched.content, near.span),
        _line(missing[0]),
        _line(searched.content[near.span.start : near.span.end]),
        near.differences,
        why="" if near.differences else "its words stand there, but not as it has them",
    )


def _line(text: str) -> str:
    return " ".join(text.split())


def _where(content: str, span: Span) -> Where:
    start = span.start
    return Where(
        line=content.count("\n", 0, start) + 1,
        column=start - content.rfind("\n", 0, start),
        offset=start,
        page=content.count("\f", 0, start) + 1 if "\f" in content else None,
    )
