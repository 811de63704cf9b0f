from __future__ import annotations

import json
import re
from pathlib import Path
from typing import TYPE_CHECKING, cast
from xml.etree import ElementTree as ET

import pytest

from cmo.diagrams.glyphs import not_shown
from cmo.diagrams.paper import LEAST, PAGES, POINT
from cmo.workspace import mapping
from cmo.workspace.building import MANIFEST, PAGE, build, is_binary
from cmo.workspace.guiding import PAGE as GUIDE
from cmo.workspace.producing import start
from cmo.workspace.theories import Problem

if TYPE_CHECKING:
    from collections.abc import Callable

    from cmo.diagrams.pictures import Picture
    from tests.making import Json

ROOT = Path(__file__).parents[2]
SOFS = ROOT / "theories" / "signs-of-safety"
EXPORTS = ROOT / "exports" / "signs-of-safety"
SVG = "{http://www.w3.org/2000/svg}"
HIEROGLYPH = "\U00013000"
HIDDEN = "what nobody outside may read"


@pytest.fixture
def theory(tmp_path: Path) -> Path:
    """Return the starter theory, in a workspace of its own."""
    return start(tmp_path / "work")[1]


def names(folder: Path) -> set[str]:
    files = (file for file in folder.rglob("*") if file.is_file())
    return {file.relative_to(folder).as_posix() for file in files}


def test_exports_stand_beside_the_theories(theory: Path) -> None:
    (built,) = build([theory])
    assert built.folder.resolve() == theory.parents[1] / "exports" / "work"
    found = names(built.folder)
    assert {
        "README.md",
        "index.html",
        "coverage.md",
        "matrix.html",
        "figures/theory.svg",
        "tables/cmocs.csv",
        "tables/evidence.xlsx",
        "checklists/rameses-1.md",
        "guides/practice.pdf",
        "guides/implementation.docx",
    } <= found
    manifest = json.loads((built.folder / MANIFEST).read_text("utf-8"))
    assert set(manifest["files"]) == found


def test_the_page_of_contents_leads_to_what_is_there(theory: Path) -> None:
    (built,) = build([theory])
    page = (built.folder / "README.md").read_text("utf-8")
    links = re.findall(r"\]\(([^)]+)\)", page)
    assert links
    assert all((built.folder / link).exists() for link in links)
    assert not any(map(is_binary, links))


def test_what_is_up_to_date_is_left_alone(theory: Path) -> None:
    (first,) = build([theory])
    (again,) = build([theory])
    assert again.stale == ()
    assert set(again.fresh) == set(first.stale)


def test_what_is_no_longer_made_is_taken_away(
    theory: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (before,) = build([theory])
    page = before.folder / "matrix.html"
    monkeypatch.setattr(mapping, "LIMIT", 0)
    (checked,) = build([theory], check=True)
    assert page in checked.stale
    assert page.exists()
    build([theory])
    assert not page.exists()
    assert build([theory], check=True)[0].stale == ()


def test_what_others_put_there_stays(theory: Path) -> None:
    (built,) = build([theory])
    own = built.folder / "notes.md"
    own.touch()
    build([theory])
    assert own.exists()


@pytest.mark.parametrize(
    "files",
    ["none", "{", '["../../theory.json"]', "[1]", "5", '["a\\u0000b"]', '["figures"]'],
)
def test_a_list_of_files_that_was_spoilt_takes_nothing_away(
    theory: Path, files: str
) -> None:
    (built,) = build([theory])
    manifest = built.folder / MANIFEST
    manifest.write_text(f'{{"files": {files}}}', "utf-8")
    build([theory])
    assert (theory / "theory.json").exists()
    assert build([theory], check=True)[0].stale == ()


def test_what_git_does_not_keep_is_missed_by_nobody(theory: Path) -> None:
    (built,) = build([theory])
    guide = built.folder / "guides/practice.docx"
    guide.unlink()
    assert build([theory], check=True)[0].stale == ()
    guide.write_bytes(b"older")
    assert build([theory], check=True)[0].stale == (guide,)


def test_a_figure_that_drifted_is_stale(theory: Path) -> None:
    (built,) = build([theory])
    _rewrite(theory / "theory.json", lambda d: {**d, "title": "Another"})
    (checked,) = build([theory], check=True)
    stale = {file.relative_to(built.folder).as_posix() for file in checked.stale}
    assert {"figures/theory.svg", "coverage.md", "index.html"} <= stale
    assert "Another" not in (built.folder / "figures/theory.svg").read_text("utf-8")


def test_what_stays_in_the_team_is_in_no_file(theory: Path) -> None:
    def keep_in_team(document: Json) -> Json:
        first, *rest = cast("list[Json]", document["excerpts"])
        note = [{**use, "note": HIDDEN} for use in first["bears_on"]]
        secret = {"text": HIDDEN, "unit": HIDDEN, "result": {"measure": HIDDEN}}
        hidden = {**first, **secret, "share": "team", "bears_on": note}
        return {**document, "excerpts": [hidden, *rest]}

    _rewrite(theory / "sources" / "example-2020.json", keep_in_team)
    (built,) = build([theory])
    texts = [f for f in names(built.folder) if not is_binary(f)]
    for name in texts:
        assert HIDDEN not in (built.folder / name).read_text("utf-8"), name
    said = (built.folder / "tables/evidence.md").read_text("utf-8")
    assert "not for publication" in said


def test_a_theory_too_dense_to_draw_is_still_there_to_explore(
    theory: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object, page: str | None = None, **__: object) -> list[Picture]:
        if page is None:
            message = "too dense"
            raise Problem(message)
        return []

    monkeypatch.setattr("cmo.workspace.drawing.figures", fail)
    (built,) = build([theory])
    assert "<table" in (built.folder / "index.html").read_text("utf-8")


@pytest.mark.skipif(
    not not_shown([HIEROGLYPH]), reason="this machine has a font for hieroglyphs"
)
def test_a_page_that_no_font_can_print_keeps_nobody_from_the_others(
    theory: Path,
) -> None:
    title = f"Reading {HIEROGLYPH}"
    _rewrite(theory / "theory.json", lambda d: {**d, "title": title})
    (built,) = build([theory])
    assert all("guides/" in n and "(U+13000)" in n for n in built.notes)
    found = names(built.folder)
    assert "guides/practice.docx" in found
    assert "guides/practice.pdf" not in found


def test_nothing_is_written_where_a_folder_stands_in_the_way(theory: Path) -> None:
    exports = theory.parents[1] / "exports"
    (exports / "work/tables/cmocs.csv").mkdir(parents=True)
    with pytest.raises(Problem, match="a folder stands there"):
        build([theory])
    assert names(exports) == set()


def test_two_theories_of_one_id_are_told_apart_or_refused(
    theory: Path, tmp_path: Path
) -> None:
    other = start(tmp_path / "elsewhere" / "work")[1]
    with pytest.raises(Problem, match="have one id"):
        build([theory, other], to=tmp_path / "site")
    assert len(build([theory, other])) == 2


def test_a_theory_named_twice_is_built_once(
    theory: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    named = theory.relative_to(tmp_path)
    again = tmp_path / "again"
    again.symlink_to(theory)
    (built,) = build([named, theory, again])
    assert built.stale


def test_another_folder_can_be_named(theory: Path, tmp_path: Path) -> None:
    (built,) = build([theory], to=tmp_path / "site")
    assert built.folder == tmp_path / "site" / "work"


def test_the_published_exports_are_up_to_date() -> None:
    (built,) = build([SOFS], check=True)
    assert built.stale == ()


@pytest.mark.parametrize(
    "file", sorted(EXPORTS.rglob("*.svg")), ids=lambda file: file.name
)
def test_no_published_figure_prints_below_eight_points(file: Path) -> None:
    root = ET.parse(file).getroot()  # noqa: S314 - our own
    width, height = (
        float(root.attrib[side].removesuffix("pt")) for side in ("width", "height")
    )
    page = GUIDE if file.parent.name == "guides" else PAGES[PAGE]
    room = tuple(side * POINT for side in page.room)
    assert width * POINT <= room[0] + 0.1
    assert height * POINT <= room[1] + 0.1
    scale = width / float(root.attrib["viewBox"].split()[2])
    sizes = [float(t.attrib["font-size"]) * scale for t in root.iter(f"{SVG}text")]
    assert min(sizes) >= LEAST - 0.02


def test_a_theory_that_cannot_be_read_builds_nothing(theory: Path) -> None:
    (theory / "sources" / "example-2020.json").write_text("{", "utf-8")
    with pytest.raises(Problem, match="cut short"):
        build([theory])
    assert not (theory.parents[1] / "exports").exists()


def test_an_empty_bundle_is_built_beside_itself(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    bundle = tmp_path / "x.theory.json"
    bundle.write_text('{"id": "x", "title": "X"}', "utf-8")
    monkeypatch.chdir(tmp_path)
    (built,) = build()
    assert built.folder == Path("exports/x")
    assert "index.html" in names(built.folder)


def _rewrite(file: Path, change: Callable[[Json], Json]) -> None:
    document = json.loads(file.read_text("utf-8"))
    file.write_text(json.dumps(change(document)), "utf-8")
