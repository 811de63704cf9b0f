"""The views of rivals and of evidence."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from cmo.diagrams import style
from cmo.diagrams.ask import Audience
from cmo.diagrams.dot import lines_of
from cmo.evidence import State
from cmo.model.vocabulary import Sign
from tests.diagrams.made import names, scene
from tests.making import element, excerpt, link, said, source, theory, use

if TYPE_CHECKING:
    from tests.making import Json

RIVALS = [
    {
        "id": "money",
        "label": "Money",
        "about": "trust-safety",
        "explanation": "It was the money.",
    },
    {"id": "luck", "label": "Luck", "verdict": "rejected"},
]


def test_a_rival_stands_beside_what_it_rivals_and_leads_to_the_same() -> None:
    made = theory(rivals=RIVALS, sources=said("money", "supports"))
    figure = scene(made, "rivals")
    assert names(figure) == {"money", "luck", "claim trust-safety", "safety"}
    boxes = {node.id: node.box for node in figure.nodes}
    assert (boxes["money"], boxes["claim trust-safety"]) == ("Rivals", "The theory")
    states = {line.source: line.state for line in figure.lines}
    assert states == {
        "money": State.SUPPORTED,
        "claim trust-safety": State.UNSUPPORTED,
    }


def test_one_rival_can_be_asked_for_by_its_id_or_by_its_claim() -> None:
    made = theory(rivals=RIVALS)
    assert "luck" not in names(scene(made, "rivals", focus="money"))
    assert "luck" not in names(scene(made, "rivals", focus="trust-safety"))


def test_a_claim_that_says_less_leads_to_less() -> None:
    links = [link("held", "trust", "safety", "prevents")]
    rivals = [{"id": "money", "label": "Money", "about": "held"}]
    made = theory(links=links, configurations=[], rivals=rivals)
    heads = {k.source: k.head for k in scene(made, "rivals").lines}
    assert heads["claim held"] == style.SIGNS[Sign.MINUS]


def test_a_rival_of_a_rival_is_none_of_what_the_theory_says() -> None:
    made = theory(rivals=[*RIVALS, {"id": "fate", "label": "Fate", "about": "luck"}])
    figure = scene(made, "rivals")
    assert "claim luck" not in names(figure)
    assert not any("The theory says: Luck" in one for one in figure.sentences)


def test_a_rival_of_a_mechanism_leads_to_what_that_produces() -> None:
    made = theory(rivals=[{"id": "fear", "label": "Fear", "about": "trust"}])
    ends = {(k.source, k.target) for k in scene(made, "rivals").lines}
    assert ends == {("fear", "safety"), ("claim trust", "safety")}


@pytest.mark.parametrize("about", ["cmoc", "safety"])
def test_rivals_of_configurations_and_outcomes_lead_to_these(about: str) -> None:
    made = theory(rivals=[{"id": "money", "label": "Money", "about": about}])
    lines = scene(made, "rivals").lines
    assert ("money", "safety") in {(k.source, k.target) for k in lines}


def test_a_verdict_is_told() -> None:
    figure = scene(theory(rivals=RIVALS), "rivals")
    luck = next(node for node in figure.nodes if node.id == "luck")
    assert luck.under[-1] == "(unsupported; decided: rejected)"


def test_documents_lead_to_their_study_and_it_to_what_it_speaks_of() -> None:
    use = {"claim": "time-trust", "bearing": "supports"}
    made = theory(
        sources=[
            source("one", excerpt("a", use), study="trial"),
            source("two", excerpt("b", {**use, "bearing": "refutes"}), study="trial"),
        ]
    )
    figure = scene(made, "evidence")
    ends = {(k.source, k.target) for k in figure.lines}
    assert {
        ("document one", "study trial"),
        ("document two", "study trial"),
        ("study trial", "claim time-trust"),
    } == ends
    said_of = [k.state for k in figure.lines if k.state]
    assert said_of == [State.SUPPORTED, State.OPPOSED]


def test_one_study_can_be_asked_for() -> None:
    use = {"claim": "time-trust", "bearing": "supports"}
    made = theory(
        sources=[source("one", excerpt("a", use)), source("two", excerpt("b", use))]
    )
    assert names(scene(made, "evidence", focus="study:two")) == {
        "document two",
        "study two",
        "claim time-trust",
    }
    assert names(scene(made, "evidence", focus="time-trust")) >= {
        "study one",
        "study two",
    }


def test_without_passages_there_is_a_sentence() -> None:
    figure = scene(theory(), "evidence")
    assert figure.nodes == ()
    assert figure.summary.startswith("No passage bears on")


def test_what_the_team_has_given_up_has_no_evidence_to_show() -> None:
    given_up = {"id": "old", "label": "Old", "status": "rejected"}
    made = theory(configurations=[given_up], sources=said("old", "supports"))
    assert scene(made, "evidence").nodes == ()


def test_a_long_explanation_stands_whole_in_its_box() -> None:
    told = "It was the money that was paid to them in the first of the years. " * 8
    made = theory(rivals=[{**RIVALS[0], "explanation": told.strip()}])
    node = next(n for n in scene(made, "rivals").nodes if n.id == "money")
    assert " ".join(lines_of(node)).startswith(f"Money: {told.strip()}")


ENJOY = {"id": "dull", "label": "Homework was dull.", "about": "trust"}


def test_of_a_mechanism_the_links_say_what_it_leads_to() -> None:
    links = [
        link("kept", "trust", "safety", "prevents"),
        link("more", "trust", "peace", "produces"),
    ]
    elements = [
        element("trust", "mechanism"),
        element("safety", "outcome"),
        element("peace", "outcome"),
    ]
    sources = [
        source("a", excerpt("x", use("trust"), use("kept", "refutes"), use("dull")))
    ]
    made = theory(
        elements=elements,
        links=links,
        configurations=[],
        rivals=[ENJOY],
        sources=sources,
    )
    figure = scene(made, "rivals")
    found = {(k.source, k.target): (k.sign, k.state) for k in figure.lines}
    assert found == {
        ("claim trust", "safety"): (Sign.MINUS, State.OPPOSED),
        ("claim trust", "peace"): (Sign.PLUS, State.UNSUPPORTED),
        ("dull", "safety"): (None, State.SUPPORTED),
        ("dull", "peace"): (None, State.SUPPORTED),
    }
    heads = {k.head for k in figure.lines if k.source == "dull"}
    assert heads == {style.UNSIGNED}
    told, cast = figure.sentences
    assert told == (
        "A rival theory [dull] of “Safety” and “Peace”: Homework was dull — "
        "supported, 1 study for it. The theory says [trust]: Trust — supported, "
        "1 study for it; “Trust” prevents “Safety” — opposed, 1 study refuting it; "
        "“Trust” produces “Peace” — unsupported."
    )
    assert cast == "Outcomes: “Safety” [safety]; “Peace” [peace]."
    tips = {(k.source, k.target): k.tooltip for k in figure.lines}
    assert tips["claim trust", "peace"] == "“Trust” produces “Peace” — unsupported"
    assert tips["dull", "peace"].startswith("A rival theory [dull] of “Peace”: ")


def test_a_rival_of_an_outcome_explains_that_one_alone() -> None:
    elements = [element("safety", "outcome"), element("peace", "outcome")]
    made = theory(
        elements=elements,
        links=[link("on", "safety", "peace", "leads_to")],
        configurations=[],
        rivals=[{"id": "money", "label": "Money", "about": "safety"}],
    )
    figure = scene(made, "rivals")
    assert names(figure) == {"money", "safety"}
    assert [(k.source, k.target) for k in figure.lines] == [("money", "safety")]
    assert figure.sentences[0] == (
        "A rival theory [money] of “Safety”: Money — unsupported."
    )
    plain = scene(made, "rivals", audience=Audience.PRACTICE)
    assert plain.sentences == (
        "Another explanation of “Safety”: Money — nobody has looked.",
    )


@pytest.mark.parametrize(
    ("links", "sign"),
    [
        ([], None),
        ([link("a", "trust", "safety", "prevents")], Sign.MINUS),
        ([link("a", "time", "safety", "prevents")], None),
        (
            [
                link("a", "trust", "safety", "prevents"),
                link("b", "trust", "safety", "produces"),
            ],
            None,
        ),
    ],
)
def test_a_configuration_leads_to_its_outcomes_as_its_links_say(
    links: list[Json], sign: Sign | None
) -> None:
    made = theory(links=links, rivals=[{"id": "r", "label": "R", "about": "cmoc"}])
    (line,) = (k for k in scene(made, "rivals").lines if k.source == "claim cmoc")
    assert (line.target, line.sign) == ("safety", sign)
    assert line.head == (style.SIGNS[sign] if sign else style.UNSIGNED)


def test_a_verdict_is_in_the_text() -> None:
    told = scene(theory(rivals=RIVALS), "rivals").sentences
    assert "A rival theory [luck]: Luck — unsupported; decided: rejected." in told
