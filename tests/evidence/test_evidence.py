from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from cmo.evidence import DECIDING, FOR, Evidence, Flag, State, independent
from cmo.model.fingerprints import fingerprints
from cmo.model.vocabulary import Bearing
from tests.making import element, excerpt, link, said, source, theory, use

if TYPE_CHECKING:
    from cmo.evidence import Use
    from cmo.model import Theory

CLAIM = "trust-safety"


def state(*bearings: str, claim: str = CLAIM, **more: Any) -> State:
    return Evidence(theory(sources=said(claim, *bearings, **more))).of(claim).state


def flags(*sources: Any, claim: str = CLAIM, **parts: Any) -> set[Flag]:
    return set(Evidence(theory(sources=list(sources), **parts)).of(claim).flags)


@pytest.mark.parametrize(
    ("bearings", "expected"),
    [
        (["supports"], State.SUPPORTED),
        (["refines"], State.SUPPORTED),
        (["supports", "inconclusive", "proposes", "neutral"], State.SUPPORTED),
        (["supports", "refutes"], State.CONTESTED),
        (["refines", "no_effect"], State.CONTESTED),
        (["refutes", "no_effect"], State.OPPOSED),
        (["no_effect", "inconclusive"], State.NO_EFFECT),
        (["inconclusive", "proposes"], State.INCONCLUSIVE),
        (["proposes"], State.THEORISED),
        (["neutral"], State.UNSUPPORTED),
        ([], State.UNSUPPORTED),
    ],
)
def test_the_first_line_that_fits_is_the_state(
    bearings: list[str], expected: State
) -> None:
    assert state(*bearings) is expected


@pytest.mark.parametrize(
    "bearing", ["supports", "refines", "refutes", "no_effect", "inconclusive"]
)
def test_indirect_passages_alone_make_a_claim_indirect(bearing: str) -> None:
    assert state(bearing, "proposes", directness="indirect") is State.INDIRECT


def test_an_indirect_proposal_is_still_only_a_proposal() -> None:
    assert state("proposes", directness="indirect") is State.THEORISED


def test_a_reason_turns_a_forgotten_gap_into_a_declared_one() -> None:
    links = [link(CLAIM, "trust", "safety", "produces", undeveloped="Next year.")]
    assert Evidence(theory(links=links)).of(CLAIM).state is State.UNDEVELOPED


def test_an_unknown_claim_is_an_error() -> None:
    with pytest.raises(KeyError):
        Evidence(theory()).of("nothing")


class TestInheritance:
    def test_a_configuration_passes_on_to_its_members_and_their_links(self) -> None:
        evidence = Evidence(theory(sources=said("cmoc", "supports")))
        reached = {s.claim for s in evidence.all() if s.state is State.INDIRECT}
        assert reached == {
            "time",
            "trust",
            "safety",
            "visits-trust",
            "time-trust",
            "trust-safety",
        }
        assert evidence.of(CLAIM).inherited_from == ("cmoc",)

    def test_members_and_links_pass_on_to_the_configuration(self) -> None:
        assert _of("cmoc", sources=said(CLAIM, "refutes")).state is State.INDIRECT
        assert _of("cmoc", sources=said("trust", "proposes")).state is State.THEORISED

    def test_it_is_one_step(self) -> None:
        assert _of("safety", sources=said(CLAIM, "supports")).state is State.UNSUPPORTED

    def test_that_an_intervention_is_offered_says_nothing_of_what_follows(self) -> None:
        assert (
            _of("cmoc", sources=said("visits", "supports")).state is State.UNSUPPORTED
        )

    def test_what_a_passage_does_not_cover_it_does_not_reach(self) -> None:
        evidence = Evidence(theory(sources=said("cmoc", "supports", covers=["C", "M"])))
        assert evidence.of("time-trust").state is State.INDIRECT
        assert evidence.of("trust-safety").state is State.UNSUPPORTED
        assert evidence.of("safety").state is State.UNSUPPORTED

    def test_a_mechanism_that_did_not_fire_produced_nothing(self) -> None:
        evidence = Evidence(_not_fired())
        assert evidence.of("cmoc").state is State.SUPPORTED
        assert evidence.of("trust-safety").state is State.UNSUPPORTED
        assert evidence.of("trust").state is State.UNSUPPORTED
        assert evidence.of("time-trust").state is State.UNSUPPORTED
        assert evidence.of("rush-trust").state is State.INDIRECT
        assert evidence.of("safety").state is State.INDIRECT

    def test_it_is_never_direct(self) -> None:
        support = _of(CLAIM, sources=said("cmoc", "supports", "refutes"))
        assert support.state not in DECIDING
        assert not support.is_direct
        assert support.count(*FOR) == 0


class TestStudies:
    def test_two_documents_of_one_study_count_once(self) -> None:
        both = [
            source(one, excerpt("p1", use(CLAIM)), study="trial") for one in ("a", "b")
        ]
        support = _of(CLAIM, sources=both)
        assert support.count(Bearing.SUPPORTS) == 1
        assert support.documents == ["a", "b"]
        assert Flag.SINGLE_STUDY in support.flags

    def test_a_passage_can_report_another_study_than_its_document(self) -> None:
        one = source(
            "a", excerpt("p1", use(CLAIM)), excerpt("p2", use(CLAIM), study="x")
        )
        assert _of(CLAIM, sources=[one]).studies(FOR) == ["a", "x"]

    def test_a_study_within_a_counted_review_is_not_counted_again(self) -> None:
        review = source("r", excerpt("p1", use(CLAIM)), kind="review", includes=["a"])
        support = _of(CLAIM, sources=[review, *said(CLAIM, "supports")])
        assert support.studies(FOR) == ["a", "r"]
        assert support.count(*FOR) == 1

    def test_studies_of_a_review_count_each_when_they_are_read_themselves(self) -> None:
        review = source("r", excerpt("p1", use(CLAIM)), includes=["a", "b", "c"])
        sources = [review, *said(CLAIM, "supports", "supports", "supports")]
        assert _of(CLAIM, sources=sources).count(*FOR) == 3

    def test_a_review_of_reviews_holds_what_they_hold(self) -> None:
        umbrella = source("u", excerpt("p1", use(CLAIM)), includes=["r"])
        review = source("r", includes=["a"])
        sources = [umbrella, review, *said(CLAIM, "supports")]
        assert _of(CLAIM, sources=sources).count(*FOR) == 1

    def test_direct_and_indirect_studies_are_counted_apart(self) -> None:
        sources = [
            *said(CLAIM, "supports", "supports"),
            source("z", excerpt("p1", use(CLAIM, directness="indirect"))),
        ]
        support = _of(CLAIM, sources=sources)
        assert support.count(*FOR) == 2
        assert support.count(*FOR, direct=False) == 1

    def test_reviews_that_name_each_other_do_not_hang(self) -> None:
        pair = {"a": frozenset({"b"}), "b": frozenset({"a"})}
        assert independent(["a", "b"], pair) == 1


class TestFlags:
    def test_one_study_is_flagged_two_are_not(self) -> None:
        assert Flag.SINGLE_STUDY in flags(*said(CLAIM, "no_effect"))
        assert Flag.SINGLE_STUDY not in flags(*said(CLAIM, "supports", "supports"))

    @pytest.mark.parametrize(
        ("flag", "common"),
        [
            (Flag.AFFILIATED_ONLY, {"independence": {"judgement": "affiliated"}}),
            (Flag.LOW_RIGOUR_ONLY, {"appraisal": {"rigour": "low"}}),
            (Flag.THIN_ONLY, {"appraisal": {"richness": "low"}}),
        ],
    )
    def test_a_flag_needs_all_deciding_passages(
        self, flag: Flag, common: dict[str, Any]
    ) -> None:
        alike = [source(one, excerpt("p", use(CLAIM)), **common) for one in "ab"]
        assert flag in flags(*alike)
        assert flag not in flags(*alike, source("c", excerpt("p", use(CLAIM))))

    def test_the_appraisal_of_the_passage_wins(self) -> None:
        passage = excerpt("p", use(CLAIM), appraisal={"rigour": "high"})
        one = source("a", passage, appraisal={"rigour": "low", "richness": "low"})
        found = flags(one)
        assert Flag.LOW_RIGOUR_ONLY not in found
        assert Flag.THIN_ONLY in found

    def test_inferred_only_and_refined(self) -> None:
        found = flags(*said(CLAIM, "refines", inference="inferred"))
        assert {Flag.INFERRED_ONLY, Flag.REFINED} <= found
        assert not {Flag.INFERRED_ONLY, Flag.REFINED} & flags(*said(CLAIM, "supports"))

    def test_works_that_were_only_cited(self) -> None:
        cited = excerpt("p", use(CLAIM), reported_from="Oliver 2014")
        assert Flag.REPORTED_ONLY in flags(source("a", cited))
        assert Flag.REPORTED_ONLY not in flags(
            source("a", cited), source("b", excerpt("p", use(CLAIM)))
        )

    def test_studies_that_share_sites(self) -> None:
        first = source("a", excerpt("p", use(CLAIM)), overlaps=["b"])
        second = source("b", excerpt("p", use(CLAIM)))
        assert Flag.OVERLAPPING in flags(first, second)
        assert Flag.OVERLAPPING not in flags(first, source("c"))

    def test_parts_evidenced_apart_are_fragments(self) -> None:
        apart = [*said("time", "supports"), source("z", excerpt("p", use(CLAIM)))]
        assert Flag.FRAGMENTS_ONLY in flags(*apart, claim="cmoc")
        together = [*apart, source("y", excerpt("p", use("cmoc")))]
        assert Flag.FRAGMENTS_ONLY not in flags(*together, claim="cmoc")
        assert Flag.FRAGMENTS_ONLY not in flags(*said("time", "supports"), claim="cmoc")

    def test_a_configuration_of_which_a_part_has_no_study_is_partly_covered(
        self,
    ) -> None:
        context = said("cmoc", "supports", covers=["C"])
        assert Flag.PARTLY_COVERED in flags(*context, claim="cmoc")
        rest = source("z", excerpt("p", use(CLAIM)))
        assert Flag.PARTLY_COVERED not in flags(*context, rest, claim="cmoc")
        assert Flag.PARTLY_COVERED not in flags(*said("time", "supports"), claim="cmoc")

    @pytest.mark.parametrize(
        ("relation", "target", "role"),
        [
            ("provides", "trust", "M"),
            ("shapes", "time", "C"),
            ("affects", "safety", "O"),
        ],
    )
    def test_a_study_of_what_is_offered_speaks_for_what_it_is_offered_to(
        self, relation: str, target: str, role: str
    ) -> None:
        made = theory(
            links=[link("offered", "visits", target, relation)],
            sources=[
                *said("cmoc", "supports", covers=["C"]),
                source("z", excerpt("p", use("offered"))),
            ],
        )
        evidence = Evidence(made)
        having = evidence.studies_by_role("cmoc")
        assert {str(one) for one, by in having.items() if "z" in by} == {role}
        assert Flag.PARTLY_COVERED in evidence.of("cmoc").flags
        assert Flag.FRAGMENTS_ONLY not in evidence.of("cmoc").flags

    def test_indirect_passages_have_something_in_common_too(self) -> None:
        indirect = use(CLAIM, directness="indirect", inference="inferred")
        cited = excerpt("p", indirect, reported_from="Oliver 2014")
        found = flags(source("a", cited))
        assert {Flag.REPORTED_ONLY, Flag.INFERRED_ONLY, Flag.SINGLE_STUDY} <= found
        assert not flags(*said("cmoc", "supports"))

    def test_a_claim_that_reads_otherwise_than_when_reviewed_is_suspect(self) -> None:
        now = fingerprints(theory())[CLAIM]
        for stamp, is_suspect in ((now, False), ("0" * 16, True)):
            uses = said(CLAIM, "supports", reviewed={"fingerprint": stamp})
            assert (Flag.SUSPECT in flags(*uses)) is is_suspect

    @pytest.mark.parametrize(
        ("policy", "is_met"),
        [
            ({}, True),
            ({"min_studies": 2}, True),
            ({"min_studies": 3}, False),
            ({"independent": True}, False),
            ({"min_rigour": "low"}, True),
            ({"min_rigour": "high"}, False),
            ({"whole_configuration": True}, False),
        ],
    )
    def test_the_teams_own_policy(self, policy: dict[str, Any], is_met: bool) -> None:  # noqa: FBT001
        sources = [
            source("a", excerpt("p", use("cmoc", covers=["C", "M"]))),
            source(
                "b",
                excerpt("p", use("cmoc", covers=["O"])),
                appraisal={"rigour": "moderate"},
            ),
        ]
        found = flags(*sources, claim="cmoc", evidence_policy=policy)
        assert (Flag.POLICY_UNMET not in found) is is_met


class TestDecisions:
    def decided(self, *sources: Any, **decision: Any) -> Theory:
        default = {"id": "d", "claims": [CLAIM], "verdict": "upheld", "sources": ["a"]}
        return theory(sources=list(sources), decisions=[default | decision])

    def test_a_verdict_on_every_source_decides(self) -> None:
        assert self.has_flag(self.decided(*said(CLAIM, "supports")))

    def test_it_changes_no_state(self) -> None:
        made = self.decided(*said(CLAIM, "supports", "refutes"), sources=["a", "b"])
        assert Evidence(made).of(CLAIM).state is State.CONTESTED

    def test_without_a_verdict_nothing_is_decided(self) -> None:
        assert not self.has_flag(self.decided(*said(CLAIM, "supports"), verdict=None))

    def test_a_source_that_was_not_weighed_reopens_it(self) -> None:
        assert not self.has_flag(self.decided(*said(CLAIM, "supports", "proposes")))

    def test_a_neutral_source_does_not(self) -> None:
        assert self.has_flag(self.decided(*said(CLAIM, "supports", "neutral")))

    def test_it_decides_only_the_claims_it_names(self) -> None:
        made = self.decided(*said(CLAIM, "supports"))
        decided = {s.claim for s in Evidence(made).all() if Flag.DECIDED in s.flags}
        assert decided == {CLAIM}

    @pytest.mark.parametrize(
        ("dates", "standing"),
        [
            (["2020", "2022"], ["d-1"]),
            (["2022", "2020"], ["d-0"]),
            (["2020-01-31", "2020-02", "2020-03-01"], ["d-2"]),
            (["2020", "2020"], ["d-0", "d-1"]),
            (["2020", "2020-05"], ["d-0", "d-1"]),
            (["2020-05", "2020", "2020-07"], ["d-1", "d-2"]),
            ([None, "2020"], ["d-0", "d-1"]),
            ([None, "2020", "2021"], ["d-0", "d-2"]),
        ],
    )
    def test_a_decision_that_is_surely_later_overtakes(
        self, dates: list[str | None], standing: list[str]
    ) -> None:
        evidence = Evidence(self.decided_on(*({"date": one} for one in dates)))
        found = evidence.standing_decisions(CLAIM)
        assert [one.id for one in found] == standing
        assert evidence.of(CLAIM).decisions == tuple(
            f"d-{i}" for i in range(len(dates))
        )

    @pytest.mark.parametrize(
        "later", [{"sources": ["a"]}, {"verdict": None}, {"claims": ["time-trust"]}]
    )
    def test_one_that_does_not_decide_the_claim_overtakes_nothing(
        self, later: dict[str, Any]
    ) -> None:
        made = self.decided_on({"date": "2020"}, {"date": "2022", **later})
        (found,) = Evidence(made).standing_decisions(CLAIM)
        assert found.id == "d-0"

    def test_one_that_a_new_source_reopened_stands_no_more(self) -> None:
        made = self.decided_on({"sources": ["a"]})
        assert Evidence(made).standing_decisions(CLAIM) == ()

    def decided_on(self, *decisions: dict[str, Any]) -> Theory:
        common = {"claims": [CLAIM], "sources": ["a", "b"], "verdict": "upheld"}
        made = [{"id": f"d-{i}", **common, **one} for i, one in enumerate(decisions)]
        return theory(sources=said(CLAIM, "supports", "refutes"), decisions=made)

    def has_flag(self, made: Theory) -> bool:
        return Flag.DECIDED in Evidence(made).of(CLAIM).flags


def _of(claim: str, **parts: Any) -> Any:
    return Evidence(theory(**parts)).of(claim)


def _not_fired() -> Theory:
    base = theory()
    return theory(
        elements=[
            element("time", "context"),
            element("rush", "context"),
            element("trust", "mechanism"),
            element("safety", "outcome"),
        ],
        links=[
            link("time-trust", "time", "trust", "enables"),
            link("rush-trust", "rush", "trust", "constrains"),
            link("trust-safety", "trust", "safety", "produces"),
        ],
        configurations=[
            {
                "id": "cmoc",
                "label": base.configurations[0].label,
                "contexts": ["time", "rush"],
                "mechanisms": ["trust"],
                "outcomes": ["safety"],
                "activations": {"trust": "not_fired"},
            }
        ],
        sources=said("cmoc", "supports"),
    )


class TestOfWhatADocumentCites:
    def use_of(self, **more: Any) -> Use:
        own = {"independence": more.pop("independence", None), **more.pop("form", {})}
        form = {name: value for name, value in own.items() if value is not None}
        one = source("a", excerpt("p", use(CLAIM, **more.pop("bears", {})), **more))
        (found,) = Evidence(theory(sources=[{**one, **form}])).of(CLAIM).uses
        return found

    def test_independence_of_the_document_says_nothing(self) -> None:
        judged = {"judgement": "independent"}
        assert self.use_of(independence=judged).independence == "independent"
        cited = self.use_of(independence=judged, reported_from="Lee")
        assert cited.independence == "unclear"

    def test_a_tied_document_stays_tied(self) -> None:
        judged = {"judgement": "affiliated"}
        cited = self.use_of(independence=judged, reported_from="Lee")
        assert cited.independence == "affiliated"

    def test_nobody_is_independent_of_all_who_is_tied_to_one(self) -> None:
        judged = {"judgement": "independent", "by_party": {"Owner": "affiliated"}}
        found = self.use_of(independence=judged)
        assert found.independence == "affiliated"
        assert found.independent_of("Owner") == "affiliated"
        assert found.independent_of("Funder") == "independent"

    def test_relevance_is_judged_of_the_use_first(self) -> None:
        form = {"appraisal": {"relevance": "low", "rigour": "high"}}
        found = self.use_of(form=form, bears={"relevance": "high"})
        assert found.appraisal("relevance") == "high"
        assert found.appraisal("rigour") == "high"
        cited = self.use_of(form=form, reported_from="Lee")
        assert cited.appraisal("rigour") == "not_assessed"
        assert cited.appraisal("relevance") == "low"


def test_a_link_back_from_the_outcome_inherits_nothing() -> None:
    back = link("back", "safety", "time", "becomes_context_of")
    made = theory(links=[back], sources=said("cmoc", "supports"))
    assert Evidence(made).of("back").state is State.UNSUPPORTED


@pytest.mark.parametrize(
    ("covers", "state"),
    [([], State.INDIRECT), (["C", "M"], State.UNSUPPORTED)],
)
def test_what_an_intervention_does_is_spoken_of_only_with_the_whole(
    covers: list[str], state: State
) -> None:
    use = {"claim": "cmoc", "bearing": "supports", "covers": covers}
    made = theory(sources=[source("one", excerpt("a", use))])
    assert Evidence(made).of("visits-trust").state is state
