"""`cmo check` and `cmo explain`."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from typing import TYPE_CHECKING

import click

from cmo.cli.output import coloured, is_coloured, show, working, write

if TYPE_CHECKING:
    from collections.abc import Callable

    from cmo.report.findings import Findings


@dataclass(frozen=True, slots=True)
class Asked:
    """What the user asked of the report: to list notes, to fail on warnings."""

    notes: bool
    strict: bool


# Each imports its module when it is chosen, so that a check starts quickly.


def _text(findings: Findings, asked: Asked) -> str:
    from cmo.report.findings import as_text

    style = coloured if is_coloured() else lambda code, _: code
    return "\n".join(as_text(findings, notes=asked.notes, style=style))


def _json(findings: Findings, _: Asked) -> str:
    from cmo.report.findings import as_json

    return as_json(findings)


def _sarif(findings: Findings, _: Asked) -> str:
    from importlib.metadata import version

    from cmo.report.sarif import as_sarif
    from cmo.workspace.judging import rules

    return as_sarif(findings, rules(), version("cmo-toolkit"))


def _github(findings: Findings, asked: Asked) -> str:
    from cmo.report.github import as_github

    return "\n".join(as_github(findings, notes=asked.notes))


def _junit(findings: Findings, asked: Asked) -> str:
    from cmo.report.junit import as_junit

    return as_junit(findings, notes=asked.notes, strict=asked.strict)


FORMATS: dict[str, Callable[[Findings, Asked], str]] = {
    "text": _text,
    "json": _json,
    "sarif": _sarif,
    "github": _github,
    "junit": _junit,
}


@click.command()
@click.argument("paths", nargs=-1, metavar="[PATH]...")
@click.option(
    "--format",
    "form",
    type=click.Choice(list(FORMATS)),
    default="text",
    show_default=True,
    help="How to report.",
)
@click.option(
    "--select", multiple=True, metavar="CODE", help="Report only these rules."
)
@click.option("--ignore", multiple=True, metavar="CODE", help="Leave these rules out.")
@click.option("--strict", is_flag=True, help="Warnings fail the check too.")
@click.option("--notes", is_flag=True, help="List notes instead of counting them.")
def check(
    paths: tuple[str, ...],
    *,
    form: str,
    select: tuple[str, ...],
    ignore: tuple[str, ...],
    strict: bool,
    notes: bool,
) -> None:
    """Say everything that is wrong with theories.

    Example: cmo check theories/signs-of-safety --notes

    PATH is a theory, one of its files, or a folder of theories. CODE is a
    rule, or how rules start: --select E3 asks about evidence alone. Nothing is
    ever changed. 'cmo explain CODE' tells what a rule means. The formats sarif,
    github and junit are for services that check what a team shares.
    """
    from cmo.workspace.judging import check as judge

    with working("checking"):
        findings = judge(paths, select=_codes(select), ignore=_codes(ignore))
    write(FORMATS[form](findings, Asked(notes=notes, strict=strict)) + "\n")
    failed = findings.fails(strict=strict)
    # With --select or --ignore the fault that stopped the reading may be left out.
    unjudged = not findings.theories or (findings.broken and not failed)
    sys.exit(2 if unjudged else failed)


def _codes(given: tuple[str, ...]) -> list[str]:
    """Return the codes of `--select E301,E302 --select S1` in capitals."""
    return [code.strip().upper() for one in given for code in one.split(",")]


@click.command()
@click.argument("topic", required=False)
def explain(topic: str | None) -> None:
    """Say what a rule, a state, a flag or another word means.

    Example: cmo explain E301

    TOPIC is a rule's code or name, a state or flag that 'cmo coverage' shows,
    for example 'theorised', or a word of the files, for example 'proposes'.
    Without it, all rules, states and flags are listed.
    """
    from cmo.workspace.judging import explain as explanation
    from cmo.workspace.judging import listing

    if topic is None:
        for line in listing():
            show(line)
        return
    for line in explanation(topic).splitlines():
        show(line)
