"""The key to a figure as figures of its own, on as many sheets as its page needs."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from cmo.diagrams import legend, style

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from cmo.diagrams.legend import Shown
    from cmo.diagrams.pictures import Picture
    from cmo.diagrams.scene import Scene
    from cmo.evidence import State
    from cmo.model.vocabulary import Sign

    Draw = Callable[[Sequence[Scene]], list[Picture]]


def keys(scene: Scene, draw: Draw) -> list[Picture]:
    """Return the key to a figure: what only explains its shapes and lines.

    It is several sheets where one page does not hold it; none where none is asked
    for, or where the page is too small for a single shape.
    """
    sheets = [legend.shown(scene)] if scene.legend else []
    while sheets:
        drawn = draw(_keys(scene, sheets))
        legible = [picture.is_legible for picture in drawn]
        if all(legible):
            return drawn if len(sheets) == 1 else _fewer(scene, sheets, draw)
        halved = [
            [sheet] if fits else _parted(sheet)
            for sheet, fits in zip(sheets, legible, strict=True)
        ]
        sheets = [half for halves in halved for half in halves] if all(halved) else []
    return []


def _fewer(scene: Scene, sheets: Sequence[Shown], draw: Draw) -> list[Picture]:
    """Return the key, neighbours that fit on one sheet together made one."""
    number = len(sheets)
    joined = [sheets[0]]
    for sheet in sheets[1:]:
        both = _together([joined[-1], sheet])
        if draw([_key(scene, both, number, number)])[0].is_legible:
            joined[-1] = both
        else:
            joined.append(sheet)
    return draw(_keys(scene, joined))


def _keys(scene: Scene, sheets: Sequence[Shown]) -> list[Scene]:
    return [_key(scene, sheet, i, len(sheets)) for i, sheet in enumerate(sheets, 1)]


def _key(scene: Scene, sheet: Shown, number: int, of: int) -> Scene:
    place = f" ({number} of {of})" if of > 1 else ""
    return replace(
        scene,
        name=f"{scene.name}_key{f'_{number}' if number > 1 else ''}",
        title=f"Key to “{scene.title}”{place}",
        lead=(),
        left_out="",
        nodes=(),
        lines=(),
        summary=f"What shapes and lines mean in the figure “{scene.title}”.",
        sentences=(),
        legend=True,
        explains=sheet,
    )


def _parted(sheet: Shown) -> list[Shown]:
    """Return a sheet in two; none: there is one row on it.

    What can stand side by side is parted first: states from what they are states
    of, and lines from shapes.
    """
    rows = sorted(_rows(sheet), key=_group)
    if len(rows) < 2:  # noqa: PLR2004
        return []
    groups = [_group(row) for row in rows]
    last = groups[-1]
    at = groups.index(last) if groups[0] != last else len(rows) // 2
    first, rest = _together(rows[:at]), _together(rows[at:])
    # Borders are explained once, under the last states.
    return [first._replace(borders=None) if rest.states else first, rest]


def _group(row: Shown) -> int:
    return 0 if row.looks else 2 if row.states else 1


def _rows(sheet: Shown) -> Iterator[Shown]:
    """Yield what is explained on a sheet one by one."""
    none: dict[str, Any] = {name: type(of)() for name, of in _explained(sheet)}
    for name, of in _explained(sheet):
        several = [{one: of[one]} for one in of] if isinstance(of, dict) else [of]
        if isinstance(of, set):
            several = [{one} for one in sorted(of, key=_ORDER.index)]
        yield from (sheet._replace(**none | {name: one}) for one in several if one)


def _together(rows: Sequence[Shown]) -> Shown:
    """Return what several explain as one."""
    found = rows[0]
    for row in rows[1:]:
        own = dict(_explained(row))
        both: dict[str, Any] = {k: of | own[k] for k, of in _explained(found)}
        found = found._replace(**both, borders=found.borders or row.borders)
    return found


def _explained(sheet: Shown) -> list[tuple[str, Any]]:
    """Return each thing that can stand on a sheet or not, by name."""
    # The others say how it is explained.
    others = {"borders", "plain"}
    return [(name, of) for name, of in sheet._asdict().items() if name not in others]


_ORDER: list[Sign | State] = [*style.SIGNS, *style.STATES]
