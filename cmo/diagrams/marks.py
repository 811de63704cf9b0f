"""The marks of a figure: an element, a link or a configuration as DOT."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from cmo import graph as graphs
from cmo.diagrams import labels, lines, style
from cmo.diagrams.description import sentence
from cmo.model.vocabulary import ElementKind, Proximity, Relation

if TYPE_CHECKING:
    from collections.abc import Mapping

    from cmo.evidence import Evidence, State
    from cmo.model import Configuration, Element, Link

MOST_LINES = 5

# How hard dot tries to keep a link short and straight: the causal chain most.
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


def add_element(dot: Any, element: Element, evidence: Evidence) -> None:  # noqa: ANN401
    """Add an element to `dot`, with its state as its border.

    Only mechanisms have the border: that a context or an outcome occurs, seen
    at the end of an arrow, would read as if the arrow were supported.
    """
    look = style.KINDS[element.kind]
    tooltip = _tooltip(element.label, element.kind, element.definition)
    state = evidence.of(element.id).state
    _add_node(dot, element, look, state, f"element-{element.id}", tooltip)


def add_link(
    dot: Any,  # noqa: ANN401
    link: Link,
    elements: Mapping[str, Element],
    evidence: Evidence,
    *,
    pulls: bool = True,
) -> None:
    """Add a link to `dot`.

    Args:
        dot: The figure.
        link: The link.
        elements: Element id to element.
        evidence: The states of claims.
        pulls: Does the link draw its ends near to each other?
    """
    state = evidence.of(link.id).state
    look = style.STATES[state]
    ends = (link.source, link.target)
    label = {end: labels.plain(elements[end].label, 200) for end in ends}
    line = {
        "id": f"link-{link.id}",
        "tooltip": labels.quoted(sentence(link, label, state)),
        **style.line(look, _faint(look) if link.relation is Relation.AFFECTS else None),
    }
    head = style.SIGNS[graphs.sign(link)]
    word = style.words(state) if look.word else ""
    if link.relation is Relation.BECOMES_CONTEXT_OF:
        # A ripple runs back to where the next configuration starts: were it to
        # push that to the right, contexts would stand behind outcomes.
        dot.edge(*ends, **line, arrowhead=head, label=word, constraint="false")
        return
    line["weight"] = f"{_WEIGHTS[link.relation] if pulls else 0}"
    columns = _columns(link.relation, elements[link.target])
    lines.add(dot, ends, line, head=head, word=word, columns=columns)


def add_configuration(
    dot: Any,  # noqa: ANN401
    one: Configuration,
    elements: Mapping[str, Element],
    evidence: Evidence,
) -> None:
    """Add a configuration as a node that its members lead to and from."""
    state = evidence.of(one.id).state
    tooltip = _tooltip(one.label, "configuration", one.statement)
    name = f"configuration-{one.id}"
    _add_node(dot, one, style.CONFIGURATION, state, name, tooltip)
    line = style.line(style.STATES[state], style.FAINT)
    for cause in (*one.interventions, *one.contexts, *one.mechanisms):
        if cause in elements:
            lines.add(dot, (cause, one.id), line, head="none")
    for outcome in one.outcomes:
        if outcome in elements:
            lines.add(dot, (one.id, outcome), line, head="vee")


def _add_node(  # noqa: PLR0913, PLR0917 - what a node is made of
    dot: Any,  # noqa: ANN401
    record: Element | Configuration,
    look: style.KindLook,
    state: State,
    name: str,
    tooltip: str,
) -> None:
    border = style.STATES[state]
    is_argued = look in {style.KINDS[ElementKind.MECHANISM], style.CONFIGURATION}
    label = labels.plain(record.label) or record.id
    text = labels.wrap(label, style.room(look), MOST_LINES)
    if border.word:
        text.append(f"({style.words(state)})")
    dot.node(
        record.id,
        labels.quoted(*text),
        id=name,
        tooltip=labels.quoted(f"{tooltip} — {style.words(state)}"),
        **style.node(look, len(text), border if is_argued else None),
    )


def _faint(look: style.StateLook) -> str:
    """Return grey for the black lines; those with a colour of their own keep it."""
    return style.FAINT if look.colour == style.INK else look.colour


def _tooltip(label: str, kind: str, text: str | None) -> str:
    what = f"{label} ({kind})"
    return labels.plain(f"{what}: {text}" if text else what)


def _columns(relation: Relation, target: Element) -> int:
    """Return how many columns lie between what a link joins, at least."""
    if relation is Relation.AFFECTS:
        return _COLUMNS_OF_EFFECTS.get(target.proximity, 3)
    if target.kind is ElementKind.OUTCOME:
        return _COLUMNS.get(target.proximity, 1)
    return 1
