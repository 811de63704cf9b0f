"""Which labels say the same, or nearly: in other spelling, number, order, articles.

Words are compared with words, so that one word more, 'less' for 'more' or
another number makes another label. What counts as the same word is narrow: to
miss a pair costs less than to take two things for one.
"""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

Words = tuple[str, ...]


def alike(labels: Iterable[str]) -> dict[int, int]:
    """Return the positions of labels that are like an earlier one, each with its.

    Time grows with the number of labels, not with its square: a label is held
    only against those of the same words in another order, and those with one
    long word that begins and ends the same, and against fifty of either at most.
    """
    seen, known, found = _Seen(), dict[str, str](), dict[int, int]()
    for i, label in enumerate(labels):
        met = [one for words in _readings(label, known) for one in seen.like(words, i)]
        # The two readings of a label with a hyphen can be like each other.
        if earlier := [one for one in met if one != i]:
            found[i] = min(earlier)
    return found


class _Seen:
    """The labels so far: by their words, and by their words but for a long one."""

    def __init__(self) -> None:
        self._orders: dict[Words, dict[Words, int]] = {}
        self._slips: dict[tuple[Words, str, Words], dict[str, int]] = {}

    def like(self, words: Words, position: int) -> list[int]:
        """Return the positions of labels like `words`, and remember these at theirs."""
        orders = self._orders.setdefault(tuple(sorted(words)), {})
        found = [orders[one] for one in orders if _is_moved(words, one)]
        if len(orders) < _MOST:
            orders.setdefault(words, position)
        for word, around in _long_words(words):
            others = self._slips.setdefault(around, {})
            if others:
                found += [others[one] for one in _near(word, others)]
            if len(others) < _MOST:
                others.setdefault(word, position)
        return found


_MOST = 50


def _is_moved(words: Words, other: Words) -> bool:
    """Tell whether `other` is the same, or has one part of it moved elsewhere.

    That two parts change places over a third is something else: parents trust
    workers, workers trust parents.
    """
    if words == other or len(words) > _LONG:
        return words == other
    a, b = _unjoined(words), _unjoined(other)
    start = next((i for i, (x, y) in enumerate(zip(a, b, strict=True)) if x != y), 0)
    a, b = a[start:], b[start:]
    while a and a[-1] == b[-1]:
        a, b = a[:-1], b[:-1]
    return any(a[i:] + a[:i] == b for i in range(len(a)))


_LONG = 30


def _unjoined(words: Words) -> Words:
    """Leave out what joins equals: safety and trust, trust and safety."""
    return tuple(word for word in words if word not in {"and", "or", "&"})


def _long_words(words: Words) -> Iterator[tuple[str, tuple[Words, str, Words]]]:
    """Yield each word long enough for a slip, with what must be the same about it.

    Opposites differ at the start (in-, ex-; over-, under-) or at the end (-er,
    -ee), slips of the pen seldom there.
    """
    if len(words) > _LONG:
        return
    for at, word in enumerate(words):
        if len(word) >= _SLIPS and word.isascii() and word.isalpha():
            yield word, (words[:at], word[:_START] + word[-1], words[at + 1 :])


_SLIPS = 7
_START = 4


def _near(word: str, others: Iterable[str]) -> Iterator[str]:
    """Yield those of `others` that differ from `word` in one letter."""
    from rapidfuzz.distance import OSA

    return (one for one in others if OSA.distance(word, one, score_cutoff=1) <= 1)


def _readings(label: str, known: dict[str, str]) -> Iterator[Words]:
    """Yield the words of a label; where it has hyphens, also without them.

    Args:
        label: The label.
        known: Words that were met before, with what came of them.
    """
    apart = _HYPHEN.sub(" ", label)
    yield _words(apart, known)
    if apart != label:
        yield _words(_HYPHEN.sub("", label), known)


# Between letters, or a letter and a digit: what stands before a number is a minus.
_HYPHEN = re.compile(r"(?<=[^\W\d_])[-/‐‑–—](?=\w)|(?<=\d)[-‐‑](?=[^\W\d_])")


def _words(label: str, known: dict[str, str]) -> Words:
    """Return the words that count, each folded; the label itself, if none does."""
    parts = label.split()
    words = []
    for i, part in enumerate(parts):
        if part not in known:
            known[part] = _counted(part)
        # "Site A" is not "Site": a capital A within a label, or one at its end, is
        # a name.
        is_name = i and (part == "A" or i == len(parts) - 1)
        if word := known[part] or (part.casefold() if is_name else ""):
            words.append(word)
    return tuple(words) or (label,)


def _counted(part: str) -> str:
    """Return a word without the marks around it, folded; nothing for an article."""
    word = part.strip(_MARKS)
    return "" if word.lower() in _ARTICLES else _folded(word)


# Other signs are kept: "Trust +" is not "Trust -".
_MARKS = ".,;:!?…'\"’‘“”„«»()[]{}–—"
_ARTICLES = {"a", "an", "the", "of"}


def _folded(word: str) -> str:
    """Return a word without what makes no difference: plural, variant spelling."""
    plain = word.casefold()
    if not plain.isascii():
        decomposed = unicodedata.normalize("NFKD", plain.replace("’", "'"))
        plain = _ACCENTS.sub("", decomposed)
    plain = _GENITIVE.sub("", plain)
    if not (plain.isascii() and plain.isalpha()):
        return plain
    plain = _IRREGULAR.get(plain, plain)
    for pattern, replacement in _VARIANTS:
        plain = pattern.sub(replacement, plain)
    return plain


# Those of Latin, Greek and Cyrillic letters; elsewhere marks are vowels.
_ACCENTS = re.compile("[\u0300-\u036f]")
_GENITIVE = re.compile("'s$")
_IRREGULAR = {
    "are": "is",
    "were": "was",
    "have": "has",
    "children": "child",
    "women": "woman",
    "men": "man",
    "people": "person",
    "crises": "crisis",
}
# English plurals; then British and American spelling; then doubled consonants.
_VARIANTS = tuple(
    (re.compile(pattern), replacement)
    for pattern, replacement in (
        ("(?<=..)ies$", "y"),
        ("(?:(?<=ss|sh|ch)|(?<=x))es$", ""),
        ("(?<=..[^sui])s$", ""),
        ("(?<=..[iy])z(?=[aei])", "s"),
        ("(?<=...)our", "or"),
        ("(?<=...)mme$", "m"),
        ("(?<=...)tre$", "ter"),
        ("(?<=...[in])ce$", "se"),
        ("(?<=..dg)em", "m"),
        ("(?<=.)[ao]e(?=[dst])", "e"),
        (r"([^aeiou])\1", r"\1"),
    )
)
