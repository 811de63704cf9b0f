"""What the evidence says of each claim: states, flags and counts of studies.

Nothing here judges. A state records which passages bear on a claim, a flag
what they have in common, and counts are counts of studies, never of documents
or mentions. No confidence, strength or rank is computed.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from cmo.model.fingerprints import fingerprints
from cmo.model.vocabulary import (
    Activation,
    Bearing,
    Directness,
    Independence,
    Inference,
    Level,
    Relation,
    Role,
    Vocabulary,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from cmo.model import (
        Appraisal,
        BearsOn,
        Configuration,
        Decision,
        EvidencePolicy,
        Excerpt,
        Source,
        Theory,
    )


class State(Vocabulary):
    """What the passages say of a claim, taken together."""

    CONTESTED = "contested", "studies speak for it, and others against it"
    SUPPORTED = "supported", "at least one study speaks for it, none against"
    OPPOSED = "opposed", "studies found the opposite, none speaks for it"
    NO_EFFECT = (
        "no_effect",
        "somebody tested it and found no robust effect; no proof that there is none",
    )
    INCONCLUSIVE = (
        "inconclusive",
        "somebody looked, and the evidence is too weak to say",
    )
    INDIRECT = "indirect", "only indirect or inherited passages bear on it"
    THEORISED = "theorised", "it is assumed or proposed, without data"
    UNDEVELOPED = "undeveloped", "nobody looked, and the team says why"
    UNSUPPORTED = "unsupported", "nobody looked"


class Flag(Vocabulary):
    """What the passages that decide a state have in common."""

    SINGLE_STUDY = "single_study", "the state rests on one study"
    AFFILIATED_ONLY = (
        "affiliated_only",
        "all of it comes from sources tied to the programme's owners or funders",
    )
    LOW_RIGOUR_ONLY = "low_rigour_only", "all of it was appraised as of low rigour"
    THIN_ONLY = "thin_only", "all of it was appraised as of low richness"
    INFERRED_ONLY = "inferred_only", "no passage says it; coders infer it"
    REFINED = "refined", "a passage supports it only with a change to the claim"
    FRAGMENTS_ONLY = (
        "fragments_only",
        "C, M and O are each evidenced, but by no study together",
    )
    DECIDED = "decided", "a decision weighed every source that bears on it"
    REPORTED_ONLY = "reported_only", "only works that were cited and not read"
    OVERLAPPING = "overlapping", "studies behind it share sites, data or investigators"
    SUSPECT = "suspect", "its text changed after a passage was linked to it"
    POLICY_UNMET = "policy_unmet", "it does not meet the team's own evidence policy"


FOR = frozenset({Bearing.SUPPORTS, Bearing.REFINES})
AGAINST = frozenset({Bearing.REFUTES, Bearing.NO_EFFECT})
# Data of any outcome: somebody looked.
LOOKED = FOR | AGAINST | {Bearing.INCONCLUSIVE}

# States that direct passages decide, and the bearings that do so.
DECIDING = {
    State.CONTESTED: FOR | AGAINST,
    State.SUPPORTED: FOR,
    State.OPPOSED: frozenset({Bearing.REFUTES}),
    State.NO_EFFECT: frozenset({Bearing.NO_EFFECT}),
    State.INCONCLUSIVE: frozenset({Bearing.INCONCLUSIVE}),
}


class Use(NamedTuple):
    """One use of a passage: how an excerpt of a source bears on a claim."""

    source: Source
    excerpt: Excerpt
    bears: BearsOn

    @property
    def study(self) -> str:
        """Return the study that speaks: the passage's own, or its document's."""
        return self.excerpt.study or self.source.study or self.source.id

    @property
    def passage(self) -> str:
        """Return the passage's id, ``source-id#excerpt-id``."""
        return f"{self.source.id}#{self.excerpt.id}"

    @property
    def is_direct(self) -> bool:
        """Tell whether the passage is about this claim itself."""
        return self.bears.directness is Directness.DIRECT

    def appraisal(self, part: str) -> Level:
        """Return relevance, richness or rigour: the passage's judgement wins."""
        for one in (self.excerpt.appraisal, self.source.appraisal):
            level = _level(one, part)
            if level is not Level.NOT_ASSESSED:
                return level
        return Level.NOT_ASSESSED


@dataclass(frozen=True, slots=True)
class Support:
    """What the evidence says of one claim.

    Attributes:
        claim: The claim's id.
        kind: ``"element"``, ``"link"``, ``"configuration"`` or ``"rival"``.
        state: The first line of the states that fits.
        flags: In the order of `Flag`.
        uses: The claim's own passages, neutral ones included, in file order.
        inherited_from: Claims whose passages reach this one, one step away.
        decisions: Ids of the decisions that name the claim.
    """

    claim: str
    kind: str
    state: State
    flags: tuple[Flag, ...]
    uses: tuple[Use, ...]
    inherited_from: tuple[str, ...]
    decisions: tuple[str, ...]
    _includes: Mapping[str, frozenset[str]]

    def studies(self, bearings: Iterable[Bearing], *, direct: bool = True) -> list[str]:
        """Return the studies whose passages bear so, each named once, sorted.

        Args:
            bearings: Which bearings to look for.
            direct: Passages about the claim itself; else the indirect ones.
        """
        wanted = frozenset(bearings)
        return sorted(
            {
                u.study
                for u in self.uses
                if u.bears.bearing in wanted and u.is_direct == direct
            }
        )

    def count(self, *bearings: Bearing, direct: bool = True) -> int:
        """Return the number of studies whose passages bear so; see `independent`."""
        return independent(self.studies(bearings, direct=direct), self._includes)

    @property
    def documents(self) -> list[str]:
        """Return the ids of the sources with a passage that is not neutral."""
        return sorted(
            {u.source.id for u in self.uses if u.bears.bearing is not Bearing.NEUTRAL}
        )

    @property
    def is_direct(self) -> bool:
        """Tell whether somebody looked at the claim itself, whatever they found."""
        return self.state in DECIDING


def independent(studies: Iterable[str], includes: Mapping[str, frozenset[str]]) -> int:
    """Return how many of `studies` can be counted, none included in another.

    That is the size of the largest set in which no study is part of a review
    that is counted too. Adding a study never makes it smaller.

    Args:
        studies: Study ids.
        includes: Review to the studies it synthesises, transitively.
    """
    nodes = set(studies)
    pairs = [
        (a, b)
        for a in nodes
        for b in includes.get(a, ())
        # Two that include each other, by mistake, are ordered by name.
        if b in nodes and (a < b or a not in includes.get(b, ()))
    ]
    if not pairs:
        return len(nodes)
    # Dilworth: in an order, the largest antichain is what a maximum matching
    # of the comparable pairs leaves over.
    import networkx as nx

    graph: nx.Graph[tuple[str, str]] = nx.Graph()
    graph.add_nodes_from((("whole", n) for n in nodes), bipartite=0)
    graph.add_nodes_from((("part", n) for n in nodes), bipartite=1)
    graph.add_edges_from((("whole", a), ("part", b)) for a, b in pairs)
    tops = {("whole", n) for n in nodes}
    matching = nx.bipartite.hopcroft_karp_matching(graph, top_nodes=tops)
    return len(nodes) - len(matching) // 2


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

    @cached_property
    def kinds(self) -> dict[str, str]:
        """Claim id to what the claim is, in file order."""
        theory = self.theory
        return {
            **{e.id: "element" for e in theory.elements},
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
        """Claim id to the claims one step away, with the roles to be covered.

        The step is between a configuration and its members and the links that
        join two of them; the roles are those a passage on the configuration
        must cover to speak of the other.
        """
        found: defaultdict[str, list[tuple[str, frozenset[Role]]]] = defaultdict(list)
        arrows: _Arrows = defaultdict(lambda: defaultdict(list))
        for link in self.theory.links:
            arrows[link.source][link.target].append((link.id, link.relation))
        for one in self.theory.configurations:
            for claim, roles in _parts(one, arrows):
                found[one.id].append((claim, roles))
                found[claim].append((one.id, roles))
        return dict(found)

    @cached_property
    def includes(self) -> dict[str, frozenset[str]]:
        """Review (as a study) to the studies it synthesises, transitively."""
        direct: defaultdict[str, set[str]] = defaultdict(set)
        for source in self.theory.sources:
            if source.includes:
                direct[source.study or source.id] |= set(source.includes)
        return {one: frozenset(_closure(one, direct) - {one}) for one in direct}

    @cached_property
    def overlaps(self) -> dict[str, set[str]]:
        """Study to those that share sites, data or investigators with it."""
        found: defaultdict[str, set[str]] = defaultdict(set)
        for source in self.theory.sources:
            study = source.study or source.id
            for other in source.overlaps:
                if other != study:
                    found[study].add(other)
                    found[other].add(study)
        return dict(found)

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
        if deciding:
            yield from self._shared(deciding)
        if kind == "configuration" and self._in_fragments(claim):
            yield Flag.FRAGMENTS_ONLY
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

    def _in_fragments(self, configuration: str) -> bool:
        """Tell whether C, M and O each have a study for them, but none has all."""
        having: dict[Role, set[str]] = {role: set() for role in Role}
        for use in self._direct.get(configuration, ()):
            if use.bears.bearing in FOR:
                for role in use.bears.covers or Role:
                    having[role].add(use.study)
        for part, roles in self.neighbours.get(configuration, ()):
            for role in roles:
                having[role] |= self._favouring.get(part, frozenset())
        return all(having.values()) and not set.intersection(*having.values())

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
            for decision in self.decisions.get(claim, ())
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


# Source to target to the links between them, as id and relation.
_Arrows = defaultdict[str, defaultdict[str, list[tuple[str, Relation]]]]


def _parts(
    one: Configuration, arrows: _Arrows
) -> Iterator[tuple[str, frozenset[Role]]]:
    """Yield the claims that evidence for a configuration reaches, with their roles.

    Evidence from where a mechanism did not fire says nothing for the
    mechanism, for what it brings about, or for what lets it fire.
    """
    roles: dict[str, frozenset[Role]] = dict.fromkeys(one.interventions, frozenset())
    roles |= dict.fromkeys(one.contexts, frozenset({Role.CONTEXT}))
    roles |= dict.fromkeys(one.mechanisms, frozenset({Role.MECHANISM}))
    roles |= dict.fromkeys(one.outcomes, frozenset({Role.OUTCOME}))
    silent = {
        mechanism
        for mechanism, activation in (one.activations or {}).items()
        if activation is Activation.NOT_FIRED
    }
    # That something is offered says nothing of what comes of it: an intervention
    # has no role, and only its links pass evidence on.
    members = (item for item in roles.items() if item[1])
    yield from ((part, role) for part, role in members if part not in silent)
    for source in roles.keys() & arrows.keys():
        # A hub has many links and a configuration few members, or the reverse:
        # the intersection of the two costs what the smaller costs.
        for target in roles.keys() & arrows[source].keys():
            for link, relation in arrows[source][target]:
                heard = target not in silent or relation in _HOLDS_BACK
                if heard and source not in silent:
                    yield link, roles[source] | roles[target]


_HOLDS_BACK = frozenset({Relation.CONSTRAINS, Relation.INHIBITS})


def _closure(start: str, direct: Mapping[str, set[str]]) -> set[str]:
    seen: set[str] = set()
    pending = [start]
    while pending:
        new = direct.get(pending.pop(), set()) - seen
        seen |= new
        pending.extend(new)
    return seen


def _level(appraisal: Appraisal | None, part: str) -> Level:
    return Level.NOT_ASSESSED if appraisal is None else getattr(appraisal, part)


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
