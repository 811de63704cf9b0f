"""Where a review stands, and what to do next."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from cmo.english import counted
from cmo.evidence import State
from cmo.findings import Severity
from cmo.report.coverage_rows import totals
from cmo.report.findings import summary

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from cmo.analysis.coverage import Coverage
    from cmo.report.findings import Findings

# What helps most, first: code to advice; {} is the number of findings.
_ADVICE = {
    "C203": "complete configurations that lack a context, mechanism or outcome: {}",
    "C208": "say in which circumstances mechanisms fire: {}",
    "E309": "link the passages of sources that bear on nothing: {}",
    "E306": "weigh contested claims, and record decisions: {}",
    "E307": "respecify or take out claims that studies speak against: {}",
    "E325": "read passages again whose claim was reworded, then cmo review: {}",
    "E301": "look for passages on claims that nobody has looked at: {}",
    "E302": "look for studies that tested what is only proposed: {}",
    "E323": "look for what your evidence policy asks of claims: {}",
    "C202": "name the mechanisms within black boxes: {}",
    "S101": "place elements that no link or configuration uses: {}",
}


@dataclass(frozen=True, slots=True)
class Status:
    """Where a review stands.

    Attributes:
        coverage: The theory, and what the evidence says of its claims.
        findings: What a check says of it.
        passages: The number of passages taken from its sources.
        studies: The number of studies that were read.
        cited: The number of studies that are known only from others' words.
    """

    coverage: Coverage
    findings: Findings
    passages: int
    studies: int
    cited: int

    @property
    def next_steps(self) -> list[str]:
        """What to do next, the most pressing first."""
        theory = self.coverage.theory
        if not theory.elements:
            return ["write down the first elements: contexts, mechanisms, outcomes"]
        if not theory.sources:
            return ["add the first source: sources/ID.json, with passages and bears_on"]
        found = Counter(
            one.code
            for one in self.findings.found
            if one.waived is None and one.severity is not Severity.NOTE
        )
        steps = [
            f"{advice.format(found[code])} (cmo check --select {code})"
            for code, advice in _ADVICE.items()
            if found[code]
        ]
        if rest := sum(found.values()) - sum(found[code] for code in _ADVICE):
            steps.append(f"see to other findings: {rest} (cmo check)")
        if declared := self.coverage.totals[State.UNDEVELOPED]:
            steps.append(f"come back to claims knowingly left undeveloped: {declared}")
        return steps


def as_text(status: Status) -> Iterator[str]:
    """Yield the lines of the report."""
    theory = status.coverage.theory
    kinds = Counter(str(e.kind) for e in theory.elements)
    yield f"{theory.title} ({theory.stage})"
    yield _row(
        counted(kinds[kind], kind)
        for kind in ("intervention", "context", "mechanism", "outcome")
    )
    yield _row(
        (
            counted(len(theory.links), "link"),
            counted(len(theory.configurations), "configuration"),
            counted(len(theory.rivals), "rival theory"),
            counted(len(theory.decisions), "decision"),
        )
    )
    more = f" ({counted(status.cited, 'study')} more only cited)"
    more = more if status.cited else ""
    yield _row(
        (
            counted(len(theory.sources), "source"),
            counted(status.studies, "study") + more,
            counted(status.passages, "passage"),
        )
    )
    yield _row([totals(status.coverage)])
    yield _row([summary(status.findings, notes=True)])
    yield "next:" if status.next_steps else "no finding asks for anything"
    yield from (f"  - {step}" for step in status.next_steps)


def _row(parts: Iterable[str]) -> str:
    return f"  {', '.join(parts)}"
