"""Facts about `cmo.store.syntax`: is this JSON, and if not, where and why."""

from __future__ import annotations

import json
import re
import time
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from cmo.model import Theory
from cmo.store import syntax
from cmo.store.documents import parse
from tests.making import HANGING

DEEPEST = syntax.MAX_DEPTH
WHOLE = '{\n  "id": "a",\n  "extra": %s\n}\n'

# (what is wrong, the value of "extra", code, plain words in the message)
VALUES = [
    ("NaN", "NaN", "R005", "NaN is no number"),
    ("Infinity", "Infinity", "R005", "Infinity is no number"),
    ("minus infinity", "-Infinity", "R005", "-Infinity is no number"),
    ("an exponent too large", "1e999", "R005", "too large"),
    ("a negative exponent too large", "-1E+999", "R005", "too large"),
    ("a million digits", "1" * 1_000_000, "R007", "1,000,000 digits"),
    ("a million decimals", "0." + "1" * 999_998, "R007", "1,000,000 digits"),
    ("a million digits of exponent", "1e" + "9" * 999_998, "R007", "1,000,000"),
    ("a NUL", r'"\u0000"', "R006", "U+0000"),
    ("a terminal escape", r'"\u001b[31m"', "R006", "U+001B"),
    ("a backspace", r'"\b"', "R006", "U+0008"),
    ("a raw DEL", '"\x7f"', "R006", "U+007F"),
    ("a raw C1 control", '"\x9b31m"', "R006", "U+009B"),
    ("an escaped C1 control", r'"\u009b"', "R006", "U+009B"),
    ("a noncharacter", r'"\uFFFE"', "R006", "U+FFFE"),
    ("a high half", r'"\ud83d"', "R006", "half a surrogate pair (U+D83D)"),
    ("a low half", r'"x\uDE00"', "R006", "half a surrogate pair (U+DE00)"),
    ("halves the wrong way round", r'"\ude00\ud83d"', "R006", "U+DE00"),
    ("half a pair in a name", r'{"\ud800": 1}', "R006", "half a surrogate pair"),
    ("a control character in a name", r'{"\u0007": 1}', "R006", "U+0007"),
    ("a name twice", '{"a": 1, "a": 2}', "R004", "'a' is given twice"),
    ("a name twice by escape", r'{"a": 1, "\u0061": 2}', "R004", "'a' is given"),
    ("an empty name twice", '{"": 1, "": 2}', "R004", "'' is given twice"),
    ("a list too many", "[" * (DEEPEST + 1) + "]" * (DEEPEST + 1), "R007", "levels"),
    ("an object too many", '{"a":' * DEEPEST + "1" + "}" * DEEPEST, "R007", "levels"),
    ("300 lists", "[" * 300 + "]" * 300, "R007", "levels"),
    ("100,000 lists", "[" * 100_000 + "]" * 100_000, "R007", "levels"),
    ("100,000 objects", '{"a":' * 100_000 + "1" + "}" * 100_000, "R007", "levels"),
    ("100,000 lists, never closed", "[" * 100_000, "R007", "levels"),
]

# (what is wrong, the text, line, column, plain words)
TEXTS = [
    ("nothing", "", 1, 1, "empty"),
    ("blanks", " \n\t\r\n", 1, 1, "empty"),
    ("a missing comma", '{\n  "a": 1\n  "b": 2\n}', 3, 3, "a comma is missing"),
    ("a missing comma in a list", "[\n  1\n  2]", 3, 3, "a comma is missing"),
    ("a trailing comma", '{\n  "a": 1,\n}', 2, 9, "a comma too many"),
    ("a trailing comma in a list", '{"a": [1, 2,\n ]}', 1, 12, "a comma too many"),
    ("a missing colon", '{"a" 1}', 1, 6, "a colon is missing"),
    ("a missing brace", '{"a": 1', 1, 8, "cut short"),
    ("a missing bracket", '{"a": [1', 1, 9, "cut short"),
    ("a name cut short", '{"a": 1, "lab', 1, 10, "cut short"),
    ("a text cut short", '{\n "a": "some wo', 2, 7, "cut short"),
    ("a value cut short", '{"a": tr', 1, 7, "a value is expected"),
    ("a colon and no more", '{"a":', 1, 6, "cut short"),
    ("two records", '{"a": 1}\n{"a": 2}', 2, 1, "something follows the end"),
    ("a name without quotes", "{a: 1}", 1, 2, "in double quotes"),
    ("a line break in a text", '{"a": "x\ny"}', 1, 9, "line break"),
    ("a line break before a quotation", '{"a": "x\n\'y\'"}', 1, 9, "line break"),
    ("a tab in a text", '{"a": "x\ty"}', 1, 9, "tab"),
    ("a raw terminal escape", '{"a": "\x1b[1m"}', 1, 8, "U+001B"),
    ("a Windows path", '{"a": "C:\\docs"}', 1, 10, "backslash"),
    ("a half escape", '{"a": "\\u12"}', 1, 9, "backslash"),
    ("Python's True", '{"a": True}', 1, 7, "a value is expected"),
    ("a leading zero", '{"a": 012}', 1, 8, "a comma is missing"),
    ("a leading plus", '{"a": +1}', 1, 7, "a value is expected"),
    ("a leading point", '{"a": .5}', 1, 7, "a value is expected"),
]

# Editors and people write these; "not JSON" alone would not tell them what to do.
MISUNDERSTOOD = [
    ("Word's quotation marks", "{“a”: 1}", "straight"),
    ("single quotes", "{'a': 1}", "straight"),
    ("a comment", '{\n// mine\n"a": 1}', "comment"),
    ("a block comment", '{"a": /* mine */ 1}', "comment"),
    ("a hash comment", '{\n# mine\n"a": 1}', "comment"),
]

ENCODINGS = [
    ("UTF-8 with a byte order mark", "utf-8-sig", 1, 1, "byte order mark"),
    ("UTF-16", "utf-16", 1, 1, "UTF-16"),
    ("UTF-16 little-endian, unmarked", "utf-16-le", 1, 1, "UTF-16"),
    ("UTF-16 big-endian, unmarked", "utf-16-be", 1, 1, "UTF-16"),
    ("UTF-32", "utf-32", 1, 1, "UTF-32"),
    ("Latin-1", "latin-1", 2, 9, "0xe9 is not UTF-8"),
    ("Windows 1252", "cp1252", 2, 9, "0xe9 is not UTF-8"),
]


@pytest.mark.parametrize(
    ("what", "value", "code", "words"), VALUES, ids=[one[0] for one in VALUES]
)
def test_a_value_no_program_agrees_on_is_named(
    what: str, value: str, code: str, words: str
) -> None:
    data = (WHOLE % value).encode()
    found = syntax.faults(data)
    assert {f.code for f in found} == {code}, what
    assert words in found[0].message
    assert found[0].line == 3
    assert found[0].column >= 12
    assert code in {one.code for one in parse(data, Theory).wrong}


@pytest.mark.parametrize(
    ("what", "text", "line", "column", "words"), TEXTS, ids=[one[0] for one in TEXTS]
)
def test_what_is_not_json_is_said_in_plain_words_where_it_stands(
    what: str, text: str, line: int, column: int, words: str
) -> None:
    (fault,) = syntax.faults(text.encode())
    assert (fault.code, fault.line, fault.column) == ("R003", line, column), what
    assert words in fault.message
    assert not syntax.clean(text.encode())


@pytest.mark.parametrize(
    ("what", "text", "words"), MISUNDERSTOOD, ids=[one[0] for one in MISUNDERSTOOD]
)
def test_what_word_processors_and_programmers_write_is_recognised(
    what: str, text: str, words: str
) -> None:
    (fault,) = syntax.faults(text.encode())
    assert fault.code == "R003", what
    assert words in fault.message


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_another_encoding_is_placed_whatever_ends_the_lines(end: str) -> None:
    data = f'{{{end}  "a":{end}  "é"}}'.encode("latin-1")
    (fault,) = syntax.faults(data)
    assert (fault.code, fault.line, fault.column) == ("R002", 3, 4)


@pytest.mark.parametrize(
    ("what", "encoding", "line", "column", "words"),
    ENCODINGS,
    ids=[one[0] for one in ENCODINGS],
)
def test_another_encoding_is_named(
    what: str, encoding: str, line: int, column: int, words: str
) -> None:
    data = '{\n  "a": "é"}'.encode(encoding)
    (fault,) = syntax.faults(data)
    assert (fault.code, fault.line, fault.column) == ("R002", line, column), what
    assert words in fault.message
    assert not syntax.clean(data)


def test_columns_count_characters_not_bytes() -> None:
    assert syntax.faults('{"ééé": "é😀é" 1}'.encode())[0].column == 15
    before_the_bad_byte = '{"é😀": "'.encode()
    assert syntax.faults(before_the_bad_byte + b'\xe9"}')[0].column == 9


@pytest.mark.parametrize("marked", [False, True])
def test_faults_after_a_byte_order_mark_are_found_too(marked: bool) -> None:  # noqa: FBT001
    data = ("\ufeff" if marked else "") + '{"a": 1, "a": NaN}'
    codes = [f.code for f in syntax.faults(data.encode())]
    assert codes == ["R002"] * marked + ["R004", "R005"]


def test_a_fault_within_a_repeated_field_is_not_made_up() -> None:
    text = '{"a": {"x": 1, "y": [{"z": 1}]}, "a": {"x": 1, "y": [{"z": 1}]}}'
    assert [f.message for f in syntax.faults(text.encode())] == [
        "'a' is given twice here: keep one of them"
    ]


def test_every_fault_of_a_text_is_reported_in_reading_order() -> None:
    text = '{"a": NaN,\n"b": "\\u0000",\n"a": 1e999,\n"c": {"d": 1, "d": 2}}'
    found = syntax.faults(text.encode())
    assert [(f.code, f.line) for f in found] == [
        ("R005", 1),
        ("R006", 2),
        ("R004", 3),
        ("R005", 3),
        ("R004", 4),
    ]


# --- `clean` and `faults` agree ----------------------------------------------------

AGREED = [
    # What is nested deeper is left to the validator: see test_documents.
    ("as deep as may be", WHOLE % ("[" * (DEEPEST - 1) + "]" * (DEEPEST - 1))),
    ("308 digits", WHOLE % ("9" * 308)),
    ("309 digits", WHOLE % ("9" * 309)),
    ("1000 digits", WHOLE % ("1" * 1000)),
    ("a sign and 1000 digits", WHOLE % ("-" + "1" * 1000)),
    ("1001 digits", WHOLE % ("1" * 1001)),
    ("1000 decimals", WHOLE % ("0." + "1" * 998)),
    ("a number too small to hold", WHOLE % "1e-999"),
    ("a zero with a large exponent", WHOLE % "0e999"),
    ("a whole pair", WHOLE % r'"\ud83d\ude00"'),
    ("an emoji", WHOLE % '"😀"'),
    ("an escaped tab and newline", WHOLE % r'"\t\n\u0009\u000A"'),
    ("an escaped carriage return", WHOLE % r'"\r"'),
    ("a path with two backslashes", WHOLE % r'"C:\\bin\\u0000"'),
    ("three backslashes", WHOLE % r'"\\\b"'),
    ("an escaped DEL", WHOLE % r'"\u007F"'),
    ("a no-break space", WHOLE % r'"\u00a0"'),
    ("a replacement character", WHOLE % '"\ufffd"'),
    ("brackets in a text", WHOLE % ('"' + "[" * 500 + '"')),
    ("a quotation mark in a text", WHOLE % (r'"\"' + "[" * 500 + '"')),
    ("names that differ by case", WHOLE % '{"a": 1, "A": 2}'),
    ("names that differ by normal form", WHOLE % '{"é": 1, "e\u0301": 2}'),
]


@pytest.mark.parametrize(("what", "text"), AGREED, ids=[one[0] for one in AGREED])
def test_clean_says_no_exactly_when_there_is_a_fault(what: str, text: str) -> None:
    data = text.encode()
    assert syntax.clean(data) == (not syntax.faults(data)), what


def _written(value: Any) -> st.SearchStrategy[str]:
    """Return ways to write `value` as JSON, legal and less so."""
    return st.builds(
        lambda escaped, indent: json.dumps(value, ensure_ascii=escaped, indent=indent),
        st.booleans(),
        st.sampled_from([None, 0, 2]),
    )


_PIECES = st.sampled_from(
    [
        *'{}[],:"\\/ \n\t0123456789-+.eEaubtrn',
        *("true", "false", "null", "NaN", "Infinity", "1e999", '"a"', '"a":'),
        *("\\u", "\\ud83d", "\\ude00", "\\u0000", "\\b", "\\r", "\r\n", "\x7f"),
        *("\x85", "é", "😀", "\ufffe", "\ufeff", "\u2028"),
    ]
)
_JSON: st.SearchStrategy[Any] = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text()
    | st.sampled_from(["\ud800", "\x00", "\u2028", "é", "\\", '"']),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(st.text(max_size=3), inner, max_size=4)
    ),
    max_leaves=12,
)
ANYTHING = st.one_of(
    st.binary(max_size=60),
    st.lists(_PIECES, max_size=30).map(lambda p: "".join(p).encode()),
    _JSON.flatmap(_written).map(lambda text: text.encode("utf-8", "surrogatepass")),
    _JSON.flatmap(_written)
    .flatmap(lambda text: st.integers(0, len(text)).map(lambda end: text[:end]))
    .map(lambda text: text.encode("utf-8", "surrogatepass")),
)


def is_inside(data: bytes, line: int, column: int) -> bool:
    """Tell whether a text has that line, and the line that column or its end."""
    text = data.decode("utf-8", "replace").removeprefix("\ufeff")
    lines = re.split("\r\n|\r|\n", text)
    return 1 <= line <= len(lines) and 1 <= column <= len(lines[line - 1]) + 1


@settings(max_examples=400, deadline=None)
@given(ANYTHING)
@example(b"\xef\xbb\xbf")
@example(b"\x00")
@example(b"[\n")
@example(b"\r\x01")
@example(b'{"a": 1,\n')
def test_any_bytes_are_clean_or_have_a_fault_inside_the_file(data: bytes) -> None:
    found = syntax.faults(data)
    for fault in found:
        assert is_inside(data, fault.line, fault.column), fault
        assert fault.message.isprintable(), fault
    # What looks suspicious may turn out harmless; the other way round a fault
    # would be missed, or seen only when the file has another one.
    if syntax.clean(data):
        assert found == []


@settings(max_examples=200, deadline=None)
@given(ANYTHING)
def test_a_text_without_faults_means_the_same_to_every_program(data: bytes) -> None:
    if syntax.faults(data) == []:
        json.dumps(json.loads(data), allow_nan=False).encode("utf-8")


# --- speed -------------------------------------------------------------------------

HEAVY = [
    ("a text with escaped quotes that never ends", '{"a": "' + r"\"" * 15_000),
    ("10,000 names twice", "[" + ",".join(['{"a": 1, "a": 2}'] * 10_000) + "]"),
    ("10,000 NaN", "[" + ",".join(["NaN"] * 10_000) + "]"),
    ("10,000 NaN on lines", "[\n" + ",\n".join(["NaN"] * 10_000) + "\n]"),
    ("100,000 commas", "[" + "," * 100_000),
    ("100,000 opened", '{"a":' * 100_000),
    ("a million blanks", " " * 1_000_000 + "x"),
    ("a long text in a deep list", "[" * 90 + '"' + "x" * 500_000 + '"' + "]" * 90),
]


@pytest.mark.parametrize(("what", "text"), HEAVY, ids=[one[0] for one in HEAVY])
def test_a_hopeless_text_is_judged_quickly(what: str, text: str) -> None:
    began = time.perf_counter()
    assert syntax.clean(text.encode()) == (not syntax.faults(text.encode()))
    assert time.perf_counter() - began < HANGING, what
