"""Where a quotation stands in a text, if it does."""

from __future__ import annotations

import re
from functools import cached_property
from itertools import islice
from typing import TYPE_CHECKING

from cmo.quotes.chains import chain
from cmo.quotes.folding import Folded, Span
from cmo.quotes.furniture import without_furniture

if TYPE_CHECKING:
    from cmo.quotes.quotation import Quotation


class Text:
    """The text of a document, folded when that is first needed."""

    def __init__(self, content: str) -> None:
        """Take the document's plain text."""
        self.content = content

    @cached_property
    def folded(self) -> Folded:
        """All of it."""
        return Folded(self.content)

    @cached_property
    def running(self) -> Folded | None:
        """The same without what is printed on every page, if anything is."""
        kept = without_furniture(self.content)
        return Folded(self.content, kept) if len(kept) > 1 else None

    def find(self, quotation: Quotation) -> Span | None:
        """Return where `quotation` stands in the text.

        It is also found where the text itself has its brackets and ellipses,
        and across the end of a page, where a running header or a page number
        comes between.
        """
        if quotation.is_plain and (span := self._near_an_anchor(quotation)):
            return span
        if span := _find(self.folded, quotation):
            return span
        return _find(self.running, quotation) if self.running else None

    def _near_an_anchor(self, quotation: Quotation) -> Span | None:
        """Look only around places where some of the words stand as they are written.

        Folding the whole text would find no less, and takes ten times as long.
        """
        written = quotation.written
        for words in _anchors(written):
            into = written.index(words)
            before = _wider(into)
            after = _wider(len(written) - into)
            at = self.content.find(words)
            for _ in range(_PLACES):
                if at < 0:
                    break
                near = Span(max(0, at - before), min(at + after, len(self.content)))
                if span := chain(Folded(self.content, [near]), quotation.parts):
                    return span
                at = self.content.find(words, at + 1)
        return None


def _wider(characters: int) -> int:
    """Return how many characters of a text may hold so many of a quotation."""
    return characters * 3 // 2 + _MARGIN


_MARGIN = 64
_PLACES = 20


def _find(folded: Folded, quotation: Quotation) -> Span | None:
    if quotation.is_plain:
        return chain(folded, quotation.parts)
    return chain(folded, [quotation.whole]) or chain(folded, quotation.parts)


def _anchors(written: str) -> list[str]:
    """Return phrases, which stand in few places, then long words.

    A line may end within a phrase, and a ligature stand in a word; seldom in all.
    """
    phrases = islice(_PHRASE.findall(written), _PHRASES)
    words = sorted(set(_PLAIN_WORD.findall(written)), key=lambda w: (-len(w), w))
    return [*phrases, *words[:_WORDS]]


_PHRASES = 4
_WORDS = 3
_PHRASE = re.compile(r"\b[A-Za-z]{2,}+(?: [A-Za-z]{2,}+){2,3}")
_PLAIN_WORD = re.compile(r"[A-Za-z]{4,}")
