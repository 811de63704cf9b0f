"""Coverage: for each claim, what the evidence says and how much there is."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from cmo.analysis.naming import labels
from cmo.analysis.structure import Structure, structure
from cmo.evidence import FOR, Evidence, State
from cmo.evidence.gaps import is_argued
from cmo.model.vocabulary import Bearing

if TYPE_CHECKING:
    from cmo.evidence import Support
    from cmo.evidence.gaps import Claim
    from cmo.model import Theory


@dataclass(frozen=True, slots=True)
class Counts:
    """Numbers of studies, by how their passages bear on a claim."""

    in_favour: int
    refuting: int
    no_effect: int
    inconclusive: int
    proposing: int


@dataclass(frozen=True, slots=True)
class Row:
    """What the evidence says of one claim.

    Attributes:
        label: What to show; for a link, "source → target (relation)".
        record: The claim itself.
        support: State, flags and passages.
        direct: Studies whose passages are about the claim itself.
        indirect: Studies whose passages are about something it can be argued from.
    """

    claim: str
    label: str
    record: Claim
    support: Support
    direct: Counts
    indirect: Counts


@dataclass(frozen=True, slots=True)
class Coverage:
    """The rows of all claims, the totals of those argued for, and the argument."""

    theory: Theory
    rows: tuple[Row, ...]
    structure: Structure

    @property
    def argued(self) -> tuple[Row, ...]:
        """The links, configurations, mechanisms and rivals that the team stands by."""
        return tuple(
            row for row in self.rows if is_argued(row.record, row.support.kind)
        )

    @property
    def totals(self) -> dict[State, int]:
        """State to the number of argued claims in it; every state is there."""
        found = Counter(row.support.state for row in self.argued)
        return {state: found[state] for state in State}

    @property
    def looked_at(self) -> int:
        """The number of argued claims with direct evidence, whatever it says."""
        return sum(row.support.is_direct for row in self.argued)

    @property
    def percent(self) -> float:
        """`looked_at` in percent of the argued claims; 0 if there are none."""
        return 100 * self.looked_at / len(self.argued) if self.argued else 0.0


def coverage(theory: Theory) -> Coverage:
    """Return what the evidence says of every claim of `theory`, in file order."""
    evidence = Evidence(theory)
    shown = labels(theory)
    return Coverage(
        theory,
        tuple(
            Row(
                claim=support.claim,
                label=shown[support.claim],
                record=evidence.background.records[support.claim],
                support=support,
                direct=_counts(support, direct=True),
                indirect=_counts(support, direct=False),
            )
            for support in evidence.all()
        ),
        structure(evidence),
    )


def _counts(support: Support, *, direct: bool) -> Counts:
    if not any(use.is_direct == direct for use in support.uses):
        return _NONE
    return Counts(
        in_favour=support.count(*FOR, direct=direct),
        refuting=support.count(Bearing.REFUTES, direct=direct),
        no_effect=support.count(Bearing.NO_EFFECT, direct=direct),
        inconclusive=support.count(Bearing.INCONCLUSIVE, direct=direct),
        proposing=support.count(Bearing.PROPOSES, direct=direct),
    )


_NONE = Counts(0, 0, 0, 0, 0)
