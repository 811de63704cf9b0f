"""Fingerprints of claims: they change when what a claim says changes.

What a claim says, and why, stands in docs/adr/0007-review.md.
"""

from __future__ import annotations

import hashlib
import json
import unicodedata
from typing import TYPE_CHECKING

from cmo.model.theory import Step

if TYPE_CHECKING:
    from collections.abc import Mapping

    from cmo.model.source import BearsOn
    from cmo.model.theory import Theory

# What a claim says: a new note, theme or plain label leaves it the same claim.
_MEANING = {
    "elements": (
        "kind",
        "label",
        "definition",
        "resource",
        "reasoning",
        "actor",
        "for_whom",
    ),
    "links": ("source", "target", "relation", "sign", "rationale"),
    "configurations": (
        "label",
        "interventions",
        "actors",
        "contexts",
        "mechanisms",
        "outcomes",
        "contexts_logic",
        "steps",
        "activations",
        "statement",
    ),
    "rivals": ("label", "about", "explanation"),
}
# Fields that hold ids: what stands behind the id is called is part of what is said.
_NAMING = {
    "source",
    "target",
    "about",
    "interventions",
    "contexts",
    "mechanisms",
    "outcomes",
}


def fingerprints(theory: Theory) -> dict[str, str]:
    """Return each claim's id with 16 hexadecimal digits of what it says.

    That includes the labels of a link's ends, of a configuration's members and
    of what a rival is about. White space and letter case of the wording do not
    count, nor how its accents are encoded, nor the order of a configuration's
    members.
    """
    called = _names(theory)
    return {
        record.id: _digest([_meaning(record, name, called) for name in names])
        for part, names in _MEANING.items()
        for record in getattr(theory, part)
    }


def is_suspect(bears: BearsOn, now: Mapping[str, str]) -> bool:
    """Tell whether a passage was reviewed when its claim read otherwise.

    Args:
        bears: A use of the passage.
        now: Every claim's id to its present fingerprint.
    """
    stamp = bears.reviewed
    return stamp is not None and stamp.fingerprint != now[bears.claim]


def _names(theory: Theory) -> dict[str, object]:
    """Return each claim's id with what it is called, as `_plain`."""
    labelled = (*theory.elements, *theory.configurations, *theory.rivals)
    names: dict[str, object] = {one.id: _plain(one.label) for one in labelled}
    for link in theory.links:
        ends = names.get(link.source), names.get(link.target)
        names[link.id] = [_plain(link.relation), *ends]
    return names


def _meaning(record: object, name: str, called: Mapping[str, object]) -> object:
    value = getattr(record, name, None)
    # Which members and actors go together does not depend on the order they are
    # listed in.
    if name in _NAMING and value is not None:
        ids = value if isinstance(value, tuple) else (value,)
        return [[one, called.get(one)] for one in sorted(ids)]
    plain = _plain(value)
    return sorted(plain) if name == "actors" and isinstance(plain, list) else plain


def _plain(value: object) -> object:
    if isinstance(value, str):
        composed = unicodedata.normalize("NFC", value)
        return " ".join(composed.casefold().split())
    if isinstance(value, dict):
        return sorted([name, str(word)] for name, word in value.items())
    if isinstance(value, Step):
        return [sorted(value.all), sorted(value.any)]
    if isinstance(value, tuple):
        return [_plain(one) for one in value]
    return value


def _digest(parts: list[object]) -> str:
    text = json.dumps(parts, ensure_ascii=True)
    return hashlib.sha256(text.encode()).hexdigest()[:16]
