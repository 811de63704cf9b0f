"""A theory as a networkx graph, and the questions that are asked of it."""

from __future__ import annotations

from collections import defaultdict, deque
from graphlib import CycleError, TopologicalSorter
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from cmo.model.vocabulary import Activation, ElementKind, Relation, Sign

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    import networkx as nx

    from cmo.model import Configuration, Link, Theory

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
    ``relation``; and for each configuration, keyed by its id, intervention,
    context and mechanism → configuration, configuration → outcome, with
    ``relation`` None. References that lead nowhere make no edge.
    """
    import networkx as nx

    graph: Graph = nx.MultiDiGraph()
    graph.add_nodes_from((e.id, {"kind": e.kind}) for e in theory.elements)
    known = set(graph)
    for link in theory.links:
        if link.source in known and link.target in known:
            ends = (link.source, link.target)
            graph.add_edge(*ends, key=link.id, relation=link.relation)
    for one in theory.configurations:
        graph.add_node(one.id, kind=CONFIGURATION)
        for cause, effect in _members(one, known):
            graph.add_edge(cause, effect, key=one.id, relation=None)
    return graph


class Loop(NamedTuple):
    """Elements that lead back to one another, and one way round in causal order."""

    elements: list[str]
    cycle: list[str]


def loops(theory: Theory) -> list[Loop]:
    """Return the feedback loops, each a strongly connected component of the chains.

    Found in near-linear time (Tarjan), never by listing cycles. The order of the
    theory's records changes nothing.
    """
    causes: defaultdict[str, set[str]] = defaultdict(set)
    for cause, effect in _causal(theory):
        if cause != effect:
            causes[effect].add(cause)
    try:
        TopologicalSorter(causes).prepare()
    except CycleError:
        configurations = {one.id for one in theory.configurations}
        return _components(causes, configurations)
    return []


def _components(causes: Mapping[str, set[str]], configurations: set[str]) -> list[Loop]:
    # Importing networkx takes longer than all else that a check of a theory of
    # usual size does, so it waits until there is a loop.
    import networkx as nx

    graph: nx.DiGraph[str] = nx.DiGraph()
    graph.add_edges_from((c, e) for e, before in causes.items() for c in before)
    found = []
    for part in nx.strongly_connected_components(graph):
        elements = part - configurations
        if len(elements) > 1:
            cycle = _way_round(part, min(elements), graph.succ)
            named = [one for one in cycle if one not in configurations]
            found.append(Loop(sorted(elements), named))
    return sorted(found)


def _way_round(
    part: set[str], start: str, after: Mapping[str, Iterable[str]]
) -> list[str]:
    """Return a shortest way within `part` from `start` to itself."""
    came_from: dict[str, str] = {}
    pending = deque([start])
    while start not in came_from:
        one = pending.popleft()
        for other in sorted(part.intersection(after[one])):
            if other not in came_from:
                came_from[other] = one
                pending.append(other)
    cycle = [came_from[start]]
    while cycle[-1] != start:
        cycle.append(came_from[cycle[-1]])
    return cycle[::-1]


class Chains:
    """What leads to what, as plain dicts that are quick to make.

    The arrows of `build`, without whole-programme effects, which claim no chain,
    and without what a mechanism that did not fire would have brought about.

    Attributes:
        after: Node to the nodes that its arrows lead to.
        before: Node to the nodes that its arrows come from.
    """

    def __init__(self, theory: Theory) -> None:
        """Take the arrows of `theory`."""
        self.after: defaultdict[str, list[str]] = defaultdict(list)
        self.before: defaultdict[str, list[str]] = defaultdict(list)
        for cause, effect in _causal(theory):
            self.after[cause].append(effect)
            self.before[effect].append(cause)

    def reachable(self, starts: Iterable[str]) -> set[str]:
        """Return the nodes that a chain from any of `starts` leads to, with these."""
        return _spread(self.after, starts)

    def leading_to(self, ends: Iterable[str]) -> set[str]:
        """Return the nodes from which a chain leads to any of `ends`, with these."""
        return _spread(self.before, ends)


def named(theory: Theory) -> set[str]:
    """Return the ids that any link or configuration names."""
    found = {end for link in theory.links for end in (link.source, link.target)}
    for one in theory.configurations:
        found.update(one.interventions, one.contexts, one.mechanisms, one.outcomes)
    return found


def silent(configuration: Configuration) -> set[str]:
    """Return the mechanisms that did not fire in `configuration`."""
    return {
        mechanism
        for mechanism, activation in (configuration.activations or {}).items()
        if activation is Activation.NOT_FIRED
    }


def _causal(theory: Theory) -> Iterator[tuple[str, str]]:
    """Yield the arrows that causal chains follow."""
    known = {e.id for e in theory.elements}
    for link in theory.links:
        is_chain = link.relation is not Relation.AFFECTS
        if is_chain and link.source in known and link.target in known:
            yield link.source, link.target
    for one in theory.configurations:
        unfired = silent(one)
        if not one.mechanisms or not unfired.issuperset(one.mechanisms):
            for cause, effect in _members(one, known):
                if cause not in unfired:
                    yield cause, effect


def _members(one: Configuration, known: set[str]) -> Iterator[tuple[str, str]]:
    """Yield the arrows between a configuration and its members that are `known`."""
    for cause in (*one.interventions, *one.contexts, *one.mechanisms):
        if cause in known:
            yield cause, one.id
    for outcome in one.outcomes:
        if outcome in known:
            yield one.id, outcome


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
