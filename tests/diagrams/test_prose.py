from __future__ import annotations

from cmo.diagrams.prose import to_text
from tests.diagrams.made import scene
from tests.making import said, theory


def test_a_figure_is_told_claim_by_claim() -> None:
    text = to_text(scene(theory(sources=said("time-trust", "supports"))))
    title, summary, *claims = text.strip().split("\n\n")
    assert title == "Trust"
    assert summary.startswith("Read along the arrows: 1 context")
    assert claims[0].startswith("“Trust” [cmoc] (mechanism “Trust”): If")
    assert "“Time” enables “Trust” — supported, 1 study for it." in claims


def test_an_empty_theory_is_a_title_and_a_sentence() -> None:
    text = to_text(scene(theory(elements=[], links=[], configurations=[])))
    assert text == "Trust\n\nThe theory has no elements yet.\n"


def test_what_stands_under_the_title_is_told_once() -> None:
    figure = scene(theory(), "configuration", focus="cmoc")
    text = to_text(figure)
    assert [text.count(one) for one in figure.lead] == [1, 1]
