from __future__ import annotations

from cmo.diagrams.description import describe, sentence
from cmo.evidence import Evidence, State
from tests.making import element, link, said, theory


def test_elements_and_links_are_counted_by_kind_and_state() -> None:
    made = theory(sources=said("time-trust", "supports"))
    text = describe(made, made.links, Evidence(made))
    assert "1 context, 1 intervention, 1 mechanism and 1 outcome" in text
    assert "3 links join them: 1 provides, 1 enables and 1 produces." in text
    assert "of the links: 1 supported and 2 unsupported." in text
    assert "of these: 4 unsupported." in text


def test_words_are_written_as_people_write_them() -> None:
    elements = [element("a", "outcome"), element("b", "outcome")]
    made = theory(
        elements=elements,
        links=[link("ab", "a", "b", "leads_to")],
        configurations=[],
        sources=said("ab", "no_effect"),
    )
    text = describe(made, made.links, Evidence(made))
    assert "2 outcomes" in text
    assert "1 link joins them: 1 leads to." in text
    assert "1 no effect" in text


def test_a_theory_without_elements_is_described_as_such() -> None:
    made = theory(elements=[], links=[], configurations=[])
    assert describe(made, [], Evidence(made)) == "The theory has no elements yet."


def test_links_are_left_out_where_there_are_none() -> None:
    made = theory(links=[])
    assert "join" not in describe(made, [], Evidence(made))


def test_a_link_is_a_sentence() -> None:
    made = theory(links=[link("one", "time", "trust", "enables", sign="?")])
    names = {"time": "Time", "trust": "Trust"}
    text = sentence(made.links[0], names, State.NO_EFFECT)
    assert text == "Time enables (?) Trust — no effect"
