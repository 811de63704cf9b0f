"""`cmo trace` and `cmo whatif`: what rests on what."""

from __future__ import annotations

import click

from cmo.cli.output import theory_argument, working, write

form_option = click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json", "markdown"]),
    default="text",
    show_default=True,
    help="How to report.",
)


@click.command()
@click.argument("about", metavar="ID")
@theory_argument
@form_option
def trace(about: str, theory: str | None, *, form: str) -> None:
    """Show what one claim rests on, or what one source bears on.

    Example: cmo trace child-safety theories/signs-of-safety

    ID is the id of a claim, or its label in quotation marks: then every passage
    for and against it, by study, the decisions on it, and the chains it stands
    in. Or of a source, a passage (SOURCE#PASSAGE) or a study (study:ID): then
    every claim that it bears on.
    """
    from cmo.report.trace import FORMATS
    from cmo.workspace.tracing import trace as follow

    with working("reading"):
        traced = follow(about, theory)
    write(FORMATS[form](traced))


@click.command()
@theory_argument
@click.option(
    "--without",
    multiple=True,
    metavar="ID",
    help="Leave out a source, or a study as study:ID. Can be repeated.",
)
@click.option(
    "--only",
    type=click.Choice(["independent"]),
    help="Keep sources that are judged independent.",
)
@click.option(
    "--towards",
    metavar="NAME",
    help="With --only independent: of this owner, funder or developer.",
)
@click.option(
    "--min-rigour",
    type=click.Choice(["high", "moderate", "low"]),
    help="Keep passages appraised as of this rigour or better.",
)
@click.option(
    "--direct-only", is_flag=True, help="Keep passages about the claim itself."
)
@click.option(
    "--kinds",
    multiple=True,
    metavar="KIND",
    help="Keep sources of this kind, for example 'review'. Can be repeated.",
)
@form_option
def whatif(
    theory: str | None,
    *,
    without: tuple[str, ...],
    only: str | None,
    towards: str | None,
    min_rigour: str | None,
    direct_only: bool,
    kinds: tuple[str, ...],
    form: str,
) -> None:
    """Show what is left of the evidence when some of it is left out.

    Example: cmo whatif theories/signs-of-safety --without study:ten-pilots

    Which claims change their state, from what to what, and which outcomes lose
    every chain that studies support in each step. Nothing is written. Conditions
    add up: what is kept meets all of them.
    """
    from cmo.report.whatif import FORMATS
    from cmo.workspace.tracing import whatif as suppose

    with working("reading"):
        result = suppose(
            theory,
            without=without,
            only_independent=only is not None,
            towards=towards,
            min_rigour=min_rigour,
            direct_only=direct_only,
            kinds=[kind for one in kinds for kind in one.split(",")],
        )
    write(FORMATS[form](result))
