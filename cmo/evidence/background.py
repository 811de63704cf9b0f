"""What is known of a theory before any passage is weighed."""

from __future__ import annotations

from collections import defaultdict
from functools import cached_property
from typing import TYPE_CHECKING

from cmo.evidence.inheritance import Neighbour, neighbours
from cmo.evidence.studies import includes, overlaps
from cmo.evidence.support import Use, study_of
from cmo.model.fingerprints import fingerprints

if TYPE_CHECKING:
    from cmo.evidence.gaps import Claim
    from cmo.model import Decision, EvidencePolicy, Theory


class Background:
    """What the evidence of a theory is seen against, worked out when asked for.

    It is the same whichever passages one goes by.
    """

    def __init__(self, theory: Theory) -> None:
        """Take `theory` with its sources."""
        self.theory = theory

    @cached_property
    def kinds(self) -> dict[str, str]:
        """Claim id to what the claim is, as `Support.kind`, in file order."""
        theory = self.theory
        return {
            **{e.id: e.kind.value for e in theory.elements},
            **{k.id: "link" for k in theory.links},
            **{c.id: "configuration" for c in theory.configurations},
            **{r.id: "rival" for r in theory.rivals},
        }

    @cached_property
    def records(self) -> dict[str, Claim]:
        """Claim id to the claim itself, in file order."""
        theory = self.theory
        parts = theory.elements, theory.links, theory.configurations, theory.rivals
        return {one.id: one for part in parts for one in part}

    @cached_property
    def uses(self) -> dict[str, list[Use]]:
        """Claim id to all the passages that bear on it."""
        found: defaultdict[str, list[Use]] = defaultdict(list)
        for source in self.theory.sources:
            for excerpt in source.excerpts:
                study = study_of(source, excerpt)
                for bears in excerpt.bears_on:
                    use = Use(source, excerpt, bears, study)
                    found[bears.claim].append(use)
        return dict(found)

    @cached_property
    def neighbours(self) -> dict[str, list[Neighbour]]:
        """As `inheritance.neighbours`."""
        return neighbours(self.theory)

    @cached_property
    def includes(self) -> dict[str, frozenset[str]]:
        """As `studies.includes`."""
        return includes(self.theory)

    @cached_property
    def overlaps(self) -> dict[str, set[str]]:
        """As `studies.overlaps`."""
        return overlaps(self.theory)

    @cached_property
    def decisions(self) -> dict[str, list[Decision]]:
        """Claim id to the decisions that name it."""
        found: defaultdict[str, list[Decision]] = defaultdict(list)
        for decision in self.theory.decisions:
            for claim in dict.fromkeys(decision.claims):
                found[claim].append(decision)
        return dict(found)

    @cached_property
    def fingerprints(self) -> dict[str, str]:
        """As `fingerprints.fingerprints`."""
        return fingerprints(self.theory)

    @cached_property
    def undeveloped(self) -> frozenset[str]:
        """Claims that say why they are left undeveloped."""
        return frozenset(k for k, one in self.records.items() if one.undeveloped)

    @cached_property
    def policies(self) -> dict[str, EvidencePolicy]:
        """Claim id to the policy that it has of its own."""
        return {
            claim: one.evidence_policy
            for claim, one in self.records.items()
            if one.evidence_policy is not None
        }
