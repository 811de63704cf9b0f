from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from cmo.store import journal, transaction
from cmo.workspace.changing import opened, records
from cmo.workspace.theories import Problem
from tests.making import source

if TYPE_CHECKING:
    from pathlib import Path

BARE = {"id": "bare", "title": "Bare"}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return a theory folder with one source."""
    (tmp_path / "sources").mkdir()
    (tmp_path / "theory.json").write_text(json.dumps(BARE), "utf-8")
    (tmp_path / "sources" / "a.json").write_text(json.dumps(source("a")), "utf-8")
    return tmp_path


def test_every_file_has_its_record_and_its_digest(folder: Path) -> None:
    reading, seen = opened(folder)
    own, form = folder / "theory.json", folder / "sources" / "a.json"
    assert {file: record.id for file, record in records(reading)} == {
        own: "bare",
        form: "a",
    }
    assert seen == {file: transaction.digest(file.read_bytes()) for file in (own, form)}


def test_a_file_that_was_not_read_whole_has_none(folder: Path) -> None:
    (folder / "sources" / "b.json").write_text("{", "utf-8")
    assert [r.id for _, r in records(opened(folder)[0])] == ["bare", "a"]
    (folder / "theory.json").write_text("{", "utf-8")
    assert list(records(opened(folder)[0])) == []


def test_a_bundle_is_one_record(tmp_path: Path) -> None:
    bundle = tmp_path / "bare.theory.json"
    bundle.write_text(json.dumps(BARE | {"sources": [source("a")]}), "utf-8")
    ((file, record),) = records(opened(bundle)[0])
    assert (file, record.id) == (bundle, "bare")


def test_leftovers_that_cannot_be_settled_are_told(folder: Path) -> None:
    journal.place_of(folder).journal.write_bytes(b"?")
    with pytest.raises(Problem):
        opened(folder)
