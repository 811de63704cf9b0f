from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cmo.quotes.differences import Difference
from cmo.quotes.folding import Folded
from cmo.quotes.matching import Text
from cmo.quotes.nearest import nearest
from cmo.quotes.quotation import parse

SAID = """On the whole parents said that they trusted the worker who came every week,
because he did not judge them. It was ineffective in many ways. Later on, the mother
told us that she felt list-
ened to. Of all families, 2.5 per cent left. The worker listened carefully to all of
us and came back.
"""
TEXT = Folded(SAID)


def near(written: str, text: Folded = TEXT) -> tuple[str, list[Difference]]:
    found = nearest(written, text)
    assert found
    start, end = found.span
    return " ".join(text.original[start:end].split()), list(found.differences)


@pytest.mark.parametrize(
    ("written", "passage", "quote", "text"),
    [
        (
            "they trusted their worker who came",
            "they trusted the worker who came",
            "their",
            "the",
        ),
        (
            "because he did judge them",
            "because he did not judge them.",
            "did judge",
            "did not judge",
        ),
        (
            "because he did not ever judge them",
            "because he did not judge them.",
            "not ever judge",
            "not judge",
        ),
        (
            "The worker listened and came back",
            "The worker listened carefully to all of us and came back.",
            "listened and",
            "listened carefully to all of us and",
        ),
        ("effective in many", "ineffective in many", "effective", "ineffective"),
        ("5 per cent", "2.5 per cent", "5", "2.5"),
        ("she feels listened to", "she felt list- ened to.", "feels", "felt"),
        (
            "the [nice] worker that came every week",
            "the worker who came every week,",
            "that",
            "who",
        ),
        ("trusst", "trusted", "trusst", "trusted"),
    ],
)
def test_the_words_that_differ_are_told(
    written: str, passage: str, quote: str, text: str
) -> None:
    assert near(written) == (passage, [Difference(quote, text)])


def test_several_differences_are_told_in_order() -> None:
    _, differences = near("they trusted a worker that came every week")
    assert differences == [Difference("a", "the"), Difference("that", "who")]


def test_words_that_a_bracket_stands_for_are_no_difference() -> None:
    _, differences = near("parents said that [they] the worker which came")
    assert differences == [Difference("which", "who")]


def test_punctuation_within_a_quotation_counts_and_at_its_ends_does_not() -> None:
    text = Folded("It was trust, they said, and then trust, mostly.")
    assert near("trust, they said and then trust.", text)[1] == [
        Difference("said", "said,")
    ]
    assert near("trust they said, and then trust", text)[1] == [
        Difference("trust", "trust,")
    ]


def test_in_a_script_without_spaces_characters_are_told() -> None:
    passage, differences = near("信頼関係を壊した", Folded("彼らは信頼関係を築いた。"))
    assert "築" in passage.replace(" ", "")
    assert Difference("壊 し", "築 い") in differences


def test_in_a_text_without_spaces_there_is_nothing_to_hold_it_against() -> None:
    assert nearest("werker", Folded(f"{'x' * 200}worker{'y' * 200}")) is None


@pytest.mark.parametrize(
    ("written", "passage"),
    [
        ("who came every week, they trusted the worker", "who came every week,"),
        ("came every week they trusted the worker", "they trusted the worker"),
    ],
)
def test_of_parts_that_changed_places_one_is_held_against_the_text(
    written: str, passage: str
) -> None:
    there, (difference,) = near(written)
    assert passage in there
    assert difference.quote in written


def test_a_space_within_a_word_is_no_difference() -> None:
    text = Folded("They said that the wor ker came every week, and the next.")
    assert near("that the worker came every week and the next", text)[1] == [
        Difference("week", "week,")
    ]


def test_what_the_text_does_not_speak_of_has_no_nearest_passage() -> None:
    for written in (
        "Children's services were transformed by the new law on adoption",
        "qwertz uiop",
        "xxxxxxxx",
    ):
        assert nearest(written, TEXT) is None


def test_a_quotation_longer_than_its_text_is_held_against_all_of_it() -> None:
    short = Folded("He came every week.")
    passage, differences = near("the worker came every week to us", short)
    assert passage.endswith("came every week.")
    assert differences


def test_of_a_long_quotation_every_difference_is_told() -> None:
    said = [f"word{i} and" for i in range(2_000)]
    text = Folded(f"before {' '.join(said)} after " + "more of it " * 2_000)
    said[10], said[1_990] = "zebra and", "horse and"
    assert near(" ".join(said), text)[1] == [
        Difference("zebra", "word10"),
        Difference("horse", "word1990"),
    ]


def test_in_a_huge_text_the_nearest_passage_is_found_by_some_of_its_letters() -> None:
    text = Folded("So it went on for years. " * 300_000 + SAID)
    passage, differences = near("that they trusted their worker who came", text)
    assert passage == "that they trusted the worker who came"
    assert differences == [Difference("their", "the")]
    assert nearest("qwertz uiop asdf ghjkl yxcvbnm", text) is None


distinct = st.lists(
    st.from_regex(r"[a-z]{4,9}", fullmatch=True), min_size=8, max_size=40, unique=True
)


@given(distinct, st.data())
def test_the_word_that_was_replaced_is_named(
    said: list[str], data: st.DataObject
) -> None:
    start = data.draw(st.integers(0, len(said) - 6))
    end = data.draw(st.integers(start + 5, len(said)))
    at = data.draw(st.integers(start, end - 1))
    quoted = [*said[start:at], "ZEBRA", *said[at + 1 : end]]
    written, searched = " ".join(quoted), Text(" ".join(said))
    assert searched.find(parse(written)) is None
    found = nearest(written, searched.folded)
    assert found
    assert any(
        "ZEBRA" in one.quote.split() and said[at] in one.text.split()
        for one in found.differences
    )
