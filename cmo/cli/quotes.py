"""`cmo quotes`: are quotations what the documents say?"""

from __future__ import annotations

import sys

import click

from cmo.cli.output import theory_argument, working, write


@click.command()
@theory_argument
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json", "markdown"]),
    default="text",
    show_default=True,
    help="How to report.",
)
def quotes(theory: str | None, *, form: str) -> None:
    """Look up every verbatim quotation in the text of its document.

    Example: cmo quotes theories/signs-of-safety --format markdown

    A quotation is a passage with 'verbatim': true; its source names the
    document's plain text, a file under texts/, in 'text'. White space, quotation
    marks, hyphens and dashes, ligatures, letter case and hyphenation do not
    count; an ellipsis stands for words left out, square brackets for words put
    in. The status is 1 if a quotation is not in its text. One that cannot be
    looked up is told, and is no fault.
    """
    from cmo.quotes import Status
    from cmo.report.quotes import FORMATS
    from cmo.workspace.quoting import quotes as look_up

    with working("looking up quotations"):
        found = look_up(theory)
    write(FORMATS[form](found))
    sys.exit(bool(found.answers(Status.NOT_FOUND)))
