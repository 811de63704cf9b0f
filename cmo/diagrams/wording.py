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
    "study": ("study", "a piece of research, told in one or more documents"),
}
# As the guides say it: what stands beside a line, and what the key says of it.
_PLAIN_STATES: dict[State, tuple[str, str]] = {
    State.CONTESTED: ("findings disagree", "some studies for it, some against it"),
    State.SUPPORTED: ("a study speaks for it", "a study speaks for it, none against"),
    State.OPPOSED: ("the opposite found", "studies found the opposite"),
    State.NO_EFFECT: ("no reliable effect", "tested, and no reliable effect found"),
    State.INCONCLUSIVE: ("too little to say", "looked at, too little found to say"),
    State.INDIRECT: ("something close", "not studied itself, only something close"),
    State.THEORISED: ("assumed", "assumed, and tested by no study"),
    State.UNDEVELOPED: ("left open", "nobody has looked; the authors say why"),
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
    return _PLAIN_STATES[term][1] if plain else f"{words(term)}: {term.meaning}"


def did_not_fire(*, plain: bool) -> str:
    """Return what is said of a mechanism that stayed silent."""
    return "did not happen" if plain else "did not fire"


def sign_meaning(term: Sign) -> str:
    """Return what an arrowhead means."""
    return _SIGNS[term]


def _kind(term: str, *, plain: bool) -> tuple[str, str]:
    return (_PLAIN_KINDS if plain and term in _PLAIN_KINDS else KINDS)[term]
