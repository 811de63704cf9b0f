"""`cmo review`: what was read again after a claim was reworded."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

import click

from cmo.cli.output import show, working, write

if TYPE_CHECKING:
    from collections.abc import Mapping

    from cmo.workspace.reviewing import Stamped


@click.command()
@click.argument("named", nargs=-1, metavar="[CLAIM] [THEORY]")
@click.option("--all", "every", is_flag=True, help="Every passage was looked at.")
@click.option("--list", "listing", is_flag=True, help="Only say what is due.")
@click.option("--by", metavar="NAME", help="Who looked.")
@click.option("--date", metavar="DATE", help="When they looked, if not today.")
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json"]),
    default="text",
    show_default=True,
    help="How to report, with --list.",
)
def review(
    named: tuple[str, ...],
    *,
    every: bool,
    listing: bool,
    by: str | None,
    date: str | None,
    form: str,
) -> None:
    """Stamp passages that were read beside their claim, or say what is due.

    Example: cmo review practice-improvement theories/signs-of-safety --by AB

    CLAIM is a claim, with all passages that bear on it; or a passage, as
    source-id#excerpt-id; or a source, with all its passages. The stamp keeps
    what the claim says now: once the claim is reworded, the passage is suspect
    until somebody reviews it again. What was reviewed since is left as it is.
    """
    one, theory = _split(named, is_one_wanted=not (every or listing))
    if listing:
        _refuse({"--all": every, "--by": by, "--date": date})
        _list(theory, form)
        return
    if form != "text":
        message = f"--format {form} goes with --list"
        raise click.UsageError(message)
    from cmo.workspace.reviewing import review as stamp

    ids = () if one is None else (one,)
    if date is None:
        date = datetime.now().astimezone().date().isoformat()
    with working("reviewing"):
        done = stamp(theory, ids=ids, every=every, by=by, date=date)
    _tell(done, one)


def _split(
    named: tuple[str, ...], *, is_one_wanted: bool
) -> tuple[str | None, str | None]:
    """Return what is to be reviewed, if that is wanted, and the theory.

    Raises:
        UsageError: Too much or too little is named.
    """
    rest = list(named)
    one = rest.pop(0) if is_one_wanted and rest else None
    if is_one_wanted and one is None:
        message = "name what was reviewed, or give --all or --list"
    elif len(rest) > 1:
        message = f"'{rest[1]}' is one too many: only one theory can be named"
    elif one and not {"/", "\\", "."}.isdisjoint(one):
        # No id holds these: it is the path of a theory, and the claim is missing.
        message = f"'{one}' is no claim: name one before the theory, or give --all"
    else:
        return one, rest[0] if rest else None
    raise click.UsageError(message)


def _refuse(given: Mapping[str, object]) -> None:
    """Refuse the options that are `given` with --list."""
    for option, value in given.items():
        if value:
            message = f"{option} does not go with --list, which changes nothing"
            raise click.UsageError(message)


def _list(theory: str | None, form: str) -> None:
    from cmo.report.review import as_json, as_text
    from cmo.workspace.reviewing import due

    with working("reading"):
        found = due(theory)
    if form == "json":
        write(as_json(found) + "\n")
        return
    for line in as_text(found):
        show(line)


def _tell(done: Stamped, one: str | None) -> None:
    from cmo.report.review import reviewed, totals

    for line in reviewed(done.uses, done.current, one):
        show(line)
    for file in done.files:
        also = " (also put into canonical form)" if file in done.tidied else ""
        show(f"wrote {file}{also}")
    show(totals(done.left))
