"""Facts about `cmo.store.durable`: what a file keeps, and what reaches the disk."""

from __future__ import annotations

import errno
import os
import stat
from typing import IO, TYPE_CHECKING, Any
from unittest import mock

import pytest

from cmo.store import durable
from cmo.store.transaction import commit, digest
from tests.store.disk import (
    MARK,
    NEW,
    OLD,
    changes_of,
    on_disk,
    posix,
    restore,
    seen_of,
)

if TYPE_CHECKING:
    from pathlib import Path


def test_a_file_has_the_digest_of_its_content(home: Path) -> None:
    """And nothing has none, also below what is no folder."""
    assert durable.digest_of(home / "theory.json") == digest(OLD)
    assert durable.digest_of(home / "none.json") is None
    assert durable.digest_of(home / "theory.json" / "none.json") is None


def test_missing_folders_are_made_from_the_top(home: Path) -> None:
    """Those that exist are not named, and are no error."""
    deep = home / "sources" / "more" / "deep"
    missing = durable.missing_folders(deep)
    assert missing == [deep.parent, deep]
    durable.make_folders([home, *missing])
    assert durable.missing_folders(deep) == []


@posix
@pytest.mark.parametrize("mode", [0o600, 0o640, 0o664])
def test_the_mode_of_a_file_survives(home: Path, mode: int) -> None:
    """And a private file is private at every step."""
    theory = home / "theory.json"
    theory.chmod(mode)
    before, after = changes_of(home)
    modes = set()
    fdopen = os.fdopen

    def look(descriptor: int, how: str) -> IO[Any]:
        for path in home.glob(".theory.json.*.cmo-new"):
            modes.add(stat.S_IMODE(path.stat().st_mode) & ~mode)
        return fdopen(descriptor, how)

    with mock.patch.object(os, "fdopen", look):
        commit(home, after, seen_of(before))
    assert modes == {0}
    assert stat.S_IMODE(theory.stat().st_mode) == mode


@posix
def test_a_new_file_has_the_ordinary_mode(home: Path) -> None:
    """The umask decides, as for any other program."""
    was = os.umask(0o027)
    try:
        commit(home, {home / "new.json": NEW}, {})
    finally:
        os.umask(was)
    assert stat.S_IMODE((home / "new.json").stat().st_mode) == 0o640


@pytest.mark.skipif(
    not hasattr(os, "geteuid") or os.geteuid() != 0,
    reason="only root gives files away",
)
def test_the_owner_of_a_file_survives(home: Path) -> None:
    """A colleague's file stays the colleague's."""
    os.chown(home / "theory.json", 1234, 4321)
    commit(home, {home / "theory.json": NEW}, {})
    now = (home / "theory.json").stat()
    assert (now.st_uid, now.st_gid) == (1234, 4321)


@posix
def test_an_owner_that_may_not_be_kept_is_no_error(home: Path) -> None:
    """The content matters more."""
    with mock.patch.object(os, "chown", side_effect=PermissionError):
        commit(home, {home / "theory.json": NEW}, {})
    assert (home / "theory.json").read_bytes() == NEW


@posix
def test_a_temporary_file_overwrites_nothing(home: Path) -> None:
    """Not even where somebody guessed its name and made it a link."""
    guessed = home / f".theory.json.{MARK}.cmo-new"
    guessed.symlink_to("sources/shared.json")
    with (
        mock.patch.object(os, "urandom", return_value=bytes.fromhex(MARK)),
        pytest.raises(FileExistsError),
    ):
        commit(home, {home / "theory.json": NEW}, {})
    assert (home / "sources" / "shared.json").read_bytes() == OLD


def test_where_folders_cannot_be_flushed_everything_else_works(home: Path) -> None:
    """As on Windows, and on some network drives."""
    before, after = changes_of(home)
    fsync = os.fsync

    def refuse(descriptor: int) -> None:
        if stat.S_ISDIR(os.fstat(descriptor).st_mode):
            raise OSError(errno.EINVAL, "Invalid argument")
        fsync(descriptor)

    with mock.patch.object(os, "fsync", refuse):
        commit(home, after, seen_of(before))
    assert on_disk(before) == after
    restore(home)
    (home / "theory.json").write_bytes(b"again")
    with (
        mock.patch.object(durable, "_POSIX", new=False),
        mock.patch.object(os, "chown", side_effect=AttributeError),
    ):
        commit(home, after, {})
    assert on_disk(before) == after
