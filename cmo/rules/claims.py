"""What rules say of a claim, and how grave it is where a gap is declared."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

from cmo.findings import Severity
from cmo.model import Configuration, Rival
from cmo.model.vocabulary import Status
from cmo.rules.engine import Remark

if TYPE_CHECKING:
    from collections.abc import Sequence

    from cmo.evidence import Support
    from cmo.model import Element, Link
    from cmo.rules.engine import View

Claim: TypeAlias = "Element | Link | Configuration | Rival"


def remark(view: View, support: Support, says: str, severity: Severity) -> Remark:
    """Return the remark that a claim `says`, at the claim's place."""
    pointer = view.pointers[support.claim]
    message = f"the {support.kind} '{support.claim}' {says}"
    return Remark(pointer, support.claim, message, severity)


def record(view: View, support: Support) -> Claim:
    """Return the claim itself."""
    part, i = view.pointers[support.claim]
    records: tuple[Claim, ...] = getattr(view.theory, str(part))
    return records[int(i)]


def by_stage(view: View, support: Support) -> Severity:
    """Return how grave a gap is: normal in an initial theory, not in a refined one."""
    if is_no_gap(record(view, support)):
        return Severity.NOTE
    return Severity.ERROR if view.has_met_evidence else Severity.WARNING


def is_no_gap(claim: Claim) -> bool:
    """Tell whether the team declared the gap, gave up the claim or judged the rival."""
    settled = isinstance(claim, Rival) and claim.verdict is not None
    given_up = isinstance(claim, Configuration) and claim.status in _GIVEN_UP
    return bool(claim.undeveloped) or settled or given_up


_GIVEN_UP = {Status.REJECTED, Status.RESPECIFIED}


def listed(names: Sequence[str]) -> str:
    """Return the first few of `names`, for a message."""
    return ", ".join(names[:_SHOWN]) + (" …" if len(names) > _SHOWN else "")


_SHOWN = 3
