"""Random theories: small ones, the same in another order, and one that is dense."""

from __future__ import annotations

import random
from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING, Any

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st

from tests.making import Json, element, excerpt, link, source, theory, use

if TYPE_CHECKING:
    from cmo.model import Theory

# No test is timed, on however slow a machine.
anyhow = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])

NAMES = "abcdefg"
# A few relations stand for all: what counts is whether they lead on, and their sign.
RELATIONS = ["produces", "enables", "prevents", "influences", "affects"]
CLAIMS = [*NAMES, *(f"l{i}" for i in range(7)), *(f"k{i}" for i in range(4))]
STUDIES = ["one", "two", "three"]

_KINDS = ["intervention", "context", "mechanism", "outcome"]
# The first letters are mostly of these kinds, so that there is something to argue.
_USUAL = dict(
    zip("abcd", ["intervention", "mechanism", "outcome", "context"], strict=True)
)
_ENDS = st.sampled_from([*NAMES, *NAMES, "nowhere"])
_ACTIVATIONS = st.sampled_from(["strong", "weak", "not_fired"])


def _members(usual: str) -> st.SearchStrategy[list[str]]:
    """Return ids of elements, mostly the usual one for a role."""
    others = st.lists(_ENDS, max_size=3)
    return st.one_of(st.just([usual]), others.map(lambda ids: [usual, *ids]), others)


@st.composite
def _configurations(draw: st.DrawFn, one: str) -> Json:
    made = {
        "id": one,
        "label": one.upper(),
        "interventions": draw(_members("a")),
        "contexts": draw(_members("d")),
        "mechanisms": (mechanisms := draw(_members("b"))),
        "outcomes": draw(_members("c")),
        "contexts_logic": draw(st.sampled_from(["all", "any"])),
        "status": draw(st.sampled_from([None, None, None, "accepted", "rejected"])),
    }
    if not mechanisms:
        return made
    own = st.sampled_from(mechanisms)
    members = st.lists(own, min_size=1, max_size=2, unique=True)
    step = st.dictionaries(
        st.sampled_from(["all", "any"]), members, min_size=1, max_size=1
    )
    return {
        **made,
        "steps": draw(st.lists(step, max_size=3)),
        "activations": draw(st.dictionaries(own, _ACTIVATIONS, max_size=2)),
    }


@st.composite
def passages(draw: st.DrawFn, claims: list[str]) -> list[Json]:
    """Return sources whose passages mostly bear on `claims`, some on what is not."""
    uses = st.builds(
        use,
        st.sampled_from([*claims, *claims, *claims, *CLAIMS]),
        st.sampled_from(["supports", "supports", "refines", "refutes", "proposes"]),
        directness=st.sampled_from(["direct", "direct", "direct", "indirect"]),
        covers=st.sampled_from([[], [], [], ["C", "M"], ["M", "O"], ["M"], ["C", "O"]]),
    )
    study = st.sampled_from([None, *STUDIES])
    rows = st.lists(
        st.tuples(st.lists(uses, min_size=1, max_size=6), study), max_size=5
    )
    forms = draw(st.lists(st.tuples(rows, st.sampled_from(STUDIES)), max_size=5))
    return [
        source(
            f"s{i}",
            *(excerpt(f"p{j}", *uses, study=own) for j, (uses, own) in enumerate(rows)),
            study=study,
        )
        for i, (rows, study) in enumerate(forms)
    ]


@st.composite
def arguments(draw: st.DrawFn) -> Json:
    """Return the parts of a theory: a few elements, in any roles, links, passages."""
    names = NAMES[: draw(st.integers(4, len(NAMES)))]
    kinds = [
        draw(st.sampled_from([*_KINDS, *([_USUAL[n]] * 4 if n in _USUAL else [])]))
        for n in names
    ]
    ends = st.tuples(_ENDS, _ENDS, st.sampled_from(RELATIONS))
    links = [
        link(f"l{i}", *one) for i, one in enumerate(draw(st.lists(ends, max_size=7)))
    ]
    wholes = [draw(_configurations(f"k{i}")) for i in range(draw(st.integers(0, 4)))]
    claims = [one["id"] for one in (*links, *wholes)]
    return {
        "elements": [element(*one) for one in zip(names, kinds, strict=True)],
        "links": links,
        "configurations": wholes,
        "sources": draw(passages(claims)),
    }


def _readable(parts: Json) -> Json:
    """Return the parts without what names something that is not there."""
    there = {one["id"] for one in parts["elements"]}
    links = [k for k in parts["links"] if {k["source"], k["target"]} <= there]
    wholes = [one for one in parts["configurations"] if _named(one) <= there]
    claims = there.union(one["id"] for one in (*links, *wholes))
    sources = [
        {
            **one,
            "excerpts": [
                {**e, "bears_on": [u for u in e["bears_on"] if u["claim"] in claims]}
                for e in one["excerpts"]
            ],
        }
        for one in parts["sources"]
    ]
    return {**parts, "links": links, "configurations": wholes, "sources": sources}


def _named(one: Json) -> set[str]:
    roles = ("interventions", "contexts", "mechanisms", "outcomes")
    return {member for role in roles for member in one[role]}


# What commands can read: they refuse what names something that is not there.
READABLE = arguments().map(_readable)


def shuffled(made: Theory, order: random.Random) -> Theory:
    """Return the theory with its records, and what they list, in another order."""

    def mixed(rows: tuple[Any, ...]) -> tuple[Any, ...]:
        return tuple(order.sample(rows, len(rows)))

    return replace(
        made,
        elements=mixed(made.elements),
        links=mixed(made.links),
        configurations=tuple(
            replace(
                one,
                interventions=mixed(one.interventions),
                contexts=mixed(one.contexts),
                mechanisms=mixed(one.mechanisms),
                outcomes=mixed(one.outcomes),
            )
            for one in mixed(made.configurations)
        ),
        sources=tuple(
            replace(one, excerpts=mixed(one.excerpts)) for one in mixed(made.sources)
        ),
    )


@cache
def dense() -> Theory:
    """Return a theory denser than any: 500 configurations, 20,000 passages."""
    dice = random.Random(1)  # noqa: S311 - the same theory in each run

    def some(kind: str, number: int) -> list[str]:
        return [f"{kind}{i}" for i in dice.sample(range(_OF_EACH), number)]

    claims = [*(f"k{i}" for i in range(500)), *(f"l{i}" for i in range(5000))]
    made = {
        "elements": [
            element(f"{kind[0]}{i}", kind)
            for kind in ("intervention", "context", "mechanism", "outcome")
            for i in range(_OF_EACH)
        ],
        "configurations": [
            {
                "id": f"k{i}",
                "label": f"K{i}",
                "interventions": some("i", 1),
                "contexts": [*some("c", 6), *some("o", 4)],
                "mechanisms": some("m", 10),
                "outcomes": some("o", 8),
                "contexts_logic": dice.choice(["all", "any"]),
            }
            for i in range(500)
        ],
        "links": [
            link(
                f"l{i}",
                some(dice.choice("mo"), 1)[0],
                some(dice.choice("mo"), 1)[0],
                way,
            )
            for i, way in enumerate(dice.choices(RELATIONS[:4], k=5000))
        ],
        "sources": [
            source(
                f"s{i}",
                *(
                    excerpt(f"p{j}", *map(use, dice.sample(claims, 2)))
                    for j in range(20)
                ),
            )
            for i in range(1000)
        ],
    }
    return theory(**made)


_OF_EACH = 200
