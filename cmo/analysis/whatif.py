"""What is left of a theory's evidence when some of it is left out."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from cmo.analysis.naming import labels
from cmo.analysis.structure import evidenced
from cmo.english import worded
from cmo.evidence import FOR, Evidence, State
from cmo.model.vocabulary import Bearing, Independence, Level

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from cmo.evidence import Support, Use
    from cmo.model import Theory
    from cmo.model.vocabulary import SourceKind


@dataclass(frozen=True, slots=True)
class Condition:
    """What is asked of a use of a passage to be kept.

    Attributes:
        words: The condition, as "without smith-2020" or "only direct passages".
        keeps: Tells whether a use meets it.
        why: Says of a use that does not why it is left out.
        passes_on: Whether evidence still passes on to neighbours.
    """

    words: str
    keeps: Callable[[Use], bool]
    why: Callable[[Use], str]
    passes_on: bool = True


def without_source(source: str) -> Condition:
    """Leave out one document."""
    return Condition(
        f"without {source}", lambda use: use.source.id != source, lambda _: source
    )


def without_study(study: str) -> Condition:
    """Leave out one study, whichever documents report it."""
    return Condition(
        f"without the study {study}",
        lambda use: use.study != study,
        lambda _: f"the study {study}",
    )


def only_independent(party: str | None = None) -> Condition:
    """Keep sources that are judged independent: of all parties, or of one by name."""
    words = "only sources judged independent"
    if party is not None:
        words = f"only sources judged independent of {party}"
    return Condition(
        words,
        lambda use: use.independent_of(party) is Independence.INDEPENDENT,
        lambda use: f"independence {_WHY[use.independent_of(party)]}",
    )


_WHY = {
    Independence.AFFILIATED: "judged as affiliated",
    Independence.UNCLEAR: "unclear or not judged",
}


def least_rigour(level: Level) -> Condition:
    """Keep passages that were appraised as of this rigour or better."""
    words = f"only passages of {level} rigour"
    if level is not Level.HIGH:
        words = f"only passages of {level} rigour or better"
    return Condition(
        words,
        lambda use: use.appraisal("rigour").rank >= level.rank,
        lambda use: f"rigour {use.appraisal('rigour').replace('_', ' ')}",
    )


def direct_only() -> Condition:
    """Keep passages that are about the claim itself; neighbours pass nothing on."""
    return Condition(
        "only passages about the claim itself",
        lambda use: use.is_direct,
        lambda _: "not about the claim itself",
        passes_on=False,
    )


def of_kinds(kinds: Sequence[SourceKind]) -> Condition:
    """Keep sources of these kinds."""
    named = " or ".join(worded(kind) for kind in kinds)
    return Condition(
        f"only sources of kind {named}",
        lambda use: use.source.kind in kinds,
        lambda use: f"of kind {use.source.kind.replace('_', ' ')}",
    )


@dataclass(frozen=True, slots=True)
class Change:
    """What becomes of one claim.

    Attributes:
        claim: Its id.
        label: What to show for it.
        before: With all passages.
        after: With those that are kept.
    """

    claim: str
    label: str
    before: Support
    after: Support

    @property
    def changes_state(self) -> bool:
        """Tell whether the claim's state is another one."""
        return self.before.state is not self.after.state

    @property
    def studies(self) -> tuple[int, int]:
        """The numbers of studies that directly speak for the claim, before, after."""
        return self.before.count(*FOR), self.after.count(*FOR)

    @property
    def loses_passages(self) -> bool:
        """Tell whether a passage that bears on the claim was left out."""
        return len(self.before.uses) != len(self.after.uses)


@dataclass(frozen=True, slots=True)
class WhatIf:
    """What is left of a theory's evidence when some of it is left out.

    Attributes:
        theory: The theory.
        conditions: What was asked, in words.
        uses: Numbers of uses of passages, before and after.
        reasons: Why uses are left out, with the number of each, most first.
        sources: Documents with passages that bear on claims, before and after.
        changes: The claims that are in another state or have fewer passages.
        states: State to the number of argued claims in it, before and after.
        outcomes: Outcomes with a chain that studies support in every step, before
            and after; None if the theory is too dense to tell.
        notes: What a reader should know to read the result rightly.
    """

    theory: Theory
    conditions: tuple[str, ...]
    uses: tuple[int, int]
    reasons: tuple[tuple[str, int], ...]
    sources: tuple[frozenset[str], frozenset[str]]
    changes: tuple[Change, ...]
    states: dict[State, tuple[int, int]]
    outcomes: tuple[frozenset[str], frozenset[str]] | None
    notes: tuple[str, ...]

    @property
    def is_empty(self) -> bool:
        """Tell whether nothing that speaks is left, neutral passages apart."""
        return bool(self.sources[0]) and not self.sources[1]

    @property
    def lost(self) -> list[str]:
        """The outcomes that lose every evidenced chain, in file order."""
        if self.outcomes is None:
            return []
        before, after = self.outcomes
        return [e.id for e in self.theory.elements if e.id in before - after]


def whatif(theory: Theory, conditions: Iterable[Condition]) -> WhatIf:
    """Return what is left of the evidence if only what meets all `conditions` is."""
    asked = tuple(conditions)
    before = Evidence(theory)
    after = before.going_by(
        lambda use: all(one.keeps(use) for one in asked),
        inherit=all(one.passes_on for one in asked),
    )
    shown = labels(theory)
    compared = [
        Change(one.claim, shown[one.claim], one, after.of(one.claim))
        for one in before.all()
    ]
    first, then = evidenced(before), evidenced(after)
    said, left = _reported(before), _reported(after)
    return WhatIf(
        theory=theory,
        conditions=tuple(one.words for one in asked),
        uses=(_uses(before), _uses(after)),
        reasons=tuple(_reasons(before, after, asked)) if asked else (),
        sources=(frozenset(said), frozenset(left)),
        changes=tuple(c for c in compared if c.changes_state or c.loses_passages),
        states=_states(before, after),
        outcomes=None if first is None or then is None else (first, then),
        notes=tuple(_notes(before, said, left)),
    )


def _uses(evidence: Evidence) -> int:
    return sum(map(len, evidence.uses.values()))


def _reasons(
    before: Evidence, after: Evidence, asked: Sequence[Condition]
) -> Iterator[tuple[str, int]]:
    """Yield why uses are left out, with the number of each, most first."""
    *others, last = asked
    found: Counter[str] = Counter()
    for claim, uses in before.uses.items():
        kept = after.uses.get(claim, ())
        if len(kept) == len(uses):
            continue
        stays = set(map(id, kept))
        for use in uses:
            if id(use) not in stays:
                failed = next((one for one in others if not one.keeps(use)), last)
                found[failed.why(use)] += 1
    yield from sorted(found.items(), key=lambda item: (-item[1], item[0]))


def _reported(evidence: Evidence) -> dict[str, set[str]]:
    """Return the documents that have a passage on any claim, with their studies."""
    found: defaultdict[str, set[str]] = defaultdict(set)
    for uses in evidence.uses.values():
        for use in uses:
            if use.bears.bearing is not Bearing.NEUTRAL:
                found[use.source.id].add(use.study)
    return dict(found)


def _states(before: Evidence, after: Evidence) -> dict[State, tuple[int, int]]:
    first = Counter(one.state for one in before.argued())
    then = Counter(one.state for one in after.argued())
    return {state: (first[state], then[state]) for state in State}


def _notes(
    before: Evidence, said: dict[str, set[str]], left: dict[str, set[str]]
) -> Iterator[str]:
    """Yield where what was left out may still speak through something that was kept.

    Args:
        before: The evidence with all passages.
        said: As `_reported`, of all passages.
        left: The same of those that are kept.
    """
    kept = set().union(*left.values())
    gone = set().union(*said.values()) - kept
    for source in before.theory.sources:
        dropped = said.get(source.id, set()) if source.id not in left else set()
        for study in sorted(dropped & kept):
            yield (
                f"the study {study}, which {source.id} reports, is kept, as other "
                f"documents report it too: leave out study:{study} to drop it"
            )
    for review in sorted(kept):
        if included := sorted(before.background.includes.get(review, _NONE) & gone):
            yield f"the review {review} is kept, and includes {', '.join(included)}"


_NONE: frozenset[str] = frozenset()
