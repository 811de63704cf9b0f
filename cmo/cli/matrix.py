"""`cmo matrix`: the evidence and gap map."""

from __future__ import annotations

import click

from cmo.cli.output import show, theory_argument, working, write


@click.command()
@theory_argument
@click.option(
    "--rows",
    metavar="WHAT",
    default="mechanism",
    show_default=True,
    help="What the rows stand for: mechanism, context, context-layer, outcome, theme, "
    "source, source-kind or emmie.",
)
@click.option(
    "--columns",
    metavar="WHAT",
    default="outcome",
    show_default=True,
    help="What the columns stand for: another of the same.",
)
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "csv", "markdown", "json", "html"]),
    help="How to report.  [default: as FILE ends, or text]",
)
@click.option(
    "-o",
    "--output",
    metavar="FILE",
    help="Where to: .html, .md, .csv, .json or .txt. Left out, it is printed.",
)
def matrix(
    theory: str | None,
    *,
    rows: str,
    columns: str,
    form: str | None,
    output: str | None,
) -> None:
    """Show where studies speak, what they say, and where nobody looked.

    Example: cmo matrix theories/signs-of-safety --columns source -o map.html

    A cell counts the studies whose passages speak of a claim that belongs to both
    its row and its column: for it, against it, and so on, never added up. JSON and
    HTML name the passages of each cell; the HTML page needs nothing but itself.
    """
    from cmo.workspace.mapping import format_of, rendered, save
    from cmo.workspace.mapping import matrix as mapped

    form = format_of(output, form) if output else form or "text"
    with working("reading"):
        text = rendered(mapped(theory, rows=rows, columns=columns), form)
    if output:
        show(f"wrote {save(text, output)}")
    else:
        write(text)
