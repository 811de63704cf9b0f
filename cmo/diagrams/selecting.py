"""Which elements, links and configurations of a theory stand in a view."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from cmo import graph as graphs
from cmo.diagrams.ask import Ask, AskError, View
from cmo.model.vocabulary import ElementKind, Layer
from cmo.statements import label
from cmo.store.wording import did_you_mean

if TYPE_CHECKING:
    from collections.abc import Callable, Container, Iterable

    from cmo.model import Configuration, Element, Link, Theory


@dataclass(frozen=True, slots=True)
class Selection:
    """What of a theory stands in a figure.

    Attributes:
        name: A stem for its file.
        title: What it is.
        elements: Ids.
        links: Those that may stand in it; both ends must be among the elements.
        configurations: Those that are told, and drawn where no links join them.
    """

    name: str
    title: str
    elements: frozenset[str]
    links: tuple[Link, ...]
    configurations: tuple[Configuration, ...]

    def elements_in(self, theory: Theory) -> list[Element]:
        """Return its elements in the theory's order."""
        return [e for e in theory.elements if e.id in self.elements]


def select(theory: Theory, ask: Ask) -> Selection:
    """Return what stands in a view of `theory`.

    Raises:
        AskError: What it is about is missing, or is none of this theory.
    """
    allowed = {
        View.CHAIN: {"focus", "to"},
        View.THEME: {"focus", "theme", "layer"},
        View.THEORY: {"theme", "layer"},
        View.COVERAGE: {"theme", "layer"},
        View.MECHANISM: {"focus", "depth"},
    }.get(ask.view, {"focus"})
    refuse(ask, *(_WHERE.keys() - allowed))
    found = _SELECT[ask.view](theory, ask)
    if ask.theme and ask.view is not View.THEME:
        found = _of_theme(theory, found, ask.theme)
    return _of_layer(theory, found, ask.layer) if ask.layer else found


def refuse(ask: Ask, *options: str) -> None:
    """Refuse what is asked by any of `options`: this view does not heed it.

    Raises:
        AskError: One of them is given.
    """
    for option in sorted(options):
        if getattr(ask, option) not in {None, "", getattr(_PLAIN, option)}:
            message = f"the view '{ask.view}' takes no '--{option}': {_WHERE[option]}"
            raise AskError(message)


_PLAIN = Ask()
_WHERE = {
    "depth": "it says how far around a mechanism to look, and goes with "
    "'--view mechanism'",
    "focus": "it goes with the views configuration, mechanism, chain, rivals and "
    "evidence",
    "layer": "it goes with the views theory, coverage and theme",
    "theme": "it goes with the views theory, coverage, theme and evidence",
    "to": "it names where a chain ends, and goes with '--view chain'",
}


def known(word: str | None, ids: Iterable[str], what: str, option: str) -> str:
    """Return `word` if it is one of `ids`.

    Raises:
        AskError: It is not; the message says which there are.
    """
    there = list(ids)
    if word in there:
        return word
    listed = ", ".join(there[:_MANY]) + (" …" if len(there) > _MANY else "")
    way_out = f"there are {listed}" if there else f"this theory has no {what}"
    if word is None:
        message = f"name the {what} with '{option} ID': {way_out}"
    else:
        near = did_you_mean(word, there)
        message = f"'{word}' is no {what} of this theory{near}: {way_out}"
    raise AskError(message)


_MANY = 12


def _whole(theory: Theory, ask: Ask) -> Selection:
    name = "coverage" if ask.view is View.COVERAGE else "theory"
    title = theory.title
    if ask.view is View.COVERAGE:
        title = f"What the evidence says of it: {title}"
    elements = frozenset(e.id for e in theory.elements)
    return Selection(name, title, elements, theory.links, _standing(theory))


def _standing(theory: Theory) -> tuple[Configuration, ...]:
    """Return the configurations that the team has not given up."""
    return tuple(c for c in theory.configurations if not graphs.given_up(c))


def _configuration(theory: Theory, ask: Ask) -> Selection:
    ids = [one.id for one in theory.configurations]
    wanted = known(ask.focus, ids, "configuration", "--focus")
    one = theory.configurations[ids.index(wanted)]
    inside = frozenset(graphs.members(one))
    # What did not fire brings nothing about here, whatever it does elsewhere.
    quiet = graphs.silent(one)
    links = tuple(k for k in theory.links if k.source not in quiet)
    return Selection(f"configuration-{one.id}", one.label, inside, links, (one,))


def _mechanism(theory: Theory, ask: Ask) -> Selection:
    ids = graphs.of_kind(theory, ElementKind.MECHANISM)
    wanted = known(ask.focus, ids, "mechanism", "--focus")
    near = {wanted}
    for _ in range(ask.depth):
        passed, near = near, near | _neighbours(theory, near)
    named = _named(theory, ask)[wanted]
    # What joins an element to those before it is shown with it.
    inside = tuple(c for c in _standing(theory) if passed & set(c.mechanisms))
    links = tuple(
        k
        for k in theory.links
        if ask.depth > 1 or wanted in {k.source, k.target} or _within(k, inside)
    )
    return Selection(
        f"mechanism-{wanted}", f"Around “{named}”", frozenset(near), links, inside
    )


def _within(link: Link, configurations: Iterable[Configuration]) -> bool:
    ends = {link.source, link.target}
    return any(ends <= graphs.members(one).keys() for one in configurations)


def _named(theory: Theory, ask: Ask) -> dict[str, str]:
    return {e.id: label(e, plain=ask.is_plain) for e in theory.elements}


def _neighbours(theory: Theory, near: set[str]) -> set[str]:
    """Return what links or configurations join to any of `near`."""
    found: set[str] = set()
    for link in theory.links:
        if link.source in near or link.target in near:
            found |= {link.source, link.target}
    for one in _standing(theory):
        if near & set(one.mechanisms):
            found |= graphs.members(one).keys()
    return found & {e.id for e in theory.elements}


def _theme(theory: Theory, ask: Ask) -> Selection:
    wanted = known(ask.theme or ask.focus, _themes(theory), "theme", "--theme")
    own = {e.id for e in theory.elements if e.theme == wanted}
    configurations = tuple(
        c
        for c in _standing(theory)
        if c.theme == wanted or (c.theme is None and own & set(c.mechanisms))
    )
    members = set[str]().union(*map(graphs.members, configurations))
    links = tuple(k for k in theory.links if own & {k.source, k.target})
    ends = {end for k in links for end in (k.source, k.target)}
    inside = own | members | ends
    return Selection(
        f"theme-{wanted}",
        _themes(theory)[wanted],
        frozenset(inside),
        tuple(k for k in theory.links if k in links or _within(k, configurations)),
        configurations,
    )


def _themes(theory: Theory) -> dict[str, str]:
    return {theme.id: theme.title for theme in theory.themes}


def _chain(theory: Theory, ask: Ask) -> Selection:
    ids = [e.id for e in theory.elements]
    start = known(ask.focus, ids, "element", "--focus")
    end = known(ask.to, graphs.of_kind(theory, ElementKind.OUTCOME), "outcome", "--to")
    chains = graphs.Chains(theory)
    between = chains.reachable([start]) & chains.leading_to([end])
    shown = _named(theory, ask)
    if start not in between:
        message = (
            f"no chain of causes leads from '{start}' to '{end}': "
            f"'cmo trace {end}' lists the chains that do"
        )
        raise AskError(message)
    gated = {n.split("#")[0] for n in between if graphs.is_gate(n)}
    links = [k for k in theory.links if k.source in between and k.target in between]
    return Selection(
        f"chain-{start}-to-{end}",
        f"From “{shown[start]}” to “{shown[end]}”",
        frozenset(between) & shown.keys(),
        tuple(links),
        # One that leads to none of these outcomes is told only if the chain needs it.
        tuple(
            c
            for c in theory.configurations
            if c.id in gated
            and (not between.isdisjoint(c.outcomes) or leave_apart(c, between, links))
        ),
    )


def leave_apart(
    one: Configuration, elements: Container[str], links: Iterable[Link]
) -> bool:
    """Tell whether `links` leave those members of `one` apart that are `elements`."""
    import networkx as nx  # 130 ms that only figures need

    joined: nx.Graph[str] = nx.Graph()
    joined.add_nodes_from(m for m in graphs.members(one) if m in elements)
    joined.add_edges_from(
        (k.source, k.target) for k in links if k.source in joined and k.target in joined
    )
    return len(joined) > 1 and not nx.is_connected(joined)


def _of_theme(theory: Theory, found: Selection, wanted: str) -> Selection:
    titles = _themes(theory)
    known(wanted, titles, "theme", "--theme")
    own = {e.id for e in theory.elements if e.theme == wanted}
    kept = tuple(
        c
        for c in found.configurations
        if c.theme == wanted or (c.theme is None and own & set(c.mechanisms))
    )
    # What a configuration needs stands in it, whatever theme that has of its own.
    members = set[str]().union(*map(graphs.members, kept))
    return replace(
        found,
        name=f"{found.name}-{wanted}",
        title=f"{found.title}: {titles[wanted]}",
        elements=found.elements & (own | members),
        configurations=kept,
    )


def _of_layer(theory: Theory, found: Selection, wanted: str) -> Selection:
    """Keep the contexts of a layer, and what they bear on, two steps on."""
    known(wanted, [layer.value for layer in Layer], "layer", "--layer")
    own = {
        e.id
        for e in theory.elements
        if e.kind is ElementKind.CONTEXT
        and wanted in e.layers
        and e.id in found.elements
    }
    configurations = tuple(c for c in found.configurations if own & set(c.contexts))
    # What a configuration needs stands in it, other contexts too.
    members = set[str]().union(*map(graphs.members, configurations))
    kept = own | members
    for _ in range(2):
        kept |= {k.target for k in found.links if k.source in kept}
    contexts = {e.id for e in theory.elements if e.kind is ElementKind.CONTEXT}
    others = contexts - own - members
    return replace(
        found,
        name=f"{found.name}-{wanted}",
        title=f"{found.title}: {wanted} contexts",
        elements=frozenset(kept - others) & found.elements,
        configurations=configurations,
    )


_SELECT: dict[View, Callable[[Theory, Ask], Selection]] = {
    View.THEORY: _whole,
    View.COVERAGE: _whole,
    View.CONFIGURATION: _configuration,
    View.MECHANISM: _mechanism,
    View.THEME: _theme,
    View.CHAIN: _chain,
}
