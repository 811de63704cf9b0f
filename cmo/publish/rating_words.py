"""Ratings of a programme on scales of others, in words."""

from __future__ import annotations

_SCHEMES = {
    "eif-evidence": "Early Intervention Foundation, evidence rating",
    "eif-cost": "Early Intervention Foundation, cost rating",
}

# The Foundation's own words are in its guidebook; these say what is meant.
_EVIDENCE = {
    "2": "preliminary figures, from which no cause can be told",
    "2+": "as 2, by a more rigorous study",
    "3": "a short-term effect, by one rigorous study",
    "3+": "as 3, with further studies that compare groups",
    "4": "a long-term effect, by two rigorous studies",
    "4+": "as 4, with a third study, and one of them independent of the provider",
    "NL2": "the evidence does not reach level 2",
    "NE": "no effect was found",
}
_COST = {
    "1": "below £100 for each unit",
    "2": "£100 to £499 for each unit",
    "3": "£500 to £999 for each unit",
    "4": "£1,000 to £2,000 for each unit",
    "5": "above £2,000 for each unit",
    "NA": "not applicable, not known or not calculated",
}
_MEANINGS = {
    **{("eif-evidence", value): said for value, said in _EVIDENCE.items()},
    **{
        ("eif-evidence", f"{value}*"): f"{said}; findings are mixed"
        for value, said in _EVIDENCE.items()
        if value[0].isdigit()
    },
    **{("eif-cost", value): said for value, said in _COST.items()},
}
_CAVEATS = {
    "eif-evidence": (
        "The evidence rating of the Early Intervention Foundation says how good the "
        "evidence for an effect is, not how large the effect is."
    ),
}


def scheme(name: str) -> str:
    """Return what a scale is called; the team's own is called as the team does."""
    return _SCHEMES.get(name, name)


def meaning(name: str, value: str) -> str:
    """Return what a value means on its scale; nothing, if that is not known here."""
    return _MEANINGS.get((name, value), "")


def caveat(name: str) -> str:
    """Return what readers must not take the ratings of a scale for, if anything."""
    return _CAVEATS.get(name, "")


def quality(value: int | None) -> str:
    """Return the quality of evidence on a dimension of EMMIE: "3 of 4"."""
    return "not rated" if value is None else f"{value} of 4"
