from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import cmo
from cmo.evidence import Evidence
from cmo.publish import rating_words
from cmo.publish.emmie import emmie
from cmo.publish.references import references
from tests.making import Json, excerpt, source, theory, use
from tests.publish.reading import everything, headings, paragraphs, rows, under

if TYPE_CHECKING:
    from cmo.publish.document import Document

SOFS = Path(__file__).parents[2] / "theories" / "signs-of-safety"
QUALITY = "Quality of that evidence (Q)"
STUDIES = "Studies and their documents"
OTHER = "Other passages: questions, methods, descriptions"
DIMENSIONS = ["effect", "mechanism", "moderator", "implementation", "economics"]


def made(**parts: Any) -> Document:
    one = theory(**parts)
    return emmie(Evidence(one), references(one.sources))


def test_all_five_stand_there_in_order_whatever_is_recorded() -> None:
    found = made(emmie=[{"dimension": "economics", "summary": "It costs."}])
    assert [row["Dimension"].split(" / ")[0] for row in rows(found)] == DIMENSIONS
    assert [h.split(" (")[0] for h in headings(found)] == [
        f"Passages: {one}" for one in DIMENSIONS
    ]


def test_empty_dimensions_are_named() -> None:
    found = made(emmie=[{"dimension": "effect", "summary": "None."}])
    assert paragraphs(found)[0] == (
        "Nothing is recorded on: mechanism, moderator, implementation, economics."
    )
    said = [row["What the evidence says"] for row in rows(found)]
    assert said == ["None.", *["nothing is recorded"] * 4]
    assert under(found, "Passages: moderator") == ["No passage speaks to it."]


def test_a_dimension_with_passages_only_is_not_empty() -> None:
    found = made(sources=[source("a", excerpt("p1", emmie=["moderator"]))])
    assert "moderator" not in paragraphs(found)[0]
    assert rows(found)[2]["What the evidence says"] == "not summarised"
    assert rows(found)[2]["Passages"] == "1"


def test_quality_is_told_as_recorded_and_never_made_up() -> None:
    found = made(
        emmie=[
            {"dimension": "effect", "quality": 0, "rationale": "No study."},
            {"dimension": "mechanism", "summary": "It works.", "quality": 4},
            {"dimension": "moderator", "summary": "It depends."},
        ]
    )
    assert [row[QUALITY] for row in rows(found)] == [
        "0 of 4 / No study.",
        "4 of 4",
        "not rated",
        "not rated",
        "not rated",
    ]


def test_passages_are_those_of_the_summary_and_those_marked() -> None:
    found = made(
        emmie=[{"dimension": "effect", "summary": "Yes.", "excerpts": ["a#p2"]}],
        sources=[
            source(
                "a",
                excerpt("p1", emmie=["effect"], text="Marked.", verbatim=True),
                excerpt("p2", text="Named.", locator={"section": "Results"}),
                excerpt("p3", emmie=["economics"]),
            )
        ],
    )
    assert under(found, OTHER) == [
        "“Marked.” (“a” n.d., page 1)",
        "Named. (“a” n.d., section Results)",
        "What p3 says. (“a” n.d., page 1)",
    ]
    assert [row["Passages"] for row in rows(found)] == ["2", "0", "0", "0", "1"]


def test_findings_stand_before_what_is_assumed_and_what_only_describes() -> None:
    def marked(one: str, *uses: Json, **more: Any) -> Json:
        return excerpt(one, *uses, emmie=["effect"], **more)

    passages = [
        marked("question"),
        marked("opinion", data_type="author_interpretation"),
        marked("assumption", use("trust", "proposes")),
        marked("programme", data_type="programme_description"),
        marked("figure", data_type="result"),
        marked("test", use("trust", "no_effect"), use("safety", "proposes")),
        marked("trial", use("trust", "proposes"), data_type="result"),
    ]
    found = made(sources=[source("a", *passages)])
    parts = [h for h in headings(found) if not h.startswith(("Passages", "Ref"))]
    assert {part: _said(under(found, part)) for part in parts} == {
        "What was found": ["figure", "test"],
        "What is assumed or proposed, without data": ["assumption", "trial"],
        "What authors make of it": ["opinion"],
        OTHER: ["question", "programme"],
    }
    assert parts[0] == "What was found"


def _said(listed: list[str]) -> list[str]:
    return [line.removeprefix("What ").partition(" says.")[0] for line in listed]


def test_what_a_passage_only_cites_is_said_to_be_read_or_not() -> None:
    def cites(one: str, study: str) -> Json:
        work = f"{study.title()} (1999)"
        return excerpt(one, emmie=["effect"], study=study, reported_from=work)

    sources = [
        source("a", cites("p1", "lee"), cites("p2", "roe")),
        source("lee-summary", study="lee"),
    ]
    first, second = under(made(sources=sources), OTHER)
    assert first.endswith(
        "reported from Lee (1999), cited there; that study was read in “lee-summary” "
        "n.d.)"
    )
    assert second.endswith("reported from Roe (1999), cited there and not read itself)")


def studies(*sources: Json) -> str:
    return rows(made(sources=[*sources]))[0][STUDIES]


MARKED = excerpt("p", emmie=["effect"])
CITED = excerpt("c", emmie=["effect"], study="lee", reported_from="Lee (1999)")


def test_studies_are_counted_and_not_documents_and_these_are_named() -> None:
    sources = [source("a", MARKED, study="s"), source("b", MARKED, study="s")]
    assert studies(*sources) == "1 study (“a” n.d.; “b” n.d.)"
    assert rows(made(sources=sources))[0]["Passages"] == "2"
    assert studies(source("a")) == "No study"


def test_studies_that_are_only_cited_are_told_apart() -> None:
    citing = source("a", MARKED, CITED)
    assert studies(citing) == "1 study (“a” n.d.), and 1 only cited (in “a” n.d.)"
    assert studies(source("a", CITED)) == (
        "No study read, and 1 only cited (in “a” n.d.)"
    )
    # Another document of the theory reports it, on whatever dimension.
    assert studies(citing, source("b", study="lee")) == "2 studies (“a” n.d.)"


def test_a_cited_study_within_a_review_that_was_read_is_not_counted() -> None:
    review = source("a", MARKED, CITED, includes=["lee"])
    assert studies(review) == "1 study (“a” n.d.)"


def test_what_is_no_study_is_counted_apart() -> None:
    study, guidance = source("a", MARKED), source("b", MARKED, kind="policy")
    assert studies(study, guidance) == (
        "1 study (“a” n.d.) / 1 other document (“b” n.d.)"
    )
    assert studies(guidance) == "No study / 1 document (“b” n.d.)"


def test_words_for_the_team_are_left_out_and_counted() -> None:
    secret = excerpt("p1", emmie=["effect"], text="Secret.", share="team")
    found = made(sources=[source("a", secret, excerpt("p2", emmie=["effect"]))])
    assert "Secret" not in everything(found)
    assert "1 passage is not for publication: its words are left out." in paragraphs(
        found
    )
    assert under(found, "Passages: effect") == [
        "1 passage not for publication is left out."
    ]
    assert under(found, OTHER) == ["What p2 says. (“a” n.d., page 1)"]


def test_ratings_are_listed_where_recorded() -> None:
    ratings = [
        {"scheme": "eif-evidence", "value": "3+*", "domain": "safety", "by": "EIF"},
        {"scheme": "ours", "value": "good", "excerpt": "a#p1"},
    ]
    sources = [source("a", excerpt("p1"))]
    found = made(ratings=ratings, sources=sources)
    assert under(found, "Ratings") == [
        rating_words.caveat("eif-evidence"),
        (
            "Early Intervention Foundation, evidence rating: 3+* (as 3, with further "
            "studies that compare groups; findings are mixed), for safety, by EIF"
        ),
        "ours: good (“a” n.d.)",
    ]
    (_, *others) = ratings
    assert under(made(ratings=others, sources=sources), "Ratings") == [
        "ours: good (“a” n.d.)"
    ]
    assert not under(made(), "Ratings")


def test_signs_of_safety_is_rated_by_nobody() -> None:
    one = cmo.load(SOFS)
    found = emmie(Evidence(one), references(one.sources))
    assert [row[QUALITY] for row in rows(found)] == ["not rated"] * 5
    assert not any("Nothing is recorded" in line for line in paragraphs(found))
    assert rows(found)[4]["Passages"] == "8"
