"""Write the files that one command changes together, or not at all.

A commit writes a plan (which file gets which content), then every new content
to a temporary file beside its target, then renames the plan to the journal.
That one rename is the commit point: a crash before it is undone, a crash after
it is completed, by the next `commit` or `recover` of the same theory.

What a plan holds, and where it lies, is `cmo.store.journal`; how a file gets
durably onto the disk is `cmo.store.durable`.

What a rename cannot keep: hard links and extended attributes of a file.
"""

from __future__ import annotations

import errno
import hashlib
import os
import time
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from cmo.store import durable, journal
from cmo.store.journal import Damaged

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

__all__ = [
    "Busy",
    "Damaged",
    "Stale",
    "commit",
    "digest",
    "recover",
    "settled",
    "snapshot",
]

T = TypeVar("T")


class Stale(Exception):  # noqa: N818 - a state of files, in the user's words
    """Files (`paths`) are no longer what the command read."""

    def __init__(self, paths: Iterable[Path]) -> None:
        """Name every file that differs."""
        self.paths = tuple(paths)
        names = ", ".join(map(str, self.paths))
        super().__init__(
            f"{names} changed on disk since it was read: run the command again"
        )


class Busy(Exception):  # noqa: N818
    """Other processes work on the theory (`home`) for longer than we wait."""

    def __init__(self, home: Path) -> None:
        """Name the theory."""
        self.home = home
        super().__init__(
            f"{home} is being changed by another program: "
            "wait until that has finished, then run the command again"
        )


def digest(data: bytes) -> str:
    """Return the hash that stands for a file's content (SHA-256, 64 hex digits)."""
    return hashlib.sha256(data).hexdigest()


def commit(
    home: Path,
    changes: Mapping[Path, bytes | None],
    seen: Mapping[Path, str | None],
    *,
    timeout: float = 10.0,
) -> None:
    """Make all of the changes, or none.

    Symlinks are followed, file modes are kept, missing folders are made. A
    file that has its new content already is left alone.

    Args:
        home: The theory to lock. A missing folder is made.
        changes: File to its new content; None deletes the file (of a symlink
            the link, not what it points to).
        seen: File to its `digest` when it was read; None: there was no file.
            Only these are compared, before anything is written.
        timeout: How many seconds to wait for another process.

    Raises:
        Stale: A file of `seen` differs. Nothing was changed.
        Busy: Another process holds the lock. Nothing was changed.
        Damaged: An earlier crash left what no program should judge.
        ValueError: Two changes are about the same file.
        OSError: A file cannot be written, the disk is full, a target is a
            folder or read-only: nothing was changed. If a rename fails (on
            Windows, when a program holds the file open) some files may be
            changed: the next `commit` or `recover` completes the rest.
    """
    if not changes:
        return
    contents = _by_target(changes)
    place = journal.place_of(home)
    durable.make_folders(durable.missing_folders(place.folder))
    with _locked(home, place, timeout):
        _settle(place)
        if stale := [path for path in seen if durable.digest_of(path) != seen[path]]:
            raise Stale(stale)
        plan = _planned(contents)
        if plan.changes:
            _prepare(place, plan, contents)
            _apply(plan)
            # The journal has made the change durable already: a folder that
            # cannot be flushed now is left to the next run.
            with suppress(OSError):
                _clear(place, plan)


def recover(home: Path, *, timeout: float = 10.0) -> bool:
    """Complete or undo what a crash left; cheap where there is nothing to do.

    Waits for a process that is committing. Needs no lock, and writes nothing,
    where nothing is left.

    Returns:
        Whether something was done.

    Raises:
        Busy: Another process holds the lock.
        Damaged: The journal is unreadable, or a file it names was changed.
        OSError: Something is left and the folder cannot be written.
    """
    place = journal.place_of(home)
    if not (os.path.lexists(place.journal) or os.path.lexists(place.draft)):
        return False
    with _locked(home, place, timeout):
        return _settle(place)


def settled(home: Path) -> bool:
    """Tell whether no commit is half-way through renaming files."""
    return not os.path.lexists(journal.place_of(home).journal)


def snapshot(
    home: Path,
    files: Callable[[], Iterable[Path]],
    read: Callable[[], T],
    *,
    timeout: float = 10.0,
) -> T:
    """Return what `read` returns, from files that nobody changed meanwhile.

    Takes no lock, so that a folder may be read-only. Instead it completes what
    a crash left, notes the identity of each file (every commit brings a new
    one), reads, and reads again if one differs or a commit is under way. It
    notices an editor or a ``git checkout`` as well.

    Args:
        home: The theory.
        files: Lists the files that `read` reads; called before and after, to
            notice those that come and go.
        read: Reads them; may be called often. It should return, not raise,
            what it finds wrong, for a file can vanish after it was listed.
        timeout: How many seconds to try.

    Raises:
        Busy: The files kept changing.
        Damaged: As `recover`.
        OSError: As `recover`.
    """
    deadline = time.monotonic() + timeout
    while True:
        if not settled(home):
            recover(home, timeout=timeout)
        before = _identities(files())
        result = read()
        # In this order: the files must be the same from before to after a
        # moment at which there was no journal.
        if settled(home) and _identities(files()) == before:
            return result
        if time.monotonic() > deadline:
            raise Busy(home)


@contextmanager
def _locked(home: Path, place: journal.Place, timeout: float) -> Iterator[None]:
    # Imported late: it takes 40 ms, and most commands only read.
    from filelock import FileLock, Timeout

    try:
        with FileLock(place.lock).acquire(timeout, poll_interval=0.01):
            yield
    except Timeout:
        raise Busy(home) from None


def _by_target(changes: Mapping[Path, bytes | None]) -> dict[Path, bytes | None]:
    """Return the changes by the file each comes down to."""
    named: dict[Path, Path] = {}
    for path, content in changes.items():
        real = Path(os.path.realpath(path.parent if content is None else path))
        target = real / path.name if content is None else real
        if target in named:
            message = f"{named[target]} and {path} are the same file: change it once"
            raise ValueError(message)
        named[target] = path
    return {target: changes[path] for target, path in named.items()}


def _planned(contents: Mapping[Path, bytes | None]) -> journal.Plan:
    """Return the plan for what differs from the files as they are."""
    token = os.urandom(8).hex()
    changes: list[journal.Change] = []
    for target, content in contents.items():
        was = durable.digest_of(target)
        becomes = None if content is None else digest(content)
        # Only a deletion has a link for a target: it may point nowhere, or to
        # a file that is none of our business.
        linked = target.is_symlink()
        if was == becomes and not linked:
            continue
        if was is not None and not (linked or os.access(target, os.W_OK)):
            raise PermissionError(errno.EACCES, "The file is read-only", str(target))
        temporary = journal.temporary_of(target, token)
        changes.append(journal.Change(target, temporary, was, becomes))
    folders = [f for c in changes for f in durable.missing_folders(c.target.parent)]
    return journal.Plan(token, tuple(dict.fromkeys(folders)), tuple(changes))


def _prepare(
    place: journal.Place,
    plan: journal.Plan,
    contents: Mapping[Path, bytes | None],
) -> None:
    """Write everything up to the commit point, or leave no trace."""
    try:
        durable.write(place.draft, journal.encoded(place, plan))
        durable.flush_folder(place.folder)
        durable.make_folders(plan.folders)
        for change in plan.changes:
            # For a deletion an empty file, onto which the target is moved.
            content = contents[change.target] or b""
            durable.write(change.temporary, content, change.target)
        _flush_folders(plan)
        place.draft.replace(place.journal)
        durable.flush_folder(place.folder)
    except BaseException:
        with suppress(OSError):
            if os.path.lexists(place.journal):
                place.journal.replace(place.draft)
                durable.flush_folder(place.folder)
            _undo(place, plan)
        raise


def _apply(plan: journal.Plan) -> None:
    """Move every file into place; those that were moved before are skipped."""
    for change in plan.changes:
        source, goal = change.temporary, change.target
        if change.becomes is None:
            source, goal = goal, source
        # Without its temporary file a deletion is over: what stands at the
        # target by now is somebody's new file.
        if os.path.lexists(change.temporary) and os.path.lexists(source):
            source.replace(goal)


def _clear(place: journal.Place, plan: journal.Plan) -> None:
    """Flush the moves, then remove what deletions left and the journal."""
    _flush_folders(plan)
    _drop_temporaries(plan)
    place.journal.unlink()


def _undo(place: journal.Place, plan: journal.Plan) -> None:
    """Remove what was written before the commit point."""
    _drop_temporaries(plan)
    for folder in reversed(plan.folders):
        # Never one that holds something by now.
        with suppress(OSError):
            folder.rmdir()
    place.draft.unlink(missing_ok=True)


def _settle(place: journal.Place) -> bool:
    """Complete or undo what a crash left, under the lock."""
    if os.path.lexists(place.journal):
        plan = journal.read(place, place.journal)
        journal.judge(place, plan)
        _apply(plan)
        _clear(place, plan)
    elif os.path.lexists(place.draft):
        plan = journal.Plan("", (), ())
        # Half a plan: no temporary file was begun before the plan was whole.
        with suppress(Damaged):
            plan = journal.read(place, place.draft)
        _undo(place, plan)
    else:
        return False
    return True


def _flush_folders(plan: journal.Plan) -> None:
    for folder in dict.fromkeys(change.target.parent for change in plan.changes):
        durable.flush_folder(folder)


def _drop_temporaries(plan: journal.Plan) -> None:
    for change in plan.changes:
        if os.path.lexists(change.temporary):
            change.temporary.unlink()


def _identities(files: Iterable[Path]) -> dict[Path, tuple[int, ...] | None]:
    """Return, for each file, what no two contents of it share."""
    identities: dict[Path, tuple[int, ...] | None] = {}
    for path in files:
        try:
            now = path.stat()
        except OSError:
            identities[path] = None
        else:
            times = (now.st_mtime_ns, now.st_ctime_ns)
            identities[path] = (now.st_dev, now.st_ino, now.st_size, *times)
    return identities
