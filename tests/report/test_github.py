from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cmo.findings import Severity
from cmo.report.github import as_github
from tests.report.made import HOSTILE, finding, findings

if TYPE_CHECKING:
    from cmo.report.findings import Findings


class Command(NamedTuple):
    level: str
    properties: dict[str, str]
    message: str


def read(line: str) -> Command | None:
    """Read a line as the runner of GitHub Actions does; None if it is no command."""
    if not line.lstrip().startswith("::"):
        return None
    head, _, message = line.lstrip()[2:].partition("::")
    level, _, given = head.partition(" ")
    pairs = (pair.partition("=") for pair in given.split(","))
    properties = {key.strip(): _unescaped(value) for key, _, value in pairs}
    return Command(level, properties, _unescaped(message))


def _unescaped(text: str) -> str:
    for written, meant in (
        ("%0D", "\r"),
        ("%0A", "\n"),
        ("%3A", ":"),
        ("%2C", ","),
        ("%25", "%"),
    ):
        text = text.replace(written, meant)
    return text


def lines(made: Findings, *, notes: bool = False) -> list[str]:
    return list(as_github(made, notes=notes))


def test_a_finding_is_a_command_with_its_place() -> None:
    command, summary = lines(findings(finding("is odd", at=(7, 9))))
    assert read(command) == Command(
        "warning",
        {
            "file": "theories/t/theory.json",
            "line": "7",
            "col": "9",
            "title": "E301 trust",
        },
        "E301 is odd",
    )
    assert summary == "1 theory: no errors, 1 warning, no notes"


def test_notes_come_only_when_asked_for() -> None:
    made = findings(
        finding(severity=Severity.ERROR),
        finding(severity=Severity.NOTE, at=(9, 9)),
    )
    (error, told), (_, note, _) = lines(made), lines(made, notes=True)
    assert error.startswith("::error ")
    assert "1 note (--notes shows them)" in told
    assert note.startswith("::notice ")


def test_what_is_waived_is_counted_only() -> None:
    (summary,) = lines(findings(finding(waived="Agreed.")))
    assert summary.endswith("1 waived")


def test_what_was_not_judged_is_an_error() -> None:
    told, _ = lines(findings(broken=["##[error]x\n::error::y"], not_judged=["E301"]))
    command = read(told)
    assert command is not None
    assert (command.level, command.properties) == ("error", {"title": "Not judged"})
    assert "##[error]x\n::error::y is mended: 1 rule" in command.message


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_stays_what_it_is(text: str) -> None:
    _one_command(text)


@given(st.text() | st.text("%0AD3C25:,=\r\n#[]"))
def test_no_text_ends_a_command_or_begins_another(text: str) -> None:
    _one_command(text)


def _one_command(text: str) -> None:
    shown = "\n".join(lines(findings(finding(text, id=text)))) + "\n"
    # .NET ends lines at \r and \n, Python at more: there is no third line for either.
    line, _ = shown.splitlines()
    command = read(line)
    assert command is not None
    assert set(command.properties) == {"file", "line", "col", "title"}
    assert _as_written(command.message) == _as_written(f"E301 {text}")
    title = command.properties["title"]
    assert _as_written(title) == _as_written(f"E301 {text}".rstrip())


def _as_written(text: str) -> str:
    """Return `text` without what a terminal acts on: that is written out."""
    return "".join(
        c
        for c in re.sub(r"\\u[0-9a-f]{4}", "", text)
        if c in "\t\r\n" or not re.match(_ACTS, c)
    )


_ACTS = "[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff]"
