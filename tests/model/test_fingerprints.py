from __future__ import annotations

from typing import Any

import pytest

from cmo.model.fingerprints import fingerprints
from tests.making import element, link, theory

CMOC: dict[str, Any] = {
    "id": "cmoc",
    "label": "Trust",
    "contexts": ["time", "visits"],
    "mechanisms": ["trust"],
    "outcomes": ["safety"],
    "activations": {"trust": "strong"},
    "steps": [{"all": ["trust"]}],
}


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


def test_it_does_not_change_from_one_release_to_the_next() -> None:
    # Stamps stand in people's files: a change here makes every one suspect.
    made = theory(elements=[element("time", "context", definition="Time to talk.")])
    assert fingerprints(made)["time"] == "101c469c0b4fa35c"
