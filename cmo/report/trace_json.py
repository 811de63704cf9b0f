"""What a claim rests on, or a source bears on, as JSON."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from cmo.analysis.trace import ClaimTrace
from cmo.report.chains import listing_record

if TYPE_CHECKING:
    from cmo.analysis.trace import Quotations, SourceTrace, Standing, Trace
    from cmo.evidence import Use
    from cmo.model import Assessment


def as_json(trace: Trace) -> str:
    """Return a trace as JSON; docs/json.md describes it."""
    record = (
        _claim_record(trace) if isinstance(trace, ClaimTrace) else _source_record(trace)
    )
    return json.dumps({"version": 1, "theory": trace.theory.id, **record}, indent=2)


def _claim_record(trace: ClaimTrace) -> dict[str, Any]:
    support = trace.support
    return {
        "about": "claim",
        "id": support.claim,
        "kind": support.kind,
        "label": trace.label,
        "state": str(support.state),
        "flags": [str(flag) for flag in support.flags],
        "unmet": list(support.unmet),
        "passages": [
            {
                **_use_record(use, trace.quotations),
                "suspect": use.passage in trace.suspect,
            }
            for use in support.uses
        ],
        "inherited": [
            {
                "claim": other.claim,
                "state": str(other.state),
                "passages": [
                    {"passage": use.passage, "bearing": str(use.bears.bearing)}
                    for use in uses
                ],
            }
            for other, uses in trace.inherited
        ],
        "decisions": [decision.id for decision in trace.decisions],
        "assessments": [_assessment_record(one) for one in trace.assessments],
        "rivals": [rival.id for rival, _ in trace.rivals],
        "members": {
            role: [one.claim for one in members] for role, members in trace.members
        },
        "standing": _standing_record(trace.standing) if trace.standing else None,
    }


def _assessment_record(one: Assessment) -> dict[str, Any]:
    return {
        "confidence": None if one.confidence is None else str(one.confidence),
        "by": one.by,
        "date": one.date,
    }


def _use_record(use: Use, quotations: Quotations) -> dict[str, Any]:
    at = use.excerpt.locator
    quotation = quotations.get(use.passage)
    return {
        "passage": use.passage,
        "study": use.study,
        "claim": use.bears.claim,
        "bearing": str(use.bears.bearing),
        "directness": str(use.bears.directness),
        "inference": str(use.bears.inference),
        "covers": [str(role) for role in use.bears.covers],
        "note": use.bears.note,
        "text": use.excerpt.text,
        "verbatim": use.excerpt.verbatim,
        "quotation": str(quotation.status) if quotation else None,
        "share": str(use.excerpt.share),
        "locator": {
            name: getattr(at, name)
            for name in ("page", "section", "paragraph", "slide", "url")
            if at and getattr(at, name) is not None
        },
        "reported_from": use.excerpt.reported_from,
        "independence": str(use.independence),
        "relevance": str(use.appraisal("relevance")),
        "richness": str(use.appraisal("richness")),
        "rigour": str(use.appraisal("rigour")),
    }


def _standing_record(standing: Standing) -> dict[str, Any]:
    return {
        "configurations": [
            {
                "id": place.configuration.id,
                "roles": list(place.roles),
                "state": str(place.support.state),
            }
            for place in standing.places
        ],
        "links": [
            {"id": link.id, "state": str(support.state)}
            for link, support in standing.links
        ],
        "every_chain_to_it": list(standing.always_through),
        "every_chain_through_it": list(standing.outcomes_through),
        "leading_to": listing_record(standing.leading_to),
        "leading_on": listing_record(standing.leading_on),
        "not_told": []
        if standing.is_told
        else ["every_chain_to_it", "every_chain_through_it"],
    }


def _source_record(trace: SourceTrace) -> dict[str, Any]:
    return {
        "about": trace.about,
        "id": trace.id,
        "sources": [source.id for source in trace.sources],
        "claims": trace.claims,
        "passages": [
            {
                "passage": f"{source.id}#{excerpt.id}",
                "uses": [
                    {**_use_record(use, trace.quotations), "state": str(support.state)}
                    for use, support in uses
                ],
            }
            for source, excerpt, uses in trace.passages
        ],
    }
