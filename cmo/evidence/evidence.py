"""The support of every claim of a theory."""

from __future__ import annotations

from collections import defaultdict
from functools import cached_property
from typing import TYPE_CHECKING

from cmo.evidence.inheritance import neighbours
from cmo.evidence.policy import ASKED, unmet
from cmo.evidence.states import AGAINST, ARGUED, DECIDING, FOR, LOOKED, Flag, State
from cmo.evidence.studies import includes, independent, overlaps
from cmo.evidence.support import Support, Use
from cmo.model.fingerprints import fingerprints
from cmo.model.vocabulary import Bearing, Independence, Inference, Level, Role

if TYPE_CHECKING:
    from collections.abc import Callable, Container, Iterator

    from cmo.model import Decision, EvidencePolicy, Theory


class Evidence:
    """The support of every claim of a theory, worked out when asked for."""

    def __init__(
        self,
        theory: Theory,
        *,
        keep: Callable[[Use], bool] | None = None,
        inherit: bool = True,
        misquoted: Container[str] = frozenset(),
    ) -> None:
        """Take `theory` with its sources.

        Args:
            theory: The theory.
            keep: Which uses of passages to go by; without it, all.
            inherit: Whether evidence passes on to neighbours.
            misquoted: Passages whose quotation is not in the document's text.
        """
        self.theory = theory
        self._keep = keep
        self._inherit = inherit
        self._misquoted = misquoted
        self._known: dict[str, Support] = {}

    def of(self, claim: str) -> Support:
        """Return the support of the claim with this id.

        Raises:
            KeyError: The theory has no such claim.
        """
        if claim not in self._known:
            self._known[claim] = self._support(claim)
        return self._known[claim]

    def all(self) -> Iterator[Support]:
        """Yield the support of every claim, in the order of the theory's file."""
        return map(self.of, self.kinds)

    def argued(self) -> Iterator[Support]:
        """Yield the support of the claims that a theory has to argue for.

        That a context, an outcome or an intervention exists is seldom what is
        in doubt.
        """
        return (self.of(claim) for claim, kind in self.kinds.items() if kind in ARGUED)

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
    def uses(self) -> dict[str, list[Use]]:
        """Claim id to the passages that bear on it."""
        found: defaultdict[str, list[Use]] = defaultdict(list)
        for source in self.theory.sources:
            for excerpt in source.excerpts:
                for bears in excerpt.bears_on:
                    found[bears.claim].append(Use(source, excerpt, bears))
        if self._keep is None:
            return dict(found)
        kept = (
            (claim, list(filter(self._keep, uses))) for claim, uses in found.items()
        )
        return {claim: uses for claim, uses in kept if uses}

    @cached_property
    def _direct(self) -> dict[str, list[Use]]:
        """Claim id to the passages that are about the claim itself."""
        return {
            claim: [u for u in uses if u.is_direct] for claim, uses in self.uses.items()
        }

    @cached_property
    def neighbours(self) -> dict[str, list[tuple[str, frozenset[Role]]]]:
        """As `inheritance.neighbours`."""
        return neighbours(self.theory)

    @cached_property
    def _policies(self) -> dict[str, EvidencePolicy]:
        """Claim id to the policy that it has of its own."""
        theory = self.theory
        return {
            one.id: one.evidence_policy
            for part in (
                theory.elements,
                theory.links,
                theory.configurations,
                theory.rivals,
            )
            for one in part
            if one.evidence_policy is not None
        }

    def _unmet(self, claim: str, kind: str, uses: tuple[Use, ...]) -> tuple[str, ...]:
        general = self.theory.evidence_policy if kind in ASKED else None
        asked = self._policies.get(claim, general)
        return tuple(unmet(asked, kind, uses, self.includes)) if asked else ()

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
            for claim in decision.claims:
                found[claim].append(decision)
        return dict(found)

    @cached_property
    def fingerprints(self) -> dict[str, str]:
        """As `fingerprints.fingerprints`."""
        return fingerprints(self.theory)

    @cached_property
    def _undeveloped(self) -> frozenset[str]:
        theory = self.theory
        records = (
            *theory.elements,
            *theory.links,
            *theory.configurations,
            *theory.rivals,
        )
        return frozenset(one.id for one in records if one.undeveloped)

    @cached_property
    def _spoken(self) -> dict[str, set[tuple[Bearing, tuple[Role, ...]]]]:
        """Claim id to the bearings of its own passages, with what they cover."""
        return {
            claim: {(u.bears.bearing, u.bears.covers) for u in uses}
            for claim, uses in self.uses.items()
        }

    def _support(self, claim: str) -> Support:
        kind = self.kinds[claim]
        uses = tuple(self.uses.get(claim, ()))
        reached = self._inherited(claim, kind)
        state = self._state(claim, reached)
        decided = self.decisions.get(claim, [])
        missed = self._unmet(claim, kind, uses)
        flags = set(self._flags(claim, kind, state, uses, missed))
        return Support(
            claim=claim,
            kind=kind,
            state=state,
            flags=tuple(flag for flag in Flag if flag in flags),
            uses=uses,
            inherited_from=tuple(sorted({one for one, b in reached if b in LOOKED})),
            decisions=tuple(d.id for d in decided),
            unmet=missed,
            _includes=self.includes,
        )

    def reaching(self, claim: str) -> Iterator[tuple[str, list[Use]]]:
        """Yield the neighbours whose passages reach the claim, with those passages.

        Always as indirect evidence; neutral passages reach nothing.
        """
        is_whole = self.kinds[claim] == "configuration"
        for other, roles in self.neighbours.get(claim, ()) if self._inherit else ():
            uses = [
                use
                for use in self.uses.get(other, ())
                if use.bears.bearing is not Bearing.NEUTRAL
                and _reaches(use.bears.covers, roles, is_whole=is_whole)
            ]
            if uses:
                yield other, uses

    def _inherited(self, claim: str, kind: str) -> set[tuple[str, Bearing]]:
        """Return neighbours and bearings of their passages that reach the claim."""
        found: set[tuple[str, Bearing]] = set()
        if not self._inherit:
            return found
        is_whole = kind == "configuration"
        for other, roles in self.neighbours.get(claim, ()):
            # The few ways in which passages speak of a claim, not each passage.
            for bearing, covers in self._spoken.get(other, ()):
                if _reaches(covers, roles, is_whole=is_whole):
                    found.add((other, bearing))
        return found

    def _state(self, claim: str, reached: set[tuple[str, Bearing]]) -> State:
        direct = {u.bears.bearing for u in self._direct.get(claim, ())}
        if direct & FOR:
            return State.CONTESTED if direct & AGAINST else State.SUPPORTED
        for state in (State.OPPOSED, State.NO_EFFECT, State.INCONCLUSIVE):
            if direct & DECIDING[state]:
                return state
        own = {u.bears.bearing for u in self.uses.get(claim, ())}
        beside = own | {bearing for _, bearing in reached}
        if beside & LOOKED:
            return State.INDIRECT
        if Bearing.PROPOSES in beside:
            return State.THEORISED
        return State.UNDEVELOPED if claim in self._undeveloped else State.UNSUPPORTED

    def _flags(
        self,
        claim: str,
        kind: str,
        state: State,
        uses: tuple[Use, ...],
        missed: tuple[str, ...],
    ) -> Iterator[Flag]:
        wanted = DECIDING.get(state, frozenset())
        direct = self._direct.get(claim, ())
        deciding = [u for u in direct if u.bears.bearing in wanted]
        if state is State.INDIRECT:
            deciding = [u for u in uses if u.bears.bearing in LOOKED]
        if deciding:
            yield from self._shared(deciding)
        if kind == "configuration":
            yield from self._of_parts(claim, is_for=bool(wanted & FOR))
        if self._is_decided(claim, uses):
            yield Flag.DECIDED
        if self._is_suspect(claim, uses):
            yield Flag.SUSPECT
        if missed:
            yield Flag.POLICY_UNMET
        if any(u.passage in self._misquoted for u in uses):
            yield Flag.QUOTE_NOT_FOUND

    def _shared(self, deciding: list[Use]) -> Iterator[Flag]:
        studies = {u.study for u in deciding}
        if independent(studies, self.includes) == 1:
            yield Flag.SINGLE_STUDY
        for flag, holds in _SHARED.items():
            if all(map(holds, deciding)):
                yield flag
        if any(u.bears.bearing is Bearing.REFINES for u in deciding):
            yield Flag.REFINED
        if self.overlaps and any(
            self.overlaps.get(s, set()) & studies for s in studies
        ):
            yield Flag.OVERLAPPING

    def _is_suspect(self, claim: str, uses: tuple[Use, ...]) -> bool:
        """Tell whether a passage was reviewed when the claim read otherwise."""
        stamps = [u.bears.reviewed for u in uses if u.bears.reviewed]
        return bool(stamps) and any(
            stamp.fingerprint != self.fingerprints[claim] for stamp in stamps
        )

    def _of_parts(self, configuration: str, *, is_for: bool) -> Iterator[Flag]:
        having = self._roles_with_studies(configuration)
        if all(having.values()):
            if not set.intersection(*having.values()):
                yield Flag.FRAGMENTS_ONLY
        elif is_for:
            yield Flag.PARTLY_COVERED

    def _roles_with_studies(self, configuration: str) -> dict[Role, set[str]]:
        """Return C, M and O with the studies that speak for each, here or as a part."""
        having: dict[Role, set[str]] = {role: set() for role in Role}
        for use in self._direct.get(configuration, ()):
            if use.bears.bearing in FOR:
                for role in use.bears.covers or Role:
                    having[role].add(use.study)
        for part, roles in self.neighbours.get(configuration, ()):
            for role in roles:
                having[role] |= self._favouring.get(part, frozenset())
        return having

    @cached_property
    def _favouring(self) -> dict[str, frozenset[str]]:
        """Claim id to the studies that directly speak for it."""
        return {
            claim: frozenset(u.study for u in uses if u.bears.bearing in FOR)
            for claim, uses in self._direct.items()
        }

    def _is_decided(self, claim: str, uses: tuple[Use, ...]) -> bool:
        """Tell whether a verdict was given on every source that bears on it."""
        if claim not in self.decisions:
            return False
        bearing = {u.source.id for u in uses if u.bears.bearing is not Bearing.NEUTRAL}
        return any(
            decision.verdict is not None and bearing <= set(decision.sources)
            for decision in self.decisions[claim]
        )


def _reaches(
    covers: tuple[Role, ...], roles: frozenset[Role], *, is_whole: bool
) -> bool:
    """Tell whether a passage that covers so much of a configuration reaches a part.

    Only a passage on a configuration says what it covers: one on a part reaches
    the whole.
    """
    return is_whole or not covers or roles <= set(covers)


_SHARED: dict[Flag, Callable[[Use], bool]] = {
    Flag.AFFILIATED_ONLY: lambda u: u.independence is Independence.AFFILIATED,
    Flag.LOW_RIGOUR_ONLY: lambda u: u.appraisal("rigour") is Level.LOW,
    Flag.THIN_ONLY: lambda u: u.appraisal("richness") is Level.LOW,
    Flag.REPORTED_ONLY: lambda u: bool(u.excerpt.reported_from),
    Flag.INFERRED_ONLY: lambda u: u.bears.inference is Inference.INFERRED,
}
