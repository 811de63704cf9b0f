"""How each word of the vocabulary looks in a figure: said once, here.

No meaning is carried by colour alone: kinds differ in shape and lightness too,
signs in their arrowheads, states in their lines and, where lines run out, a
word. Hues are lightened from Okabe and Ito's palette, made for all eyes:
https://jfly.uni-koeln.de/color/.
"""

from __future__ import annotations

from typing import NamedTuple

from cmo.english import worded
from cmo.evidence import State
from cmo.model.vocabulary import ElementKind, Sign, Vocabulary

# What draws the figure has this font from a package of ours (see `fonts`).
FONT = "Source Sans Pro"
# What shows an SVG may lack it; each of these is legible, and fits.
FALLBACK_FONTS = ("Source Sans 3", "Arial", "Helvetica", "DejaVu Sans", "sans-serif")

INK = "#1a1a1a"
PAPER = "#ffffff"
# Whole-programme effects and the boxes around groups step back.
FAINT = "#767676"

# In points.
FONT_SIZE = 12
SMALL_FONT_SIZE = 10.5
TITLE_FONT_SIZE = 22
LEAD_FONT_SIZE = 13
HEADING_FONT_SIZE = 15  # of a figure that is made for a page
LINE_HEIGHT = 1.3  # times the font size


class KindLook(NamedTuple):
    """The look of a node.

    Attributes:
        shape: Graphviz's name of the shape.
        fill: Colour, light enough for text in ink.
        width: In inches.
        room: Share of the width that text can use.
        margin: In points, above and below the text.
        rounded: Are the corners round?
        most: Lines of its label, at most.
    """

    shape: str
    fill: str
    width: float = 2.3
    room: float = 0.92
    margin: float = 5
    rounded: bool = False
    most: int = 5


class StateLook(NamedTuple):
    """The look of a line: solid where somebody looked, dashed or dotted if not.

    Attributes:
        style: Graphviz's name of the line style.
        width: In points.
        colour: Of the line and its word.
        word: Is the state written out? For those that lines can't tell.
        double: Is the line drawn as two?
    """

    style: str
    width: float
    colour: str = INK
    word: bool = False
    double: bool = False


# Dark to light: greyscale keeps them apart.
KINDS = {
    ElementKind.INTERVENTION: KindLook("component", "#4fae90", room=0.84),
    ElementKind.CONTEXT: KindLook("box", "#8fc3ec", rounded=True),
    # A hexagon is half as wide at the top as in the middle.
    ElementKind.MECHANISM: KindLook("hexagon", "#fff3a3", 2.6, 0.62, 9),
    ElementKind.OUTCOME: KindLook("box", "#fbcf9a"),
}
CONFIGURATION = KindLook("note", PAPER)
# These hold whole statements.
RIVAL = KindLook("box", "#e8d5e6", 3.2, most=25)
CLAIM = KindLook("box", PAPER, 3.2, most=25)
STUDY = KindLook("folder", "#d9d9d9")
DOCUMENT = KindLook("note", PAPER)
PART = KindLook("tab", "#eef3f7", 2.6)

# A bar at the very end of a line would melt into the border of what it leads to.
SIGNS = {Sign.PLUS: "normal", Sign.MINUS: "nonetee", Sign.UNKNOWN: "odot"}
# Where it is not recorded whether by more or by less.
UNSIGNED = "onormal"
_HEAD_SIZES = {SIGNS[Sign.MINUS]: "1.8", UNSIGNED: "1.2"}

STATES = {
    State.CONTESTED: StateLook("solid", 1.2, "#8a2f6b", word=True, double=True),
    State.SUPPORTED: StateLook("solid", 2.6),
    State.OPPOSED: StateLook("solid", 1.4, "#a63c00", word=True),
    State.NO_EFFECT: StateLook("solid", 1.4, "#005a92", word=True),
    State.INCONCLUSIVE: StateLook("solid", 1, "#4d4d4d", word=True),
    State.INDIRECT: StateLook("solid", 1),
    State.THEORISED: StateLook("dashed", 1.2),
    State.UNDEVELOPED: StateLook("dotted", 1.4, "#4d4d4d", word=True),
    State.UNSUPPORTED: StateLook("dotted", 1.4),
}

# Behind what is argued for, where support is to stand out: light enough for ink.
TINTS = {
    State.CONTESTED: "#ecd3e3",
    State.SUPPORTED: "#b9dfcf",
    State.OPPOSED: "#f7cdb5",
    State.NO_EFFECT: "#c9def0",
    State.INCONCLUSIVE: "#e4e4e4",
    State.INDIRECT: "#f1f1f1",
    State.THEORISED: "#fdf6cf",
    State.UNDEVELOPED: PAPER,
    State.UNSUPPORTED: PAPER,
}


def words(term: Vocabulary) -> str:
    """Return a word of the files as people write it: ``no effect``."""
    return worded(term)


def node(look: KindLook, lines: int, border: StateLook | None = None) -> dict[str, str]:
    """Return the Graphviz attributes of a node with so many lines of text.

    Args:
        look: That of its kind.
        lines: Their number.
        border: The look of its state, if it has one.
    """
    height = lines * FONT_SIZE * LINE_HEIGHT + 2 * look.margin
    styles = ["filled", "rounded"] if look.rounded else ["filled"]
    return {
        "shape": look.shape,
        "fillcolor": look.fill,
        "style": ",".join([*styles, border.style] if border else styles),
        "penwidth": f"{border.width if border else 1:g}",
        "peripheries": "2" if border and border.double else "1",
        "width": f"{look.width:g}",
        "height": f"{height / 72:.3f}",
    }


def line(look: StateLook, colour: str | None = None) -> dict[str, str]:
    """Return the Graphviz attributes of a line, with its word.

    Args:
        look: That of the state.
        colour: Of the line, if not the state's own.
    """
    shown = colour or look.colour
    return {
        "style": look.style,
        "penwidth": f"{look.width:g}",
        "color": f"{shown}:invis:{shown}" if look.double else shown,
        "fontcolor": look.colour,
    }


def head(name: str) -> dict[str, str]:
    """Return the Graphviz attributes of an arrowhead, by its name."""
    size = {"arrowsize": _HEAD_SIZES[name]} if name in _HEAD_SIZES else {}
    return {"arrowhead": name, **size}


def room(look: KindLook) -> float:
    """Return how wide the text of a node can be, in em."""
    return look.width * 72 * look.room / FONT_SIZE


def faint(look: StateLook) -> str:
    """Return grey for the black lines; those with a colour of their own keep it."""
    return FAINT if look.colour == INK else look.colour


def grey(colour: str) -> str:
    """Return the grey that is as light as `colour`, both as ``#rrggbb``.

    Source: relative luminance of WCAG 2.2, so that contrast stays as it is.
    """
    parts = (int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5))
    light = sum(w * _linear(c) for w, c in zip(_WEIGHTS, parts, strict=True))
    level = light * _SLOPE if light <= _DARK / _SLOPE else _bent(light)
    return "#" + f"{round(level * 255):02x}" * 3


_WEIGHTS = (0.2126, 0.7152, 0.0722)
_DARK, _SLOPE = 0.04045, 12.92


def _linear(level: float) -> float:
    return level / _SLOPE if level <= _DARK else ((level + 0.055) / 1.055) ** 2.4


def _bent(light: float) -> float:
    return float(1.055 * light ** (1 / 2.4) - 0.055)
