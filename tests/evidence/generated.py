"""Small theories that are as awkward as their files may be, for properties.

Everything is drawn by constant strategies, which Hypothesis checks once; what
they name by number (the claim of a use, the ends of a link) is looked up after.
"""

from __future__ import annotations

import string
from typing import TYPE_CHECKING, Any

from hypothesis import strategies as st

from cmo.model.vocabulary import (
    Bearing,
    Independence,
    Level,
    Relation,
    Role,
    Verdict,
)
from tests.making import Json, element, excerpt, source, theory

if TYPE_CHECKING:
    from collections.abc import Sequence

    from cmo.model import Theory

ELEMENTS = {
    "time": "context",
    "rush": "context",
    "trust": "mechanism",
    "fear": "mechanism",
    "safety": "outcome",
    "harm": "outcome",
    "visits": "intervention",
}
ROLES = ("contexts", "mechanisms", "outcomes", "interventions")
# A source, a study and a claim may share an id: each has a namespace of its own.
SOURCES = ("a", "b", "c", "trust")
STUDIES = ("a", "b", "trial", "trust")


def theories() -> st.SearchStrategy[Theory]:
    """Return theories with all that bears on what the evidence comes to.

    Elements stand in several roles of one configuration, or are linked with
    themselves; mechanisms fire in one configuration and not in the next;
    documents share studies that include each other; a passage bears on one
    claim in several ways; decisions weigh what does not bear, and the reverse.
    """
    return _DRAFTS.map(_theory)


def passages(claims: Sequence[str]) -> st.SearchStrategy[Json]:
    """Return passages on the claims, as keywords of `excerpt`."""
    return _PASSAGES.map(lambda one: _passage(one, claims))


def _words(vocabulary: Any) -> st.SearchStrategy[str]:
    return st.sampled_from([str(word) for word in vocabulary])


def _some(values: Any, most: int = 3, least: int = 0) -> st.SearchStrategy[list[Any]]:
    """Return a few of the values, each once, in any order."""
    one = st.sampled_from(list(values))
    return st.lists(one, min_size=least, max_size=most, unique=True)


def _maybe(**fields: st.SearchStrategy[Any]) -> st.SearchStrategy[Json]:
    """Return an object in which each of the fields may be missing."""
    return st.fixed_dictionaries({}, optional=fields)


_NUMBERS = st.integers(0, 15)
_POLICIES = _maybe(
    min_studies=st.integers(0, 3),
    independent=st.booleans(),
    min_rigour=_words(Level),
    whole_configuration=st.booleans(),
)
_APPRAISALS = _maybe(
    relevance=_words(Level), richness=_words(Level), rigour=_words(Level)
)
# What any claim may have.
_CLAIM = {"undeveloped": st.just("Next year."), "evidence_policy": _POLICIES}
_CONFIGURATIONS = st.fixed_dictionaries(
    {
        **{role: _some(ELEMENTS) for role in ROLES[:3]},
        "interventions": _some(ELEMENTS, 1),
        "contexts_logic": st.sampled_from(["all", "any"]),
        "how": st.one_of(
            st.just(["not_fired"] * 3),
            st.lists(st.sampled_from(["not_fired", "strong", "unknown"]), max_size=3),
        ),
        "steps": st.lists(
            st.dictionaries(
                st.sampled_from(["all", "any"]),
                st.lists(_NUMBERS, min_size=1, max_size=2),
                min_size=1,
                max_size=1,
            ),
            max_size=2,
        ),
    },
    optional=_CLAIM,
)
_LINKS = st.fixed_dictionaries(
    {
        "source": _NUMBERS,
        "target": _NUMBERS,
        "relation": st.one_of(st.just("produces"), _words(Relation)),
    },
    optional=_CLAIM,
)
_USES = st.fixed_dictionaries(
    {
        "claim": _NUMBERS,
        "bearing": st.one_of(st.sampled_from(["supports", "refutes"]), _words(Bearing)),
    },
    optional={
        "directness": st.just("indirect"),
        "inference": st.just("inferred"),
        "covers": _some(Role, 2, 1),
        "reviewed": st.just({"fingerprint": "0" * 16}),
    },
)
_PASSAGES = st.fixed_dictionaries(
    {"bears_on": st.lists(_USES, min_size=1, max_size=3)},
    optional={
        "study": st.sampled_from(STUDIES),
        "unit": st.sampled_from(["site 1", "site 2"]),
        "appraisal": _APPRAISALS,
        "reported_from": st.just("Oliver 2014"),
    },
)
_FORMS = st.fixed_dictionaries(
    {"passages": st.lists(_PASSAGES, min_size=1, max_size=3)},
    optional={
        # So that two documents often report one study.
        "study": st.sampled_from(["trial", "trial", *STUDIES]),
        "includes": _some(STUDIES),
        "overlaps": _some(STUDIES, 1),
        "appraisal": _APPRAISALS,
        "independence": st.fixed_dictionaries({"judgement": _words(Independence)}),
    },
)
_DECISIONS = st.fixed_dictionaries(
    {
        "claims": st.lists(_NUMBERS, max_size=3, unique=True),
        "sources": _some(SOURCES, 4),
    },
    optional={"verdict": _words(Verdict)},
)
_DRAFTS: st.SearchStrategy[Json] = st.fixed_dictionaries(
    {
        "gaps": st.sets(st.sampled_from(list(ELEMENTS))),
        "element": st.fixed_dictionaries({}, optional=_CLAIM),
        "configurations": st.lists(_CONFIGURATIONS, min_size=1, max_size=3),
        "links": st.lists(_LINKS, max_size=4),
        "rivals": st.lists(_maybe(about=_NUMBERS, **_CLAIM), max_size=1),
        "also": st.lists(_NUMBERS, max_size=2),
        "forms": st.dictionaries(st.sampled_from(SOURCES), _FORMS, min_size=2),
        "decisions": st.lists(_DECISIONS, max_size=2),
    },
    optional={"evidence_policy": _POLICIES},
)


def _theory(draft: Json) -> Theory:
    elements = [
        element(one, kind, undeveloped="Next year." if one in draft["gaps"] else None)
        for one, kind in ELEMENTS.items()
    ]
    elements[2] |= draft["element"]
    wholes = [_configuration(i, one) for i, one in enumerate(draft["configurations"])]
    # Links and passages meet only where they speak of few things.
    members = [member for role in ROLES for member in wholes[0][role]]
    ends = [*members, *ELEMENTS]
    links = [_link(i, one, ends) for i, one in enumerate(draft["links"])]
    claims = [*(one["id"] for one in (*wholes, *links)), *ELEMENTS]
    rivals = [_rival(one, claims) for one in draft["rivals"]]
    claims += [one["id"] for one in rivals]
    whole = [wholes[0]["id"], *(m for role in ROLES for m in wholes[0][role][:1])]
    spoken = [*whole, *(_at(claims, -n) for n in draft["also"])]
    return theory(
        elements=elements,
        links=links,
        configurations=wholes,
        rivals=rivals,
        sources=[_source(one, form, spoken) for one, form in draft["forms"].items()],
        decisions=[
            {**one, "id": f"d-{i}", "claims": _each(claims, one["claims"])}
            for i, one in enumerate(draft["decisions"])
        ],
        **{k: v for k, v in draft.items() if k == "evidence_policy"},
    )


def _configuration(i: int, one: Json) -> Json:
    made = {**one, "id": f"c-{i}", "label": f"Configuration {i}"}
    mechanisms = made["mechanisms"]
    made["activations"] = dict(zip(mechanisms, made.pop("how"), strict=False))
    made["steps"] = [
        {way: _each(mechanisms, numbers) for way, numbers in step.items()}
        for step in made["steps"]
        if mechanisms
    ]
    return made


def _link(i: int, one: Json, ends: Sequence[str]) -> Json:
    ended = {end: _at(ends, one[end]) for end in ("source", "target")}
    return {**one, **ended, "id": f"link-{i}"}


def _rival(one: Json, claims: Sequence[str]) -> Json:
    about = _at(claims, one["about"]) if "about" in one else None
    return {**one, "id": "rival", "label": "Luck", "about": about}


def _source(one: str, form: Json, claims: Sequence[str]) -> Json:
    named = zip(string.ascii_lowercase, form["passages"], strict=False)
    made = [excerpt(name, **_passage(passage, claims)) for name, passage in named]
    return source(one, *made, **{k: v for k, v in form.items() if k != "passages"})


def _passage(one: Json, claims: Sequence[str]) -> Json:
    uses = [{**each, "claim": _at(claims, each["claim"])} for each in one["bears_on"]]
    return {**one, "bears_on": uses}


def _at(names: Sequence[str], number: int) -> str:
    return names[number % len(names)]


def _each(names: Sequence[str], numbers: Sequence[int]) -> list[str]:
    return list(dict.fromkeys(_at(names, number) for number in numbers))
