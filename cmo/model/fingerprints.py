"""Fingerprints of claims: they change when what a claim says changes."""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING

if TYPE_CHECKING:
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
        "activations",
        "statement",
    ),
    "rivals": ("label", "about", "explanation"),
}


def fingerprints(theory: Theory) -> dict[str, str]:
    """Return each claim's id with 16 hexadecimal digits of what it says.

    White space and letter case of the wording do not count.
    """
    return {
        record.id: _digest([_plain(getattr(record, name, None)) for name in names])
        for part, names in _MEANING.items()
        for record in getattr(theory, part)
    }


def _plain(value: object) -> object:
    if isinstance(value, str):
        return " ".join(value.casefold().split())
    if isinstance(value, dict):
        return sorted(map(str, value.items()))
    if isinstance(value, tuple):
        return [_plain(one) for one in value]
    return value


def _digest(parts: list[object]) -> str:
    text = json.dumps(parts, ensure_ascii=True)
    return hashlib.sha256(text.encode()).hexdigest()[:16]
