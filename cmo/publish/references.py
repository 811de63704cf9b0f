"""Sources as references: short in the text, formatted by a CSL style in the list.

citeproc-py formats one entry. Which of two documents of a year is 2021a, and the
order of the list, is settled in `report.citing`; what to do with odd citations, here.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from cmo.publish import reference_items
from cmo.publish.document import Run, Words
from cmo.publish.reference_styles import StyleError, read_style, silenced
from cmo.publish.reference_text import Marks, linked, once, words
from cmo.report.citing import told_apart, untitled

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping

    from cmo.model import Source
    from cmo.report.citing import Cited

__all__ = ["References", "StyleError", "references"]

# citeproc keeps items under their ids in small letters; each is formatted alone.
_KEY = "one"
_RANGES = "page-range-format"
_NUMBER = re.compile(r"^[\[(]?1[\])]?\.?\s*")


@dataclass(frozen=True, slots=True)
class References:
    """How sources are cited, and listed.

    Attributes:
        short: Source id to how text cites it, in the order of the list.
        full: Source id to its entry in the list.
    """

    short: Mapping[str, str]
    full: Mapping[str, Words]

    def cite(self, source_id: str) -> str:
        """Return "Baginsky et al. 2021a"; of what is no source, its id."""
        return self.short.get(source_id, source_id)

    def cited(self, source_ids: Iterable[str]) -> str:
        """Return several sources as text cites them, each once, in their order."""
        named = set(source_ids)
        known = [short for one, short in self.short.items() if one in named]
        return "; ".join([*known, *sorted(named - self.short.keys())])

    @property
    def entries(self) -> tuple[Words, ...]:
        """The list of references, by author and year."""
        return tuple(self.full.values())

    def listing(self, source_ids: Collection[str]) -> tuple[Words, ...]:
        """Return the entries of some sources, in the order of the list."""
        return tuple(entry for one, entry in self.full.items() if one in source_ids)


def references(sources: Iterable[Source], style: str | None = None) -> References:
    """Return how `sources` are cited and listed.

    Args:
        sources: All sources of a theory, so that 2021a is the same everywhere.
        style: A name such as "apa", or the path of a .csl file; without it, the
            Harvard style that comes with citeproc-py.

    Raises:
        StyleError: There is no such style.
    """
    citations = {source.id: source for source in sources}
    cited = told_apart(citations.values())
    form = _Form(read_style(style)) if cited else None
    return References(
        {one.id: one.short for one in cited},
        {
            one.id: form.entry(one, reference_items.item(citations[one.id].citation))
            for one in cited
            if form
        },
    )


class _Form:
    """A style, put to use."""

    def __init__(self, style: Any) -> None:  # noqa: ANN401 - citeproc has no types
        self._style = style
        numbered = style.root.xpath("//*[@variable='citation-number']")
        # We cite by author and year: a number in the list would refer to nothing.
        self._is_numbered = bool(numbered)
        self._range = style.root.get(_RANGES)

    def entry(self, one: Cited, item: dict[str, Any]) -> Words:
        """Return the entry of one source: its title at least."""
        names, title = item.get("author") or item.get("editor"), item.get("title")
        if not (names or title):
            return _plain(one, item)
        # That there is no title is to be noticed.
        item = {"title": untitled(one.id), **item}
        self._shorten_pages(item)
        marks = Marks.free_in(json.dumps(item, ensure_ascii=False))
        marked = {**marks.put_in(item), "id": _KEY}
        if one.suffix:
            marked["year-suffix"] = one.suffix
        if not names:
            marked["title"] = marked["title"].join(marks.title)
        # Some styles make nothing of some types, or fail on them.
        for kind in dict.fromkeys((marked["type"], "document")):
            written = once(self._formatted({**marked, "type": kind}), marks)
            runs = words(written, marks)
            said = "".join(run.text for run in runs)
            if re.search(r"\w", said):
                lead = (Run(f"{one.short}: "),) if _lacks_suffix(one, said) else ()
                return (*lead, *linked(runs, _links(item)))
        return _plain(one, item)

    def _shorten_pages(self, item: Mapping[str, Any]) -> None:
        """Let the style shorten ranges of pages as it does, or not at all."""
        if self._range and reference_items.can_be_shortened(item.get("page", "")):
            self._style.root.set(_RANGES, self._range)
        else:
            self._style.root.set(_RANGES, "expanded")

    def _formatted(self, item: dict[str, Any]) -> str:
        """Return what the style makes of an item, or nothing if it cannot."""
        from citeproc import (
            Citation,
            CitationItem,
            CitationStylesBibliography,
            formatter,
        )
        from citeproc.source.json import CiteProcJSON

        try:
            with silenced():
                listed = CitationStylesBibliography(
                    self._style, CiteProcJSON([item]), formatter.html
                )
                listed.register(Citation([CitationItem(_KEY)]))
                written = "".join(map(str, listed.bibliography())).strip()
        # People keep citations that neither the style nor citeproc thought of.
        except Exception:  # noqa: BLE001
            return ""
        return _NUMBER.sub("", written, count=1) if self._is_numbered else written


def _lacks_suffix(one: Cited, said: str) -> bool:
    """Tell whether the style shows nothing that tells 2021a from 2021b."""
    years = f"{re.escape(one.year)}|no date"
    return bool(one.suffix) and not re.search(
        rf"(?:{years})\W{{0,2}}{one.suffix}\b", said
    )


def _links(item: Mapping[str, Any]) -> dict[str, str]:
    """Return the texts in an entry that lead somewhere, the longer first."""
    found: dict[str, str] = {}
    if doi := item.get("DOI"):
        address = f"https://doi.org/{quote(doi, safe='/:;()._-')}"
        for resolver in ("https://doi.org/", "https://dx.doi.org/"):
            found[f"{resolver}{doi}"] = address
            found[f"{resolver}{doi}".replace("https", "http", 1)] = address
        found[doi] = address
    if url := _page(item):
        found.setdefault(url, url)
    return dict(sorted(found.items(), key=lambda pair: -len(pair[0])))


def _page(item: Mapping[str, Any]) -> str:
    url = item.get("URL", "")
    return url if url.lower().startswith(("http://", "https://")) else ""


def _plain(one: Cited, item: Mapping[str, Any]) -> Words:
    title = item.get("title", "")
    # Without names, the title stands where they would.
    is_said = not title or one.author == f"“{title}”"
    url = _page(item)
    return (
        Run(one.short if is_said else f"{one.short}: {title}"),
        *((Run(" "), Run(url, url=url)) if url else ()),
    )
