from __future__ import annotations

import base64
import hashlib
import re
from html.parser import HTMLParser

import pytest

from cmo.publish.document import Bullets, Contents, Heading, Item, Paragraph, words
from cmo.publish.html_style import STYLE
from cmo.publish.writers import write
from tests.publish.documents import (
    FOREIGN,
    HOSTILE,
    document,
    figure,
    hostile,
    parted,
    table,
)

_BLOCKS = {"p", "li", "td", "th", "h1", "h2", "h3", "bdi", "title"}
_EMPTY = {"meta", "col", "br"}


class _Page(HTMLParser):
    """The text of each block of a page, and all elements with their attributes."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.found: list[str] = [""]
        self.elements: list[tuple[str, dict[str, str]]] = []
        self.open: list[str] = []
        self.feed(page)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, {key: value or "" for key, value in attrs}))
        if tag in _BLOCKS:
            self.found.append("")
        if tag not in _EMPTY:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, {key: value or "" for key, value in attrs}))

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag
        if tag in _BLOCKS:
            self.found.append("")

    def handle_data(self, data: str) -> None:
        self.found[-1] += data

    def all(self, tag: str) -> list[dict[str, str]]:
        return [attributes for name, attributes in self.elements if name == tag]


def _page(*blocks: object, **others: object) -> _Page:
    return _Page(write(document(*blocks, **others), "html", "x")["x.html"].decode())


@pytest.mark.parametrize("hard", [*HOSTILE, *FOREIGN, "x" * 5000])
def test_hostile_text_reads_as_itself(hard: str) -> None:
    page = _Page(write(hostile([hard]), "html", "x")["x.html"].decode())
    found = [one.strip() for one in page.found]
    # A heading, a paragraph, an item, two captions, the head of a table and a cell.
    assert found.count(hard) == 7
    assert not page.all("script")


def test_what_no_reader_takes_is_written_out() -> None:
    page = _Page(write(hostile(["a\x00b\ud800"]), "html", "x")["x.html"].decode())
    assert page.found.count("a\\u0000b\\ud800") >= 6


def test_elements_are_closed() -> None:
    assert _page().open == []


def test_nothing_is_loaded_and_no_script_runs() -> None:
    page = _page(figure())
    policy = next(
        one["content"]
        for one in page.all("meta")
        if one.get("http-equiv") == "Content-Security-Policy"
    )
    assert policy.startswith("default-src 'none'; style-src 'sha256-")
    for tag in ("script", "img", "link", "iframe", "object"):
        assert not page.all(tag)
    assert not [a for _, a in page.elements if "style" in a or "src" in a]


def test_the_policy_lets_the_style_sheet_through() -> None:
    page = write(document(), "html", "x")["x.html"].decode()
    (style,) = re.findall(r"<style>(.*?)</style>", page, re.DOTALL)
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    assert f"'sha256-{digest}'" in page


def test_the_page_says_its_language_title_and_authors() -> None:
    page = _page(Paragraph(words("x")), language="en-GB")
    assert page.all("html") == [{"lang": "en-GB"}]
    assert "A title" in page.found
    authors = [a["content"] for a in page.all("meta") if a.get("name") == "author"]
    assert authors == ["A. Author", "B. Writer"]


def test_ids_of_several_figures_differ() -> None:
    page = _page(figure("a"), figure("b"))
    ids = [a["id"] for _, a in page.elements if "id" in a]
    assert len(ids) == len(set(ids))
    assert {"figure-1-shade", "figure-2-shade"} <= set(ids)
    uses = [a["xlink:href"] for a in page.all("use")]
    assert uses == ["#figure-1-box", "#figure-2-box"]
    fills = [a["fill"] for a in page.all("rect")]
    assert fills == ["url(#figure-1-shade)", "url(#figure-2-shade)"]


def test_a_figure_is_a_picture_with_words() -> None:
    (svg,) = _page(figure()).all("svg")
    assert (svg["role"], svg["aria-label"]) == ("img", "What theory shows, in words.")
    assert svg["width"] == "120mm"


def test_tables_say_what_heads_what() -> None:
    page = _page(table(rows=2, columns=2))
    scopes = [a.get("scope") for a in page.all("th")]
    assert scopes == ["col", "col", "row", "row"]
    assert len(page.all("caption")) == 1


def test_what_scrolls_can_be_reached_and_has_a_name() -> None:
    page = _page(table(), figure())
    regions = [a for a in page.all("div") if a.get("class") == "scroll"]
    assert [a["aria-label"] for a in regions] == ["Table 1", "Figure 1"]
    assert all(a["tabindex"] == "0" and a["role"] == "region" for a in regions)


def test_columns_are_as_wide_as_they_should_be() -> None:
    page = write(document(table(columns=2)), "html", "x")["x.html"].decode()
    assert "#table-1 col:nth-child(2) { width: 66.67%; }" in page


def test_only_web_pages_are_links() -> None:
    links = [a["href"] for a in _page().all("a")]
    assert [one for one in links if not one.startswith("#")] == [
        "https://example.org/a?b=c&d=e"
    ]


@pytest.mark.parametrize(("headings", "there"), [(3, False), (4, True)])
def test_many_headings_have_a_table_of_contents(headings: int, *, there: bool) -> None:
    page = _page(*(Heading(1, words(f"H{n}")) for n in range(headings)))
    assert bool(page.all("nav")) is there
    ids = {a["id"] for _, a in page.elements if "id" in a}
    assert {a["href"][1:] for a in page.all("a")} <= ids


def test_items_stand_within_items() -> None:
    page = write(
        document(Bullets((Item(words("a"), (Item(words("b")),)),), numbered=True)),
        "html",
        "x",
    )["x.html"].decode()
    assert '<ol>\n<li dir="auto">a\n<ol>\n<li dir="auto">b\n</li>' in page


def _lightness(colour: str) -> float:
    digits = colour * 2 if len(colour) == 3 else colour
    parts = [int(digits[at : at + 2], 16) / 255 for at in (0, 2, 4)]
    linear = [
        p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts
    ]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


@pytest.mark.parametrize("name", ["ink", "faint", "link"])
@pytest.mark.parametrize("paper", ["fff", "f0f0f0"])
def test_text_stands_out(name: str, paper: str) -> None:
    (colour,) = re.findall(rf"--{name}: #(\w+);", STYLE)
    dark, light = _lightness(colour), _lightness(paper)
    assert (light + 0.05) / (dark + 0.05) >= 4.5


def test_the_list_of_contents_stands_where_it_should() -> None:
    made = write(parted(), "html", "x")["x.html"].decode()
    (nav,) = re.findall(r"<nav .*?</nav>", made, re.DOTALL)
    assert re.findall(r'href="#([^"]+)">([^<]+)<', nav) == [
        ("part-1", "One &amp; only"),
        ("part-2", "Within"),
        ("part-4", "A page"),
    ]
    assert '<h2 id="part-4" dir="auto">A <a' in made
    early = _page(Contents(), Paragraph(words("a")), *[Heading(1, words("b"))] * 4)
    assert len(early.all("nav")) == 1
    assert early.found.index("Contents") < early.found.index("a")


@pytest.mark.parametrize(
    "rule",
    [
        r"thead, tbody tr:first-child \{ break-after: avoid",
        r"p:has\(\+ ul, \+ ol\) \{ break-after: avoid",
        r"figcaption \{ break-before: avoid",
    ],
)
def test_what_leads_into_something_stays_with_it_on_paper(rule: str) -> None:
    assert re.search(rule, STYLE.partition("@media print")[2])
