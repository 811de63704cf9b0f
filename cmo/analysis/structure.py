"""The structure of the argument: what leads to each outcome, and on what it hangs."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from cmo import graph
from cmo.analysis import necessity
from cmo.analysis.chains import Network
from cmo.analysis.loops import loops
from cmo.model.vocabulary import ElementKind

if TYPE_CHECKING:
    from cmo.analysis.chains import Chain
    from cmo.analysis.loops import Loops
    from cmo.evidence import Evidence


@dataclass(frozen=True, slots=True)
class Argument:
    """How the theory argues for one outcome.

    Attributes:
        outcome: Id of the outcome.
        steps: Of the chains from a start to it, the number of steps of one with
            the fewest that nothing direct supports; 0 if no chain leads to it.
        gaps: How many of these nothing direct supports.
        chain: That chain, unless it is too long to be shown.
        mechanisms: The mechanisms that every recorded chain to it passes through;
            None if that cannot be told, because the theory is too dense, or because
            the outcome waits for something that only it brings about.
        is_evidenced: Whether studies directly speak for every step of a chain.
        studies: The studies without which no such chain is left; one study here
            means that the outcome hangs on it.
    """

    outcome: str
    steps: int
    gaps: int
    chain: Chain | None
    mechanisms: tuple[str, ...] | None
    is_evidenced: bool
    studies: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Structure:
    """How a theory argues for its outcomes.

    Attributes:
        arguments: One for each outcome, in file order.
        loops: The feedback loops.
        not_told: What the theory is too dense to tell, in words; usually nothing.
    """

    arguments: tuple[Argument, ...]
    loops: Loops
    not_told: tuple[str, ...]

    @property
    def waiting(self) -> list[str]:
        """Outcomes that wait for something that only they bring about."""
        if _MECHANISMS in self.not_told:
            return []
        return [one.outcome for one in self.arguments if one.mechanisms is None]


_MECHANISMS = "which mechanisms every chain passes through"


def structure(evidence: Evidence) -> Structure:
    """Return how the theory of `evidence` argues for its outcomes."""
    network = Network(evidence)
    routes = network.routes()
    chains = network.along(routes)
    outcomes = graph.of_kind(network.theory, ElementKind.OUTCOME)
    led_to = {one: routes[one] for one in outcomes if one in routes}
    through = necessity.mechanisms(network.theory)
    waiting = led_to.keys() - (through or {}).keys()
    hanging = necessity.studies(network)
    found = loops(network)
    return Structure(
        tuple(
            Argument(
                outcome,
                led_to[outcome].steps if outcome in led_to else 0,
                led_to[outcome].gaps if outcome in led_to else 0,
                chains.get(outcome),
                None if outcome in waiting else (through or {}).get(outcome, ()),
                is_evidenced=outcome in (hanging or {}),
                studies=(hanging or {}).get(outcome, ()),
            )
            for outcome in outcomes
        ),
        found,
        tuple(
            told
            for told, is_whole in (
                (_MECHANISMS, through is not None),
                ("which studies every evidenced chain rests on", hanging is not None),
                ("all feedback loops; more than are listed", found.complete),
            )
            if not is_whole
        ),
    )


def evidenced(evidence: Evidence) -> frozenset[str] | None:
    """Return the outcomes that a chain leads to whose every step a study supports.

    None if the theory is too dense to tell.
    """
    reached = necessity.studies(Network(evidence))
    if reached is None:
        return None
    outcomes = graph.of_kind(evidence.theory, ElementKind.OUTCOME)
    return frozenset(one for one in outcomes if one in reached)
