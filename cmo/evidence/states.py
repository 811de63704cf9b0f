"""What can be said of a claim: states and flags, and the bearings that decide."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cmo.model.vocabulary import Bearing, Vocabulary

if TYPE_CHECKING:
    from collections.abc import Set as AbstractSet


class State(Vocabulary):
    """What the passages say of a claim, taken together."""

    CONTESTED = (
        "contested",
        "studies speak for it, and studies refute it or found no effect",
    )
    SUPPORTED = "supported", "at least one study speaks for it, none against"
    OPPOSED = "opposed", "at least one study speaks against it, none for it"
    NO_EFFECT = (
        "no_effect",
        "somebody tested it and found no robust effect; no proof that there is none",
    )
    INCONCLUSIVE = (
        "inconclusive",
        "somebody looked, and the evidence is too weak to say",
    )
    INDIRECT = "indirect", "only indirect or inherited passages bear on it"
    THEORISED = "theorised", "it is assumed or proposed, without data"
    UNDEVELOPED = "undeveloped", "nobody looked, and the team says why"
    UNSUPPORTED = "unsupported", "nobody looked"


class Flag(Vocabulary):
    """What the passages that decide a state have in common."""

    SINGLE_STUDY = "single_study", "the state rests on one study"
    AFFILIATED_ONLY = (
        "affiliated_only",
        "all of it comes from sources tied to the programme's owners or funders",
    )
    LOW_RIGOUR_ONLY = "low_rigour_only", "all of it was appraised as of low rigour"
    THIN_ONLY = "thin_only", "all of it was appraised as of low richness"
    INFERRED_ONLY = "inferred_only", "no passage says it; coders infer it"
    REFINED = "refined", "a passage supports it only with a change to the claim"
    FRAGMENTS_ONLY = (
        "fragments_only",
        "C, M and O are each evidenced, but by no study together",
    )
    PARTLY_COVERED = (
        "partly_covered",
        "for some of C, M and O of the configuration no study speaks",
    )
    DECIDED = "decided", "a decision weighed every source that bears on it"
    REPORTED_ONLY = "reported_only", "only works that were cited and not read"
    OVERLAPPING = "overlapping", "studies behind it share sites, data or investigators"
    SUSPECT = "suspect", "its text changed after a passage was linked to it"
    POLICY_UNMET = "policy_unmet", "it does not meet the team's own evidence policy"
    QUOTE_NOT_FOUND = (
        "quote_not_found",
        "a quotation that bears on it is not in the document's text",
    )


FOR = frozenset({Bearing.SUPPORTS, Bearing.REFINES})
AGAINST = frozenset({Bearing.REFUTES, Bearing.NO_EFFECT})
# Data of any outcome: somebody looked.
LOOKED = FOR | AGAINST | {Bearing.INCONCLUSIVE}

# States that direct passages decide, and the bearings that do so.
DECIDING = {
    State.CONTESTED: FOR | AGAINST,
    State.SUPPORTED: FOR,
    State.OPPOSED: frozenset({Bearing.REFUTES}),
    State.NO_EFFECT: frozenset({Bearing.NO_EFFECT}),
    State.INCONCLUSIVE: frozenset({Bearing.INCONCLUSIVE}),
}

# Somebody looked, and did not bear the claim out.
NOT_BORNE_OUT = (State.OPPOSED, State.NO_EFFECT, State.CONTESTED, State.INCONCLUSIVE)


def deciding(bearings: AbstractSet[Bearing]) -> State | None:
    """Return the state that data with these bearings give; none without data."""
    if bearings & FOR:
        return State.CONTESTED if bearings & AGAINST else State.SUPPORTED
    for state in (State.OPPOSED, State.NO_EFFECT, State.INCONCLUSIVE):
        if bearings & DECIDING[state]:
            return state
    return None


# The kinds of claims that a theory has to argue for.
ARGUED = ("link", "configuration", "mechanism", "rival")
