from __future__ import annotations

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cmo.report.escaping import csv_table, markdown_cell, terminal


@pytest.mark.parametrize(
    "text", ["\x1b[2J", "\x07", "a\nb", "a\rb", "\x9b31m", "\u202e"]
)
def test_what_acts_on_a_terminal_is_written_out(text: str) -> None:
    assert terminal(text).isprintable()


@given(st.text())
def test_terminal_text_is_one_harmless_line(text: str) -> None:
    shown = terminal(text)
    assert len(shown.splitlines()) <= 1
    assert "\x1b" not in shown


def test_plain_text_stays_what_it_is() -> None:
    assert (
        terminal("[/red] trust → safety “é” 信頼") == "[/red] trust → safety “é” 信頼"
    )


@pytest.mark.parametrize("text", ["=cmd()", "+1", "-1", "@x", "\t=1", "\r=1"])
def test_a_spreadsheet_shows_what_looks_like_a_formula(text: str) -> None:
    assert csv_table([[text]]).lstrip('"').startswith("'")


@given(
    st.lists(
        st.lists(st.text(st.characters(exclude_categories=["Cs", "Cc"])), min_size=1)
    )
)
def test_csv_keeps_every_text_up_to_the_apostrophe(rows: list[list[str]]) -> None:
    read = list(csv.reader(io.StringIO(csv_table(rows), newline="")))
    kept = [row for row in rows if row != [""]]
    assert [[c.removeprefix("'") for c in row] for row in read if row != [""]] == [
        [c.removeprefix("'") for c in row] for row in kept
    ]


@pytest.mark.parametrize("text", ["a|b", "*a*", "<b>", "`a`", "[a](b)", "a\nb", "&lt;"])
def test_markdown_cells_hold_text_and_no_markup(text: str) -> None:
    cell = markdown_cell(text)
    assert "\n" not in cell
    for mark in "|*<`[":
        assert cell.count(mark) == cell.count(f"\\{mark}")
