"""A document as LaTeX that compiles as it is, figures as PDF beside it."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import zip_longest
from typing import TYPE_CHECKING

from cmo.publish.document import (
    Bullets,
    Cell,
    Contents,
    Figure,
    Heading,
    Paragraph,
    Style,
)
from cmo.publish.writers_parts import (
    LETTER,
    fitted,
    header,
    longest_words,
    pieces,
    shares,
    stays_whole,
    text,
    texts,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from cmo.publish.document import Block, Document, Item, Run, Table, Words

_MARGIN, _CAPTION = 25, 30  # mm
_A4 = (210, 297)
_LEVELS = ("section", "subsection", "subsubsection", "paragraph")
_ESCAPES = {
    "\\": r"\textbackslash{}",
    "{": r"\{",
    "}": r"\}",
    "$": r"\$",
    "&": r"\&",
    "#": r"\#",
    "%": r"\%",
    "_": r"\_",
    "^": r"\textasciicircum{}",
    "~": r"\textasciitilde{}",
    "<": r"\textless{}",
    ">": r"\textgreater{}",
    "`": r"\`{}",
    # An item or a line break would take what follows for an option.
    "[": "{[}",
    "]": "{]}",
    "*": "{*}",
    # Signs that the fonts of pdfLaTeX lack.
    "≤": r"\ensuremath{\leq}",
    "≥": r"\ensuremath{\geq}",
    "≠": r"\ensuremath{\neq}",
    "≈": r"\ensuremath{\approx}",
    "−": r"\ensuremath{-}",
    "←": r"\ensuremath{\leftarrow}",
    "→": r"\ensuremath{\rightarrow}",
    "↔": r"\ensuremath{\leftrightarrow}",
    "⇒": r"\ensuremath{\Rightarrow}",
    "✓": r"\ensuremath{\checkmark}",
    "\u2010": "-",
    "\u2011": r"\mbox{-}",
    "\xa0": "~",
    "\xad": r"\-",
    "/": r"/\allowbreak{}",
    # Two of these in a row would become another sign.
    "-": "-{}",
    ",": ",{}",
    "'": "'{}",
}
_ALWAYS = re.escape("".join(one for one in _ESCAPES if one not in "/-,'"))
_SPECIAL = re.compile(rf"/(?=\w)|-(?=-)|,(?=,)|'(?=')|[{_ALWAYS}]")
_KNOWN = re.compile(r"[\x00-\u017f–—‘’“”„†‡•…€™]")
_LONG = 40  # letters that may not fit into a line
_STRIP = 10  # lines
# TeX reads lines of 200,000 bytes at most: longer ones are ended at a space, or where
# a line may break anyway.
_LINE = 5000
_LONG_LINE = re.compile(
    rf"([^\n]{{{_LINE}}}[^\n]*?)"
    r"( |\\allowbreak\{\}|(?<=[\u2e80-\U0010ffff]))(?=[^ \n])"
)
_HEAD = r"""\documentclass[11pt,a4paper]{article}
\usepackage{iftex}
\ifPDFTeX
  \usepackage[utf8]{inputenc}
  \usepackage[T1]{fontenc}
  \usepackage{lmodern}
\else
  \usepackage{fontspec}
\fi
\usepackage{textcomp}
\usepackage{amssymb}
\usepackage[a4paper,%smargin=25mm]{geometry}
\usepackage{array,booktabs,longtable,graphicx}
\usepackage[labelsep=period,labelfont=bf,singlelinecheck=false]{caption}
\usepackage{hyperref}
\setcounter{secnumdepth}{0}
\setlength{\parindent}{0pt}
\setlength{\parskip}{6pt plus 2pt}
\emergencystretch=3em
%% Older systems do not know texts for those who cannot see a figure.
\makeatletter
\@ifundefined{KV@Gin@alt}{\define@key{Gin}{alt}{}}{}
%% A title as high as its words: a table can begin on its page.
\renewcommand{\@maketitle}{{\LARGE\@title\par}\vskip 6pt
  {\large\begin{tabular}[t]{@{}l}\@author\end{tabular}\par}\vskip 12pt}
\makeatother
"""
_FOREIGN = """\
% This text has characters that pdfLaTeX does not show. Compile it with LuaLaTeX or
% XeLaTeX, and name a font that has them with \\setmainfont.
"""


def write(document: Document, name: str) -> dict[str, bytes]:
    """Return the document as ``name.tex``, and its figures as PDF beside it.

    Args:
        document: As `writers_parts.ready` leaves it.
        name: A file name without suffix.
    """
    made = _LONG_LINE.sub(_ended, "\n".join(_parts(document, name)))
    files = {f"{name}.tex": made.encode() + b"\n"}
    for block in document.blocks:
        if isinstance(block, Figure):
            files[_file(name, block)] = block.draw("pdf")
    return files


def _ended(line: re.Match[str]) -> str:
    start, end = line.groups()
    return f"{start}\n" if end == " " else f"{start}\\allowbreak{{%\n}}"


def _parts(document: Document, name: str) -> Iterator[str]:
    said = "".join(texts(document)).translate(dict.fromkeys(map(ord, _ESCAPES)))
    if _KNOWN.sub("", said):
        yield _FOREIGN
    yield _HEAD % ("landscape," if document.landscape else "")
    title, authors = escaped(document.title), list(map(escaped, document.authors))
    about = f"pdftitle={{{title}}},pdfauthor={{{'; '.join(authors)}}}"
    yield f"\\hypersetup{{hidelinks,pdflang={{{document.language}}},{about}}}"
    named = r" \and ".join(authors)
    yield f"\\title{{{title}}}\n\\author{{{named}}}\n\\date{{}}"
    yield "\\begin{document}\n\\maketitle"
    for block in document.blocks:
        yield ""
        yield from _block(block, name, landscape=document.landscape)
    yield "\n\\end{document}"


def _block(block: Block, name: str, *, landscape: bool) -> Iterator[str]:
    match block:
        case Heading():
            # A link of the list of contents can hold no other.
            is_linked = any(run.url for run in block.words)
            listed = f"[{escaped(text(block.words))}]" if is_linked else ""
            said = marked(block.words)
            yield f"\\{_LEVELS[block.level - 1]}{listed}{{{said}}}"
        case Contents():
            yield f"\\setcounter{{tocdepth}}{{{block.depth}}}\n\\tableofcontents"
        case Paragraph():
            start, end = _STYLES[block.style]
            yield f"{start}{marked(block.words)}{end}"
        case Bullets():
            yield from _list(block.items, numbered=block.numbered)
        case Figure():
            yield from _figure(block, _file(name, block), landscape=landscape)
        case _:
            yield from _table(block, landscape=landscape)


_STYLES = {
    Style.BODY: ("", ""),
    Style.LEAD: ("{\\large ", "\\par}"),
    Style.NOTE: ("{\\small ", "\\par}"),
    Style.QUOTE: ("\\begin{quote}\n", "\n\\end{quote}"),
    Style.REFERENCE: ("{\\setlength{\\hangindent}{1.5em}", "\\par}"),
}


def _list(items: Iterable[Item], *, numbered: bool) -> Iterator[str]:
    kind = "enumerate" if numbered else "itemize"
    yield f"\\begin{{{kind}}}"
    for item in items:
        yield f"\\item {marked(item.words)}"
        if item.items:
            yield from _list(item.items, numbered=numbered)
    yield f"\\end{{{kind}}}"


def _figure(figure: Figure, file: str, *, landscape: bool) -> Iterator[str]:
    page_width, page_height = reversed(_A4) if landscape else _A4
    width, height = fitted(
        figure, page_width - 2 * _MARGIN, page_height - 2 * _MARGIN - _CAPTION
    )
    size = f"width={width:.1f}mm,height={height:.1f}mm"
    yield "\\begin{figure}[htbp]\n\\centering"
    alternative = escaped(figure.alternative)
    yield f"\\includegraphics[{size},alt={{{alternative}}}]{{{file}}}"
    yield f"\\caption{{{escaped(figure.caption)}}}\n\\end{{figure}}"


def _table(table: Table, *, landscape: bool) -> Iterator[str]:
    letters = (_A4[landscape] - 2 * _MARGIN) / LETTER
    shared = shares(table, letters)
    longest = longest_words(shared, letters)
    columns = "".join(
        r">{\raggedright\arraybackslash\hspace{0pt}}"
        rf"p{{\dimexpr {share:.4f}\linewidth-2\tabcolsep\relax}}"
        for share in shared
    )
    titles = header(table)
    head = "\\toprule\n" + _row(titles, longest) + "\n\\midrule"
    yield "{\\footnotesize\\setlength{\\tabcolsep}{4pt}"
    yield f"\\begin{{longtable}}{{{columns}}}"
    yield f"\\caption{{{escaped(table.caption)}}}\\\\"
    # A header that fills the page would leave no room for rows below it.
    again = head if stays_whole(titles, shared, letters) else "\\toprule"
    yield f"{head}\n\\endfirsthead\n{again}\n\\endhead"
    # Where a page ends, the rule below a row stands already.
    yield "\\endfoot\n\\bottomrule\n\\endlastfoot"
    rows = (
        "\n".join(_row(strip, longest) for strip in _strips(row, shared, letters))
        for row in table.rows
    )
    yield "\n\\midrule\n".join(rows)
    yield "\\end{longtable}}"


def _strips(
    row: tuple[Cell, ...], shared: list[float], letters: float
) -> Iterable[tuple[Cell, ...]]:
    """Return a row as one or more: no row goes on over the end of a page."""
    if stays_whole(row, shared, letters):
        return [row]
    columns = (
        _cut_cell(cell, max(1, int(share * letters)))
        for cell, share in zip(row, shared, strict=True)
    )
    return zip_longest(*columns, fillvalue=Cell(()))


def _cut_cell(cell: Cell, letters: int) -> Iterator[Cell]:
    """Yield a cell as several of a few lines, with so many letters in each."""
    strip: list[Words] = []
    room = _STRIP
    for line in cell.lines:
        rest = line
        while len(whole := text(rest)) > room * letters:
            # A word is kept whole if the next strip holds it.
            if not strip or " " in whole[1 : room * letters + 1]:
                start, rest = _cut(rest, room * letters)
                strip.append(start)
            yield Cell(tuple(strip))
            strip, room = [], _STRIP
        strip.append(rest)
        room -= len(text(rest)) // letters + 1
        if room <= 0:
            yield Cell(tuple(strip))
            strip, room = [], _STRIP
    if strip:
        yield Cell(tuple(strip))


def _cut(line: Words, letters: int) -> tuple[Words, Words]:
    """Return a line's first `letters` or a few less, and the rest; both are some."""
    whole = text(line)
    end = whole.rfind(" ", 1, letters + 1)
    at = letters if end == -1 else end
    start: list[Run] = []
    for i, run in enumerate(line):
        if at <= len(run.text):
            after = run.text[at:].removeprefix(" ")
            rest = [replace(run, text=after)] if after else []
            if before := run.text[:at]:
                start.append(replace(run, text=before))
            return tuple(start), (*rest, *line[i + 1 :])
        start.append(run)
        at -= len(run.text)
    return tuple(start), ()


def _row(row: tuple[Cell, ...], longest: list[int]) -> str:
    cells = (
        r"\par ".join(marked(line, length) for line in cell.lines)
        for cell, length in zip(row, longest, strict=True)
    )
    return " & ".join(cells) + r" \tabularnewline"


def _file(name: str, figure: Figure) -> str:
    return f"{name}-{figure.name}.pdf"


def marked(given: Words, longest: int = _LONG) -> str:
    """Return `given` as LaTeX; words of so many letters may break anywhere."""
    return "".join(_run(run, longest) for run in given)


def _run(run: Run, longest: int) -> str:
    shown = escaped(run.text, longest)
    if run.emphasis:
        shown = rf"\emph{{{shown}}}"
    if run.strong:
        shown = rf"\textbf{{{shown}}}"
    if run.url:
        url = re.sub(r"([%#&])", r"\\\1", run.url)
        shown = rf"\href{{{url}}}{{{shown}}}"
    return shown


def escaped(said: str, longest: int = _LONG) -> str:
    """Return `said` as LaTeX that shows it, and does nothing else."""
    out = ""
    for place, piece in enumerate(pieces(said, longest)):
        if place % 2:
            out += r"\allowbreak{}".join(map(_escaped, piece))
        else:
            out += _escaped(piece)
    return out


def _escaped(piece: str) -> str:
    return _SPECIAL.sub(lambda found: _ESCAPES[found.group()], piece)
