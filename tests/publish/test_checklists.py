from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

import cmo
from cmo.evidence import Evidence
from cmo.publish.checklists import CHECKLISTS, checklist
from tests.making import CMOC, Json, excerpt, said, source, theory, use
from tests.publish.reading import Rows, everything, rows, table

SOFS = Path(__file__).parents[2] / "theories" / "signs-of-safety"
SAYS = "What the theory’s files say"
ASKED = "To be answered"
REPORTED = "Reported: yes, no or unclear"


def shown(name: str, **parts: Any) -> Rows:
    return rows(checklist(Evidence(theory(**parts)), name))


def item(number: int, **parts: Any) -> dict[str, str]:
    return shown("rameses-1", **parts)[number - 1]


@pytest.mark.parametrize(("name", "number"), [("rameses-1", 19), ("rameses-2", 20)])
def test_every_item_stands_there_with_its_number(name: str, number: int) -> None:
    found = shown(name)
    assert [row["Item"] for row in found] == [str(i) for i in range(1, number + 1)]
    assert len({row["What is asked"] for row in found}) == number


@pytest.mark.parametrize("name", CHECKLISTS)
def test_an_empty_theory_is_asked_everything_and_nothing_is_claimed(name: str) -> None:
    found = shown(name, elements=[], links=[], configurations=[])
    assert {row[REPORTED] for row in found} == {""}
    assert {row["Page"] for row in found} == {""}
    assert all(row[ASKED].startswith("Say where ") for row in found)


@pytest.mark.parametrize("name", CHECKLISTS)
def test_pages_are_left_blank(name: str) -> None:
    found = rows(checklist(Evidence(cmo.load(SOFS)), name))
    assert {row["Page"] for row in found} == {""}


@pytest.mark.parametrize("name", CHECKLISTS)
def test_answers_are_proposed_and_never_no(name: str) -> None:
    found = rows(checklist(Evidence(cmo.load(SOFS)), name))
    assert {row[REPORTED] for row in found} == {
        "",
        "yes (proposed)",
        "unclear (proposed)",
    }


def test_what_the_files_cannot_know_is_asked() -> None:
    (funding,) = shown("rameses-1")[18:]
    assert funding[SAYS] == ""
    assert funding[ASKED] == (
        "Say where funders, their part in it and conflicts of interest stand."
    )


def test_the_question_is_given() -> None:
    found = item(4, question="Does it work?")
    assert found[SAYS] == "The question: Does it work?"
    # Why it was set so is asked too, and stands in no file.
    assert found[REPORTED] == "unclear (proposed)"


def test_appraised_documents_and_passages_are_counted() -> None:
    sources = [
        source("a", excerpt("p1", appraisal={"rigour": "low"}), excerpt("p2")),
        source("b", appraisal={"richness": "high", "rationale": "Thick."}),
        source("c", appraisal={"rationale": "Only the abstract was read."}),
    ]
    found = item(9, sources=sources)
    assert "1 of 3 documents is appraised as a whole" in found[SAYS]
    assert "a reason is recorded for 2" in found[SAYS]
    assert "1 of 2 passages is appraised separately" in found[SAYS]
    # How they were selected is not in the files.
    assert found[REPORTED] == "unclear (proposed)"


def test_decisions_are_counted_by_type() -> None:
    decisions: list[Json] = [
        {"id": "a", "type": "reconcile", "rationale": "Because."},
        {"id": "b", "type": "reconcile"},
        {"id": "c"},
    ]
    assert (
        "3 decisions recorded, 1 with a reason: 2 reconcile, 1 type not given"
        in (item(11, decisions=decisions)[SAYS])
    )


def test_documents_are_told_by_kind_and_studies_apart() -> None:
    sources = [
        source("a", study="s"),
        source("b", kind="grey", study="s", setting="Leeds"),
    ]
    found = item(13, sources=sources)
    told = "2 documents, reporting 1 study. / By kind: 1 empirical mixed, 1 grey."
    assert told in found[SAYS]
    assert "the setting of 1, the independence of 0 and, of 2 documents" in found[SAYS]
    assert "of studies, the design of 0." in found[SAYS]
    assert found[ASKED].endswith(
        "with the design of each study and who took part in it."
    )


YES, UNCLEAR, NOTHING = "yes (proposed)", "unclear (proposed)", ""
LOOKED = said("cmoc", "supports")
DESCRIBED = source("a", setting="Leeds", design="Interviews with 20 parents.")
POLICY = source("p", kind="policy")
CODED = {"coder": "Ann", "date": "2026-01-02"}
TOLD: Json = {"narrative": "It works."}
SECOND: Json = {"configurations": [CMOC, {**CMOC, "id": "other"}]}
BOTH = [*said("cmoc", "supports"), source("b", excerpt("p", use("other")))]


@pytest.mark.parametrize(
    ("item", "parts", "proposed"),
    [
        ("1 1", {}, NOTHING),
        ("1 4", {"question": "Does it work?"}, UNCLEAR),
        ("1 4", {}, NOTHING),
        ("1 7", {"substantive_theories": [{"id": "a", "label": "A"}]}, NOTHING),
        ("1 9", {"sources": [source("a", appraisal={"rigour": "low"})]}, UNCLEAR),
        (
            "1 9",
            {"sources": [source("a", excerpt("p", appraisal={"rigour": "low"}))]},
            UNCLEAR,
        ),
        ("1 9", {"sources": [source("a", appraisal={"rationale": "?"})]}, NOTHING),
        # Who coded is on file; what was extracted and how is not.
        ("1 10", {"sources": [source("a", excerpt("p"), extraction=CODED)]}, UNCLEAR),
        ("1 10", {"sources": [source("a", extraction=CODED)]}, NOTHING),
        ("1 11", {"decisions": [{"id": "d"}]}, UNCLEAR),
        ("1 11", {}, NOTHING),
        ("1 12", {"sources": LOOKED}, NOTHING),
        ("1 13", {"sources": [source("a", setting="Leeds")]}, UNCLEAR),
        ("1 13", {"sources": [DESCRIBED]}, YES),
        # A policy has a setting, and no participants.
        ("1 13", {"sources": [DESCRIBED, {**POLICY, "setting": "UK"}]}, YES),
        ("1 13", {"sources": [DESCRIBED, POLICY]}, UNCLEAR),
        ("1 13", {"sources": [DESCRIBED, source("b", setting="Leeds")]}, UNCLEAR),
        ("1 14", {"stage": "final"}, NOTHING),
        ("1 14", {"stage": "final", "sources": said("cmoc", "proposes")}, NOTHING),
        ("1 14", {"stage": "candidate", "sources": LOOKED}, UNCLEAR),
        ("1 14", {"stage": "initial", "sources": LOOKED}, UNCLEAR),
        ("1 14", {"stage": "refined", "sources": LOOKED}, YES),
        ("1 14", {"stage": "final", "sources": said("cmoc", "no_effect")}, YES),
        ("1 14", {"stage": "final", "sources": LOOKED, **SECOND}, UNCLEAR),
        ("1 14", {"stage": "final", "sources": BOTH, **SECOND}, YES),
        (
            "1 14",
            {"stage": "final", "sources": said("trust-safety", "supports")},
            UNCLEAR,
        ),
        ("1 15", {"sources": LOOKED, **TOLD}, UNCLEAR),
        ("1 15", {"sources": LOOKED}, NOTHING),
        ("1 15", TOLD, NOTHING),
        ("1 16", {"sources": LOOKED, **TOLD}, NOTHING),
        ("2 4", {"stage": "candidate", **TOLD}, YES),
        ("2 4", {"stage": "initial", **TOLD}, YES),
        ("2 4", {"stage": "initial"}, NOTHING),
        ("2 4", {"stage": "initial", "configurations": [], **TOLD}, NOTHING),
        ("2 4", {"stage": "refined", **TOLD}, NOTHING),
        ("2 4", {"stage": "final", **TOLD}, NOTHING),
        ("2 8", {}, UNCLEAR),
        ("2 9", {"intervention": {"name": "V", "description": "A visit."}}, YES),
        ("2 9", {"intervention": {"name": "V"}}, NOTHING),
        ("2 11", {"sources": [source("a", setting="Leeds")]}, NOTHING),
        (
            "2 14",
            {"sources": [source("a", excerpt("p", data_type="participant_quote"))]},
            NOTHING,
        ),
    ],
)
def test_an_answer_is_proposed_only_where_the_files_have_grounds_for_it(
    item: str, parts: dict[str, Any], proposed: str
) -> None:
    of, number = item.split()
    row = shown(f"rameses-{of}", **parts)[int(number) - 1]
    assert row["Item"] == number
    assert row[REPORTED] == proposed


def test_that_the_initial_theory_is_not_in_the_files_is_told() -> None:
    rows = {stage: shown("rameses-2", stage=stage)[3] for stage in ("initial", "final")}
    gone = "The initial theory is not in these files, but what became of it."
    assert gone in rows["final"][SAYS]
    assert gone not in rows["initial"][SAYS]


def test_main_findings_are_configurations_by_state_without_those_given_up() -> None:
    configurations = [
        CMOC,
        {**CMOC, "id": "other"},
        {**CMOC, "id": "gone", "status": "rejected"},
    ]
    found = item(14, configurations=configurations, sources=said("cmoc", "no_effect"))
    assert found[SAYS].startswith("2 configurations: 1 no effect (somebody tested it")
    assert "1 unsupported (nobody looked)" in found[SAYS] or "indirect" in found[SAYS]
    assert "The stage of the theory is “candidate”" in found[SAYS]


@pytest.mark.parametrize("number", [14, 15])
def test_what_is_supported_says_on_what_it_rests(number: int) -> None:
    owned = {"judgement": "affiliated"}
    sources = [
        source("a", excerpt("p", use("cmoc")), independence=owned),
        source("b", excerpt("p", use("other")), study="s"),
        source("c", excerpt("p", use("other")), study="t"),
    ]
    configurations = [CMOC, {**CMOC, "id": "other"}]
    found = item(number, configurations=configurations, sources=sources)
    assert (
        "Of the 2 supported, 1 rests on one study and 1 on affiliated documents only; "
        in found[SAYS]
    )
    assert "Of the" not in item(number)[SAYS]


@pytest.mark.parametrize("number", [14, 15, 16])
def test_passages_on_what_is_not_argued_for_are_counted_apart(number: int) -> None:
    found = item(number, sources=said("safety", "no_effect"))
    told = "Apart from these, on whether 1 outcome occurs at all: 1 no effect."
    assert told in found[SAYS]
    for name in CHECKLISTS:
        row = shown(
            name, sources=said("safety", "no_effect"), links=[], configurations=[]
        )
        assert "1 no effect" in " ".join(one[SAYS] for one in row)
    assert "Apart" not in item(number)[SAYS]


def test_gaps_are_told_in_words() -> None:
    found = item(16)
    assert "1 unsupported (nobody looked)" not in found[SAYS]
    assert "unsupported (nobody looked)" in found[SAYS]
    assert "The theory makes 5 claims" in found[SAYS]


def test_substantive_theories_are_named_under_scoping() -> None:
    found = item(7, substantive_theories=[{"id": "a", "label": "Attachment theory"}])
    assert found[SAYS].startswith("Substantive theories recorded: Attachment theory.")


def test_rameses_2_names_the_programme_its_contexts_and_participants() -> None:
    found = shown(
        "rameses-2",
        intervention={"name": "Visits", "description": "A visit a week."},
        sources=[source("a", excerpt("p", use("cmoc"), data_type="participant_quote"))],
    )
    assert found[8][SAYS].startswith("Visits: A visit a week.")
    assert found[7][SAYS].startswith("1 context recorded.")
    assert found[13][SAYS].startswith("1 of 1 passage is words of participants.")


def test_what_is_not_for_publication_is_nowhere() -> None:
    secret = excerpt("p", use("cmoc"), text="Secret.", unit="Secret", share="team")
    made = theory(sources=[source("a", secret)])
    for name in CHECKLISTS:
        assert "Secret" not in everything(checklist(Evidence(made), name))


def test_item_numbers_are_numbers_for_spreadsheets() -> None:
    found = table(checklist(Evidence(theory()), "rameses-1"))
    assert [row[0].number for row in found.rows] == list(range(1, 20))
