"""What a citation and a locator say, however they are written.

A citation is free JSON: fields may be missing, of the wrong type or unknown, and
none of that may keep a document from being named.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from cmo.model.source import Locator

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
_RESOLVER = re.compile(
    r"^(?:(?:https?://)?(?:dx\.|www\.)?doi\.org/|doi:)\s*", re.IGNORECASE
)


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


def year(value: object) -> str:
    """Return the years of a date, its words instead ("in press"), or nothing."""
    found = date(value)
    years = [_shown_year(numbers[0]) for numbers in found.get("date-parts", ())]
    return "–".join(dict.fromkeys(years)) or found.get("literal", "")


def _shown_year(number: int) -> str:
    return f"{-number} BC" if number < 0 else str(number)


def doi(citation: Mapping[str, Any]) -> str:
    """Return the DOI without the address that leads to it; or nothing."""
    return _RESOLVER.sub("", text(citation.get("DOI")))


def marks(at: Locator | None) -> dict[str, str]:
    """Return the numbers and headings that are given of a place in a document.

    By name ("page", "section", "paragraph", "slide"), and without that name: of
    "p. 12", 12. A page or slide can be numbered 0.
    """
    said = {name: text(getattr(at, name, None)) for name in _MARKS}
    bare = {name: _MARKS[name].sub("", mark) or mark for name, mark in said.items()}
    return {name: mark for name, mark in bare.items() if mark}


_MARKS = {
    "page": re.compile(r"^(?:pages?\b|pp?(?:\.|(?=\s*\d)))\s*", re.IGNORECASE),
    "section": re.compile(r"^(?:section\b|sect?\.|§+)\s*(?=\d)", re.IGNORECASE),
    "paragraph": re.compile(
        r"^(?:paragraphs?\b|paras?\b\.?|¶+)\s*(?=\d)", re.IGNORECASE
    ),
    "slide": re.compile(r"^slides?\b\s*(?=\d)", re.IGNORECASE),
}


def is_placed(at: Locator | None) -> bool:
    """Tell whether it is said where in its document a passage stands."""
    return at is not None and any(
        text(getattr(at, name))
        for name in (*_MARKS, "url")
        if getattr(at, name) is not None
    )
