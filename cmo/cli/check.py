"""`cmo check` and `cmo explain`."""

from __future__ import annotations

import sys

import click

from cmo.cli.output import coloured, is_coloured, show, working, write


@click.command()
@click.argument("paths", nargs=-1, metavar="[PATH]...")
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json"]),
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
    ever changed. 'cmo explain CODE' tells what a rule means.
    """
    from cmo.report.findings import as_json, as_text
    from cmo.workspace.judging import check as judge

    with working("checking"):
        findings = judge(paths, select=_codes(select), ignore=_codes(ignore))
    if form == "json":
        write(as_json(findings) + "\n")
    else:
        style = coloured if is_coloured() else lambda code, _: code
        write(
            "".join(f"{line}\n" for line in as_text(findings, notes=notes, style=style))
        )
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
    """Say what a rule, a state or a flag means.

    Example: cmo explain E301

    TOPIC is a rule's code or name, or a state or flag that 'cmo coverage'
    shows, for example 'theorised' or 'single_study'. Without it, all topics
    are listed.
    """
    from cmo.workspace.judging import explain as explanation
    from cmo.workspace.judging import listing

    if topic is None:
        for line in listing():
            show(line)
        return
    for line in explanation(topic).splitlines():
        show(line)
