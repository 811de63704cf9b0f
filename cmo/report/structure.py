"""The structure of the argument: as rows and lines of a report, and for JSON."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from cmo.analysis.chains import Ground
from cmo.report.chains import KEY, arrows, chain_record

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cmo.analysis.loops import FeedbackLoop
    from cmo.analysis.structure import Argument, Structure

COLUMNS = (
    "outcome",
    "sign",
    "steps",
    "no support",
    "as a whole",
    "contested",
    "hangs on",
    "every chain passes through",
)
STRUCTURE_KEY = (
    "Of the chains of causes to an outcome (whole-programme effects apart) one "
    "with the fewest steps that nothing direct supports is counted: its sign, more (+) "
    "or less (-) of the outcome; its steps; those without support; those where studies "
    "speak for a configuration as a whole, not for the step alone; those where studies "
    "speak for it and against it. An outcome "
    "hangs on a study if without it no chain is left that studies speak for in every "
    "step, and in what its configurations wait for; a review that includes the study "
    "counts as that study. What every chain passes through takes a configuration to "
    "need its parts together, and is a fact of what is recorded, not a necessity. A "
    "dot: none."
)
# Elements of a loop that one line still holds.
_SHOWN = 12


def rows(structure: Structure) -> list[tuple[str, ...]]:
    """Return a row under `COLUMNS` for each outcome that a chain leads to."""
    return [
        (
            one.outcome,
            "?" if one.chain is None else str(one.chain.sign),
            str(one.steps),
            str(one.gaps or "."),
            *(_steps(one, ground) for ground in (Ground.WHOLE, Ground.CONTESTED)),
            _hangs_on(one),
            "?" if one.mechanisms is None else ", ".join(one.mechanisms) or ".",
        )
        for one in structure.arguments
        if one.steps
    ]


def _steps(one: Argument, ground: Ground) -> str:
    if one.chain is None:
        return "?"
    return str(sum(step.ground is ground for step in one.chain.steps) or ".")


def _hangs_on(one: Argument) -> str:
    if not one.is_evidenced:
        return "."
    return ", ".join(one.studies) or "no one study"


def remarks(structure: Structure) -> Iterator[str]:
    """Yield sentences: outcomes without a chain, feedback loops, what is not told."""
    bare = [one.outcome for one in structure.arguments if not one.steps]
    if bare:
        yield (
            "No chain of causes leads from the programme to these; at most a "
            f"whole-programme effect is claimed: {', '.join(bare)}."
        )
    if structure.waiting:
        yield (
            "As recorded, these wait for a context that only they bring about, so that "
            f"no chain to them can begin: {', '.join(structure.waiting)}."
        )
    found = structure.loops.found
    key = f" ({'; '.join(KEY)})" if found else ""
    yield f"Feedback loops: {len(found) or 'none'}{key}."
    yield from (f"{loop.feedback}: {_round(loop)}" for loop in found)
    yield from (
        f"The theory is too dense to tell {what}." for what in structure.not_told
    )


def _round(loop: FeedbackLoop) -> str:
    steps = loop.round_trip.steps
    if len(steps) < _SHOWN:
        return arrows(loop.round_trip, signed=False)
    start = replace(loop.round_trip, steps=steps[: _SHOWN - 1])
    return f"{arrows(start, signed=False)} … ({len(steps)} elements)"


def record(structure: Structure) -> dict[str, Any]:
    """Return the structure for JSON."""
    return {
        "outcomes": [
            {
                "id": one.outcome,
                "steps": one.steps,
                "gaps": one.gaps,
                "chain": chain_record(one.chain) if one.chain else None,
                "every_chain_through": (
                    None if one.mechanisms is None else list(one.mechanisms)
                ),
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
