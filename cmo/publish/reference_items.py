"""Citations as people keep them → items that citeproc can take."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from cmo.report.citing import date, people, text

if TYPE_CHECKING:
    from collections.abc import Mapping

_RESOLVER = re.compile(r"^(?:https?://(?:dx\.)?doi\.org/|doi:\s*)", re.IGNORECASE)


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
    if "DOI" in found:
        found["DOI"] = _RESOLVER.sub("", found["DOI"])
    kind = citation.get("type")
    kept = {key: value for key, value in found.items() if value}
    return {**kept, "type": kind if isinstance(kind, str) and kind else "document"}
