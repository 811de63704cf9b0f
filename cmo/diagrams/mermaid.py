"""A scene as a Mermaid flowchart, as GitHub and Markdown editors show it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cmo.diagrams import labels, style, wording
from cmo.diagrams.ask import AskError, Audience, Palette
from cmo.evidence import State
from cmo.model.vocabulary import Sign

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cmo.diagrams.scene import Line, Node, Scene
    from cmo.diagrams.style import StateLook

MOST_EDGES = 500  # Mermaid's own limit (maxEdges)
_LONGEST = 1500  # characters of the description
# Shapes near to those that Graphviz draws.
_SHAPES = {
    "hexagon": ("{{", "}}"),
    "note": (">", "]"),
    "component": ("[[", "]]"),
    "folder": ("[/", "/]"),
    "tab": ("[", "]"),
    "box": ("[", "]"),
}
_ROUND = ("(", ")")
_BAR = style.SIGNS[Sign.MINUS]
_ENDS = {"none": "---", _BAR: "--x", "odot": "--o"}
_DOTTED_ENDS = {"none": "-.-", _BAR: "-.-x", "odot": "-.-o"}
_THICK_ENDS = {"none": "===", _BAR: "==x", "odot": "==o"}
_THICK = 2  # points
_WRITTEN = (State.INDIRECT, State.UNSUPPORTED)
_DASHES = {"dashed": "6 4", "dotted": "1 4"}


def to_mermaid(scene: Scene) -> str:
    """Return `scene` as Mermaid, with a title and a description for screen readers.

    Raises:
        AskError: It has more lines than Mermaid draws.
    """
    if len(scene.lines) > MOST_EDGES:
        message = (
            f"the figure has {len(scene.lines)} lines, and Mermaid draws "
            f"{MOST_EDGES} at most: draw a part of the theory, with "
            "'--view theme' or '--view mechanism'"
        )
        raise AskError(message)
    names = {node.id: f"n{i}" for i, node in enumerate(scene.nodes, 1)}
    lines = [
        "flowchart LR",
        f"  accTitle: {_sentence(scene.title, 200)}",
        f"  accDescr: {_sentence(_told(scene.description), _LONGEST)}",
        *(f"  {_node(node, names[node.id])}" for node in scene.nodes),
        *(f"  {_line(line, names, _word(line, scene))}" for line in scene.lines),
        *_styles(scene, names),
    ]
    if not scene.nodes:
        lines.append(f'  empty["{_escaped(scene.summary)}"]')
    return "".join(f"{line}\n" for line in lines)


def _node(node: Node, name: str) -> str:
    before, after = _ROUND if node.look.rounded else _SHAPES[node.look.shape]
    text = "<br>".join(map(_escaped, (labels.plain(node.label, 200), *node.under)))
    return f'{name}{before}"{text}"{after}'


def _word(line: Line, scene: Scene) -> str:
    """Return what stands on a line.

    Mermaid has no key, and one way to dot a line: of dotted ones only those that
    are theorised go without a word, of solid ones the thick.
    """
    joins = line.colour is not None and not line.sign
    if line.word or joins or line.state not in _WRITTEN:
        return line.word
    return wording.state(line.state, plain=scene.audience is Audience.PRACTICE)


def _line(line: Line, names: dict[str, str], said: str) -> str:
    ends = _ENDS
    default = "-->"
    if line.look.style in {"dashed", "dotted"}:
        ends, default = _DOTTED_ENDS, "-.->"
    elif line.look.width > _THICK:
        ends, default = _THICK_ENDS, "==>"
    arrow = ends.get(line.head, default)
    word = f'|"{_escaped(said)}"|' if said else ""
    return f"{names[line.source]} {arrow}{word} {names[line.target]}"


def _styles(scene: Scene, names: dict[str, str]) -> list[str]:
    grey = scene.palette is Palette.GREYSCALE
    fills: dict[str, list[str]] = {}
    for node in scene.nodes:
        fill = style.grey(node.look.fill) if grey else node.look.fill
        fills.setdefault(fill, []).append(names[node.id])
    found = []
    for i, (fill, members) in enumerate(fills.items(), 1):
        colours = f"fill:{fill},color:{style.INK},stroke:{style.INK}"
        found.append(f"  classDef look{i} {colours}")
        found.append(f"  class {','.join(members)} look{i}")
    return [*found, *_borders(scene, names)]


def _borders(scene: Scene, names: dict[str, str]) -> Iterator[str]:
    """Yield what draws borders as the states of nodes have them."""
    borders: dict[StateLook, list[str]] = {}
    for node in scene.nodes:
        if node.border:
            borders.setdefault(node.border, []).append(names[node.id])
    for i, (look, members) in enumerate(borders.items(), 1):
        dashes = _DASHES.get(look.style)
        broken = f",stroke-dasharray:{dashes}" if dashes else ""
        yield f"  classDef border{i} stroke-width:{look.width:g}px{broken}"
        yield f"  class {','.join(members)} border{i}"


def _sentence(text: str, length: int) -> str:
    # What follows is one line, in which a comment or a directive could begin.
    return _escaped(labels.plain(text, length)) or "-"


def _told(text: str) -> str:
    """Return as many whole sentences of `text` as a description holds."""
    line = labels.plain(text, len(text))
    if len(line) <= _LONGEST:
        return line
    end = line.rfind(". ", 0, _LONGEST)
    return line[: end + 1] if end > 0 else line


def _escaped(text: str) -> str:
    """Return `text` so that Mermaid shows it as it is, Markdown and HTML included.

    Mermaid writes a character reference with a number sign in place of the
    ampersand.
    """
    return "".join(
        one if one.isalnum() or one in _SAFE else f"#{ord(one)};"
        for one in labels.plain(text)
    )


_SAFE = frozenset(" ,.?!'’“”–—…()[]-+:/")
