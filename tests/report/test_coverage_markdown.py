from __future__ import annotations

import html
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar

import cmarkgfm
import pytest
from cmarkgfm.cmark import Options
from hypothesis import given, settings
from hypothesis import strategies as st

import cmo
from cmo.analysis.coverage import coverage
from cmo.evidence import State
from cmo.report import structure
from cmo.report.coverage import FORMATS, as_text
from cmo.report.coverage_markdown import LIMIT, LONGEST, SHOWN, as_markdown
from cmo.workspace.judging import check
from tests.making import CMOC, element, excerpt, link, said, source, theory, use
from tests.report.made import HOSTILE

if TYPE_CHECKING:
    from cmo.model import Theory

SOFS = Path(__file__).parents[2] / "theories" / "signs-of-safety"
# Text as a theory may hold it: R006 refuses control characters.
TEXTS = st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=60)


def rendered(markdown: str) -> str:
    """Return the HTML that GitHub makes of `markdown`."""
    extensions = ["table", "autolink", "strikethrough", "tagfilter"]
    page = cmarkgfm.markdown_to_html_with_extensions(
        markdown, Options.CMARK_OPT_UNSAFE, extensions=extensions
    )
    assert isinstance(page, str)
    return page


def told(**parts: Any) -> str:
    return as_markdown(coverage(theory(**parts)))


class TestSignsOfSafety:
    def test_the_totals_come_first(self) -> None:
        _, first, *_ = _sofs().split("\n\n")
        assert re.match(r"\d+ of \d+ claims \(\d+ %\) have direct evidence", first)

    def test_it_shows_what_a_check_warns_of(self) -> None:
        codes = ["E301", "E302", "E306", "E307"]
        found = check([SOFS], select=codes).found
        warned = {one.id for one in found if str(one.severity) == "warning"}
        visible = _sofs().partition("<details>")[0]
        assert set(re.findall(r"\(`(\S+)`\)", visible)) == warned
        assert f"{len(warned)} claims are opposed" in visible

    def test_all_claims_are_folded_by_kind(self) -> None:
        page = rendered(_sofs())
        summaries = re.findall(r"<summary>(\w+)", page)
        kinds = ["Links", "Configurations", "Mechanisms", "Rival"]
        assert summaries == [*kinds, "Structure"]
        folded = re.findall(r"<details>(.*?)</details>", page, re.DOTALL)
        rows = [inside.count("<tr>") - 1 for inside in folded[:-1]]
        kinds = [row.support.kind for row in coverage(cmo.load(SOFS)).argued]
        assert rows == [
            kinds.count(k) for k in ("link", "configuration", "mechanism", "rival")
        ]

    def test_the_structure_of_the_argument_is_folded_too(self) -> None:
        argued = coverage(cmo.load(SOFS))
        folded = rendered(_sofs()).rpartition("<details>")[2]
        assert folded.count("<tr>") == 1 + len(structure.rows(argued.structure))
        for remark in structure.remarks(argued.structure):
            assert f"<li>{remark}</li>" in folded

    def test_it_is_what_the_command_prints(self) -> None:
        assert FORMATS["markdown"](coverage(cmo.load(SOFS))) == _sofs()


def _sofs() -> str:
    return as_markdown(coverage(cmo.load(SOFS)))


class TestWhatWasGivenUp:
    PARTS: ClassVar = {"sources": said("cmoc", "supports")}

    def test_it_counts_in_no_total(self) -> None:
        kept = coverage(theory(**self.PARTS))
        gone = {**CMOC, "status": "rejected"}
        left = coverage(theory(configurations=[gone], **self.PARTS))
        assert len(left.argued) == len(kept.argued) - 1
        assert left.totals[State.SUPPORTED] == kept.totals[State.SUPPORTED] - 1

    @pytest.mark.parametrize("status", ["rejected", "respecified"])
    def test_the_terminal_shows_it_and_counts_the_others(self, status: str) -> None:
        gone = [{**CMOC, "status": status}]
        parts = {"configurations": [*gone, {**CMOC, "id": "kept"}], **self.PARTS}
        rows = list(as_text(coverage(theory(**parts))))
        assert any(f"given up ({status})" in row for row in rows)
        assert "0 of 1 configurations" in rows[-1]
        whole, *kinds = map(int, re.findall(r" of (\d+)", rows[-1]))
        assert whole == sum(kinds)
        alone = coverage(theory(configurations=gone, **self.PARTS))
        assert "configurations" not in list(as_text(alone))[-1]

    def test_its_row_says_so(self) -> None:
        gone = {**CMOC, "status": "rejected"}
        assert "given up (rejected)" in told(configurations=[gone], **self.PARTS)
        assert "given up" not in told(**self.PARTS)


class TestAttention:
    def test_nothing_that_is_explained_needs_any(self) -> None:
        parts: dict[str, Any] = {
            "elements": [
                element("time", "context"),
                element("trust", "mechanism", undeveloped="Not our question."),
            ],
            "links": [
                link("one", "time", "trust", "enables", undeveloped="Neither."),
                link("two", "time", "trust", "enables"),
            ],
            "configurations": [
                {"id": "old", "label": "Old", "status": "rejected"},
                {"id": "older", "label": "Older", "status": "respecified"},
            ],
            "rivals": [
                {
                    "id": "rival",
                    "label": "R",
                    "verdict": "rejected",
                    "about": "one",
                    "explanation": "E.",
                }
            ],
            "decisions": [
                {
                    "id": "d",
                    "date": "2026-01-01",
                    "type": "adjudicate",
                    "claims": ["two"],
                    "sources": ["a", "b"],
                    "verdict": "upheld",
                    "rationale": "R.",
                }
            ],
            "sources": said("two", "supports", "refutes"),
        }
        assert "No claim is opposed, contested" in told(**parts)
        parts["decisions"] = []
        assert "1 claim is opposed, contested" in told(**parts)

    def test_nothing_that_a_waiver_accepts_needs_any(self) -> None:
        claims = ("trust", "cmoc", "visits-trust", "time-trust", "trust-safety")
        waivers = [
            {"rule": "E301", "id": one, "reason": "Not our question."} for one in claims
        ]
        assert "No claim is opposed, contested" in told(waivers=waivers)
        (_, *others) = waivers
        assert "1 claim is opposed, contested" in told(waivers=others)
        another = {**waivers[0], "rule": "E302"}
        assert "1 claim is opposed, contested" in told(waivers=[another, *others])

    def test_what_was_found_comes_before_what_is_missing(self) -> None:
        sources = [
            *said("trust", "proposes"),
            source("d", excerpt("p", use("time-trust", "refutes"))),
            source("b", excerpt("p", use("safety", "refutes"))),
            source("c", excerpt("p", use("safety"))),
        ]
        shown = told(sources=sources, configurations=[]).partition("<details>")[0]
        assert re.findall(r"\(`(\S+)`\)", shown) == [
            "time-trust",
            "safety",
            "visits-trust",
            "trust-safety",
            "trust",
        ]

    def test_an_outcome_needs_some_when_it_is_contested_only(self) -> None:
        parts: dict[str, Any] = {
            "elements": [element("safety", "outcome")],
            "links": [],
            "configurations": [],
        }
        assert "No claim is" in told(**parts)
        both = said("safety", "supports", "refutes")
        assert "| Safety (`safety`) | contested |" in told(**parts, sources=both)

    def test_a_reader_is_not_shown_more_than_a_screen(self) -> None:
        shown = told(links=_links(SHOWN + 2, "x")).partition("<details>")[0]
        # The configuration and the mechanism are unsupported too.
        assert "4 more claims: `cmo check` lists all." in shown
        assert shown.count("(`") == SHOWN


class TestText:
    @pytest.mark.parametrize("text", HOSTILE)
    def test_hostile_labels_stay_what_they_are(self, text: str) -> None:
        clean = re.sub("[\x00-\x08\x0e-\x1f\x7f-\x9f\ud800-\udfff]", "", text)
        _stays(clean or "x")

    @given(TEXTS)
    @settings(deadline=None)
    def test_any_label_stays_what_it_is(self, text: str) -> None:
        _stays(text if text.strip() else "x")

    def test_only_the_start_of_an_endless_label_is_shown(self) -> None:
        shown = told(title="t" * 10_000, elements=[element("m", "mechanism")])
        assert f"{'t' * LONGEST} …\n" in shown
        assert "t" * (LONGEST + 1) not in shown


def _stays(text: str) -> None:
    """Hold that a label is text in every place where it stands."""
    made = told(
        title=text,
        elements=[element("trust", "mechanism", label=text)],
        links=[],
        configurations=[],
    )
    page = rendered(made)
    assert not re.search(r"<(a|img|script|input|em|strong|del|code>[^t])\b", page)
    # Above the fold, and in it.
    assert page.count("<table>") == 2
    assert page.count("<tr>") == 4
    cells = re.findall(r"<td>(.*) \(<code>trust</code>\)</td>", page)
    (title,) = re.findall(r"<h1>Evidence coverage: (.*)</h1>", page)
    assert len(cells) == 2
    for shown in (*cells, title):
        read = html.unescape(shown)
        # GitHub and GitLab look for these in the text that is shown.
        assert not _FIRING.search(read)
        assert _words(read.replace("\u200b", "")) == _words(text.replace("\u200b", ""))


_FIRING = re.compile(r"@\w|[#!$%~]\d|\bGH-\d|://|\bwww\.|:\w+:", re.IGNORECASE)


def _words(text: str) -> str:
    """Return `text` on one line, what acts on a terminal written out."""
    acts = "[\u202a-\u202e\u2066-\u2069]"
    one_line = " ".join(text.split())
    return re.sub(acts, lambda m: f"\\u{ord(m.group()):04x}", one_line)


class TestLength:
    def test_what_fits_is_not_cut(self) -> None:
        assert "Cut to fit" not in _sofs()

    @pytest.mark.parametrize("label", ["Trust", "@a #1 " * 60])
    def test_a_long_one_is_cut_and_says_so(self, label: str) -> None:
        made = _large(label)
        text = as_markdown(coverage(made))
        assert LIMIT - 4_000 < len(text) <= LIMIT < 65_536
        said_so = re.search(r"\*\*Cut to fit a comment: (\d+) rows", text)
        assert said_so
        page = rendered(text)
        assert page.count("<details>") == page.count("</details>") == 4
        rows = page.count("<tr>") - page.count("<table>")
        everything = SHOWN + len(coverage(made).argued)
        everything += len(structure.rows(coverage(made).structure))
        assert rows == everything - int(said_so[1])
        assert "cmo coverage --format csv" in text

    def test_a_long_table_pushes_no_short_one_out(self) -> None:
        folded = as_markdown(coverage(_large("Trust"))).partition("<details>")[2]
        assert folded.count("(`cmoc`)") == folded.count("(`trust`)") == 1


def _large(label: str) -> Theory:
    return theory(
        elements=[
            element("time", "context", label=label),
            element("trust", "mechanism"),
            element("safety", "outcome"),
            element("visits", "intervention"),
        ],
        links=_links(2_000, "link"),
    )


def _links(number: int, name: str) -> list[dict[str, Any]]:
    return [link(f"{name}-{i}", "time", "trust", "enables") for i in range(number)]


def test_a_theory_without_claims_is_told_too() -> None:
    page = told(elements=[], links=[], configurations=[])
    assert "0 of 0 claims" in page
    assert page.count("<details>") == 1
