"""Which entries of the explorer help, and which hinder: in words, and for its search.

Both are what guides say: where the ways from there lead, and whether that is wanted.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from cmo.model.vocabulary import Relation
from cmo.publish.guide_circumstances import (
    EITHER,
    HELPS,
    HINDERS,
    OTHER,
    Circumstances,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

    from cmo.model import Theory

SAID: Mapping[str, str] = {HELPS: "helps", HINDERS: "hinders", EITHER: "either way"}
MEANINGS: Mapping[str, str] = {
    HELPS: "it favours what is wanted, as circumstance or link",
    HINDERS: "it stands in the way of what is wanted",
    EITHER: "both, or it is not known which",
}
# What people ask for who know no word of ours; parts of these are found too.
SEARCHED: Mapping[str, str] = {
    HELPS: "helps enablers facilitators",
    HINDERS: "hinders hindrances barriers obstacles gets in the way stands in the way",
    EITHER: "either way helps or hinders",
}


class Effects:
    """What links and circumstances do.

    Attributes:
        told: A word of `SAID` for each link and element that helps or hinders.
        of_circumstances: Circumstances that do, and their links.
    """

    def __init__(self, theory: Theory) -> None:
        """Take a theory."""
        found = Circumstances(theory)
        roles = {one.id: found.role(one.id) for one in theory.elements}
        own = {one: role for one, role in roles.items() if role != OTHER}
        # An effect of the whole that is held to help may have been found to do nothing.
        along = {
            link.id: found.role_of(link)
            for link in theory.links
            if link.relation is not Relation.AFFECTS
        }
        self.told = own | {one: role for one, role in along.items() if role != OTHER}
        self.of_circumstances = frozenset(own) | {
            link.id for links in found.links.values() for link in links
        }
