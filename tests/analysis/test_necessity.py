from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cmo.analysis import necessity
from cmo.analysis.chains import Network
from cmo.evidence import Evidence
from tests.analysis import oracles
from tests.analysis.arguments import STUDIES, anyhow, arguments, dense, shuffled
from tests.making import CMOC, Json, element, excerpt, link, said, source, theory, use

if TYPE_CHECKING:
    import random

    from cmo.model import Theory


def through(outcome: str = "safety", **parts: Any) -> tuple[str, ...] | None:
    """Return the mechanisms that every chain passes through; None without a chain."""
    found = necessity.mechanisms(theory(**parts))
    assert found is not None
    return found.get(outcome)


def resting(outcome: str = "safety", **parts: Any) -> list[str] | None:
    """Return the studies that an outcome rests on; None if it is not evidenced."""
    found = necessity.studies(Network(Evidence(theory(**parts))))
    assert found is not None
    return sorted(found[outcome]) if outcome in found else None


class TestMechanisms:
    @anyhow
    @given(arguments())
    def test_without_one_that_is_named_the_element_does_not_come_about(
        self, parts: Json
    ) -> None:
        made = theory(**parts)
        found = necessity.mechanisms(made)
        assert found is not None
        assert set(found) == oracles.come_about(made)
        all_of_them = [one.id for one in made.elements if one.kind == "mechanism"]
        without = {one: oracles.come_about(made, impossible=one) for one in all_of_them}
        for element_id, named in found.items():
            assert named == tuple(
                one for one in all_of_them if element_id not in without[one]
            )

    @anyhow
    @given(arguments())
    def test_what_comes_about_has_a_chain_that_leads_to_it(self, parts: Json) -> None:
        made = theory(**parts)
        found = necessity.mechanisms(made)
        assert found is not None
        network = Network(Evidence(made))
        for one in found.keys() - oracles.starts(made):
            assert network.leading_to(one).chains

    def test_a_second_way_makes_it_dispensable(self) -> None:
        assert through() == ("trust",)
        other = [
            link("visits-trust", "visits", "trust", "provides"),
            link("visits-safety", "visits", "safety", "influences"),
            link("trust-safety", "trust", "safety", "produces"),
        ]
        assert through(links=other) == ()

    def test_a_whole_programme_effect_is_no_second_way(self) -> None:
        assert through(links=[link("a", "visits", "safety", "affects")]) == ("trust",)

    @pytest.mark.parametrize(("step", "named"), [("all", ("a", "b")), ("any", ())])
    def test_of_mechanisms_that_fire_together_each_is_needed(
        self, step: str, named: tuple[str, ...]
    ) -> None:
        elements = [element(one, "mechanism") for one in "ab"]
        elements += [element("visits", "intervention"), element("safety", "outcome")]
        one = {**CMOC, "mechanisms": ["a", "b"], "steps": [{step: ["a", "b"]}]}
        assert through(elements=elements, links=[], configurations=[one]) == named
        made: Json = {
            "elements": elements,
            "links": [],
            "configurations": [{**one, "steps": []}],
        }
        assert through(**made) == ("a", "b")

    def test_also_one_that_no_step_places(self) -> None:
        elements = [element(one, "mechanism") for one in "abc"]
        elements += [element("visits", "intervention"), element("safety", "outcome")]
        steps = [{"all": ["a"]}, {"any": ["b"]}]
        one = {**CMOC, "mechanisms": ["a", "b", "c"], "steps": steps}
        made: Json = {"elements": elements, "links": [], "configurations": [one]}
        assert through(**made) == ("a", "b", "c")
        assert through("b", **made) == ("a", "b")

    @pytest.mark.parametrize(
        ("logic", "named"), [("all", ("a", "b", "trust")), ("any", ("trust",))]
    )
    def test_what_a_configuration_waits_for_must_come_about_first(
        self, logic: str, named: tuple[str, ...]
    ) -> None:
        elements = [
            element("visits", "intervention"),
            *(element(one, "mechanism") for one in ("a", "b", "trust")),
            *(element(one, "outcome") for one in ("calm", "time", "safety")),
        ]
        links = [
            link("1", "visits", "a", "provides"),
            link("2", "a", "calm", "produces"),
            link("3", "visits", "b", "provides"),
            link("4", "b", "time", "produces"),
        ]
        one = {**CMOC, "contexts": ["calm", "time"], "contexts_logic": logic}
        assert through(elements=elements, links=links, configurations=[one]) == named

    def test_a_context_can_hold_anyway(self) -> None:
        links = [
            link("a", "visits", "other", "provides"),
            link("b", "other", "time", "shapes"),
        ]
        elements = [
            element("time", "context"),
            *(element(one, "mechanism") for one in ("trust", "other")),
            element("safety", "outcome"),
            element("visits", "intervention"),
        ]
        assert through(elements=elements, links=links) == ("trust",)

    def test_so_can_what_nothing_leads_to(self) -> None:
        one = {**CMOC, "contexts": ["rain"]}
        elements = [
            element("rain", "outcome"),
            element("trust", "mechanism"),
            element("safety", "outcome"),
            element("visits", "intervention"),
        ]
        assert through(elements=elements, configurations=[one]) == ("trust",)

    def test_a_context_starts_no_chain(self) -> None:
        links = [link("a", "time", "trust", "enables")]
        assert through(links=links, configurations=[]) is None
        nobody = {**CMOC, "interventions": []}
        assert through(links=[], configurations=[nobody]) is None

    def test_a_link_within_a_configuration_needs_what_the_configuration_needs(
        self,
    ) -> None:
        elements = [
            element("visits", "intervention"),
            *(element(one, "mechanism") for one in ("trust", "hope")),
            element("safety", "outcome"),
        ]
        one = {**CMOC, "contexts": [], "mechanisms": ["trust", "hope"]}
        inner: Json = {"elements": elements, "configurations": [one]}
        assert through(**inner) == ("trust", "hope")
        unfired = {**one, "activations": {"trust": "not_fired"}}
        links = [
            link("a", "visits", "trust", "provides"),
            link("b", "trust", "safety", "produces"),
        ]
        outer = {**inner, "configurations": [unfired], "links": links}
        assert through(**outer) == ()

    @pytest.mark.parametrize("status", ["rejected", "respecified"])
    def test_a_link_within_one_that_was_given_up_counts_by_itself(
        self, status: str
    ) -> None:
        assert through(configurations=[{**CMOC, "status": status}]) == ("trust",)

    def test_what_waits_for_itself_never_comes_about(self) -> None:
        elements = [
            element("visits", "intervention"),
            element("trust", "mechanism"),
            element("calm", "outcome"),
            element("safety", "outcome"),
        ]
        one = {**CMOC, "contexts": ["calm"]}
        links = [link("a", "safety", "calm", "leads_to")]
        assert through(elements=elements, links=links, configurations=[one]) is None

    def test_a_mechanism_that_chains_start_from_is_named_too(self) -> None:
        elements = [element("trust", "mechanism"), element("safety", "outcome")]
        links = [link("a", "trust", "safety", "produces")]
        made: Json = {"elements": elements, "links": links, "configurations": []}
        assert through(**made) == ("trust",)
        assert through("trust", **made) == ("trust",)


class TestStudies:
    @anyhow
    @given(arguments())
    def test_without_one_that_is_named_no_evidenced_chain_is_left(
        self, parts: Json
    ) -> None:
        made = theory(**parts)
        found = necessity.studies(Network(Evidence(made)))
        assert found is not None
        assert set(found) == oracles.come_about(made, speaks=oracles.speaking(made))
        without = {study: _left_without(made, study) for study in STUDIES}
        for one, named in found.items():
            lost = [study for study, left in without.items() if one not in left]
            assert sorted(named) == sorted(lost)

    @anyhow
    @given(arguments(), st.sampled_from(STUDIES))
    def test_what_is_left_without_a_study_is_what_the_others_say(
        self, parts: Json, study: str
    ) -> None:
        made = theory(**parts)
        speaks = oracles.speaking(made, without=study)
        expected = oracles.come_about(made, speaks=speaks)
        assert _left_without(made, study) == expected

    def test_two_studies_of_one_step_carry_it_together(self) -> None:
        assert resting(sources=said("cmoc", "supports")) == ["a"]
        assert resting(sources=said("cmoc", "supports", "refines")) == []
        assert resting(sources=said("cmoc", "refutes")) is None

    def test_each_step_can_rest_on_another_study(self) -> None:
        sources = [
            source("a", excerpt("p", use("visits-trust"))),
            source("b", excerpt("p", use("trust-safety"))),
        ]
        assert resting(sources=sources, configurations=[]) == ["a", "b"]

    def test_two_documents_of_one_study_are_one(self) -> None:
        both = [
            source(one, excerpt("p", use("cmoc")), study="trial") for one in ("a", "b")
        ]
        assert resting(sources=both) == ["trial"]

    def test_a_review_speaks_with_the_voice_of_the_study_that_it_includes(self) -> None:
        review = source("r", excerpt("p", use("cmoc")), includes=["a", "b"])
        one = said("cmoc", "supports")
        assert resting(sources=[review]) == ["r"]
        assert resting(sources=[review, *one]) == ["a"]
        assert resting(sources=[review, *said("cmoc", "supports", "supports")]) == []

    @anyhow
    @given(arguments(), st.lists(st.sampled_from(STUDIES), max_size=3))
    def test_without_a_study_and_the_reviews_that_include_it_no_chain_is_left(
        self, parts: Json, includes: list[str]
    ) -> None:
        sources = [
            {**one, "includes": [other] if other != one["study"] else []}
            for one, other in zip(parts["sources"], includes * 5, strict=False)
        ]
        made = theory(**{**parts, "sources": sources or parts["sources"]})
        evidence = Evidence(made)
        found = necessity.studies(Network(evidence))
        assert found is not None
        within = evidence.background.includes
        for study in STUDIES:
            gone = {study, *(one for one, own in within.items() if study in own)}
            left = _left_without(made, *gone)
            assert not left & {one for one, named in found.items() if study in named}

    def test_a_context_that_the_theory_brings_about_must_be_evidenced(self) -> None:
        elements = [
            element("visits", "intervention"),
            element("trust", "mechanism"),
            element("calm", "outcome"),
            element("safety", "outcome"),
        ]
        parts: Json = {
            "elements": elements,
            "configurations": [{**CMOC, "contexts": ["calm"]}],
            "links": [link("visits-calm", "visits", "calm", "influences")],
        }
        whole = source("a", excerpt("p", use("cmoc")))
        calm = source("b", excerpt("p", use("visits-calm")))
        assert resting(sources=[whole], **parts) is None
        assert resting(sources=[whole, calm], **parts) == ["a", "b"]
        unheard = source("a", excerpt("p", use("cmoc", covers=["M", "O"])))
        assert resting(sources=[unheard, calm], **parts) is None


def _left_without(made: Theory, *studies: str) -> set[str]:
    """Return the elements that evidenced chains lead to without some studies."""
    kept = Evidence(made, keep=lambda use: use.study not in studies)
    found = necessity.studies(Network(kept))
    assert found is not None
    return set(found)


def test_what_takes_too_long_is_not_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(necessity, "PATIENCE", 0)
    assert necessity.mechanisms(theory()) is None
    assert necessity.studies(Network(Evidence(theory()))) is None


def test_a_dense_theory_is_told() -> None:
    assert necessity.mechanisms(dense()) is not None
    assert necessity.studies(Network(Evidence(dense()))) is not None


@anyhow
@given(arguments(), st.randoms(use_true_random=False))
def test_the_order_of_records_changes_nothing(
    parts: Json, order: random.Random
) -> None:
    made = theory(**parts)
    mixed = shuffled(made, order)
    assert _as_sets(necessity.mechanisms(made)) == _as_sets(necessity.mechanisms(mixed))
    one, other = (necessity.studies(Network(Evidence(t))) for t in (made, mixed))
    assert _as_sets(one) == _as_sets(other)


def _as_sets(found: dict[str, tuple[str, ...]] | None) -> dict[str, set[str]]:
    assert found is not None
    return {one: set(named) for one, named in found.items()}
