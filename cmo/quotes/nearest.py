"""The passage of a text that comes nearest to a quotation.

Nearness finds the passage and is never shown: what is shown are the words that
differ, for people to judge.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from cmo.quotes.differences import (
    Difference,
    Word,
    blocks,
    differences,
    quoted_words,
    words,
)
from cmo.quotes.folding import Span, fold

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from rapidfuzz.distance import ScoreAlignment

    from cmo.quotes.folding import Folded


@dataclass(frozen=True, slots=True)
class Nearest:
    """The passage of a text that comes nearest to a quotation.

    Attributes:
        span: Where it stands.
        differences: Where the two differ, in order.
    """

    span: Span
    differences: tuple[Difference, ...]


def nearest(stretch: str, folded: Folded) -> Nearest | None:
    """Return the passage nearest to a stretch of a quotation, without ellipses.

    None, if no passage has a good part of its words in the same order.
    """
    quoted, gaps = quoted_words(stretch)
    score, regions = _regions(_folded(quoted), folded)
    least = 0 if score >= _CLOSE else _LEAST_SHARED * len(_folded(quoted))
    ends = {quoted[0].folded, quoted[-1].folded}
    for region in regions:
        there = _words_in(folded.original, region, ends)
        aligned = blocks(quoted, there)
        shared = sum(len(_folded(quoted[b.quoted])) for b in aligned if b.same)
        if there and shared >= least:
            first, last = aligned[0].there.start, aligned[-1].there.stop - 1
            span = Span(there[first].start, there[last].end)
            return Nearest(span, tuple(differences(quoted, there, aligned, gaps)))
    return None


def _folded(taken: Sequence[Word]) -> str:
    return "".join(word.folded for word in taken)


# Passages that have nothing to do with each other share half of their letters
# in order, and a fifth of their words.
_CUTOFF, _CLOSE = 50, 80
_LEAST_SHARED = 0.4
# Folded characters: what is looked for at once in a whole text; at an end; and
# what is looked at beside, where the ends were found apart.
_PROBE, _END, _MORE = 400, 64, 12
_TOO_SHORT_TO_HALVE = 12


def _words_in(text: str, region: Span, ends: set[str]) -> list[Word]:
    """Return the words of which more than half lies in the region, or one of `ends`."""
    before = _WORD_BEGUN.search(text, max(0, region.start - _END), region.start)
    after = _WORD_ENDED.match(text, region.end, region.end + _END)
    start = before.start() if before else region.start
    end = after.end() if after else region.end
    found = []
    for word in words(text, Span(start, end)):
        low, high = max(word.start, region.start), min(word.end, region.end)
        if 2 * (high - low) > word.end - word.start or fold(text[low:high]) in ends:
            found.append(word)
    return found


_WORD_BEGUN = re.compile(r"\S+\Z")
_WORD_ENDED = re.compile(r"\S*")


def _regions(quoted: str, folded: Folded) -> tuple[float, list[Span]]:
    """Return how near the text comes, in percent, and regions where it does so.

    Of a long quotation three parts are looked for, and the best of them says
    where the whole stands. In the first region its beginning and its end were
    looked for around there; the second is just as long as the quotation.
    """
    text = folded.text
    slack = _END + len(quoted) // 4
    found = [
        (near.score, low + near.dest_start - at)
        for low, high in _fields(quoted, text, slack)
        for at, part in _probes(quoted)
        if (near := _aligned(part, text[low:high])).score >= _CUTOFF
    ]
    if not found:
        return 0, []
    score, begins = max(found, key=lambda one: (one[0], -one[1]))
    plain = max(0, begins), min(len(text), begins + len(quoted))
    fitted = _fitted(quoted, text, max(0, begins - slack), plain[1] + slack)
    spans = (fitted, plain) if fitted[0] < fitted[1] else (plain,)
    return score, [folded.span(*one) for one in spans]


def _fitted(quoted: str, text: str, low: int, high: int) -> tuple[int, int]:
    """Return where beginning and end of the quotation stand, a few letters around."""
    window = text[low:high]
    halved = len(quoted) >= _TOO_SHORT_TO_HALVE
    size = min(len(quoted) // 2, _END) if halved else len(quoted)
    more = _MORE if halved else 0
    start = max(0, _aligned(quoted[:size], window).dest_start - more)
    end = min(len(window), _aligned(quoted[-size:], window).dest_end + more)
    return low + start, low + end


def _fields(quoted: str, text: str, slack: int) -> Iterator[Span]:
    """Yield where in the text to look: everywhere, or in a huge one around seeds.

    Seeds are some letters of the quotation that stand in the text as they are.
    """
    if len(text) <= _HUGE:
        yield Span(0, len(text))
        return
    seen = set()
    for at in range(0, len(quoted), max(_SEED, len(quoted) // _SEEDS)):
        place = -1
        for _ in range(_PLACES):
            place = text.find(quoted[at : at + _SEED], place + 1)
            if place < 0:
                break
            begins = place - at
            if begins // slack not in seen:
                seen.add(begins // slack)
                yield Span(max(0, begins - slack), begins + len(quoted) + slack)


_HUGE = 5_000_000
_SEED, _SEEDS, _PLACES = 16, 12, 5


def _probes(quoted: str) -> list[tuple[int, str]]:
    """Return parts of a quotation that say where it stands, and where each begins."""
    if len(quoted) <= _PROBE:
        return [(0, quoted)]
    half = _PROBE // 2
    starts = (0, (len(quoted) - half) // 2, len(quoted) - half)
    return [(at, quoted[at : at + half]) for at in starts]


def _aligned(part: str, text: str) -> ScoreAlignment:
    from rapidfuzz.distance import ScoreAlignment
    from rapidfuzz.fuzz import partial_ratio_alignment

    return partial_ratio_alignment(part, text) or ScoreAlignment(0, 0, 0, 0, 0)
