"""Record what a commit is about to do, and judge what a crash left of it.

A *home* is a theory on disk: a folder, or a bundle file ``NAME.theory.json``.
Beside its files lie, hidden, the lock, the journal and the plan. They stay
small and hold no text of the theory: paths and content hashes.
"""

from __future__ import annotations

import json
import os
import re
from pathlib import Path
from typing import NamedTuple

from cmo.store import durable

_NO_PLAN = (ValueError, LookupError, TypeError, RecursionError, IsADirectoryError)


class Damaged(Exception):  # noqa: N818 - a state of files, in the user's words
    """No program can tell how to complete what a crash left (`journal`)."""

    def __init__(self, journal: Path, fault: str) -> None:
        """Name the journal and what is wrong."""
        self.journal = journal
        super().__init__(
            f"{journal} records an interrupted change that cannot be completed: "
            f"{fault}. Nothing was touched. See that the theory's files are as you "
            "want them, delete this file and the hidden *.cmo-new files, and run "
            "the command again"
        )


class Place(NamedTuple):
    """Where a theory's hidden files lie; `folder` has no symlinks in it."""

    folder: Path
    lock: Path
    journal: Path
    draft: Path


class Change(NamedTuple):
    """One file's change; digests are None where there is no file."""

    target: Path
    temporary: Path
    was: str | None
    becomes: str | None


class Plan(NamedTuple):
    """A commit: the token in its temporary names, the folders it makes."""

    token: str
    folders: tuple[Path, ...]
    changes: tuple[Change, ...]


def place_of(home: Path) -> Place:
    """Return where the hidden files of a theory lie, or would lie."""
    real = Path(os.path.realpath(home))
    # The suffix decides for a bundle that is not there yet, or not any more.
    bundle = real.is_file() or (real.suffix == ".json" and not real.is_dir())
    folder, name = (real.parent, real.name) if bundle else (real, "theory")
    journal = f".{name}.cmo-journal"
    return Place(
        folder,
        folder / f".{name}.cmo-lock",
        folder / journal,
        folder / f"{journal}.cmo-new",
    )


def temporary_of(target: Path, token: str) -> Path:
    """Return where a file's new content waits beside it."""
    return target.with_name(f".{target.name}.{token}.cmo-new")


def encoded(place: Place, plan: Plan) -> bytes:
    """Return the plan as JSON; paths below the folder survive its moving."""

    def written(path: Path) -> str:
        below = path.is_relative_to(place.folder)
        return path.relative_to(place.folder).as_posix() if below else str(path)

    changes = [
        {
            "target": written(change.target),
            "temporary": change.temporary.name,
            "was": change.was,
            "becomes": change.becomes,
        }
        for change in plan.changes
    ]
    folders = [written(folder) for folder in plan.folders]
    record = {"token": plan.token, "folders": folders, "changes": changes}
    return json.dumps(record, indent=2).encode()


def read(place: Place, file: Path) -> Plan:
    """Return the plan in a file: the journal, or the draft of one.

    Raises:
        Damaged: It is none that a commit can have written.
    """
    try:
        return _decoded(place, file.read_bytes())
    except _NO_PLAN as error:
        raise Damaged(file, "it is not a record that cmo wrote") from error


def judge(place: Place, plan: Plan) -> None:
    """Refuse the journal's plan if to complete it could lose anything.

    Raises:
        Damaged: A file is neither as it was nor as it was to become.
    """
    for change in plan.changes:
        if not _completable(change):
            fault = f"{change.target} is neither as it was nor as it was to become"
            raise Damaged(place.journal, fault)


def _decoded(place: Place, text: bytes) -> Plan:
    """Return a recorded plan, if it is one that a commit can have written.

    A journal may come from a stranger, with the folder: temporary names are
    derived, not believed, so that nothing moves but files with such a name.
    """
    record = json.loads(text)
    if not re.fullmatch("[0-9a-f]{16}", record["token"]):
        raise ValueError(record["token"])
    changes = []
    for item in record["changes"]:
        target = _real(place.folder / item["target"])
        temporary = temporary_of(target, record["token"])
        if item["temporary"] != temporary.name:
            raise ValueError(item["temporary"])
        changes.append(Change(target, temporary, item["was"], item["becomes"]))
    folders = tuple(_real(place.folder / text) for text in record["folders"])
    return Plan(record["token"], folders, tuple(changes))


def _real(path: Path) -> Path:
    """Return the path if no `..` and no symlink leads to its folder."""
    real = Path(os.path.realpath(path.parent))
    if real != path.parent or b"\0" in os.fsencode(path):
        raise ValueError(path)
    return path


def _completable(change: Change) -> bool:
    """Tell whether moving the temporary file into place loses nothing."""
    try:
        now = durable.digest_of(change.target)
        if os.path.lexists(change.temporary):
            whole = change.becomes in {None, durable.digest_of(change.temporary)}
            return whole and now in {change.was, change.becomes}
    except IsADirectoryError:
        return False
    # Moved already, and perhaps edited since; but not lost.
    moved = now != change.was or change.was == change.becomes
    return moved and change.target.parent.is_dir()
