"""Drawings as parts of an HTML page, beside others like them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

# Drawings are of our own making.
from xml.etree import ElementTree as ET

if TYPE_CHECKING:
    from collections.abc import Mapping

_SVG, _LINK = "http://www.w3.org/2000/svg", "http://www.w3.org/1999/xlink"
_CALLED = re.compile(r"url\(#([^)]+)\)")
_LISTS = frozenset({"aria-labelledby", "aria-describedby"})


def inlined(svg: bytes, prefix: str, looks: Mapping[str, str | None]) -> str:
    """Return a drawing as an element of a page, its ids unlike those of others.

    Args:
        svg: The drawing, as a file.
        prefix: What its ids begin with; no other drawing of the page has it.
        looks: Attributes of the whole drawing; None takes one away.
    """
    ET.register_namespace("", _SVG)
    ET.register_namespace("xlink", _LINK)
    root = ET.fromstring(svg)  # noqa: S314
    for element in root.iter():
        for key, value in list(element.attrib.items()):
            element.set(key, _renamed(key, value, prefix))
    for key, look in looks.items():
        root.attrib.pop(key, None)
        if look is not None:
            root.set(key, look)
    return ET.tostring(root, encoding="unicode")


def _renamed(key: str, value: str, prefix: str) -> str:
    if key == "id":
        return prefix + value
    if key in {"href", f"{{{_LINK}}}href"} and value.startswith("#"):
        return f"#{prefix}{value[1:]}"
    if key in _LISTS:
        return " ".join(prefix + one for one in value.split())
    return _CALLED.sub(rf"url(#{prefix}\1)", value)
