"""Documents in every format."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, TypeAlias

from cmo.publish import docx, html, latex, markdown, spreadsheet, typst
from cmo.publish.document import Paragraph, Table, words
from cmo.publish.writers_parts import WritingError, ready

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from cmo.publish.document import Block, Document

__all__ = ["FORMATS", "Writer", "WritingError", "write"]

# From a document that is `ready`, and a file name without suffix, to the files.
Writer: TypeAlias = "Callable[[Document, str], dict[str, bytes]]"

# By suffix.
FORMATS: dict[str, Writer] = {
    "md": markdown.write,
    "html": html.write,
    "docx": docx.write,
    "pdf": typst.write,
    "tex": latex.write,
    "xlsx": spreadsheet.write_xlsx,
    "csv": spreadsheet.write_csv,
}
# A table without rows is its header there.
_SPREADSHEETS = frozenset({"xlsx", "csv"})


def write(
    document: Document,
    form: str,
    name: str = "document",
    *,
    reference: Path | None = None,
) -> dict[str, bytes]:
    """Return the files that `document` is in a format, the document itself first.

    Equal input gives equal bytes. Markdown and LaTeX have figures beside them,
    the others hold everything.

    Args:
        document: As whoever makes it leaves it: texts are as users wrote them.
        form: One of `FORMATS`.
        name: A file name without suffix.
        reference: A DOCX whose styles, page, headers and footers are used instead
            of ours; only DOCX takes one.

    Raises:
        WritingError: The format cannot show the document, or the reference file
            cannot be used.
    """
    clean = ready(document)
    if form not in _SPREADSHEETS:
        clean = replace(clean, blocks=tuple(map(_told, clean.blocks)))
    if reference is None:
        return FORMATS[form](clean, name)
    if form != "docx":
        message = (
            f"the reference file {reference} is for .docx: "
            f"leave it out for .{form}, or write .docx"
        )
        raise WritingError(message)
    return docx.write(clean, name, reference)


def _told(block: Block) -> Block:
    """Return what is said instead of a table that has nothing to show."""
    if isinstance(block, Table) and block.nothing and not block.rows:
        return Paragraph(words(block.nothing))
    return block
