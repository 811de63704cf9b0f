"""Findings as JUnit XML, which GitLab, Jenkins and others show as tests."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from cmo.findings import Severity
from cmo.report.escaping import xml
from cmo.report.identity import ordinals, owners, paths

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from cmo.findings import Finding
    from cmo.report.findings import Findings

READ = "every file can be read"
NO_THEORY = "paths that are no theory"


@dataclass(frozen=True, slots=True)
class Case:
    """One test, as readers of JUnit XML know it.

    Attributes:
        group: What it is shown under: the file, without its ``.json``, which
            Jenkins would take for a class within a package; or the theory.
        name: Rule and record, or `READ`.
        verdict: ``"failure"``, ``"error"``, or ``"system-out"`` for one that
            passes and says something; empty for one that passes.
        kind: What the verdict is about, for example ``"warning"``.
        told: What the verdict says.
    """

    group: str
    name: str
    verdict: str = ""
    kind: str = ""
    told: str = ""


def as_junit(findings: Findings, *, notes: bool, strict: bool) -> str:
    """Return a suite for each theory, with a test for each finding.

    The first test of each theory asks whether all of it can be read, so that a
    theory without fault has a test that passes. Errors fail; warnings and what
    is waived pass with a remark.

    Args:
        findings: What a check found.
        notes: Tell notes too, as tests that pass.
        strict: Warnings fail.
    """
    suites = _numbered(
        (name, [_reading(name, broken), *cases])
        for name, broken, cases in _by_theory(findings, notes=notes, strict=strict)
    )
    every = [case for _, cases in suites for case in cases]
    lines = [
        '<?xml version="1.0" encoding="UTF-8"?>',
        f'<testsuites name="cmo check" {_counts(every)}>',
        *(line for name, cases in suites for line in _suite(name, cases)),
        "</testsuites>",
    ]
    return "\n".join(lines)


def _by_theory(
    findings: Findings, *, notes: bool, strict: bool
) -> Iterator[tuple[str, list[str], list[Case]]]:
    """Yield for each theory its name, its files that are broken, and its cases."""
    files, owned = paths(findings), owners(findings)
    broken, cases = defaultdict(list), defaultdict(list)
    for file in findings.broken:
        broken[owned[file]].append(files[file])
    for one in findings.found:
        if notes or one.severity is not Severity.NOTE:
            case = _case(one, files[one.place.file], strict=strict)
            cases[owned[one.place.file]].append(case)
    for i, (theory, name) in enumerate(
        zip(findings.theories, findings.ids, strict=True)
    ):
        yield name or theory, broken[i], cases[i]
    if None in owned.values():
        yield NO_THEORY, broken[None], cases[None]


def _reading(name: str, broken: list[str]) -> Case:
    if not broken:
        return Case(name, READ)
    told = f"not everything could be judged, mend first: {', '.join(broken)}"
    return Case(name, READ, "error", "not judged", told)


def _case(one: Finding, path: str, *, strict: bool) -> Case:
    weight = str(one.severity) if one.waived is None else f"waived: {one.waived}"
    place = f"{path}:{one.place.line}:{one.place.column}"
    fails = one.severity is Severity.ERROR or (
        strict and one.severity is Severity.WARNING
    )
    return Case(
        group=path.removesuffix(".json"),
        name=f"{one.code} {one.id}".rstrip(),
        verdict="failure" if fails and one.waived is None else "system-out",
        kind=str(one.severity),
        told=f"{place}: {one.code} {one.message} [{weight}]",
    )


def _numbered(
    suites: Iterable[tuple[str, list[Case]]],
) -> list[tuple[str, list[Case]]]:
    """Tell cases of one name apart: GitLab keeps only the first of them."""
    given = list(suites)
    cases = [case for _, some in given for case in some]
    numbers = iter(ordinals((case.group, case.name) for case in cases))
    return [
        (name, [_nth(case, next(numbers)) for case in some]) for name, some in given
    ]


def _nth(case: Case, number: int) -> Case:
    return case if number == 1 else replace(case, name=f"{case.name} ({number})")


def _counts(cases: list[Case]) -> str:
    failures = sum(case.verdict == "failure" for case in cases)
    errors = sum(case.verdict == "error" for case in cases)
    return f'tests="{len(cases)}" failures="{failures}" errors="{errors}"'


def _suite(name: str, cases: list[Case]) -> Iterator[str]:
    yield f'  <testsuite name="{xml(name)}" {_counts(cases)}>'
    for case in cases:
        start = f'    <testcase classname="{xml(case.group)}" name="{xml(case.name)}"'
        if not case.verdict:
            yield f"{start}/>"
            continue
        told = xml(case.told)
        yield f"{start}>"
        if case.verdict == "system-out":
            yield f"      <system-out>{told}</system-out>"
        else:
            why = f'type="{case.kind}" message="{told}"'
            yield f"      <{case.verdict} {why}>{told}</{case.verdict}>"
        yield "    </testcase>"
    yield "  </testsuite>"
