"""What rules say of a claim, and how grave it is where a gap is declared."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cmo.evidence import ARGUED, is_no_gap
from cmo.findings import Severity
from cmo.model import Configuration
from cmo.rules.engine import Remark

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from cmo.evidence import Support
    from cmo.evidence.gaps import Claim
    from cmo.rules.engine import View


def remark(view: View, support: Support, says: str, severity: Severity) -> Remark:
    """Return the remark that a claim `says`, at the claim's place."""
    pointer = view.pointers[support.claim]
    message = f"the {support.kind} '{support.claim}' {says}"
    return Remark(pointer, support.claim, message, severity)


def record(view: View, support: Support) -> Claim:
    """Return the claim itself."""
    return view.evidence.background.records[support.claim]


def of_argued_kinds(view: View) -> Iterator[Support]:
    """Yield the support of claims of which the theory argues for some, or did."""
    return (one for one in view.evidence.all() if one.kind in ARGUED)


def by_stage(view: View, support: Support) -> Severity:
    """Return how grave a gap is: normal in an initial theory, not in a refined one."""
    if is_no_gap(record(view, support)):
        return Severity.NOTE
    return Severity.ERROR if view.has_met_evidence else Severity.WARNING


def unheard(view: View, support: Support) -> list[str]:
    """Return the roles of a configuration that no study speaks for, nor are left open.

    By passages on the configuration itself, and by those on its parts.
    """
    claim = record(view, support)
    left_open = claim.unknown if isinstance(claim, Configuration) else ()
    having = view.evidence.studies_by_role(support.claim)
    return [
        role.meaning
        for role, studies in having.items()
        if not studies and role not in left_open
    ]


def listed(names: Sequence[str]) -> str:
    """Return the first few of `names`, for a message."""
    return ", ".join(names[:_SHOWN]) + (" …" if len(names) > _SHOWN else "")


_SHOWN = 3
