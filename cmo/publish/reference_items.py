"""Citations as people keep them → items that citeproc can take."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from cmo.model.citation import date, doi, people, text

if TYPE_CHECKING:
    from collections.abc import Mapping


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
    found["DOI"] = doi(citation)
    kind = citation.get("type")
    kept = {key: value for key, value in found.items() if value}
    return {**kept, "type": kind if isinstance(kind, str) and kind else "document"}
