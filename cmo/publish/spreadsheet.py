"""Documents for spreadsheets: XLSX holds all texts, CSV the only table."""

from __future__ import annotations

import io
import math
import re
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from cmo.publish.document import (
    Bullets,
    Cell,
    Column,
    Figure,
    Heading,
    Paragraph,
    Table,
    words,
)
from cmo.publish.writers_parts import WritingError, lines, shares, tables, text
from cmo.report.escaping import csv_table

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

    from cmo.publish.document import Block, Document, Item

_WHEN = datetime(1980, 1, 1, tzinfo=UTC)
# What Excel holds: https://support.microsoft.com/office/1672b34d-7043-467e-8e27
_LONGEST, _ROWS, _COLUMNS = 32_767, 1_048_576, 16_384
_SHEET = 31  # letters of the name of a sheet
_NOT_IN_NAMES = re.compile(r"[\[\]:*?/\\]")
_CUT = " … [shortened: Excel holds no more in a cell]"
_OTHERS = ".docx, .html, .md, .pdf or .tex"
_WIDTH = 150  # letters, over all columns
_WIDEST, _NARROWEST = 70, 8
_NOTES = "Notes"


def write_csv(document: Document, name: str) -> dict[str, bytes]:
    """Return the table of the document, and nothing else, as ``name.csv``.

    Args:
        document: As `writers_parts.ready` leaves it.
        name: A file name without suffix.

    Raises:
        WritingError: It has no table, or several.
    """
    found = [table for table, _ in tables(document)]
    if len(found) != 1:
        said = f"{len(found)} tables" if found else "no table"
        message = (
            f"CSV holds one table, and '{document.title}' has {said}: write "
            f"{'.xlsx' if found else _OTHERS} instead"
        )
        raise WritingError(message)
    header: list[object] = [column.title for column in found[0].columns]
    rows = [[_value(cell) for cell in row] for row in found[0].rows]
    return {f"{name}.csv": csv_table([header, *rows]).encode()}


def _value(cell: Cell) -> str | float:
    number = cell.number
    if number is None or not math.isfinite(number):
        return "\n".join(lines(cell))
    return int(number) if float(number).is_integer() else number


def write_xlsx(document: Document, name: str) -> dict[str, bytes]:
    """Return the document as ``name.xlsx``: its tables, each on a sheet, then the rest.

    Args:
        document: As `writers_parts.ready` leaves it.
        name: A file name without suffix.

    Raises:
        WritingError: It has no table, or one that Excel cannot hold.
    """
    # Heavy, and only XLSX needs it.
    from xlsxwriter import Workbook

    found = tables(document)
    if not found:
        message = (
            f"a spreadsheet holds tables, and '{document.title}' has none: "
            f"write {_OTHERS} instead"
        )
        raise WritingError(message)
    out = io.BytesIO()
    # In memory: with files of its own, times would get into it.
    book = Workbook(out, {"in_memory": True})
    book.set_properties(
        {
            "title": document.title,
            "author": "; ".join(document.authors),
            "created": _WHEN,
        }
    )
    plain = book.add_format({"text_wrap": True, "valign": "top"})
    bold = {"bold": True, "bg_color": "#F0F0F0", "bottom": 1}
    header = book.add_format({"text_wrap": True, "valign": "top", **bold})
    names: set[str] = set()
    for table, label in [*found, *((table, "") for table in rest(document))]:
        sheet = book.add_worksheet(_sheet_name(table.caption or label, names))
        _fill(sheet, table, header, plain)
    book.close()
    return {f"{name}.xlsx": out.getvalue()}


def rest(document: Document) -> list[Table]:
    """Return what stands outside the tables, as a table for each sheet of it.

    Its caption is the heading over it up to a colon, so that "Passages: effect" and
    "Passages: mechanism" share a sheet, on which a column tells them apart. What
    has no heading are the notes.

    Args:
        document: As `writers_parts.ready` leaves it.
    """
    sheets: dict[str, list[tuple[str, str]]] = {}
    above: list[str] = []
    for block in document.blocks:
        if isinstance(block, Heading):
            above = [*above[: block.level - 1], text(block.words)]
            continue
        first, *deeper = above or [_NOTES]
        name, _, part = first.partition(": ")
        under = ": ".join(filter(None, (part, *deeper)))
        for line in _outside(block):
            sheets.setdefault(name, []).append((under, line))
    return [_sheet(name, rows, document.title) for name, rows in sheets.items()]


def _sheet(name: str, rows: list[tuple[str, str]], title: str) -> Table:
    columns = (Column("Part"), Column(title if name == _NOTES else name, 2))
    # Without parts, the column of them would be empty.
    first = 0 if any(part for part, _ in rows) else 1
    cells = (tuple(Cell((words(said),)) for said in row[first:]) for row in rows)
    return Table(name, columns[first:], tuple(cells), row_headers=False)


def _outside(block: Block) -> Iterator[str]:
    """Yield the lines that a block has outside tables."""
    match block:
        case Paragraph():
            yield text(block.words)
        case Bullets():
            yield from _listed(block.items, numbered=block.numbered)
        case Figure():
            yield f"{block.caption}: {block.alternative}"
        case Table() if block.nothing and not block.rows:
            yield block.nothing


def _listed(
    items: Iterable[Item], indent: str = "", *, numbered: bool = False
) -> Iterator[str]:
    for number, item in enumerate(items, 1):
        mark = f"{number}. " if numbered else "– " if indent else ""
        yield f"{indent}{mark}{text(item.words)}"
        yield from _listed(item.items, f"{indent}   ")


def _sheet_name(caption: str, taken: set[str]) -> str:
    """Return a name that Excel takes, and add it to `taken`."""
    legal = " ".join(_NOT_IN_NAMES.sub(" ", caption).split()).strip("'")
    # Excel keeps one name for itself.
    base = legal if legal and legal.lower() != "history" else f"{legal} table".strip()
    number, mark = 1, ""
    while (name := _cut(base, _SHEET - len(mark)) + mark).casefold() in taken:
        number += 1
        mark = f" ({number})"
    taken.add(name.casefold())
    return name


def _fill(sheet: Worksheet, table: Table, header: Format, text: Format) -> None:
    height, width = len(table.rows) + 1, len(table.columns)
    if height > _ROWS or width > _COLUMNS:
        message = (
            f"the table '{table.caption[:60]}' has {height:,} rows and {width:,} "
            f"columns, and Excel holds {_ROWS:,} and {_COLUMNS:,}: write .csv instead"
        )
        raise WritingError(message)
    titles = [column.title for column in table.columns]
    for place, (title, share) in enumerate(zip(titles, shares(table), strict=True)):
        letters = min(_WIDEST, max(_NARROWEST, share * _WIDTH))
        sheet.set_column(place, place, letters)
        sheet.write_string(0, place, _fitting(title), header)
    for place, row in enumerate(table.rows, 1):
        for column, cell in enumerate(row):
            value = _value(cell)
            if value == "":
                sheet.write_blank(place, column, None, text)
            elif isinstance(value, str):
                sheet.write_string(place, column, _fitting(value), text)
            else:
                sheet.write_number(place, column, value, text)
    sheet.freeze_panes(1, 1 if table.row_headers else 0)
    sheet.autofilter(0, 0, height - 1, width - 1)
    sheet.repeat_rows(0)
    sheet.set_landscape()
    sheet.set_paper(9)  # A4
    sheet.fit_to_pages(1, 0)
    if table.caption:
        # On top of printed pages; an ampersand begins a command there.
        sheet.set_header("&L" + _cut(table.caption, 120).replace("&", "&&"))


def _fitting(text: str) -> str:
    if _units(text) <= _LONGEST:
        return text
    return _cut(text, _LONGEST - len(_CUT)) + _CUT


def _cut(text: str, units: int) -> str:
    """Return as much of `text` as Excel counts as so many characters."""
    return text.encode("utf-16-le")[: 2 * units].decode("utf-16-le", "ignore")


def _units(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2
