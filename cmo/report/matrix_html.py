"""The evidence and gap map as one HTML page that needs nothing but itself."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

from cmo.analysis.naming import labels
from cmo.analysis.placing import Axis, Says
from cmo.report import matrix_words as words
from cmo.report.escaping import html, html_address
from cmo.report.matrix_style import STYLE
from cmo.report.passages import words as quoted

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from cmo.analysis.matrix import Cell, Entry, Head, Matrix, Side

MANY = 6  # columns; beyond, their headings stand upright
LONGEST = 1000  # characters of a passage; it can stand in many cells


def as_html(matrix: Matrix) -> str:
    """Return the page: how to read it, the table, its gaps, and the passages.

    It has no script and asks the network for nothing.
    """
    return "".join(f"{line}\n" for line in _page(matrix))


def _page(matrix: Matrix) -> Iterator[str]:
    title = f"{words.title(matrix)}. {matrix.theory.title}"
    yield '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">'
    yield '<meta name="viewport" content="width=device-width, initial-scale=1">'
    yield f"<title>{html(title)}</title>"
    yield f"<style>{STYLE}</style>\n</head>\n<body>"
    yield '<a class="skip" href="#map">Skip to the table</a>'
    yield f"<header>\n<h1>{html(words.title(matrix))}</h1>"
    yield f"<p>{html(matrix.theory.title)}</p>\n</header>\n<main>"
    yield from _how_to_read(matrix)
    if said := words.lacking(matrix):
        yield f'<p id="map">{html(said)}</p>'
    else:
        yield from _table(matrix)
    yield from _gaps(matrix)
    yield from _passages(matrix)
    yield "</main>\n</body>\n</html>"


def _how_to_read(matrix: Matrix) -> Iterator[str]:
    yield "<h2>How to read it</h2>"
    yield (
        "<p>Numbers are studies, not documents or mentions. A cell counts those whose "
        "passages speak of a claim that belongs to both its row and its column. "
        "Studies whose passages only let the claim be argued are counted apart, as "
        "<i>indirectly</i>. Each cell leads to its passages. A dot is a gap: "
        "no passage joins the two.</p>"
    )
    yield f"<p>{html(words.CLAIMS)}</p>\n<dl>"
    for says in words.ways(matrix):
        yield f"<div><dt>{words.plain(says)}</dt><dd>{html(says.meaning)}</dd></div>"
    yield "</dl>"


def _table(matrix: Matrix) -> Iterator[str]:
    upright = ' class="upright"' if len(matrix.columns.heads) > MANY else ""
    yield "<h2>The map</h2>"
    yield (
        '<div class="scroll" id="map" role="region" aria-labelledby="caption" '
        f'tabindex="0">\n<table{upright}>'
    )
    rows, columns = words.NAMES[matrix.rows.axis], words.NAMES[matrix.columns.axis]
    yield f'<caption id="caption">Studies on {rows} by {columns}</caption>'
    yield f'<thead>\n<tr><th scope="col">{rows}</th>'
    for head in matrix.columns.heads:
        yield f'<th scope="col"><div>{_headed(matrix.columns, head)}</div></th>'
    yield "</tr>\n</thead>\n<tbody>"
    for i, (head, cells) in enumerate(words.lines(matrix), start=1):
        yield f'<tr><th scope="row">{_headed(matrix.rows, head)}</th>'
        for j, cell in enumerate(cells, start=1):
            yield _cell(cell, f"{i}-{j}")
        yield "</tr>"
    yield "</tbody>\n</table>\n</div>"


def _headed(side: Side, head: Head) -> str:
    """Return what a row or column is called, and then smaller what else it is."""
    called, other = _called(side, head), words.name(side, head)
    if called == other:
        other = head.label
    more = "" if called == other else f" <small>{html(other)}</small>"
    return f"{html(called)}{more}"


def _called(side: Side, head: Head) -> str:
    # Titles of documents are long, and people know their sources by id.
    return words.name(side, head) if side.axis is Axis.SOURCE else head.label


def _cell(cell: Cell | None, place: str) -> str:
    if cell is None:
        # The mark is for the eye, the words for a screen reader.
        mark = '<span aria-hidden="true">·</span>'
        return f'<td>{mark}<span class="heard">no passage</span></td>'
    link = f'<a id="cell-{place}" href="#passages-{place}">'
    return f'<td class="filled">{link}{_spans(cell)}</a></td>'


def _spans(cell: Cell) -> str:
    return " ".join(f"<span>{line}</span>" for line in _told(cell).splitlines())


def _told(cell: Cell) -> str:
    return ";\n".join(_counted(cell))


def _counted(cell: Cell) -> Iterator[str]:
    """Yield what the studies of a cell say, the direct before the indirect."""
    for counts, how in ((cell.direct, ""), (cell.indirect, ", indirectly")):
        for says, number in counts.items():
            yield f"{number} {words.plain(says)}{how}"


def _gaps(matrix: Matrix) -> Iterator[str]:
    yield "<h2>Gaps</h2>"
    for told, heads, side in words.gaps(matrix):
        yield f"<p>{html(told)}:</p>\n<ul>"
        yield from (f"<li>{_headed(side, head)}</li>" for head in heads)
        yield "</ul>"
    yield f"<p>{words.placed(matrix)}</p>\n<ul>"
    yield from (f"<li>{told}</li>" for _, told in words.outside(matrix))
    yield "</ul>"


def _passages(matrix: Matrix) -> Iterator[str]:
    known = labels(matrix.theory)
    rows = {head.id: i for i, head in enumerate(matrix.rows.heads, start=1)}
    columns = {head.id: j for j, head in enumerate(matrix.columns.heads, start=1)}
    yield "<h2>Passages</h2>"
    for row, column, cell in words.filled(matrix):
        place = f"{rows[row.id]}-{columns[column.id]}"
        yield f'<section id="passages-{place}">'
        called = _called(matrix.rows, row), _called(matrix.columns, column)
        yield f"<h3>{html(' × '.join(called))}</h3>"
        yield f"<p>{_told(cell)}."
        yield f'<a href="#cell-{place}">Back to the table</a></p>\n<ul>'
        for _, entries in groupby(cell.entries, key=lambda one: one.use.passage):
            yield from _passage(list(entries), known)
        yield "</ul>\n</section>"


def _passage(entries: list[Entry], known: Mapping[str, str]) -> Iterator[str]:
    """Yield one passage of a cell, with the claims there that it bears on."""
    use = entries[0].use
    said, where = quoted(use.excerpt, None, public=True)
    text = said.text if len(said.text) <= LONGEST else f"{said.text[:LONGEST]} […]"
    yield f"<li>\n<p><b>{html(use.passage)}</b>, study {html(use.study)};"
    yield f"{html(where.text)} {html_address(where.url or '')}</p>"
    yield f"<blockquote>{html(text)}</blockquote>\n<ul>"
    for one, says in entries:
        bears = one.bears
        told = f"{bears.bearing}, {bears.directness}, {bears.inference}".replace(
            "_", " "
        )
        if says is Says.NOT_FIRED:
            told = f"where the mechanism did not fire; {told}"
        claim = f"{html(known[bears.claim])} <small>{html(bears.claim)}</small>"
        yield f"<li>{told}: {claim}</li>"
    yield "</ul>\n</li>"
