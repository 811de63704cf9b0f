from __future__ import annotations

import json
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import cmo
from cmo.analysis import chains, necessity
from cmo.analysis.trace import trace_claim, trace_passage, trace_source, trace_study
from cmo.evidence import Evidence
from cmo.report.chains import KEY
from cmo.report.escaping import terminal
from cmo.report.trace import FORMATS
from tests.making import CMOC, Json, element, excerpt, link, said, source, theory, use
from tests.report.pages import READABLE, TAGS, Seen, anyhow, keys, section

if TYPE_CHECKING:
    from cmo.analysis.trace import Trace
    from cmo.model import Theory

ROOT = Path(__file__).parents[2]
SOFS = ROOT / "theories" / "signs-of-safety"


def claim(about: str, form: str = "text", **parts: Any) -> str:
    return FORMATS[form](trace_claim(Evidence(theory(**parts)), about))


def document(about: str, form: str = "text", **parts: Any) -> str:
    return FORMATS[form](trace_source(Evidence(theory(**parts)), about))


def one(*passages: Json, **more: Any) -> list[Json]:
    return [source("smith-2020", *passages, **more)]


class TestClaim:
    def test_it_starts_with_what_the_claim_is_and_its_state(self) -> None:
        told = claim("trust", sources=said("trust", "no_effect")).splitlines()
        assert told[0] == "trust: Trust (mechanism)"
        assert told[1].startswith("no effect: somebody tested it")
        assert told[2] == "single study: the state rests on one study."

    def test_studies_are_counted_and_indirect_ones_apart(self) -> None:
        sources = [
            *said("trust", "supports", "refines", "refutes"),
            source("y", excerpt("p", use("trust", directness="indirect"))),
            source("z", excerpt("p", use("trust")), study="a"),
        ]
        told = " ".join(claim("trust", sources=sources).split())
        assert "Studies: 2+1 for it, 1 refuting it, 0 finding no effect" in told

    def test_a_study_within_a_review_is_not_counted_beside_it(self) -> None:
        review = source("r", excerpt("p", use("trust")), includes=["a"])
        told = claim("trust", sources=[review, *said("trust", "supports")])
        assert "\nr includes a: not counted beside it.\n" in told
        assert "Studies: 1 for it" in told

    def test_what_the_team_asks_and_is_not_there_is_told(self) -> None:
        told = claim("trust", evidence_policy={"min_studies": 2})
        assert "The team asks for 2 studies for it, and there is none." in told

    def test_passages_for_and_against_stand_by_study_and_document(self) -> None:
        sources = [
            source("b", excerpt("p1", use("trust")), study="trial"),
            source(
                "a",
                excerpt("p2", use("trust")),
                excerpt("p1", use("trust")),
                study="trial",
            ),
            source("c", excerpt("p1", use("trust", "refutes")), kind="review"),
        ]
        told = claim("trust", sources=sources)
        heads = [
            line
            for line in section(told, "For it")
            if not line.startswith("      ") or line.strip().startswith("#")
        ]
        assert heads == [
            "  study trial",
            "    a (empirical mixed; independence: not judged)",
            "      #p2: supports, direct, stated",
            "      #p1: supports, direct, stated",
            "    b (empirical mixed; independence: not judged)",
            "      #p1: supports, direct, stated",
        ]
        against = section(told, "Against it")
        assert against[:2] == ["  study c", "    c (review; independence: not judged)"]

    def test_no_passage_for_or_against_is_said_and_the_rest_left_out(self) -> None:
        told = claim("trust")
        assert section(told, "For it") == ["  no passage"]
        assert section(told, "Against it") == ["  no passage"]
        assert "Inconclusive" not in told
        assert "Proposing it" not in told
        assert "Touching on it" not in told

    @pytest.mark.parametrize(
        ("bearing", "title"),
        [
            ("supports", "For it"),
            ("refines", "For it"),
            ("refutes", "Against it"),
            ("no_effect", "Against it"),
            ("inconclusive", "Inconclusive"),
            ("proposes", "Proposing it"),
            ("neutral", "Touching on it"),
        ],
    )
    def test_each_bearing_stands_in_its_section(self, bearing: str, title: str) -> None:
        told = claim("trust", sources=said("trust", bearing))
        assert f"      #p1: {bearing.replace('_', ' ')}, direct, stated" in (
            section(told, title)
        )

    def test_how_a_passage_bears_on_it_is_told(self) -> None:
        bears = use(
            "cmoc",
            "refines",
            directness="indirect",
            inference="inferred",
            covers=["C", "O"],
            note="only in towns",
        )
        lines = section(claim("cmoc", sources=one(excerpt("p", bears))), "For it")
        assert "      #p: refines, indirect, inferred, covers C, O" in lines
        assert "        note: only in towns" in lines

    @pytest.mark.parametrize(
        ("locator", "told"),
        [
            (None, "no page or section given"),
            ({}, "no page or section given"),
            ({"page": 12}, "page 12"),
            ({"page": 0, "slide": 0}, "page 0, slide 0"),
            ({"section": ""}, "no page or section given"),
            (
                {"section": "Results", "page": "3-4", "paragraph": 2},
                "page 3-4, section Results, paragraph 2",
            ),
            (
                {"url": "https://example.org/a"},
                "no page or section given <https://example.org/a>",
            ),
        ],
    )
    def test_where_it_stands_is_told(self, locator: Json | None, told: str) -> None:
        passage = excerpt("p", use("trust"), locator=locator)
        assert f"        {told}" in section(
            claim("trust", sources=one(passage)), "For it"
        )

    def test_what_was_read_elsewhere_and_who_speaks_is_told(self) -> None:
        passage = excerpt(
            "p", use("trust"), reported_from="Lee 1999", unit="a father, site B"
        )
        cited = "reported from Lee 1999, cited there and not read itself"
        assert f"        page 1; {cited}; a father, site B" in section(
            claim("trust", sources=one(passage)), "For it"
        )

    def test_a_cited_study_that_was_read_in_another_document_is_said_to_be(
        self,
    ) -> None:
        cites = excerpt("p", use("trust"), study="lee", reported_from="Lee 1999")
        sources = [*one(cites), source("lee-summary", study="lee")]
        read = "cited there; that study was read in lee-summary"
        where = f"page 1; reported from Lee 1999, {read}"
        assert f"        {where}" in section(claim("trust", sources=sources), "For it")

    @pytest.mark.parametrize(
        ("own", "whole", "told"),
        [
            (None, None, "not appraised"),
            (
                None,
                {"rigour": "low"},
                "relevance not assessed, richness not assessed, rigour low",
            ),
            (
                {"rigour": "high"},
                {"rigour": "low", "richness": "moderate"},
                "relevance not assessed, richness moderate, rigour high",
            ),
        ],
    )
    def test_the_passages_own_appraisal_wins(
        self, own: Json | None, whole: Json | None, told: str
    ) -> None:
        passage = excerpt("p", use("trust"), appraisal=own)
        lines = section(claim("trust", sources=one(passage, appraisal=whole)), "For it")
        assert f"        {told}" in lines

    def test_a_quotation_is_marked_as_one(self) -> None:
        passages = [
            excerpt("p", use("trust"), text="He listened.", verbatim=True),
            excerpt("q", use("trust"), text="A worker who listens."),
        ]
        lines = section(claim("trust", sources=one(*passages)), "For it")
        assert "        “He listened.”" in lines
        assert "        A worker who listens." in lines

    def test_a_passage_reviewed_when_it_read_otherwise_is_marked(self) -> None:
        bears = use("trust", reviewed={"fingerprint": "0" * 16})
        told = claim("trust", sources=one(excerpt("p", bears)))
        assert "#p: supports, direct, stated, the claim was reworded since" in told

    def test_passages_about_its_neighbours_are_told_as_indirect(self) -> None:
        told = claim("trust", sources=said("cmoc", "supports"))
        assert section(told, "Passages about its neighbours: always indirect") == [
            "  cmoc (configuration, supported)",
            "    a#p1: supports",
        ]

    def test_decisions_say_what_they_weighed_and_what_they_did_not(self) -> None:
        decisions = [
            {
                "id": "d1",
                "claims": ["trust"],
                "type": "adjudicate",
                "date": "2025-03",
                "by": "AB",
                "verdict": "left_open",
                "sources": ["a"],
                "rationale": "Too few.",
            },
            {"id": "d2", "claims": ["trust"]},
            {"id": "d3", "claims": ["safety"]},
        ]
        sources = said("trust", "supports", "refutes", "neutral")
        told = claim("trust", sources=sources, decisions=decisions)
        assert section(told, "Decisions") == [
            "  d1 (2025-03, adjudicate, by AB): verdict left open",
            "    Too few.",
            "    weighed: a",
            "    did not weigh: b",
            "  d2: verdict none yet",
            "    did not weigh: a, b",
        ]

    def test_a_decision_that_a_later_one_overtook_says_so(self) -> None:
        made: Json = {"claims": ["trust"], "sources": ["a"], "verdict": "left_open"}
        decisions = [
            {**made, "id": "d1", "date": "2020"},
            {**made, "id": "d2", "date": "2022", "verdict": "rejected"},
        ]
        told = claim("trust", sources=said("trust", "refutes"), decisions=decisions)
        assert section(told, "Decisions") == [
            "  d1 (2020): verdict left open",
            "    weighed: a",
            "    overtaken by a later decision",
            "  d2 (2022): verdict rejected",
            "    weighed: a",
        ]

    def test_peoples_confidence_stands_beside_the_evidence(self) -> None:
        assessments = [
            {
                "claim": "trust",
                "confidence": "very_low",
                "by": "AB",
                "adequacy": {"concern": "serious", "reason": "one study"},
                "coherence": {"concern": "minor"},
                "relevance": {},
                "explanation": "Thin.",
            },
            {"claim": "trust"},
        ]
        told = claim("trust", assessments=assessments)
        assert section(told, "People’s confidence in it (GRADE-CERQual)") == [
            "  overall: very low, by AB",
            "    coherence: minor concerns",
            "    adequacy: serious concerns: one study",
            "    Thin.",
            "  overall: not given",
        ]

    def test_rivals_and_parts_are_told_with_their_states(self) -> None:
        rivals = [
            {"id": "r", "label": "Fear", "about": "cmoc", "verdict": "left_open"},
            {"id": "s", "label": "Luck", "about": "cmoc"},
        ]
        told = claim("cmoc", rivals=rivals, sources=said("r", "no_effect"))
        assert section(told, "Rival theories") == [
            "  r: Fear (no effect; verdict: left open)",
            "  s: Luck (unsupported; verdict: none)",
        ]
        assert section(told, "Its parts") == [
            "  intervention visits: Visits (unsupported)",
            "  context time: Time (unsupported)",
            "  mechanism trust: Trust (unsupported)",
            "  outcome safety: Safety (unsupported)",
        ]

    def test_an_element_is_shown_where_it_stands(self) -> None:
        ripple = {**CMOC, "id": "next", "label": "Next", "contexts": ["trust"]}
        told = claim(
            "trust",
            configurations=[CMOC, ripple],
            sources=said("trust-safety", "supports"),
        )
        assert section(told, "Configurations that it stands in") == [
            "  cmoc, as mechanism: Trust (indirect)",
            "  next, as context and mechanism: Next (indirect)",
        ]
        assert section(told, "Links from it and to it")[-1] == (
            "  trust-safety: Trust → Safety (produces) (supported)"
        )
        assert section(told, "What every chain passes through") == [
            (
                "  every recorded chain of causes to safety passes through it (taking "
                "a configuration to need its parts together: a fact of what is "
                "recorded, not a necessity; whole-programme effects apart)"
            )
        ]
        assert section(told, "Chains that lead to it") == [
            "  visits ⇢ trust",
            "  the steps, with the links and configurations that say them:",
            (
                "    visits ⇢ trust: visits-trust (unsupported), cmoc (indirect), next "
                "(indirect)"
            ),
        ]
        assert section(told, "Chains to the outcomes")[0] == "  trust → safety"

    def test_a_chain_round_what_every_chain_passes_through_says_why(self) -> None:
        elements = [
            element("visits", "intervention"),
            *(element(one, "mechanism") for one in ("trust", "hope")),
            element("safety", "outcome"),
        ]
        together = {**CMOC, "contexts": [], "mechanisms": ["trust", "hope"]}
        steps = [{"all": ["trust"]}, {"all": ["hope"]}]
        links = [
            link("visits-hope", "visits", "hope", "provides"),
            link("hope-safety", "hope", "safety", "produces"),
        ]
        told = claim(
            "safety",
            elements=elements,
            links=links,
            configurations=[{**together, "steps": steps}],
        )
        (every,) = section(told, "What every chain passes through")
        assert "passes through trust, hope (taking a configuration to need its" in every
        assert section(told, "Chains that lead to it")[:2] == [
            (
                "  visits ⇢ hope ⇢ safety (not by itself: a configuration on it needs "
                "more)"
            ),
            "  visits ⇢ trust ⇢ hope ⇢ safety",
        ]

    def test_the_arrows_are_explained_wherever_chains_stand(self) -> None:
        for about in ("visits", "trust", "safety"):
            key = section(claim(about), "What the arrows of chains say")
            assert key == [f"  {line}" for line in KEY]

    def test_an_arrow_says_what_its_step_rests_on(self) -> None:
        sources = [
            *said("cmoc", "supports"),
            source("z", excerpt("p", use("trust-safety"))),
            source("y", excerpt("p", use("trust-safety", "refutes"))),
        ]
        for first, arrow in ((1, "⇒"), (2, "→"), (3, "→?")):
            lines = section(claim("safety", sources=sources[:first]), "Chains that")
            assert lines[0] == f"  visits ⇒ trust {arrow} safety"

    def test_a_chain_that_leads_to_less_says_so(self) -> None:
        links = [
            link("a", "visits", "trust", "inhibits"),
            link("b", "trust", "safety", "influences"),
        ]
        parts: Json = {"links": links, "configurations": []}
        assert section(claim("trust", **parts), "Chains that lead to it")[0] == (
            "  visits ⇢ trust (more of the first, less of the last)"
        )
        assert section(claim("safety", **parts), "Chains that lead to it")[0] == (
            "  visits ⇢ trust ⇢ safety (more or less: not known)"
        )

    def test_what_was_given_up_is_said(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(necessity, "PATIENCE", 0)
        dense = "the theory is too dense to tell what every chain passes through"
        assert dense in claim("trust")
        names = [f"i{i}" for i in range(25)]
        many: Json = {
            "elements": [
                element("trust", "mechanism"),
                *(element(name, "intervention") for name in names),
            ],
            "links": [link(f"l-{n}", n, "trust", "provides") for n in names],
            "configurations": [],
        }
        lines = section(claim("trust", **many), "Chains that lead to it")
        more = "there may be more: only the 20 shortest chains found are listed"
        assert f"  {more}" in lines
        monkeypatch.setattr(chains, "EFFORT", 0)
        monkeypatch.setattr(chains, "MOST", 20)
        lines = section(claim("safety"), "Chains that lead to it")
        assert lines == [
            "  the theory is too dense to find any chain in reasonable time"
        ]


class TestSource:
    def test_its_passages_stand_with_all_they_bear_on(self) -> None:
        passages = [
            excerpt("p1", use("trust", "refutes", note="once"), use("trust-safety")),
            excerpt("p2"),
        ]
        told = document("smith-2020", sources=one(*passages, study="trial"))
        assert told.splitlines()[:3] == [
            "source smith-2020",
            "2 passages, bearing on 2 claims.",
            "Studies that speak here: trial.",
        ]
        assert section(told, "smith-2020#p1") == [
            "  What p1 says.",
            "  page 1",
            "  trust (mechanism, which is opposed): refutes, direct, stated",
            "    note: once",
            "  trust-safety (link, which is supported): supports, direct, stated",
        ]
        assert section(told.rstrip("\n"), "smith-2020#p2")[-1] == (
            "  bears on no claim"
        )

    def test_the_document_is_told_with_what_people_judged_of_it(self) -> None:
        told = document(
            "smith-2020",
            sources=one(
                excerpt("p", use("trust")),
                independence={"judgement": "affiliated", "rationale": "Paid by it."},
                appraisal={"rigour": "low", "rationale": "Few cases."},
            ),
        )
        assert section(told, "Documents") == [
            "  smith-2020 (empirical mixed; independence: affiliated): smith-2020",
            "    independence: Paid by it.",
            "    appraisal: rigour low. Few cases.",
        ]
        assert told.splitlines()[1] == "1 passage, bearing on 1 claim."

    def test_what_nobody_judged_is_left_out(self) -> None:
        bare = {**one()[0], "citation": {}, "appraisal": {}}
        assert section(
            document("smith-2020", sources=[bare]).rstrip(), "Documents"
        ) == [
            "  smith-2020 (empirical mixed; independence: not judged): no title",
            "    appraisal: not assessed",
        ]

    def test_a_passage_and_a_study_are_told_in_the_same_way(self) -> None:
        made = theory(
            sources=[
                source("a", excerpt("p", use("trust")), study="trial"),
                source("b", excerpt("p", use("trust"), study="trial"), excerpt("q")),
            ]
        )
        passage = FORMATS["text"](trace_passage(Evidence(made), "a#p"))
        assert passage.startswith("passage a#p\nIt bears on 1 claim.\n")
        study = FORMATS["text"](trace_study(Evidence(made), "trial"))
        assert study.startswith("study trial\n2 passages, bearing on 1 claim.\n")
        assert "b#q" not in study


class TestSharing:
    SECRET = one(
        excerpt("p", use("trust"), text="My own words.", share="team", verbatim=True),
        excerpt("q", use("trust"), text="Public words."),
    )

    def test_what_is_for_the_team_is_in_text_and_not_in_markdown(self) -> None:
        for report in (claim, document):
            about = "trust" if report is claim else "smith-2020"
            assert "“My own words.”" in report(about, sources=self.SECRET)
            public = report(about, "markdown", sources=self.SECRET)
            assert "My own words" not in public
            assert "(not for publication)" in public
            assert "Public words." in public

    def test_json_says_what_may_be_published(self) -> None:
        told = json.loads(claim("trust", "json", sources=self.SECRET))
        assert [(p["text"], p["share"]) for p in told["passages"]] == [
            ("My own words.", "team"),
            ("Public words.", "public"),
        ]


class TestJson:
    def test_it_holds_what_the_documentation_says(self) -> None:
        made = cmo.load(SOFS)
        evidence = Evidence(made)
        about: list[Trace] = [trace_claim(evidence, one) for one in evidence.kinds]
        about += [trace_source(evidence, one.id) for one in made.sources]
        found = {key for one in about for key in keys(json.loads(FORMATS["json"](one)))}
        marks = dict.fromkeys(["page", "slide", "paragraph"], 1)
        every = excerpt("p", use("trust"), locator={**marks, "url": "https://a.org"})
        found |= keys(json.loads(claim("trust", "json", sources=one(every))))
        assessed = [{"claim": "trust", "confidence": "low"}]
        found |= keys(json.loads(claim("trust", "json", assessments=assessed)))
        assert found == _documented()

    def test_of_a_claim_all_passages_and_judgements_are_there(self) -> None:
        sources = [
            *one(
                excerpt(
                    "p",
                    use("trust", "no_effect", reviewed={"fingerprint": "0"}, note="n"),
                    unit="x",
                    reported_from="Lee",
                ),
                appraisal={"rigour": "low"},
                independence={"judgement": "affiliated"},
            ),
            *said("cmoc", "supports"),
        ]
        told = json.loads(
            claim(
                "trust",
                "json",
                sources=sources,
                decisions=[{"id": "d", "claims": ["trust"]}],
                rivals=[{"id": "r", "label": "R", "about": "trust"}],
                assessments=[{"claim": "trust", "by": "AB"}],
            )
        )
        (passage,) = told.pop("passages")
        standing = told.pop("standing")
        assert told == {
            "version": 1,
            "theory": "trust",
            "about": "claim",
            "id": "trust",
            "kind": "mechanism",
            "label": "Trust",
            "state": "no_effect",
            "flags": [
                "single_study",
                "affiliated_only",
                "reported_only",
                "suspect",
            ],
            "unmet": [],
            "inherited": [
                {
                    "claim": "cmoc",
                    "state": "supported",
                    "passages": [{"passage": "a#p1", "bearing": "supports"}],
                }
            ],
            "decisions": ["d"],
            "assessments": [{"confidence": None, "by": "AB", "date": None}],
            "rivals": ["r"],
            "members": {},
        }
        assert passage == {
            "passage": "smith-2020#p",
            "study": "smith-2020",
            "claim": "trust",
            "bearing": "no_effect",
            "directness": "direct",
            "inference": "stated",
            "covers": [],
            "note": "n",
            "text": "What p says.",
            "verbatim": False,
            "share": "public",
            "locator": {"page": 1},
            "reported_from": "Lee",
            "quotation": None,
            "independence": "affiliated",
            "relevance": "not_assessed",
            "richness": "not_assessed",
            "rigour": "not_assessed",
            "suspect": True,
        }
        assert standing["configurations"] == [
            {"id": "cmoc", "roles": ["mechanism"], "state": "supported"}
        ]
        assert standing["every_chain_through_it"] == ["safety"]
        assert standing["not_told"] == []
        (chain,) = standing["leading_to"]["chains"]
        assert chain == {
            "elements": ["visits", "trust"],
            "sign": "+",
            "steps": [
                {
                    "from": "visits",
                    "to": "trust",
                    "sign": "+",
                    "claims": [
                        {"claim": "visits-trust", "state": "indirect"},
                        {"claim": "cmoc", "state": "supported"},
                    ],
                    "supported": ["cmoc"],
                    "rests_on": "whole",
                }
            ],
        }

    def test_what_is_too_dense_to_tell_is_said(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(necessity, "PATIENCE", 0)
        told = json.loads(claim("trust", "json"))["standing"]
        assert told["not_told"] == ["every_chain_to_it", "every_chain_through_it"]

    def test_of_a_source_every_use_is_there_with_the_state_of_the_claim(self) -> None:
        passages = [excerpt("p", use("trust"), use("time", "refutes")), excerpt("q")]
        told = json.loads(document("smith-2020", "json", sources=one(*passages)))
        first, second = told["passages"]
        assert told["about"] == "source"
        assert told["claims"] == ["time", "trust"]
        assert [(u["claim"], u["state"]) for u in first["uses"]] == [
            ("trust", "supported"),
            ("time", "opposed"),
        ]
        assert second == {"passage": "smith-2020#q", "uses": []}


def _hostile(text: str) -> Theory:
    """Return a theory that says `text` wherever people write."""
    labels = {one: {"label": text} for one in ("time", "trust", "safety", "visits")}
    kinds = {"time": "context", "trust": "mechanism", "safety": "outcome"}
    judged = {"rationale": text}
    return theory(
        elements=[
            {**element(one, kinds.get(one, "intervention")), **label}
            for one, label in labels.items()
        ],
        configurations=[{**CMOC, "label": text}],
        sources=[
            source(
                "smith-2020",
                excerpt(
                    "p",
                    use("trust", note=text),
                    use("cmoc"),
                    text=text,
                    locator={"section": text, "url": "javascript:alert(1)"},
                    unit=text,
                    reported_from=text,
                    verbatim=True,
                ),
                citation={"title": text},
                independence=judged,
                appraisal=judged,
            )
        ],
        rivals=[{"id": "r", "label": text, "about": "trust"}],
        decisions=[{"id": "d", "claims": ["trust"], "rationale": text, "by": text}],
        assessments=[
            {
                "claim": "trust",
                "by": text,
                "explanation": text,
                "adequacy": {"concern": "minor", "reason": text},
            }
        ],
    )


class TestWhatTriesToBeMoreThanText:
    @pytest.mark.parametrize("text", READABLE)
    def test_it_stays_what_it_is_in_every_format(self, text: str) -> None:
        self.check(text)

    @anyhow
    @given(st.text(st.characters(exclude_categories=["Cs"]), max_size=30))
    def test_so_does_any_text(self, text: str) -> None:
        self.check(f"x{text}")

    def check(self, text: str) -> None:
        evidence = Evidence(_hostile(text))
        shown = terminal(" ".join(text.split()))
        for about in (
            trace_claim(evidence, "trust"),
            trace_claim(evidence, "cmoc"),
            trace_source(evidence, "smith-2020"),
        ):
            told = FORMATS["text"](about)
            assert all(one == "\n" or terminal(one) == one for one in told)
            assert " ".join(shown.split()) in " ".join(told.split())
            seen = Seen(FORMATS["markdown"](about))
            assert seen.tags <= TAGS
            assert shown in seen.text
            assert not [one for one in seen.links if one.startswith("javascript")]
            assert "javascript:alert(1)" in told
            assert "javascript:alert(1)" in seen.text.replace("\u200b", "")
            again = json.loads(FORMATS["json"](about))
            assert text in _strings(again)


def _strings(value: Any) -> list[str]:
    if isinstance(value, str):
        return [value]
    if isinstance(value, dict):
        value = list(value.values())
    return (
        [s for one in value for s in _strings(one)] if isinstance(value, list) else []
    )


def _documented() -> set[str]:
    """Return what the documentation of the command and of chains has as code."""
    text = (ROOT / "docs" / "json.md").read_text("utf-8")
    chain = text.partition("\nA chain:\n")[2].partition("\n## ")[0]
    own = text.partition("\n## `cmo trace")[2].partition("\n## ")[0]
    words = set(re.findall("`([a-z_]+)`", chain + own))
    return words - _VALUES


_VALUES = {
    *("source", "team", "public", "unclear"),
    *("found", "not_found", "not_checkable"),
}
