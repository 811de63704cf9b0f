from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cmo.quotes.folding import fold
from cmo.quotes.matching import Text
from cmo.quotes.quotation import parse

SAID = """Evaluation of home visits

On the whole, parents said that “they weren’t listened to” at ﬁrst, and rela-
tionships were not self-
conﬁdent. It was ineffective in many ways — inﬂexible at all costs — or so it
seemed. Later the mother said that she trusted the worker who came every week.
Of 2,500 families 7.5 per cent left; 19–28 days went by, at –5 degrees. Nothing
[in this report] is non-
significant.
"""


def found(written: str, text: str = SAID) -> str | None:
    span = Text(text).find(parse(written))
    return " ".join(text[span.start : span.end].split()) if span else None


@pytest.mark.parametrize(
    "written",
    [
        "they weren't listened to",
        '"They weren\'t listened to" at first',
        "relationships were not self-confident",
        "relationships were not selfconfident",
        "inflexible at all costs - or so it seemed.",
        "the mother said that she trusted the worker",
        "THE MOTHER SAID",
        "the mother … the worker",
        "parents said […] the mother said … every week",
        "… Later the mother said ...",
        "[T]he mother said",
        "Later [she] said that she trusted the worker",
        "Later the mother [of two] said that she trusted [him] who came",
        "she trust[s] the worker [sic] who came",
        "Nothing [in this report] is",
        "Nothing [in this report] … non-significant",
        "Nothing [at all] is non-significant",
        "2,500 families",
        "7.5 per cent",
        "19-28 days",
        "at first, and",
        "it seemed,",
    ],
)
def test_a_quotation_is_found(written: str) -> None:
    assert found(written)


@pytest.mark.parametrize(
    "written",
    [
        "they were listened to",
        "effective in many ways",
        "lexible at all",
        "flexible at all",
        "effective … the mother",
        "significant",
        "trusted the work",
        "500 families",
        "5 per cent",
        "7 per cent",
        "2 families",
        "1928 days",
        "5 degrees",
        "the worker … the mother",
        "Later [she said] every week",
        "at first and",
    ],
)
def test_what_the_text_does_not_say_is_not_found(written: str) -> None:
    assert found(written) is None


def test_an_ellipsis_stands_for_a_page_at_most() -> None:
    near = f"They trusted him. {'So it went on. ' * 100} They left."
    far = f"They trusted him. {'So it went on. ' * 1000} They left."
    assert found("They trusted him … They left", near)
    assert found("They trusted him … They left", far) is None


def test_of_several_places_the_one_that_leads_on_is_taken() -> None:
    far = "then nothing came of it. " * 200
    text = f"She said so. {far} She said so. She said that he came, and he left."
    assert found("She said … he came … he left", text) == (
        "She said that he came, and he left"
    )
    text = f"She said so. {far} He came at last. {far} She said that he came."
    assert found("She said … he came", text) == "She said that he came"


def test_words_are_whole_on_both_sides_of_a_gap() -> None:
    text = "an ineffective plan, an effective plan, and planners who left"
    assert found("effective … who left", text) == (
        "effective plan, and planners who left"
    )
    assert found("effective … planner", text) is None


def test_a_quotation_runs_across_the_end_of_a_page() -> None:
    pages = [
        f"Report of 2020 | {n}\nAt first {who} did not trust the\n\n{n}\n"
        for n, who in enumerate(("parents", "workers", "children"), 1)
    ]
    text = "\f".join([*pages, "Report of 2020 | 4\nservice at all.\n\n4\n"])
    assert found("children did not trust the service at all.", text)
    assert found("children did … the service at all", text)
    assert found("children did not trust the 3 Report of 2020 | 4 service", text)
    assert found("workers did not trust the service at all.", text) is None


def test_a_place_in_the_text_is_given_and_not_in_what_is_compared() -> None:
    text = (
        "“Of ‘ﬁnance’,” he said.\n" * 3 + "It was self-\n   conﬁdent, " + "so " * 2000
    )
    span = Text(text).find(parse("self-confident"))
    assert span
    assert text[span.start : span.end] == "self-\n   conﬁdent"


def test_a_word_in_a_script_without_spaces_is_found() -> None:
    assert found("信頼関係", "彼らは信頼関係を築いた。") == "信頼関係"


def test_what_stands_inside_longer_words_a_thousand_times_is_given_up() -> None:
    assert found("effective", "ineffective " * 2000) is None
    assert found("effective … effective", "ineffective " * 2000) is None


words = st.lists(st.from_regex(r"[a-z]{2,9}", fullmatch=True), min_size=6, max_size=40)


@st.composite
def disturbed(draw: st.DrawFn, text: str) -> str:
    """Return `text` as another program or another person might have written it."""
    out = []
    for before, letter in zip(f" {text}", text, strict=False):
        written = letter
        if letter == " ":
            written = draw(
                st.sampled_from([" ", "  ", "\n", "\u00a0", " \u200b", "\r\n "])
            )
        elif letter.isalpha() and before.isalpha():
            breaks = ["", "", "", "", "\u00ad", "-\n", "\u2010\n  ", "\u200d"]
            written = draw(st.sampled_from(breaks)) + letter
        elif letter in "'\"-":
            written = draw(st.sampled_from(_STYLES[letter]))
        out.append(written)
    written = "".join(out)
    for plain, ligature in (("ffi", "ﬃ"), ("fi", "ﬁ"), ("fl", "ﬂ"), ("ff", "ﬀ")):
        if draw(st.booleans()):
            written = written.replace(plain, ligature)
    return written.upper() if draw(st.booleans()) and written.isascii() else written


_SPACES = [" ", "  ", "\n", "\u00a0", " \u200b", "\r\n "]
_STYLES = {
    "'": ["'", "’", "‘", "´", "`", "ʼ"],
    '"': ['"', "“", "”", "''", "``", "«", "„"],
    "-": ["-", "‐", "–", "—", "--", " – ", "\u2011"],
}


@given(words, st.data())
def test_a_quotation_is_found_however_it_is_set(
    said: list[str], data: st.DataObject
) -> None:
    marks = st.sampled_from([" ", " ", " ", "-", ", ", " - ", "' ", '" ', " '"])
    joined = "".join(word + data.draw(marks) for word in said).strip()
    starts = [0, *(one.end() for one in re.finditer(" ", joined))]
    start = data.draw(st.sampled_from(starts))
    cut = joined[start:].rsplit(" ", data.draw(st.integers(0, 2)))[0]
    text = data.draw(disturbed(joined))
    quotation = parse(data.draw(disturbed(cut)))
    if not quotation.has_words:
        return
    span = Text(text).find(quotation)
    assert span is not None
    assert quotation.whole.text in fold(text[span.start : span.end])


@given(words, st.data())
def test_what_is_left_out_and_marked_is_found(
    said: list[str], data: st.DataObject
) -> None:
    first = data.draw(st.integers(0, len(said) - 3))
    gap = data.draw(st.integers(first + 1, len(said) - 2))
    last = data.draw(st.integers(gap + 1, len(said) - 1))
    mark = data.draw(st.sampled_from(["…", "...", "[…]", "[. . .]", "(...)"]))
    written = f"{' '.join(said[first:gap])} {mark} {' '.join(said[gap + 1 : last + 1])}"
    quotation = parse(written)
    if not quotation.is_too_thin:
        assert Text(data.draw(disturbed(" ".join(said)))).find(quotation)


@given(words, st.data())
def test_a_word_put_in_for_another_is_found(
    said: list[str], data: st.DataObject
) -> None:
    at = data.draw(st.integers(1, len(said) - 2))
    written = " ".join([*said[:at], "[the worker]", *said[at + 1 :]])
    assert Text(" ".join(said)).find(parse(written))
