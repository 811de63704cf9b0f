from __future__ import annotations

import csv
import io
import json
import re
from html.parser import HTMLParser
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cmo.analysis.matrix import matrix
from cmo.analysis.placing import Axis
from cmo.evidence import Evidence
from cmo.report.escaping import html, html_address
from cmo.report.matrix import FORMATS
from tests.evidence.generated import theories
from tests.making import CMOC, element, excerpt, link, said, source, theory, use

if TYPE_CHECKING:
    from tests.making import Json

# A first example imports what later ones have: how long one takes says nothing.
anyhow = settings(deadline=None)

HOSTILE = [
    "a|b, c; d",
    "\"quoted\" and 'quoted'",
    "two\nlines\tand a tab",
    "=cmd()",
    "<script>alert(1)</script> &lt; </td></table>",
    "`code` *bold* [x](javascript:1) \\",
    "\u202e \u2028 \x85",
]


def report(
    form: str,
    *sources: Json,
    rows: str = "mechanism",
    columns: str = "outcome",
    **parts: Any,
) -> str:
    made = theory(sources=list(sources), **parts)
    axes = {str(axis): axis for axis in Axis}
    return FORMATS[form](matrix(Evidence(made), axes[rows], axes[columns]))


def table(*sources: Json, **parts: Any) -> list[list[str]]:
    """Return what stands between the key and the first empty line after it."""
    blocks = report("text", *sources, **parts).split("\n\n")
    return [re.split(" {2,}", line.strip()) for line in blocks[2].splitlines()]


class TestText:
    def test_letters_tell_what_studies_say_and_a_plus_the_indirect_ones(self) -> None:
        sources = said("trust-safety", "supports", "refutes", "no_effect", "proposes")
        more = excerpt("p1", use("trust-safety", directness="indirect"))
        assert table(*sources, source("z", more)) == [
            ["safety"],
            ["trust", "F1+1 R1 N1 P1"],
        ]

    def test_a_gap_is_a_dot_and_a_proposal_is_not(self) -> None:
        elements = [element("safety", "outcome"), element("trust", "mechanism")]
        elements.append(element("hope", "mechanism"))
        parts: Json = {"elements": elements, "configurations": []}
        links = [link("trust-safety", "trust", "safety", "produces")]
        shown = table(*said("trust-safety", "proposes"), **parts, links=links)
        assert shown == [["safety"], ["trust", "P1"], ["hope", "."]]

    def test_gaps_and_reasons_stand_below(self) -> None:
        shown = report("text", *said("trust", "supports"), *_two_of_nothing())
        assert "(1 of 1 mechanisms):" in shown
        assert "0 of 3 passages stand in the table." in shown
        assert "  1 speaks of a mechanism and of no outcome\n" in shown
        assert "  2 speak of no claim, or neutrally\n" in shown

    def test_what_every_passage_has_is_not_missed(self) -> None:
        found = report("text", *said("safety", "supports"), columns="source")
        assert "  1 speaks of no mechanism\n" in found
        found = report("text", *said("trust", "supports"), rows="source")
        assert "  1 speaks of no outcome\n" in found
        layers: Json = {"rows": "context", "columns": "context-layer"}
        found = report("text", *said("trust", "supports"), **layers)
        assert "  1 speaks of no context\n" in found

    def test_not_fired_is_explained_where_there_are_mechanisms(self) -> None:
        assert "did not fire" in report("text")
        assert "did not fire" not in report("text", rows="context")

    def test_a_theory_that_lacks_rows_or_columns_is_told_so(self) -> None:
        for form in ("text", "markdown", "html"):
            shown = report(form, elements=[], links=[], configurations=[])
            assert "The theory has no mechanisms: there is nothing to map." in shown
        shown = report("text", columns="theme")
        assert "The theory has no themes" in shown

    @pytest.mark.parametrize("number", [12, 60, 300])
    def test_no_line_of_the_table_is_wider_than_a_screen(self, number: int) -> None:
        outcomes = [element(f"outcome-{i}", "outcome") for i in range(number)]
        parts: Json = {
            "elements": [element("trust", "mechanism"), *outcomes],
            "links": [
                link(f"link-{i}", "trust", f"outcome-{i}", "produces")
                for i in range(number)
            ],
            "configurations": [],
        }
        shown = report("text", *said("link-2", "supports"), **parts)
        assert max(map(len, shown.splitlines())) <= 100
        assert shown.count("F1") == 1
        cells = re.findall(r"^trust  (.*)$", shown, re.MULTILINE)
        numbers = [len(line.split()) for line in cells]
        assert sum(numbers) == number
        # A last band of one column would be lost on a reader.
        assert min(numbers) > max(numbers) / 2

    def test_a_column_wider_than_a_screen_is_shown_all_the_same(self) -> None:
        long = "x" * 64
        elements = [element(long, "mechanism"), element("safety", "outcome")]
        links = [link("found", long, "safety", "produces")]
        bearings = ["supports", "refutes", "no_effect", "inconclusive", "proposes"]
        many = [
            {**one, "id": f"{one['id']}{i}"}
            for i in range(100)
            for way in ("direct", "indirect")
            for one in said("found", *bearings, directness=way)
        ]
        parts: Json = {"elements": elements, "links": links, "configurations": []}
        unique = [{**one, "id": f"s{i}"} for i, one in enumerate(many)]
        shown = report("text", *unique, **parts)
        assert "F100+100 R100+100 N100+100 I100+100 P100+100" in shown


def _two_of_nothing() -> list[Json]:
    return [source("y", excerpt("p1")), source("z", excerpt("p1"))]


class TestMarkdown:
    def test_numbers_stand_with_their_words(self) -> None:
        more = excerpt("p1", use("trust-safety", "proposes", directness="indirect"))
        sources = said("trust-safety", "supports", "no_effect")
        shown = report("markdown", *sources, source("z", more))
        assert "| Trust (`trust`) | 1 for; 1 no effect; +1 proposing |" in shown

    def test_many_columns_are_numbered(self) -> None:
        outcomes = [element(f"o{i}", "outcome") for i in range(20)]
        parts: Json = {"links": [], "configurations": []}
        mechanism = element("trust", "mechanism")
        shown = report("markdown", elements=[mechanism, *outcomes], **parts)
        assert f"| mechanisms | {' | '.join(str(i) for i in range(1, 21))} |" in shown
        assert "- 20: O19 (`o19`)\n" in shown

    @pytest.mark.parametrize("text", HOSTILE)
    def test_labels_stay_in_their_cells(self, text: str) -> None:
        shown = report("markdown", *_sources(text), **_theory(text), columns="theme")
        rows = [line for line in shown.splitlines() if line.startswith("|")]
        assert {len(re.findall(r"(?<!\\)\|", row)) for row in rows} == {3}
        assert not re.search(r"(?<!\\)<script", shown)


class TestCsv:
    def test_each_cell_that_holds_something_is_a_line_and_gaps_follow(self) -> None:
        elements = [element(one, "outcome") for one in ("safety", "calm")]
        shown = report(
            "csv",
            *said("trust-safety", "supports", "proposes"),
            elements=[element("trust", "mechanism"), *elements],
            links=[link("trust-safety", "trust", "safety", "produces")],
            configurations=[],
        )
        cell, gap = csv.DictReader(io.StringIO(shown))
        assert (cell["mechanism"], cell["outcome_label"]) == ("trust", "Safety")
        assert (cell["direct_for"], cell["direct_proposing"]) == ("1", "1")
        assert cell["indirect_for"] == "0"
        assert cell["passages"] == "a#p1 b#p1"
        assert (gap["mechanism"], gap["outcome"], gap["direct_for"]) == (
            "",
            "calm",
            "0",
        )

    def test_columns_are_named_after_the_dimensions(self) -> None:
        sides: Json = {"rows": "context-layer", "columns": "source-kind"}
        head = report("csv", **sides).splitlines()[0]
        assert head.startswith(
            "context_layer,context_layer_label,source_kind,source_kind_label,direct_for,"
        )

    @pytest.mark.parametrize("text", HOSTILE)
    def test_labels_stay_what_they_are_and_are_never_formulas(self, text: str) -> None:
        shown = report("csv", *_sources(text), **_theory(text))
        for row in csv.DictReader(io.StringIO(shown, newline="")):
            assert row["mechanism_label"].removeprefix("'") == text
            assert not row["mechanism_label"].startswith("=")


class TestJson:
    def test_each_cell_names_its_passages(self) -> None:
        shown = json.loads(report("json", *said("cmoc", "refines", covers=["M", "O"])))
        (cell,) = shown["cells"]
        assert (cell["row"], cell["column"]) == ("trust", "safety")
        assert cell["studies"]["direct"]["for"] == 1
        assert set(cell["studies"]["indirect"].values()) == {0}
        assert cell["passages"] == [
            {
                "passage": "a#p1",
                "study": "a",
                "claim": "cmoc",
                "says": "for",
                "bearing": "refines",
                "directness": "direct",
                "inference": "stated",
            }
        ]

    def test_gaps_are_named(self) -> None:
        shown = json.loads(report("json", *said("trust", "supports")))
        assert shown["cells"] == []
        assert shown["rows"]["empty"] == ["trust"]
        assert shown["outside"]["rows_only"] == ["a#p1"]
        assert shown["passages"] == {"all": 1, "placed": 0}

    @pytest.mark.parametrize("text", HOSTILE)
    def test_labels_stay_what_they_are(self, text: str) -> None:
        shown = report("json", *_sources(text), **_theory(text))
        assert shown.isascii()
        (row,) = json.loads(shown)["rows"]["values"]
        assert row == {"id": "trust", "label": text}


class Page(HTMLParser):
    """What a browser would find in a page."""

    VOID = frozenset({"meta", "br"})

    def __init__(self, text: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.texts: list[tuple[str, str]] = []
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        if tag not in self.VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if self.open and data.strip():
            self.texts.append((self.open[-1], data))

    def text(self, tag: str) -> list[str]:
        return [data for one, data in self.texts if one == tag]

    def all(self, name: str) -> list[dict[str, str | None]]:
        return [attributes for tag, attributes in self.tags if tag == name]


def page(*sources: Json, **parts: Any) -> Page:
    return Page(report("html", *sources, **parts))


class TestHtml:
    def test_cells_lead_to_their_passages_and_back(self) -> None:
        found = page(*said("trust-safety", "supports", "refutes"))
        ids = {a["id"] for _, a in found.tags if "id" in a}
        links = [str(a["href"]) for a in found.all("a")]
        assert {link.removeprefix("#") for link in links} <= ids
        assert links == ["#map", "#passages-1-1", "#cell-1-1"]
        assert found.text("span") == ["1 for;", "1 refuting"]

    def test_every_id_is_there_once(self) -> None:
        found = page(*said("cmoc", "supports", "refutes"), columns="source")
        ids = [a["id"] for _, a in found.tags if "id" in a]
        assert len(ids) == len(set(ids))

    def test_an_empty_cell_says_so_in_words(self) -> None:
        found = page()
        assert found.text("span") == ["·", "no passage"]
        assert found.all("span") == [{"aria-hidden": "true"}, {"class": "heard"}]

    def test_rows_and_columns_are_headings_of_a_table_with_a_caption(self) -> None:
        found = page(*said("trust-safety", "supports"))
        assert [a["scope"] for a in found.all("th")] == ["col", "col", "row"]
        assert found.text("caption") == ["Studies on mechanisms by outcomes"]
        (region,) = [a for a in found.all("div") if a.get("role") == "region"]
        assert (region["tabindex"], region["aria-labelledby"]) == ("0", "caption")

    def test_it_needs_nothing_but_itself(self) -> None:
        links = {"url": "https://example.org/?a=1&b='2'"}
        found = page(source("a", excerpt("p1", use("trust-safety"), locator=links)))
        assert not {tag for tag, _ in found.tags} & {"script", "link", "img", "iframe"}
        assert not any("src" in attributes for _, attributes in found.tags)
        assert "url(" not in report("html")
        assert found.all("html") == [{"lang": "en"}]

    def test_only_pages_of_the_web_become_links(self) -> None:
        for url, is_link in (
            ("https://example.org/a?b=1&c=2#d", True),
            ("HTTP://EXAMPLE.ORG", True),
            ("javascript:alert(1)", False),
            ("https://x.org/ onclick=alert(1)", False),
            ('https://x.org/"onclick="alert(1)', False),
            ("data:text/html,x", False),
            ("java\nscript:alert(1)", False),
            (" https://x.org", False),
        ):
            passage = excerpt("p1", use("trust-safety"), locator={"url": url})
            found = page(source("a", passage))
            links = [a for a in found.all("a") if not str(a["href"]).startswith("#")]
            expected = [{"href": url, "rel": "noopener noreferrer"}]
            assert links == (expected if is_link else [])
            assert is_link or any(url in text for text in found.text("p"))

    def test_what_is_not_for_publication_is_not_published(self) -> None:
        passage = excerpt("p1", use("trust-safety"), text="Secret.", share="team")
        for form in FORMATS:
            shown = report(form, source("a", passage))
            assert "Secret" not in shown
        found = page(source("a", passage))
        assert found.text("blockquote") == ["(not for publication)"]

    def test_a_quotation_is_told_from_the_words_of_the_coder(self) -> None:
        passages = (
            excerpt("p1", use("trust-safety"), text="Said.", verbatim=True),
            excerpt("p2", use("trust-safety"), text="Put so."),
        )
        found = page(source("a", *passages))
        assert found.text("blockquote") == ["“Said.”", "Put so."]

    def test_a_passage_that_would_fill_the_page_is_cut(self) -> None:
        passage = excerpt("p1", use("trust-safety"), text="x" * 50_000)
        found = page(source("a", passage))
        assert found.text("blockquote") == [f"{'x' * 1000} […]"]

    def test_a_passage_names_every_claim_of_the_cell_that_it_bears_on(self) -> None:
        passage = excerpt("p1", use("cmoc", "no_effect"), use("trust-safety"))
        found = page(source("a", passage))
        assert [text for text in found.text("li") if ", direct, " in text] == [
            "no effect, direct, stated: Trust ",
            "supports, direct, stated: Trust → Safety (produces) ",
        ]

    def test_what_did_not_fire_is_said_with_the_passage(self) -> None:
        unfired = {**CMOC, "activations": {"trust": "not_fired"}}
        found = page(*said("cmoc", "supports"), configurations=[unfired])
        (told,) = (text for text in found.text("li") if ", direct, " in text)
        assert told.startswith("where the mechanism did not fire; supports, direct")

    def test_many_columns_have_upright_headings(self) -> None:
        few = page(*said("trust", "supports"), columns="source")
        assert few.all("table") == [{}]
        many = page(*said("trust", *["supports"] * 8), columns="source")
        assert many.all("table") == [{"class": "upright"}]

    def test_sources_are_headed_by_their_ids(self) -> None:
        form = {**source("smith-2020"), "citation": {"title": "A long title"}}
        found = page(form, columns="source")
        assert found.text("th")[:2] == ["mechanisms", "Trust "]
        assert "smith-2020 " in found.text("div")
        assert "A long title" in found.text("small")

    @pytest.mark.parametrize("text", HOSTILE)
    def test_what_users_wrote_stays_text(self, text: str) -> None:
        found = page(*_sources(text), **_theory(text), columns="theme")
        shown = re.sub("[\u202e\u2028\x85]", lambda m: f"\\u{ord(m.group()):04x}", text)
        for tag, times in (("th", 1), ("div", 1), ("blockquote", 1)):
            assert [one.strip() for one in found.text(tag)].count(shown) == times
        assert not found.all("script")

    @pytest.mark.parametrize("form", FORMATS)
    def test_equal_theories_give_equal_bytes(self, form: str) -> None:
        first, second, third = said("cmoc", "supports", "refutes", "supports")
        parts: Json = {"columns": "source"}
        assert report(form, first, second, third, **parts) == report(
            form, third, first, second, **parts
        )

    @anyhow
    @given(theories(), st.sampled_from(list(Axis)), st.sampled_from(list(Axis)))
    def test_any_map_is_a_whole_page(
        self, made: Any, rows: Axis, columns: Axis
    ) -> None:
        if rows is not columns:
            found = Page(FORMATS["html"](matrix(Evidence(made), rows, columns)))
            assert not found.open


def _theory(label: str) -> Json:
    """Return a theory where `label` is the title and every label."""
    elements = [
        {**element("trust", "mechanism", theme="t"), "label": label},
        {**element("safety", "outcome"), "label": label},
    ]
    return {
        "title": label,
        "themes": [{"id": "t", "title": label}],
        "elements": elements,
        "links": [link("trust-safety", "trust", "safety", "produces")],
        "configurations": [],
    }


def _sources(text: str) -> list[Json]:
    passage = excerpt("p1", use("trust-safety"), text=text, locator={"section": text})
    return [source("a", passage)]


@given(st.text())
def test_html_gives_back_what_it_was_given(text: str) -> None:
    found = Page(f'<p title="{html(text)}">{html(text)}</p>')
    ((_, attributes),) = found.tags
    if re.fullmatch(r"[^\W_][\w .,<>&'\"-]*", text, re.ASCII):
        assert attributes["title"] == text
        assert "".join(data for _, data in found.texts) == text
    assert not re.search("[\u202a-\u202e\ud800-\udfff\x00\r]", html(text))


def test_an_address_that_is_no_page_is_text() -> None:
    assert html_address("ftp://x<y>") == "ftp://x&lt;y&gt;"


def test_the_documentation_names_every_key_of_the_json() -> None:
    documented = (Path(__file__).parents[2] / "docs" / "json.md").read_text("utf-8")
    section = documented.split("## `cmo matrix")[1].split("\n## ")[0]
    shown = json.loads(report("json", *said("cmoc", "supports")))
    cell = shown["cells"][0]
    for record in (
        shown,
        shown["rows"],
        shown["rows"]["values"][0],
        shown["passages"],
        shown["outside"],
        cell,
        cell["studies"],
        cell["studies"]["direct"],
        cell["passages"][0],
    ):
        for key in record:
            assert f"`{key}`" in section
