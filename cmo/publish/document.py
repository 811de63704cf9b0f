"""A document as a tree of blocks: made once, written in every format.

What makes a document says what stands in it, in the users' own text; what writes
it (`publish.writers`) says how a format shows that, and escapes it.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Callable


@dataclass(frozen=True, slots=True)
class Run:
    """A piece of text in one look.

    Attributes:
        text: As users wrote it: line breaks in it count as spaces.
        strong: Is it bold?
        emphasis: Is it italic?
        url: Where it leads, if it is a link; writers make a link of web pages only.
    """

    text: str
    strong: bool = False
    emphasis: bool = False
    url: str | None = None


Words: TypeAlias = tuple[Run, ...]


def words(text: str) -> Words:
    """Return `text` as one plain run."""
    return (Run(text),)


class Style(StrEnum):
    """What a paragraph is, for those formats that tell it apart."""

    BODY = "body"
    LEAD = "lead"  # what the document is, in a few sentences under its title
    NOTE = "note"  # smaller: a caveat, a source
    QUOTE = "quote"  # a passage, or a statement set apart
    REFERENCE = "reference"  # an entry of the list of references


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading, of level 1 (under the document's title) to 4."""

    level: int
    words: Words


@dataclass(frozen=True, slots=True)
class Contents:
    """The list of the document's headings.

    Attributes:
        headings: Those listed, each with its place among all, from 1:
            `writers_parts.ready` finds them.
    """

    headings: tuple[tuple[int, Heading], ...] = ()

    @property
    def depth(self) -> int:
        """The deepest level that is listed."""
        return max((heading.level for _, heading in self.headings), default=1)


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph."""

    words: Words
    style: Style = Style.BODY


@dataclass(frozen=True, slots=True)
class Item:
    """One item of a list, with what stands under it."""

    words: Words
    items: tuple[Item, ...] = ()


@dataclass(frozen=True, slots=True)
class Bullets:
    """A list, numbered or not."""

    items: tuple[Item, ...]
    numbered: bool = False


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell of a table.

    Attributes:
        lines: Its paragraphs, each of runs; none: the cell is empty.
        number: Its value, where it is a number: spreadsheets calculate with it.
    """

    lines: tuple[Words, ...] = ()
    number: float | None = None


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table: its heading, and its share of the width.

    Attributes:
        title: The heading.
        width: Relative to the other columns, above 0.
    """

    title: str
    width: float = 1


@dataclass(frozen=True, slots=True)
class Table:
    """A table: the first row is the header, and is repeated on every page.

    Attributes:
        caption: What it shows, without a number: writers number tables.
        columns: At least one.
        rows: Each of as many cells as there are columns.
        row_headers: Does the first cell of a row name the row?
        nothing: Said instead of a table without rows; in spreadsheets, beside it.
    """

    caption: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]
    row_headers: bool = True
    nothing: str | None = None


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure.

    Attributes:
        name: A file name without suffix, unique in the document.
        caption: What it shows, without a number: writers number figures.
        alternative: The same for those who cannot see it.
        width: Printed, in mm.
        height: Printed, in mm.
        draw: Takes ``"svg"``, ``"png"`` or ``"pdf"``, and returns the picture.
    """

    name: str
    caption: str
    alternative: str
    width: float
    height: float
    draw: Callable[[str], bytes]


Block: TypeAlias = Heading | Contents | Paragraph | Bullets | Table | Figure


@dataclass(frozen=True, slots=True)
class Document:
    """A document.

    Attributes:
        title: Its title.
        blocks: What stands in it, in order.
        authors: Who wrote it.
        language: As BCP 47 says it.
        landscape: Are its pages wider than high?
    """

    title: str
    blocks: tuple[Block, ...]
    authors: tuple[str, ...] = ()
    language: str = "en"
    landscape: bool = False
