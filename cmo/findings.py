"""Findings: what is wrong with the content of a theory, where, and the way out."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum
from typing import NamedTuple

Pointer = tuple[str | int, ...]


class Severity(IntEnum):
    """How much a finding weighs; errors decide the exit status."""

    NOTE = 1
    WARNING = 2
    ERROR = 3

    def __str__(self) -> str:
        """Return the word that reports print."""
        return self.name.lower()


class Place(NamedTuple):
    """A place in a file; line and column count characters from 1."""

    file: str
    line: int
    column: int


@dataclass(frozen=True, slots=True)
class Finding:
    """One fault of a theory's content.

    Attributes:
        code: The rule's code, for example ``"E301"``.
        severity: What the rule gives it at the theory's stage.
        place: File, line and column of the record or value at fault.
        pointer: JSON Pointer to the same, within that file.
        message: The thing, the fault and the way out, in the user's words.
        id: Id of the record it is about; empty if it has none.
        waived: The reason of the waiver that accepts it, if any.
    """

    code: str
    severity: Severity
    place: Place
    pointer: str
    message: str
    id: str = ""
    waived: str | None = None


# The first letter of a code says what the rule asks; E is no error, W no warning.
FAMILIES = {
    "R": "Reading: can the files be read?",
    "S": "Structure: does the theory hold together?",
    "C": "Causation: does it explain?",
    "E": "Evidence: what does it rest on?",
    "W": "Wording: will readers understand it?",
}


@dataclass(frozen=True, slots=True)
class Rule:
    """What `cmo explain` says of a code.

    Attributes:
        code: For example ``"R003"``; never reused for another fault.
        name: The fault, in kebab-case.
        severity: The usual severity.
        documentation: What, why, fix and source.
        rests_on_absence: It speaks of what is not there, so nothing can be
            said of it while any file of the theory is unreadable.
    """

    code: str
    name: str
    severity: Severity
    documentation: str
    rests_on_absence: bool = False


def json_pointer(parts: Pointer) -> str:
    """Return `parts` as a JSON Pointer (RFC 6901)."""
    escaped = (str(part).replace("~", "~0").replace("/", "~1") for part in parts)
    return "".join(f"/{part}" for part in escaped)
