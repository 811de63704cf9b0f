from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cmo.publish.document import (
    Bullets,
    Column,
    Contents,
    Figure,
    Heading,
    Item,
    Paragraph,
    Run,
    Style,
    Table,
    words,
)
from cmo.publish.markdown_reader import MarkdownError, read_markdown
from cmo.publish.writers_parts import lines, ready, text
from tests.publish.documents import figure

_FIGURES = {"theory": figure(), "é b": figure("é b")}


def _read(markdown: str) -> tuple[object, ...]:
    return read_markdown(markdown, _FIGURES, title="Given").blocks


def test_the_first_level_1_heading_is_the_title() -> None:
    made = read_markdown("## a\n# T *x*\n### b\n# c", {}, title="Given")
    assert made.title == "T x"
    assert made.blocks == (
        Heading(1, words("a")),
        Heading(2, words("b")),
        Heading(1, words("c")),
    )


def test_without_such_a_heading_the_title_is_the_given_one() -> None:
    made = read_markdown("x", {}, title="Given", authors=("A",))
    assert (made.title, made.authors) == ("Given", ("A",))


def test_nothing_is_an_empty_document() -> None:
    assert read_markdown("", {}, title="Given").blocks == ()


@pytest.mark.parametrize("style", ["note", "quote", "lead", "reference"])
def test_a_comment_gives_the_next_paragraph_its_style(style: str) -> None:
    first, second = _read(f"<!-- {style} -->\na\n\nb")
    assert first == Paragraph(words("a"), Style(style))
    assert second == Paragraph(words("b"))


def test_other_comments_say_nothing() -> None:
    assert _read("<!-- for us -->\n\na <!-- b --> c") == (
        Paragraph((Run("a "), Run(""), Run(" c"))),
    )


def test_a_block_quotation_is_a_quotation() -> None:
    assert _read("> a\n>\n> b") == (
        Paragraph(words("a"), Style.QUOTE),
        Paragraph(words("b"), Style.QUOTE),
    )


def test_runs_keep_their_looks() -> None:
    (made,) = _read("a **b *c*** <em>d</em> `e` [f](https://x.org/ä)\ng<br>h")
    assert isinstance(made, Paragraph)
    (clean,) = ready(replace(read_markdown("", {}, title="T"), blocks=(made,))).blocks
    assert isinstance(clean, Paragraph)
    assert clean.words == (
        Run("a "),
        Run("b ", strong=True),
        Run("c", strong=True, emphasis=True),
        Run(" "),
        Run("d", emphasis=True),
        Run(" e "),
        Run("f", url="https://x.org/%C3%A4"),
        Run(" g h"),
    )


def test_other_html_is_text() -> None:
    (block, paragraph) = _read("<div onclick='x'>\n\na <span>b</span>")
    assert block == Paragraph(words("<div onclick='x'>"))
    assert isinstance(paragraph, Paragraph)
    assert text(paragraph.words) == "a <span>b</span>"


def test_a_scripting_address_is_no_link() -> None:
    (made,) = _read("[a](javascript:alert(1))")
    assert made == Paragraph(words("[a](javascript:alert(1))"))


def test_lists_stand_in_lists() -> None:
    bullets, numbered = _read("- a\n  - b\n\n    c\n- d\n\n1. e")
    assert bullets == Bullets(
        (
            Item(words("a"), (Item((Run("b"), Run(" "), Run("c"))),)),
            Item(words("d")),
        )
    )
    assert numbered == Bullets((Item(words("e")),), numbered=True)


def test_code_is_text() -> None:
    assert _read("    a *b*\n") == (Paragraph(words("a *b*\n")),)


def test_a_figure_is_taken_by_its_name() -> None:
    (made,) = _read('![Said\\* *so*](figure:theory "A \\"caption\\"")')
    assert isinstance(made, Figure)
    assert (made.name, made.alternative) == ("theory", "Said* so")
    assert made.caption == 'A "caption"'


def test_a_figure_has_words_of_its_own() -> None:
    assert _read("![](<figure:é b>)") == (_FIGURES["é b"],)


def test_a_figure_that_is_not_there_is_named() -> None:
    with pytest.raises(MarkdownError, match=r"no figure 'other'.*theory, é b"):
        _read("![x](figure:other)")


@pytest.mark.parametrize("place", ["a {}", "- {}", "| a |\n| - |\n| {} |", "## {}"])
def test_a_figure_stands_alone(place: str) -> None:
    with pytest.raises(MarkdownError, match=r"figure:theory.*paragraph of its own"):
        _read(place.format("![x](figure:theory)"))


def test_other_pictures_are_their_words() -> None:
    (made,) = _read("![x](https://example.org/a.png) y")
    assert isinstance(made, Paragraph)
    assert text(made.words) == "x y"


_GRID = "| a | b |\n| --- | ----- |\n| c\\|d | e<br>*f* |\n| g |"


def test_a_table_is_a_table() -> None:
    (made,) = _read(_GRID)
    assert isinstance(made, Table)
    assert made.columns == (Column("a", 3), Column("b", 5))
    assert [[lines(cell) for cell in row] for row in made.rows] == [
        [["c|d"], ["e", "f"]],
        [["g"], []],
    ]


@pytest.mark.parametrize(
    "given", [f"Table: What *is*\n\n{_GRID}", f"{_GRID}\n\nTable: What *is*"]
)
def test_a_table_has_the_caption_beside_it(given: str) -> None:
    (made,) = _read(given)
    assert isinstance(made, Table)
    assert made.caption == "What is"


def test_a_caption_between_two_tables_is_that_of_the_second() -> None:
    first, second = _read(f"{_GRID}\n\nTable: x\n\n{_GRID}")
    assert isinstance(first, Table)
    assert isinstance(second, Table)
    assert (first.caption, second.caption) == ("", "x")


def test_a_caption_beside_no_table_stays() -> None:
    assert _read("Table: x") == (Paragraph(words("Table: x")),)


def test_a_table_within_a_quotation_is_a_table() -> None:
    (made,) = _read("> | a | b |\n> | - | --- |\n> | c | d |")
    assert isinstance(made, Table)
    assert [column.title for column in made.columns] == ["a", "b"]


@settings(deadline=None)
@given(st.text(alphabet="#*_-+>|`~[]()!<>&;:.0 a\n\\\"'=", max_size=60))
def test_any_text_is_a_document_or_a_fault_that_is_told(markdown: str) -> None:
    try:
        made = read_markdown(markdown, {}, title="T")
    except MarkdownError:
        return
    assert ready(made).title


def test_a_comment_asks_for_the_list_of_contents() -> None:
    assert _read("a\n\n<!-- contents -->\n\nb\n\n## c") == (
        Paragraph(words("a")),
        Contents(),
        Paragraph(words("b")),
        Heading(1, words("c")),
    )
