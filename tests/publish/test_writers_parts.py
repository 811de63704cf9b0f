from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from cmo.publish.document import (
    Bullets,
    Cell,
    Column,
    Contents,
    Document,
    Heading,
    Item,
    Paragraph,
    Run,
    Table,
    words,
)
from cmo.publish.writers_parts import (
    contents,
    labelled,
    leads,
    page_address,
    pieces,
    ready,
    right_to_left,
    shares,
    stays_whole,
    text,
    texts,
    tidy,
)
from tests.publish.documents import cell, document, figure, parted, table

if TYPE_CHECKING:
    from cmo.publish.document import Block


def test_line_breaks_and_tabs_count_as_single_spaces() -> None:
    assert tidy((Run(" a\n"), Run("\t b", strong=True), Run(" \r\n"))) == (
        Run("a "),
        Run("b", strong=True),
    )


def test_spaces_that_do_not_break_stay() -> None:
    assert text(tidy(words("5\xa0mm\u3000x"))) == "5\xa0mm\u3000x"


def test_runs_of_one_look_are_one_run() -> None:
    assert tidy((Run("a"), Run("b"), Run("", strong=True), Run("c"))) == (Run("abc"),)


def test_what_no_reader_takes_is_written_out() -> None:
    said = "a\x00b\x1b[2J\ud800\u202ec\ufffe"
    assert text(tidy(words(said))) == "a\\u0000b\\u001b[2J\\ud800\\u202ec\\ufffe"


@pytest.mark.parametrize(
    ("url", "address"),
    [
        ("https://example.org/a?b=c&d=e#f", "https://example.org/a?b=c&d=e#f"),
        ("https://example.org/a|b^c", "https://example.org/a%7Cb%5Ec"),
        ("https://example.org/ü", "https://example.org/%C3%BC"),
        ("javascript:alert(1)", None),
        ("file:///etc/passwd", None),
        ("https://", None),
        ("http://[", None),
        ('https://example.org/"onclick=', None),
        (None, None),
    ],
)
def test_only_web_pages_are_links(url: str | None, address: str | None) -> None:
    assert page_address(url) == address


def test_no_level_of_headings_is_left_out() -> None:
    given = document(*(Heading(level, words("x")) for level in (3, 4, 9, 1, 3, 0)))
    levels = [b.level for b in ready(given).blocks if isinstance(b, Heading)]
    assert levels == [1, 2, 3, 1, 2, 1]


def test_what_is_empty_is_left_out() -> None:
    given = document(Heading(1, words(" ")), Paragraph(()), Bullets((Item(words("")),)))
    assert ready(given).blocks == ()


def test_lists_are_no_deeper_than_any_format_can_show() -> None:
    item = Item(words("6"))
    for level in range(5, 0, -1):
        item = Item(words(str(level)), (item,))
    (bullets,) = ready(document(Bullets((item,)))).blocks
    assert isinstance(bullets, Bullets)
    deepest = bullets.items[0].items[0].items[0].items
    assert [text(one.words) for one in deepest] == ["4", "5", "6"]


def test_a_number_without_words_is_shown() -> None:
    grid = Table("x", table().columns, ((Cell(number=3), Cell(), Cell(number=0.5)),))
    (made,) = ready(document(grid)).blocks
    assert isinstance(made, Table)
    assert [cell.lines for cell in made.rows[0]] == [(words("3"),), (), (words("0.5"),)]


def test_a_document_has_a_title_and_a_language() -> None:
    made = ready(Document(" ", (), (" ", "A"), language='en"><x'))
    assert (made.title, made.authors, made.language) == ("Untitled", ("A",), "en")


def test_a_figure_says_something_to_those_who_cannot_see_it() -> None:
    from dataclasses import replace

    (made,) = ready(document(replace(figure(), alternative=" "))).blocks
    assert made.alternative == "The theory"  # type: ignore[union-attr]


def test_what_is_ready_stays_as_it_is() -> None:
    made = ready(document())
    assert ready(made) == made


def test_tables_and_figures_are_numbered_apart() -> None:
    blocks = (table(), figure("a"), Paragraph(words("x")), table(), figure("b"))
    assert [label for _, label in labelled(blocks)] == [
        "Table 1",
        "Figure 1",
        "",
        "Table 2",
        "Figure 2",
    ]


def test_every_text_is_found() -> None:
    found = set(texts(ready(document())))
    assert {"A title", "Within one", "Row 3, column 3", "The theory"} <= found


def test_words_too_long_for_a_line_are_told_apart() -> None:
    assert pieces("a " + "x1" * 10 + " b", 12) == ["a ", "x1" * 10, " b"]
    assert pieces("the organisation’s own", 12) == ["the organisation’s own"]
    # Hyphenation takes care of these.
    assert pieces("(institutional) a-b/" + "c" * 11, 12) == [
        "(institutional) a-b/" + "c" * 11
    ]


def test_no_column_is_too_narrow_for_a_word() -> None:
    said = (cell("word " * 90), cell("inconclusive"), cell("x" * 90))
    columns = (Column("A", 8), Column("B", 0.5), Column("C", 1.5))
    made = Table("x", columns, (said,))
    wide, narrow, odd = shares(made, 160)
    assert narrow * 160 > len("inconclusive") + 2
    assert wide > 0.7
    assert wide + narrow + odd == pytest.approx(1)
    # What is no ordinary word widens nothing.
    assert odd < 0.15
    # Where there is no room for all, each gives way.
    assert sum(shares(made, 10)) == pytest.approx(1)


def test_tall_rows_may_be_split() -> None:
    assert stays_whole(table().rows[0], shares(table()), 100)
    # Three quarters of a page are kept together, in Word and in print alike.
    high = (Cell((words("x"),) * 25), Cell(), Cell())
    assert stays_whole(high, shares(table()), 100)
    tall = (Cell((words("x" * 5000),)), Cell(), Cell())
    assert not stays_whole(tall, shares(table()), 100)


@pytest.mark.parametrize(
    ("said", "leftward"),
    [("1. أمان abc", True), ("abc أمان", False), ("12", False), ("“אמון”", True)],
)
def test_the_first_letter_gives_the_direction(said: str, *, leftward: bool) -> None:
    assert right_to_left(said) is leftward


def test_the_upper_two_levels_are_listed_with_their_places() -> None:
    (listed, *_) = ready(parted()).blocks
    assert isinstance(listed, Contents)
    assert [(n, text(one.words)) for n, one in listed.headings] == [
        (1, "One & only"),
        (2, "Within"),
        (4, "A page"),
    ]
    assert listed.depth == 2


def test_of_many_headings_the_first_level_is_listed() -> None:
    parts = [Heading(1, words("a")), *(Heading(2, words("b")) for _ in range(40))]
    assert contents(parts).headings == ((1, parts[0]),)
    assert contents(parts).depth == 1
    assert len(contents(parts[:-1]).headings) == 40


def test_without_headings_nothing_is_listed() -> None:
    said = Paragraph(words("a"))
    assert ready(document(Contents(), said)).blocks == (said,)


@pytest.mark.parametrize(
    ("said", "following", "led"),
    [
        ("a", Bullets((Item(words("b")),)), True),
        ("a:", table(), True),
        ("a:", figure(), True),
        ("a.", table(), False),
        ("a:", Paragraph(words("b")), False),
        ("a:", None, False),
    ],
)
def test_a_paragraph_leads_into_a_list(
    said: str, following: Block | None, *, led: bool
) -> None:
    assert leads(Paragraph(words(said)), following) is led


def test_a_heading_leads_into_nothing() -> None:
    assert not leads(Heading(1, words("a:")), table())
