"""Chains, as lines of a report and for JSON."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from cmo.analysis.chains import Ground
from cmo.english import worded
from cmo.model.vocabulary import Sign
from cmo.report.page import Line

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from cmo.analysis.chains import Chain, Listing, Step


def listed(listing: Listing, always: Sequence[str] = ()) -> Iterator[Line]:
    """Yield chains, whether there are more, and what says each step in them.

    Args:
        listing: The chains.
        always: What all of them pass through, as `necessity` has it. One that names
            less is a strand of a configuration that needs more.
    """
    for chain in listing.chains:
        is_strand = not set(always).issubset(chain.elements)
        yield Line(arrows(chain) + (_STRAND if is_strand else ""))
    if not listing.complete:
        yield Line(_more(len(listing.chains)))
    steps = list(dict.fromkeys(s for chain in listing.chains for s in chain.steps))
    if steps:
        yield Line("the steps, with the links and configurations that say them:")
    for step in steps:
        claims = zip(step.claims, step.states, strict=True)
        said = ", ".join(f"{claim} ({worded(state)})" for claim, state in claims)
        yield Line(f"{step.cause} {_ARROWS[step.ground]} {step.effect}: {said}", 1)


_STRAND = " (not by itself: a configuration on it needs more)"


def _more(listed: int) -> str:
    if not listed:
        return "the theory is too dense to find any chain in reasonable time"
    return f"there may be more: only the {listed} shortest chains found are listed"


def arrows(chain: Chain, *, signed: bool = True) -> str:
    """Return a chain in one line; its arrows say what each step rests on.

    Args:
        chain: The chain.
        signed: Say at the end if it leads to less, or nobody knows.
    """
    told = [chain.elements[0]]
    for step in chain.steps:
        told += [_ARROWS[step.ground], step.effect]
    return " ".join(told) + (_SIGNS.get(chain.sign, "") if signed else "")


_ARROWS = {
    Ground.DIRECT: "→",
    Ground.WHOLE: "⇒",
    Ground.CONTESTED: "→?",
    Ground.NONE: "⇢",
}
KEY = [f"{arrow} {ground.meaning}" for ground, arrow in _ARROWS.items()]
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
        "rests_on": str(step.ground),
    }
