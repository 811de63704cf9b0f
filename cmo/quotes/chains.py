"""Where parts of a quotation stand in a folded text, in order and in whole words."""

from __future__ import annotations

import re
from bisect import bisect_right
from itertools import islice
from typing import TYPE_CHECKING

from cmo.quotes.folding import UNSPACED, Folded, Span

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from cmo.quotes.quotation import Part

# So many places of a part are held against the words around it, then it is given
# up: "a" stands in nearly every word.
_TRIES = 1_000
# Places of a part that are kept: more would fill the memory, and a part that stands
# in more places says next to nothing.
_MOST = 20_000


def chain(folded: Folded, parts: Sequence[Part]) -> Span | None:
    """Return where the parts stand in order, each within reach of the one before.

    What is compared does not know where words end, so words are held against
    the text as it is written only once the parts are found.
    """
    if len(parts) == 1:
        return _first(folded, parts[0])
    found = _linked(folded, parts, strict=False)
    if found and not all(
        is_whole(folded.original, span, part)
        for span, part in zip(found, parts, strict=True)
    ):
        found = _linked(folded, parts, strict=True)
    return Span(found[0].start, found[-1].end) if found else None


def is_whole(text: str, span: Span, part: Part) -> bool:
    """Tell whether `part` begins and ends there as words and numbers do.

    "effective" does not stand in "ineffective", nor in "non-effective", and no
    "5" in "2.5".
    """
    before = text[max(0, span.start - _BESIDE) : span.start + 1]
    after = text[span.end - 1 : span.end + 2]
    return not (
        (part.starts_word and _WITHIN_AT_START.search(before))
        or (part.ends_word and _WITHIN_AT_END.match(after))
    )


_BESIDE = 40
# Letters and digits of scripts that part words by spaces; no apostrophes.
_LETTER = rf"[^\W_\u02b0-\u02ff{UNSPACED}]"
_HYPHEN = r"[-\u00ad\u2010\u2011](?:[^\S\n]*\n\s*)?"
_WITHIN_AT_START = re.compile(
    rf"(?:{_LETTER}(?:{_HYPHEN})?{_LETTER}|(?:\d[.,]|[-−‑–])\d)\Z"
)
_WITHIN_AT_END = re.compile(rf"{_LETTER}{_LETTER}|\d[.,]\d")


def _first(folded: Folded, part: Part) -> Span | None:
    for at in islice(_places(folded.text, part.text), _TRIES):
        span = folded.span(at, at + len(part.text))
        if is_whole(folded.original, span, part):
            return span
    return None


def _places(text: str, words: str) -> Iterator[int]:
    at = text.find(words)
    while at >= 0:
        yield at
        at = text.find(words, at + 1)


def _linked(folded: Folded, parts: Sequence[Part], *, strict: bool) -> list[Span]:
    """Return a place for each part, or nothing.

    Part after part, all places are kept that lie in reach of one of the places
    before, with the nearest of these: time grows with the text, not with its square.
    """
    before, *rest = parts
    places = list(islice(_places(folded.text, before.text), _MOST))
    if strict:
        places = [at for at in places[:_TRIES] if _stands(folded, at, before)]
    levels = [(places, places)]
    for part in rest:
        ends = [at + len(before.text) for at in levels[-1][0]]
        levels.append(_in_reach(folded, ends, part, strict=strict))
        before = part
    spans: list[Span] = []
    number = 0
    for part, (places, back) in zip(reversed(parts), reversed(levels), strict=True):
        if not places:
            return []
        at = places[number]
        spans.append(folded.span(at, at + len(part.text)))
        number = back[number]
    return spans[::-1]


def _in_reach(
    folded: Folded, ends: Sequence[int], part: Part, *, strict: bool
) -> tuple[list[int], list[int]]:
    """Return the places of `part`, and for each the number of the end before it.

    Args:
        folded: The text.
        ends: Where the part before can end, ascending.
        part: What is looked for.
        strict: Whether it must stand there in whole words.
    """
    places: list[int] = []
    back: list[int] = []
    most = _TRIES if strict else _MOST
    number = tries = 0
    at = folded.text.find(part.text, ends[0]) if ends else -1
    while at >= 0 and tries < most:
        number = bisect_right(ends, at, number) - 1
        if at - ends[number] > part.reach:
            if number + 1 == len(ends):
                break
            at = folded.text.find(part.text, ends[number + 1])
            continue
        tries += 1
        if not strict or _stands(folded, at, part):
            places.append(at)
            back.append(number)
        at = folded.text.find(part.text, at + 1)
    return places, back


def _stands(folded: Folded, at: int, part: Part) -> bool:
    span = folded.span(at, at + len(part.text))
    return is_whole(folded.original, span, part)
