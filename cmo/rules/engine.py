"""Rules: one decorated generator each; the engine that runs them and waives."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from cmo import graph as graphs
from cmo.evidence import Evidence, Flag
from cmo.findings import Finding, Pointer, Rule, Severity
from cmo.model.vocabulary import Stage

if TYPE_CHECKING:
    from pathlib import Path

    from cmo.evidence import Support
    from cmo.model import Theory
    from cmo.quotes import Checked
    from cmo.store.reading import Reading


class Remark(NamedTuple):
    """What a rule says: where, of which record, what, and how grave."""

    pointer: Pointer
    id: str
    message: str
    severity: Severity | None = None


class View:
    """What rules look at: a theory, and what is derived from it once."""

    def __init__(self, theory: Theory, path: Path) -> None:
        """Take `theory` with its sources, and the folder or bundle it stands in."""
        self.theory = theory
        self.path = path

    @cached_property
    def named(self) -> set[str]:
        """The ids that any link or configuration names."""
        return graphs.named(self.theory)

    @cached_property
    def chains(self) -> graphs.Chains:
        """What leads to what."""
        return graphs.Chains(self.theory)

    @cached_property
    def evidence(self) -> Evidence:
        """The support of every claim."""
        return Evidence(self.theory)

    @cached_property
    def flagged(self) -> dict[Flag, list[Support]]:
        """Every flag to the support of the claims that have it, in file order."""
        found: dict[Flag, list[Support]] = {flag: [] for flag in Flag}
        for support in self.evidence.all():
            for flag in support.flags:
                found[flag].append(support)
        return found

    @cached_property
    def quotes(self) -> list[tuple[int, Checked]]:
        """What became of the quotations of each source that names a text.

        The first of each pair is the source's number. Where no source names a
        text, nothing is read.
        """
        named = [s for s, one in enumerate(self.theory.sources) if one.text]
        if not named:
            return []
        from cmo.quotes import check

        sources = [self.theory.sources[s] for s in named]
        return list(zip(named, check(self.path, sources), strict=True))

    @cached_property
    def pointers(self) -> dict[str, Pointer]:
        """Claim id to where the claim stands."""
        theory = self.theory
        return {
            record.id: (part, i)
            for part in ("elements", "links", "configurations", "rivals")
            for i, record in enumerate(getattr(theory, part))
        }

    @property
    def has_met_evidence(self) -> bool:
        """Tell whether the theory claims to have been refined by evidence."""
        return self.theory.stage in {Stage.REFINED, Stage.FINAL}


Check = Callable[[View], Iterator[Remark]]


@dataclass(frozen=True, slots=True)
class TheoryRule(Rule):
    """A rule with the generator that finds its fault."""

    check: Check = lambda _: iter(())


RULES: dict[str, TheoryRule] = {}


def rule(
    code: str, severity: Severity, *, rests_on_absence: bool = False
) -> Callable[[Check], Check]:
    """Register a generator as the rule `code`; its docstring documents it.

    Raises:
        ValueError: The code is taken.
    """

    def register(check: Check) -> Check:
        if code in RULES:
            message = f"the code {code} is taken by '{RULES[code].name}'"
            raise ValueError(message)
        RULES[code] = TheoryRule(
            code=code,
            name=check.__name__.replace("_", "-"),
            severity=severity,
            documentation=inspect.getdoc(check) or "",
            rests_on_absence=rests_on_absence,
            check=check,
        )
        return check

    return register


def run(
    reading: Reading, wanted: Callable[[str], bool]
) -> tuple[list[Finding], list[str]]:
    """Run the rules that are `wanted` over what was read.

    Returns:
        The findings, waivers applied; and the codes that were not judged
        because a file could not be read and they speak of what is not there.
    """
    theory = reading.theory
    chosen = [one for code, one in sorted(RULES.items()) if wanted(code)]
    if theory is None:
        return [], [one.code for one in chosen]
    view = View(theory, reading.path)
    if wanted(IDLE_WAIVER):
        # To tell that a waiver is idle, its rule is judged too.
        waived = {waiver.rule for waiver in theory.waivers}
        chosen = [one for c, one in sorted(RULES.items()) if wanted(c) or c in waived]
    judged = [one for one in chosen if not (one.rests_on_absence and reading.broken)]
    findings = [
        reading.finding(
            one.code,
            remark.severity or one.severity,
            remark.pointer,
            remark.message,
            remark.id,
        )
        for one in judged
        for remark in one.check(view)
    ]
    found = _waive(reading, findings, {one.code for one in judged})
    skipped = [one.code for one in chosen if one not in judged and wanted(one.code)]
    return [one for one in found if wanted(one.code)], skipped


IDLE_WAIVER = "S107"


def _waive(
    reading: Reading, findings: list[Finding], judged: set[str]
) -> list[Finding]:
    """Mark the findings that a waiver accepts, and report waivers that match none."""
    waivers = reading.theory.waivers if reading.theory else ()
    if not waivers:
        return findings
    reasons = {(w.rule, w.id): w.reason for w in reversed(waivers)}
    marked = [
        replace(one, waived=reasons[one.code, one.id])
        if (one.code, one.id) in reasons
        else one
        for one in findings
    ]
    used = {(one.code, one.id) for one in marked if one.waived}
    for i, waiver in enumerate(waivers):
        known = waiver.rule in RULES
        idle = waiver.rule in judged and (waiver.rule, waiver.id) not in used
        if IDLE_WAIVER in judged and (idle or not known):
            why = "finds nothing there" if known else "is no rule that can be waived"
            message = (
                f"the waiver of {waiver.rule} for '{waiver.id}' silences nothing, "
                f"because {waiver.rule} {why}: correct it or delete it"
            )
            severity = RULES[IDLE_WAIVER].severity
            where: Pointer = ("waivers", i)
            marked.append(
                reading.finding(IDLE_WAIVER, severity, where, message, waiver.id)
            )
    return marked
