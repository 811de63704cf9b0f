"""What a team asks of a claim, and what of it is not there."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cmo.evidence import Evidence, Flag, Support
from cmo.model import EvidencePolicy
from cmo.model.vocabulary import Level
from tests.evidence.generated import theories
from tests.making import element, excerpt, link, parsed, said, source, theory, use

if TYPE_CHECKING:
    from cmo.model import Theory

CLAIM = "trust-safety"
TWO = {"min_studies": 2}

# A first example imports what later ones have: how long one takes says nothing.
anyhow = settings(deadline=None)


def support(claim: str = CLAIM, **parts: Any) -> Support:
    return Evidence(theory(**parts)).of(claim)


def linked(policy: dict[str, Any]) -> list[dict[str, Any]]:
    """Return one link, which has a policy of its own."""
    return [link(CLAIM, "trust", "safety", "produces", evidence_policy=policy)]


class TestWhoseItIs:
    def test_what_is_asked_of_a_claim_wins_over_what_is_asked_of_all(self) -> None:
        sources = said(CLAIM, "supports")
        more, less = linked({"min_studies": 3}), linked({"min_studies": 1})
        assert not support(links=less, evidence_policy=TWO, sources=sources).unmet
        assert support(links=more, evidence_policy={}, sources=sources).unmet == (
            "3 studies for it, and there is 1",
        )

    def test_the_two_are_not_added_up(self) -> None:
        asked = {"min_studies": 5, "independent": True}
        own = linked({"min_rigour": "low"})
        assert support(links=own, evidence_policy=asked).unmet == (
            "a passage of low rigour or better for it, and there is none",
        )

    def test_an_empty_policy_asks_nothing_of_its_claim(self) -> None:
        made = support(links=linked({}), evidence_policy=TWO)
        assert not made.unmet
        assert Flag.POLICY_UNMET not in made.flags

    def test_without_a_policy_nothing_is_asked(self) -> None:
        assert not any(one.unmet for one in Evidence(theory()).all())

    def test_the_theorys_is_asked_of_links_configurations_and_mechanisms(self) -> None:
        rivals = [{"id": "luck", "label": "Luck", "about": CLAIM}]
        made = theory(evidence_policy=TWO, rivals=rivals)
        asked = {one.claim for one in Evidence(made).all() if one.unmet}
        assert asked == {
            "trust",
            "visits-trust",
            "time-trust",
            "trust-safety",
            "cmoc",
        }

    @pytest.mark.parametrize("kind", ["context", "outcome", "intervention"])
    def test_any_other_claim_can_have_its_own(self, kind: str) -> None:
        elements = [element("one", kind, evidence_policy=TWO)]
        parts: dict[str, Any] = {"links": [], "configurations": []}
        assert support("one", elements=elements, **parts).unmet
        assert not support("one", elements=[element("one", kind)], **parts).unmet

    def test_a_rival_can_have_its_own(self) -> None:
        rival = {"id": "luck", "label": "Luck", "evidence_policy": TWO}
        assert support("luck", rivals=[rival]).unmet


class TestWhatIsAsked:
    def test_studies_are_counted_and_not_documents(self) -> None:
        both = [source(one, excerpt("p", use(CLAIM)), study="x") for one in "ab"]
        assert support(evidence_policy=TWO, sources=both).unmet == (
            "2 studies for it, and there is 1",
        )
        two = said(CLAIM, "supports", "refines")
        assert not support(evidence_policy=TWO, sources=two).unmet

    @pytest.mark.parametrize(
        "other",
        [
            use(CLAIM, "refutes"),
            use(CLAIM, "proposes"),
            use(CLAIM, directness="indirect"),
            use("cmoc"),
        ],
    )
    def test_only_direct_passages_for_the_claim_count(
        self, other: dict[str, Any]
    ) -> None:
        asked = {"min_studies": 1, "independent": True, "min_rigour": "low"}
        one = source(
            "a",
            excerpt("p", other),
            independence={"judgement": "independent"},
            appraisal={"rigour": "high"},
        )
        assert len(support(evidence_policy=asked, sources=[one]).unmet) == 3

    @pytest.mark.parametrize(
        ("judgement", "is_met"),
        [("independent", True), ("affiliated", False), ("unclear", False)],
    )
    def test_independence_has_to_be_judged(
        self, judgement: str, *, is_met: bool
    ) -> None:
        passage = excerpt("p", use(CLAIM))
        one = source("a", passage, independence={"judgement": judgement})
        made = support(evidence_policy={"independent": True}, sources=[one])
        assert (not made.unmet) is is_met

    @pytest.mark.parametrize(
        ("own", "documents", "is_met"),
        [
            ("high", "low", True),
            ("low", "high", False),
            ("not_assessed", "moderate", True),
            ("not_assessed", "not_assessed", False),
        ],
    )
    def test_the_passages_own_rigour_wins(
        self, own: str, documents: str, *, is_met: bool
    ) -> None:
        passage = excerpt("p", use(CLAIM), appraisal={"rigour": own})
        one = source("a", passage, appraisal={"rigour": documents})
        made = support(evidence_policy={"min_rigour": "moderate"}, sources=[one])
        assert (not made.unmet) is is_met

    def test_asking_for_rigour_that_nobody_judged_asks_nothing(self) -> None:
        assert not support(evidence_policy={"min_rigour": "not_assessed"}).unmet

    def test_a_whole_configuration_needs_one_study_of_all_of_it(self) -> None:
        asked = {"whole_configuration": True}
        parts = [excerpt("p", use("cmoc", covers=["C", "M"]))]
        rest = [excerpt("q", use("cmoc", covers=["O"]))]
        apart = [source("a", *parts), source("b", *rest)]
        made = support("cmoc", evidence_policy=asked, sources=apart)
        assert made.unmet == ("a study of C, M and O together, and there is none",)
        one = [source("a", *parts, *rest)]
        assert not support("cmoc", evidence_policy=asked, sources=one).unmet
        whole = said("cmoc", "supports")
        assert not support("cmoc", evidence_policy=asked, sources=whole).unmet
        assert not support(CLAIM, evidence_policy=asked).unmet

    def test_it_changes_no_state(self) -> None:
        sources = said(CLAIM, "supports")
        states = {
            support(evidence_policy=asked, sources=sources).state
            for asked in (None, TWO, {"min_rigour": "high"})
        }
        assert len(states) == 1


ASKED = st.builds(
    EvidencePolicy,
    min_studies=st.none() | st.integers(0, 3),
    independent=st.booleans(),
    min_rigour=st.none() | st.sampled_from(Level),
    whole_configuration=st.booleans(),
)


@anyhow
@given(theories(), st.data())
def test_one_more_passage_for_a_claim_never_makes_it_fall_short(
    made: Theory, data: st.DataObject
) -> None:
    claim = data.draw(st.sampled_from(sorted(Evidence(made).kinds)))
    more = parsed(source("new", excerpt("p", use(claim)), study="new"))
    after = replace(made, sources=(*made.sources, more))
    for old, new in zip(Evidence(made).all(), Evidence(after).all(), strict=True):
        assert len(new.unmet) <= len(old.unmet)


@anyhow
@given(theories(), ASKED)
def test_a_claim_is_flagged_if_and_only_if_something_is_missing(
    made: Theory, asked: EvidencePolicy
) -> None:
    for one in Evidence(replace(made, evidence_policy=asked)).all():
        assert (Flag.POLICY_UNMET in one.flags) == bool(one.unmet)


@anyhow
@given(theories(), ASKED, ASKED)
def test_a_claim_with_a_policy_of_its_own_does_not_heed_the_theorys(
    made: Theory, one: EvidencePolicy, other: EvidencePolicy
) -> None:
    links = tuple(replace(k, evidence_policy=one) for k in made.links)
    same = replace(made, links=links)
    for k in links:
        under = [
            Evidence(replace(same, evidence_policy=asked)).of(k.id).unmet
            for asked in (None, one, other)
        ]
        assert under[0] == under[1] == under[2]
