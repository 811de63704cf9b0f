"""Which entries of the explorer help, and which hinder: in words, and for its search.

A circumstance does what guides say of it; a link what its sign says.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from cmo.graph import sign
from cmo.model.vocabulary import Sign
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
    HELPS: "a circumstance that favours what is wanted; a link with +",
    HINDERS: "a circumstance that stands in the way of it; a link with −",
    EITHER: "both, or it is not known which; a link with ?",
}
# What people ask for who know no word of ours; parts of these are found too.
SEARCHED: Mapping[str, str] = {
    HELPS: "helps enablers facilitators",
    HINDERS: "hinders hindrances barriers obstacles gets in the way stands in the way",
    EITHER: "either way helps or hinders",
}
_SIGNS = {Sign.PLUS: HELPS, Sign.MINUS: HINDERS, Sign.UNKNOWN: EITHER}


class Effects:
    """What links and circumstances do.

    Attributes:
        told: A word of `SAID` for each link, and for each element of which links say
            that it helps or hinders.
        of_circumstances: Circumstances, and those of their links that do what these
            do: what brings on a barrier, with a +, is no enabler.
    """

    def __init__(self, theory: Theory) -> None:
        """Take a theory."""
        found = Circumstances(theory)
        roles = {one.id: found.role(one.id) for one in theory.elements}
        own = {one: role for one, role in roles.items() if role != OTHER}
        self.told = own | {link.id: _SIGNS[sign(link)] for link in theory.links}
        self.of_circumstances = frozenset(own) | {
            link.id
            for one, links in found.links.items()
            for link in links
            if self.told[link.id] == own.get(one)
        }
