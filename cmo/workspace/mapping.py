"""Make the evidence and gap map, and write it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cmo.analysis import matrix as maps
from cmo.analysis.placing import Axis
from cmo.evidence import Evidence
from cmo.report.matrix import FORMATS
from cmo.store import writing
from cmo.store.wording import did_you_mean
from cmo.workspace.outputs import form_of, target_of
from cmo.workspace.theories import Problem, load, told

if TYPE_CHECKING:
    from pathlib import Path

    from cmo.analysis.matrix import Matrix
    from cmo.workspace.theories import AnyPath

# Cells of a table, and passages of a page, that a reader and a browser can bear.
LIMIT = 20_000
SUFFIXES = {
    "html": "html",
    "htm": "html",
    "md": "markdown",
    "csv": "csv",
    "json": "json",
    "txt": "text",
}


def matrix(
    path: AnyPath | None = None, *, rows: str = "mechanism", columns: str = "outcome"
) -> Matrix:
    """Return the evidence and gap map of the theory at `path`.

    Args:
        path: A theory folder or bundle.
        rows: What the rows stand for: a word of `Axis`, as "context layer".
        columns: What the columns stand for.

    Raises:
        Problem: There is no theory, a word is unknown, or rows and columns
            stand for the same.
        Unreadable: A file cannot be read whole.
    """
    down, across = _axis(rows, "rows"), _axis(columns, "columns")
    if down is across:
        message = (
            f"rows and columns are both '{down}', and a map crosses two different "
            f"things: choose another for one of them"
        )
        raise Problem(message)
    return maps.matrix(Evidence(load(path)), down, across)


def _axis(word: str, option: str) -> Axis:
    plain = "-".join(word.lower().replace("_", " ").replace("-", " ").split())
    known = {str(axis): axis for axis in Axis}
    if plain not in known:
        message = (
            f"'{word}' can't be --{option}{did_you_mean(plain, known)}: choose from "
            f"{', '.join(known)}"
        )
        raise Problem(message)
    return known[plain]


def rendered(found: Matrix, form: str) -> str:
    """Return the map as "text", "csv", "markdown", "json" or "html".

    Raises:
        Problem: It is too large to be read in that format.
    """
    if fault := _fault(found, form):
        message = (
            f"{fault}, and nobody can read more than {LIMIT:,}: use --format csv or "
            "json, or choose other rows or columns"
        )
        raise Problem(message)
    return FORMATS[form](found)


def is_readable(found: Matrix, form: str) -> bool:
    """Tell whether the map is small enough to be read in that format."""
    return not _fault(found, form)


def _fault(found: Matrix, form: str) -> str:
    listed = sum(len(cell.entries) for cell in found.cells.values())
    if form in _FOR_READING and found.size > LIMIT:
        return f"the table would have {found.size:,} cells"
    if form == "html" and listed > LIMIT:
        return f"the page would list {listed:,} passages"
    return ""


_FOR_READING = {"text", "markdown", "html"}


def format_of(output: AnyPath, form: str | None = None) -> str:
    """Return the format of a map: `form`, or what the suffix of its file stands for.

    Raises:
        Problem: The suffix stands for none, or the file cannot be written.
    """
    if form:
        target_of(output)
        return form
    return SUFFIXES[form_of(output, SUFFIXES)]


def save(text: str, output: AnyPath) -> Path:
    """Write a map that is rendered already, and return where.

    Raises:
        Problem: The file cannot be written.
    """
    target = target_of(output)
    with told():
        writing.write_output(target, text.encode())
    return target
