from __future__ import annotations

import io
import re
from dataclasses import replace
from typing import Any

import pypdf
import pytest

from cmo.publish.document import (
    Bullets,
    Cell,
    Column,
    Heading,
    Item,
    Paragraph,
    Run,
    Style,
    Table,
    words,
)
from cmo.publish.writers import WritingError, write
from tests.publish.documents import (
    HOSTILE,
    document,
    figure,
    hostile,
    parted,
    svg,
    table,
)

# No font has a character for private use.
_NOWHERE = "\U000f1234"


def _pdf(*blocks: object, **others: object) -> pypdf.PdfReader:
    made = write(document(*blocks, **others), "pdf", "x")["x.pdf"]
    return pypdf.PdfReader(io.BytesIO(made))


def _text(pdf: pypdf.PdfReader) -> str:
    return "\n".join(page.extract_text() for page in pdf.pages)


def _bare(text: str) -> str:
    # Lines are broken anywhere in narrow columns, some with a hyphen.
    return re.sub(r"[\s\u00ad-]", "", text)


def _elements(pdf: pypdf.PdfReader) -> list[Any]:
    """The elements of the tree by which assistive technology reads."""
    found: list[Any] = []
    waiting: list[Any] = [pdf.root_object["/StructTreeRoot"]]
    while waiting:
        one = waiting.pop()
        one = one.get_object() if isinstance(one, pypdf.generic.IndirectObject) else one
        if isinstance(one, list):
            waiting += one
        elif isinstance(one, dict):
            found.append(one)
            waiting.append(one.get("/K", []))
    return found


@pytest.mark.parametrize("hard", [*HOSTILE, "a\u2011b – c\u2194d ☐ ✓"])
def test_hostile_text_reads_as_itself(hard: str) -> None:
    shown = _bare(_text(_pdf(*hostile([hard]).blocks)))
    # A heading, a paragraph, an item, two captions, the head of a table and a cell.
    assert shown.count(_bare(hard)) == 7


def test_words_of_5000_letters_stay_on_the_page() -> None:
    long = "ж" * 5000
    grid = Table("t", (Column(long), Column("Number")), ((Cell((words(long),)),) * 2,))
    pdf = _pdf(Heading(1, words(long)), Paragraph(words(long)), grid)
    assert _text(pdf).count("ж") == 5 * 5000
    assert len(pdf.pages) < 12


@pytest.mark.parametrize("hard", ["ثقة بين", "אמון abc"])
def test_scripts_that_our_font_lacks_come_from_others(hard: str) -> None:
    try:
        shown = _text(_pdf(Paragraph(words(hard))))
    except WritingError:
        pytest.skip("needs a font of this machine for Arabic")
    assert set(hard) - {" "} <= set(shown)


@pytest.mark.parametrize(
    "block",
    [
        Paragraph(words(f"Peers {_NOWHERE} trust")),
        Heading(1, words(f"Peers {_NOWHERE} trust")),
        table(caption=f"Peers {_NOWHERE} trust"),
        Table("x", (Column("y"),), ((Cell((words(f"Peers {_NOWHERE} trust"),)),),)),
    ],
)
def test_a_character_that_no_font_has_is_told(block: object) -> None:
    with pytest.raises(WritingError) as caught:
        _pdf(block)
    assert str(caught.value) == (
        f"no font on this machine has the character '{_NOWHERE}' (U+F1234) in "
        f"'Peers {_NOWHERE} trust': install a font that has it, or leave it out; "
        "DOCX and HTML can be written without it"
    )


def test_a_long_text_is_shortened_around_such_a_character() -> None:
    with pytest.raises(WritingError, match=f"'…{'a' * 30}{_NOWHERE}{'b' * 29}…'"):
        _pdf(Paragraph(words("a" * 5000 + _NOWHERE + "b" * 5000)))


def test_such_a_character_in_a_figure_is_told() -> None:
    drawn = svg(_NOWHERE)
    with pytest.raises(WritingError, match="in the figure 'theory'"):
        _pdf(replace(figure(), draw=lambda _: drawn))


def test_what_typst_cannot_use_is_told() -> None:
    with pytest.raises(WritingError, match="could not write the document: failed to"):
        _pdf(replace(figure(), draw=lambda _: b"no picture"))


def test_the_file_is_tagged_as_pdf_ua_1() -> None:
    pdf = _pdf(language="en-GB")
    held: Any = pdf.root_object["/Metadata"]
    about = held.get_data().decode()
    assert re.search(r"pdfuaid:part(=\"|>)1", about)
    assert pdf.root_object["/MarkInfo"]["/Marked"].value is True  # type: ignore[index]
    assert str(pdf.root_object["/Lang"]).startswith("en")
    kinds = {one.get("/S") for one in _elements(pdf)}
    assert {"/H1", "/H2", "/L", "/Table", "/TH", "/TD", "/Caption", "/Link"} <= kinds


def test_figures_have_words_and_their_text_our_font() -> None:
    pdf = _pdf(figure())
    said = [one.get("/Alt") for one in _elements(pdf)]
    assert "What theory shows, in words." in said
    assert "a picture" in _text(pdf)
    fonts = {str(f["/BaseFont"]) for p in pdf.pages for f in _fonts(p)}
    assert {re.sub(r"/\w+\+", "", one).split("-")[0] for one in fonts} == {
        "SourceSansPro"
    }


def _fonts(page: Any) -> list[Any]:
    found: list[Any] = []
    waiting = [page["/Resources"]]
    while waiting:
        held = waiting.pop().get_object()
        found += [one.get_object() for one in held.get("/Font", {}).values()]
        forms = [one.get_object() for one in held.get("/XObject", {}).values()]
        waiting += [one["/Resources"] for one in forms if "/Resources" in one]
    return found


def test_headings_stand_in_the_outline() -> None:
    outline = _pdf().outline
    titles = [one.title for one in outline if not isinstance(one, list)]
    assert titles == ["First part", "Second part", "References"]


def test_captions_are_numbered() -> None:
    shown = _text(_pdf(table(), figure(), table(caption="More")))
    for caption in ("Table 1. What was found", "Figure 1. The", "Table 2. More"):
        assert caption in shown.replace("\xa0", " ")


def test_the_header_of_a_table_stands_on_every_page() -> None:
    pdf = _pdf(table(rows=120))
    assert len(pdf.pages) > 2
    assert all("Column 2" in page.extract_text() for page in pdf.pages)
    assert "1 / " in pdf.pages[0].extract_text()


def test_only_web_pages_are_links() -> None:
    pdf = _pdf(
        Paragraph((Run("a", url="javascript:x"), Run("b", url="https://x.org/ä")))
    )
    notes: Any = pdf.pages[0]["/Annots"]
    assert [note.get_object()["/A"]["/URI"] for note in notes] == [
        "https://x.org/%C3%A4"
    ]


@pytest.mark.parametrize("landscape", [True, False])
def test_pages_are_a4(*, landscape: bool) -> None:
    box = _pdf(landscape=landscape).pages[0].mediabox
    assert (box.width > box.height) is landscape
    assert {round(box.width), round(box.height)} == {595, 842}


def test_a_large_figure_fits_on_its_page() -> None:
    assert len(_pdf(figure(width=400, height=900)).pages) <= 2


def test_no_time_is_in_the_file() -> None:
    about = _pdf().metadata
    assert about is not None
    assert (about.title, about.author) == ("A title", "A. Author, B. Writer")
    assert about.creation_date is None


def test_an_empty_document_is_a_title() -> None:
    made = write(replace(document(), blocks=(), authors=()), "pdf", "x")["x.pdf"]
    assert "A title" in _text(pypdf.PdfReader(io.BytesIO(made)))


def test_the_list_of_contents_has_pages_and_leads_there() -> None:
    pdf = pypdf.PdfReader(io.BytesIO(write(parted(), "pdf", "x")["x.pdf"]))
    shown = _text(pdf).replace("\u2060", "")
    assert re.search(
        r"Contents\s+One & only[ .]+1\s+Within[ .]+1\s+A page[ .]+1", shown
    )
    assert shown.count("Deep") == 1
    (page,) = pdf.pages
    notes: Any = page["/Annots"]
    inner = [one for one in notes if "/URI" not in one.get_object().get("/A", {})]
    assert len(inner) >= 3
    titles = [one.title for one in pdf.outline if not isinstance(one, list)]
    assert titles == ["One & only", "A page"]
    assert "/TOC" in {one.get("/S") for one in _elements(pdf)}


@pytest.mark.parametrize("style", [Style.BODY, Style.NOTE])
def test_a_paragraph_is_on_the_page_of_the_list_that_it_leads_into(
    style: Style,
) -> None:
    led = Paragraph(words("What is said of them, in a line:"), style)
    for lines in range(36, 48):
        filling = [Paragraph(words(f"line {n}")) for n in range(lines)]
        pdf = _pdf(*filling, led, Bullets((Item(words("the first item")),)))
        (page,) = (one for one in pdf.pages if "What is said" in one.extract_text())
        assert "the first item" in page.extract_text()


def test_an_item_is_on_the_page_of_the_first_that_it_leads_to() -> None:
    for lines in range(36, 48):
        filling = [Paragraph(words(f"line {n}")) for n in range(lines)]
        led = Item(words("the head"), (Item(words("first below")), Item(words("b"))))
        pdf = _pdf(*filling, Bullets((Item(words("before")), led)))
        (page,) = (one for one in pdf.pages if "the head" in one.extract_text())
        assert "first below" in page.extract_text()


def test_a_long_item_that_leads_to_others_takes_several_pages() -> None:
    led = Item(words("word " * 3000), (Item(words("below")),))
    pdf = _pdf(Paragraph(words("a")), Bullets((led,)))
    assert _bare(_text(pdf)).count("word") == 3000
    assert "word" in pdf.pages[0].extract_text()


def test_a_long_paragraph_before_a_list_takes_several_pages() -> None:
    long = Paragraph(words("word " * 3000 + "end:"))
    pdf = _pdf(Paragraph(words("a")), long, Bullets((Item(words("item")),)))
    assert _bare(_text(pdf)).count("word") == 3000
    assert "word" in pdf.pages[0].extract_text()


@pytest.mark.parametrize("unseen", ["\ufeff", "\ufdd0", "\U0001fffe", "\U0010ffff"])
def test_what_is_no_character_is_left_out(unseen: str) -> None:
    hard = f"a{unseen}b"
    drawn = svg(hard)
    pdf = _pdf(*hostile([hard]).blocks, replace(figure(), draw=lambda _: drawn))
    assert _bare(_text(pdf)).count("ab") >= 8


def test_a_table_begins_on_the_page_of_its_caption() -> None:
    for lines in range(36, 48):
        filling = [Paragraph(words(f"line {n}")) for n in range(lines)]
        pdf = _pdf(*filling, table(caption="Captioned"))
        (page,) = (one for one in pdf.pages if "Captioned" in one.extract_text())
        assert "Row 1, column 1" in page.extract_text()
