"""The rules a theory is checked by; importing this registers all of them."""

from cmo.rules import (
    causation,
    citations,
    flags,
    quotations,
    structure,
    support,
    wording,
)
from cmo.rules.engine import RULES, View, run

__all__ = [
    "RULES",
    "View",
    "causation",
    "citations",
    "flags",
    "quotations",
    "run",
    "structure",
    "support",
    "wording",
]
