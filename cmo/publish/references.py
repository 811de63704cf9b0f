"""Sources as references: short in the text, formatted by a CSL style in the list.

citeproc-py formats one entry. Which of two documents of a year is 2021a, the
order of the list, and what to do with odd citations is settled here.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections import defaultdict
from dataclasses import dataclass
from itertools import product
from string import ascii_lowercase
from typing import TYPE_CHECKING, Any, NamedTuple
from urllib.parse import quote

from cmo.publish import reference_items as items
from cmo.publish.document import Run, Words
from cmo.publish.reference_styles import StyleError, read_style, silenced
from cmo.publish.reference_text import Marks, linked, once, words

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping

    from cmo.model import Source

__all__ = ["References", "StyleError", "references"]

# citeproc keeps items under their ids in small letters; each is formatted alone.
_KEY = "one"
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


class _Cited(NamedTuple):
    """A source as an item of CSL-JSON, and what text cites it by."""

    id: str
    item: dict[str, Any]
    author: str
    year: str
    suffix: str = ""

    @property
    def short(self) -> str:
        # "n.d.a" reads like one abbreviation.
        hyphen = "-" if self.suffix and not self.year[-1:].isdigit() else ""
        return f"{self.author} {self.year}{hyphen}{self.suffix}"


def references(sources: Iterable[Source], style: str | None = None) -> References:
    """Return how `sources` are cited and listed.

    Args:
        sources: All sources of a theory, so that 2021a is the same everywhere.
        style: A name such as "apa", or the path of a .csl file; without it, the
            Harvard style that comes with citeproc-py.

    Raises:
        StyleError: There is no such style.
    """
    cited = sorted(_told_apart(map(_cited, sources)), key=_place)
    form = _Form(read_style(style)) if cited else None
    return References(
        {one.id: one.short for one in cited},
        {one.id: form.entry(one) for one in cited if form},
    )


def _cited(source: Source) -> _Cited:
    item = items.item(source.citation)
    return _Cited(source.id, item, items.author(item) or source.id, items.year(item))


def _told_apart(cited: Iterable[_Cited]) -> Iterator[_Cited]:
    """Yield all, with a, b, c … where author and year read alike."""
    alike: defaultdict[str, list[_Cited]] = defaultdict(list)
    for one in cited:
        alike[_folded(one.short)].append(one)
    for group in alike.values():
        if len(group) == 1:
            yield from group
            continue
        for one, suffix in zip(sorted(group, key=_written), _suffixes(), strict=False):
            yield one._replace(suffix=suffix)


def _written(one: _Cited) -> tuple[str, str, str]:
    title = items.text(one.item.get("title"))
    return _folded(items.authors(one.item)), _folded(title), one.id


def _place(one: _Cited) -> tuple[str, str, int, str, str]:
    author = _folded(one.author).lstrip("“")
    return author, one.year, len(one.suffix), one.suffix, one.id


def _folded(text: str) -> str:
    """Return `text` without what does not count when names are put in order."""
    apart = unicodedata.normalize("NFKD", text)
    return "".join(c for c in apart if not unicodedata.combining(c)).casefold()


def _suffixes() -> Iterator[str]:
    length = 1
    while True:
        yield from map("".join, product(ascii_lowercase, repeat=length))
        length += 1


class _Form:
    """A style, put to use."""

    def __init__(self, style: Any) -> None:  # noqa: ANN401 - citeproc has no types
        self._style = style
        numbered = style.root.xpath("//*[@variable='citation-number']")
        # We cite by author and year: a number in the list would refer to nothing.
        self._is_numbered = bool(numbered)

    def entry(self, one: _Cited) -> Words:
        """Return the entry of one source: its title at least."""
        names, title = items.authors(one.item), one.item.get("title")
        if not (names or title):
            return _plain(one)
        marks = Marks.free_in(json.dumps(one.item, ensure_ascii=False))
        item = {**marks.put_in(one.item), "id": _KEY}
        if one.suffix:
            item["year-suffix"] = one.suffix
        if title and not names:
            item["title"] = item["title"].join(marks.title)
        # Some styles make nothing of some types, or fail on them.
        for kind in dict.fromkeys((item["type"], "document")):
            written = once(self._formatted({**item, "type": kind}), marks)
            runs = words(written, marks)
            said = "".join(run.text for run in runs)
            if re.search(r"\w", said):
                lead = (Run(f"{one.short}: "),) if _lacks_suffix(one, said) else ()
                return (*lead, *linked(runs, _links(one.item)))
        return _plain(one)

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


def _lacks_suffix(one: _Cited, said: str) -> bool:
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


def _plain(one: _Cited) -> Words:
    title = items.text(one.item.get("title"))
    # Without names, the title stands where they would.
    said = (
        one.short if items.author(one.item) == f"“{title}”" else f"{one.short}: {title}"
    )
    url = _page(one.item)
    return (
        Run(said if title else one.short),
        *((Run(" "), Run(url, url=url)) if url else ()),
    )
