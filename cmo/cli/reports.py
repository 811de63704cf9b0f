"""`cmo status` and `cmo coverage`: where a theory stands."""

from __future__ import annotations

import sys

import click

from cmo.cli.output import show, theory_argument, working, write


@click.command()
@theory_argument
def status(theory: str | None) -> None:
    """Say where a review stands, and what to do next.

    Example: cmo status theories/signs-of-safety
    """
    from cmo.report.status import as_text
    from cmo.workspace.judging import status as standing

    with working("reading"):
        where = standing(theory)
    for line in as_text(where):
        show(line)


@click.command()
@theory_argument
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json", "csv", "markdown"]),
    default="text",
    show_default=True,
    help="How to report.",
)
@click.option(
    "--fail-under",
    type=click.FloatRange(0, 100),
    metavar="PCT",
    help="End with status 1 if fewer claims than this have direct evidence.",
)
def coverage(theory: str | None, *, form: str, fail_under: float | None) -> None:
    """Show for each claim what the evidence says, and how much there is.

    Example: cmo coverage theories/signs-of-safety --format csv

    Claims are links, configurations, mechanisms and rival theories; JSON and
    CSV list the other elements too. Studies are counted, not documents. The
    states say what was found, and judge nothing: 'cmo explain theorised' tells
    what one means.
    """
    from cmo.report.coverage import FORMATS
    from cmo.workspace.judging import coverage as cover

    with working("reading"):
        covered = cover(theory)
    write(FORMATS[form](covered))
    if fail_under is not None and covered.percent < fail_under:
        show(
            f"cmo: {covered.percent:.1f} % of the claims have direct evidence, "
            f"fewer than {fail_under:g} %",
            err=True,
        )
        sys.exit(1)
