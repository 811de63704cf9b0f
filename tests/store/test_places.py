"""Facts about `cmo.store.places`: lines and columns of the values of a JSON text."""

from __future__ import annotations

import json
import time
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cmo.store.places import Places
from tests.making import HANGING

if TYPE_CHECKING:
    from cmo.findings import Pointer

Offsets = dict[tuple[str | int, ...], tuple[int, int]]

NAMES = st.text(max_size=3) | st.sampled_from(["", "0", "é", "a/b", "\u2028", '"', "]"])
VALUES: st.SearchStrategy[Any] = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=5) | st.dictionaries(NAMES, inner, max_size=5)
    ),
    max_leaves=15,
)
BLANKS = st.text(" \t\n\r", max_size=3)


@st.composite
def written(draw: st.DrawFn) -> tuple[str, Offsets]:
    """Return a JSON text, and where in it each key and value starts."""
    parts: list[str] = []
    offsets: Offsets = {}

    def put(text: str) -> int:
        at = sum(map(len, parts))
        parts.append(text)
        return at

    def render(value: Any, pointer: Pointer, key: int | None) -> None:
        put(draw(BLANKS))
        at = sum(map(len, parts))
        offsets[pointer] = (at if key is None else key, at)
        if isinstance(value, dict):
            put("{")
            for i, (name, inner) in enumerate(value.items()):
                put("," if i else "")
                put(draw(BLANKS))
                name_at = put(json.dumps(name, ensure_ascii=draw(st.booleans())))
                put(draw(BLANKS) + ":")
                render(inner, (*pointer, name), name_at)
            put(draw(BLANKS) + "}")
        elif isinstance(value, list):
            put("[")
            for i, inner in enumerate(value):
                put("," if i else "")
                render(inner, (*pointer, i), None)
            put(draw(BLANKS) + "]")
        else:
            put(json.dumps(value, ensure_ascii=draw(st.booleans())))
        put(draw(BLANKS))

    render(draw(VALUES), (), None)
    return "".join(parts), offsets


def line_and_column(text: str, offset: int) -> tuple[int, int]:
    """Count naively."""
    before = text[:offset].split("\n")
    return len(before), len(before[-1]) + 1


@settings(max_examples=200, deadline=None)
@given(written(), st.randoms(use_true_random=False))
def test_every_value_and_key_is_found_in_any_order(
    text_and_offsets: tuple[str, Offsets], random: Any
) -> None:
    text, offsets = text_and_offsets
    places = Places(text)
    asked = [(pointer, key) for pointer in offsets for key in (True, False)]
    random.shuffle(asked)
    for pointer, key in asked:
        key_at, value_at = offsets[pointer]
        wanted = line_and_column(text, key_at if key else value_at)
        assert places.find(pointer, key=key) == wanted, (pointer, key)


@settings(max_examples=100, deadline=None)
@given(written(), st.lists(NAMES | st.integers(0, 6), max_size=4).map(tuple))
def test_what_is_not_there_has_the_place_of_the_innermost_record_that_is(
    text_and_offsets: tuple[str, Offsets], pointer: Pointer
) -> None:
    text, offsets = text_and_offsets
    there = pointer
    while there not in offsets:
        there = there[:-1]
    found = Places(text).find(pointer)
    assert found == line_and_column(text, offsets[there][1])


@settings(max_examples=100, deadline=None)
@given(written())
def test_walking_meets_every_value_once_parents_first(
    text_and_offsets: tuple[str, Offsets],
) -> None:
    text, offsets = text_and_offsets
    met = [(pointer, (spot.key, spot.start)) for pointer, spot in Places(text).walk()]
    assert dict(met) == offsets
    assert len(met) == len(offsets)
    starts = [spot[1] for _, spot in met]
    assert starts == sorted(starts)


def test_of_a_repeated_field_the_value_that_is_read_is_the_one_shown() -> None:
    text = '{"a": 1,\n"a": {"b": 2}}'
    assert json.loads(text) == {"a": {"b": 2}}
    assert Places(text).find(("a", "b")) == (2, 12)


@pytest.mark.parametrize("separator", [",", ",\n"])
def test_ten_thousand_places_of_a_large_file_take_no_time(separator: str) -> None:
    record = json.dumps({"id": "é", "text": "x" * 500})
    text = "[" + separator.join([record] * 10_000) + "]"
    places = Places(text)
    began = time.perf_counter()
    for i in range(10_000):
        places.find((i, "text"))
    assert time.perf_counter() - began < HANGING


def test_lines_count_the_same_beyond_a_block_of_text() -> None:
    text = json.dumps(["é" * (i % 90) for i in range(9000)], indent=1)
    assert len(text) > 3 * (1 << 16)
    places = Places(text)
    for offset in (0, 1, 65_535, 65_536, 65_537, 131_072, len(text) - 1, 70_000, 5):
        line = text.count("\n", 0, offset) + 1
        column = offset - text.rfind("\n", 0, offset)
        assert places.line_column(offset) == (line, column)
