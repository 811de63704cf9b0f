"""Texts into and out of citeproc: what is markup there, and what is not.

citeproc writes HTML and escapes little of what stands in a citation. So all
characters that mean something are replaced before and put back after; what then
looks like a tag is one of citeproc's own.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, NamedTuple

from cmo.publish.document import Run, Words

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

# What CSL-JSON allows in titles, and citeproc in what it writes.
_RICH = re.compile(
    r"<(i|b|sup|sub|sc|span)(?: (?:class|style)=\"[^\"<>]*\")?>"
    r"((?:(?!<(?:i|b|sup|sub|sc|span)\b)[^\0])*?)</\1>"
)
_WRITTEN = re.compile(
    r'<(/?)(i|b|l|u|sup|sub|span)(?: style="[^">]*")?>', re.IGNORECASE
)
_ENTITIES = {"&amp;": "&", "&lt;": "<", "&gt;": ">"}
_ENTITY = re.compile("|".join(_ENTITIES))
_MEANT = "&<>"
_KINDS = ("i", "b", "sup", "sub", "span")
_PRIVATE = range(0xF0000, 0xFFFFD)
_SUPER = str.maketrans("0123456789+-−=()n", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻⁼⁽⁾ⁿ")
_SUB = str.maketrans("0123456789+-−=()", "₀₁₂₃₄₅₆₇₈₉₊₋₋₌₍₎")


class Marks(NamedTuple):
    """Private characters that stand for others while citeproc works.

    Attributes:
        hidden: Character to what stands for it.
        tags: Kind of tag, and whether it closes, to what stands for it.
        title: What stands before and after a title that stands for an author.
    """

    hidden: Mapping[str, str]
    tags: Mapping[tuple[str, bool], str]
    title: tuple[str, str]

    @classmethod
    def free_in(cls, said: str) -> Marks:
        """Return marks that do not occur in `said`."""
        taken = set(said)
        free = (mark for one in _PRIVATE if (mark := chr(one)) not in taken)
        hidden = {meant: next(free) for meant in _MEANT}
        pairs = [(kind, closes) for kind in _KINDS for closes in (False, True)]
        tags = {pair: next(free) for pair in pairs}
        return cls(hidden, tags, (next(free), next(free)))

    def put_in(self, value: Any) -> Any:  # noqa: ANN401 - as JSON
        """Return an item with marks for all that means something, however deep."""
        if isinstance(value, dict):
            return {key: self.put_in(one) for key, one in value.items()}
        if isinstance(value, list):
            return [self.put_in(one) for one in value]
        return self._marked(value) if isinstance(value, str) else value

    def _marked(self, said: str) -> str:
        replaced = 1
        while replaced:
            # From the inside out: tags within tags.
            said, replaced = _RICH.subn(self._pair, said)
        for meant, mark in self.hidden.items():
            said = said.replace(meant, mark)
        return said

    def _pair(self, found: re.Match[str]) -> str:
        kind = found.group(1) if found.group(1) in _KINDS else "span"
        opened, closed = self.tags[kind, False], self.tags[kind, True]
        return f"{opened}{found.group(2)}{closed}"


def once(written: str, marks: Marks) -> str:
    """Return what citeproc wrote with each marked title after the first left out.

    Where a style puts the title in the place of a missing author it is to leave
    it out further on; citeproc repeats it.
    """
    opened, closed = marks.title
    marked = re.compile(
        rf"([.,]?)\s*(?:<\w+>|[“‘\"'])*{opened}[^{closed}]*{closed}"
        r"(?:</\w+>|[”’\"'])*([.,]?)"
    )
    first = marked.search(written)
    if not first:
        return written
    rest = marked.sub(lambda found: found[1] or found[2], written[first.end() :])
    kept = written[: first.end()] + rest
    return kept.replace(opened, "").replace(closed, "")


def words(written: str, marks: Marks) -> Words:
    """Return what citeproc wrote as runs."""
    runs: list[Run] = []
    for said, open_tags in _pieces(written, marks):
        if open_tags["sup"]:
            said = said.translate(_SUPER)  # noqa: PLW2901 - the same words, raised
        elif open_tags["sub"]:
            said = said.translate(_SUB)  # noqa: PLW2901
        # Italics within italics stand upright, as in print.
        emphasis = open_tags["i"] % 2 == 1 or open_tags["u"] > 0
        run = Run(said, strong=open_tags["b"] > 0, emphasis=emphasis)
        if runs and (runs[-1].strong, runs[-1].emphasis) == (run.strong, emphasis):
            said = runs.pop().text + said  # noqa: PLW2901
            run = Run(said, strong=run.strong, emphasis=emphasis)
        runs.append(run)
    return tuple(runs)


def _pieces(written: str, marks: Marks) -> Iterator[tuple[str, dict[str, int]]]:
    """Yield pieces of text, each with how many tags of a kind are open around it."""
    meant = {mark: tag for tag, mark in marks.tags.items()}
    back = str.maketrans({mark: one for one, mark in marks.hidden.items()})
    own = re.compile(f"({_WRITTEN.pattern}|[{''.join(meant)}])", re.IGNORECASE)
    open_tags = dict.fromkeys([*_KINDS, "l", "u"], 0)
    end = 0
    for tag in own.finditer(written):
        if piece := written[end : tag.start()]:
            yield _unescaped(piece).translate(back), dict(open_tags)
        end = tag.end()
        kind, closes = meant.get(tag.group()) or (tag[3].lower(), bool(tag[2]))
        open_tags[kind] += -1 if closes else 1
    if piece := written[end:]:
        yield _unescaped(piece).translate(back), dict(open_tags)


def _unescaped(piece: str) -> str:
    return _ENTITY.sub(lambda found: _ENTITIES[found.group()], piece)


def linked(runs: Words, links: Mapping[str, str]) -> Words:
    """Return `runs` with addresses in them as links.

    Args:
        runs: The text.
        links: Texts to the addresses that they mean; where one holds another,
            the longer comes first.
    """
    if not links:
        return runs
    known = re.compile("|".join(map(re.escape, links)))
    return tuple(part for run in runs for part in _split(run, known, links))


def _split(run: Run, known: re.Pattern[str], links: Mapping[str, str]) -> Iterator[Run]:
    end = 0
    for found in known.finditer(run.text):
        if before := run.text[end : found.start()]:
            yield Run(before, run.strong, run.emphasis)
        end = found.end()
        yield Run(found.group(), run.strong, run.emphasis, links[found.group()])
    if after := run.text[end:]:
        yield Run(after, run.strong, run.emphasis)
