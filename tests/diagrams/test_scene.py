from __future__ import annotations

from tests.diagrams.made import scene, wide
from tests.making import element, link, theory


def test_nodes_and_lines_are_read_in_causal_order() -> None:
    made = wide(6)

    figure = scene(made)
    places = {node.id: i for i, node in enumerate(figure.nodes)}
    forward = [k for k in figure.lines if k.columns]
    assert all(places[k.source] < places[k.target] for k in forward)
    order = [(places[k.source], places[k.target]) for k in figure.lines]
    assert order == sorted(order)


def test_the_order_of_the_file_does_not_matter_for_it() -> None:
    elements = [element(one, "outcome") for one in "cba"]
    links = [link("bc", "b", "c", "leads_to"), link("ab", "a", "b", "leads_to")]
    made = theory(elements=elements, links=links, configurations=[])
    assert [node.id for node in scene(made).nodes] == ["a", "b", "c"]


def test_loops_have_an_order_too() -> None:
    elements = [element(one, "outcome") for one in "abc"]
    links = [
        link("ab", "a", "b", "leads_to"),
        link("bc", "b", "c", "leads_to"),
        link("ca", "c", "a", "leads_to"),
        link("aa", "a", "a", "leads_to"),
    ]
    made = theory(elements=elements, links=links, configurations=[])
    assert [node.id for node in scene(made).nodes] == ["a", "b", "c"]
