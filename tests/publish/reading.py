"""Documents of the tree, as plain text to look into."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cmo.publish.document import Bullets, Heading, Paragraph, Table

if TYPE_CHECKING:
    from cmo.publish.document import Cell, Document, Item, Words

Rows = list[dict[str, str]]


def said(words: Words) -> str:
    return "".join(run.text for run in words)


def cell(one: Cell) -> str:
    return " / ".join(map(said, one.lines))


def table(document: Document) -> Table:
    (found,) = (block for block in document.blocks if isinstance(block, Table))
    return found


def rows(document: Document) -> Rows:
    """Return the rows of the only table, by the titles of its columns."""
    found = table(document)
    titles = [column.title for column in found.columns]
    return [dict(zip(titles, map(cell, row), strict=True)) for row in found.rows]


def paragraphs(document: Document) -> list[str]:
    return [said(b.words) for b in document.blocks if isinstance(b, Paragraph)]


def headings(document: Document) -> list[str]:
    return [said(b.words) for b in document.blocks if isinstance(b, Heading)]


def under(document: Document, heading: str) -> list[str]:
    """Return paragraphs and items that stand under a heading."""
    found: list[str] = []
    is_here = False
    for block in document.blocks:
        if isinstance(block, Heading):
            is_here = said(block.words).startswith(heading)
        elif is_here and isinstance(block, Paragraph):
            found.append(said(block.words))
        elif is_here and isinstance(block, Bullets):
            found += [line for item in block.items for line in _item(item)]
    return found


def _item(one: Item) -> list[str]:
    return [said(one.words), *(line for sub in one.items for line in _item(sub))]


def everything(document: Document) -> str:
    """Return all that a document says."""
    parts = [document.title, *paragraphs(document), *headings(document)]
    for block in document.blocks:
        if isinstance(block, Bullets):
            parts += [line for item in block.items for line in _item(item)]
        if isinstance(block, Table):
            parts += [block.caption, *(cell(c) for row in block.rows for c in row)]
    return "\n".join(parts)
