"""What a practice or an implementation guide says of a theory, as plain data.

Guides are for people who never met realist evaluation. Templates say how it is
shown (`publish.templating`); what they can use stands in `publish.guide_parts`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from cmo.english import counted, joined
from cmo.evidence import ARGUED, Flag, State
from cmo.evidence.studies import read_and_cited
from cmo.graph import given_up as is_given_up
from cmo.model import Component, Mechanism
from cmo.model.vocabulary import Relation, Verdict
from cmo.publish import guide_circumstances as circumstances
from cmo.publish import plain_words
from cmo.publish.guide_claims import Claims, grouped, withheld
from cmo.publish.guide_parts import (
    Claim,
    Count,
    Decision,
    Effects,
    Group,
    Guide,
    Offer,
    Rating,
    Response,
    Rival,
    Statement,
    Summary,
    Theme,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cmo.evidence import Evidence
    from cmo.model import Configuration, Link, Theory
    from cmo.publish.references import References

# What a reader must not overlook: studies looked, and did not bear the claim out.
_OTHERWISE = (State.OPPOSED, State.NO_EFFECT, State.CONTESTED, State.INCONCLUSIVE)
_OPEN = (State.UNSUPPORTED, State.UNDEVELOPED)


def guide(theory: Theory, evidence: Evidence, references: References) -> Guide:
    """Return what guides can say of a theory.

    Args:
        theory: The theory.
        evidence: The states of its claims.
        references: How its sources are cited and listed.
    """
    claims = Claims(evidence, references)
    kept = [one for one in theory.configurations if not is_given_up(one)]
    given_up = {one.id for one in theory.configurations if is_given_up(one)}
    argued = [claims.of(s.claim) for s in evidence.argued() if s.claim not in given_up]
    programme = theory.intervention
    studies, cited = read_and_cited(theory)
    return Guide(
        title=_line(theory.title),
        programme=_line(programme.name if programme else theory.title),
        about=_line(programme.description if programme else None),
        question=_line(theory.question),
        narrative=_line(theory.narrative),
        stage=plain_words.STAGES[theory.stage],
        authors=theory.authors,
        licence=_line(theory.licence),
        counts=tuple(_counts(argued)),
        total=len(argued),
        otherwise=_of_states(argued, _OTHERWISE),
        occurring=_of_states(_occurring(claims), _OTHERWISE),
        borne_out=_borne_out(evidence),
        offers=tuple(_offers(theory, claims, kept)),
        themes=tuple(_themes(theory, claims, kept)),
        layers=circumstances.layers(theory, claims),
        effects=tuple(_effects(theory, claims)),
        rivals=tuple(_rivals(theory, claims)),
        open_claims=_of_states(argued, _OPEN),
        disputed=tuple(_disputed(argued, evidence)),
        decisions=tuple(_decisions(theory, claims)),
        ratings=tuple(_ratings(theory)),
        summaries=tuple(_summaries(theory)),
        documents=len(theory.sources),
        studies=studies,
        cited=cited,
        basis=plain_words.basis(len(theory.sources), studies, cited),
        limit=plain_words.limit(len(theory.sources)),
        in_common=claims.behind.in_common,
        withheld=withheld(evidence),
        given_up=len(given_up),
        references=references.entries,
    )


def _occurring(claims: Claims) -> list[Claim]:
    """Return what need not be argued for, and which somebody may have looked at."""
    kinds = claims.evidence.kinds.items()
    return [claims.of(claim) for claim, kind in kinds if kind not in ARGUED]


def _borne_out(evidence: Evidence) -> str:
    found = [
        one.kind
        for one in evidence.all()
        if one.kind not in ARGUED and one.state is State.SUPPORTED
    ]
    return joined(
        [
            counted(count, *words)
            for kind, words in plain_words.KINDS.items()
            if (count := found.count(kind))
        ]
    )


def _counts(claims: list[Claim]) -> Iterator[Count]:
    for state, heading in plain_words.HEADINGS.items():
        if number := sum(claim.state == state for claim in claims):
            yield Count(heading, number)


def _of_states(claims: list[Claim], states: tuple[State, ...]) -> tuple[Group, ...]:
    return grouped((one for one in claims if one.state in states), by_state=True)


def _offers(
    theory: Theory, claims: Claims, kept: list[Configuration]
) -> Iterator[Offer]:
    of_leaders = {
        offered
        for one in kept
        if circumstances.for_leaders(one, claims.elements)
        for offered in one.interventions
    }
    for element in theory.elements:
        if isinstance(element, Component):
            yield Offer(
                name=claims.name(element.id),
                meaning=_line(element.definition),
                part_of=claims.name(element.part_of) if element.part_of else "",
                is_for_leaders=element.id in of_leaders,
            )


def _themes(
    theory: Theory, claims: Claims, kept: list[Configuration]
) -> Iterator[Theme]:
    ordered = sorted(theory.themes, key=lambda one: (one.order is None, one.order or 0))
    titles = {one.id: _line(one.title) for one in ordered}
    rest = "Beside these themes" if titles else "The whole of it"
    for theme, title in (*titles.items(), ("", rest)):
        made = Theme(
            id=theme,
            title=title,
            statements=tuple(
                _statement(one, claims) for one in kept if (one.theme or "") == theme
            ),
            responses=tuple(_responses(theory, claims, theme)),
            steps=grouped(
                claims.of(link.id)
                for link in theory.links
                if _is_step(link, claims) and _theme(link, claims) == theme
            ),
        )
        if made.statements or made.responses or made.steps:
            yield made


def _statement(one: Configuration, claims: Claims) -> Statement:
    return Statement(
        claim=claims.of(one.id),
        firing=tuple(_firing(one, claims)),
        contrast=_contrast(one, claims),
        who=tuple(map(_line, one.actors)),
        phase=_line(one.phase),
        is_for_leaders=circumstances.for_leaders(one, claims.elements),
    )


def _firing(one: Configuration, claims: Claims) -> Iterator[str]:
    """Yield what did not happen, or not in full: a sentence by hand may not say so."""
    for mechanism, degree in (one.activations or {}).items():
        said = plain_words.FIRING.get(degree)
        if said and mechanism in claims.elements:
            yield said.format(f"“{claims.name(mechanism)}”")


def _contrast(one: Configuration, claims: Claims) -> str:
    known = {other.id: other for other in claims.theory.configurations}
    other = known.get(one.contrast_with or "")
    if other is None or is_given_up(other):
        return ""
    return claims.of(other.id).text


def _responses(theory: Theory, claims: Claims, theme: str) -> Iterator[Response]:
    for element in theory.elements:
        if isinstance(element, Mechanism) and (element.theme or "") == theme:
            yield Response(
                claim=claims.of(element.id),
                offered=_sentence(element.resource),
                who=_sentence(element.actor),
                thinking=_sentence(element.reasoning),
            )


def _is_step(link: Link, claims: Claims) -> bool:
    is_whole = link.relation is Relation.AFFECTS
    return not is_whole and not circumstances.is_of_circumstance(link, claims.elements)


def _theme(link: Link, claims: Claims) -> str:
    """Return the theme of what a link leads to, or else of what it starts from."""
    ends = (claims.elements[link.target], claims.elements[link.source])
    return next((one.theme for one in ends if one.theme), "")


def _effects(theory: Theory, claims: Claims) -> Iterator[Effects]:
    found: dict[str, list[Claim]] = {}
    for link in theory.links:
        if link.relation is Relation.AFFECTS:
            found.setdefault(link.source, []).append(claims.of(link.id))
    for source, own in found.items():
        yield Effects(claims.name(source), grouped(own))


def _rivals(theory: Theory, claims: Claims) -> Iterator[Rival]:
    for one in theory.rivals:
        yield Rival(
            claim=claims.of(one.id),
            about=claims.of(one.about).text if one.about else "",
            verdict=plain_words.VERDICTS[one.verdict] if one.verdict else "",
        )


def _disputed(argued: list[Claim], evidence: Evidence) -> Iterator[Claim]:
    for claim in argued:
        is_decided = Flag.DECIDED in evidence.of(claim.id).flags
        if claim.state == State.CONTESTED and not is_decided:
            yield claim


def _decisions(theory: Theory, claims: Claims) -> Iterator[Decision]:
    known = claims.evidence.kinds
    for one in theory.decisions:
        if one.verdict is Verdict.LEFT_OPEN:
            yield Decision(
                about=tuple(claims.of(c).text for c in one.claims if c in known),
                reason=_line(one.rationale),
                date=one.date or "",
            )


def _ratings(theory: Theory) -> Iterator[Rating]:
    for one in theory.ratings:
        yield Rating(
            scheme=_SCHEMES.get(one.scheme, _line(one.scheme)),
            value=_line(one.value),
            domain=_line(one.domain),
            by=_line(one.by),
        )


_SCHEMES = {
    "eif-evidence": "Early Intervention Foundation, evidence rating",
    "eif-cost": "Early Intervention Foundation, cost rating",
}


def _summaries(theory: Theory) -> Iterator[Summary]:
    for one in theory.emmie:
        yield Summary(
            id=str(one.dimension),
            question=plain_words.DIMENSIONS[one.dimension],
            answer=_line(one.summary),
            quality="not rated" if one.quality is None else f"{one.quality} of 4",
        )


def _sentence(text: str | None) -> str:
    return plain_words.ended(line) if (line := _line(text)) else ""


def _line(text: str | None) -> str:
    return " ".join((text or "").split())
