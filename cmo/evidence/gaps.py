"""Claims as records: which a team stands by, and which it has settled."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

from cmo.evidence.states import ARGUED
from cmo.graph import given_up
from cmo.model import Configuration, Rival

if TYPE_CHECKING:
    from cmo.model import Element, Link

Claim: TypeAlias = "Element | Link | Configuration | Rival"


def is_argued(claim: Claim, kind: str) -> bool:
    """Tell whether the theory stands by a claim, and has to argue for its kind."""
    return kind in ARGUED and not (isinstance(claim, Configuration) and given_up(claim))


def is_no_gap(claim: Claim) -> bool:
    """Tell whether the team declared the gap, gave up the claim or judged the rival."""
    settled = isinstance(claim, Rival) and claim.verdict is not None
    gone = isinstance(claim, Configuration) and given_up(claim)
    return bool(claim.undeveloped) or settled or gone
