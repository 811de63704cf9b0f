"""A theory as a networkx graph, and the questions that are asked of it."""

from __future__ import annotations

from collections import defaultdict
from graphlib import CycleError, TopologicalSorter
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from cmo.model.vocabulary import ElementKind, Relation, Sign

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    import networkx as nx

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
    import networkx as nx

    graph: Graph = nx.MultiDiGraph()
    graph.add_nodes_from((e.id, {"kind": e.kind}) for e in theory.elements)
    graph.add_nodes_from((c.id, {"kind": CONFIGURATION}) for c in theory.configurations)
    for cause, effect, key, relation in _arrows(theory):
        graph.add_edge(cause, effect, key=key, relation=relation)
    return graph


class Loop(NamedTuple):
    """Elements that lead back to one another, and one way round in causal order."""

    elements: list[str]
    cycle: list[str]


def loops(theory: Theory) -> list[Loop]:
    """Return the feedback loops, each a strongly connected component of the links.

    Found in near-linear time (Tarjan), never by listing cycles. `affects` stands
    in no chain. The order of the theory's links changes nothing.
    """
    causes: defaultdict[str, set[str]] = defaultdict(set)
    for link in theory.links:
        if link.relation is not Relation.AFFECTS and link.source != link.target:
            causes[link.target].add(link.source)
    try:
        TopologicalSorter(causes).prepare()
    except CycleError:
        return _components(causes)
    return []


def _components(causes: Mapping[str, set[str]]) -> list[Loop]:
    # Importing networkx takes longer than all else that a check of a theory of
    # usual size does, so it waits until there is a loop.
    import networkx as nx

    graph: nx.DiGraph[str] = nx.DiGraph()
    graph.add_edges_from((c, e) for e, before in causes.items() for c in before)
    found = []
    for part in nx.strongly_connected_components(graph):
        if len(part) > 1:
            inner: nx.DiGraph[str] = nx.DiGraph()
            for one in sorted(part):
                inner.add_edges_from(
                    (one, o) for o in sorted(part & graph.succ[one].keys())
                )
            cycle = [edge[0] for edge in nx.find_cycle(inner, min(part))]
            first = cycle.index(min(cycle))
            found.append(Loop(sorted(part), cycle[first:] + cycle[:first]))
    return sorted(found)


class Chains:
    """What leads to what: the arrows of `build`, as plain dicts that are quick to make.

    Attributes:
        after: Node to the nodes that its arrows lead to.
        before: Node to the nodes that its arrows come from.
    """

    def __init__(self, theory: Theory) -> None:
        """Take the arrows of `theory`."""
        self.after: defaultdict[str, list[str]] = defaultdict(list)
        self.before: defaultdict[str, list[str]] = defaultdict(list)
        for cause, effect, _, _ in _arrows(theory):
            self.after[cause].append(effect)
            self.before[effect].append(cause)

    def __contains__(self, node: str) -> bool:
        """Tell whether any arrow starts or ends at `node`."""
        return node in self.after or node in self.before

    def reachable(self, starts: Iterable[str]) -> set[str]:
        """Return the nodes that a chain from any of `starts` leads to, with these."""
        return _spread(self.after, starts)

    def leading_to(self, ends: Iterable[str]) -> set[str]:
        """Return the nodes from which a chain leads to any of `ends`, with these."""
        return _spread(self.before, ends)


def _arrows(theory: Theory) -> Iterator[tuple[str, str, str, Relation | None]]:
    """Yield cause, effect, key and relation of every arrow between what is there."""
    known = {e.id for e in theory.elements}
    for link in theory.links:
        if link.source in known and link.target in known:
            yield link.source, link.target, link.id, link.relation
    for one in theory.configurations:
        for cause in (*one.interventions, *one.contexts, *one.mechanisms):
            if cause in known:
                yield cause, one.id, one.id, None
        for outcome in one.outcomes:
            if outcome in known:
                yield one.id, outcome, one.id, None


def of_kind(theory: Theory, kind: ElementKind) -> list[str]:
    """Return the ids of the elements of `kind`."""
    return [e.id for e in theory.elements if e.kind is kind]


def _spread(near: Mapping[str, Iterable[str]], starts: Iterable[str]) -> set[str]:
    seen = set(starts)
    pending = list(seen)
    while pending:
        for one in near.get(pending.pop(), ()):
            if one not in seen:
                seen.add(one)
                pending.append(one)
    return seen
