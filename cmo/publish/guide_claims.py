"""Claims for a guide: what is held, in plain words, and what stands behind it."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from typing import TYPE_CHECKING

from cmo.english import joined
from cmo.evidence import LOOKED
from cmo.graph import sign
from cmo.model import Configuration, Link, Rival
from cmo.model.vocabulary import Bearing, ElementKind, Relation, Share, Sign
from cmo.publish import plain_words
from cmo.publish.guide_evidence import Behind
from cmo.publish.guide_parts import Claim, Group, Passage
from cmo.report.passages import LONGEST, place, rank, unmarked
from cmo.statements import label, link_statement, statement

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from cmo.evidence import Evidence, Use
    from cmo.model import Assessment, Element, Excerpt, Source, Theory
    from cmo.publish.references import References

# Passages on one claim, if those of so many studies are not more.
MOST = 8


class Claims:
    """Makes the claims of one theory."""

    def __init__(self, evidence: Evidence, references: References) -> None:
        """Take the evidence of a theory, and how its sources are cited."""
        self.evidence = evidence
        self.theory = evidence.theory
        self.elements: dict[str, Element] = {e.id: e for e in self.theory.elements}
        self.behind = Behind(evidence, references)
        self._references = references
        self._made: dict[str, Claim] = {}
        self._judged: defaultdict[str, list[Assessment]] = defaultdict(list)
        for one in self.theory.assessments:
            self._judged[one.claim].append(one)

    def of(self, claim: str) -> Claim:
        """Return the claim with this id.

        Raises:
            KeyError: The theory has no such claim.
        """
        if claim not in self._made:
            self._made[claim] = self._claim(claim)
        return self._made[claim]

    def _claim(self, claim: str) -> Claim:
        record = self.evidence.background.records[claim]
        text, name, meaning = self._said(record)
        support = self.evidence.of(claim)
        is_close = self.behind.leaning(claim) is not None
        uses = [u for u in _speaking(support.uses) if is_close or u.is_direct]
        shown = _chosen(uses)
        return Claim(
            id=claim,
            text=text,
            name=name,
            meaning=line(meaning),
            state=str(support.state),
            heading=self.behind.heading(claim),
            has_data=any(use.bears.bearing in LOOKED for use in support.uses),
            is_not_borne_out=self.behind.is_not_borne_out(claim),
            standing=self.behind.standing(claim),
            evidence=self._evidence(claim, record.undeveloped),
            reason=plain_words.ended(reason) if (reason := record.undeveloped) else "",
            cited=self.behind.cited(self.behind.carrying(claim)),
            others=self.behind.others(claim),
            passages=tuple(self._bearing(use) for use in shown),
            more=len(uses) - len(shown),
        )

    def name(self, claim: str) -> str:
        """Return what an element is called among practitioners."""
        return label(self.elements[claim], plain=True)

    def _said(
        self, record: Element | Link | Configuration | Rival
    ) -> tuple[str, str, str | None]:
        """Return what is held, the same in a few words, and what is meant by it."""
        match record:
            case Link():
                text = link_statement(record, self.elements, plain=True)
                if effect := self._effect(record):
                    return text, effect, self.elements[record.target].definition
                return text, text, record.rationale
            case Configuration():
                text = statement(
                    record, self.elements, links=self.theory.links, plain=True
                )
                return text, line(record.label), None
            case Rival():
                name = line(record.label)
                return f"Another explanation: “{name}”.", name, record.explanation
            case _:
                name = label(record, plain=True)
                return _OCCURS[record.kind].format(name), name, record.definition

    def _effect(self, link: Link) -> str:
        """Return the outcome of a whole-programme effect; of another link, nothing."""
        if link.relation is not Relation.AFFECTS:
            return ""
        name = f"“{self.name(link.target)}”"
        match sign(link):
            case Sign.MINUS:
                return f"less of {name}"
            case Sign.UNKNOWN:
                return f"{name} (more or less of it: not known)"
            case _:
                return name

    def _evidence(self, claim: str, reason: str | None) -> str:
        said = self.behind.evidence_of(claim, reason)
        if judged := list(dict.fromkeys(_degrees(self._judged[claim]))):
            said += f" People judged how far it can be trusted: {joined(judged)}."
        return said

    def passage(self, source: Source, excerpt: Excerpt, bearing: str = "") -> Passage:
        """Return a passage that says something, of a claim or of the whole."""
        is_public = excerpt.share is Share.PUBLIC
        where = place(excerpt.locator, hidden=not is_public)
        cited = line(excerpt.reported_from) if is_public else ""
        told = (self._references.cite(source.id), where, cited and f"citing {cited}")
        return Passage(
            id=f"{source.id}#{excerpt.id}",
            text=unmarked(excerpt, LONGEST) if is_public else "",
            is_quotation=excerpt.verbatim,
            bearing=bearing,
            is_data=True,
            source=", ".join(filter(None, told)),
        )

    def _bearing(self, use: Use) -> Passage:
        bearings = plain_words.BEARINGS if use.is_direct else plain_words.CLOSE_BEARINGS
        made = self.passage(use.source, use.excerpt, bearings[use.bears.bearing])
        return replace(made, is_data=use.bears.bearing in LOOKED)


def grouped(claims: Iterable[Claim], *, by_state: bool = False) -> tuple[Group, ...]:
    """Return claims with what can be said of several at once, as guides order them.

    Args:
        claims: The claims.
        by_state: Put those together of which the same is known, whatever stands
            behind each.
    """
    found: dict[tuple[str, str, tuple[str, ...]], list[Claim]] = {}
    for one in claims:
        evidence, cited = ("", ()) if by_state else (one.evidence, one.cited)
        found.setdefault((one.heading, evidence, cited), []).append(one)
    return tuple(
        Group(heading, evidence, cited, tuple(members))
        for (heading, evidence, cited), members in sorted(
            found.items(), key=lambda one: plain_words.ORDER.index(one[0][0])
        )
    )


def withheld(theory: Theory) -> int:
    """Return how many passages that a guide goes by are not for publication."""
    return sum(
        excerpt.share is Share.TEAM
        and bool(
            excerpt.emmie
            or any(use.bearing is not Bearing.NEUTRAL for use in excerpt.bears_on)
        )
        for source in theory.sources
        for excerpt in source.excerpts
    )


def _speaking(uses: Iterable[Use]) -> Iterator[Use]:
    """Yield the uses that say something for, against or about a claim."""
    return (use for use in uses if use.bears.bearing is not Bearing.NEUTRAL)


def _chosen(uses: list[Use]) -> list[Use]:
    """Return the most telling use of each study and bearing, and others to `MOST`."""
    ranked = sorted(uses, key=rank)
    first = {(use.study, use.bears.bearing): use for use in reversed(ranked)}
    chosen = {id(use) for use in first.values()}
    rest = [id(use) for use in ranked if id(use) not in chosen]
    chosen.update(rest[: max(0, MOST - len(chosen))])
    return [use for use in uses if id(use) in chosen]


def _degrees(judged: Iterable[Assessment]) -> Iterator[str]:
    """Yield how far people trust a claim, with the year where they said so."""
    for one in judged:
        if one.confidence:
            when = f" ({one.date[:4]})" if one.date else ""
            yield f"{plain_words.CONFIDENCES[one.confidence]}{when}"


_OCCURS = {
    ElementKind.CONTEXT: "This is so: “{}”.",
    ElementKind.INTERVENTION: "This is offered: “{}”.",
    ElementKind.MECHANISM: "People respond in this way: “{}”.",
    ElementKind.OUTCOME: "This comes about: “{}”.",
}


def line(text: str | None) -> str:
    """Return a text on one line; nothing for none."""
    return " ".join((text or "").split())
