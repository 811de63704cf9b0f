"""Views of a theory as DOT: what is in the figure, and how it is laid out.

Figures are read from left to right: dot puts what an arrow leads to on the
right of what it comes from, and the constraints given here keep it so where
a theory turns back on itself. Sizes of nodes are given and not measured, so
that the layout does not depend on the fonts of a machine.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from cmo import graph as graphs
from cmo.diagrams import labels, legend, marks, style
from cmo.diagrams.description import describe
from cmo.model.vocabulary import Relation

if TYPE_CHECKING:
    from cmo.evidence import Evidence
    from cmo.model import Configuration, Element, Link, Theory

_GRAPH = {
    "rankdir": "LR",
    "nodesep": "0.19",
    "ranksep": "0.3",
    # Columns count across groups too.
    "newrank": "true",
    "outputorder": "edgesfirst",
    "pad": "0.3",
    "bgcolor": style.PAPER,
    "fontname": style.FONT,
    "fontcolor": style.INK,
}
_NODE = {
    "fontname": style.FONT,
    "fontsize": f"{style.FONT_SIZE}",
    "fontcolor": style.INK,
    "color": style.INK,
    "fixedsize": "true",
}
_EDGE = {
    "fontname": style.FONT,
    "fontsize": f"{style.SMALL_FONT_SIZE:g}",
    "color": style.INK,
    "arrowsize": "0.8",
}


_APART = "Whole-programme effects, no mechanism claimed"


class _Figure(NamedTuple):
    """What is drawn of a theory.

    Attributes:
        theory: The theory.
        evidence: The states of its claims.
        elements: Element id to element.
        links: The links that join two elements.
        loose: The configurations whose members no links join.
        apart: Outcomes that stand in no causal chain: something affects them.
    """

    theory: Theory
    evidence: Evidence
    elements: dict[str, Element]
    links: list[Link]
    loose: list[Configuration]
    apart: frozenset[str]


def theory_view(theory: Theory, evidence: Evidence) -> str:
    """Return the whole theory as DOT.

    Args:
        theory: The theory.
        evidence: The states of its claims, shown by lines and borders.
    """
    import graphviz  # 50 ms that only figures need

    figure = _figure(theory, evidence)
    dot = graphviz.Digraph(
        "theory", graph_attr=_GRAPH, node_attr=_NODE, edge_attr=_EDGE
    )
    description = describe(theory, figure.links, evidence)
    _add_elements(dot, figure)
    for link in figure.links:
        is_aside = link.relation is Relation.AFFECTS and link.target not in figure.apart
        marks.add_link(dot, link, figure.elements, evidence, pulls=not is_aside)
    for configuration in figure.loose:
        marks.add_configuration(dot, configuration, figure.elements, evidence)
    if theory.elements:
        legend.add(dot, _shown(figure))
    else:
        dot.node("empty", description, shape="none", fixedsize="false")
    # Last, because groups take over what was said before them.
    _add_title(dot, theory, description)
    return str(dot.source)


def _figure(theory: Theory, evidence: Evidence) -> _Figure:
    elements = {e.id: e for e in theory.elements}
    links = [k for k in theory.links if {k.source, k.target} <= elements.keys()]
    chain = [k for k in links if k.relation is not Relation.AFFECTS]
    loose = [c for c in theory.configurations if _is_loose(c, elements, chain)]
    chained = {end for k in chain for end in (k.source, k.target)}
    chained |= {member for c in loose for member in _members(c)}
    affected = {k.target for k in links if k.relation is Relation.AFFECTS}
    apart = frozenset(affected - chained - {k.source for k in links})
    return _Figure(theory, evidence, elements, links, loose, apart)


def _members(one: Configuration) -> tuple[str, ...]:
    return (*one.interventions, *one.contexts, *one.mechanisms, *one.outcomes)


def _is_loose(
    one: Configuration, elements: dict[str, Element], chain: list[Link]
) -> bool:
    """Tell whether the links of the `chain` leave members of `one` unjoined."""
    import networkx as nx  # 130 ms that only figures need

    joined: nx.Graph[str] = nx.Graph()
    joined.add_nodes_from(m for m in _members(one) if m in elements)
    joined.add_edges_from(
        (k.source, k.target) for k in chain if k.source in joined and k.target in joined
    )
    return len(joined) > 1 and not nx.is_connected(joined)


def _add_title(dot: Any, theory: Theory, description: str) -> None:  # noqa: ANN401
    title = labels.plain(theory.title, 500) or theory.id
    dot.attr(
        label=labels.quoted(*labels.wrap(title, 40, 4), end=r"\l"),
        labelloc="t",
        labeljust="l",
        fontsize=f"{style.TITLE_FONT_SIZE}",
        id=f"theory-{theory.id}",
        tooltip=labels.quoted(title, description),
    )


def _add_elements(dot: Any, figure: _Figure) -> None:  # noqa: ANN401
    """Add the elements, those that stand apart in a group of their own."""
    for one in figure.theory.elements:
        if one.id not in figure.apart:
            marks.add_element(dot, one, figure.evidence)
    if figure.apart:
        with dot.subgraph(name="cluster effects") as box:
            # Lines come in from the left and the top.
            box.attr(label=_APART, labelloc="b", labeljust="r")
            box.attr(style="rounded", color=style.FAINT, fontsize=f"{style.FONT_SIZE}")
            for one in figure.theory.elements:
                if one.id in figure.apart:
                    marks.add_element(box, one, figure.evidence)


def _shown(figure: _Figure) -> legend.Shown:
    claims = (*figure.theory.elements, *figure.links, *figure.loose)
    return legend.Shown(
        kinds={e.kind for e in figure.theory.elements},
        signs={graphs.sign(link) for link in figure.links},
        states={figure.evidence.of(claim.id).state for claim in claims},
        configurations=bool(figure.loose),
        effects=any(link.relation is Relation.AFFECTS for link in figure.links),
    )
