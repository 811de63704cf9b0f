"""Where the values of a JSON text stand.

Only findings need places, so nothing is indexed while all is well. The
standard library's decoder skips over values; containers are opened only along
the pointers that are asked for, and remembered.
"""

from __future__ import annotations

import json
from functools import cached_property
from itertools import accumulate
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cmo.findings import Pointer

_SPACE = " \t\n\r"
# Lines are counted once for each so many characters, and then within one block.
_BLOCK = 1 << 16


def _nothing(_: Any) -> None:  # noqa: ANN401 - the decoder passes what it found
    """Stand in for a value that nobody looks at."""


# The hooks keep the decoder from building what is skipped, and from refusing
# a number of a million digits before it can be pointed at.
_skip = json.JSONDecoder(
    object_pairs_hook=_nothing,
    parse_int=_nothing,
    parse_float=_nothing,
    parse_constant=_nothing,
    strict=False,
).raw_decode
_string = json.JSONDecoder(strict=False).raw_decode


class Spot(NamedTuple):
    """A member of the object or array that starts `inside`; offsets into the text."""

    part: str | int
    key: int
    start: int
    end: int
    inside: int | None = None


class Places:
    """Finds lines and columns in one JSON text that the decoder accepts."""

    def __init__(self, text: str) -> None:
        """Take `text`; nothing is read yet."""
        self.text = text
        self._open: dict[int, dict[str | int, Spot]] = {}

    def find(self, pointer: Pointer, *, key: bool = False) -> tuple[int, int]:
        """Return line and column of the value at `pointer`, or of its key.

        Where the text has no such value, the place of the innermost record
        that is there is returned.
        """
        at = _after_space(self.text, 0)
        for part in pointer:
            spot = self._member(at, part)
            if spot is None:
                return self.line_column(at)
            key_at, at = spot.key, spot.start
        return self.line_column(key_at if key and pointer else at)

    def line_column(self, offset: int) -> tuple[int, int]:
        """Return line and column, from 1 and in characters, of `offset`."""
        block = offset // _BLOCK
        line = self._lines[block] + self.text.count("\n", block * _BLOCK, offset)
        return line, offset - self.text.rfind("\n", 0, offset)

    @cached_property
    def _lines(self) -> list[int]:
        """The line that each block of the text starts in."""
        starts = range(0, len(self.text) + 1, _BLOCK)
        counts = (self.text.count("\n", at, at + _BLOCK) for at in starts)
        return list(accumulate(counts, initial=1))

    def walk(self) -> Iterator[tuple[Pointer, Spot]]:
        """Yield every value with its pointer, parents before children."""
        start = _after_space(self.text, 0)
        pending: list[tuple[Pointer, Spot]] = [
            ((), Spot("", start, start, _skip(self.text, start)[1]))
        ]
        while pending:
            pointer, spot = pending.pop()
            yield pointer, spot
            inside = list(members(self.text, spot.start))
            pending.extend(((*pointer, one.part), one) for one in reversed(inside))

    def _member(self, at: int, part: str | int) -> Spot | None:
        if at not in self._open:
            # Of a field given twice, the last is the one that is read.
            self._open[at] = {one.part: one for one in members(self.text, at)}
        return self._open[at].get(part)


def members(text: str, at: int) -> Iterator[Spot]:
    """Yield the members of the object or array that starts at offset `at`."""
    if text[at] == "{":
        yield from _fields(text, at)
    elif text[at] == "[":
        yield from _items(text, at)


def _fields(text: str, inside: int) -> Iterator[Spot]:
    at = _after_space(text, inside + 1)
    while text[at] != "}":
        name, end = _string(text, at)
        start = _after_space(text, _after_space(text, end) + 1)
        _, end = _skip(text, start)
        yield Spot(name, at, start, end, inside)
        at = _after_comma(text, end)


def _items(text: str, inside: int) -> Iterator[Spot]:
    at = _after_space(text, inside + 1)
    index = 0
    while text[at] != "]":
        _, end = _skip(text, at)
        yield Spot(index, at, at, end, inside)
        at = _after_comma(text, end)
        index += 1


def _after_comma(text: str, at: int) -> int:
    at = _after_space(text, at)
    return _after_space(text, at + 1) if text[at] == "," else at


def _after_space(text: str, at: int) -> int:
    while text[at : at + 1] in _SPACE and at < len(text):
        at += 1
    return at
