"""The command line: parse arguments, call the workspace, print, exit."""

from __future__ import annotations

import gc
import os
import sys

import click

from cmo.cli.check import check, explain
from cmo.cli.files import fmt, init, schema
from cmo.cli.guides import guide
from cmo.cli.matrix import matrix
from cmo.cli.output import show
from cmo.cli.pictures import build, diagram
from cmo.cli.quotes import quotes
from cmo.cli.reports import coverage, status
from cmo.cli.review import review
from cmo.cli.tables import checklist, emmie, table
from cmo.cli.tracing import trace, whatif


class Commands(click.Group):
    """Commands in the order in which a review meets them."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002
        """Return the names as they were added."""
        return list(self.commands)


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="cmo-toolkit", prog_name="cmo")
def cli() -> None:
    """Keep a realist programme theory and its evidence as checked files.

    Example: cmo check theories/signs-of-safety

    THEORY is a folder with a theory.json, or a file NAME.theory.json. Left
    out, it is the theory in or around the working directory. A command ends
    with status 0 if all is well, 1 if it found errors, 2 if it could do nothing.
    """


for _command in (
    init,
    status,
    check,
    explain,
    fmt,
    schema,
    coverage,
    quotes,
    matrix,
    trace,
    whatif,
    review,
    diagram,
    table,
    emmie,
    checklist,
    guide,
    build,
):
    cli.add_command(_command)


def main() -> None:
    """Run the command line as `cmo` does: one line, no traceback, for a problem."""
    # A command reads, answers and ends: what it holds is never garbage, and
    # walking it again and again would take a third of its time.
    gc.disable()
    try:
        # Click's own messages repeat what was typed, so they are shown by us.
        status = cli(prog_name="cmo", standalone_mode=False)
        if sys.stdout:
            sys.stdout.flush()
    except Exception as error:  # noqa: BLE001 - raised again unless it can be told
        status = _told(error)
    sys.exit(status)


def _told(error: Exception) -> int:
    """Tell the user what went wrong, and return the exit status.

    Raises:
        Exception: `error` itself, if it is a fault of ours.
    """
    # Imported late: `cmo --help` needs no theory.
    from cmo.workspace.theories import Problem

    match error:
        case click.ClickException():
            _show_usage(error)
            return error.exit_code
        case click.Abort():
            show("Aborted!", err=True)
            return _INTERRUPTED
        case BrokenPipeError():
            # The reader of a pipe has seen enough, as `head` does.
            _discard_output()
            return _PIPE_CLOSED
        case OSError():
            show(f"cmo: {error.filename or 'the output'}: {error.strerror}", err=True)
            _discard_output()
            return 2
        case Problem():
            show(f"cmo: {error}", err=True)
            return 2
        case _:
            raise error


# As shells tell of a program that SIGINT or SIGPIPE ended: 1 means errors in a theory.
_INTERRUPTED, _PIPE_CLOSED = 130, 141


def _show_usage(error: click.ClickException) -> None:
    lines = error.format_message().expandtabs(4).splitlines()
    usage: list[str] = []
    if not isinstance(error, click.exceptions.NoArgsIsHelpError):
        lines[0] = f"Error: {lines[0]}"
        usage = _usage(error)
    for line in (*usage, *lines):
        show(line, err=True)


def _usage(error: click.ClickException) -> list[str]:
    if isinstance(error, click.UsageError) and error.ctx is not None:
        hint = f"Try '{error.ctx.command_path} --help' for help."
        return [*error.ctx.get_usage().splitlines(), hint]
    return []


def _discard_output() -> None:
    # What is still buffered would fail again when Python ends.
    if sys.stdout:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
