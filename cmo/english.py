"""Small parts of sentences: counts, lists and the names of vocabularies."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence


def counted(number: int, one: str, many: str = "") -> str:
    """Return "no errors", "1 error" or "2 errors"; `many` if `plural` is not it."""
    return f"{number or 'no'} {one if number == 1 else many or plural(one)}"


def plural(noun: str) -> str:
    """Return "rival theories" of "rival theory", "kinds of care" of "kind of care"."""
    head, of, rest = noun.partition(" of ")
    ended = f"{head[:-1]}ies" if head.endswith(("dy", "ry")) else f"{head}s"
    return f"{ended}{of}{rest}"


def joined(parts: Sequence[str], word: str = "and", *, comma: bool = False) -> str:
    """Return "a, b and c"; with `comma`, "a, b, and c", for whole clauses."""
    if len(parts) <= 1:
        return "".join(parts)
    before = ", " if comma else " "
    return f"{', '.join(parts[:-1])}{before}{word} {parts[-1]}"


def shortened(text: str, longest: int) -> str:
    """Return `text` on one line, cut after a word if it has more characters."""
    said = " ".join(text.split())
    if len(said) <= longest:
        return said
    start, space, _ = said[:longest].rpartition(" ")
    return f"{start if space else said[:longest]} …"


def worded(term: str) -> str:
    """Return a term of a vocabulary as people write it: "no effect"."""
    return str(term).replace("_", " ")
