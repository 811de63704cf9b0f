from __future__ import annotations

import re
from dataclasses import replace
from xml.etree import ElementTree as ET

import pytest

from cmo.diagrams import labels, style
from cmo.diagrams.ask import Ask, View
from cmo.diagrams.dot import to_dot
from cmo.diagrams.drawing import draw
from tests.diagrams import pictures
from tests.diagrams.made import scene, wide
from tests.making import CMOC, element, link, said, theory


@pytest.fixture(scope="module")
def root() -> ET.Element:
    elements = [
        element("time", "context", definition="Time to talk."),
        element("trust", "mechanism"),
    ]
    links = [link("one", "time", "trust", "enables")]
    made = theory(
        elements=elements,
        links=links,
        configurations=[],
        sources=said("one", "supports", "refutes"),
        title="Trust & time",
    )
    return pictures.svg(made)


def test_a_screen_reader_finds_an_image_with_title_and_description(
    root: ET.Element,
) -> None:
    title, description = root[0], root[1]
    assert root.get("role") == "img"
    assert root.get("aria-labelledby") == f"{title.get('id')} {description.get('id')}"
    assert (title.tag, title.text) == (f"{pictures.SVG}title", "Trust & time")
    assert description.tag == f"{pictures.SVG}desc"
    assert "1 context and 1 mechanism" in (description.text or "")


def test_nodes_and_edges_have_tooltips_and_stable_ids(root: ET.Element) -> None:
    tips = {
        group.get("id"): group.findtext(f"{pictures.SVG}title")
        for group in root.iter(f"{pictures.SVG}g")
        if group.get("class") in {"node", "edge"} and group.get("id")
    }
    said = "1 study for it, 1 study refuting it"
    sentence = f"“Time” enables “Trust” — contested, {said}"
    assert tips == {
        "element-time": "Time (context): Time to talk. — unsupported",
        "element-trust": "Trust (mechanism) — unsupported",
        "link-one": sentence,
        "link-one_word": sentence,
        "link-one_end": sentence,
    }


def test_ids_are_unique(root: ET.Element) -> None:
    ids = [one.get("id") for one in root.iter() if one.get("id")]
    assert len(ids) == len(set(ids))


def test_only_records_have_ids_and_tooltips(root: ET.Element) -> None:
    for group in root.iter(f"{pictures.SVG}g"):
        if not group.get("id"):
            assert group.find(f"{pictures.SVG}title") is None


def test_text_has_fonts_to_fall_back_on(root: ET.Element) -> None:
    for text in root.iter(f"{pictures.SVG}text"):
        families = text.attrib["font-family"].split(", ")
        assert families[0] == "'Source Sans Pro'"
        assert families[-1] == "sans-serif"
        assert "Arial" in families


def test_nothing_outside_is_referred_to_and_no_version_said() -> None:
    text = draw(pictures.dot(theory()), "svg").decode()
    assert set(re.findall(r"https?://[^\"]*", text)) == {"http://www.w3.org/2000/svg"}
    assert "graphviz" not in text.lower()
    assert "<!" not in text
    assert "href" not in text


def test_plain_dot_without_ids_is_drawn_too() -> None:
    assert b"<title id=" in draw("digraph { a -> b }", "svg")


HOSTILE = r'C:\Temp\Group &#92;N \\L "x" <b> &lt; \\\E ends\N'


def test_backslashes_and_marks_come_out_as_themselves_everywhere() -> None:
    made = theory(
        elements=[
            element("time", "context", label=HOSTILE),
            element("trust", "mechanism"),
            element("safety", "outcome"),
        ],
        links=[link("one", "time", "trust", "enables")],
        configurations=[{**CMOC, "label": HOSTILE, "interventions": []}],
        title=HOSTILE,
    )
    for ask in (Ask(key=False), Ask(View.CONFIGURATION, focus="cmoc", key=False)):
        root = ET.fromstring(draw(pictures.dot(made, ask), "svg"))  # noqa: S314
        texts = " ".join(text.text or "" for text in root.iter(f"{pictures.SVG}text"))
        tips = {
            group.get("id"): group.findtext(f"{pictures.SVG}title", "")
            for group in root.iter(f"{pictures.SVG}g")
        }
        marks = {"element-time": 1, "link-one": 1}
        assert {one: tips[one].count(HOSTILE) for one in marks} == marks
        assert HOSTILE in root.findtext(f"{pictures.SVG}title", "")
        assert HOSTILE in root.findtext(f"{pictures.SVG}desc", "")
        # The title or statement, and the node.
        assert texts.count(HOSTILE) == texts.count("Temp") > 1


@pytest.mark.parametrize("mark", ["&", "\\", "文"])
def test_a_title_of_marks_alone_leaves_room_for_what_is_told(mark: str) -> None:
    long = replace(scene(theory()), title=mark * 600, sentences=(mark * 20_000,))
    root = ET.fromstring(draw(to_dot(long), "svg"))  # noqa: S314
    assert root.findtext(f"{pictures.SVG}title", "")[:9] == mark * 9
    assert mark * 9 in root.findtext(f"{pictures.SVG}desc", "")


def test_the_word_of_a_line_that_runs_back_hides_what_runs_behind_it() -> None:
    root = pictures.svg(wide(2, sources=said("oc1", "supports", "refutes")))
    (edge,) = (g for g in root.iter(f"{pictures.SVG}g") if g.get("id") == "link-oc1")
    marks = [(one.tag.removeprefix(pictures.SVG), one.get("fill")) for one in edge]
    assert marks[-2:] == [("polygon", style.PAPER), ("text", marks[-1][1])]
    word = edge.findtext(f"{pictures.SVG}text", "")
    assert word == "contested"
    ground = next(one for one in edge.iter() if one.get("fill") == style.PAPER)
    xs = [float(p.split(",")[0]) for p in ground.get("points", "").split()]
    assert max(xs) - min(xs) > labels.width(word) * style.SMALL_FONT_SIZE * 0.6


ELEMENTS = {
    "visits": "intervention",
    "time": "context",
    "trust": "mechanism",
    "safety": "outcome",
}


@pytest.mark.parametrize("view", list(View))
def test_every_node_and_line_of_every_view_has_an_id_and_a_tooltip(view: View) -> None:
    made = theory(
        elements=[element(one, kind, theme="t") for one, kind in ELEMENTS.items()],
        links=[link("one", "time", "trust", "enables")],
        themes=[{"id": "t", "title": "T"}],
        rivals=[{"id": "luck", "label": "Luck", "about": "safety"}],
        sources=said("one", "supports", "refutes"),
    )
    focus = {
        View.CONFIGURATION: "cmoc",
        View.MECHANISM: "trust",
        View.CHAIN: "time",
    }.get(view)
    ask = Ask(
        view,
        focus=focus,
        to="safety" if view is View.CHAIN else None,
        theme="t" if view is View.THEME else None,
        key=False,
    )
    figure = ET.fromstring(draw(pictures.dot(made, ask), "svg"))  # noqa: S314
    groups = [g for g in figure.iter(f"{pictures.SVG}g") if g.get("class") != "graph"]
    marks = [g for g in groups if g.get("class") in {"node", "edge"}]
    assert all(g.get("id") and g.findtext(f"{pictures.SVG}title") for g in marks)
    assert marks


def test_a_screen_reader_meets_causes_before_effects() -> None:
    made = wide(5)
    order = [node.id for node in pictures.nodes(pictures.svg(made))]
    assert order == [f"element-{node.id}" for node in scene(made).nodes]
    assert order.index("element-c1") < order.index("element-m1")
