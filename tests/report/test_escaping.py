from __future__ import annotations

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cmo.report.escaping import (
    csv_table,
    markdown_cell,
    markdown_quiet,
    plain,
    sarif_message,
    terminal,
    workflow_message,
    workflow_property,
    xml,
)


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


@pytest.mark.parametrize(
    ("text", "quiet"),
    [
        ("@octocat", "@&#8203;octocat"),
        ("a @ b # c", "a @ b \\# c"),
        ("closes #12", "closes \\#&#8203;12"),
        ("gh-7", "gh-&#8203;7"),
        ("!4 $5 %6 ~7 &8", "!&#8203;4 $&#8203;5 %&#8203;6 \\~&#8203;7 &amp;&#8203;8"),
        ("https://x.org", "https:&#8203;//x.org"),
        ("www.x.org", "www&#8203;.x.org"),
        (":a_b: 1: 2", ":&#8203;a\\_b: 1: 2"),
        ("50 % of R&D", "50 % of R&amp;D"),
        ("\u202ea", "\\\\u202ea"),
    ],
)
def test_nothing_fires_in_a_comment(text: str, quiet: str) -> None:
    assert markdown_quiet(text) == quiet


@pytest.mark.parametrize(
    ("text", "written"),
    [("a\tb\nc é 信", "a\tb\nc é 信"), ("\x00\ud800\uffff", "\\u0000\\ud800\\uffff")],
)
def test_only_what_no_reader_takes_is_written_out(text: str, written: str) -> None:
    assert plain(text) == written


def test_xml_gives_back_what_it_was_given() -> None:
    assert xml('<a> & "b" ]]>\n\x85') == (
        "&lt;a&gt; &amp; &quot;b&quot; ]]&gt;&#xa;&#x85;"
    )
    assert xml("\x00") == "\\u0000"


def test_a_workflow_command_ends_where_it_should() -> None:
    assert workflow_message("100%: a,b\r\n\x1b") == "100%25: a,b%0D%0A\\u001b"
    assert workflow_property("100%: a,b\n") == "100%25%3A a%2Cb%0A"


def test_braces_and_links_of_users_mean_nothing_in_sarif() -> None:
    assert sarif_message("{0} [a](b) [c] \x00") == "{{0}} [a\\](b) [c] \\u0000"
