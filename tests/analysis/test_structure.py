from __future__ import annotations

import time
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from hypothesis import given
from hypothesis import strategies as st

from cmo.analysis import necessity
from cmo.analysis.structure import Argument, evidenced, structure
from cmo.evidence import Evidence
from tests.analysis import oracles
from tests.analysis.arguments import CLAIMS, STUDIES, anyhow, arguments, dense, shuffled
from tests.making import (
    CMOC,
    HANGING,
    Json,
    element,
    excerpt,
    link,
    parsed,
    said,
    source,
    theory,
    use,
)

if TYPE_CHECKING:
    import random

    import pytest

    from cmo.model import Theory


def argued(**parts: Any) -> Argument:
    """Return how a theory with one outcome argues for it."""
    (one,) = structure(Evidence(theory(**parts))).arguments
    return one


class TestArguments:
    @anyhow
    @given(arguments())
    def test_there_is_one_for_each_outcome_in_file_order(self, parts: Json) -> None:
        made = theory(**parts)
        told = structure(Evidence(made))
        assert [one.outcome for one in told.arguments] == oracles.outcomes(made)
        assert bool(told.not_told) == (not told.loops.complete)

    @anyhow
    @given(arguments())
    def test_they_say_nothing_that_contradicts_itself(self, parts: Json) -> None:
        for one in structure(Evidence(theory(**parts))).arguments:
            if one.is_evidenced:
                assert one.chain is not None
                assert not one.chain.gaps
            if one.mechanisms or one.studies:
                assert one.chain is not None
                assert (one.steps, one.gaps) == (
                    len(one.chain.steps),
                    len(one.chain.gaps),
                )
            if one.studies:
                assert one.is_evidenced

    @anyhow
    @given(arguments())
    def test_the_evidenced_ones_are_those_that_come_about_by_what_studies_say(
        self, parts: Json
    ) -> None:
        made = theory(**parts)
        expected = oracles.come_about(made, speaks=oracles.speaking(made))
        found = evidenced(Evidence(made))
        assert found == frozenset(expected.intersection(oracles.outcomes(made)))
        told = structure(Evidence(made)).arguments
        assert {one.outcome for one in told if one.is_evidenced} == found

    @anyhow
    @given(arguments())
    def test_those_that_wait_have_a_chain_and_never_come_about(
        self, parts: Json
    ) -> None:
        made = theory(**parts)
        told = structure(Evidence(made))
        chained = [one.outcome for one in told.arguments if one.chain]
        come = oracles.come_about(made)
        assert told.waiting == [one for one in chained if one not in come]

    @anyhow
    @given(arguments(), st.sampled_from(CLAIMS), st.sampled_from(STUDIES))
    def test_another_supporting_passage_unmakes_no_evidenced_chain(
        self, parts: Json, claim: str, study: str
    ) -> None:
        made = theory(**parts)
        more = parsed(source("more", excerpt("p", use(claim)), study=study))
        after = replace(made, sources=(*made.sources, more))
        first, then = evidenced(Evidence(made)), evidenced(Evidence(after))
        assert first is not None
        assert then is not None
        assert first <= then

    def test_an_outcome_that_hangs_on_one_study_names_it(self) -> None:
        one = argued(sources=said("cmoc", "supports"))
        assert one.is_evidenced
        assert one.studies == ("a",)
        assert argued(sources=said("cmoc", "supports", "supports")).studies == ()

    def test_what_only_contexts_lead_to_has_no_chain(self) -> None:
        nobody = {**CMOC, "interventions": []}
        sources = said("cmoc", "supports")
        one = argued(links=[], configurations=[nobody], sources=sources)
        assert one == Argument("safety", 0, 0, None, (), is_evidenced=False, studies=())

    def test_support_for_what_enables_does_not_stand_in_for_what_provides(self) -> None:
        sources = [
            *said("time-trust", "supports"),
            source("z", excerpt("p", use("trust-safety"))),
        ]
        one = argued(configurations=[], sources=sources)
        assert one.chain is not None
        assert len(one.chain.gaps) == 1
        assert not one.is_evidenced

    def test_what_waits_for_itself_is_said(self) -> None:
        elements = [
            element("visits", "intervention"),
            element("trust", "mechanism"),
            element("calm", "mechanism"),
            element("safety", "outcome"),
        ]
        parts = {
            "elements": elements,
            "links": [link("a", "safety", "calm", "becomes_context_of")],
            "configurations": [{**CMOC, "contexts": ["calm"]}],
        }
        told = structure(Evidence(theory(**parts)))
        assert told.waiting == ["safety"]
        assert told.arguments[0].mechanisms is None
        assert told.arguments[0].chain is not None
        assert not structure(Evidence(theory())).waiting

    def test_a_theory_without_interventions_starts_from_mechanisms(self) -> None:
        elements = [element("trust", "mechanism"), element("safety", "outcome")]
        links = [link("a", "trust", "safety", "produces")]
        one = argued(elements=elements, links=links, configurations=[])
        assert one.chain is not None
        assert one.chain.elements == ("trust", "safety")


@anyhow
@given(arguments(), st.randoms(use_true_random=False))
def test_the_order_of_records_changes_nothing(
    parts: Json, order: random.Random
) -> None:
    made = theory(**parts)
    one, other = (_told(t) for t in (made, shuffled(made, order)))
    assert one == other


def _told(made: Theory) -> dict[str, Any]:
    return {
        one.outcome: (
            one.chain and one.chain.elements,
            None if one.mechanisms is None else set(one.mechanisms),
            one.is_evidenced,
            set(one.studies),
        )
        for one in structure(Evidence(made)).arguments
    }


def test_what_is_too_dense_to_tell_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(necessity, "PATIENCE", 0)
    evidence = Evidence(theory(sources=said("cmoc", "supports")))
    assert evidenced(evidence) is None
    told = structure(evidence)
    assert told.not_told == (
        "which mechanisms every chain passes through",
        "which studies every evidenced chain rests on",
    )
    assert not told.arguments[0].is_evidenced
    assert told.arguments[0].mechanisms is None
    assert told.waiting == []


def test_a_dense_theory_does_not_hang_and_says_what_it_leaves_out() -> None:
    evidence = Evidence(dense())
    began = time.monotonic()
    told = structure(evidence)
    assert time.monotonic() - began < HANGING
    assert told.not_told == ("all feedback loops; more than are listed",)
    assert all(one.chain for one in told.arguments)
