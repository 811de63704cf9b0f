"""Studies: who includes and overlaps whom, and how many can be counted."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from cmo.model.vocabulary import SourceKind

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from cmo.model import Excerpt, Source, Theory

# Kinds of documents that hold no data of a study. What is grey may be one.
_NO_STUDY = {
    SourceKind.POLICY,
    SourceKind.COMMENTARY,
    SourceKind.THEORY,
    SourceKind.INTERVIEW,
    SourceKind.STAKEHOLDER_CONSULTATION,
}


def is_research(source: Source, excerpt: Excerpt | None = None) -> bool:
    """Tell whether a study speaks, and no policy, opinion, interview or the like.

    Args:
        source: The document.
        excerpt: The passage of it that speaks: it may report another study.
    """
    if excerpt and excerpt.study:
        return True
    if source.kind is SourceKind.GREY:
        return bool(source.study)
    return source.kind not in _NO_STUDY


def read_and_cited(theory: Theory) -> tuple[int, int]:
    """Return how many studies documents are or report, and how many they only cite."""
    read = set(map(reported, theory.sources))
    passages = [one for source in theory.sources for one in source.excerpts]
    named = {one.study for one in passages if one.study}
    cited = only_cited(theory)
    return len(read | (named - cited)), len(cited)


def only_cited(theory: Theory) -> set[str]:
    """Return the studies that documents of the theory cite, and none reports."""
    passages = [one for source in theory.sources for one in source.excerpts]
    cited = {one.study for one in passages if one.study and one.reported_from}
    return cited - set(map(reported, theory.sources))


def no_research(theory: Theory) -> int:
    """Return how many of those that `read_and_cited` counts as read are no studies."""
    research = {reported(source) for source in theory.sources if is_research(source)}
    named = {one.study for source in theory.sources for one in source.excerpts}
    return len(set(map(reported, theory.sources)) - research - named)


def independent(studies: Iterable[str], includes: Mapping[str, frozenset[str]]) -> int:
    """Return how many of `studies` can be counted, none included in another.

    That is the size of the largest set in which no study is part of a review
    that is counted too. Adding a study never makes it smaller.

    Args:
        studies: Study ids.
        includes: Review to the studies it synthesises, transitively.
    """
    nodes = set(studies)
    if not includes or len(nodes) <= 1:
        return len(nodes)
    pairs = [
        (a, b)
        for a in nodes
        for b in includes.get(a, ())
        # Two that include each other, by mistake, are ordered by name.
        if b in nodes and (a < b or a not in includes.get(b, ()))
    ]
    if not pairs:
        return len(nodes)
    # Dilworth: in an order, the largest antichain is what a maximum matching
    # of the comparable pairs leaves over.
    import networkx as nx

    graph: nx.Graph[tuple[str, str]] = nx.Graph()
    graph.add_nodes_from((("whole", n) for n in nodes), bipartite=0)
    graph.add_nodes_from((("part", n) for n in nodes), bipartite=1)
    graph.add_edges_from((("whole", a), ("part", b)) for a, b in pairs)
    tops = {("whole", n) for n in nodes}
    matching = nx.bipartite.hopcroft_karp_matching(graph, top_nodes=tops)
    return len(nodes) - len(matching) // 2


def common_study(
    studies: Iterable[str], includes: Mapping[str, frozenset[str]]
) -> str | None:
    """Return the study that all others of `studies` include, if there is one.

    A single study is its own. Of studies that include each other, by mistake, it
    is the first by name.
    """
    found = set(studies)
    return next(
        (
            one
            for one in sorted(found)
            if all(one in includes.get(other, ()) for other in found - {one})
        ),
        None,
    )


def reported(source: Source) -> str:
    """Return the study that a document reports: without a name, its own."""
    return source.study or source.id


def includes(theory: Theory) -> dict[str, frozenset[str]]:
    """Return each review (as a study) with the studies it synthesises, transitively."""
    direct: defaultdict[str, set[str]] = defaultdict(set)
    for source in theory.sources:
        if source.includes:
            direct[reported(source)] |= set(source.includes)
    return {one: frozenset(_closure(one, direct) - {one}) for one in direct}


def overlaps(theory: Theory) -> dict[str, set[str]]:
    """Return each study with those that share sites, data or investigators with it."""
    found: defaultdict[str, set[str]] = defaultdict(set)
    for source in theory.sources:
        study = reported(source)
        for other in source.overlaps:
            if other != study:
                found[study].add(other)
                found[other].add(study)
    return dict(found)


def _closure(start: str, direct: Mapping[str, set[str]]) -> set[str]:
    seen: set[str] = set()
    pending = [start]
    while pending:
        new = direct.get(pending.pop(), set()) - seen
        seen |= new
        pending.extend(new)
    return seen
