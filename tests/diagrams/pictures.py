"""DOT and SVG read back, so that tests ask what is in a figure."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from xml.etree import ElementTree as ET

import pygraphviz

from cmo.diagrams.dot import to_dot
from cmo.diagrams.drawing import draw
from cmo.diagrams.views import view
from cmo.evidence import Evidence

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cmo.diagrams.ask import Ask
    from cmo.model import Theory

SVG = "{http://www.w3.org/2000/svg}"

Point = tuple[float, float]


def dot(theory: Theory, ask: Ask | None = None) -> str:
    return to_dot(view(theory, Evidence(theory), ask))


def parsed(theory: Theory) -> Any:
    """Return the figure's DOT as a pygraphviz graph."""
    return pygraphviz.AGraph(string=dot(theory))


def edge(graph: Any, link: str) -> dict[str, str]:
    """Return the attributes of the line that carries the link's arrowhead."""
    names = {f"link-{link}", f"link-{link}_end"}
    found = [dict(e.attr) for e in graph.edges() if e.attr["id"] in names]
    return found[-1]


def svg(theory: Theory) -> ET.Element:
    return ET.fromstring(draw(dot(theory), "svg"))  # noqa: S314 - our own


@dataclass
class Node:
    """A node as it is drawn: the points of its outline, and its lines of text."""

    id: str
    outline: list[Point]
    texts: list[ET.Element]

    @property
    def box(self) -> tuple[float, float, float, float]:
        xs, ys = zip(*self.outline, strict=True)
        return min(xs), min(ys), max(xs), max(ys)


def nodes(root: ET.Element) -> Iterator[Node]:
    """Yield the nodes of a figure that have ids: all but the legend's."""
    for group in root.iter(f"{SVG}g"):
        if group.get("class") == "node" and "id" in group.attrib:
            texts = group.findall(f"{SVG}text")
            shapes = [*group.findall(f"{SVG}polygon"), *group.findall(f"{SVG}path")]
            yield Node(group.attrib["id"], _points(shapes[0]) if shapes else [], texts)


def holds(node: Node, point: Point) -> bool:
    """Tell whether a point lies within a node's outline."""
    x, y = point
    inside = False
    for (x1, y1), (x2, y2) in zip(
        node.outline, [*node.outline[1:], node.outline[0]], strict=True
    ):
        if (y1 > y) != (y2 > y) and x < x1 + (y - y1) / (y2 - y1) * (x2 - x1):
            inside = not inside
    return inside


def _points(shape: ET.Element) -> list[Point]:
    text = shape.get("points") or shape.get("d") or ""
    numbers = [float(n) for n in re.findall(r"-?\d+(?:\.\d+)?", text)]
    return list(zip(numbers[::2], numbers[1::2], strict=True))
