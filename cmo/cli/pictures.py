"""`cmo diagram` and `cmo build`: what is shown to others."""

from __future__ import annotations

import sys

import click

from cmo.cli.output import show, theory_argument, working


@click.command()
@theory_argument
@click.option(
    "-o",
    "--output",
    required=True,
    metavar="FILE",
    help="Where to: a name ending in .svg, .png, .pdf or .dot.",
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
def diagram(theory: str | None, *, output: str, dpi: int, timeout: float) -> None:
    """Draw the whole theory as a diagram.

    Example: cmo diagram theories/signs-of-safety -o theory.svg

    Shapes tell contexts, mechanisms and outcomes, arrowheads more or less, and
    line styles what the evidence says of each link. Equal theories give equal
    pictures, byte for byte.
    """
    from cmo.workspace.producing import draw

    with working("drawing"):
        target = draw(theory, output, dpi=dpi, timeout=timeout)
    show(f"wrote {target}")


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
    from cmo.workspace.producing import build as write_all

    drifted = False
    with working("building"):
        made = write_all(theories, to=to, check=check)
    for built in made:
        for file in built.stale:
            show(f"{'stale:' if check else 'wrote'} {file}")
        if not built.stale:
            show(f"{built.folder}: up to date")
        drifted = drifted or bool(built.stale)
    sys.exit(check and drifted)
