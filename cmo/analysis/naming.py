"""What to show for each claim, and what to call its parts."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from cmo import graph
from cmo.model.vocabulary import Role

if TYPE_CHECKING:
    from cmo.model import Configuration, Theory


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


def role_name(role: Role | None) -> str:
    """Return a role of `graph.members_by_role` as a word: "context"."""
    return role.meaning if role else "intervention"


def roles(configuration: Configuration) -> dict[str, tuple[str, ...]]:
    """Return each member of a configuration with what it is there, causes first.

    That is "intervention", "context", "mechanism", "mechanism that did not fire" or
    "outcome"; or several of these.
    """
    unfired = graph.silent(configuration)
    found: defaultdict[str, tuple[str, ...]] = defaultdict(tuple)
    for role, members in graph.members_by_role(configuration).items():
        for member in dict.fromkeys(members):
            is_silent = role is Role.MECHANISM and member in unfired
            name = role_name(role)
            found[member] += (f"{name} that did not fire" if is_silent else name,)
    return dict(found)
