"""Facts about `cmo.store.journal`: damaged and hostile ones touch nothing."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from cmo.store import journal as journals
from cmo.store.transaction import (
    Damaged,
    commit,
    digest,
    recover,
    settled,
    snapshot,
)
from tests.store.disk import MARK, NEW, OLD, changes_of, leftovers, on_disk, tree

if TYPE_CHECKING:
    from collections.abc import Mapping


def test_a_plan_that_was_written_is_read_again(home: Path) -> None:
    """Of every kind of change, inside the theory and outside."""
    place = journals.place_of(home)
    files = {home / "a.json": (None, digest(NEW)), home.parent / "b.json": ("x", None)}
    changes = tuple(
        journals.Change(file, journals.temporary_of(file, MARK), was, becomes)
        for file, (was, becomes) in files.items()
    )
    plan = journals.Plan(MARK, (home / "more", home / "more" / "deep"), changes)
    place.journal.write_bytes(journals.encoded(place, plan))
    assert journals.read(place, place.journal) == plan


def journal_of(home: Path, *changes: Mapping[str, str | None], **rest: object) -> Path:
    """Write a journal; targets are completed to whole changes."""
    journal = home / ".theory.cmo-journal"
    whole = [
        {
            "temporary": f".{Path(str(change['target'])).name}.{MARK}.cmo-new",
            "was": digest(OLD),
            "becomes": digest(NEW),
            **change,
        }
        for change in changes
    ]
    record = {"token": MARK, "folders": [], "changes": whole} | rest
    journal.write_text(json.dumps(record), "utf-8")
    return journal


def assert_untouched(home: Path, journal: Path) -> None:
    """Recovery, commit and reading refuse, name the journal and change nothing."""
    stood = tree(home.parent.parent) | {journal.with_name(".theory.cmo-lock"): b""}
    with pytest.raises(Damaged, match="delete this file") as caught:
        recover(home)
    assert caught.value.journal == journal
    assert str(journal) in str(caught.value)
    with pytest.raises(Damaged):
        commit(home, {home / "theory.json": NEW}, {})
    with pytest.raises(Damaged):
        snapshot(home, list, list)
    assert tree(home.parent.parent) == stood


@pytest.mark.parametrize(
    "text",
    [
        b"",
        b"{",
        b"[]",
        b"7",
        b"{}",
        b"\xff\xfe",
        b"[" * 100_000,
        b'{"token": 5, "folders": [], "changes": []}',
        b'{"token": "../../etc/passwd", "folders": [], "changes": []}',
        b'{"token": "0123456789abcdef", "folders": 5, "changes": []}',
        b'{"token": "0123456789abcdef", "folders": [], "changes": [{}]}',
        b'{"token": "0123456789abcdef", "folders": [], "changes": ["x"]}',
    ],
    ids=lambda text: text[:70].decode("latin-1") + f" ({len(text)})",
)
def test_a_journal_that_cannot_be_read_is_damaged(home: Path, text: bytes) -> None:
    """It was whole when it got its name: something else has been at it."""
    journal = home / ".theory.cmo-journal"
    journal.write_bytes(text)
    assert_untouched(home, journal)


def test_a_journal_that_is_a_folder_is_damaged(home: Path) -> None:
    """Nobody knows how it came about."""
    (home / ".theory.cmo-journal").mkdir()
    assert_untouched(home, home / ".theory.cmo-journal")


@pytest.mark.parametrize(
    "change",
    [
        {"target": "../victim.json"},
        {"target": "sources/../../victim.json"},
        {"target": "sources/.."},
        {"target": "sources/..", "was": None, "becomes": None},
        {"target": ".."},
        {"target": "."},
        {"target": ""},
        {"target": "sources"},
        {"target": "a\0b"},
        {"target": "\ud800.json"},
        {"target": "theory.json", "temporary": "theory.json"},
        {"target": "theory.json", "temporary": "../victim.json"},
        {"target": "theory.json", "temporary": "sources/shared.json"},
        {"target": "theory.json", "becomes": None},
        {"target": "theory.json", "was": digest(b"other")},
        {"target": "outside/victim.json"},
        {"target": "outside/victim.json", "becomes": None},
    ],
    ids=str,
)
def test_a_hostile_journal_touches_nothing(
    home: Path, change: dict[str, str | None]
) -> None:
    """A folder may come from a stranger, with a journal in it."""
    (home.parent / "victim.json").write_bytes(OLD)
    (home.parent / f".victim.json.{MARK}.cmo-new").write_bytes(NEW)
    if os.name == "posix":
        (home / "outside").symlink_to(home.parent)
    if "becomes" not in change:
        (home / f".theory.json.{MARK}.cmo-new").write_bytes(NEW)
    assert_untouched(home, journal_of(home, change))


@pytest.mark.parametrize("becomes", [None, digest(NEW)])
def test_a_hostile_journal_reaches_no_file_by_its_full_path(
    home: Path, becomes: str | None
) -> None:
    """Only where a temporary file lies beside it could it have been ours."""
    victim = home.parent / "victim.json"
    victim.write_bytes(OLD)
    journal = journal_of(home, {"target": str(victim), "becomes": becomes})
    assert_untouched(home, journal)


def test_a_hostile_journal_names_no_folder_outside(home: Path) -> None:
    """Not even an empty one."""
    (home.parent / "empty").mkdir()
    assert_untouched(home, journal_of(home, folders=["../empty"]))


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="needs pipes")
def test_a_pipe_in_a_journal_is_not_waited_for(home: Path) -> None:
    """To open one is to hang."""
    os.mkfifo(home / "pipe.json")
    (home / f".pipe.json.{MARK}.cmo-new").write_bytes(NEW)
    with pytest.raises(Damaged):
        recover(journal_of(home, {"target": "pipe.json"}).parent)


def test_a_file_edited_after_the_crash_is_not_overwritten(home: Path) -> None:
    """A person must choose between the edit and the change."""
    (home / "theory.json").write_bytes(b"edited by hand")
    (home / f".theory.json.{MARK}.cmo-new").write_bytes(NEW)
    assert_untouched(home, journal_of(home, {"target": "theory.json"}))


def test_a_file_edited_after_it_was_moved_into_place_is_kept(home: Path) -> None:
    """The crash came between the last rename and the end of the journal."""
    (home / "theory.json").write_bytes(b"edited by hand")
    (home / "sources" / "gone.json").write_bytes(b"new file, old name")
    journal = journal_of(
        home,
        {"target": "theory.json"},
        {"target": "sources/gone.json", "becomes": None},
    )
    assert recover(home)
    assert (home / "theory.json").read_bytes() == b"edited by hand"
    assert (home / "sources" / "gone.json").read_bytes() == b"new file, old name"
    assert not journal.exists()


def test_a_lost_temporary_file_is_damage(home: Path) -> None:
    """To go on would leave a mixture of old and new."""
    (home / f".b.json.{MARK}.cmo-new").write_bytes(NEW)
    lost, there = {"target": "theory.json"}, {"target": "b.json", "was": None}
    assert_untouched(home, journal_of(home, there, lost))


def test_a_spoilt_temporary_file_is_damage(home: Path) -> None:
    """It was flushed before the journal: something else has been at it."""
    (home / f".theory.json.{MARK}.cmo-new").write_bytes(b"spoilt")
    assert_untouched(home, journal_of(home, {"target": "theory.json"}))


def test_a_folder_that_went_away_is_damage(home: Path) -> None:
    """Say a symlinked folder, on a drive that is not mounted now."""
    assert_untouched(home, journal_of(home, {"target": "/nowhere/gone/theory.json"}))


@pytest.mark.parametrize("text", [b"", b'{"token": "0123', b"\0\0\0\0", b"{}"])
def test_half_a_plan_is_removed(home: Path, text: bytes) -> None:
    """It was never committed, and no temporary file was begun."""
    before, _ = changes_of(home)
    (home / ".theory.cmo-journal.cmo-new").write_bytes(text)
    bystander = home / ".mine.json.cmo-new"
    bystander.write_bytes(b"not ours")
    assert settled(home)
    assert recover(home)
    assert on_disk(before) == before
    assert leftovers(home) == {".theory.cmo-lock", bystander.name}
