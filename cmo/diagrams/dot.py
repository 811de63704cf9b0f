"""A scene as DOT.

Figures are read from left to right: dot puts what an arrow leads to on the
right of what it comes from, and the constraints given here keep it so where
a theory turns back on itself. Sizes of nodes are given and not measured, so
that the layout does not depend on the fonts of a machine.
"""

from __future__ import annotations

import re
from itertools import groupby
from typing import TYPE_CHECKING, Any

from cmo.diagrams import labels, legend, lines, style
from cmo.diagrams.ask import Palette
from cmo.diagrams.scene import columns

if TYPE_CHECKING:
    from collections.abc import Iterable

    from cmo.diagrams.scene import Line, Node, Scene

# The longest description in characters of DOT: Graphviz refuses a quoted string of
# more than 16,384 bytes.
_LONGEST = 15_000
_LEGEND_COLUMN = 270  # points of a page for a column of the legend
_COLOUR = re.compile("#[0-9a-f]{6}")
_COLOURS = ("color", "fillcolor", "fontcolor")

_GRAPH = {
    "rankdir": "LR",
    "nodesep": "0.19",
    "ranksep": "0.3",
    # Columns count across groups too.
    "newrank": "true",
    "outputorder": "edgesfirst",
    "pad": "0.3",
    "bgcolor": style.PAPER,
    "fontname": style.FONT,
    "fontcolor": style.INK,
}
_NODE = {
    "fontname": style.FONT,
    "fontsize": f"{style.FONT_SIZE}",
    "fontcolor": style.INK,
    "color": style.INK,
    "fixedsize": "true",
}
_EDGE = {
    "fontname": style.FONT,
    "fontsize": f"{style.SMALL_FONT_SIZE:g}",
    "color": style.INK,
    "arrowsize": "0.8",
}


def to_dot(scene: Scene, room: float | None = None) -> str:
    """Return `scene` as DOT.

    Args:
        scene: What stands in the figure.
        room: How wide the title may be, in points; without it, as it likes.
    """
    dot = _Toned(scene.palette)
    if scene.downwards:
        dot.attr("graph", rankdir="TB")
    if room is not None:
        # The page has margins, and a column of a journal, of 85 mm, no room for more.
        dot.attr("graph", pad="0.2")
    if not scene.nodes:
        # A key alone has no lines that need room between its rows.
        dot.attr("graph", nodesep="0.07")
    for box, nodes in groupby(scene.nodes, key=lambda n: n.box):
        if box is None:
            _add_nodes(dot, nodes)
        else:
            with dot.subgraph(name=f"cluster {box}") as inside:
                # Lines come in from the left and the top.
                inside.attr(label=labels.quoted(box), labelloc="b", labeljust="r")
                inside.attr(style="rounded", fontsize=f"{style.FONT_SIZE}")
                inside.attr(color=style.FAINT)
                _add_nodes(inside, nodes)
    for line in scene.lines:
        _add_line(dot, line)
    if scene.legend and (scene.nodes or scene.explains):
        what = scene.explains or legend.shown(scene)
        legend.add(dot, what, max(columns(scene), int((room or 0) / _LEGEND_COLUMN)))
    elif not scene.nodes:
        dot.node("empty", labels.quoted(scene.summary), shape="none", fixedsize="false")
    # Last, because groups take over what was said before them.
    _add_title(dot, scene, room)
    return str(dot.source)


class _Toned:
    """A graph of the `graphviz` package, its colours made grey where that is asked."""

    def __init__(self, palette: Palette, graph: Any = None) -> None:  # noqa: ANN401
        import graphviz  # 50 ms that only figures need

        self._palette = palette
        self._graph = graph or graphviz.Digraph("theory")
        if graph is None:
            for part, attributes in (
                ("graph", _GRAPH),
                ("node", _NODE),
                ("edge", _EDGE),
            ):
                self._graph.attr(part, **self._toned(attributes))

    @property
    def source(self) -> str:
        return str(self._graph.source)

    def node(self, name: str, label: str | None = None, **attributes: str) -> None:
        self._graph.node(_name(name), label, **self._toned(attributes))

    def edge(self, source: str, target: str, **attributes: str) -> None:
        self._graph.edge(_name(source), _name(target), **self._toned(attributes))

    def attr(self, kind: str | None = None, **attributes: str) -> None:
        self._graph.attr(kind, **self._toned(attributes))

    def subgraph(self, name: str | None = None) -> _Inside:
        return _Inside(self._palette, self._graph.subgraph(name=name))

    def _toned(self, attributes: dict[str, str]) -> dict[str, str]:
        if self._palette is not Palette.GREYSCALE:
            return attributes
        return attributes | {
            key: _COLOUR.sub(lambda m: style.grey(m.group()), attributes[key])
            for key in _COLOURS
            if key in attributes
        }


class _Inside:
    """A part of a graph, for as long as it is filled."""

    def __init__(self, palette: Palette, inside: Any) -> None:  # noqa: ANN401
        self._palette = palette
        self._inside = inside

    def __enter__(self) -> _Toned:
        return _Toned(self._palette, self._inside.__enter__())

    def __exit__(self, *error: object) -> None:
        self._inside.__exit__(*error)


def _name(node: str) -> str:
    # The package takes what follows a colon for a port of the node.
    return node.replace(":", "_")


def _add_nodes(dot: Any, nodes: Iterable[Node]) -> None:  # noqa: ANN401
    for node in nodes:
        text = lines_of(node)
        dot.node(
            node.id,
            labels.quoted(*text),
            id=node.anchor,
            tooltip=labels.tooltip(node.tooltip),
            **style.node(node.look, len(text), node.border),
        )


def lines_of(node: Node) -> list[str]:
    """Return the lines of text in a node."""
    room = style.room(node.look)
    text = labels.shown(node.label, room, node.look.most)
    return [
        *text,
        *(one for under in node.under for one in labels.shown(under, room, 3)),
    ]


def _add_line(dot: Any, line: Line) -> None:  # noqa: ANN401
    ends = (line.source, line.target)
    drawn = style.line(line.look, line.colour)
    if line.anchor:
        drawn |= {"id": line.anchor, "tooltip": labels.tooltip(line.tooltip)}
    if not line.columns:
        head = style.head(line.head)
        word = labels.on_ground(line.word, style.PAPER) if line.word else ""
        dot.edge(*ends, **drawn, **head, label=word, constraint="false")
        return
    drawn["weight"] = f"{line.weight}"
    lines.add(dot, ends, drawn, head=line.head, word=line.word, columns=line.columns)


def _add_title(dot: Any, scene: Scene, room: float | None) -> None:  # noqa: ANN401
    size = style.TITLE_FONT_SIZE if room is None else style.HEADING_FONT_SIZE
    width = 40 if room is None else min(40, room / size)
    title = labels.plain(scene.title, 500)
    under = width * size / style.LEAD_FONT_SIZE
    told = (*scene.lead, *filter(None, (scene.left_out,)))
    said = [line for one in told for line in labels.shown(one, under, 12)]
    dot.attr(
        label=labels.headed(labels.shown(title, width, 4), said, style.LEAD_FONT_SIZE),
        labelloc="t",
        labeljust="l",
        fontsize=f"{size}",
        id=scene.anchor,
        tooltip=_fitting(title, scene.description),
    )


def _fitting(title: str, text: str) -> str:
    """Return a title and as many of the words of `text` as Graphviz takes."""
    length = _LONGEST
    while True:
        shown = labels.tooltip(title, labels.plain(text, length))
        if len(shown.encode()) <= _LONGEST:
            return shown
        length = length * 3 // 4
