"""The figure, as the explorer holds it: inline, in reading order, its marks named."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

# Our own drawing is parsed here, not what users hand in.
from xml.etree import ElementTree as ET

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

_SVG = "http://www.w3.org/2000/svg"
# The parts of a mark, as `diagrams.marks` and `diagrams.lines` name them.
_MARK = re.compile(r"(?:element|link|configuration)-([a-z0-9-]+)(?:_([\w-]+))?")


def inline(figure: bytes, order: Sequence[str]) -> tuple[str, frozenset[str]]:
    """Return the figure as SVG for an HTML page, and the claims that it shows.

    Marks carry their claim as ``data-claim``, the lesser parts of one also a
    ``data-part``, and stand in reading order, which is the order of keyboard focus.
    Other ids are taken out: those of the page's own parts are the claims'.

    Args:
        figure: SVG, as `diagrams.drawing` makes it.
        order: Claims in reading order.
    """
    ET.register_namespace("", _SVG)
    root = ET.fromstring(figure)  # noqa: S314
    for size in ("width", "height"):
        root.attrib.pop(size, None)
    root.set("preserveAspectRatio", "xMidYMid meet")
    root.set("class", "figure")
    places = {claim: i for i, claim in enumerate(order)}
    shown = frozenset(
        claim for group in root.iter() if (claim := _name(group, places)) is not None
    )
    _introduce(root)
    for parent in list(root.iter(f"{{{_SVG}}}g")):
        _sort(parent, places)
    return ET.tostring(root, encoding="unicode"), shown


def _name(group: ET.Element, places: Mapping[str, int]) -> str | None:
    """Give a mark its claim instead of its id, and return the claim."""
    found = _MARK.fullmatch(group.attrib.pop("id", ""))
    if found is None or found[1] not in places:
        return None
    group.set("data-claim", found[1])
    if found[2]:
        group.set("data-part", found[2])
    return found[1]


def _introduce(root: ET.Element) -> None:
    """Link the figure to its title and description, by ids that no claim can have."""
    labels = {"title": "labelledby", "desc": "describedby"}
    for tag, attribute in labels.items():
        root.attrib.pop(f"aria-{attribute}", None)
        element = root.find(f"{{{_SVG}}}{tag}")
        if element is not None:
            element.set("id", f"x_figure_{tag}")
            root.set(f"aria-{attribute}", f"x_figure_{tag}")


def _sort(parent: ET.Element, places: Mapping[str, int]) -> None:
    """Put the marks among the children of `parent` into reading order."""
    marks = [one for one in parent if one.get("data-claim") in places]
    if not marks:
        return
    # Words on lines come last: no other line lies over them, to be hit instead.
    marks.sort(
        key=lambda one: (
            one.get("data-part") == "word",
            places[one.attrib["data-claim"]],
            "data-part" in one.attrib,
        )
    )
    for one in marks:
        parent.remove(one)
    parent.extend(marks)
