from __future__ import annotations

from cmo.diagrams.ask import Ask, Audience
from cmo.diagrams.description import describe
from cmo.evidence import Evidence
from tests.making import element, link, said, theory

PLAIN = Ask(audience=Audience.PRACTICE)


def test_elements_and_links_are_counted_by_kind_and_state() -> None:
    made = theory(sources=said("time-trust", "supports"))
    text = describe(made.elements, made.links, Evidence(made), Ask())
    assert "1 context, 1 intervention, 1 mechanism and 1 outcome" in text
    assert "of the links: 1 supported and 2 unsupported." in text
    assert "of the mechanisms: 1 unsupported." in text


def test_words_are_written_as_people_write_them() -> None:
    elements = [element("a", "outcome"), element("b", "outcome")]
    made = theory(
        elements=elements,
        links=[link("ab", "a", "b", "leads_to")],
        configurations=[],
        sources=said("ab", "no_effect"),
    )
    text = describe(made.elements, made.links, Evidence(made), Ask())
    assert "2 outcomes" in text
    assert "1 no effect" in text


def test_practitioners_read_plain_words() -> None:
    made = theory(
        elements=[element("a", "intervention"), element("b", "intervention")],
        links=[],
        configurations=[],
    )
    text = describe(made.elements, [], Evidence(made), PLAIN)
    assert "2 parts of the programme" in text
    trust = theory()
    said_of = describe(trust.elements, trust.links, Evidence(trust), PLAIN)
    assert "of the responses: nobody has looked (1)." in said_of


def test_a_theory_without_elements_is_described_as_such() -> None:
    made = theory(elements=[], links=[], configurations=[])
    described = describe([], [], Evidence(made), Ask())
    assert described == "The theory has no elements yet."


def test_links_are_left_out_where_there_are_none() -> None:
    made = theory(links=[])
    assert "links" not in describe(made.elements, [], Evidence(made), Ask())
