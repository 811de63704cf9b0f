"""The paper that a figure is printed on, and how small its text becomes there."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from cmo.diagrams import style
from cmo.diagrams.ask import AskError
from cmo.store.wording import did_you_mean

if TYPE_CHECKING:
    from cmo.diagrams.scene import Scene

LEAST = 8.0  # points: no text may print smaller
POINT = 25.4 / 72  # mm
_SIZE = re.compile(r"(\d+(?:\.\d+)?)\s*[x×]\s*(\d+(?:\.\d+)?)\s*mm", re.IGNORECASE)
_SMALLEST, _LARGEST = 50, 5000  # mm, of a page's sides
# What dot leaves between columns and rows of nodes, at least, in points.
_BETWEEN = (43, 13)


class Page(NamedTuple):
    """A page, in mm.

    Attributes:
        name: As users write it.
        width: Of the sheet.
        height: Of the sheet.
        margin: On every side.
    """

    name: str
    width: float
    height: float
    margin: float = 15

    @property
    def room(self) -> tuple[float, float]:
        """Return width and height of what can be printed on, in points."""
        sides = (self.width, self.height)
        wide, high = ((side - 2 * self.margin) / POINT for side in sides)
        return wide, high

    def scale(self, width: float, height: float) -> float:
        """Return what a figure of so many points is scaled by: never above 1."""
        wide, high = self.room
        return min(1.0, wide / width, high / height)

    def is_too_small_for(self, scene: Scene) -> bool:
        """Tell whether the nodes of `scene` alone surely need more room.

        It spares a layout that is known to be too large.
        """
        area = sum(_area(node.look, len(node.under) + 1) for node in scene.nodes)
        wide, high = (side / SMALLEST_SCALE for side in self.room)
        return area > (wide + _BETWEEN[0]) * (high + _BETWEEN[1])


def _area(look: style.KindLook, lines: int) -> float:
    """Return the least area of a node with its share of the gaps round it."""
    height = lines * style.FONT_SIZE * style.LINE_HEIGHT + 2 * look.margin
    return (look.width * 72 + _BETWEEN[0]) * (height + _BETWEEN[1])


# Of a figure that has small text, as nearly all have.
SMALLEST_SCALE = LEAST / style.SMALL_FONT_SIZE

PAGES = {
    page.name: page
    for page in (
        Page("a4", 210, 297),
        Page("a4-landscape", 297, 210),
        Page("a3", 297, 420),
        Page("a3-landscape", 420, 297),
        Page("slide", 338.7, 190.5, margin=8),
    )
}


def page(name: str) -> Page:
    """Return the page of this name, or of this size: ``180x120mm``.

    Raises:
        AskError: There is no such page.
    """
    if name.lower() in PAGES:
        return PAGES[name.lower()]
    size = _SIZE.fullmatch(name.strip())
    if size is None:
        message = (
            f"'{name}' is no page{did_you_mean(name, PAGES)}: there are "
            f"{', '.join(PAGES)}, and sizes such as 180x120mm"
        )
        raise AskError(message)
    width, height = map(float, size.groups())
    if not all(_SMALLEST <= side <= _LARGEST for side in (width, height)):
        message = (
            f"a page of {name} can't be: its sides are {_SMALLEST} to {_LARGEST} mm"
        )
        raise AskError(message)
    # A size of one's own is that of the figure: its margins are elsewhere.
    return Page(name, width, height, margin=0)
