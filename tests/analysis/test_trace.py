from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given

from cmo.analysis import necessity
from cmo.analysis.trace import (
    ClaimTrace,
    SourceTrace,
    trace_claim,
    trace_passage,
    trace_source,
    trace_study,
)
from cmo.evidence import LOOKED, Evidence, State
from cmo.model.vocabulary import Bearing
from tests.analysis.arguments import READABLE, STUDIES, anyhow, dense
from tests.making import (
    CMOC,
    HANGING,
    Json,
    element,
    excerpt,
    link,
    said,
    source,
    theory,
    use,
)

if TYPE_CHECKING:
    from cmo.model import Theory


def traced(claim: str, **parts: Any) -> ClaimTrace:
    return trace_claim(Evidence(theory(**parts)), claim)


class TestClaims:
    @anyhow
    @given(READABLE)
    def test_all_passages_on_the_claim_are_there(self, parts: Json) -> None:
        made = theory(**parts)
        evidence = Evidence(made)
        for claim in evidence.kinds:
            found = trace_claim(evidence, claim).support.uses
            assert [use.bears for use in found] == [
                bears
                for one in made.sources
                for passage in one.excerpts
                for bears in passage.bears_on
                if bears.claim == claim
            ]

    @anyhow
    @given(READABLE)
    def test_what_reaches_it_from_its_neighbours_is_what_the_evidence_counts(
        self, parts: Json
    ) -> None:
        made = theory(**parts)
        evidence = Evidence(made)
        for claim in evidence.kinds:
            found = trace_claim(evidence, claim)
            looked = {
                other.claim
                for other, uses in found.inherited
                if LOOKED.intersection(use.bears.bearing for use in uses)
            }
            assert found.support.inherited_from == tuple(sorted(looked))
            alone = Evidence(made, inherit=False).of(claim).state
            listed = {id(use.bears) for _, uses in found.inherited for use in uses}
            assert _state_without(made, listed, claim) is alone
            if alone not in {State.UNDEVELOPED, State.UNSUPPORTED, State.THEORISED}:
                assert found.support.state is alone
            elif found.support.state is not alone:
                assert found.inherited

    def test_each_neighbour_stands_with_the_passages_that_reach_the_claim(self) -> None:
        sources = [
            source(
                "a",
                excerpt("p1", use("cmoc", covers=["C", "M"])),
                excerpt("p2", use("cmoc", "proposes")),
                excerpt("p3", use("cmoc", "neutral")),
            )
        ]
        reached = {
            claim: [
                (other.claim, [use.passage for use in uses])
                for other, uses in traced(claim, sources=sources).inherited
            ]
            for claim in ("time-trust", "trust-safety", "visits")
        }
        assert reached == {
            "time-trust": [("cmoc", ["a#p1", "a#p2"])],
            "trust-safety": [("cmoc", ["a#p2"])],
            "visits": [],
        }

    def test_an_unknown_claim_is_an_error(self) -> None:
        with pytest.raises(KeyError):
            traced("nothing")

    def test_a_link_is_shown_by_its_ends(self) -> None:
        assert traced("trust-safety").label == "Trust → Safety (produces)"
        assert traced("trust").label == "Trust"

    def test_decisions_confidence_and_rivals_are_those_on_the_claim(self) -> None:
        found = traced(
            "trust",
            decisions=[
                {"id": "d1", "claims": ["trust", "time"]},
                {"id": "d2", "claims": ["safety"]},
            ],
            assessments=[{"claim": "trust", "by": "AB"}, {"claim": "time"}],
            rivals=[
                {"id": "r1", "label": "Fear", "about": "trust"},
                {"id": "r2", "label": "Luck", "about": "safety"},
            ],
            sources=said("r1", "supports"),
        )
        assert [one.id for one in found.decisions] == ["d1"]
        assert [one.by for one in found.assessments] == ["AB"]
        assert [(r.id, s.state) for r, s in found.rivals] == [("r1", State.SUPPORTED)]

    def test_reviews_stand_with_the_studies_that_they_include(self) -> None:
        reviews = [
            source("r", excerpt("p", use("trust")), includes=["a", "unread"]),
            source("q", excerpt("p", use("trust")), includes=["unread"]),
        ]
        found = traced("trust", sources=[*reviews, *said("trust", "supports")])
        assert found.included == (("r", ("a",)),)

    def test_passages_reviewed_when_it_read_otherwise_are_suspect(self) -> None:
        now = Evidence(theory()).background.fingerprints["trust"]
        sources = [
            source(
                "a",
                excerpt("old", use("trust", reviewed={"fingerprint": "0" * 16})),
                excerpt("now", use("trust", reviewed={"fingerprint": now})),
                excerpt("never", use("trust")),
            )
        ]
        assert traced("trust", sources=sources).suspect == {"a#old"}

    def test_a_configuration_stands_with_its_parts(self) -> None:
        dangling = {**CMOC, "outcomes": ["safety", "nowhere"]}
        found = traced(
            "cmoc", configurations=[dangling], sources=said("trust", "refutes")
        )
        assert found.standing is None
        assert [
            (role, [(one.claim, one.state) for one in members])
            for role, members in found.members
        ] == [
            ("intervention", [("visits", State.UNSUPPORTED)]),
            ("context", [("time", State.UNSUPPORTED)]),
            ("mechanism", [("trust", State.OPPOSED)]),
            ("outcome", [("safety", State.UNSUPPORTED)]),
        ]

    def test_links_and_rivals_have_neither_parts_nor_a_place(self) -> None:
        rivals = [{"id": "r", "label": "R"}]
        for claim in ("trust-safety", "r"):
            found = traced(claim, rivals=rivals)
            assert found.standing is None
            assert found.members == ()


class TestElements:
    def test_the_configurations_that_name_it_say_in_which_role(self) -> None:
        ripple = {
            "id": "next",
            "label": "N",
            "contexts": ["safety"],
            "outcomes": ["safety"],
        }
        standing = traced("safety", configurations=[CMOC, ripple]).standing
        assert standing is not None
        assert [(p.configuration.id, p.roles) for p in standing.places] == [
            ("cmoc", ("outcome",)),
            ("next", ("context", "outcome")),
        ]

    def test_where_it_did_not_fire_that_is_said(self) -> None:
        unfired = {
            **CMOC,
            "contexts": ["trust"],
            "activations": {"trust": "not_fired"},
        }
        standing = traced("trust", configurations=[unfired]).standing
        assert standing is not None
        (place,) = standing.places
        assert place.roles == ("context", "mechanism that did not fire")

    def test_links_from_it_and_to_it_are_there(self) -> None:
        standing = traced("trust", sources=said("trust-safety", "refutes")).standing
        assert standing is not None
        assert [(one.id, support.state) for one, support in standing.links] == [
            ("visits-trust", State.UNSUPPORTED),
            ("time-trust", State.UNSUPPORTED),
            ("trust-safety", State.OPPOSED),
        ]

    def test_chains_lead_to_it_and_on_from_it(self) -> None:
        standing = traced("trust").standing
        assert standing is not None
        assert [c.elements for c in standing.leading_to.chains] == [("visits", "trust")]
        assert [c.elements for c in standing.leading_on.chains] == [("trust", "safety")]

    def test_what_every_chain_passes_through_is_told_from_both_ends(self) -> None:
        mechanism, outcome = (traced(one).standing for one in ("trust", "safety"))
        assert mechanism is not None
        assert outcome is not None
        assert mechanism.outcomes_through == (*outcome.outcomes_through, "safety")
        assert outcome.always_through == (*mechanism.always_through, "trust")
        assert mechanism.is_told

    def test_what_is_too_dense_to_tell_is_said(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(necessity, "PATIENCE", 0)
        standing = traced("trust").standing
        assert standing is not None
        assert not standing.is_told
        assert standing.outcomes_through == ()


class TestSources:
    @anyhow
    @given(READABLE)
    def test_every_use_of_the_source_is_there(self, parts: Json) -> None:
        made = theory(**parts)
        for one in made.sources:
            found = trace_source(Evidence(made), one.id)
            assert found.sources == (one,)
            assert _told(found) == _recorded(made, lambda s, _, one=one: s is one)

    @anyhow
    @given(READABLE)
    def test_every_use_of_the_study_is_there(self, parts: Json) -> None:
        made = theory(**parts)
        for study in STUDIES:
            found = trace_study(Evidence(made), study)
            assert _told(found) == _recorded(
                made, lambda s, e, own=study: (e.study or s.study or s.id) == own
            )
            reporting = {s.id for s, *_ in found.passages}
            assert {s.id for s in found.sources} == reporting
            for _, _, uses in found.passages:
                assert {use.study for use, _ in uses} <= {study}

    @anyhow
    @given(READABLE)
    def test_every_use_of_the_passage_is_there(self, parts: Json) -> None:
        made = theory(**parts)
        for one in made.sources:
            for passage in one.excerpts:
                found = trace_passage(Evidence(made), f"{one.id}#{passage.id}")
                assert found.sources == (one,)
                assert [e for _, e, _ in found.passages] == [passage]
                assert _told(found) == _recorded(
                    made, lambda _, e, own=passage: e is own
                )

    @anyhow
    @given(READABLE)
    def test_each_claim_is_told_as_all_the_evidence_says_of_it(
        self, parts: Json
    ) -> None:
        evidence = Evidence(theory(**parts))
        for study in STUDIES:
            found = trace_study(evidence, study)
            for _, _, uses in found.passages:
                for one, support in uses:
                    assert support == evidence.of(one.bears.claim)

    def test_claims_are_named_once_in_file_order(self) -> None:
        uses = [use("trust-safety"), use("trust"), use("trust", "refines")]
        made = theory(sources=[source("a", excerpt("p", *uses))])
        found = trace_source(Evidence(made), "a")
        assert found.claims == ["trust", "trust-safety"]
        assert len(found.passages[0][2]) == 3

    def test_a_document_without_passages_bears_on_nothing(self) -> None:
        found = trace_source(Evidence(theory(sources=[source("a")])), "a")
        assert found.claims == []
        assert [one.id for one in found.sources] == ["a"]

    def test_of_a_part_of_the_evidence_only_that_part_is_told(self) -> None:
        made = theory(sources=said("trust", "supports", "refutes"))
        part = Evidence(made, keep=lambda use: use.bears.bearing is Bearing.REFUTES)
        assert trace_source(part, "a").claims == []
        assert trace_source(part, "b").claims == ["trust"]


def test_a_dense_theory_does_not_hang() -> None:
    began = time.monotonic()
    for claim in ("o5", "m5", "i5", "k5"):
        trace_claim(Evidence(dense()), claim)
    trace_source(Evidence(dense()), "s5")
    assert time.monotonic() - began < HANGING


def test_nor_does_one_claim_that_everything_bears_on() -> None:
    uses = [excerpt(f"p{i}", use("trust"), use("cmoc")) for i in range(20)]
    sources = [source(f"s{i}", *uses, study="trial") for i in range(500)]
    evidence = Evidence(theory(sources=sources))
    began = time.monotonic()
    assert len(trace_study(evidence, "trial").passages) == 10_000
    assert trace_claim(evidence, "trust").support.count(Bearing.SUPPORTS) == 1
    assert time.monotonic() - began < HANGING


def test_a_long_chain_is_followed() -> None:
    names = [f"m{i}" for i in range(400)]
    elements = [element("visits", "intervention"), element("safety", "outcome")]
    elements += [element(one, "mechanism") for one in names]
    links = [link("l", "visits", "m0", "provides")]
    links += [
        link(f"l{i}", one, names[i + 1], "triggers") for i, one in enumerate(names[:-1])
    ]
    links.append(link("end", names[-1], "safety", "produces"))
    made = {"elements": elements, "links": links[::-1], "configurations": []}
    standing = traced("safety", **made).standing
    assert standing is not None
    assert standing.always_through == tuple(names)
    assert len(standing.leading_to.chains[0].steps) == 401


def _state_without(made: Theory, left_out: set[int], claim: str) -> State:
    rest = Evidence(made, keep=lambda use: id(use.bears) not in left_out)
    return rest.of(claim).state


def _told(found: SourceTrace) -> list[int]:
    return [id(use.bears) for *_, uses in found.passages for use, _ in uses]


def _recorded(made: Theory, is_meant: Any) -> list[int]:
    known = Evidence(made).kinds
    return [
        id(bears)
        for one in made.sources
        for passage in one.excerpts
        for bears in passage.bears_on
        if is_meant(one, passage) and bears.claim in known
    ]
