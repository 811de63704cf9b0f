"""Which elements a passage speaks of, and which of them it speaks of together."""

from __future__ import annotations

from itertools import product
from typing import TYPE_CHECKING

from cmo import graph
from cmo.model.vocabulary import ElementKind, Role

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from cmo.evidence import Use
    from cmo.model import Element, Theory

Pair = tuple[str, str]


class Touching:
    """What the claims of a theory are about, by the roles of its elements.

    Attributes:
        playing: Role to the elements that play it, in file order: those whose
            kind it is, and those that a configuration names in it.
    """

    def __init__(self, theory: Theory) -> None:
        """Take the elements, links and configurations of `theory`."""
        self._links = {one.id: one for one in theory.links}
        self._configurations = {one.id: one for one in theory.configurations}
        self._elements = {one.id: one for one in theory.elements}
        self._silent = {one.id: graph.silent(one) for one in theory.configurations}
        self.playing = {role: self._playing(role) for role in Role}

    def _playing(self, role: Role) -> dict[str, Element]:
        named = {
            member
            for one in self._configurations.values()
            for member in graph.members_by_role(one)[role]
        }
        return {
            one.id: one
            for one in self._elements.values()
            if one.kind is _KINDS[role] or one.id in named
        }

    def elements(self, use: Use, role: Role) -> Sequence[str]:
        """Return the elements that the use's claim is about, in `role`.

        A passage on a configuration is about the members of the roles that it
        covers, one on a link about both ends. None for a rival: what speaks for
        another explanation says nothing of this one.
        """
        claim = use.bears.claim
        if one := self._configurations.get(claim):
            is_covered = not use.bears.covers or role in use.bears.covers
            about: Iterable[str] = (
                graph.members_by_role(one)[role] if is_covered else ()
            )
        elif link := self._links.get(claim):
            about = (link.source, link.target)
        else:
            about = (claim,)
        playing = self.playing[role]
        return [element for element in dict.fromkeys(about) if element in playing]

    def pairs(self, use: Use, one: Role, other: Role) -> Sequence[Pair]:
        """Return the elements that the use's claim joins, the one in `one` first.

        A configuration joins its members. A link runs from cause to effect, so
        it joins a context to a mechanism and a mechanism to an outcome, and not
        the other way round: that an outcome becomes a mechanism's context does
        not say that the mechanism brings it about. An element joins nothing.
        """
        if one is other:
            return [(element, element) for element in self.elements(use, one)]
        claim = use.bears.claim
        if claim in self._configurations:
            return list(product(self.elements(use, one), self.elements(use, other)))
        if link := self._links.get(claim):
            pair = (link.source, link.target)
            if _ORDER.index(one) > _ORDER.index(other):
                pair = (link.target, link.source)
            is_joined = pair[0] in self.playing[one] and pair[1] in self.playing[other]
            return [pair] if is_joined else []
        return []

    def is_silent(self, claim: str, mechanism: str) -> bool:
        """Tell whether `claim` is a configuration where `mechanism` did not fire."""
        return mechanism in self._silent.get(claim, ())

    def themes(self, claim: str) -> set[str]:
        """Return the themes of a claim: its own, or for a link those of its ends."""
        if link := self._links.get(claim):
            ends = (self._elements.get(end) for end in (link.source, link.target))
            return {end.theme for end in ends if end and end.theme}
        record = self._elements.get(claim) or self._configurations.get(claim)
        return {record.theme} if record and record.theme else set()


_ORDER = tuple(Role)  # cause before effect
_KINDS = {
    Role.CONTEXT: ElementKind.CONTEXT,
    Role.MECHANISM: ElementKind.MECHANISM,
    Role.OUTCOME: ElementKind.OUTCOME,
}
