"""A document as one HTML page that asks the network for nothing."""

from __future__ import annotations

import base64
import hashlib
from typing import TYPE_CHECKING

from cmo.publish.document import (
    Bullets,
    Contents,
    Figure,
    Heading,
    Paragraph,
    Style,
    Table,
)
from cmo.publish.html_style import STYLE
from cmo.publish.inline import inlined
from cmo.publish.writers_parts import CONTENTS, contents, labelled, shares, text
from cmo.report.escaping import html

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from cmo.publish.document import Block, Document, Item, Run, Words

_FEW = 3  # headings; with more, there is a list of them
_COLUMN = 8  # em that a column of the usual width needs, at the least
_LANDSCAPE = "@media print { @page { size: A4 landscape; } }\n"


def write(document: Document, name: str) -> dict[str, bytes]:
    """Return the document as ``name.html``, with its figures within.

    Args:
        document: As `writers_parts.ready` leaves it.
        name: A file name without suffix.
    """
    return {f"{name}.html": "\n".join(_page(document)).encode() + b"\n"}


def _page(document: Document) -> Iterator[str]:
    style = STYLE + (_LANDSCAPE if document.landscape else "") + _widths(document)
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    title = html(document.title)
    yield f'<!doctype html>\n<html lang="{html(document.language)}">\n<head>'
    yield '<meta charset="utf-8">'
    yield (
        '<meta http-equiv="Content-Security-Policy" content="'
        f"default-src 'none'; style-src 'sha256-{digest}'; "
        "base-uri 'none'; form-action 'none'\">"
    )
    yield '<meta name="viewport" content="width=device-width, initial-scale=1">'
    yield f"<title>{title}</title>"
    yield from (f'<meta name="author" content="{html(a)}">' for a in document.authors)
    yield f"<style>{style}</style>\n</head>"
    yield '<body class="wide">' if document.landscape else "<body>"
    yield '<a class="skip" href="#content">Skip to the content</a>'
    yield f'<main id="content">\n<h1 dir="auto">{title}</h1>'
    if document.authors:
        yield f'<p class="authors">{html(", ".join(document.authors))}</p>'
    yield from _body(document)
    yield "</main>\n</body>\n</html>"


def _widths(document: Document) -> str:
    """Return the style sheet of the tables: an attribute's would be refused."""
    rules = []
    for block, label in labelled(document.blocks):
        if isinstance(block, Table):
            at = f"#{_id(label)}"
            rules.append(f"{at} {{ min-width: {len(block.columns) * _COLUMN}em; }}")
            rules += [
                f"{at} col:nth-child({place}) {{ width: {share:.2%}; }}"
                for place, share in enumerate(shares(block), 1)
            ]
    return "".join(f"{rule}\n" for rule in rules)


def _id(label: str) -> str:
    return label.lower().replace(" ", "-")


def _body(document: Document) -> Iterator[str]:
    number = 0
    for block, label in labelled(_with_contents(document.blocks)):
        if isinstance(block, Heading):
            number += 1
            tag = f"h{block.level + 1}"
            yield f'<{tag} id="part-{number}" dir="auto">{_words(block.words)}</{tag}>'
        else:
            yield from _block(block, label)


def _with_contents(blocks: tuple[Block, ...]) -> tuple[Block, ...]:
    """Return `blocks` with a list of the headings before many of them."""
    places = [i for i, one in enumerate(blocks) if isinstance(one, Heading)]
    if len(places) <= _FEW or any(isinstance(one, Contents) for one in blocks):
        return blocks
    first = places[0]
    return (*blocks[:first], contents(blocks), *blocks[first:])


def _contents(listed: Contents) -> Iterator[str]:
    yield f'<nav aria-labelledby="contents">\n<h2 id="contents">{CONTENTS}</h2>\n<ul>'
    for number, heading in listed.headings:
        below = ' class="below"' if heading.level > 1 else ""
        said = html(text(heading.words))
        yield f'<li{below} dir="auto"><a href="#part-{number}">{said}</a></li>'
    yield "</ul>\n</nav>"


def _block(block: Block, label: str) -> Iterator[str]:
    match block:
        case Paragraph(style=Style.QUOTE):
            yield f'<blockquote dir="auto"><p>{_words(block.words)}</p></blockquote>'
        case Paragraph():
            named = f' class="{block.style}"' if block.style != Style.BODY else ""
            yield f'<p{named} dir="auto">{_words(block.words)}</p>'
        case Contents():
            yield from _contents(block)
        case Bullets():
            yield from _list(block.items, "ol" if block.numbered else "ul")
        case Table():
            yield from _table(block, label)
        case Figure():
            yield from _figure(block, label)


def _list(items: Iterable[Item], tag: str) -> Iterator[str]:
    yield f"<{tag}>"
    for item in items:
        yield f'<li dir="auto">{_words(item.words)}'
        if item.items:
            yield from _list(item.items, tag)
        yield "</li>"
    yield f"</{tag}>"


def _table(table: Table, label: str) -> Iterator[str]:
    name = _id(label)
    # What scrolls must be reachable by keyboard, and have a name.
    yield (
        f'<div class="scroll" role="region" tabindex="0" aria-label="{label}">'
        f'\n<table id="{name}">'
    )
    yield f"<caption><span>{_caption(label, table.caption)}</span></caption>"
    yield f"<colgroup>{'<col>' * len(table.columns)}</colgroup>\n<thead>\n<tr>"
    for column in table.columns:
        yield f'<th scope="col" dir="auto">{html(column.title)}</th>'
    yield "</tr>\n</thead>\n<tbody>"
    for row in table.rows:
        yield "<tr>"
        for place, cell in enumerate(row):
            is_header = table.row_headers and not place
            tag = "th" if is_header else "td"
            scope = ' scope="row"' if is_header else ""
            yield f"<{tag}{scope}>{_lines(cell.lines)}</{tag}>"
        yield "</tr>"
    yield "</tbody>\n</table>\n</div>"


def _lines(lines: tuple[Words, ...]) -> str:
    return "".join(f'<p dir="auto">{_words(line)}</p>' for line in lines)


def _caption(label: str, caption: str) -> str:
    return f"<strong>{label}.</strong> <bdi>{html(caption)}</bdi>"


def _words(given: Words) -> str:
    return "".join(map(_run, given))


def _run(run: Run) -> str:
    shown = html(run.text)
    if run.emphasis:
        shown = f"<em>{shown}</em>"
    if run.strong:
        shown = f"<strong>{shown}</strong>"
    if run.url:
        shown = f'<a href="{html(run.url)}" rel="noopener noreferrer">{shown}</a>'
    return shown


def _figure(figure: Figure, label: str) -> Iterator[str]:
    name = _id(label)
    yield (
        f'<figure>\n<div class="scroll" role="region" tabindex="0" '
        f'aria-label="{label}">'
    )
    yield _drawn(figure, f"{name}-")
    yield f"</div>\n<figcaption>{_caption(label, figure.caption)}</figcaption>"
    yield "</figure>"


def _drawn(figure: Figure, prefix: str) -> str:
    """Return the figure in the size of print, which is legible.

    On narrow screens it scrolls.
    """
    looks = {
        "aria-labelledby": None,
        "aria-describedby": None,
        "height": None,
        "role": "img",
        "aria-label": figure.alternative,
        "width": f"{figure.width:g}mm",
    }
    return inlined(figure.draw("svg"), prefix, looks)
