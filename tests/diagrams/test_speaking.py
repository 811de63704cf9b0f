from __future__ import annotations

from pathlib import Path

import pytest

from cmo.diagrams.ask import Ask, Audience, View
from cmo.diagrams.speaking import evidence_view
from cmo.evidence import Evidence
from cmo.workspace.theories import load
from tests.diagrams.made import names, scene
from tests.making import element, excerpt, link, said, source, theory, use

SOFS = load(Path(__file__).parents[2] / "theories" / "signs-of-safety")


@pytest.mark.parametrize(
    ("audience", "id_line"),
    [(Audience.ACADEMIC, ("[baginsky-2017-notice]",)), (Audience.PRACTICE, ())],
)
def test_documents_are_called_as_tables_and_guides_call_them(
    audience: Audience, id_line: tuple[str, ...]
) -> None:
    figure = evidence_view(SOFS, Evidence(SOFS), Ask(View.EVIDENCE, audience=audience))
    nodes = {one.anchor: one for one in figure.nodes}
    node = nodes["source-baginsky-2017-notice"]
    assert node.label == "Baginsky et al. 2017b"
    assert node.under[:1] == id_line
    tips = [k.tooltip for k in figure.lines if k.source == node.id]
    assert tips
    assert all(one.startswith("Baginsky et al. 2017b ") for one in tips)


def test_what_bears_on_an_outcome_is_in_it() -> None:
    made = theory(sources=said("safety", "no_effect"))
    figure = scene(made, "evidence")
    assert "claim safety" in names(figure)
    assert figure.sentences == (
        "The study a is reported in “a” n.d. [a].",
        "a: found no reliable effect when looking for “Safety”.",
    )


def test_ids_are_told_apart() -> None:
    links = [
        link("b-c", "time", "trust", "enables"),
        link("c", "trust", "safety", "produces"),
    ]
    passages = [
        source("a", excerpt("x", use("b-c"))),
        source("a-b", excerpt("x", use("c"))),
    ]
    figure = scene(theory(links=links, sources=passages), "evidence")
    anchors = [line.anchor for line in figure.lines]
    assert len(set(anchors)) == len(anchors)


def test_for_practitioners_it_is_plain() -> None:
    elements = [
        element("time", "context", plain_label="There is time"),
        element("trust", "mechanism"),
    ]
    made = theory(
        elements=elements,
        links=[link("on", "time", "trust", "enables")],
        configurations=[],
        sources=said("on", "supports", "refutes", directness="indirect"),
    )
    figure = scene(made, "evidence", audience=Audience.PRACTICE)
    labels = [node.label for node in figure.nodes]
    assert "“There is time” makes room for “Trust”" in labels
    text = " ".join([*labels, figure.title, figure.description])
    assert "told in “a” n.d." in text
    assert "(enables)" not in text
    assert "stud" not in text
    assert not any("empirical" in line for node in figure.nodes for line in node.under)
    assert figure.sentences[0].endswith(
        ": speaks for something close to “There is time” makes room for “Trust”."
    )
    assert len(figure.sentences) == 2


@pytest.mark.parametrize(
    ("bearing", "direct", "indirect"),
    [
        ("supports", "speaks for “Trust”", "speaks for something close to “Trust”"),
        (
            "refines",
            "speaks for a changed form of “Trust”",
            "speaks for something close to “Trust”, and for a change to it",
        ),
        (
            "refutes",
            "speaks against “Trust”",
            "speaks against something close to “Trust”",
        ),
        (
            "no_effect",
            "found no reliable effect when looking for “Trust”",
            "looked at something close to “Trust”, and found no reliable effect",
        ),
        (
            "inconclusive",
            "looked at “Trust”, and could not say",
            "looked at something close to “Trust”, and could not say",
        ),
        (
            "proposes",
            "assumes, without data, “Trust”",
            "assumes, without data, something close to “Trust”",
        ),
    ],
)
def test_what_a_study_says_is_a_sentence_directly_or_not(
    bearing: str, direct: str, indirect: str
) -> None:
    for directness, told in (("direct", direct), ("indirect", indirect)):
        made = theory(sources=said("trust", bearing, directness=directness))
        figure = scene(made, "evidence")
        assert figure.sentences[-1] == f"a: {told}."


def test_it_is_told_which_documents_report_which_study() -> None:
    passages = [
        source("one", excerpt("x", use("trust")), study="trial"),
        source("two", excerpt("x", use("trust")), study="trial"),
    ]
    figure = scene(theory(sources=passages), "evidence")
    assert figure.sentences[0] == (
        "The study trial is reported in “one” n.d. [one] and “two” n.d. [two]."
    )
    plain = scene(theory(sources=passages), "evidence", audience=Audience.PRACTICE)
    assert not any("reported" in one for one in plain.sentences)
