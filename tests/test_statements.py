from __future__ import annotations

import dataclasses
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import cmo
from cmo.graph import SIGNS
from cmo.model.vocabulary import Activation, Relation, Sign
from cmo.statements import label, link_statement, needed, prevented, statement
from tests.making import CMOC, Json, element, link, theory

if TYPE_CHECKING:
    from cmo.model import Theory

SOFS = Path(__file__).parent.parent / "theories" / "signs-of-safety"
PARTS = {
    "resource": "Regular visits.",
    "reasoning": "I can rely on this person.",
    "actor": "Parents",
}
RELY = "“I can rely on this person”"
ELEMENTS: list[Json] = [
    element("time", "context"),
    element("strain", "context", plain_label="Too much to do"),
    element("trust", "mechanism"),
    element("hope", "mechanism", **PARTS),
    element("safety", "outcome"),
    element("calm", "outcome"),
    element("visits", "intervention"),
    element("calls", "intervention"),
]


def said(*, plain: bool = False, elements: Any = ELEMENTS, **parts: Any) -> str:
    """Return the sentence of a configuration of `parts` alone."""
    one = {"id": "cmoc", "label": "Trust", **parts}
    made = theory(elements=elements, configurations=[one])
    known = {e.id: e for e in made.elements}
    return statement(made.configurations[0], known, links=made.links, plain=plain)


def responding(**mechanism: Any) -> str:
    """Return why a configuration whose mechanism has such parts brings its outcome."""
    hope = element("hope", "mechanism", **mechanism)
    elements = [hope, *(e for e in ELEMENTS if e["id"] != "hope")]
    return said(elements=elements, mechanisms=["hope"]).split("because ")[1]


@pytest.mark.parametrize("plain", [False, True])
def test_what_the_team_wrote_wins_and_stands_on_one_line(*, plain: bool) -> None:
    written = " Where there is time,\nsafety follows. "
    told = said(**{**CMOC, "statement": written}, plain=plain)
    assert told == "Where there is time, safety follows."


def test_a_statement_of_spaces_is_none() -> None:
    assert said(**{**CMOC, "statement": " \n"}).startswith("If “Time” applies")


def test_all_parts_are_said_in_order() -> None:
    assert said(
        contexts=["time"],
        interventions=["visits"],
        mechanisms=["hope"],
        outcomes=["safety"],
    ) == (
        "If “Time” applies, and “Visits” is offered, then “Safety” follows, because "
        "“Regular visits” leads “Parents” to this: “I can rely on this person”."
    )


def test_several_of_each_are_said_in_the_plural() -> None:
    elements = [*ELEMENTS, element("room", "context")]
    assert said(
        elements=elements,
        contexts=["time", "room"],
        interventions=["visits", "calls"],
        mechanisms=["trust", "hope"],
        outcomes=["safety", "calm"],
    ) == (
        "If “Time” and “Room” apply, and “Visits” and “Calls” are offered, then "
        "“Safety” and “Calm” follow, because “Trust” comes about, and “Regular "
        "visits” leads “Parents” to this: “I can rely on this person”."
    )


def test_of_contexts_of_which_any_will_do_each_is_one() -> None:
    told = said(**{**CMOC, "contexts": ["time", "strain"], "contexts_logic": "any"})
    assert told.startswith("If “Time” or “Strain” applies, and “Visits” is offered")


def constrained(**parts: Any) -> str:
    links = [
        link("a", "strain", "trust", "constrains"),
        link("b", "time", "trust", "enables"),
        link("c", "strain", "hope", "enables"),
    ]
    made = theory(elements=ELEMENTS, links=links, configurations=[CMOC | parts])
    known = {e.id: e for e in made.elements}
    return statement(made.configurations[0], known, links=made.links)


def test_a_context_that_constrains_stands_in_the_way() -> None:
    told = constrained(contexts=["time", "strain"])
    assert told.startswith("If “Time” applies and “Strain” stands in the way, and")


def test_a_context_that_constrains_some_other_mechanism_applies() -> None:
    told = constrained(contexts=["strain"], mechanisms=["hope"])
    assert told.startswith("If “Strain” applies, and")


def test_of_any_contexts_one_may_help_or_hinder() -> None:
    told = constrained(contexts=["time", "strain"], contexts_logic="any")
    assert told.startswith("If “Time” applies or “Strain” stands in the way, and")


def test_roles_that_are_not_known_are_said_to_be_so() -> None:
    assert said(unknown=["C", "M", "O"]) == (
        "In circumstances not yet known, an outcome not yet known follows, because of "
        "a mechanism not yet known."
    )
    assert said(**CMOC, unknown=["C", "M", "O"]) == (
        "If “Time” and further circumstances not yet known apply, and “Visits” is "
        "offered, then “Safety” and further outcomes not yet known follow, because "
        "“Trust” comes about, and something else not yet known plays a part."
    )


def test_roles_that_nobody_filled_are_said_to_be_empty() -> None:
    assert said() == (
        "In whatever circumstances (none is recorded), an outcome not yet named "
        "follows, because of a mechanism not yet named."
    )
    assert said(interventions=["visits"], outcomes=["calm"], plain=True) == (
        "If “Visits” is offered, then, in whatever circumstances (none is recorded), "
        "“Calm” follows, because of something not yet named."
    )


@pytest.mark.parametrize(
    ("parts", "told"),
    [
        ((), "“Hope” comes about."),
        (("resource",), "“Regular visits” leads those concerned to this: “Hope”."),
        (
            ("reasoning",),
            f"something not yet named leads those concerned to this: {RELY}.",
        ),
        (("actor",), "“Hope” comes about for “Parents”."),
        (
            ("resource", "reasoning"),
            f"“Regular visits” leads those concerned to this: {RELY}.",
        ),
        (("resource", "actor"), "“Regular visits” leads “Parents” to this: “Hope”."),
        (
            ("reasoning", "actor"),
            f"something not yet named leads “Parents” to this: {RELY}.",
        ),
    ],
)
def test_a_mechanism_is_said_with_the_parts_it_has(
    parts: tuple[str, ...], told: str
) -> None:
    assert responding(**{part: PARTS[part] for part in parts}) == told


@pytest.mark.parametrize(
    ("degree", "leads", "comes"),
    [
        ("strong", "strongly leads", "comes about strongly"),
        ("partial", "in part leads", "comes about in part"),
        ("weak", "only weakly leads", "comes about only weakly"),
        ("not_fired", "does not lead", "does not come about"),
        ("unknown", "leads (how far is not known)", "comes about (how far is not"),
    ],
)
def test_how_far_a_mechanism_fired_is_said(degree: str, leads: str, comes: str) -> None:
    fired: Any = {"activations": {"hope": degree, "trust": degree}}
    assert f"visits” {leads} “Parents” to" in said(mechanisms=["hope"], **fired)
    assert f"because “Trust” {comes}" in said(mechanisms=["trust"], **fired)


def test_a_mechanism_without_resource_that_did_not_fire_reads_well() -> None:
    hope = element("hope", "mechanism", reasoning="I dare to")
    told = said(elements=[hope], mechanisms=["hope"], activations={"hope": "not_fired"})
    assert told.endswith("nothing leads those concerned to this: “I dare to”.")


def test_steps_are_said_in_their_order_and_what_stands_beside_them_last() -> None:
    elements = [*ELEMENTS, *(element(one, "mechanism") for one in "abcde")]
    told = said(
        elements=elements,
        mechanisms=["a", "b", "c", "d", "e", "trust"],
        steps=[{"all": ["a", "b"]}, {"any": ["c", "d"]}, {"all": ["trust"]}],
    )
    assert told.split("because ")[1] == (
        "first, “A” comes about, and “B” comes about; then, “C” comes about, or “D” "
        "comes about; then, “Trust” comes about; beside this, “E” comes about."
    )


def test_a_single_step_needs_no_first() -> None:
    told = said(mechanisms=["trust"], steps=[{"any": ["trust"]}])
    assert told.endswith("because “Trust” comes about.")


def test_plain_words_are_used_where_there_are_any() -> None:
    hope = element("hope", "mechanism", plain_label="They dare to hope", **PARTS)
    elements = [hope, *(e for e in ELEMENTS if e["id"] != "hope")]
    parts = {"contexts": ["strain", "time"], "mechanisms": ["hope"]}
    assert said(elements=elements, **parts, plain=True) == (
        "If “Too much to do” and “Time” apply, then an outcome not yet named follows, "
        "because “They dare to hope” comes about."
    )


def test_an_outcome_can_be_a_context_and_a_mechanism_an_outcome() -> None:
    told = said(contexts=["safety"], mechanisms=["calm"], outcomes=["trust"])
    assert told == (
        "If “Safety” applies, then “Trust” follows, because “Calm” comes about."
    )


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("Families feel heard.", "Families feel heard"),
        ("visits, calls etc.", "visits, calls etc."),
        ("and so on ...", "and so on ..."),
        (".", "."),
        ("  two\n lines ", "two lines"),
    ],
)
def test_a_full_stop_at_the_end_of_a_label_is_left_out(
    written: str, shown: str
) -> None:
    elements = [{"id": "time", "kind": "context", "label": written}]
    assert said(elements=elements, contexts=["time"]).startswith(f"If “{shown}” ")


def test_a_label_of_spaces_for_practitioners_is_none() -> None:
    made = theory(elements=[element("time", "context", plain_label=" ")])
    assert label(made.elements[0], plain=True) == "Time"


@pytest.mark.parametrize("relation", list(Relation))
def test_every_relation_makes_a_sentence(relation: Relation) -> None:
    made = theory(links=[link("a", "time", "trust", str(relation))])
    known = {e.id: e for e in made.elements}
    for plain in (False, True):
        told = link_statement(made.links[0], known, plain=plain)
        assert told.startswith("“Time” ")
        assert told.endswith(" “Trust”.")


@pytest.mark.parametrize(
    ("sign", "told"),
    [
        ("+", "“Time” enables “Trust”."),
        ("-", "“Time” enables less of “Trust”."),
        (
            "?",
            "“Time” enables “Trust” (whether to more or to less of it is not known).",
        ),
    ],
)
def test_a_sign_is_said_where_it_is_not_the_usual_one(sign: str, told: str) -> None:
    made = theory(links=[link("a", "time", "trust", "enables", sign=sign)])
    assert str(made.links[0].sign) == sign
    assert link_statement(made.links[0], {e.id: e for e in made.elements}) == told


@pytest.mark.parametrize("relation", list(Relation))
@pytest.mark.parametrize("plain", [False, True])
def test_a_minus_is_said_in_the_verb_itself(*, relation: Relation, plain: bool) -> None:
    made = theory(links=[link("a", "time", "trust", str(relation), sign="-")])
    told = link_statement(made.links[0], {e.id: e for e in made.elements}, plain=plain)
    assert "more of the one" not in told
    is_usual = SIGNS[relation] is Sign.MINUS
    assert is_usual != any(word in told for word in ("less of", "less room", "lessens"))


def test_an_effect_with_a_minus_leads_to_less() -> None:
    made = theory(links=[link("a", "visits", "safety", "affects", sign="-")])
    told = link_statement(made.links[0], {e.id: e for e in made.elements}, plain=True)
    assert told == "“Visits” leads, in some way, to less of “Safety”."


TEXT = st.text(min_size=1).filter(lambda text: bool(text.strip()))


def some(*ids: str) -> st.SearchStrategy[list[str]]:
    return st.lists(st.sampled_from(ids), unique=True)


@given(data=st.data(), plain=st.booleans())
def test_a_sentence_is_one_line_and_names_every_member(
    *, data: st.DataObject, plain: bool
) -> None:
    made = theory(elements=ELEMENTS, links=[link("l", "time", "hope", "constrains")])
    known = {e.id: dataclasses.replace(e, label=data.draw(TEXT)) for e in made.elements}
    mechanisms = data.draw(some("trust", "hope"))
    one = dataclasses.replace(
        made.configurations[0],
        contexts=tuple(data.draw(some("time", "strain"))),
        mechanisms=tuple(mechanisms),
        outcomes=tuple(data.draw(some("safety", "calm"))),
        interventions=tuple(data.draw(some("visits", "calls"))),
        steps=data.draw(st.sampled_from([(), steps(*mechanisms)])),
        activations={m: data.draw(st.sampled_from(Activation)) for m in mechanisms},
    )
    told = statement(one, known, links=made.links, plain=plain)
    assert len(told.splitlines()) == 1
    assert told.endswith(".")
    for member in (*one.contexts, *one.mechanisms, *one.outcomes, *one.interventions):
        name = "I can rely on this person" if member == "hope" else known[member].label
        if member == "strain" and plain:
            name = "Too much to do"
        assert " ".join(name.split()).removesuffix(".") in told


def steps(*mechanisms: str) -> Any:
    made = theory(
        configurations=[{**CMOC, "steps": [{"any": [m]} for m in mechanisms]}]
    )
    return made.configurations[0].steps


def test_every_configuration_of_the_example_makes_a_sentence_of_its_own() -> None:
    example: Theory = cmo.load(SOFS)
    known = {e.id: e for e in example.elements}
    told = {
        statement(
            dataclasses.replace(one, statement=None),
            known,
            links=example.links,
            plain=plain,
        )
        for one in example.configurations
        for plain in (False, True)
    }
    assert len(told) == 2 * len(example.configurations)
    says = (" follow", " kept away", " change")
    assert all(any(map(one.count, says)) and ", because " in one for one in told)


def test_an_outcome_that_mechanisms_bring_about_less_of_is_kept_away() -> None:
    made = theory(
        elements=[
            *(element(one, "mechanism") for one in ("trust", "fear")),
            *(element(one, "outcome") for one in ("removal", "safety")),
        ],
        links=[
            link("less", "trust", "removal", "prevents"),
            link("more", "trust", "safety", "produces"),
            link("unfired", "fear", "removal", "produces"),
        ],
        configurations=[
            {
                "id": "c",
                "label": "C",
                "mechanisms": ["trust", "fear"],
                "outcomes": ["removal", "safety"],
                "activations": {"fear": "not_fired"},
            }
        ],
    )
    known = {one.id: one for one in made.elements}
    (one,) = made.configurations
    told = statement(one, known, links=made.links)
    assert "“Safety” follows and “Removal” is kept away, because" in told
    assert "“Removal” and “Safety” follow" in statement(one, known)
    assert prevented(one, made.links) == {"removal"}


def test_what_a_statement_by_hand_may_leave_out_is_said_beside_it() -> None:
    parts: Json = {
        "contexts": ["time", "strain"],
        "contexts_logic": "any",
        "mechanisms": ["trust", "hope"],
        "steps": [{"all": ["hope"]}, {"any": ["trust", "hope"]}],
    }
    told: list[tuple[str, ...]] = []
    for statement_ in ("By hand.", " ", None):
        one = {"id": "cmoc", "label": "Trust", "statement": statement_, **parts}
        made = theory(elements=ELEMENTS, configurations=[one])
        known = {e.id: e for e in made.elements}
        told.append(needed(made.configurations[0], known, plain=True))
    assert told == [
        (
            "Any one of these is enough: Time or Too much to do.",
            "In this order: Hope; then Trust or Hope.",
        ),
        (),
        (),
    ]


def follows(*links: str, **parts: Any) -> str:
    """Return what is said of a, b, c …, of which `links` such as "a -b" tell.

    The mechanism is m, what is offered i; with no sign there is more.
    """
    ends = [one.split() for one in links]
    signed = [(cause, effect[:-1], effect[-1]) for cause, effect in ends]
    outcomes = dict.fromkeys(e for pair in signed for e in pair[:2] if e < "i")
    one = {"id": "k", "label": "K", "mechanisms": ["m"], "outcomes": list(outcomes)}
    made = theory(
        elements=[
            element("m", "mechanism"),
            element("i", "intervention"),
            element("z", "outcome"),
            element("time", "context"),
            *(element(outcome, "outcome") for outcome in outcomes),
        ],
        links=[
            link(
                f"l{number}",
                cause,
                effect,
                {"m": "produces", "i": "affects", "time": "constrains"}.get(
                    cause, "leads_to"
                ),
                sign=way,
            )
            for number, (cause, effect, way) in enumerate(signed)
        ],
        configurations=[{**one, **parts}],
    )
    known = {e.id: e for e in made.elements}
    told = statement(made.configurations[0], known, links=made.links)
    said_of, _, _ = told.partition(", because")
    return said_of.rpartition("recorded), ")[2].rpartition("then ")[2]


OPEN = "(whether there is more or less of"


@pytest.mark.parametrize(
    ("links", "told"),
    [
        (["m a+", "a b+"], "“A” and “B” follow"),
        (["m a+", "a b-"], "“A” follows and “B” is kept away"),
        (["m a-", "a b-"], "“B” follows and “A” is kept away"),
        (["m a+", "a b-", "b c+"], "“A” follows and “B” and “C” are kept away"),
        (["m a+", "m b+", "a b-"], "“A” and “B” follow"),
        (["m z+", "z a-"], "“A” follows"),
        (["a b-"], "“A” and “B” follow"),
    ],
)
def test_ways_from_outcome_to_outcome_tell_what_is_kept_away(
    links: list[str], told: str
) -> None:
    assert follows(*links) == told


@pytest.mark.parametrize(
    ("links", "told"),
    [
        (["m a+", "a b?"], f"“A” follows and “B” changes {OPEN} it is not known)"),
        (
            ["m a+", "a b-", "a c+", "c b+", "b d+"],
            f"“A” and “C” follow and “B” and “D” change {OPEN} each is not known)",
        ),
        (
            ["m a+", "m b-", "a c+", "b c+"],
            f"“A” follows, “B” is kept away and “C” changes {OPEN} it is not known)",
        ),
        (["m a+", "m a-"], f"“A” changes {OPEN} it is not known)"),
        (["m a?"], f"“A” changes {OPEN} it is not known)"),
    ],
)
def test_where_ways_disagree_it_is_said_that_nobody_knows(
    links: list[str], told: str
) -> None:
    assert follows(*links) == told


@pytest.mark.parametrize(
    ("links", "told"),
    [
        (["m a+", "a b-", "b a-"], "“A” follows and “B” is kept away"),
        (["m a+", "a a-", "a b+", "b b-"], "“A” and “B” follow"),
        (["m a+", "a b+", "b c+", "c b-", "c d+"], "“A”, “B”, “C” and “D” follow"),
        (
            ["m a+", "a b+", "a c-", "b c+", "c b+"],
            f"“A” follows and “B” and “C” change {OPEN} each is not known)",
        ),
    ],
)
def test_loops_among_outcomes_turn_nothing_round(links: list[str], told: str) -> None:
    assert follows(*links) == told


OFFERED: Json = {"interventions": ["i"]}


@pytest.mark.parametrize(
    ("links", "parts", "told"),
    [
        (["i a-"], OFFERED, "“A” is kept away"),
        (["i a-", "a b-"], OFFERED, "“B” follows and “A” is kept away"),
        (["i a+", "i a-"], OFFERED, f"“A” changes {OPEN} it is not known)"),
        (["i a-"], {}, "“A” follows"),
        (["m a+", "i a-"], OFFERED, "“A” follows"),
        (["m a+", "a b+", "i b-"], OFFERED, "“A” and “B” follow"),
        (["i a-"], {**OFFERED, "mechanisms": []}, "“A” is kept away"),
    ],
)
def test_effects_of_the_whole_count_where_nothing_else_tells(
    links: list[str], parts: Json, told: str
) -> None:
    assert follows(*links, **parts) == told


@pytest.mark.parametrize("cause", ["i", "m"])
@pytest.mark.parametrize(
    ("links", "parts", "is_sure"),
    [
        ([], {}, True),
        ([], {"activations": {"m": "strong"}}, True),
        ([], {"activations": {"m": "partial"}}, False),
        ([], {"activations": {"m": "weak"}}, False),
        ([], {"activations": {"m": "unknown"}}, False),
        (["time m-"], {"contexts": ["time"]}, False),
        (["time m-"], {"contexts": ["time"], "activations": {"m": "strong"}}, True),
        (["time m-"], {}, True),
    ],
)
def test_what_does_not_fire_in_full_may_keep_nothing_away(
    cause: str, links: list[str], parts: Json, *, is_sure: bool
) -> None:
    told = follows(f"{cause} a-", *links, **OFFERED, **parts)
    unknown = f"“A” changes {OPEN} it is not known)"
    assert told == ("“A” is kept away" if is_sure else unknown)
    assert follows(f"{cause} a+", *links, **OFFERED, **parts) == "“A” follows"


def test_one_that_fires_in_full_keeps_away_what_another_does_in_part() -> None:
    both: Json = {"mechanisms": ["m", "z"], "activations": {"z": "partial"}}
    assert follows("m a-", "z a-", **both) == "“A” is kept away"


def test_effects_of_the_whole_say_nothing_of_where_it_did_not_work() -> None:
    unfired = {**OFFERED, "activations": {"m": "not_fired"}}
    assert follows("i a-", **unfired) == "“A” follows"


def test_ways_that_part_and_meet_many_times_come_to_an_end() -> None:
    many = 300
    outcomes = [f"o{i}" for i in range(2 * many)]
    links = [link("m", "m", "o0", "produces"), link("n", "m", "o1", "prevents")]
    links += [
        link(f"l{i}-{j}", f"o{i}", f"o{j}", "leads_to")
        for i in range(2 * many - 2)
        for j in (i - i % 2 + 2, i - i % 2 + 3, max(i - 2, 0))
    ]
    made = theory(
        elements=[
            element("m", "mechanism"),
            *(element(outcome, "outcome") for outcome in outcomes),
        ],
        links=links,
        configurations=[
            {"id": "k", "label": "K", "mechanisms": ["m"], "outcomes": outcomes}
        ],
    )
    assert prevented(made.configurations[0], made.links) == {"o1"}


@pytest.mark.parametrize("plain", [False, True])
@pytest.mark.parametrize("steps", [[], [{"all": ["trust"]}]])
def test_what_else_plays_a_part_contradicts_nothing(
    *, plain: bool, steps: list[Json]
) -> None:
    parts: Json = {"outcomes": ["safety", "calm"], "unknown": ["M"], "plain": plain}
    thing = "something" if plain else "a mechanism"
    told = said(**parts)
    assert told.endswith(
        f"“Safety” and “Calm” follow, because of {thing} not yet known."
    )
    beside = "; beside this" if steps else ", and"
    comma = "," if steps else ""
    assert said(mechanisms=["trust"], steps=steps, **parts).endswith(
        f"“Trust” comes about{beside}{comma} something else not yet known plays a part."
    )
