"""The form in which a quotation and a text are compared, and the way back.

Folding drops all that printing, extraction and typing change without changing
a word: white space, characters without width, quotation marks and apostrophes,
marks of emphasis, hyphens and dashes, letter case; ligatures become letters. A
word that was hyphenated at the end of a line is whole again by the same stroke.
A dash before a digit stays: "5-7 years" is not "57 years".
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator


# Scripts that do not part words by spaces: of Southeast and East Asia.
UNSPACED = (
    "\u0e00-\u109f\u1780-\u17ff\u2e80-\u9fff\uac00-\ud7ff\uf900-\ufaff\uff66-\uff9f"
    "\U00016000-\U0003ffff"
)


class Span(NamedTuple):
    """A stretch of a text: its first character, and the one after its last."""

    start: int
    end: int


def fold(text: str) -> str:
    """Return what two spellings of the same words have in common."""
    if not text.isascii():
        # Compatibility forms would make of this mark a space and an accent.
        text = unicodedata.normalize("NFKC", text.replace("´", "'"))
        # Mostly nothing is left but ASCII, which is folded ten times as fast.
        text = _NOT_ASCII.sub(lambda m: m[0].translate(_TABLE).casefold(), text)
    folded = text.translate(_TABLE)
    return _IDLE_DASH.sub("", folded) if "-" in folded else folded


class Folded:
    """A text and its folded form, with the way back from one to the other.

    Attributes:
        original: The text.
        text: Its folded form.
    """

    def __init__(self, original: str, kept: Iterable[Span] | None = None) -> None:
        """Fold `original`, or only what is `kept` of it: spans in order."""
        whole = [Span(0, len(original))] if kept is None else kept
        self.original = original
        self._pieces = [
            piece for span in whole for piece in _pieces(original, span, _USUAL)
        ]
        parts = [fold(original[start:end]) for start, end in self._pieces]
        self._starts = [0]
        for part in parts:
            self._starts.append(self._starts[-1] + len(part))
        self.text = "".join(parts)

    def span(self, start: int, end: int) -> Span:
        """Return where the folded characters from `start` to before `end` came from."""
        return Span(self._origin(start), self._origin(end - 1) + 1)

    def _origin(self, at: int) -> int:
        """Return the character of the original that gave the folded one at `at`."""
        number = bisect_right(self._starts, at) - 1
        wanted = at - self._starts[number]
        for first, last in _pieces(self.original, self._pieces[number], _FEW):
            length = len(fold(self.original[first:last]))
            if length > wanted:
                break
            wanted -= length
        return _shortest(self.original, Span(first, last), wanted)


def _shortest(text: str, span: Span, wanted: int) -> int:
    """Return the last character of the shortest beginning that folds to more."""
    first, last = span
    low, high = first, last
    while low + 1 < high:
        middle = (low + high) // 2
        if len(fold(text[first:middle])) > wanted:
            high = middle
        else:
            low = middle
    return low


def _pieces(text: str, span: Span, usual: int) -> Iterator[Span]:
    """Cut a text where folding the parts gives the same as folding the whole."""
    at, end = span
    while end - at > 2 * usual:
        cut = at + 2 * usual
        for safe in _SAFE:
            if found := safe.search(text, at + usual, cut):
                cut = found.start()
                break
        yield Span(at, cut)
        at = cut
    yield Span(at, end)


_USUAL, _FEW = 700, 48
# Best before a word. Nowhere does a dash wait there for its digit, or a letter for
# its accent.
_SAFE = tuple(
    map(re.compile, (r"(?<=\s)(?=[^\W\d_])", r"(?<=\w\s)(?=\w)", r"(?<=\w)(?=\w)"))
)
_NOT_ASCII = re.compile(r"[^\x00-\x7f]+")
# Of several dashes one is left, and only where a digit follows.
_IDLE_DASH = re.compile(r"-+(?!\d)")

_WHITE = (
    "\t\n\v\f\r\x1c\x1d\x1e\x1f \x85\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005"
    "\u2006\u2007\u2008\u2009\u200a\u2028\u2029\u202f\u205f\u3000"
)
# The sign ¬ is what some programs make of a hyphen at the end of a line.
_UNSEEN = (
    "\u00ad\u034f\u061c\u180e\u200b\u200c\u200d\u200e\u200f\u202a\u202b\u202c\u202d"
    "\u202e\u2060\u2061\u2062\u2063\u2064\u2066\u2067\u2068\u2069\ufeff¬"
)
_QUOTATION_MARKS = "\"'`‘’‚‛“”„‟‹›«»′″‴‵‶‷⁗ʹʺʻʼʽˈˊˋ❛❜❝❞〝〞〟「」『』｢｣＂＇"
_EMPHASIS = "*_"
_DASHES = "-‐‑‒–—―⁃⁻₋−﹘﹣－⸺⸻"
_CONTROL = "".join(map(chr, (*range(9), *range(14, 32), *range(127, 160))))

_TABLE: dict[int, str | None] = {
    **{ord(one): one.lower() for one in "ABCDEFGHIJKLMNOPQRSTUVWXYZ"},
    **dict.fromkeys(map(ord, _DASHES), "-"),
    **dict.fromkeys(
        map(ord, _WHITE + _UNSEEN + _QUOTATION_MARKS + _EMPHASIS + _CONTROL), None
    ),
}
