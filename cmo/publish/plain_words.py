"""States, flags and other words of the vocabularies, for people who know none of them.

Each says what is recorded and no more: numbers are numbers of studies.
"""

from __future__ import annotations

from cmo.english import counted
from cmo.evidence import Flag, State
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

# What went otherwise than hoped comes first: that is what readers must not miss.
HEADINGS = {
    State.OPPOSED: "At least one document speaks against it, and none for it",
    State.NO_EFFECT: "Tested, and no reliable effect found",
    State.CONTESTED: "Findings disagree",
    State.INCONCLUSIVE: "Looked at, and too little found to say",
    State.SUPPORTED: "At least one document speaks for it, and none against it",
    State.INDIRECT: "Not studied itself, only something close to it or a part of it",
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
    Stage.CANDIDATE: (
        "This account is a first idea, which has not been held against studies yet."
    ),
    Stage.INITIAL: (
        "This account is a first version, which is still being held against studies."
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
    Flag.AFFILIATED_ONLY: "It comes only from documents tied to the programme.",
    Flag.LOW_RIGOUR_ONLY: "The way it was found out was judged weak.",
    Flag.THIN_ONLY: "The documents tell little of how and why.",
    Flag.INFERRED_ONLY: "Concluded by the authors.",
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

# Caveats that can hold for nearly every claim: what is said of all of them together,
# and then of each claim for which it is otherwise.
IN_COMMON = {
    Flag.AFFILIATED_ONLY: (
        "rest only on documents tied to the programme",
        "Not all of it comes from documents known to be tied to the programme.",
    ),
    Flag.INFERRED_ONLY: (
        "are said by no document in just this way, but concluded by the authors",
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

KINDS = {
    "outcome": ("result", "results"),
    "context": ("circumstance", "circumstances"),
    "intervention": ("thing that is offered", "things that are offered"),
}


def basis(documents: int, studies: int, cited: int) -> str:
    """Return what a guide rests on.

    Args:
        documents: How many documents were read.
        studies: How many studies they are, or report.
        cited: How many studies more are only cited in them.
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
    if cited:
        known = "study more is" if cited == 1 else "studies more are"
        said.append(f"{cited} {known} only cited there, and not read.")
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
        "of there. Of all other documents this guide knows nothing."
    )


def ended(text: str) -> str:
    """Return `text` on one line, with a mark at its end."""
    line = " ".join(text.split())
    return line if line.endswith((".", "!", "?", "…")) else f"{line}."


def capital(text: str) -> str:
    """Return `text` with a capital letter first."""
    return text[:1].upper() + text[1:]
