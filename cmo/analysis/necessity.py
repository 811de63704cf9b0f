"""What every recorded chain to an outcome passes through: a fact of the graph.

The chains are an and-or graph: an element comes about in any one of the ways that
are recorded, a configuration by all that it needs together, once a chain leads into
it. What stands on every way to a node is the greatest solution of: its own mark and,
of the ways into it, what all have in common (any) or any of them has (all). So a
single chain can name less: it is one strand of what a configuration on it needs
together, and reports say so. Marks are bits of a number.

Source: Keyder, Richter & Helmert (2010), "Sound and complete landmarks for and/or
graphs"; there for plans, here for the chains of a theory.
"""

from __future__ import annotations

from collections import defaultdict, deque
from functools import reduce
from operator import and_, or_
from typing import TYPE_CHECKING, NamedTuple

from cmo import graph
from cmo.evidence.studies import common_study
from cmo.model.vocabulary import ElementKind, Logic, Role

if TYPE_CHECKING:
    from collections.abc import Callable, Container, Iterator, Mapping, Sequence

    from cmo.analysis.chains import Network
    from cmo.model import Configuration, Theory

# How often each node is looked at again, on average, before this is given up.
PATIENCE = 50


def mechanisms(theory: Theory) -> dict[str, tuple[str, ...]] | None:
    """Return each element that chains lead to, with the mechanisms on all of them.

    Chains start where `graph.starts` says. Contexts can hold anyway, so that no
    configuration waits for them, but they start no chain. A link inside a
    configuration that fires is no chain of its own: it needs what the
    configuration needs.

    Returns:
        Element id to mechanism ids in file order, its own included; None if the
        theory is too dense to tell.
    """
    order = graph.of_kind(theory, ElementKind.MECHANISM)
    own = {one: 1 << i for i, one in enumerate(order)}
    needs = _needs(theory, lambda *_: 0, own, _inner_links(theory))
    return _named(order, _solved(needs))


def studies(network: Network) -> dict[str, tuple[str, ...]] | None:
    """Return each element that evidenced chains lead to, with what all rest on.

    A chain is evidenced if a study directly speaks for each of its steps. Without
    a study that is named, and the reviews that include it, no evidenced chain to
    the element is left.

    Returns:
        Element id to study ids; None if the theory is too dense to tell.
    """
    order: dict[str, int] = {}

    def alone(claim: str, roles: frozenset[Role]) -> int | None:
        found = network.studies(claim, roles)
        core = common_study(found, network.includes)
        if core is not None:
            return 1 << order.setdefault(core, len(order))
        return 0 if found else None

    marks = _solved(_needs(network.theory, alone, {}, frozenset()))
    return _named(list(order), marks)


class _Way(NamedTuple):
    node: str
    mark: int


class _Need(NamedTuple):
    """What a node needs: of each group all ways or any one; and its own mark."""

    groups: list[tuple[Logic, list[_Way]]]
    mark: int


if TYPE_CHECKING:
    # The mark of a claim where a passage speaks of these roles; None where the
    # claim is not to be followed.
    Weigh = Callable[[str, frozenset[Role]], int | None]

_C, _M, _O = (frozenset({role}) for role in Role)
# A way from a node that never comes about.
_CLOSED = _Way("", 0)


def _needs(
    theory: Theory, weigh: Weigh, own: Mapping[str, int], skip: frozenset[str]
) -> dict[str, _Need]:
    """Return elements and gates with what they need.

    Args:
        theory: The theory.
        weigh: As above.
        own: Element to the mark that it has of its own.
        skip: Links that are left out.
    """
    ways: defaultdict[str, list[_Way]] = defaultdict(list)
    for arrow in graph.arrows(theory):
        mark = 0 if graph.is_gate(arrow.cause) else weigh(arrow.claim, arrow.roles)
        if mark is not None and arrow.claim not in skip:
            ways[arrow.effect].append(_Way(arrow.cause, mark))
    begin = set(graph.starts(theory)[1])
    needs = {
        e.id: _Need(
            [] if e.id in begin else [(Logic.ANY, ways[e.id])], own.get(e.id, 0)
        )
        for e in theory.elements
    }
    known, holding = frozenset(needs), _holding(theory)
    for one in theory.configurations:
        there = known - graph.silent(one)
        order = graph.stages(one, there)
        contexts = _contexts(one, there, holding, weigh, _M if order.steps else _O)
        for i, mark in enumerate(_passed(order, own)):
            gate = graph.gate(one.id, i)
            needs[gate] = _Need([(Logic.ANY, ways[gate]), *contexts], mark)
    return needs


def _holding(theory: Theory) -> frozenset[str]:
    """Return what can hold though no chain leads to it: no configuration waits."""
    led_to = graph.Chains(theory).reachable(graph.starts(theory)[1])
    contexts = graph.of_kind(theory, ElementKind.CONTEXT)
    return frozenset(contexts).union(e.id for e in theory.elements) - (
        led_to.difference(contexts)
    )


def _contexts(
    one: Configuration,
    known: Container[str],
    holding: Container[str],
    weigh: Weigh,
    within: frozenset[Role],
) -> list[tuple[Logic, list[_Way]]]:
    """Return what a configuration waits for among its contexts, at most one group."""
    there = [c for c in one.contexts if c in known]
    awaited = [c for c in there if c not in holding]
    if not awaited or (one.contexts_logic is Logic.ANY and len(awaited) < len(there)):
        return []
    mark = weigh(one.id, within | _C)
    ways = [_CLOSED if mark is None else _Way(c, mark) for c in awaited]
    return [(one.contexts_logic, ways)]


def _passed(order: graph.Stages, own: Mapping[str, int]) -> Iterator[int]:
    """Yield, for each gate, the marks of the mechanisms that must fire before it.

    That they do is what the configuration says: no other chain need lead to them.
    """
    mark = 0
    yield mark
    for i, (logic, members) in enumerate(order.steps, 1):
        placed = set(members) - order.loose
        if logic is Logic.ALL or len(placed) == 1:
            mark |= reduce(or_, (own.get(m, 0) for m in placed), 0)
        if i == len(order.steps):
            mark |= reduce(or_, (own.get(m, 0) for m in order.loose), 0)
        yield mark


def _inner_links(theory: Theory) -> frozenset[str]:
    """Return the links from mechanism to outcome inside configurations that fire."""
    from_source: defaultdict[str, list[tuple[str, str]]] = defaultdict(list)
    for link in theory.links:
        from_source[link.source].append((link.target, link.id))
    return frozenset(
        link
        for one in theory.configurations
        if not graph.given_up(one)
        for mechanism in set(one.mechanisms) - graph.silent(one)
        for target, link in from_source.get(mechanism, ())
        if target in one.outcomes
    )


def _solved(needs: Mapping[str, _Need]) -> dict[str, int] | None:
    """Return the marks of the nodes that come about; None if it takes too long."""
    leads_to: defaultdict[str, set[str]] = defaultdict(set)
    for node, need in needs.items():
        for _, ways in need.groups:
            for way in ways:
                leads_to[way.node].add(node)
    marks: dict[str, int] = {}
    pending = deque(node for node, need in needs.items() if not need.groups)
    waiting = set(pending)
    for _ in range(PATIENCE * len(needs)):
        if not pending:
            break
        node = pending.popleft()
        waiting.discard(node)
        mark = _mark(needs[node], marks)
        if mark is not None and mark != marks.get(node):
            marks[node] = mark
            # Sorted, so that what is given up does not change from run to run.
            again = sorted(leads_to[node] - waiting)
            pending.extend(again)
            waiting.update(again)
    return None if pending else marks


def _mark(need: _Need, marks: Mapping[str, int]) -> int | None:
    total = need.mark
    for logic, ways in need.groups:
        known = [marks[way.node] | way.mark for way in ways if way.node in marks]
        if not known or (logic is Logic.ALL and len(known) < len(ways)):
            return None
        total |= reduce(or_ if logic is Logic.ALL else and_, known)
    return total


def _named(
    order: Sequence[str], marks: Mapping[str, int] | None
) -> dict[str, tuple[str, ...]] | None:
    if marks is None:
        return None
    return {
        node: tuple(order[i] for i in _bits(mark))
        for node, mark in marks.items()
        if not graph.is_gate(node)
    }


def _bits(mark: int) -> Iterator[int]:
    while mark:
        lowest = mark & -mark
        yield lowest.bit_length() - 1
        mark ^= lowest
