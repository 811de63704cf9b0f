from __future__ import annotations

import unicodedata
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cmo.model.fingerprints import fingerprints
from tests.making import element, link, theory

if TYPE_CHECKING:
    import random

CMOC: dict[str, Any] = {
    "id": "cmoc",
    "label": "Trust",
    "contexts": ["time", "visits"],
    "mechanisms": ["trust"],
    "outcomes": ["safety"],
    "activations": {"trust": "strong"},
    "steps": [{"all": ["trust"]}],
}

# A first example imports what later ones have: how long one takes says nothing.
anyhow = settings(deadline=None)


def of(claim: str, **parts: Any) -> str:
    return fingerprints(theory(**parts))[claim]


def test_every_claim_has_one() -> None:
    assert set(fingerprints(theory())) == {
        *("time", "trust", "safety", "visits"),
        *("visits-trust", "time-trust", "trust-safety", "cmoc"),
    }


@pytest.mark.parametrize(
    "change",
    [
        {"label": "Distrust"},
        {"contexts": ["time"]},
        {"activations": {"trust": "not_fired"}},
        {"steps": [{"any": ["trust"]}]},
        {"contexts_logic": "any"},
        {"statement": "Otherwise."},
    ],
)
def test_what_a_configuration_says_changes_it(change: dict[str, Any]) -> None:
    before = of("cmoc", configurations=[CMOC])
    assert of("cmoc", configurations=[CMOC | change]) != before


@pytest.mark.parametrize(
    "change",
    [
        {"contexts": ["visits", "time"]},
        {"label": " trust  "},
        {"label": "TRUST"},
        {"notes": "Ask again."},
        {"status": "accepted"},
    ],
)
def test_what_it_does_not_say_leaves_it(change: dict[str, Any]) -> None:
    before = of("cmoc", configurations=[CMOC])
    assert of("cmoc", configurations=[CMOC | change]) == before


def test_a_link_turned_round_is_another_claim() -> None:
    turned = [link("trust-safety", "safety", "trust", "produces")]
    assert of("trust-safety", links=turned) != of("trust-safety")


@pytest.mark.parametrize(
    ("field", "one", "other"),
    [
        ("actors", ["Parent", "child"], ["Child", "parent"]),
        ("actors", ["a parent", "a child"], ["a child", " a  parent"]),
        ("steps", [{"any": ["trust", "fear"]}], [{"any": ["fear", "trust"]}]),
        ("label", "Café", unicodedata.normalize("NFD", "Café")),
    ],
)
def test_order_case_and_encoding_say_nothing(field: str, one: Any, other: Any) -> None:
    assert of("cmoc", configurations=[CMOC | {field: one}]) == of(
        "cmoc", configurations=[CMOC | {field: other}]
    )


def test_the_order_of_steps_says_something() -> None:
    steps = [{"all": ["trust"]}, {"all": ["fear"]}]
    there = of("cmoc", configurations=[CMOC | {"steps": steps}])
    assert of("cmoc", configurations=[CMOC | {"steps": steps[::-1]}]) != there


RIVALS = [
    {"id": "luck", "label": "Luck", "about": "trust-safety"},
    {"id": "money", "label": "Money", "about": "cmoc"},
    {"id": "fashion", "label": "Fashion", "about": "luck"},
    {"id": "chance", "label": "Chance"},
]


def reworded(one: str, **words: Any) -> set[str]:
    """Return the claims that change when the element `one` is given these words."""
    elements = [
        element("time", "context"),
        element("trust", "mechanism"),
        element("safety", "outcome"),
        element("visits", "intervention"),
    ]
    changed = [e | words if e["id"] == one else e for e in elements]
    before = fingerprints(theory(elements=elements, rivals=RIVALS))
    after = fingerprints(theory(elements=changed, rivals=RIVALS))
    return {claim for claim in before if before[claim] != after[claim]}


def test_a_label_counts_for_whatever_names_the_element() -> None:
    assert reworded("safety", label="Calm") == {
        "safety",
        "trust-safety",
        "cmoc",
        "luck",
    }
    assert reworded("visits", label="Calls") == {"visits", "visits-trust", "cmoc"}


def test_a_definition_counts_for_the_element_alone() -> None:
    assert reworded("safety", definition="No harm.") == {"safety"}


def test_a_plain_label_counts_for_nothing() -> None:
    assert reworded("safety", plain_label="Children are safe.") == set()


def test_a_rival_is_another_claim_once_what_it_is_about_is_renamed() -> None:
    before = fingerprints(theory(rivals=RIVALS))
    cmoc = CMOC | {"label": "Confidence"}
    relinked = [link("trust-safety", "trust", "safety", "prevents")]
    for parts, changed in (
        ({"configurations": [cmoc]}, {"money"}),
        ({"links": relinked}, {"luck"}),
        (
            {"rivals": [{**RIVALS[0], "label": "Fate"}, *RIVALS[1:]]},
            {"luck", "fashion"},
        ),
    ):
        after = fingerprints(theory(**{"rivals": RIVALS, **parts}))
        rivals = {one["id"] for one in RIVALS}
        assert {one for one in rivals if after[one] != before[one]} == changed


@anyhow
@given(st.randoms(use_true_random=False))
def test_the_order_of_records_changes_none(shuffled: random.Random) -> None:
    made = theory(rivals=RIVALS)
    mixed: dict[str, Any] = {}
    for part in ("elements", "links", "configurations", "rivals"):
        records = list(getattr(made, part))
        shuffled.shuffle(records)
        mixed[part] = tuple(records)
    assert fingerprints(replace(made, **mixed)) == fingerprints(made)


def test_a_reference_that_leads_nowhere_is_no_error() -> None:
    # As while a file is half-written: what it names has no label.
    loose = theory(links=[link("x", "trust", "nothing", "produces")], rivals=RIVALS[:1])
    assert set(fingerprints(loose)) >= {"x", "luck"}


def test_it_does_not_change_from_one_release_to_the_next() -> None:
    # Stamps stand in people's files: a change here makes every one suspect.
    made = theory(
        elements=[
            element("time", "context", definition="Time to talk."),
            element("trust", "mechanism"),
        ],
        links=[link("time-trust", "time", "trust", "enables")],
        configurations=[
            {
                "id": "cmoc",
                "label": "Trust",
                "contexts": ["time"],
                "mechanisms": ["trust"],
                "activations": {"trust": "weak"},
                "steps": [{"all": ["trust"]}],
            }
        ],
        rivals=[{"id": "luck", "label": "Luck", "about": "time-trust"}],
    )
    assert fingerprints(made) == {
        "time": "101c469c0b4fa35c",
        "trust": "a89313229b0b4ce5",
        "time-trust": "dc36db0b4b7b2090",
        "cmoc": "6c9c48a46b25aa58",
        "luck": "f91038ad10a1097e",
    }
