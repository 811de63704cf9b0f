"""Chains, as lines of a report and for JSON."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from cmo.model.vocabulary import Sign
from cmo.report.page import Line
from cmo.report.passages import worded

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cmo.analysis.chains import Chain, Listing, Step


def listed(listing: Listing) -> Iterator[Line]:
    """Yield chains, whether there are more, and the steps in them without support."""
    for chain in listing.chains:
        yield Line(arrows(chain))
    if not listing.complete:
        found = len(listing.chains)
        yield Line(f"and more: only the {found} shortest chains found are listed")
    gaps = list(dict.fromkeys(gap for chain in listing.chains for gap in chain.gaps))
    if gaps:
        yield Line("steps that nothing direct supports, and what says them:")
    for gap in gaps:
        claims = zip(gap.claims, gap.states, strict=True)
        said = ", ".join(f"{claim} ({worded(state)})" for claim, state in claims)
        yield Line(f"{gap.cause} {_GAP} {gap.effect}: {said}", 1)


def arrows(chain: Chain, *, signed: bool = True) -> str:
    """Return a chain in one line; dashed arrows are steps without direct support.

    Args:
        chain: The chain.
        signed: Say at the end if it leads to less, or nobody knows.
    """
    told = [chain.elements[0]]
    for step in chain.steps:
        told += [_GAP if step.is_gap else _SUPPORTED, step.effect]
    return " ".join(told) + (_SIGNS.get(chain.sign, "") if signed else "")


KEY = "→ a study directly supports the step; ⇢ nothing direct does"
_SUPPORTED, _GAP = "→", "⇢"
_SIGNS = {
    Sign.MINUS: " (more of the first, less of the last)",
    Sign.UNKNOWN: " (more or less: not known)",
}


def listing_record(listing: Listing) -> dict[str, Any]:
    """Return a listing for JSON."""
    return {
        "chains": [chain_record(chain) for chain in listing.chains],
        "complete": listing.complete,
    }


def chain_record(chain: Chain) -> dict[str, Any]:
    """Return a chain for JSON."""
    return {
        "elements": list(chain.elements),
        "sign": str(chain.sign),
        "steps": [_step_record(step) for step in chain.steps],
    }


def _step_record(step: Step) -> dict[str, Any]:
    return {
        "from": step.cause,
        "to": step.effect,
        "sign": str(step.sign),
        "claims": [
            {"claim": claim, "state": str(state)}
            for claim, state in zip(step.claims, step.states, strict=True)
        ],
        "supported": list(step.supported),
    }
