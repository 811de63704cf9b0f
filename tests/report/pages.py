"""Reports read back: what a reader of Markdown sees, and what can be followed."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from typing import Any

from hypothesis import settings

from tests.report.made import HOSTILE
from tests.report.test_coverage_markdown import rendered

anyhow = settings(deadline=None)

# No file holds half of a surrogate pair.
READABLE = [one.replace("\udcff", "") for one in HOSTILE if one]
# What a page is made of; `a` is for addresses.
TAGS = {"h1", "h2", "p", "ul", "li", "a"}
_BLOCKS = TAGS - {"a"}


class Seen(HTMLParser):
    """What GitHub shows of a page in Markdown.

    Attributes:
        tags: The tags that it is made of.
        links: The addresses that can be followed.
        blocks: The text of each heading, paragraph and item, in reading order.
    """

    def __init__(self, markdown: str) -> None:
        super().__init__(convert_charrefs=True)
        self.tags: set[str] = set()
        self.links: list[str] = []
        self.blocks: list[str] = [""]
        self.feed(rendered(markdown))
        self.close()
        self.blocks = [" ".join(one.split()) for one in self.blocks if one.strip()]

    @property
    def text(self) -> str:
        return "\n".join(self.blocks)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.links += [value or "" for name, value in attrs if name == "href"]
        assert {name for name, _ in attrs} <= {"href"}
        if tag in _BLOCKS:
            self.blocks.append("")

    def handle_endtag(self, tag: str) -> None:
        if tag in _BLOCKS:
            self.blocks.append("")

    def handle_comment(self, data: str) -> None:
        raise AssertionError(data)

    def handle_data(self, data: str) -> None:
        self.blocks[-1] += data


def section(report: str, title: str) -> list[str]:
    """Return the lines under the heading that starts so, long ones put together."""
    _, _, rest = report.partition(f"\n\n{title}")
    body = rest.rstrip("\n").partition("\n\n")[0].split("\n")[1:]
    lines: list[str] = []
    for line in body:
        if lines and re.match(r" +", line) and _is_continued(lines[-1], line):
            lines[-1] += f" {line.strip()}"
        else:
            lines.append(line)
    return lines


def _is_continued(before: str, line: str) -> bool:
    deeper = len(line) - len(line.lstrip()) == len(before) - len(before.lstrip()) + 2
    return deeper and len(before) + len(line.split(maxsplit=1)[0]) >= 95


def keys(value: Any) -> set[str]:
    """Return the keys of all objects in a value of JSON."""
    if isinstance(value, list):
        return {key for one in value for key in keys(one)}
    if isinstance(value, dict):
        return {*value, *(key for one in value.values() for key in keys(one))}
    return set()
