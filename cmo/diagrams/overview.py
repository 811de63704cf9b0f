"""The overview of a figure that was cut: which part holds what, and leads to which."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING

from cmo.diagrams import legend, style
from cmo.diagrams.ask import AskError
from cmo.diagrams.keys import keys
from cmo.diagrams.labels import plain
from cmo.diagrams.paper import LEAST, SMALLEST_SCALE
from cmo.diagrams.scene import Line, Node
from cmo.english import counted, joined

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from cmo.diagrams.paper import Page
    from cmo.diagrams.pictures import Picture
    from cmo.diagrams.scene import Scene

    Draw = Callable[[Sequence[Scene]], list[Picture]]

_ROW = 115  # points: the height of a part in the overview, with the gap below it
_COLUMN = 234  # points: its width, with the gap beside it
_NAMED = 6  # parts that a part goes on in, of which each is named


def overview(
    scene: Scene, parts: Sequence[Scene], draw: Draw, page: Page
) -> list[Picture]:
    """Return the figures that stand before the parts: an overview with the key.

    Where one page does not hold both, the key is a figure of its own; and an
    overview of very many parts takes several.

    Raises:
        AskError: The page is too small.
    """
    nodes = _nodes(scene, parts)
    wide = max(1, int(page.room[0] / SMALLEST_SCALE / _COLUMN))
    whole = _scene(scene, parts, nodes, wide)
    both, alone = draw(
        [
            replace(whole, legend=scene.legend, explains=legend.shown(scene)),
            whole,
        ]
    )
    if both.is_legible:
        return [both]
    before = [alone] if alone.is_legible else _sheets(scene, parts, nodes, draw, page)
    return [*before, *keys(scene, draw)]


def _scene(
    scene: Scene, parts: Sequence[Scene], nodes: Sequence[Node], wide: int
) -> Scene:
    """Return parts in rows of `wide`, by number from the top left."""
    rows = [nodes[i : i + wide] for i in range(0, len(nodes), wide)]
    return replace(
        scene,
        # What nothing joins dot stacks from below.
        nodes=tuple(node for row in reversed(rows) for node in row),
        lines=tuple(
            Line(one.id, other.id, claim="", look=_UNSEEN, head="none")
            for row in rows
            for one, other in pairwise(row)
        ),
        legend=False,
        lead=(*scene.lead, f"Overview of {counted(len(parts), 'figure')}"),
        summary=f"An overview of {counted(len(parts), 'figure')}. {scene.summary}",
        sentences=tuple(f"{'; '.join((n.label, *n.under))}." for n in nodes),
    )


_UNSEEN = style.StateLook("invis", 1)


def _nodes(scene: Scene, parts: Sequence[Scene]) -> list[Node]:
    after = _after(parts)
    return [
        _node(number, part, scene, after[number])
        for number, part in enumerate(parts, 1)
    ]


def _node(number: int, part: Scene, whole: Scene, after: Sequence[int]) -> Node:
    # The overview has the title of the whole above it.
    title = part.title.partition(": ")[2].removeprefix(f"{whole.title}, ")
    others = joined(list(map(str, after)))
    if len(after) > _NAMED:
        others = f"{len(after)} others"
    return Node(
        id=f"part {number}",
        anchor=f"part-{number}",
        kind="part",
        look=style.PART,
        label=f"{number}. {title}",
        under=(f"goes on in {others}",) if after else (),
        tooltip=f"Figure {number}: {title}",
    )


def _after(parts: Sequence[Scene]) -> dict[int, list[int]]:
    """Return for each part, by number, those that go on from its effects."""
    effects = [{k.target for k in part.lines if k.columns} for part in parts]
    causes = [{k.source for k in part.lines if k.columns} for part in parts]
    return {
        one: [
            other
            for other, starts in enumerate(causes, 1)
            if one != other and (ends - causes[one - 1]) & starts
        ]
        for one, ends in enumerate(effects, 1)
    }


def _sheets(
    scene: Scene, parts: Sequence[Scene], nodes: Sequence[Node], draw: Draw, page: Page
) -> list[Picture]:
    """Return the overview on as many pages as that takes."""
    wide = max(1, int(page.room[0] / SMALLEST_SCALE / _COLUMN))
    size = min(len(nodes), wide * max(1, int(page.room[1] / SMALLEST_SCALE / _ROW)))
    while size:
        sheets = [nodes[i : i + size] for i in range(0, len(nodes), size)]
        drawn = draw(
            [
                replace(
                    _scene(scene, parts, sheet, wide),
                    name=f"{scene.name}{f'_overview_{i}' if i > 1 else ''}",
                )
                for i, sheet in enumerate(sheets, 1)
            ]
        )
        if all(one.is_legible for one in drawn):
            return drawn
        size = size * 4 // 5
    message = (
        f"no overview of '{plain(scene.title, 60)}' prints at {LEAST:g} pt "
        f"on {page.name}: name a larger page"
    )
    raise AskError(message)
