"""The support of every claim of a theory."""

from __future__ import annotations

from collections import defaultdict
from functools import cached_property
from typing import TYPE_CHECKING

from cmo.evidence.inheritance import neighbours
from cmo.evidence.states import AGAINST, ARGUED, DECIDING, FOR, LOOKED, Flag, State
from cmo.evidence.studies import includes, independent, overlaps
from cmo.evidence.support import Support, Use
from cmo.model.fingerprints import fingerprints
from cmo.model.vocabulary import Bearing, Independence, Inference, Level, Role

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from cmo.model import Decision, EvidencePolicy, Theory


class Evidence:
    """The support of every claim of a theory, worked out when asked for."""

    def __init__(self, theory: Theory) -> None:
        """Take `theory` with its sources."""
        self.theory = theory
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
        return dict(found)

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
    def _fingerprints(self) -> dict[str, str]:
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
        return Support(
            claim=claim,
            kind=kind,
            state=state,
            flags=tuple(self._flags(claim, kind, state, uses)),
            uses=uses,
            inherited_from=tuple(sorted({one for one, b in reached if b in LOOKED})),
            decisions=tuple(d.id for d in decided),
            _includes=self.includes,
        )

    def _inherited(self, claim: str, kind: str) -> set[tuple[str, Bearing]]:
        """Return neighbours and bearings of their passages that reach the claim."""
        found = set()
        for other, roles in self.neighbours.get(claim, ()):
            for bearing, covers in self._spoken.get(other, ()):
                # Only a passage on a configuration says which roles it covers.
                if kind == "configuration" or not covers or roles <= set(covers):
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
        self, claim: str, kind: str, state: State, uses: tuple[Use, ...]
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
        if deciding and all(u.excerpt.reported_from for u in deciding):
            yield Flag.REPORTED_ONLY
        studies = {u.study for u in deciding}
        if self.overlaps and any(
            self.overlaps.get(s, set()) & studies for s in studies
        ):
            yield Flag.OVERLAPPING
        if any(u.bears.reviewed for u in uses):
            now = self._fingerprints[claim]
            if any(
                u.bears.reviewed and u.bears.reviewed.fingerprint != now for u in uses
            ):
                yield Flag.SUSPECT
        policy = self.theory.evidence_policy
        if policy and not _meets(policy, kind, uses, self.includes):
            yield Flag.POLICY_UNMET

    def _shared(self, deciding: list[Use]) -> Iterator[Flag]:
        if independent({u.study for u in deciding}, self.includes) == 1:
            yield Flag.SINGLE_STUDY
        for flag, holds in _SHARED.items():
            if all(map(holds, deciding)):
                yield flag
        if any(u.bears.bearing is Bearing.REFINES for u in deciding):
            yield Flag.REFINED

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


def _meets(
    policy: EvidencePolicy,
    kind: str,
    uses: tuple[Use, ...],
    includes: Mapping[str, frozenset[str]],
) -> bool:
    favour = [u for u in uses if u.is_direct and u.bears.bearing in FOR]
    studies = independent({u.study for u in favour}, includes)
    if policy.min_studies is not None and studies < policy.min_studies:
        return False
    if policy.independent and not any(map(_is_independent, favour)):
        return False
    least = _RIGOUR.get(policy.min_rigour or Level.NOT_ASSESSED, 0)
    if least and not any(_RIGOUR[u.appraisal("rigour")] >= least for u in favour):
        return False
    return not (
        policy.whole_configuration
        and kind == "configuration"
        and not any(set(u.bears.covers or Role) == set(Role) for u in favour)
    )


def _judged(use: Use, judgement: Independence) -> bool:
    own = use.source.independence
    return own is not None and own.judgement is judgement


def _is_independent(use: Use) -> bool:
    return _judged(use, Independence.INDEPENDENT)


_RIGOUR = {Level.NOT_ASSESSED: 0, Level.LOW: 1, Level.MODERATE: 2, Level.HIGH: 3}

_SHARED: dict[Flag, Callable[[Use], bool]] = {
    Flag.AFFILIATED_ONLY: lambda u: _judged(u, Independence.AFFILIATED),
    Flag.LOW_RIGOUR_ONLY: lambda u: u.appraisal("rigour") is Level.LOW,
    Flag.THIN_ONLY: lambda u: u.appraisal("richness") is Level.LOW,
    Flag.INFERRED_ONLY: lambda u: u.bears.inference is Inference.INFERRED,
}
