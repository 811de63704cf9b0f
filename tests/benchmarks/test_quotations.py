"""The documents with quotations are what the benchmark says they are."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from benchmarks import quotations, run
from cmo.quotes import Status
from cmo.workspace.quoting import quotes

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def made(tmp_path: Path) -> Path:
    """Return a folder with three documents."""
    quotations.make(3, tmp_path / "made")
    return tmp_path / "made"


def test_every_quotation_stands_in_its_text_on_the_page_that_is_named(
    made: Path,
) -> None:
    answers = quotes(made / "theory").answers()
    assert [one.status for one in answers] == [Status.FOUND] * 3
    assert {one.where.page for one in answers if one.where} == {15}


def test_a_document_has_thirty_pages_and_what_printing_makes_of_a_text(
    made: Path,
) -> None:
    for file in (made / "theory" / "texts").iterdir():
        text = file.read_text("utf-8")
        assert text.count("\f") == quotations.PAGES - 1
        assert 75_000 < len(text) < 95_000
        assert all(mark in text for mark in ("“", "’", "ﬁ", "-\n"))
        assert not any(quoted in text for quoted in ('"', "'"))


def test_both_programs_are_given_the_same_quotations(made: Path) -> None:
    rows = json.loads((made / "data.json").read_text("utf-8"))
    answers = quotes(made / "theory").answers()
    assert [row["supporting_text"] for row in rows] == [
        one.excerpt.text for one in answers
    ]
    for row in rows:
        file = made / "theory" / "texts" / f"{row['id']}.txt"
        assert row["reference"] == f"file:{file.resolve()}"


def test_documents_are_the_same_each_time_they_are_made(
    made: Path, tmp_path: Path
) -> None:
    quotations.make(3, tmp_path / "again")
    for file in (made / "theory").rglob("*.*"):
        again = tmp_path / "again" / file.relative_to(made)
        assert again.read_bytes() == file.read_bytes()


def test_the_benchmark_runs_both_on_them(tmp_path: Path) -> None:
    folder = tmp_path / f"quotations-{run.QUOTED}"
    folder.mkdir()  # What is there is not made again.
    pair = next(
        one
        for one in run.pairs(run.Workplace(tmp_path), [run.QUOTED], 11)
        if "quotes" in one.ours
    )
    assert (pair.runs, pair.slower) == (run.FEW, 0.1)
    assert pair.ours[-1] == str(folder / "theory")
    assert str(folder / "data.json") in pair.base
