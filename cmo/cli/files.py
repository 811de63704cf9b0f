"""`cmo init`, `cmo fmt` and `cmo schema`: the files themselves."""

from __future__ import annotations

import shlex
import sys

import click

from cmo.cli.output import show, working, write


@click.command()
@click.argument("folder", metavar="DIR")
@click.option(
    "--example", metavar="ID", help="Start from a theory that comes with cmo."
)
def init(folder: str, example: str | None) -> None:
    """Start a workspace: schemas, a first theory and a worked source.

    Example: cmo init my-review --example signs-of-safety

    Files that are there already are never overwritten. Editors that know JSON
    Schema, such as VS Code, then complete and check the files as you write.
    """
    from cmo.workspace.producing import start

    files, theory = start(folder, example=example)
    for file in files:
        show(f"wrote {file}")
    show(f"next: cmo check {shlex.quote(str(theory))}")


@click.command()
@click.argument("paths", nargs=-1, metavar="[PATH]...")
@click.option("--check", is_flag=True, help="Only tell which files would change.")
def fmt(paths: tuple[str, ...], *, check: bool) -> None:
    """Write files in their one canonical form.

    Example: cmo fmt theories/signs-of-safety

    Two-space indent, one order of fields, defaults left out; what the files
    say stays the same. All files of a theory are written, or none. A file that
    cannot be read whole is left as it is, and the status is 1.
    """
    from cmo.findings import Severity
    from cmo.workspace.producing import tidy
    from cmo.workspace.theories import find_all

    theories, missing = find_all(paths)
    faults = list(missing)
    changed = 0
    for theory in theories:
        with working(f"reading {theory}"):
            tidied = tidy(theory, check=check)
        faults += [f for f in tidied.findings if f.severity is Severity.ERROR]
        changed += len(tidied.changed)
        for file in tidied.changed:
            show(f"{'would rewrite' if check else 'rewrote'} {file}")
    for fault in faults:
        place = fault.place
        show(
            f"{place.file}:{place.line}:{place.column}: {fault.code} {fault.message}",
            err=True,
        )
    if not theories:
        sys.exit(2)
    sys.exit(bool(faults or (check and changed)))


@click.command()
@click.argument("name", type=click.Choice(["theory", "source"]))
def schema(name: str) -> None:
    """Print the JSON Schema of theory or source files.

    Example: cmo schema source

    It is the schema that '$schema' in the files points your editor at, with a
    description of every field and word.
    """
    from cmo.workspace.producing import schema as published

    write(published(name))
