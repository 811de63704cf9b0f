"""Is this file JSON that a theory can be read from? Faults with their places.

`clean` answers in one pass of the standard library's decoder. Only when it
says no does `faults` look at every value to say where and what.
"""

from __future__ import annotations

import json
import math
import re
import unicodedata
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING, NamedTuple, NoReturn

from cmo.store.places import Places

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cmo.findings import Pointer
    from cmo.store.places import Spot

MAX_BYTES = 1 << 30
# As deep as pydantic's parser goes; `clean` leaves it to that.
MAX_DEPTH = 200
MAX_DIGITS = 1000

# Escapes and bytes that may spell a control character, half a surrogate pair
# or a character that XML forbids. A match is a suspicion, not yet a fault.
# Several, each with a fixed start, take half the time of one with alternatives.
_SUSPECT = tuple(
    map(
        re.compile,
        (
            rb"\\[bfr]",
            rb"\\u(?:00(?:[01]|7[fF]|[89])|[dD][89a-fA-F]|[fF]{3}[eEfF])",
            rb"\x7f",
            rb"\xc2[\x80-\x9f]",
            rb"\xef\xbf[\xbe\xbf]",
        ),
    )
)
_FORBIDDEN = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
# A text without end is taken whole: tried again from each of its quotation
# marks, it would cost the square of its length.
_TOKEN = re.compile(r'"(?:[^"\\]|\\.)*+"?|[][{}]', re.DOTALL)


class Fault(NamedTuple):
    """A fault of one text, before it is known which file it stands in."""

    code: str
    line: int
    column: int
    pointer: Pointer
    message: str


class _UncleanError(ValueError):
    """The text holds something that `faults` has to find."""


def clean(data: bytes) -> bool:
    """Tell whether `data` is JSON with nothing for `faults` to report."""
    if len(data) > MAX_BYTES:
        return False
    if _is_suspect(data):
        return not faults(data)
    try:
        json.loads(
            data.decode(),
            object_pairs_hook=_unique,
            parse_float=_finite,
            parse_int=_short,
            parse_constant=_refuse,
        )
    except (ValueError, RecursionError):
        return False
    return True


def faults(data: bytes) -> list[Fault]:
    """Return what is wrong with `data` as JSON text, in reading order."""
    if len(data) > MAX_BYTES:
        return [_at_start("R007", too_large(len(data)))]
    if (
        data[:2] in {b"\xff\xfe", b"\xfe\xff"}
        or data[1:2] == b"\0"
        or data[:1] == b"\0"
    ):
        return [_at_start("R002", "the file is UTF-16 or UTF-32: save it as UTF-8")]
    found = []
    if data.startswith(b"\xef\xbb\xbf"):
        data = data[3:]
        found = [
            _at_start(
                "R002",
                "the file starts with a byte order mark: save it as UTF-8 without BOM",
            )
        ]
    return found + _text_faults(data)


def _read(data: bytes) -> str:
    """Return text with lines as editors count them, and findings are placed."""
    return data.decode().replace("\r\n", "\n").replace("\r", "\n")


def _text_faults(data: bytes) -> list[Fault]:
    try:
        text = _read(data)
    except UnicodeDecodeError as error:
        *before, own = _read(data[: error.start]).split("\n")
        message = f"byte 0x{data[error.start]:02x} is not UTF-8: save the file as UTF-8"
        return [Fault("R002", len(before) + 1, len(own) + 1, (), message)]
    if not text.strip():
        return [_at_start("R003", "the file is empty: write it anew, or delete it")]
    if (deep := _too_deep(text)) is not None:
        line, column = Places(text).line_column(deep)
        message = f"nested more than {MAX_DEPTH} levels deep: flatten it"
        return [Fault("R007", line, column, (), message)]
    try:
        json.loads(text, parse_int=len, parse_float=len)
    except json.JSONDecodeError as error:
        at, message = _plain(error)
        line, column = Places(text).line_column(at)
        return [Fault("R003", line, column, (), message)]
    return list(_value_faults(Places(text)))


def _value_faults(places: Places) -> Iterator[Fault]:
    # By offset: two records of the same name have the same pointer.
    seen: dict[int, set[str | int]] = {}
    for pointer, spot in places.walk():
        for code, at, message in _faults_of(places.text, spot, seen):
            line, column = places.line_column(at)
            yield Fault(code, line, column, pointer, message)


def _faults_of(
    text: str, spot: Spot, seen: dict[int, set[str | int]]
) -> Iterator[tuple[str, int, str]]:
    if isinstance(spot.part, str) and spot.inside is not None:
        keys = seen.setdefault(spot.inside, set())
        if spot.part in keys:
            name = shown(spot.part)
            yield "R004", spot.key, f"'{name}' is given twice here: keep one of them"
        keys.add(spot.part)
        if _FORBIDDEN.search(spot.part):
            yield "R006", spot.key, f"the name {_named(spot.part)}: take it out"
    first = text[spot.start]
    if first == '"':
        value = json.loads(text[spot.start : spot.end], strict=False)
        if _FORBIDDEN.search(value):
            yield "R006", spot.start, f"the text {_named(value)}: take it out"
    elif first not in "{[tfn":
        for code, message in _number_faults(text[spot.start : spot.end]):
            yield code, spot.start, message


def _number_faults(written: str) -> Iterator[tuple[str, str]]:
    if written.lstrip("-") in {"NaN", "Infinity"}:
        yield "R005", f"{written} is no number: leave it out or write it as text"
    elif len(written) > MAX_DIGITS:
        yield "R007", f"a number of {len(written):,} digits: write it as text"
    elif math.isinf(float(written)):
        yield "R005", f"{written} is too large for a number: write it as text"
    elif not _is_exact(written):
        yield "R005", f"{written} has more digits than are kept: write it as text"


def too_large(size: int) -> str:
    """Return what is said of a file of `size` bytes."""
    return f"the file holds {size / MAX_BYTES:.1f} GiB: at most 1 GiB is read"


def shown(written: str) -> str:
    """Return what the user wrote, short and encodable, for a message."""
    short = written if len(written) <= _SHOWN else written[:_SHOWN] + "…"
    one_line = short.replace("\n", "\\n").replace("\t", "\\t")
    return one_line.encode("utf-8", "backslashreplace").decode()


_SHOWN = 40


def _named(value: str) -> str:
    found = _FORBIDDEN.findall(value)[0]
    is_surrogate = unicodedata.category(found) == "Cs"
    kind = "half a surrogate pair" if is_surrogate else "a control character"
    return f"holds {kind} (U+{ord(found):04X})"


def _is_suspect(data: bytes) -> bool:
    harmless = b"\\" not in data and data.isascii() and b"\x7f" not in data
    return not harmless and any(one.search(data) for one in _SUSPECT)


def _too_deep(text: str) -> int | None:
    depth = 0
    for token in _TOKEN.finditer(text):
        if token.group() in "[{":
            depth += 1
            if depth > MAX_DEPTH:
                return token.start()
        elif token.group() in "]}":
            depth -= 1
    return None


def _at_start(code: str, message: str) -> Fault:
    return Fault(code, 1, 1, (), message)


def _unique(pairs: list[tuple[str, object]]) -> None:
    if len(dict(pairs)) != len(pairs):
        raise _UncleanError


_SURELY_FINITE = 300


def _finite(written: str) -> None:
    too_long = len(written) > MAX_DIGITS
    if too_long or math.isinf(float(written)) or not _is_exact(written):
        raise _UncleanError


def _is_exact(written: str) -> bool:
    """Tell whether `written`, read as a number, is written back with all digits."""
    if len(written) <= _SURELY_EXACT or not set(".eE") & set(written):
        return True
    try:
        return Decimal(written) == Decimal(repr(float(written)))
    except InvalidOperation:
        return False


_SURELY_EXACT = 16


def _short(written: str) -> None:
    if len(written) > _SURELY_FINITE:
        _finite(written)


def _refuse(_: str) -> NoReturn:
    raise _UncleanError


def _plain(error: json.JSONDecodeError) -> tuple[int, str]:
    """Say where and in plain words what the decoder did not understand."""
    rest = error.doc[error.pos :].lstrip()
    before = error.doc[: error.pos].rstrip()
    if rest.startswith(",") and "trailing comma" in error.msg:
        return error.pos, _TRAILING
    if before.endswith(",") and rest[:1] in {"]", "}"}:
        return len(before) - 1, _TRAILING
    if not rest:
        return error.pos, "the file ends in the middle: it was cut short"
    if "control character" in error.msg:
        return error.pos, _raw_control(error.doc[error.pos])
    message = next((m for part, m in _PLAIN.items() if part in error.msg), _VALUE)
    if "Expecting" in error.msg:
        message = next(
            (m for at, m in _FOREIGN.items() if rest.startswith(at)), message
        )
    return error.pos, message


def _raw_control(character: str) -> str:
    if character in "\n\r\t":
        return "a line break or tab inside text: write \\n or \\t instead"
    return f"a control character (U+{ord(character):04X}) inside text: take it out"


_VALUE = (
    "a value is expected here: text in double quotes, a number, true, false, null, a "
    "list or an object"
)
_STRAIGHT = 'quotation marks must be straight and double, as in "label"'
_COMMENT = "JSON has no comments: put remarks into 'notes'"
_FOREIGN = {
    **dict.fromkeys(("“", "”", "„", "‘", "’", "'"), _STRAIGHT),
    **dict.fromkeys(("//", "/*", "#"), _COMMENT),
}
_TRAILING = "a comma too many: take out the comma after the last item"
_PLAIN = {
    "Unterminated string": "this text has no closing quotation mark, or the file was "
    "cut short here",
    "escape": "a backslash that starts no known escape: write two of them, \\\\",
    "',' delimiter": "a comma is missing before this",
    "':' delimiter": "a colon is missing between the name and its value",
    "Extra data": "something follows the end of the record: take it out",
    "property name": 'a name in double quotes is expected here, as "label"',
}
