from __future__ import annotations

import json
import os
import shutil
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from cmo.store import transaction, writing
from cmo.workspace import mapping
from cmo.workspace.producing import build, bundled, draw, examples, start, tidy
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


class TestDraw:
    @pytest.mark.parametrize(
        ("suffix", "start_of_file"),
        [(".svg", b"<?xml"), (".png", b"\x89PNG"), (".pdf", b"%PDF"), (".dot", b"//")],
    )
    def test_the_suffix_says_the_format(
        self, theory: Path, tmp_path: Path, suffix: str, start_of_file: bytes
    ) -> None:
        made = draw(theory, tmp_path / f"figure{suffix}")
        content = made.read_bytes()
        assert content.startswith(start_of_file) or suffix == ".dot"
        assert draw(theory, made).read_bytes() == content

    def test_an_output_that_cannot_be_is_one_clear_line(
        self, theory: Path, tmp_path: Path
    ) -> None:
        with pytest.raises(Problem, match=r"must end in \.svg, \.png, \.pdf, \.dot"):
            draw(theory, tmp_path / "figure.jpg")
        (tmp_path / "folder.svg").mkdir()
        with pytest.raises(Problem, match="a folder stands there"):
            draw(theory, tmp_path / "folder.svg")
        with pytest.raises(Problem, match="No such file"):
            draw(theory, tmp_path / "nowhere" / "figure.svg")
        assert {p.name for p in tmp_path.iterdir()} == {"work", "folder.svg"}

    def test_a_time_limit_is_told(self, tmp_path: Path) -> None:
        with pytest.raises(Problem, match="not finished after"):
            draw(SOFS, tmp_path / "figure.svg", timeout=0.001)

    @pytest.mark.skipif(os.name == "nt", reason="Windows has no file modes")
    def test_a_figure_is_as_readable_as_any_file(
        self, theory: Path, tmp_path: Path
    ) -> None:
        made = draw(theory, tmp_path / "figure.dot")
        (tmp_path / "plain").touch()
        assert made.stat().st_mode == (tmp_path / "plain").stat().st_mode
        made.chmod(0o640)
        assert draw(theory, made).stat().st_mode & 0o777 == 0o640


class TestBuild:
    def test_exports_stand_beside_the_theories(self, theory: Path) -> None:
        (built,) = build([theory])
        assert built.folder.resolve() == theory.parents[1] / "exports" / "work"
        names = {file.name for file in built.folder.iterdir()}
        assert names == {
            "theory.svg",
            "coverage.md",
            "coverage.csv",
            "matrix.csv",
            "matrix.html",
        }

    def test_what_is_up_to_date_is_left_alone(self, theory: Path) -> None:
        build([theory])
        (built,) = build([theory])
        assert (built.stale, len(built.fresh)) == ((), 5)

    def test_a_map_that_has_grown_too_large_to_read_is_taken_away(
        self, theory: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        (before,) = build([theory])
        page = before.folder / "matrix.html"
        monkeypatch.setattr(mapping, "LIMIT", 0)
        (checked,) = build([theory], check=True)
        assert (checked.stale, page.exists()) == ((page,), True)
        (built,) = build([theory])
        assert (built.stale, page.exists()) == ((page,), False)
        assert build([theory], check=True)[0].stale == ()

    def test_a_figure_that_drifted_is_stale(self, theory: Path) -> None:
        (built,) = build([theory])
        _rewrite(theory / "theory.json", lambda d: {**d, "title": "Another"})
        (checked,) = build([theory], check=True)
        assert {file.name for file in checked.stale} == {
            "theory.svg",
            "coverage.md",
            "matrix.html",
        }
        assert "Another" not in (built.folder / "theory.svg").read_text("utf-8")

    def test_another_folder_can_be_named(self, theory: Path, tmp_path: Path) -> None:
        (built,) = build([theory], to=tmp_path / "site")
        assert built.folder == tmp_path / "site" / "work"

    def test_the_published_exports_are_up_to_date(self) -> None:
        (built,) = build([SOFS], check=True)
        assert built.stale == ()

    def test_a_theory_that_cannot_be_read_builds_nothing(self, theory: Path) -> None:
        (theory / "sources" / "example-2020.json").write_text("{", "utf-8")
        with pytest.raises(Problem, match="cut short"):
            build([theory])
        assert not (theory.parents[1] / "exports").exists()

    def test_a_bundle_is_built_beside_itself(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        bundle = tmp_path / "x.theory.json"
        bundle.write_text('{"id": "x", "title": "X"}', "utf-8")
        monkeypatch.chdir(tmp_path)
        (built,) = build()
        assert built.folder == Path("exports/x")


def test_a_theory_can_be_moved_and_still_be_read(theory: Path, tmp_path: Path) -> None:
    before = load(theory)
    assert load(Path(shutil.move(theory, tmp_path / "elsewhere"))) == before


def _rewrite(
    file: Path, change: Callable[[dict[str, object]], dict[str, object]]
) -> None:
    document = change(json.loads(file.read_text("utf-8")))
    file.write_text(json.dumps(document, indent=2), "utf-8")
