"""Findings as workflow commands, which GitHub Actions shows beside the lines."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cmo.findings import Severity
from cmo.report.escaping import workflow_message, workflow_property
from cmo.report.findings import summary, unjudged
from cmo.report.identity import paths

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cmo.findings import Finding
    from cmo.report.findings import Findings

_COMMANDS = {
    Severity.ERROR: "error",
    Severity.WARNING: "warning",
    Severity.NOTE: "notice",
}


def as_github(findings: Findings, *, notes: bool) -> Iterator[str]:
    """Yield a command for each finding that is not waived, and the summary.

    Args:
        findings: What a check found.
        notes: Show notes too. GitHub shows ten of each level in a step, and
            says no word of the rest.
    """
    files = paths(findings)
    for one in findings.found:
        if one.waived is None and (notes or one.severity is not Severity.NOTE):
            yield _command(one, files[one.place.file])
    if findings.not_judged:
        yield f"::error title=Not judged::{workflow_message(unjudged(findings))}"
    yield summary(findings, notes=notes)


def _command(one: Finding, path: str) -> str:
    given = {
        "file": path,
        "line": str(one.place.line),
        "col": str(one.place.column),
        "title": f"{one.code} {one.id}".rstrip(),
    }
    properties = ",".join(f"{k}={workflow_property(v)}" for k, v in given.items())
    message = workflow_message(f"{one.code} {one.message}")
    return f"::{_COMMANDS[one.severity]} {properties}::{message}"
