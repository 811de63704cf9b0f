"""Small theories for tests, made from JSON as users write it."""

from __future__ import annotations

import json
from typing import Any

from cmo.model import Source, Theory
from cmo.store.documents import adapter

Json = dict[str, Any]

# Seconds. Not a timing: what is tested with it takes milliseconds, and would take
# minutes if it cost the square of its input.
HANGING = 40


CMOC: Json = {
    "id": "cmoc",
    "label": "Trust",
    "interventions": ["visits"],
    "contexts": ["time"],
    "mechanisms": ["trust"],
    "outcomes": ["safety"],
}


def theory(**parts: Any) -> Theory:
    """Return a theory with one context, mechanism and outcome, wired, and `parts`."""
    document: Json = {
        "id": "trust",
        "title": "Trust",
        "elements": [
            element("time", "context"),
            element("trust", "mechanism"),
            element("safety", "outcome"),
            element("visits", "intervention"),
        ],
        "links": [
            link("visits-trust", "visits", "trust", "provides"),
            link("time-trust", "time", "trust", "enables"),
            link("trust-safety", "trust", "safety", "produces"),
        ],
        "configurations": [
            CMOC,
        ],
        **parts,
    }
    return adapter(Theory).validate_json(json.dumps(document))


def element(one: str, kind: str, **more: Any) -> Json:
    return {"id": one, "kind": kind, "label": one.capitalize(), **more}


def link(one: str, source: str, target: str, relation: str, **more: Any) -> Json:
    return {
        "id": one,
        "source": source,
        "target": target,
        "relation": relation,
        **more,
    }


def source(
    one: str, *excerpts: Json, kind: str = "empirical_mixed", **more: Any
) -> Json:
    return {
        "id": one,
        "citation": {"title": one},
        "kind": kind,
        "excerpts": list(excerpts),
        **more,
    }


def excerpt(one: str, *uses: Json, **more: Any) -> Json:
    return {
        "id": one,
        "text": f"What {one} says.",
        "locator": {"page": 1},
        "bears_on": list(uses),
        **more,
    }


def use(claim: str, bearing: str = "supports", **more: Any) -> Json:
    return {"claim": claim, "bearing": bearing, **more}


def said(claim: str, *bearings: str, **more: Any) -> list[Json]:
    """Return sources a, b, c …, each with one passage on `claim`."""
    return [
        source("abcdefgh"[i], excerpt("p1", use(claim, bearing, **more)))
        for i, bearing in enumerate(bearings)
    ]


def parsed(document: Json) -> Source:
    """Return one source as a record."""
    return adapter(Source).validate_json(json.dumps(document))
