"""What all writers of documents share: text made ready, numbers, sizes."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import replace
from typing import TYPE_CHECKING
from urllib.parse import quote, urlsplit

from cmo.diagrams import labels
from cmo.publish.document import (
    Bullets,
    Cell,
    Column,
    Contents,
    Document,
    Figure,
    Heading,
    Item,
    Paragraph,
    Run,
    Table,
    words,
)
from cmo.report.escaping import is_web_page, plain, terminal

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from cmo.publish.document import Block, Words

CONTENTS = "Contents"
# Levels of headings that are listed, and headings that fit on a page.
_LISTED, _MOST_LISTED = 2, 40
DEEPEST = 4  # levels of headings and lists; LaTeX has no more
_SPACE = re.compile("[ \t\n\r\x0b\x0c\x85\u2028\u2029]+")
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*")
# Words that all formats hyphenate by themselves, as "(organisation’s".
_HYPHENATED = re.compile(r"\W*[^\W\d_]{1,25}(?:['’][^\W\d_]{1,2})?\W*")
# Lines of a row: three quarters of what a wide page holds.
_TOGETHER = 30
# Of a letter, in mm: most are no wider than this in a table.
LETTER = 1.6
# An em of the text of tables, bold, and what a cell has around its text: in letters.
_EM, _PADDING = 1.75, 2
_ORDINARY = 25  # letters of the longest word that is kept in one piece
_BETWEEN = re.compile(r"[\s/\u2010-\u2014\u2e80-\U0010ffff-]+")


class WritingError(Exception):
    """A document that a format cannot show; the message says why, and the way out."""


def ready(document: Document) -> Document:
    """Return `document` as writers take it.

    Every text is one line of characters that any reader takes; what is empty is
    gone; addresses that are no web pages are gone; no level of headings is left
    out, and none is beyond what all formats have.
    """
    language = document.language
    blocks = tuple(_levelled(map(_ready, document.blocks)))
    listed = contents(blocks)
    return replace(
        document,
        title=shown(document.title) or "Untitled",
        blocks=tuple(
            listed if isinstance(block, Contents) else block
            for block in blocks
            if listed.headings or not isinstance(block, Contents)
        ),
        authors=tuple(filter(None, map(shown, document.authors))),
        language=language if _LANGUAGE.fullmatch(language) else "en",
    )


def contents(blocks: Iterable[Block]) -> Contents:
    """Return the list of headings: the upper two levels, or one if that is enough."""
    headings = enumerate((one for one in blocks if isinstance(one, Heading)), 1)
    found = tuple(one for one in headings if one[1].level <= _LISTED)
    if len(found) > _MOST_LISTED:
        found = tuple(one for one in found if one[1].level == 1)
    return Contents(found)


def leads(block: Block, following: Block | None) -> bool:
    """Tell whether a paragraph leads into what follows, and stays on its page."""
    if not isinstance(block, Paragraph):
        return False
    announces = text(block.words).endswith(":")
    return isinstance(following, Bullets) or (
        announces and isinstance(following, Table | Figure)
    )


def shown(text: str) -> str:
    """Return `text` in one line, with what acts on its readers written out."""
    return plain(terminal(_SPACE.sub(" ", text))).strip(" ")


def tidy(given: Words) -> Words:
    """Return `given` as runs of which no two neighbours look alike.

    Spaces stand singly, and at neither end.
    """
    runs: list[Run] = []
    for run in given:
        # A run keeps the spaces at its ends, unless one stands there already.
        text = plain(terminal(_SPACE.sub(" ", run.text)))
        if not runs or runs[-1].text.endswith(" "):
            text = text.removeprefix(" ")
        one = replace(run, text=text, url=page_address(run.url))
        if runs and replace(runs[-1], text="") == replace(one, text=""):
            runs[-1] = replace(one, text=runs[-1].text + text)
        elif text:
            runs.append(one)
    return _trimmed(runs)


def _trimmed(runs: list[Run]) -> Words:
    while runs and not runs[-1].text.strip(" "):
        runs.pop()
    if runs:
        runs[-1] = replace(runs[-1], text=runs[-1].text.removesuffix(" "))
    return tuple(runs)


def page_address(url: str | None) -> str | None:
    """Return `url` as every format takes it, if a browser opens it as a page."""
    if not url or not is_web_page(url):
        return None
    try:
        if not urlsplit(url).hostname:
            return None
    except ValueError:  # as of http://[
        return None
    return quote(url, safe="%/:?#[]@!$&()*+,;=~")


def _ready(block: Block) -> Block | None:
    match block:
        case Heading() | Paragraph():
            tidied = tidy(block.words)
            return replace(block, words=tidied) if tidied else None
        case Bullets():
            items = tuple(_items(block.items, 1))
            return replace(block, items=items) if items else None
        case Table():
            return _table(block)
        case Figure():
            caption = shown(block.caption)
            alternative = shown(block.alternative) or caption or "A figure"
            return replace(block, caption=caption, alternative=alternative)
        case Contents():
            return block


def _items(items: Iterable[Item], level: int) -> Iterator[Item]:
    for item in items:
        own, below = tidy(item.words), tuple(_items(item.items, level + 1))
        if not own:
            yield from below
        elif level < DEEPEST:
            yield Item(own, below)
        else:
            yield Item(own)
            yield from below


def _table(table: Table) -> Table:
    return replace(
        table,
        caption=shown(table.caption),
        nothing=shown(table.nothing or "") or None,
        columns=tuple(Column(shown(one.title), one.width) for one in table.columns),
        rows=tuple(tuple(map(_cell, row)) for row in table.rows),
    )


def _cell(cell: Cell) -> Cell:
    tidied = tuple(filter(None, map(tidy, cell.lines)))
    if not tidied and cell.number is not None:
        tidied = (words(f"{cell.number:.15g}"),)
    return replace(cell, lines=tidied)


def _levelled(blocks: Iterable[Block | None]) -> Iterator[Block]:
    """Yield `blocks`, each heading at most one level below the one before it.

    Readers of the outline, and PDF/UA, take a level left out for a mistake.
    """
    level = 0
    for block in blocks:
        if isinstance(block, Heading):
            level = max(1, min(block.level, level + 1, DEEPEST))
            yield replace(block, level=level)
        elif block is not None:
            yield block


def text(words: Words) -> str:
    """Return the text of `words` without its looks."""
    return "".join(run.text for run in words)


def lines(cell: Cell) -> list[str]:
    """Return the lines of a cell without their looks."""
    return [text(words) for words in cell.lines]


def texts(document: Document) -> Iterator[str]:
    """Yield every text of `document`, but for those within figures."""
    yield document.title
    yield from document.authors
    for block in document.blocks:
        match block:
            case Heading() | Paragraph():
                yield text(block.words)
            case Bullets():
                yield from _items_texts(block.items)
            case Table():
                yield block.caption
                yield from (column.title for column in block.columns)
                for row in block.rows:
                    yield from (line for cell in row for line in lines(cell))
            case Figure():
                yield block.caption
                yield block.alternative


def _items_texts(items: Iterable[Item]) -> Iterator[str]:
    for item in items:
        yield text(item.words)
        yield from _items_texts(item.items)


def labelled(blocks: Iterable[Block]) -> Iterator[tuple[Block, str]]:
    """Yield each block with its label, as "Table 2"; most have none: ""."""
    counts = {Table: 0, Figure: 0}
    for block in blocks:
        kind = type(block)
        if kind in counts:
            counts[kind] += 1
            yield block, f"{kind.__name__} {counts[kind]}"
        else:
            yield block, ""


def tables(document: Document) -> list[tuple[Table, str]]:
    """Return the tables of `document`, each with its label."""
    found = labelled(document.blocks)
    return [(block, label) for block, label in found if isinstance(block, Table)]


def shares(table: Table, letters: float | None = None) -> list[float]:
    """Return for each column its share of the table's width.

    Args:
        table: The table.
        letters: How many fit into a line of its whole width. Then no column is too
            narrow for its longest ordinary word, as long as there is room for all.
    """
    widths = [max(column.width, 0.01) for column in table.columns]
    wanted = [width / sum(widths) for width in widths]
    return _widened(wanted, [n / letters for n in least(table)]) if letters else wanted


def _widened(wanted: list[float], needed: list[float]) -> list[float]:
    """Return `wanted`, with what is below `needed` widened at the others' cost."""
    if sum(needed) >= 1:
        return [one / sum(needed) for one in needed]
    found, held = wanted, set[int]()
    while short := {i for i, one in enumerate(found) if one < needed[i] - 1e-9} - held:
        held |= short
        free = 1 - sum(needed[i] for i in held)
        rest = sum(one for i, one in enumerate(wanted) if i not in held)
        found = [
            needed[i] if i in held else one * free / rest
            for i, one in enumerate(wanted)
        ]
    return found


def least(table: Table) -> list[float]:
    """Return for each column the letters that its longest ordinary word takes."""
    rows = (header(table), *table.rows)
    return [max(map(_longest, column)) for column in zip(*rows, strict=True)]


def _longest(cell: Cell) -> float:
    words = {word for line in lines(cell) for word in _BETWEEN.split(line)}
    widths = (labels.width(word) for word in words if len(word) <= _ORDINARY)
    return max(widths, default=0) * _EM + _PADDING


def stays_whole(row: tuple[Cell, ...], shared: Iterable[float], letters: float) -> bool:
    """Tell whether a row is short enough not to be split between pages.

    Args:
        row: A row of a table, or its `header`.
        shared: The table's `shares`.
        letters: How many fit into a line of the table's whole width.
    """
    return all(
        sum(len(line) / share / letters + 1 for line in lines(cell)) <= _TOGETHER
        for cell, share in zip(row, shared, strict=True)
    )


def pieces(said: str, longest: int) -> list[str]:
    """Return `said` in pieces: every second is a word too long for a line.

    Lines are broken at hyphens and slashes, between Chinese characters and emoji,
    and by hyphenation anyway.
    """
    found = re.split(rf"([^\s/\u2010-\u2014\u2e80-\U0010ffff-]{{{longest},}})", said)
    kept = found[:1]
    for word, after in zip(found[1::2], found[2::2], strict=True):
        if _HYPHENATED.fullmatch(word):
            kept[-1] += word + after
        else:
            kept += [word, after]
    return kept


def longest_words(shared: Iterable[float], letters: float) -> list[int]:
    """Return for each column the length from which a word may not fit into it.

    Args:
        shared: The table's `shares`.
        letters: How many fit into a line of its whole width.
    """
    return [max(8, int(share * letters) - 2) for share in shared]


def header(table: Table) -> tuple[Cell, ...]:
    """Return the row of the headings of columns; it is repeated if it `stays_whole`."""
    return tuple(Cell(((Run(one.title, strong=True),),)) for one in table.columns)


def right_to_left(said: str) -> bool:
    """Tell whether the first letter of `said` is of a script written leftward."""
    for character in said:
        if (way := unicodedata.bidirectional(character)) in {"L", "R", "AL"}:
            return way != "L"
    return False


def fitted(figure: Figure, width: float, height: float) -> tuple[float, float]:
    """Return the width and height of `figure` within those of the page, in mm."""
    scale = min(1, width / figure.width, height / figure.height)
    return figure.width * scale, figure.height * scale
