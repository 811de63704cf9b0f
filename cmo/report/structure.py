"""The structure of the argument: as rows and lines of a report, and for JSON."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from cmo.report.chains import arrows, chain_record

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cmo.analysis.loops import FeedbackLoop
    from cmo.analysis.structure import Argument, Structure

COLUMNS = ("outcome", "steps", "gaps", "hangs on", "every chain passes through")
STRUCTURE_KEY = (
    "Steps are those of the chain with the fewest gaps, and gaps the steps of it that "
    "nothing direct supports. An outcome hangs on a study if without it no chain is "
    "left that studies support in every step. What every chain passes through is a "
    "fact of what is recorded, not a necessity."
)
# Elements of a loop that one line still holds.
_SHOWN = 12


def rows(structure: Structure) -> list[tuple[str, ...]]:
    """Return a row under `COLUMNS` for each outcome that a chain leads to."""
    return [
        (
            one.outcome,
            str(len(one.chain.steps)),
            str(len(one.chain.gaps) or "."),
            _hangs_on(one),
            ", ".join(one.mechanisms) or ".",
        )
        for one in structure.arguments
        if one.chain is not None
    ]


def _hangs_on(one: Argument) -> str:
    if not one.is_evidenced:
        return "."
    return ", ".join(one.studies) or "no one study"


def remarks(structure: Structure) -> Iterator[str]:
    """Yield sentences: outcomes without a chain, feedback loops, what is not told."""
    bare = [one.outcome for one in structure.arguments if one.chain is None]
    if bare:
        yield (
            "No chain of causes leads to these; at most a whole-programme effect is "
            f"claimed: {', '.join(bare)}."
        )
    found = structure.loops.found
    yield f"Feedback loops: {len(found) or 'none'}."
    yield from (f"{loop.feedback}: {_round(loop)}" for loop in found)
    yield from (
        f"The theory is too dense to tell {what}." for what in structure.not_told
    )


def _round(loop: FeedbackLoop) -> str:
    elements = loop.round_trip.elements
    if len(elements) > _SHOWN:
        start = " → ".join(elements[:_SHOWN])
        return f"{start} → … ({len(elements) - 1} elements)"
    return arrows(loop.round_trip, signed=False)


def record(structure: Structure) -> dict[str, Any]:
    """Return the structure for JSON."""
    return {
        "outcomes": [
            {
                "id": one.outcome,
                "chain": chain_record(one.chain) if one.chain else None,
                "every_chain_through": list(one.mechanisms),
                "evidenced": one.is_evidenced,
                "hangs_on": list(one.studies),
            }
            for one in structure.arguments
        ],
        "loops": [
            {
                "feedback": str(loop.feedback),
                "elements": list(loop.round_trip.elements[:-1]),
            }
            for loop in structure.loops.found
        ],
        "not_told": list(structure.not_told),
    }
