"""Circumstances for a guide: what helps and what hinders, layer by layer.

The explorer asks here too: so both say the same of a circumstance.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from cmo.graph import given_up, sign, together
from cmo.model import Context
from cmo.model.vocabulary import Activation, Relation, Sign, Valence
from cmo.model.vocabulary import Layer as Where
from cmo.publish import plain_words
from cmo.publish.guide_claims import Claims, grouped
from cmo.publish.guide_parts import Factor, Layer
from cmo.statements import prevented

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from cmo.model import Configuration, Element, Link, Theory

# Layers that leaders answer for.
OF_LEADERS = frozenset({Where.INSTITUTIONAL, Where.INFRASTRUCTURAL})
_EARLIER = "earlier"
_TITLES: dict[str, str] = {
    **{str(where): title for where, title in plain_words.LAYERS.items()},
    _EARLIER: "What earlier results make easier or harder",
    "": "Other circumstances",
}


def is_of_circumstance(link: Link, theory_elements: dict[str, Element]) -> bool:
    """Tell whether the link says what a circumstance does."""
    is_ripple = link.relation is Relation.BECOMES_CONTEXT_OF
    is_context = isinstance(theory_elements[link.source], Context)
    return is_ripple or (is_context and link.relation is not Relation.AFFECTS)


def for_leaders(one: Configuration, elements: dict[str, Element]) -> bool:
    """Tell whether a context of the configuration is for leaders to see to.

    It may be if nobody says in which layer it stands.
    """
    return any(
        isinstance(element, Context)
        and not (element.layers and OF_LEADERS.isdisjoint(element.layers))
        for element in (elements[member] for member in one.contexts)
    )


def layers(theory: Theory, claims: Claims) -> tuple[Layer, ...]:
    """Return the circumstances of the theory, from the person to the wider system.

    A circumstance stands in the widest of its layers, and tells the others: so
    those who lead find all that is theirs to see to.
    """
    found = Circumstances(theory)
    placed: defaultdict[str, defaultdict[str, list[Factor]]]
    placed = defaultdict(lambda: defaultdict(list))
    for element in theory.elements:
        if isinstance(element, Context) or element.id in found.links:
            placed[_place(element)][found.role(element.id)].append(
                _factor(element, found, claims)
            )
    return tuple(
        _layer(where, title, placed[where])
        for where, title in _TITLES.items()
        if where in placed
    )


def _layer(where: str, title: str, placed: Mapping[str, list[Factor]]) -> Layer:
    helps, hinders, either, other = (
        tuple(placed.get(role, ())) for role in (HELPS, HINDERS, EITHER, OTHER)
    )
    return Layer(
        id="" if where == _EARLIER else str(where),
        title=title,
        helps=helps,
        hinders=hinders,
        either=either,
        other=other,
        steps=grouped(
            claim for one in (*helps, *hinders, *either, *other) for claim in one.claims
        ),
        is_for_leaders=where in OF_LEADERS or not where,
    )


HELPS, HINDERS, EITHER, OTHER = "helps", "hinders", "either", "other"


def _place(element: Element) -> str:
    if not isinstance(element, Context):
        return _EARLIER
    return next((one for one in reversed(Where) if one in element.layers), "")


def _factor(element: Element, found: Circumstances, claims: Claims) -> Factor:
    own = element if isinstance(element, Context) else None
    place = _place(element)
    return Factor(
        claim=claims.of(element.id),
        whose=" ".join(((own.for_whom if own else "") or "").split()),
        also=tuple(
            plain_words.LAYERS[one]
            for one in (own.layers if own else ())
            if one != place
        ),
        claims=tuple(claims.of(link.id) for link in found.links.get(element.id, ())),
    )


class Circumstances:
    """What the circumstances of a theory do, by what its links say.

    Attributes:
        links: Of each circumstance, what says what it does.
    """

    def __init__(self, theory: Theory) -> None:
        """Take a theory; what leads nowhere in it says nothing."""
        self._elements: dict[str, Element] = {e.id: e for e in theory.elements}
        self.links: defaultdict[str, list[Link]] = defaultdict(list)
        self._all: defaultdict[str, list[tuple[str, Sign]]] = defaultdict(list)
        for link in theory.links:
            if self._is_whole(link):
                self._all[link.source].append((link.target, sign(link)))
                if is_of_circumstance(link, self._elements):
                    self.links[link.source].append(link)
        self._results = _results(theory, self._all)

    def role(self, element: str) -> str:
        """Return whether a circumstance helps, hinders, does either, or neither."""
        return self._role(element, self.links.get(element, ()))

    def role_of(self, link: Link) -> str:
        """Return whether what a link says helps, hinders, or does either."""
        return self._role(link.source, (link,)) if self._is_whole(link) else OTHER

    def _is_whole(self, link: Link) -> bool:
        return self._elements.keys() >= {link.source, link.target}

    def _role(self, start: str, links: Iterable[Link]) -> str:
        if not (roles := set(self._roles(links))):
            return OTHER
        role = roles.pop() if len(roles) == 1 else EITHER
        is_unwanted = self._elements[start].valence is Valence.NEGATIVE
        return EITHER if is_unwanted and role is HELPS else role

    def _roles(self, links: Iterable[Link]) -> Iterator[str]:
        """Yield what it comes to: signs along each way, times what is wanted there.

        A way ends at the first thing of which it is said whether it is wanted; what
        nothing leads on from, and nothing is said of, is taken to be wanted.
        """
        pending = [(k.target, sign(k)) for k in links]
        # Circumstances can shape each other in a circle.
        seen = set[tuple[str, Sign]]()
        while pending:
            element, way = pending.pop()
            if way is Sign.UNKNOWN:
                yield EITHER
            elif element in self._elements and (element, way) not in seen:
                seen.add((element, way))
                valence = self._elements[element].valence
                onward = self._all.get(element) or self._results.get(element) or []
                if valence in _SETTLED or not onward:
                    yield _role(way, valence)
                else:
                    pending += [(one, together((way, more))) for one, more in onward]


_SETTLED = {Valence.POSITIVE, Valence.NEGATIVE, Valence.MIXED}


def _results(
    theory: Theory, links: Mapping[str, list[tuple[str, Sign]]]
) -> dict[str, list[tuple[str, Sign]]]:
    """Return each mechanism with the outcomes that follow where it fires.

    By configurations, for those from which no arrow says what they lead to.
    """
    found: defaultdict[str, list[tuple[str, Sign]]] = defaultdict(list)
    for one in theory.configurations:
        degrees = one.activations or {}
        less = prevented(one, theory.links)
        results = [(o, Sign.MINUS if o in less else Sign.PLUS) for o in one.outcomes]
        held_back = {
            target
            for context in one.contexts
            for target, way in links.get(context, ())
            if way is Sign.MINUS
        }
        for mechanism in () if given_up(one) else one.mechanisms:
            is_full = degrees.get(mechanism) not in _NOT_IN_FULL
            if is_full and mechanism not in held_back and mechanism not in links:
                found[mechanism] += results
    return found


_NOT_IN_FULL = {Activation.NOT_FIRED, Activation.WEAK, Activation.PARTIAL}


def _role(way: Sign, valence: Valence | None) -> str:
    if valence in {Valence.NEUTRAL, Valence.MIXED}:
        return EITHER
    is_good = (way is Sign.PLUS) != (valence is Valence.NEGATIVE)
    return HELPS if is_good else HINDERS
