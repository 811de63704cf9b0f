"""Documents as texts cite them: "Baginsky et al. 2017a", the same everywhere.

A citation is free JSON: fields may be missing, of the wrong type or unknown, and
none of that may keep a document from being named.
"""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from itertools import product
from string import ascii_lowercase
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from cmo.model import Source

_NO_YEAR = "n.d."
_NAME_PARTS = (
    "family",
    "given",
    "dropping-particle",
    "non-dropping-particle",
    "suffix",
)
_DATE = re.compile(r"\s*(\d{4})(?:-(\d{1,2})(?:-(\d{1,2}))?)?(?!\d)")
_YEAR = re.compile(r"(?<!\d)(1[5-9]\d\d|20\d\d)(?!\d)")
_MONTHS, _DAYS = 12, 31
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
    who, when = _author(names) or _titled(citation), _year(date(citation.get("issued")))
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


def text(value: object) -> str:
    """Return a text or number in one line; Crossref's lists of texts too."""
    if isinstance(value, list):
        return ", ".join(filter(None, map(text, value)))
    is_said = isinstance(value, str | int | float) and not isinstance(value, bool)
    return " ".join(str(value).split()) if is_said else ""


def people(value: object) -> list[dict[str, str]]:
    """Return the names in `value`: each with a ``literal``, or a ``family``."""
    several = value if isinstance(value, list) else [value]
    return [name for name in map(_person, several) if name]


def _person(value: object) -> dict[str, str]:
    if not isinstance(value, dict):
        return {"literal": said} if (said := text(value)) else {}
    parts = {key: said for key in _NAME_PARTS if (said := text(value.get(key)))}
    if "family" in parts:
        return parts
    literal = (
        text(value.get("literal")) or text(value.get("name")) or parts.get("given")
    )
    return {"literal": literal} if literal else {}


def date(value: object) -> dict[str, Any]:
    """Return a date as CSL-JSON has it, however it is written."""
    if not isinstance(value, dict):
        return _worded_date(text(value))
    parts = value.get("date-parts")
    # Some write one date where a list of dates is wanted.
    listed = parts if isinstance(parts, list) else []
    several = listed if any(isinstance(one, list) for one in listed) else [listed]
    dates = [numbers for one in several if (numbers := list(_numbers(one)))]
    circa = {"circa": True} if value.get("circa") else {}
    if dates:
        return {"date-parts": dates[:2], **circa}
    worded = text(value.get("raw")) or text(value.get("literal"))
    return _worded_date(worded or text(value.get("year"))) | (circa if worded else {})


def _numbers(parts: object) -> Iterator[int]:
    """Yield year, month and day, as far as they make sense."""
    limits = (None, _MONTHS, _DAYS)
    for part, most in zip(
        parts if isinstance(parts, list) else (), limits, strict=False
    ):
        written = text(part)
        if not re.fullmatch(r"-?\d{1,4}", written) or int(written) == 0:
            return
        if most is not None and not 1 <= int(written) <= most:
            return
        yield int(written)


def _worded_date(worded: str) -> dict[str, Any]:
    if written := _DATE.fullmatch(worded):
        return {
            "date-parts": [list(_numbers([one for one in written.groups() if one]))]
        }
    if year := _YEAR.search(worded):
        return {"date-parts": [[int(year.group())]]}
    return {"literal": worded} if worded else {}


def _year(issued: Mapping[str, Any]) -> str:
    """Return the year of a date, its words instead ("in press"), or "n.d."."""
    years = [_shown_year(numbers[0]) for numbers in issued.get("date-parts", ())]
    worded = issued.get("literal", _NO_YEAR)
    return "–".join(dict.fromkeys(years)) or _shortened(worded)


def _shown_year(number: int) -> str:
    return f"{-number} BC" if number < 0 else str(number)
