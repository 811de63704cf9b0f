"""Print what users wrote without letting it act on the terminal."""

from __future__ import annotations

import io
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

    if err:
        click.echo(terminal(line), err=True)
    else:
        write(terminal(line) + "\n")


def write(text: str) -> None:
    """Print a whole report that is escaped already, as UTF-8 on every system."""
    stream = sys.stdout
    if isinstance(stream, io.TextIOWrapper):
        # File names need not be text: what has no UTF-8 is written out.
        stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    click.echo(text, nl=False)


def is_coloured() -> bool:
    """Tell whether to colour: on a terminal, unless NO_COLOR is set."""
    return bool(sys.stdout) and sys.stdout.isatty() and not os.environ.get("NO_COLOR")


def coloured(code: str, severity: Severity) -> str:
    """Return `code` in the colour of its severity."""
    colour = {"error": "red", "warning": "yellow"}.get(str(severity), "blue")
    return click.style(code, fg=colour, bold=True)
