"""What a practice or an implementation guide says of a theory, as plain data.

Guides are for people who never met realist evaluation. Templates say how it is
shown (`publish.templating`); what they can use stands in `publish.guide_parts`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from cmo.english import joined
from cmo.evidence import ARGUED, Flag, State
from cmo.evidence.studies import no_research, read_and_cited
from cmo.graph import given_up as is_given_up
from cmo.model import Component, Mechanism, Outcome
from cmo.model.vocabulary import (
    Activation,
    Dimension,
    Relation,
    Valence,
    Verdict,
)
from cmo.publish import guide_circumstances as circumstances
from cmo.publish import plain_words, rating_words
from cmo.publish.document import Run
from cmo.publish.emmie import speaking_to
from cmo.publish.guide_claims import Claims, grouped, line, withheld
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
from cmo.statements import prevented

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from cmo.evidence import Evidence
    from cmo.model import Configuration, Link, Theory
    from cmo.publish.document import Words
    from cmo.publish.references import References

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
    argued = [claims.of(one.claim) for one in evidence.argued()]
    whole = {one.id for one in _whole(theory)}
    programme = theory.intervention
    studies, cited = read_and_cited(theory)
    return Guide(
        title=line(theory.title),
        programme=line(programme.name if programme else theory.title),
        abbreviation=line(programme.abbreviation if programme else None),
        about=line(programme.description if programme else None),
        question=line(theory.question),
        narrative=line(theory.narrative),
        stage=plain_words.STAGES[theory.stage],
        authors=theory.authors,
        methods=line(theory.methods),
        licence=line(theory.licence),
        counts=tuple(_counts(argued)),
        total=len(argued),
        otherwise=_not_borne_out(one for one in argued if one.id not in whole),
        occurring=_not_borne_out(_occurring(theory, claims)),
        seen=tuple(_seen(theory, claims)),
        offers=tuple(_offers(theory, claims, kept)),
        themes=tuple(_themes(theory, claims, kept)),
        layers=circumstances.layers(theory, claims),
        effects=tuple(_effects(theory, claims)),
        rivals=tuple(_rivals(theory, claims)),
        open_claims=grouped((c for c in argued if c.state in _OPEN), by_state=True),
        disputed=tuple(_disputed(argued, evidence)),
        decisions=tuple(_decisions(theory, claims)),
        ratings=tuple(_ratings(theory)),
        summaries=tuple(_summaries(theory, claims)),
        documents=len(theory.sources),
        studies=studies,
        cited=cited,
        basis=plain_words.basis(
            len(theory.sources), studies, cited, no_research(theory)
        ),
        limit=plain_words.limit(len(theory.sources)),
        in_common=claims.behind.in_common,
        withheld=withheld(theory),
        given_up=len(theory.configurations) - len(kept),
        references=tuple(_references(theory, references)),
    )


def _occurring(theory: Theory, claims: Claims) -> Iterator[Claim]:
    """Yield what need not be argued for, and which somebody may have looked at."""
    told = {(one.target, claims.of(one.id).heading) for one in _whole(theory)}
    for one, kind in claims.evidence.kinds.items():
        if kind not in ARGUED and (one, claims.of(one).heading) not in told:
            yield claims.of(one)


def _whole(theory: Theory) -> Iterator[Link]:
    """Yield the effects of the programme as a whole."""
    return (one for one in theory.links if one.relation is Relation.AFFECTS)


def _seen(theory: Theory, claims: Claims) -> Iterator[Claim]:
    """Yield the results that studies bear out: those that nobody wants come first."""
    told = {one.target for one in _whole(theory)}
    outcomes = [one for one in theory.elements if isinstance(one, Outcome)]
    for one in sorted(outcomes, key=lambda one: one.valence is not Valence.NEGATIVE):
        claim = claims.of(one.id)
        if one.id not in told and claim.has_data and not claim.is_not_borne_out:
            yield claim


def _not_borne_out(claims: Iterable[Claim]) -> tuple[Group, ...]:
    """Return what a reader must not overlook: studies looked, and were not for it."""
    return grouped((one for one in claims if one.is_not_borne_out), by_state=True)


def _counts(claims: list[Claim]) -> Iterator[Count]:
    for heading in plain_words.ORDER:
        if number := sum(claim.heading == heading for claim in claims):
            yield Count(heading, number)


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
            claim, term = claims.of(element.id), line(element.label)
            yield Offer(
                claim=claim,
                term=term if term.casefold() != claim.name.casefold() else "",
                part_of=claims.name(element.part_of) if element.part_of else "",
                is_for_leaders=element.id in of_leaders,
            )


def _themes(
    theory: Theory, claims: Claims, kept: list[Configuration]
) -> Iterator[Theme]:
    ordered = sorted(theory.themes, key=lambda one: (one.order is None, one.order or 0))
    titles = {one.id: line(one.title) for one in ordered}
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
        who=tuple(map(line, one.actors)),
        phase=line(one.phase),
        is_for_leaders=circumstances.for_leaders(one, claims.elements),
        is_failure=_is_failure(one, claims),
    )


def _is_failure(one: Configuration, claims: Claims) -> bool:
    """Tell whether a mechanism did not fire, or all that came of it is unwanted.

    Unwanted is what is bad and is not kept away, and what is good and is: leaders
    are not told to have in place what may do harm.
    """
    if Activation.NOT_FIRED in (one.activations or {}).values():
        return True
    less = prevented(one, claims.theory.links)
    return bool(one.outcomes) and all(
        claims.elements[outcome].valence
        is (Valence.POSITIVE if outcome in less else Valence.NEGATIVE)
        for outcome in one.outcomes
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
    for link in _whole(theory):
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
    """Yield what was left open of claims, and not decided since."""
    for one in theory.decisions:
        about = [
            claim
            for claim in one.claims
            if claim in claims.evidence.kinds
            and one in (claims.evidence.standing_decisions(claim) or [one])
        ]
        if one.verdict is Verdict.LEFT_OPEN and (about or not one.claims):
            yield Decision(
                about=tuple(claims.of(claim).text for claim in about),
                reason=line(one.rationale),
                date=one.date or "",
            )


def _ratings(theory: Theory) -> Iterator[Rating]:
    for one in theory.ratings:
        yield Rating(
            scheme=line(rating_words.scheme(one.scheme)),
            value=line(one.value),
            meaning=rating_words.meaning(one.scheme, one.value),
            caveat=rating_words.caveat(one.scheme),
            domain=line(one.domain),
            by=line(one.by),
        )


def _summaries(theory: Theory, claims: Claims) -> Iterator[Summary]:
    for dimension in Dimension:
        own = [one for one in theory.emmie if one.dimension is dimension]
        said = [
            claims.passage(source, excerpt)
            for source, excerpt in speaking_to(theory, dimension)
        ]
        if own or said:
            rated: list[int | None] = [
                one.quality for one in own if one.quality is not None
            ]
            yield Summary(
                id=str(dimension),
                question=plain_words.DIMENSIONS[dimension],
                answer=" ".join(
                    plain_words.ended(line(o.summary)) for o in own if o.summary
                ),
                quality=joined(list(map(rating_words.quality, rated or [None]))),
                passages=tuple(said),
            )


def _references(theory: Theory, references: References) -> Iterator[Words]:
    """Yield the entries of the list of references, with what of each was read."""
    extents = {one.id: line(one.extent) for one in theory.sources}
    for source, entry in references.full.items():
        read = extents.get(source)
        yield (
            (*entry, Run(f" Of this was read: {plain_words.ended(read)}"))
            if read
            else entry
        )


def _sentence(text: str | None) -> str:
    return plain_words.ended(said) if (said := line(text)) else ""
