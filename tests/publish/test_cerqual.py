from __future__ import annotations

from pathlib import Path
from typing import Any

import cmo
from cmo.evidence import Evidence
from cmo.publish.cerqual import cerqual
from cmo.publish.references import references
from tests.making import CMOC, Json, said, source, theory
from tests.publish.reading import Rows, everything, paragraphs, rows

SOFS = Path(__file__).parents[2] / "theories" / "signs-of-safety"
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
    many = said("cmoc", *["supports"] * 8)
    (row,) = shown(sources=many)
    assert row["Overall confidence"] == "nobody has judged it"
    assert {row[part] for part in ("Coherence", "Adequacy of data", "Relevance")} == {
        "not judged"
    }


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


def test_what_was_given_up_is_no_finding_unless_judged() -> None:
    gone = [{**CMOC, "status": "rejected"}, {**CMOC, "id": "other", "label": "Other"}]
    assert len(shown(configurations=gone)) == 1
    assert len(shown(configurations=gone, assessments=[JUDGED])) == 2


def test_how_many_are_judged_is_told() -> None:
    made = cmo.load(SOFS)
    found = cerqual(Evidence(made), references(made.sources))
    assert paragraphs(found)[0] == (
        "No judgements recorded; nobody has judged 13 configurations."
    )
    assert "confidence, strength or rank is computed" in everything(found)
