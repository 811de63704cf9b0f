"""Write the files that one command changes together, or not at all.

A commit writes a plan (which file gets which content), then every new content
to a temporary file beside its target, then renames the plan to the journal.
That one rename is the commit point: a crash before it is undone, a crash after
it is completed, by the next `commit` or `recover` of the same theory.

A *home* is a theory on disk: a folder, or a bundle file ``NAME.theory.json``.
Beside its files lie, hidden, the lock, the journal and the plan. They stay
small and hold no text of the theory: paths and content hashes.

What a rename cannot keep: hard links and extended attributes of a file.
"""

from __future__ import annotations

import errno
import hashlib
import json
import os
import re
import stat
import time
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

T = TypeVar("T")

_POSIX = os.name == "posix"
_NO_PLAN = (ValueError, LookupError, TypeError, RecursionError, IsADirectoryError)


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


class Damaged(Exception):  # noqa: N818
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
    place = _place(home)
    _make_folders(_missing_folders(place.folder))
    with _locked(home, place, timeout):
        _settle(place)
        if stale := [path for path in seen if _digest_of(path) != seen[path]]:
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
    place = _place(home)
    if not (os.path.lexists(place.journal) or os.path.lexists(place.draft)):
        return False
    with _locked(home, place, timeout):
        return _settle(place)


def settled(home: Path) -> bool:
    """Tell whether no commit is half-way through renaming files."""
    return not os.path.lexists(_place(home).journal)


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


class _Place(NamedTuple):
    """Where a theory's hidden files lie; `folder` has no symlinks in it."""

    folder: Path
    lock: Path
    journal: Path
    draft: Path


class _Change(NamedTuple):
    """One file's change; digests are None where there is no file."""

    target: Path
    temporary: Path
    was: str | None
    becomes: str | None


class _Plan(NamedTuple):
    """A commit: the token in its temporary names, the folders it makes."""

    token: str
    folders: tuple[Path, ...]
    changes: tuple[_Change, ...]


def _place(home: Path) -> _Place:
    real = Path(os.path.realpath(home))
    # The suffix decides for a bundle that is not there yet, or not any more.
    bundle = real.is_file() or (real.suffix == ".json" and not real.is_dir())
    folder, name = (real.parent, real.name) if bundle else (real, "theory")
    journal = f".{name}.cmo-journal"
    return _Place(
        folder,
        folder / f".{name}.cmo-lock",
        folder / journal,
        folder / f"{journal}.cmo-new",
    )


@contextmanager
def _locked(home: Path, place: _Place, timeout: float) -> Iterator[None]:
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


def _planned(contents: Mapping[Path, bytes | None]) -> _Plan:
    """Return the plan for what differs from the files as they are."""
    token = os.urandom(8).hex()
    changes: list[_Change] = []
    for target, content in contents.items():
        was = _digest_of(target)
        becomes = None if content is None else digest(content)
        # Only a deletion has a link for a target: it may point nowhere, or to
        # a file that is none of our business.
        linked = target.is_symlink()
        if was == becomes and not linked:
            continue
        if was is not None and not (linked or os.access(target, os.W_OK)):
            raise PermissionError(errno.EACCES, "The file is read-only", str(target))
        changes.append(_Change(target, _temporary(target, token), was, becomes))
    folders = [f for c in changes for f in _missing_folders(c.target.parent)]
    return _Plan(token, tuple(dict.fromkeys(folders)), tuple(changes))


def _prepare(
    place: _Place,
    plan: _Plan,
    contents: Mapping[Path, bytes | None],
) -> None:
    """Write everything up to the commit point, or leave no trace."""
    try:
        _write(place.draft, _encoded(place, plan))
        _flush_folder(place.folder)
        _make_folders(plan.folders)
        for change in plan.changes:
            # For a deletion an empty file, onto which the target is moved.
            _write(change.temporary, contents[change.target] or b"", change.target)
        _flush_folders(plan)
        place.draft.replace(place.journal)
        _flush_folder(place.folder)
    except BaseException:
        with suppress(OSError):
            if os.path.lexists(place.journal):
                place.journal.replace(place.draft)
                _flush_folder(place.folder)
            _undo(place, plan)
        raise


def _apply(plan: _Plan) -> None:
    """Move every file into place; those that were moved before are skipped."""
    for change in plan.changes:
        source, goal = change.temporary, change.target
        if change.becomes is None:
            source, goal = goal, source
        # Without its temporary file a deletion is over: what stands at the
        # target by now is somebody's new file.
        if os.path.lexists(change.temporary) and os.path.lexists(source):
            source.replace(goal)


def _clear(place: _Place, plan: _Plan) -> None:
    """Flush the moves, then remove what deletions left and the journal."""
    _flush_folders(plan)
    _drop_temporaries(plan)
    place.journal.unlink()


def _undo(place: _Place, plan: _Plan) -> None:
    """Remove what was written before the commit point."""
    _drop_temporaries(plan)
    for folder in reversed(plan.folders):
        # Never one that holds something by now.
        with suppress(OSError):
            folder.rmdir()
    place.draft.unlink(missing_ok=True)


def _settle(place: _Place) -> bool:
    """Complete or undo what a crash left, under the lock."""
    if os.path.lexists(place.journal):
        plan = _read_plan(place, place.journal)
        for change in plan.changes:
            if not _completable(change):
                fault = f"{change.target} is neither as it was nor as it was to become"
                raise Damaged(place.journal, fault)
        _apply(plan)
        _clear(place, plan)
    elif os.path.lexists(place.draft):
        plan = _Plan("", (), ())
        # Half a plan: no temporary file was begun before the plan was whole.
        with suppress(Damaged):
            plan = _read_plan(place, place.draft)
        _undo(place, plan)
    else:
        return False
    return True


def _completable(change: _Change) -> bool:
    """Tell whether moving the temporary file into place loses nothing."""
    try:
        now = _digest_of(change.target)
        if os.path.lexists(change.temporary):
            whole = change.becomes in {None, _digest_of(change.temporary)}
            return whole and now in {change.was, change.becomes}
    except IsADirectoryError:
        return False
    # Moved already, and perhaps edited since; but not lost.
    moved = now != change.was or change.was == change.becomes
    return moved and change.target.parent.is_dir()


def _encoded(place: _Place, plan: _Plan) -> bytes:
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


def _read_plan(place: _Place, file: Path) -> _Plan:
    try:
        return _decoded(place, file.read_bytes())
    except _NO_PLAN as error:
        raise Damaged(file, "it is not a record that cmo wrote") from error


def _decoded(place: _Place, text: bytes) -> _Plan:
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
        temporary = _temporary(target, record["token"])
        if item["temporary"] != temporary.name:
            raise ValueError(item["temporary"])
        changes.append(_Change(target, temporary, item["was"], item["becomes"]))
    folders = tuple(_real(place.folder / text) for text in record["folders"])
    return _Plan(record["token"], folders, tuple(changes))


def _real(path: Path) -> Path:
    """Return the path if no `..` and no symlink leads to its folder."""
    real = Path(os.path.realpath(path.parent))
    if real != path.parent or b"\0" in os.fsencode(path):
        raise ValueError(path)
    return path


def _temporary(target: Path, token: str) -> Path:
    return target.with_name(f".{target.name}.{token}.cmo-new")


def _drop_temporaries(plan: _Plan) -> None:
    for change in plan.changes:
        if os.path.lexists(change.temporary):
            change.temporary.unlink()


def _digest_of(path: Path) -> str | None:
    """Return the digest of a file's content, None if there is no file."""
    try:
        # Asked first: to open a pipe is to wait for ever.
        if not stat.S_ISREG(path.stat().st_mode):
            raise IsADirectoryError(errno.EISDIR, "This is not a file", str(path))
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except (FileNotFoundError, NotADirectoryError):
        return None


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


def _write(path: Path, content: bytes, like: Path | None = None) -> None:
    """Write a file that is not there yet, durably, with the mode of another."""
    model = like.stat() if like and like.is_file() else None
    # Private from the start: the file it replaces may be.
    mode = 0o600 if model else 0o666
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode)
    with os.fdopen(descriptor, "wb") as file:
        file.write(content)
        if model:
            _dress(path, model)
        file.flush()
        os.fsync(file.fileno())


def _dress(path: Path, model: os.stat_result) -> None:
    """Give a file the owner, where that is allowed, and the mode of another."""
    if _POSIX:
        for owner, group in ((-1, model.st_gid), (model.st_uid, -1)):
            with suppress(OSError):
                os.chown(path, owner, group)
    path.chmod(stat.S_IMODE(model.st_mode))


def _missing_folders(folder: Path) -> list[Path]:
    """Return the folder and those above it that do not exist, topmost first."""
    if folder.exists():
        return []
    return [*_missing_folders(folder.parent), folder]


def _make_folders(folders: Iterable[Path]) -> None:
    for folder in folders:
        folder.mkdir(exist_ok=True)
        _flush_folder(folder.parent)


def _flush_folders(plan: _Plan) -> None:
    for folder in dict.fromkeys(change.target.parent for change in plan.changes):
        _flush_folder(folder)


def _flush_folder(folder: Path) -> None:
    """Make the names in a folder durable, where the system can."""
    if not _POSIX:
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    except OSError as error:
        # Some network drives cannot flush folders at all.
        if error.errno not in {errno.EINVAL, errno.ENOTSUP}:
            raise
    finally:
        os.close(descriptor)
