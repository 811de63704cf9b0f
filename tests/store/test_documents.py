"""Facts about `cmo.store.documents` and `writing`: bytes → record → bytes."""

from __future__ import annotations

import copy
import dataclasses
import json
import types
from enum import Enum
from functools import cache
from typing import Annotated, Any, Literal, Union, get_args, get_origin, get_type_hints

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from cmo.model import Source, Step, Theory
from cmo.model.base import ID_PATTERN
from cmo.store import syntax
from cmo.store.documents import Document, parse
from cmo.store.places import Places
from cmo.store.writing import canonical
from cmo.workspace.starter import SOURCE, THEORY

Root = Any  # type[Theory] or type[Source]: mypy knows no type variable of either

# --- documents like those that people write --------------------------------------

RICH_SOURCE: dict[str, Any] = {
    **SOURCE,
    "includes": ["other-study"],
    "text": {"path": "example-2020.txt"},
    "extraction": {"coder": "AB", "date": "2020-01"},
    "extra": {"own": [1, 2.5, None, {"deep": [True]}]},
}
RICH_SOURCE["excerpts"] = [
    {
        **SOURCE["excerpts"][0],
        "result": {"measure": "pages", "value": 3, "comparator_value": "none"},
        "emmie": ["effect"],
        "extra": {"own": "x"},
    }
]
RICH_THEORY: dict[str, Any] = {
    **THEORY,
    "themes": [{"id": "safety", "title": "Safety", "order": 1}],
    "rivals": [{"id": "chance", "label": "It was chance", "about": "reads-more"}],
    "substantive_theories": [
        {"id": "rogers", "label": "Regard", "citation": {"a": 1}, "informs": ["chance"]}
    ],
    "decisions": [
        {
            "id": "d1",
            "type": "adjudicate",
            "claims": ["chance"],
            "sources": ["example-2020"],
            "from": ["gone"],
        }
    ],
    "assessments": [{"claim": "chance", "coherence": {"concern": "minor"}}],
    "emmie": [
        {"dimension": "effect", "quality": 3, "excerpts": ["example-2020#p1"]},
    ],
    "ratings": [{"scheme": "eif-cost", "value": "3"}],
    "evidence_policy": {"min_studies": 2},
    "waivers": [{"rule": "E301", "id": "safe-to-err", "reason": "known"}],
    "extra": {"own": {"b": 1, "a": 2}},
}
RICH_THEORY["configurations"] = [
    {
        **THEORY["configurations"][0],
        "steps": [{"all": ["safe-to-err"]}],
        "activations": {"safe-to-err": "strong"},
        "unknown": ["C"],
    }
]
BUNDLE: dict[str, Any] = {**RICH_THEORY, "sources": [RICH_SOURCE]}
DOCUMENTS: list[tuple[Root, dict[str, Any]]] = [
    (Theory, RICH_THEORY),
    (Source, RICH_SOURCE),
    (Theory, BUNDLE),
]

IDS = ["safe-to-err", "reads-more", "chance", "safety", "example-2020", "gone", "A b"]
LIKELY_NAMES = sorted(
    {name for _, document in DOCUMENTS for name in document}
    | {"id", "kind", "label", "text", "claim", "bearing", "bears_on", "from_", "ids"}
    | {"schema_uri", "$schema", "quality", "page", "value", "all", "any", "\ud800"}
)
LIKELY_VALUES: list[Any] = [
    *IDS,
    *(None, True, False, 0, 1, -1, 2.5, 10**30, "", " ", "\n", "refined", "final"),
    *("context", "mechanism", "outcome", "supports", "C", "\u202e", "é", "\ud800"),
    *([], {}, [[]], [{}], [None], {"id": "a"}, [{"id": "a"}], "x" * 100),
]
ANY_JSON: st.SearchStrategy[Any] = st.recursive(
    # Copied: what damages a document must not change the values to draw from.
    st.sampled_from(LIKELY_VALUES).map(copy.deepcopy)
    | st.integers()
    | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(LIKELY_NAMES) | st.text(max_size=3), inner, max_size=5
        )
    ),
    max_leaves=15,
)


def spots(value: Any, at: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """Return where the values of a document stand, its own place apart."""
    inside: list[Any] = []
    if isinstance(value, dict):
        inside = list(value.items())
    elif isinstance(value, list):
        inside = list(enumerate(value))
    return [
        found
        for part, inner in inside
        for found in ((*at, part), *spots(inner, (*at, part)))
    ]


@st.composite
def damaged(draw: st.DrawFn) -> tuple[Root, Any]:
    """Return a good document in which one to three things were changed."""
    root, good = draw(st.sampled_from(DOCUMENTS))
    document = copy.deepcopy(good)
    for _ in range(draw(st.integers(1, 3))):
        there = spots(document)
        if not there:
            break
        *parents, part = draw(st.sampled_from(there))
        record: Any = document
        for parent in parents:
            record = record[parent]
        match draw(st.sampled_from(["replace", "delete", "repeat", "rename", "add"])):
            case "replace":
                record[part] = draw(ANY_JSON)
            case "delete":
                del record[part]
            case "repeat" if isinstance(record, list):
                record.append(copy.deepcopy(record[part]))
            case "rename" if isinstance(record, dict):
                record[draw(st.sampled_from(LIKELY_NAMES))] = record.pop(part)
            case _ if isinstance(record, dict):
                record[draw(st.sampled_from(LIKELY_NAMES))] = draw(ANY_JSON)
            case _:
                record.insert(part, draw(ANY_JSON))
    return root, document


def as_bytes(document: Any) -> bytes:
    return json.dumps(document, indent=2).encode()


def assert_told(data: bytes, document: Document[Any]) -> None:
    """Check what holds of every document: read whole, or told what is wrong."""
    assert (document.record is not None) or document.wrong
    text = data.decode("utf-8", "replace").removeprefix("\ufeff")
    # Editors end lines at each of these.
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    lines = text.split("\n")
    for wrong in document.wrong:
        assert "Traceback" not in wrong.message
        assert len(wrong.message) < 500, "one clear line, however long the value"
        wrong.message.encode("utf-8")
        if wrong.spot is None:
            line, column = Places(text).find(wrong.pointer, key=wrong.code == "R010")
        else:
            line, column = wrong.spot
        assert 1 <= line <= len(lines)
        assert 1 <= column <= len(lines[line - 1]) + 1


# --- nothing that is read raises ---------------------------------------------------


@settings(max_examples=150, deadline=None)
@example(b"\r\x01", Theory)
@given(st.binary(max_size=80), st.sampled_from([Theory, Source]))
def test_any_bytes_give_a_document(data: bytes, root: Root) -> None:
    assert_told(data, parse(data, root))


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(damaged())
def test_a_damaged_document_gives_faults_and_what_can_still_be_read(
    root_and_document: tuple[Root, Any],
) -> None:
    root, document = root_and_document
    data = as_bytes(document)
    assert_told(data, parse(data, root))


@settings(max_examples=200, deadline=None)
@given(ANY_JSON, st.sampled_from([Theory, Source]))
@example({"id": "a", "title": "t", "\ud800": 1}, Theory)
@example(
    {"id": "a", "title": "t", "elements": [{"kind": "outcome", "\ud800": 1}]}, Theory
)
def test_any_json_gives_a_document(document: Any, root: Root) -> None:
    data = as_bytes(document)
    assert_told(data, parse(data, root))


@pytest.mark.parametrize("depth", [99, 101, 150, 199, 202, 250, 500, 900, 980, 5000])
@pytest.mark.parametrize("opened", ["[", '{"a":'])
@pytest.mark.parametrize("field", ["extra", "narrative", "mine"])
def test_nesting_of_any_depth_and_place_is_read_or_told(
    depth: int, opened: str, field: str
) -> None:
    closed = "]" if opened == "[" else "}"
    inner = "1" if opened == '{"a":' else ""
    deep = f"{opened * (depth - 2)}{inner}{closed * (depth - 2)}"
    value = f'{{"own":{deep}}}'
    data = f'{{"id": "a", "title": "t", "{field}": {value}}}'.encode()
    document = parse(data, Theory)
    assert_told(data, document)
    assert ("R007" in {one.code for one in document.wrong}) == (
        depth > syntax.MAX_DEPTH
    )


@pytest.mark.parametrize("digits", [300, 308, 309, 400, 1000])
def test_a_number_is_judged_alike_whether_or_not_the_file_has_other_faults(
    digits: int,
) -> None:
    alone = b'{"id": "a", "title": "t", "extra": {"n": %s}}' % (b"9" * digits)
    mistyped = alone.replace(b'"title"', b'"stage": "x", "title"')
    of_the_number = {"R005", "R007"}
    first, second = (
        {one.code for one in parse(data, Theory).wrong} & of_the_number
        for data in (alone, mistyped)
    )
    assert first == second


# --- what is lost is known ---------------------------------------------------------


@pytest.mark.parametrize(
    ("root", "document", "lost", "left"),
    [
        (Theory, RICH_THEORY, {"same-buddy"}, ("elements", 3)),
        (Source, RICH_SOURCE, {"example-2020", "example-2020#p1", "p1"}, None),
    ],
)
def test_only_the_record_at_fault_is_left_out(
    root: Root, document: Any, lost: set[str], left: tuple[str, int] | None
) -> None:
    broken = copy.deepcopy(document)
    if left:
        broken["elements"][1]["layers"] = ["institutionnal"]
    else:
        broken["kind"] = "poem"
    read = parse(as_bytes(broken), root)
    assert read.lost == lost
    if left:
        assert len(getattr(read.record, left[0])) == left[1]


# --- whatever is read is written back ----------------------------------------------

WORDS = st.text(
    st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="\ufffe\uffff")
    | st.sampled_from(["\t", "\n"]),
    max_size=6,
)
FREE: st.SearchStrategy[Any] = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False, allow_infinity=False)
    | WORDS,
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(WORDS, inner, max_size=3)
    ),
    max_leaves=5,
)


@cache
def written(annotation: Any) -> st.SearchStrategy[Any]:  # noqa: PLR0911 - one a kind
    """Return JSON values that a field of this type may hold."""
    origin, parts = get_origin(annotation), get_args(annotation)
    if origin is Annotated:
        return _constrained(parts[0], parts[1:])
    if origin in {Union, types.UnionType}:
        return st.one_of([written(part) for part in parts])
    if origin is tuple:
        return st.lists(written(parts[0]), max_size=2)
    if origin is dict:
        inner = FREE if parts[1] is Any else written(parts[1])
        return st.dictionaries(WORDS, inner, max_size=3)
    if origin is Literal:
        return st.just(str(parts[0].value))
    if dataclasses.is_dataclass(annotation):
        return _records(annotation)
    if issubclass(annotation, Enum):
        return st.sampled_from([str(one.value) for one in annotation])
    return {
        str: WORDS,
        bool: st.booleans(),
        int: st.integers(),
        float: st.floats(allow_nan=False, allow_infinity=False),
        type(None): st.none(),
    }[annotation]


def _constrained(inner: Any, notes: tuple[Any, ...]) -> st.SearchStrategy[Any]:
    limits = [limit for note in notes for limit in getattr(note, "metadata", ())]
    patterns = {p for one in limits if (p := getattr(one, "pattern", None))}
    if ID_PATTERN in patterns:
        return st.sampled_from(["a", "b-1", "c-2-d"])
    if r"\S" in patterns:
        return WORDS.map(lambda words: f"{words}x")
    if patterns:
        pattern = patterns.pop()
        is_date = "{64}" not in pattern
        return st.sampled_from(
            ["2020", "2020-12", "2020-12-31"] if is_date else ["0" * 64]
        )
    if inner is int:
        lowest = max((getattr(one, "ge", 0) for one in limits), default=0)
        return st.integers(lowest, min(getattr(one, "le", 9) for one in limits))
    return written(inner)


def _records(record: Any) -> st.SearchStrategy[dict[str, Any]]:
    hints = get_type_hints(record, include_extras=True)
    required: dict[str, Any] = {}
    optional: dict[str, Any] = {}
    for field in dataclasses.fields(record):
        name = getattr(field.default, "serialization_alias", None) or field.name
        has_default = not (
            field.default is dataclasses.MISSING
            or getattr(field.default, "is_required", bool)()
        )
        where = optional if has_default else required
        where[name] = st.deferred(lambda hint=hints[field.name]: written(hint))  # type: ignore[misc] # mypy knows no defaults of lambdas
    made = st.fixed_dictionaries(required, optional=optional)
    if record is Step:
        return made.filter(lambda one: bool(one.get("all")) != bool(one.get("any")))
    return made


@settings(
    max_examples=80,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
@given(st.data(), st.sampled_from([Theory, Source]))
def test_reading_what_was_written_gives_the_same(data: Any, root: Root) -> None:
    document = data.draw(written(root))
    first = parse(json.dumps(document).encode(), root)
    assert first.wrong == ()
    assert first.record is not None
    content = canonical(first.record)
    assert syntax.faults(content) == []
    again = parse(content, root)
    assert again.wrong == ()
    assert again.record == first.record
    assert again.record is not None
    assert canonical(again.record) == content, "canonical form is canonical"


@settings(max_examples=100, deadline=None)
@given(st.dictionaries(WORDS, FREE, max_size=4), st.permutations([0, 1, 2]))
def test_own_fields_citations_and_the_order_of_lists_survive(
    own: dict[str, Any], order: list[int]
) -> None:
    document = copy.deepcopy(BUNDLE)
    elements = [document["elements"][i] for i in order]
    document["elements"] = elements
    document["extra"] = elements[0]["extra"] = own
    document["sources"][0]["citation"] = document["sources"][0]["extra"] = own
    record = parse(as_bytes(document), Theory).record
    assert record is not None
    back = json.loads(canonical(record))
    for kept in (
        back["extra"],
        back["elements"][0]["extra"],
        back["sources"][0]["citation"],
        back["sources"][0]["extra"],
    ):
        assert json.dumps(kept) == json.dumps(own), "the same, in the same order"
    assert [e["id"] for e in back["elements"]] == [e["id"] for e in elements]


@pytest.mark.parametrize("where", ["extra", "citation"])
def test_a_number_is_written_as_precisely_as_it_was_read_or_refused(
    where: str,
) -> None:
    number = "12345678901234567890.5"
    document = {**SOURCE, "extra": {}, where: {"n": "@"}}
    data = json.dumps(document).replace('"@"', number).encode()
    read = parse(data, Source)
    if not read.wrong:
        assert read.record is not None
        assert number.encode() in canonical(read.record)


@pytest.mark.parametrize(
    ("root", "document", "alias", "name"),
    [
        (Theory, {**THEORY, "schema_uri": "x"}, "$schema", "schema_uri"),
        (
            Theory,
            {**RICH_THEORY, "decisions": [{"id": "d", "from_": ["x"]}]},
            "from",
            "from_",
        ),
    ],
)
def test_a_field_has_one_name_in_a_file(
    root: Root, document: Any, alias: str, name: str
) -> None:
    codes = [wrong.code for wrong in parse(as_bytes(document), root).wrong]
    assert codes == ["R010"], f"'{name}' was read as if it were '{alias}'"
