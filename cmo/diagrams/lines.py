"""Lines between nodes, with or without a word in the middle of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from cmo.diagrams import labels, style

if TYPE_CHECKING:
    from collections.abc import Mapping

# Ranks of dot from one column of nodes to the next: the words of lines stand in
# the rank between.
_RANKS = 2


def add(  # noqa: PLR0913 - each is one thing that a line is made of
    dot: Any,  # noqa: ANN401 - graphviz has no types
    ends: tuple[str, str],
    line: Mapping[str, str],
    *,
    head: str,
    word: str = "",
    columns: int = 1,
) -> None:
    """Add a line from one node to another, with `word` in the middle of it.

    The word is a node of its own: dot puts the label of an edge beside it,
    where other lines run through it or are nearer to it.

    Args:
        dot: The figure.
        ends: Names of the two nodes.
        line: Attributes of the line. If it has an ``id``, its parts have that
            too, with ``_word`` and ``_end``: ids of records hold no underscore.
        head: The arrowhead.
        word: What stands in the middle, if anything.
        columns: How far the second node stands to the right, at least.
    """
    length = columns * _RANKS
    source, target = ends
    if not word:
        dot.edge(source, target, **line, **style.head(head), minlen=f"{length}")
        return
    middle = f"{line.get('id', source)}_word"
    _add_word(dot, middle, word, line)
    dot.edge(source, middle, **line, arrowhead="none")
    rest = {**line, "minlen": f"{length - 1}", **_named(line, "end")}
    dot.edge(middle, target, **rest, **style.head(head))


def _add_word(dot: Any, name: str, word: str, line: Mapping[str, str]) -> None:  # noqa: ANN401
    size = style.SMALL_FONT_SIZE
    said = {"tooltip": line["tooltip"]} if "tooltip" in line else {}
    dot.node(
        name,
        word,
        shape="none",
        width=f"{labels.width(word) * size / 72:.3f}",
        height=f"{size * style.LINE_HEIGHT / 72:.3f}",
        fontsize=f"{size:g}",
        fontcolor=line["fontcolor"],
        **said,
        **_named(line, "word"),
    )


def _named(line: Mapping[str, str], part: str) -> dict[str, str]:
    return {"id": f"{line['id']}_{part}"} if "id" in line else {}
