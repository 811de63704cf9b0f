"""The words of figures, for researchers and for practitioners."""

from __future__ import annotations

from cmo.diagrams.style import words
from cmo.evidence import State
from cmo.model.vocabulary import ElementKind, Sign

# Kind to its word and its meaning.
KINDS: dict[str, tuple[str, str]] = {
    **{kind.value: (kind.value, kind.meaning) for kind in ElementKind},
    "configuration": (
        "configuration",
        "these contexts, mechanisms and outcomes go together",
    ),
    "rival": ("rival theory", "another explanation of the same outcome"),
    "link": ("arrow", "what the one does to the other"),
    "claim": ("claim", "what the theory says"),
    "document": ("document", "what was read"),
    "study": ("study", "what documents report; counts are by study"),
    "part": ("part", "a figure of this series, by its number"),
}
_PLAIN_KINDS: dict[str, tuple[str, str]] = {
    "context": ("circumstance", "what makes it easier or harder"),
    "intervention": ("part of the programme", "what is offered or done"),
    "mechanism": ("response", "how people think, feel and act differently"),
    "outcome": ("result", "what follows"),
    "configuration": ("pattern", "these things go together"),
    "rival": ("other explanation", "something else may explain the same result"),
    "claim": ("claim", "what is thought to happen"),
    "study": ("what is told", "told in one or more documents, and counted once"),
}
# What stands beside a line, and what the key says of it. That a document is a study,
# or that the opposite was found, is more than a state says.
_PLAIN_STATES: dict[State, tuple[str, str]] = {
    State.CONTESTED: ("findings disagree", "something speaks for it, and against it"),
    State.SUPPORTED: ("spoken for", "a document speaks for it, none against it"),
    State.OPPOSED: ("spoken against", "a document speaks against it, none for it"),
    State.NO_EFFECT: (
        "no reliable effect found",
        "tested, and no reliable effect found",
    ),
    State.INCONCLUSIVE: (
        "too little found to say",
        "looked at, and too little found to say",
    ),
    State.INDIRECT: (
        "only something close",
        "nothing speaks of it itself, only of something close or a part of it",
    ),
    State.THEORISED: ("assumed", "assumed, and not tested by any study"),
    State.UNDEVELOPED: (
        "nobody has looked, and it is said why",
        "nobody has looked, and it is said why",
    ),
    State.UNSUPPORTED: ("nobody has looked", "nobody has looked"),
}
_SIGNS = {
    Sign.PLUS: "more of the effect",
    Sign.MINUS: "less of the effect",
    Sign.UNKNOWN: "more of it or less: not known",
}


def kind(term: str, *, plain: bool) -> str:
    """Return what a kind of node is called."""
    return _kind(term, plain=plain)[0]


def kind_meaning(term: str, *, plain: bool) -> str:
    """Return what a kind of node means, beside one with its word in it."""
    return _kind(term, plain=plain)[1]


def state(term: State, *, plain: bool) -> str:
    """Return a state as people write it."""
    return _PLAIN_STATES[term][0] if plain else words(term)


def state_meaning(term: State, *, plain: bool) -> str:
    """Return a state with its meaning."""
    word, meaning = _PLAIN_STATES[term] if plain else (words(term), term.meaning)
    return meaning if plain and word in meaning else f"{word}: {meaning}"


def did_not_fire(*, plain: bool) -> str:
    """Return what is said of a mechanism that stayed silent."""
    return "did not happen" if plain else "did not fire"


def fired(*, plain: bool) -> str:
    """Return what is said of a mechanism that did not stay silent."""
    return "happened" if plain else "fired"


def sign_meaning(term: Sign) -> str:
    """Return what an arrowhead means."""
    return _SIGNS[term]


def _kind(term: str, *, plain: bool) -> tuple[str, str]:
    return (_PLAIN_KINDS if plain and term in _PLAIN_KINDS else KINDS)[term]
