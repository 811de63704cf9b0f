"""The look of our DOCX: Word's own styles, for files that lack them or look otherwise.

A team's reference file has styles of these names, as Word gives them in every
language; those that it lacks are taken from here.
"""

from __future__ import annotations

from typing import NamedTuple

FONT = "Arial"


class Look(NamedTuple):
    """A style.

    Attributes:
        name: As it stands in files: Word shows "heading 1" as "Heading 1".
        paragraph: XML of how paragraphs look.
        run: XML of how text looks.
        kind: ``"paragraph"`` or ``"character"``.
        level: Of the outline, from 0; for headings.
    """

    name: str
    paragraph: str = ""
    run: str = ""
    kind: str = "paragraph"
    level: int | None = None


def _size(half_points: int) -> str:
    return f'<w:sz w:val="{half_points}"/><w:szCs w:val="{half_points}"/>'


def _space(before: int, after: int, line: int | None = None) -> str:
    given = f' w:line="{line}" w:lineRule="auto"' if line else ""
    return f'<w:spacing w:before="{before}" w:after="{after}"{given}/>'


_BOLD = "<w:b/><w:bCs/>"
_FAINT = '<w:color w:val="4D4D4D"/>'
_INK = '<w:color w:val="1A1A1A"/>'
_TOGETHER = "<w:keepNext/><w:keepLines/>"

LOOKS = (
    Look("Title", _TOGETHER + _space(0, 120, 240), _BOLD + _INK + _size(44)),
    Look("Subtitle", _space(0, 320), _FAINT),
    Look("heading 1", _TOGETHER + _space(400, 120), _BOLD + _INK + _size(30), level=0),
    Look("heading 2", _TOGETHER + _space(320, 100), _BOLD + _INK + _size(25), level=1),
    Look("heading 3", _TOGETHER + _space(260, 80), _BOLD + _INK + _size(22), level=2),
    Look(
        "heading 4",
        _TOGETHER + _space(220, 60),
        f"{_BOLD}<w:i/><w:iCs/>{_INK}{_size(22)}",
        level=3,
    ),
    Look("TOC Heading", _TOGETHER + _space(0, 100), _BOLD + _INK + _size(22)),
    Look("toc 1", _space(0, 40)),
    Look("toc 2", _space(0, 40) + '<w:ind w:left="340"/>'),
    Look("Lead", _space(0, 280), _FAINT + _size(24)),
    Look("Note", _space(0, 120, 252), _FAINT + _size(18)),
    Look(
        "Quote",
        '<w:pBdr><w:left w:val="single" w:sz="12" w:space="10" w:color="8C8C8C"/>'
        f'</w:pBdr>{_space(120, 160)}<w:ind w:left="425" w:right="284"/>',
    ),
    Look(
        "Bibliography",
        _space(0, 100, 252) + '<w:ind w:left="284" w:hanging="284"/>',
        _size(20),
    ),
    Look("caption", _space(160, 120, 252), _INK + _size(19)),
    Look("Figure", "<w:keepNext/>" + _space(240, 0, 240)),
    Look("Table text", _space(0, 40, 245), _size(17)),
    Look("List Bullet", _space(0, 60)),
    Look("List Number", _space(0, 60)),
    Look("footer", _space(0, 0) + '<w:jc w:val="right"/>', _FAINT + _size(17)),
    Look(
        "Hyperlink",
        run='<w:color w:val="0B4A8F"/><w:u w:val="single"/>',
        kind="character",
    ),
)

GRID = "Table Grid"
GRID_XML = """
<w:tblPr><w:tblInd w:w="0" w:type="dxa"/><w:tblBorders>
<w:top w:val="single" w:sz="8" w:space="0" w:color="1A1A1A"/>
<w:bottom w:val="single" w:sz="8" w:space="0" w:color="1A1A1A"/>
<w:insideH w:val="single" w:sz="4" w:space="0" w:color="8C8C8C"/>
</w:tblBorders><w:tblCellMar>
<w:top w:w="55" w:type="dxa"/><w:left w:w="80" w:type="dxa"/>
<w:bottom w:w="30" w:type="dxa"/><w:right w:w="80" w:type="dxa"/>
</w:tblCellMar></w:tblPr>
"""

DEFAULTS = f"""
<w:docDefaults %s><w:rPrDefault><w:rPr>
<w:rFonts w:ascii="{FONT}" w:hAnsi="{FONT}" w:cs="{FONT}"/>
<w:sz w:val="21"/><w:szCs w:val="21"/>
</w:rPr></w:rPrDefault><w:pPrDefault><w:pPr>
<w:spacing w:after="140" w:line="271" w:lineRule="auto"/>
</w:pPr></w:pPrDefault></w:docDefaults>
"""

# Levels of lists: what stands before an item of it.
BULLETS = ("•", "–", "•", "–")
NUMBERS = (
    ("decimal", "%1."),
    ("lowerLetter", "%2."),
    ("lowerRoman", "%3."),
    ("decimal", "%4."),
)


def style_xml(look: Look, style_id: str, based_on: str | None, names: str) -> str:
    """Return the XML of a style.

    Args:
        look: What it is.
        style_id: By which paragraphs call it.
        based_on: The id of the style that it changes.
        names: Declarations of namespaces.
    """
    outline = "" if look.level is None else f'<w:outlineLvl w:val="{look.level}"/>'
    base = f'<w:basedOn w:val="{based_on}"/>' if based_on else ""
    follows = f'<w:next w:val="{based_on}"/>' if based_on and outline else ""
    paragraph = f"<w:pPr>{look.paragraph}{outline}</w:pPr>"
    return (
        f'<w:style {names} w:type="{look.kind}" w:styleId="{style_id}">'
        f'<w:name w:val="{look.name}"/>{base}{follows}<w:qFormat/>'
        f"{paragraph if look.kind == 'paragraph' else ''}"
        f"<w:rPr>{look.run}</w:rPr></w:style>"
    )


def grid_xml(style_id: str, names: str) -> str:
    """Return the XML of our style of tables."""
    return (
        f'<w:style {names} w:type="table" w:styleId="{style_id}">'
        f'<w:name w:val="{GRID}"/>{GRID_XML}</w:style>'
    )


def list_xml(abstract_id: int, names: str, *, numbered: bool) -> str:
    """Return the XML of a kind of list, with all its levels."""
    levels = "".join(_level(level, numbered=numbered) for level in range(len(BULLETS)))
    return (
        f'<w:abstractNum {names} w:abstractNumId="{abstract_id}">'
        f'<w:multiLevelType w:val="multilevel"/>{levels}</w:abstractNum>'
    )


def _level(level: int, *, numbered: bool) -> str:
    kind, mark = NUMBERS[level] if numbered else ("bullet", BULLETS[level])
    left = 340 * (level + 1)
    return (
        f'<w:lvl w:ilvl="{level}"><w:start w:val="1"/><w:numFmt w:val="{kind}"/>'
        f'<w:lvlText w:val="{mark}"/><w:lvlJc w:val="left"/>'
        f'<w:pPr><w:ind w:left="{left}" w:hanging="340"/></w:pPr></w:lvl>'
    )
