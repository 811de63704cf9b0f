"""Which claims pass evidence on to each other; see docs/adr/0004-inheritance.md."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, NamedTuple

from cmo import graph
from cmo.model.vocabulary import Relation, Role

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cmo.model import Configuration, Theory


class Neighbour(NamedTuple):
    """A claim one step away from another.

    Attributes:
        claim: Its id.
        needed: The roles that a passage on the configuration must cover to speak of
            the part.
        evidenced: The roles of the configuration that a passage on the part
            evidences.
    """

    claim: str
    needed: frozenset[Role]
    evidenced: frozenset[Role]


def neighbours(theory: Theory) -> dict[str, list[Neighbour]]:
    """Return each claim with the claims one step away.

    The step is between a configuration and its members and the links that join
    two of them.
    """
    found: defaultdict[str, list[Neighbour]] = defaultdict(list)
    arrows: _Arrows = defaultdict(lambda: defaultdict(list))
    for link in theory.links:
        arrows[link.source][link.target].append((link.id, link.relation))
    for one in theory.configurations:
        for part in _parts(one, arrows):
            found[one.id].append(part)
            found[part.claim].append(Neighbour(one.id, *part[1:]))
    return dict(found)


# Source to target to the links between them, as id and relation.
_Arrows = defaultdict[str, defaultdict[str, list[tuple[str, Relation]]]]


def _parts(one: Configuration, arrows: _Arrows) -> Iterator[Neighbour]:
    """Yield the claims that evidence for a configuration reaches.

    Evidence from where a mechanism did not fire says nothing for the
    mechanism, for what it brings about, or for what lets it fire.
    """
    # An element can be both context and outcome of one configuration.
    roles: dict[str, frozenset[Role]] = {}
    for role, named in graph.members_by_role(one).items():
        for member in named:
            roles[member] = roles.get(member, _NONE) | ({role} if role else _NONE)
    silent = graph.silent(one)
    has_fired = not (one.mechanisms and silent.issuperset(one.mechanisms))
    # That something is offered says nothing of what comes of it: an intervention
    # has no role, and only its links pass evidence on.
    for member, own in roles.items():
        if own and member not in silent:
            yield Neighbour(member, own, own)
    for source in [one for one in roles if one in arrows]:
        # A hub has many links and a configuration few members, or the reverse:
        # the intersection of the two costs what the smaller costs; sorted, so that
        # it is the same in each run.
        for target in sorted(roles.keys() & arrows[source].keys()):
            for link, relation in arrows[source][target]:
                is_held = target not in silent or relation in _HOLDS_BACK
                is_made = has_fired or relation not in _BRINGS_ABOUT
                if not _runs_on(roles[source], roles[target]):
                    continue
                if source not in silent and is_held and is_made:
                    # Nothing that a passage can be said to cover is an intervention:
                    # only one on the whole speaks of what it does.
                    both = roles[source] | roles[target]
                    yield Neighbour(link, both if roles[source] else _ALL, both)


def _runs_on(source: frozenset[Role], target: frozenset[Role]) -> bool:
    """Tell whether a link runs as its configuration does: never from O back to C."""
    first = min(map(_ORDER.index, source), default=-1)
    return first <= max(map(_ORDER.index, target), default=-1)


_ORDER = tuple(Role)
_ALL = frozenset(Role)
_NONE: frozenset[Role] = frozenset()
_HOLDS_BACK = frozenset({Relation.CONSTRAINS, Relation.INHIBITS})
# What mechanisms do: where none fired, it was not done, whoever is said to do it.
_BRINGS_ABOUT = frozenset({Relation.PRODUCES, Relation.PREVENTS})
