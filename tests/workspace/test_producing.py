from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from cmo.store import transaction, writing
from cmo.workspace.producing import bundled, examples, start, tidy
from cmo.workspace.theories import Problem, load
from tests.making import source

if TYPE_CHECKING:
    from collections.abc import Callable

    from cmo.model import Theory

SOFS = Path(__file__).parents[2] / "theories" / "signs-of-safety"


@pytest.fixture
def theory(tmp_path: Path) -> Path:
    """Return the starter theory, in a workspace of its own."""
    return start(tmp_path / "work")[1]


class TestTidy:
    def test_what_the_files_say_stays_the_same(self, theory: Path) -> None:
        before = load(theory)
        _rewrite(theory / "theory.json", lambda d: dict(reversed(d.items())))
        assert tidy(theory).changed == (theory / "theory.json",)
        assert load(theory) == before

    def test_own_fields_and_the_order_of_lists_are_kept(self, theory: Path) -> None:
        own = {"z": [3, 1, {"b": None, "a": "é"}], "a": 1e-7}

        def add(document: dict[str, object]) -> dict[str, object]:
            return {"extra": own, **document, "authors": ["Zoë", "Al"]}

        _rewrite(theory / "theory.json", add)
        tidy(theory)
        document = json.loads((theory / "theory.json").read_text("utf-8"))
        assert json.dumps(document["extra"]) == json.dumps(own)
        assert document["authors"] == ["Zoë", "Al"]

    def test_looking_writes_nothing(self, theory: Path) -> None:
        _rewrite(theory / "theory.json", lambda d: dict(reversed(d.items())))
        before = (theory / "theory.json").read_bytes()
        assert tidy(theory, check=True).changed
        assert (theory / "theory.json").read_bytes() == before

    def test_a_file_that_changes_meanwhile_is_never_overwritten(
        self, theory: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        file = theory / "theory.json"
        _rewrite(file, lambda d: dict(reversed(d.items())))
        plain = writing.canonical

        def edited_meanwhile(record: Theory) -> bytes:
            file.write_bytes(file.read_bytes() + b" ")
            return plain(record)

        monkeypatch.setattr(writing, "canonical", edited_meanwhile)
        with pytest.raises(Problem, match="changed on disk since it was read"):
            tidy(theory)
        assert file.read_bytes().endswith(b" ")

    def test_a_bundle_keeps_its_sources(self, tmp_path: Path) -> None:
        bundle = tmp_path / "x.theory.json"
        form = {"title": "X", "sources": [source("a")], "id": "x"}
        bundle.write_text(json.dumps(form), "utf-8")
        before = load(bundle)
        assert tidy(bundle).changed == (bundle,)
        assert load(bundle) == before
        assert tidy(bundle).changed == ()

    def test_a_busy_theory_is_told(
        self, theory: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def busy(*_: object) -> None:
            raise transaction.Busy(theory)

        _rewrite(theory / "theory.json", lambda d: dict(reversed(d.items())))
        monkeypatch.setattr(writing, "write", busy)
        with pytest.raises(Problem, match="is being changed by another program"):
            tidy(theory)


class TestStart:
    def test_a_folder_name_becomes_an_id(self, tmp_path: Path) -> None:
        assert start(tmp_path / "Peer Support (2026)")[1].name == "peer-support-2026"
        assert start(tmp_path / "信頼")[1].name == "my-review"

    def test_the_example_that_comes_with_the_package_is_the_real_theory(self) -> None:
        assert "signs-of-safety" in examples()
        assert (bundled("theories") / "signs-of-safety").samefile(SOFS)


def test_a_theory_can_be_moved_and_still_be_read(theory: Path, tmp_path: Path) -> None:
    before = load(theory)
    assert load(Path(shutil.move(theory, tmp_path / "elsewhere"))) == before


def _rewrite(
    file: Path, change: Callable[[dict[str, object]], dict[str, object]]
) -> None:
    document = change(json.loads(file.read_text("utf-8")))
    file.write_text(json.dumps(document, indent=2), "utf-8")
