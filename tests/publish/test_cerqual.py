from __future__ import annotations

from typing import Any

import pytest

from cmo.evidence import Evidence
from cmo.publish.cerqual import cerqual
from cmo.publish.references import references
from tests.making import CMOC, Json, element, said, source, theory
from tests.publish.reading import Rows, everything, paragraphs, rows, table

JUDGED: Json = {
    "claim": "cmoc",
    "methodological_limitations": {"concern": "minor", "reason": "Small samples."},
    "coherence": {"concern": "none_or_very_minor"},
    "adequacy": {"reason": "Thin."},
    "confidence": "moderate",
    "explanation": "Mostly for the samples.",
    "by": "Ann",
    "date": "2026-01-02",
}


def shown(**parts: Any) -> Rows:
    made = theory(**parts)
    return rows(cerqual(Evidence(made), references(made.sources)))


def test_a_judgement_stands_as_people_recorded_it() -> None:
    (row,) = shown(assessments=[JUDGED], sources=said("cmoc", "supports", "refutes"))
    assert row["Finding"].startswith("Trust / ")
    assert "because" in row["Finding"]
    assert row["Methodological limitations"] == "minor concerns / Small samples."
    assert row["Coherence"] == "none or very minor concerns"
    assert row["Adequacy of data"] == "not judged / Thin."
    assert row["Relevance"] == "not judged"
    assert row["Overall confidence"] == (
        "moderate / Mostly for the samples. / judged by: Ann, 2026-01-02"
    )


def test_the_facts_stand_beside_it() -> None:
    sources = [*said("cmoc", "supports", "supports"), source("idle")]
    (row,) = shown(assessments=[JUDGED], sources=sources)
    assert row["What the evidence says"].startswith("Supported: ")
    assert row["Studies and their documents"] == (
        "For it: 2 studies (“a” n.d.; “b” n.d.)"
    )


def test_where_nobody_judged_it_says_so_whatever_the_evidence() -> None:
    many = said("other", *["supports"] * 8)
    both = [CMOC, {**CMOC, "id": "other", "label": "Other"}]
    _, row = shown(configurations=both, assessments=[JUDGED], sources=many)
    assert row["Overall confidence"] == "nobody has judged it"
    assert {row[part] for part in ("Coherence", "Adequacy of data", "Relevance")} == {
        "not judged"
    }


def test_without_any_judgement_a_sentence_stands_for_the_table() -> None:
    made = theory(sources=said("cmoc", "supports"))
    found = cerqual(Evidence(made), references(made.sources))
    assert table(found).rows == ()
    assert (table(found).nothing or "").startswith(
        "No judgement of confidence is recorded in this theory, so there is no "
        "summary of findings. Of its 1 configuration,"
    )


def test_contributing_studies_stand_before_confidence() -> None:
    (row,) = shown(assessments=[JUDGED])
    titles = list(row)
    assert titles[:3] == [
        "Finding",
        "Studies and their documents",
        "Methodological limitations",
    ]
    assert titles.index("Relevance") < titles.index("Overall confidence")


def test_the_review_question_stands_above() -> None:
    made = theory(question="What works?", assessments=[JUDGED])
    found = cerqual(Evidence(made), references(made.sources))
    assert paragraphs(found)[0] == "Review question: What works?"


def test_judgements_of_several_people_stand_in_a_row_each() -> None:
    both = [JUDGED, {**JUDGED, "by": "Bo", "confidence": "low"}]
    first, second = shown(assessments=both)
    assert first["Overall confidence"].startswith("moderate")
    assert second["Overall confidence"].startswith("low")


def test_what_is_no_configuration_is_listed_where_somebody_judged_it() -> None:
    found = shown(assessments=[{**JUDGED, "claim": "trust-safety"}])
    assert [row["Finding"].split(" / ")[0] for row in found] == [
        "Trust → Safety (produces)",
        "Trust",
    ]


@pytest.mark.parametrize(
    ("claim", "finding"),
    [
        ("trust-safety", "Trust → Safety (produces) / “Trust” produces “Safety”."),
        ("trust", "Trust / “Trust” occurs. / She is on my side."),
        ("safety", "Safety / “Safety” occurs."),
        ("money", "Money / They paid."),
        ("luck", "Luck / “Luck” explains it instead."),
    ],
)
def test_whatever_is_judged_is_said_in_a_sentence(claim: str, finding: str) -> None:
    found = shown(
        elements=[
            element("time", "context"),
            element("trust", "mechanism", definition="She is on my side."),
            element("safety", "outcome"),
            element("visits", "intervention"),
        ],
        rivals=[
            {"id": "money", "label": "Money", "explanation": "They paid."},
            {"id": "luck", "label": "Luck"},
        ],
        assessments=[{**JUDGED, "claim": claim}],
    )
    assert f"{finding} / id: {claim}" in [row["Finding"] for row in found]


def test_what_was_given_up_is_no_finding_unless_judged() -> None:
    gone = [{**CMOC, "status": "rejected"}, {**CMOC, "id": "other", "label": "Other"}]
    of_other, of_gone = {**JUDGED, "claim": "other"}, JUDGED
    assert len(shown(configurations=gone, assessments=[of_other])) == 1
    assert len(shown(configurations=gone, assessments=[of_gone])) == 2


def test_how_many_are_judged_is_told() -> None:
    both = [CMOC, {**CMOC, "id": "other", "label": "Other"}]
    made = theory(configurations=both, assessments=[JUDGED])
    found = cerqual(Evidence(made), references(made.sources))
    assert paragraphs(found)[0] == (
        "1 judgement recorded; nobody has judged 1 configuration."
    )
    assert "confidence, strength or rank is computed" in everything(found)
