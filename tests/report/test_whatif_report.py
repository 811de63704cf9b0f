from __future__ import annotations

import json
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import cmo
from cmo.analysis import necessity
from cmo.analysis.coverage import coverage
from cmo.analysis.whatif import (
    only_independent,
    whatif,
    without_source,
    without_study,
)
from cmo.report.coverage import as_json as coverage_as_json
from cmo.report.escaping import terminal
from cmo.report.whatif import FORMATS
from tests.making import Json, excerpt, link, said, source, theory, use
from tests.report.pages import READABLE, TAGS, Seen, anyhow, keys, section

if TYPE_CHECKING:
    from cmo.analysis.whatif import Condition

ROOT = Path(__file__).parents[2]
SOFS = ROOT / "theories" / "signs-of-safety"


def told(*conditions: Condition, form: str = "text", **parts: Any) -> str:
    return FORMATS[form](whatif(theory(**parts), conditions))


class TestText:
    def test_it_says_what_was_asked_and_what_is_left(self) -> None:
        sources = said("trust", "supports", "refutes")
        lines = told(without_source("b"), sources=sources).splitlines()
        assert lines[:7] == [
            "Trust: without b",
            "1 of 2 uses of passages are left, from 1 of 2 documents.",
            "Uses left out: b (1).",
            "Documents left out whole: b.",
            (
                "Unsupported and undeveloped mean here: no passage that is kept bears "
                "on the claim. Somebody may"
            ),
            "  well have looked.",
            (
                "Claims in another state: 1; 1 of them are links, configurations, "
                "mechanisms or rivals."
            ),
        ]

    def test_states_are_counted_before_and_after(self) -> None:
        report = told(without_source("a"), sources=said("trust", "no_effect"))
        assert section(report, "Links, configurations, mechanisms, rivals") == [
            "  no effect: 1 → 0",
            "  indirect: 1 → 0",
            "  unsupported: 3 → 5",
        ]

    def test_claims_stand_under_what_becomes_of_them(self) -> None:
        sources = [
            *said("trust-safety", "supports", "refutes"),
            source("z", excerpt("p", use("time")), excerpt("q", use("safety"))),
        ]
        report = told(without_source("b"), without_source("z"), sources=sources)
        assert section(report, "contested → supported (1)") == [
            "  trust-safety (link): Trust → Safety (produces)"
        ]
        assert section(report, "supported → unsupported (2)") == [
            "  time (context): Time",
            "  safety (outcome): Safety",
        ]

    def test_claims_that_only_have_less_are_told_apart(self) -> None:
        report = told(without_source("b"), sources=said("trust", *["supports"] * 3))
        assert section(report, "Same state, with fewer passages (1)") == [
            (
                "  trust (mechanism): Trust: supported; studies for it 3 → 2; "
                "2 of 3 passages"
            )
        ]

    def test_outcomes_lose_or_keep_their_evidenced_chain(self) -> None:
        title = "Outcomes with a chain that studies support in every step"
        one = said("cmoc", "supports")
        assert section(told(without_source("a"), sources=one), title) == [
            "  lose it: safety",
            "  keep it: none",
        ]
        two = said("cmoc", "supports", "supports")
        assert section(told(without_source("a"), sources=two), title) == [
            "  lose it: none",
            "  keep it: safety",
        ]
        assert section(told(without_source("a")), title) == [
            "  none has one, whether or not anything is left out"
        ]

    def test_what_is_too_dense_to_tell_is_said(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(necessity, "PATIENCE", 0)
        lines = section(told(without_source("a")), "Outcomes with a chain")
        assert lines == ["  the theory is too dense to tell"]

    def test_that_nothing_is_left_is_said(self) -> None:
        report = told(only_independent(), sources=said("trust", "supports"))
        assert "Nothing is left: no passage meets the condition." in report

    def test_that_nothing_was_left_out_is_said(self) -> None:
        report = told(without_study("x"), sources=said("trust", "supports"))
        assert "Nothing was left out: every passage meets the condition." in report
        assert "Left out whole" not in report
        assert "Nothing is left" not in report

    def test_what_to_know_to_read_it_rightly_is_told(self) -> None:
        sources = [
            source(one, excerpt("p", use("trust")), study="trial") for one in ("a", "b")
        ]
        report = told(without_source("a"), sources=sources)
        (note,) = section(report, "To read this rightly")
        assert note.startswith("  the study trial, which a reports, is kept")


class TestJson:
    def test_it_holds_what_the_documentation_says(self) -> None:
        result = whatif(cmo.load(SOFS), [without_study("ten-pilots")])
        report = json.loads(FORMATS["json"](result))
        states = report.pop("states")
        assert all(set(both) == {"before", "after"} for both in states.values())
        assert keys(report) | {"states"} == _documented("## `cmo whatif", "\n## ")

    def test_numbers_stand_before_and_after(self) -> None:
        sources = said("cmoc", "supports")
        report = json.loads(told(without_source("a"), form="json", sources=sources))
        states = report.pop("states")
        assert states["supported"] == {"before": 1, "after": 0}
        changes = {one["claim"]: one for one in report.pop("changes")}
        assert changes["cmoc"] == {
            "claim": "cmoc",
            "kind": "configuration",
            "label": "Trust",
            "state": {"before": "supported", "after": "unsupported"},
            "studies_for": {"before": 1, "after": 0},
            "passages": {"before": 1, "after": 0},
        }
        assert report == {
            "version": 1,
            "theory": "trust",
            "conditions": ["without a"],
            "uses": {"before": 1, "after": 0},
            "left_out": [{"why": "a", "uses": 1}],
            "sources": {"before": ["a"], "after": []},
            "outcomes": {"before": ["safety"], "after": []},
            "lost": ["safety"],
            "notes": [],
        }

    def test_what_is_too_dense_to_tell_is_null(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(necessity, "PATIENCE", 0)
        report = json.loads(told(without_source("a"), form="json"))
        assert report["outcomes"] is None


class TestCoverage:
    """The structure of the argument, as `cmo coverage` has it in JSON."""

    def test_it_holds_what_the_documentation_says(self) -> None:
        back = [
            link("visits-trust", "visits", "trust", "provides"),
            link("back", "safety", "time", "becomes_context_of"),
        ]
        report = json.loads(coverage_as_json(coverage(theory(links=back))))
        assert keys(report["structure"]) == _documented("\nThe structure:\n", "\n## ")

    def test_loops_and_chains_are_records(self) -> None:
        back = link("back", "safety", "time", "becomes_context_of")
        made = theory(links=[back], sources=said("cmoc", "supports"))
        report = json.loads(coverage_as_json(coverage(made)))["structure"]
        (outcome,) = report["outcomes"]
        assert outcome.pop("chain")["elements"] == ["visits", "trust", "safety"]
        assert outcome == {
            "id": "safety",
            "steps": 2,
            "gaps": 0,
            "every_chain_through": ["trust"],
            "evidenced": True,
            "hangs_on": ["a"],
        }
        assert report["loops"] == [
            {"feedback": "reinforcing", "elements": ["safety", "time", "trust"]}
        ]
        assert report["not_told"] == []

    def test_an_outcome_without_chain_has_none(self) -> None:
        report = json.loads(
            coverage_as_json(coverage(theory(links=[], configurations=[])))
        )
        assert report["structure"]["outcomes"] == [
            {
                "id": "safety",
                "steps": 0,
                "gaps": 0,
                "chain": None,
                "every_chain_through": [],
                "evidenced": False,
                "hangs_on": [],
            }
        ]


def _documented(start: str, end: str) -> set[str]:
    text = (ROOT / "docs" / "json.md").read_text("utf-8")
    words = re.findall("`([a-z_]+)`", text.partition(start)[2].partition(end)[0])
    return set(words) - {"reinforcing", "balancing", "unknown"}


class TestWhatTriesToBeMoreThanText:
    @pytest.mark.parametrize("text", READABLE)
    def test_it_stays_what_it_is_in_every_format(self, text: str) -> None:
        self.check(text)

    @anyhow
    @given(st.text(st.characters(exclude_categories=["Cs"]), max_size=30))
    def test_so_does_any_text(self, text: str) -> None:
        self.check(f"x{text}")

    def check(self, text: str) -> None:
        elements = [
            {"id": "trust", "kind": "mechanism", "label": text},
            {"id": "safety", "kind": "outcome", "label": text},
        ]
        links = [link("trust-safety", "trust", "safety", "produces")]
        parts: Json = {
            "title": text,
            "elements": elements,
            "links": links,
            "configurations": [],
            "sources": [
                *said("trust", "supports"),
                source("z", excerpt("p", use("trust-safety"), use("trust"))),
            ],
        }
        asked = [without_source("z"), only_independent(text)]
        shown = terminal(" ".join(text.split()))
        report = told(*asked, **parts)
        assert all(one == "\n" or terminal(one) == one for one in report)
        assert " ".join(shown.split()) in " ".join(report.split())
        seen = Seen(told(*asked, form="markdown", **parts))
        assert seen.tags <= TAGS
        assert f"trust (mechanism): {shown}" in seen.text
        assert seen.blocks[0].startswith(shown)
        record = json.loads(told(*asked, form="json", **parts))
        assert text in {one["label"] for one in record["changes"]}
        assert record["conditions"][1].endswith(text)
