"""The explorer's table of all entries: there without a script, sorted by one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cmo.english import worded
from cmo.publish.explorer_effects import SAID
from cmo.publish.explorer_key import called, swatch
from cmo.report.escaping import html

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from cmo.model import Theory
    from cmo.publish.explorer_claims import Json

_WORDS = {
    "flags": "Flags",
    "kind": "Kind",
    "does": "Helps or hinders",
    "theme": "Theme",
}
_NUMBERS = ("For", "Refuting", "No effect", "Inconclusive", "Proposing")


def table(theory: Theory, claims: list[Json]) -> str:
    """Return the table in its section; its rows are in reading order."""
    return "\n".join(_lines(claims, {one.id: one.title for one in theory.themes}))


def _lines(claims: list[Json], themes: Mapping[str, str]) -> Iterator[str]:
    yield '<section id="x_table" aria-label="Table of entries">'
    yield (
        '<p class="bar js-only"><button type="button" id="x_sideways" hidden>More '
        'columns →</button> <button type="button" id="x_causal">Sort by cause and '
        "effect</button></p>"
    )
    yield (
        '<p class="note">Numbers are studies whose passages speak directly of an '
        "entry, and after a + those that do so indirectly. Rows stand in the order of "
        "cause and effect, unless sorted otherwise.</p>"
    )
    yield (
        '<div class="scroll" id="x_table_box" role="region" tabindex="0" '
        'aria-labelledby="x_caption">\n<table id="x_claims">'
    )
    yield '<caption id="x_caption" class="heard">All entries</caption>'
    yield f"<thead>\n<tr>{''.join(_heads())}</tr>\n</thead>\n" + '<tbody id="x_rows">'
    for one in claims:
        yield f"<tr {_named(one)}>{''.join(_cells(one, themes))}</tr>"
    yield "</tbody>\n</table>"
    yield (
        '<p class="told" id="x_none" hidden><span id="x_nothing"></span> '
        '<button type="button" id="x_clear_all">Clear all filters</button></p>'
    )
    yield "</div>\n</section>"


def _named(one: Json) -> str:
    return f'id="{one["id"]}" data-claim="{one["id"]}"'


def _heads() -> Iterator[str]:
    yield '<th scope="col" data-by="label">Entry</th>'
    yield '<th scope="col" data-by="state">State</th>'
    for i, name in enumerate(_NUMBERS):
        yield f'<th scope="col" data-by="count{i}" class="number">{name}</th>'
    yield '<th scope="col" data-by="documents" class="number">Documents</th>'
    for by, title in _WORDS.items():
        yield f'<th scope="col" data-by="{by}">{title}</th>'


def _cells(one: Json, themes: Mapping[str, str]) -> Iterator[str]:
    link = f'<a href="#{one["id"]}" dir="auto">{html(one["label"])}</a>'
    number = f"<small>{one['number']}</small>" if "number" in one else ""
    yield f'<th scope="row">{number}{link}</th>'
    picture = swatch("state", one["state"])
    about = ""
    if not one["argued"]:
        said = "given up" if "given_up" in one else "that it occurs"
        about = f"<small>{said}:</small> "
    state = f'<span class="state">{picture}{worded(one["state"])}</span>'
    yield f"<td>{about}{state}</td>"
    for direct, indirect in zip(one["direct"], one["indirect"], strict=True):
        yield f'<td class="number">{_number(direct, indirect)}</td>'
    yield f'<td class="number">{_number(one["documents"], 0)}</td>'
    yield f"<td>{', '.join(map(worded, one['flags']))}</td>"
    yield f"<td>{called(one['kind'])}</td>"
    yield f"<td>{SAID[one['does']] if 'does' in one else ''}</td>"
    titles = (themes.get(theme, theme) for theme in one["themes"])
    yield f'<td dir="auto">{html("; ".join(titles))}</td>'


def _number(direct: int, indirect: int) -> str:
    # A dot is easier to read past than a zero, and a gap than a column of them.
    if indirect:
        return f"{direct or '·'}+{indirect}"
    return str(direct or "·")
