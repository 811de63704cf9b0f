"""A theory as a networkx graph, and the questions that are asked of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

import networkx as nx

from cmo.model.vocabulary import ElementKind, Relation, Sign

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from cmo.model import Link, Theory

Graph: TypeAlias = "nx.MultiDiGraph[str]"

CONFIGURATION = "configuration"

# What a relation says unless the link has a sign of its own.
SIGNS = {
    **dict.fromkeys(Relation, Sign.PLUS),
    Relation.CONSTRAINS: Sign.MINUS,
    Relation.INHIBITS: Sign.MINUS,
    Relation.PREVENTS: Sign.MINUS,
    Relation.INFLUENCES: Sign.UNKNOWN,
}


def sign(link: Link) -> Sign:
    """Return the link's sign: its own, or that of its relation."""
    return link.sign or SIGNS[link.relation]


def build(theory: Theory) -> Graph:
    """Return the theory as a directed multigraph from cause to effect.

    Nodes are elements (``kind``: the element's kind) and configurations
    (``kind``: ``"configuration"``). Edges are links, keyed by their id, with
    ``relation``; and for each configuration, keyed by its id, context →
    configuration, mechanism → configuration, configuration → outcome, with
    ``relation`` None. References that lead nowhere make no edge.
    """
    graph: Graph = nx.MultiDiGraph()
    graph.add_nodes_from((e.id, {"kind": e.kind}) for e in theory.elements)
    elements = set(graph)
    for link in theory.links:
        if link.source in elements and link.target in elements:
            ends = (link.source, link.target)
            graph.add_edge(*ends, key=link.id, relation=link.relation)
    for one in theory.configurations:
        causes = [*one.interventions, *one.contexts, *one.mechanisms]
        graph.add_node(one.id, kind=CONFIGURATION)
        edges = [(c, one.id) for c in causes] + [(one.id, o) for o in one.outcomes]
        for cause, effect in edges:
            if cause in graph and effect in graph:
                graph.add_edge(cause, effect, key=one.id, relation=None)
    return graph


def loops(theory: Theory) -> list[list[str]]:
    """Return the feedback loops: element ids that lead back to one another.

    Each is a strongly connected component of the links, ids sorted; found in
    linear time (Tarjan), never by listing cycles. `affects` stands in no chain.
    """
    graph: nx.DiGraph[str] = nx.DiGraph()
    graph.add_edges_from(
        (link.source, link.target)
        for link in theory.links
        if link.relation is not Relation.AFFECTS
    )
    found = nx.strongly_connected_components(graph)
    return sorted(sorted(part) for part in found if len(part) > 1)


def reachable(graph: Graph, starts: Iterable[str]) -> set[str]:
    """Return the nodes that a chain from any of `starts` leads to, with these."""
    return _spread(graph.adj, starts)


def leading_to(graph: Graph, ends: Iterable[str]) -> set[str]:
    """Return the nodes from which a chain leads to any of `ends`, with these."""
    return _spread(graph.pred, ends)


def of_kind(theory: Theory, kind: ElementKind) -> list[str]:
    """Return the ids of the elements of `kind`."""
    return [e.id for e in theory.elements if e.kind is kind]


def _spread(neighbours: Mapping[str, Iterable[str]], starts: Iterable[str]) -> set[str]:
    seen = set(starts)
    pending = list(seen)
    while pending:
        for near in neighbours[pending.pop()]:
            if near not in seen:
                seen.add(near)
                pending.append(near)
    return seen
