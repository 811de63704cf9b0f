from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

import cmo
from cmo.workspace.theories import Problem, Unreadable, find, find_all, load, only
from tests.making import source

if TYPE_CHECKING:
    from pathlib import Path

BARE = {"id": "bare", "title": "Bare"}


@pytest.fixture
def workspace(tmp_path: Path) -> Path:
    """Return a workspace with two theory folders and a bundle."""
    for name in ("one", "two"):
        folder = tmp_path / "theories" / name
        (folder / "sources").mkdir(parents=True)
        _write(folder / "theory.json", BARE)
    _write(tmp_path / "theories" / "three.theory.json", BARE)
    (tmp_path / "theories" / ".hidden").mkdir()
    _write(tmp_path / "theories" / ".hidden" / "theory.json", BARE)
    return tmp_path


def test_a_folder_of_theories_means_all_of_them(workspace: Path) -> None:
    found = find(workspace / "theories")
    assert [one.name for one in found] == ["one", "three.theory.json", "two"]


def test_a_file_of_a_theory_means_the_theory(workspace: Path) -> None:
    one = workspace / "theories" / "one"
    _write(one / "sources" / "a.json", source("a"))
    assert find(one / "theory.json") == [one]
    assert find(one / "sources" / "a.json") == [one]
    assert find(one / "sources") == [one]


def test_without_a_path_the_nearest_theory_is_meant(
    workspace: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(workspace / "theories" / "one" / "sources")
    assert [one.name for one in find()] == ["one"]
    monkeypatch.chdir(workspace)
    assert [str(one) for one in find()] == [
        "theories/one",
        "theories/three.theory.json",
        "theories/two",
    ]


def test_nowhere_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(Problem, match="cmo init"):
        find()
    with pytest.raises(Problem, match="no theory in"):
        find(tmp_path)


def test_several_where_one_is_wanted_are_named(workspace: Path) -> None:
    with pytest.raises(Problem, match=r"more than one theory here: name one of .*two"):
        only(workspace / "theories")


def test_each_theory_is_found_once(workspace: Path) -> None:
    one = workspace / "theories" / "one"
    theories, missing = find_all([one, one / "theory.json", workspace / "nowhere"])
    assert theories == [one]
    assert [f.code for f in missing] == ["R001"]
    (workspace / "empty").mkdir()
    theories, missing = find_all([one, workspace / "empty"])
    assert (theories, [f.code for f in missing]) == ([one], ["R018"])


def test_a_workspace_means_its_theories(workspace: Path) -> None:
    assert find(workspace) == find(workspace / "theories")


def test_load_gives_the_theory_with_its_sources(workspace: Path) -> None:
    one = workspace / "theories" / "one"
    _write(one / "sources" / "a.json", source("a"))
    theory = cmo.load(one)
    assert [s.id for s in theory.sources] == ["a"]
    assert cmo.load(str(one)) == theory


def test_what_cannot_be_read_whole_is_not_loaded(workspace: Path) -> None:
    one = workspace / "theories" / "one"
    _write(one / "sources" / "a.json", {"id": "a"})
    with pytest.raises(Unreadable, match=r"a\.json:1:1: .*and 1 more") as caught:
        load(one)
    assert [f.code for f in caught.value.findings] == ["R009", "R009"]


def test_an_unknown_name_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match="nothing"):
        cmo.nothing  # noqa: B018


def _write(file: Path, document: object) -> None:
    file.write_text(json.dumps(document), "utf-8")
