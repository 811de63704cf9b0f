"""Feedback loops, and whether they add to themselves or hold themselves back."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING

from cmo import graph
from cmo.analysis.chains import Chain
from cmo.model.vocabulary import Sign, Vocabulary

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cmo.analysis.chains import Network

# Elements that lead back to one another can do so in more ways than anybody could
# read; so many rounds are looked at in all.
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
    """Return the feedback loops among the chains.

    Source: Johnson (1975) for listing them, as networkx does; the names are those
    of system dynamics.
    """
    ways = list(islice(_ways_round(network), MOST + 1))
    rounds = sorted(set(ways[:MOST]), key=lambda way: (len(way), way))
    return Loops(
        tuple(FeedbackLoop(_round_trip(network, way)) for way in rounds),
        complete=len(ways) <= MOST,
    )


def _ways_round(network: Network) -> Iterator[tuple[str, ...]]:
    parts = graph.feedback(network.theory)
    if not parts:
        return
    # Imported late: few theories have loops.
    import networkx as nx

    for part in parts:
        for cycle in nx.simple_cycles(part):
            way = [node for node in cycle if not graph.is_gate(node)]
            first = way.index(min(way))
            yield (*way[first:], *way[:first])


def _round_trip(network: Network, way: tuple[str, ...]) -> Chain:
    return Chain(tuple(map(network.step, way, (*way[1:], way[0]))))
