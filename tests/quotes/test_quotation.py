from __future__ import annotations

import pytest

from cmo.quotes.quotation import (
    BRACKET_REACH,
    ELLIPSIS_REACH,
    MOST_GAPS,
    parse,
    stretches,
)


def texts(written: str) -> list[str]:
    return [part.text for part in parse(written).parts]


def test_a_quotation_without_gaps_is_one_part() -> None:
    quotation = parse("They trusted the worker.")
    assert quotation.is_plain
    assert texts("They trusted the worker.") == ["theytrustedtheworker"]


@pytest.mark.parametrize(
    "ellipsis",
    [
        *("…", "...", ". . .", "....", "[…]", "[...]", "[. . .]", "(...)", "(…)"),
        *("… …", "<...>", ". . . .", "…."),
    ],
)
def test_every_style_of_ellipsis_is_a_gap(ellipsis: str) -> None:
    written = f"they trusted {ellipsis} the worker"
    assert texts(written) == ["theytrusted", "theworker"]
    assert parse(written).parts[1].reach == ELLIPSIS_REACH
    assert stretches(written) == ["they trusted", "the worker"]


@pytest.mark.parametrize(
    "bracket", ["[the mother]", "[sic]", "(sic)", "[emphasis added]"]
)
def test_a_bracket_is_a_gap_of_some_words(bracket: str) -> None:
    first, second = parse(f"then {bracket} said").parts
    assert (first.text, second.text) == ("then", "said")
    assert second.reach == BRACKET_REACH


def test_two_full_stops_or_an_abbreviation_are_no_ellipsis() -> None:
    assert parse("and so on.. or e.g. this").is_plain


def test_gaps_at_the_ends_ask_for_nothing() -> None:
    assert texts("… they trusted the worker [...]") == ["theytrustedtheworker"]
    (part,) = parse("[She] trusted").parts
    assert part.reach == 0


def test_gaps_with_nothing_between_them_are_one() -> None:
    quotation = parse("trusted [the worker], … [and] her son")
    assert [part.text for part in quotation.parts] == ["trusted", "herson"]
    assert quotation.parts[1].reach == ELLIPSIS_REACH + 2 * BRACKET_REACH


def test_a_letter_in_brackets_changed_its_case() -> None:
    quotation = parse("[T]he worker came")
    assert [part.text for part in quotation.parts] == ["theworkercame"]


def test_beside_an_attached_bracket_a_word_need_not_be_whole() -> None:
    parts = parse("they work[ed] with [her]self").parts
    assert [part.text for part in parts] == ["theywork", "with", "self"]
    assert [part.starts_word for part in parts] == [True, True, False]
    assert [part.ends_word for part in parts] == [False, True, True]


@pytest.mark.parametrize("written", ["", "…", "“ — ”", "?!", "[the mother]", "***"])
def test_what_holds_no_words_is_known(written: str) -> None:
    assert not parse(written).has_words


def test_what_is_left_between_gaps_can_be_too_little() -> None:
    assert parse("I … a [b] you").is_too_thin
    assert not parse("I … trust you").is_too_thin
    assert not parse("I").is_too_thin


def test_gaps_can_be_too_many() -> None:
    assert not parse(" … ".join(["word"] * MOST_GAPS)).is_too_broken
    assert parse(" … ".join(["word"] * (MOST_GAPS + 1))).is_too_broken


@pytest.mark.parametrize("unit", ["[", "[ ", "(", " ", ".", ". ", "…", "[a", "a"])
def test_fifty_thousand_characters_of_anything_are_parsed(unit: str) -> None:
    written = unit * (50_000 // len(unit))
    assert parse(written).written == written
    stretches(written)
