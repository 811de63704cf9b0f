"""A quotation as its writer meant it: words, and gaps for what was left out.

An ellipsis stands for words left out. Square brackets hold what the writer put
in, perhaps in place of a few words of the text.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from cmo.quotes.folding import fold

# How far apart, in folded characters, the words beside a gap may stand in the
# text: about a page for an ellipsis, about eight words for a bracket.
ELLIPSIS_REACH = 3_000
BRACKET_REACH = 40

# Not asked for at the ends of a quotation, which may end a sentence that goes on.
MARKS = ".,;:"

MOST_GAPS = 100
# Beside gaps, shorter parts than this stand in every text.
LEAST_LETTERS = 4


@dataclass(frozen=True, slots=True)
class Part:
    """Words that stand together in a quotation.

    Attributes:
        text: The words, folded.
        reach: How many folded characters may stand before it, after the part
            before; 0 for the first part.
        starts_word: It begins where a word begins.
        ends_word: It ends where a word ends.
    """

    text: str
    reach: int
    starts_word: bool = True
    ends_word: bool = True


@dataclass(frozen=True, slots=True)
class Quotation:
    """A quotation, ready to be looked for.

    Attributes:
        written: As it was written.
        whole: All of it, brackets and ellipses included, folded.
        parts: What stands between the gaps.
    """

    written: str
    whole: Part
    parts: tuple[Part, ...]

    @property
    def is_plain(self) -> bool:
        """Tell whether it has no gap: as it is written, so it must stand."""
        return len(self.parts) == 1 and self.parts[0].text == self.whole.text

    @property
    def has_words(self) -> bool:
        """Tell whether there is anything to look for."""
        return bool(self.parts)

    @property
    def is_too_broken(self) -> bool:
        """Tell whether it has more gaps than can be followed."""
        return len(self.parts) > MOST_GAPS

    @property
    def is_too_thin(self) -> bool:
        """Tell whether so little stands between the gaps that any text has it."""
        return len(self.parts) > 1 and not any(
            len(part.text) >= LEAST_LETTERS for part in self.parts
        )


def parse(written: str) -> Quotation:
    """Return the quotation that somebody wrote."""
    return Quotation(written, Part(_trimmed(fold(written)), 0), tuple(_parts(written)))


def stretches(written: str) -> list[str]:
    """Return what stands between the ellipses of a quotation, brackets and all."""
    return [
        one.strip()
        for one in _ELLIPSIS.split(_joined(written))
        if any(_has_word(fold(piece)) for piece in pieces(one))
    ]


def pieces(stretch: str) -> list[str]:
    """Return what stands between the brackets of a stretch, perhaps nothing."""
    return _BRACKET.split(stretch)


def _parts(written: str) -> list[Part]:
    found: list[Part] = []
    reach = 0
    for stretch in _ELLIPSIS.split(_joined(written)):
        at = 0
        for bracket in (*_BRACKET.finditer(stretch), None):
            end = bracket.start() if bracket else len(stretch)
            text = _trimmed(fold(stretch[at:end]))
            if _has_word(text):
                starts_word = not (at and stretch[at].isalnum())
                ends_word = not (bracket and stretch[end - 1].isalnum())
                before = reach if found else 0
                found.append(Part(text, before, starts_word, ends_word))
                reach = 0
            if bracket:
                # The text may have the bracket itself.
                reach += max(BRACKET_REACH, len(bracket[0]))
                at = bracket.end()
        reach += ELLIPSIS_REACH
    return found


def _joined(written: str) -> str:
    """Take the brackets from a letter whose case was changed: [T]he is The."""
    return _CHANGED_CASE.sub(r"\1", written)


def _trimmed(folded: str) -> str:
    return folded.strip(MARKS)


def _has_word(folded: str) -> bool:
    return _WORD.search(folded) is not None


_ELLIPSIS = re.compile(
    r"(?:[\[(<]\s*+)?(?:…[\s.…]*+|\.(?:[^\S\n]?\.){2,}+[.…]*+)(?:\s*+[\])>])?"
)
_BRACKET = re.compile(r"\[[^\[\]]*+\]|\(sic\)", re.IGNORECASE)
_CHANGED_CASE = re.compile(r"\[(\w)\](?=\w)")
_WORD = re.compile(r"[^\W_]")
