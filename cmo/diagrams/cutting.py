"""A figure too large for its page, cut into an overview and parts that can be read.

It is cut by theme; and where that is not enough, so that what leads to the same
outcomes stays together. Each line stands in one part, an element in each part where
something is said of it, with the numbers of the others. Cutting is by halves, and
all pieces of one size are laid out in one go, so that it costs little more than one
layout of the whole.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

from cmo.diagrams import labels, style
from cmo.diagrams.ask import AskError
from cmo.diagrams.keys import keys
from cmo.diagrams.overview import overview
from cmo.diagrams.paper import LEAST
from cmo.diagrams.scene import columns
from cmo.english import joined
from cmo.model.vocabulary import ElementKind

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from cmo.diagrams.paper import Page
    from cmo.diagrams.pictures import Picture
    from cmo.diagrams.scene import Line, Node, Scene

    Draw = Callable[[Sequence[Scene]], list[Picture]]


class Item(NamedTuple):
    """What stays together: the lines of one claim, or a node that no line joins.

    Attributes:
        names: The nodes that it needs.
        lines: The lines; none: the node stands alone.
        theme: Id of its theme.
    """

    names: tuple[str, ...]
    lines: tuple[Line, ...]
    theme: str | None

    @classmethod
    def of(cls, lines: tuple[Line, ...]) -> Item:
        """Return the lines of one claim, with their ends."""
        ends = dict.fromkeys(end for k in lines for end in (k.source, k.target))
        return cls(tuple(ends), lines, lines[0].theme)


class Piece(NamedTuple):
    """A part of a figure before it is numbered.

    Attributes:
        title: What its theme is called, if it has one.
        items: What stands in it.
        path: Which halves it is of which halves, so that pieces keep their order.
    """

    title: str
    items: tuple[Item, ...]
    path: tuple[int, ...]


def cut(scene: Scene, draw: Draw, page: Page) -> list[Picture]:
    """Return `scene` in figures that are each legible on `page`.

    These are the figure and the key to it, if that is enough; else an overview and
    parts.

    Raises:
        AskError: The page is too small for a single line.
    """
    if not page.is_too_small_for(scene):
        whole = draw([replace(scene, legend=False)])
        if whole[0].is_legible:
            return [*whole, *keys(scene, draw)]
    pieces = _joined(
        _settled(list(_by_theme(scene)), scene, draw, page), scene, draw, page
    )
    while True:
        parts = _numbered(scene, pieces)
        drawn = draw(parts)
        # Its number, and those of others, can make a part larger than it was alone.
        legible = [picture.is_legible for picture in drawn]
        if all(legible):
            return [*overview(scene, parts, draw, page), *drawn]
        halves = _in_halves(pieces, legible, scene, page)
        pieces = [piece for piece, fits in zip(pieces, legible, strict=True) if fits]
        pieces += _settled(halves, scene, draw, page)
        pieces.sort(key=lambda piece: piece.path)


def _settled(pending: list[Piece], scene: Scene, draw: Draw, page: Page) -> list[Piece]:
    """Return pieces that are legible, halved as often as that takes, in order."""
    settled: list[Piece] = []
    while pending:
        legible = _legible([_scene(scene, one) for one in pending], draw, page)
        settled += [p for p, fits in zip(pending, legible, strict=True) if fits]
        pending = _in_halves(pending, legible, scene, page)
    return sorted(settled, key=lambda piece: piece.path)


def _joined(pieces: list[Piece], scene: Scene, draw: Draw, page: Page) -> list[Piece]:
    """Return fewer pieces: those near to each other that fit on the page are made one.

    Halves of one theme are joined, and whole themes.
    """
    failed: set[tuple[tuple[int, ...], tuple[int, ...]]] = set()
    while pairs := [
        (i, j)
        for i, j in _pairs(pieces)
        if (pieces[i].path, pieces[j].path) not in failed
    ]:
        tried: dict[int, int] = {}
        for i, j in pairs:
            if not {i, j} & {*tried, *tried.values()}:
                tried[i] = j
        both = [_both(pieces[i], pieces[j]) for i, j in tried.items()]
        legible = _legible([_scene(scene, one) for one in both], draw, page)
        found = {
            i: one for i, one, fits in zip(tried, both, legible, strict=True) if fits
        }
        failed |= {
            (pieces[i].path, pieces[tried[i]].path) for i in tried.keys() - found
        }
        taken = {tried[i] for i in found}
        pieces = [found.get(i, p) for i, p in enumerate(pieces) if i not in taken]
    return pieces


def _pairs(pieces: Sequence[Piece]) -> Iterator[tuple[int, int]]:
    """Yield the places of pieces that may be joined, nearest first."""
    size = Counter(piece.path[0] for piece in pieces)
    for apart in range(1, _NEAR + 1):
        for i, (one, other) in enumerate(zip(pieces, pieces[apart:], strict=False)):
            is_one_theme = one.path[0] == other.path[0]
            are_whole = apart == 1 and size[one.path[0]] == size[other.path[0]] == 1
            # Halves of one piece are known to be too large together.
            are_halves = one.path[:-1] == other.path[:-1] and len(one.path) > 1
            if not are_halves and (is_one_theme or are_whole):
                yield i, i + apart


_NEAR = 3


def _both(one: Piece, other: Piece) -> Piece:
    titles = dict.fromkeys(filter(None, (one.title, other.title)))
    return Piece("; ".join(titles), (*one.items, *other.items), one.path)


def _in_halves(
    pieces: Sequence[Piece], legible: Sequence[bool], scene: Scene, page: Page
) -> list[Piece]:
    """Return the halves of those pieces that are not legible."""
    return [
        half
        for piece, fits in zip(pieces, legible, strict=True)
        if not fits
        for half in _halved(piece, scene, page)
    ]


def _legible(scenes: Sequence[Scene], draw: Draw, page: Page) -> list[bool]:
    """Tell of each figure whether it can be read on `page`."""
    tried = [one for one in scenes if not page.is_too_small_for(one)]
    drawn = iter(draw(tried) if tried else ())
    return [not page.is_too_small_for(one) and next(drawn).is_legible for one in scenes]


def _by_theme(scene: Scene) -> Iterator[Piece]:
    """Yield a piece for each theme, in the theory's order; what has none comes last."""
    grouped: dict[str | None, list[Item]] = {theme: [] for theme, _ in scene.themes}
    for item in _items(scene):
        theme = item.theme if item.theme in grouped else None
        grouped.setdefault(theme, []).append(item)
    titles = dict(scene.themes)
    several = sum(map(bool, grouped.values())) > 1
    for i, (theme, items) in enumerate(grouped.items()):
        if items:
            title = titles.get(theme or "", "Without a theme" if several else "")
            yield Piece(title if several else "", tuple(_together(items)), (i,))


def _items(scene: Scene) -> Iterator[Item]:
    by_claim: dict[str, list[Line]] = {}
    for line in scene.lines:
        if not line.follows:
            by_claim.setdefault(line.claim, []).append(line)
    yield from (Item.of(tuple(lines)) for lines in by_claim.values())
    joined = {end for line in scene.lines for end in (line.source, line.target)}
    for node in scene.nodes:
        if node.id not in joined:
            yield Item((node.id,), (), node.theme)


def _together(items: Sequence[Item]) -> list[Item]:
    """Return `items` so that what leads to the same outcome stands together.

    From each end of the lines, one after the other, they are followed backwards.
    """
    into: dict[str, list[Item]] = {}
    starts: set[str] = set()
    ends: dict[str, None] = {}
    for item in items:
        for line in item.lines:
            into.setdefault(line.target, []).append(item)
            starts.add(line.source)
            ends[line.target] = None
    found: dict[int, Item] = {}
    roots = [end for end in ends if end not in starts] + list(ends)
    pending = roots[::-1]
    seen: set[str] = set()
    while pending:
        end = pending.pop()
        if end in seen:
            continue
        seen.add(end)
        for item in into.get(end, ()):
            found.setdefault(id(item), item)
        pending += [
            line.source for item in into.get(end, [])[::-1] for line in item.lines
        ]
    return [*found.values(), *(item for item in items if id(item) not in found)]


def _halved(piece: Piece, scene: Scene, page: Page) -> list[Piece]:
    items: tuple[Item, ...] = piece.items
    if len(items) == 1:
        items = tuple(_opened(items[0], scene))
    if len(items) < 2:  # noqa: PLR2004
        message = (
            f"'{labels.plain(scene.title, 60)}' cannot be cut so small that its "
            f"text prints at {LEAST:g} pt on {page.name}: name a larger page"
        )
        raise AskError(message)
    middle = _middle(items)
    return [
        Piece(piece.title, half, (*piece.path, i))
        for i, half in enumerate((items[:middle], items[middle:]))
    ]


def _opened(item: Item, scene: Scene) -> Iterator[Item]:
    """Yield parts of a configuration with very many members.

    While that can be, each has all its mechanisms and outcomes: without them it says
    nothing.
    """
    core = {n.id for n in scene.nodes if n.kind in _CORE}
    inner = tuple(k for k in item.lines if {k.source, k.target} & core)
    outer = [k for k in item.lines if k not in inner]
    if not inner or len(outer) < 2:  # noqa: PLR2004
        inner, outer = (), list(item.lines)
    for line in outer:
        yield Item.of((*inner, line))


_CORE = {ElementKind.MECHANISM, ElementKind.OUTCOME}


def _middle(items: Sequence[Item]) -> int:
    """Return where to cut: near the middle, where least is torn apart."""
    middle = len(items) / 2
    near = [i for i in range(1, len(items)) if abs(i - middle) <= middle / 2]

    def torn(place: int) -> tuple[int, float]:
        both = set(_names(items[:place])) & set(_names(items[place:]))
        return len(both), abs(place - middle)

    return min(near, key=torn)


def _numbered(scene: Scene, pieces: Sequence[Piece]) -> list[Scene]:
    standing: dict[str, list[int]] = {}
    for number, piece in enumerate(pieces, 1):
        for name in _names(piece.items):
            standing.setdefault(name, []).append(number)
    return [
        replace(
            _scene(scene, piece, _without(standing, number)),
            # No id has such a sign in it: no other figure is called so.
            name=f"{scene.name}_{number}",
            number=number,
            title=f"{number} of {len(pieces)}: {_title(scene, pieces, number - 1)}",
        )
        for number, piece in enumerate(pieces, 1)
    ]


def _without(standing: dict[str, list[int]], number: int) -> dict[str, list[int]]:
    return {n: [i for i in there if i != number] for n, there in standing.items()}


def _title(scene: Scene, pieces: Sequence[Piece], at: int) -> str:
    """Return what a part is called: its theme, or the outcomes that it ends in."""
    piece = pieces[at]
    same = [i for i, other in enumerate(pieces) if other.path[0] == piece.path[0]]
    if len(same) == 1:
        return piece.title or scene.title
    causes = {k.source for item in piece.items for k in item.lines}
    known = {node.id: node.label for node in scene.nodes}
    names = _names(piece.items)
    ends = [known[name] for name in names if name not in causes]
    to = (
        f"to {labels.marked(ends[0])}" + (" and more" if len(ends) > 1 else "")
        if ends
        else ""
    )
    others = {name for i in same if i != at for name in _names(pieces[i].items)}
    own = [known[name] for name in names if name not in others]
    if own and not set(own) & set(ends):
        # Other parts lead there too.
        to += f" from {labels.marked(own[0])}"
    # Where there is one theme, the number of the part says it.
    place = f" ({same.index(at) + 1} of {len(same)})" if len(same) < len(pieces) else ""
    return ", ".join(filter(None, ((piece.title or scene.title) + place, to)))


def _names(items: Iterable[Item]) -> list[str]:
    return list(dict.fromkeys(name for item in items for name in item.names))


def _scene(
    scene: Scene, piece: Piece, elsewhere: dict[str, list[int]] | None = None
) -> Scene:
    """Return a piece as a figure of its own; see `_told_elsewhere`."""
    inside = set(_names(piece.items))
    lines = {id(k) for item in piece.items for k in item.lines}
    following = [k for k in scene.lines if k.follows and k.target in inside]
    inside |= {line.source for line in following}
    lines |= {id(line) for line in following}
    shared = _shared(scene, inside, lines)
    others = {one: (elsewhere or {}).get(one, []) for one in shared}
    nodes = [
        _told_elsewhere(node, others[node.id]) if node.id in shared else node
        for node in scene.nodes
        if node.id in inside
    ]
    kept = tuple(line for line in scene.lines if id(line) in lines)
    told = dict.fromkeys(k.tooltip for k in kept if not k.follows)
    return replace(
        scene,
        title=piece.title or scene.title,
        nodes=tuple(nodes),
        lines=_no_longer(scene, kept),
        legend=False,
        # The overview has it; but a theme's title does not say what it is a part of.
        lead=scene.lead if piece.title else (),
        left_out="",
        summary=f"A part of the figure “{scene.title}”.",
        sentences=(
            *(f"{one.rstrip('.')}." for one in told),
            *_elsewhere(nodes, others),
        ),
    )


def _no_longer(scene: Scene, lines: tuple[Line, ...]) -> tuple[Line, ...]:
    """Return the lines of a piece, none longer than the piece has columns.

    A line that passes several columns of the whole may find none to pass.
    """
    steps = tuple(line._replace(columns=min(1, line.columns)) for line in lines)
    most = max(1, columns(replace(scene, lines=steps)) - 1)
    return tuple(line._replace(columns=min(most, line.columns)) for line in lines)


def _shared(scene: Scene, inside: set[str], lines: set[int]) -> set[str]:
    """Return the nodes of a piece of which other pieces tell more."""
    return inside & {
        end
        for line in scene.lines
        if id(line) not in lines and not line.follows
        for end in (line.source, line.target)
    }


def _told_elsewhere(node: Node, numbers: Sequence[int]) -> Node:
    """Return a node with the other parts that it stands in: all in its tooltip.

    While the parts have no numbers yet, the line is there and holds its place:
    the height of a node depends on how many lines it has.
    """
    if not numbers:
        return node._replace(under=(*node.under, "also elsewhere"))
    also = f"also in {_parts(numbers)}"
    lines = len(labels.wrap(also, style.room(node.look), _LINES + 1))
    is_short = len(numbers) <= _NAMED and lines <= _LINES
    line = also if is_short else f"also in {len(numbers)} other parts"
    return node._replace(
        under=(*node.under, line), tooltip=labels.plain(f"{node.tooltip}; {also}")
    )


# Parts that a node names, and the lines it has for that; hexagons are narrow.
_NAMED = 8
_LINES = 3


def _parts(numbers: Sequence[int]) -> str:
    return f"part{'s' if len(numbers) > 1 else ''} {joined(list(map(str, numbers)))}"


def _elsewhere(nodes: Iterable[Node], elsewhere: dict[str, list[int]]) -> Iterator[str]:
    """Yield a sentence that says which other parts tell more of what."""
    told = [
        f"“{node.label}” in {_parts(elsewhere[node.id])}"
        for node in nodes
        if elsewhere.get(node.id)
    ]
    if told:
        yield f"Other parts tell more: of {joined(told)}."
