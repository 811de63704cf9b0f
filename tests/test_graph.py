from __future__ import annotations

import pytest

from cmo import graph
from cmo.model.vocabulary import ElementKind, Logic, Relation, Role, Sign
from tests.making import CMOC, element, link, theory


def test_elements_links_and_configurations_are_in_the_graph() -> None:
    built = graph.build(theory())
    assert built.nodes["trust"]["kind"] is ElementKind.MECHANISM
    assert built.nodes["cmoc"]["kind"] == graph.CONFIGURATION
    assert built.edges["trust", "safety", "trust-safety"]["relation"] == "produces"
    assert built.has_edge("time", "cmoc", "cmoc")
    assert built.has_edge("cmoc", "safety", "cmoc")
    assert not built.has_edge("cmoc", "trust")


def test_two_links_between_the_same_elements_are_both_kept() -> None:
    links = [
        link("one", "time", "trust", "enables"),
        link("two", "time", "trust", "constrains"),
    ]
    assert graph.build(theory(links=links)).number_of_edges("time", "trust") == 2


def test_a_reference_that_leads_nowhere_makes_no_edge() -> None:
    built = graph.build(theory(links=[link("one", "time", "nowhere", "enables")]))
    assert "nowhere" not in built


@pytest.mark.parametrize("relation", Relation)
def test_every_relation_has_a_sign(relation: Relation) -> None:
    made = theory(links=[link("one", "time", "trust", relation)]).links[0]
    minus = {Relation.CONSTRAINS, Relation.INHIBITS, Relation.PREVENTS}
    expected = Sign.MINUS if relation in minus else Sign.PLUS
    expected = Sign.UNKNOWN if relation is Relation.INFLUENCES else expected
    assert graph.sign(made) is expected


def test_a_links_own_sign_wins() -> None:
    made = theory(links=[link("one", "time", "trust", "enables", sign="?")]).links[0]
    assert graph.sign(made) is Sign.UNKNOWN


def test_loops_are_strongly_connected_elements() -> None:
    links = [
        link("one", "time", "trust", "enables"),
        link("two", "trust", "safety", "produces"),
        link("three", "safety", "time", "becomes_context_of"),
    ]
    assert graph.loops(theory(links=links, configurations=[])) == [
        (["safety", "time", "trust"], ["safety", "time", "trust"])
    ]


def test_a_whole_programme_effect_closes_no_loop() -> None:
    links = [
        link("one", "safety", "visits", "influences"),
        link("two", "visits", "safety", "affects"),
    ]
    assert graph.loops(theory(links=links, configurations=[])) == []


def test_what_a_configuration_brings_about_can_feed_back_too() -> None:
    links = [link("one", "safety", "time", "becomes_context_of")]
    (found,) = graph.loops(theory(links=links))
    assert found.cycle == ["safety", "time", "trust"]
    unfired = {**CMOC, "activations": {"trust": "not_fired"}}
    assert graph.loops(theory(links=links, configurations=[unfired])) == []


def test_a_mechanism_that_did_not_fire_leads_nowhere() -> None:
    unfired = {**CMOC, "activations": {"trust": "not_fired"}}
    chains = graph.Chains(theory(links=[], configurations=[unfired]))
    assert chains.reachable(["visits"]) == {"visits"}
    other = {**unfired, "mechanisms": ["trust", "time"]}
    chains = graph.Chains(theory(links=[], configurations=[other]))
    assert "safety" in chains.reachable(["visits"])
    assert "safety" not in chains.reachable(["trust"])


def test_a_whole_programme_effect_stands_in_no_chain() -> None:
    links = [link("one", "visits", "safety", "affects")]
    chains = graph.Chains(theory(links=links, configurations=[]))
    assert chains.reachable(["visits"]) == {"visits"}


def test_a_loop_of_a_thousand_elements_is_found_at_once() -> None:
    names = [f"e{i}" for i in range(1000)]
    links = [
        link(f"l{i}", name, names[(i + 1) % 1000], "leads_to")
        for i, name in enumerate(names)
    ]
    made = theory(
        elements=[element(n, "outcome") for n in names], links=links, configurations=[]
    )
    (found,) = graph.loops(made)
    assert found.elements == sorted(names)
    assert found.cycle == names


def test_reachable_and_leading_to_follow_the_arrows() -> None:
    chains = graph.Chains(theory())
    assert "safety" in chains.reachable(["time"])
    assert "time" not in chains.reachable(["trust"])
    assert {"time", "visits", "trust"} <= chains.leading_to(["safety"])


def test_a_chain_through_a_configuration_never_gets_round_its_mechanisms() -> None:
    chains = graph.Chains(theory(links=[]))
    assert chains.after == {
        "visits": ["cmoc#0"],
        "time": ["cmoc#0"],
        "cmoc#0": ["trust"],
        "trust": ["cmoc#1"],
        "cmoc#1": ["safety"],
    }
    assert chains.before["cmoc#0"] == ["visits", "time"]


def test_not_even_where_none_of_them_is_there() -> None:
    lost = {**CMOC, "mechanisms": ["nowhere"]}
    assert not list(graph.arrows(theory(links=[], configurations=[lost])))
    none = {**CMOC, "mechanisms": []}
    chains = graph.Chains(theory(links=[], configurations=[none]))
    assert "safety" in chains.reachable(["visits"])


def test_mechanisms_follow_one_another_in_steps() -> None:
    elements = [element(one, "mechanism") for one in ("a", "b", "c", "d")]
    elements += [element("time", "context"), element("safety", "outcome")]
    steps = [{"all": ["a"]}, {"any": ["b", "c"]}]
    ordered = {
        "id": "k",
        "label": "K",
        "contexts": ["time"],
        "mechanisms": ["a", "b", "c", "d"],
        "outcomes": ["safety"],
        "steps": steps,
    }
    made = theory(elements=elements, links=[], configurations=[ordered])
    order = graph.stages(made.configurations[0], {"a", "b", "c", "d"})
    assert order.steps == [(Logic.ALL, ["a", "d"]), (Logic.ANY, ["b", "c"])]
    assert order.loose == {"d"}
    chains = graph.Chains(made)
    assert chains.after["a"] == ["k#1"]
    assert chains.after["k#1"] == ["b", "c"]
    assert chains.after["b"] == chains.after["d"] == ["k#2"]
    assert chains.reachable(["b"]) == {"b", "k#2", "safety"}


def test_an_arrow_says_which_roles_a_passage_must_speak_of() -> None:
    found = {(a.cause, a.effect): set(a.roles) for a in graph.arrows(theory())}
    assert found["visits", "cmoc#0"] == {Role.MECHANISM}
    assert found["time", "cmoc#0"] == {Role.CONTEXT, Role.MECHANISM}
    assert found["trust", "cmoc#1"] == {Role.MECHANISM, Role.OUTCOME}
    assert found["cmoc#0", "trust"] == found["time", "trust"] == set()


def test_without_interventions_chains_start_from_mechanisms() -> None:
    assert graph.starts(theory()) == (ElementKind.INTERVENTION, ["visits"])
    bare = theory(elements=[element("trust", "mechanism")])
    assert graph.starts(bare) == (ElementKind.MECHANISM, ["trust"])
    assert graph.starts(theory(elements=[])) == (ElementKind.MECHANISM, [])


def test_signs_of_steps_multiply() -> None:
    plus, minus, unknown = Sign.PLUS, Sign.MINUS, Sign.UNKNOWN
    assert graph.together([]) is plus
    assert graph.together([plus, plus]) is plus
    assert graph.together([minus, plus]) is minus
    assert graph.together([plus, minus]) is minus
    assert graph.together([minus, minus]) is plus
    assert graph.together([minus, minus, minus]) is minus
    assert graph.together([minus, unknown, minus]) is unknown
    assert graph.together([unknown]) is unknown
