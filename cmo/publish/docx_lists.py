"""What stands before the items of lists in DOCX: bullets, and numbers from 1."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from cmo.publish.docx_file import NAMES, named, parsed, style_ids
from cmo.publish.docx_styles import list_xml

if TYPE_CHECKING:
    from docx.document import Document as Word
    from docx.oxml.numbering import CT_Numbering


class Lists:
    """The lists of a Word file: as its styles have them, otherwise ours.

    Args:
        word: The file, with all its styles.
    """

    def __init__(self, word: Word) -> None:  # noqa: D107 - said above
        self._styles = word.styles.element
        self._ids = style_ids(word)
        self._numbering = _numbering(word)
        self._own: dict[bool, int] = {}

    def begun(self, level: int, *, numbered: bool) -> tuple[str, str]:
        """Return the style of a new list's items, and what its paragraphs hold.

        Args:
            level: How many lists it stands in.
            numbered: Does it start at 1, or with a bullet?
        """
        base = "list number" if numbered else "list bullet"
        name = f"{base} {level + 1}" if level else base
        depth = 0
        kind = self._kind_of(self._ids.get(name))
        if kind is None:
            name, depth = base, level
            kind = self._own_kind(numbered=numbered)
        # Each list is one of its own, so that numbers start again.
        number = self._numbering.add_num(kind)  # type: ignore[no-untyped-call]
        if numbered:
            number.add_lvlOverride(depth).add_startOverride(1)
        held = f'<w:ilvl w:val="{depth}"/><w:numId w:val="{number.numId}"/>'
        return name, f"<w:numPr>{held}</w:numPr>"

    def _kind_of(self, style_id: str | None) -> int | None:
        """Return the kind of list that a style makes of its paragraphs."""
        style = self._styles.get_by_id(style_id) if style_id else None
        if style is None:
            return None
        number = style.find(f"{named('pPr')}/{named('numPr')}/{named('numId')}")
        for one in self._numbering.num_lst if number is not None else ():
            if str(one.numId) == number.get(named("val")):
                return int(one.abstractNumId.val)
        return None

    def _own_kind(self, *, numbered: bool) -> int:
        if numbered not in self._own:
            kinds = self._numbering.findall(named("abstractNum"))
            taken = [int(one.get(named("abstractNumId"))) for one in kinds]
            kind = max(taken, default=0) + 1
            made = parsed(list_xml(kind, NAMES, numbered=numbered))
            # All kinds stand before all lists.
            first = self._numbering.find(named("num"))
            if first is None:
                self._numbering.append(made)
            else:
                first.addprevious(made)
            self._own[numbered] = kind
        return self._own[numbered]


def _numbering(word: Word) -> CT_Numbering:
    """Return the part of `word` that lists stand in, made if there is none."""
    from docx.opc.constants import CONTENT_TYPE, RELATIONSHIP_TYPE
    from docx.opc.packuri import PackURI
    from docx.parts.numbering import NumberingPart

    try:
        part = word.part.part_related_by(RELATIONSHIP_TYPE.NUMBERING)
    except KeyError:
        part = NumberingPart(
            PackURI("/word/numbering.xml"),
            CONTENT_TYPE.WML_NUMBERING,
            parsed(f"<w:numbering {NAMES}/>"),
            word.part.package,
        )
        word.part.relate_to(part, RELATIONSHIP_TYPE.NUMBERING)
    return cast("CT_Numbering", cast("NumberingPart", part).element)
