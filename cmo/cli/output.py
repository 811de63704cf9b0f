"""Print what users wrote without letting it act on the terminal."""

from __future__ import annotations

import io
import os
import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from collections.abc import Iterator

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


@contextmanager
def working(on: str) -> Iterator[None]:
    """Say on a terminal what a command is busy with, once it takes a second."""
    if not (sys.stderr and sys.stderr.isatty()):
        yield
        return
    from threading import Timer

    from cmo.report.escaping import terminal

    line = terminal(f"{on} …")
    said: list[str] = []

    def say() -> None:
        said.append(line)
        click.echo(line, err=True, nl=False)

    timer = Timer(PATIENCE, say)
    timer.daemon = True
    timer.start()
    try:
        yield
    finally:
        timer.cancel()
        timer.join()
        if said:
            click.echo(f"\r{' ' * len(line)}\r", err=True, nl=False)


PATIENCE = 1.0


def is_coloured() -> bool:
    """Tell whether to colour: on a terminal, unless NO_COLOR is set."""
    return bool(sys.stdout) and sys.stdout.isatty() and not os.environ.get("NO_COLOR")


def coloured(code: str, severity: Severity) -> str:
    """Return `code` in the colour of its severity."""
    colour = {"error": "red", "warning": "yellow"}.get(str(severity), "blue")
    return click.style(code, fg=colour, bold=True)
