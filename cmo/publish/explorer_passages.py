"""The passages and documents that the explorer shows, as JSON.

A passage stands there once, however many claims it bears on, and what its document
says of itself stands with the document: the page of a large review stays small.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeAlias

from cmo.english import worded
from cmo.evidence import independence
from cmo.evidence.studies import reported
from cmo.model.fingerprints import is_suspect
from cmo.model.vocabulary import Directness, Inference, Level, Role, Share
from cmo.report.citing import cited
from cmo.report.escaping import is_web_page
from cmo.report.passages import words

if TYPE_CHECKING:
    from cmo.evidence import Evidence, Use
    from cmo.model import Excerpt, Result, Source, Theory

Json: TypeAlias = dict[str, Any]

_PARTS = ("relevance", "richness", "rigour")


def hidden(theory: Theory) -> int:
    """Return how many passages of `theory` are not for publication."""
    return sum(
        excerpt.share is Share.TEAM
        for source in theory.sources
        for excerpt in source.excerpts
    )


def sources(theory: Theory) -> list[Json]:
    """Return the documents, in file order."""
    called = cited(theory.sources)
    return [_source(source, called[source.id]) for source in theory.sources]


def title_of(source: Source) -> str:
    """Return the title of a document, or that it has none."""
    return str(source.citation.get("title") or "no title")


def _source(source: Source, called: str) -> Json:
    judged = source.independence
    told: Json = {
        "id": source.id,
        "short": called,
        "title": title_of(source),
        "study": reported(source),
        "kind": source.kind.meaning,
        "independence": str(independence(source)) if judged else "not judged",
    }
    given = {
        "extent": source.extent,
        "why": judged.rationale if judged else None,
        "setting": source.setting,
        "appraisal": source.appraisal.rationale if source.appraisal else None,
    }
    return told | {name: text for name, text in given.items() if text}


def passages(evidence: Evidence) -> Json:
    """Return the passages, and for each claim how they bear on it.

    Returns:
        ``passages``, in file order, and ``uses``: claim id to uses, of which each
        names its passage by its place in ``passages``.
    """
    theory = evidence.theory
    places: dict[str, int] = {}
    listed: list[Json] = []
    for i, source in enumerate(theory.sources):
        for excerpt in source.excerpts:
            places[f"{source.id}#{excerpt.id}"] = len(listed)
            listed.append({"source": i, **_passage(excerpt)})
    return {
        "passages": listed,
        "uses": {
            claim: [_use(use, places[use.passage], evidence) for use in uses]
            for claim, uses in evidence.uses.items()
        },
    }


def _passage(excerpt: Excerpt) -> Json:
    said, where = words(excerpt, None, public=True)
    told: Json = {"id": excerpt.id, "text": said.text, "where": where.text}
    if where.url:
        told |= {"url": where.url} if is_web_page(where.url) else {"address": where.url}
    if excerpt.data_type:
        told["reports"] = excerpt.data_type.meaning
    if excerpt.share is Share.TEAM:
        return told | {"hidden": True}
    if excerpt.result and (result := _result(excerpt.result)):
        told["result"] = result
    return told


def _result(result: Result) -> str:
    """Return a figure in one line: ``care entries: 12 % (pilots), against 14 % …``."""
    unit = f" {result.unit}" if result.unit else ""
    value = f"{result.value}{unit}" if result.value is not None else ""
    if result.group:
        value = f"{value} ({result.group})" if value else result.group
    said = ": ".join(filter(None, [result.measure, value]))
    other = (
        f"{result.comparator_value}{unit}"
        if result.comparator_value is not None
        else ""
    )
    if result.comparator:
        other = f"{other} ({result.comparator})" if other else result.comparator
    against = f"against {other}" if other else ""
    parts = [said, against, result.period, result.significance]
    return "; ".join(part for part in parts if part)


def _use(use: Use, place: int, evidence: Evidence) -> Json:
    bears = use.bears
    told: Json = {"passage": place, "study": use.study, "bearing": str(bears.bearing)}
    # What is usual goes without saying: there can be tens of thousands of these.
    if bears.directness is not Directness.DIRECT:
        told["directness"] = str(bears.directness)
    if bears.inference is not Inference.STATED:
        told["inference"] = str(bears.inference)
    if bears.covers:
        told["covers"] = ", ".join(
            role.meaning for role in Role if role in bears.covers
        )
    if appraised := _appraised(use):
        told["appraised"] = appraised
    if bears.note and use.excerpt.share is not Share.TEAM:
        told["note"] = bears.note
    # Fingerprints are made only where there is a stamp to hold them against.
    if bears.reviewed and is_suspect(bears, evidence.background.fingerprints):
        told["suspect"] = True
    return told


def _appraised(use: Use) -> str:
    levels = ((part, use.appraisal(part)) for part in _PARTS)
    return ", ".join(
        f"{part} {worded(level)}"
        for part, level in levels
        if level is not Level.NOT_ASSESSED
    )
