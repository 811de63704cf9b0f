"""Figures that were laid out: how large they are, and whether they can be read."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from cmo.diagrams import drawing, svg
from cmo.diagrams.ask import AskError
from cmo.diagrams.cutting import cut
from cmo.diagrams.dot import to_dot
from cmo.diagrams.keys import keys
from cmo.diagrams.paper import LEAST, POINT, SMALLEST_SCALE, Page
from cmo.diagrams.views import view

if TYPE_CHECKING:
    from collections.abc import Sequence

    from cmo.diagrams.ask import Ask
    from cmo.diagrams.scene import Scene
    from cmo.evidence import Evidence
    from cmo.model import Theory

_FONT_SIZE = re.compile(rb' font-size="([\d.]+)"')
_SIDES = re.compile(rb'<svg [^>]*?width="([\d.]+)pt" height="([\d.]+)pt"')


@dataclass(frozen=True, slots=True)
class Picture:
    """A figure that was laid out, for a page or in its natural size.

    Attributes:
        scene: What stands in it.
        page: The page that it is for, if any.
        natural: As SVG, in its natural size.
    """

    scene: Scene
    page: Page | None
    natural: bytes

    @property
    def name(self) -> str:
        """Return a stem for its file."""
        return self.scene.name

    @property
    def title(self) -> str:
        """Return what it is."""
        return self.scene.title

    @property
    def description(self) -> str:
        """Return what it shows, for those who cannot see it."""
        return self.scene.description

    @property
    def sentences(self) -> tuple[str, ...]:
        """Return what it shows, claim by claim."""
        return self.scene.told

    @property
    def dot(self) -> str:
        """Return it as DOT."""
        return _dot(self.scene, self.page)

    @property
    def width(self) -> float:
        """Return its printed width in mm."""
        return _sides(self.natural)[0] * self.scale * POINT

    @property
    def height(self) -> float:
        """Return its printed height in mm."""
        return _sides(self.natural)[1] * self.scale * POINT

    @property
    def scale(self) -> float:
        """Return what it is scaled by on its page: 1, or less."""
        return self.page.scale(*_sides(self.natural)) if self.page else 1.0

    @property
    def smallest(self) -> float:
        """Return the printed size of its smallest text, in points."""
        return smallest_on(self.page, self.natural)

    @property
    def is_legible(self) -> bool:
        """Tell whether no text of it prints below 8 points."""
        # Graphviz rounds the sides of a figure to whole points.
        return self.smallest >= LEAST - 0.01

    def _repr_mimebundle_(self, **_: object) -> dict[str, str]:
        """Return what a notebook shows: the figure, and its text."""
        return {
            "image/svg+xml": self.draw("svg").decode(),
            "text/plain": f"{self.title}\n{self.description}",
        }

    def draw(self, form: str, dpi: int = 150, timeout: float = 60) -> bytes:
        """Return it as "svg", "png" or "pdf", in its printed size.

        Raises:
            DrawingError: It cannot be drawn.
        """
        if form == "svg":
            return svg.resized(self.natural, self.scale)
        # Slightly more room than needed: Graphviz rounds, and may scale down twice.
        inches = tuple(side * self.scale / 72 for side in _sides(self.natural))
        size = f"{inches[0]:.3f},{inches[1]:.3f}" if self.scale < 1 else None
        return drawing.draw(self.dot, form, dpi=dpi, size=size, timeout=timeout)


def smallest_on(page: Page | None, drawn: bytes) -> float:
    """Return the size of the smallest text of an SVG on a page, in points."""
    scale = page.scale(*_sides(drawn)) if page else 1.0
    sizes = (float(size) for size in _FONT_SIZE.findall(drawn))
    return min(sizes, default=LEAST / scale) * scale


def pictures(  # noqa: PLR0913 - each is one thing that can be asked
    theory: Theory,
    evidence: Evidence,
    ask: Ask | None = None,
    page: Page | None = None,
    *,
    cuts: bool = True,
    timeout: float = 60,
) -> list[Picture]:
    """Return the figure that somebody asks for, in as many parts as the page needs.

    Args:
        theory: The theory.
        evidence: The states of its claims.
        ask: Which figure; without it, the whole theory.
        page: The page it is printed on; without it, the figure is as large as it is.
        cuts: May it be cut into an overview and parts?
        timeout: Seconds after which a layout is given up.

    Raises:
        AskError: There is no such figure; or it cannot be read on the page and may
            not be cut, or not be cut small enough.
        DrawingError: It cannot be drawn.
    """
    scene = view(theory, evidence, ask)
    if page is None:
        return _drawn([scene], None, timeout)
    smallest = 0.0
    if not (cuts and page.is_too_small_for(scene)):
        whole = _drawn([scene], page, timeout)
        if whole[0].is_legible:
            return whole
        smallest = whole[0].smallest
    if not cuts:
        message = (
            f"the figure does not fit: on {page.name} its smallest text would print at "
            f"{smallest:.1f} pt, and {LEAST:g} pt is the least: cut it with "
            "'--fit cut', draw a part of the theory, or name a larger page"
        )
        raise AskError(message)
    return cut(scene, lambda scenes: _drawn(scenes, page, timeout), page)


def key(theory: Theory, evidence: Evidence, ask: Ask, page: Page) -> list[Picture]:
    """Return the key to a figure alone, on as many sheets as the page needs.

    Raises:
        AskError: There is no such figure, or the page is too small.
        DrawingError: It cannot be drawn.
    """
    scene = view(theory, evidence, ask)
    found = keys(scene, lambda scenes: _drawn(scenes, page, 60))
    if not found:
        message = (
            f"the key to the figure does not print at {LEAST:g} pt on {page.name}: "
            "name a larger page"
        )
        raise AskError(message)
    return found


def _drawn(scenes: Sequence[Scene], page: Page | None, timeout: float) -> list[Picture]:
    """Return figures as they were laid out; those that page cannot hold, downwards."""
    found = _laid_out(scenes, page, timeout)
    again = [i for i, picture in enumerate(found) if _may_fit_turned(picture)]
    if again:
        turned = [replace(scenes[i], downwards=True) for i in again]
        for i, other in zip(again, _laid_out(turned, page, timeout), strict=True):
            if other.scale > found[i].scale:
                found[i] = other
    return found


def _may_fit_turned(picture: Picture) -> bool:
    """Tell whether a figure that is not legible may be so if it is read downwards."""
    scene, page = picture.scene, picture.page
    if page is None or picture.is_legible or scene.legend or not scene.nodes:
        return False
    wide, high = _sides(picture.natural)
    room = page.room[0] * page.room[1] / SMALLEST_SCALE**2
    return wide * high < _TURNED * room


# Turned, a figure takes about the same area.
_TURNED = 1.7


def _laid_out(
    scenes: Sequence[Scene], page: Page | None, timeout: float
) -> list[Picture]:
    dots = [_dot(scene, page) for scene in scenes]
    drawn = drawing.draw_all(dots, "svg", timeout=timeout)
    return [Picture(s, page, svg) for s, svg in zip(scenes, drawn, strict=True)]


def _dot(scene: Scene, page: Page | None) -> str:
    if page is None:
        return to_dot(scene)
    # Text may be as much larger in the layout as it is scaled down in print.
    return to_dot(scene, page.room[0] / SMALLEST_SCALE - 50)


def _sides(drawn: bytes) -> tuple[float, float]:
    found = _SIDES.search(drawn)
    if found is None:  # pragma: no cover - Graphviz always writes them
        message = "the figure has no size"
        raise drawing.DrawingError(message)
    width, height = map(float, found.groups())
    return width, height
