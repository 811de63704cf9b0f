"""What is printed on every page of a document and is no part of its text.

A quotation may run across the end of a page, where a text made from a PDF has a
running header or footer and the number of the page.
"""

from __future__ import annotations

import re
from collections import Counter
from itertools import islice, pairwise
from typing import TYPE_CHECKING

from cmo.quotes.folding import Span

if TYPE_CHECKING:
    from collections.abc import Iterator


def without_furniture(text: str) -> list[Span]:
    """Return the stretches of `text` between what is printed on every page.

    In a text with form feeds: at the top and the foot of a page, lines that
    hold only a page number, and lines that stand on at least three pages, the
    numbers in them left aside. In one without: lines that hold only a number,
    where these numbers count up.
    """
    lines = _counted(text)
    if pages := text.count("\f"):
        lines = _repeated(text) if pages <= _MOST else iter(())
    kept, at = [], 0
    for line in lines:
        kept.append(Span(at, line.start))
        at = line.end
    return [*kept, Span(at, len(text))]


# Lines at the top, and as many at the foot, that can belong to every page.
_EDGE = 2
_PAGES = 3
_LONGEST = 200
# With more pages, or more lines that hold only a number, it is no document.
_MOST = 100_000
_LINE = re.compile(r"\S[^\n\f]*")
_PAGE_NUMBER = re.compile(
    r"\W*(?:page|p\.|seite|pág\.|pag\.)?\s*\d{1,4}(?:\s*(?:of|/|von|de)\s*\d{1,4})?\W*",
    re.IGNORECASE,
)
_NUMBER_ALONE = re.compile(r"^[^\S\n]*(\d{1,4})[^\S\n]*$", re.MULTILINE)
_DIGITS = re.compile(r"\d+")


def _repeated(text: str) -> Iterator[Span]:
    edges = [line for page in _pages(text) for line in _edge_lines(text, page)]
    seen = Counter(_masked(text, line) for line in edges)
    for line in edges:
        is_number = _PAGE_NUMBER.fullmatch(text, line.start, line.end)
        if is_number or seen[_masked(text, line)] >= _PAGES:
            yield line


def _pages(text: str) -> Iterator[Span]:
    breaks = [-1, *(one.start() for one in re.finditer("\f", text)), len(text)]
    for before, after in pairwise(breaks):
        yield Span(before + 1, after)


def _edge_lines(text: str, page: Span) -> list[Span]:
    lines = [Span(*one.span()) for one in _LINE.finditer(text, page.start, page.end)]
    edge = lines if len(lines) <= 2 * _EDGE else [*lines[:_EDGE], *lines[-_EDGE:]]
    return [line for line in edge if line.end - line.start <= _LONGEST]


def _masked(text: str, line: Span) -> str:
    return _DIGITS.sub("#", text[line.start : line.end]).strip()


def _counted(text: str) -> Iterator[Span]:
    """Yield the lines that hold only a number, one more or less than the next such."""
    lines = list(islice(_NUMBER_ALONE.finditer(text), _MOST))
    numbers = [int(line[1]) for line in lines]
    for i, line in enumerate(lines):
        around = (*numbers[max(0, i - 1) : i], numbers[i], *numbers[i + 1 : i + 2])
        if any(after - before == 1 for before, after in pairwise(around)):
            yield Span(*line.span())
