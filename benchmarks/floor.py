"""The least that reading a theory takes: what `cmo check` is held against.

JSON becomes plain pydantic models of the few fields that are needed, these
become a networkx graph, and two facts are printed: how many links no passage
supports, and how many parts the graph falls into.

Usage: python benchmarks/floor.py THEORY
"""

from __future__ import annotations

import sys
from itertools import chain
from pathlib import Path

import networkx as nx
from pydantic import BaseModel


class Use(BaseModel):
    """How a passage bears on a claim."""

    claim: str
    bearing: str


class Passage(BaseModel):
    """A passage with its uses."""

    id: str
    text: str
    bears_on: list[Use] = []


class Form(BaseModel):
    """A source: one document's passages."""

    id: str
    kind: str
    excerpts: list[Passage] = []


class Node(BaseModel):
    """An element."""

    id: str
    kind: str
    label: str


class Arrow(BaseModel):
    """A link."""

    id: str
    source: str
    target: str
    relation: str


class Configuration(BaseModel):
    """What goes together."""

    id: str
    contexts: list[str] = []
    mechanisms: list[str] = []
    outcomes: list[str] = []


class Whole(BaseModel):
    """A theory."""

    elements: list[Node] = []
    links: list[Arrow] = []
    configurations: list[Configuration] = []
    sources: list[Form] = []


def read(path: Path) -> Whole:
    """Return the theory of a folder or a bundle."""
    if not path.is_dir():
        return Whole.model_validate_json(path.read_bytes())
    whole = Whole.model_validate_json((path / "theory.json").read_bytes())
    whole.sources = [
        Form.model_validate_json(file.read_bytes())
        for file in sorted((path / "sources").glob("*.json"))
    ]
    return whole


def graph_of(whole: Whole) -> nx.MultiDiGraph[str]:
    """Return elements and configurations as nodes, cause to effect."""
    graph: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    graph.add_nodes_from((node.id, {"kind": node.kind}) for node in whole.elements)
    graph.add_edges_from(
        (link.source, link.target, {"relation": link.relation}) for link in whole.links
    )
    for one in whole.configurations:
        graph.add_edges_from(
            (cause, one.id) for cause in chain(one.contexts, one.mechanisms)
        )
        graph.add_edges_from((one.id, outcome) for outcome in one.outcomes)
    return graph


def main() -> None:
    """Print the two facts about the theory named on the command line."""
    whole = read(Path(sys.argv[1]))
    graph = graph_of(whole)
    supported = {
        use.claim
        for form in whole.sources
        for passage in form.excerpts
        for use in passage.bears_on
        if use.bearing == "supports"
    }
    bare = sum(link.id not in supported for link in whole.links)
    parts = nx.number_weakly_connected_components(graph)
    print(f"{bare} unsupported links, {parts} parts")


if __name__ == "__main__":
    main()
