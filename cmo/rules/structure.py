"""S1xx: does the theory hold together as a graph?"""

from __future__ import annotations

from typing import TYPE_CHECKING

from cmo import graph
from cmo.findings import Severity
from cmo.model.vocabulary import ElementKind, Relation
from cmo.rules.engine import IDLE_WAIVER, Remark, View, rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cmo.model.vocabulary import Sign


@rule("S101", Severity.WARNING, rests_on_absence=True)
def orphan_element(view: View) -> Iterator[Remark]:
    """An element takes part in no link and no configuration, nor has it parts.

    Why: a context explains nothing until a configuration says which mechanism
    it lets fire; the same holds of every other element.

    Fix: name the element in a configuration or link, or delete it.
    """
    parents = {element.part_of for element in view.theory.elements}
    for i, element in enumerate(view.theory.elements):
        if element.id not in view.named and element.id not in parents:
            message = (
                f"'{element.id}' is in no link and no configuration: name it in "
                "one, or delete it"
            )
            yield Remark(("elements", i), element.id, message)


@rule("S102", Severity.ERROR)
def self_link(view: View) -> Iterator[Remark]:
    """A link leads from an element to itself.

    Why: nothing explains itself. What is often meant is a feedback loop through
    another element, or a change of the element over time.

    Fix: name the element in between, or delete the link.
    """
    for i, link in enumerate(view.theory.links):
        if link.source == link.target:
            message = (
                f"'{link.id}' leads from '{link.source}' to itself: name what lies "
                "between, or delete it"
            )
            yield Remark(("links", i), link.id, message)


@rule("S103", Severity.WARNING)
def duplicate_link(view: View) -> Iterator[Remark]:
    """Two links say the same: same source, target, relation and sign.

    Why: evidence linked to one is missing from the other, so that both look
    weaker than they are.

    Fix: keep one of them, and link its passages to that.
    """
    first: dict[tuple[str, str, Relation, Sign], str] = {}
    for i, link in enumerate(view.theory.links):
        key = (link.source, link.target, link.relation, graph.sign(link))
        if key in first:
            message = f"'{link.id}' says the same as '{first[key]}': keep one of them"
            yield Remark(("links", i), link.id, message)
        first.setdefault(key, link.id)


@rule("S104", Severity.NOTE)
def loop(view: View) -> Iterator[Remark]:
    """Elements lead back to one another.

    Why: feedback is legitimate, and often the point of a theory. It is shown
    because a loop can also come from an arrow drawn the wrong way round.

    Fix: nothing, if the feedback is meant.
    """
    for found in graph.loops(view.theory):
        start = found.cycle[0]
        round_trip = [*found.cycle[:_SHOWN], start]
        if len(found.cycle) > _SHOWN:
            round_trip.insert(-1, "…")
        message = f"{len(found.elements)} elements feed back: {' → '.join(round_trip)}"
        yield Remark(view.pointers[start], start, message)


_SHOWN = 6


@rule("S105", Severity.WARNING, rests_on_absence=True)
def unreachable_outcome(view: View) -> Iterator[Remark]:
    """No chain leads from an intervention to the outcome.

    Why: the theory says that the outcome follows, but not how the programme
    brings it about. A configuration whose mechanism did not fire brings nothing
    about. A whole-programme effect ('affects') is knowingly a black box: its own
    target is not reported, what follows from that is. In a theory without
    interventions, chains from mechanisms count.

    Fix: link the mechanism that produces it, and what the programme offers to
    the mechanism; or delete the outcome.
    """
    theory = view.theory
    kind, starts = graph.starts(theory)
    reached = view.chains.reachable(starts)
    reached |= {k.target for k in theory.links if k.relation is Relation.AFFECTS}
    for i, element in enumerate(theory.elements):
        is_reached = element.id in reached or element.id not in view.named
        if element.kind is ElementKind.OUTCOME and not is_reached:
            article = "a" if kind is ElementKind.MECHANISM else "an"
            message = (
                f"no chain leads from {article} {kind} to '{element.id}': link what "
                "produces it, and what brings that about"
            )
            yield Remark(("elements", i), element.id, message)


@rule("S106", Severity.WARNING, rests_on_absence=True)
def dead_end_mechanism(view: View) -> Iterator[Remark]:
    """No chain leads from the mechanism to an outcome.

    Why: a mechanism is known by what it brings about.

    Fix: link the outcome it produces, or delete the mechanism.
    """
    ends = set(graph.of_kind(view.theory, ElementKind.OUTCOME))
    for one in view.theory.configurations:
        ends.update(one.outcomes)
    leading = view.chains.leading_to(ends)
    for i, element in enumerate(view.theory.elements):
        leads = element.id in leading or element.id not in view.named
        if element.kind is ElementKind.MECHANISM and not leads:
            message = f"'{element.id}' leads to no outcome: link what it produces"
            yield Remark(("elements", i), element.id, message)


@rule(IDLE_WAIVER, Severity.WARNING, rests_on_absence=True)
def idle_waiver(_: View) -> Iterator[Remark]:
    """A waiver matches no finding.

    Why: the fault it accepted is mended, or its code or id is mistyped; kept,
    it would silence a finding that nobody has looked at.

    Fix: correct the waiver, or delete it.
    """
    # The engine reports these: only it knows what was found.
    return iter(())
