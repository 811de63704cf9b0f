from __future__ import annotations

import csv
import io
from typing import Any

import openpyxl
import pytest

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
from cmo.publish.writers_parts import ready, text, texts
from tests.publish.documents import FOREIGN, HOSTILE, document, figure, hostile, table

_TEXTS = [*HOSTILE, *FOREIGN, "@SUM(1)", "\t=1", "{=1}", "'a", "0012", "1e5", "TRUE"]


def _book(*blocks: object) -> Any:
    made = write(document(*blocks), "xlsx", "x")["x.xlsx"]
    return openpyxl.load_workbook(io.BytesIO(made))


def _grid(*cells: Cell, caption: str = "x") -> Table:
    return Table(caption, (Column("Head"),), tuple((cell,) for cell in cells))


def test_hostile_text_reads_as_itself_in_xlsx() -> None:
    made = write(hostile(_TEXTS), "xlsx", "x")["x.xlsx"]
    sheet, *others = openpyxl.load_workbook(io.BytesIO(made)).worksheets
    column = [row[0] for row in sheet.iter_rows(min_row=2)]
    everywhere = {c.data_type for one in others for row in one.rows for c in row}
    assert everywhere == {"s"}
    # Text is text: no formula, no number, no link.
    assert {cell.data_type for cell in column} == {"s"}
    assert [cell.value for cell in column] == [one.strip() for one in _TEXTS]
    assert not any(cell.hyperlink for cell in column)


def test_hostile_text_reads_as_itself_in_csv() -> None:
    made = write(hostile(_TEXTS), "csv", "x")["x.csv"].decode()
    rows = list(csv.reader(io.StringIO(made, newline="")))
    shown = [row[0].removeprefix("'") for row in rows[1:]]
    assert shown == [one.strip().removeprefix("'") for one in _TEXTS]
    # What a spreadsheet would run has its mark for text.
    assert not [row for row in rows if row[0].startswith(("=", "+", "-", "@"))]


def test_numbers_are_numbers() -> None:
    cells = (Cell((words("three"),), 3.0), Cell((words("x"),), -0.5), Cell())
    (sheet,) = _book(_grid(*cells)).worksheets
    assert [row[0].value for row in sheet.iter_rows(min_row=2)] == [3, -0.5, None]


@pytest.mark.parametrize("number", [float("nan"), float("inf")])
def test_what_is_no_number_is_text(number: float) -> None:
    (sheet,) = _book(_grid(Cell((words("unknown"),), number))).worksheets
    assert sheet["A2"].value == "unknown"


def test_csv_holds_numbers_and_lines() -> None:
    grid = _grid(Cell(number=3.0), Cell((words("a"), words("b"))))
    made = write(document(grid), "csv", "x")["x.csv"]
    assert made == b'Head\n3\n"a\nb"\n'


def test_csv_holds_one_table() -> None:
    with pytest.raises(WritingError, match=r"'A title' has 2 tables: write \.xlsx"):
        write(document(table(), table()), "csv")
    with pytest.raises(WritingError, match="has no table"):
        write(document(figure()), "csv")


def test_xlsx_holds_tables() -> None:
    with pytest.raises(WritingError, match=r"'A title' has none: write .*or \.tex"):
        write(document(figure()), "xlsx")


def test_each_table_has_a_sheet_with_a_name_that_excel_takes() -> None:
    captions = [
        "a/b: [c]?",
        "A b c",
        "History",
        "'q'",
        "é" * 40,
        "é" * 40,
        "🙂" * 20,
        "",
    ]
    book = _book(*(table(caption=caption) for caption in captions))
    assert book.sheetnames == [
        "a b c",
        "A b c (2)",
        "History table",
        "q",
        "é" * 31,
        "é" * 27 + " (2)",
        "🙂" * 15,
        "Table 8",
    ]


def test_what_stands_outside_tables_has_sheets_by_its_headings() -> None:
    book = _book(
        Paragraph(words("Above."), Style.NOTE),
        table(),
        Heading(1, words("Passages: effect")),
        Paragraph(words("None.")),
        Heading(1, words("Passages: mechanism")),
        Heading(2, words("Findings")),
        Bullets((Item(words("=1+1"), (Item(words("Within")),)),)),
        Bullets((Item(words("First")), Item(words("Second"))), numbered=True),
        Heading(1, words("References")),
        Paragraph(words("Author, A. (2021)."), Style.REFERENCE),
    )
    assert book.sheetnames == ["What was found", "Notes", "Passages", "References"]
    assert _values(book["Notes"]) == [["A title"], ["Above."]]
    assert _values(book["Passages"]) == [
        ["Part", "Passages"],
        ["effect", "None."],
        ["mechanism: Findings", "=1+1"],
        ["mechanism: Findings", "   – Within"],
        ["mechanism: Findings", "1. First"],
        ["mechanism: Findings", "2. Second"],
    ]
    assert book["Passages"]["B3"].data_type == "s"
    assert _values(book["References"]) == [["References"], ["Author, A. (2021)."]]


def test_a_workbook_says_all_that_a_page_says() -> None:
    every = document()
    book = _book(*every.blocks)
    cells = (c for one in book.worksheets for row in _values(one) for c in row)
    whole = "\n".join(map(str, cells))
    over_tables = {"What was found"} | {
        text(one.words) for one in every.blocks if isinstance(one, Heading)
    }
    missing = [
        one
        for one in texts(ready(every))
        if one not in whole and one not in {*every.authors, *over_tables}
    ]
    assert not missing


def _values(sheet: Any) -> list[list[object]]:
    return [[cell.value for cell in row] for row in sheet.rows]


def test_the_header_is_bold_frozen_and_filters() -> None:
    (sheet,) = _book(table(rows=2, columns=3)).worksheets
    assert all(cell.font.bold for cell in sheet[1])
    assert sheet.freeze_panes == "B2"
    assert sheet.auto_filter.ref == "A1:C3"
    assert sheet["A2"].alignment.wrap_text
    assert sheet.column_dimensions["B"].width > sheet.column_dimensions["A"].width


def test_a_text_that_excel_cannot_hold_is_shortened_with_a_mark() -> None:
    (sheet,) = _book(_grid(Cell((words("🙂" * 20_000),)))).worksheets
    shown = sheet["A2"].value
    assert shown.endswith(" … [shortened: Excel holds no more in a cell]")
    assert 32_760 < len(shown.encode("utf-16-le")) // 2 <= 32_767


def test_a_table_that_excel_cannot_hold_is_refused() -> None:
    wide = Table("Wide", (Column("c"),) * 16_385, ())
    with pytest.raises(WritingError, match=r"'Wide' has 1 rows and 16,385 columns"):
        write(document(wide), "xlsx")


def test_the_file_says_what_it_is() -> None:
    about = _book(table()).properties
    assert (about.title, about.creator) == ("A title", "A. Author; B. Writer")
    assert about.created.year == 1980


_EMPTY = Table("x", (Column("Head"), Column("More")), (), nothing="There is none.")


def test_a_table_without_rows_is_its_header() -> None:
    assert write(document(_EMPTY), "csv", "x")["x.csv"] == b"Head,More\n"
    sheet, notes = _book(_EMPTY).worksheets
    assert _values(sheet) == [["Head", "More"]]
    assert _values(notes) == [["A title"], ["There is none."]]


@pytest.mark.parametrize("form", ["md", "html", "tex"])
def test_elsewhere_a_sentence_stands_for_it(form: str) -> None:
    shown = write(document(_EMPTY), form, "x")[f"x.{form}"].decode()
    assert "There is none." in shown
    assert "Head" not in shown
