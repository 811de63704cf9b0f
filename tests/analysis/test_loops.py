from __future__ import annotations

import random
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cmo.analysis.chains import Network
from cmo.analysis.loops import MOST, Feedback, Loops, loops
from cmo.evidence import Evidence
from cmo.model.vocabulary import Sign
from tests.analysis import oracles
from tests.analysis.arguments import anyhow, arguments, dense, shuffled
from tests.making import CMOC, Json, element, link, theory

BACK = link("back", "safety", "time", "becomes_context_of")


def found(**parts: Any) -> Loops:
    return loops(Network(Evidence(theory(**parts))))


def rounds(told: Loops) -> list[tuple[str, ...]]:
    return [one.round_trip.elements[:-1] for one in told.found]


def ring(*signs: str, **parts: Any) -> Feedback:
    """Return what a loop of as many links as there are signs does."""
    names = [f"e{i}" for i in range(len(signs))]
    links = [
        link(f"l{i}", one, names[(i + 1) % len(names)], "leads_to", sign=signs[i])
        for i, one in enumerate(names)
    ]
    elements = [element(one, "outcome") for one in names]
    made = {"elements": elements, "links": links, "configurations": [], **parts}
    (one,) = found(**made).found
    return one.feedback


@anyhow
@given(arguments())
def test_they_are_all_ways_that_lead_back(parts: Json) -> None:
    made = theory(**parts)
    expected = oracles.rounds(made)
    told = loops(Network(Evidence(made)))
    assert told.complete == (len(expected) <= MOST)
    assert len(rounds(told)) == len(set(rounds(told))) == min(len(expected), MOST)
    assert set(rounds(told)) <= expected


@anyhow
@given(arguments())
def test_the_shortest_come_first_also_of_too_many(parts: Json) -> None:
    made = theory(**parts)
    lengths = sorted(map(len, oracles.rounds(made)))
    told = loops(Network(Evidence(made)))
    assert list(map(len, rounds(told))) == lengths[:MOST]


@anyhow
@given(arguments())
def test_the_sign_is_the_product_of_the_signs_of_the_steps(parts: Json) -> None:
    for one in loops(Network(Evidence(theory(**parts)))).found:
        signs = [step.sign for step in one.round_trip.steps]
        if Sign.UNKNOWN in signs:
            expected = Feedback.UNKNOWN
        elif signs.count(Sign.MINUS) % 2:
            expected = Feedback.BALANCING
        else:
            expected = Feedback.REINFORCING
        assert one.feedback is expected


@pytest.mark.parametrize(
    ("signs", "feedback"),
    [
        ("++", Feedback.REINFORCING),
        ("--", Feedback.REINFORCING),
        ("-+-+", Feedback.REINFORCING),
        ("+-", Feedback.BALANCING),
        ("---", Feedback.BALANCING),
        ("+?", Feedback.UNKNOWN),
        ("?-?", Feedback.UNKNOWN),
    ],
)
def test_loops_reinforce_or_balance(signs: str, feedback: Feedback) -> None:
    assert ring(*signs) is feedback


def test_what_links_of_different_sign_do_is_not_known() -> None:
    links = [
        link("a", "time", "trust", "enables"),
        link("b", "time", "trust", "constrains"),
        link("c", "trust", "time", "influences", sign="+"),
    ]
    (one,) = found(links=links, configurations=[]).found
    assert one.feedback is Feedback.UNKNOWN
    (one,) = found(links=links[1:], configurations=[]).found
    assert one.feedback is Feedback.BALANCING


def test_what_a_configuration_brings_about_can_feed_back() -> None:
    told = found(links=[BACK])
    assert rounds(told) == [("safety", "time", "trust")]
    assert told.found[0].feedback is Feedback.REINFORCING
    assert told.found[0].round_trip.elements[-1] == "safety"


def test_where_its_mechanism_fired_weakly_nobody_knows_how() -> None:
    weak = {**CMOC, "activations": {"trust": "weak"}}
    (one,) = found(links=[BACK], configurations=[weak]).found
    assert one.feedback is Feedback.UNKNOWN


def test_where_it_did_not_fire_nothing_feeds_back() -> None:
    unfired = {**CMOC, "activations": {"trust": "not_fired"}}
    assert found(links=[BACK], configurations=[unfired]) == Loops((), complete=True)


def test_a_whole_programme_effect_feeds_nothing_back() -> None:
    links = [
        link("a", "visits", "safety", "affects"),
        link("b", "safety", "visits", "influences"),
    ]
    assert not found(links=links, configurations=[]).found


def test_nothing_feeds_back_by_itself() -> None:
    itself = {**CMOC, "mechanisms": ["trust"], "outcomes": ["trust", "safety"]}
    links = [BACK, link("self", "safety", "safety", "leads_to")]
    assert ("trust",) not in rounds(found(links=links, configurations=[itself]))
    assert not found(links=links[1:], configurations=[itself]).found


def test_a_loop_can_go_twice_through_one_configuration() -> None:
    elements = [element(one, "context") for one in ("c", "d")]
    elements += [element(one, "mechanism") for one in ("m", "n")]
    elements += [element(one, "outcome") for one in ("o", "p")]
    both = {
        "id": "k",
        "label": "K",
        "contexts": ["c", "d"],
        "mechanisms": ["m", "n"],
        "outcomes": ["o", "p"],
    }
    links = [
        link("1", "o", "d", "becomes_context_of"),
        link("2", "p", "c", "becomes_context_of"),
    ]
    told = found(elements=elements, links=links, configurations=[both])
    assert ("c", "m", "o", "d", "n", "p") in rounds(told)


def test_of_a_thousand_ways_round_as_many_as_one_can_read_are_told() -> None:
    told = loops(Network(Evidence(dense())))
    assert len(told.found) == MOST
    assert not told.complete
    assert max(map(len, rounds(told))) <= 3


def test_many_long_loops_are_told_too() -> None:
    names = [f"e{i}" for i in range(300)]
    links = [
        link(f"l{i}", one, names[(i + 1) % 300], "leads_to")
        for i, one in enumerate(names)
    ]
    sides = [f"s{i}" for i in range(6)]
    for i, side in enumerate(sides):
        links += [link(f"a{i}", names[40 * i], side, "leads_to")]
        links += [link(f"b{i}", side, names[40 * i + 1], "leads_to")]
    elements = [element(one, "outcome") for one in (*names, *sides)]
    told = found(elements=elements, links=links, configurations=[])
    assert len(told.found) == MOST
    assert not told.complete


@anyhow
@given(arguments(), st.randoms(use_true_random=False))
def test_the_order_of_records_changes_nothing(
    parts: Json, order: random.Random
) -> None:
    made = theory(**parts)
    one, other = (loops(Network(Evidence(t))) for t in (made, shuffled(made, order)))
    assert rounds(one) == rounds(other)
    assert [o.feedback for o in one.found] == [o.feedback for o in other.found]
    assert one.complete == other.complete


def test_nor_does_it_where_not_all_are_told() -> None:
    order = random.Random(2)  # noqa: S311 - the same order in each run
    one, other = (
        loops(Network(Evidence(made))) for made in (dense(), shuffled(dense(), order))
    )
    assert rounds(one) == rounds(other)
