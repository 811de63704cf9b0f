"""Chains of steps from intervention to outcome, and what each step rests on."""

from __future__ import annotations

import heapq
from collections import defaultdict, deque
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from cmo import graph
from cmo.evidence import AGAINST, FOR
from cmo.model.vocabulary import Activation, ElementKind, Role, Sign, Vocabulary

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from cmo.evidence import Evidence, State
    from cmo.graph import Arrow
    from cmo.model.vocabulary import Bearing

# How many chains are listed, and how many beginnings of chains are looked at to
# find them: a dense theory has more chains than anybody could read or hold.
MOST = 20
EFFORT = 20_000
# Outcomes that one element leads to, and steps of one chain, that are shown.
MOST_OUTCOMES = 100
LONGEST = 100


class Ground(Vocabulary):
    """What a step of a chain rests on."""

    DIRECT = "direct", "a study directly speaks for the link"
    WHOLE = (
        "whole",
        "studies speak for a configuration that holds the step, not for it alone",
    )
    CONTESTED = "contested", "studies speak for it, and others against it"
    NONE = "none", "nothing direct supports it"


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
        ground: What the step rests on, all of them together.
    """

    cause: str
    effect: str
    sign: Sign
    claims: tuple[str, ...]
    states: tuple[State, ...]
    supported: tuple[str, ...]
    ground: Ground

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
        return graph.together(step.sign for step in self.steps)


@dataclass(frozen=True, slots=True)
class Listing:
    """Chains, the shortest first.

    Attributes:
        chains: At most as many as were asked for.
        complete: Whether these are all there are.
    """

    chains: tuple[Chain, ...]
    complete: bool


class Route(NamedTuple):
    """The last leg of a way with the fewest gaps.

    Attributes:
        gaps: Steps of the whole way that nothing direct supports.
        steps: All steps of the whole way; 0 for a start.
        before: The node before this one; empty for a start.
    """

    gaps: int
    steps: int
    before: str


class Network:
    """The causal chains of a theory, each step with what it rests on.

    Made from `graph.arrows`: whole-programme effects stand in no chain, and what a
    mechanism that did not fire would have brought about in none either.
    """

    def __init__(self, evidence: Evidence) -> None:
        """Take the theory of `evidence`, and the passages that it goes by."""
        self.theory = evidence.theory
        self._evidence = evidence
        self.includes = evidence.background.includes
        self.starts = graph.starts(self.theory)[1]
        self._after: defaultdict[str, list[Arrow]] = defaultdict(list)
        self._before: defaultdict[str, list[Arrow]] = defaultdict(list)
        self._voices: dict[str, set[tuple[str, Bearing, frozenset[Role]]]] = {}
        self._steps: dict[tuple[str, str], Step] = {}
        for arrow in graph.arrows(self.theory):
            self._after[arrow.cause].append(arrow)
            self._before[arrow.effect].append(arrow)

    def studies(self, claim: str, roles: frozenset[Role]) -> frozenset[str]:
        """Return the studies that directly speak for the claim, and for all `roles`."""
        return self._speaking(claim, roles, FOR)

    def _speaking(
        self, claim: str, roles: frozenset[Role], bearings: frozenset[Bearing]
    ) -> frozenset[str]:
        if claim not in self._voices:
            self._voices[claim] = {
                (use.study, use.bears.bearing, frozenset(use.bears.covers))
                for use in self._evidence.uses.get(claim, ())
                if use.is_direct
            }
        return frozenset(
            study
            for study, bearing, covers in self._voices[claim]
            if bearing in bearings and (not covers or roles <= covers)
        )

    def _is_gap(self, arrow: Arrow) -> bool:
        if graph.is_gate(arrow.cause):
            return False
        return not self.studies(arrow.claim, arrow.roles)

    def routes(self, starts: Iterable[str] | None = None) -> dict[str, Route]:
        """Return a way with the fewest gaps to each element or gate that is led to.

        Of several such ways a shortest one. Source: Dijkstra's algorithm.

        Args:
            starts: Where chains may start; without it, as `graph.starts` says.
        """
        begin = self.starts if starts is None else starts
        best: dict[str, Route] = {}
        pending = [(0, 0, start, "") for start in sorted(begin)]
        while pending:
            gaps, length, node, before = heapq.heappop(pending)
            if node in best:
                continue
            best[node] = Route(gaps, length, before)
            for arrow in self._after[node]:
                if arrow.effect not in best:
                    more = gaps + self._is_gap(arrow)
                    # A step through a gate is one step, as a link is.
                    steps = length + (not graph.is_gate(node))
                    heapq.heappush(pending, (more, steps, arrow.effect, node))
        return best

    def along(self, routes: Mapping[str, Route]) -> dict[str, Chain]:
        """Return, for each outcome that `routes` reach, its chain with the fewest gaps.

        Chains of more than `LONGEST` steps are left out: all of them together would
        take the square of their length.
        """
        return {
            one: self._chain(_elements(_way_back(one, routes)))
            for one in graph.of_kind(self.theory, ElementKind.OUTCOME)
            if one in routes and 0 < routes[one].steps <= LONGEST
        }

    def leading_to(self, element: str, most: int = MOST) -> Listing:
        """Return chains from a start of chains to `element`, the shortest first.

        Each begins at the last start that it meets: what leads to a start is not
        followed.
        """
        found = _simple_paths(element, self._causes, self._distances, most)
        chains = tuple(self._chain(path[::-1]) for path in found.paths)
        return Listing(chains, found.complete)

    def leading_on(self, element: str) -> Listing:
        """Return a chain with the fewest gaps to each outcome `element` leads to."""
        routes = self.routes([element])
        del routes[element]
        outcomes = graph.of_kind(self.theory, ElementKind.OUTCOME)
        led_to = sum(one in routes for one in outcomes)
        found = sorted(self.along(routes).values(), key=lambda chain: len(chain.steps))
        shown = found[:MOST_OUTCOMES]
        return Listing(tuple(shown), complete=len(shown) == led_to)

    @cached_property
    def _distances(self) -> dict[str, int]:
        """Element to the steps of a shortest chain that leads to it; starts at 0."""
        found = dict.fromkeys(self.starts, 0)
        pending = deque(self.starts)
        while pending:
            one = pending.popleft()
            for effect in _through(self._after, one, lambda arrow: arrow.effect):
                if effect not in found:
                    found[effect] = found[one] + 1
                    pending.append(effect)
        return found

    def _causes(self, element: str) -> list[str]:
        return sorted(_through(self._before, element, lambda arrow: arrow.cause))

    def _chain(self, elements: Iterable[str]) -> Chain:
        way = list(elements)
        return Chain(tuple(map(self.step, way, way[1:])))

    def step(self, cause: str, effect: str) -> Step:
        """Return what says that `cause` leads to `effect`, and what supports it."""
        if (cause, effect) not in self._steps:
            self._steps[cause, effect] = self._step(cause, effect)
        return self._steps[cause, effect]

    def _step(self, cause: str, effect: str) -> Step:
        claims: dict[str, bool] = {}
        is_spoken_against = False
        for arrow in self._joining(cause, effect):
            is_supported = not self._is_gap(arrow)
            claims[arrow.claim] = claims.get(arrow.claim, False) or is_supported
            against = self._speaking(arrow.claim, arrow.roles, AGAINST)
            is_spoken_against = is_spoken_against or bool(against)
        supported = tuple(claim for claim, is_so in claims.items() if is_so)
        return Step(
            cause,
            effect,
            self.sign(cause, effect, claims),
            tuple(claims),
            tuple(self._evidence.of(claim).state for claim in claims),
            supported,
            self._ground(supported, is_spoken_against=is_spoken_against),
        )

    def _joining(self, cause: str, effect: str) -> list[Arrow]:
        """Return the arrows from `cause` to `effect`, or into a gate to it."""
        gates = {a.cause for a in self._before[effect] if graph.is_gate(a.cause)}
        return [
            arrow
            for nodes in ({effect}, gates)
            for node in sorted(nodes)
            for arrow in self._between.get((cause, node), ())
        ]

    @cached_property
    def _between(self) -> dict[tuple[str, str], list[Arrow]]:
        """Both ends of arrows to the arrows, so that a hub is not searched."""
        found: defaultdict[tuple[str, str], list[Arrow]] = defaultdict(list)
        for arrows in self._after.values():
            for arrow in arrows:
                found[arrow.cause, arrow.effect].append(arrow)
        return dict(found)

    def _ground(self, supported: tuple[str, ...], *, is_spoken_against: bool) -> Ground:
        if not supported:
            return Ground.NONE
        if is_spoken_against:
            return Ground.CONTESTED
        by_link = any(claim in self._signs for claim in supported)
        return Ground.DIRECT if by_link else Ground.WHOLE

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


@dataclass(frozen=True, slots=True)
class _Paths:
    paths: list[tuple[str, ...]]
    complete: bool


def _simple_paths(
    end: str,
    before: Callable[[str], list[str]],
    distances: Mapping[str, int],
    most: int,
) -> _Paths:
    """Return ways back from `end` to a start, no node twice, the shortest first.

    Source: the A* algorithm, over paths.

    Args:
        end: The first node of each path.
        before: Gives the nodes that lead to a node.
        distances: Node to its distance from a start; starts, at which paths end,
            have 0, and nodes that no start leads to none.
        most: How many at most.
    """
    found: list[tuple[str, ...]] = []
    # By how long the whole way is at least; of these first what is nearly whole.
    pending: list[tuple[int, int, tuple[str, ...]]] = []
    if end in distances:
        pending.append((distances[end], 0, (end,)))
    looked = 0
    while pending:
        _, _, path = heapq.heappop(pending)
        if len(path) > 1 and not distances[path[-1]]:
            if len(found) == most:
                return _Paths(found, complete=False)
            found.append(path)
            continue
        if looked > EFFORT:
            return _Paths(found, complete=False)
        for node in before(path[-1]):
            if node in distances and node not in path:
                looked += 1
                length = len(path) + distances[node]
                heapq.heappush(pending, (length, -len(path), (*path, node)))
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


def _way_back(node: str, routes: Mapping[str, Route]) -> list[str]:
    way = [node]
    while way[-1] in routes and routes[way[-1]].before:
        way.append(routes[way[-1]].before)
    return way[::-1]


def _elements(nodes: Iterable[str]) -> list[str]:
    return [node for node in nodes if not graph.is_gate(node)]
