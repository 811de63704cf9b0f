"""The words in which a quotation and a passage of a text differ."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from cmo.quotes.folding import UNSPACED, Span, fold
from cmo.quotes.quotation import BRACKET_REACH, MARKS, pieces

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence


class Difference(NamedTuple):
    """Words of a quotation, and what the text has in their place.

    Where one side would be empty, both hold a word beside it that they share.
    """

    quote: str
    text: str


class Word(NamedTuple):
    """A word as it is written, as it is compared, and where it stands."""

    shown: str
    folded: str
    start: int
    end: int


class Block(NamedTuple):
    """Words of a quotation, and those of the text that answer to them."""

    same: bool
    quoted: slice
    there: slice


def words(text: str, span: Span) -> Iterator[Word]:
    """Yield the words of a part of `text`.

    A word that goes on after a hyphen at the end of a line is one word. In scripts
    that do not part words by spaces, every character is taken for one.
    """
    for match in _WORD.finditer(text, *span):
        if folded := fold(match[0]):
            yield Word(" ".join(match[0].split()), folded, *match.span())


_HYPHENATED = r"(?<=\w[-\u00ad\u2010\u2011])[^\S\n]*\n\s*(?=\w)"
_WORD = re.compile(rf"[{UNSPACED}]|[^\s{UNSPACED}]+(?:{_HYPHENATED}[^\s{UNSPACED}]+)*")


def quoted_words(stretch: str) -> tuple[list[Word], set[int]]:
    """Return a stretch's words without brackets, and before which one each stood."""
    found: list[Word] = []
    gaps = set()
    for piece in pieces(stretch):
        gaps.add(len(found))
        found += words(piece, Span(0, len(piece)))
    return found, gaps - {0, len(found)}


def blocks(quoted: Sequence[Word], there: Sequence[Word]) -> list[Block]:
    """Return what is the same and what is not, in turn; both ends fitted."""
    from rapidfuzz.distance import Indel

    found: list[Block] = []
    for step in Indel.opcodes(_bare(quoted), _bare(there)):
        same = step.tag == "equal"
        ours, theirs = step.src_start, step.dest_start
        if found and not same and not found[-1].same:
            before = found.pop()
            ours, theirs = before.quoted.start, before.there.start
        spans = slice(ours, step.src_end), slice(theirs, step.dest_end)
        found.append(Block(same, *spans))
    return _fitted(found)


def differences(
    quoted: Sequence[Word],
    there: Sequence[Word],
    aligned: Sequence[Block],
    gaps: set[int],
) -> Iterator[Difference]:
    """Yield where a quotation and a passage differ, but not in what gaps stand for.

    Args:
        quoted: The quotation's words.
        there: The passage's words.
        aligned: As `blocks` gives them.
        gaps: Before which of the quoted words a bracket stands.
    """
    for block in aligned:
        ours, theirs = quoted[block.quoted], there[block.there]
        if block.same:
            yield from _marks(quoted, ours, theirs)
        elif _folded(ours) != _folded(theirs):
            in_gap = not ours and block.quoted.start in gaps
            if not (in_gap and len(_folded(theirs)) <= BRACKET_REACH):
                yield _with_neighbours(quoted, there, block)


def _bare(taken: Sequence[Word]) -> list[str]:
    return [word.folded.strip(MARKS) for word in taken]


def _marks(
    quoted: Sequence[Word], ours: Sequence[Word], theirs: Sequence[Word]
) -> Iterator[Difference]:
    """Yield words that differ in their punctuation, and not at the ends."""
    for one, other in zip(ours, theirs, strict=True):
        left, right = one.folded, other.folded
        if one is quoted[0]:
            left, right = left.lstrip(MARKS), right.lstrip(MARKS)
        if one is quoted[-1]:
            left, right = left.rstrip(MARKS), right.rstrip(MARKS)
        if left != right:
            yield Difference(one.shown, other.shown)


def _fitted(found: list[Block]) -> list[Block]:
    """Leave out what the text has before and after the quotation.

    Words that differ at an end answer to as many words of the text.
    """
    if len(found) > 1 and not found[0].same:
        quoted, there = found[0].quoted, found[0].there
        start = max(there.start, there.stop - _length(quoted))
        found[0] = found[0]._replace(there=slice(start, there.stop))
    if len(found) > 1 and not found[-1].same:
        quoted, there = found[-1].quoted, found[-1].there
        stop = min(there.stop, there.start + _length(quoted))
        found[-1] = found[-1]._replace(there=slice(there.start, stop))
    return [one for one in found if _length(one.quoted) or _length(one.there)]


def _length(taken: slice) -> int:
    return int(taken.stop - taken.start)


def _with_neighbours(
    quoted: Sequence[Word], there: Sequence[Word], block: Block
) -> Difference:
    ours, theirs = block.quoted, block.there
    if not (_length(ours) and _length(theirs)):
        ours, theirs = _wider(ours), _wider(theirs)
    return Difference(_shown(quoted[ours]), _shown(there[theirs]))


def _wider(taken: slice) -> slice:
    return slice(max(0, taken.start - 1), taken.stop + 1)


def _folded(taken: Sequence[Word]) -> str:
    return "".join(word.folded for word in taken)


def _shown(taken: Sequence[Word]) -> str:
    return " ".join(word.shown for word in taken)
