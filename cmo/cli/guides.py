"""`cmo guide`: what practitioners and leaders read."""

from __future__ import annotations

import click

from cmo.cli.output import show, theory_argument, working, write


@click.command()
@click.argument(
    "kind", metavar="KIND", type=click.Choice(["practice", "implementation"])
)
@theory_argument
@click.option(
    "-o",
    "--output",
    metavar="FILE",
    help="Where to: .docx, .html, .pdf, .md or .tex. Left out, it is printed as "
    "Markdown, without figures.",
)
@click.option(
    "--template",
    metavar="FILE",
    help="Your own template in place of ours: Jinja in Markdown.",
)
@click.option(
    "--print-template",
    "prints_template",
    is_flag=True,
    help="Print our template, to begin your own with.",
)
@click.option(
    "--reference",
    metavar="FILE.docx",
    help="A Word file whose styles a .docx takes over.",
)
@click.option(
    "--style",
    metavar="NAME",
    help="How references look: a name such as apa or elsevier-vancouver, or the path "
    "of a .csl file.  [default: harvard-cite-them-right]",
)
def guide(
    kind: str,
    theory: str | None,
    *,
    output: str | None,
    template: str | None,
    prints_template: bool,
    reference: str | None,
    style: str | None,
) -> None:
    """Write a guide in plain words, from the theory and its evidence.

    Example: cmo guide practice theories/signs-of-safety -o guide.docx

    KIND is one of these. practice: for those who work with people; how it is thought
    to work, theme by theme, what helps and hinders, and what stands behind each
    claim. implementation: for those who lead; what has been found of the whole, what
    an organisation is thought to need, costs, and open questions.
    """
    from cmo.workspace import guiding
    from cmo.workspace.publishing import as_markdown, save

    if prints_template:
        write(guiding.own_template(kind))
        return
    guiding.check_output(output, reference)
    with working("making the guide"):
        made = guiding.guide(
            theory, kind, template=template, style=style, draws=output is not None
        )
    for note in made.notes:
        show(f"cmo: {note}", err=True)
    if output is None:
        write(as_markdown(made.document))
        return
    with working("writing"):
        files = save(made.document, output, guiding.FORMS, reference=reference)
    for file in files:
        show(f"wrote {file}")
