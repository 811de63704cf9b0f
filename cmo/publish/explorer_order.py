"""The causal order in which the explorer is read, by eye, by ear or by keyboard."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cmo.graph import Chains, gate

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from cmo.model import Theory


def reading_order(theory: Theory) -> list[str]:
    """Return the ids of all claims, causes before their effects.

    Elements stand column by column, as in the figure, each followed by the links
    that start from it; configurations follow the elements that lead into them, and
    rivals come last. Where a theory turns back on itself, the turn is ignored.
    """
    columns = _columns(theory)
    elements = [e.id for e in theory.elements]
    firsts = {one.id: columns.get(gate(one.id, 0), 0) for one in theory.configurations}
    places = {one: (columns.get(one, 0), 0, i) for i, one in enumerate(elements)}
    places |= {one: (column, 1, i) for i, (one, column) in enumerate(firsts.items())}
    after: dict[str, list[str]] = {}
    last = (len(columns), 2, 0)
    for link in sorted(theory.links, key=lambda k: places.get(k.target, last)):
        after.setdefault(link.source, []).append(link.id)
    ordered = sorted(places, key=lambda one: places[one])
    return [
        *(one for place in ordered for one in (place, *after.pop(place, ()))),
        # Links whose start is missing are claims all the same.
        *(one for rest in after.values() for one in rest),
        *(rival.id for rival in theory.rivals),
    ]


def _columns(theory: Theory) -> dict[str, int]:
    """Return each node of the chains, and each effect, with its distance from a start.

    That is the largest number of arrows on a way to it, those that turn back left
    out: so an arrow leads to a later column.
    """
    after = {one: list(effects) for one, effects in Chains(theory).after.items()}
    # Whole-programme effects stand in no chain, and are read after their cause.
    for link in theory.links:
        after.setdefault(link.source, []).append(link.target)
    caused = {effect for effects in after.values() for effect in effects}
    # A loop is read from where something leads into it.
    starts = sorted((e.id for e in theory.elements), key=caused.__contains__)
    order = _topological(after, starts)
    place = {one: i for i, one in enumerate(order)}
    columns = dict.fromkeys(order, 0)
    for one in order:
        for effect in after.get(one, ()):
            if place[effect] > place[one]:
                columns[effect] = max(columns[effect], columns[one] + 1)
    return columns


def _topological(after: Mapping[str, Iterable[str]], starts: list[str]) -> list[str]:
    """Return the nodes, each before what it leads to unless that leads back to it."""
    seen: set[str] = set()
    done: list[str] = []
    for start in dict.fromkeys((*starts, *after)):
        # A stack of our own: chains can be longer than Python's.
        stack: list[tuple[str, Iterator[str]]] = []
        if start not in seen:
            seen.add(start)
            stack.append((start, iter(after.get(start, ()))))
        while stack:
            one, rest = stack[-1]
            new = next((other for other in rest if other not in seen), None)
            if new is None:
                done.append(one)
                stack.pop()
            else:
                seen.add(new)
                stack.append((new, iter(after.get(new, ()))))
    return done[::-1]
