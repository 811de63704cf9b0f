"""States, flags and other words of the vocabularies, for people who know none of them.

Each says what is recorded and no more: numbers are numbers of studies.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from cmo.evidence import Flag, State
from cmo.evidence.states import FOR
from cmo.model.vocabulary import (
    Bearing,
    Confidence,
    Dimension,
    Layer,
    Stage,
    Verdict,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from cmo.evidence import Support

# What went otherwise than hoped comes first: that is what readers must not miss.
HEADINGS = {
    State.OPPOSED: "Studies found the opposite",
    State.NO_EFFECT: "Tested, and no reliable effect found",
    State.CONTESTED: "Findings disagree",
    State.INCONCLUSIVE: "Looked at, and too little found to say",
    State.SUPPORTED: "A study speaks for it, and none against it",
    State.INDIRECT: "Not studied itself, only something close to it",
    State.THEORISED: "Assumed, and not tested by any study",
    State.UNDEVELOPED: "Nobody has looked, and the authors say why",
    State.UNSUPPORTED: "Nobody has looked",
}

LAYERS = {
    Layer.INDIVIDUAL: "The person",
    Layer.INTERPERSONAL: "Relationships between people",
    Layer.INSTITUTIONAL: "The organisation",
    Layer.INFRASTRUCTURAL: "The wider system: policy, money, staffing",
}

STAGES = {
    Stage.CANDIDATE: "It is a first idea, which has not been held against studies yet.",
    Stage.INITIAL: "It is a first version, which is still being held against studies.",
    Stage.REFINED: "It has been changed by the studies that it was held against.",
    Stage.FINAL: "It is the published version.",
}

BEARINGS = {
    Bearing.SUPPORTS: "speaks for it",
    Bearing.REFUTES: "found the opposite",
    Bearing.NO_EFFECT: "found no reliable effect",
    Bearing.INCONCLUSIVE: "looked, and could not say",
    Bearing.REFINES: "speaks for it, with a change",
    Bearing.PROPOSES: "assumes it, without data",
    Bearing.NEUTRAL: "mentions it",
}

VERDICTS = {
    Verdict.UPHELD: "it stands",
    Verdict.RESPECIFIED: "it stands in other words",
    Verdict.REJECTED: "it was given up",
    Verdict.LEFT_OPEN: "it is left open",
}

CONFIDENCES = {
    Confidence.HIGH: "high",
    Confidence.MODERATE: "moderate",
    Confidence.LOW: "low",
    Confidence.VERY_LOW: "very low",
}

DIMENSIONS = {
    Dimension.EFFECT: "Does it work?",
    Dimension.MECHANISM: "How is it thought to work?",
    Dimension.MODERATOR: "For whom, and in which circumstances?",
    Dimension.IMPLEMENTATION: "What is needed to do it?",
    Dimension.ECONOMICS: "What does it cost, and save?",
}

CAVEATS = {
    Flag.SINGLE_STUDY: "All of it comes from one study.",
    Flag.AFFILIATED_ONLY: ("It comes only from documents tied to the programme."),
    Flag.LOW_RIGOUR_ONLY: "The way it was found out was judged weak.",
    Flag.THIN_ONLY: "The documents tell little of how and why.",
    Flag.INFERRED_ONLY: ("No document says just this; the authors conclude it."),
    Flag.REFINED: "It is borne out only with a change to what is said here.",
    Flag.FRAGMENTS_ONLY: (
        "Each part of it was seen by some study, and all parts together by none."
    ),
    Flag.PARTLY_COVERED: "Of some parts of it no study speaks.",
    Flag.DECIDED: "The authors have weighed this.",
    Flag.REPORTED_ONLY: (
        "It is known only from documents that cite other work, which was not read "
        "for this guide."
    ),
    Flag.OVERLAPPING: (
        "The studies share places, data or researchers, so they are not fully separate."
    ),
    Flag.SUSPECT: (
        "It has been reworded since, and the passages behind it were not read again."
    ),
    Flag.POLICY_UNMET: "It falls short of what the authors ask of evidence.",
    Flag.QUOTE_NOT_FOUND: "A quotation behind it was not found in its document.",
}


def evidence(
    support: Support, reason: str | None = None, verdicts: Iterable[Verdict] = ()
) -> str:
    """Return what stands behind a claim, with its caveats, in a few sentences.

    Args:
        support: What the evidence says of the claim.
        reason: Why the team knowingly leaves the gap, in its own words.
        verdicts: What was decided, if the evidence was weighed.
    """
    told = caveats(support)
    decided = " and ".join(VERDICTS[one] for one in verdicts)
    if decided and (weighed := CAVEATS[Flag.DECIDED]) in told:
        with_verdict = f"{weighed.removesuffix('.')}: {decided}."
        told = tuple(with_verdict if one == weighed else one for one in told)
    return " ".join((standing(support, reason), *told))


def standing(support: Support, reason: str | None = None) -> str:
    """Return the state of a claim in a sentence or two, with counts of studies."""
    match support.state:
        case State.UNSUPPORTED:
            return "Nobody has looked at this."
        case State.UNDEVELOPED:
            why = f" The authors say why: {_ended(reason)}" if reason else ""
            return f"Nobody has looked at this.{why}"
        case State.THEORISED:
            return (
                "People who write about the programme assume this; no study has "
                "tested it."
            )
        case State.INDIRECT:
            return _indirect(support)
        case _:
            return _direct(support)


def caveats(support: Support) -> tuple[str, ...]:
    """Return a sentence for each flag, but for what `standing` says already."""
    return tuple(
        CAVEATS[flag]
        for flag in support.flags
        if flag is not Flag.SINGLE_STUDY or support.state is State.CONTESTED
    )


def _direct(support: Support) -> str:
    """Return how many studies looked at the claim itself, and what they found."""
    found = joined(list(_found(support, direct=True)), comma=True)
    if support.state is State.CONTESTED:
        return f"Findings disagree: {found}."
    is_null = support.state is State.NO_EFFECT
    proof = " That does not prove that there is none." if is_null else ""
    return f"{_capital(found)}.{proof}"


def _indirect(support: Support) -> str:
    if found := joined(list(_found(support, direct=False)), comma=True):
        return f"Not studied itself. {_capital(found)}."
    if support.kind == "configuration":
        return "Not studied as a whole, only in parts."
    return "Not studied itself, only something that it is a part of."


def _found(support: Support, *, direct: bool) -> Iterator[str]:
    """Yield "one study speaks for it", "2 found the opposite", as far as it is so."""
    is_first = True
    for bearings, of_one, of_many in _DIRECT if direct else _NEAR:
        if count := support.count(*bearings, direct=direct):
            noun = number(count, "study ", "studies ") if is_first else f"{count} "
            shown = noun.replace("1 ", "one ", 1) if count == 1 else noun
            yield f"{shown}{of_one if count == 1 else of_many}"
            is_first = False


_OPPOSITE = "found the opposite"
_NO_EFFECT = "tested it and found no reliable effect"
_TOO_WEAK = "looked, but could not say"
_DIRECT = (
    (FOR, "speaks for it", "speak for it"),
    ((Bearing.REFUTES,), _OPPOSITE, _OPPOSITE),
    ((Bearing.NO_EFFECT,), _NO_EFFECT, _NO_EFFECT),
    ((Bearing.INCONCLUSIVE,), _TOO_WEAK, _TOO_WEAK),
)
# The same of studies of something close to the claim.
_FOR_IT = "found something close to it that speaks for it"
_AGAINST_IT = "found something close to it that speaks against it"
_NO_EFFECT_NEAR = "found no reliable effect on something close to it"
_TOO_WEAK_NEAR = "looked at something close to it, but could not say"
_NEAR = (
    (FOR, _FOR_IT, _FOR_IT),
    ((Bearing.REFUTES,), _AGAINST_IT, _AGAINST_IT),
    ((Bearing.NO_EFFECT,), _NO_EFFECT_NEAR, _NO_EFFECT_NEAR),
    ((Bearing.INCONCLUSIVE,), _TOO_WEAK_NEAR, _TOO_WEAK_NEAR),
)


def joined(parts: Sequence[str], *, comma: bool = False) -> str:
    """Return "a, b and c"; with `comma`, "a, b, and c", for whole clauses."""
    if len(parts) <= 1:
        return "".join(parts)
    return f"{', '.join(parts[:-1])}{',' if comma else ''} and {parts[-1]}"


def number(count: int, one: str, many: str) -> str:
    """Return "1 study" or "3 studies"."""
    return f"{count} {one if count == 1 else many}"


def _ended(text: str) -> str:
    line = " ".join(text.split())
    return line if line.endswith((".", "!", "?", "…")) else f"{line}."


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
