from __future__ import annotations

import pytest

from cmo.publish.rating_words import caveat, meaning, quality, scheme
from cmo.store.references import RATING_VALUES


@pytest.mark.parametrize("name", RATING_VALUES)
def test_every_value_of_a_known_scale_is_told_in_words_of_its_own(name: str) -> None:
    told = [meaning(name, value) for value in RATING_VALUES[name]]
    assert all(told)
    assert len(set(told)) == len(told)
    assert scheme(name) != name


def test_mixed_findings_are_told() -> None:
    plain = meaning("eif-evidence", "3")
    assert meaning("eif-evidence", "3*") == f"{plain}; findings are mixed"


def test_a_rating_of_the_evidence_is_not_taken_for_one_of_the_effect() -> None:
    assert "not how large the effect is" in caveat("eif-evidence")


def test_a_scale_of_the_team_stays_as_it_is() -> None:
    assert (scheme("ours"), meaning("ours", "3"), caveat("ours")) == ("ours", "", "")


def test_quality_is_told_out_of_four() -> None:
    assert [quality(None), quality(0), quality(3)] == ["not rated", "0 of 4", "3 of 4"]
