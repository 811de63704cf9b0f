"""Configurations and links as sentences.

What users write into labels may be a clause ("Families feel heard"), a name
("Trust in the worker") or a whole sentence. So each stands in quotation marks,
as one thing of which something is said: that reads well whatever it is, and is
found again in the figure.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from cmo.english import joined
from cmo.graph import SIGNS, sign, silent, spread, together
from cmo.model import Mechanism
from cmo.model.vocabulary import Activation, Logic, Relation, Role, Sign

if TYPE_CHECKING:
    from collections.abc import Container, Iterable, Iterator, Mapping, Sequence

    from cmo.model import Configuration, Element, Link, Step


def statement(
    one: Configuration,
    elements: Mapping[str, Element],
    *,
    links: Iterable[Link] = (),
    plain: bool = False,
) -> str:
    """Return a configuration as one sentence, on one line.

    That is what the team wrote, if it did; otherwise "If CONTEXT, then OUTCOME,
    because RESOURCE leads ACTOR to REASONING", made from its parts. It says what
    is recorded: of a mechanism that did not fire, that it does not; of a role
    that nobody filled, that it is not known; of an outcome of which links say there
    is less, that it is kept away.

    Args:
        one: The configuration.
        elements: Every element of the theory by its id.
        links: The theory's links: they tell which contexts constrain, and which
            outcomes are kept away.
        plain: Use labels for practitioners where there are any, and no term of art.

    Raises:
        KeyError: A member is not among `elements`.
    """
    if one.statement and one.statement.strip():
        return _line(one.statement)
    named, links = _Naming(elements, plain=plain), tuple(links)
    hindering = {link.source for link in _hindrances(one, links)}
    condition = _circumstances(one, named, hindering)
    consequence = _consequence(one, named, _directions(one, links))
    return f"{condition}{consequence}, {_reason(one, named)}."


def prevented(one: Configuration, links: Iterable[Link]) -> set[str]:
    """Return the outcomes of a configuration of which links say there is less.

    A sentence made from its parts calls them kept away. Those of which it is not
    known whether there is more or less are not among them.

    Args:
        one: The configuration.
        links: The theory's links.
    """
    directions = _directions(one, tuple(links))
    return {outcome for outcome, way in directions.items() if way is Sign.MINUS}


def order(
    one: Configuration, elements: Mapping[str, Element], *, plain: bool = False
) -> str:
    """Return in which order mechanisms fire: "A; then B or C"; or nothing."""
    return "; then ".join(
        joined(
            [label(elements[i], plain=plain) for i in step.mechanisms],
            "or" if step.logic is Logic.ANY else "and",
        )
        for step in one.steps
    )


def needed(
    one: Configuration, elements: Mapping[str, Element], *, plain: bool = False
) -> tuple[str, ...]:
    """Return sentences on what of a configuration is needed, and in which order.

    That is what a statement that the team wrote may leave out; one made from the
    parts says it.
    """
    found: list[str] = []
    if not (one.statement or "").strip():
        return ()
    if one.contexts_logic is Logic.ANY and len(one.contexts) > 1:
        names = [label(elements[i], plain=plain) for i in one.contexts]
        found.append(f"Any one of these is enough: {joined(names, 'or')}.")
    if one.steps:
        found.append(f"In this order: {order(one, elements, plain=plain)}.")
    return tuple(found)


def link_statement(
    link: Link, elements: Mapping[str, Element], *, plain: bool = False
) -> str:
    """Return a link as a sentence, with its sign where that is not the usual one.

    Args:
        link: The link.
        elements: Every element of the theory by its id.
        plain: Use labels for practitioners where there are any, and no term of art.

    Raises:
        KeyError: An end of the link is not among `elements`.
    """
    ends = (elements[link.source], elements[link.target])
    cause, effect = (_quoted(label(one, plain=plain)) for one in ends)
    does = (_PLAINLY if plain else _EXACTLY)[link.relation]
    # What influences does so in a way not known: that need not be said twice.
    unusual = sign(link) is not SIGNS[link.relation]
    if unusual and sign(link) is Sign.MINUS:
        less = (_LESS_PLAINLY if plain else _LESS_EXACTLY).get(link.relation)
        # A sentence that takes itself back is no sentence to say yes or no to.
        return f"{cause} {less or f'{does} less of'} {effect}."
    said = f" ({_SIGNS[sign(link)]})" if unusual else ""
    return f"{cause} {does} {effect}{said}."


def label(element: Element, *, plain: bool = False) -> str:
    """Return an element's label on one line, the practitioners' own if `plain`."""
    own = element.plain_label if plain else None
    return _line(own or "") or _line(element.label)


_EXACTLY = {
    Relation.PROVIDES: "provides the resource for",
    Relation.SHAPES: "shapes",
    Relation.ENABLES: "enables",
    Relation.CONSTRAINS: "constrains",
    Relation.TRIGGERS: "triggers",
    Relation.INHIBITS: "inhibits",
    Relation.PRODUCES: "produces",
    Relation.PREVENTS: "prevents",
    Relation.LEADS_TO: "leads to",
    Relation.BECOMES_CONTEXT_OF: "becomes a context of",
    Relation.AFFECTS: "affects",
    Relation.INFLUENCES: "influences",
}
_PLAINLY = {
    Relation.PROVIDES: "gives people what they need for",
    Relation.SHAPES: "has a hand in",
    Relation.ENABLES: "makes room for",
    Relation.CONSTRAINS: "gets in the way of",
    Relation.TRIGGERS: "sets off",
    Relation.INHIBITS: "holds back",
    Relation.PRODUCES: "brings about",
    Relation.PREVENTS: "keeps away",
    Relation.LEADS_TO: "leads to",
    Relation.BECOMES_CONTEXT_OF: "makes room for",
    Relation.AFFECTS: "leads, in some way, to",
    Relation.INFLUENCES: "has something to do with",
}
_LESS_EXACTLY = {
    Relation.PROVIDES: "provides less of the resource for",
    Relation.SHAPES: "lessens",
    Relation.AFFECTS: "leads to less of",
    Relation.INFLUENCES: "leads to less of",
}
_LESS_PLAINLY = {
    Relation.PROVIDES: "gives people less of what they need for",
    Relation.SHAPES: "has a hand in making less of",
    Relation.ENABLES: "leaves less room for",
    Relation.BECOMES_CONTEXT_OF: "leaves less room for",
    Relation.AFFECTS: "leads, in some way, to less of",
}
_SIGNS = {
    Sign.PLUS: "more of the one means more of the other",
    Sign.UNKNOWN: "whether to more or to less of it is not known",
}


class _Naming:
    """What the members of a configuration are called in its sentence."""

    def __init__(self, elements: Mapping[str, Element], *, plain: bool) -> None:
        self.elements = elements
        self.plain = plain

    def label(self, member: str) -> str:
        return _quoted(label(self.elements[member], plain=self.plain))

    def labels(self, members: Iterable[str]) -> list[str]:
        return [self.label(member) for member in members]


def _hindrances(one: Configuration, links: Iterable[Link]) -> list[Link]:
    """Return the links by which contexts hold back mechanisms of the configuration."""
    contexts, mechanisms = set(one.contexts), set(one.mechanisms)
    return [
        link
        for link in links
        if link.source in contexts
        and link.target in mechanisms
        and sign(link) is Sign.MINUS
    ]


def _circumstances(one: Configuration, named: _Naming, constraining: set[str]) -> str:
    """Return all that stands before the outcomes: "If …, then "."""
    helping = named.labels(c for c in one.contexts if c not in constraining)
    hindering = named.labels(c for c in one.contexts if c in constraining)
    if Role.CONTEXT in one.unknown and one.contexts:
        helping.append("further circumstances not yet known")
    word = "or" if one.contexts_logic is Logic.ANY else "and"
    conditions = [
        f"{joined(members, word)} {_agreeing(verb, members, word)}"
        for members, verb in ((helping, "applies"), (hindering, "stands in the way"))
        if members
    ]
    offered = named.labels(one.interventions)
    offer = f"{joined(offered)} {_agreeing('is', offered)} offered" if offered else ""
    condition = f" {word} ".join(conditions)
    if condition:
        # The comma keeps "A or B" from being read as one with what is offered.
        return f"If {', and '.join(filter(None, [condition, offer]))}, then "
    is_open = Role.CONTEXT in one.unknown
    where = "in circumstances not yet known" if is_open else _ANYWHERE
    return f"If {offer}, then, {where}, " if offer else f"{_capital(where)}, "


_ANYWHERE = "in whatever circumstances (none is recorded)"


def _directions(one: Configuration, links: Sequence[Link]) -> dict[str, Sign]:
    """Return whether there is more or less of the outcomes that links lead to.

    Links from mechanisms that fired come first, then ways from these outcomes on to
    others. Only what neither reaches depends on effects of what is offered; and not
    where a mechanism did not fire, for such a configuration tells of an exception
    to what the programme does as a whole.
    """
    outcomes, unfired, unsure = set(one.outcomes), silent(one), _unsure(one, links)
    into = [link for link in links if link.target in outcomes]
    among = [link for link in into if link.source in outcomes]
    fired = set(one.mechanisms) - unfired
    found = _spread(_signs([k for k in into if k.source in fired], unsure), among)
    if not unfired:
        offered = set(one.interventions)
        effects = [
            link
            for link in into
            if link.relation is Relation.AFFECTS
            and link.source in offered
            and link.target not in found
        ]
        start = _signs(effects, offered if unsure else ())
        found |= _spread(start, [k for k in among if k.target not in found])
    return {
        outcome: next(iter(signs)) if len(signs) == 1 else Sign.UNKNOWN
        for outcome, signs in found.items()
    }


def _unsure(one: Configuration, links: Iterable[Link]) -> set[str]:
    """Return the mechanisms that may not have fired in full."""
    degrees = one.activations or {}
    held_back = {link.target for link in _hindrances(one, links)}
    return {
        mechanism
        for mechanism in one.mechanisms
        if degrees.get(mechanism, _HELD_BACK if mechanism in held_back else None)
        in _NOT_IN_FULL
    }


# What a context stands in the way of fired nobody knows how far, if nobody said.
_HELD_BACK = Activation.UNKNOWN
_NOT_IN_FULL = {Activation.PARTIAL, Activation.WEAK, Activation.UNKNOWN}


def _signs(links: Iterable[Link], unsure: Container[str]) -> dict[str, set[Sign]]:
    """Return what links lead to with their signs.

    What only causes that are `unsure` keep away may have come about all the same.
    """
    found: defaultdict[str, set[Sign]] = defaultdict(set)
    sure = set()
    for link in links:
        found[link.target].add(sign(link))
        if link.source not in unsure:
            sure.add(link.target)
    return {
        outcome: signs if outcome in sure or signs != {Sign.MINUS} else {Sign.UNKNOWN}
        for outcome, signs in found.items()
    }


def _spread(
    start: Mapping[str, set[Sign]], among: Iterable[Link]
) -> dict[str, set[Sign]]:
    """Return the outcomes that ways lead to, with the signs of all ways there.

    Args:
        start: Where ways start, with signs; no way comes back there by others.
        among: Links between outcomes.
    """
    onward = [link for link in among if link.target not in start]
    found = _carried(start, onward)
    mixed = {one for one, signs in found.items() if len(signs) > 1} - start.keys()
    return _carried(start, _forward(start, onward, mixed)) if mixed else found


def _carried(
    start: Mapping[str, set[Sign]], links: Iterable[Link]
) -> dict[str, set[Sign]]:
    """Return the signs of `start`, and of all that links lead on to from there."""
    after: defaultdict[str, list[Link]] = defaultdict(list)
    for link in links:
        after[link.source].append(link)
    found: defaultdict[str, set[Sign]] = defaultdict(set)
    pending = [(outcome, way) for outcome, signs in start.items() for way in signs]
    while pending:
        outcome, way = pending.pop()
        if way not in found[outcome]:
            found[outcome].add(way)
            pending += [(k.target, together((way, sign(k)))) for k in after[outcome]]
    return found


def _forward(
    start: Iterable[str], links: Sequence[Link], ends: Iterable[str]
) -> list[Link]:
    """Return links without those back to one of `ends` that only it leads to.

    A loop that holds its outcome back takes from what there is more of; it does not
    make less of it.
    """
    near: defaultdict[str, list[str]] = defaultdict(list)
    for link in links:
        near[link.source].append(link.target)
    before = {end: spread({**near, end: []}, start) - {end} for end in ends}
    return [k for k in links if k.target not in before or k.source in before[k.target]]


def _consequence(
    one: Configuration, named: _Naming, directions: Mapping[str, Sign]
) -> str:
    said: dict[Sign, list[str]] = {way: [] for way in _FOLLOWING}
    for outcome in one.outcomes:
        said[directions.get(outcome, Sign.PLUS)].append(named.label(outcome))
    if Role.OUTCOME in one.unknown:
        more = "further outcomes" if one.outcomes else "an outcome"
        said[Sign.PLUS].append(f"{more} not yet known")
    if not any(said.values()):
        said[Sign.PLUS].append("an outcome not yet named")
    return joined(
        [
            f"{joined(those)} {_agreeing(_FOLLOWING[way], those)}"
            for way, those in said.items()
            if those
        ]
    )


_FOLLOWING = {
    Sign.PLUS: "follows",
    Sign.MINUS: "is kept away",
    Sign.UNKNOWN: "changes (whether there is more or less of it is not known)",
}


def _reason(one: Configuration, named: _Naming) -> str:
    """Return all that stands after the outcomes: "because …"."""
    is_open = Role.MECHANISM in one.unknown
    activations = one.activations or {}
    clauses = {m: _response(m, activations.get(m), named) for m in one.mechanisms}
    if not clauses:
        thing = "something" if named.plain else "a mechanism"
        return f"because of {thing} not yet {'known' if is_open else 'named'}"
    parts = list(_ordered(one, clauses)) if one.steps else []
    ordered = {m for step in one.steps for m in step.mechanisms}
    beside = [clause for m, clause in clauses.items() if m not in ordered]
    if is_open:
        beside.append("something else not yet known plays a part")
    if parts and beside:
        beside[0] = f"beside this, {beside[0]}"
    steps = [*parts, *([joined(beside, comma=True)] if beside else [])]
    return f"because {'; '.join(steps)}"


def _ordered(one: Configuration, clauses: Mapping[str, str]) -> Iterator[str]:
    """Yield the steps, as "first, X", "then, Y, and Z", "then, Y, or Z"."""
    said = list(filter(None, (_together(step, clauses) for step in one.steps)))
    for number, step in enumerate(said):
        yield f"{'then' if number else 'first'}, {step}" if len(said) > 1 else step


def _together(step: Step, clauses: Mapping[str, str]) -> str:
    said = [clauses[m] for m in step.mechanisms if m in clauses]
    return joined(said, "or" if step.logic is Logic.ANY else "and", comma=True)


def _response(mechanism: str, degree: Activation | None, named: _Naming) -> str:
    """Return what a mechanism does, as far as it fires: "X leads A to this: Y"."""
    element = named.elements[mechanism]
    own = element if isinstance(element, Mechanism) else None
    resource, reasoning, actor = (
        _line(getattr(own, part, None) or "")
        for part in ("resource", "reasoning", "actor")
    )
    # In figures for practitioners it goes by this name, so it does here.
    is_named = named.plain and bool(_line(element.plain_label or ""))
    if is_named or not (resource or reasoning):
        among = f" for {_quoted(actor)}" if actor and not is_named else ""
        return f"{named.label(mechanism)} {_COMES[degree]}{among}"
    whom = _quoted(actor) if actor else "those concerned"
    to = _quoted(reasoning) if reasoning else named.label(mechanism)
    if not resource and degree is Activation.NOT_FIRED:
        return f"nothing leads {whom} to this: {to}"
    cause = _quoted(resource) if resource else "something not yet named"
    return f"{cause} {_LEADS[degree]} {whom} to this: {to}"


_LEADS = {
    None: "leads",
    Activation.STRONG: "strongly leads",
    Activation.PARTIAL: "in part leads",
    Activation.WEAK: "only weakly leads",
    Activation.NOT_FIRED: "does not lead",
    Activation.UNKNOWN: "leads (how far is not known)",
}
_COMES = {
    None: "comes about",
    Activation.STRONG: "comes about strongly",
    Activation.PARTIAL: "comes about in part",
    Activation.WEAK: "comes about only weakly",
    Activation.NOT_FIRED: "does not come about",
    Activation.UNKNOWN: "comes about (how far is not known)",
}


def _agreeing(verb: str, members: Sequence[str], word: str = "and") -> str:
    """Return `verb` for one or for several; of "a or b" each is one."""
    is_plural = members[-1].startswith("further ")
    if (len(members) == 1 or word == "or") and not is_plural:
        return verb
    return _PLURALS[verb]


_PLURALS = {
    "applies": "apply",
    "stands in the way": "stand in the way",
    "is": "are",
    "follows": "follow",
    "is kept away": "are kept away",
    _FOLLOWING[Sign.UNKNOWN]: (
        "change (whether there is more or less of each is not known)"
    ),
}


def _quoted(text: str) -> str:
    return f"“{_without_stop(_line(text))}”"


def _line(text: str) -> str:
    return " ".join(text.split())


def _without_stop(text: str) -> str:
    """Return `text` without the full stop at its end, if it is a single one."""
    is_stop = text.endswith(".") and not text.endswith((" .", "..", "etc."))
    return text[:-1] if is_stop and len(text) > 1 else text


def _capital(text: str) -> str:
    return text[0].upper() + text[1:]
