from __future__ import annotations

from dataclasses import replace

import pytest

from cmo.diagrams.ask import AskError, Audience, asked
from cmo.diagrams.selecting import select
from tests.diagrams.made import claims, names, scene, wide
from tests.making import element, link, said, theory

CMOC = {
    "id": "cmoc",
    "label": "Trust",
    "contexts": ["c0"],
    "mechanisms": ["m0"],
    "outcomes": ["o0"],
    "activations": {"m0": "not_fired"},
}


def test_a_configuration_stands_alone_with_its_statement() -> None:
    made = wide(3, configurations=[CMOC])
    figure = scene(made, "configuration", focus="cmoc")
    assert names(figure) == {"c0", "m0", "o0", "cmoc"}
    assert figure.lead[0].startswith("If")
    assert figure.lead[1] == "What the evidence says of it: unsupported."
    mechanism = next(n for n in figure.nodes if n.id == "m0")
    assert mechanism.under[-1] == "(did not fire)"


def test_around_a_mechanism_stands_what_is_so_many_steps_away() -> None:
    made = wide(3)
    assert names(scene(made, "mechanism", focus="m1")) == {"c1", "m1", "o1"}
    near = names(scene(made, "mechanism", focus="m1", depth=2))
    assert near == {"c1", "m1", "o1", "o0", "c2"}


def test_a_theme_has_its_own_and_what_it_joins_to() -> None:
    made = wide(4, themes=2)
    figure = scene(made, "theme", theme="theme-0")
    assert {"c0", "m0", "o0", "c2", "m2", "o2"} <= names(figure)
    assert "m1" not in names(figure)
    assert {"c1", "o1"} <= names(figure)  # joined to its own


def test_other_views_can_be_kept_to_a_theme() -> None:
    made = wide(4, themes=2)
    assert names(scene(made, "coverage", theme="theme-1")) == {
        f"{kind}{i}" for kind in "cmo" for i in (1, 3)
    }


def test_a_layer_keeps_its_contexts_and_what_they_bear_on() -> None:
    elements = [
        element("a", "context", layers=["institutional"]),
        element("b", "context", layers=["individual"]),
        element("m", "mechanism"),
        element("n", "mechanism"),
        element("o", "outcome"),
    ]
    links = [
        link("am", "a", "m", "enables"),
        link("bn", "b", "n", "enables"),
        link("mo", "m", "o", "produces"),
    ]
    made = theory(elements=elements, links=links, configurations=[])
    assert names(scene(made, layer="institutional")) == {"a", "m", "o"}


def test_a_chain_has_what_lies_between_its_ends() -> None:
    made = wide(3)
    figure = scene(made, "chain", focus="m0", to="o1")
    assert names(figure) == {"m0", "o0", "c1", "m1", "o1"}
    assert claims(figure) == {"mo0", "oc1", "cm1", "mo1"}


def test_a_chain_leads_through_a_configuration_that_no_links_join() -> None:
    made = wide(1, links=[], configurations=[{**CMOC, "activations": {}}])
    figure = scene(made, "chain", focus="c0", to="o0")
    assert names(figure) == {"c0", "m0", "o0", "cmoc"}


def test_a_chain_tells_only_what_leads_to_its_outcomes() -> None:
    both = {"label": "X", "contexts": ["c1", "c0"], "mechanisms": ["m1"]}
    through = {**both, "id": "a", "outcomes": ["o1"]}
    elsewhere = {**both, "id": "b", "outcomes": ["o2"]}
    made = wide(3, configurations=[through, elsewhere])
    figure = scene(made, "chain", focus="c1", to="o1")
    text = figure.description
    assert "[a]" in text
    assert "[b]" not in text
    assert figure.left_out == (
        "Not in the figure: 1 configuration. Arrows join what belongs to such a "
        "configuration. Nor are these drawn: contexts of 1 configuration."
    )


def test_a_chain_keeps_a_configuration_that_alone_joins_it() -> None:
    one = {**CMOC, "activations": {}, "outcomes": ["o1"]}
    made = wide(2, configurations=[one])
    made = replace(
        made, links=tuple(k for k in made.links if k.id in {"mo0", "cm1", "mo1"})
    )
    figure = scene(made, "chain", focus="c0", to="o0")
    assert names(figure) == {"c0", "m0", "o0", "cmoc"}
    assert figure.left_out == ("Not in the figure: other parts of 1 configuration.")
    plain = scene(made, "chain", focus="c0", to="o0", audience=Audience.PRACTICE)
    assert plain.left_out == "Not in the figure: other parts of 1 pattern."


def test_support_is_prominent_where_that_is_the_view() -> None:
    made = wide(2, sources=said("mo0", "supports"))
    lines = {line.claim: line.word for line in scene(made, "coverage").lines}
    assert lines["mo0"] == "supported: 1 study"
    assert lines["cm1"] == "unsupported"
    assert not any(line.word for line in scene(made).lines)


OLD = {**CMOC, "id": "old", "label": "Old", "status": "rejected", "activations": {}}


@pytest.mark.parametrize("kind", ["theory", "coverage"])
def test_what_the_team_has_given_up_stands_in_no_figure_of_the_whole(kind: str) -> None:
    figure = scene(wide(1, links=[], configurations=[OLD]), kind)
    assert "old" not in names(figure)
    assert not any("follow" in sentence for sentence in figure.sentences)


def test_what_the_team_has_given_up_can_be_asked_for_and_says_so() -> None:
    figure = scene(wide(1, configurations=[OLD]), "configuration", focus="old")
    assert figure.lead[-1] == "The team has given this up: rejected."


@pytest.mark.parametrize("audience", Audience)
def test_a_mechanism_that_did_not_fire_is_never_drawn_as_if_it_had(
    audience: Audience,
) -> None:
    made = wide(1, configurations=[CMOC])
    figure = scene(made, audience=audience)
    words = {(k.source, k.target): k.word for k in figure.lines if k.claim == "cmoc"}
    said_so = "did not happen" if audience is Audience.PRACTICE else "did not fire"
    assert words == {
        ("c0", "cmoc"): "",
        ("m0", "cmoc"): said_so,
        ("cmoc", "o0"): "",
    }
    assert f"Here “M0” {said_so}." in figure.sentences[0]


def test_a_configuration_keeps_its_members_of_other_themes_and_layers() -> None:
    elements = [
        element("a", "context", theme="t", layers=["individual"]),
        element("b", "context", theme="u", layers=["institutional"]),
        element("m", "mechanism", theme="t"),
        element("n", "mechanism", theme="u"),
    ]
    both = {"id": "both", "label": "Both", "contexts": ["a", "b"], "mechanisms": ["m"]}
    other = {"id": "other", "label": "Other", "mechanisms": ["n"]}
    made = theory(
        elements=elements,
        links=[],
        configurations=[both, other],
        themes=[{"id": "t", "title": "T"}, {"id": "u", "title": "U"}],
    )
    for about in ({"theme": "t"}, {"layer": "individual"}):
        figure = scene(made, **about)
        assert names(figure) == {"a", "b", "m", "both"}
        assert not any("Other" in one for one in figure.sentences)


def test_what_was_found_of_an_outcome_is_in_the_text_too() -> None:
    made = wide(1, sources=said("o0", "no_effect"))
    assert "“O0” — no effect, 1 study found no effect." in scene(made).sentences


def test_practitioners_see_plain_labels_and_no_ids() -> None:
    elements = [element("time", "context", plain_label="There is time")]
    made = theory(elements=elements, links=[], configurations=[])
    plain = scene(made, audience=Audience.PRACTICE).nodes[0]
    assert (plain.label, plain.under) == ("There is time", ())
    academic = scene(made).nodes[0]
    assert (academic.label, academic.under) == ("Time", ("[time]",))


def test_what_is_said_of_an_element_has_its_other_roles() -> None:
    one = {"id": "x", "label": "X", "mechanisms": ["m0"], "outcomes": ["m1"]}
    node = next(n for n in scene(wide(2, configurations=[one])).nodes if n.id == "m1")
    assert "(mechanism, elsewhere outcome)" in node.tooltip


@pytest.mark.parametrize(
    ("kind", "about", "told"),
    [
        (
            "configuration",
            {},
            "name the configuration with '--focus ID': there are cmoc",
        ),
        ("configuration", {"focus": "cmok"}, "did you mean 'cmoc'"),
        ("mechanism", {"focus": "c0"}, "'c0' is no mechanism"),
        ("theme", {}, "name the theme with '--theme ID': this theory has no theme"),
        ("theory", {"focus": "m0"}, "the view 'theory' takes no '--focus'"),
        ("theory", {"to": "o0"}, "and goes with '--view chain'"),
        ("theory", {"depth": 3}, "the view 'theory' takes no '--depth'"),
        ("rivals", {"depth": 2}, "and goes with '--view mechanism'"),
        ("evidence", {"depth": 2}, "the view 'evidence' takes no '--depth'"),
        ("theory", {"layer": "upper"}, "'upper' is no layer"),
        ("chain", {"focus": "o1", "to": "o0"}, "no chain of causes leads from 'o1'"),
        ("chain", {"focus": "m0"}, "name the outcome with '--to ID'"),
        ("rivals", {}, "has no rivals"),
        ("rivals", {"theme": "t"}, "the view 'rivals' takes no '--theme'"),
        ("evidence", {"layer": "t"}, "the view 'evidence' takes no '--layer'"),
        (
            "configuration",
            {"focus": "cmoc", "theme": "t"},
            "the view 'configuration' takes no '--theme'",
        ),
        ("evidence", {"focus": "nobody"}, "'nobody' is no claim, study or source"),
        ("evidence", {"focus": "m0"}, "no passage bears on 'm0'"),
    ],
)
def test_what_is_no_figure_is_refused_with_a_way_out(
    kind: str, about: dict[str, object], told: str
) -> None:
    with pytest.raises(AskError, match="(?s).*" + told.replace("(", "\\(")):
        scene(wide(2, configurations=[CMOC]), kind, **about)


def test_plain_words_ask_for_a_figure() -> None:
    assert asked(view="theme", theme="x").theme == "x"
    with pytest.raises(AskError, match="'them' is no view: there are theory"):
        asked(view="them")
    with pytest.raises(AskError, match="no figure is asked by 'colour'"):
        asked(colour="grey")


@pytest.mark.parametrize("audience", Audience)
def test_what_did_not_fire_brings_nothing_about_in_its_own_figure(
    audience: Audience,
) -> None:
    made = wide(1, configurations=[CMOC], sources=said("mo0", "supports"))
    figure = scene(made, "configuration", focus="cmoc", audience=audience)
    assert "cmoc" in names(figure)
    assert claims(figure) == {"cm0", "cmoc"}
    assert not any(k.source == "m0" and k.target == "o0" for k in figure.lines)
    unfired = "did not happen" if audience is Audience.PRACTICE else "did not fire"
    assert figure.told[-1] == f"Not in the figure: arrows from what {unfired} here."
    about = "brings about" if audience is Audience.PRACTICE else "produces"
    assert about not in figure.description


def test_a_configuration_has_under_its_title_what_the_evidence_says_of_it() -> None:
    made = wide(1, configurations=[CMOC], sources=said("cmoc", "supports", "no_effect"))
    figure = scene(made, "configuration", focus="cmoc")
    assert figure.lead[1] == (
        "What the evidence says of it: contested, 1 study for it, 1 study found no "
        "effect."
    )


def test_what_of_a_theory_is_not_in_its_figure_is_said() -> None:
    fired = {**CMOC, "activations": {}}
    rivals = [{"id": "r", "label": "R", "about": "o0"}]
    made = wide(1, configurations=[fired, {**CMOC, "id": "b"}, OLD], rivals=rivals)
    assert scene(made).left_out == (
        "Not in the figure: 2 configurations and 1 rival theory. Arrows join what "
        "belongs to such a configuration."
    )
    plain = scene(made, audience=Audience.PRACTICE)
    assert plain.left_out.startswith("Not in the figure: 2 patterns and 1 other expla")
    assert plain.told[-1] == plain.left_out
    near = scene(made, "mechanism", focus="m0")
    assert near.left_out.startswith("Not in the figure: 1 configuration. ")
    assert scene(wide(1)).left_out == ""


def test_titles_for_practitioners_have_plain_labels() -> None:
    elements = [
        element("m", "mechanism", plain_label="They trust"),
        element("o", "outcome", plain_label=" "),
    ]
    made = theory(
        elements=elements, links=[link("mo", "m", "o", "produces")], configurations=[]
    )
    plain = {"audience": Audience.PRACTICE}
    assert scene(made, "mechanism", focus="m", **plain).title == "Around “They trust”"
    chain = scene(made, "chain", focus="m", to="o", **plain)
    assert chain.title == "From “They trust” to “O”"
    assert {node.label for node in chain.nodes} == {"They trust", "O"}


def test_what_stands_alone_is_in_the_text() -> None:
    elements = [element("a", "outcome"), element("b", "outcome")]
    made = theory(elements=elements, links=[], configurations=[])
    told = "Also shown, joined to nothing: “A” and “B”."
    assert scene(made).told == ("Outcomes: “A” [a]; “B” [b].", told)
    assert scene(made).description.endswith(told)


def test_figures_for_practitioners_claim_no_study() -> None:
    made = wide(3, sources=said("mo0", "supports") + said("mo1", "refutes"))
    for kind in ("theory", "coverage"):
        figure = scene(made, kind, audience=Audience.PRACTICE)
        text = " ".join(
            [
                figure.description,
                *(f"{k.word} {k.tooltip}" for k in figure.lines),
                *(f"{n.tooltip} {' '.join(n.under)}" for n in figure.nodes),
            ]
        )
        assert "stud" not in text
        assert "opposite" not in text
        assert "spoken for" in text
        assert "spoken against" in text


@pytest.mark.parametrize("depth", [0, -1, 21, "many"])
def test_a_depth_that_no_figure_has_is_refused(depth: object) -> None:
    with pytest.raises(AskError, match="give a number from 1 to 20"):
        asked(view="mechanism", depth=depth)


def test_what_joins_something_further_away_is_shown_with_it() -> None:
    elements = [
        element("trust", "mechanism"),
        element("hope", "mechanism"),
        element("time", "context"),
    ]
    far = {"id": "far", "label": "Far", "contexts": ["time"], "mechanisms": ["hope"]}
    made = theory(
        elements=elements,
        links=[link("a", "trust", "hope", "triggers")],
        configurations=[far],
    )
    for depth, shown in ((1, ()), (2, ("far",))):
        ask = asked(view="mechanism", focus="trust", depth=depth)
        selection = select(made, ask)
        assert tuple(one.id for one in selection.configurations) == shown
        assert ("time" in selection.elements) is bool(shown)
