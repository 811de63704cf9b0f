"""Make what is published of a theory, and write it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from cmo.evidence import Evidence
from cmo.store import writing
from cmo.store.wording import did_you_mean
from cmo.workspace.outputs import form_of
from cmo.workspace.theories import Problem, load, told

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from cmo.model import Theory
    from cmo.publish.document import Document
    from cmo.publish.references import References
    from cmo.workspace.theories import AnyPath

# What tables are written as, by suffix; all but CSV hold the same.
TABLE_FORMS = ("md", "csv", "docx", "xlsx", "html", "tex", "pdf")


def table(path: AnyPath | None, name: str, *, style: str | None = None) -> Document:
    """Return a table of the theory at `path`, as a document.

    Args:
        path: A theory folder or bundle.
        name: "cmocs", "sources", "evidence", "decisions" or "cerqual".
        style: How references look: a name such as "apa", or the path of a .csl file.

    Raises:
        Problem: There is no theory, no such table, or no such style.
        Unreadable: A file cannot be read whole.
    """
    # Imported late: what publishes is heavy, and few commands need it.
    from cmo.publish.tables import TABLES

    _refuse_unknown(name, TABLES, "table")
    theory = load(path)
    return TABLES[name](Evidence(theory), _references(theory, style))


def emmie(path: AnyPath | None = None, *, style: str | None = None) -> Document:
    """Return what is known on the five dimensions of EMMIE, as a document.

    Args:
        path: A theory folder or bundle.
        style: How references look, as for `table`.

    Raises:
        Problem: There is no theory, or no such style.
        Unreadable: A file cannot be read whole.
    """
    from cmo.publish import emmie as made

    theory = load(path)
    return made.emmie(Evidence(theory), _references(theory, style))


def checklist(path: AnyPath | None, name: str) -> Document:
    """Return a reporting checklist, filled in as far as the files can tell.

    Args:
        path: A theory folder or bundle.
        name: "rameses-1" or "rameses-2".

    Raises:
        Problem: There is no theory, or no such checklist.
        Unreadable: A file cannot be read whole.
    """
    from cmo.publish import checklists

    _refuse_unknown(name, checklists.CHECKLISTS, "checklist")
    return checklists.checklist(Evidence(load(path)), name)


def _references(theory: Theory, style: str | None) -> References:
    from cmo.publish.references import StyleError, references

    try:
        return references(theory.sources, style)
    except StyleError as error:
        raise Problem(str(error)) from error


def _refuse_unknown(name: str, known: Iterable[str], what: str) -> None:
    names = list(known)
    if name not in names:
        hint = did_you_mean(name, names)
        message = f"there is no {what} '{name}'{hint}: there is {', '.join(names)}"
        raise Problem(message)


def as_markdown(document: Document) -> str:
    """Return a document as Markdown."""
    return next(iter(written(document, "md", "document").values())).decode()


def save(
    document: Document,
    output: AnyPath,
    forms: Collection[str],
    *,
    reference: AnyPath | None = None,
) -> list[Path]:
    """Write a document, and the figures that stand beside it: all of it or nothing.

    Args:
        document: What to write.
        output: The file; its suffix says the format.
        forms: The suffixes to take, without the dot.
        reference: A .docx file whose styles a .docx takes over.

    Returns:
        The files written, the document first.

    Raises:
        Problem: The suffix is unknown, the format cannot hold the document, or a
            file cannot be written.
    """
    target = Path(output)
    form = form_of(target, forms)
    made = written(document, form, target.stem, reference)
    # The first is the document: its name is as the user wrote it.
    names = [target.name, *list(made)[1:]]
    contents = zip(names, made.values(), strict=True)
    files = {target.parent / name: content for name, content in contents}
    with told():
        writing.write_outputs(files)
    return list(files)


def left_out(document: Document, output: AnyPath) -> list[str]:
    """Return the names of the parts of a document that a file has no room for.

    Args:
        document: What is written there.
        output: The file; of all formats, CSV alone holds one table and no more.
    """
    if Path(output).suffix.lower() != ".csv":
        return []
    from cmo.publish.spreadsheet import rest
    from cmo.publish.writers_parts import ready

    return [part.caption for part in rest(ready(document))]


def written(
    document: Document, form: str, name: str, reference: AnyPath | None = None
) -> dict[str, bytes]:
    """Return the files that a document is in a format, the document itself first.

    Args:
        document: What to write.
        form: A suffix, without the dot.
        name: A file name without suffix.
        reference: As for `save`.

    Raises:
        Problem: The format cannot hold the document.
    """
    from cmo.diagrams.drawing import DrawingError
    from cmo.publish.writers import WritingError, write

    own = Path(reference) if reference is not None else None
    try:
        return write(document, form, name, reference=own)
    except (WritingError, DrawingError) as error:
        raise Problem(str(error)) from error
