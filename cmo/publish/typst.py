"""A document as a PDF that assistive technology can read (PDF/UA-1), by Typst."""

from __future__ import annotations

import json
import shutil
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

from cmo.diagrams.glyphs import lacking
from cmo.publish.document import (
    Bullets,
    Contents,
    Figure,
    Heading,
    Paragraph,
    words,
)
from cmo.publish.typst_template import TEMPLATE
from cmo.publish.writers_parts import (
    CONTENTS,
    LETTER,
    WritingError,
    fitted,
    header,
    leads,
    least,
    longest_words,
    pieces,
    right_to_left,
    shares,
    stays_whole,
    text,
    texts,
)

if TYPE_CHECKING:
    from typst import Fonts

    from cmo.publish.document import Block, Cell, Document, Item, Table, Words

FONT = "Source Sans Pro"
# Typst brings this along: it has dashes and arrows that ours lacks.
_SECOND_FONTS = ("Libertinus Serif", "New Computer Modern Math")
_FACES = ("Regular", "It", "Bold", "BoldIt")
_MARGIN = 22.0  # mm
_CAPTION = 30.0  # mm, kept for the caption of a figure
_LONG = 36  # letters in a row that may not fit into a line
_SHORT = 500  # letters: a few lines
# PDF/UA takes no byte order mark, and no font has what is no character.
_UNSEEN = dict.fromkeys(
    (
        0xFEFF,
        *range(0xFDD0, 0xFDF0),
        *range(0xFFFE, 0x110000, 0x10000),
        *range(0xFFFF, 0x110000, 0x10000),
    )
)


def write(document: Document, name: str) -> dict[str, bytes]:
    """Return the document as ``name.pdf``.

    Fonts of the machine are used only for characters that the ones brought along
    lack: all else looks the same everywhere.

    Args:
        document: As `writers_parts.ready` leaves it.
        name: A file name without suffix.

    Raises:
        WritingError: No font has a character.
    """
    from typst import Fonts, TypstError

    tree = _tree(document)
    with tempfile.TemporaryDirectory(
        prefix="cmo-", ignore_cleanup_errors=True
    ) as folder:
        _copy_fonts(Path(folder))
        try:
            try:
                fonts = Fonts(False, True, [folder])  # noqa: FBT003 - as it is called
                pdf = _compiled(tree, fonts, folder, fallback=False)
            except TypstError as error:
                if not lacking(error.message):
                    raise
                fonts = Fonts(True, True, [folder])  # noqa: FBT003
                pdf = _compiled(tree, fonts, folder, fallback=True)
        except TypstError as error:
            raise WritingError(_told(error.message, document, tree)) from None
    return {f"{name}.pdf": pdf}


def _copy_fonts(folder: Path) -> None:
    """Put our font into `folder`; its package has each face twice."""
    from font_source_sans_pro import font_directory

    for face in _FACES:
        shutil.copy(Path(font_directory, f"SourceSansPro-{face}.ttf"), folder)


def _compiled(
    tree: dict[str, Any], fonts: Fonts, root: str, *, fallback: bool
) -> bytes:
    import typst

    program = Path(root, "document.typ")
    program.write_text(TEMPLATE, encoding="utf-8")
    held = json.dumps(tree | {"fallback": fallback}, ensure_ascii=False)
    return typst.compile(
        str(program),
        root=root,
        font_paths=fonts,
        sys_inputs={"document": held.translate(_UNSEEN)},
        format="pdf",
        pdf_standards="ua-1",
    )


def _tree(document: Document) -> dict[str, Any]:
    language, *subtags = document.language.split("-")
    regions = [tag for tag in subtags if len(tag) == 2]  # noqa: PLR2004 - ISO 3166
    return {
        "title": document.title,
        "authors": document.authors,
        "language": language.lower(),
        "region": regions[0].upper() if regions else None,
        "landscape": document.landscape,
        "margin": _MARGIN,
        "fonts": (FONT, *_SECOND_FONTS),
        "contents": CONTENTS,
        "blocks": [
            _block(block, following, landscape=document.landscape)
            for block, following in zip(
                document.blocks, [*document.blocks, None][1:], strict=True
            )
        ],
    }


def _block(block: Block, following: Block | None, *, landscape: bool) -> dict[str, Any]:
    match block:
        case Heading():
            shown = _words(block.words)
            return {"kind": "heading", "level": block.level, "words": shown}
        case Paragraph():
            shown = _words(block.words)
            return {
                "kind": "paragraph",
                "style": block.style,
                "words": shown,
                "leads": leads(block, following) and _is_short(block.words),
            }
        case Contents():
            return {"kind": "contents", "depth": block.depth}
        case Bullets():
            items = [_item(item) for item in block.items]
            return {"kind": "bullets", "items": items, "numbered": block.numbered}
        case Figure():
            return _figure(block, landscape=landscape)
        case _:
            return _table(block, landscape=landscape)


def _is_short(given: Words) -> bool:
    """Tell whether a text may be kept on one page.

    Typst would not split it, and leave most of a page empty.
    """
    return len(text(given)) < _SHORT


def _item(item: Item) -> dict[str, Any]:
    return {
        "words": _words(item.words),
        "items": [_item(one) for one in item.items],
        "leads": bool(item.items) and _is_short(item.words),
    }


def _figure(figure: Figure, *, landscape: bool) -> dict[str, Any]:
    page_width, page_height = (297, 210) if landscape else (210, 297)
    width, height = fitted(
        figure, page_width - 2 * _MARGIN, page_height - 2 * _MARGIN - _CAPTION
    )
    return {
        "kind": "figure",
        "name": figure.name,
        "caption": _words(words(figure.caption)),
        "alternative": figure.alternative,
        "width": width,
        "height": height,
        "svg": figure.draw("svg").decode(),
    }


def _table(table: Table, *, landscape: bool) -> dict[str, Any]:
    letters = ((297 if landscape else 210) - 2 * _MARGIN) / LETTER
    shared = shares(table, letters)
    return {
        "kind": "table",
        "caption": _words(words(table.caption)),
        "shares": shared,
        # Words are hyphenated only where there is no room for them.
        "narrow": [
            share * letters < needed - 0.01
            for share, needed in zip(shared, least(table), strict=True)
        ],
        "header": _row(header(table), shared, letters),
        "rows": [_row(row, shared, letters) for row in table.rows],
    }


def _row(row: tuple[Cell, ...], shared: list[float], letters: float) -> dict[str, Any]:
    longest = longest_words(shared, letters)
    return {
        "whole": stays_whole(row, shared, letters),
        "cells": [
            [_words(line, length) for line in cell.lines]
            for cell, length in zip(row, longest, strict=True)
        ],
    }


def _words(given: Words, longest: int = _LONG) -> dict[str, Any]:
    return {
        "leftward": right_to_left(text(given)),
        "runs": [
            {
                "pieces": pieces(run.text, longest),
                "strong": run.strong,
                "emphasis": run.emphasis,
                "url": run.url,
            }
            for run in given
        ],
    }


def _told(message: str, document: Document, tree: dict[str, Any]) -> str:
    """Return the message of Typst in words for users."""
    said = lacking(message)
    if not said:
        return f"Typst, which makes PDF, could not write the document: {message}"
    return (
        f"no font on this machine has the character '{said}' (U+{ord(said[0]):04X}) "
        f"in {_place(said, document, tree)}: install a font that has it, or leave it "
        "out; DOCX and HTML can be written without it"
    )


def _place(said: str, document: Document, tree: dict[str, Any]) -> str:
    for found in texts(document):
        if said in found:
            start = max(0, found.index(said) - 30)
            part = found[start : start + 60]
            before = "…" if start else ""
            return f"'{before}{part}{'…' * (start + 60 < len(found))}'"
    pictures = [one for one in tree["blocks"] if said in one.get("svg", "")]
    return f"the figure '{pictures[0]['name']}'" if pictures else "the document"
