"""Claims for a guide: what is held, in plain words, and what stands behind it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cmo.evidence import LOOKED
from cmo.graph import sign
from cmo.model import Configuration, Link, Rival
from cmo.model.vocabulary import Bearing, Relation, Share, Sign
from cmo.publish import plain_words
from cmo.publish.guide_evidence import Behind
from cmo.publish.guide_parts import Claim, Group, Passage
from cmo.statements import label, link_statement, statement

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from cmo.evidence import Evidence, Use
    from cmo.model import Element, Excerpt
    from cmo.publish.references import References

# Characters of a passage: a quotation, not a reprint.
LONGEST = 280


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
        self._judged = {one.claim: one for one in self.theory.assessments}

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
        direct = [use for use in _speaking(support.uses) if use.is_direct]
        shown = list(_chosen(direct))
        return Claim(
            id=claim,
            text=text,
            name=name,
            meaning=_line(meaning),
            state=str(support.state),
            evidence=self._evidence(claim, record.undeveloped),
            reason=plain_words.ended(reason) if (reason := record.undeveloped) else "",
            cited=self.behind.cited(self.behind.carrying(claim)),
            others=self.behind.others(claim),
            passages=tuple(self._passage(use) for use in shown),
            more=len(direct) - len(shown),
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
                return text, self._effect(record) or text, record.rationale
            case Configuration():
                text = statement(
                    record, self.elements, links=self.theory.links, plain=True
                )
                return text, _line(record.label), None
            case Rival():
                name = _line(record.label)
                return f"Another explanation: “{name}”.", name, record.explanation
            case _:
                name = label(record, plain=True)
                return f"“{name}” comes about.", name, record.definition

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
        judged = self._judged.get(claim)
        if judged and judged.confidence:
            degree = plain_words.CONFIDENCES[judged.confidence]
            said += f" People judged how far it can be trusted: {degree}."
        return said

    def _passage(self, use: Use) -> Passage:
        excerpt = use.excerpt
        is_public = excerpt.share is Share.PUBLIC
        return Passage(
            text=_shortened(excerpt.text) if is_public else "",
            is_quotation=excerpt.verbatim,
            bearing=plain_words.BEARINGS[use.bears.bearing],
            is_data=use.bears.bearing in LOOKED,
            source=", ".join((self._references.cite(use.source.id), *_where(excerpt))),
        )


def grouped(claims: Iterable[Claim], *, by_state: bool = False) -> tuple[Group, ...]:
    """Return claims with what can be said of several at once, in the order of states.

    Args:
        claims: The claims.
        by_state: Put those of one state together, whatever stands behind each.
    """
    found: dict[tuple[str, str, tuple[str, ...]], list[Claim]] = {}
    for one in claims:
        evidence, cited = ("", ()) if by_state else (one.evidence, one.cited)
        found.setdefault((one.state, evidence, cited), []).append(one)
    headings = {str(state): said for state, said in plain_words.HEADINGS.items()}
    order = list(headings)
    return tuple(
        Group(state, headings[state], evidence, cited, tuple(members))
        for (state, evidence, cited), members in sorted(
            found.items(), key=lambda one: order.index(one[0][0])
        )
    )


def withheld(evidence: Evidence) -> int:
    """Return how many passages on the theory's claims are not for publication."""
    return len(
        {
            use.passage
            for uses in evidence.uses.values()
            for use in _speaking(uses)
            if use.excerpt.share is Share.TEAM
        }
    )


def _speaking(uses: Iterable[Use]) -> Iterator[Use]:
    """Yield the uses that say something for, against or about a claim."""
    return (use for use in uses if use.bears.bearing is not Bearing.NEUTRAL)


def _chosen(uses: list[Use]) -> Iterator[Use]:
    """Yield a use of each study and bearing: one that can be published, if any."""
    groups: dict[tuple[str, Bearing], list[Use]] = {}
    for use in uses:
        groups.setdefault((use.study, use.bears.bearing), []).append(use)
    for group in groups.values():
        public = (use for use in group if use.excerpt.share is Share.PUBLIC)
        yield next(public, group[0])


def _where(excerpt: Excerpt) -> Iterator[str]:
    """Yield where in its document a passage stands."""
    at = excerpt.locator
    for part in ("page", "slide", "section", "paragraph"):
        mark = getattr(at, part, None)
        # A page or slide can be numbered 0.
        if mark is not None and str(mark).strip():
            shown = _line(str(mark))
            yield f"{part} {shown}" if shown[0].isdigit() else f"{part} “{shown}”"
    if excerpt.reported_from:
        yield f"which cites {_line(excerpt.reported_from)}"


def _shortened(text: str) -> str:
    line = _line(text)
    if len(line) <= LONGEST:
        return line
    start, space, _ = line[:LONGEST].rpartition(" ")
    return f"{start if space else line[:LONGEST]} …"


def _line(text: str | None) -> str:
    return " ".join((text or "").split())
