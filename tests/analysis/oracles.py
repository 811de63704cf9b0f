"""What a small theory argues, worked out the slow way.

Nothing here calls what it is held against: steps, chains, loops and what comes
about are derived from the records, in the words of the documentation.
"""

from __future__ import annotations

from collections import defaultdict
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from cmo.model.vocabulary import (
    Activation,
    Bearing,
    Directness,
    ElementKind,
    Logic,
    Relation,
    Role,
    Status,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator

    from cmo.model import BearsOn, Configuration, Theory

    Speaks: TypeAlias = Callable[[str, Collection[Role]], bool]

C, M, O = Role  # noqa: E741 - as the field writes them
Path: TypeAlias = tuple[str, ...]


class Edge(NamedTuple):
    """One element leads to another: who says so, and what a passage must cover."""

    cause: str
    effect: str
    claim: str
    roles: frozenset[Role] = frozenset()


# --- who is there, and in which order -----------------------------------------------


def known(made: Theory) -> set[str]:
    return {one.id for one in made.elements}


def starts(made: Theory) -> set[str]:
    for kind in (ElementKind.INTERVENTION, ElementKind.MECHANISM):
        if found := {one.id for one in made.elements if one.kind is kind}:
            return found
    return set()


def outcomes(made: Theory) -> list[str]:
    return [one.id for one in made.elements if one.kind is ElementKind.OUTCOME]


def silent(one: Configuration) -> set[str]:
    how_far = (one.activations or {}).items()
    return {m for m, activation in how_far if activation is Activation.NOT_FIRED}


def fired(made: Theory, one: Configuration) -> set[str]:
    """Return the mechanisms of the configuration that are there and fired."""
    return known(made).intersection(one.mechanisms) - silent(one)


def upheld(made: Theory) -> list[Configuration]:
    """Return the configurations that the team has not given up."""
    gone = {Status.REJECTED, Status.RESPECIFIED}
    return [one for one in made.configurations if one.status not in gone]


class Order(NamedTuple):
    """The steps of a configuration, and the mechanisms that none of them places."""

    steps: list[tuple[Logic, set[str]]]
    loose: set[str]


def in_order(made: Theory, one: Configuration) -> Order:
    own = fired(made, one)
    steps = [
        (Logic.ALL if step.all else Logic.ANY, set(step.all or step.any) & own)
        for step in one.steps
    ]
    steps = [step for step in steps if step[1]]
    if not steps:
        return Order([(Logic.ALL, own)] if own else [], set())
    return Order(steps, own - set().union(*(members for _, members in steps)))


# --- what leads to what, element by element -----------------------------------------


def edges(made: Theory) -> set[Edge]:
    found = {
        Edge(one.source, one.target, one.id)
        for one in made.links
        if one.relation is not Relation.AFFECTS
        and {one.source, one.target} <= known(made)
    }
    for one in upheld(made):
        found.update(_through(made, one))
    return {edge for edge in found if edge.cause != edge.effect}


def _through(made: Theory, one: Configuration) -> Iterator[Edge]:
    steps, loose = in_order(made, one)
    if one.mechanisms and not steps:
        return
    there = known(made) - silent(one)
    ends = there.intersection(one.outcomes)
    within = {M} if steps else {O}
    for effect in (steps[0][1] | loose) if steps else ends:
        for cause in there.intersection(one.interventions):
            yield Edge(cause, effect, one.id, frozenset(within))
        for cause in there.intersection(one.contexts):
            yield Edge(cause, effect, one.id, frozenset(within | {C}))
    for (_, before), (_, after) in pairwise(steps):
        for cause in before:
            for effect in after:
                yield Edge(cause, effect, one.id, frozenset({M}))
    for cause in (steps[-1][1] | loose) if steps else set():
        for effect in ends:
            yield Edge(cause, effect, one.id, frozenset({M, O}))


def speaking(made: Theory, *, without: str | None = None) -> Speaks:
    """Return what tells whether a passage directly speaks for a claim, on all roles.

    Args:
        made: The theory.
        without: A study whose passages are left out.
    """
    covered: defaultdict[str, list[set[Role]]] = defaultdict(list)
    for one in made.sources:
        for passage in one.excerpts:
            for bears in passage.bears_on:
                if _is_for(bears) and without != (passage.study or one.study or one.id):
                    covered[bears.claim].append(set(bears.covers or Role))
    return lambda claim, roles: any(set(roles) <= one for one in covered[claim])


def _is_for(bears: BearsOn) -> bool:
    is_for = bears.bearing in {Bearing.SUPPORTS, Bearing.REFINES}
    return is_for and bears.directness is Directness.DIRECT


# --- chains and loops ---------------------------------------------------------------


def paths(made: Theory, beginnings: Collection[str]) -> Iterator[Path]:
    """Yield every way of at least one step from a beginning, no element twice."""
    after = _after(made)
    pending: list[Path] = [(one,) for one in beginnings]
    while pending:
        path = pending.pop()
        for effect in after[path[-1]] - set(path):
            pending.append((*path, effect))
            yield (*path, effect)


def rounds(made: Theory) -> set[Path]:
    """Return every way that leads back to where it starts, from its first by name."""
    after = _after(made)
    return {
        path
        for path in paths(made, known(made))
        if path[0] in after[path[-1]] and path[0] == min(path)
    }


def _after(made: Theory) -> dict[str, set[str]]:
    after: dict[str, set[str]] = {one: set() for one in known(made)}
    for edge in edges(made):
        after[edge.cause].add(edge.effect)
    return after


def gaps(made: Theory, path: Path) -> int:
    """Return the number of steps of a way that no study directly speaks for."""
    speaks = speaking(made)
    supported = {
        (edge.cause, edge.effect)
        for edge in edges(made)
        if speaks(edge.claim, edge.roles)
    }
    return sum(step not in supported for step in pairwise(path))


# --- what comes about ---------------------------------------------------------------


def come_about(
    made: Theory, *, impossible: str | None = None, speaks: Speaks | None = None
) -> set[str]:
    """Return the elements that chains lead to, all that they need together there.

    Chains start where they start: at interventions, else at mechanisms. An element
    comes about by any link or configuration that brings it about, a configuration
    by its contexts (all, or any of them) and its mechanisms, step after step, once
    a chain leads into it. What is a context by kind can hold anyway, and so can
    what nothing leads to: no configuration waits for it. But it starts no chain.

    Args:
        made: The theory.
        impossible: A mechanism that never fires.
        speaks: If given, only arrows that studies speak for are followed, and links
            within a configuration count by themselves.
    """
    found: set[str] = set()
    new = starts(made) - {impossible}
    while new - found:
        found |= new
        new = set(_next(made, found, impossible, speaks)) - {impossible}
    return found


def _next(
    made: Theory, found: set[str], impossible: str | None, speaks: Speaks | None
) -> Iterator[str]:
    for link in made.links:
        is_heard = (
            speaks(link.id, ())
            if speaks
            else not _is_within(made, link.source, link.target)
        )
        leads = link.relation is not Relation.AFFECTS and link.target in known(made)
        if leads and is_heard and link.source in found:
            yield link.target
    for one in upheld(made):
        if _is_met(made, one, found, speaks):
            yield from _brought_about(made, one, found, impossible, speaks)


def _is_within(made: Theory, cause: str, effect: str) -> bool:
    return any(
        cause in fired(made, one) and effect in set(one.outcomes) - silent(one)
        for one in upheld(made)
    )


def _is_met(
    made: Theory, one: Configuration, found: set[str], speaks: Speaks | None
) -> bool:
    """Tell whether the contexts of a configuration are there."""
    roles = {C, M} if in_order(made, one).steps else {C, O}
    heard = speaks is None or speaks(one.id, roles)
    held = [
        context in anyway(made) or (context in found and heard)
        for context in set(one.contexts) - silent(one)
        if context in known(made)
    ]
    if not held:
        return True
    return all(held) if one.contexts_logic is Logic.ALL else any(held)


def anyway(made: Theory) -> set[str]:
    """Return what can hold though no chain leads to it."""
    after, led_to = _after(made), starts(made)
    while new := set().union(*(after[one] for one in led_to)) - led_to:
        led_to |= new
    contexts = {e.id for e in made.elements if e.kind is ElementKind.CONTEXT}
    return contexts | (known(made) - led_to)


def _brought_about(
    made: Theory,
    one: Configuration,
    found: set[str],
    impossible: str | None,
    speaks: Speaks | None,
) -> Iterator[str]:
    """Yield what a configuration whose contexts are there brings about."""

    def enters(cause: str, *roles: Role) -> bool:
        return cause in found and (speaks is None or speaks(one.id, roles))

    steps, loose = in_order(made, one)
    if one.mechanisms and not steps:
        return
    first = M if steps else O
    is_open = any(enters(i, first) for i in set(one.interventions) - silent(one))
    is_open |= any(enters(c, C, first) for c in set(one.contexts) - silent(one))
    if is_open and steps:
        yield from loose
    for i, (logic, members) in enumerate(steps):
        if is_open:
            yield from members
        is_last = i == len(steps) - 1
        there = members - {impossible}
        if len(there) < len(members) and (logic is Logic.ALL or not there):
            return
        roles = (M, O) if is_last else (M,)
        is_open = any(enters(m, *roles) for m in members)
        if is_last:
            if impossible in loose:
                return
            is_open |= any(enters(m, *roles) for m in loose)
    if is_open:
        yield from known(made).intersection(one.outcomes) - silent(one)
