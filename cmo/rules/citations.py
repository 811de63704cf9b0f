"""E3xx on citations: can readers find the documents, and is each there once?"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from cmo.evidence.studies import reported
from cmo.findings import Severity
from cmo.model import csl
from cmo.model.citation import date, doi, people, text, year
from cmo.rules.engine import Remark, View, rule

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping

    from cmo.model import Source


@rule("E314", Severity.WARNING)
def same_document(view: View) -> Iterator[Remark]:
    """Two sources seem to be one document, and count as two studies.

    Why: a thesis and its article, or two exports of one reference, are one
    study. Counted twice, they make a claim look better supported than it is.
    Sources with the same DOI, or the same title and year, are meant.

    Fix: delete the copy; or, if both report one study, give both the same
    'study'.
    """
    first: dict[tuple[str, ...], Source] = {}
    twins: dict[int, Source] = {}
    # By id, so that the order of files does not say which one is the copy.
    for s, source in sorted(enumerate(view.theory.sources), key=lambda one: one[1].id):
        others = [first.setdefault(key, source) for key in _identities(source)]
        study = reported(source)
        found = [one for one in others if reported(one) != study]
        if found:
            twins[s] = found[0]
    for s in sorted(twins):
        source, twin = view.theory.sources[s], twins[s]
        message = (
            f"the source '{source.id}' seems to be the document of '{twin.id}', and "
            "counts as another study: delete the copy, or give both the same 'study'"
        )
        yield Remark(("sources", s), source.id, message)


def _identities(source: Source) -> Iterator[tuple[str, ...]]:
    """Yield what tells a document: its DOI; its title and year."""
    if known := doi(source.citation):
        yield "doi", known.lower()
    title = text(source.citation.get("title")).casefold()
    issued = year(source.citation.get("issued"))
    if (words := "".join(filter(str.isalnum, title))) and issued:
        yield "title", words, issued


@rule("E332", Severity.WARNING)
def untitled_source(view: View) -> Iterator[Remark]:
    """A source has no title.

    Why: tables, guides and lists of references name documents by their citation;
    readers cannot find one that has none.

    Fix: give 'title', 'author' and 'issued' in 'citation', as CSL-JSON has them:
    reference managers export it.
    """
    for s, source in enumerate(view.theory.sources):
        if not text(source.citation.get("title")):
            message = (
                f"the source '{source.id}' has no title: give one in 'citation', with "
                "'author' and 'issued'"
            )
            yield Remark(("sources", s, "citation"), source.id, message)


@rule("E333", Severity.WARNING)
def odd_citation(view: View) -> Iterator[Remark]:
    """A citation holds what CSL-JSON has not.

    Why: references are formatted from the fields and types of CSL-JSON (Citation
    Style Language 1.0.2), and what they do not know is left out of them: a journal
    under 'journal', say, instead of 'container-title'.

    Fix: correct the type, the field, the names or the date; write fields of your
    own into 'custom'. Reference managers export citations as CSL-JSON.
    """
    for s, source in enumerate(view.theory.sources):
        if faults := list(_faults(source.citation)):
            message = (
                f"the citation of '{source.id}' holds what CSL-JSON has not: "
                f"{'; '.join(faults)}: correct it, for references may leave it out"
            )
            yield Remark(("sources", s, "citation"), source.id, message)


def _faults(citation: Mapping[str, Any]) -> Iterator[str]:
    kind = citation.get("type", "document")
    if not isinstance(kind, str):
        yield "'type' is no text"
    elif kind not in csl.TYPES:
        yield _unknown("type", kind, csl.TYPES)
    for field, value in citation.items():
        if field in csl.NAMES and not _are_names(value):
            yield f"'{field}' is no list of names: {_NAMES}"
        elif field in csl.DATES and not _is_date(value):
            yield f"'{field}' is no date: {_DATE}"
        # What Crossref exports holds dozens of fields of its own.
        elif field not in csl.FIELDS and citation.get("source") != "Crossref":
            yield _unknown("field", field, csl.FIELDS, " (keep your own in 'custom')")


_NAMES = 'write [{"family": "Smith", "given": "Ann"}]'
_DATE = 'write {"date-parts": [[2020]]}'


def _unknown(what: str, word: str, known: Collection[str], else_: str = "") -> str:
    # Imported late: a citation that is right needs no guess.
    from cmo.store.syntax import shown
    from cmo.store.wording import did_you_mean

    hint = did_you_mean(word, known, csl.OTHER_NAMES) or else_
    return f"'{shown(word)}' is no {what}{hint}"


def _are_names(value: object) -> bool:
    return isinstance(value, list) and all(
        isinstance(name, dict) and people(name) for name in value
    )


def _is_date(value: object) -> bool:
    return isinstance(value, dict) and bool(date(value))
