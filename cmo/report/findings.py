"""Findings as text for people and editors, and as JSON for programs."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from cmo.english import counted, joined
from cmo.findings import Finding, Severity
from cmo.report.escaping import terminal

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence


@dataclass(frozen=True, slots=True)
class Findings:
    """What a check found.

    Attributes:
        found: All findings, in the order they are reported.
        theories: The folders and bundles that were checked.
        ids: The id of each of `theories`; empty where it could not be read.
        broken: Files that could not be read whole.
        not_judged: Codes of rules that rest on absence and were left out,
            because of the broken files.
    """

    found: tuple[Finding, ...]
    theories: tuple[str, ...]
    ids: tuple[str, ...]
    broken: tuple[str, ...]
    not_judged: tuple[str, ...]

    def count(self, severity: Severity) -> int:
        """Return the number of findings of `severity` that are not waived."""
        return sum(
            one.severity is severity and one.waived is None for one in self.found
        )

    @property
    def waived(self) -> list[Finding]:
        """The findings that a waiver accepts."""
        return [one for one in self.found if one.waived is not None]

    def fails(self, *, strict: bool = False) -> bool:
        """Tell whether there is an error; `strict`: or a warning."""
        return bool(
            self.count(Severity.ERROR) or (strict and self.count(Severity.WARNING))
        )


def as_text(
    findings: Findings, *, notes: bool, style: Callable[[str, Severity], str]
) -> Iterator[str]:
    """Yield the lines of the report: findings, what was not judged, a summary.

    Args:
        findings: What a check found.
        notes: Show notes one by one instead of counting them.
        style: Colours a code by its severity, or returns it as it is.
    """
    for one in findings.found:
        if one.waived is None and (notes or one.severity is not Severity.NOTE):
            yield _line(one, style)
    for one in findings.waived:
        yield f"{_line(one, style)} [waived: {terminal(one.waived or '')}]"
    if findings.not_judged:
        yield terminal(unjudged(findings))
    yield summary(findings, notes=notes)


def as_json(findings: Findings) -> str:
    """Return the report as JSON; docs/json.md describes it."""
    report: dict[str, Any] = {
        "version": 1,
        "theories": list(findings.theories),
        "findings": [_record(one) for one in findings.found],
        "broken": list(findings.broken),
        "not_judged": list(findings.not_judged),
        "summary": {
            "errors": findings.count(Severity.ERROR),
            "warnings": findings.count(Severity.WARNING),
            "notes": findings.count(Severity.NOTE),
            "waived": len(findings.waived),
        },
    }
    # In ASCII, for what users wrote may act on the terminal it is printed on.
    return json.dumps(report, indent=2)


def _line(one: Finding, style: Callable[[str, Severity], str]) -> str:
    place = f"{terminal(one.place.file)}:{one.place.line}:{one.place.column}"
    code = style(one.code, one.severity)
    return f"{place}: {code} {terminal(one.message)} [{one.severity}]"


def _record(one: Finding) -> dict[str, Any]:
    return {
        "code": one.code,
        "severity": str(one.severity),
        "file": one.place.file,
        "line": one.place.line,
        "column": one.place.column,
        "pointer": one.pointer,
        "id": one.id,
        "message": one.message,
        "waived": one.waived,
    }


def unjudged(findings: Findings) -> str:
    """Return what was not judged, and why, in one sentence."""
    broken = list(dict.fromkeys(findings.broken))
    if more := broken[_NAMED:]:
        broken[_NAMED:] = [counted(len(more), "other file")]
    are = "is" if len(broken) == 1 else "are"
    rules = counted(len(findings.not_judged), "rule")
    return (
        f"not judged until {joined(broken)} {are} mended: {rules} about what is not "
        "there ('--format json' names them)"
    )


# Of files that cannot be read.
_NAMED = 3


def summary(findings: Findings, *, notes: bool) -> str:
    """Return the counts in one line."""
    counts = [
        counted(findings.count(Severity.ERROR), "error"),
        counted(findings.count(Severity.WARNING), "warning"),
        counted(findings.count(Severity.NOTE), "note"),
    ]
    if findings.count(Severity.NOTE) and not notes:
        counts[-1] += " (--notes shows them)"
    if findings.waived:
        counts.append(f"{len(findings.waived)} waived")
    return f"{counted(len(findings.theories), 'theory')}: {', '.join(counts)}"


def by_place(findings: Sequence[Finding]) -> tuple[Finding, ...]:
    """Return `findings` in the order of files, lines, columns and codes."""
    return tuple(sorted(findings, key=lambda one: (one.place, one.code, one.message)))
