"""Views: what of a theory stands in a figure, as a scene."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

from cmo import graph as graphs
from cmo.analysis.naming import role_name
from cmo.diagrams import labels, wording
from cmo.diagrams.ask import Ask, View
from cmo.diagrams.comparing import rivals_view
from cmo.diagrams.description import describe, listed, roll
from cmo.diagrams.marks import Marks
from cmo.diagrams.scene import Node, Scene, in_order
from cmo.diagrams.selecting import Selection, leave_apart, select
from cmo.diagrams.speaking import evidence_view
from cmo.english import counted, joined, plural
from cmo.model.vocabulary import Activation, ElementKind, Relation, Role
from cmo.statements import needed, statement

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cmo.evidence import Evidence
    from cmo.model import Configuration, Element, Link, Theory

_APART = "Whole-programme effects, no mechanism claimed"
_PLAIN_APART = "Effects of the programme as a whole; how is not said"


def view(theory: Theory, evidence: Evidence, ask: Ask | None = None) -> Scene:
    """Return the figure that somebody asks for.

    Args:
        theory: The theory.
        evidence: The states of its claims.
        ask: Which figure; without it, the whole theory.

    Raises:
        AskError: There is no such figure of this theory.
    """
    asked = ask or Ask()
    make = {View.EVIDENCE: evidence_view, View.RIVALS: rivals_view}.get(
        asked.view, _elements_view
    )
    scene = in_order(make(theory, evidence, asked))
    return scene if asked.key else replace(scene, legend=False)


class _Parts(NamedTuple):
    """What is drawn of a selection.

    Attributes:
        links: The links that join two of its elements.
        loose: The configurations whose members no links join.
        apart: Outcomes that stand in no causal chain: something affects them.
    """

    links: list[Link]
    loose: list[Configuration]
    apart: frozenset[str]


def _elements_view(theory: Theory, evidence: Evidence, ask: Ask) -> Scene:
    selection = select(theory, ask)
    elements = {e.id: e for e in theory.elements if e.id in selection.elements}
    marks = Marks(
        evidence,
        {e.id: e for e in theory.elements},
        plain=ask.is_plain,
        prominent=ask.view is View.COVERAGE,
    )
    parts = _parts(selection, elements)
    box = _PLAIN_APART if ask.is_plain else _APART
    nodes = [
        marks.element(e, box=box if e.id in parts.apart else "")
        for e in elements.values()
    ]
    lines = [
        marks.link(
            k, pulls=k.relation is not Relation.AFFECTS or k.target in parts.apart
        )
        for k in parts.links
    ]
    for one in parts.loose:
        node, joins = marks.configuration(one)
        nodes.append(node)
        lines += [
            k for k in joins if {k.source, k.target} - {one.id} <= elements.keys()
        ]
    lead: tuple[str, ...] = ()
    cast: tuple[str, ...] = ()
    if ask.view is View.CONFIGURATION:
        one = selection.configurations[0]
        lead = tuple(_lead(theory, one, marks))
        nodes = _with_activations(nodes, one, ask)
        # What stands under the title stands in the description of the figure too.
        stated = (*_roll(one, marks, ask), *lead)
    else:
        stated = tuple(_stated(theory, one, marks) for one in selection.configurations)
        cast = tuple(roll(elements.values(), marks))
    drawn = {n.id for n in nodes} | {k.claim for k in lines}
    return Scene(
        name=selection.name,
        anchor=f"theory-{theory.id}",
        title=labels.plain(selection.title) or theory.id,
        lead=lead,
        left_out=_left_out(theory, selection, evidence, ask, drawn),
        nodes=tuple(nodes),
        lines=tuple(lines),
        summary=describe(selection.elements_in(theory), parts.links, evidence, ask),
        sentences=(*stated, *_sentences(parts, marks, nodes), *cast),
        audience=ask.audience,
        palette=ask.palette,
        # A theme is one whole, as a configuration is: it is cut by outcomes, not by
        # other themes.
        themes=()
        if ask.view in {View.THEME, View.CONFIGURATION}
        else tuple((t.id, t.title) for t in theory.themes),
    )


def _lead(theory: Theory, one: Configuration, marks: Marks) -> Iterator[str]:
    """Yield what stands under the title of a configuration's figure."""
    plain = marks.plain
    yield statement(one, marks.elements, links=theory.links, plain=plain)
    yield from needed(one, marks.elements, plain=plain)
    yield f"What the evidence says of it: {marks.said(one.id)}."
    yield from _beside(theory, one, marks)
    if graphs.given_up(one):
        yield f"The team has given this up: {one.status}."


def _beside(theory: Theory, one: Configuration, marks: Marks) -> Iterator[str]:
    """Yield what a configuration is contrasted with, and what it is a part of."""
    for other in theory.configurations:
        if graphs.given_up(other) or other is one:
            continue
        name = f"“{labels.plain(other.label)}”{marks.found_by(other.id)}"
        if other.id == one.contrast_with or other.contrast_with == one.id:
            yield f"Beside it stands {name}{_otherwise(one, other, marks)}."
        if other.id == one.part_of:
            yield f"It is a part of {name}."


def _otherwise(one: Configuration, other: Configuration, marks: Marks) -> str:
    """Return what fired in `other` and not in `one`, or the other way round."""
    plain, here, there = marks.plain, graphs.silent(one), graphs.silent(other)
    degrees = other.activations or {}
    quiet = [m for m in other.mechanisms if m in there - here]
    fired = [
        m
        for m in other.mechanisms
        if m in here - there and degrees.get(m) is not Activation.UNKNOWN
    ]
    told = [
        f"{joined(names)} {how}"
        for those, how in (
            (quiet, wording.did_not_fire(plain=plain)),
            (fired, wording.fired(plain=plain)),
        )
        if (names := marks.quoted_all(those))
    ]
    return f", where {joined(told)}" if told else ""


def _left_out(
    theory: Theory,
    selection: Selection,
    evidence: Evidence,
    ask: Ask,
    drawn: set[str],
) -> str:
    """Return what a figure is about and does not draw, as a sentence; or nothing."""
    is_whole = ask.view in {View.THEORY, View.COVERAGE} and not (ask.theme or ask.layer)
    told = evidence.kinds if is_whole else [c.id for c in selection.configurations]
    if ask.view is View.CONFIGURATION:
        # The whole figure is the configuration, with a node of its own or without.
        told = []
    counts = Counter(evidence.kinds[one] for one in told if one not in drawn)
    missing = [
        counted(n, wording.kind(kind, plain=ask.is_plain))
        for kind, n in sorted(counts.items())
    ]
    parted = list(_parted(theory, selection, ask))
    if missing:
        standing = {one.id for one in selection.configurations} - drawn
        kind = wording.kind("configuration", plain=ask.is_plain)
        how = f" Arrows join what belongs to such a {kind}." if standing else ""
        more = f" Nor are these drawn: {joined(parted)}." if parted else ""
        return f"Not in the figure: {joined(missing)}.{how}{more}"
    if parted:
        return f"Not in the figure: {joined(parted)}."
    if ask.view is View.CONFIGURATION and any(
        k.source in graphs.silent(selection.configurations[0])
        and k.target in selection.elements
        for k in theory.links
    ):
        unfired = wording.did_not_fire(plain=ask.is_plain)
        return f"Not in the figure: arrows from what {unfired} here."
    return ""


def _parted(theory: Theory, selection: Selection, ask: Ask) -> Iterator[str]:
    """Yield what is not drawn of the configurations that are told."""
    away = {e.id for e in theory.elements} - selection.elements
    told = selection.configurations
    contexts = sum(not away.isdisjoint(c.contexts) for c in told)
    others = sum(
        not (away - set(c.contexts)).isdisjoint(graphs.members(c)) for c in told
    )
    plain = ask.is_plain
    of = wording.kind("configuration", plain=plain)
    if contexts:
        what = plural(wording.kind(ElementKind.CONTEXT, plain=plain))
        yield f"{what} of {counted(contexts, of)}"
    if others:
        yield f"other parts of {counted(others, of)}"


def _parts(selection: Selection, elements: dict[str, Element]) -> _Parts:
    links = [k for k in selection.links if {k.source, k.target} <= elements.keys()]
    chain = [k for k in links if k.relation is not Relation.AFFECTS]
    # Links do not tell that a mechanism did not fire.
    loose = [
        c
        for c in selection.configurations
        if graphs.silent(c) or leave_apart(c, elements, chain)
    ]
    chained = {end for k in chain for end in (k.source, k.target)}
    chained |= {member for c in loose for member in graphs.members(c)}
    affected = {k.target for k in links if k.relation is Relation.AFFECTS}
    apart = frozenset(affected - chained - {k.source for k in links})
    return _Parts(links, loose, apart)


def _with_activations(nodes: list[Node], one: Configuration, ask: Ask) -> list[Node]:
    """Say of each mechanism how far it fired in this configuration."""
    fired = one.activations or {}
    said = _PLAIN_FIRED if ask.is_plain else _FIRED
    return [
        node._replace(under=(*node.under, f"({said[fired[node.id]]})"))
        if node.id in fired and fired[node.id] in said
        else node
        for node in nodes
    ]


def _roll(one: Configuration, marks: Marks, ask: Ask) -> Iterator[str]:
    """Yield what plays which role in a configuration, and how far it fired."""
    fired = one.activations or {}
    said = _PLAIN_FIRED if ask.is_plain else _FIRED
    kind = wording.kind("configuration", plain=ask.is_plain)
    yield listed(kind, [f"“{labels.plain(one.label)}”{marks.found_by(one.id)}"])
    for role, members in graphs.members_by_role(one).items():
        names = [
            f"{marks.quoted(marks.elements[member])}{marks.found_by(member)}"
            + (
                f" ({said[fired[member]]})"
                if role is Role.MECHANISM and fired.get(member) in said
                else ""
            )
            for member in dict.fromkeys(members)
        ]
        if names:
            kind = wording.kind(role_name(role), plain=ask.is_plain)
            yield listed(kind, names)


_FIRED: dict[Activation, str] = {
    a: a.meaning for a in Activation if a not in {Activation.STRONG, Activation.UNKNOWN}
}
_PLAIN_FIRED: dict[Activation, str] = {
    Activation.NOT_FIRED: "did not happen here",
    Activation.WEAK: "happened a little",
    Activation.PARTIAL: "happened in part",
}


def _stated(theory: Theory, one: Configuration, marks: Marks) -> str:
    """Return a configuration as a statement that can be found in the figure.

    A statement may tell of a mechanism by its resource and its reasoning, and the
    figure by its label.
    """
    said = statement(one, marks.elements, links=theory.links, plain=marks.plain)
    told = [said, marks.silent(one), f"({marks.said(one.id)})"]
    if not marks.plain:
        names = marks.quoted_all(one.mechanisms)
        kind = "mechanism" if len(names) == 1 else "mechanisms"
        by = f" ({kind} {joined(names)})" if names else ""
        told[0] = f"“{labels.plain(one.label)}”{marks.found_by(one.id)}{by}: {said}"
    return " ".join(filter(None, told))


def _sentences(parts: _Parts, marks: Marks, nodes: list[Node]) -> tuple[str, ...]:
    """Return what is said of mechanisms, of all that has its state in it, of links."""
    looked = [
        f"“{node.label}” — {marks.said(node.id)}."
        for node in nodes
        if node.kind != "configuration"
        and (node.border or any(u.startswith("(") for u in node.under))
    ]
    return (
        *looked,
        *(f"{_capital(marks.sentence(link))}." for link in parts.links),
    )


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
