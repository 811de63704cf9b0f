from __future__ import annotations

import io
import os
import zlib
from pathlib import Path
from xml.etree import ElementTree as ET

import pypdf
import pytest

from cmo.diagrams.ask import Ask, View
from cmo.diagrams.glyphs import not_shown
from cmo.workspace.drawing import ask_for, draw, figure, text
from cmo.workspace.producing import start
from cmo.workspace.theories import Problem, load

HIEROGLYPH = "\U00013000"
SOFS = Path(__file__).parents[2] / "theories" / "signs-of-safety"


@pytest.fixture
def theory(tmp_path: Path) -> Path:
    """Return the starter theory, in a workspace of its own."""
    return start(tmp_path / "work")[1]


@pytest.mark.parametrize(
    ("suffix", "start_of_file"),
    [(".svg", b"<?xml"), (".png", b"\x89PNG"), (".pdf", b"%PDF"), (".dot", b"//")],
)
def test_the_suffix_says_the_format(
    theory: Path, tmp_path: Path, suffix: str, start_of_file: bytes
) -> None:
    (made,) = draw(theory, tmp_path / f"figure{suffix}").files
    content = made.read_bytes()
    assert content.startswith(start_of_file) or suffix == ".dot"
    draw(theory, made)
    assert made.read_bytes() == content


def test_an_output_that_cannot_be_is_one_clear_line(
    theory: Path, tmp_path: Path
) -> None:
    with pytest.raises(Problem, match=r"must end in \.svg, \.png, \.pdf, \.dot"):
        draw(theory, tmp_path / "figure.jpg")
    (tmp_path / "folder.svg").mkdir()
    with pytest.raises(Problem, match="a folder stands there"):
        draw(theory, tmp_path / "folder.svg")
    with pytest.raises(Problem, match=r"there is no folder .*nowhere: make"):
        draw(theory, tmp_path / "nowhere" / "figure.svg")
    assert {p.name for p in tmp_path.iterdir()} == {"work", "folder.svg"}


def test_a_time_limit_is_told(tmp_path: Path) -> None:
    with pytest.raises(Problem, match="not finished after"):
        draw(SOFS, tmp_path / "figure.svg", timeout=0.001)


@pytest.mark.skipif(os.name == "nt", reason="Windows has no file modes")
def test_a_figure_is_as_readable_as_any_file(theory: Path, tmp_path: Path) -> None:
    (made,) = draw(theory, tmp_path / "figure.dot").files
    (tmp_path / "plain").touch()
    assert made.stat().st_mode == (tmp_path / "plain").stat().st_mode
    made.chmod(0o640)
    draw(theory, made)
    assert made.stat().st_mode & 0o777 == 0o640


def test_text_and_mermaid_are_the_same_figure(theory: Path, tmp_path: Path) -> None:
    for form, begins in (("txt", load(theory).title), ("mmd", "flowchart LR")):
        (made,) = draw(theory, tmp_path / f"figure.{form}").files
        assert made.read_text("utf-8").startswith(begins)


def test_a_figure_too_large_for_its_page_is_cut_and_says_so(tmp_path: Path) -> None:
    drawn = draw(SOFS, tmp_path / "figure.svg", page="a4-landscape")
    names = [file.name for file in drawn.files]
    assert names[0] == "figure.svg"
    parts = [name for name in names if name[7:-4].isdigit()]
    assert parts == [f"figure-{i + 1}.svg" for i in range(len(parts))]
    cut = f"cut into an overview and {len(parts)} parts"
    assert drawn.notes[0] == f"too large for a4-landscape at 8 pt: {cut}"
    assert drawn.notes[1].startswith("Not in the figure: ")
    assert {file.name for file in tmp_path.iterdir()} == set(names)


def test_a_key_that_stands_alone_is_told(tmp_path: Path) -> None:
    ask = Ask(View.MECHANISM, focus="shared-responsibility")
    drawn = draw(SOFS, tmp_path / "figure.svg", ask, page="a4-landscape")
    assert [file.name for file in drawn.files] == ["figure.svg", "figure-key.svg"]
    assert "it stands alone" in drawn.notes[0]


def test_without_a_page_it_is_told_how_small_it_would_print(tmp_path: Path) -> None:
    drawn = draw(SOFS, tmp_path / "figure.svg")
    assert len(drawn.files) == 1
    assert "'--page a4-landscape' cuts it" in drawn.notes[0]


def test_a_figure_can_be_refused_instead_of_cut(tmp_path: Path) -> None:
    with pytest.raises(Problem, match="the figure does not fit"):
        draw(SOFS, tmp_path / "figure.svg", page="a4", cuts=False)
    assert not list(tmp_path.iterdir())


@pytest.mark.skipif(
    not not_shown([HIEROGLYPH]), reason="this machine has a font for hieroglyphs"
)
def test_a_letter_that_no_font_has_is_told_with_its_label(
    theory: Path, tmp_path: Path
) -> None:
    file = theory / "theory.json"
    label = f"{HIEROGLYPH} walks"
    changed = file.read_text("utf-8").replace('"label": "', f'"label": "{label}', 1)
    file.write_text(changed, "utf-8")
    (note,) = draw(theory, tmp_path / "figure.png").notes[-1:]
    assert f"(U+13000) of the label '{label}" in note
    assert not any("U+13" in n for n in draw(theory, tmp_path / "a.svg").notes)


def test_marks_of_direction_are_no_letters_that_a_font_lacks() -> None:
    marks = "\u200e\u200f\u202a\u202c\u2066\u2067\u2068\u2069"
    assert not_shown([f"{marks}Trust"]) is None
    found = not_shown([f"{marks}{HIEROGLYPH}"])
    assert found is None or found[0] == HIEROGLYPH


def test_what_is_asked_in_words_is_told_if_there_is_none() -> None:
    with pytest.raises(Problem, match="'whole' is no view"):
        ask_for(view="whole")


def test_a_notebook_shows_a_figure(theory: Path) -> None:
    shown = figure(load(theory))._repr_mimebundle_()
    assert shown["image/svg+xml"].startswith("<?xml")
    assert text(load(theory), "txt").startswith(shown["text/plain"].split("\n")[0])


def test_the_command_is_told_what_is_not_in_the_figure(tmp_path: Path) -> None:
    notes = draw(SOFS, tmp_path / "figure.svg").notes
    assert any(note.startswith("Not in the figure: 6 configurations") for note in notes)


def test_parts_that_a_figure_no_longer_has_are_taken_away_and_named(
    tmp_path: Path,
) -> None:
    output = tmp_path / "f.svg"
    small = draw(SOFS, output, page="a4").files
    (tmp_path / "f-30.svg").write_text("<svg/>")
    (tmp_path / "f-2-mine.svg").write_bytes(small[-1].read_bytes())
    (tmp_path / "g-1.svg").write_bytes(small[-1].read_bytes())
    large = draw(SOFS, output, page="a3")
    gone = set(small) - set(large.files)
    assert gone
    kept = {"f-30.svg", "f-2-mine.svg", "g-1.svg"}
    there = {file.name for file in tmp_path.iterdir()}
    assert there == kept | {file.name for file in large.files}
    assert large.notes[-1].startswith(f"took away {min(gone, key=_place).name}")
    assert not draw(SOFS, output, page="a3").notes[-1].startswith("took")


def _place(file: Path) -> tuple[int, str]:
    return len(file.name), file.name


def test_a_figure_that_is_whole_again_leaves_no_parts(
    theory: Path, tmp_path: Path
) -> None:
    output = tmp_path / "f.dot"
    assert len(draw(theory, output, page="90x120mm").files) > 1
    (only,) = draw(theory, output).files
    assert [file.name for file in tmp_path.glob("f*")] == [only.name]


@pytest.mark.parametrize("form", ["svg", "png", "pdf", "dot"])
def test_no_part_is_written_over_another_figure(
    theory: Path, tmp_path: Path, form: str
) -> None:
    first = draw(theory, tmp_path / f"f.{form}", page="90x120mm").files
    before = {file: file.read_bytes() for file in first}
    assert draw(theory, first[0], page="90x120mm").files == first
    assert {file: file.read_bytes() for file in first} == before
    draw(theory, first[-1])
    before = {file: file.read_bytes() for file in first}
    with pytest.raises(Problem, match=rf"{first[-1].name}: a part of f\.{form} would"):
        draw(theory, first[0], page="90x120mm")
    assert {file: file.read_bytes() for file in tmp_path.glob("f*")} == before


def test_parts_are_whole_pictures_for_all_that_they_say_what_they_belong_to(
    theory: Path, tmp_path: Path
) -> None:
    png, pdf, drawn = (
        draw(theory, tmp_path / f"f é.{form}", page="90x120mm").files[-1].read_bytes()
        for form in ("png", "pdf", "svg")
    )
    at = 8
    while at < len(png):
        end = at + 8 + int.from_bytes(png[at : at + 4])
        assert int.from_bytes(png[end : end + 4]) == zlib.crc32(png[at + 4 : end])
        at = end + 4
    assert png[-8:-4] == b"IEND"
    assert len(pypdf.PdfReader(io.BytesIO(pdf), strict=True).pages) == 1
    root = ET.fromstring(drawn)  # noqa: S314 - our own
    assert root.get("data-part-of") == "f%20%C3%A9.svg"


def test_a_page_too_narrow_for_a_key_has_a_figure_and_says_so(
    theory: Path, tmp_path: Path
) -> None:
    drawn = draw(theory, tmp_path / "f.dot", page="70x100mm")
    assert "no key prints on 70x100mm" in drawn.notes[1]
    assert not any("key" in file.name for file in drawn.files)
    whole = draw(theory, tmp_path / "f.dot", Ask(key=False), page="70x100mm")
    assert not any("no key" in note for note in whole.notes)


def test_a_page_that_is_none_is_refused_before_anything(tmp_path: Path) -> None:
    for form in ("txt", "mmd", "dot", "svg"):
        with pytest.raises(Problem, match="'nonsense' is no page"):
            draw(tmp_path / "nowhere", tmp_path / f"f.{form}", page="nonsense")
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("form", ["txt", "mmd"])
def test_what_has_no_page_says_so(theory: Path, tmp_path: Path, form: str) -> None:
    output = tmp_path / f"f.{form}"
    plain = draw(theory, output)
    assert not plain.notes
    for asked in ({"page": "a4"}, {"cuts": False}):
        (note,) = draw(theory, output, **asked).notes
        assert note.startswith("text and Mermaid have no page")


def test_that_nothing_can_fail_to_fit_without_a_page_is_told(
    theory: Path, tmp_path: Path
) -> None:
    notes = draw(theory, tmp_path / "f.dot", cuts=False).notes
    assert notes[-1] == "without a page every figure fits: name one with --page"
    assert "every figure" not in " ".join(draw(theory, tmp_path / "f.dot").notes)
