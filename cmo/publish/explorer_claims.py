"""What the explorer shows of each claim, as JSON.

Words are chosen here, so that the page's script only lays them out. A *fact* is a
term with parts: text as users wrote it, or ``{"claim": id}``, which becomes a link.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeAlias

from cmo.analysis.naming import labels, roles
from cmo.english import worded
from cmo.evidence import FOR, State
from cmo.graph import given_up, sign, silent
from cmo.model import Configuration, Context, Link, Mechanism, Outcome, Rival
from cmo.model.vocabulary import Bearing, Logic
from cmo.publish.explorer_effects import SAID, Effects
from cmo.publish.explorer_order import reading_order
from cmo.publish.table_cmocs import numbered
from cmo.report.citing import cited
from cmo.statements import link_statement, statement

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from cmo.evidence import Evidence, Support
    from cmo.evidence.gaps import Claim
    from cmo.model import Assessment, Decision, Element, Theory
    from cmo.model.vocabulary import Vocabulary

Json: TypeAlias = dict[str, Any]
Part: TypeAlias = str | dict[str, str]
Fact: TypeAlias = tuple[str, list[Part]]

# How studies bear on a claim, in the order of the table's columns.
COUNTED = (
    FOR,
    frozenset({Bearing.REFUTES}),
    frozenset({Bearing.NO_EFFECT}),
    frozenset({Bearing.INCONCLUSIVE}),
    frozenset({Bearing.PROPOSES}),
)


def claims(theory: Theory, evidence: Evidence) -> list[Json]:
    """Return every claim of `theory`, in reading order, as JSON."""
    shown = labels(theory)
    near = _Near(theory)
    return [
        {
            "id": claim,
            "kind": evidence.kinds[claim],
            "argued": evidence.is_argued(claim),
            "label": shown[claim],
            **_told(theory, evidence.background.records[claim], near),
            **_said(evidence.of(claim)),
        }
        for claim in reading_order(theory)
    ]


class _Near:
    """What is looked up for each claim, gathered once."""

    def __init__(self, theory: Theory) -> None:
        self.elements = {e.id: e for e in theory.elements}
        self.themes = {one.id: one.title for one in theory.themes}
        self.configurations = {one.id: one for one in theory.configurations}
        self.links = {one.id: one for one in theory.links}
        self.rivals = {one.id: one for one in theory.rivals}
        self.effects = Effects(theory)
        self.numbers = numbered(theory)

    def themes_of(self, claim: str) -> set[str]:
        """Return the themes of a claim: its own, or those of what it is made of."""
        own = self.elements.get(claim) or self.configurations.get(claim)
        if own is not None and own.theme:
            return {own.theme}
        return {theme for one in self._parts(claim) for theme in self.themes_of(one)}

    def layers_of(self, claim: str) -> set[str]:
        """Return the layers of a context, or of the contexts a claim is made of."""
        own = self.elements.get(claim)
        if own is not None:
            return set(own.layers) if isinstance(own, Context) else set()
        return {layer for one in self._parts(claim) for layer in self.layers_of(one)}

    def _parts(self, claim: str) -> tuple[str, ...]:
        if claim in self.configurations:
            return tuple(roles(self.configurations[claim]))
        if claim in self.links:
            return self.links[claim].source, self.links[claim].target
        about = self.rivals[claim].about if claim in self.rivals else None
        # A rival about a rival could turn in a circle.
        return (about,) if about and about not in self.rivals else ()


def _told(theory: Theory, one: Claim, near: _Near) -> Json:
    """Return what the theory itself says of a claim."""
    told: Json = {
        "facts": [fact for fact in _facts(one, near) if fact[1]],
        "themes": sorted(near.themes_of(one.id)),
        "layers": sorted(near.layers_of(one.id)),
    }
    if does := near.effects.told.get(one.id):
        told["does"] = does
    if one.id in near.effects.of_circumstances:
        told["is_of_circumstance"] = True
    if isinstance(one, Link):
        told |= _ends(one, near)
    elif isinstance(one, Configuration):
        told["number"] = near.numbers[one.id]
        told["roles"] = {i: " and ".join(names) for i, names in roles(one).items()}
        if given_up(one) and one.status:
            told["given_up"] = f"Given up ({worded(one.status)}): no longer claimed"
        if unfired := silent(one):
            told["silent"] = [m for m in one.mechanisms if m in unfired]
        if all(member in near.elements for member in told["roles"]):
            told["statement"] = statement(one, near.elements, links=theory.links)
    elif isinstance(one, Rival):
        told["about"] = one.about
    elif one.plain_label:
        told["plain"] = one.plain_label
    return told


def _ends(link: Link, near: _Near) -> Json:
    """Return what a link joins, and how."""
    told = {
        "source": link.source,
        "target": link.target,
        "relation": worded(link.relation),
    }
    if near.elements.keys() >= {link.source, link.target}:
        told["plain"] = link_statement(link, near.elements, plain=True)
    return told


def _said(support: Support) -> Json:
    """Return what the evidence says of a claim."""
    return {
        "state": support.state,
        "flags": list(support.flags),
        "unmet": list(support.unmet),
        "direct": [support.count(*which) for which in COUNTED],
        "indirect": [support.count(*which, direct=False) for which in COUNTED],
        "documents": len(support.documents),
        "inherited": (
            list(support.inherited_from) if support.state is State.INDIRECT else []
        ),
    }


def _facts(one: Claim, near: _Near) -> Iterator[Fact]:
    if isinstance(one, Link):
        yield from _of_link(one)
        yield _effect(one, near)
    elif isinstance(one, Configuration):
        yield from _of_configuration(one, near)
    elif isinstance(one, Rival):
        yield "About", _claims([one.about])
        yield "Explanation", _text(one.explanation)
        yield "Verdict", _word(one.verdict)
    else:
        yield from _of_element(one, near)
    yield "Why the gap is left", _text(one.undeveloped)


def _of_element(one: Element, near: _Near) -> Iterator[Fact]:
    yield "Definition", _text(one.definition)
    if isinstance(one, Mechanism):
        yield "Resource", _text(one.resource)
        yield "Reasoning", _text(one.reasoning)
        yield "Actor", _text(one.actor)
    elif isinstance(one, Context):
        yield "For whom", _text(one.for_whom)
        yield "Layer" if len(one.layers) == 1 else "Layers", _words(one.layers)
    elif isinstance(one, Outcome):
        yield "Domain", _text(one.domain)
    yield _effect(one, near)
    yield "Theme", _text(near.themes.get(one.theme or ""))
    yield "Part of", _claims([one.part_of])
    yield "How soon", _word(one.proximity)
    yield "Wanted or not", _word(one.valence)
    if one.intended is not None:
        yield "Intended", ["yes" if one.intended else "no"]


def _effect(one: Element | Link, near: _Near) -> Fact:
    return "Helps or hinders", _text(SAID.get(near.effects.told.get(one.id, "")))


def _of_link(one: Link) -> Iterator[Fact]:
    yield "From", _claims([one.source])
    yield "Relation", _word(one.relation)
    yield "To", _claims([one.target])
    signed = sign(one)
    yield "Sign", [f"{signed}: more of the cause, {_EFFECT[signed]}"]
    yield "Rationale", _text(one.rationale)


_EFFECT = {"+": "more of the effect", "-": "less of the effect", "?": "not known"}


def _of_configuration(one: Configuration, near: _Near) -> Iterator[Fact]:
    yield "Interventions", _claims(one.interventions)
    any_one = one.contexts_logic is Logic.ANY and len(one.contexts) > 1
    yield "Contexts, any one of them" if any_one else "Contexts", _claims(one.contexts)
    yield "Mechanisms", _mechanisms(one)
    yield "Order", _steps(one)
    yield "Outcomes", _claims(one.outcomes)
    yield "Actors", _text(", ".join(one.actors))
    yield "Phase", _text(one.phase)
    yield "Theme", _text(near.themes.get(one.theme or ""))
    yield "Stage", _word(one.stage)
    yield "Status", _word(one.status)
    yield "Left open", _text(", ".join(role.meaning for role in one.unknown))
    yield "Contrast with", _claims([one.contrast_with])
    yield "Stands within", _claims([one.part_of])
    yield "Made from", [", ".join(one.derived_from)] if one.derived_from else []
    yield "Coherence", _text(one.coherence)


def _mechanisms(one: Configuration) -> list[Part]:
    """Return the mechanisms, each with how far it fired where that is recorded."""
    parts: list[Part] = []
    for mechanism in one.mechanisms:
        parts.append({"claim": mechanism})
        if fired := (one.activations or {}).get(mechanism):
            parts.append(f"({fired.meaning})")
    return parts


def _steps(one: Configuration) -> list[Part]:
    parts: list[Part] = []
    for i, step in enumerate(one.steps, start=1):
        many = f" {step.logic} of" if len(step.mechanisms) > 1 else ""
        parts += [f"{i}.{many}", *_claims(step.mechanisms)]
    return parts


def decisions(theory: Theory) -> list[Json]:
    """Return what people decided, as JSON: facts, and the claims decided on."""
    called = cited(theory.sources)
    return [
        {
            "id": one.id,
            "claims": list(dict.fromkeys(one.claims)),
            "facts": [fact for fact in _of_decision(one, called) if fact[1]],
        }
        for one in theory.decisions
    ]


def _of_decision(one: Decision, called: Mapping[str, str]) -> Iterator[Fact]:
    yield "What was done", _word(one.type)
    yield "Verdict", _word(one.verdict)
    yield "Why", _text(one.rationale)
    yield "Sources weighed", _text("; ".join(called.get(s, s) for s in one.sources))
    yield "From", _text(", ".join(one.from_))
    yield "Into", _text(", ".join(one.into))
    yield "By", _text(one.by)
    yield "Date", _text(one.date)


def assessments(theory: Theory) -> list[Json]:
    """Return people's confidence in claims, as JSON: facts, and the claim."""
    return [
        {
            "claims": [one.claim],
            "facts": [fact for fact in _of_assessment(one) if fact[1]],
        }
        for one in theory.assessments
    ]


def _of_assessment(one: Assessment) -> Iterator[Fact]:
    yield "Overall", _text(one.confidence.meaning if one.confidence else None)
    parts = {
        "Methodological limitations": one.methodological_limitations,
        "Coherence": one.coherence,
        "Adequacy": one.adequacy,
        "Relevance": one.relevance,
    }
    for name, part in parts.items():
        if part is not None:
            concern = part.concern.meaning if part.concern else "not judged"
            yield name, [f"{concern}: {part.reason}" if part.reason else concern]
    yield "Why", _text(one.explanation)
    yield "By", _text(one.by)
    yield "Date", _text(one.date)


def meanings(words: Iterable[Vocabulary]) -> Mapping[str, str]:
    """Return words of a vocabulary with what they mean."""
    return {str(word): word.meaning for word in words}


def _text(text: str | None) -> list[Part]:
    return [text] if text and text.strip() else []


def _word(word: Vocabulary | None) -> list[Part]:
    return [f"{worded(word)}: {word.meaning}"] if word is not None else []


def _words(words: Iterable[Vocabulary]) -> list[Part]:
    told = "; ".join(f"{worded(word)}: {word.meaning}" for word in words)
    return _text(told)


def _claims(ids: Iterable[str | None]) -> list[Part]:
    return [{"claim": one} for one in ids if one]
