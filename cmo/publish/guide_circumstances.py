"""Circumstances for a guide: what helps and what hinders, layer by layer."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from cmo.graph import sign
from cmo.model import Context
from cmo.model.vocabulary import Layer as Where
from cmo.model.vocabulary import Relation, Sign
from cmo.publish import plain_words
from cmo.publish.guide_claims import Claims, grouped
from cmo.publish.guide_parts import Factor, Layer

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

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
    """Tell whether a context of the configuration is for leaders to see to."""
    return any(
        isinstance(element, Context) and not OF_LEADERS.isdisjoint(element.layers)
        for element in (elements[member] for member in one.contexts)
    )


def layers(theory: Theory, claims: Claims) -> tuple[Layer, ...]:
    """Return the circumstances of the theory, from the person to the wider system.

    A circumstance stands in the widest of its layers, and tells the others: so
    those who lead find all that is theirs to see to.
    """
    found = _Circumstances(theory, claims)
    placed: defaultdict[str, defaultdict[str, list[Factor]]]
    placed = defaultdict(lambda: defaultdict(list))
    for element in theory.elements:
        if isinstance(element, Context) or element.id in found.links:
            placed[_place(element)][found.role(element.id)].append(
                found.factor(element)
            )
    return tuple(
        _layer(where, title, placed[where])
        for where, title in _TITLES.items()
        if where in placed
    )


def _layer(where: str, title: str, placed: Mapping[str, list[Factor]]) -> Layer:
    helps, hinders, other = (
        tuple(placed.get(role, ())) for role in (_HELPS, _HINDERS, _OTHER)
    )
    return Layer(
        id="" if where == _EARLIER else str(where),
        title=title,
        helps=helps,
        hinders=hinders,
        other=other,
        steps=grouped(
            claim for one in (*helps, *hinders, *other) for claim in one.claims
        ),
        is_for_leaders=where in OF_LEADERS or not where,
    )


_HELPS, _HINDERS, _OTHER = "helps", "hinders", "other"


def _place(element: Element) -> str:
    if not isinstance(element, Context):
        return _EARLIER
    return next((one for one in reversed(Where) if one in element.layers), "")


class _Circumstances:
    """What the circumstances of a theory do, by what its links say."""

    def __init__(self, theory: Theory, claims: Claims) -> None:
        self.claims = claims
        self.links: defaultdict[str, list[Link]] = defaultdict(list)
        for link in theory.links:
            if is_of_circumstance(link, claims.elements):
                self.links[link.source].append(link)

    def factor(self, element: Element) -> Factor:
        own = element if isinstance(element, Context) else None
        place = _place(element)
        return Factor(
            name=self.claims.name(element.id),
            meaning=" ".join((element.definition or "").split()),
            whose=" ".join(((own.for_whom if own else "") or "").split()),
            also=tuple(
                plain_words.LAYERS[one]
                for one in (own.layers if own else ())
                if one != place
            ),
            claims=tuple(
                self.claims.of(link.id) for link in self.links.get(element.id, ())
            ),
        )

    def role(self, element: str) -> str:
        """Return whether a circumstance helps, hinders, or neither clearly."""
        roles = set(self._roles(element))
        return roles.pop() if len(roles) == 1 else _OTHER

    def _roles(self, start: str) -> Iterator[str]:
        """Yield what each arrow from it comes to: by way of what it shapes, too."""
        pending = [(start, False)]
        # Circumstances can shape each other in a circle.
        seen = {start}
        while pending:
            element, is_turned = pending.pop()
            for link in self.links.get(element, ()):
                way = sign(link)
                is_less = is_turned != (way is Sign.MINUS)
                if way is Sign.UNKNOWN:
                    yield _OTHER
                elif link.relation is not Relation.SHAPES:
                    yield _HINDERS if is_less else _HELPS
                elif link.target not in seen:
                    seen.add(link.target)
                    pending.append((link.target, is_less))
