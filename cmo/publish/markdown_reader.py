"""Markdown → a document: what templates of guides are written in."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING
from urllib.parse import unquote

from cmo.publish.document import (
    Bullets,
    Cell,
    Column,
    Contents,
    Document,
    Heading,
    Item,
    Paragraph,
    Run,
    Style,
    Table,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from markdown_it.tree import SyntaxTreeNode

    from cmo.publish.document import Block, Figure, Words

_STYLE = re.compile(rf"<!--\s*({'|'.join(Style)})\s*-->")
_CONTENTS = re.compile(r"<!--\s*contents\s*-->")
_COMMENTS = re.compile(r"<!--.*?-->", re.DOTALL)
_BREAK = re.compile(r"<br\s*/?>", re.IGNORECASE)
_LOOK = re.compile(r"<(/?)(strong|b|em|i)>", re.IGNORECASE)
_FIGURE = "figure:"
_TABLE = "Table:"


class MarkdownError(Exception):
    """Markdown that is no document; the message says why, and the way out."""


def read_markdown(
    text: str,
    figures: Mapping[str, Figure],
    *,
    title: str,
    authors: tuple[str, ...] = (),
) -> Document:
    """Return the document that `text` is.

    It is CommonMark with tables. A level 1 heading, the first, is the title; level
    2 is the document's first level. ``![alt](figure:NAME "caption")`` alone in a
    paragraph is the figure of that name. A paragraph that starts with ``Table:``
    beside a table is its caption, and the dashes under the table's header give the
    widths of its columns. ``<!-- note -->`` before a paragraph gives it a style;
    ``<!-- contents -->`` is the list of the headings.

    Args:
        text: As a template makes it, users' words escaped.
        figures: By the name that `text` calls them.
        title: What it is called if it has no level 1 heading.
        authors: Who wrote it.

    Raises:
        MarkdownError: A figure is not among `figures`, or stands within a text.
    """
    # Only what reads templates needs it.
    from markdown_it import MarkdownIt
    from markdown_it.tree import SyntaxTreeNode

    root = SyntaxTreeNode(MarkdownIt("commonmark").enable("table").parse(text))
    blocks = list(_blocks(root.children, figures, text.splitlines()))
    heading = next(
        (one for one in blocks if isinstance(one, Heading) and not one.level), None
    )
    kept = [
        replace(one, level=max(one.level, 1)) if isinstance(one, Heading) else one
        for one in blocks
        if one is not heading
    ]
    title = _text(heading.words) if heading else title
    return Document(title, tuple(_captioned(kept)), authors)


def _blocks(
    nodes: Iterable[SyntaxTreeNode], figures: Mapping[str, Figure], source: list[str]
) -> Iterator[Block]:
    style = Style.BODY
    for node in nodes:
        if node.type == "html_block":
            if _CONTENTS.search(node.content):
                yield Contents()
            style, rest = _styled(node.content)
            if not rest:
                continue
            yield Paragraph((Run(rest),), style)
        else:
            yield from _block(node, style, figures, source)
        style = Style.BODY


def _styled(html: str) -> tuple[Style, str]:
    """Return the style that a comment asks for, and what stands beside comments."""
    found = _STYLE.search(html)
    style = Style(found.group(1)) if found else Style.BODY
    return style, " ".join(_COMMENTS.sub("", html).split())


def _block(
    node: SyntaxTreeNode, style: Style, figures: Mapping[str, Figure], source: list[str]
) -> Iterator[Block]:
    match node.type:
        case "heading":
            # Level 0 is the title's.
            yield Heading(min(int(node.tag[1]) - 1, 4), _words(node))
        case "paragraph":
            figure = _figure(node, figures)
            yield figure or Paragraph(_words(node), style)
        case "bullet_list" | "ordered_list":
            yield Bullets(_items(node), numbered=node.type == "ordered_list")
        case "blockquote":
            for block in _blocks(node.children, figures, source):
                if isinstance(block, Paragraph) and block.style is Style.BODY:
                    yield replace(block, style=Style.QUOTE)
                else:
                    yield block
        case "table":
            yield _table(node, source)
        case "code_block" | "fence":
            yield Paragraph(_words(node), style)


def _figure(paragraph: SyntaxTreeNode, figures: Mapping[str, Figure]) -> Figure | None:
    """Return the figure that a paragraph is, if it is one."""
    (inline,) = paragraph.children
    images = [child for child in inline.children if child.type == "image"]
    address = str(images[0].attrs["src"]) if images else ""
    if len(inline.children) != 1 or not address.startswith(_FIGURE):
        return None
    name = unquote(address.removeprefix(_FIGURE))
    if name not in figures:
        there = ", ".join(figures) or "none"
        message = f"there is no figure '{name}'; those that can be shown: {there}"
        raise MarkdownError(message)
    figure = figures[name]
    alternative = _text(_words(images[0])) or figure.alternative
    caption = str(images[0].attrs.get("title") or "") or figure.caption
    return replace(figure, alternative=alternative, caption=caption)


def _items(node: SyntaxTreeNode) -> tuple[Item, ...]:
    return tuple(_item(child) for child in node.children)


def _item(node: SyntaxTreeNode) -> Item:
    runs: list[Run] = []
    below: list[Item] = []
    for child in node.children:
        if child.type in {"bullet_list", "ordered_list"}:
            below += _items(child)
        else:
            runs += [Run(" "), *_words(child)] if runs else _words(child)
    return Item(tuple(runs), tuple(below))


def _table(node: SyntaxTreeNode, source: list[str]) -> Table:
    head, *bodies = node.children
    titles = [_text(_words(cell)) for cell in head.children[0].children]
    # What a template quotes may stand elsewhere than the parser says.
    start = node.map[0] if node.map else 0
    dashes = [part.count("-") for part in source[start + 1].strip(" |>").split("|")]
    if len(dashes) != len(titles) or not all(dashes):
        dashes = [1] * len(titles)
    rows = [row for body in bodies for row in body.children]
    return Table(
        caption="",
        columns=tuple(map(Column, titles, dashes)),
        rows=tuple(tuple(map(_cell, row.children)) for row in rows),
    )


def _cell(node: SyntaxTreeNode) -> Cell:
    lines: list[list[Run]] = [[]]
    for run in _words(node):
        if run.text == "\n":
            lines.append([])
        else:
            lines[-1].append(run)
    return Cell(tuple(tuple(line) for line in lines if line))


def _words(node: SyntaxTreeNode) -> Words:
    if node.type in {"code_block", "fence"}:
        return (Run(node.content),)
    return tuple(_runs(node, Run("")))


def _runs(node: SyntaxTreeNode, look: Run) -> Iterator[Run]:
    """Yield what stands in `node` as runs that look like `look`.

    A line break within it is a run of its own.
    """
    for child in node.children:
        match child.type:
            case "text" | "code_inline":
                yield replace(look, text=child.content)
            case "softbreak":
                yield replace(look, text=" ")
            case "hardbreak":
                yield Run("\n")
            case "html_inline" if found := _LOOK.fullmatch(child.content):
                look = _changed(look, found.group(2), begins=not found.group(1))
            case "html_inline":
                text = _BREAK.sub("\n", _COMMENTS.sub("", child.content))
                yield replace(look, text=text)
            case "image" if str(child.attrs["src"]).startswith(_FIGURE):
                message = (
                    f"'{child.attrs['src']}' stands within a text: "
                    "give it a paragraph of its own"
                )
                raise MarkdownError(message)
            case _:
                yield from _runs(child, _look(child, look))


def _look(node: SyntaxTreeNode, look: Run) -> Run:
    if node.type == "link":
        return replace(look, url=str(node.attrs["href"]))
    is_marked = node.type in {"strong", "em"}
    return _changed(look, node.type, begins=True) if is_marked else look


def _changed(look: Run, tag: str, *, begins: bool) -> Run:
    if tag.lower() in {"strong", "b"}:
        return replace(look, strong=begins)
    return replace(look, emphasis=begins)


def _text(words: Words) -> str:
    return "".join(run.text for run in words)


def _captioned(blocks: Sequence[Block]) -> Iterator[Block]:
    """Yield `blocks`, the captions of tables in their tables.

    A caption between two tables is that of the second.
    """
    held: Table | None = None
    caption = ""
    for block, following in zip(blocks, [*blocks, None][1:], strict=True):
        said = _text(block.words) if isinstance(block, Paragraph) else ""
        given = said.removeprefix(_TABLE).strip()
        if said.startswith(_TABLE) and isinstance(following, Table):
            caption = given
            continue
        if said.startswith(_TABLE) and held and not held.caption:
            yield replace(held, caption=given)
            held = None
            continue
        if held:
            yield held
            held = None
        if isinstance(block, Table):
            held, caption = replace(block, caption=caption), ""
        else:
            yield block
    if held:
        yield held
