"""C2xx: does the theory explain, as a realist would ask?"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from cmo.english import joined
from cmo.findings import Severity
from cmo.graph import given_up, sign, silent
from cmo.model import Mechanism
from cmo.model.vocabulary import ElementKind, Relation, Role, Sign
from cmo.rules.engine import Remark, View, rule

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from cmo.model import Configuration, Link, Theory

_I, _C, _M, _O = (
    ElementKind.INTERVENTION,
    ElementKind.CONTEXT,
    ElementKind.MECHANISM,
    ElementKind.OUTCOME,
)
LEGAL = {
    Relation.PROVIDES: {(_I, _M)},
    Relation.SHAPES: {(_I, _C), (_C, _C)},
    Relation.ENABLES: {(_C, _M)},
    Relation.CONSTRAINS: {(_C, _M)},
    Relation.TRIGGERS: {(_M, _M)},
    Relation.INHIBITS: {(_M, _M)},
    Relation.PRODUCES: {(_M, _O)},
    Relation.PREVENTS: {(_M, _O)},
    Relation.LEADS_TO: {(_O, _O)},
    Relation.BECOMES_CONTEXT_OF: {(_O, _C), (_O, _M)},
    Relation.AFFECTS: {(_I, _O)},
}
_PARTS = {
    Role.CONTEXT: "contexts",
    Role.MECHANISM: "mechanisms",
    Role.OUTCOME: "outcomes",
}


def _ends(view: View) -> Iterator[tuple[int, Link, ElementKind, ElementKind]]:
    kinds = {e.id: e.kind for e in view.theory.elements}
    for i, link in enumerate(view.theory.links):
        if link.source in kinds and link.target in kinds:
            yield i, link, kinds[link.source], kinds[link.target]


def _is_black_box(link: Link, source: ElementKind, target: ElementKind) -> bool:
    return source in {_I, _C} and target is _O and link.relation is not Relation.AFFECTS


@rule("C201", Severity.WARNING)
def illegal_relation(view: View) -> Iterator[Remark]:
    """A relation joins kinds of elements that it is not meant for.

    Why: 'enables' between two outcomes, say, hides which of them is the
    context of the other. Published theories contain such links, so they can
    be written.

    Fix: take the relation that fits the two kinds, or change a kind.
    'influences' fits every pair.
    """
    for i, link, source, target in _ends(view):
        pairs = LEGAL.get(link.relation)
        if (
            pairs is None
            or (source, target) in pairs
            or _is_black_box(link, source, target)
        ):
            continue
        wanted = " or ".join(sorted(f"{a} → {b}" for a, b in pairs))
        fitting = sorted(r for r, legal in LEGAL.items() if (source, target) in legal)
        fitting = fitting or [Relation.INFLUENCES]
        hint = f"; for these two: {', '.join(fitting)}"
        message = (
            f"'{link.id}' says {source} {link.relation} {target}, but "
            f"'{link.relation}' joins {wanted}{hint}"
        )
        yield Remark(("links", i), link.id, message)


@rule("C202", Severity.WARNING)
def black_box(view: View) -> Iterator[Remark]:
    """A link leads from an intervention or a context straight to an outcome.

    Why: it says that something works, not why. Explaining through mechanisms
    is what makes a theory realist (Pawson & Tilley 1997).

    Fix: name the mechanism in between; or, for a whole-programme effect that
    is knowingly left unexplained, write the relation 'affects'.
    """
    for i, link, source, target in _ends(view):
        if _is_black_box(link, source, target):
            message = (
                f"'{link.id}' leads from {source} straight to outcome: name the "
                "mechanism in between"
            )
            if source is _I:
                message += ", or say 'affects' for a whole-programme effect"
            yield Remark(("links", i), link.id, message)


@rule("C203", Severity.WARNING)
def incomplete_configuration(view: View) -> Iterator[Remark]:
    """A configuration lacks its contexts, mechanisms or outcomes.

    Why: only all three together make a proposition that evidence can test.

    Fix: add what is missing; or name the role in 'unknown', or give the reason
    in 'undeveloped', where it is knowingly left open.
    """
    for i, one in enumerate(view.theory.configurations):
        missing = [
            str(part)
            for role, part in _PARTS.items()
            if not getattr(one, part) and role not in one.unknown
        ]
        if missing:
            message = f"'{one.id}' has no {' and no '.join(missing)}"
            message += (
                ", as 'undeveloped' explains"
                if one.undeveloped
                else ": add them, or name the role in 'unknown'"
            )
            severity = Severity.NOTE if one.undeveloped else None
            yield Remark(("configurations", i), one.id, message, severity)


@rule("C204", Severity.NOTE, rests_on_absence=True)
def unwired_configuration(view: View) -> Iterator[Remark]:
    """Parts of a configuration are joined by no link.

    Why: the diagram shows links, so that this part of the configuration cannot
    be followed as arrows, and no evidence can be linked to the step itself.

    Fix: add links context → mechanism and mechanism → outcome.
    """
    joined = {(link.source, link.target) for link in view.theory.links}
    for i, one in enumerate(view.theory.configurations):
        loose = _loose(one, joined)
        if loose:
            shown = ", ".join(loose[:_SHOWN]) + (" …" if len(loose) > _SHOWN else "")
            message = f"in '{one.id}' no link joins these to a mechanism: {shown}"
            yield Remark(("configurations", i), one.id, message)


_SHOWN = 4


def _loose(one: Configuration, joined: set[tuple[str, str]]) -> list[str]:
    """Return the contexts and outcomes that no link joins to a mechanism."""
    loose = [
        c for c in one.contexts if not any((c, m) in joined for m in one.mechanisms)
    ]
    loose += [
        o for o in one.outcomes if not any((m, o) in joined for m in one.mechanisms)
    ]
    return loose if one.mechanisms else []


@rule("C205", Severity.NOTE)
def role_misuse(view: View) -> Iterator[Remark]:
    """A configuration names an intervention or a context as mechanism or outcome.

    Why: the programme's activity is not the mechanism: the mechanism is the
    reasoning that people bring to what it offers (Dalkin et al. 2015). A
    warning for interventions; a note for contexts, which can change.

    Fix: name the response to the intervention as the mechanism.
    """
    kinds = {e.id: e.kind for e in view.theory.elements}
    for i, one in enumerate(view.theory.configurations):
        for part in ("mechanisms", "outcomes"):
            for j, member in enumerate(getattr(one, part)):
                kind = kinds.get(member)
                if kind in {_I, _C}:
                    message = (
                        f"'{one.id}' names '{member}' under {part}, but it is of "
                        f"kind {kind}"
                    )
                    if kind is _I:
                        message += ": name people's response to it instead"
                    severity = Severity.WARNING if kind is _I else Severity.NOTE
                    yield Remark(
                        ("configurations", i, part, j), one.id, message, severity
                    )


@rule("C206", Severity.NOTE)
def mechanism_without_reasoning(view: View) -> Iterator[Remark]:
    """A mechanism does not say how the actor's reasoning changes.

    Why: resources do nothing until somebody responds to them (Dalkin et al.
    2015, "What's in a mechanism?").

    Fix: fill 'reasoning', and 'actor' for whose it is.
    """
    yield from _lacking(view, "reasoning", "whose reasoning changes, and how")


@rule("C207", Severity.NOTE)
def mechanism_without_resource(view: View) -> Iterator[Remark]:
    """A mechanism does not say what resource the programme offers.

    Why: a mechanism is a resource and the response to it (Dalkin et al. 2015).

    Fix: fill 'resource'.
    """
    yield from _lacking(view, "resource", "what the programme offers")


def _lacking(view: View, field: str, what: str) -> Iterator[Remark]:
    for i, element in enumerate(view.theory.elements):
        if isinstance(element, Mechanism) and not getattr(element, field):
            message = f"'{element.id}' does not say {what}: fill '{field}'"
            yield Remark(("elements", i), element.id, message)


@rule("C208", Severity.WARNING, rests_on_absence=True)
def universal_mechanism(view: View) -> Iterator[Remark]:
    """A mechanism has no context anywhere.

    Why: it would fire for everyone, everywhere, always. Realist evaluation
    asks in which circumstances it does (Pawson & Tilley 1997).

    Fix: link the contexts that enable or constrain it, name it in a
    configuration with its contexts; or, where they are knowingly left open, give
    the reason in 'undeveloped' or name C among 'unknown' in its configuration.
    """
    kinds = {e.id: e.kind for e in view.theory.elements}
    placed = {
        link.target
        for link in view.theory.links
        if kinds.get(link.source) is _C or link.relation is Relation.BECOMES_CONTEXT_OF
    }
    left_open: set[str] = set()
    for one in view.theory.configurations:
        if one.contexts:
            placed.update(one.mechanisms)
        if Role.CONTEXT in one.unknown:
            left_open.update(one.mechanisms)
    for i, element in enumerate(view.theory.elements):
        if element.kind is _M and element.id not in placed:
            message = (
                f"'{element.id}' has no context: say in which circumstances it fires"
            )
            is_declared = element.undeveloped or element.id in left_open
            severity = Severity.NOTE if is_declared else None
            yield Remark(("elements", i), element.id, message, severity)


@rule("C209", Severity.NOTE)
def role_shift(view: View) -> Iterator[Remark]:
    """An element plays different parts in different configurations.

    Why: the outcome of one configuration can be the context of the next
    (ripple effect), and one's mechanism another's outcome. It is shown because
    it can also be a slip.

    Fix: nothing, if the shift is meant.
    """
    roles: defaultdict[str, set[str]] = defaultdict(set)
    for one in view.theory.configurations:
        for role, part in _PARTS.items():
            for member in getattr(one, part):
                roles[member].add(role.meaning)
    for i, element in enumerate(view.theory.elements):
        if len(roles[element.id]) > 1:
            parts = " and as ".join(sorted(roles[element.id]))
            message = f"'{element.id}' is named as {parts}"
            yield Remark(("elements", i), element.id, message)


@rule("C210", Severity.NOTE)
def open_rival(view: View) -> Iterator[Remark]:
    """A rival theory has no verdict.

    Why: a theory is refined by trying it against other explanations of the same
    outcome (Pawson & Tilley 1997). That a rival waits is normal while the theory
    is a candidate or initial; once it is refined, this is a warning, unless
    'undeveloped' gives a reason.

    Fix: weigh the evidence for both and fill 'verdict'; 'left_open' is one.
    """
    for i, rival in enumerate(view.theory.rivals):
        if rival.verdict is None:
            about = f" to '{rival.about}'" if rival.about else ""
            way_out = (
                ", as 'undeveloped' explains"
                if rival.undeveloped
                else ": weigh the evidence and fill 'verdict'; 'left_open' is one too"
            )
            message = f"the rival '{rival.id}'{about} has no verdict{way_out}"
            is_due = view.has_met_evidence and not rival.undeveloped
            severity = Severity.WARNING if is_due else Severity.NOTE
            yield Remark(("rivals", i), rival.id, message, severity)


@rule("C211", Severity.WARNING)
def outcome_of_unfired_mechanism(view: View) -> Iterator[Remark]:
    """A configuration names an outcome of the mechanism that did not fire in it.

    Why: sentences and tables then tell readers that the outcome follows where the
    mechanism that brings it about did not fire. An outcome is meant that its
    contrast names, or that links "produces" and "leads_to" lead to; not one that
    another mechanism may have brought about, which fired in the same configuration,
    nor one that the mechanism prevents.

    Fix: name what came instead, in an outcome of its own ("Symptoms stay as they
    were"); or correct 'activations'.
    """
    effects = _Effects(view.theory)
    for i, one in enumerate(view.theory.configurations):
        unfired = silent(one).intersection(one.mechanisms)
        if not unfired or given_up(one):
            continue
        contrasts = list(_contrasts(one, view.theory))
        for j, outcome in enumerate(one.outcomes):
            if effects.may_come_otherwise(outcome, one, unfired):
                continue
            where = [c.id for c in contrasts if _fired_for(outcome, c, unfired)]
            by = [m for m in sorted(unfired) if where or effects.brings(m, outcome)]
            if by:
                elsewhere = f" and fired in {_quoted(where)}" if where else ""
                message = (
                    f"'{one.id}' names the outcome '{outcome}' of {_quoted(by)}, which "
                    f"did not fire here{elsewhere}: name what came instead"
                )
                yield Remark(("configurations", i, "outcomes", j), one.id, message)


def _quoted(ids: Iterable[str]) -> str:
    return joined([f"'{one}'" for one in sorted(ids)])


def _fired_for(outcome: str, other: Configuration, unfired: set[str]) -> bool:
    """Tell whether a mechanism fired in another configuration that has the outcome."""
    fired = set(other.mechanisms) - silent(other)
    return outcome in other.outcomes and not fired.isdisjoint(unfired)


def _contrasts(one: Configuration, theory: Theory) -> Iterator[Configuration]:
    for other in theory.configurations:
        is_contrast = one.contrast_with == other.id or other.contrast_with == one.id
        if is_contrast and other is not one and not given_up(other):
            yield other


class _Effects:
    """What links lead to from a mechanism: more of it, less of it, or both."""

    def __init__(self, theory: Theory) -> None:
        self._after: defaultdict[str, list[tuple[str, bool]]] = defaultdict(list)
        for link in theory.links:
            known = {Sign.PLUS: True, Sign.MINUS: False}.get(sign(link))
            if link.relation in _BRINGS_ABOUT and known is not None:
                self._after[link.source].append((link.target, known))
        self._found: dict[str, set[tuple[str, bool]]] = {}

    def brings(self, mechanism: str, outcome: str) -> bool:
        """Tell whether more of the mechanism means more of the outcome."""
        return (outcome, True) in self._of(mechanism)

    def may_come_otherwise(
        self, outcome: str, one: Configuration, unfired: set[str]
    ) -> bool:
        """Tell whether it may have come about though mechanisms did not fire.

        By another mechanism that leads to it, or of which no link says which of
        the outcomes it leads to; or because those that did not fire lessen it.
        """
        for mechanism in one.mechanisms:
            found = self._of(mechanism)
            if mechanism in unfired:
                if (outcome, False) in found:
                    return True
            elif (outcome, True) in found or not any(
                end in one.outcomes for end, _ in found
            ):
                return True
        return False

    def _of(self, mechanism: str) -> set[tuple[str, bool]]:
        if mechanism not in self._found:
            found: set[tuple[str, bool]] = set()
            pending = [(mechanism, True)]
            while pending:
                node, more = pending.pop()
                ends = {(end, more == is_plus) for end, is_plus in self._after[node]}
                pending.extend(ends - found)
                found |= ends
            self._found[mechanism] = found
        return self._found[mechanism]


_BRINGS_ABOUT = {Relation.PRODUCES, Relation.PREVENTS, Relation.LEADS_TO}
