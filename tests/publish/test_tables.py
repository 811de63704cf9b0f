from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

import cmo
from cmo.evidence import Evidence
from cmo.publish.references import references
from cmo.publish.tables import TABLES
from tests.making import CMOC, Json, element, excerpt, link, said, source, theory, use
from tests.publish.reading import everything, headings, paragraphs, rows, table, under

if TYPE_CHECKING:
    from cmo.model import Theory
    from cmo.publish.document import Document
    from tests.publish.reading import Rows

SOFS = Path(__file__).parents[2] / "theories" / "signs-of-safety"
EVIDENCE = "What the evidence says"
PASSAGES = "Key passages"
STUDIES = "Studies and their documents"
SECRET = "the secret of Ward 7"  # noqa: S105 - no password
HOSTILE = [
    "<script>alert(1)</script> & ]]>",
    r"\N {a|b} \textbf{x} $1$",
    "# a @b *c* _d_ `e` ~f~ [g](h)",
    "=cmd() +1 -1",
    "你好 مرحبا 🙂",
]


def of(name: str, theory: Theory, style: str | None = None) -> Document:
    return TABLES[name](Evidence(theory), references(theory.sources, style))


def made(name: str, **parts: Any) -> Document:
    return of(name, theory(**parts))


def shown(name: str, **parts: Any) -> Rows:
    return rows(made(name, **parts))


def one(name: str, **parts: Any) -> dict[str, str]:
    (only,) = shown(name, **parts)
    return only


def cmoc(one: str, **more: Any) -> Json:
    return {**CMOC, "id": one, "label": one.capitalize(), **more}


def hidden(one: str, *uses: Json, **more: Any) -> Json:
    return excerpt(
        one,
        *[{**u, "note": f"{SECRET} note"} for u in uses],
        text=SECRET,
        unit=f"{SECRET} unit",
        result={"measure": f"{SECRET} result", "value": 1},
        locator={"page": 3, "section": f"{SECRET} heading"},
        reported_from=f"{SECRET} work",
        share="team",
        **more,
    )


class TestEvery:
    @pytest.mark.parametrize("name", TABLES)
    def test_an_empty_theory_gives_a_sentence_or_the_header(self, name: str) -> None:
        empty = made(name, elements=[], links=[], configurations=[])
        assert len(empty.blocks) == 1
        sentence = table(empty).nothing
        assert sentence is not None
        assert sentence.endswith(".")
        assert not table(empty).rows
        assert table(empty).columns

    @pytest.mark.parametrize("name", TABLES)
    def test_pages_are_wide_and_rows_as_long_as_the_header(self, name: str) -> None:
        found = of(name, cmo.load(SOFS))
        assert found.landscape
        assert found.title.startswith("Signs of Safety")
        assert found.authors == ("cmo contributors",)
        columns = len(table(found).columns)
        assert all(len(row) == columns for row in table(found).rows)

    @pytest.mark.parametrize("name", TABLES)
    def test_what_is_not_for_publication_is_nowhere(self, name: str) -> None:
        sources = [source("a", hidden("p1", use("cmoc")), hidden("p2", use("trust")))]
        assert SECRET not in everything(made(name, sources=sources))

    @pytest.mark.parametrize("hostile", HOSTILE)
    @pytest.mark.parametrize("name", ["cmocs", "cerqual"])
    def test_hostile_labels_come_out_as_themselves(
        self, name: str, hostile: str
    ) -> None:
        found = made(
            name,
            configurations=[cmoc("c", label=hostile)],
            assessments=[{"claim": "c", "confidence": "low"}],
        )
        assert hostile in everything(found)

    @pytest.mark.parametrize("name", TABLES)
    def test_equal_input_gives_equal_documents(self, name: str) -> None:
        assert of(name, cmo.load(SOFS)) == of(name, cmo.load(SOFS))

    @pytest.mark.parametrize("name", ["cmocs", "evidence", "decisions", "cerqual"])
    def test_the_list_of_references_holds_what_is_cited(self, name: str) -> None:
        sources = [
            source("a", excerpt("p", use("cmoc"))),
            source("idle", excerpt("p")),
        ]
        decisions = [{"id": "d", "claims": ["cmoc"], "sources": ["a"]}]
        assessments = [{"claim": "cmoc", "confidence": "low"}]
        found = made(
            name, sources=sources, decisions=decisions, assessments=assessments
        )
        listed = under(found, "References")
        # The table of evidence lists passages that bear on no claim too.
        cited = ["‘a’", "‘idle’"] if name == "evidence" else ["‘a’"]
        assert [line.split(" ")[0] for line in listed] == cited


class TestCmocs:
    def test_a_row_says_what_a_configuration_is_made_of(self) -> None:
        row = one(
            "cmocs",
            elements=[
                element("time", "context", layers=["institutional"]),
                element(
                    "trust",
                    "mechanism",
                    resource="A visit a week",
                    reasoning="She is on my side",
                    actor="Parents",
                ),
                element("safety", "outcome", proximity="distal", intended=False),
                element("visits", "intervention"),
            ],
            configurations=[
                cmoc("cmoc", actors=["Parents"], activations={"trust": "weak"})
            ],
        )
        assert row["Configuration"].startswith("CMOC 1 / Cmoc / id: cmoc")
        assert "actors: Parents" in row["Configuration"]
        assert row["Interventions"] == "Visits"
        assert row["Contexts"] == "Time (institutional)"
        assert row["Mechanisms"] == (
            "Trust / resource: A visit a week / reasoning: She is on my side / actor: "
            "Parents / fired weakly"
        )
        assert row["Outcomes"] == "Safety (distal, not intended)"

    def test_the_statement_is_the_teams_own_or_made_of_the_parts(self) -> None:
        own, made_up = shown(
            "cmocs",
            configurations=[cmoc("a", statement="Because we say so."), cmoc("b")],
        )
        assert own["Statement"] == "Because we say so."
        assert "because" in made_up["Statement"]
        assert "Trust" in made_up["Statement"]

    def test_order_logic_and_open_roles_are_told(self) -> None:
        row = one(
            "cmocs",
            elements=[
                *(element(f"c{i}", "context") for i in range(2)),
                *(element(f"m{i}", "mechanism") for i in range(3)),
            ],
            links=[],
            configurations=[
                {
                    "id": "c",
                    "label": "C",
                    "contexts": ["c0", "c1"],
                    "contexts_logic": "any",
                    "mechanisms": ["m0", "m1", "m2"],
                    "steps": [{"all": ["m0"]}, {"any": ["m1", "m2"]}],
                    "unknown": ["O"],
                }
            ],
        )
        assert row["Contexts"] == "any one of: / C0 / C1"
        assert row["Mechanisms"].endswith("in order: M0; then M1 or M2")
        assert row["Outcomes"] == "knowingly left open"
        assert "Interventions" not in row

    def test_the_column_that_holds_most_is_the_widest(self) -> None:
        for name in ("cmocs", "cerqual"):
            columns = table(of(name, cmo.load(SOFS))).columns
            widest = max(columns, key=lambda column: column.width)
            assert widest.title == EVIDENCE

    def test_theme_stage_phase_and_a_declared_gap_are_told(self) -> None:
        row = one(
            "cmocs",
            themes=[{"id": "t", "title": "Relationships"}],
            configurations=[
                cmoc(
                    "cmoc",
                    theme="t",
                    stage="refined",
                    phase="before",
                    undeveloped="No time.",
                )
            ],
        )
        assert row["Configuration"].endswith(
            "theme: Relationships / stage: refined / phase: before / knowingly left "
            "undeveloped: No time."
        )
        assert row[EVIDENCE] == "Undeveloped: nobody looked, and the team says why."

    def test_counts_are_of_studies_and_not_of_documents(self) -> None:
        sources = [
            source("a", excerpt("p", use("cmoc")), study="s"),
            source("b", excerpt("p", use("cmoc")), study="s"),
            source("c", excerpt("p", use("cmoc", "refutes"))),
        ]
        row = one("cmocs", sources=sources)
        assert row[STUDIES] == (
            "For it: 1 study (“a” n.d.; “b” n.d.) / Refuting it: 1 study (“c” n.d.)"
        )

    def test_a_study_within_a_review_is_not_counted_beside_it(self) -> None:
        review = source("r", excerpt("p", use("cmoc")), includes=["a"])
        row = one("cmocs", sources=[review, *said("cmoc", "supports", "supports")])
        assert row[STUDIES].startswith("For it: 2 studies (“a” n.d.; “b” n.d.; “r”")

    @pytest.mark.parametrize(
        ("bearing", "state", "counted"),
        [
            ("supports", "Supported", "For it: 1 study"),
            (
                "refutes",
                "Opposed: at least one study speaks against it",
                "Refuting it: 1 study",
            ),
            (
                "no_effect",
                "No effect: somebody tested it",
                "Finding no robust effect: 1 study",
            ),
            ("inconclusive", "Inconclusive: somebody looked", "Inconclusive: 1 study"),
            ("proposes", "Theorised: it is assumed", "Proposing it, without data: 1"),
            ("neutral", "Unsupported: nobody looked", "No study"),
        ],
    )
    def test_five_things_are_never_confused(
        self, bearing: str, state: str, counted: str
    ) -> None:
        row = one("cmocs", sources=said("cmoc", bearing))
        assert row[EVIDENCE].startswith(state)
        assert row[STUDIES].startswith(counted)

    def test_one_study_that_speaks_both_ways_is_not_called_several(self) -> None:
        both = [excerpt("p1", use("cmoc")), excerpt("p2", use("cmoc", "no_effect"))]
        row = one("cmocs", sources=[source("a", *both)])
        assert row[EVIDENCE].startswith(
            "Contested: its one study speaks for it, and refutes it or found no effect."
        )
        row = one("cmocs", sources=said("cmoc", "supports", "refutes"))
        assert row[EVIDENCE].startswith("Contested: studies speak for it, and studies ")

    def test_policy_and_opinions_are_counted_apart(self) -> None:
        opinion = source("b", excerpt("p", use("cmoc")), kind="commentary")
        found = one("cmocs", sources=[*said("cmoc", "supports"), opinion])
        assert found[STUDIES].startswith("For it: 1 study and 1 other document (“a” ")
        assert one("cmocs", sources=[opinion])[STUDIES].startswith(
            "For it: 1 document (“b” "
        )
        # What it reports of a study is that study's.
        opinion["excerpts"][0]["study"] = "pilots"
        assert one("cmocs", sources=[opinion])[STUDIES].startswith("For it: 1 study (")

    def test_indirect_passages_are_counted_apart(self) -> None:
        row = one("cmocs", sources=said("cmoc", "supports", directness="indirect"))
        assert row[EVIDENCE].startswith("Indirect")
        assert row[STUDIES].startswith("For it, indirectly: 1 study")

    def test_passages_on_parts_are_told(self) -> None:
        row = one("cmocs", sources=said("trust", "supports"))
        assert "Passages on 1 neighbouring claim bear on it indirectly" in row[EVIDENCE]
        assert row[STUDIES] == "No study"

    def test_flags_and_unmet_policies_are_told_in_words(self) -> None:
        row = one(
            "cmocs",
            sources=said("cmoc", "supports"),
            evidence_policy={"min_studies": 2},
        )
        assert "/ One study only. /" in row[EVIDENCE]
        asked = "The team asks for 2 studies for it, and there is 1."
        assert asked in row[EVIDENCE]

    def test_flags_are_short_and_explained_above_the_table(self) -> None:
        found = made("cmocs", sources=said("cmoc", "supports"))
        assert "“one study only”: the state rests on one study." in everything(found)
        assert "“thin sources only”" not in everything(found)

    def test_a_mechanism_that_did_not_fire_is_plainly_said_to(self) -> None:
        found = made(
            "cmocs", configurations=[cmoc("cmoc", activations={"trust": "not_fired"})]
        )
        assert rows(found)[0]["Mechanisms"] == "Trust: did not fire"
        (named,) = table(found).rows[0][4].lines
        assert all(run.strong for run in named)

    def test_what_was_decided_is_told(self) -> None:
        verdict = {"claims": ["cmoc"], "verdict": "left_open", "sources": ["a"]}
        sources = said("cmoc", "supports", "refutes")
        some = one("cmocs", sources=sources, decisions=[{"id": "d", **verdict}])
        verdict["sources"] = ["a", "b"]
        every = one("cmocs", sources=sources, decisions=[{"id": "d", **verdict}])
        none = one("cmocs", decisions=[{"id": "d", "claims": ["cmoc"]}])
        assert "Decided, but not on every source: left open." in some[EVIDENCE]
        assert "Decided: left open." in every[EVIDENCE]
        assert "Decided" not in none[EVIDENCE]

    def test_a_decision_that_a_later_one_has_overtaken_is_not_told(self) -> None:
        def decision(year: str, verdict: str, *sources: str) -> Json:
            made = {"claims": ["cmoc"], "verdict": verdict, "sources": [*sources]}
            return {"id": f"d{year}", "date": year, **made}

        sources = said("cmoc", "supports", "refutes")
        decisions = [
            decision("2020", "rejected", "a", "b"),
            decision("2022", "upheld", "a", "b"),
        ]
        row = one("cmocs", sources=sources, decisions=decisions)
        assert "Decided: upheld." in row[EVIDENCE]
        assert "rejected" not in row[EVIDENCE]
        decisions = [decision("2020", "rejected", "a"), decision("2022", "upheld", "b")]
        row = one("cmocs", sources=sources, decisions=decisions)
        assert (
            "Decided, but not on every source: more than once, see the decisions."
            in row[EVIDENCE]
        )

    @pytest.mark.parametrize(
        ("bearings", "stands"),
        [
            (("supports", "refutes"), "is contested"),
            (("refutes",), "is opposed"),
            (("no_effect",), "was tested, with no robust effect"),
            (("inconclusive",), "is inconclusive"),
        ],
    )
    def test_links_that_studies_do_not_simply_speak_for_are_named(
        self, bearings: tuple[str, ...], stands: str
    ) -> None:
        row = one("cmocs", sources=said("trust-safety", *bearings))
        assert f"Its link “Trust” → “Safety” {stands}." in row[EVIDENCE]
        decisions = [
            {
                "id": "d",
                "claims": ["trust-safety"],
                "verdict": "upheld",
                "sources": ["a", "b"],
            }
        ]
        row = one("cmocs", sources=said("trust-safety", *bearings), decisions=decisions)
        assert f"{stands} (decided: upheld)." in row[EVIDENCE]

    def test_a_key_passage_is_quoted_for_each_way_in_which_some_bear(self) -> None:
        against = excerpt("p2", use("cmoc", "refutes"), text="No.", verbatim=True)
        assumed = excerpt("p3", use("cmoc", "proposes"), text="Maybe.")
        row = one(
            "cmocs",
            sources=[source("a", excerpt("p1", use("cmoc")), against, assumed)],
        )
        assert row[PASSAGES] == (
            "For it: What p1 says. (“a” n.d., page 1) / "
            "Refuting it: “No.” (“a” n.d., page 1)"
        )
        row = one("cmocs", sources=[source("a", assumed)])
        assert row[PASSAGES] == (
            "Proposing it, without data: Maybe. (“a” n.d., page 1)"
        )

    def test_the_key_passage_is_public_direct_and_of_the_outcome_first(self) -> None:
        passages = [
            hidden("p1", use("cmoc")),
            excerpt("p2", use("cmoc", directness="indirect")),
            excerpt("p3", use("cmoc", covers=["C", "M"])),
            excerpt("p4", use("cmoc"), reported_from="Lee (1999)"),
            excerpt("p5", use("cmoc", covers=["M", "O"])),
            excerpt("p6", use("cmoc")),
        ]
        order = []
        while passages:
            row = one("cmocs", sources=[source("a", *passages)])
            assert SECRET not in row[PASSAGES]
            assert row[PASSAGES].count(" / ") == 0
            found = [p for p in passages if p["text"] in row[PASSAGES]] or passages
            order.append(found[0]["id"])
            passages.remove(found[0])
        assert order == ["p6", "p5", "p4", "p3", "p2", "p1"]

    def test_a_key_passage_is_cut_short_and_says_where_it_is_from(self) -> None:
        long = excerpt(
            "p", use("cmoc", directness="indirect"), text="word " * 99, verbatim=True
        )
        row = one("cmocs", sources=[source("a", {**long, "reported_from": "Lee"})])
        assert row[PASSAGES].startswith("For it, indirectly: “word word ")
        assert row[PASSAGES].endswith(
            " word …” (“a” n.d., page 1; reported from Lee, cited there and not read "
            "itself)"
        )
        assert 280 < len(row[PASSAGES]) < 400

    def test_without_a_passage_on_the_whole_that_is_said(self) -> None:
        assert one("cmocs")[PASSAGES] == "No passage on it as a whole"
        sources = said("cmoc", "neutral")
        assert one("cmocs", sources=sources)[PASSAGES] == "No passage on it as a whole"
        sources = [source("a", hidden("p", use("cmoc")))]
        assert one("cmocs", sources=sources)[PASSAGES] == (
            "For it: (not for publication)"
        )

    def test_links_that_studies_speak_for_are_not_named(self) -> None:
        for bearing in ("supports", "proposes"):
            row = one("cmocs", sources=said("trust-safety", bearing))
            assert "Its link" not in row[EVIDENCE]

    def test_what_was_given_up_stands_last_and_says_so(self) -> None:
        found = made(
            "cmocs",
            configurations=[
                cmoc("gone", status="rejected"),
                cmoc("old", status="respecified"),
                cmoc("new", derived_from=["old"]),
            ],
        )
        first, second, third = rows(found)
        assert first["Configuration"].startswith("CMOC 1 / New / ")
        assert second["Configuration"].startswith("CMOC 2 / ")
        assert "status: rejected" in second["Configuration"]
        assert "status: respecified / taken up in: New" in third["Configuration"]
        assert "The theory has 1 configuration;" in paragraphs(found)[0]
        assert "Those given up (2) stand last" in paragraphs(found)[0]

    @pytest.mark.parametrize("about", ["cmoc", "trust", "trust-safety", "visits"])
    def test_a_rival_of_a_configuration_or_its_parts_is_named(self, about: str) -> None:
        rivals = [{"id": "luck", "label": "Luck", "about": about}]
        row = one("cmocs", rivals=rivals)
        assert "Rival theory: Luck (unsupported; verdict: none yet)" in row[EVIDENCE]

    def test_a_rival_of_something_else_is_named_above_the_table(self) -> None:
        rivals = [{"id": "luck", "label": "Luck", "about": "other"}]
        elements = [
            *(element(i, k) for i, k in (("time", "context"), ("trust", "mechanism"))),
            *(element(i, "outcome") for i in ("safety", "other")),
            element("visits", "intervention"),
        ]
        found = made("cmocs", rivals=rivals, elements=elements)
        assert "Luck" not in rows(found)[0][EVIDENCE]
        assert "about none of these, nor a part of them: Luck" in (everything(found))

    def test_signs_of_safety(self) -> None:
        found = of("cmocs", cmo.load(SOFS))
        assert len(rows(found)) == 13
        main = rows(found)[0]
        assert main[EVIDENCE].startswith("Theorised: it is assumed or proposed")
        assert main[STUDIES] == (
            "Proposing it, without data: 1 study (Sheehan et al. 2018)"
        )
        assert "Good leadership, not the programme (supported" in everything(found)


class TestSources:
    def test_a_row_says_what_a_document_is_and_how_it_was_judged(self) -> None:
        row = one(
            "sources",
            sources=[
                source(
                    "a",
                    excerpt("p1", use("trust"), use("safety")),
                    excerpt("p2", use("trust")),
                    study="pilots",
                    includes=["s"],
                    overlaps=["o"],
                    setting="Leeds",
                    independence={
                        "judgement": "independent",
                        "towards": ["The funder"],
                        "by_party": {"The owner": "affiliated"},
                        "rationale": "They paid.",
                    },
                    appraisal={"rigour": "low", "rationale": "Small."},
                    extraction={"coder": "Ann", "date": "2026-01-02"},
                )
            ],
        )
        assert row["Document"].startswith("“a” n.d. / ‘a’ (no date)")
        assert row["Kind"] == "a mixed-methods study"
        assert row["Study"] == "pilots / includes: s / overlaps with: o"
        assert row["Setting"] == "Leeds"
        # Nobody is independent of all who is tied to one of them.
        assert row["Independence"] == (
            "affiliated / of: The funder / towards The owner: affiliated / They paid."
        )
        assert row["Appraisal"] == (
            "relevance: not assessed / richness: not assessed / rigour: low / Small."
        )
        assert row["Coded"] == "Ann / 2026-01-02"
        assert row["Passages"] == "2"
        assert row["Claims"] == "2"

    def test_what_nobody_judged_says_so(self) -> None:
        row = one("sources", sources=[source("a")])
        assert row["Independence"] == "not judged"
        assert row["Appraisal"] == "not appraised as a whole"
        assert row["Passages"] == "0"

    def test_what_was_read_is_told_if_it_was_not_the_whole(self) -> None:
        sources = [source("a", extent="its abstract"), source("b")]
        part, whole = shown("sources", sources=sources)
        assert "What was read: its abstract / id: a" in part["Document"]
        assert "What was read" not in whole["Document"]

    def test_studies_are_those_that_status_and_guides_count(self) -> None:
        passages = [
            excerpt("p1", use("cmoc"), study="x"),
            excerpt("p2", use("cmoc"), study="y", reported_from="Y, not read"),
        ]
        sources = [source("a", *passages), source("b")]
        assert paragraphs(made("sources", sources=sources))[0] == (
            "2 documents, reporting 3 studies. 1 study more is only cited there, and "
            "not read."
        )

    def test_what_is_no_study_is_called_none(self) -> None:
        sources = [source("a"), source("b", kind="policy"), source("c", kind="grey")]
        assert paragraphs(made("sources", sources=sources))[0] == (
            "3 documents, reporting 1 study. Of the documents 2 are no studies "
            "themselves, but policy, opinion or the like."
        )
        sources[2]["study"] = "pilots"
        assert paragraphs(made("sources", sources=sources))[0] == (
            "3 documents, reporting 2 studies. Of the documents 1 is no study itself, "
            "but policy, opinion or the like."
        )

    def test_numbers_are_numbers_for_spreadsheets(self) -> None:
        found = made("sources", sources=[source("a", excerpt("p", use("trust")))])
        assert [cell.number for cell in table(found).rows[0][-2:]] == [1, 1]

    def test_documents_and_studies_are_counted(self) -> None:
        sources = [source("a", study="s"), source("b", study="s")]
        found = made("sources", sources=sources)
        assert paragraphs(found)[0] == "2 documents, reporting 1 study."

    def test_how_a_study_was_done_is_told_where_that_is_recorded(self) -> None:
        row, other = shown(
            "sources", sources=[source("a", design="20 interviews."), source("b")]
        )
        assert row["Design and participants"] == "20 interviews."
        assert other["Design and participants"] == ""
        assert "Design and participants" not in one("sources", sources=[source("b")])

    def test_a_style_is_followed(self) -> None:
        made_up = theory(sources=[source("a")])
        found = rows(of("sources", made_up, "apa"))
        assert found[0]["Document"].startswith("“a” n.d. / a. (n.d.).")


class TestEvidence:
    def test_a_row_is_a_passage_and_a_claim(self) -> None:
        row = one(
            "evidence",
            sources=[
                source(
                    "a",
                    excerpt(
                        "p1",
                        use(
                            "cmoc",
                            "refines",
                            directness="indirect",
                            inference="inferred",
                            covers=["C", "M"],
                            note="Only at night.",
                        ),
                        text="Trust grew.",
                        verbatim=True,
                        locator={"page": 0, "section": "Results"},
                        data_type="result",
                        study="s",
                        unit="Ward 3",
                        reported_from="Jones (1999)",
                        result={
                            "measure": "Trust",
                            "value": 3.5,
                            "unit": "points",
                            "group": "parents",
                            "comparator": "others",
                            "comparator_value": 2,
                            "period": "2019",
                            "significance": "p < 0.05",
                        },
                    ),
                )
            ],
        )
        assert row == {
            "Claim": "Trust / id: cmoc",
            "Bearing": "refines",
            "How": "indirect / inferred / covers C, M",
            "Passage": "“Trust grew.”",
            "Where": "page 0, section Results / a#p1",
            "Document": "“a” n.d. / reported from Jones (1999), cited there and "
            "not read itself",
            "Study": "s / Ward 3",
            "Data": "result / Trust: 3.5 points / of: parents / against: others: 2 "
            "points / period: 2019 / significance: p < 0.05",
            "Note": "Only at night.",
        }

    def test_paragraphs_of_a_passage_stay_paragraphs(self) -> None:
        passage = excerpt("p", use("trust"), text="One.\n\nTwo.", verbatim=True)
        row = one("evidence", sources=[source("a", passage)])
        assert row["Passage"] == "“One. / Two.”"

    @pytest.mark.parametrize(
        ("kept", "shown"),
        [
            ("Trust grew.", "“Trust grew.”"),
            ("“Trust grew.”", "“Trust grew.”"),
            ('"Trust grew."', "“Trust grew.”"),
            ("„Vertrauen“", "“Vertrauen”"),
            ("“My “own” way”", "“My “own” way”"),
            ("“Trust” grew to “safety”", "““Trust” grew to “safety””"),
            ('"Trust" is "safety"', '“"Trust" is "safety"”'),
            ("‘Trust’", "“‘Trust’”"),
            ("“Trust", "““Trust”"),
            ("“”", "““””"),
        ],
    )
    def test_a_quotation_has_one_pair_of_marks_around_it(
        self, kept: str, shown: str
    ) -> None:
        passage = excerpt("p", use("trust"), text=kept, verbatim=True)
        assert one("evidence", sources=[source("a", passage)])["Passage"] == shown

    def test_what_is_not_verbatim_stands_without_quotation_marks(self) -> None:
        row = one("evidence", sources=said("trust", "supports"))
        assert row["Passage"] == "What p1 says."

    def test_words_for_the_team_are_left_out_and_counted(self) -> None:
        sources = [
            source(
                "a",
                hidden("p1", use("trust"), use("safety"), data_type="result"),
                excerpt("p2", use("trust")),
            )
        ]
        found = made("evidence", sources=sources)
        assert (
            "1 passage is not for publication: its words are left out."
            in paragraphs(found)
        )
        assert [row["Passage"] for row in rows(found)] == [
            "(not for publication)",
            "What p2 says.",
            "(not for publication)",
        ]
        # That a study speaks here is still told.
        assert [row["Bearing"] for row in rows(found)] == ["supports"] * 3
        assert rows(found)[0]["Data"] == "result"
        assert "Note" not in rows(found)[0]

    def test_a_column_without_a_word_in_any_row_is_left_out(self) -> None:
        bare, noted = (
            one("evidence", sources=said("trust", "supports", **more))
            for more in ({}, {"note": "At night."})
        )
        assert "Data" not in bare
        assert "Note" not in bare
        assert noted["Note"] == "At night."

    def test_passages_and_uses_are_counted_and_idle_ones_named(self) -> None:
        sources = [
            source("a", excerpt("p1", use("trust"), use("safety")), excerpt("p2"))
        ]
        assert paragraphs(made("evidence", sources=sources))[0] == (
            "2 passages, put to use 2 times; 1 of them bears on no claim and stands "
            "last."
        )

    def test_passages_that_bear_on_no_claim_stand_last_and_say_so(self) -> None:
        idle = excerpt("p1", emmie=["effect"], text="Idle.")
        sources = [source("a", idle, hidden("p2")), *said("trust", "supports")]
        sources[1]["id"] = "b"
        found = made("evidence", sources=sources)
        assert [(row["Claim"], row["Passage"]) for row in rows(found)] == [
            ("Trust / id: trust", "What p1 says."),
            ("no claim / EMMIE: effect", "Idle."),
            ("no claim", "(not for publication)"),
        ]
        assert rows(found)[1]["Bearing"] == ""
        assert SECRET not in everything(found)
        assert paragraphs(found)[1].startswith("1 passage is not for publication")

    def test_passages_that_all_bear_on_no_claim_are_listed(self) -> None:
        found = made("evidence", sources=[source("a", excerpt("p"))])
        assert paragraphs(found)[0] == "1 passage: none bears on a claim."
        assert [row["Claim"] for row in rows(found)] == ["no claim"]
        assert "Bearing" not in rows(found)[0]

    def test_a_cited_study_that_was_read_in_another_document_is_said_to_be(
        self,
    ) -> None:
        cites = excerpt("p", use("trust"), study="s", reported_from="Jones (1999)")
        sources = [source("a", cites), source("b", study="s")]
        assert one("evidence", sources=sources)["Document"] == (
            "“a” n.d. / reported from Jones (1999), cited there; that study was read "
            "in “b” n.d."
        )

    def test_rows_go_by_claim_in_the_order_of_the_theory(self) -> None:
        sources = [
            source("b", excerpt("p", use("cmoc"), use("time"))),
            source("a", excerpt("p", use("time"))),
        ]
        found = shown("evidence", sources=sources)
        assert [row["Where"] for row in found] == [
            "page 1 / b#p",
            "page 1 / a#p",
            "page 1 / b#p",
        ]

    def test_signs_of_safety_has_a_row_for_every_use_and_every_passage(self) -> None:
        whole = cmo.load(SOFS)
        passages = [e for s in whole.sources for e in s.excerpts]
        expected = sum(len(e.bears_on) or 1 for e in passages)
        assert len(rows(of("evidence", whole))) == expected


class TestDecisions:
    def test_a_row_is_a_decision(self) -> None:
        row = one(
            "decisions",
            sources=[source("a")],
            decisions=[
                {
                    "id": "d",
                    "date": "2026-01-02",
                    "type": "split",
                    "claims": ["trust-safety"],
                    "sources": ["a"],
                    "from": ["gone"],
                    "into": ["trust", "safety"],
                    "verdict": "respecified",
                    "rationale": "Two things in one.",
                    "by": "Ann",
                }
            ],
        )
        assert row == {
            "Date": "2026-01-02",
            "What was done": "split / a claim was made several / id: d",
            "Claims": "Trust → Safety (produces)",
            "Sources weighed": "“a” n.d.",
            "From → into": "from: gone / into: Trust; Safety",
            "Verdict": "respecified / the claim stands in other words",
            "Why": "Two things in one.",
            "By": "Ann",
        }

    def test_without_a_verdict_there_is_none_yet(self) -> None:
        row = one("decisions", decisions=[{"id": "d"}])
        assert row["Verdict"] == "none yet"
        assert row["Date"] == "no date"

    def test_they_stand_by_date_and_those_without_last(self) -> None:
        dates = [None, "2026-02-01", "2025", "2026-01"]
        decisions = [
            {"id": f"d{i}", **({"date": date} if date else {})}
            for i, date in enumerate(dates)
        ]
        found = shown("decisions", decisions=decisions)
        assert [row["Date"] for row in found] == [
            "2025",
            "2026-01",
            "2026-02-01",
            "no date",
        ]
        assert headings(made("decisions", decisions=decisions)) == []


def test_a_link_that_is_a_loop_or_gone_does_not_stop_a_table() -> None:
    links = [link("loop", "trust", "trust", "triggers")]
    sources = said("loop", "supports")
    assert shown("evidence", links=links, sources=sources)[0]["Claim"] == (
        "Trust → Trust (triggers) / id: loop"
    )
