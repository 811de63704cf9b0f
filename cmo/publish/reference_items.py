"""Citations as people keep them → items that citeproc can take."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from cmo.model.citation import date, doi, people, text

if TYPE_CHECKING:
    from collections.abc import Mapping

# Two pages with a dash between them, however it is written: S12–S134.
_DASH = r"(?:-{2}|[-\u2010-\u2015\u2212])"
_RANGE = re.compile(
    rf"([^\W\d_]*)([0-9]+)\s*{_DASH}\s*([^\W\d_]*)([0-9]+)(?=\s*(?:[,&]|$))"
)
# In "12-5" the first number may be that of a chapter.
_SURELY_A_PAGE = 3  # digits


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
            found[key] = date(value)
        elif name in VARIABLES or key == "shortTitle":
            found[key] = text(value)
    if page := found.get("page"):
        found["page"] = in_full(page)
    found["DOI"] = doi(citation)
    kind = citation.get("type")
    kept = {key: value for key, value in found.items() if value}
    return {**kept, "type": kind if isinstance(kind, str) and kind else "document"}


def in_full(pages: str) -> str:
    """Return ranges of pages with both numbers written out: 412–43 as 412-443.

    What may mean something else stays as it is.
    """
    return re.sub(rf"(?<![^\s,&]){_RANGE.pattern}", _written_out, pages)


def _written_out(found: re.Match[str]) -> str:
    before, first, again, last = found.groups()
    end = f"{again}{last}"
    if len(last) < len(first) >= _SURELY_A_PAGE and again in ("", before):
        whole = first[: -len(last)] + last
        end = f"{before}{whole}" if int(whole) > int(first) else end
    return f"{before}{first}-{end}"


def can_be_shortened(pages: str) -> bool:
    """Tell whether citeproc, where a style asks for it, shortens all ranges rightly.

    It leaves out what two numbers begin with, even of 2–205 or S12–S134.
    """
    ranges = [one.strip() for one in re.split("[,&]", pages) if "-" in one]
    return all(map(_is_even, ranges))


def _is_even(pages: str) -> bool:
    found = _RANGE.fullmatch(pages)
    if not found:
        return False
    before, first, again, last = found.groups()
    return before == again and len(first) == len(last) and first < last
