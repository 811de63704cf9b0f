"""Facts about `cmo.store.transaction`: all files of a change, or none."""

from __future__ import annotations

import errno
import io
import os
import random
import shutil
import signal
import subprocess
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any
from unittest import mock

import pytest
from filelock import FileLock
from hypothesis import given, settings
from hypothesis import strategies as st

from cmo.store import transaction
from cmo.store.transaction import (
    Busy,
    Stale,
    commit,
    digest,
    recover,
    settled,
    snapshot,
)
from tests.store.disk import (
    LEFT,
    NEW,
    OLD,
    Files,
    changes_of,
    leftovers,
    on_disk,
    posix,
    restore,
    seen_of,
    tree,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

CRASHED, WON, LOST = 99, 0, 3
NOBODY = 65534
# What a commit asks of the system, in so far as it can fail or be the last.
CALLS = ("open", "fsync", "replace", "unlink", "mkdir", "rmdir", "chmod", "chown")
# What needs room on the disk: a rename onto a file, or a deletion, does not.
WRITING = ("open", "fsync", "mkdir", "chown")

forks = pytest.mark.skipif(not hasattr(os, "fork"), reason="needs os.fork")
# A test worker has threads of its own; the children only commit and exit.
pytestmark = pytest.mark.filterwarnings("ignore:.*fork:DeprecationWarning")


@pytest.fixture
def bundle(tmp_path: Path) -> Path:
    """Return a theory in one file."""
    bundle = tmp_path.resolve() / "signs.theory.json"
    bundle.write_bytes(OLD)
    return bundle


# --- a crash, at a chosen step ---------------------------------------------------


class Trap:
    """Counts what a commit asks of the system, and springs at one step."""

    def __init__(
        self,
        at: int,
        spring: Callable[[], None],
        calls: tuple[str, ...] = CALLS,
    ) -> None:
        """Spring at the step with this number, counted from one."""
        self.at, self.spring, self.steps, self.calls = at, spring, 0, calls

    def step(self) -> bool:
        """Count one step; tell whether it is the one."""
        self.steps += 1
        return self.steps == self.at

    def around(self, call: Callable[..., Any]) -> Callable[..., Any]:
        """Return the call, with the trap before it."""

        def trapped(*args: object, **options: object) -> object:
            if self.step():
                self.spring()
            return call(*args, **options)

        return trapped

    def fdopen(self, descriptor: int, mode: str) -> io.FileIO:
        """Open a file whose write gets only half-way when the trap springs."""
        trap = self

        class Half(io.FileIO):
            def write(self, content: Any) -> int:
                if trap.step():
                    super().write(content[: len(content) // 2])
                    trap.spring()
                return super().write(content)

        return Half(descriptor, mode)

    @contextmanager
    def set(self) -> Iterator[None]:
        """Set the trap."""
        with ExitStack() as stack:
            stack.enter_context(mock.patch.object(os, "fdopen", self.fdopen))
            for name in self.calls:
                trapped = self.around(getattr(os, name))
                stack.enter_context(mock.patch.object(os, name, trapped))
            yield


def die(*_: object) -> None:
    """End the process as a power cut would: nothing is cleaned up."""
    os._exit(CRASHED)


def full() -> None:
    """Fail as a full disk does."""
    raise OSError(errno.ENOSPC, "No space left on device")


def interrupt() -> None:
    """Fail as Ctrl-C does."""
    raise KeyboardInterrupt


def forked(act: Callable[[], object]) -> int:
    """Start `act` in a child process and return its number."""
    child = os.fork()
    if child:
        return child
    status = 1
    try:
        act()
        status = WON
    except Stale:
        status = LOST
    finally:
        os._exit(status)


def status_of(child: int) -> int:
    """Wait for a child and return its exit status."""
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


def crashes(act: Callable[[], object], at: int) -> bool:
    """Do something in a child that dies at a step; tell whether it got there."""

    def act_and_die() -> None:
        with Trap(at, die).set():
            act()

    status = status_of(forked(act_and_die))
    assert status in {CRASHED, WON}
    return status == CRASHED


@forks
@pytest.mark.parametrize("kind", ["home", "bundle"])
def test_a_crash_at_any_step_leaves_all_old_or_all_new(
    kind: str, request: pytest.FixtureRequest
) -> None:
    """Steps are counted up until a run completes."""
    home: Path = request.getfixturevalue(kind)
    before, after = changes_of(home)
    outcomes = []
    for at in range(1, 200):
        crashed = crashes(lambda: commit(home, after, seen_of(before)), at)
        recover(home)
        outcomes.append(on_disk(before) == after)
        assert on_disk(before) in (before, after)
        assert leftovers(home) <= LEFT
        assert not recover(home)
        if not crashed:
            break
        restore(home)
    assert outcomes == sorted(outcomes), "once committed, always new"
    assert outcomes[0] is False
    assert outcomes[-1] is True
    assert len(outcomes) > 10


@forks
@pytest.mark.parametrize("committed", [False, True])
def test_a_crash_at_any_step_of_recovery_is_recovered(
    home: Path, *, committed: bool
) -> None:
    """Recovery can be repeated, whether it completes or undoes."""
    before, after = changes_of(home)

    def leave() -> None:
        name = "_apply" if committed else "_flush_folders"
        with mock.patch.object(transaction, name, die):
            commit(home, after, seen_of(before))

    for at in range(1, 100):
        assert status_of(forked(leave)) == CRASHED
        assert settled(home) is not committed
        crashed = crashes(lambda: recover(home), at)
        recover(home)
        assert on_disk(before) == (after if committed else before)
        assert leftovers(home) <= LEFT
        if not crashed:
            break
        restore(home)
    assert at > 3


@forks
def test_a_commit_after_a_crash_recovers_first(home: Path) -> None:
    """What the crash committed counts as a change by somebody else."""
    before, after = changes_of(home)
    with mock.patch.object(transaction, "_apply", die):
        assert status_of(forked(lambda: commit(home, after, {}))) == CRASHED
    with pytest.raises(Stale):
        commit(home, {home / "theory.json": b"{}"}, seen_of(before))
    assert on_disk(after) == after


@forks
def test_killed_processes_leave_one_generation(home: Path) -> None:
    """A child commits for ever, and is killed at some moment."""
    paths = [home / "theory.json", *(home / f"{i}.json" for i in range(3))]
    # A child may be killed before its first commit, too.
    commit(home, dict.fromkeys(paths, b"start"), {})
    chance = random.Random(7)  # noqa: S311 - moments, not secrets

    def for_ever() -> None:
        for generation in range(10**9):
            commit(home, dict.fromkeys(paths, b"%d" % generation), {})

    for _ in range(25):
        child = forked(for_ever)
        time.sleep(chance.uniform(0.01, 0.06))
        os.kill(child, signal.SIGKILL)
        assert status_of(child) == -signal.SIGKILL
        recover(home)
        assert len(set(on_disk(paths).values())) == 1
        assert leftovers(home) <= LEFT


@posix
def test_everything_is_flushed_before_the_step_that_relies_on_it(home: Path) -> None:
    """A power cut may lose what was not flushed: the order is the promise."""
    before, after = changes_of(home)
    written = [path for path, content in after.items() if content is not None]
    events: list[int | str] = []
    fsync, replace, mkdir = os.fsync, os.replace, os.mkdir

    def created(path: Path, mode: int) -> None:
        events.append(path.name)
        mkdir(path, mode)

    def flushed(descriptor: int) -> None:
        fsync(descriptor)
        events.append(os.fstat(descriptor).st_ino)

    def moved(source: Path, goal: Path) -> None:
        events.append(goal.name)
        replace(source, goal)

    with (
        mock.patch.object(os, "mkdir", created),
        mock.patch.object(os, "fsync", flushed),
        mock.patch.object(os, "replace", moved),
    ):
        commit(home, after, seen_of(before))
    folder, folders = home.stat().st_ino, {path.parent.stat().st_ino for path in after}
    made = {(home / "more").stat().st_ino, folder}
    files = {path.stat().st_ino for path in written}
    point, first = events.index(".theory.cmo-journal"), events.index("theory.json")
    assert events[events.index("more") - 1] == folder, "the plan, before all else"
    assert files | folders | made <= set(events[:point])
    assert events[point + 1 : first] == [folder], "the commit point"
    last = max(i for i, event in enumerate(events) if isinstance(event, str))
    assert folders <= set(events[last:]), "the moves, before the journal goes"


# --- errors in the middle --------------------------------------------------------


def test_a_full_disk_at_any_step_leaves_the_old_files(home: Path) -> None:
    """After the commit point the change stands, and is no error."""
    before, after = changes_of(home)
    failures = 0
    for at in range(1, 200):
        trap = Trap(at, full, WRITING)
        error: OSError | None = None
        with trap.set():
            try:
                commit(home, after, seen_of(before))
            except OSError as caught:
                error = caught
        if error:
            failures += 1
            assert error.errno == errno.ENOSPC
            assert on_disk(before) == before
            assert leftovers(home) <= LEFT
            continue
        # Also where the disk was full while the owner was copied, or later.
        recover(home)
        assert on_disk(before) == after
        assert leftovers(home) <= LEFT
        restore(home)
        if trap.steps < at:
            break
    assert failures > 10


def test_a_rename_that_fails_is_made_up_for_later(home: Path) -> None:
    """As on Windows, when another program holds a file open."""
    before, after = changes_of(home)
    refused = PermissionError(errno.EACCES, "in use")
    with (
        mock.patch.object(transaction, "_apply", side_effect=refused),
        pytest.raises(PermissionError),
    ):
        commit(home, after, seen_of(before))
    assert not settled(home)
    assert recover(home)
    assert on_disk(before) == after


def test_an_interrupt_at_any_step_leaves_all_old_or_all_new(home: Path) -> None:
    """Ctrl-C may come at every step, the first and the last."""
    before, after = changes_of(home)
    for at in range(1, 200):
        with Trap(at, interrupt).set():
            try:
                commit(home, after, seen_of(before))
            except KeyboardInterrupt:
                interrupted = True
            else:
                interrupted = False
        if settled(home):
            assert on_disk(before) in (before, after)
        recover(home)
        assert on_disk(before) in (before, after)
        assert leftovers(home) <= LEFT
        restore(home)
        if not interrupted:
            break
    assert at > 10


def test_an_interrupt_before_the_first_rename_is_undone_at_once(home: Path) -> None:
    """Even where the journal stands already."""
    before, after = changes_of(home)
    fsync, journal = os.fsync, home / ".theory.cmo-journal"
    journals: list[Path] = []

    def interrupted(descriptor: int) -> None:
        if journal.exists() and not journals:
            journals.append(journal)
            interrupt()
        fsync(descriptor)

    with (
        mock.patch.object(os, "fsync", interrupted),
        pytest.raises(KeyboardInterrupt),
    ):
        commit(home, after, seen_of(before))
    assert journals
    assert on_disk(before) == before
    assert leftovers(home) <= LEFT


@pytest.fixture
def tiny_disk(tmp_path: Path) -> Iterator[Path]:
    """Return a disk of 64 kB."""
    disk = tmp_path / "disk"
    disk.mkdir()
    mount = shutil.which("mount")
    command = [str(mount), "-t", "tmpfs", "-o", "size=64k", "tmpfs", str(disk)]
    done = mount and subprocess.run(command, check=False, capture_output=True)
    if not done or done.returncode:
        pytest.skip("a REAL full disk was not tried: mounting a tmpfs needs root")
    yield disk
    umount = str(shutil.which("umount"))
    subprocess.run([umount, str(disk)], check=True)


@pytest.mark.parametrize("filler", [0, 65_536])
def test_a_disk_that_is_really_full_leaves_the_old_files(
    tiny_disk: Path, filler: int
) -> None:
    """Whether it fills up on the way or was full before."""
    before: Files = {tiny_disk / "theory.json": OLD, tiny_disk / "a.json": None}
    (tiny_disk / "theory.json").write_bytes(OLD)
    with suppress(OSError), (tiny_disk / "filler").open("wb", buffering=0) as file:
        for _ in range(0, filler, 4096):
            file.write(bytes(4096))
    with pytest.raises(OSError, match="No space left"):
        commit(tiny_disk, dict.fromkeys(before, bytes(40_000)), seen_of(before))
    assert on_disk(before) == before
    assert leftovers(tiny_disk) <= LEFT
    (tiny_disk / "filler").unlink()
    commit(tiny_disk, dict.fromkeys(before, NEW), seen_of(before))
    assert on_disk(before) == dict.fromkeys(before, NEW)


@pytest.fixture
def public() -> Iterator[Path]:
    """Return a theory in a folder that every user can reach."""
    folder = Path(tempfile.mkdtemp()).resolve()
    (folder / "theory.json").write_bytes(OLD)
    yield folder
    folder.chmod(0o755)
    shutil.rmtree(folder)


@contextmanager
def as_nobody(folder: Path, mode: int) -> Iterator[None]:
    """Give the folder a mode, and give up being root, who may do everything."""
    folder.chmod(mode)
    root = os.geteuid() == 0
    if root:
        os.setresuid(NOBODY, NOBODY, 0)
    try:
        yield
    finally:
        if root:
            os.setresuid(0, 0, 0)
        folder.chmod(0o755)


@posix
def test_a_folder_without_write_permission_is_an_os_error(public: Path) -> None:
    """And nothing is changed; reading needs no permission to write."""
    stood, theory = tree(public), public / "theory.json"
    with as_nobody(public, 0o555):
        with pytest.raises(PermissionError):
            commit(public, {theory: NEW}, {})
        assert tree(public) == stood
        assert not recover(public)
        assert snapshot(public, lambda: [theory], theory.read_bytes) == OLD


@posix
@pytest.mark.parametrize("lock", [False, True])
def test_a_leftover_without_write_permission_is_an_os_error(
    public: Path, *, lock: bool
) -> None:
    """Nobody is told that the files are fine."""
    with (
        mock.patch.object(transaction, "_apply", side_effect=OSError),
        suppress(OSError),
    ):
        commit(public, {public / "theory.json": NEW}, {})
    (public / ".theory.cmo-lock").chmod(0o666)
    if not lock:
        (public / ".theory.cmo-lock").unlink()
    with as_nobody(public, 0o555), pytest.raises(PermissionError):
        recover(public)
    assert (public / "theory.json").read_bytes() == OLD
    assert recover(public)


@posix
def test_a_file_marked_read_only_is_refused(public: Path) -> None:
    """A rename would overwrite it, so we ask before."""
    theory, other = public / "theory.json", public / "b.json"
    theory.chmod(0o444)
    with (
        as_nobody(public, 0o777),
        pytest.raises(PermissionError, match="read-only"),
    ):
        commit(public, {other: NEW, theory: NEW}, {})
    assert not other.exists()
    assert leftovers(public) <= LEFT


# --- others at work --------------------------------------------------------------


def test_a_file_that_changed_since_it_was_read_stops_everything(home: Path) -> None:
    """All files that differ are named, with the way out."""
    before, after = changes_of(home)
    (home / "theory.json").write_bytes(b"edited")
    (home / "sources" / "gone.json").unlink()
    stood = tree(home)
    with pytest.raises(Stale, match="run the command again") as caught:
        commit(home, after, seen_of(before))
    assert caught.value.paths == (home / "theory.json", home / "sources/gone.json")
    assert all(str(path) in str(caught.value) for path in caught.value.paths)
    assert {p: c for p, c in tree(home).items() if p.name not in LEFT} == stood


def test_a_file_that_appeared_since_it_was_looked_for_is_stale(home: Path) -> None:
    """Two people add the same source."""
    path = home / "sources" / "added.json"
    path.write_bytes(OLD)
    with pytest.raises(Stale):
        commit(home, {path: NEW}, {path: None})
    assert path.read_bytes() == OLD


def test_a_file_below_what_is_no_folder_any_more_is_stale(home: Path) -> None:
    """It is gone, like any other."""
    path = home / "sources" / "gone.json"
    shutil.rmtree(home / "sources")
    (home / "sources").write_bytes(b"a file")
    with pytest.raises(Stale):
        commit(home, {home / "theory.json": NEW}, {path: digest(OLD)})


def test_a_file_that_was_not_read_is_not_compared(home: Path) -> None:
    """Only `seen` is."""
    commit(home, {home / "theory.json": NEW}, {})
    assert (home / "theory.json").read_bytes() == NEW


def test_a_file_that_was_only_read_is_compared(home: Path) -> None:
    """A conclusion may rest on a file that is not written."""
    with pytest.raises(Stale):
        commit(home, {home / "b.json": NEW}, {home / "theory.json": digest(NEW)})
    assert not (home / "b.json").exists()


@forks
def test_of_two_processes_one_wins_and_one_is_stale(home: Path) -> None:
    """Never a mixture."""
    before, _ = changes_of(home)
    for _ in range(5):
        restore(home)
        first, second = (
            forked(
                lambda text=text: commit(  # type: ignore[misc]
                    home, dict.fromkeys(before, text), seen_of(before)
                )
            )
            for text in (b"first", b"second")
        )
        assert sorted(map(status_of, (first, second))) == [WON, LOST]
        assert set(on_disk(before).values()) in ({b"first"}, {b"second"})
        assert leftovers(home) <= LEFT


@contextmanager
def held(lock: Path) -> Iterator[None]:
    """Hold a lock, as another process would."""
    with ThreadPoolExecutor(1) as elsewhere:
        file_lock = FileLock(lock)
        elsewhere.submit(file_lock.acquire).result()
        try:
            yield
        finally:
            elsewhere.submit(file_lock.release).result()


def test_a_lock_that_is_held_for_too_long_is_busy(home: Path) -> None:
    """The message names the theory and the way out."""
    with (
        held(home / ".theory.cmo-lock"),
        pytest.raises(Busy, match="run the command again") as caught,
    ):
        commit(home, {home / "theory.json": NEW}, {}, timeout=0.05)
    assert caught.value.home == home
    assert str(home) in str(caught.value)
    assert (home / "theory.json").read_bytes() == OLD


def test_recovery_waits_for_a_process_that_is_committing(home: Path) -> None:
    """A journal may be a live process's."""
    (home / ".theory.cmo-journal").write_bytes(b"{}")
    with held(home / ".theory.cmo-lock"), pytest.raises(Busy):
        recover(home, timeout=0.05)
    assert (home / ".theory.cmo-journal").exists()


def test_recovery_finds_nothing_when_the_process_it_waited_for_is_done(
    home: Path,
) -> None:
    """The leftover went away between the look and the lock."""
    journal = home / ".theory.cmo-journal"
    journal.write_bytes(b"{}")
    with ThreadPoolExecutor(1) as elsewhere:
        with held(home / ".theory.cmo-lock"):
            waiting = elsewhere.submit(recover, home)
            time.sleep(0.05)
            journal.unlink()
        assert waiting.result() is False


@forks
def test_the_lock_of_a_killed_process_does_not_block(home: Path) -> None:
    """Its file stays, and means nothing."""

    def pause(_: object) -> None:
        signal.pause()

    def hang() -> None:
        with mock.patch.object(transaction, "_apply", pause):
            commit(home, {home / "theory.json": NEW}, {})

    child = forked(hang)
    while settled(home):
        time.sleep(0.001)
    with pytest.raises(Busy):
        recover(home, timeout=0)
    os.kill(child, signal.SIGKILL)
    status_of(child)
    assert recover(home, timeout=0.5)
    assert (home / "theory.json").read_bytes() == NEW


def test_no_changes_do_nothing(home: Path) -> None:
    """Not even a lock is made, and nothing is compared."""
    commit(home, {}, {home / "theory.json": "other"})
    assert leftovers(home) == set()


def test_recovery_without_leftovers_makes_no_lock(home: Path) -> None:
    """It must be cheap, and work in a read-only folder."""
    assert recover(home) is False
    assert leftovers(home) == set()


# --- readers ---------------------------------------------------------------------


@forks
def test_a_snapshot_never_mixes_two_commits(home: Path) -> None:
    """While a child commits without a pause."""
    paths = [home / f"{i}.json" for i in range(4)]
    commit(home, dict.fromkeys(paths, b"start"), {})

    def for_ever() -> None:
        for generation in range(10**9):
            commit(home, dict.fromkeys(paths, b"%d" % generation), {})

    child = forked(for_ever)
    seen: set[bytes | None] = set()
    try:
        while len(seen) < 10:
            read = snapshot(home, lambda: home.glob("*.json"), lambda: on_disk(paths))
            assert len(set(read.values())) == 1
            seen |= set(read.values())
    finally:
        os.kill(child, signal.SIGKILL)
        status_of(child)


def test_a_snapshot_is_read_again_when_a_file_changes_meanwhile(home: Path) -> None:
    """Also when the new content is as long as the old one."""
    theory = home / "theory.json"
    texts = [b"aaa", b"bbb", b"ccc"]

    def read() -> bytes:
        if texts:
            commit(home, {theory: texts.pop()}, {})
        return theory.read_bytes() if texts else b"read in peace"

    assert snapshot(home, lambda: [theory], read) == b"read in peace"


def test_a_snapshot_is_read_again_when_files_come_and_go(home: Path) -> None:
    """The list of files is part of what is read."""
    reads: list[set[str]] = []

    def read() -> set[str]:
        reads.append({path.name for path in home.glob("*.json")})
        if len(reads) == 1:
            commit(home, {home / "b.json": NEW, home / "theory.json": None}, {})
        return reads[-1]

    assert snapshot(home, lambda: home.glob("*.json"), read) == {"b.json"}


def test_a_snapshot_completes_what_a_crash_left(home: Path) -> None:
    """A reader sees the whole change."""
    before, after = changes_of(home)
    with (
        mock.patch.object(transaction, "_apply", side_effect=OSError),
        suppress(OSError),
    ):
        commit(home, after, {})
    assert not settled(home)
    assert snapshot(home, lambda: after, lambda: on_disk(before)) == after


def test_a_snapshot_is_read_again_when_a_commit_was_half_done(home: Path) -> None:
    """No file changes while we read: half of them have, half will."""
    theory, other = home / "theory.json", home / "sources" / "shared.json"
    replace, moves = os.replace, []

    def stop(source: Path, goal: Path) -> None:
        moves.append(goal)
        if goal == other:
            raise OSError
        replace(source, goal)

    def files() -> list[Path]:
        if not moves:
            with mock.patch.object(os, "replace", stop), suppress(OSError):
                commit(home, {theory: NEW, other: NEW}, {})
            assert (theory.read_bytes(), other.read_bytes()) == (NEW, OLD)
        return [theory, other]

    assert snapshot(home, files, lambda: on_disk(files())) == {theory: NEW, other: NEW}


def test_a_snapshot_of_files_that_keep_changing_is_busy(home: Path) -> None:
    """It gives up after the timeout."""
    theory = home / "theory.json"
    counter = iter(range(10**9))
    with pytest.raises(Busy):
        snapshot(
            home,
            lambda: [theory],
            lambda: theory.write_bytes(b"1" * next(counter)),
            timeout=0.05,
        )


# --- what survives ---------------------------------------------------------------


@posix
def test_a_link_to_a_file_marked_read_only_can_be_deleted(public: Path) -> None:
    """The file it points to is not touched."""
    shared, link = public / "shared.json", public / "link.json"
    shared.write_bytes(OLD)
    shared.chmod(0o444)
    link.symlink_to(shared)
    with as_nobody(public, 0o777):
        commit(public, {link: None}, {link: digest(OLD)})
    assert not link.is_symlink()
    assert shared.read_bytes() == OLD


@posix
def test_a_symlinked_file_stays_a_symlink(home: Path, tmp_path: Path) -> None:
    """Its target gets the new content, wherever it lies."""
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    shared, link = elsewhere / "real.json", home / "sources" / "shared.json"
    link.replace(shared)
    link.symlink_to(shared)
    before, after = changes_of(home)
    commit(home, after, seen_of(before))
    assert link.readlink() == shared
    assert shared.read_bytes() == NEW
    assert [path.name for path in elsewhere.iterdir()] == ["real.json"]


@posix
def test_deleting_a_symlink_keeps_what_it_points_to(home: Path, tmp_path: Path) -> None:
    """A link that points nowhere can be deleted too."""
    shared = tmp_path / "real.json"
    shared.write_bytes(OLD)
    link, broken = home / "sources" / "link.json", home / "sources" / "broken.json"
    link.symlink_to(shared)
    broken.symlink_to(tmp_path / "nowhere.json")
    commit(home, {link: None, broken: None}, {link: digest(OLD), broken: None})
    assert shared.read_bytes() == OLD
    assert not link.is_symlink()
    assert not broken.is_symlink()
    assert leftovers(home) <= LEFT


@forks
def test_a_symlinked_folder_survives_a_crash(home: Path, tmp_path: Path) -> None:
    """Its files lie outside of the theory, and are completed there."""
    elsewhere = tmp_path / "elsewhere"
    (home / "sources").replace(elsewhere)
    (home / "sources").symlink_to(elsewhere)
    before, after = changes_of(home)
    outcomes = set()
    for at in range(1, 200):
        crashed = crashes(lambda: commit(home, after, seen_of(before)), at)
        recover(home)
        assert on_disk(before) in (before, after)
        outcomes.add(on_disk(before) == after)
        assert leftovers(home) | leftovers(elsewhere) <= LEFT
        assert (home / "sources").readlink() == elsewhere
        if not crashed:
            break
        restore(home)
    assert outcomes == {True, False}


@posix
def test_a_theory_reached_by_two_names_has_one_lock(
    home: Path, bundle: Path, tmp_path: Path
) -> None:
    """A lock that a symlink evades would be none."""
    for real, lock in (
        (home, home / ".theory.cmo-lock"),
        (bundle, bundle.with_name(".signs.theory.json.cmo-lock")),
    ):
        alias = tmp_path / f"alias-of-{real.name}"
        alias.symlink_to(real)
        with held(lock), pytest.raises(Busy):
            commit(alias, {tmp_path / "x.json": NEW}, {}, timeout=0)


@forks
def test_a_folder_that_was_moved_after_a_crash_recovers(home: Path) -> None:
    """The journal's paths are relative to it."""
    _, after = changes_of(home)
    with mock.patch.object(transaction, "_apply", die):
        assert status_of(forked(lambda: commit(home, after, {}))) == CRASHED
    moved = home.with_name("moved")
    home.rename(moved)
    assert recover(moved)
    there = {moved / path.relative_to(home): content for path, content in after.items()}
    assert on_disk(there) == there
    assert not home.exists()
    assert leftovers(moved) <= LEFT


def test_a_relative_home_is_the_same_theory(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """`cmo` is mostly run inside the folder."""
    monkeypatch.chdir(home)
    theory = Path("theory.json")
    commit(Path(), {theory: NEW}, {theory: digest(OLD)})
    assert (home / "theory.json").read_bytes() == NEW
    assert leftovers(home) == {".theory.cmo-lock"}


def test_a_new_theory_can_be_written_where_nothing_is(tmp_path: Path) -> None:
    """As a folder and as a bundle."""
    folder, bundle = tmp_path / "a" / "b", tmp_path / "c" / "new.theory.json"
    commit(folder, {folder / "theory.json": NEW}, {folder / "theory.json": None})
    commit(bundle, {bundle: NEW}, {bundle: None})
    assert (folder / "theory.json").read_bytes() == bundle.read_bytes() == NEW
    assert leftovers(bundle) == {".new.theory.json.cmo-lock"}


def test_a_file_that_has_its_content_already_is_left_alone(home: Path) -> None:
    """An editor that watches it is not woken."""
    theory, gone = home / "theory.json", home / "nothing.json"
    identity = theory.stat().st_ino, theory.stat().st_mtime_ns
    commit(home, {theory: OLD, gone: None}, {})
    assert (theory.stat().st_ino, theory.stat().st_mtime_ns) == identity
    assert leftovers(home) <= LEFT


contents = st.binary(max_size=200) | st.none()
names = st.text(st.characters(codec="utf-8", exclude_characters="/\\\0"), max_size=9)


@settings(max_examples=40, deadline=None)
@given(st.lists(st.dictionaries(names.map("a{}.json".format), contents), max_size=3))
def test_whatever_is_committed_is_read_again(steps: list[dict[str, bytes]]) -> None:
    """Any bytes, any names, one commit after another."""
    expected: Files = {}
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        for step in steps:
            named = {home / name: content for name, content in step.items()}
            commit(home, named, seen_of(expected))
            expected |= named
            assert on_disk(expected) == expected
        assert leftovers(home) <= LEFT


# --- what is refused -------------------------------------------------------------


@pytest.mark.parametrize("content", [NEW, None])
def test_a_target_that_is_a_folder_is_refused(
    home: Path, content: bytes | None
) -> None:
    """Before anything is written."""
    with pytest.raises(IsADirectoryError, match="sources"):
        commit(home, {home / "theory.json": NEW, home / "sources": content}, {})
    assert (home / "theory.json").read_bytes() == OLD
    assert leftovers(home) <= LEFT


def test_a_target_below_a_file_is_refused_and_undone(home: Path) -> None:
    """A file where a folder should be is no reason to stay half-done."""
    with pytest.raises((NotADirectoryError, FileExistsError, FileNotFoundError)):
        commit(home, {home / "b.json": NEW, home / "theory.json" / "c.json": NEW}, {})
    assert not (home / "b.json").exists()
    assert leftovers(home) <= LEFT


@posix
def test_two_changes_of_one_file_are_refused(home: Path) -> None:
    """The message names both."""
    link = home / "link.json"
    link.symlink_to("theory.json")
    with pytest.raises(ValueError, match=r"theory\.json and .*link\.json"):
        commit(home, {home / "theory.json": NEW, link: OLD}, {})
    commit(home, {home / "theory.json": NEW, link: None}, {})
    assert (home / "theory.json").read_bytes() == NEW


@posix
def test_a_lock_or_plan_that_is_a_symlink_spoils_no_file(home: Path) -> None:
    """A stranger's folder may hold links."""
    victim = home.parent / "victim.txt"
    victim.write_bytes(OLD)
    for name in (".theory.cmo-lock", ".theory.cmo-journal.cmo-new"):
        (home / name).symlink_to(victim)
        with suppress(OSError):
            commit(home, {home / "theory.json": NEW}, {})
        (home / name).unlink(missing_ok=True)
        assert victim.read_bytes() == OLD
