"""States, flags and other words of the vocabularies, for people who know none of them.

Each says what is recorded and no more: numbers are numbers of studies.
"""

from __future__ import annotations

from cmo.english import counted
from cmo.evidence import NOT_BORNE_OUT, Flag, State
from cmo.model.vocabulary import (
    Activation,
    Bearing,
    Confidence,
    Dimension,
    Layer,
    SourceKind,
    Stage,
    Verdict,
)

HEADINGS = {
    State.OPPOSED: "At least one document speaks against it, and none for it",
    State.NO_EFFECT: "Tested, and no reliable effect found",
    State.CONTESTED: "Findings disagree",
    State.INCONCLUSIVE: "Looked at, and too little found to say",
    State.SUPPORTED: "At least one document speaks for it, and none against it",
    State.INDIRECT: "Not studied itself, only a part of it or what it is a part of",
    State.THEORISED: "Assumed, and not tested by any study",
    State.UNDEVELOPED: "Nobody has looked, and the guide’s authors say why",
    State.UNSUPPORTED: "Nobody has looked",
}

# Of claims that were not studied themselves, by what data on something close say.
CLOSE_HEADINGS = {
    State.OPPOSED: (
        "Not studied itself; a document speaks against something close to it"
    ),
    State.NO_EFFECT: (
        "Not studied itself; something close was tested, and no reliable effect found"
    ),
    State.CONTESTED: "Not studied itself; findings on something close disagree",
    State.INCONCLUSIVE: (
        "Not studied itself; something close was looked at, and too little found to say"
    ),
    State.SUPPORTED: "Not studied itself; a document speaks for something close to it",
}

# What went otherwise than hoped comes first: that is what readers must not miss.
ORDER = (
    *(HEADINGS[one] for one in NOT_BORNE_OUT),
    *(CLOSE_HEADINGS[one] for one in NOT_BORNE_OUT),
    HEADINGS[State.SUPPORTED],
    CLOSE_HEADINGS[State.SUPPORTED],
    *(
        HEADINGS[one]
        for one in (
            State.INDIRECT,
            State.THEORISED,
            State.UNDEVELOPED,
            State.UNSUPPORTED,
        )
    ),
)

LAYERS = {
    Layer.INDIVIDUAL: "The person",
    Layer.INTERPERSONAL: "Relationships between people",
    Layer.INSTITUTIONAL: "The organisation",
    Layer.INFRASTRUCTURAL: "The wider system: policy, money, staffing",
}

STAGES = {
    Stage.CANDIDATE: (
        "This account is a first idea, which has not been held against studies yet."
    ),
    Stage.INITIAL: (
        "This account is a first version, which is still being checked against studies."
    ),
    Stage.REFINED: (
        "This account has been changed by the studies that it was held against."
    ),
    Stage.FINAL: "This account is the published version.",
}

BEARINGS = {
    Bearing.SUPPORTS: "speaks for it",
    Bearing.REFUTES: "speaks against it",
    Bearing.NO_EFFECT: "found no reliable effect",
    Bearing.INCONCLUSIVE: "looked, and could not say",
    Bearing.REFINES: "speaks for it, with a change",
    Bearing.PROPOSES: "assumes it, without data",
    Bearing.NEUTRAL: "mentions it",
}

# The same of passages on something close to the claim.
CLOSE_BEARINGS = {
    Bearing.SUPPORTS: "speaks for something close",
    Bearing.REFUTES: "speaks against something close",
    Bearing.NO_EFFECT: "found no reliable effect of something close",
    Bearing.INCONCLUSIVE: "looked at something close, and could not say",
    Bearing.REFINES: "speaks for something close, with a change",
    Bearing.PROPOSES: "assumes something close, without data",
}

VERDICTS = {
    Verdict.UPHELD: "it stands",
    Verdict.RESPECIFIED: "it stands in other words",
    Verdict.REJECTED: "it was given up",
    Verdict.LEFT_OPEN: "it is left open",
}
# The heading of what was weighed and left open.
LEFT_OPEN = "Weighed, and left open"

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
    Flag.AFFILIATED_ONLY: "It comes only from documents tied to the programme.",
    Flag.LOW_RIGOUR_ONLY: "The way it was found out was judged weak.",
    Flag.THIN_ONLY: "The documents tell little of how and why.",
    Flag.INFERRED_ONLY: "Concluded by the guide’s authors.",
    Flag.REFINED: "It is borne out only with a change to what is said here.",
    Flag.FRAGMENTS_ONLY: (
        "Each part of it was seen by some study, and all parts together by none."
    ),
    Flag.PARTLY_COVERED: "Of some parts of it no study speaks.",
    Flag.DECIDED: "The guide’s authors have weighed this.",
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
    Flag.POLICY_UNMET: ("It falls short of what the guide’s authors ask of evidence."),
    Flag.QUOTE_NOT_FOUND: "A quotation behind it was not found in its document.",
}

# Caveats that can hold for nearly every claim: what is said of all of them together,
# and then of each claim for which it is otherwise.
IN_COMMON = {
    Flag.AFFILIATED_ONLY: (
        "rest only on documents tied to the programme",
        "Not all of it comes from documents known to be tied to the programme.",
    ),
    Flag.INFERRED_ONLY: (
        "are said by no document in just this way: the guide’s authors conclude them",
        "A document says just this.",
    ),
}

# Documents that are no studies, one and several of them. What is grey may be one.
NO_STUDY = {
    SourceKind.POLICY: ("a policy document", "policy documents"),
    SourceKind.COMMENTARY: ("an opinion or a commentary", "opinions or commentaries"),
    SourceKind.THEORY: ("a theoretical text", "theoretical texts"),
    SourceKind.INTERVIEW: ("an interview", "interviews"),
    SourceKind.STAKEHOLDER_CONSULTATION: (
        "a consultation of those concerned",
        "consultations of those concerned",
    ),
    SourceKind.GREY: (
        "a report, a web page or the like",
        "reports, web pages or the like",
    ),
}

FIRING = {
    Activation.NOT_FIRED: "Here {} did not happen.",
    Activation.WEAK: "Here {} happened only weakly.",
    Activation.PARTIAL: "Here {} happened only in part.",
    Activation.UNKNOWN: "How far {} happened here is not known.",
}


def basis(documents: int, studies: int, cited: int, others: int = 0) -> str:
    """Return what a guide rests on.

    Args:
        documents: How many documents were read.
        studies: How many studies they are, or report.
        cited: How many studies more are only cited in them.
        others: How many of `studies` are no research.
    """
    if not documents:
        return "No document has been read for it yet."
    said = [f"It rests on {counted(documents, 'document')}."]
    if studies < documents:
        said.append(
            f"Those that report the same research count once, which makes {studies}."
        )
    elif studies > documents:
        holds = "It reports" if documents == 1 else "They report"
        said.append(f"{holds} {studies} studies.")
    if others:
        are = "is" if others == 1 else "are"
        said.append(
            f"Of these {others} {are} no research, but a policy document, an opinion "
            "or the like."
        )
    if cited:
        more = counted(cited, "more study is", "more studies are")
        those = "it" if documents == 1 else "them"
        said.append(f"{capital(more)} cited in {those}, and not read for this guide.")
    return " ".join(said)


def limit(documents: int) -> str:
    """Return what "nobody has looked" means in a guide that rests on so many."""
    match documents:
        case 0:
            who = "no document has been read for this guide yet"
        case 1:
            who = "the one document read for this guide says nothing for or against it"
        case _:
            who = (
                f"none of the {documents} documents read for this guide says anything "
                "for or against it"
            )
    return (
        f"“Nobody has looked” means only that {who}; and “no study”, that none is told "
        "of there. What other documents say was not looked up."
    )


def ended(text: str) -> str:
    """Return `text` on one line, with a mark at its end."""
    line = " ".join(text.split())
    return line if line.endswith((".", "!", "?", "…")) else f"{line}."


def capital(text: str) -> str:
    """Return `text` with a capital letter first."""
    return text[:1].upper() + text[1:]
