from __future__ import annotations

import base64
import hashlib
import json
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from cmo import model
from cmo.diagrams.pictures import pictures
from cmo.evidence import Evidence
from cmo.model.vocabulary import ElementKind
from cmo.publish.explorer import MODULES, explorer
from cmo.publish.explorer_figure import inline
from cmo.publish.explorer_order import reading_order
from cmo.publish.guides import guide
from cmo.publish.references import references
from cmo.publish.table_cmocs import cmocs
from cmo.store.documents import adapter
from cmo.workspace.theories import load
from tests.making import CMOC, Json, element, excerpt, link, source, theory, use

if TYPE_CHECKING:
    from cmo.model import Theory

SOFS = Path(__file__).parents[2] / "theories" / "signs-of-safety"
ASSETS = Path(__file__).parents[2] / "cmo" / "publish" / "explorer_assets"
EMPTY = '{"id": "bare", "title": "Bare"}'
HOSTILE = (
    "</script><script>alert(1)</script>",
    "<!--<script>",
    "]]>",
    "“\"'`$title${title}{0}%s\\N",
    "a\u2028\u2029",
    "\u202eשלום",
    "漢字 👩‍👩‍👧",
)


def page(own: Theory, figure: bytes = b"") -> str:
    return explorer(own, Evidence(own), figure)


def as_read(text: str) -> str:
    """Return a text with what changes how the rest reads written out."""
    return re.sub("[\u2028\u2029\u202e]", lambda m: f"\\u{ord(m[0]):04x}", text)


def drawn(own: Theory) -> bytes:
    return pictures(own, Evidence(own))[0].draw("svg")


def block(text: str, name: str) -> Any:
    found = re.search(rf'<script type="application/json" id="{name}">(.*?)<', text)
    assert found
    return json.loads(found[1])


def claim(text: str, name: str) -> dict[str, Any]:
    claims = block(text, "x_theory")["claims"]
    (one,) = (one for one in claims if one["id"] == name)
    return dict(one)


def facts(one: dict[str, Any]) -> dict[str, list[Any]]:
    return dict(one["facts"])


def test_equal_theories_give_equal_pages() -> None:
    figure = drawn(theory())
    assert page(theory(), figure) == page(theory(), figure)


def test_the_page_asks_for_nothing_and_runs_only_what_we_put_there() -> None:
    own = load(SOFS)
    text = page(own, drawn(own))
    policy = re.search(r'Security-Policy" content="([^"]*)"', text)
    assert policy
    for tag, name in (("script type=.module.", "script"), ("style", "style")):
        content = re.search(rf"<{tag}>(.*?)</{name}>", text, re.DOTALL)
        assert content
        digest = base64.b64encode(hashlib.sha256(content[1].encode()).digest())
        assert f"{name}-src 'sha256-{digest.decode()}'" in policy[1]
    assert policy[1].startswith("default-src 'none'")
    assert not re.findall(r'\b(?:src|href)="(?!#|data:)', text)


def test_modules_have_no_name_in_common_and_import_only_from_before() -> None:
    names: set[str] = set()
    for i, one in enumerate(MODULES):
        code = (ASSETS / f"{one}.js").read_text("utf-8")
        own = re.findall(
            r"^(?:export )?(?:function\*?|const|let|class) (\w+)", code, re.MULTILINE
        )
        assert names.isdisjoint(own)
        names.update(own)
        imported = re.findall(r'from "\./(\w+)\.js"', code)
        assert set(imported) <= set(MODULES[:i])
        assert "innerHTML" not in code
        assert "insertAdjacentHTML" not in code


def test_what_users_write_stays_text() -> None:
    for text in HOSTILE:
        own = theory(
            title=text,
            question=text,
            themes=[{"id": "a", "title": text}],
            elements=[
                element("time", "context", theme="a") | {"label": text},
                element("trust", "mechanism", definition=text),
                element("safety", "outcome"),
                element("visits", "intervention"),
            ],
            sources=[source("s", excerpt("p", use("time", note=text), unit=text))],
        )
        made = page(own, drawn(own))
        assert made.count("<script") == 3
        assert made.count("<!--") == 0
        shown = as_read(text)
        assert claim(made, "time")["label"] == shown
        assert facts(claim(made, "trust"))["Definition"] == [shown]
        assert block(made, "x_evidence")["uses"]["time"][0]["note"] == shown


def test_what_no_reader_takes_is_written_out() -> None:
    label = "a\x01b"
    one = model.Context(id="c", kind=ElementKind.CONTEXT, label=label)
    own = model.Theory(id="t", title="T", elements=(one,))
    made = page(own)
    assert claim(made, "c")["label"] == "a\\u0001b"
    made.encode()


def test_passages_of_the_team_are_counted_and_left_out() -> None:
    own = theory(
        sources=[
            source(
                "s",
                excerpt(
                    "p1",
                    use("trust", note="secret note"),
                    text="secret text",
                    unit="secret unit",
                    result={"measure": "secret result"},
                    locator={"page": 3, "section": "secret", "url": "https://secret"},
                    reported_from="secret work",
                    share="team",
                ),
                excerpt("p2", use("trust"), text="open text", verbatim=True),
            )
        ]
    )
    made = page(own, drawn(own))
    assert "secret" not in made
    assert "1 passage is not for publication" in made
    assert "left out here, but it counts." in made
    listed = block(made, "x_evidence")["passages"]
    assert [one.get("hidden") for one in listed] == [True, None]
    assert listed[1]["text"] == "“open text”"
    assert claim(made, "trust")["direct"][0] == 1


def test_where_nothing_is_hidden_nothing_is_said_of_it() -> None:
    assert "x_hidden" not in page(theory())


def test_without_a_figure_the_table_stands_first() -> None:
    made = page(theory())
    assert "There is no figure of the whole theory" in made
    assert "x_to_figure" not in made.partition("<script")[0]
    assert made.index('id="x_no_figure"') < made.index('id="x_table"')


def test_an_empty_theory_says_so() -> None:
    own = adapter(model.Theory).validate_json(EMPTY)
    made = page(own, drawn(own))
    assert "This theory has no elements yet" in made
    assert "<script" not in made


def test_the_table_has_a_row_for_every_claim_with_its_state() -> None:
    own = load(SOFS)
    made = page(own)
    evidence = Evidence(own)
    rows = re.findall(r'<tr id="([^"]+)".*?#x_state_(\w+)"', made)
    assert dict(rows) == {one.claim: str(one.state) for one in evidence.all()}
    assert [one for one, _ in rows] == reading_order(own)


def test_causes_stand_before_their_effects() -> None:
    own = load(SOFS)
    order = reading_order(own)
    place = {one: i for i, one in enumerate(order)}
    assert len(order) == len(place)
    backwards = [k.id for k in own.links if place[k.source] > place[k.target]]
    assert backwards == []
    assert all(place[k.id] > place[k.source] for k in own.links)


def test_a_theory_of_loops_only_has_an_order_too() -> None:
    elements = [element(one, "outcome") for one in ("a", "b", "c")]
    links = [
        link("ab", "a", "b", "leads_to"),
        link("bc", "b", "c", "leads_to"),
        link("ca", "c", "a", "leads_to"),
    ]
    own = theory(elements=elements, links=links, configurations=[])
    assert reading_order(own) == ["a", "ab", "b", "bc", "c", "ca"]


def test_a_long_chain_is_no_trouble() -> None:
    elements = [element(f"e{i}", "outcome") for i in range(3000)]
    links = [link(f"k{i}", f"e{i}", f"e{i + 1}", "leads_to") for i in range(2999)]
    own = theory(elements=elements, links=links, configurations=[])
    assert reading_order(own)[::2] == [f"e{i}" for i in range(3000)]


def test_marks_of_the_figure_stand_in_reading_order_with_their_claims() -> None:
    own = load(SOFS)
    order = reading_order(own)
    figure, shown = inline(drawn(own), order)
    marks = re.findall(r'<g class="\w+" data-claim="([^"]+)">', figure)
    assert marks == [one for one in order if one in shown]
    assert {one.id for one in (*own.elements, *own.links)} <= shown
    assert re.findall(r' id="(?!x_)', figure) == []


def test_a_claim_tells_what_the_theory_and_the_evidence_say() -> None:
    own = theory(
        themes=[{"id": "a", "title": "Bonds"}],
        elements=[
            element("time", "context", layers=["individual"], for_whom="All"),
            element("trust", "mechanism", theme="a", resource="Visits", actor="Them")
            | {"plain_label": "They trust"},
            element("safety", "outcome", proximity="distal", intended=False),
            element("visits", "intervention"),
        ],
        rivals=[{"id": "luck", "label": "Luck", "about": "cmoc"}],
        decisions=[{"id": "d", "claims": ["cmoc"], "verdict": "upheld"}],
        assessments=[
            {"claim": "cmoc", "confidence": "low", "coherence": {"reason": "Odd"}}
        ],
        sources=[source("s", excerpt("p", use("cmoc", covers=["C", "M"])))],
    )
    made = page(own)
    assert facts(claim(made, "time"))["Layer"] == [
        "individual: people and their capacities"
    ]
    trust = claim(made, "trust")
    assert trust["plain"] == "They trust"
    assert facts(trust)["Resource"] == ["Visits"]
    assert facts(claim(made, "safety"))["Intended"] == ["no"]
    cmoc = claim(made, "cmoc")
    assert cmoc["statement"].startswith("If ")
    assert cmoc["roles"]["trust"] == "mechanism"
    assert (cmoc["themes"], cmoc["layers"]) == (["a"], ["individual"])
    assert claim(made, "luck")["themes"] == ["a"]
    assert claim(made, "trust-safety")["relation"] == "produces"
    assert facts(claim(made, "time-trust"))["To"] == [{"claim": "trust"}]
    known = block(made, "x_theory")
    assert known["decisions"][0]["claims"] == ["cmoc"]
    assert ["Coherence", ["not judged: Odd"]] in known["assessments"][0]["facts"]
    (used,) = block(made, "x_evidence")["uses"]["cmoc"]
    assert used["covers"] == "context, mechanism"


def test_mechanisms_that_did_not_fire_and_steps_are_told() -> None:
    one = CMOC | {
        "mechanisms": ["trust", "time"],
        "activations": {"trust": "not_fired"},
        "steps": [{"all": ["trust"]}, {"any": ["time", "trust"]}],
    }
    cmoc = claim(page(theory(configurations=[one])), "cmoc")
    assert cmoc["roles"]["trust"] == "mechanism that did not fire"
    assert facts(cmoc)["Mechanisms"][1] == "(did not fire)"
    assert facts(cmoc)["Order"] == [
        *("1.", {"claim": "trust"}),
        *("2. any of", {"claim": "time"}, {"claim": "trust"}),
    ]


def test_what_was_read_of_a_document_is_told_if_it_was_not_the_whole() -> None:
    sources = [source("a", extent="its abstract"), source("b")]
    part, whole = block(page(theory(sources=sources)), "x_theory")["sources"]
    assert part["extent"] == "its abstract"
    assert "extent" not in whole


def test_how_the_theory_was_made_is_told_where_it_is_recorded() -> None:
    made = page(theory(methods="Two of us coded <all>.\nA panel checked it."))
    assert "made:</b> Two of us coded &lt;all&gt;.\nA panel checked it.</p>" in made
    assert "How the theory was made" not in page(theory())


def test_documents_are_called_as_tables_and_guides_call_them() -> None:
    made = page(load(SOFS))
    known = block(made, "x_theory")
    short = {one["id"]: one["short"] for one in known["sources"]}
    assert short["baginsky-2017-notice"] == "Baginsky et al. 2017b"
    options = re.findall(r'<option value="document:([^"]+)">([^<]*)<', made)
    assert all(said.startswith(f"{short[one]}: ") for one, said in options)
    assert all(said.endswith(f"[{one}]") for one, said in options)
    assert sorted(short[one] for one, _ in options) == [short[o] for o, _ in options]
    weighed = [
        " ".join(parts)
        for one in known["decisions"]
        for term, parts in one["facts"]
        if term == "Sources weighed"
    ]
    assert "Baginsky et al." in weighed[0]
    assert "baginsky-" not in "".join(weighed)


def test_addresses_lead_out_only_if_they_are_web_pages() -> None:
    own = theory(
        sources=[
            source(
                "s",
                excerpt("p1", use("trust"), locator={"url": "https://example.org/a"}),
                excerpt("p2", use("trust"), locator={"url": "javascript:alert(1)"}),
            )
        ]
    )
    first, second = block(page(own), "x_evidence")["passages"]
    assert first["url"] == "https://example.org/a"
    assert "url" not in second
    assert second["address"] == "javascript:alert(1)"


@pytest.mark.parametrize(
    ("result", "told"),
    [
        (
            {"measure": "Entries", "value": 12, "unit": "%", "group": "pilots"},
            "Entries: 12 % (pilots)",
        ),
        (
            {"value": 12, "comparator": "before", "comparator_value": 14},
            "12; against 14 (before)",
        ),
        ({"measure": "Trust", "comparator": "before"}, "Trust; against before"),
        ({"group": "pilots", "period": "2020"}, "pilots; 2020"),
    ],
)
def test_a_result_is_told_in_one_line(result: dict[str, Any], told: str) -> None:
    own = theory(sources=[source("s", excerpt("p", use("trust"), result=result))])
    assert block(page(own), "x_evidence")["passages"][0]["result"] == told


def test_independence_is_that_towards_all_parties() -> None:
    judged = {"judgement": "independent", "by_party": {"Funder": "affiliated"}}
    made = theory(sources=[source("one", independence=judged)])
    (told,) = block(page(made), "x_theory")["sources"]
    assert told["independence"] == "affiliated"


@pytest.mark.parametrize("status", ["rejected", "respecified"])
def test_what_was_given_up_says_so_and_is_not_argued(status: str) -> None:
    sources = [source("a", excerpt("p", use("cmoc")))]
    text = page(theory(configurations=[CMOC | {"status": status}], sources=sources))
    one = claim(text, "cmoc")
    assert one["given_up"] == f"Given up ({status}): no longer claimed"
    assert not one["argued"]
    (row,) = re.findall(r'<tr id="cmoc".*?</tr>', text, re.DOTALL)
    assert "<small>given up:</small>" in row
    assert "that it occurs" not in row


def test_what_stands_is_argued_and_not_given_up() -> None:
    one = claim(page(theory(configurations=[CMOC | {"status": "accepted"}])), "cmoc")
    assert one["argued"]
    assert "given_up" not in one


def circumstances() -> Theory:
    """Return a theory with a circumstance that helps, one that hinders and so on."""
    contexts = ("time", "strain", "rules", "law", "weather")
    return theory(
        elements=[
            *(element(one, "context", layers=["institutional"]) for one in contexts),
            element("trust", "mechanism"),
            element("fear", "mechanism"),
            element("safety", "outcome"),
            element("harm", "outcome", valence="negative"),
            element("visits", "intervention"),
        ],
        links=[
            link("time-trust", "time", "trust", "enables"),
            link("strain-trust", "strain", "trust", "constrains"),
            link("law-trust", "law", "trust", "influences"),
            link("rules-fear", "rules", "fear", "enables"),
            link("fear-harm", "fear", "harm", "produces"),
            link("trust-safety", "trust", "safety", "produces"),
            link("safety-trust", "safety", "trust", "becomes_context_of"),
            link("trust-harm", "trust", "harm", "prevents"),
            link("visits-safety", "visits", "safety", "affects", sign="?"),
        ],
        configurations=[],
    )


def effects(text: str) -> dict[str, str]:
    claims = block(text, "x_theory")["claims"]
    return {one["id"]: one["does"] for one in claims if "does" in one}


def by_guide(own: Theory) -> dict[str, str]:
    """Return what a guide says that circumstances do."""
    made = guide(own, Evidence(own), references(own.sources))
    return {
        factor.claim.id: role
        for layer in made.layers
        for role in ("helps", "hinders", "either")
        for factor in getattr(layer, role)
    }


@pytest.mark.parametrize("own", [load(SOFS), circumstances()])
def test_the_explorer_says_of_circumstances_what_guides_say(own: Theory) -> None:
    ids = {one.id for one in own.elements}
    told = effects(page(own))
    assert by_guide(own)
    assert {one: does for one, does in told.items() if one in ids} == by_guide(own)


def test_links_and_circumstances_help_or_hinder_by_what_they_come_to() -> None:
    assert effects(page(circumstances())) == {
        "time": "helps",
        "strain": "hinders",
        "law": "either",
        "rules": "hinders",
        "safety": "helps",
        "time-trust": "helps",
        "strain-trust": "hinders",
        "law-trust": "either",
        # Rules bring on fear, and that does harm.
        "rules-fear": "hinders",
        "fear-harm": "hinders",
        "trust-safety": "helps",
        "safety-trust": "helps",
        "trust-harm": "helps",
    }


def test_what_helps_or_hinders_is_told_in_filters_table_and_panel() -> None:
    made = page(circumstances())
    options = re.findall(r'name="does" value="(\w+)">.*?class="n">(\d+)<', made)
    assert options == [("helps", "6"), ("hinders", "5"), ("either", "2")]
    (row,) = re.findall(r'<tr id="law".*?</tr>', made)
    assert "<td>either way</td>" in row
    assert facts(claim(made, "strain-trust"))["Helps or hinders"] == ["hinders"]
    assert "Helps or hinders" not in facts(claim(made, "weather"))
    assert claim(made, "strain-trust")["plain"] == (
        "“Strain” gets in the way of “Trust”."
    )


def test_only_circumstances_are_searched_for_as_such() -> None:
    claims = block(page(circumstances()), "x_theory")["claims"]
    found = {one["id"] for one in claims if one.get("is_of_circumstance")}
    assert found == {
        *("time", "strain", "rules", "law", "safety"),
        *("time-trust", "strain-trust", "law-trust", "safety-trust", "rules-fear"),
    }


@pytest.mark.parametrize("ends", [("gone", "trust"), ("time", "gone")])
def test_what_is_missing_does_nothing(ends: tuple[str, str]) -> None:
    made = page(theory(links=[link("odd", *ends, "constrains")]))
    assert effects(made) == {}
    assert "plain" not in claim(made, "odd")


def test_a_configuration_with_unknown_outcomes_does_no_harm() -> None:
    links = [link("time-trust", "time", "trust", "enables")]
    one: Json = CMOC | {"outcomes": ["gone"]}
    assert "time" not in effects(page(theory(links=links, configurations=[one])))


def test_configurations_have_the_numbers_of_the_table_of_them() -> None:
    given_up = CMOC | {"id": "old", "label": "Old", "status": "rejected"}
    own = theory(configurations=[given_up, CMOC])
    made = page(own)
    numbers = {one: claim(made, one)["number"] for one in ("cmoc", "old")}
    assert numbers == {"cmoc": "CMOC 1", "old": "CMOC 2"}
    (row,) = re.findall(r'<tr id="old".*?</tr>', made)
    assert '<th scope="row"><small>CMOC 2</small><a href="#old"' in row
    listed = str(cmocs(Evidence(own), references(own.sources)))
    assert listed.index("CMOC 1") < listed.index("id: cmoc") < listed.index("CMOC 2")
    assert listed.index("CMOC 2") < listed.index("id: old")
    assert "number" not in claim(made, "trust")
