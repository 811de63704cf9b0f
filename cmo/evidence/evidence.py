"""The support of every claim of a theory."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from cmo.evidence.background import Background
from cmo.evidence.policy import ASKED, unmet
from cmo.evidence.states import AGAINST, ARGUED, DECIDING, FOR, LOOKED, Flag, State
from cmo.evidence.studies import independent
from cmo.evidence.support import Support, Use
from cmo.model.fingerprints import is_suspect
from cmo.model.vocabulary import Bearing, Independence, Inference, Level, Role

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from cmo.model import Theory


class Evidence:
    """The support of every claim of a theory, worked out when asked for."""

    def __init__(
        self,
        theory: Theory,
        *,
        keep: Callable[[Use], bool] | None = None,
        inherit: bool = True,
        misquoted: frozenset[str] = frozenset(),
    ) -> None:
        """Take `theory` with its sources.

        Args:
            theory: The theory.
            keep: Which uses of passages to go by; without it, all.
            inherit: Whether evidence passes on to neighbours.
            misquoted: Passages whose quotation is not in the document's text.
        """
        self.theory = theory
        self.background = Background(theory)
        self._keep = keep
        self._inherit = inherit
        self._misquoted = misquoted
        self._known: dict[str, Support] = {}
        # The evidence that this is a part of, where both can be compared.
        self._whole: Evidence | None = None

    def going_by(
        self, keep: Callable[[Use], bool], *, inherit: bool = True
    ) -> Evidence:
        """Return the evidence of the same theory that only some passages give."""
        other = Evidence(self.theory, keep=keep, inherit=inherit)
        other.background = self.background
        other._whole = self if inherit and self._keep is None else None
        return other

    def of(self, claim: str) -> Support:
        """Return the support of the claim with this id.

        Raises:
            KeyError: The theory has no such claim.
        """
        if claim not in self._known:
            whole = self._whole
            self._known[claim] = (
                whole.of(claim)
                if whole is not None and self._is_as_in(whole, claim)
                else self._support(claim)
            )
        return self._known[claim]

    def _is_as_in(self, whole: Evidence, claim: str) -> bool:
        """Tell whether no passage on the claim, or that reaches it, is left out."""
        near = self.background.neighbours.get(claim, ())
        return all(
            len(self.uses.get(one, ())) == len(whole.uses.get(one, ()))
            for one in (claim, *(other for other, _ in near))
        )

    def all(self) -> Iterator[Support]:
        """Yield the support of every claim, in the order of the theory's file."""
        return map(self.of, self.kinds)

    def argued(self) -> Iterator[Support]:
        """Yield the support of the claims that a theory has to argue for.

        That a context, an outcome or an intervention exists is seldom what is
        in doubt.
        """
        return (self.of(claim) for claim, kind in self.kinds.items() if kind in ARGUED)

    @property
    def kinds(self) -> dict[str, str]:
        """Claim id to what the claim is, as `Support.kind`, in file order."""
        return self.background.kinds

    @cached_property
    def uses(self) -> dict[str, list[Use]]:
        """Claim id to the passages that bear on it, of those to go by."""
        if self._keep is None:
            return self.background.uses
        kept = (
            (claim, list(filter(self._keep, uses)))
            for claim, uses in self.background.uses.items()
        )
        return {claim: uses for claim, uses in kept if uses}

    @cached_property
    def _direct(self) -> dict[str, list[Use]]:
        """Claim id to the passages that are about the claim itself."""
        return {
            claim: [u for u in uses if u.is_direct] for claim, uses in self.uses.items()
        }

    def _unmet(self, claim: str, kind: str, uses: tuple[Use, ...]) -> tuple[str, ...]:
        general = self.theory.evidence_policy if kind in ASKED else None
        asked = self.background.policies.get(claim, general)
        return (
            tuple(unmet(asked, kind, uses, self.background.includes)) if asked else ()
        )

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
        decided = self.background.decisions.get(claim, [])
        missed = self._unmet(claim, kind, uses)
        flags = set(self._flags(claim, kind, state, uses, missed))
        return Support(
            claim=claim,
            kind=kind,
            state=state,
            flags=tuple(sorted(flags, key=_FLAGS.index)),
            uses=uses,
            inherited_from=tuple(sorted({one for one, b in reached if b in LOOKED})),
            decisions=tuple(d.id for d in decided),
            unmet=missed,
            _includes=self.background.includes,
        )

    def reaching(self, claim: str) -> Iterator[tuple[str, list[Use]]]:
        """Yield the neighbours whose passages reach the claim, with those passages.

        Always as indirect evidence; neutral passages reach nothing.
        """
        is_whole = self.kinds[claim] == "configuration"
        for other, roles in (
            self.background.neighbours.get(claim, ()) if self._inherit else ()
        ):
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
        for other, roles in self.background.neighbours.get(claim, ()):
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
        return (
            State.UNDEVELOPED
            if claim in self.background.undeveloped
            else State.UNSUPPORTED
        )

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
        if self._is_suspect(uses):
            yield Flag.SUSPECT
        if missed:
            yield Flag.POLICY_UNMET
        if self._misquoted and any(
            u.passage in self._misquoted and u.bears.bearing is not Bearing.NEUTRAL
            for u in uses
        ):
            yield Flag.QUOTE_NOT_FOUND

    def _shared(self, deciding: list[Use]) -> Iterator[Flag]:
        studies = {u.study for u in deciding}
        if independent(studies, self.background.includes) == 1:
            yield Flag.SINGLE_STUDY
        for flag, holds in _SHARED.items():
            if all(map(holds, deciding)):
                yield flag
        if any(u.bears.bearing is Bearing.REFINES for u in deciding):
            yield Flag.REFINED
        if self.background.overlaps and any(
            self.background.overlaps.get(s, set()) & studies for s in studies
        ):
            yield Flag.OVERLAPPING

    def _is_suspect(self, uses: tuple[Use, ...]) -> bool:
        """Tell whether a passage was reviewed when the claim read otherwise."""
        # Fingerprints are made only where there is a stamp to hold them against.
        return any(
            u.bears.reviewed and is_suspect(u.bears, self.background.fingerprints)
            for u in uses
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
        for part, roles in self.background.neighbours.get(configuration, ()):
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
        if claim not in self.background.decisions:
            return False
        bearing = {u.source.id for u in uses if u.bears.bearing is not Bearing.NEUTRAL}
        return any(
            decision.verdict is not None and bearing <= set(decision.sources)
            for decision in self.background.decisions[claim]
        )


def _reaches(
    covers: tuple[Role, ...], roles: frozenset[Role], *, is_whole: bool
) -> bool:
    """Tell whether a passage that covers so much of a configuration reaches a part.

    Only a passage on a configuration says what it covers: one on a part reaches
    the whole.
    """
    return is_whole or not covers or roles <= set(covers)


_FLAGS = tuple(Flag)
_SHARED: dict[Flag, Callable[[Use], bool]] = {
    Flag.AFFILIATED_ONLY: lambda u: u.independence is Independence.AFFILIATED,
    Flag.LOW_RIGOUR_ONLY: lambda u: u.appraisal("rigour") is Level.LOW,
    Flag.THIN_ONLY: lambda u: u.appraisal("richness") is Level.LOW,
    Flag.REPORTED_ONLY: lambda u: bool(u.excerpt.reported_from),
    Flag.INFERRED_ONLY: lambda u: u.bears.inference is Inference.INFERRED,
}
