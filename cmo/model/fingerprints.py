"""Fingerprints of claims: they change when what a claim says changes."""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING

from cmo.model.theory import Step

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
        "steps",
        "activations",
        "statement",
    ),
    "rivals": ("label", "about", "explanation"),
}


def fingerprints(theory: Theory) -> dict[str, str]:
    """Return each claim's id with 16 hexadecimal digits of what it says.

    White space and letter case of the wording do not count, nor does the order
    of a configuration's members.
    """
    return {
        record.id: _digest([_meaning(record, name) for name in names])
        for part, names in _MEANING.items()
        for record in getattr(theory, part)
    }


def _meaning(record: object, name: str) -> object:
    value = getattr(record, name, None)
    # Which contexts go together does not depend on the order they are listed in.
    if name in _UNORDERED and isinstance(value, tuple):
        value = tuple(sorted(value))
    return _plain(value)


_UNORDERED = {"interventions", "actors", "contexts", "mechanisms", "outcomes"}


def _plain(value: object) -> object:
    if isinstance(value, str):
        return " ".join(value.casefold().split())
    if isinstance(value, dict):
        return sorted([name, str(word)] for name, word in value.items())
    if isinstance(value, Step):
        return [_plain(value.all), _plain(value.any)]
    if isinstance(value, tuple):
        return [_plain(one) for one in value]
    return value


def _digest(parts: list[object]) -> str:
    text = json.dumps(parts, ensure_ascii=True)
    return hashlib.sha256(text.encode()).hexdigest()[:16]
