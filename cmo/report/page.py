"""A report made of headings and indented lines, for the terminal and as Markdown."""

from __future__ import annotations

import textwrap
from dataclasses import dataclass
from typing import TYPE_CHECKING

from cmo.report.escaping import markdown_address, markdown_line, terminal

if TYPE_CHECKING:
    from collections.abc import Iterator

WIDTH = 96


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a section, as users wrote it: renderers escape it.

    Attributes:
        text: What it says.
        depth: How far it is indented, from 0.
        url: The address that it ends with, if any.
    """

    text: str
    depth: int = 0
    url: str | None = None


@dataclass(frozen=True, slots=True)
class Section:
    """A heading with lines under it."""

    title: str
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Page:
    """A report: a title, a few sentences, and sections."""

    title: str
    lead: tuple[str, ...]
    sections: tuple[Section, ...]


def as_text(page: Page) -> str:
    """Return `page` for the terminal, at most 96 columns wide."""
    return "".join(f"{line}\n" for line in _text_lines(page))


def _text_lines(page: Page) -> Iterator[str]:
    for sentence in (page.title, *page.lead):
        yield from _wrapped(sentence, 0)
    for section in page.sections:
        yield ""
        yield from _wrapped(section.title, 0)
        for line in section.lines:
            address = f" <{line.url}>" if line.url else ""
            yield from _wrapped(line.text + address, 2 * (line.depth + 1))


def _wrapped(text: str, indent: int) -> list[str]:
    # Terminals show text of every language; textwrap breaks at white space alone,
    # so that ids stay whole and can be copied.
    line = terminal(" ".join(text.split()))
    if indent + len(line) <= WIDTH:
        return [" " * indent + line]
    return textwrap.wrap(
        line,
        WIDTH,
        initial_indent=" " * indent,
        subsequent_indent=" " * (indent + 2),
        break_long_words=False,
        break_on_hyphens=False,
    )


def as_markdown(page: Page) -> str:
    """Return `page` as a Markdown document."""
    lines = [f"# {markdown_line(page.title)}", ""]
    for sentence in page.lead:
        lines += [markdown_line(sentence), ""]
    for section in page.sections:
        lines += [f"## {markdown_line(section.title)}", ""]
        lines += [*map(_item, section.lines), ""]
    return "\n".join(lines).rstrip() + "\n"


def _item(line: Line) -> str:
    address = f" {markdown_address(line.url)}" if line.url else ""
    return f"{'  ' * line.depth}- {markdown_line(line.text)}{address}"
