"""Graphviz's SVG, made accessible, self-contained and free of versions."""

from __future__ import annotations

import re

# Graphviz wrote what is parsed here, in our own child process.
from xml.etree import ElementTree as ET

from cmo.diagrams import style

_HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n'
_SVG = "http://www.w3.org/2000/svg"
_TIP = "{http://www.w3.org/1999/xlink}title"
_FONTS = ", ".join(
    f"'{name}'" if " " in name else name for name in (style.FONT, *style.FALLBACK_FONTS)
)


def accessible(drawn: bytes) -> bytes:
    """Return `drawn` with what a screen reader, a mouse and a link need.

    A title and a description, linked to the figure; a tooltip on each node
    and edge; ids only where they are the records' own; fonts to fall back on.
    Comments, and the outside address of a document type, are left out.

    Args:
        drawn: SVG of a DOT file that has an ``id`` and a ``tooltip`` wherever
            one is to be; that of the graph holds the title and, after a line
            break, the description.
    """
    ET.register_namespace("", _SVG)
    root = ET.fromstring(drawn)  # noqa: S314
    for parent in list(root.iter()):
        _unwrap(parent)
    graph = next(root.iter(_name("g")))
    title, _, description = graph.get(_TIP, "").partition("\n")
    for group in root.iter(_name("g")):
        _name_group(group)
    for text in root.iter(_name("text")):
        text.set("font-family", _FONTS)
    _introduce(root, title, description)
    return f"{_HEAD}{ET.tostring(root, encoding='unicode')}\n".encode()


def resized(drawn: bytes, scale: float) -> bytes:
    """Return an SVG scaled: its sides change, what stands in it does not."""

    def side(found: re.Match[bytes]) -> bytes:
        return b'%s="%.2fpt"' % (found[1], float(found[2]) * scale)

    head, end, rest = drawn.partition(b"viewBox=")
    return _SIDE.sub(side, head) + end + rest if scale < 1 else drawn


_SIDE = re.compile(rb'(width|height)="([\d.]+)pt"')


def _unwrap(parent: ET.Element) -> None:
    """Put what Graphviz wraps into links for the sake of tooltips in their place.

    ``<g><a title="tip">…</a></g>`` becomes its contents, and the nearest group
    keeps the tip in its title.
    """
    for place, child in reversed(list(enumerate(parent))):
        link = child.find(_name("a"))
        if child.tag == _name("g") and link is not None and len(child) == 1:
            parent.remove(child)
            for one in reversed(link):
                parent.insert(place, one)
            parent.set(_TIP, link.get(_TIP, ""))


def _name_group(group: ET.Element) -> None:
    """Give a group its tooltip as title; without one, take title and id away."""
    title = group.find(_name("title"))
    tip = group.attrib.pop(_TIP, "")
    if title is None:
        return
    if tip and group.get("class") != "graph":
        title.text = tip
        return
    group.remove(title)
    if not tip:
        group.attrib.pop("id", None)


def _introduce(root: ET.Element, title: str, description: str) -> None:
    root.set("role", "img")
    root.set("aria-labelledby", "figure-title figure-description")
    said = [("desc", "description", description), ("title", "title", title)]
    for tag, name, text in said:
        element = ET.Element(_name(tag), {"id": f"figure-{name}"})
        element.text = text
        element.tail = "\n"
        root.insert(0, element)


def _name(tag: str) -> str:
    return f"{{{_SVG}}}{tag}"
