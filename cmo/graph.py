"""A theory as a networkx graph, and the questions that are asked of it."""

from __future__ import annotations

from collections import defaultdict, deque
from graphlib import CycleError, TopologicalSorter
from itertools import chain
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from cmo.model.vocabulary import (
    Activation,
    ElementKind,
    Logic,
    Relation,
    Role,
    Sign,
)

if TYPE_CHECKING:
    from collections.abc import Container, Iterable, Iterator, Mapping

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


def together(signs: Iterable[Sign]) -> Sign:
    """Return the sign of steps that follow one another."""
    product = Sign.PLUS
    for sign in signs:
        if Sign.UNKNOWN in {sign, product}:
            return Sign.UNKNOWN
        product = Sign.PLUS if sign is product else Sign.MINUS
    return product


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
    found = []
    for part in feedback(theory):
        elements = sorted(one for one in part if not is_gate(one))
        cycle = _way_round(elements[0], part.succ)
        found.append(Loop(elements, [one for one in cycle if not is_gate(one)]))
    return sorted(found)


def feedback(theory: Theory) -> list[nx.DiGraph[str]]:
    """Return the parts of the chains in which each node leads to each, gates included.

    One for every strongly connected component of at least two elements.
    """
    causes: defaultdict[str, set[str]] = defaultdict(set)
    for arrow in arrows(theory):
        if arrow.cause != arrow.effect:
            causes[arrow.effect].add(arrow.cause)
    try:
        TopologicalSorter(causes).prepare()
    except CycleError:
        return _components(causes)
    return []


def _components(causes: Mapping[str, set[str]]) -> list[nx.DiGraph[str]]:
    # Importing networkx takes longer than all else that a check of a theory of
    # usual size does, so it waits until there is a loop.
    import networkx as nx

    graph: nx.DiGraph[str] = nx.DiGraph()
    graph.add_edges_from((c, e) for e, before in causes.items() for c in before)
    return [
        nx.DiGraph(graph.subgraph(part))
        for part in nx.strongly_connected_components(graph)
        if sum(not is_gate(one) for one in part) > 1
    ]


def _way_round(start: str, after: Mapping[str, Iterable[str]]) -> list[str]:
    """Return a shortest way from `start` to itself."""
    came_from: dict[str, str] = {}
    pending = deque([start])
    while start not in came_from:
        one = pending.popleft()
        for other in sorted(after[one]):
            if other not in came_from:
                came_from[other] = one
                pending.append(other)
    cycle = [came_from[start]]
    while cycle[-1] != start:
        cycle.append(came_from[cycle[-1]])
    return cycle[::-1]


class Arrow(NamedTuple):
    """One arrow of the causal chains.

    Attributes:
        cause: An element, or a gate of a configuration.
        effect: What it leads to, element or gate.
        claim: The link or configuration that says so.
        roles: For an arrow into a gate, what a passage on the configuration must
            speak of to speak of this arrow; empty for links and out of gates.
    """

    cause: str
    effect: str
    claim: str
    roles: frozenset[Role] = frozenset()


def arrows(theory: Theory) -> Iterator[Arrow]:
    """Yield the arrows that causal chains follow.

    Whole-programme effects claim no chain, and are left out. A configuration leads
    through its *gates*: from interventions and contexts into the first, from there
    to its mechanisms (step after step, a gate between), and from these through the
    last to its outcomes. So a chain never gets round its mechanisms, and the number
    of arrows is that of the members. Mechanisms that did not fire are left out, and
    a configuration in which none fired, or that the team has given up.
    """
    known = {e.id for e in theory.elements}
    for link in theory.links:
        is_chain = link.relation is not Relation.AFFECTS
        if is_chain and link.source in known and link.target in known:
            yield Arrow(link.source, link.target, link.id)
    for one in theory.configurations:
        if given_up(one):
            continue
        unfired = silent(one)
        there = known - unfired if unfired else known
        if not one.mechanisms or not there.isdisjoint(one.mechanisms):
            yield from _through(one, there)


def _through(one: Configuration, known: Container[str]) -> Iterator[Arrow]:
    """Yield the arrows through a configuration, for those of its members `known`."""
    order = stages(one, known)
    first, last = gate(one.id, 0), gate(one.id, len(order.steps))
    within = _M if order.steps else _O
    for member in one.interventions:
        if member in known:
            yield Arrow(member, first, one.id, within)
    for member in one.contexts:
        if member in known:
            yield Arrow(member, first, one.id, within | _C)
    for i, (_, members) in enumerate(order.steps):
        for member in members:
            until = len(order.steps) if member in order.loose else i + 1
            yield Arrow(gate(one.id, i), member, one.id)
            roles = within | _O if until == len(order.steps) else within
            yield Arrow(member, gate(one.id, until), one.id, roles)
    for member in one.outcomes:
        if member in known:
            yield Arrow(last, member, one.id)


_C, _M, _O = (frozenset({role}) for role in Role)


class Stages(NamedTuple):
    """In which order the mechanisms of a configuration fire.

    Attributes:
        steps: For each step whether all of its mechanisms are needed or any one,
            and which they are. Without a recorded order there is one step.
        loose: Mechanisms that the recorded order does not place: they stand with
            the first step, and lead straight to the outcomes.
    """

    steps: list[tuple[Logic, list[str]]]
    loose: frozenset[str]


def stages(one: Configuration, known: Container[str]) -> Stages:
    """Return the order of those mechanisms of `one` that are `known`."""
    there = [m for m in dict.fromkeys(one.mechanisms) if m in known]
    steps = []
    for step in one.steps:
        members = [m for m in step.mechanisms if m in known]
        if members:
            steps.append((step.logic, members))
    placed = {m for _, members in steps for m in members}
    loose = [m for m in there if m not in placed]
    if not steps:
        return Stages([(Logic.ALL, loose)] if loose else [], frozenset())
    steps[0] = (steps[0][0], [*steps[0][1], *loose])
    return Stages(steps, frozenset(loose))


def gate(configuration: str, number: int) -> str:
    """Return the node for a gate of a configuration; no id has such a sign in it."""
    return f"{configuration}{_GATE}{number}"


def is_gate(node: str) -> bool:
    """Tell whether a node of the chains is a gate, and no element."""
    return _GATE in node


_GATE = "#"


class Chains:
    """What leads to what, as plain dicts that are quick to make; see `arrows`.

    Attributes:
        after: Node to the nodes that its arrows lead to.
        before: Node to the nodes that its arrows come from.
    """

    def __init__(self, theory: Theory) -> None:
        """Take the arrows of `theory`."""
        self.after: defaultdict[str, list[str]] = defaultdict(list)
        self.before: defaultdict[str, list[str]] = defaultdict(list)
        for arrow in arrows(theory):
            self.after[arrow.cause].append(arrow.effect)
            self.before[arrow.effect].append(arrow.cause)

    def reachable(self, starts: Iterable[str]) -> set[str]:
        """Return the nodes that a chain from any of `starts` leads to, with these."""
        return spread(self.after, starts)

    def leading_to(self, ends: Iterable[str]) -> set[str]:
        """Return the nodes from which a chain leads to any of `ends`, with these."""
        return spread(self.before, ends)


def named(theory: Theory) -> set[str]:
    """Return the ids that any link or configuration names."""
    found = {end for link in theory.links for end in (link.source, link.target)}
    for one in theory.configurations:
        found.update(members(one))
    return found


def silent(configuration: Configuration) -> set[str]:
    """Return the mechanisms that did not fire in `configuration`."""
    return {
        mechanism
        for mechanism, activation in (configuration.activations or {}).items()
        if activation is Activation.NOT_FIRED
    }


def members(configuration: Configuration) -> dict[str, None]:
    """Return the ids that a configuration names, each once, causes first."""
    return dict.fromkeys(chain(*members_by_role(configuration).values()))


def members_by_role(
    configuration: Configuration,
) -> dict[Role | None, tuple[str, ...]]:
    """Return what a configuration names in each role, causes first.

    Interventions are offered and play no role: they stand under None.
    """
    return {
        None: configuration.interventions,
        Role.CONTEXT: configuration.contexts,
        Role.MECHANISM: configuration.mechanisms,
        Role.OUTCOME: configuration.outcomes,
    }


def given_up(configuration: Configuration) -> bool:
    """Tell whether the team has given up `configuration`: it claims nothing more."""
    return configuration.status is not None and configuration.status.is_given_up


def _members(one: Configuration, known: set[str]) -> Iterator[tuple[str, str]]:
    """Yield the arrows between a configuration and its members that are `known`."""
    for cause in (*one.interventions, *one.contexts, *one.mechanisms):
        if cause in known:
            yield cause, one.id
    for outcome in one.outcomes:
        if outcome in known:
            yield one.id, outcome


def starts(theory: Theory) -> tuple[ElementKind, list[str]]:
    """Return where chains start: the interventions; without any, the mechanisms."""
    for kind in (ElementKind.INTERVENTION, ElementKind.MECHANISM):
        if found := of_kind(theory, kind):
            return kind, found
    return ElementKind.MECHANISM, []


def of_kind(theory: Theory, kind: ElementKind) -> list[str]:
    """Return the ids of the elements of `kind`."""
    return [e.id for e in theory.elements if e.kind is kind]


def spread(near: Mapping[str, Iterable[str]], starts: Iterable[str]) -> set[str]:
    """Return what `near` leads to from any of `starts`, step by step, with these."""
    seen = set(starts)
    pending = list(seen)
    while pending:
        for one in near.get(pending.pop(), ()):
            if one not in seen:
                seen.add(one)
                pending.append(one)
    return seen
