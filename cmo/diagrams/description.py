"""What a figure shows, in sentences: for those who cannot see it."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from cmo.diagrams.style import words
from cmo.evidence import State
from cmo.model.vocabulary import ElementKind, Relation, Vocabulary

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from cmo.evidence import Evidence
    from cmo.model import Link, Theory


def describe(theory: Theory, links: Sequence[Link], evidence: Evidence) -> str:
    """Return what the figure of the whole theory shows.

    Args:
        theory: The theory.
        links: Those of its links that are drawn.
        evidence: The states of its claims.
    """
    if not theory.elements:
        return "The theory has no elements yet."
    elements = _counts((e.kind for e in theory.elements), ElementKind, plural=True)
    sentences = [
        f"A programme theory, read from left to right: {elements}.",
        f"What the evidence says of these: {_states(theory.elements, evidence)}.",
    ]
    if links:
        relations = _counts((link.relation for link in links), Relation)
        are = "links join" if len(links) > 1 else "link joins"
        sentences += [
            f"{len(links)} {are} them: {relations}.",
            f"What the evidence says of the links: {_states(links, evidence)}.",
        ]
    return " ".join(sentences)


def sentence(link: Link, labels: dict[str, str], state: State) -> str:
    """Return a link in words: ``A enables B — supported``.

    Args:
        link: The link.
        labels: Element id to label.
        state: What the evidence says of the link.
    """
    source, target = labels[link.source], labels[link.target]
    sign = f" ({link.sign})" if link.sign else ""
    return f"{source} {words(link.relation)}{sign} {target} — {words(state)}"


def _states(claims: Iterable[object], evidence: Evidence) -> str:
    ids = (claim.id for claim in claims)  # type: ignore[attr-defined]
    return _counts((evidence.of(one).state for one in ids), State)


def _counts(
    found: Iterable[Vocabulary], order: type[Vocabulary], *, plural: bool = False
) -> str:
    """Return ``2 contexts, 1 mechanism and 3 outcomes``, in the order given."""
    counts = Counter(found)
    parts = [
        f"{counts[word]} {words(word)}{'s' if plural and counts[word] > 1 else ''}"
        for word in order
        if counts[word]
    ]
    return " and ".join(filter(None, [", ".join(parts[:-1]), parts[-1]]))
