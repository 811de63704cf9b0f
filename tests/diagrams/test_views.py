from __future__ import annotations

import json
import re
from itertools import combinations
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from cmo.diagrams import labels, style
from cmo.diagrams.ask import Ask, Audience, View
from cmo.diagrams.legend import shown
from cmo.diagrams.views import view
from cmo.evidence import Evidence, State
from cmo.model import Theory
from cmo.model.vocabulary import ElementKind, Relation, Sign
from cmo.store.documents import adapter
from tests.diagrams import pictures
from tests.diagrams.test_labels import HOSTILE
from tests.making import CMOC, element, link, said, theory

if TYPE_CHECKING:
    from xml.etree import ElementTree as ET

    from tests.making import Json

SIGNS_OF_SAFETY = Path(__file__).parents[2] / "theories/signs-of-safety"

APART = "Whole-programme effects, no mechanism claimed"
BEARINGS = {
    State.CONTESTED: ["supports", "refutes"],
    State.SUPPORTED: ["supports"],
    State.OPPOSED: ["refutes"],
    State.NO_EFFECT: ["no_effect"],
    State.INCONCLUSIVE: ["inconclusive"],
    State.THEORISED: ["proposes"],
    State.UNSUPPORTED: [],
}


@pytest.fixture(scope="module")
def real() -> Theory:
    document = json.loads((SIGNS_OF_SAFETY / "theory.json").read_text("utf-8"))
    forms = sorted(SIGNS_OF_SAFETY.glob("sources/*.json"))
    document["sources"] = [json.loads(form.read_text("utf-8")) for form in forms]
    return adapter(Theory).validate_json(json.dumps(document))


@pytest.fixture(scope="module")
def picture(real: Theory) -> ET.Element:
    return pictures.svg(real)


@pytest.mark.parametrize("kind", ElementKind)
def test_a_kind_has_its_shape_and_colour(kind: ElementKind) -> None:
    made = theory(elements=[element("one", kind)], links=[], configurations=[])
    graph = pictures.parsed(made)
    node = graph.get_node("one").attr
    look = style.KINDS[kind]
    assert (node["shape"], node["fillcolor"]) == (look.shape, look.fill)
    assert ("rounded" in node["style"]) == look.rounded


@pytest.mark.parametrize("sign", Sign)
def test_a_sign_has_its_arrowhead(sign: Sign) -> None:
    made = theory(links=[link("one", "time", "trust", "enables", sign=sign)])
    attributes = pictures.edge(pictures.parsed(made), "one")
    assert attributes["arrowhead"] == style.SIGNS[sign]


def test_a_relation_has_the_arrowhead_of_its_sign() -> None:
    made = theory(links=[link("one", "time", "trust", "constrains")])
    assert pictures.edge(pictures.parsed(made), "one")["arrowhead"] == "nonetee"


@pytest.mark.parametrize("state", BEARINGS)
def test_a_state_has_its_line_and_border(state: State) -> None:
    made = theory(
        configurations=[],
        links=[link("one", "time", "trust", "enables")],
        sources=[
            {**form, "id": f"{form['id']}-{i}"}
            for i, claim in enumerate(["one", "trust", "time"])
            for form in said(claim, *BEARINGS[state])
        ],
    )
    assert Evidence(made).of("one").state is state
    graph, look = pictures.parsed(made), style.STATES[state]
    line = pictures.edge(graph, "one")
    assert line["style"] == look.style
    assert float(line["penwidth"]) == look.width
    assert (":invis:" in line.get("color", style.INK)) == look.double
    border = graph.get_node("trust").attr
    assert border["style"].split(",")[-1] == look.style
    assert border["peripheries"] == ("2" if look.double else "1")
    word = style.words(state)
    assert (f"({word})" in border["label"]) == look.word
    # That a context occurs supports no arrow: its border stays plain.
    plain = graph.get_node("time").attr
    assert (plain["style"], plain["penwidth"]) == ("filled,rounded", "1")
    assert (f"({word})" in plain["label"]) == look.word
    assert graph.has_node("link-one_word") == look.word
    if look.word:
        assert graph.get_node("link-one_word").attr["label"] in {word, rf"\N{word}"}


def test_whole_programme_effects_are_faint_and_apart() -> None:
    made = theory(
        elements=[element("all", "intervention"), element("end", "outcome")],
        links=[link("one", "all", "end", "affects")],
        configurations=[],
    )
    graph = pictures.parsed(made)
    assert pictures.edge(graph, "one")["color"] == style.FAINT
    assert graph.get_subgraph(f"cluster {APART}").has_node("end")
    assert graph.has_node("legend effect")


def test_what_was_found_of_a_whole_programme_effect_keeps_its_colour() -> None:
    made = theory(
        elements=[element("all", "intervention"), element("end", "outcome")],
        links=[link("one", "all", "end", "affects")],
        configurations=[],
        sources=said("one", "no_effect"),
    )
    line = pictures.edge(pictures.parsed(made), "one")
    assert line["color"] == style.STATES[State.NO_EFFECT].colour


def test_an_outcome_in_a_causal_chain_is_not_set_apart() -> None:
    made = theory(
        links=[
            link("one", "visits", "safety", "affects"),
            link("two", "trust", "safety", "produces"),
        ]
    )
    graph = pictures.parsed(made)
    assert graph.get_subgraph(f"cluster {APART}") is None
    assert pictures.edge(graph, "one")["weight"] == "0"


def test_a_ripple_does_not_push_contexts_to_the_right() -> None:
    ripple = link("back", "safety", "time", "becomes_context_of")
    graph = pictures.parsed(theory(links=[*theory_links(), ripple]))
    assert pictures.edge(graph, "back")["constraint"] == "false"


@pytest.mark.parametrize(
    ("proximity", "columns"), [("proximal", 1), ("intermediate", 1), ("distal", 2)]
)
def test_distal_outcomes_stand_further_right(proximity: str, columns: int) -> None:
    elements = [
        element("trust", "mechanism"),
        element("safety", "outcome", proximity=proximity),
    ]
    links = [link("one", "trust", "safety", "produces")]
    made = theory(elements=elements, links=links, configurations=[])
    assert pictures.edge(pictures.parsed(made), "one")["minlen"] == f"{2 * columns}"


def theory_links() -> list[Json]:
    return [
        link("time-trust", "time", "trust", "enables"),
        link("trust-safety", "trust", "safety", "produces"),
    ]


def test_a_configuration_that_links_join_is_no_node() -> None:
    assert not pictures.parsed(theory()).has_node("cmoc")


def test_a_configuration_that_no_links_join_is_a_node_of_its_own() -> None:
    configuration = {
        "id": "cmoc",
        "label": "Trust",
        "contexts": ["time", "nowhere"],
        "mechanisms": ["trust"],
        "outcomes": ["safety", "nowhere"],
        "statement": "Given time, people are safer because they trust.",
    }
    links = [link("one", "time", "trust", "enables")]
    graph = pictures.parsed(theory(links=links, configurations=[configuration]))
    assert set(graph.predecessors("cmoc")) == {"time", "trust"}
    assert graph.successors("cmoc") == ["safety"]
    assert graph.has_node("legend configuration")
    assert "because they trust" in graph.get_node("cmoc").attr["tooltip"]


def test_a_link_to_nothing_is_not_drawn() -> None:
    made = theory(links=[link("one", "time", "nowhere", "enables")])
    assert not pictures.parsed(made).has_node("nowhere")


def test_the_legend_explains_only_what_occurs() -> None:
    made = theory(links=[link("one", "time", "trust", "enables")], configurations=[])
    graph = pictures.parsed(made)
    named = {n for n in graph.nodes() if n.startswith("legend")}
    kinds = {f"legend {kind}" for kind in ElementKind}
    assert kinds | {"legend sign +", "legend unsupported"} <= named
    assert not named & {"legend sign -", "legend contested", "legend configuration"}


def test_equal_theories_give_equal_dot(real: Theory) -> None:
    assert pictures.dot(real) == pictures.dot(real)


def test_a_theory_without_elements_is_a_title_and_a_sentence() -> None:
    root = pictures.svg(theory(elements=[], links=[], configurations=[]))
    texts = [text.text for text in root.iter(f"{pictures.SVG}text")]
    assert texts == ["Trust", "The theory has no elements yet."]


def test_one_element_is_drawn() -> None:
    made = theory(elements=[element("one", "context")], links=[], configurations=[])
    assert [n.id for n in pictures.nodes(pictures.svg(made))] == ["element-one"]


def test_loops_are_drawn() -> None:
    elements = [element("a", "outcome"), element("b", "outcome")]
    links = [
        link("ab", "a", "b", "leads_to"),
        link("ba", "b", "a", "leads_to"),
        link("aa", "a", "a", "influences"),
    ]
    sources = said("ab", "refutes") + [
        {**form, "id": "z"} for form in said("aa", "no_effect")
    ]
    made = theory(elements=elements, links=links, configurations=[], sources=sources)
    ids = {group.get("id") for group in pictures.svg(made).iter(f"{pictures.SVG}g")}
    assert {"link-ab", "link-ab_word", "link-ab_end", "link-ba", "link-aa"} <= ids


def test_hostile_labels_are_shown_as_they_are() -> None:
    elements = [
        element(f"e{i}", "context") | {"label": text, "definition": text}
        for i, text in enumerate(HOSTILE)
        if "\ufffe" not in text
    ]
    made = theory(elements=elements, links=[], configurations=[], title=HOSTILE[2])
    root = pictures.svg(made)
    shown = {n.id: [t.text or "" for t in n.texts] for n in pictures.nodes(root)}
    room = style.room(style.KINDS[ElementKind.CONTEXT])
    for one in elements:
        text = labels.plain(one["label"]) or one["id"]
        lines = [*labels.shown(text, room, 5), f"[{one['id']}]"]
        assert shown[f"element-{one['id']}"] == lines


@pytest.mark.parametrize("kind", ElementKind)
def test_text_stays_inside_its_node_in_the_widest_font(kind: ElementKind) -> None:
    texts = ["mmm mm " * 9, "x" * 99, "illicit " * 9, "A", "文" * 90, "WWW " * 30]
    elements = [element(f"e{i}", kind) | {"label": t} for i, t in enumerate(texts)]
    made = theory(elements=elements, links=[], configurations=[])
    assert_text_inside(pictures.svg(made))


def assert_text_inside(root: ET.Element) -> None:
    for node in pictures.nodes(root):
        for text in node.texts if node.outline else ():
            half = labels.width(text.text or "") * style.FONT_SIZE / 2
            x, baseline = float(text.attrib["x"]), float(text.attrib["y"])
            # From the top of small letters to the baseline.
            for y in (baseline - 0.55 * style.FONT_SIZE, baseline):
                for side in (x - half, x + half):
                    assert pictures.holds(node, (side, y)), (node.id, text.text)


def test_the_real_theory_is_all_there(real: Theory, picture: ET.Element) -> None:
    ids = {group.get("id") for group in picture.iter(f"{pictures.SVG}g")}
    assert {f"element-{e.id}" for e in real.elements} <= ids
    assert {f"link-{k.id}" for k in real.links} <= ids


def test_text_of_the_real_theory_stays_inside_its_nodes(picture: ET.Element) -> None:
    assert_text_inside(picture)


def test_no_nodes_of_the_real_theory_overlap(picture: ET.Element) -> None:
    boxes = [n.box for n in pictures.nodes(picture) if n.outline]
    for one, other in combinations(boxes, 2):
        apart_x = one[2] < other[0] or other[2] < one[0]
        apart_y = one[3] < other[1] or other[3] < one[1]
        assert apart_x or apart_y


def test_links_of_the_real_theory_run_from_left_to_right(
    real: Theory, picture: ET.Element
) -> None:
    left = {n.id: n.box[0] for n in pictures.nodes(picture) if n.outline}
    for one in real.links:
        if one.relation is not Relation.BECOMES_CONTEXT_OF:
            assert left[f"element-{one.source}"] < left[f"element-{one.target}"], one.id


def test_the_bar_of_a_minus_is_large_and_clear_of_what_it_leads_to() -> None:
    made = theory(links=[link("one", "time", "trust", "constrains")])
    edge = pictures.edge(pictures.parsed(made), "one")
    assert edge["arrowhead"] == "nonetee"
    assert float(edge["arrowsize"]) > 1.5


def test_the_legend_says_what_a_shape_is_in_the_shape_itself() -> None:
    graph = pictures.parsed(theory())
    assert graph.get_node("legend mechanism").attr["label"].startswith("mechanism: a")


def test_sample_lines_of_the_legend_are_straight() -> None:
    drawn = pictures.svg(theory())
    samples = [
        path.attrib["d"]
        for group in drawn.iter(f"{pictures.SVG}g")
        if group.get("class") == "edge" and not group.get("id")
        for path in group.iter(f"{pictures.SVG}path")
    ]
    assert samples
    for path in samples:
        heights = [float(y) for y in re.findall(r",(-?[\d.]+)", path)]
        assert max(heights) - min(heights) < 0.1


def test_the_text_of_a_configuration_names_each_member_with_its_part() -> None:
    one = {
        **CMOC,
        "statement": "By hand.",
        "contexts_logic": "any",
        "contexts": ["time", "money"],
        "activations": {"trust": "partial"},
    }
    base = theory()
    elements = [element(e.id, str(e.kind)) for e in base.elements]
    elements.append(element("money", "context"))
    made = theory(elements=elements, configurations=[one])
    ask = Ask(view=View.CONFIGURATION, focus="cmoc")
    scene = view(made, Evidence(made), ask)
    assert "Any one of these is enough: Time or Money." in scene.lead
    assert scene.sentences[:5] == (
        "Configuration: “Trust” [cmoc].",
        "Intervention: “Visits” [visits].",
        "Contexts: “Time” [time]; “Money” [money].",
        "Mechanism: “Trust” [trust] (fired in part).",
        "Outcome: “Safety” [safety].",
    )


def test_the_figure_of_a_configuration_is_not_said_to_lack_it() -> None:
    made = theory(configurations=[CMOC])
    ask = Ask(view=View.CONFIGURATION, focus="cmoc")
    assert view(made, Evidence(made), ask).left_out == ""
    around = Ask(view=View.MECHANISM, focus="trust")
    assert "1 configuration" in view(made, Evidence(made), around).left_out


def test_the_figure_of_a_configuration_is_not_torn_by_theme() -> None:
    made = theory(configurations=[CMOC], themes=[{"id": "t", "title": "T"}])
    ask = Ask(view=View.CONFIGURATION, focus="cmoc")
    assert view(made, Evidence(made), ask).themes == ()
    assert view(made, Evidence(made), Ask()).themes == (("t", "T"),)


def test_what_stands_under_a_title_is_in_the_description_too() -> None:
    made = theory(configurations=[CMOC])
    ask = Ask(view=View.CONFIGURATION, focus="cmoc")
    scene = view(made, Evidence(made), ask)
    assert len(scene.lead) == 2
    assert set(scene.lead) <= set(scene.sentences)


BESIDE = {
    **CMOC,
    "id": "beside",
    "label": "Mistrust",
    "contrast_with": "cmoc",
    "activations": {"trust": "not_fired"},
}


@pytest.mark.parametrize(
    ("focus", "audience", "told"),
    [
        ("cmoc", Audience.ACADEMIC, "“Mistrust” [beside], where “Trust” did not fire."),
        ("beside", Audience.ACADEMIC, "“Trust” [cmoc], where “Trust” fired."),
        ("cmoc", Audience.PRACTICE, "“Mistrust”, where “Trust” did not happen."),
        ("beside", Audience.PRACTICE, "“Trust”, where “Trust” happened."),
    ],
)
def test_what_a_configuration_is_contrasted_with_stands_under_its_title(
    focus: str, audience: Audience, told: str
) -> None:
    made = theory(configurations=[CMOC, BESIDE])
    ask = Ask(View.CONFIGURATION, focus=focus, audience=audience)
    assert f"Beside it stands {told}" in view(made, Evidence(made), ask).lead


def test_that_it_fired_is_not_said_where_that_is_not_known() -> None:
    unknown = {**CMOC, "activations": {"trust": "unknown"}}
    made = theory(configurations=[unknown, BESIDE])
    scene = view(made, Evidence(made), Ask(View.CONFIGURATION, focus="beside"))
    assert "Beside it stands “Trust” [cmoc]." in scene.lead


def test_what_the_team_has_given_up_stands_beside_nothing() -> None:
    made = theory(configurations=[CMOC, {**BESIDE, "status": "rejected"}])
    scene = view(made, Evidence(made), Ask(View.CONFIGURATION, focus="cmoc"))
    assert not any("Beside it" in one for one in scene.lead)


def test_what_is_a_part_of_something_says_so() -> None:
    within = {**CMOC, "id": "within", "label": "Within", "part_of": "cmoc"}
    elements = [
        element("time", "context", part_of="peace"),
        element("peace", "context"),
        element("trust", "mechanism"),
        element("safety", "outcome"),
        element("visits", "intervention"),
    ]
    made = theory(elements=elements, configurations=[CMOC, within])
    scene = view(made, Evidence(made), Ask(View.CONFIGURATION, focus="within"))
    assert "It is a part of “Trust” [cmoc]." in scene.lead
    tips = {node.id: node.tooltip for node in scene.nodes}
    assert "Time (context), part of “Peace”" in tips["time"]


def test_statements_are_told_by_what_stands_in_the_figure() -> None:
    elements = [
        element("time", "context"),
        element("trust", "mechanism", reasoning="They mean well"),
        element("safety", "outcome"),
        element("visits", "intervention"),
    ]
    made = theory(elements=elements, configurations=[CMOC])
    told = view(made, Evidence(made)).sentences[0]
    assert told.startswith("“Trust” [cmoc] (mechanism “Trust”): If “Time” applies")
    assert told.endswith("(unsupported)")
    plain = Ask(audience=Audience.PRACTICE)
    assert view(made, Evidence(made), plain).sentences[0].startswith("If “Time”")


def test_every_mechanism_has_its_sentence_and_every_element_its_id_once() -> None:
    made = theory(sources=said("trust", "supports"))
    scene = view(made, Evidence(made))
    assert "“Trust” — supported, 1 study for it." in scene.sentences
    assert scene.sentences[-4:] == (
        "Context: “Time” [time].",
        "Intervention: “Visits” [visits].",
        "Mechanism: “Trust” [trust].",
        "Outcome: “Safety” [safety].",
    )
    assert all(scene.description.count(f"[{e.id}]") == 1 for e in made.elements)
    plain = view(made, Evidence(made), Ask(audience=Audience.PRACTICE))
    assert "“Trust” — spoken for." in plain.sentences
    assert "[" not in plain.description


def test_the_open_head_is_explained_where_it_is_drawn() -> None:
    made = theory(rivals=[{"id": "money", "label": "Money", "about": "safety"}])
    ask = Ask(View.RIVALS)
    assert shown(view(made, Evidence(made), ask)).unsigned
    assert '"legend unsigned"' in pictures.dot(made, ask)
    assert not shown(view(made, Evidence(made))).unsigned


def test_the_open_head_of_what_joins_members_is_explained_with_them() -> None:
    made = theory(links=[])
    assert not shown(view(made, Evidence(made))).unsigned
    graph = pictures.parsed(made)
    assert "outcomes" in graph.get_node("legend joins means").attr["label"]
    (row,) = (e for e in graph.edges() if e[1] == "legend joins means")
    assert row.attr["arrowhead"] == style.UNSIGNED
