"""The uses of passages, and what they come to for one claim."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple, cast

from cmo.evidence.states import DECIDING, Flag, State
from cmo.evidence.studies import independent, reported
from cmo.model.vocabulary import Bearing, Directness, Independence, Level

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from cmo.model import BearsOn, Excerpt, Source


class Use(NamedTuple):
    """One use of a passage: how an excerpt of a source bears on a claim.

    Attributes:
        source: The document.
        excerpt: The passage.
        bears: The claim, and how the passage bears on it.
        study: The study that speaks; see `study_of`.
    """

    source: Source
    excerpt: Excerpt
    bears: BearsOn
    study: str

    @classmethod
    def of(cls, source: Source, excerpt: Excerpt, bears: BearsOn) -> Use:
        """Return the use, with the study that speaks: the passage's own if given."""
        return cls(source, excerpt, bears, study_of(source, excerpt))

    @property
    def passage(self) -> str:
        """Return the passage's id, ``source-id#excerpt-id``."""
        return f"{self.source.id}#{self.excerpt.id}"

    @property
    def is_direct(self) -> bool:
        """Tell whether the passage is about this claim itself."""
        return self.bears.directness is Directness.DIRECT

    @property
    def independence(self) -> Independence:
        """Return the judgement on the document; unclear where there is none."""
        return self.independent_of(None)

    def independent_of(self, party: str | None) -> Independence:
        """Return `independence` of the document, towards one party or all.

        That a document is independent says nothing of a work that it cites, and
        nobody read; that it is affiliated does: it chose what to report.
        """
        judged = independence(self.source, party)
        is_hearsay = self.excerpt.reported_from and judged is Independence.INDEPENDENT
        return Independence.UNCLEAR if is_hearsay else judged

    def appraisal(self, part: str) -> Level:
        """Return relevance, richness or rigour: the passage's judgement wins.

        Relevance can be judged of each use, and that wins over both. That a
        document is rigorous says nothing of a work that it cites.
        """
        if part == "relevance" and self.bears.relevance is not _NOT_ASSESSED:
            return self.bears.relevance
        own = self.excerpt.appraisal
        if own is not None and (level := getattr(own, part)) is not _NOT_ASSESSED:
            return cast("Level", level)
        of_document = self.source.appraisal
        is_cited = part == "rigour" and self.excerpt.reported_from
        if of_document is None or is_cited:
            return _NOT_ASSESSED
        return cast("Level", getattr(of_document, part))


_NOT_ASSESSED = Level.NOT_ASSESSED


@dataclass(frozen=True, slots=True)
class Support:
    """What the evidence says of one claim.

    Attributes:
        claim: The claim's id.
        kind: ``"link"``, ``"configuration"``, ``"rival"``, or an element's kind.
        state: The first line of the states that fits.
        flags: In the order of `Flag`.
        uses: The claim's own passages, neutral ones included, in file order.
        inherited_from: Claims one step away with passages that bring data and reach
            this one; what is only proposed of them is left out.
        decisions: Ids of the decisions that name the claim, overtaken ones included;
            see `Evidence.standing_decisions`.
        unmet: What the team's policy asks of the claim and is not there.
    """

    claim: str
    kind: str
    state: State
    flags: tuple[Flag, ...]
    uses: tuple[Use, ...]
    inherited_from: tuple[str, ...]
    decisions: tuple[str, ...]
    unmet: tuple[str, ...]
    _includes: Mapping[str, frozenset[str]]

    def studies(self, bearings: Iterable[Bearing], *, direct: bool = True) -> list[str]:
        """Return the studies whose passages bear so, each named once, sorted.

        Args:
            bearings: Which bearings to look for.
            direct: Passages about the claim itself; else the indirect ones.
        """
        wanted = frozenset(bearings)
        return sorted(
            {
                u.study
                for u in self.uses
                if u.bears.bearing in wanted and u.is_direct == direct
            }
        )

    def count(self, *bearings: Bearing, direct: bool = True) -> int:
        """Return the number of studies whose passages bear so; see `independent`."""
        return independent(self.studies(bearings, direct=direct), self._includes)

    @property
    def documents(self) -> list[str]:
        """Return the ids of the sources with a passage that is not neutral."""
        return sorted(
            {u.source.id for u in self.uses if u.bears.bearing is not Bearing.NEUTRAL}
        )

    @property
    def is_direct(self) -> bool:
        """Tell whether somebody looked at the claim itself, whatever they found."""
        return self.state in DECIDING


def study_of(source: Source, excerpt: Excerpt) -> str:
    """Return the study that speaks in a passage: its own, or its document's."""
    return excerpt.study or reported(source)


def independence(source: Source, party: str | None = None) -> Independence:
    """Return the judgement on a document; unclear where there is none.

    Args:
        source: The document.
        party: One owner, funder or developer by name; without it, all together.
    """
    own = source.independence
    if own is None:
        return Independence.UNCLEAR
    if party is None:
        tied = Independence.AFFILIATED in (own.by_party or {}).values()
        # Nobody is independent of all who is tied to one of them.
        return Independence.AFFILIATED if tied else own.judgement
    # Independent of owners, funders and developers altogether is independent of one.
    is_meant = party in own.towards or (
        not own.towards and own.judgement is Independence.INDEPENDENT
    )
    overall = own.judgement if is_meant else Independence.UNCLEAR
    return (own.by_party or {}).get(party, overall)
