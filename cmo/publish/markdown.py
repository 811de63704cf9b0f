"""A document as Markdown of GitHub's kind: tables with pipes, figures beside it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from cmo.publish.document import Bullets, Figure, Heading, Paragraph, Style, Table
from cmo.publish.writers_parts import labelled, tidy
from cmo.report.escaping import markdown_cell

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from cmo.publish.document import Block, Document, Item, Run, Words

_STARTS = re.compile(r"^(\d*)([-+.)=])")
# What GitHub reads as a formula, or makes a link of: there, other escapes show.
_ALSO = re.compile(r"([$]|:(?=//)|(?<=\bwww)[.])", re.IGNORECASE)
_SPACES = re.compile(r"(\s+)")
# Beside these, asterisks are sure to be read as marks.
_BEFORE, _AFTER = frozenset(" (“‘"), frozenset(" .,;:)”’")


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
    for block, label in labelled(document.blocks):
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
            yield f"![{escaped(block.alternative)}](<{_file(name, block)}>)"
            yield _caption(label, block.caption)


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
        yield _row("<br>".join(map(marked, cell.lines)) for cell in row)


def _row(cells: Iterable[str]) -> str:
    return f"| {' | '.join(cells)} |"


def _caption(label: str, caption: str) -> str:
    return f"**{label}.** {escaped(caption)}".rstrip()


def _file(name: str, figure: Figure) -> str:
    return f"{name}-{figure.name}.svg"


def marked(words: Words) -> str:
    """Return `words` as Markdown that may start a line, or fill a cell of a table."""
    words = tidy(words)
    texts = [escaped(run.text) for run in words]
    out = ""
    for run, text, after in zip(words, texts, [*texts, ""][1:], strict=True):
        inner = text.strip(" ")
        head, tail = text[: text.index(inner)], text[len(text.rstrip(" ")) :]
        out += head
        following = (tail + after)[:1]
        out += _marks(run, _linked(run, inner), out[-1:], following) + tail
    return _started(out)


def _linked(run: Run, inner: str) -> str:
    if not run.url or not inner:
        return inner
    if run.text == run.url:
        return f"<{run.url}>"
    return f"[{inner}](<{run.url.replace('&', '&amp;')}>)"


def _marks(run: Run, inner: str, before: str, after: str) -> str:
    """Return `inner` as strong or emphasised as `run` is.

    Asterisks are told apart by what stands around them; where that is not
    plain, HTML's tags do.
    """
    if not inner or not (run.strong or run.emphasis):
        return inner
    is_plain = (inner[0] + inner[-1]).isalnum()
    if is_plain and {before} <= {"", *_BEFORE} and {after} <= {"", *_AFTER}:
        marks = "*" * (2 * run.strong + run.emphasis)
        return f"{marks}{inner}{marks}"
    if run.emphasis:
        inner = f"<em>{inner}</em>"
    return f"<strong>{inner}</strong>" if run.strong else inner


def escaped(text: str) -> str:
    """Return `text` as Markdown that reads as itself, spaces included."""
    parts = _SPACES.split(text)
    parts[::2] = [_ALSO.sub(r"\\\1", markdown_cell(part)) for part in parts[::2]]
    # Other spaces than the plain one would be lost at the ends of a line.
    parts[1::2] = [re.sub("[^ ]", _reference, part) for part in parts[1::2]]
    return "".join(parts)


def _reference(character: re.Match[str]) -> str:
    return f"&#{ord(character.group())};"


def _started(shown: str) -> str:
    """Return `shown` so that it starts no list and underlines no heading."""
    return _STARTS.sub(r"\1\\\2", shown)
