"""Documents as texts cite them: "Baginsky et al. 2017a", the same everywhere."""

from __future__ import annotations

import unicodedata
from collections import defaultdict
from itertools import product
from string import ascii_lowercase
from typing import TYPE_CHECKING, Any, NamedTuple

from cmo.model.citation import people, text, year

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from cmo.model import Source

_NO_YEAR = "n.d."
# What stands for an author or a title in the text has to be short.
_LONGEST = 60
_PAIR = 2


class Cited(NamedTuple):
    """A source, and what text cites it by."""

    id: str
    author: str
    year: str
    written: tuple[str, str]
    suffix: str = ""

    @property
    def short(self) -> str:
        """Author, year and letter."""
        # "n.d.a" reads like one abbreviation.
        hyphen = "-" if self.suffix and not self.year[-1:].isdigit() else ""
        return f"{self.author} {self.year}{hyphen}{self.suffix}".rstrip()


def cited(sources: Iterable[Source]) -> dict[str, str]:
    """Return the id of each source with how text cites it, by author and year.

    Args:
        sources: All sources of a theory, so that 2021a is the same everywhere.
    """
    return {one.id: one.short for one in told_apart(sources)}


def told_apart(sources: Iterable[Source]) -> list[Cited]:
    """Return the sources by author and year; a, b, c … where these read alike."""
    alike: defaultdict[str, list[Cited]] = defaultdict(list)
    for one in map(_cited, sources):
        alike[_folded(one.short)].append(one)
    found: list[Cited] = []
    for group in alike.values():
        if len(group) == 1:
            found += group
            continue
        ordered = sorted(group, key=lambda one: (*map(_folded, one.written), one.id))
        for one, suffix in zip(ordered, _suffixes(), strict=False):
            found.append(one._replace(suffix=suffix))
    return sorted(found, key=_place)


def untitled(source_id: str) -> str:
    """Return what stands for the title of a source whose citation has none."""
    return f"[no title recorded: {source_id}]"


def _cited(source: Source) -> Cited:
    citation = source.citation
    names = people(citation.get("author")) or people(citation.get("editor"))
    title = text(citation.get("title"))
    who = _author(names) or _titled(citation)
    when = _shortened(year(citation.get("issued"))) or _NO_YEAR
    if not who:
        who, when = untitled(source.id), "" if when == _NO_YEAR else when
    listed = "; ".join(f"{_family(name)}, {name.get('given', '')}" for name in names)
    return Cited(source.id, who, when, (listed, title))


def _place(one: Cited) -> tuple[str, str, int, str, str]:
    author = _folded(one.author).lstrip("“")
    return author, one.year, len(one.suffix), one.suffix, one.id


def _folded(said: str) -> str:
    """Return `said` without what does not count when names are put in order."""
    apart = unicodedata.normalize("NFKD", said)
    return "".join(c for c in apart if not unicodedata.combining(c)).casefold()


def _suffixes() -> Iterator[str]:
    length = 1
    while True:
        yield from map("".join, product(ascii_lowercase, repeat=length))
        length += 1


def _author(names: list[dict[str, str]]) -> str:
    known = [_shortened(_family(name)) for name in names]
    if len(known) <= _PAIR:
        return " and ".join(known)
    return f"{known[0]} et al."


def _titled(citation: Mapping[str, Any]) -> str:
    """Return the title that stands for an author."""
    names = ("title-short", "shortTitle", "title")
    title = next(filter(None, (text(citation.get(name)) for name in names)), "")
    return f"“{_shortened(title)}”" if title else ""


def _family(name: Mapping[str, str]) -> str:
    parts = (name.get("non-dropping-particle"), name.get("family"))
    return " ".join(filter(None, parts)) or name["literal"]


def _shortened(words: str) -> str:
    """Return `words`, cut at a space where they are too long to cite by."""
    if len(words) <= _LONGEST:
        return words
    cut = words[:_LONGEST]
    return f"{cut.rpartition(' ')[0] or cut} …"
