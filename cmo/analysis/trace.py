"""What one claim rests on, and what one source, study or passage bears on."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, TypeAlias

from cmo import graph
from cmo.analysis import necessity
from cmo.analysis.chains import Listing, Network
from cmo.analysis.naming import labels, role_name, roles
from cmo.evidence.support import study_of
from cmo.model.fingerprints import is_suspect
from cmo.model.vocabulary import Bearing, ElementKind

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from cmo.evidence import Evidence, Support, Use
    from cmo.evidence.gaps import Claim
    from cmo.model import (
        Assessment,
        Configuration,
        Decision,
        Excerpt,
        Link,
        Rival,
        Source,
        Theory,
    )
    from cmo.quotes import Answer


Quotations: TypeAlias = "Mapping[str, Answer]"


@dataclass(frozen=True, slots=True)
class Place:
    """A configuration that an element stands in, and as what.

    Attributes:
        configuration: The configuration.
        roles: What it is there, as `naming.roles`.
        support: What the evidence says of the configuration.
    """

    configuration: Configuration
    roles: tuple[str, ...]
    support: Support


@dataclass(frozen=True, slots=True)
class Standing:
    """Where an element stands in the theory.

    Attributes:
        places: The configurations that name it.
        links: The links that start or end at it, with what the evidence says.
        leading_to: Chains from a start of chains to it.
        leading_on: To each outcome that it leads to, a chain with the fewest gaps.
        always_through: For an outcome, the mechanisms that every recorded chain to
            it passes through; see `necessity`.
        outcomes_through: For a mechanism, the outcomes to which every recorded
            chain passes through it.
        is_told: Whether the theory is not too dense to tell the last two.
    """

    places: tuple[Place, ...]
    links: tuple[tuple[Link, Support], ...]
    leading_to: Listing
    leading_on: Listing
    always_through: tuple[str, ...]
    outcomes_through: tuple[str, ...]
    is_told: bool


@dataclass(frozen=True, slots=True)
class ClaimTrace:
    """What one claim rests on.

    Attributes:
        theory: The theory.
        label: What to show for the claim.
        record: The claim as it stands in the theory.
        support: State, flags, and the claim's own passages.
        inherited: The neighbours whose passages reach it, each with those that do.
        decisions: The decisions that name it.
        standing_decisions: Those of them that stand; see `Evidence`.
        assessments: People's confidence in it.
        rivals: Rival theories about it.
        suspect: Passages that were reviewed when the claim read otherwise.
        standing: Where it stands, if it is an element.
        members: If it is a configuration, its parts: role to elements with support.
        labels: Claim id to what to show.
        included: Reviews that speak of it, with studies that do too and that they
            include.
        quotations: Passage to what became of its quotation, where that was asked.
    """

    theory: Theory
    label: str
    record: Claim
    support: Support
    inherited: tuple[tuple[Support, tuple[Use, ...]], ...]
    decisions: tuple[Decision, ...]
    standing_decisions: tuple[Decision, ...]
    assessments: tuple[Assessment, ...]
    rivals: tuple[tuple[Rival, Support], ...]
    suspect: frozenset[str]
    standing: Standing | None
    members: tuple[tuple[str, tuple[Support, ...]], ...]
    labels: dict[str, str]
    included: tuple[tuple[str, tuple[str, ...]], ...]
    quotations: Quotations = field(default_factory=dict)

    @property
    def quoted(self) -> list[tuple[Source, Excerpt]]:
        """The passages shown that are marked as verbatim."""
        return [(u.source, u.excerpt) for u in self.support.uses if u.excerpt.verbatim]


@dataclass(frozen=True, slots=True)
class SourceTrace:
    """What one source, study or passage bears on.

    Attributes:
        theory: The theory.
        about: "source", "study" or "passage".
        id: Its id.
        sources: The documents that it stands in.
        passages: Its passages, each with its uses and what the evidence, all of
            it, says of the claims.
        labels: Claim id to what to show.
        quotations: Passage to what became of its quotation, where that was asked.
    """

    theory: Theory
    about: str
    id: str
    sources: tuple[Source, ...]
    passages: tuple[tuple[Source, Excerpt, tuple[tuple[Use, Support], ...]], ...]
    labels: dict[str, str]
    quotations: Quotations = field(default_factory=dict)

    @property
    def quoted(self) -> list[tuple[Source, Excerpt]]:
        """The passages shown that are marked as verbatim."""
        return [(s, e) for s, e, _ in self.passages if e.verbatim]

    @property
    def claims(self) -> list[str]:
        """The claims that any of its passages bears on, each once, in file order."""
        found = {use.bears.claim for *_, uses in self.passages for use, _ in uses}
        return [one for one in self.labels if one in found]


Trace = ClaimTrace | SourceTrace


def trace_claim(evidence: Evidence, claim: str) -> ClaimTrace:
    """Return what the claim rests on.

    Raises:
        KeyError: The theory has no such claim.
    """
    theory = evidence.theory
    support = evidence.of(claim)
    kind = support.kind
    return ClaimTrace(
        theory=theory,
        label=(shown := labels(theory))[claim],
        record=evidence.background.records[claim],
        support=support,
        inherited=tuple(
            (evidence.of(other), tuple(uses))
            for other, uses in evidence.reaching(claim)
        ),
        decisions=tuple(evidence.background.decisions.get(claim, ())),
        standing_decisions=evidence.standing_decisions(claim),
        assessments=tuple(one for one in theory.assessments if one.claim == claim),
        rivals=tuple((r, evidence.of(r.id)) for r in theory.rivals if r.about == claim),
        suspect=frozenset(_suspect(evidence, support)),
        standing=_standing(evidence, claim) if kind in set(ElementKind) else None,
        members=tuple(_members(evidence, claim)) if kind == "configuration" else (),
        labels=shown,
        included=tuple(_included(evidence, support)),
    )


def _included(
    evidence: Evidence, support: Support
) -> Iterator[tuple[str, tuple[str, ...]]]:
    neutral = Bearing.NEUTRAL
    studies = {u.study for u in support.uses if u.bears.bearing is not neutral}
    for one in sorted(studies):
        if parts := studies & evidence.background.includes.get(one, frozenset()):
            yield one, tuple(sorted(parts))


def trace_source(evidence: Evidence, source: str) -> SourceTrace:
    """Return what the document with the id `source` bears on."""
    return _bearing(evidence, "source", source, lambda s, _: s.id == source)


def trace_study(evidence: Evidence, study: str) -> SourceTrace:
    """Return what the study with the id `study` bears on, in whichever documents."""
    return _bearing(evidence, "study", study, lambda s, e: study_of(s, e) == study)


def trace_passage(evidence: Evidence, passage: str) -> SourceTrace:
    """Return what the passage, ``source-id#excerpt-id``, bears on."""
    return _bearing(
        evidence, "passage", passage, lambda s, e: f"{s.id}#{e.id}" == passage
    )


def _bearing(
    evidence: Evidence,
    about: str,
    one: str,
    is_meant: Callable[[Source, Excerpt], bool],
) -> SourceTrace:
    kept = {id(use.bears): use for uses in evidence.uses.values() for use in uses}
    found = [
        (source, excerpt, tuple(_uses(evidence, excerpt, kept)))
        for source in evidence.theory.sources
        for excerpt in source.excerpts
        if is_meant(source, excerpt)
    ]
    named = {source.id for source, *_ in found} | {one}
    return SourceTrace(
        theory=evidence.theory,
        about=about,
        id=one,
        sources=tuple(s for s in evidence.theory.sources if s.id in named),
        passages=tuple(found),
        labels=labels(evidence.theory),
    )


def _uses(
    evidence: Evidence, excerpt: Excerpt, kept: Mapping[int, Use]
) -> Iterator[tuple[Use, Support]]:
    for bears in excerpt.bears_on:
        use = kept.get(id(bears))
        if use is not None and bears.claim in evidence.kinds:
            yield use, evidence.of(bears.claim)


def _suspect(evidence: Evidence, support: Support) -> Iterator[str]:
    # Fingerprints are made only where there is a stamp to hold them against.
    for use in support.uses:
        if use.bears.reviewed and is_suspect(
            use.bears, evidence.background.fingerprints
        ):
            yield use.passage


def _members(
    evidence: Evidence, configuration: str
) -> Iterator[tuple[str, tuple[Support, ...]]]:
    one = next(c for c in evidence.theory.configurations if c.id == configuration)
    for role, members in graph.members_by_role(one).items():
        known = [evidence.of(m) for m in members if m in evidence.kinds]
        yield role_name(role), tuple(known)


def _standing(evidence: Evidence, element: str) -> Standing:
    theory = evidence.theory
    network = Network(evidence)
    through = necessity.mechanisms(theory)
    return Standing(
        places=tuple(_places(evidence, element)),
        links=tuple(
            (link, evidence.of(link.id))
            for link in theory.links
            if element in {link.source, link.target}
        ),
        leading_to=network.leading_to(element),
        leading_on=network.leading_on(element),
        always_through=_without((through or {}).get(element, ()), element),
        outcomes_through=tuple(
            e.id
            for e in theory.elements
            if e.kind is ElementKind.OUTCOME
            and e.id != element
            and element in (through or {}).get(e.id, ())
        ),
        is_told=through is not None,
    )


def _without(ids: tuple[str, ...], one: str) -> tuple[str, ...]:
    return tuple(other for other in ids if other != one)


def _places(evidence: Evidence, element: str) -> Iterator[Place]:
    for one in evidence.theory.configurations:
        if played := roles(one).get(element):
            yield Place(one, played, evidence.of(one.id))
