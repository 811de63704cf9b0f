"""What to show for each claim."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from cmo.model import Theory


def labels(theory: Theory) -> dict[str, str]:
    """Return each claim's label; for a link "source → target (relation)"."""
    found = {e.id: e.label for e in theory.elements}
    found |= {one.id: one.label for one in theory.configurations}
    found |= {one.id: one.label for one in theory.rivals}
    return found | {
        link.id: f"{found.get(link.source, link.source)} → "
        f"{found.get(link.target, link.target)} ({link.relation.replace('_', ' ')})"
        for link in theory.links
    }
