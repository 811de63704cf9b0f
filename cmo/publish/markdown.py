"""A document as Markdown of GitHub's kind: tables with pipes, figures beside it."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import replace
from typing import TYPE_CHECKING

from cmo.publish.document import (
    Bullets,
    Contents,
    Figure,
    Heading,
    Item,
    Paragraph,
    Style,
    Table,
)
from cmo.publish.writers_parts import CONTENTS, labelled, tidy

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from cmo.publish.document import Block, Document, Run, Words

# What begins a list, a heading or a quotation, or underlines one, at a line's start.
_STARTS = re.compile(
    r"^(\d{1,9}(?=[.)](?:\s|$))"
    r"|(?=[-+](?:\s|$)|>|#{1,6}(?:\s|$)|=+\s*$|[-:][-:\s]*$))"
)
# GitHub reads formulas between dollars.
_MARK = r"[\\`*|~$]"
# Within a word it is part of it.
_UNDERSCORE = r"(?<![^\W_])_+|_+(?![^\W_])"
_TAG = r"<(?=[A-Za-z/!?]|$)"
_END = r"(?<!\S)#+(?=\s*$)"
_COMMON = f"{_MARK}|{_UNDERSCORE}|{_TAG}|{_END}"
# A pair is text where what follows makes no link of it; at the start it could be a
# box to tick.
_BRACKET = r"\[(?!(?<!^\[)[^\[\]^][^\[\]]*\][^(\[:])"
_MEANT = re.compile(f"{_COMMON}|{_BRACKET}")
_LINKED = re.compile(rf"{_COMMON}|[\[\]]")
_ENTITY = re.compile(r"&(?=#?\w+;)")
_ADDRESS = re.compile(r":(?=//)|(?<=\bwww)[.]", re.IGNORECASE)
_WORD = re.compile(r"\S+")


def write(document: Document, name: str) -> dict[str, bytes]:
    """Return the document as ``name.md``, and its figures as SVG beside it.

    Args:
        document: As `writers_parts.ready` leaves it.
        name: A file name without suffix.
    """
    files = {f"{name}.md": "\n\n".join(_parts(document, name)).encode() + b"\n"}
    for block in document.blocks:
        if isinstance(block, Figure):
            files[_file(name, block)] = block.draw("svg")
    return files


def _parts(document: Document, name: str) -> Iterator[str]:
    yield f"# {escaped(document.title)}"
    if document.authors:
        yield _started(escaped(", ".join(document.authors)))
    mark = 1
    for one, label in labelled(document.blocks):
        block: Block = one
        if isinstance(block, Contents):
            yield f"**{CONTENTS}**"
            block = _listed(block)
        # Two lists in a row would become one, were their marks the same.
        mark = 1 - mark if isinstance(block, Bullets) else 1
        yield from _block(block, label, name, mark)


def _block(block: Block, label: str, name: str, mark: int) -> Iterator[str]:
    match block:
        case Heading():
            yield f"{'#' * (block.level + 1)} {marked(block.words)}"
        case Paragraph(style=Style.QUOTE):
            yield f"> {marked(block.words)}"
        case Paragraph():
            yield marked(block.words)
        case Bullets():
            marks = (".", ")") if block.numbered else ("-", "*")
            yield "\n".join(_items(block.items, marks[mark], numbered=block.numbered))
        case Table():
            yield _caption(label, block.caption)
            yield "\n".join(_rows(block))
        case Figure():
            alternative = escaped(block.alternative, is_linked=True)
            yield f"![{alternative}](<{_file(name, block)}>)"
            yield _caption(label, block.caption)


def _listed(contents: Contents) -> Bullets:
    """Return a list without links: where headings lead, each reader says otherwise."""
    items: list[Item] = []
    for _, heading in contents.headings:
        item = Item(tuple(replace(run, url=None) for run in heading.words))
        if heading.level > 1:
            items[-1] = replace(items[-1], items=(*items[-1].items, item))
        else:
            items.append(item)
    return Bullets(tuple(items))


def _items(
    items: Iterable[Item], mark: str, *, numbered: bool, indent: str = ""
) -> Iterator[str]:
    for number, item in enumerate(items, 1):
        start = f"{number}{mark} " if numbered else f"{mark} "
        yield f"{indent}{start}{marked(item.words)}"
        deeper = indent + " " * len(start)
        yield from _items(item.items, mark, numbered=numbered, indent=deeper)


def _rows(table: Table) -> Iterator[str]:
    yield _row(escaped(column.title) for column in table.columns)
    yield _row("---" for _ in table.columns)
    for row in table.rows:
        yield _row("<br>".join(map(_inline, cell.lines)) for cell in row)


def _row(cells: Iterable[str]) -> str:
    return f"| {' | '.join(cells)} |"


def _caption(label: str, caption: str) -> str:
    return f"**{label}.** {escaped(caption)}".rstrip()


def _file(name: str, figure: Figure) -> str:
    return f"{name}-{figure.name}.svg"


def marked(words: Words) -> str:
    """Return `words` as Markdown that may start a line."""
    return _started(_inline(words))


def _inline(words: Words) -> str:
    """Return `words` as Markdown within a line, or in a cell of a table."""
    words = tidy(words)
    texts = [escaped(run.text, is_linked=bool(run.url)) for run in words]
    out = ""
    for run, text, after in zip(words, texts, [*texts, ""][1:], strict=True):
        inner = text.strip(" ")
        head, tail = text[: text.index(inner)], text[len(text.rstrip(" ")) :]
        out += head
        following = (tail + after)[:1]
        shown = _marks(run, _linked(run, inner), out[-1:], following)
        if out.endswith("!") and shown.startswith("["):
            # That would be a picture.
            out = f"{out[:-1]}\\!"
        out += shown + tail
    return out


def _linked(run: Run, inner: str) -> str:
    if not run.url or not inner:
        return inner
    if run.text == run.url:
        return f"<{run.url}>"
    address = _ENTITY.sub("&amp;", run.url)
    return f"[{inner}](<{address}>)" if "(" in address else f"[{inner}]({address})"


def _marks(run: Run, inner: str, before: str, after: str) -> str:
    """Return `inner` as strong or emphasised as `run` is.

    Asterisks are told apart by what stands around them; where that is not
    plain, HTML's tags do.
    """
    if not inner or not (run.strong or run.emphasis):
        return inner
    is_alone = before != "*" and _is_mark(inner[0], before)
    if is_alone and _is_mark(inner[-1], after):
        marks = "*" * (2 * run.strong + run.emphasis)
        return f"{marks}{inner}{marks}"
    if run.emphasis:
        inner = f"<em>{inner}</em>"
    return f"<strong>{inner}</strong>" if run.strong else inner


def _is_mark(inside: str, outside: str) -> bool:
    """Tell whether an asterisk between these is sure to be read as a mark."""
    is_apart = not outside or outside == " " or unicodedata.category(outside)[0] == "P"
    return inside.isalnum() or is_apart or outside in "<>+=^`|~$"


def escaped(text: str, *, is_linked: bool = False) -> str:
    """Return `text` as Markdown that reads as itself, spaces included.

    No more is escaped than has to be: Markdown is read as plain text too.

    Args:
        text: In one line.
        is_linked: Does it stand in the brackets of a link or a picture?
    """
    shown = (_LINKED if is_linked else _MEANT).sub(_escape, text)
    shown = _WORD.sub(_word, _ENTITY.sub("&amp;", shown))
    return re.sub(r"[^\S ]", _space, shown)


def _escape(found: re.Match[str]) -> str:
    return "".join(f"\\{one}" for one in found.group())


def _word(found: re.Match[str]) -> str:
    """Return a word that becomes no link of its own if it holds escapes.

    There they would show.
    """
    word = found.group()
    has_escapes = "\\" in word or "&amp;" in word
    return _ADDRESS.sub(_escape, word) if has_escapes else word


def _space(found: re.Match[str]) -> str:
    """Return a space that is not the plain one.

    It would be lost at the ends of a line, and beside others.
    """
    around = f" {found.string} "
    before, after = around[found.start()], around[found.end() + 1]
    is_within = not (before.isspace() or after.isspace())
    return found.group() if is_within else f"&#{ord(found.group())};"


def _started(shown: str) -> str:
    """Return `shown` so that it starts no list and underlines no heading."""
    return _STARTS.sub(r"\1\\", shown)
