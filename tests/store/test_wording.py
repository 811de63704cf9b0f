"""Facts about `cmo.store.wording`: a wrong field, in a review author's words."""

from __future__ import annotations

import copy
import json
import time
from itertools import permutations
from typing import Any

import pytest

from cmo.model import Source, Theory, vocabulary
from cmo.store.documents import Wrong, parse
from cmo.store.wording import OTHER_NAMES, did_you_mean
from cmo.workspace.starter import SOURCE, THEORY
from tests.making import HANGING

# Words of Python, pydantic and JSON Schema, which no review author should meet.
JARGON = (
    "None",
    "True",
    "False",
    "dict",
    "tuple",
    "str ",
    "instance",
    "pydantic",
    "expected tag",
    "Input",
    "enum",
    "dataclass",
    "the document'",
)


def changed(document: dict[str, Any], path: str, value: object) -> Wrong:
    """Return the only fault of a document in which one value was changed."""
    root: type[Any] = Source if "citation" in document else Theory
    document = copy.deepcopy(document)
    *parents, last = (int(p) if p.isdigit() else p for p in path.split("/"))
    record: Any = document
    for part in parents:
        record = record[part]
    if value is ...:
        del record[last]
    else:
        record[last] = value
    (wrong,) = parse(json.dumps(document).encode(), root).wrong
    return wrong


E = "excerpts/0"
WRONG_TYPES: list[tuple[str, object, str]] = [
    ("title", 3, "text in double quotes"),
    ("title", None, "text in double quotes"),
    ("title", ["a"], "text in double quotes"),
    ("title", {"a": 1}, "text in double quotes"),
    ("elements", {}, "a list, in square brackets"),
    ("elements", "a", "a list, in square brackets"),
    ("elements", None, "a list, in square brackets"),
    ("elements/0", "a", "an object, in curly brackets"),
    ("elements/0", [], "an object, in curly brackets"),
    ("elements/0", None, "an object, in curly brackets"),
    ("links/0", 3, "an object, in curly brackets"),
    ("links/0/source", 3, "text in double quotes"),
    ("intervention", "Buddies", "an object, in curly brackets"),
    ("extra", [], "an object, in curly brackets"),
    ("extra", "x", "an object, in curly brackets"),
    ("elements/3/intended", "yes", "true or false"),
    ("elements/3/intended", 1, "true or false"),
    ("configurations/0/contexts", "same-buddy", "a list, in square brackets"),
    ("configurations/0/contexts", [3], "text in double quotes"),
    ("configurations/0/activations", [], "an object, in curly brackets"),
    ("emmie", [{"dimension": "effect", "quality": 5}], "at most 4"),
    ("emmie", [{"dimension": "effect", "quality": -1}], "at least 0"),
    ("emmie", [{"dimension": "effect", "quality": "3"}], "a whole number"),
    ("emmie", [{"dimension": "effect", "quality": 2.0}], "a whole number"),
    ("schema_version", "1", "a whole number"),
    ("schema_version", True, "a whole number"),
    (
        "substantive_theories",
        [{"id": "a", "label": "b", "citation": 3}],
        "an object, in curly brackets, or text in double quotes",
    ),
]
WRONG_IN_SOURCES: list[tuple[str, object, str]] = [
    ("citation", "Smith 2020", "an object, in curly brackets"),
    ("citation", None, "an object, in curly brackets"),
    (f"{E}/verbatim", "true", "true or false"),
    (f"{E}/locator/page", 1.5, "a whole number, or text in double quotes"),
    (f"{E}/locator/page", [12], "a whole number, or text in double quotes"),
    (f"{E}/result", {"value": [1]}, "a number, or text in double quotes"),
    (f"{E}/bears_on/0", "cmoc", "an object, in curly brackets"),
    (f"{E}/bears_on", {}, "a list, in square brackets"),
    ("extraction", {"date": "22.11.2026"}, "2026-11-22"),
    ("extraction", {"date": "2026-13"}, "2026-11-22"),
    ("text", {"path": "a", "sha256": "x"}, "64 hexadecimal digits"),
]
# (document, path, mistyped word, what was meant)
MISTYPED_WORDS: list[tuple[dict[str, Any], str, object, str]] = [
    (THEORY, "stage", "refind", "refined"),
    (THEORY, "stage", "Refined", "refined"),
    (THEORY, "elements/1/kind", "contexts", "context"),
    (THEORY, "elements/2/kind", "mechansim", "mechanism"),
    (THEORY, "elements/1/layers", ["institutionnal"], "institutional"),
    (THEORY, "elements/3/valence", "positiv", "positive"),
    (THEORY, "links/0/relation", "provide", "provides"),
    (THEORY, "links/0/relation", "leads-to", "leads_to"),
    (THEORY, "links/0/relation", "leads to", "leads_to"),
    (SOURCE, "kind", "empirical-qualitative", "empirical_qualitative"),
    (SOURCE, f"{E}/bears_on/0/bearing", "support", "supports"),
    (SOURCE, f"{E}/bears_on/0/covers", ["c"], "C"),
    (SOURCE, "appraisal/rigour", "medium", ""),
]
MISTYPED_FIELDS: list[tuple[dict[str, Any], str, str]] = [
    (THEORY, "titel", "title"),
    (THEORY, "element", "elements"),
    (THEORY, "elements/0/lable", "label"),
    (THEORY, "elements/1/layer", "layers"),
    (THEORY, "elements/2/resoning", "reasoning"),
    (THEORY, "links/0/sources", "source"),
    (THEORY, "configurations/0/mechanism", "mechanisms"),
    (SOURCE, "excerpt", "excerpts"),
    (SOURCE, f"{E}/bear_on", "bears_on"),
    (SOURCE, f"{E}/locator/pages", "page"),
    (SOURCE, f"{E}/bears_on/0/directnes", "directness"),
    (SOURCE, "Notes", "notes"),
]


@pytest.mark.parametrize(
    ("document", "path", "value", "words"),
    [(THEORY, *one) for one in WRONG_TYPES]
    + [(SOURCE, *one) for one in WRONG_IN_SOURCES],
)
def test_a_wrong_type_is_told_with_what_is_wanted(
    document: dict[str, Any], path: str, value: object, words: str
) -> None:
    wrong = changed(document, path, value)
    assert wrong.code == "R012"
    assert words in wrong.message
    assert not [word for word in JARGON if word in wrong.message]


@pytest.mark.parametrize(
    ("step", "way_out"),
    [
        ({"all": ["a"], "any": ["b"]}, "has both 'all' and 'any'"),
        ({}, "names no mechanism"),
        ({"all": [], "any": []}, "names no mechanism"),
    ],
)
def test_a_step_of_all_and_any_or_of_neither_is_told_with_the_way_out(
    step: dict[str, list[str]], way_out: str
) -> None:
    wrong = changed(THEORY, "configurations/0/steps", [step])
    assert wrong.code == "R012"
    assert wrong.pointer == ("configurations", 0, "steps", 0)
    assert way_out in wrong.message
    assert wrong.message.partition(": ")[2].startswith(("write two steps", "list "))


@pytest.mark.parametrize(("document", "path", "word", "meant"), MISTYPED_WORDS)
def test_a_mistyped_word_is_told_with_what_was_meant_and_all_that_fit(
    document: dict[str, Any], path: str, word: Any, meant: str
) -> None:
    wrong = changed(document, path, word)
    assert wrong.code == "R011"
    assert f"(did you mean '{meant}'?)" in wrong.message if meant else True
    assert ": use one of " in wrong.message


@pytest.mark.parametrize("value", [None, True, 3, [], {}, ["refined"]])
@pytest.mark.parametrize("path", ["stage", "elements/0/kind", "links/0/relation"])
def test_no_word_at_all_where_one_is_wanted_is_told_as_the_user_wrote_it(
    path: str, value: object
) -> None:
    wrong = changed(THEORY, path, value)
    assert ": use one of " in wrong.message
    assert not [word for word in JARGON if word in wrong.message]


@pytest.mark.parametrize(("document", "path", "meant"), MISTYPED_FIELDS)
def test_a_mistyped_field_is_told_with_what_was_meant(
    document: dict[str, Any], path: str, meant: str
) -> None:
    wrong = changed(document, path, "x")
    assert wrong.code == "R010"
    assert f"(did you mean '{meant}'?)" in wrong.message


@pytest.mark.parametrize("path", ["year", "elements/0/colour", "links/0/weight"])
def test_a_field_of_the_teams_own_is_sent_to_extra(path: str) -> None:
    wrong = changed(THEORY, path, "x")
    assert wrong.code == "R010"
    assert "put your own fields into 'extra'" in wrong.message


@pytest.mark.parametrize(
    ("document", "path"),
    [(THEORY, one) for one in ("id", "title", "elements/0/id", "elements/0/kind")]
    + [(THEORY, one) for one in ("elements/0/label", "links/0/id", "links/0/target")]
    + [(SOURCE, one) for one in ("id", "citation", "kind", f"{E}/id", f"{E}/text")]
    + [(SOURCE, f"{E}/bears_on/0/{one}") for one in ("claim", "bearing")],
)
def test_a_missing_field_is_named(document: dict[str, Any], path: str) -> None:
    wrong = changed(document, path, ...)
    assert wrong.code == "R009"
    assert f"'{path.rpartition('/')[2]}' is missing" in wrong.message


@pytest.mark.parametrize(
    "id_",
    [
        *("A", "trust-in-Worker", "trust_in_worker", "trust in worker", "-a", "a-"),
        *("a--b", "", " ", "a ", "a\n", "a\tb", "é", "ａ", "a" * 65, "a/b", "../a"),
        *("a#b", "con.", "\u202ea", "😀", "a\u200b"),
    ],
)
@pytest.mark.parametrize(
    ("document", "path"),
    [(THEORY, "id"), (THEORY, "elements/0/id"), (SOURCE, "id"), (SOURCE, f"{E}/id")],
)
def test_what_is_no_id_is_told_with_what_one_is(
    document: dict[str, Any], path: str, id_: str
) -> None:
    wrong = changed(document, path, id_)
    assert wrong.code == "R013"
    is_long = len(id_) > 64
    told = "shorten it" if is_long else "small letters, digits and single hyphens"
    assert told in wrong.message


@pytest.mark.parametrize("id_", ["a", "1", "a" * 64, "a-1-b"])
def test_the_longest_and_the_shortest_id_are_read(id_: str) -> None:
    assert parse(json.dumps({**THEORY, "id": id_}).encode(), Theory).wrong == ()


@pytest.mark.parametrize(
    ("document", "path", "empty"),
    [
        (THEORY, "title", ""),
        (THEORY, "elements/0/label", ""),
        (THEORY, "elements/0/label", " \t\n"),
        (THEORY, "configurations/0/label", "\u00a0"),
        (SOURCE, f"{E}/text", "  "),
    ],
)
def test_an_empty_label_is_told(
    document: dict[str, Any], path: str, empty: str
) -> None:
    wrong = changed(document, path, empty)
    assert (wrong.code, "is empty" in wrong.message) == ("R012", True)


@pytest.mark.parametrize("version", [2, 99, 10**30, 0, -1])
def test_another_version_is_told_and_nothing_else(version: int) -> None:
    document = {**THEORY, "schema_version": version, "invented": [], "stage": "new"}
    (wrong,) = parse(json.dumps(document).encode(), Theory).wrong
    assert wrong.code == "R008"
    assert "upgrade cmo" in wrong.message


@pytest.mark.parametrize(
    ("path", "value"),
    [
        ("stage", "x" * 100_000),
        ("stage", {"a": "x" * 100_000}),
        ("stage", ["x"] * 10_000),
        ("x" * 100_000, 1),
        ("elements/0/kind", "x" * 100_000),
        ("elements/0/" + "x" * 100_000, 1),
        ("id", "x" * 100_000),
        ("schema_version", 10**999),
        ("title", ["x"] * 10_000),
    ],
    ids=lambda value: str(value)[:20],
)
def test_a_long_value_is_shown_short(path: str, value: object) -> None:
    assert len(changed(THEORY, path, value).message) < 300


@pytest.mark.parametrize(
    ("value", "named"),
    [
        ([], "a list"),
        ("x", "text"),
        (None, "null"),
        (3, "a number"),
        (2.5, "a number"),
        (True, "true"),
        (False, "false"),
    ],
)
@pytest.mark.parametrize("root", [Theory, Source])
def test_a_file_that_holds_no_object_is_told(
    root: type[Any], value: object, named: str
) -> None:
    (wrong,) = parse(json.dumps(value).encode(), root).wrong
    assert f"the file holds {named}, not a {root.__name__.lower()}" in wrong.message


def test_all_faults_of_a_document_are_told_at_once() -> None:
    document = copy.deepcopy(THEORY)
    document["stage"] = "x"
    document["elements"][0]["label"] = ""
    document["elements"][1]["kind"] = "ctx"
    document["elements"][2]["mine"] = 1
    del document["links"][0]["target"]
    document["configurations"][0]["id"] = "B"
    codes = [wrong.code for wrong in parse(json.dumps(document).encode(), Theory).wrong]
    assert sorted(codes) == ["R009", "R010", "R011", "R011", "R012", "R013"]


def test_a_guess_is_made_only_where_words_are_alike() -> None:
    assert did_you_mean("refind", ["refined", "final"]) == " (did you mean 'refined'?)"
    assert did_you_mean("zzz", ["refined", "final"]) == ""
    assert did_you_mean("zzz", []) == ""


@pytest.mark.parametrize(
    ("word", "meant"),
    [
        ("saftey", "safety"),
        ("Safety", "safety"),
        ("safe-to-er", "safe-to-err"),
        ("doi", "DOI"),
        ("ctx", "context"),
    ],
)
def test_a_slip_is_seen(word: str, meant: str) -> None:
    known = ["safety", "safe-to-err", "DOI", "context", "outcome"]
    assert did_you_mean(word, known) == f" (did you mean '{meant}'?)"


def test_of_two_that_are_equally_near_always_the_same_is_named() -> None:
    near = {did_you_mean("trust-3", known) for known in permutations(TRUSTS)}
    assert near == {" (did you mean 'trust-1'?)"}


TRUSTS = ("trust-1", "trust-2", "trust-4")


def test_a_guess_among_thousands_takes_milliseconds() -> None:
    known = [f"trust-{i}-leads-to-outcome-{i}" for i in range(6_000)]
    began = time.perf_counter()
    for i in range(20):
        assert did_you_mean(f"trust-{i}-leds-to-outcome-{i}", known)
    assert time.perf_counter() - began < 1


@pytest.mark.parametrize(
    ("path", "word", "meant"),
    [
        ("kind", "mixed_methods", "empirical_mixed"),
        ("kind", "mixed methods", "empirical_mixed"),
        ("kind", "Qualitative", "empirical_qualitative"),
        ("kind", "RCT", "empirical_quantitative"),
        ("kind", "systematic review", "review"),
        ("appraisal/richness", "medium", "moderate"),
        ("appraisal/rigour", "strong", "high"),
        ("excerpts/0/bears_on/0/bearing", "contradicts", "refutes"),
        ("excerpts/0/bears_on/0/bearing", "support", "supports"),
    ],
)
def test_what_people_also_call_a_word_of_a_source_is_understood(
    path: str, word: str, meant: str
) -> None:
    told = changed(SOURCE, path, word).message
    assert f"(did you mean '{meant}'?)" in told


@pytest.mark.parametrize(
    ("path", "word", "meant"),
    [
        ("elements/0/kind", "moderator", "context"),
        ("links/0/relation", "causes", "produces"),
        ("links/0/sign", "positive", "+"),
        ("links/0/sign", "negative", "-"),
        ("stage", "draft", "candidate"),
    ],
)
def test_what_people_also_call_a_word_of_a_theory_is_understood(
    path: str, word: str, meant: str
) -> None:
    assert f"(did you mean '{meant}'?)" in changed(THEORY, path, word).message


def test_every_other_name_is_that_of_a_word_and_is_none_itself() -> None:
    words = [
        {str(word) for word in one}
        for one in vars(vocabulary).values()
        if isinstance(one, type) and issubclass(one, vocabulary.Vocabulary)
    ]
    for meant, others in OTHER_NAMES.items():
        of = [one for one in words if meant in one]
        assert of, meant
        for other in others.split():
            assert all(other.replace("-", "_") not in one for one in of), other


FAULTS: list[tuple[str, object]] = [
    ("label", ""),
    ("mine", 1),
    ("kind", "outcom"),
    ("valence", "good"),
    ("id", "A B"),
]


@pytest.mark.parametrize(("field", "value"), FAULTS)
def test_faults_by_the_thousand_in_one_file_are_told_in_seconds(
    field: str, value: object
) -> None:
    elements = [
        {"id": f"e{i}", "kind": "outcome", "label": "x", field: value}
        for i in range(3_000)
    ]
    data = json.dumps({**THEORY, "elements": elements}).encode()
    began = time.perf_counter()
    assert len(parse(data, Theory).wrong) == 3_000
    assert time.perf_counter() - began < HANGING
