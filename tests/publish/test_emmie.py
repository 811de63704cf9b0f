from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import cmo
from cmo.evidence import Evidence
from cmo.publish import rating_words
from cmo.publish.emmie import emmie
from cmo.publish.references import references
from tests.making import excerpt, source, theory
from tests.publish.reading import everything, headings, paragraphs, rows, under

if TYPE_CHECKING:
    from cmo.publish.document import Document

SOFS = Path(__file__).parents[2] / "theories" / "signs-of-safety"
QUALITY = "Quality of that evidence (Q)"
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
    assert under(found, "Passages: effect") == [
        "“Marked.” (“a” n.d., page 1)",
        "Named. (“a” n.d., section Results)",
    ]


def test_studies_are_counted_and_not_documents() -> None:
    marked = excerpt("p", emmie=["effect"])
    sources = [source("a", marked, study="s"), source("b", marked, study="s")]
    row = rows(made(sources=sources))[0]
    assert (row["Passages"], row["Studies"]) == ("2", "1")


def test_what_is_no_study_is_counted_apart() -> None:
    marked = excerpt("p", emmie=["economics"])
    study, guidance = source("a", marked), source("b", marked, kind="policy")
    row = rows(made(sources=[study, guidance]))[4]
    assert (row["Studies"], row["Other documents"]) == ("1", "1")
    assert rows(made(sources=[guidance]))[4]["Studies"] == "0"
    assert "Other documents" not in rows(made(sources=[study]))[4]


def test_words_for_the_team_are_left_out_and_counted() -> None:
    secret = excerpt("p1", emmie=["effect"], text="Secret.", share="team")
    found = made(sources=[source("a", secret, excerpt("p2", emmie=["effect"]))])
    assert "Secret" not in everything(found)
    assert "1 passage is not for publication: its words are left out." in paragraphs(
        found
    )
    assert under(found, "Passages: effect") == [
        "What p2 says. (“a” n.d., page 1)",
        "1 passage not for publication is left out.",
    ]


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
    assert len(under(found, "Passages: economics")) == 8
