from __future__ import annotations

from dataclasses import replace
from html.parser import HTMLParser
from typing import TYPE_CHECKING

import cmarkgfm
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cmo.publish.document import (
    Bullets,
    Cell,
    Column,
    Document,
    Heading,
    Item,
    Paragraph,
    Run,
    Style,
    Table,
    words,
)
from cmo.publish.markdown import marked
from cmo.publish.markdown_reader import read_markdown
from cmo.publish.writers import write
from cmo.publish.writers_parts import ready, texts, tidy
from cmo.publish.writers_parts import text as said
from tests.publish.documents import (
    FOREIGN,
    HOSTILE,
    document,
    figure,
    hostile,
    parted,
    svg,
)

if TYPE_CHECKING:
    from cmo.publish.document import Block


class _Text(HTMLParser):
    """The text of each paragraph, heading, item and cell of a page."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = [""]
        self.tags: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        del attrs
        self.tags.add(tag)
        if tag in {"p", "li", "td", "th", "h1", "h2", "h3"}:
            self.found.append("")

    def handle_data(self, data: str) -> None:
        self.found[-1] += data


def _shown(markdown: str) -> _Text:
    page = _Text()
    page.feed(cmarkgfm.github_flavored_markdown_to_html(markdown))
    page.found = [one.strip() for one in page.found]
    return page


def _markdown(made: Document) -> str:
    return write(made, "md", "x")["x.md"].decode()


@pytest.mark.parametrize("hard", [*HOSTILE, *FOREIGN, "x" * 5000])
def test_hostile_text_reads_as_itself(hard: str) -> None:
    page = _shown(_markdown(hostile([hard])))
    # As a heading, a paragraph, an item, the head of a table and a cell of it.
    assert page.found.count(hard) == 5
    assert not page.tags & {"script", "b", "em", "img"} - {"img"}


def test_what_no_reader_takes_is_written_out() -> None:
    page = _shown(_markdown(hostile(["a\x00b\ud800c\u202e"])))
    assert page.found.count("a\\u0000b\\ud800c\\u202e") == 5


def test_figures_stand_beside_the_document() -> None:
    files = write(document(), "md", "guide")
    assert list(files) == ["guide.md", "guide-theory.svg"]
    assert files["guide-theory.svg"] == svg()
    assert b"![What theory shows, in words.](<guide-theory.svg>)" in files["guide.md"]
    assert b"**Figure 1.** The theory" in files["guide.md"]


def test_two_lists_in_a_row_stay_two() -> None:
    one = Bullets((Item(words("a")),), numbered=True)
    shown = cmarkgfm.github_flavored_markdown_to_html(_markdown(document(one, one)))
    assert shown.count("<ol>") == 2


def test_items_stand_within_items() -> None:
    shown = cmarkgfm.github_flavored_markdown_to_html(_markdown(document()))
    assert "<li>One\n<ul>\n<li>Within one</li>" in shown


def test_lines_of_a_cell_are_lines() -> None:
    cell = Cell((words("a"), words("b")))
    made = _markdown(document(Table("x", (Column("c"),), ((cell,),))))
    assert "| a<br>b |" in made


@pytest.mark.parametrize(
    ("runs", "shown"),
    [
        ((Run("a", strong=True), Run(" b")), "**a** b"),
        ((Run("x"), Run("a", emphasis=True)), "x*a*"),
        ((Run("*"), Run("a", emphasis=True)), "\\*<em>a</em>"),
        ((Run("et al.", emphasis=True), Run(" (2017)")), "*et al.* (2017)"),
        (
            (Run("J", emphasis=True), Run(", "), Run("3", emphasis=True), Run("(2)")),
            "*J*, *3*(2)",
        ),
        ((Run("a", emphasis=True), Run("b", strong=True)), "*a*<strong>b</strong>"),
        ((Run("A, B & C; 2026-03-02"),), "A, B & C; 2026-03-02"),
        ((Run("2026-03-02"),), "2026-03-02"),
        ((Run("&copy; &#1; R&D; R&D"),), "&amp;copy; &amp;#1; R&amp;D; R&D"),
        ((Run("a_b _c_ {d} #e p<0.05"),), "a_b \\_c\\_ {d} #e p<0.05"),
        ((Run("said [so] here, [x](y) [z]"),), "said [so] here, \\[x](y) \\[z]"),
        ((Run("see https://x.org/a_b"),), "see https://x.org/a_b"),
        ((Run("https://x.org/_b"),), "https\\://x.org/\\_b"),
        ((Run("10."),), "10\\."),
        ((Run("-5 or 10.5"),), "-5 or 10.5"),
        ((Run("wow!"), Run("p", url="https://a.org/")), "wow\\![p](https://a.org/)"),
        ((Run("“a”", strong=True), Run("b")), "<strong>“a”</strong>b"),
        ((Run("see "), Run("a ", strong=True), Run("b")), "see **a** b"),
        ((Run("a", strong=True, emphasis=True),), "***a***"),
        ((Run("p", url="https://a.org/?b&c"),), "[p](https://a.org/?b&c)"),
        ((Run("https://a.org", url="https://a.org"),), "<https://a.org>"),
        ((Run("p", url="javascript:x"),), "p"),
        ((Run("- a"),), "\\- a"),
        ((Run("a\nb"),), "a b"),
        ((Run("5\xa0mm"),), "5\xa0mm"),
        ((Run("5 \xa0mm"),), "5 &#160;mm"),
    ],
)
def test_runs_are_marked(runs: tuple[Run, ...], shown: str) -> None:
    assert marked(runs) == shown


# Markdown's readers fold spaces at the ends of lines, and some other characters.
_TEXT = st.text(st.characters(exclude_categories=["Cs", "Cc", "Zs", "Zl", "Zp"])).map(
    lambda one: one.removeprefix("Table:")
)
_SPACED = st.lists(_TEXT, max_size=4).map(" ".join)
_RUNS = st.lists(
    st.builds(
        Run,
        _SPACED,
        strong=st.booleans(),
        emphasis=st.booleans(),
        url=st.sampled_from([None, "https://example.org/a_b?c=d&copy=e"]),
    ),
    max_size=3,
).map(tuple)
_ITEMS = st.lists(
    st.recursive(
        st.builds(Item, _RUNS),
        lambda inner: st.builds(Item, _RUNS, st.lists(inner, max_size=2).map(tuple)),
        max_leaves=4,
    ),
    max_size=3,
).map(tuple)
_CELL = st.builds(Cell, st.lists(_RUNS, max_size=2).map(tuple))
_TABLE = st.integers(1, 3).flatmap(
    lambda n: st.builds(
        Table,
        _SPACED,
        st.tuples(*[st.builds(Column, _SPACED)] * n),
        st.lists(st.tuples(*[_CELL] * n), max_size=3).map(tuple),
    )
)
_BLOCK = st.one_of(
    st.builds(Heading, st.integers(1, 4), _RUNS),
    st.builds(Paragraph, _RUNS, st.sampled_from([Style.BODY, Style.QUOTE])),
    st.builds(Bullets, _ITEMS, numbered=st.booleans()),
    _TABLE,
)


@settings(deadline=None)
@given(st.builds(Document, _SPACED, st.lists(_BLOCK, max_size=4).map(tuple)))
def test_what_is_written_reads_as_the_same_document(made: Document) -> None:
    clean = ready(made)
    read = ready(read_markdown(_markdown(made), {}, title="none"))
    assert read.title == clean.title
    # The number of a table is part of its caption, which reads as a paragraph.
    number = 0
    wanted: list[Block] = []
    for block in clean.blocks:
        if isinstance(block, Table):
            number += 1
            label = Paragraph(words(f"Table {number}. {block.caption}"))
            wanted += [label, replace(block, caption="")]
        else:
            wanted.append(block)
    captioned = replace(clean, blocks=tuple(wanted))
    assert list(filter(None, texts(read))) == list(
        filter(None, texts(ready(captioned)))
    )
    kinds = [type(block) for block in read.blocks]
    assert kinds == [type(block) for block in captioned.blocks]


@settings(deadline=None)
@given(_RUNS)
def test_runs_read_as_they_were_written(runs: tuple[Run, ...]) -> None:
    read = read_markdown(marked(runs), {}, title="none")
    shown = [b.words for b in read.blocks if isinstance(b, Paragraph)]
    back = [
        (piece, run.strong, run.emphasis, run.url)
        for run in (tidy(shown[0]) if shown else ())
        for piece in run.text.replace(" ", "")
    ]
    assert back == [
        (piece, run.strong, run.emphasis, run.url)
        for run in tidy(runs)
        for piece in run.text.replace(" ", "")
    ]
    assert said(tidy(shown[0]) if shown else ()) == said(tidy(runs))


def test_a_caption_that_is_empty_leaves_the_number() -> None:
    made = _markdown(document(figure(caption=" ")))
    assert "\n**Figure 1.**\n" in made


def test_headings_are_listed_without_links() -> None:
    listed = "\n\n**Contents**\n\n- One & only\n  - Within\n- A page\n\n## One & only"
    assert listed in _markdown(parted())
