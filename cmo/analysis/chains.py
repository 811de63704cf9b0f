"""Chains of steps from intervention to outcome, and what each step rests on."""

from __future__ import annotations

import heapq
from collections import defaultdict, deque
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from cmo import graph
from cmo.evidence import FOR
from cmo.model.vocabulary import Activation, ElementKind, Role, Sign

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from cmo.evidence import Evidence, State
    from cmo.graph import Arrow

# How many chains are listed, and how many beginnings of chains are looked at to
# find them: a dense theory has more chains than anybody could read or hold.
MOST = 20
EFFORT = 20_000


@dataclass(frozen=True, slots=True)
class Step:
    """One element leads to another.

    Attributes:
        cause: The one element.
        effect: The other.
        sign: Whether more of the cause means more or less of the effect.
        claims: The links and configurations that say so.
        states: What the evidence says of each of them.
        supported: Those of them that at least one study directly speaks for.
    """

    cause: str
    effect: str
    sign: Sign
    claims: tuple[str, ...]
    states: tuple[State, ...]
    supported: tuple[str, ...]

    @property
    def is_gap(self) -> bool:
        """Tell whether nothing direct supports the step."""
        return not self.supported


@dataclass(frozen=True, slots=True)
class Chain:
    """Steps that follow one another; at least one."""

    steps: tuple[Step, ...]

    @property
    def elements(self) -> tuple[str, ...]:
        """The elements in causal order."""
        return (self.steps[0].cause, *(step.effect for step in self.steps))

    @property
    def gaps(self) -> tuple[Step, ...]:
        """The steps that nothing direct supports."""
        return tuple(step for step in self.steps if step.is_gap)

    @property
    def sign(self) -> Sign:
        """Whether more of the first element means more or less of the last."""
        return together(step.sign for step in self.steps)


@dataclass(frozen=True, slots=True)
class Listing:
    """Chains, the shortest first.

    Attributes:
        chains: At most as many as were asked for.
        complete: Whether these are all there are.
    """

    chains: tuple[Chain, ...]
    complete: bool


class Network:
    """The causal chains of a theory, each step with what it rests on.

    Made from `graph.arrows`: whole-programme effects stand in no chain, and what a
    mechanism that did not fire would have brought about in none either.
    """

    def __init__(self, evidence: Evidence) -> None:
        """Take the theory of `evidence`, and the passages that it goes by."""
        self.theory = evidence.theory
        self._evidence = evidence
        self.starts = graph.starts(self.theory)[1]
        self._after: defaultdict[str, list[Arrow]] = defaultdict(list)
        self._before: defaultdict[str, list[Arrow]] = defaultdict(list)
        self._favour: dict[str, set[tuple[str, frozenset[Role]]]] = {}
        for arrow in graph.arrows(self.theory):
            self._after[arrow.cause].append(arrow)
            self._before[arrow.effect].append(arrow)

    def studies(self, claim: str, roles: frozenset[Role]) -> frozenset[str]:
        """Return the studies that directly speak for the claim, and for all `roles`."""
        if claim not in self._favour:
            self._favour[claim] = {
                (use.study, frozenset(use.bears.covers))
                for use in self._evidence.uses.get(claim, ())
                if use.is_direct and use.bears.bearing in FOR
            }
        return frozenset(
            study
            for study, covers in self._favour[claim]
            if not covers or roles <= covers
        )

    def _is_gap(self, arrow: Arrow) -> bool:
        if graph.is_gate(arrow.cause):
            return False
        return not self.studies(arrow.claim, arrow.roles)

    def fewest_gaps(self, starts: Iterable[str] | None = None) -> dict[str, Chain]:
        """Return, for each element that is led to, a chain with the fewest gaps.

        Of several such chains a shortest one. Source: Dijkstra's algorithm.

        Args:
            starts: Where chains may start; without it, as `graph.starts` says.
        """
        best: dict[str, tuple[int, int, str]] = {}
        came_from: dict[str, str] = {}
        pending = [
            (0, 0, start, "")
            for start in sorted(self.starts if starts is None else starts)
        ]
        while pending:
            gaps, length, node, before = heapq.heappop(pending)
            if node in best:
                continue
            best[node] = (gaps, length, before)
            came_from[node] = before
            for arrow in self._after[node]:
                if arrow.effect not in best:
                    more = gaps + self._is_gap(arrow)
                    item = (more, length + 1, arrow.effect, node)
                    heapq.heappush(pending, item)
        return {
            node: self._chain(way)
            for node in best
            if not graph.is_gate(node)
            and len(way := _elements(_way_back(node, came_from))) > 1
        }

    def leading_to(self, element: str, most: int = MOST) -> Listing:
        """Return chains from a start of chains to `element`, the shortest first."""
        starts = set(self.starts)
        reached = graph.Chains(self.theory).reachable(starts)
        found = _simple_paths(
            element,
            lambda node: [n for n in self._causes(node) if n in reached],
            lambda path: path[-1] in starts,
            most,
        )
        chains = tuple(self._chain(path[::-1]) for path in found.paths)
        return Listing(chains, found.complete)

    def leading_on(self, element: str) -> Listing:
        """Return a chain with the fewest gaps to each outcome `element` leads to."""
        best = self.fewest_gaps([element])
        outcomes = graph.of_kind(self.theory, ElementKind.OUTCOME)
        found = [best[one] for one in outcomes if one in best and one != element]
        return Listing(tuple(sorted(found, key=lambda c: len(c.steps))), complete=True)

    def _causes(self, element: str) -> list[str]:
        return sorted(_through(self._before, element, lambda arrow: arrow.cause))

    def _chain(self, elements: Iterable[str]) -> Chain:
        way = list(elements)
        return Chain(tuple(map(self.step, way, way[1:])))

    def step(self, cause: str, effect: str) -> Step:
        """Return what says that `cause` leads to `effect`, and what supports it."""
        claims: dict[str, bool] = {}
        for arrow in self._after[cause]:
            ends = [arrow]
            if graph.is_gate(arrow.effect):
                ends = self._after[arrow.effect]
            if any(end.effect == effect for end in ends):
                claims[arrow.claim] = claims.get(arrow.claim, False) or not (
                    self._is_gap(arrow)
                )
        return Step(
            cause,
            effect,
            self.sign(cause, effect, claims),
            tuple(claims),
            tuple(self._evidence.of(claim).state for claim in claims),
            tuple(claim for claim, is_supported in claims.items() if is_supported),
        )

    def sign(self, cause: str, effect: str, claims: Iterable[str]) -> Sign:
        """Return the sign of a step: that of its links; without any, plus.

        A configuration says that its members bring about its outcomes. Where a
        mechanism of the step fired weakly, in part or nobody knows how far, its
        sign is not known.
        """
        carried = [self._signs.get(claim) for claim in claims]
        own = {sign for sign in carried if sign is not None}
        if own:
            return own.pop() if len(own) == 1 else Sign.UNKNOWN
        doubtful = any(
            self._activations.get((claim, end)) in _DOUBTFUL
            for claim in claims
            for end in (cause, effect)
        )
        return Sign.UNKNOWN if doubtful else Sign.PLUS

    @cached_property
    def _signs(self) -> dict[str, Sign]:
        return {link.id: graph.sign(link) for link in self.theory.links}

    @cached_property
    def _activations(self) -> dict[tuple[str, str], Activation]:
        return {
            (one.id, mechanism): activation
            for one in self.theory.configurations
            for mechanism, activation in (one.activations or {}).items()
        }


_DOUBTFUL = {Activation.PARTIAL, Activation.WEAK, Activation.UNKNOWN}


def together(signs: Iterable[Sign]) -> Sign:
    """Return the sign of steps that follow one another."""
    product = Sign.PLUS
    for sign in signs:
        if Sign.UNKNOWN in {sign, product}:
            return Sign.UNKNOWN
        product = Sign.PLUS if sign is product else Sign.MINUS
    return product


@dataclass(frozen=True, slots=True)
class _Paths:
    paths: list[list[str]]
    complete: bool


def _simple_paths(
    start: str,
    near: Callable[[str], list[str]],
    is_whole: Callable[[list[str]], bool],
    most: int,
) -> _Paths:
    """Return paths from `start` without a repeated node, the shortest first.

    Args:
        start: The first node of each.
        near: Gives the nodes that can follow a node.
        is_whole: Tells of a path whether it is one to return; it is not followed
            further then.
        most: How many at most.
    """
    found: list[list[str]] = []
    pending = deque([[start]])
    looked = 0
    while pending:
        path = pending.popleft()
        looked += 1
        if len(path) > 1 and is_whole(path):
            if len(found) == most:
                return _Paths(found, complete=False)
            found.append(path)
            continue
        nexts = [node for node in near(path[-1]) if node not in path]
        if looked + len(pending) + len(nexts) > EFFORT:
            return _Paths(found, complete=False)
        pending.extend([*path, node] for node in nexts)
    return _Paths(found, complete=True)


def _through(
    arrows: Mapping[str, list[Arrow]], element: str, end: Callable[[Arrow], str]
) -> Iterator[str]:
    """Yield the elements next to `element`, directly or through a gate."""
    seen = set()
    for arrow in arrows.get(element, ()):
        gate = end(arrow)
        ends = [arrow]
        if graph.is_gate(gate):
            ends = arrows.get(gate, [])
        for node in map(end, ends):
            if node not in seen:
                seen.add(node)
                yield node


def _way_back(node: str, came_from: Mapping[str, str]) -> list[str]:
    way = [node]
    while came_from[way[-1]]:
        way.append(came_from[way[-1]])
    return way[::-1]


def _elements(nodes: Iterable[str]) -> list[str]:
    return [node for node in nodes if not graph.is_gate(node)]
