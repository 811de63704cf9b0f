"""Citations as people keep them → items that citeproc can take.

A citation is free JSON: fields may be missing, of the wrong type or unknown, and
none of that may keep a document from being listed.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

NO_YEAR = "n.d."
_NAME_PARTS = (
    "family",
    "given",
    "dropping-particle",
    "non-dropping-particle",
    "suffix",
)
_RESOLVER = re.compile(r"^(?:https?://(?:dx\.)?doi\.org/|doi:\s*)", re.IGNORECASE)
_DATE = re.compile(r"\s*(\d{4})(?:-(\d{1,2})(?:-(\d{1,2}))?)?(?!\d)")
_YEAR = re.compile(r"(?<!\d)(1[5-9]\d\d|20\d\d)(?!\d)")
_MONTHS, _DAYS = 12, 31
# What stands for an author or a title in the text has to be short.
_LONGEST = 60


def item(citation: Mapping[str, Any]) -> dict[str, Any]:
    """Return a CSL-JSON item of the fields of `citation` that can be read."""
    # Imported late: it brings lxml along.
    from citeproc import DATES, NAMES, VARIABLES

    found: dict[str, Any] = {}
    for key, value in citation.items():
        name = key.replace("-", "_")
        if name in NAMES:
            found[key] = people(value)
        elif name in DATES:
            found[key] = _date(value)
        elif name in VARIABLES or key == "shortTitle":
            found[key] = text(value)
    if "DOI" in found:
        found["DOI"] = _RESOLVER.sub("", found["DOI"])
    kind = citation.get("type")
    kept = {key: value for key, value in found.items() if value}
    return {**kept, "type": kind if isinstance(kind, str) and kind else "document"}


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


def _date(value: object) -> dict[str, Any]:
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


def year(one: Mapping[str, Any]) -> str:
    """Return the year of an item, its words instead ("in press"), or "n.d."."""
    issued = one.get("issued", {})
    years = [_shown_year(numbers[0]) for numbers in issued.get("date-parts", ())]
    return "–".join(dict.fromkeys(years)) or shortened(issued.get("literal", NO_YEAR))


def _shown_year(number: int) -> str:
    return f"{-number} BC" if number < 0 else str(number)


def author(one: Mapping[str, Any]) -> str:
    """Return who wrote it, as text cites them; without names, its title."""
    names = one.get("author") or one.get("editor") or ()
    known = [shortened(_family(name)) for name in names]
    if not known:
        title = one.get("title-short") or one.get("shortTitle") or one.get("title", "")
        return f"“{shortened(title)}”" if title else ""
    if len(known) == _PAIR:
        return " and ".join(known)
    return known[0] if len(known) == 1 else f"{known[0]} et al."


_PAIR = 2


def authors(one: Mapping[str, Any]) -> str:
    """Return all names, to sort by."""
    names = one.get("author") or one.get("editor") or ()
    return "; ".join(f"{_family(name)}, {name.get('given', '')}" for name in names)


def _family(name: Mapping[str, str]) -> str:
    parts = (name.get("non-dropping-particle"), name.get("family"))
    return " ".join(filter(None, parts)) or name["literal"]


def shortened(words: str) -> str:
    """Return `words`, cut at a space where they are too long to cite by."""
    if len(words) <= _LONGEST:
        return words
    cut = words[:_LONGEST]
    return f"{cut.rpartition(' ')[0] or cut} …"
