"""What a figure shows, in sentences: for those who cannot see it."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from cmo.diagrams import wording
from cmo.english import counted, joined
from cmo.evidence import ARGUED, State
from cmo.model.vocabulary import ElementKind

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from cmo.diagrams.ask import Ask
    from cmo.evidence import Evidence
    from cmo.model import Element, Link


def describe(
    elements: Sequence[Element], links: Sequence[Link], evidence: Evidence, ask: Ask
) -> str:
    """Return what a figure shows, in a few sentences.

    Args:
        elements: Those that are drawn.
        links: Those that are drawn.
        evidence: The states of claims.
        ask: Whom the figure is for.
    """
    if not elements:
        return "The theory has no elements yet."
    plain = ask.is_plain
    kinds = Counter(e.kind for e in elements)
    sentences = [f"Read along the arrows: {_kinds(kinds, plain=plain)}."]
    argued = [e for e in elements if evidence.of(e.id).kind in ARGUED]
    for what, claims in (("mechanisms", argued), ("links", links)):
        if claims:
            name = "responses" if plain and claims is argued else what
            said = _states((one.id for one in claims), evidence, plain=plain)
            sentences.append(f"What the evidence says of the {name}: {said}.")
    return " ".join(sentences)


def _kinds(counts: Counter[ElementKind], *, plain: bool) -> str:
    return joined(
        [
            counted(counts[kind], wording.kind(kind, plain=plain))
            for kind in ElementKind
            if counts[kind]
        ]
    )


def _states(claims: Iterable[str], evidence: Evidence, *, plain: bool) -> str:
    counts = Counter(evidence.of(one).state for one in claims)
    return joined(
        [
            f"{wording.state(state, plain=True)} ({counts[state]})"
            if plain
            else f"{counts[state]} {wording.state(state, plain=False)}"
            for state in State
            if counts[state]
        ]
    )
