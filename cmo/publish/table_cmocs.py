"""The table of configurations: what each says, and what the evidence says of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cmo.english import counted, worded
from cmo.evidence import State
from cmo.graph import given_up as is_given_up
from cmo.graph import members
from cmo.model import Mechanism
from cmo.model.vocabulary import Activation, Bearing, Logic, Role
from cmo.publish import table_words as say
from cmo.publish.document import Column, Paragraph, Run, Table, words
from cmo.report.passages import LONGEST, rank
from cmo.statements import order, statement

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from cmo.evidence import Evidence, Support
    from cmo.model import Configuration, Element, Rival, Theory
    from cmo.publish.document import Block, Cell, Document, Words
    from cmo.publish.references import References

_COLUMNS = (
    Column("Configuration", 1.6),
    Column("Statement", 2.3),
    Column("Contexts", 1.3),
    Column("Mechanisms", 2.4),
    Column("Outcomes", 1.1),
    Column("What the evidence says", 3.1),
    Column("Studies and their documents", 1.6),
    Column("Key passages", 3),
)
_OFFERED = Column("Interventions", 1.1)
_OPEN = "knowingly left open"


def cmocs(evidence: Evidence, references: References) -> Document:
    """Return the configurations of a theory, those given up last.

    Args:
        evidence: Of the whole theory.
        references: Of all its sources.
    """
    return say.page(
        evidence.theory, "CMO configurations", *_blocks(evidence, references)
    )


def _blocks(evidence: Evidence, references: References) -> Iterator[Block]:
    theory = evidence.theory
    given_up = [one for one in theory.configurations if is_given_up(one)]
    standing = [one for one in theory.configurations if not is_given_up(one)]
    if not theory.configurations:
        yield _table(evidence, references, [])
        return
    yield Paragraph(words(_lead(theory, standing, given_up)))
    yield say.note(
        f"{say.COUNTED} A key passage stands for others that bear on the configuration "
        "in the same way, all of which are in the table of evidence."
    )
    if elsewhere := [_rival(one, evidence) for one in _elsewhere(evidence)]:
        yield say.note(
            "Rival theories about none of these, nor a part of them: "
            f"{'; '.join(elsewhere)}."
        )
    claims = [one.id for one in theory.configurations]
    yield from say.key(evidence, claims)
    yield _table(evidence, references, _listed(theory))
    yield from say.listing(references, say.cited_of(evidence, claims))


def numbered(theory: Theory) -> dict[str, str]:
    """Return what each configuration is called in the table: ``CMOC 1`` and so on."""
    return {one.id: f"CMOC {number}" for number, one in enumerate(_listed(theory), 1)}


def _listed(theory: Theory) -> list[Configuration]:
    return sorted(theory.configurations, key=is_given_up)


def _lead(
    theory: Theory,
    standing: Sequence[Configuration],
    given_up: Sequence[Configuration],
) -> str:
    number = counted(len(standing), "configuration")
    said = f"The theory has {number}; its stage is “{theory.stage}”"
    if given_up:
        said += f". Those given up ({len(given_up)}) stand last, and say so"
    return f"{said}."


def _table(
    evidence: Evidence, references: References, listed: Sequence[Configuration]
) -> Table:
    theory, columns = evidence.theory, list(_COLUMNS)
    is_offered = any(one.interventions for one in listed)
    if is_offered:
        columns.insert(2, _OFFERED)
    called = numbered(theory)
    return Table(
        f"CMO configurations of “{theory.title}”",
        tuple(columns),
        tuple(
            (
                say.lines(say.strong(called[one.id]), *_names(one, theory)),
                *_cells(one, evidence, references, is_offered=is_offered),
            )
            for one in listed
        ),
        nothing="This theory has no configurations, so there is no table of them.",
    )


def _cells(
    one: Configuration,
    evidence: Evidence,
    references: References,
    *,
    is_offered: bool,
) -> Iterator[Cell]:
    theory = evidence.theory
    elements = {element.id: element for element in theory.elements}
    support = evidence.of(one.id)
    yield say.lines(statement(one, elements, links=theory.links))
    if is_offered:
        yield say.lines(*(elements[i].label for i in one.interventions))
    yield say.lines(*_contexts(one, elements))
    yield say.lines(*_mechanisms(one, elements))
    yield say.lines(*_outcomes(one, elements))
    yield say.lines(
        *say.said_of(one.id, evidence),
        *_unsettled(one, evidence, elements),
        *_rivals(one, evidence),
    )
    yield say.lines(*say.studies(support, references))
    yield say.lines(*_passages(support, theory, references))


def _passages(
    support: Support, theory: Theory, references: References
) -> Iterator[str]:
    """Yield a passage that can be published for each way in which some bear on it."""
    told = False
    for said, bearings in say.BEARINGS.items():
        own = [use for use in support.uses if use.bears.bearing in bearings]
        # What is only assumed is no key to what was found.
        if not own or (told and Bearing.PROPOSES in bearings):
            continue
        told = True
        use = min(own, key=rank)
        how = "" if use.is_direct else ", indirectly"
        passage = (use.source, use.excerpt, theory, references)
        is_hidden = say.is_withheld(use.excerpt)
        words = say.WITHHELD if is_hidden else say.cited(*passage, longest=LONGEST)
        yield f"{said}{how}: {words}"
    if not told:
        yield "No passage on it as a whole"


def _names(one: Configuration, theory: Theory) -> Iterator[str | Words]:
    yield say.strong(one.label)
    yield f"id: {one.id}"
    if one.status:
        # What is given up must not be read as a claim.
        yield (Run(f"status: {worded(one.status)}", strong=is_given_up(one)),)
    into = [
        other.label for other in theory.configurations if one.id in other.derived_from
    ]
    if into:
        yield f"taken up in: {'; '.join(into)}"
    if one.theme:
        titles = {theme.id: theme.title for theme in theory.themes}
        yield f"theme: {titles.get(one.theme, one.theme)}"
    if one.stage:
        yield f"stage: {one.stage}"
    if one.phase:
        yield f"phase: {one.phase}"
    if one.actors:
        yield f"actors: {', '.join(one.actors)}"
    if one.undeveloped:
        yield f"knowingly left undeveloped: {one.undeveloped}"


def _contexts(
    one: Configuration, elements: dict[str, Element]
) -> Iterator[str | Words]:
    if one.contexts_logic is Logic.ANY and len(one.contexts) > 1:
        yield "any one of:"
    for context in (elements[i] for i in one.contexts):
        layers = ", ".join(getattr(context, "layers", ()))
        yield f"{context.label} ({layers})" if layers else context.label
    if Role.CONTEXT in one.unknown:
        yield _OPEN


def _mechanisms(
    one: Configuration, elements: dict[str, Element]
) -> Iterator[str | Words]:
    fired = one.activations or {}
    for mechanism in (elements[i] for i in one.mechanisms):
        did = fired.get(mechanism.id)
        # Nobody may take it for what brought the outcome about.
        unfired = f": {did.meaning}" if did is Activation.NOT_FIRED else ""
        yield say.strong(f"{mechanism.label}{unfired}")
        if isinstance(mechanism, Mechanism):
            parts = ("resource", "reasoning", "actor")
            given = ((part, getattr(mechanism, part)) for part in parts)
            yield from (f"{part}: {words}" for part, words in given if words)
        if did and not unfired:
            yield did.meaning
    if one.steps:
        yield f"in order: {order(one, elements)}"
    if Role.MECHANISM in one.unknown:
        yield _OPEN


def _outcomes(
    one: Configuration, elements: dict[str, Element]
) -> Iterator[str | Words]:
    for outcome in (elements[i] for i in one.outcomes):
        told = [str(outcome.proximity or "")]
        told.append("not intended" if outcome.intended is False else "")
        added = ", ".join(filter(None, told))
        yield f"{outcome.label} ({added})" if added else outcome.label
    if Role.OUTCOME in one.unknown:
        yield _OPEN


_UNSETTLED = {
    State.CONTESTED: "is contested",
    State.OPPOSED: "is opposed",
    State.NO_EFFECT: "was tested, with no robust effect",
    State.INCONCLUSIVE: "is inconclusive",
}


def _unsettled(
    one: Configuration, evidence: Evidence, elements: dict[str, Element]
) -> Iterator[str]:
    """Yield the links between members that studies do not simply speak for."""
    near = _near(one, evidence)
    for link in evidence.theory.links:
        said = _UNSETTLED.get(evidence.of(link.id).state)
        if said and link.id in near:
            ends = (elements[end].label for end in (link.source, link.target))
            verdict = say.decided(link.id, evidence)
            verdict = f" ({verdict})" if verdict else ""
            yield f"Its link {' → '.join(f'“{end}”' for end in ends)} {said}{verdict}."


def _rivals(one: Configuration, evidence: Evidence) -> Iterator[str]:
    near = _near(one, evidence)
    for rival in evidence.theory.rivals:
        if rival.about in near:
            yield f"Rival theory: {_rival(rival, evidence)}."


def _elsewhere(evidence: Evidence) -> Iterator[Rival]:
    """Yield the rivals that no row names."""
    theory = evidence.theory
    near = {claim for one in theory.configurations for claim in _near(one, evidence)}
    return (rival for rival in theory.rivals if rival.about not in near)


def _near(one: Configuration, evidence: Evidence) -> set[str]:
    """Return a configuration, its members and the links between them."""
    reached = (part.claim for part in evidence.background.neighbours.get(one.id, ()))
    return {one.id, *members(one), *reached}


def _rival(rival: Rival, evidence: Evidence) -> str:
    verdict = worded(rival.verdict) if rival.verdict else "none yet"
    stands = worded(evidence.of(rival.id).state)
    return f"{rival.label} ({stands}; verdict: {verdict})"
