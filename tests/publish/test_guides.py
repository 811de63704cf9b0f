from __future__ import annotations

import json
import re
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

import cmo
from cmo.evidence import Evidence, State
from cmo.model import Theory
from cmo.publish.document import Bullets, Document, Heading, Item, Paragraph, Table
from cmo.publish.guide_claims import MOST
from cmo.publish.guides import guide
from cmo.publish.markdown_reader import read_markdown
from cmo.publish.plain_words import CLOSE_HEADINGS
from cmo.publish.references import references
from cmo.publish.templating import own_template, render
from cmo.report.passages import LONGEST
from cmo.store.documents import adapter
from cmo.workspace.guiding import GUIDES as KINDS
from tests.making import CMOC, Json, element, excerpt, link, said, source, theory, use

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cmo.publish.guide_parts import Claim, Guide

SOFS = Path(__file__).parents[2] / "theories" / "signs-of-safety"
LINK = "trust-safety"
BARE: Json = {"elements": [], "links": [], "configurations": []}


def of(found: Theory) -> Guide:
    return guide(found, Evidence(found), references(found.sources))


def made(**parts: Any) -> Guide:
    return of(theory(**parts))


def document(found: Guide, kind: str) -> Document:
    shown = render(own_template(kind), found, lambda *_: [], name=kind)
    return read_markdown(shown.text, {}, title="Untitled")


def text_of(found: Guide, kind: str = "practice") -> str:
    return "\n".join(lines(document(found, kind)))


def lines(whole: Document) -> Iterator[str]:
    yield whole.title
    for block in whole.blocks:
        match block:
            case Heading() | Paragraph():
                yield "".join(run.text for run in block.words)
            case Bullets():
                yield from items(block.items)
            case Table():
                yield block.caption
                for row in block.rows:
                    for cell in row:
                        yield from ("".join(r.text for r in own) for own in cell.lines)


def items(found: tuple[Item, ...]) -> Iterator[str]:
    for one in found:
        yield "".join(run.text for run in one.words)
        yield from items(one.items)


def headings(found: Guide, kind: str = "practice") -> list[str]:
    return [
        "".join(run.text for run in block.words)
        for block in document(found, kind).blocks
        if isinstance(block, Heading)
    ]


def claims(found: Guide) -> list[Claim]:
    """Return every claim of a guide, wherever it stands."""
    groups = [group for theme in found.themes for group in theme.steps]
    groups += [group for layer in found.layers for group in layer.steps]
    groups += [group for effects in found.effects for group in effects.groups]
    return [
        *(claim for group in groups for claim in group.claims),
        *(one.claim for theme in found.themes for one in theme.statements),
        *(one.claim for theme in found.themes for one in theme.responses),
        *(one.claim for one in found.rivals),
    ]


SOFS_GUIDE = of(cmo.load(SOFS))


def test_every_claim_that_is_argued_for_stands_in_the_guide_once() -> None:
    argued = [one.claim for one in Evidence(cmo.load(SOFS)).argued()]
    assert sorted(claim.id for claim in claims(SOFS_GUIDE)) == sorted(argued)
    assert SOFS_GUIDE.total == len(argued)
    assert sum(one.number for one in SOFS_GUIDE.counts) == len(argued)


def test_every_claim_stands_in_the_practice_guide_with_what_is_behind_it() -> None:
    text = text_of(SOFS_GUIDE)
    for claim in claims(SOFS_GUIDE):
        assert claim.text in text or claim.name in text
        assert claim.evidence
        assert claim.evidence in text


# Terms of art, which a reader who never met realist evaluation does not know.
TERMS = re.compile(
    r"mechanism|\bcmo|configuration|proximal|intermediate|distal|theorised|unsupported"
    r"|inconclusive|undeveloped|contested|realist|retroduc|demi-regular|ripple|\brival"
    r"|moderator|\bemmie|\bgrade|cerqual|rameses|institutional|infrastructural"
    r"|interpersonal|valence|bearing|programme theory|\bflag|affiliated|rigour"
    r"|intervention",
    re.IGNORECASE,
)
OWN_TEXTS = re.compile(
    r"(plain_)?label|definition|statement|title|narrative|question|name|description"
    r"|rationale|explanation|text|resource|reasoning|actor|for_whom|notes?|undeveloped"
    r"|section|slide|summary|family|given|publisher(-place)?|genre|setting|unit"
    r"|reported_from|coherence|phase|domain"
)


def without_own_texts(value: Any, key: str = "") -> Any:
    """Return a theory's JSON with everything that its authors worded blotted out."""
    if isinstance(value, dict):
        return {name: without_own_texts(one, name) for name, one in value.items()}
    if isinstance(value, list):
        return [without_own_texts(one, key) for one in value]
    return "Xxx" if isinstance(value, str) and OWN_TEXTS.fullmatch(key) else value


def blotted() -> Theory:
    whole = json.loads((SOFS / "theory.json").read_text("utf-8"))
    sources = sorted((SOFS / "sources").iterdir())
    whole["sources"] = [json.loads(file.read_text("utf-8")) for file in sources]
    whole["authors"] = ["Xxx"]
    return adapter(Theory).validate_json(json.dumps(without_own_texts(whole)))


def test_the_practice_guide_has_no_term_of_art_but_one_in_brackets() -> None:
    told = text_of(of(blotted())).replace("(researchers call this the mechanism)", "")
    assert "Xxx" in told
    assert TERMS.findall(told) == []


def test_the_implementation_guide_has_no_term_of_art() -> None:
    assert TERMS.findall(text_of(of(blotted()), "implementation")) == []


def test_what_studies_did_not_bear_out_is_told_before_anything_is_explained() -> None:
    found = headings(SOFS_GUIDE)
    assert found[1] == "What was found of the whole"
    else_ = found.index("What else studies did not bear out, or could not tell")
    assert else_ < found.index("How to read this guide")
    assert [group.heading for group in SOFS_GUIDE.otherwise] == [
        "Looked at, and too little found to say",
        "Not studied itself; a document speaks against something close to it",
        "Not studied itself; findings on something close disagree",
        CLOSE_HEADINGS[State.INCONCLUSIVE],
    ]


@pytest.mark.parametrize("kind", KINDS)
def test_headings_leave_out_no_level(kind: str) -> None:
    levels = [
        block.level
        for block in document(SOFS_GUIDE, kind).blocks
        if isinstance(block, Heading)
    ]
    assert levels[0] == 1
    assert all(b - a <= 1 for a, b in pairwise(levels))


@pytest.mark.parametrize("kind", KINDS)
def test_an_empty_theory_gives_a_short_guide(kind: str) -> None:
    text = text_of(made(**BARE), kind)
    assert text.startswith("Trust: a guide for ")
    assert len(text.split()) < 400
    assert ("Nothing is claimed yet" in text) == (kind == "practice")


@pytest.mark.parametrize("kind", KINDS)
def test_elements_alone_give_a_guide(kind: str) -> None:
    parts = BARE | {"elements": [element("time", "context")]}
    assert "Time" in text_of(made(**parts), kind)


def test_without_themes_what_is_held_stands_under_one_heading() -> None:
    found = made()
    assert [(theme.id, theme.title) for theme in found.themes] == [
        ("", "The whole of it")
    ]
    assert "The whole of it" in headings(found)


def test_without_evidence_nobody_has_looked_at_anything() -> None:
    found = made()
    assert {claim.evidence for claim in claims(found)} == {"Nobody has looked at this."}
    assert [group.claims[0].state for group in found.open_claims] == ["unsupported"]
    assert "Where nobody has looked" in headings(found)


def test_themes_come_in_their_order_and_what_has_none_last() -> None:
    themes = [
        {"id": "late", "title": "Late"},
        {"id": "two", "title": "Two", "order": 2},
        {"id": "one", "title": "One", "order": 1},
        {"id": "empty", "title": "Empty", "order": 0},
    ]
    configurations = [
        {**CMOC, "id": f"c-{theme}", "theme": theme} for theme in ("late", "two", "one")
    ]
    found = made(themes=themes, configurations=[*configurations, CMOC])
    assert [theme.title for theme in found.themes] == [
        "One",
        "Two",
        "Late",
        "Beside these themes",
    ]


def test_a_theme_of_single_steps_alone_is_told_step_by_step() -> None:
    elements = [
        element("trust", "mechanism"),
        element("safety", "outcome", theme="core"),
    ]
    found = made(
        themes=[{"id": "core", "title": "Core"}],
        elements=elements,
        links=[link(LINK, "trust", "safety", "produces")],
        configurations=[],
    )
    assert "Core" not in headings(found)
    assert "Core\n“Trust” brings about “Safety”.\nNobody has looked" in text_of(found)


def test_what_was_given_up_is_left_out_and_counted() -> None:
    configurations = [CMOC, {**CMOC, "id": "old", "status": "rejected"}]
    found = made(configurations=configurations)
    assert "old" not in {claim.id for claim in claims(found)}
    assert found.given_up == 1
    assert "1 earlier statement was given up" in text_of(found)


def layered(*links: Json, **time: Any) -> dict[str, list[str]]:
    """Return where a guide puts the circumstances "time" and "money", by title."""
    elements = [
        element("time", "context", **time),
        element("money", "context", layers=["infrastructural"]),
        element("trust", "mechanism"),
        element("safety", "outcome"),
    ]
    found = made(elements=elements, links=list(links), configurations=[])
    return {
        f"{layer.title}: {role}": [one.claim.name for one in getattr(layer, role)]
        for layer in found.layers
        for role in ("helps", "hinders", "either", "other")
        if getattr(layer, role)
    }


SYSTEM = "The wider system: policy, money, staffing"


@pytest.mark.parametrize(
    ("link_parts", "role"),
    [
        ({"relation": "enables"}, "helps"),
        ({"relation": "constrains"}, "hinders"),
        ({"relation": "enables", "sign": "-"}, "hinders"),
        ({"relation": "influences"}, "either"),
        ({"relation": "enables", "sign": "?"}, "either"),
    ],
)
def test_a_circumstance_helps_or_hinders_as_its_link_says(
    link_parts: Json, role: str
) -> None:
    one = link("a", "time", "trust", **link_parts)
    found = layered(one, layers=["individual"])
    assert found == {f"The person: {role}": ["Time"], f"{SYSTEM}: other": ["Money"]}


@pytest.mark.parametrize(
    ("relation", "sign", "role"),
    [
        ("enables", "+", "helps"),
        ("enables", "-", "hinders"),
        ("constrains", "+", "hinders"),
        ("constrains", "-", "helps"),
    ],
)
def test_what_shapes_a_circumstance_helps_or_hinders_with_it(
    relation: str, sign: str, role: str
) -> None:
    found = layered(
        link("a", "time", "trust", relation),
        link("b", "money", "time", "shapes", sign=sign),
    )
    assert found[f"{SYSTEM}: {role}"] == ["Money"]


@pytest.mark.parametrize(
    ("trust", "time", "relation", "role"),
    [
        ("negative", None, "enables", "hinders"),
        ("negative", None, "constrains", "helps"),
        ("positive", None, "enables", "helps"),
        ("mixed", None, "enables", "either"),
        ("neutral", None, "enables", "either"),
        (None, "negative", "enables", "either"),
        (None, "negative", "constrains", "hinders"),
        (None, "neutral", "enables", "helps"),
    ],
)
def test_what_helps_something_unwanted_does_not_help(
    trust: str | None, time: str | None, relation: str, role: str
) -> None:
    elements = [
        element("time", "context", valence=time),
        element("trust", "mechanism", valence=trust),
    ]
    links = [link("a", "time", "trust", relation)]
    (layer,) = made(elements=elements, links=links, configurations=[]).layers
    assert [one.claim.name for one in getattr(layer, role)] == ["Time"]


@pytest.mark.parametrize(
    ("results", "role"),
    [
        ([("produces", "negative")], "hinders"),
        ([("prevents", "negative")], "helps"),
        ([("prevents", "positive")], "hinders"),
        ([("produces", "positive"), ("produces", "negative")], "either"),
        ([("influences", "positive")], "either"),
        ([("produces", None)], "helps"),
    ],
)
def test_it_counts_what_comes_of_what_a_circumstance_helps(
    results: list[tuple[str, str | None]], role: str
) -> None:
    elements = [element("time", "context"), element("trust", "mechanism")]
    links = [link("a", "time", "trust", "enables")]
    for i, (relation, valence) in enumerate(results):
        elements.append(element(f"o{i}", "outcome", valence=valence))
        links.append(link(f"l{i}", "trust", f"o{i}", relation))
    (layer,) = made(elements=elements, links=links, configurations=[]).layers
    assert [one.claim.name for one in getattr(layer, role)] == ["Time"]
    titles = {"either": "What matters, either way", "hinders": "What gets in the way"}
    assert (titles.get(role, "What helps")) in text_of(
        made(elements=elements, links=links, configurations=[])
    )


@pytest.mark.parametrize(
    ("parts", "relation", "role"),
    [
        ({}, "enables", "hinders"),
        ({"activations": {"trust": "not_fired"}}, "constrains", "hinders"),
        ({}, "constrains", "hinders"),
        ({"status": "rejected"}, "enables", "helps"),
    ],
)
def test_without_arrows_from_it_a_mechanism_leads_where_statements_say(
    parts: Json, relation: str, role: str
) -> None:
    elements = [
        element("time", "context"),
        element("trust", "mechanism"),
        element("safety", "outcome", valence="negative"),
    ]
    links = [link("a", "time", "trust", relation)]
    configurations = [{**CMOC, "interventions": [], **parts}]
    found = made(elements=elements, links=links, configurations=configurations)
    assert [one.claim.name for one in getattr(found.layers[0], role)] == ["Time"]


def test_circumstances_that_shape_each_other_come_to_an_end() -> None:
    found = layered(
        link("a", "time", "money", "shapes"), link("b", "money", "time", "shapes")
    )
    assert found == {
        f"{SYSTEM}: other": ["Money"],
        "Other circumstances: other": ["Time"],
    }


def test_a_long_line_of_circumstances_is_followed_to_its_end() -> None:
    many = 3000
    elements = [
        *(element(f"c{i}", "context") for i in range(many)),
        element("trust", "mechanism"),
    ]
    links = [
        *(link(f"l{i}", f"c{i}", f"c{i + 1}", "shapes") for i in range(many - 1)),
        link("end", f"c{many - 1}", "trust", "constrains"),
    ]
    found = made(elements=elements[-3:], links=links[-2:], configurations=[])
    assert len(found.layers[0].hinders) == 2
    assert len(made(elements=elements, links=links, configurations=[]).layers) == 1


def test_a_circumstance_stands_in_the_widest_of_its_layers_and_names_the_others() -> (
    None
):
    time = element("time", "context", layers=["institutional", "individual"])
    (layer,) = made(elements=[time], links=[], configurations=[]).layers
    assert (layer.id, layer.is_for_leaders) == ("institutional", True)
    assert layer.other[0].also == ("The person",)


def test_a_result_that_becomes_a_circumstance_stands_among_them() -> None:
    ripple = link("a", "safety", "trust", "becomes_context_of")
    found = made(links=[ripple], configurations=[])
    titles = [layer.title for layer in found.layers if layer.helps]
    assert titles == ["What earlier results make easier or harder"]


def test_effects_of_the_whole_are_named_by_their_outcome() -> None:
    links = [
        link("a", "visits", "safety", "affects"),
        link("b", "visits", "trust", "affects", sign="-"),
    ]
    found = made(links=links, sources=said("a", "no_effect"))
    (effects,) = found.effects
    assert effects.name == "Visits"
    assert [
        (g.claims[0].state, [c.name for c in g.claims]) for g in effects.groups
    ] == [
        ("no_effect", ["“Safety”"]),
        ("unsupported", ["less of “Trust”"]),
    ]


def test_claims_are_put_together_only_if_the_same_stands_behind_them() -> None:
    elements = [
        element(one, kind)
        for one, kind in (
            ("trust", "mechanism"),
            ("safety", "outcome"),
            ("calm", "outcome"),
            ("peace", "outcome"),
        )
    ]
    links = [
        link(f"to-{one}", "trust", one, "produces")
        for one in ("safety", "calm", "peace")
    ]
    sources = [
        *said("to-safety", "supports"),
        source("z", excerpt("p1", use("to-peace")), excerpt("p2", use("to-calm"))),
    ]
    found = made(elements=elements, links=links, configurations=[], sources=sources)
    groups = [[claim.id for claim in group.claims] for group in found.themes[0].steps]
    assert groups == [["to-safety"], ["to-calm", "to-peace"]]


def only_claim(*sources: Json) -> Claim:
    found = made(sources=list(sources))
    return next(claim for claim in claims(found) if claim.id == LINK)


def test_a_passage_is_shown_for_each_study_and_bearing() -> None:
    passages = [
        excerpt("p1", use(LINK)),
        excerpt("p2", use(LINK)),
        excerpt("p3", use(LINK, "refutes")),
        excerpt("p4", use(LINK, directness="indirect")),
        excerpt("p5", use(LINK, "neutral")),
    ]
    claim = only_claim(source("a", *passages))
    assert [(one.text, one.bearing) for one in claim.passages] == [
        ("What p1 says.", "speaks for it"),
        ("What p2 says.", "speaks for it"),
        ("What p3 says.", "speaks against it"),
    ]
    assert claim.more == 0


def test_of_many_passages_those_of_other_studies_and_bearings_are_shown() -> None:
    many = [excerpt(f"p{i}", use(LINK)) for i in range(1, 20)]
    against = excerpt("p20", use(LINK, "refutes"))
    other = source("b", excerpt("p1", use(LINK)))
    claim = only_claim(source("a", *many, against), other)
    assert [one.id for one in claim.passages] == [
        *(f"a#p{i}" for i in range(1, MOST - 1)),
        "a#p20",
        "b#p1",
    ]
    assert claim.more == 21 - MOST
    studies = [source(f"s{i}", excerpt("p1", use(LINK))) for i in range(MOST + 3)]
    claim = only_claim(*studies)
    assert len(claim.passages) == MOST + 3
    assert claim.more == 0


def test_how_many_passages_are_not_shown_is_told() -> None:
    many = [excerpt(f"p{i}", use("to-safety", "no_effect")) for i in range(MOST + 2)]
    links = [link("to-safety", "visits", "safety", "affects")]
    found = made(sources=[source("a", *many)], links=links, configurations=[])
    for kind in KINDS:
        assert "2 more passages are not shown here." in text_of(found, kind)


def test_what_speaks_of_the_outcome_stands_for_a_configuration() -> None:
    parts = [["C"], ["C", "O"], ["O"], ["C", "M"]]
    passages = [
        excerpt(f"p{i}", use(CMOC["id"], covers=parts[i % 4])) for i in range(MOST * 4)
    ]
    found = made(sources=[source("a", *passages)], configurations=[CMOC])
    shown = found.themes[0].statements[0].claim.passages
    assert [one.id for one in shown] == [f"a#p{4 * i + 1}" for i in range(MOST)]


def test_a_passage_names_its_document_and_the_place_in_it() -> None:
    passage = excerpt(
        "p1",
        use(LINK),
        locator={"page": 0, "section": "Key\nfindings", "slide": " "},
        reported_from="Old (1999)",
        verbatim=True,
    )
    citation = {
        "title": "T",
        "author": [{"family": "Doe"}],
        "issued": {"date-parts": [[2020]]},
    }
    claim = only_claim({**source("a", passage), "citation": citation})
    (shown,) = claim.passages
    assert shown.is_quotation
    assert shown.is_data
    assert shown.source == ("Doe 2020, page 0, section Key findings, citing Old (1999)")
    assert claim.cited == ("Doe 2020",)


def test_a_long_passage_is_shortened_between_words() -> None:
    passage = excerpt("p1", use(LINK)) | {"text": "word " * 200}
    shown = only_claim(source("a", passage)).passages[0].text
    assert len(shown) <= LONGEST + 2
    assert shown.endswith("word …")
    marked = excerpt("p1", use(LINK)) | {"text": "“I see.”", "verbatim": True}
    assert only_claim(source("a", marked)).passages[0].text == "I see."
    unbroken = excerpt("p1", use(LINK)) | {"text": "x" * 5000}
    assert only_claim(source("a", unbroken)).passages[0].text == "x" * LONGEST + " …"


SECRET = "Nobody outside the team may read this"  # noqa: S105 - a passage


def secret(one: str, *uses: Json) -> Json:
    parts = {
        "share": "team",
        "unit": f"{SECRET} unit",
        "locator": {"section": f"{SECRET} section", "page": 7},
        "reported_from": f"{SECRET} work",
        "result": {"measure": f"{SECRET} result"},
        "bears_on": [{**use, "note": f"{SECRET} note"} for use in uses],
    }
    return {**excerpt(one), **parts, "text": SECRET}


def test_passages_for_the_team_are_left_out_and_counted() -> None:
    sources = [
        source("a", secret("p1", use(LINK), use("trust")), excerpt("p2", use(LINK))),
        source("b", secret("p1", use(LINK, "refutes"))),
    ]
    found = made(sources=sources)
    assert found.withheld == 2
    claim = next(one for one in claims(found) if one.id == LINK)
    assert [one.text for one in claim.passages] == ["", "What p2 says.", ""]
    for kind in KINDS:
        text = text_of(found, kind)
        assert SECRET not in text
        assert "2 passages are not for publication" in text
    assert SECRET not in repr(found)


def test_a_passage_that_was_shown_is_pointed_to() -> None:
    passage = excerpt("p1", use(LINK, "no_effect"), use("visits-safety", "no_effect"))
    sources = [source("a", passage), source("b", excerpt("p2", use("visits-safety")))]
    links = [
        link(LINK, "trust", "safety", "affects"),
        link("visits-safety", "visits", "safety", "affects"),
    ]
    text = text_of(made(sources=sources, links=links, configurations=[]))
    assert text.count("What p1 says.") == 1
    assert text.count("(“a” n.d., page 1) [1]") == 1
    assert text.count("Found no reliable effect: see [1]") == 1
    assert text.count("What p2 says. (“b” n.d., page 1) [2]") == 1


def test_what_was_looked_at_and_is_no_claim_stands_in_both_guides() -> None:
    sources = [
        *said("safety", "no_effect"),
        source("z", excerpt("p1", use("time")), excerpt("p2", use("visits"))),
    ]
    found = made(sources=sources)
    assert [g.claims[0].state for g in found.occurring] == ["no_effect"]
    for kind in KINDS:
        text = text_of(found, kind)
        assert "This comes about: “Safety”. (“a” n.d.)" in text
        assert "No effect of the whole" not in text
    told = headings(found)
    assert "What studies did not bear out, or could not tell" in told
    assert "“Safety”" not in text_of(found).split("Of what is named")[0]


def test_that_no_effect_was_looked_for_is_said_only_where_it_is_so() -> None:
    told = "No effect of the whole is claimed or was looked for."
    assert told in text_of(made(), "implementation")
    proposed = made(sources=said("safety", "proposes"))
    assert told in text_of(proposed, "implementation")
    for bearing in ("supports", "refutes", "no_effect", "inconclusive"):
        found = made(sources=said("safety", bearing))
        assert told not in text_of(found, "implementation")


def test_what_speaks_against_a_claim_is_shown_where_it_is_first_told() -> None:
    found = made(sources=said("safety", "refutes"))
    for kind in KINDS:
        text = text_of(found, kind)
        assert "Speaks against it: What p1 says." in text
        assert "also “speaks against” a claim if it found that something else" in text
    argued = text_of(made(sources=said(LINK, "refutes")))
    start, rest = argued.split("How to read this guide")
    assert "Speaks against it: What p1 says." in start
    assert "What p1 says." not in rest


@pytest.mark.parametrize(
    ("degree", "told"),
    [
        ("not_fired", "Here “Trust” did not happen."),
        ("weak", "Here “Trust” happened only weakly."),
        ("partial", "Here “Trust” happened only in part."),
        ("unknown", "How far “Trust” happened here is not known."),
    ],
)
@pytest.mark.parametrize("kind", KINDS)
def test_what_did_not_happen_in_full_is_said_beneath_a_statement_by_hand(
    kind: str, degree: str, told: str
) -> None:
    by_hand = {"statement": "Trust is lost.", "activations": {"trust": degree}}
    assert told in text_of(made(**led(by_hand)), kind)


def led(*configurations: Json) -> Json:
    """Return parts of a theory with so many configurations for leaders."""
    return {
        "elements": [
            element("time", "context", layers=["institutional"]),
            element("trust", "mechanism"),
            element("safety", "outcome"),
            element("visits", "intervention"),
        ],
        "configurations": [
            {**CMOC, "id": f"c{i}", **one} for i, one in enumerate(configurations)
        ],
    }


@pytest.mark.parametrize("kind", KINDS)
def test_what_happened_in_full_is_not_said_again(kind: str) -> None:
    text = text_of(made(**led({"activations": {"trust": "strong"}})), kind)
    assert "Here “Trust”" not in text


@pytest.mark.parametrize("kind", KINDS)
def test_the_statement_to_compare_with_is_named_unless_it_was_given_up(
    kind: str,
) -> None:
    one, other = {"contrast_with": "c1"}, {"statement": "Trust grows."}
    assert "Compare: Trust grows." in text_of(made(**led(one, other)), kind)
    for gone in (led(one, other | {"status": "rejected"}), led(one)):
        assert "Compare" not in text_of(made(**gone), kind)


def test_a_rival_is_told_with_what_it_would_explain_and_its_verdict() -> None:
    rivals = [
        {"id": "r1", "label": "Luck", "about": LINK, "explanation": "It was luck."},
        {"id": "r2", "label": "Money", "verdict": "rejected"},
    ]
    text = text_of(made(rivals=rivals))
    assert "Luck: It was luck." in text
    assert "It speaks against this: “Trust” brings about “Safety”." in text
    assert "The guide’s authors have not decided between the two." in text
    assert "What the guide’s authors decided: it was given up." in text


def test_leaders_see_what_goes_with_circumstances_of_the_organisation() -> None:
    elements = [
        element("time", "context", layers=["institutional"]),
        element("mood", "context", layers=["individual"]),
        element("trust", "mechanism"),
        element("visits", "intervention"),
        element("calls", "intervention", definition="By telephone."),
    ]
    mood = {"contexts": ["mood"], "interventions": ["calls"], "outcomes": []}
    configurations = [{**CMOC, "outcomes": []}, {**CMOC, "id": "other", **mood}]
    found = made(elements=elements, links=[], configurations=configurations)
    assert [(one.claim.name, one.is_for_leaders) for one in found.offers] == [
        ("Visits", True),
        ("Calls", False),
    ]
    text = text_of(found, "implementation")
    assert "“Time”" in text
    assert "“Mood”" not in text.split("Open questions")[0]
    assert "Calls: By telephone." in text


def test_responses_are_told_in_two_halves_with_names() -> None:
    trust = element(
        "trust",
        "mechanism",
        resource="Visits; calls",
        reasoning="I can rely on them",
        actor="Parents",
    )
    told = text_of(made(elements=[trust], links=[], configurations=[]))
    for half in (
        "Trust (Who responds: Parents.)",
        "What people are given: Visits; calls.",
        "How they respond: I can rely on them.",
    ):
        assert half in told


def test_a_heading_has_something_under_it() -> None:
    title = "What is needed, and what it costs"
    found = made(emmie=[{"dimension": "effect", "summary": "It works."}])
    assert title not in headings(found, "implementation")
    found = made(emmie=[{"dimension": "economics", "summary": "It costs."}])
    assert title in headings(found, "implementation")


def test_a_rival_that_nobody_looked_at_is_told_as_another_explanation() -> None:
    found = made(rivals=[{"id": "r", "label": "Luck"}])
    for kind in KINDS:
        assert "Another explanation: “Luck”." in text_of(found, kind)


def test_studies_are_counted_as_the_status_counts_them() -> None:
    assert (SOFS_GUIDE.documents, SOFS_GUIDE.studies, SOFS_GUIDE.cited) == (4, 3, 1)
    from cmo.workspace.judging import status

    counted = status(SOFS)
    assert (SOFS_GUIDE.studies, SOFS_GUIDE.cited) == (counted.studies, counted.cited)


@pytest.mark.parametrize("kind", KINDS)
def test_that_nobody_has_looked_is_defined_before_it_is_said(kind: str) -> None:
    text = text_of(made(sources=said("time", "proposes")), kind)
    assert text.index("obody has looked” means only that") < text.index("obody") + 2
    assert "the one document read for this guide says nothing for or against it" in text
    assert "It rests on 1 document." in text


@pytest.mark.parametrize("kind", KINDS)
def test_no_verb_depends_on_the_number_of_the_programme(kind: str) -> None:
    text = text_of(made(intervention={"name": "Peer mentors"}), kind)
    found = re.findall(r"Peer mentors (\w+)", text)
    assert set(found) <= {"It"}, found


def test_a_caveat_of_nearly_all_claims_stands_at_the_start_of_both_guides() -> None:
    (told,) = SOFS_GUIDE.in_common
    assert "tied to the programme" in told
    assert told in text_of(SOFS_GUIDE).split("How to read this guide")[0]
    assert told in text_of(SOFS_GUIDE, "implementation").split("What has been found")[0]


def test_leaders_see_costs_ratings_and_open_questions() -> None:
    decision = {
        "id": "d",
        "claims": [LINK],
        "verdict": "left_open",
        "rationale": "Too little.",
    }
    found = made(
        sources=said(LINK, "supports", "refutes"),
        decisions=[
            decision,
            {**decision, "id": "e", "verdict": "upheld"},
            {**decision, "id": "f", "verdict": None},
        ],
        ratings=[
            {"scheme": "eif-cost", "value": "2", "by": "EIF"},
            {"scheme": "own", "value": "good", "domain": "Safety"},
        ],
        emmie=[
            {"dimension": "economics", "quality": 3},
            {"dimension": "implementation", "summary": "It needs time."},
        ],
    )
    text = text_of(found, "implementation")
    for told in (
        "cost rating: 2, that is, £100 to £499 for each unit (by EIF)",
        "own, Safety: good",
        "What does it cost, and save?\nNothing is said of this yet.",
        "How good the evidence is: 3 of 4",
        "What is needed to do it?\nIt needs time.",
        "How good the evidence is: not rated",
        "Findings disagree, and nothing has been decided",
        "Too little.\n“Trust” brings about “Safety”.",
    ):
        assert told in text
    assert len(found.decisions) == 1


def test_people_s_confidence_is_told_as_theirs() -> None:
    judged = [{"claim": LINK, "confidence": "very_low"}]
    claim = next(one for one in claims(made(assessments=judged)) if one.id == LINK)
    assert claim.evidence == (
        "Nobody has looked at this. People judged how far it can be trusted: very low."
    )


def test_where_people_differ_in_their_confidence_both_are_told() -> None:
    judged = [
        {"claim": LINK, "confidence": "low", "date": "2022-05"},
        {"claim": LINK, "confidence": "high", "date": "2020"},
        {"claim": LINK},
    ]
    claim = next(one for one in claims(made(assessments=judged)) if one.id == LINK)
    assert claim.evidence.endswith("can be trusted: low (2022) and high (2020).")


def test_a_decision_that_was_overtaken_is_not_told() -> None:
    earlier = {
        "id": "d1",
        "date": "2020",
        "claims": [LINK],
        "sources": ["a"],
        "verdict": "left_open",
        "rationale": "Too little.",
    }
    later = {**earlier, "id": "d2", "date": "2022", "verdict": "upheld"}
    found = made(sources=said(LINK, "supports"), decisions=[earlier, later])
    assert found.decisions == ()
    claim = next(one for one in claims(found) if one.id == LINK)
    assert claim.evidence.endswith("have weighed this: it stands.")


def test_claims_that_were_given_up_are_not_counted() -> None:
    kept, gone = {**CMOC, "id": "kept"}, {**CMOC, "id": "gone", "status": "rejected"}
    found = made(sources=said("gone", "supports"), configurations=[kept, gone])
    assert found.total == sum(one.number for one in found.counts)
    assert found.total == made(configurations=[kept]).total
    assert found.given_up == 1


def test_results_that_were_seen_are_told_with_unwanted_ones_first() -> None:
    elements = [
        element("visits", "intervention"),
        element("calm", "outcome"),
        element("burden", "outcome", valence="negative"),
        element("cost", "outcome"),
        element("sleep", "outcome"),
    ]
    sources = [
        *said("calm", "supports"),
        source("b", excerpt("p1", use("burden"), use("cost"))),
        source("z", excerpt("p1", use("sleep", "no_effect"))),
    ]
    links = [link("l", "visits", "cost", "affects")]
    found = made(elements=elements, links=links, configurations=[], sources=sources)
    assert [one.name for one in found.seen] == ["Burden", "Calm"]
    for kind in KINDS:
        told = text_of(found, kind)
        assert "Results that were seen, whatever brought them about" in told
        assert "Burden\nEvidence: One study speaks for it (“b” n.d.)." in told


def test_whether_what_is_offered_is_there_is_told_where_somebody_looked() -> None:
    sources = said("visits", "refutes")
    for kind in KINDS:
        told = text_of(made(sources=sources), kind)
        assert "Is it offered? One study speaks against it (“a” n.d.)." in told
        assert "Is there such a thing? One" not in told


def test_a_reader_is_told_how_the_guide_was_made_and_what_was_read() -> None:
    a = {**source("a", excerpt("p1", use(LINK))), "extent": "its abstract"}
    found = made(sources=[a], methods="Two people coded.")
    for kind in KINDS:
        told = text_of(found, kind)
        assert "How this guide was made. Two people coded." in told
        assert "Of this was read: its abstract." in told


def test_leaders_are_not_told_to_have_in_place_what_made_it_fail() -> None:
    elements = [
        element("time", "context", layers=["institutional"]),
        element("trust", "mechanism"),
        element("safety", "outcome"),
    ]
    fails = {**CMOC, "id": "fails", "activations": {"trust": "not_fired"}}
    for configurations, is_told in (([fails], True), ([CMOC], False)):
        found = made(
            elements=elements,
            links=[],
            configurations=[{**one, "interventions": []} for one in configurations],
        )
        text = text_of(found, "implementation")
        _, _, after = text.partition("What is thought to need to be in place")
        first = "No claim says yet in which circumstances"
        assert after.strip().startswith(first) is is_told
        assert ("Where it is thought not to work, or to do harm" in text) is is_told


def test_what_is_offered_is_no_part_of_where_it_does_not_work() -> None:
    found = document(SOFS_GUIDE, "implementation").blocks
    (level,) = {
        block.level
        for block in found
        if isinstance(block, Heading) and block.words[0].text == "What is offered"
    }
    assert level == 1


def test_what_is_needed_is_told_even_if_it_was_told_before() -> None:
    passage = {**excerpt("p1", use(LINK)), "emmie": ["implementation"]}
    told = text_of(made(sources=[source("a", passage)]), "implementation")
    _, _, needed = told.partition("What is needed to do it?")
    assert needed.strip().startswith("What p1 says. (“a” n.d., page 1)")


def test_passages_on_costs_are_told_where_nobody_summed_them_up() -> None:
    costs = {**excerpt("p1"), "emmie": ["economics"], "text": "It cost 1,900 pounds."}
    told = text_of(made(sources=[source("a", costs)]), "implementation")
    assert "It cost 1,900 pounds. (“a” n.d., page 1)" in told
    summed = [{"dimension": "economics", "summary": "It is dear."}]
    told = text_of(made(sources=[source("a", costs)], emmie=summed), "implementation")
    assert "It is dear." in told
    assert "1,900" not in told


def test_a_passage_that_says_it_itself_is_chosen_before_one_that_cites() -> None:
    cites = {**excerpt("p1", use(LINK)), "reported_from": "Old (1999)"}
    own = [excerpt(f"p{i}", use(LINK)) for i in range(2, MOST + 2)]
    claim = only_claim(source("a", cites, *own))
    assert [one.id for one in claim.passages] == [f"a#p{i}" for i in range(2, MOST + 2)]
    assert claim.more == 1


def test_a_circumstance_helps_a_statement_that_keeps_away_what_is_unwanted() -> None:
    elements = [
        element("visits", "intervention"),
        element("time", "context"),
        element("trust", "mechanism"),
        element("safety", "outcome", valence="negative"),
    ]
    links = [
        link("a", "time", "trust", "enables"),
        link("b", "visits", "safety", "affects", sign="-"),
    ]
    found = made(elements=elements, links=links, configurations=[CMOC])
    assert [one.claim.name for one in found.layers[0].helps] == ["Time"]


def test_a_circumstance_hinders_what_fired_only_in_part_all_the_same() -> None:
    elements = [
        element("time", "context"),
        element("trust", "mechanism"),
        element("safety", "outcome", valence="negative"),
    ]
    partly = {**CMOC, "interventions": [], "activations": {"trust": "partial"}}
    links = [link("a", "time", "trust", "enables")]
    found = made(elements=elements, links=links, configurations=[partly])
    assert [one.claim.name for one in found.layers[0].helps] == ["Time"]


def test_plain_labels_are_used_and_no_ids_are_shown() -> None:
    text = text_of(SOFS_GUIDE)
    ids = [one.id for one in cmo.load(SOFS).links]
    assert "“Parents trust their worker”" in text
    assert not [one for one in ids if one in text]


@pytest.mark.parametrize("kind", KINDS)
def test_equal_theories_give_equal_guides(kind: str) -> None:
    assert text_of(of(cmo.load(SOFS)), kind) == text_of(SOFS_GUIDE, kind)


@pytest.mark.parametrize(
    ("valences", "relation", "is_failure"),
    [
        (["negative"], "produces", True),
        (["negative"], "prevents", False),
        (["negative"], "influences", True),
        (["positive"], "produces", False),
        (["positive"], "prevents", True),
        (["positive"], "influences", False),
        ([None], "prevents", False),
        (["positive", "negative"], "prevents", False),
        ([], "prevents", False),
    ],
)
def test_to_fail_is_to_keep_away_the_good_or_to_bring_about_the_bad(
    valences: list[str | None], relation: str, *, is_failure: bool
) -> None:
    outcomes = [f"o{i}" for i in range(len(valences))]
    wanted = dict(zip(outcomes, valences, strict=True))
    found = made(
        elements=[
            *(element(one, "outcome", valence=v) for one, v in wanted.items()),
            element("trust", "mechanism"),
        ],
        links=[link(f"l{o}", "trust", o, relation) for o in outcomes],
        configurations=[
            {**CMOC, "interventions": [], "contexts": [], "outcomes": outcomes}
        ],
    )
    (theme,) = found.themes
    assert [one.is_failure for one in theme.statements] == [is_failure]


def test_what_goes_against_a_result_further_on_is_a_failure() -> None:
    found = made(
        elements=[
            element("trust", "mechanism"),
            element("calls", "outcome", valence="negative"),
            element("safety", "outcome", valence="positive"),
        ],
        links=[
            link("a", "trust", "calls", "produces"),
            link("b", "calls", "safety", "leads_to", sign="-"),
        ],
        configurations=[
            {
                "id": "cmoc",
                "label": "Calls",
                "mechanisms": ["trust"],
                "outcomes": ["calls", "safety"],
            }
        ],
    )
    (theme,) = found.themes
    (one,) = theme.statements
    assert one.is_failure
    assert "“Calls” follows and “Safety” is kept away" in one.claim.text


def test_what_is_kept_away_only_in_part_is_not_told_as_a_success() -> None:
    failing = {
        statement.claim.id
        for theme in SOFS_GUIDE.themes
        for statement in theme.statements
        if statement.is_failure
    }
    assert failing >= {"cmoc-tick-box", "cmoc-strain"}
