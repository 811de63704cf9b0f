from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cmo.quotes.folding import Folded, Span, fold


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("the  worker\n\tcame", "the worker came"),
        ("the\u00a0worker\u200bcame", "the worker came"),
        ("“their” ‘own’ «words»", "\"their\" 'own' ``words''"),
        ("weren’t", "weren't"),
        ("trust – not control", "trust—not control"),
        ("trust -- not", "trust – not"),
        ("ﬁnd the diﬀerence, eﬃcient ﬂow", "find the difference, efficient flow"),
        ("self-\nconfident", "self-confident"),
        ("self-\nconfident", "selfconfident"),
        ("rela-\n   tionship", "relationship"),
        ("rela\u00adtionship", "relationship"),
        ("rela¬\ntionship", "relationship"),
        ("The Worker", "the worker"),
        ("STRASSE", "straße"),
        ("cafe\u0301", "café"),
        ("and so on…", "and so on..."),
        ("**shared** _understanding_", "shared understanding"),
        ("5–7 years", "5-7 years"),
        ("aged 5 — 7", "aged 5-7"),
        ("−5 degrees", "-5 degrees"),
        ("´quoted´", "'quoted'"),
        ("be\x02nefit", "benefit"),
        ("ｆｕｌｌ　ｗｉｄｔｈ", "full width"),
    ],
)
def test_what_printing_and_typing_change_does_not_count(one: str, other: str) -> None:
    assert fold(one) == fold(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("5-7 years", "57 years"),
        ("fell by -5", "fell by 5"),
        ("trust, not control", "trust not control"),
        ("cafe", "café"),
        ("the worker", "their worker"),
        ("2.5", "25"),
    ],
)
def test_what_changes_words_and_numbers_counts(one: str, other: str) -> None:
    assert fold(one) != fold(other)


texts = st.text(
    st.sampled_from("aäbC 1 2\n-–'“.,ﬁß…\u00ad\u0301é") | st.characters(codec="utf-8"),
    max_size=80,
)


@given(texts, st.integers(1, 60))
def test_folding_piece_by_piece_is_folding_the_whole(text: str, times: int) -> None:
    long = f"{text} and " * times
    assert Folded(long).text == fold(long)


@given(texts, st.data())
def test_the_way_back_leads_to_the_characters_that_were_folded(
    text: str, data: st.DataObject
) -> None:
    # A dash waits for its digit, and is found where that stands.
    folded = Folded(text.replace("-", "").replace("–", "") * 40 + "end")
    start = data.draw(st.integers(0, len(folded.text) - 1))
    end = data.draw(st.integers(start + 1, len(folded.text)))
    span = folded.span(start, end)
    assert folded.text[start:end] in fold(folded.original[span.start : span.end])


@pytest.mark.parametrize("unit", ["a", "-", "5-", " ", "語", "\u0301"])
def test_a_text_without_words_to_cut_between_is_folded_whole(unit: str) -> None:
    text = unit * 5_000
    assert Folded(text).text.count("a") == text.count("a")
    assert len(Folded(text).text) == pytest.approx(len(fold(text)), abs=20)


@pytest.mark.parametrize("unit", ["a", "5-", "語", "ﬁ"])
def test_in_such_a_text_the_way_back_is_found_too(unit: str) -> None:
    folded = Folded(unit * 5_000)
    end = len(folded.text)
    start, stop = folded.span(end - 1, end)
    assert 0 <= start < stop <= len(folded.original)


def test_only_what_is_kept_is_folded_and_places_stay_those_of_the_text() -> None:
    text = "one two\n12\nthree"
    folded = Folded(text, [Span(0, 7), Span(10, len(text))])
    assert folded.text == "onetwothree"
    assert folded.span(3, 11) == Span(4, len(text))
