"""Print what users wrote without letting it act on the terminal."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from cmo.findings import Severity

theory_argument = click.argument("theory", required=False)


def show(line: str, *, err: bool = False) -> None:
    """Print one line; control characters in it are written out."""
    from cmo.report.escaping import terminal

    click.echo(terminal(line), err=err)


def write(text: str) -> None:
    """Print a whole report that is escaped already, as UTF-8 on every system."""
    stream = sys.stdout
    if hasattr(stream, "reconfigure") and stream.encoding.lower() != "utf-8":
        stream.reconfigure(encoding="utf-8")
    click.echo(text, nl=False)


def is_coloured() -> bool:
    """Tell whether to colour: on a terminal, unless NO_COLOR is set."""
    return sys.stdout.isatty() and not os.environ.get("NO_COLOR")


def coloured(code: str, severity: Severity) -> str:
    """Return `code` in the colour of its severity."""
    colour = {"error": "red", "warning": "yellow"}.get(str(severity), "blue")
    return click.style(code, fg=colour, bold=True)
