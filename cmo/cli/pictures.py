"""`cmo diagram` and `cmo build`: what is shown to others."""

from __future__ import annotations

import sys

import click

from cmo.cli.output import show, theory_argument, working

VIEWS = (
    "theory",
    "configuration",
    "mechanism",
    "theme",
    "evidence",
    "chain",
    "rivals",
    "coverage",
)


@click.command()
@theory_argument
@click.option(
    "-o",
    "--output",
    required=True,
    metavar="FILE",
    help="Where to: a name ending in .svg, .png, .pdf, .dot, .mmd (Mermaid) or .txt "
    "(the same in sentences).",
)
@click.option(
    "--view",
    type=click.Choice(VIEWS),
    default="theory",
    show_default=True,
    help="What to show of the theory.",
)
@click.option(
    "--focus",
    metavar="ID",
    help="What it is about: a configuration, mechanism, rival; where a chain starts; "
    "for 'evidence', a claim, study or source.",
)
@click.option("--to", metavar="ID", help="The outcome that a chain leads to.")
@click.option("--theme", metavar="ID", help="Only what stands in this theme.")
@click.option(
    "--layer",
    metavar="LAYER",
    help="Only contexts of this layer, and what they bear on: individual, "
    "interpersonal, institutional or infrastructural.",
)
@click.option(
    "--depth",
    type=click.IntRange(1, 20),
    default=1,
    show_default=True,
    help="Steps from a mechanism that still belong to it.",
)
@click.option(
    "--audience",
    type=click.Choice(["academic", "practice"]),
    default="academic",
    show_default=True,
    help="Ids and terms of the field, or plain labels and words.",
)
@click.option(
    "--palette",
    type=click.Choice(["colour", "greyscale"]),
    default="colour",
    show_default=True,
    help="Colours of the figure.",
)
@click.option("--key/--no-key", default=True, help="Explain shapes and lines, or not.")
@click.option(
    "--page",
    metavar="PAGE",
    help="What it is printed on: a4, a4-landscape, a3, a3-landscape, slide, or a size "
    "such as 180x120mm. No text prints below 8 pt. Not for .mmd and .txt.",
)
@click.option(
    "--fit",
    type=click.Choice(["cut", "fail"]),
    default="cut",
    show_default=True,
    help="If it does not fit its page: cut it into parts, or stop.",
)
@click.option(
    "--dpi",
    type=click.IntRange(20, 1200),
    default=150,
    show_default=True,
    help="Dots per inch, for PNG.",
)
@click.option(
    "--timeout",
    type=click.FloatRange(min=0, min_open=True),
    default=60,
    show_default=True,
    help="Seconds after which drawing is given up.",
)
def diagram(
    theory: str | None,
    *,
    output: str,
    page: str | None,
    fit: str,
    dpi: int,
    timeout: float,
    **about: object,
) -> None:
    """Draw a theory, or a part of it, as a diagram.

    Example: cmo diagram theories/signs-of-safety --page a4-landscape -o theory.svg

    Shapes tell contexts, mechanisms and outcomes, arrowheads more or less, and
    line styles what the evidence says of each link. With --page, a figure that
    would print too small to be read is cut into an overview and numbered parts,
    by theme or by outcome. Equal theories give equal pictures, byte for byte.
    """
    from cmo.workspace.drawing import ask_for, draw

    with working("drawing"):
        drawn = draw(
            theory,
            output,
            ask_for(**about),
            page=page,
            cuts=fit == "cut",
            dpi=dpi,
            timeout=timeout,
        )
    for file in drawn.files:
        show(f"wrote {file}")
    for note in drawn.notes:
        show(note)


@click.command()
@click.argument("theories", nargs=-1, metavar="[THEORY]...")
@click.option("--to", metavar="DIR", help="The exports folder, if not 'exports'.")
@click.option("--check", is_flag=True, help="Only tell what is missing or stale.")
def build(theories: tuple[str, ...], *, to: str | None, check: bool) -> None:
    """Write what is published of each theory under exports/ID/.

    Example: cmo build theories/signs-of-safety --check

    With --check nothing is written, and the status is 1 if a file is missing
    or differs from what the theory now gives: a figure that drifted from its
    evidence.
    """
    from cmo.workspace.building import build as write_all

    drifted = False
    with working("building"):
        made = write_all(theories, to=to, check=check)
    for built in made:
        for note in built.notes:
            show(f"cmo: {note}", err=True)
        if check:
            for file in built.stale:
                show(f"stale: {file}")
        elif built.stale:
            number, end = len(built.stale), "s" if len(built.stale) > 1 else ""
            page = built.folder / "README.md"
            show(f"wrote {number} file{end}: {page} leads to them")
        if not built.stale:
            show(f"{built.folder}: up to date")
        drifted = drifted or bool(built.stale)
    sys.exit(check and drifted)
