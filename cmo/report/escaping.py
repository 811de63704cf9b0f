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
# No XML document can hold these, and readers of JSON refuse half a surrogate pair.
_NO_TEXT = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_MARKDOWN = re.compile(r"([\\`*_{}\[\]<>#|~])")
# What GitHub and GitLab turn into a mention, a reference, a link or an emoji, in
# text that `markdown_cell` has escaped: they look at what is shown, so that a
# backslash does not stop them.
_FIRES = re.compile(
    r"@(?=\S)|#(?=\S)|[!$%~](?=\w)|&amp;(?=\d)|\bGH-(?=\d)"
    r"|:(?=//|[\w+\\-]+:)|\bwww(?=\.)",
    re.IGNORECASE,
)
_STARTS = re.compile(r"^(\d*)([-+.)=])")
_WEB_PAGE = re.compile(r"https?://[^\s<>\"'`\\]+", re.IGNORECASE)
_XML = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;"})
_FORMULA = ("=", "+", "-", "@", "＝", "＋", "－", "＠")


def terminal(text: str) -> str:
    """Return `text` in one line that a terminal only shows, never acts on."""
    return _ACTS_ON_TERMINAL.sub(_written_out, text)


def plain(text: str) -> str:
    """Return `text` with what no XML or JSON reader takes written out."""
    return _NO_TEXT.sub(_written_out, text)


def _written_out(character: re.Match[str]) -> str:
    return f"\\u{ord(character.group()):04x}"


def markdown_cell(text: str) -> str:
    """Return `text` as it should read in a cell of a Markdown table."""
    one_line = " ".join(text.split())
    return _MARKDOWN.sub(r"\\\1", one_line).replace("&", "&amp;")


def markdown_line(text: str) -> str:
    """Return `text` as a line of Markdown that starts no list, heading or quotation."""
    return _STARTS.sub(r"\1\\\2", markdown_cell(terminal(" ".join(text.split()))))


def is_web_page(url: str) -> bool:
    """Tell whether a browser opens `url` as a page, and no more than that."""
    return bool(_WEB_PAGE.fullmatch(url)) and terminal(url) == url


def markdown_address(url: str) -> str:
    """Return `url` for Markdown: a link if a browser opens it as a page, else text.

    Of such text no part becomes a link either.
    """
    return f"<{url}>" if is_web_page(url) else markdown_quiet(url)


def markdown_quiet(text: str) -> str:
    """Return `text` as it should read in a table of a comment, and do nothing there.

    Nobody is mentioned, no issue is referred to, and nothing becomes a link: an
    invisible space of no width stands where one would begin.
    """
    one_line = terminal(" ".join(text.split()))
    return _FIRES.sub(lambda m: f"{m.group()}&#8203;", markdown_cell(one_line))


def workflow_message(text: str) -> str:
    """Return `text` as the message of a workflow command of GitHub Actions.

    It stays on one line and holds nothing that a terminal acts on, so that it
    can neither end the command nor begin another.
    """
    shown = _ACTS_ON_TERMINAL.sub(
        lambda m: m.group() if m.group() in "\t\r\n" else _written_out(m), text
    )
    return shown.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def workflow_property(text: str) -> str:
    """Return `text` as the value of a property of a workflow command."""
    return workflow_message(text).replace(":", "%3A").replace(",", "%2C")


def xml(text: str) -> str:
    """Return `text` for XML, between tags or in an attribute.

    A parser gives it back as it was, but for characters that XML cannot hold:
    those are written out. What a terminal acts on stands there as a reference.
    """
    return _ACTS_ON_TERMINAL.sub(
        lambda m: f"&#x{ord(m.group()):x};", plain(text).translate(_XML)
    )


def html(text: str) -> str:
    """Return `text` for HTML, between tags or in a quoted attribute.

    A parser gives it back as it was. What would change how the rest of the page
    reads, as half of a surrogate pair or a direction override, is written out;
    references to it would be read as other characters.
    """
    shown = _ACTS_ON_TERMINAL.sub(
        lambda m: m.group() if m.group() in "\t\n" else _written_out(m), text
    )
    return shown.translate(_XML)


def html_address(url: str) -> str:
    """Return `url` for HTML: a link if a browser opens it as a page, else text."""
    shown = html(url)
    if not _WEB_PAGE.fullmatch(url):
        return shown
    return f'<a href="{shown}" rel="noopener noreferrer">{shown}</a>'


def sarif_message(text: str) -> str:
    """Return `text` as a message of SARIF, in which braces and links mean something.

    Source: SARIF 2.1.0, sections 3.11.5 (placeholders) and 3.11.6 (links).
    """
    braces = plain(text).replace("{", "{{").replace("}", "}}")
    return braces.replace("](", "\\](")


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
