"""The marks of a figure: what an element, a link or a configuration looks like."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from cmo import graph as graphs
from cmo.analysis.naming import labels as names
from cmo.diagrams import labels, style, wording
from cmo.diagrams.scene import Line, Node
from cmo.english import counted
from cmo.evidence import DECIDING, State
from cmo.model import Link
from cmo.model.vocabulary import Bearing, ElementKind, Proximity, Relation
from cmo.statements import label, link_statement, statement

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from cmo.evidence import Evidence, Support
    from cmo.model import Configuration, Element

# How hard the layout tries to keep a link short and straight: the causal chain most.
_WEIGHTS = {
    **dict.fromkeys(Relation, 1),
    Relation.PROVIDES: 2,
    Relation.ENABLES: 2,
    Relation.CONSTRAINS: 2,
    Relation.TRIGGERS: 4,
    Relation.INHIBITS: 4,
    Relation.PRODUCES: 4,
    Relation.PREVENTS: 4,
    Relation.LEADS_TO: 4,
}

# Columns from an outcome back to what brings it about, at least.
_COLUMNS: dict[Proximity | None, int] = {Proximity.DISTAL: 2}
_COLUMNS_OF_EFFECTS: dict[Proximity | None, int] = {
    Proximity.PROXIMAL: 2,
    Proximity.DISTAL: 4,
}


@dataclass(frozen=True, slots=True)
class Marks:
    """Makes the marks of one figure.

    Attributes:
        evidence: The states of claims, shown by lines and borders.
        elements: Element id to element.
        plain: Are labels those of practitioners, without ids?
        prominent: Does support stand out, and kinds step back?
    """

    evidence: Evidence
    elements: Mapping[str, Element]
    plain: bool = False
    prominent: bool = False

    def element(self, one: Element, *, box: str = "") -> Node:
        """Return the mark of an element.

        Only mechanisms show their state: that a context or an outcome occurs, seen
        at the end of an arrow, would read as if the arrow were supported.
        """
        state = self.evidence.of(one.id).state
        is_argued = one.kind is ElementKind.MECHANISM
        told = self._state(one.id, argued=is_argued)
        return Node(
            id=one.id,
            anchor=f"element-{one.id}",
            kind=one.kind,
            look=self._look(style.KINDS[one.kind], state if is_argued else None),
            label=labels.plain(self.label(one)) or one.id,
            under=(*self._id(one.id), *told),
            tooltip=self._tooltip(one),
            border=style.STATES[state] if is_argued else None,
            state=state,
            theme=one.theme,
            box=box or None,
        )

    def link(self, link: Link, *, pulls: bool = True) -> Line:
        """Return the mark of a link; without `pulls` its ends may stand far apart."""
        support = self.evidence.of(link.id)
        look = style.STATES[support.state]
        is_aside = link.relation is Relation.AFFECTS
        # A ripple runs back to where the next configuration starts: were it to
        # push that to the right, contexts would stand behind outcomes.
        is_ripple = link.relation is Relation.BECOMES_CONTEXT_OF
        return Line(
            source=link.source,
            target=link.target,
            claim=link.id,
            look=look,
            head=style.SIGNS[graphs.sign(link)],
            anchor=f"link-{link.id}",
            tooltip=labels.plain(self.sentence(link)),
            word=self._word(support),
            colour=style.faint(look) if is_aside else None,
            weight=_WEIGHTS[link.relation] if pulls else 0,
            columns=0 if is_ripple else self._columns(link),
            state=support.state,
            sign=graphs.sign(link),
            theme=self._theme(link),
        )

    def configuration(self, one: Configuration) -> tuple[Node, list[Line]]:
        """Return a configuration as a node that its members lead to and from."""
        support = self.evidence.of(one.id)
        look = style.STATES[support.state]
        links = self.evidence.theory.links
        said = statement(one, self.elements, links=links, plain=self.plain)
        kind = wording.kind("configuration", plain=self.plain)
        if quiet := self.silent(one):
            said = f"{said} {quiet}"
        node = Node(
            id=one.id,
            anchor=f"configuration-{one.id}",
            kind="configuration",
            look=self._look(style.CONFIGURATION, support.state),
            label=labels.plain(one.label) or one.id,
            under=(*self._id(one.id), *self._state(one.id, argued=True)),
            tooltip=labels.plain(f"{one.label} ({kind}): {said} — {self.said(one.id)}"),
            border=look,
            state=support.state,
            theme=one.theme or self._theme_of_members(one),
        )
        unfired = wording.did_not_fire(plain=self.plain)
        return node, [
            Line(
                *ends,
                claim=one.id,
                look=look,
                head=head,
                anchor=f"{node.anchor}_{'-'.join(e for e in ends if e != one.id)}",
                tooltip=node.tooltip,
                word=unfired if ends[0] in graphs.silent(one) else "",
                colour=style.FAINT,
                state=support.state,
                theme=node.theme,
            )
            for ends, head in self._joins(one)
        ]

    def silent(self, one: Configuration) -> str:
        """Return which mechanisms did not fire in a configuration, as a sentence."""
        quiet = graphs.silent(one)
        names = self.quoted_all(m for m in one.mechanisms if m in quiet)
        unfired = wording.did_not_fire(plain=self.plain)
        return f"Here {' and '.join(names)} {unfired}." if names else ""

    def _joins(self, one: Configuration) -> Iterator[tuple[tuple[str, str], str]]:
        for cause in dict.fromkeys(
            (*one.interventions, *one.contexts, *one.mechanisms)
        ):
            if cause in self.elements:
                yield (cause, one.id), "none"
        for outcome in dict.fromkeys(one.outcomes):
            if outcome in self.elements:
                yield (one.id, outcome), style.UNSIGNED

    def label(self, one: Element) -> str:
        """Return what an element is called in this figure."""
        return label(one, plain=self.plain)

    def quoted(self, one: Element) -> str:
        """Return what an element is called in a sentence, as the figure has it."""
        return f"“{self.label(one)}”"

    def quoted_all(self, members: Iterable[str]) -> list[str]:
        """Return what members are called in a sentence, each once, if they exist."""
        known = (m for m in dict.fromkeys(members) if m in self.elements)
        return [self.quoted(self.elements[m]) for m in known]

    def found_by(self, claim: str) -> str:
        """Return the id of a claim as it follows its name in a sentence; or nothing."""
        return "".join(f" {one}" for one in self._id(claim))

    def named(self, claim: str) -> str:
        """Return what a claim is called in this figure."""
        record = self.evidence.background.records[claim]
        if isinstance(record, Link) and self.plain:
            return link_statement(record, self.elements, plain=True).rstrip(".")
        if claim in self.elements:
            return self.label(self.elements[claim])
        return names(self.evidence.theory)[claim]

    def sentence(self, link: Link) -> str:
        """Return a link in words: ``A enables B — supported, 2 studies for it``."""
        said = link_statement(link, self.elements, plain=self.plain).rstrip(".")
        return f"{said} — {self.said(link.id)}"

    def said(self, claim: str) -> str:
        """Return what the evidence says of a claim, with the number of studies.

        Not all that speaks of a claim is a study in the sense of practitioners.
        """
        support = self.evidence.of(claim)
        told = wording.state(support.state, plain=self.plain)
        counted = "" if self.plain else counts(support)
        return f"{told}, {counted}" if counted else told

    def _look(self, look: style.KindLook, state: State | None) -> style.KindLook:
        if not self.prominent:
            return look
        return look._replace(fill=style.TINTS[state] if state else style.PAPER)

    def _id(self, one: str) -> tuple[str, ...]:
        return () if self.plain else (f"[{one}]",)

    def _state(self, claim: str, *, argued: bool) -> tuple[str, ...]:
        """Return the line that writes a state out, where lines can't tell it."""
        state = self.evidence.of(claim).state
        is_written = style.STATES[state].word or (self.prominent and argued)
        return (f"({wording.state(state, plain=self.plain)})",) if is_written else ()

    def _word(self, support: Support) -> str:
        """Return what stands in the middle of a link: its state, and its studies."""
        word = wording.state(support.state, plain=self.plain)
        if self.prominent:
            number = "" if self.plain else _number(support)
            return f"{word}: {number}" if number else word
        if style.STATES[support.state].word:
            return word
        return ""

    def _tooltip(self, one: Element) -> str:
        roles = [wording.kind(one.kind, plain=self.plain), *self._roles(one)]
        what = f"{self.label(one)} ({', elsewhere '.join(roles)})"
        if whole := self.elements.get(one.part_of or ""):
            what = f"{what}, part of {self.quoted(whole)}"
        told = f"{what}: {one.definition}" if one.definition else what
        return labels.plain(f"{told} — {self.said(one.id)}")

    def _roles(self, one: Element) -> list[str]:
        """Return the roles that configurations give an element beside its kind."""
        found = dict.fromkeys(
            role.meaning
            for each in self.evidence.theory.configurations
            for role, members in graphs.members_by_role(each).items()
            if role and one.id in members
        )
        return [wording.kind(r, plain=self.plain) for r in found if r != one.kind]

    def _columns(self, link: Link) -> int:
        """Return how many columns lie between what a link joins, at least."""
        target = self.elements[link.target]
        if link.relation is Relation.AFFECTS:
            return _COLUMNS_OF_EFFECTS.get(target.proximity, 3)
        if target.kind is ElementKind.OUTCOME:
            return _COLUMNS.get(target.proximity, 1)
        return 1

    def _theme(self, link: Link) -> str | None:
        """Return the theme that a link is told under: that of its mechanism first."""
        ends = [self.elements[end] for end in (link.target, link.source)]
        ends.sort(key=lambda e: e.kind is not ElementKind.MECHANISM)
        return next((e.theme for e in ends if e.theme), None)

    def _theme_of_members(self, one: Configuration) -> str | None:
        members = (*one.mechanisms, *one.outcomes, *one.contexts)
        known = (self.elements[m].theme for m in members if m in self.elements)
        return next(filter(None, known), None)


def counts(support: Support) -> str:
    """Return the studies that speak directly of a claim: ``1 study for it``."""
    told = [
        f"{counted(n, 'study')} {how}"
        for how, bearings in _HOW.items()
        if (n := support.count(*bearings))
    ]
    return ", ".join(told)


_HOW = {
    "for it": DECIDING[State.SUPPORTED],
    "refuting it": (Bearing.REFUTES,),
    "found no effect": (Bearing.NO_EFFECT,),
    "inconclusive": (Bearing.INCONCLUSIVE,),
    "proposing it": (Bearing.PROPOSES,),
}


def _number(support: Support) -> str:
    """Return the number of studies behind a state, which speak directly."""
    n = support.count(*DECIDING.get(support.state, ()))
    return counted(n, "study") if n else ""
