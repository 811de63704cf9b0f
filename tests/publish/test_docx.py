from __future__ import annotations

import io
import os
import re
import shutil
import subprocess
import zipfile
from datetime import datetime
from typing import TYPE_CHECKING, Any

import docx
import pytest
from docx.enum.section import WD_ORIENTATION
from docx.shared import Mm, Pt

from cmo.diagrams import fonts
from cmo.publish.document import (
    Bullets,
    Cell,
    Column,
    Heading,
    Item,
    Paragraph,
    Style,
    Table,
    words,
)
from cmo.publish.writers import WritingError, write
from tests.publish.documents import (
    FOREIGN,
    HOSTILE,
    document,
    figure,
    hostile,
    parted,
    png,
    table,
)

if TYPE_CHECKING:
    from pathlib import Path

    from docx.document import Document as Word

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def _bytes(*blocks: object, reference: Path | None = None, **others: object) -> bytes:
    made = document(*blocks, **others)
    return write(made, "docx", "x", reference=reference)["x.docx"]


def _word(*blocks: object, reference: Path | None = None, **others: object) -> Word:
    return docx.Document(io.BytesIO(_bytes(*blocks, reference=reference, **others)))


def _find(word: Word, name: str) -> list[Any]:
    return list(word.element.body.iter(f"{_W}{name}"))


@pytest.mark.parametrize("hard", [*HOSTILE, *FOREIGN, "x" * 5000])
def test_hostile_text_reads_as_itself(hard: str) -> None:
    made = write(hostile([hard]), "docx", "x")["x.docx"]
    word = docx.Document(io.BytesIO(made))
    shown = [one.text for one in word.paragraphs]
    assert shown.count(hard) == 3  # a heading, a paragraph, an item
    (grid,) = word.tables
    assert [cell.text for cell in grid.columns[0].cells] == [hard, hard]
    assert f"Table 1. {hard}" in shown
    assert f"Figure 1. {hard}" in shown


def test_what_no_reader_takes_is_written_out() -> None:
    word = _word(Paragraph(words("a\x00\x0bb\ud800")))
    assert word.paragraphs[-1].text == "a\\u0000 b\\ud800"


def test_word_knows_the_styles() -> None:
    shown = {one.text: one.style.name for one in _word().paragraphs if one.style}
    wanted = {
        "A title": "Title",
        "A. Author, B. Writer": "Subtitle",
        "What this is about.": "Lead",
        "First part": "Heading 1",
        "Lists": "Heading 2",
        "One": "List Bullet",
        "Second": "List Number",
        "Table 1. What was found": "Caption",
        "They told us so.": "Quote",
        "Take care.": "Note",
        "Author, A. (2021). Title.": "Bibliography",
    }
    assert wanted.items() <= shown.items()


def test_captions_are_numbered_by_fields() -> None:
    fields = [one.text for one in _find(_word(), "instrText")]
    assert fields == [" SEQ Table \\* ARABIC ", " SEQ Figure \\* ARABIC "]


def test_figures_have_words_and_their_size() -> None:
    word = _word(figure(), figure(caption="Large", width=340, height=170))
    first, second = (one._inline for one in word.inline_shapes)  # noqa: SLF001
    assert first.docPr.get("descr") == "What theory shows, in words."
    assert first.docPr.get("title") == "The theory"
    assert (first.extent.cx, first.extent.cy) == (Mm(120), Mm(48))
    # The text is 166 mm wide.
    assert abs(second.extent.cx - Mm(166)) < Mm(0.2)
    assert abs(second.extent.cy - Mm(83)) < Mm(0.2)
    assert first.docPr.get("id") != second.docPr.get("id")


def test_the_header_of_a_table_is_repeated_and_rows_stay_whole() -> None:
    tall = (Cell((words("x " * 5000),)), Cell(), Cell())
    grid = table(rows=1)
    word = _word(Table("x", grid.columns, (*grid.rows, tall)))
    header, short, long = _find(word, "tr")
    assert header.find(f"{_W}trPr/{_W}tblHeader") is not None
    assert short.find(f"{_W}trPr/{_W}cantSplit") is not None
    assert long.find(f"{_W}trPr/{_W}cantSplit") is None


def test_columns_have_their_share_of_the_width() -> None:
    word = _word(Table("x", (Column("a", 1), Column("b", 3)), ()))
    a, b = (int(one.get(f"{_W}w")) for one in _find(word, "gridCol"))
    assert abs(b - 3 * a) < 5
    assert abs(a + b - Mm(166).twips) < 5


def test_only_web_pages_are_links() -> None:
    word = _word()
    targets = [one.target_ref for one in word.part.rels.values() if one.is_external]
    assert targets == ["https://example.org/a?b=c&d=e"]


def test_numbered_lists_begin_at_1() -> None:
    items = (Item(words("a"), (Item(words("b")),)),)
    word = _word(Bullets(items, numbered=True), Bullets(items, numbered=True))
    used = [one.get(f"{_W}val") for one in _find(word, "numId")]
    assert len(set(used)) == 4
    levels = [one.get(f"{_W}val") for one in _find(word, "ilvl")]
    assert levels == ["0", "1", "0", "1"]


def test_text_written_leftward_says_so() -> None:
    word = _word(Paragraph(words("ثقة بين")), Paragraph(words("trust")))
    assert len(_find(word, "bidi")) == len(_find(word, "rtl")) == 1


def test_the_file_says_what_it_is() -> None:
    word = _word(language="en-GB")
    about = word.core_properties
    assert (about.title, about.author) == ("A title", "A. Author; B. Writer")
    assert about.language == "en-GB"
    assert about.created is not None
    assert about.created.replace(tzinfo=None) == datetime(1980, 1, 1)  # noqa: DTZ001
    assert about.comments == ""
    (language,) = word.styles.element.iter(f"{_W}lang")
    assert language.get(f"{_W}val") == "en-GB"


@pytest.mark.parametrize(("landscape", "width"), [(False, 210), (True, 297)])
def test_pages_are_a4(*, landscape: bool, width: int) -> None:
    section = _word(landscape=landscape).sections[0]
    assert section.page_width is not None
    assert round(section.page_width.mm) == width
    assert (section.orientation == WD_ORIENTATION.LANDSCAPE) is landscape


def test_pages_are_numbered() -> None:
    footer = _word().sections[0].footer._element  # noqa: SLF001
    fields = [one.text for one in footer.iter(f"{_W}instrText")]
    assert fields == [" PAGE ", " NUMPAGES "]


def test_nothing_of_the_time_or_the_machine_is_in_the_file() -> None:
    with zipfile.ZipFile(io.BytesIO(_bytes())) as held:
        names = held.namelist()
        assert {one.date_time for one in held.infolist()} == {(1980, 1, 1, 0, 0, 0)}
    assert names[0] == "[Content_Types].xml"
    assert not [one for one in names if "thumbnail" in one]


@pytest.fixture
def reference(tmp_path: Path) -> Path:
    """A team's file: its own styles, page and header, and text that is not ours."""
    word = docx.Document()
    section = word.sections[0]
    section.page_width, section.page_height = Mm(200), Mm(250)
    section.left_margin = section.right_margin = Mm(20)
    section.header.paragraphs[0].text = "A council"
    word.styles["Heading 1"].font.size = Pt(33)
    for name in ("Quote", "List Bullet", "Caption"):
        word.styles[name].delete()
    word.add_paragraph("Old text")
    word.add_picture(io.BytesIO(png(9, 9)))
    word.core_properties.comments = "secret"
    word.core_properties.keywords = "secret"
    file = tmp_path / "reference.docx"
    word.save(str(file))
    return file


def test_a_reference_file_gives_styles_page_and_header(reference: Path) -> None:
    word = _word(reference=reference)
    section = word.sections[0]
    assert section.page_width is not None
    assert round(section.page_width.mm) == 200
    assert section.header.paragraphs[0].text == "A council"
    assert word.styles["Heading 1"].font.size == Pt(33)
    assert not section.footer.paragraphs[0].text
    # As wide as its text.
    widths = [int(one.get(f"{_W}w")) for one in _find(word, "gridCol")]
    assert abs(sum(widths) - Mm(160).twips) < 5


def test_styles_that_a_reference_file_lacks_are_ours(reference: Path) -> None:
    made = _word(reference=reference)
    shown = {p.text: p.style.name for p in made.paragraphs if p.style}
    assert shown["They told us so."] == "Quote"
    assert shown["One"] == "List Bullet"
    assert shown["Take care."] == "Note"
    assert shown["Table 1. What was found"] == "Caption"


def test_the_lists_of_a_reference_file_are_its_own(reference: Path) -> None:
    word = _word(
        Bullets((Item(words("a"), (Item(words("b")),)),), numbered=True),
        reference=reference,
    )
    shown = {p.text: p.style.name for p in word.paragraphs if p.style}
    assert (shown["a"], shown["b"]) == ("List Number", "List Number 2")
    own = word.styles["List Number"].element
    (number,) = own.iter(f"{_W}numId")
    kinds = {one.numId: one.abstractNumId.val for one in _numbers(word)}
    (first, _) = (int(one.get(f"{_W}val")) for one in _find(word, "numId"))
    assert first != number.val
    assert kinds[first] == kinds[number.val]


def _numbers(word: Word) -> list[Any]:
    return list(word.part.numbering_part.element.num_lst)


def test_nothing_of_the_text_of_a_reference_file_stays(reference: Path) -> None:
    made = _bytes(Paragraph(words("x")), reference=reference)
    with zipfile.ZipFile(io.BytesIO(made)) as held:
        everything = b"".join(held.read(name) for name in held.namelist())
        assert not [name for name in held.namelist() if "media" in name]
    assert b"Old text" not in everything
    assert b"secret" not in everything


def test_a_reference_file_is_turned_for_wide_documents(reference: Path) -> None:
    section = _word(reference=reference, landscape=True).sections[0]
    assert section.page_width is not None
    assert round(section.page_width.mm) == 250


def test_headers_of_earlier_sections_of_a_reference_file_stay(tmp_path: Path) -> None:
    word = docx.Document()
    word.sections[0].header.paragraphs[0].text = "First header"
    word.add_section()
    file = tmp_path / "sections.docx"
    word.save(str(file))
    made = _word(reference=file)
    assert len(made.sections) == 1
    assert made.sections[0].header.paragraphs[0].text == "First header"


def test_footnotes_and_styles_without_a_font_are_no_hindrance(tmp_path: Path) -> None:
    word = docx.Document()
    notes = word.settings.element.makeelement(f"{_W}footnotePr", {})
    word.settings.element.append(notes)
    defaults = word.styles.element.find(f"{_W}docDefaults")
    assert defaults is not None
    word.styles.element.remove(defaults)
    file = tmp_path / "notes.docx"
    word.save(str(file))
    made = _word(reference=file)
    assert made.settings.element.find(f"{_W}footnotePr") is None
    assert made.paragraphs[0].text == "A title"


def test_a_reference_file_without_lists_gets_ours(tmp_path: Path) -> None:
    word = docx.Document()
    for style in list(word.styles):
        if style.name and style.name.startswith("List "):
            style.delete()
    part = word.part
    (key,) = [k for k, r in part.rels.items() if r.reltype.endswith("/numbering")]
    del part.rels[key]
    file = tmp_path / "bare.docx"
    word.save(str(file))
    made = _word(reference=file)
    assert len(_find(made, "numId")) == 6
    assert len(_numbers(made)) == 4


@pytest.mark.parametrize("held", [b"", b"no Word file", b"PK\x03\x04", "zip", "pptx"])
def test_a_reference_file_that_is_no_docx_is_told(
    tmp_path: Path, held: bytes | str
) -> None:
    file = tmp_path / "r.docx"
    if isinstance(held, bytes):
        file.write_bytes(held)
    else:
        with zipfile.ZipFile(file, "w") as made:
            made.writestr("[Content_Types].xml" if held == "pptx" else "x", "<Types/>")
    with pytest.raises(WritingError, match=r"r\.docx is no Word document: save it"):
        _bytes(reference=file)


def test_a_reference_file_that_is_broken_within_is_told(
    tmp_path: Path, reference: Path
) -> None:
    file = tmp_path / "broken.docx"
    with zipfile.ZipFile(reference) as old, zipfile.ZipFile(file, "w") as new:
        for name in old.namelist():
            held = old.read(name)
            new.writestr(name, held[:300] if name == "word/styles.xml" else held)
    with pytest.raises(WritingError, match="is no Word document"):
        _bytes(reference=file)


def test_a_reference_file_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(WritingError, match=r"none\.docx cannot be opened"):
        _bytes(reference=tmp_path / "none.docx")
    with pytest.raises(WritingError, match=r"cannot be opened"):
        _bytes(reference=tmp_path)


_OFFICE = shutil.which("soffice")
_NEEDS_OFFICE = pytest.mark.skipif(not _OFFICE, reason="needs LibreOffice")


@_NEEDS_OFFICE
def test_libreoffice_shows_headings_and_words_for_figures(tmp_path: Path) -> None:
    (tmp_path / "x.docx").write_bytes(_bytes())
    subprocess.run(
        [
            "soffice",
            f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}",
            *("--headless", "--convert-to", "fodt", "--outdir", str(tmp_path)),
            str(tmp_path / "x.docx"),
        ],
        check=True,
        capture_output=True,
        timeout=120,
        # On a machine without fonts LibreOffice crashes: it finds ours.
        env={**os.environ, **fonts.environment(tmp_path, system=True)},
    )
    shown = (tmp_path / "x.fodt").read_text("utf-8")
    levels = re.findall(r'<text:h [^>]*text:outline-level="(\d)"', shown)
    assert levels == ["1", "2", "1", "1"]
    assert "<svg:desc>What theory shows, in words.</svg:desc>" in shown
    assert "<table:table-header-rows>" in shown
    assert shown.count("<text:sequence ") == 2


@pytest.mark.skipif(not shutil.which("pandoc"), reason="needs pandoc")
def test_another_makers_file_can_be_the_reference(tmp_path: Path) -> None:
    file = tmp_path / "pandoc.docx"
    made = subprocess.run(
        ["pandoc", "--print-default-data-file", "reference.docx"],
        check=True,
        capture_output=True,
    )
    file.write_bytes(made.stdout)
    word = _word(reference=file)
    texts = [one.text for one in word.paragraphs]
    assert texts[:3] == ["A title", "A. Author, B. Writer", "What this is about."]
    assert "Hello world." not in " ".join(texts)


def test_every_heading_and_style_can_be_used_at_once() -> None:
    word = _word(
        *(Heading(level, words(f"H{level}")) for level in (1, 2, 3, 4)),
        *(Paragraph(words(style), style) for style in Style),
    )
    assert len(word.paragraphs) == 2 + 4 + len(Style)


def _toc() -> Any:
    word = docx.Document(io.BytesIO(write(parted(), "docx", "x")["x.docx"]))
    (box,) = _find(word, "sdt")
    return word, list(box.iter(f"{_W}p"))


def _said(paragraph: Any) -> str:
    return "".join(one.text for one in paragraph.iter(f"{_W}t"))


def test_the_list_of_contents_is_words_own_and_right_when_opened() -> None:
    word, (title, *entries) = _toc()
    assert _said(title) == "Contents"
    assert list(map(_said, entries)) == ["One & only", "Within", "A page"]
    marks = [one.get(f"{_W}fldCharType") for one in _find(word, "fldChar")]
    assert marks == ["begin", "separate", "end"]
    (asked,) = _find(word, "instrText")
    assert asked.text == ' TOC \\o "1-2" \\n \\h \\z '
    styles = {style.style_id: style.name for style in word.styles}
    used = [one.get(f"{_W}val") for p in entries for one in p.iter(f"{_W}pStyle")]
    assert [styles[one] for one in used] == ["toc 1", "toc 2", "toc 1"]


def test_entries_lead_to_their_headings() -> None:
    word, (_, *entries) = _toc()
    headings = {
        mark.get(f"{_W}name"): _said(mark.getparent())
        for mark in _find(word, "bookmarkStart")
    }
    for entry in entries:
        (link,) = entry.iter(f"{_W}hyperlink")
        assert headings[link.get(f"{_W}anchor")] == _said(entry)
    ids = [one.get(f"{_W}id") for one in _find(word, "bookmarkStart")]
    assert len(set(ids)) == len(ids) == 4
    assert [one.get(f"{_W}id") for one in _find(word, "bookmarkEnd")] == ids


def test_what_leads_into_a_list_stays_on_its_page() -> None:
    listed = Bullets((Item(words("x")),))
    word = _word(Paragraph(words("a")), Paragraph(words("b")), listed)
    kept = [one.text for one in word.paragraphs if one.paragraph_format.keep_with_next]
    assert kept == ["b"]


def test_an_item_stays_on_the_page_of_the_first_that_it_leads_to() -> None:
    led = Item(words("head"), (Item(words("below")), Item(words("last"))))
    word = _word(Bullets((Item(words("before")), led)))
    kept = [one.text for one in word.paragraphs if one.paragraph_format.keep_with_next]
    assert kept == ["head"]
