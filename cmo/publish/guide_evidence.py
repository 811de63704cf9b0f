"""What stands behind a claim, for a guide: sentences with their documents.

A document is named only with what it says: those that decide the state of a claim
with that, and those that speak otherwise with what they say.
"""

from __future__ import annotations

from itertools import product
from typing import TYPE_CHECKING, NamedTuple

from cmo.english import joined
from cmo.evidence import (
    DECIDING,
    FOR,
    LOOKED,
    NOT_BORNE_OUT,
    Flag,
    State,
    deciding,
    independent,
)
from cmo.evidence.studies import is_research
from cmo.graph import given_up
from cmo.model import Configuration, Link
from cmo.model.vocabulary import Bearing, Share, SourceKind, Verdict
from cmo.publish.plain_words import (
    CAVEATS,
    CLOSE_HEADINGS,
    HEADINGS,
    IN_COMMON,
    LEFT_OPEN,
    NO_STUDY,
    VERDICTS,
    capital,
    ended,
)
from cmo.statements import label

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from cmo.evidence import Evidence, Support, Use
    from cmo.publish.references import References

    # Bearings, and what one study, and several, say that bear so.
    _Phrase = tuple[frozenset[Bearing], str, str]

# A caveat that holds for so large a share of the claims, and for so many of them, is
# said once, and under each of the others that it is otherwise.
SHARE, FEWEST = 0.75, 6
# Parts of a claim that are named; of more their number is told.
NAMED = 3


class Behind:
    """Says what stands behind the claims of one theory."""

    def __init__(self, evidence: Evidence, references: References) -> None:
        """Take the evidence of a theory, and how its sources are cited."""
        self.evidence = evidence
        self._references = references
        self._elements = {one.id: one for one in evidence.theory.elements}
        self._counted = self._in_common()

    def evidence_of(self, claim: str, reason: str | None = None) -> str:
        """Return what stands behind a claim, with its caveats, in a few sentences.

        Args:
            claim: Its id.
            reason: Why the team knowingly leaves the gap, in its own words.
        """
        return " ".join(
            (
                self.standing(claim, reason),
                *self._beside(claim),
                *self._caveats(claim),
                *self._unpublished(claim),
            )
        )

    def standing(self, claim: str, reason: str | None = None) -> str:
        """Return the state of a claim in a sentence or two, with counts of studies."""
        support = self.evidence.of(claim)
        match support.state:
            case State.UNSUPPORTED:
                return "Nobody has looked at this."
            case State.UNDEVELOPED:
                why = f" The guide’s authors say why: {ended(reason)}" if reason else ""
                return f"Nobody has looked at this.{why}"
            case State.THEORISED:
                return self._assumed(claim)
            case State.INDIRECT:
                return self._indirect(support)
            case _:
                return self._direct(support)

    def leaning(self, claim: str) -> State | None:
        """Return what data on something close to a claim say, if it has no other.

        That is the state that they would give it were they about the claim itself.
        """
        support = self.evidence.of(claim)
        if support.state is not State.INDIRECT:
            return None
        return _leaning(support.uses)

    def heading(self, claim: str) -> str:
        """Return the state of a claim in a few plain words."""
        if leaning := self.leaning(claim):
            return CLOSE_HEADINGS[leaning]
        return HEADINGS[self.evidence.of(claim).state]

    def is_not_borne_out(self, claim: str) -> bool:
        """Tell whether somebody looked, at it or near it, and was not for it."""
        one = self.leaning(claim) or self.evidence.of(claim).state
        return one in NOT_BORNE_OUT

    def others(self, claim: str) -> str:
        """Return who speaks otherwise than the state of a claim, and who beside it."""
        support = self.evidence.of(claim)
        deciding = self.carrying(claim)
        rest = [
            use for use in _data(support.uses) if use.is_direct and use not in deciding
        ]
        known = {use.study for use in deciding}
        said = []
        for bearings, of_one, of_many in _DIRECT:
            if own := [use for use in rest if use.bears.bearing in bearings]:
                verb, who = of_one, "Another"
                if {use.study for use in own} <= known:
                    who = "The same research also"
                elif (count := self._count(own)) > 1:
                    verb, who = of_many, f"{count} others"
                said.append(f"{who} {verb}{self.cite(own)}.")
        kinds = self._kinds(deciding)
        return " ".join(
            (
                *kinds,
                *said,
                *self._beside(claim),
                *self._caveats(claim),
                *self._unpublished(claim),
            )
        )

    def carrying(self, claim: str) -> list[Use]:
        """Return the uses of passages that the state of a claim rests on."""
        support = self.evidence.of(claim)
        if wanted := DECIDING.get(support.state):
            return [
                use
                for use in support.uses
                if use.is_direct and use.bears.bearing in wanted
            ]
        reaching = [use for _, uses in self.evidence.reaching(claim) for use in uses]
        match support.state:
            case State.INDIRECT:
                return list(_data(support.uses)) or list(_data(reaching))
            case State.THEORISED:
                return _proposing(support.uses) or _proposing(reaching)
            case _:
                return []

    def cited(self, uses: Iterable[Use]) -> tuple[str, ...]:
        """Return the documents of some uses, as "Smith 2020", each once."""
        named = {use.source.id for use in uses}
        return tuple(
            short for one, short in self._references.short.items() if one in named
        )

    def cite(self, uses: Iterable[Use]) -> str:
        """Return " (Smith 2020; Doe 2021)"."""
        return f" ({'; '.join(cited)})" if (cited := self.cited(uses)) else ""

    @property
    def in_common(self) -> tuple[str, ...]:
        """What holds for nearly all claims, and is not said under each."""
        return tuple(
            f"Of the {total} claims that a document brings data on, {count} "
            f"{IN_COMMON[flag][0]}. That is not said again of each of them; where it "
            "is otherwise, that is said."
            for flag, (count, total) in self._counted.items()
        )

    def _in_common(self) -> dict[Flag, tuple[int, int]]:
        with_data = [one for one in self.evidence.argued() if self._has_data(one)]
        counts = {
            flag: sum(flag in one.flags for one in with_data) for flag in IN_COMMON
        }
        total = len(with_data)
        return {
            flag: (count, total)
            for flag, count in counts.items()
            if count >= FEWEST and count >= SHARE * total
        }

    def _has_data(self, support: Support) -> bool:
        """Tell whether a claim has passages of its own that a flag can be of."""
        is_own = support.state in DECIDING or support.state is State.INDIRECT
        return is_own and any(_data(support.uses))

    def _direct(self, support: Support) -> str:
        """Return how many studies looked at the claim itself, and what they found."""
        own = [use for use in _data(support.uses) if use.is_direct]
        found = joined(list(self._found(own, _DIRECT)), comma=True)
        is_split = support.state is State.CONTESTED
        said = f"Findings disagree: {found}." if is_split else f"{capital(found)}."
        return " ".join((said, *self._kinds(own)))

    def _indirect(self, support: Support) -> str:
        if own := list(_data(support.uses)):
            found = joined(list(self._found(own, _CLOSE)), comma=True)
            said = [f"Not studied itself, only something close: {found}."]
            return " ".join((*said, *self._kinds(own)))
        near = list(self._near(support.claim))
        uses = [use for one in near for use in one.uses]
        is_whole = support.kind == "configuration"
        said = [
            "Not studied as a whole, only in parts."
            if is_whole
            else "Not studied itself, only something that it is a part of.",
            self._tally(near, is_whole=is_whole),
        ]
        return " ".join((*said, *self._kinds(uses)))

    def _assumed(self, claim: str) -> str:
        support, cited = self.evidence.of(claim), self.cite(self.carrying(claim))
        own = _proposing(support.uses)
        if own and not any(use.is_direct for use in own):
            return f"Something close is assumed{cited}, and not tested by any study."
        how = ""
        if not own:
            is_whole = support.kind == "configuration"
            how = " in part" if is_whole else " as a part of something else"
        return f"Assumed{how}{cited}, and not tested by any study."

    def _near(self, claim: str) -> Iterator[_Near]:
        """Yield the neighbours whose data reach a claim."""
        for other, uses in self.evidence.reaching(claim):
            if own := list(_data(uses)):
                state = self.evidence.of(other).state
                is_close = state is State.INDIRECT
                said = _leaning(own) if is_close else state
                yield _Near(other, said, is_close, own)

    def _tally(self, near: Sequence[_Near], *, is_whole: bool) -> str:
        """Return what studies say of the parts of a claim, or of what it is a part of.

        Args:
            near: Each of them, with the passages that reach the claim.
            is_whole: Are they parts of the claim?
        """
        uses = [use for one in near for use in one.uses]
        one = self._count(uses) == 1
        found = []
        for state, is_close in product(_TALLIED, (False, True)):
            those = [n for n in near if (n.said, n.is_close) == (state, is_close)]
            if those:
                of_one, of_many, after = _TALLIED[state]
                does = of_one if one else of_many
                close = " something close to" if is_close else ""
                cited = self.cite(use for own in those for use in own.uses)
                found.append(f"{does}{close} {self._which(those)}{after}{cited}")
        what = "its parts" if is_whole else "the statements that it is a part of"
        nouns = _STUDY if any(map(_is_research, uses)) else _DOCUMENT
        who = f"one {nouns[0]}" if one else nouns[1]
        return f"Of {what}, {who} {joined(found, comma=True)}."

    def _which(self, near: Sequence[_Near]) -> str:
        """Return a few claims by their names, and more by their number."""
        if len(near) > NAMED:
            return str(len(near))
        return joined([self._name(one.claim) for one in near])

    def _name(self, claim: str) -> str:
        record = self.evidence.background.records[claim]
        if isinstance(record, Link):
            ends = (self._elements[end] for end in (record.source, record.target))
            start, end = (f"“{label(one, plain=True)}”" for one in ends)
            return f"the step from {start} to {end}"
        if element := self._elements.get(claim):
            return f"“{label(element, plain=True)}”"
        gone = isinstance(record, Configuration) and given_up(record)
        return f"“{' '.join(record.label.split())}”{' (given up)' if gone else ''}"

    def _beside(self, claim: str) -> Iterator[str]:
        """Yield what else documents say that does not decide the state of a claim."""
        support = self.evidence.of(claim)
        named = {use.source.id for use in _data(support.uses)}
        close = [use for use in _data(support.uses) if not use.is_direct]
        if close and support.state in DECIDING:
            found = joined(list(self._found(close, _CLOSE)), comma=True)
            yield f"Something close to it was studied too: {found}."
        if support.state is not State.THEORISED:
            rest = [
                use for use in _proposing(support.uses) if use.source.id not in named
            ]
            for what, own in (
                ("It", [use for use in rest if use.is_direct]),
                ("Something close to it", [use for use in rest if not use.is_direct]),
            ):
                if own:
                    yield f"{what} is assumed in {joined(self.cited(own))}."
        if support.kind == "configuration" and any(_data(support.uses)):
            against = [one for one in self._near(claim) if one.said in NOT_BORNE_OUT]
            if against:
                yield self._tally(against, is_whole=True)

    def _caveats(self, claim: str) -> Iterator[str]:
        """Yield a sentence for each flag, but for what `standing` says already."""
        support = self.evidence.of(claim)
        for flag in support.flags:
            # A single study is said in the number, but where findings disagree.
            is_said = flag is Flag.SINGLE_STUDY and support.state is not State.CONTESTED
            if flag is Flag.DECIDED:
                yield self._weighed(support)
            elif not is_said and flag not in self._counted:
                yield CAVEATS[flag]
        if self._has_data(support):
            for flag in self._counted:
                if flag not in support.flags:
                    yield IN_COMMON[flag][1]

    def _weighed(self, support: Support) -> str:
        standing = self.evidence.standing_decisions(support.claim)
        verdicts = dict.fromkeys(one.verdict for one in standing if one.verdict)
        decided = joined([VERDICTS[one] for one in verdicts])
        why = f" (see “{LEFT_OPEN}”)" if Verdict.LEFT_OPEN in verdicts else ""
        return f"{CAVEATS[Flag.DECIDED].removesuffix('.')}: {decided}{why}."

    def _unpublished(self, claim: str) -> Iterator[str]:
        """Yield that what a claim rests on is not for publication, all or one side."""
        uses = self.carrying(claim)
        hidden = [use for use in uses if use.excerpt.share is Share.TEAM]
        if hidden and len(hidden) == len(uses):
            are = "passage is" if len(uses) == 1 else "passages are"
            yield f"(The {are} not for publication.)"
            return
        shown = {use.bears.bearing for use in uses if use not in hidden}
        for bearings, of_one, of_many in _DIRECT:
            own = [use for use in hidden if use.bears.bearing in bearings]
            if own and shown.isdisjoint(bearings):
                one = len(own) == 1
                what = f"passage that {of_one}" if one else f"passages that {of_many}"
                yield f"(Not for publication: the {what}.)"

    def _found(
        self,
        uses: Sequence[Use],
        phrases: Sequence[tuple[frozenset[Bearing], str, str]],
    ) -> Iterator[str]:
        """Yield "one study speaks for it (A)", "2 speak against it (B; C)" …."""
        is_after_studies = False
        told = set[str]()
        for bearings, of_one, of_many in phrases:
            if own := [use for use in uses if use.bears.bearing in bearings]:
                studies = {use.study for use in own}
                if studies == told:
                    who, does = "the same research", of_one
                else:
                    who = self._who(own, is_after_studies=is_after_studies)
                    does = of_one if self._count(own) == 1 else of_many
                is_after_studies = all(map(_is_research, own))
                told = studies
                yield f"{who} {does}{self.cite(own)}"

    def _who(self, uses: Sequence[Use], *, is_after_studies: bool) -> str:
        """Return "one study", or "2 studies and one other document"."""
        of_studies = {use.study for use in uses if _is_research(use)}
        rest = {use.study for use in uses} - of_studies
        studies, others = self._independent(of_studies), self._independent(rest)
        if not rest:
            return _several(studies, *(("", "") if is_after_studies else _STUDY))
        if not of_studies:
            return _several(others, *_DOCUMENT)
        more = _several(others, "other document", "other documents")
        return f"{_several(studies, *_STUDY)} and {more}"

    def _kinds(self, uses: Sequence[Use]) -> Iterator[str]:
        """Yield what those documents are that are no studies."""
        rest: dict[SourceKind, dict[str, Use]] = {}
        for use in uses:
            if not _is_research(use):
                rest.setdefault(use.source.kind, {})[use.source.id] = use
        words = [
            NO_STUDY[kind][0 if len(own) == 1 else 1] for kind, own in rest.items()
        ]
        if words and not any(map(_is_research, uses)):
            is_one = sum(map(len, rest.values())) == 1
            are, studies = _THAT if is_one else _THOSE
            yield f"{are} {joined(words)}, not {studies}."
            return
        for word, own in zip(words, rest.values(), strict=True):
            is_one = len(own) == 1
            yield (
                f"{joined(self.cited(own.values()))} {'is' if is_one else 'are'} "
                f"{word}, not {'a study' if is_one else 'studies'}."
            )

    def _count(self, uses: Iterable[Use]) -> int:
        return self._independent({use.study for use in uses})

    def _independent(self, studies: set[str]) -> int:
        return independent(studies, self.evidence.background.includes)


class _Near(NamedTuple):
    """A neighbour of a claim, and its passages that reach it.

    Attributes:
        claim: The id of the neighbour.
        said: Its state, or that which data on something close would give it.
        is_close: Is it the latter?
        uses: The passages: data all of them.
    """

    claim: str
    said: State | None
    is_close: bool
    uses: list[Use]


def _leaning(uses: Iterable[Use]) -> State | None:
    return deciding({use.bears.bearing for use in uses})


def _is_research(use: Use) -> bool:
    return is_research(use.source, use.excerpt)


def _several(count: int, one: str, many: str) -> str:
    """Return "one study" or "3 studies"."""
    return (f"one {one}" if count == 1 else f"{count} {many}").strip()


def _data(uses: Iterable[Use]) -> Iterator[Use]:
    return (use for use in uses if use.bears.bearing in LOOKED)


def _proposing(uses: Iterable[Use]) -> list[Use]:
    return [use for use in uses if use.bears.bearing is Bearing.PROPOSES]


_THAT, _THOSE = ("That is", "a study"), ("Those are", "studies")
_STUDY = ("study", "studies")
_DOCUMENT = ("document", "documents")
_REFUTING = frozenset({Bearing.REFUTES})
_NULL = frozenset({Bearing.NO_EFFECT})
_WEAK = frozenset({Bearing.INCONCLUSIVE})
_NO_EFFECT = "tested it and found no reliable effect"
_TOO_WEAK = "looked, but could not say"
_DIRECT = (
    (FOR, "speaks for it", "speak for it"),
    (_REFUTING, "speaks against it", "speak against it"),
    (_NULL, _NO_EFFECT, _NO_EFFECT),
    (_WEAK, _TOO_WEAK, _TOO_WEAK),
)
# The same of studies of something close to the claim: it was not the claim that they
# tested, or looked at.
_NO_EFFECT_NEAR = "found no reliable effect there"
_CLOSE = (
    (FOR, "speaks for that", "speak for that"),
    (_REFUTING, "speaks against that", "speak against that"),
    (_NULL, _NO_EFFECT_NEAR, _NO_EFFECT_NEAR),
    _DIRECT[3],
)
# What one study, and several, say of parts, before their names and after.
_TALLIED = {
    State.SUPPORTED: ("speaks for", "speak for", ""),
    State.OPPOSED: ("speaks against", "speak against", ""),
    State.CONTESTED: ("is divided on", "disagree on", ""),
    State.NO_EFFECT: ("looked for", "looked for", " and found no reliable effect"),
    State.INCONCLUSIVE: ("could not tell of", "could not tell of", ""),
}
