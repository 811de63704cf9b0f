"""`cmo table`, `cmo emmie` and `cmo checklist`: what journals want."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from cmo.cli.output import show, theory_argument, working, write

if TYPE_CHECKING:
    from cmo.publish.document import Document

output_option = click.option(
    "-o",
    "--output",
    metavar="FILE",
    help="Where to: .md, .csv, .docx, .xlsx, .html, .tex or .pdf. Left out, it is "
    "printed as Markdown.",
)
style_option = click.option(
    "--style",
    metavar="NAME",
    help="How references look: a name such as apa or elsevier-vancouver, or the path "
    "of a .csl file.  [default: harvard-cite-them-right]",
)


@click.command()
@click.argument(
    "name",
    metavar="NAME",
    type=click.Choice(["cmocs", "sources", "evidence", "decisions", "cerqual"]),
)
@theory_argument
@output_option
@style_option
def table(
    name: str, theory: str | None, *, output: str | None, style: str | None
) -> None:
    """Make a table for a paper or its supplement.

    Example: cmo table cmocs theories/signs-of-safety -o cmocs.docx

    NAME is one of these. cmocs: each configuration with its statement, what the
    evidence says of it, studies and documents. sources: what each document is,
    and how it was appraised. evidence: every passage, with each claim that it bears
    on. decisions: the audit trail. cerqual: people's confidence (GRADE-CERQual).
    """
    from cmo.workspace import publishing

    _checked(output)
    with working("reading"):
        made = publishing.table(theory, name, style=style)
    _give(made, output)


@click.command()
@theory_argument
@output_option
@style_option
def emmie(theory: str | None, *, output: str | None, style: str | None) -> None:
    """Show what is known on effect, mechanism, moderators, implementation, economics.

    Example: cmo emmie theories/signs-of-safety -o emmie.docx

    For each of the five: what the evidence says, how people rated its quality, and
    the passages. What nobody rated is "not rated", and empty dimensions are named.
    """
    from cmo.workspace import publishing

    _checked(output)
    with working("reading"):
        made = publishing.emmie(theory, style=style)
    _give(made, output)


@click.command()
@click.argument("name", metavar="NAME", type=click.Choice(["rameses-1", "rameses-2"]))
@theory_argument
@output_option
def checklist(name: str, theory: str | None, *, output: str | None) -> None:
    """Fill in a reporting checklist as far as the theory's files can tell.

    Example: cmo checklist rameses-1 theories/signs-of-safety -o checklist.docx

    NAME is rameses-1 (realist syntheses) or rameses-2 (realist evaluations). What
    the files cannot tell is asked of you.
    """
    from cmo.workspace import publishing

    _checked(output)
    with working("reading"):
        made = publishing.checklist(theory, name)
    _give(made, output)


def _checked(output: str | None) -> None:
    """Refuse a name that cannot be written to, before anything is read."""
    if output is not None:
        from cmo.workspace.outputs import form_of
        from cmo.workspace.publishing import TABLE_FORMS

        form_of(output, TABLE_FORMS)


def _give(made: Document, output: str | None) -> None:
    from cmo.english import joined
    from cmo.workspace import publishing

    if output is None:
        write(publishing.as_markdown(made))
        return
    with working("writing"):
        files = publishing.save(made, output, publishing.TABLE_FORMS)
    for file in files:
        show(f"wrote {file}")
    if missing := publishing.left_out(made, output):
        named = joined(missing)
        told = f"it holds the table alone: for the rest ({named}) write .xlsx or .docx"
        show(f"{output}: {told}", err=True)
