"""Feedback loops, and whether they add to themselves or hold themselves back."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING

from cmo import graph
from cmo.analysis.chains import EFFORT, Chain
from cmo.model.vocabulary import Sign, Vocabulary

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from cmo.analysis.chains import Network
    from cmo.model import Theory

# Elements that lead back to one another can do so in more ways than anybody could
# read; so many are listed.
MOST = 50


class Feedback(Vocabulary):
    """What going once round a feedback loop does."""

    REINFORCING = "reinforcing", "a change comes back as more of the same"
    BALANCING = "balancing", "a change comes back as its opposite"
    UNKNOWN = "unknown", "the sign of a step is not known"


_FEEDBACK = {
    Sign.PLUS: Feedback.REINFORCING,
    Sign.MINUS: Feedback.BALANCING,
    Sign.UNKNOWN: Feedback.UNKNOWN,
}


@dataclass(frozen=True, slots=True)
class FeedbackLoop:
    """Steps that lead back to where they start, with their sign."""

    round_trip: Chain

    @property
    def feedback(self) -> Feedback:
        """Whether it is reinforcing or balancing: the product of its signs."""
        return _FEEDBACK[self.round_trip.sign]


@dataclass(frozen=True, slots=True)
class Loops:
    """The feedback loops of a theory.

    Attributes:
        found: Each once, from its first element in alphabetical order.
        complete: Whether these are all there are.
    """

    found: tuple[FeedbackLoop, ...]
    complete: bool


def loops(network: Network) -> Loops:
    """Return the feedback loops among the chains; of too many, the shortest found.

    Source: Johnson (1975) for listing them, as networkx does; the names are those
    of system dynamics.
    """
    after = _after(network.theory)
    ways = list(islice(_ways_round(after), MOST + 1))
    is_whole = len(ways) <= MOST
    if not is_whole:
        short = islice(_short_ways_round(after), MOST)
        ways = list(dict.fromkeys([*short, *ways]))[:MOST]
    return Loops(
        tuple(
            FeedbackLoop(_round_trip(network, way))
            for way in sorted(ways, key=lambda way: (len(way), way))
        ),
        is_whole,
    )


def _after(theory: Theory) -> dict[str, list[str]]:
    """Return the elements that can be in loops, each with those it leads to."""
    after: dict[str, list[str]] = {}
    for part in graph.feedback(theory):
        for node in filter(lambda node: not graph.is_gate(node), part):
            found: set[str] = set()
            for effect in part.succ[node]:
                is_gate = graph.is_gate(effect)
                found.update(part.succ[effect] if is_gate else [effect])
            after[node] = sorted(found - {node})
    return dict(sorted(after.items()))


def _ways_round(after: Mapping[str, list[str]]) -> Iterator[tuple[str, ...]]:
    """Yield every way round, from its first element in alphabetical order."""
    if not after:
        return
    # Imported late: few theories have loops.
    import networkx as nx

    # Which of many it finds first depends on how its nodes hash: numbers do so in
    # the same way in each run.
    names = list(after)
    numbers = {name: i for i, name in enumerate(names)}
    steps: nx.DiGraph[int] = nx.DiGraph()
    steps.add_edges_from((numbers[c], numbers[e]) for c in after for e in after[c])
    for cycle in nx.simple_cycles(steps):
        first = cycle.index(min(cycle))
        yield tuple(names[i] for i in (*cycle[first:], *cycle[:first]))


def _short_ways_round(after: Mapping[str, list[str]]) -> Iterator[tuple[str, ...]]:
    """Yield ways round, the shortest first, as far as a bounded search finds them."""
    near = {node: set(effects) for node, effects in after.items()}
    pending: deque[tuple[str, ...]] = deque((node,) for node in after)
    looked = 0
    while pending and looked < EFFORT:
        path = pending.popleft()
        for node in after[path[-1]]:
            # A way round is looked for from its first element only.
            if node > path[0] and node not in path:
                looked += 1
                pending.append((*path, node))
                if path[0] in near[node]:
                    yield pending[-1]


def _round_trip(network: Network, way: tuple[str, ...]) -> Chain:
    return Chain(tuple(map(network.step, way, (*way[1:], way[0]))))
