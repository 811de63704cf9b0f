"""The command line: parse arguments, call the workspace, print, exit."""

from __future__ import annotations

import os
import sys

import click

from cmo.cli.check import check, explain
from cmo.cli.files import fmt, init, schema
from cmo.cli.output import show
from cmo.cli.pictures import build, diagram
from cmo.cli.reports import coverage, status


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


for _command in (init, status, check, explain, fmt, schema, coverage, diagram, build):
    cli.add_command(_command)


def main() -> None:
    """Run the command line as `cmo` does: one line, no traceback, for a problem."""
    from cmo.workspace.theories import Problem

    try:
        # Click's own messages repeat what was typed, so they are shown here.
        status = cli(prog_name="cmo", standalone_mode=False)
        if sys.stdout:
            sys.stdout.flush()
        sys.exit(status)
    except click.ClickException as error:
        if isinstance(error, click.UsageError) and error.ctx is not None:
            for line in error.ctx.get_usage().splitlines():
                show(line, err=True)
            show(f"Try '{error.ctx.command_path} --help' for help.", err=True)
        show(f"Error: {error.format_message()}", err=True)
        sys.exit(error.exit_code)
    except click.Abort:
        show("Aborted!", err=True)
        sys.exit(1)
    except Problem as problem:
        show(f"cmo: {problem}", err=True)
        sys.exit(2)
    except BrokenPipeError:
        # The reader of a pipe has seen enough, as `head` does.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(1)
    except OSError as error:
        show(f"cmo: {error.filename or 'the output'}: {error.strerror}", err=True)
        if sys.stdout:
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(2)
