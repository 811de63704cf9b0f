"""A document as DOCX, in Word's own styles, fields and marks for accessibility."""

from __future__ import annotations

import io
from itertools import count
from typing import TYPE_CHECKING

from cmo.publish import docx_styles as looks
from cmo.publish.document import (
    Bullets,
    Contents,
    Figure,
    Heading,
    Paragraph,
    Run,
    Style,
    words,
)
from cmo.publish.docx_file import field, field_ends, opened, put_in, saved, style_ids
from cmo.publish.docx_lists import Lists
from cmo.publish.writers_parts import (
    CONTENTS,
    LETTER,
    fitted,
    header,
    labelled,
    leads,
    right_to_left,
    shares,
    stays_whole,
    text,
)
from cmo.report.escaping import xml

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from docx.document import Document as Word

    from cmo.publish.document import Block, Cell, Document, Item, Table, Words

_STYLES: Mapping[Style, str | None] = {
    Style.BODY: None,
    Style.LEAD: "Lead",
    Style.NOTE: "Note",
    Style.QUOTE: "Quote",
    Style.REFERENCE: "Bibliography",
}
_EMU = 36_000  # a mm
_TWIP = 635  # in EMU
_CAPTION = 25  # mm, kept for the caption of a figure
_KEPT = "<w:keepNext/>"
_ARABIC = r"\* ARABIC"
_HEAD = '<w:shd w:val="clear" w:color="auto" w:fill="F0F0F0"/>'
_PICTURE = (
    '<wp:inline distT="0" distB="0" distL="0" distR="0"><wp:extent {size}/>'
    "<wp:docPr {about}/><wp:cNvGraphicFramePr>"
    '<a:graphicFrameLocks noChangeAspect="1"/></wp:cNvGraphicFramePr><a:graphic>'
    '<a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/picture">'
    "<pic:pic><pic:nvPicPr><pic:cNvPr {about}/><pic:cNvPicPr/></pic:nvPicPr>"
    '<pic:blipFill><a:blip r:embed="{key}"/><a:stretch><a:fillRect/></a:stretch>'
    '</pic:blipFill><pic:spPr><a:xfrm><a:off x="0" y="0"/><a:ext {size}/></a:xfrm>'
    '<a:prstGeom prst="rect"><a:avLst/></a:prstGeom></pic:spPr></pic:pic>'
    "</a:graphicData></a:graphic></wp:inline>"
)


_MARK = "_Toc{:06}"
_CONTENTS = (
    '<w:sdt><w:sdtPr><w:docPartObj><w:docPartGallery w:val="Table of Contents"/>'
    "<w:docPartUnique/></w:docPartObj></w:sdtPr><w:sdtContent>{}</w:sdtContent></w:sdt>"
)


def write(
    document: Document, name: str, reference: Path | None = None
) -> dict[str, bytes]:
    """Return the document as ``name.docx``.

    Args:
        document: As `writers_parts.ready` leaves it.
        name: A file name without suffix.
        reference: A DOCX whose styles, page, headers and footers are used.

    Raises:
        WritingError: The reference file cannot be used.
    """
    word = opened(reference, document)
    put_in(word, "".join(_Body(word).blocks(document)))
    return {f"{name}.docx": saved(word)}


class _Body:
    """What makes the XML of a body, and puts what that calls into the file."""

    def __init__(self, word: Word) -> None:
        section = word.sections[-1]
        self._word = word
        self._ids = count(1)
        self._headings = count(1)
        self._lists = Lists(word)
        self._styles = style_ids(word)
        # A file without a size of page is read as if it had Word's own.
        width, height = (
            section.page_width or 7_560_000,
            section.page_height or 10_692_000,
        )
        sides = (section.left_margin or 0) + (section.right_margin or 0)
        ends = abs(section.top_margin or 0) + abs(section.bottom_margin or 0)
        self._width = width - sides
        self._height = height - ends
        self._letters = self._width / _EMU / LETTER

    def blocks(self, document: Document) -> Iterator[str]:
        yield self._paragraph(words(document.title), "Title")
        if document.authors:
            yield self._paragraph(words(", ".join(document.authors)), "Subtitle")
        after_table = False
        followers = [*document.blocks, None][1:]
        for (block, label), following in zip(
            labelled(document.blocks), followers, strict=True
        ):
            space = '<w:spacing w:before="240"/>' if after_table else ""
            kept = _KEPT if leads(block, following) else ""
            yield from self._block(block, label, kept, space)
            after_table = label.startswith("Table")

    def _block(self, block: Block, label: str, kept: str, space: str) -> Iterator[str]:
        match block:
            case Heading():
                yield self._heading(block, next(self._headings))
            case Contents():
                yield self._contents(block)
            case Paragraph():
                name = _STYLES[block.style]
                yield self._paragraph(block.words, name, kept, space)
            case Bullets():
                yield from self._list(block.items, 0, numbered=block.numbered)
            case Figure():
                yield self._figure(block, label)
                yield self._caption(label, block.caption)
            case _:
                yield self._caption(label, block.caption, _KEPT)
                yield from self._table(block)

    def _paragraph(
        self, given: Words, name: str | None = None, before: str = "", after: str = ""
    ) -> str:
        """Return a paragraph; `before` and `after` are its own properties."""
        runs = "".join(map(self._run, given))
        return self._framed(text(given), runs, name, before, after)

    def _framed(
        self,
        said: str,
        runs: str,
        name: str | None = None,
        before: str = "",
        after: str = "",
    ) -> str:
        """Return the paragraph of `runs`, which say `said`."""
        called = self._styles[name.lower()] if name else None
        style = f'<w:pStyle w:val="{called}"/>' if called else ""
        way = "<w:bidi/>" if right_to_left(said) else ""
        return f"<w:p><w:pPr>{style}{before}{way}{after}</w:pPr>{runs}</w:p>"

    def _heading(self, heading: Heading, number: int) -> str:
        """Return a heading with the mark that the list of contents leads to."""
        runs = (
            f'<w:bookmarkStart w:id="{number}" w:name="{_MARK.format(number)}"/>'
            f"{''.join(map(self._run, heading.words))}"
            f'<w:bookmarkEnd w:id="{number}"/>'
        )
        return self._framed(text(heading.words), runs, f"heading {heading.level}")

    def _contents(self, listed: Contents) -> str:
        """Return the list as Word makes it, so that Word can make it anew.

        It has no numbers of pages: they would be wrong till then.
        """
        start, end = field_ends(f'TOC \\o "1-{listed.depth}" \\n \\h \\z')
        first, last = listed.headings[0], listed.headings[-1]
        entries = "".join(
            self._entry(*one, start if one is first else "", end if one is last else "")
            for one in listed.headings
        )
        title = self._paragraph(words(CONTENTS), "TOC Heading")
        return _CONTENTS.format(f"{title}{entries}")

    def _entry(self, number: int, heading: Heading, start: str, end: str) -> str:
        said = text(heading.words)
        at = f'w:anchor="{_MARK.format(number)}"'
        runs = f"{start}{self._linked(Run(said), at)}{end}"
        return self._framed(said, runs, f"toc {heading.level}")

    def _run(self, run: Run) -> str:
        if not run.url:
            return _shown(run)
        from docx.opc.constants import RELATIONSHIP_TYPE

        key = self._word.part.relate_to(
            run.url, RELATIONSHIP_TYPE.HYPERLINK, is_external=True
        )
        return self._linked(run, f'r:id="{key}"')

    def _linked(self, run: Run, at: str) -> str:
        called = f'<w:rStyle w:val="{self._styles["hyperlink"]}"/>'
        return f'<w:hyperlink {at} w:history="1">{_shown(run, called)}</w:hyperlink>'

    def _caption(self, label: str, caption: str, before: str = "") -> str:
        kind, number = label.split()
        called = self._styles["caption"]
        bold = "<w:rPr><w:b/><w:bCs/></w:rPr>"
        end = ". " if caption else "."
        way = "<w:bidi/>" if right_to_left(caption) else ""
        return (
            f'<w:p><w:pPr><w:pStyle w:val="{called}"/>{before}{way}</w:pPr>'
            f'<w:r>{bold}<w:t xml:space="preserve">{kind} </w:t></w:r>'
            f"{field(f'SEQ {kind} {_ARABIC}', number, bold)}"
            f'<w:r>{bold}<w:t xml:space="preserve">{end}</w:t></w:r>'
            f"{''.join(map(self._run, words(caption)))}</w:p>"
        )

    def _figure(self, figure: Figure, label: str) -> str:
        width, height = fitted(
            figure, self._width / _EMU, self._height / _EMU - _CAPTION
        )
        drawn = io.BytesIO(figure.draw("png"))
        key, _ = self._word.part.get_or_add_image(drawn)
        size = f'cx="{width * _EMU:.0f}" cy="{height * _EMU:.0f}"'
        about = (
            f'id="{next(self._ids)}" name="{label}" '
            f'descr="{xml(figure.alternative)}" title="{xml(figure.caption[:255])}"'
        )
        picture = _PICTURE.format(key=key, size=size, about=about)
        return (
            f'<w:p><w:pPr><w:pStyle w:val="{self._styles["figure"]}"/><w:keepNext/>'
            f"</w:pPr><w:r><w:drawing>{picture}</w:drawing></w:r></w:p>"
        )

    def _list(
        self, items: tuple[Item, ...], level: int, *, numbered: bool
    ) -> Iterator[str]:
        name, mark = self._lists.begun(level, numbered=numbered)
        for item in items:
            # What leads to items of its own does not stand alone at a page's end.
            kept = _KEPT if item.items else ""
            yield self._paragraph(item.words, name, before=kept + mark)
            if item.items:
                yield from self._list(item.items, level + 1, numbered=numbered)

    def _table(self, table: Table) -> Iterator[str]:
        width = self._width // _TWIP
        shared = shares(table, self._letters)
        widths = [int(share * width) for share in shared]
        yield (
            f'<w:tbl><w:tblPr><w:tblStyle w:val="{self._styles[looks.GRID.lower()]}"/>'
            f'<w:tblW w:w="{sum(widths)}" w:type="dxa"/><w:tblLayout w:type="fixed"/>'
            f'<w:tblLook w:val="{"04A0" if table.row_headers else "0420"}" '
            f'w:firstRow="1" w:lastRow="0" w:firstColumn="{table.row_headers:d}" '
            'w:lastColumn="0" w:noHBand="0" w:noVBand="1"/>'
            f'<w:tblCaption w:val="{xml(table.caption[:255])}"/></w:tblPr><w:tblGrid>'
        )
        yield from (f'<w:gridCol w:w="{one}"/>' for one in widths)
        yield "</w:tblGrid>"
        titles = header(table)
        # A header that fills the page would leave no room for rows below it.
        repeats = "<w:tblHeader/>" if stays_whole(titles, shared, self._letters) else ""
        yield from self._row(titles, shared, widths, repeats, _HEAD)
        for row in table.rows:
            yield from self._row(row, shared, widths)
        yield "</w:tbl>"

    def _row(
        self,
        row: tuple[Cell, ...],
        shared: list[float],
        widths: list[int],
        repeats: str = "",
        shade: str = "",
    ) -> Iterator[str]:
        rule = "<w:cantSplit/>" if stays_whole(row, shared, self._letters) else ""
        yield f"<w:tr><w:trPr>{rule}{repeats}</w:trPr>"
        for cell, width in zip(row, widths, strict=True):
            yield self._cell(cell.lines, width, shade)
        yield "</w:tr>"

    def _cell(self, lines: tuple[Words, ...], width: int, shade: str = "") -> str:
        # A cell without a paragraph makes the file unreadable for Word.
        held = "".join(self._paragraph(line, "Table text") for line in lines or ((),))
        return (
            f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{shade}</w:tcPr>'
            f"{held}</w:tc>"
        )


def _shown(run: Run, called: str = "") -> str:
    look = "<w:b/><w:bCs/>" if run.strong else ""
    look += "<w:i/><w:iCs/>" if run.emphasis else ""
    way = "<w:rtl/>" if right_to_left(run.text) else ""
    held = f'<w:t xml:space="preserve">{xml(run.text)}</w:t>'
    return f"<w:r><w:rPr>{called}{look}{way}</w:rPr>{held}</w:r>"
