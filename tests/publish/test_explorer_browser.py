"""The explorer as people use it: in a real browser, from the file system."""

from __future__ import annotations

import io
import re
from pathlib import Path
from typing import TYPE_CHECKING

import pypdf
import pytest

from cmo.diagrams.pictures import pictures
from cmo.evidence import Evidence, State
from cmo.model.vocabulary import Relation
from cmo.publish.explorer import explorer
from cmo.publish.explorer_order import reading_order
from cmo.publish.table_cmocs import numbered
from cmo.workspace.theories import load
from tests import browser
from tests.browser import PHONE, faults, overflow, visit
from tests.making import CMOC as CMOC_RECORD
from tests.making import element, excerpt, link, source, theory, use

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from playwright.sync_api import Browser, Locator, Page

    from cmo.model import Theory

chromium = browser.chromium

ROOT = Path(__file__).parents[2]
SOFS = load(ROOT / "theories" / "signs-of-safety")
EVIDENCE = Evidence(SOFS)
# A mechanism with a passage, a link with a word in its middle, a configuration
# that the figure does not show.
ONE = "shared-responsibility"
WORDED = "sofs-programme-affects-practice-improvement"
CMOC = "cmoc-shared-responsibility"


def written(own: Theory, file: Path, figure: bytes | None = None) -> Path:
    evidence = Evidence(own)
    drawn = pictures(own, evidence)[0].draw("svg") if figure is None else figure
    file.write_text(explorer(own, evidence, drawn), "utf-8")
    return file


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return written(SOFS, tmp_path_factory.mktemp("explorer") / "index.html")


@pytest.fixture
def page(chromium: Browser, file: Path) -> Iterator[Page]:
    with visit(chromium, file, reduced_motion="reduce") as page:
        yield page


def mark(page: Page, claim: str) -> Locator:
    return page.locator(f'.figure [data-claim="{claim}"]:not([data-part])')


def choose(page: Page, claim: str) -> None:
    page.click("#x_whole")
    mark(page, claim).click()


def row(page: Page, claim: str) -> Locator:
    return page.locator(f'#x_rows [data-claim="{claim}"]')


def focused(page: Page, what: str = "e => e.id") -> str:
    return str(page.evaluate(f"({what})(document.activeElement)"))


def seen(page: Page) -> list[float]:
    box = page.locator(".figure").get_attribute("viewBox")
    assert box
    return [float(number) for number in box.split()]


def test_a_click_on_a_node_tells_all_about_it(page: Page) -> None:
    choose(page, ONE)
    page.locator("#x_panel_title").wait_for()
    panel = page.locator("#x_panel")
    told = panel.inner_text()
    assert panel.get_by_role("heading", level=2).inner_text().startswith("Shared")
    assert "In plain words: Seeing the risk alike" in told
    assert "theorised: it is assumed or proposed, without data" in told
    assert "Safety plans and safety networks, developed and used" in told
    assert "Trust, shared responsibility, safer children as mechanism" in told
    passages = panel.locator(".passage")
    assert passages.count() == len(EVIDENCE.of(ONE).uses)
    assert "proposes: states or assumes it as theory" in passages.first.inner_text()


def test_a_click_on_a_line_or_its_word_opens_the_link(page: Page) -> None:
    page.click("#x_whole")
    page.locator(f'[data-claim="{WORDED}"][data-part="word"]').click()
    page.locator("#x_panel_title").wait_for()
    told = page.locator("#x_panel").inner_text()
    assert "contested: studies speak for it, and studies refute it" in told
    assert "affiliated only: all of it comes from sources tied" in told
    assert "DECISIONS" in told.upper()
    assert "Study round-2" in told
    page.locator("#x_panel a", has_text="Better practice").first.click()
    assert page.url.endswith("#practice-improvement")


def test_the_panel_leads_on_and_closes_where_it_was_opened(page: Page) -> None:
    choose(page, ONE)
    page.locator("#x_panel a", has_text="Children are safer").first.click()
    page.get_by_role("heading", name="Children are safer", level=2).wait_for()
    assert page.url.endswith("#child-safety")
    page.get_by_role("button", name="Close this panel").click()
    assert not page.locator("#x_panel").is_visible()
    assert focused(page, "e => e.dataset.claim") == ONE


def test_a_drag_moves_the_figure_and_opens_nothing(page: Page) -> None:
    page.click("#x_whole")
    before = seen(page)
    box = mark(page, ONE).bounding_box()
    assert box
    page.mouse.move(box["x"] + 5, box["y"] + 5)
    page.mouse.down()
    page.mouse.move(box["x"] - 80, box["y"] + 60, steps=4)
    page.mouse.up()
    after = seen(page)
    assert after[0] > before[0]
    assert after[1] < before[1]
    assert after[2:] == before[2:]
    assert not page.locator("#x_panel").is_visible()


def test_wheel_buttons_and_keys_zoom(page: Page) -> None:
    width = seen(page)[2]
    page.locator("#x_canvas").hover()
    page.mouse.wheel(0, -120)
    page.wait_for_function(
        "w => document.querySelector('.figure').viewBox.baseVal.width < w", arg=width
    )
    for nearer, farther in (("#x_nearer", "#x_farther"),):
        before = seen(page)[2]
        page.click(nearer)
        assert seen(page)[2] < before
        page.click(farther)
        assert seen(page)[2] == pytest.approx(before)
    page.focus("#x_canvas")
    before = seen(page)[2]
    page.keyboard.press("+")
    assert seen(page)[2] < before
    page.keyboard.press("-")
    assert seen(page)[2] == pytest.approx(before)
    x = seen(page)[0]
    page.keyboard.press("ArrowRight")
    assert seen(page)[0] > x
    page.keyboard.press("0")
    whole = seen(page)
    assert whole[3] >= 2000
    page.keyboard.press("+")
    page.click("#x_whole")
    assert seen(page) == whole


def test_two_fingers_zoom(chromium: Browser, file: Path) -> None:
    with visit(chromium, file, viewport=PHONE, has_touch=True, is_mobile=True) as page:
        before = seen(page)[2]
        page.locator("#x_canvas").scroll_into_view_if_needed()
        touch = page.context.new_cdp_session(page)

        def send(kind: str, *places: int) -> None:
            points = [{"x": x, "y": 500, "id": i} for i, x in enumerate(places)]
            touch.send(
                "Input.dispatchTouchEvent", {"type": kind, "touchPoints": points}
            )

        send("touchStart", 170, 190)
        send("touchMove", 140, 220)
        send("touchMove", 100, 260)
        send("touchEnd")
        assert seen(page)[2] < before / 2


def test_a_tap_opens_the_panel(chromium: Browser, file: Path) -> None:
    with visit(chromium, file, viewport=PHONE, has_touch=True, is_mobile=True) as page:
        page.tap("#x_whole")
        mark(page, ONE).tap()
        page.locator("#x_panel_title").wait_for()


def settled(page: Page, wanted: str) -> str:
    """Return the claim that has the focus: going back in a browser takes a moment."""
    for _ in range(40):
        if (found := focused(page, "e => e.dataset.claim")) == wanted:
            break
        page.wait_for_timeout(50)
    return found


def test_the_keyboard_alone_is_enough(page: Page) -> None:
    page.keyboard.press("Tab")
    assert focused(page, "e => e.textContent") == "Skip to the theory"
    page.keyboard.press("Enter")
    stops: list[str] = []
    while not stops or stops[-1] != "x_canvas":
        page.keyboard.press("Tab")
        stops.append(focused(page))
    page.keyboard.press("Tab")
    first = focused(page, "e => e.dataset.claim")
    assert first == reading_order(SOFS)[0]
    for key in ("Enter", " "):
        page.keyboard.press(key)
        page.locator("#x_panel_title").wait_for()
        assert page.url.endswith(f"#{first}")
        assert focused(page) == "x_panel_title"
        page.keyboard.press("Escape")
        assert not page.locator("#x_panel").is_visible()
        assert settled(page, first) == first
        assert not page.url.endswith(first)
    page.keyboard.press("Enter")
    page.locator("#x_panel_title:focus").wait_for()
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Enter")
    assert settled(page, first) == first


def test_focus_goes_from_cause_to_effect_and_stays_in_view(page: Page) -> None:
    page.focus("#x_canvas")
    inside = """e => {
        const [a, b] = [e, document.querySelector("#x_canvas")].map(
            one => one.getBoundingClientRect());
        return a.right > b.left && a.left < b.right
            && a.bottom > b.top && a.top < b.bottom;
    }"""
    stops = []
    for _ in range(30):
        page.keyboard.press("Tab")
        stops.append(focused(page, "e => e.dataset.claim"))
        assert focused(page, inside) == "True"
    shown = set(
        page.locator(".figure [data-claim]").evaluate_all(
            "a => a.map(e => e.dataset.claim)"
        )
    )
    assert stops == [one for one in reading_order(SOFS) if one in shown][:30]
    halo = page.locator(":focus > .halo").evaluate("e => getComputedStyle(e).stroke")
    assert halo == "rgb(11, 87, 164)"


def test_the_figure_can_be_skipped(page: Page) -> None:
    page.locator("a", has_text="Skip the figure").focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert focused(page, "e => e.dataset.only") == "configuration"
    page.keyboard.press("Enter")
    assert page.locator("#x_table").is_visible()
    assert page.locator("#x_shown").inner_text() == "13 of 155 entries shown."


@pytest.mark.parametrize("state", [State.NO_EFFECT, State.THEORISED])
def test_a_filter_says_how_many_it_shows_and_dims_the_rest(
    page: Page, state: State
) -> None:
    wanted = {one.claim for one in EVIDENCE.argued() if one.state is state}
    option = page.locator(f'label:has([name="state"][value="{state}"]) .n')
    assert option.inner_text() == str(len(wanted))
    page.check(f'[name="state"][value="{state}"]')
    assert (
        page.locator("#x_shown").inner_text() == f"{len(wanted)} of 155 entries shown."
    )
    assert page.locator("#x_shown").get_attribute("role") == "status"
    kept = page.locator(".figure [data-claim]:not(.out):not(.near)")
    assert set(kept.evaluate_all("a => a.map(e => e.dataset.claim)")) <= wanted
    for one in page.locator(".figure .out:not([data-part])").all()[:5]:
        assert one.get_attribute("tabindex") == "-1"
    page.click("#x_to_table")
    rows = page.locator("#x_rows tr:visible")
    assert set(rows.evaluate_all("a => a.map(e => e.dataset.claim)")) == wanted
    page.click("#x_clear")
    assert page.locator("#x_shown").inner_text() == (
        "All 155 entries shown: 91 claims that the theory argues for, 64 contexts, "
        "interventions and outcomes."
    )


def test_of_an_element_passages_say_that_it_occurs(page: Page) -> None:
    page.evaluate("location.hash = 'child-safety'")
    page.locator("#x_panel_title").wait_for()
    said = page.locator("#x_panel .state").first.inner_text()
    assert said.startswith("that it occurs: ")
    page.click("#x_to_table")
    cell = row(page, "child-safety").locator("td").first
    assert cell.inner_text().startswith("that it occurs: ")
    assert "occurs" not in row(page, ONE).locator("td").first.inner_text()


def test_a_mechanism_that_did_not_fire_is_told_first(page: Page) -> None:
    page.evaluate("location.hash = 'cmoc-shared-view-not-fired'")
    page.locator("#x_panel_title").wait_for()
    first = page.locator("#x_panel > .head + *").inner_text()
    assert first == "Did not fire here: Parents and worker come to see things alike"
    page.evaluate("a => { location.hash = a }", CMOC)
    page.wait_for_function("() => !document.querySelector('#x_panel .caution')")


def test_documents_are_called_as_tables_and_guides_call_them(page: Page) -> None:
    page.evaluate("a => { location.hash = a }", ONE)
    page.locator("#x_panel_title").wait_for()
    named = page.locator("#x_panel .document p").first.inner_text()
    assert named.startswith("Sheehan et al. 2018 ")
    assert named.endswith("sheehan-2018-summary")
    page.fill("#x_search", "widely taken-up programmes")
    told = page.locator("#x_hits small").first.inner_text()
    assert told.startswith("passage p04 of Baginsky et al. 2017b")


def test_what_was_read_of_a_document_is_told_with_it(
    chromium: Browser, tmp_path: Path
) -> None:
    passage = excerpt("p", use("trust"))
    own = theory(sources=[source("a", passage, extent="its abstract")])
    with visit(chromium, written(own, tmp_path / "index.html"), "#trust") as page:
        told = page.locator("#x_panel .document").inner_text()
        assert "What was read: its abstract" in told


def test_filters_work_together(page: Page) -> None:
    page.check('[name="kind"][value="context"]')
    page.check('[name="kind"][value="mechanism"]')
    assert page.locator("#x_shown").inner_text() == "25 of 155 entries shown."
    theme = SOFS.themes[0].id
    page.check(f'[name="theme"][value="{theme}"]')
    wanted = [
        e.id
        for e in SOFS.elements
        if e.kind in {"context", "mechanism"} and e.theme == theme
    ]
    assert page.locator("#x_shown").inner_text().startswith(f"{len(wanted)} of")
    assert page.locator("#x_active").inner_text().strip() == "(2 in use)"


def shown(page: Page) -> set[str]:
    """Return the entries that the table shows."""
    rows = page.locator("#x_rows tr:not([hidden])")
    return set(rows.evaluate_all("a => a.map(e => e.dataset.claim)"))


def test_what_hinders_in_the_hands_of_leaders_is_two_clicks_away(page: Page) -> None:
    page.check('[name="does"][value="hinders"]')
    hindering = shown(page)
    constraining = {k.id for k in SOFS.links if k.relation is Relation.CONSTRAINS}
    assert constraining
    assert constraining <= hindering
    page.check('[name="layer"][value="institutional"]')
    layers = {e.id: getattr(e, "layers", ()) for e in SOFS.elements}
    links = {k.id: (*layers[k.source], *layers[k.target]) for k in SOFS.links}
    found = shown(page)
    assert found == {
        one for one in hindering if "institutional" in (layers | links)[one]
    }
    assert "system-strain" in found
    assert found & set(links)
    assert page.locator("#x_active").inner_text().strip() == "(2 in use)"
    kept = page.locator(".figure [data-claim]:not(.out):not(.near)")
    assert set(kept.evaluate_all("a => a.map(e => e.dataset.claim)")) == found
    page.click("#x_to_table")
    assert row(page, "system-strain").locator("td").nth(-2).inner_text() == "hinders"
    page.get_by_role("button", name="Helps or hinders", exact=True).click()
    head = page.locator('th[data-by="does"]')
    assert head.get_attribute("aria-sort") == "ascending"
    page.click("#x_clear")
    cells = page.locator("#x_rows td:nth-last-child(2)").all_inner_texts()
    words = ["helps", "hinders", "either way", ""]
    assert cells == sorted(cells, key=words.index)
    row(page, "system-strain").locator("a").click()
    page.locator("#x_panel_title").wait_for()
    assert "Helps or hinders\nhinders" in page.locator("#x_panel dl").inner_text()


def test_the_filter_is_set_by_keyboard(page: Page) -> None:
    page.focus('[name="does"][value="helps"]')
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    assert page.locator('[name="does"][value="hinders"]').is_checked()
    assert page.locator("#x_shown").inner_text().startswith(f"{len(shown(page))} of")


def test_that_contexts_occur_is_found_where_their_kind_is_chosen(page: Page) -> None:
    page.check('[name="state"][value="supported"]')
    argued = {one.claim for one in EVIDENCE.argued() if one.state is State.SUPPORTED}
    assert shown(page) == argued
    page.check('[name="kind"][value="context"]')
    supported = {one.claim for one in EVIDENCE.all() if one.state is State.SUPPORTED}
    contexts = {one.id for one in SOFS.elements if one.kind == "context"}
    assert shown(page) == supported & contexts
    assert shown(page)
    page.check('[name="kind"][value="link"]')
    assert shown(page) == supported & (contexts | {one.id for one in SOFS.links})


def test_an_empty_table_says_why_and_leads_out(page: Page) -> None:
    page.click("#x_to_table")
    page.check('[name="layer"][value="institutional"]')
    page.check('[name="does"][value="hinders"]')
    page.check('[name="state"][value="supported"]')
    assert shown(page) == set()
    assert page.locator("#x_nothing").inner_text() == (
        "No entry fits all filters. Of 7 contexts the evidence says so, but only that "
        "they occur: to see them, choose their kind too; or take all filters away:"
    )
    assert faults(page) == []
    page.check('[name="kind"][value="context"]')
    assert len(shown(page)) == 7
    assert not page.locator("#x_none").is_visible()
    page.check('[name="kind"][value="rival"]')
    page.uncheck('[name="kind"][value="context"]')
    said = page.locator("#x_nothing").inner_text()
    assert said == "No entry fits all filters. Take one of them away, or all:"
    page.locator("#x_clear_all").focus()
    page.keyboard.press("Enter")
    assert len(shown(page)) == 155
    assert focused(page) == "x_table_box"


def test_an_empty_table_tells_of_what_was_given_up(
    chromium: Browser, tmp_path: Path
) -> None:
    sources = [source("a", excerpt("p", use("cmoc"), use("trust-safety")))]
    own = theory(configurations=[CMOC_RECORD | {"status": "rejected"}], sources=sources)
    with visit(chromium, written(own, tmp_path / "index.html")) as page:
        page.click("#x_to_table")
        page.check('[name="state"][value="supported"]')
        page.check('[name="kind"][value="configuration"]')
        said = page.locator("#x_nothing").inner_text()
        assert "What would fit was given up (1 entry)" in said


def test_filters_by_layer_and_by_who_speaks(page: Page) -> None:
    page.check('[name="layer"][value="institutional"]')
    count = int(page.locator("#x_shown").inner_text().split()[0])
    assert 0 < count < 155
    page.click("#x_clear")
    document = SOFS.sources[0].id
    page.select_option("#x_source", f"document:{document}")
    wanted = {
        use.claim for passage in SOFS.sources[0].excerpts for use in passage.bears_on
    }
    assert page.locator("#x_shown").inner_text().startswith(f"{len(wanted)} of")
    study = SOFS.sources[0].study
    page.select_option("#x_source", f"study:{study}")
    assert int(page.locator("#x_shown").inner_text().split()[0]) >= len(wanted)
    page.check("#x_hide")
    hidden = page.locator(".figure .out").first
    assert hidden.evaluate("e => getComputedStyle(e).visibility") == "hidden"


def test_search_finds_labels_definitions_ids_and_passages(page: Page) -> None:
    text = SOFS.sources[0].excerpts[0].text
    words = " ".join(re.findall(r"[a-z]{5,}", text)[:3])
    for asked, found in (
        ("SHARED understanding shared", ONE),
        ("risk to the child as small as possible", ONE),
        (ONE, ONE),
        (words, f":{SOFS.sources[0].id}:{SOFS.sources[0].excerpts[0].id}"),
    ):
        page.fill("#x_search", asked)
        targets = page.locator("#x_hits a").evaluate_all(
            "a => a.map(e => e.getAttribute('href'))"
        )
        assert any(one.endswith(found) for one in targets), asked
    page.fill("#x_search", "nothing like this anywhere")
    assert page.locator("#x_found").inner_text().startswith("Nothing found")


def hits(page: Page) -> list[str]:
    links = page.locator("#x_hits a")
    found: list[str] = links.evaluate_all("a => a.map(e => e.hash.slice(1))")
    return found


STRAIN = "system-strain-constrains-whole-system-alignment"
AUTHORITY = "committed-authority-enables-whole-system-alignment"


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("hinders", ["system-strain", STRAIN]),
        ("Barrier", ["system-strain", STRAIN]),
        ("gets in the way", ["system-strain", STRAIN]),
        ("helps", ["committed-authority", AUTHORITY]),
        ("enabler", ["committed-authority", AUTHORITY]),
        ("brings about", ["shared-view-produces-agreement"]),
    ],
)
def test_search_finds_plain_words_for_what_helps_and_hinders(
    page: Page, asked: str, found: list[str]
) -> None:
    page.fill("#x_search", asked)
    assert set(found) <= set(hits(page))


def test_what_was_asked_for_stands_before_what_has_the_word_somewhere(
    page: Page,
) -> None:
    page.fill("#x_search", "hinders")
    first = page.locator("#x_hits small").first.inner_text()
    assert first.startswith("context, hinders, ")


@pytest.mark.parametrize("asked", ["CMOC 6", "cmoc6", "cmoc-6"])
def test_search_finds_a_configuration_by_its_number(page: Page, asked: str) -> None:
    (wanted,) = (one for one, told in numbered(SOFS).items() if told == "CMOC 6")
    page.fill("#x_search", asked)
    assert hits(page)[0] == wanted
    said = page.locator("#x_hits small").first.inner_text()
    assert said.startswith("configuration, CMOC 6, ")
    page.keyboard.press("Enter")
    page.locator("#x_panel_title").wait_for()
    assert page.locator("#x_panel .kind").inner_text() == "configuration, CMOC 6"
    page.click("#x_to_table")
    assert row(page, wanted).locator("th small").inner_text() == "CMOC 6"


def test_the_very_number_stands_before_those_that_begin_with_it(page: Page) -> None:
    called = numbered(SOFS)
    page.fill("#x_search", "CMOC 1")
    assert called[hits(page)[0]] == "CMOC 1"


def test_search_says_what_the_filters_leave_out(page: Page) -> None:
    page.fill("#x_search", "hinders")
    assert "filters" not in page.locator("#x_results").inner_text()
    page.keyboard.press("Escape")
    page.check('[name="kind"][value="context"]')
    page.fill("#x_search", "hinders")
    marked = page.locator("#x_hits a", has_text="left out by the filters")
    kinds = {one.id: one.kind for one in SOFS.elements}
    outside = [one for one in hits(page) if kinds.get(one) != "context"]
    assert outside
    assert marked.evaluate_all("a => a.map(e => e.hash.slice(1))") == outside
    said = page.locator("#x_found").inner_text()
    assert said.endswith(
        f"Of these the filters leave out {len(outside)} entries, listed all the same."
    )
    # Filters set while the hits are listed, as from the keyboard.
    page.locator('[name="kind"][value="context"]').evaluate("e => e.click()")
    assert "filters" not in page.locator("#x_results").inner_text()


def test_a_passage_leads_to_an_entry_that_the_filters_show(
    chromium: Browser, tmp_path: Path
) -> None:
    passage = excerpt("p", use("trust"), use("safety"), text="Visits made them trust")
    own = theory(sources=[source("a", passage)])
    with visit(chromium, written(own, tmp_path / "index.html")) as page:
        page.fill("#x_search", "made them")
        assert hits(page) == ["trust:a:p"]
        page.keyboard.press("Escape")
        page.check('[name="kind"][value="outcome"]')
        page.fill("#x_search", "made them")
        assert hits(page) == ["safety:a:p"]
        assert "filters" not in page.locator("#x_results").inner_text()
        page.keyboard.press("Escape")
        page.uncheck('[name="kind"][value="outcome"]')
        page.check('[name="kind"][value="context"]')
        page.fill("#x_search", "made them")
        said = page.locator("#x_found").inner_text()
        assert "the filters leave out 1 passage, listed all the same" in said
        told = page.locator("#x_hits small").inner_text()
        assert told.endswith("bears on 2 entries; left out by the filters")


def test_search_is_operable_by_keyboard(page: Page) -> None:
    page.keyboard.press("/")
    assert focused(page) == "x_search"
    page.keyboard.type("shared responsibility")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowUp")
    target = focused(page, "e => e.getAttribute('href')")
    page.keyboard.press("Enter")
    page.locator("#x_panel_title").wait_for()
    assert page.url.endswith(target)
    assert not page.locator("#x_results").is_visible()
    page.keyboard.press("/")
    page.keyboard.type(" ")
    page.keyboard.press("Escape")
    assert not page.locator("#x_results").is_visible()
    assert focused(page) == "x_search"
    assert page.locator("#x_panel").is_visible()


def test_a_passage_that_was_found_is_brought_into_view(page: Page) -> None:
    one = SOFS.sources[0].excerpts[0]
    claim = one.bears_on[0].claim
    address = f"{claim}:{SOFS.sources[0].id}:{one.id}"
    page.evaluate("a => { location.hash = a }", address)
    page.locator(".passage:focus").wait_for()
    assert one.text[:40] in page.locator(".passage:focus").inner_text()


def test_the_table_is_sorted_and_leads_to_the_same_panel(page: Page) -> None:
    page.click("#x_to_table")
    assert page.locator("#x_to_table").get_attribute("aria-pressed") == "true"
    assert not page.locator("#x_figure").is_visible()
    labels = page.locator("#x_rows th a")
    page.get_by_role("button", name="Entry", exact=True).click()
    names = labels.all_inner_texts()
    assert names == sorted(names, key=str.casefold) or names[0] <= names[-1]
    head = page.locator('th[data-by="label"]')
    assert head.get_attribute("aria-sort") == "ascending"
    page.get_by_role("button", name="Entry", exact=True).click()
    assert head.get_attribute("aria-sort") == "descending"
    assert labels.all_inner_texts() == names[::-1]
    page.get_by_role("button", name="For", exact=True).click()
    counts = page.locator("#x_rows td:nth-child(3)").all_inner_texts()
    numbers = [int(one.split("+")[0].replace("·", "0")) for one in counts]
    assert numbers == sorted(numbers, reverse=True)
    page.click("#x_causal")
    assert page.locator("#x_rows tr").evaluate_all(
        "a => a.map(e => e.dataset.claim)"
    ) == reading_order(SOFS)
    row(page, "rival-good-leadership").locator("a").click()
    page.get_by_role("heading", name="Good leadership", level=2).wait_for()
    page.keyboard.press("Escape")
    assert focused(page, "e => e.getAttribute('href')") == "#rival-good-leadership"


def test_a_deep_link_opens_and_back_and_forward_follow(
    chromium: Browser, file: Path
) -> None:
    with visit(chromium, file, f"#{CMOC}") as page:
        title = page.locator("#x_panel_title")
        assert title.inner_text() == "Trust, shared responsibility, safer children"
        assert "Where parents trust" in page.locator(".statement").inner_text()
        assert mark(page, ONE).evaluate("e => e.classList.contains('member')")
        page.locator("#x_panel a", has_text="Children are safer").first.click()
        page.wait_for_function(
            "() => document.querySelector('h2').textContent[0] == 'C'"
        )
        page.go_back()
        page.wait_for_function(
            "() => document.querySelector('h2').textContent[0] == 'T'"
        )
        page.go_forward()
        page.wait_for_function(
            "() => document.querySelector('h2').textContent[0] == 'C'"
        )
        page.evaluate("location.hash = 'no-such-claim'")
        page.wait_for_function("() => document.querySelector('#x_panel').hidden")


def test_a_deep_link_brings_its_mark_into_view(chromium: Browser, file: Path) -> None:
    with visit(chromium, file, f"#{ONE}", reduced_motion="reduce") as page:
        box = mark(page, ONE).bounding_box()
        frame = page.locator("#x_canvas").bounding_box()
        assert box
        assert frame
        assert frame["x"] < box["x"] < frame["x"] + frame["width"] - box["width"]
        assert frame["y"] < box["y"] < frame["y"] + frame["height"] - box["height"]


WINDOW = {"width": 1300, "height": 800}


def inside(page: Page, claim: str) -> bool:
    box, frame = mark(page, claim).bounding_box(), page.locator("#x_canvas")
    around = frame.bounding_box()
    assert box
    assert around
    return (
        around["x"] <= box["x"] <= around["x"] + around["width"] - box["width"]
        and around["y"] <= box["y"] <= around["y"] + around["height"] - box["height"]
    )


def letters(page: Page) -> float:
    """Return the size of letters in the figure, in pixels on the screen."""
    text = page.locator(f'.figure [data-claim="{ONE}"] text').first
    size: float = text.evaluate(
        "e => parseFloat(e.getAttribute('font-size')) * e.getScreenCTM().a"
    )
    return size


def around(page: Page, claims: Iterable[str]) -> bool:
    """Tell whether all marks of these claims are in view."""
    return all(inside(page, one) for one in claims if mark(page, one).count())


@pytest.mark.parametrize(
    "size",
    [browser.DESK, {"width": 1280, "height": 720}, {"width": 390, "height": 800}],
)
def test_at_the_start_the_whole_figure_is_in_view(
    chromium: Browser, file: Path, size: dict[str, int]
) -> None:
    elements = [one.id for one in SOFS.elements]
    with visit(chromium, file, viewport=size, reduced_motion="reduce") as page:
        assert around(page, elements)
        frame = page.locator("#x_canvas").bounding_box()
        drawn = page.locator(".figure > g").bounding_box()
        assert frame
        assert drawn
        # As large as there is room for.
        assert (
            drawn["width"] > 0.9 * frame["width"]
            or drawn["height"] > 0.9 * frame["height"]
        )


def test_a_whole_figure_stays_whole_in_a_smaller_window(page: Page) -> None:
    page.set_viewport_size({"width": 900, "height": 500})
    page.wait_for_timeout(100)
    assert around(page, [one.id for one in SOFS.elements])


def test_a_narrow_window_closes_the_key(page: Page) -> None:
    assert page.locator("#x_filter_form").is_visible()
    page.set_viewport_size({"width": 390, "height": 800})
    page.wait_for_timeout(100)
    assert not page.locator("#x_filter_form").is_visible()
    frame = page.locator("#x_canvas").bounding_box()
    assert frame
    assert frame["y"] < 400


def test_in_a_low_window_the_figure_comes_soon(chromium: Browser, file: Path) -> None:
    # 1280 by 720 at twice the size.
    size = {"width": 640, "height": 360}
    with visit(chromium, file, viewport=size, reduced_motion="reduce") as page:
        frame = page.locator("#x_canvas").bounding_box()
        assert frame
        assert frame["y"] < 130
        assert frame["y"] + frame["height"] <= 370
        assert overflow(page) <= 0
        assert faults(page) == []


OUTSIDE = """() => {
    const frame = document.querySelector("#x_canvas").getBoundingClientRect();
    return [...document.querySelectorAll(".figure [data-claim]:not(.out)")].filter(
        (e) => {
            const box = e.getBoundingClientRect();
            return box.left < frame.left || box.right > frame.right
                || box.top < frame.top || box.bottom > frame.bottom;
        }).map((e) => e.dataset.claim);
}"""


def test_a_filter_brings_what_it_keeps_into_view(page: Page) -> None:
    state = State.NO_EFFECT
    wanted = [one.claim for one in EVIDENCE.argued() if one.state is state]
    whole = seen(page)
    for _ in range(6):
        page.click("#x_nearer")
    assert not around(page, wanted)
    page.check(f'[name="state"][value="{state}"]')
    # With all parts of lines, and what they join.
    assert page.evaluate(OUTSIDE) == []
    there = seen(page)
    assert there[2] < whole[2]
    # Hiding the rest, or searching, moves nothing.
    page.check("#x_hide")
    page.fill("#x_search", "trust")
    assert seen(page) == there
    page.keyboard.press("Escape")
    page.click("#x_clear")
    assert seen(page) == whole


def test_a_filter_set_beside_the_table_is_followed_in_the_figure(page: Page) -> None:
    whole = seen(page)
    page.click("#x_to_table")
    page.check(f'[name="state"][value="{State.NO_EFFECT}"]')
    page.click("#x_to_figure")
    page.wait_for_timeout(100)
    assert page.evaluate(OUTSIDE) == []
    assert seen(page)[2] < whole[2]


def test_a_deep_link_shows_neighbours_large_enough_to_be_read(
    chromium: Browser, tmp_path: Path
) -> None:
    # A long chain, so that not all of it could be read at once.
    ids = [f"e{i}" for i in range(40)]
    own = theory(
        elements=[element(one, "outcome") for one in ids],
        links=[link(f"k{i}", ids[i], ids[i + 1], "leads_to") for i in range(39)],
        configurations=[],
    )
    file = written(own, tmp_path / "index.html")
    options = {"viewport": WINDOW, "reduced_motion": "reduce"}
    with visit(chromium, file, "#e20", **options) as page:
        assert inside(page, "e19")
        assert inside(page, "e20")
        assert inside(page, "e21")
        size = mark(page, "e20").locator("text").first
        assert size.evaluate("e => e.getScreenCTM().a") >= 0.8


def test_a_deep_link_to_what_is_not_drawn_shows_its_members(
    chromium: Browser, file: Path
) -> None:
    with visit(chromium, file, f"#{CMOC}", reduced_motion="reduce") as page:
        assert mark(page, CMOC).count() == 0
        assert inside(page, ONE)


def test_controls_lie_over_no_words(chromium: Browser, file: Path) -> None:
    for size in (WINDOW, PHONE):
        for view, controls in (("figure", ".tools"), ("table", ".bar")):
            with visit(chromium, file, f"#{ONE}", viewport=size) as page:
                page.click(f"#x_to_{view}")
                words = page.locator("#x_shown").evaluate(
                    "e => { const r = document.createRange(); "
                    "r.selectNodeContents(e); return r.getBoundingClientRect() }"
                )
                for one in page.locator(f"{controls} button").all():
                    box = one.bounding_box()
                    if box:
                        is_beside = box["x"] >= words["right"]
                        assert is_beside or box["y"] >= words["bottom"]


def test_a_table_wider_than_its_box_says_so_and_moves(
    chromium: Browser, file: Path
) -> None:
    with visit(chromium, file, viewport=WINDOW, reduced_motion="reduce") as page:
        page.click("#x_to_table")
        button = page.locator("#x_sideways")
        assert button.inner_text() == "More columns →"
        for _ in range(4):
            if button.inner_text() == "← First columns":
                break
            button.click()
            page.wait_for_timeout(100)
        last = page.locator("#x_claims thead th").last.bounding_box()
        assert last
        assert last["x"] + last["width"] <= 1301
        # Rows still say what they are about.
        name = row(page, ONE).locator("th").bounding_box()
        box = page.locator("#x_table_box").bounding_box()
        assert name
        assert box
        assert name["x"] >= box["x"]
        button.click()
        page.wait_for_function(
            "() => document.querySelector('#x_table_box').scrollLeft < 1"
        )
    with visit(chromium, file, viewport={"width": 2200, "height": 800}) as page:
        page.click("#x_to_table")
        assert not page.locator("#x_sideways").is_visible()


def test_nothing_overflows_at_phone_width(chromium: Browser, file: Path) -> None:
    with visit(chromium, file, viewport=PHONE, has_touch=True, is_mobile=True) as page:
        assert overflow(page) <= 0
        page.click("#x_filters summary")
        page.click("#x_about summary")
        assert overflow(page) <= 0
        page.click("#x_filters summary")
        page.fill("#x_search", "the")
        assert overflow(page) <= 0
        page.keyboard.press("Escape")
        page.evaluate("a => { location.hash = a }", WORDED)
        page.locator("#x_panel_title").wait_for()
        assert overflow(page) <= 0
        below = page.locator("#x_panel").bounding_box()
        above = page.locator("#x_figure").bounding_box()
        assert below
        assert above
        assert below["y"] >= above["y"] + above["height"] - 1
        page.click("#x_to_table")
        assert overflow(page) <= 0
        page.click("#x_filters summary")
        page.check('[name="does"][value="hinders"]')
        page.check('[name="kind"][value="rival"]')
        assert page.locator("#x_clear_all").is_visible()
        page.fill("#x_search", "hinders")
        assert overflow(page) <= 0
        assert faults(page) == []


def test_axe_finds_nothing_serious(chromium: Browser, file: Path) -> None:
    with visit(chromium, file, reduced_motion="reduce") as page:
        assert faults(page) == []
        choose(page, ONE)
        assert faults(page) == []
        page.click("#x_to_table")
        assert faults(page) == []
        page.fill("#x_search", "trust")
        assert faults(page) == []
        page.check('[name="state"][value="supported"]')
        page.click("#x_to_figure")
        assert faults(page) == []
    with visit(chromium, file, f"#{WORDED}", viewport=PHONE, has_touch=True) as page:
        assert faults(page) == []


def test_axe_finds_nothing_serious_in_the_map_of_evidence(chromium: Browser) -> None:
    exported = ROOT / "exports" / "signs-of-safety" / "matrix.html"
    for size in ({"width": 1400, "height": 900}, PHONE):
        with visit(chromium, exported, viewport=size) as page:
            assert faults(page) == []


def test_without_a_script_figure_and_table_are_there(
    chromium: Browser, file: Path
) -> None:
    with visit(chromium, file, java_script_enabled=False) as page:
        assert page.locator(".figure").is_visible()
        assert page.locator("#x_claims").is_visible()
        assert page.locator("noscript p").is_visible()
        for gone in ("#x_search", "#x_filter_form", ".tools", ".views", "#x_panel"):
            assert not page.locator(gone).is_visible()


def test_on_paper_there_are_no_controls(page: Page) -> None:
    choose(page, ONE)
    page.emulate_media(media="print")
    assert page.locator("#x_panel h2").is_visible()
    for gone in ("#x_search", ".side", ".tools", ".close", ".views"):
        assert not page.locator(gone).is_visible()


@pytest.mark.parametrize("view", ["figure", "table"])
def test_the_table_is_printed_whole_with_its_heading_on_each_page(
    page: Page, view: str
) -> None:
    page.click(f"#x_to_{view}")
    made = page.pdf(prefer_css_page_size=True)
    printed = pypdf.PdfReader(io.BytesIO(made)).pages
    assert all(one.mediabox.width > one.mediabox.height for one in printed)
    texts = [one.extract_text() for one in printed]
    assert len(texts) > 5
    assert all("Inconclusive" in text for text in texts)
    # No column is cut off, and none is broken within a word.
    assert all("Theme" in text for text in texts)
    last = page.locator("#x_claims thead th").last
    page.set_viewport_size({"width": 1031, "height": 700})
    page.emulate_media(media="print")
    box = last.bounding_box()
    assert box
    assert box["x"] + box["width"] <= 1031
    assert page.locator("#x_table").is_visible()
    assert not page.locator("#x_figure").is_visible()
    assert page.locator(".on-paper").is_visible()


LONG = "word " * 999 + "end"
HOSTILE = {
    "script": "</script><script>alert(1)</script><img src=x onerror=alert(2)>",
    "quotes": "]]> \"quoted\" 'and' &amp; `${alert(3)}` \\N {|}",
    "rtl": "\u202eאבג שלום עולם",
    "emoji": "👩‍👩‍👧 漢字 ᚠ",
    "long": "x" * 5000,
    "words": LONG,
}


def test_hostile_texts_come_out_as_themselves(
    chromium: Browser, tmp_path: Path
) -> None:
    own = theory(
        title=HOSTILE["script"],
        question=HOSTILE["long"],
        elements=[
            element(one, "mechanism", definition=text, plain_label=text)
            | {"label": text}
            for one, text in HOSTILE.items()
        ],
        links=[link("a-b", "script", "quotes", "triggers", rationale=HOSTILE["long"])],
        configurations=[],
        sources=[
            source(
                "s",
                *(
                    excerpt(f"p-{one}", use(one, note=text), text=text, unit=text)
                    for one, text in HOSTILE.items()
                ),
                setting=HOSTILE["script"],
            )
        ],
    )
    file = written(own, tmp_path / "index.html")
    for size in ({"width": 1400, "height": 900}, PHONE):
        with visit(chromium, file, viewport=size) as page:
            assert page.locator("h1").text_content() == HOSTILE["script"]
            for one, said in HOSTILE.items():
                # An override would hide what the rest says, and is written out.
                text = said.replace("\u202e", "\\u202e")
                page.evaluate("a => { location.hash = a }", one)
                page.wait_for_function(
                    "t => document.querySelector('h2')?.textContent === t", arg=text
                )
                assert page.locator("#x_panel blockquote").text_content() == text
                assert overflow(page) <= 0
            page.fill("#x_search", "alert")
            assert overflow(page) <= 0
            page.keyboard.press("Escape")
            page.click("#x_to_table")
            assert overflow(page) <= 0
            assert page.locator("img").count() == 0
            assert page.locator("script").count() == 3


def test_passages_of_the_team_are_told_and_not_shown(
    chromium: Browser, tmp_path: Path
) -> None:
    own = theory(
        sources=[source("s", excerpt("p", use("trust"), text="hush", share="team"))]
    )
    file = written(own, tmp_path / "index.html")
    with visit(chromium, file, "#trust") as page:
        told = page.locator("#x_panel .passage").inner_text()
        assert "This passage is not for publication" in told
        page.click("#x_about summary")
        assert (
            "1 passage is not for publication" in page.locator("#x_about").inner_text()
        )
        page.fill("#x_search", "hush")
        assert page.locator("#x_found").inner_text().startswith("Nothing found")


def test_without_a_figure_the_table_works_all_the_same(
    chromium: Browser, tmp_path: Path
) -> None:
    file = written(theory(), tmp_path / "index.html", figure=b"")
    with visit(chromium, file) as page:
        assert "There is no figure" in page.locator("main").inner_text()
        row(page, "trust").locator("a").click()
        assert page.locator("#x_panel_title").inner_text() == "Trust"
        page.check('[name="kind"][value="outcome"]')
        assert page.locator("#x_rows tr:visible").count() == 1
        assert faults(page) == []


def test_an_empty_theory_is_a_sentence(chromium: Browser, tmp_path: Path) -> None:
    own = theory(elements=[], links=[], configurations=[])
    with visit(chromium, written(own, tmp_path / "index.html")) as page:
        assert "has no elements yet" in page.locator("main").inner_text()
        assert faults(page) == []


def test_many_passages_are_shown_by_and_by(chromium: Browser, tmp_path: Path) -> None:
    passages = [excerpt(f"p{i}", use("trust")) for i in range(100)]
    own = theory(sources=[source("s", *passages)])
    file = written(own, tmp_path / "index.html")
    with visit(chromium, file, "#trust") as page:
        shown = page.locator("#x_panel .passage")
        assert shown.count() == 40
        page.get_by_role("button", name="Show more passages").click()
        assert shown.count() == 80
        assert focused(page) == "x_s:p40"
    with visit(chromium, file, "#trust:s:p90") as page:
        assert page.locator("#x_panel .passage").count() == 91
        assert focused(page) == "x_s:p90"


def test_what_was_given_up_is_told_first(chromium: Browser, tmp_path: Path) -> None:
    sources = [source("a", excerpt("p", use("cmoc")))]
    own = theory(configurations=[CMOC_RECORD | {"status": "rejected"}], sources=sources)
    with visit(chromium, written(own, tmp_path / "index.html")) as page:
        made = page.locator("#x_shown").inner_text()
        assert "1 given up" in made
        argued = sum(1 for _ in Evidence(own).argued())
        assert f"{argued} claims that the theory argues for" in made
        page.evaluate("location.hash = 'cmoc'")
        page.locator("#x_panel_title").wait_for()
        first = page.locator("#x_panel > .head + *").inner_text()
        assert first == "Given up (rejected): no longer claimed."
        state = page.locator("#x_panel .state").first.inner_text()
        assert state == "given up: supported"
