"""Text for figures: cleaned, wrapped to a width, and quoted for DOT."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from html import escape
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

# The longest tooltip in characters. Graphviz refuses a quoted string of more
# than 16,384 bytes, and one character can take six ("&amp;" and the like).
TOOLTIP_LENGTH = 2000
ELLIPSIS = "…"
_NARROWEST = 4  # em

# XML cannot hold these, escaped or not.
_NOT_IN_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")

# Widths in em of DejaVu Sans, the widest of the fonts that stand in for ours:
# what fits in it fits in the others.
_WIDTHS = {
    **dict.fromkeys("ijl.,:;'|", 0.34),
    **dict.fromkeys('frtI ()[]/\\-!"*`', 0.47),
    **dict.fromkeys("szFJLT", 0.62),
    **dict.fromkeys("mMW%@", 1.02),
    **dict.fromkeys("wGOQDHNU&+=<>~#^", 0.84),
}


def plain(text: str, length: int = TOOLTIP_LENGTH) -> str:
    """Return `text` in one line of at most `length` characters XML can hold."""
    line = " ".join(_NOT_IN_XML.sub(" ", text).split())
    return line if len(line) <= length else line[: length - 1] + ELLIPSIS


def marked(text: str) -> str:
    """Return `text` in quotation marks, if it has none of its own."""
    return text if "“" in text else f"“{text}”"


def width(text: str) -> float:
    """Return the width of `text` in em, at the widest of our fonts.

    It depends on no installed font, so nodes are of equal size everywhere.
    """
    return sum(map(_width, text))


def wrap(text: str, room: float, most: int) -> list[str]:
    """Return `text` in at most `most` lines, none wider than `room` em.

    Lines break between words, and within words that no line can hold; they
    are made about equally long. What is left out is marked with an ellipsis.
    """
    return list(_wrapped(text, room, most))


# The same labels stand in many parts of a figure that is cut.
@lru_cache(maxsize=10_000)
def _wrapped(text: str, room: float, most: int) -> tuple[str, ...]:
    lines = _filled(plain(text), room)
    if len(lines) > most:
        return (*lines[: most - 1], _shortened(lines[most - 1], room))
    while room > _NARROWEST:
        room -= 0.5
        narrower = _filled(plain(text), room)
        # A word broken for the sake of even lines reads worse than uneven ones.
        if len(narrower) > len(lines) or " ".join(narrower) != " ".join(lines):
            break
        lines = narrower
    return tuple(lines)


def shown(text: str, room: float, most: int) -> list[str]:
    """Return `text` as `wrap` does, each line to be read in the direction of the whole.

    What draws takes each line for a paragraph, whose first letter says in which
    direction it runs: so a sentence with a label in Arabic would be torn.
    """
    if not _RIGHT_TO_LEFT.search(text):
        return wrap(text, room, most)
    if _runs_left(text):
        return [f"{_RLM}{line}{_RLM}" for line in wrap(text, room, most)]
    lines = []
    within = ""
    for line in wrap(_QUOTED.sub(rf"“{_FSI}\1{_PDI}”", text), room, most):
        begun = within + line
        is_open = begun.count(_FSI) > begun.count(_PDI)
        lines.append(f"{_LRM}{begun}{_PDI if is_open else ''}")
        within = _FSI if is_open else ""
    return lines


def _runs_left(text: str) -> bool:
    """Tell whether a text runs from right to left, whatever it quotes."""
    own = _QUOTED.sub("", text)
    strong = (unicodedata.bidirectional(c) for c in f"{own}{text}")
    return next((one for one in strong if one in {"L", "R", "AL"}), "L") != "L"


# Marks without width: left to right, right to left, and round what has its own way.
_LRM, _RLM, _FSI, _PDI = "\u200e", "\u200f", "\u2068", "\u2069"
_QUOTED = re.compile("“([^“”]*)”")
# Hebrew, Arabic and their neighbours.
_RIGHT_TO_LEFT = re.compile(
    "[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc\U00010800-\U00010fff\U0001e800-\U0001efff]"
)


def quoted(*lines: str, end: str = r"\n") -> str:
    r"""Return `lines` as DOT text that Graphviz shows as they are.

    Args:
        lines: Text without line breaks.
        end: How lines end: ``\n`` centred, ``\l`` to the left.
    """
    import graphviz  # 50 ms that only figures need

    # dot reads \N in a label as the node's name, and &lt; as <.
    safe = (line.replace("\\", r"\\").replace("&", "&amp;") for line in lines)
    text = end.join(safe) + (end if end == r"\l" else "")
    # A label in angle brackets would be taken for HTML.
    shown: str = graphviz.nohtml(text)
    return shown


def tooltip(*lines: str) -> str:
    """Return `lines` as a tooltip in DOT that Graphviz shows as they are."""
    # Unlike those of a label, dot undoes escapes in a tooltip twice.
    return quoted(*(line.replace("\\", r"\\") for line in lines))


def headed(title: Sequence[str], lines: Sequence[str], size: float) -> str:
    """Return a title with smaller lines under it, as DOT text, to the left."""
    if not lines:
        return quoted(*title, end=r"\l")
    end = '<br align="left"/>'
    heading, said = (
        "".join(f"{_in_html(line)}{end}" for line in those) for those in (title, lines)
    )
    # An empty line keeps what comes below at a distance.
    return f'<{heading}<font point-size="{size:g}">{said}{end}</font>>'


def on_ground(line: str, colour: str) -> str:
    """Return a line as DOT text on a ground that hides what runs behind it."""
    table = f'<table border="0" cellspacing="0" cellpadding="1" bgcolor="{colour}">'
    return f"<{table}<tr><td>{_in_html(line)}</td></tr></table>>"


def _in_html(line: str) -> str:
    # There, too, dot reads \N as a name.
    return escape(line).replace("\\", r"\\")


@lru_cache(maxsize=10_000)
def _width(character: str) -> float:
    if character in _WIDTHS:
        return _WIDTHS[character]
    if unicodedata.combining(character) or unicodedata.category(character) == "Cf":
        return 0
    if unicodedata.east_asian_width(character) in "WF":
        return 1.1
    if character.isascii():
        return 0.76 if character.isupper() else 0.66
    return 1.0 if character.isupper() else 0.8


def _filled(text: str, room: float) -> list[str]:
    lines = [""]
    for word in _pieces(text, room):
        longer = f"{lines[-1]} {word}".lstrip()
        if width(longer) <= room:
            lines[-1] = longer
        else:
            lines.append(word)
    return lines


def _pieces(text: str, room: float) -> list[str]:
    """Return the words of `text`; those wider than `room` in several pieces."""
    pieces: list[str] = []
    for word in text.split(" "):
        pieces += [word] if width(word) <= room else _broken(word, room)
    return pieces


def _broken(word: str, room: float) -> list[str]:
    """Return a long word in pieces: broken after a hyphen, or else anywhere."""
    pieces: list[str] = []
    start = hyphen = 0
    for end in range(1, len(word) + 1):
        if width(word[start:end]) > room:
            # A line with very little on it before the hyphen gains nothing, unless
            # the rest then stands in one.
            is_short = width(word[start:hyphen]) < room / 3
            is_early = is_short and width(word[hyphen:]) > room
            cut = end - 1 if is_early else hyphen
            pieces.append(word[start:cut])
            start = hyphen = cut
        if word[end - 1] == "-":
            hyphen = end
    return [*pieces, word[start:]]


def _shortened(line: str, room: float) -> str:
    while line and width(line + ELLIPSIS) > room:
        line = line[:-1]
    return line.rstrip() + ELLIPSIS
