from __future__ import annotations

import pytest

from cmo.english import counted, joined, plural, shortened, worded
from cmo.model.vocabulary import Bearing


@pytest.mark.parametrize(
    ("number", "told"), [(0, "no studies"), (1, "1 study"), (2, "2 studies")]
)
def test_nouns_agree_with_their_number(number: int, told: str) -> None:
    assert counted(number, "study") == told


def test_a_plural_of_its_own_is_kept() -> None:
    assert counted(2, "passage is", "passages are") == "2 passages are"


@pytest.mark.parametrize(
    ("one", "many"),
    [
        ("error", "errors"),
        ("study", "studies"),
        ("rival theory", "rival theories"),
        ("way of working", "ways of working"),
        ("day", "days"),
    ],
)
def test_plurals(one: str, many: str) -> None:
    assert plural(one) == many


@pytest.mark.parametrize(
    ("parts", "told"),
    [
        ([], ""),
        (["a"], "a"),
        (["a", "b"], "a and b"),
        (["a", "b", "c"], "a, b and c"),
    ],
)
def test_parts_are_joined_as_in_speech(parts: list[str], told: str) -> None:
    assert joined(parts) == told


def test_clauses_have_a_comma_before_the_last() -> None:
    assert joined(["a", "b", "c"], "or", comma=True) == "a, b, or c"


def test_terms_are_told_as_people_write_them() -> None:
    assert worded(Bearing.NO_EFFECT) == "no effect"


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("one\n two", "one two"),
        ("one two three", "one two …"),
        ("onetwothree", "onetwothre …"),
    ],
)
def test_a_text_is_cut_after_a_word(text: str, told: str) -> None:
    assert shortened(text, 10) == told
