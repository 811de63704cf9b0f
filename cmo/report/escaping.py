"""What users wrote, made safe for each place where it is shown."""

from __future__ import annotations

import csv
import io
import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

# Terminals act on control characters, and show text after a direction
# override in an order that hides what it says.
_ACTS_ON_TERMINAL = re.compile(
    "[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff]"
)
_MARKDOWN = re.compile(r"([\\`*_{}\[\]<>#|~])")
_FORMULA = ("=", "+", "-", "@", "＝", "＋", "－", "＠")


def terminal(text: str) -> str:
    """Return `text` in one line that a terminal only shows, never acts on."""
    return _ACTS_ON_TERMINAL.sub(lambda m: f"\\u{ord(m.group()):04x}", text)


def markdown_cell(text: str) -> str:
    """Return `text` as it should read in a cell of a Markdown table."""
    one_line = " ".join(text.split())
    return _MARKDOWN.sub(r"\\\1", one_line).replace("&", "&amp;")


def csv_table(rows: Iterable[Sequence[object]]) -> str:
    """Return `rows` as CSV that a spreadsheet shows and never calculates."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerows([_inert(cell) for cell in row] for row in rows)
    return out.getvalue()


def _inert(cell: object) -> object:
    # Spreadsheets run a cell that starts so as a formula; the apostrophe is
    # their own mark for text.
    is_formula = isinstance(cell, str) and cell.lstrip().startswith(_FORMULA)
    return f"'{cell}" if is_formula or str(cell).startswith("\t") else cell
