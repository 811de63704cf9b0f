"""The Word file around a document's text: ours, or a team's reference file.

Only what is put in place here, and what the reference file is kept for, is in the
file that comes out: its own text goes, and so does what belongs to that.
"""

from __future__ import annotations

import io
import zipfile
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from cmo.publish import docx_styles as looks
from cmo.publish.writers_parts import WritingError

if TYPE_CHECKING:
    from pathlib import Path

    from docx.document import Document as Word
    from docx.oxml.xmlchemy import BaseOxmlElement

    from cmo.publish.document import Document

MARGIN = 1247  # twips: 22 mm
_A4 = (11906, 16838)
_WHEN = datetime(1980, 1, 1, tzinfo=UTC)
_KEPT = frozenset(
    {
        "styles",
        "settings",
        "webSettings",
        "fontTable",
        "theme",
        "numbering",
        "header",
        "footer",
    }
)
NAMES = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


def opened(reference: Path | None, document: Document) -> Word:
    """Return an empty Word file with all styles that `document` may need.

    Raises:
        WritingError: The reference file cannot be read, or is no DOCX.
    """
    word = _read(reference) if reference else _ours()
    _empty(word)
    _describe(word, document)
    there = style_ids(word)
    for look in looks.LOOKS:
        if look.name.lower() not in there:
            _add(word, look)
    if looks.GRID.lower() not in there:
        xml = looks.grid_xml(_free_id(word, looks.GRID), NAMES)
        word.styles.element.append(parsed(xml))
    if not reference:
        (line,) = word.sections[0].footer.paragraphs
        style = f'<w:pStyle w:val="{style_ids(word)["footer"]}"/>'
        slash = '<w:r><w:t xml:space="preserve"> / </w:t></w:r>'
        pages = f"{field('PAGE', '1')}{slash}{field('NUMPAGES', '1')}"
        number = parsed(f"<w:p {NAMES}><w:pPr>{style}</w:pPr>{pages}</w:p>")
        line._p.getparent().replace(line._p, number)  # noqa: SLF001 - the only way
    if document.landscape:
        _turn(word)
    return word


def _read(reference: Path) -> Word:
    # Heavy, and only DOCX needs it.
    import docx

    try:
        held = reference.read_bytes()
    except OSError as error:
        reason = error.strerror or "it cannot be read"
        message = f"the reference file {reference} cannot be opened: {reason}"
        raise WritingError(message) from None
    try:
        word = docx.Document(io.BytesIO(held))
        word.element.body.get_or_add_sectPr()
        # Parts are read when they are asked for.
        _ = word.styles, word.settings, word.sections[-1].page_width
    # A damaged file can fail anywhere in zipfile, lxml and python-docx.
    except Exception:  # noqa: BLE001
        message = (
            f"the reference file {reference} is no Word document: "
            "save it from Word or LibreOffice as .docx"
        )
        raise WritingError(message) from None
    return word


def _ours() -> Word:
    import docx
    from docx.shared import Twips

    word = docx.Document()
    styles = word.styles.element
    ours = {look.name for look in looks.LOOKS} | {looks.GRID}
    for one in list(styles.style_lst):
        is_table = one.get(named("type")) == "table" and one.name_val != "Normal Table"
        # Lists of several levels are ours, not a style for each level.
        is_list = (one.name_val or "").startswith("List ")
        if is_table or is_list or one.name_val in ours:
            styles.remove(one)
    styles.replace(styles.find(named("docDefaults")), parsed(looks.DEFAULTS % NAMES))
    section = word.sections[0]
    section.page_width, section.page_height = map(Twips, _A4)
    for side in ("left", "right", "top", "bottom"):
        setattr(section, f"{side}_margin", Twips(MARGIN))
    for setting in word.settings.element.iter(named("compatSetting")):
        if setting.get(named("name")) == "compatibilityMode":
            setting.set(named("val"), "15")
    return word


def _empty(word: Word) -> None:
    """Take the text out of `word`, and whatever only that needs."""
    body = word.element.body
    last = body.get_or_add_sectPr()
    _inherit(body, last)
    for one in list(body):
        if one is not last:
            body.remove(one)
    used = {value for one in last.iter() for value in one.attrib.values()}
    part = word.part
    for key, relation in list(part.rels.items()):
        kind = relation.reltype.rsplit("/", 1)[-1]
        is_own = kind in {"header", "footer"} and key not in used
        if kind not in _KEPT or is_own:
            del part.rels[key]
    for name in ("footnotePr", "endnotePr"):
        for one in word.settings.element.findall(named(name)):
            word.settings.element.remove(one)
    package = word.part.package
    for key, relation in list(package.rels.items()):
        if relation.reltype.endswith("/thumbnail"):
            del package.rels[key]


def _inherit(body: BaseOxmlElement, last: BaseOxmlElement) -> None:
    """Give the last section the headers and footers that it has from others."""
    sections = [one for one in body.iter(named("sectPr")) if one is not last]
    kind = named("type")
    for name in ("footerReference", "headerReference"):
        there = {one.get(kind) for one in last.findall(named(name))}
        for section in reversed(sections):
            for one in section.findall(named(name)):
                if one.get(kind) not in there:
                    there.add(one.get(kind))
                    last.insert(0, one)


def _describe(word: Word, document: Document) -> None:
    """Say what the file is, and in which language."""
    about = word.core_properties
    about.title = document.title[:255]
    about.author = "; ".join(document.authors)[:255]
    about.last_modified_by = about.author
    about.language = document.language
    about.subject = about.keywords = about.comments = about.category = ""
    about.created = about.modified = _WHEN
    about.revision = 1
    styles = word.styles.element
    look = styles.find(f"{named('docDefaults')}/{named('rPrDefault')}/{named('rPr')}")
    if look is None:
        return
    for one in look.findall(named("lang")):
        look.remove(one)
    look.append(parsed(f'<w:lang {NAMES} w:val="{document.language}"/>'))


def _turn(word: Word) -> None:
    """Turn pages that are higher than wide, with their margins."""
    from docx.enum.section import WD_ORIENTATION

    section = word.sections[-1]
    width, height = section.page_width, section.page_height
    if width is None or height is None or width >= height:
        return
    section.page_width, section.page_height = height, width
    section.orientation = WD_ORIENTATION.LANDSCAPE


def field(instruction: str, shown: str, look: str = "") -> str:
    """Return the XML of what Word works out by itself, and what it shows till then."""
    start, end = field_ends(instruction, look)
    return f"{start}<w:r>{look}<w:t>{shown}</w:t></w:r>{end}"


def field_ends(instruction: str, look: str = "") -> tuple[str, str]:
    """Return the XML before and after what a field shows till Word works it out."""
    marks = {
        kind: f'<w:r>{look}<w:fldChar w:fldCharType="{kind}"/></w:r>'
        for kind in ("begin", "separate", "end")
    }
    asked = f'<w:instrText xml:space="preserve"> {instruction} </w:instrText>'
    start = f"{marks['begin']}<w:r>{look}{asked}</w:r>{marks['separate']}"
    return start, marks["end"]


def style_ids(word: Word) -> dict[str, str]:
    """Return the id of each style by its name, in small letters."""
    styles = word.styles.element.style_lst
    return {(one.name_val or "").lower(): str(one.styleId) for one in styles}


def _add(word: Word, look: looks.Look) -> None:
    styles = word.styles.element
    kind = named("type")
    defaults = [
        one.styleId
        for one in styles.style_lst
        if one.get(named("default")) in {"1", "true"} and one.get(kind) == look.kind
    ]
    style_id = _free_id(word, look.name)
    base = defaults[0] if defaults else None
    styles.append(parsed(looks.style_xml(look, style_id, base, NAMES)))


def _free_id(word: Word, name: str) -> str:
    taken = {one.styleId for one in word.styles.element.style_lst}
    style_id = "".join(part[:1].upper() + part[1:] for part in name.split())
    return f"{style_id}Cmo" if style_id in taken else style_id


def parsed(xml: str) -> BaseOxmlElement:
    """Return an element of Word as python-docx knows it."""
    from docx.oxml import parse_xml

    return parse_xml(xml)


def named(name: str) -> str:
    """Return the name of an element or attribute of Word with its namespace."""
    return f"{{http://schemas.openxmlformats.org/wordprocessingml/2006/main}}{name}"


def put_in(word: Word, made: str) -> None:
    """Put XML before what ends the body of `word`, its last section.

    The document is parsed anew as a whole: to move thousands of parsed cells into it
    takes time that grows with the square of their number.
    """
    from docx.oxml.ns import nsmap
    from lxml import etree

    word.element.body.sectPr.addprevious(etree.Comment(_HERE))
    text = etree.tostring(word.element, encoding="unicode")
    head, end, rest = text.partition(">")
    # Word's own files name these as we do; a file may lack those of figures.
    for prefix in ("w", "r", "wp", "a", "pic"):
        if f'xmlns:{prefix}="' not in head:
            head += f' xmlns:{prefix}="{nsmap[prefix]}"'
    whole = (head + end + rest).replace(f"<!--{_HERE}-->", made, 1)
    word.part._element = parsed(whole)  # noqa: SLF001 - there is no other way


_HERE = "here"


def saved(word: Word) -> bytes:
    """Return `word` as a file: equal ones have equal bytes."""
    made = io.BytesIO()
    word.save(made)
    out = io.BytesIO()
    with (
        zipfile.ZipFile(made) as old,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        # What tells the kinds of the others comes first.
        for name in sorted(old.namelist(), key=lambda n: (n[0] not in "[_", n)):
            entry = zipfile.ZipInfo(name, date_time=(1980, 1, 1, 0, 0, 0))
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.create_system = 0
            new.writestr(entry, old.read(name))
    return out.getvalue()
