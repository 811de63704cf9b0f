"""Claims as records, and which of them a team has settled."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

from cmo.model import Configuration, Rival

if TYPE_CHECKING:
    from cmo.model import Element, Link

Claim: TypeAlias = "Element | Link | Configuration | Rival"


def is_no_gap(claim: Claim) -> bool:
    """Tell whether the team declared the gap, gave up the claim or judged the rival."""
    settled = isinstance(claim, Rival) and claim.verdict is not None
    given_up = isinstance(claim, Configuration) and (
        claim.status is not None and claim.status.is_given_up
    )
    return bool(claim.undeveloped) or settled or given_up
