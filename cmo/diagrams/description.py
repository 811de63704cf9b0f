"""What a figure shows, in sentences: for those who cannot see it."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from cmo.diagrams import wording
from cmo.english import counted, joined, plural
from cmo.evidence import ARGUED, State
from cmo.model.vocabulary import ElementKind

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from cmo.diagrams.ask import Ask
    from cmo.diagrams.marks import Marks
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


def roll(elements: Iterable[Element], marks: Marks) -> Iterator[str]:
    """Yield the elements of each kind with their ids, where the figure has ids."""
    if marks.plain:
        return
    found: dict[str, list[str]] = {kind: [] for kind in ElementKind}
    for one in elements:
        found[one.kind].append(f"{marks.quoted(one)}{marks.found_by(one.id)}")
    for kind, names in found.items():
        if names:
            yield listed(wording.kind(kind, plain=False), names)


def listed(kind: str, names: Sequence[str]) -> str:
    """Return names under what they are: "Contexts: “Time” [time]; “Trust” [trust]."."""
    many = kind if len(names) == 1 else plural(kind)
    return f"{many[:1].upper()}{many[1:]}: {'; '.join(names)}."


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
