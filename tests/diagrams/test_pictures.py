from __future__ import annotations

import re
import time
from collections import Counter
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

import pytest

from cmo.diagrams.ask import Ask, AskError, Palette, View
from cmo.diagrams.legend import shown
from cmo.diagrams.paper import LEAST, PAGES, Page, page
from cmo.diagrams.pictures import key, pictures
from cmo.english import joined
from cmo.evidence import Evidence
from tests.diagrams.made import scene, wide
from tests.making import element, link, said, theory

if TYPE_CHECKING:
    from cmo.diagrams.pictures import Picture
    from cmo.model import Theory

A4 = PAGES["a4-landscape"]
SVG = "{http://www.w3.org/2000/svg}"


def drawn(made: Theory, ask: Ask | None = None, on: Page | None = A4) -> list[Picture]:
    return pictures(made, Evidence(made), ask, on)


def printed_sizes(picture: Picture) -> list[float]:
    """Return the sizes of the text of an SVG as a browser would print it."""
    root = ET.fromstring(picture.draw("svg"))  # noqa: S314 - our own
    box = [float(n) for n in root.attrib["viewBox"].split()]
    scale = float(root.attrib["width"].removesuffix("pt")) / box[2]
    return [float(t.attrib["font-size"]) * scale for t in root.iter(f"{SVG}text")]


def parts(found: list[Picture]) -> list[Picture]:
    return [one for one in found if one.scene.number]


def test_a_small_figure_is_one_with_its_legend() -> None:
    (only,) = drawn(theory())
    assert only.page is A4
    assert "Legend" in only.draw("svg").decode()


@pytest.mark.parametrize("on", PAGES)
@pytest.mark.parametrize("themes", [0, 3])
def test_no_text_prints_below_eight_points_on_any_page(on: str, themes: int) -> None:
    found = drawn(wide(12, themes=themes), on=PAGES[on])
    assert len(found) > 1
    for one in found:
        assert min(printed_sizes(one)) >= LEAST - 0.02, one.name
        assert one.width <= PAGES[on].width
        assert one.height <= PAGES[on].height


def test_each_link_stands_in_one_part_and_each_element_in_some() -> None:
    made = wide(20, themes=2)
    lone = [*made.elements, *theory(links=[]).elements]
    made = made.__class__(
        **{f: getattr(made, f) for f in ("id", "title", "themes", "links")},
        elements=tuple(lone),
    )
    found = parts(drawn(made))
    lines = Counter(line.claim for one in found for line in one.scene.lines)
    assert lines == Counter(k.id for k in made.links)
    assert {n.id for one in found for n in one.scene.nodes} == {e.id for e in lone}


def test_parts_are_numbered_and_name_their_theme() -> None:
    found = drawn(wide(12, themes=2))
    titles = [one.title for one in parts(found)]
    assert titles[0].startswith(f"1 of {len(titles)}: T0")
    assert any(": T1" in title for title in titles)
    assert found[0].scene.lead == (f"Overview of {len(titles)} figures",)


def test_an_element_names_the_other_parts_that_it_stands_in() -> None:
    elements = [element("hub", "context")]
    links: list[dict[str, object]] = []
    for i in range(20):
        elements += [element(f"m{i}", "mechanism"), element(f"o{i}", "outcome")]
        links.append(link(f"hm{i}", "hub", f"m{i}", "enables"))
        links.append(link(f"mo{i}", f"m{i}", f"o{i}", "produces"))
        links.append(link(f"mp{i}", f"m{i}", f"o{(i + 7) % 20}", "produces"))
    made = theory(elements=elements, links=links, configurations=[])
    found = parts(drawn(made, Ask(key=False), page("120x90mm")))
    standing: dict[str, list[int]] = {}
    for number, one in enumerate(found, 1):
        for node in one.scene.nodes:
            standing.setdefault(node.id, []).append(number)
    most = max(map(len, standing.values())) - 1
    assert most > 8
    for number, one in enumerate(found, 1):
        for node in one.scene.nodes:
            others = [str(i) for i in standing[node.id] if i != number]
            also = [line for line in node.under if line.startswith("also in")]
            named = f"part{'s' if len(others) > 1 else ''} {joined(others)}"
            short = [f"also in {named}"]
            if len(others) > 8:
                short = [f"also in {len(others)} other parts"]
            assert also == (short if others else [])
            assert node.tooltip.endswith(f"; also in {named}") or not others
            assert (f"“{node.label}” in {named}" in one.sentences[-1]) == bool(others)


def test_a_configuration_with_more_members_than_a_page_holds_is_told_in_parts() -> None:
    members = [f"e{i}" for i in range(60)]
    made = theory(
        elements=[element(one, "context") for one in members]
        + [element("o", "outcome")],
        links=[],
        configurations=[
            {"id": "all", "label": "All", "contexts": members, "outcomes": ["o"]}
        ],
    )
    found = parts(drawn(made))
    assert len(found) > 1
    assert all("all" in {n.id for n in one.scene.nodes} for one in found)


def test_a_figure_can_be_refused_instead_of_cut() -> None:
    made = wide(12)
    with pytest.raises(AskError, match=r"would print at \d\.\d pt, and 8 pt is the"):
        pictures(made, Evidence(made), None, A4, cuts=False)


def test_a_page_too_small_for_anything_is_refused() -> None:
    with pytest.raises(AskError, match="name a larger page"):
        drawn(wide(2), on=page("50x50mm"))


def test_without_a_key_none_is_drawn() -> None:
    found = drawn(wide(12), Ask(key=False))
    assert not any("key" in one.name for one in found)
    assert "Legend" not in found[0].draw("svg").decode()


def test_the_key_can_be_had_alone() -> None:
    made = wide(12)
    (only,) = key(made, Evidence(made), Ask(), A4)
    assert only.name == "theory_key"
    assert "unsupported" in only.draw("svg").decode()
    assert "element-" not in only.draw("svg").decode()


@pytest.mark.parametrize("on", ["180x120mm", "120x80mm", "85x200mm", "85x120mm"])
def test_a_key_takes_as_many_sheets_as_it_needs_and_tells_each_thing_once(
    on: str,
) -> None:
    made = wide(
        4,
        configurations=[
            {"id": "c", "label": "C", "contexts": ["c0"], "outcomes": ["o0"]}
        ],
        sources=said("cm0", "supports", "refutes"),
    )
    whole = shown(scene(made))
    sheets = key(made, Evidence(made), Ask(), page(on))
    assert all(one.is_legible for one in sheets)
    assert len(sheets) > (on != "180x120mm")
    later = [f"theory_key_{i}" for i in range(2, len(sheets) + 1)]
    assert [one.name for one in sheets] == ["theory_key", *later]
    explained = [one.scene.explains for one in sheets if one.scene.explains]
    for several in ("looks", "signs", "states"):
        told = [one for sheet in explained for one in getattr(sheet, several)]
        assert sorted(told) == sorted(getattr(whole, several))
    assert sum(one.joins for one in explained) == 1
    assert sum(one.borders is not None for one in explained if one.states) == 1


def test_a_key_whose_page_holds_no_single_shape_is_refused() -> None:
    made = theory()
    with pytest.raises(AskError, match="the key to the figure does not print"):
        key(made, Evidence(made), Ask(), page("50x50mm"))


def test_a_statement_stands_above_the_overview_alone() -> None:
    made = wide(
        20,
        configurations=[
            {
                "id": "all",
                "label": "All of it",
                "contexts": [f"c{i}" for i in range(20)],
                "mechanisms": [f"m{i}" for i in range(20)],
                "outcomes": [f"o{i}" for i in range(20)],
            }
        ],
    )
    found = drawn(made, Ask(View.CONFIGURATION, focus="all"))
    whole = scene(made, "configuration", focus="all")
    assert whole.lead
    assert found[0].scene.lead[:-1] == whole.lead
    assert len(parts(found)) > 1
    for part in parts(found):
        assert not part.scene.lead
        assert "All of it" in part.title


def test_a_line_past_several_columns_is_short_where_there_are_none() -> None:
    links = [
        link("cm0", "c0", "m0", "enables"),
        link("mo0", "m0", "o0", "produces"),
        link("effect", "c1", "o1", "affects"),
    ]
    made = wide(2, themes=2, links=links)
    lengths = {line.claim: line.columns for line in scene(made).lines}
    assert lengths["effect"] > 1
    found = parts(drawn(made, on=page("170x70mm")))
    (alone,) = (p for p in found if "c1" in {n.id for n in p.scene.nodes})
    assert [line.columns for line in alone.scene.lines] == [1]


def test_very_many_parts_have_an_overview_that_can_be_read() -> None:
    found = drawn(wide(160, themes=0), Ask(key=False))
    before = [one for one in found if one not in parts(found)]
    shown = [n.id for one in before for n in one.scene.nodes]
    assert sorted(shown) == sorted(f"part {i + 1}" for i in range(len(parts(found))))
    assert all(one.is_legible for one in found)


def test_a_loop_of_everything_is_cut_too() -> None:
    elements = [element(f"o{i}", "outcome") for i in range(60)]
    links = [link(f"k{i}", f"o{i}", f"o{(i + 1) % 60}", "leads_to") for i in range(60)]
    made = theory(elements=elements, links=links, configurations=[])
    assert all(one.is_legible for one in drawn(made))


@pytest.mark.parametrize("form", ["svg", "png", "pdf"])
def test_equal_theories_give_equal_bytes_at_another_time(form: str) -> None:
    before = [one.draw(form) for one in drawn(wide(6))]
    time.sleep(1.1)
    assert [one.draw(form) for one in drawn(wide(6))] == before


def test_a_png_has_the_size_that_it_prints_in() -> None:
    one = parts(drawn(wide(12)))[0]
    png = one.draw("png", dpi=100)
    width = int.from_bytes(png[16:20])
    assert width == pytest.approx(one.width / 25.4 * 100, abs=3)


def test_greyscale_has_no_colour() -> None:
    ask = Ask(View.COVERAGE, palette=Palette.GREYSCALE)
    text = drawn(wide(1), ask)[0].draw("svg").decode()
    colours = set(re.findall(r'(?:fill|stroke)="#([0-9a-f]{6})"', text))
    assert colours
    assert all(c[:2] == c[2:4] == c[4:] for c in colours)


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("a9", "did you mean|there are a4"),
        ("10x10mm", "sides are 50 to 5000 mm"),
        ("210x297", "sizes such as 180x120mm"),
        ("nanxinfmm", "is no page"),
    ],
)
def test_what_is_no_page_is_refused(name: str, told: str) -> None:
    with pytest.raises(AskError, match=told):
        page(name)


def test_a_size_of_ones_own_has_no_margins() -> None:
    assert page("180 x 120 MM").room == pytest.approx((510.2, 340.2), abs=0.1)
    assert page("A4") is PAGES["a4"]


def test_the_overview_has_parts_by_number_from_the_top_left_and_what_goes_on() -> None:
    found = drawn(wide(30), Ask(key=False))
    first = found[0].scene
    numbers = [int(n.id.removeprefix("part ")) for n in first.nodes]
    assert sorted(numbers) == list(range(1, len(parts(found)) + 1))
    root = ET.fromstring(found[0].natural)  # noqa: S314 - our own
    places = {}
    for group in root.iter(f"{SVG}g"):
        if (name := group.get("id", "")).startswith("part-"):
            text = group.find(f"{SVG}text")
            assert text is not None
            x, y = (float(text.get(side, 0)) for side in "xy")
            places[int(name.removeprefix("part-"))] = (y, x)
    assert abs(places[1][0] - places[2][0]) < 40
    assert places[1][1] < places[2][1]
    assert places[1][0] <= min(y for y, _ in places.values()) + 60
    assert places[max(places)][0] >= max(y for y, _ in places.values()) - 60
    told = [line for n in first.nodes for line in n.under]
    assert told
    assert all(re.fullmatch(r"goes on in (\d+( and |, )?)+", one) for one in told)


def test_a_pattern_that_is_torn_keeps_its_mechanism_and_its_outcome() -> None:
    members = [f"e{i}" for i in range(60)]
    one = {"id": "all", "label": "All", "contexts": members}
    made = theory(
        elements=[element(name, "context") for name in members]
        + [element("m", "mechanism"), element("o", "outcome")],
        links=[],
        configurations=[{**one, "mechanisms": ["m"], "outcomes": ["o"]}],
    )
    found = parts(drawn(made))
    assert len(found) > 1
    for part in found:
        assert {"all", "m", "o"} <= {n.id for n in part.scene.nodes}


def test_what_a_figure_leaves_out_is_said_once_of_a_figure_that_is_cut() -> None:
    found = drawn(wide(30, rivals=[{"id": "r", "label": "R", "about": "o0"}]))
    assert found[0].scene.left_out == "Not in the figure: 1 rival theory."
    assert not any(part.scene.left_out for part in parts(found))


def test_no_two_figures_have_one_name_whatever_ids_there_are() -> None:
    themes = [{"id": "t", "title": "T"}, {"id": "t-1", "title": "T1"}]
    elements = [
        element(f"{kind[0]}{i}", kind, theme="t" if i < 15 else "t-1")
        for i in range(30)
        for kind in ("context", "mechanism")
    ]
    links = [link(f"k{i}", f"c{i}", f"m{i}", "enables") for i in range(30)]
    made = theory(elements=elements, links=links, configurations=[], themes=themes)
    found = [
        one.name
        for theme in ("t", "t-1")
        for one in drawn(
            made, Ask(View.THEME, theme=theme, key=False), page("100x100mm")
        )
    ]
    assert len(found) > 4
    assert len(set(found)) == len(found)


def test_small_parts_that_fit_together_are_one() -> None:
    elements = [element(f"o{i}", "outcome", theme=f"t{i // 2}") for i in range(8)]
    links = [link(f"k{i}", f"o{2 * i}", f"o{2 * i + 1}", "leads_to") for i in range(4)]
    themes = [{"id": f"t{i}", "title": f"T{i}"} for i in range(4)]
    made = theory(elements=elements, links=links, configurations=[], themes=themes)
    found = drawn(made, Ask(key=False), page("160x60mm"))
    assert [one.title for one in parts(found)] == ["1 of 2: T0; T1", "2 of 2: T2; T3"]
