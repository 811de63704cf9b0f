"""Theories of some size for figures, and what their figures hold."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cmo.diagrams.ask import Ask, View
from cmo.diagrams.views import view
from cmo.evidence import Evidence
from tests.making import element, link, theory

if TYPE_CHECKING:
    from cmo.diagrams.scene import Scene
    from cmo.model import Theory
    from tests.making import Json


def scene(made: Theory, kind: str = "theory", **about: object) -> Scene:
    ask = Ask(View(kind), **about)  # type: ignore[call-arg, arg-type]
    return view(made, Evidence(made), ask)


def names(of: Scene) -> set[str]:
    return {node.id for node in of.nodes}


def claims(of: Scene) -> set[str]:
    return {line.claim for line in of.lines}


def wide(number: int, *, themes: int = 0, **parts: object) -> Theory:
    """Return a theory of so many chains: a context, a mechanism and an outcome each."""
    elements: list[Json] = []
    links: list[Json] = []
    for i in range(number):
        theme = {"theme": f"theme-{i % themes}"} if themes else {}
        elements += [
            element(f"c{i}", "context", **theme, layers=["individual"]),
            element(f"m{i}", "mechanism", **theme),
            element(f"o{i}", "outcome", **theme),
        ]
        links += [
            link(f"cm{i}", f"c{i}", f"m{i}", "enables"),
            link(f"mo{i}", f"m{i}", f"o{i}", "produces"),
        ]
        if i:
            links.append(link(f"oc{i}", f"o{i - 1}", f"c{i}", "becomes_context_of"))
    return theory(
        **{
            "elements": elements,
            "links": links,
            "configurations": [],
            "themes": [{"id": f"theme-{i}", "title": f"T{i}"} for i in range(themes)],
            **parts,
        }
    )
