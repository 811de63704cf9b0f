"""The support of every claim of a theory."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from cmo.evidence.background import Background
from cmo.evidence.gaps import is_argued
from cmo.evidence.policy import ASKED, unmet
from cmo.evidence.states import DECIDING, FOR, LOOKED, Flag, State, deciding
from cmo.evidence.studies import independent
from cmo.evidence.support import Support, Use
from cmo.model.fingerprints import is_suspect
from cmo.model.vocabulary import Bearing, Independence, Inference, Level, Role

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from cmo.model import Decision, Theory

    # How a passage speaks of a claim: its bearing, and what it covers.
    _Way = tuple[Bearing, tuple[Role, ...]]


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
            for one in (claim, *(other.claim for other in near))
        )

    def all(self) -> Iterator[Support]:
        """Yield the support of every claim, in the order of the theory's file."""
        return map(self.of, self.kinds)

    def argued(self) -> Iterator[Support]:
        """Yield the support of the claims that a theory has to argue for.

        That a context, an outcome or an intervention exists is seldom what is
        in doubt; and for what was given up nobody argues.
        """
        return (self.of(claim) for claim in self.kinds if self.is_argued(claim))

    def is_argued(self, claim: str) -> bool:
        """Tell whether the theory has to argue for the claim with this id."""
        return is_argued(self.background.records[claim], self.kinds[claim])

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
    def _spoken(self) -> dict[str, set[_Way]]:
        """Claim id to how its own passages speak of it; neutral ones do not."""
        return {
            claim: {
                (u.bears.bearing, u.bears.covers)
                for u in uses
                if u.bears.bearing is not Bearing.NEUTRAL
            }
            for claim, uses in self.uses.items()
        }

    def _support(self, claim: str) -> Support:
        kind = self.kinds[claim]
        uses = tuple(self.uses.get(claim, ()))
        inherited = {
            (other, bearing)
            for other, ways in self._ways_to(claim)
            for bearing, _ in ways
        }
        state = self._state(claim, {bearing for _, bearing in inherited})
        decided = self.background.decisions.get(claim, [])
        missed = self._unmet(claim, kind, uses)
        flags = set(self._flags(claim, kind, state, uses, missed))
        return Support(
            claim=claim,
            kind=kind,
            state=state,
            flags=tuple(sorted(flags, key=_FLAGS.index)),
            uses=uses,
            inherited_from=tuple(sorted({one for one, b in inherited if b in LOOKED})),
            decisions=tuple(d.id for d in decided),
            unmet=missed,
            _includes=self.background.includes,
        )

    def reaching(self, claim: str) -> Iterator[tuple[str, list[Use]]]:
        """Yield the neighbours whose passages reach the claim, with those passages.

        Always as indirect evidence; neutral passages reach nothing.
        """
        for other, ways in self._ways_to(claim):
            yield (
                other,
                [
                    use
                    for use in self.uses[other]
                    if (use.bears.bearing, use.bears.covers) in ways
                ],
            )

    def _ways_to(self, claim: str) -> Iterator[tuple[str, set[_Way]]]:
        """Yield the neighbours with passages that reach the claim, and how these speak.

        Only a passage on a configuration says what it covers: one on a part reaches
        the whole.
        """
        if not self._inherit:
            return
        is_whole = self.kinds[claim] == "configuration"
        for other in self.background.neighbours.get(claim, ()):
            # The few ways in which passages speak of a claim, not each passage.
            ways = self._spoken.get(other.claim)
            if ways and not is_whole:
                ways = {
                    (bearing, covers)
                    for bearing, covers in ways
                    if not covers or other.needed.issubset(covers)
                }
            if ways:
                yield other.claim, ways

    def _state(self, claim: str, inherited: set[Bearing]) -> State:
        direct = {u.bears.bearing for u in self._direct.get(claim, ())}
        if state := deciding(direct):
            return state
        own = {u.bears.bearing for u in self.uses.get(claim, ())}
        beside = own | inherited
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
        if self.standing_decisions(claim):
            yield Flag.DECIDED
        if self._is_suspect(uses):
            yield Flag.SUSPECT
        if missed:
            yield Flag.POLICY_UNMET
        if self._misquoted and any(
            u.passage in self._misquoted and not _is_neutral(u) for u in uses
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
        having = self.studies_by_role(configuration)
        if all(having.values()):
            if not set.intersection(*having.values()):
                yield Flag.FRAGMENTS_ONLY
        elif is_for:
            yield Flag.PARTLY_COVERED

    def studies_by_role(self, configuration: str) -> dict[Role, set[str]]:
        """Return C, M and O of a configuration with the studies that speak for each.

        In passages on the configuration itself, and in those on its parts: these
        speak for the roles that the part plays. A study of what an intervention does
        to a mechanism speaks for the mechanism.
        """
        having: dict[Role, set[str]] = {role: set() for role in Role}
        for use in self._direct.get(configuration, ()):
            if use.bears.bearing in FOR:
                for role in use.bears.covers or Role:
                    having[role].add(use.study)
        for part in self.background.neighbours.get(configuration, ()):
            for role in part.evidenced:
                having[role] |= self._favouring.get(part.claim, frozenset())
        return having

    @cached_property
    def _favouring(self) -> dict[str, frozenset[str]]:
        """Claim id to the studies that directly speak for it."""
        return {
            claim: frozenset(u.study for u in uses if u.bears.bearing in FOR)
            for claim, uses in self._direct.items()
        }

    def standing_decisions(self, claim: str) -> tuple[Decision, ...]:
        """Return the decisions on a claim that no later one has overtaken.

        Only those with a verdict, on every source with a passage on the claim that
        is not neutral: another source reopens it. Of these the latest; mostly it is
        one. Those whose dates do not tell which is later ("2022" and "2022-05", or
        one without a date) stand side by side, in file order.
        """
        if not (decisions := self.background.decisions.get(claim)):
            return ()
        bearing = {u.source.id for u in self.uses.get(claim, ()) if not _is_neutral(u)}
        made = [
            one
            for one in decisions
            if one.verdict is not None and bearing.issubset(one.sources)
        ]
        return tuple(
            one for one in made if not any(_is_later(other, one) for other in made)
        )


def _is_neutral(use: Use) -> bool:
    return use.bears.bearing is Bearing.NEUTRAL


def _is_later(one: Decision, other: Decision) -> bool:
    """Tell whether `one` was surely made later; a date may lack month or day."""
    if not (one.date and other.date):
        return False
    pairs = zip(one.date.split("-"), other.date.split("-"), strict=False)
    return next((mine > its for mine, its in pairs if mine != its), False)


_FLAGS = tuple(Flag)
_SHARED: dict[Flag, Callable[[Use], bool]] = {
    Flag.AFFILIATED_ONLY: lambda u: u.independence is Independence.AFFILIATED,
    Flag.LOW_RIGOUR_ONLY: lambda u: u.appraisal("rigour") is Level.LOW,
    Flag.THIN_ONLY: lambda u: u.appraisal("richness") is Level.LOW,
    Flag.REPORTED_ONLY: lambda u: bool(u.excerpt.reported_from),
    Flag.INFERRED_ONLY: lambda u: u.bears.inference is Inference.INFERRED,
}
