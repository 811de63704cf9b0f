"""The rivals view: what the theory says beside what its rivals say."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cmo import graph as graphs
from cmo.diagrams import labels, style, wording
from cmo.diagrams.ask import Ask, AskError
from cmo.diagrams.marks import Marks
from cmo.diagrams.scene import Line, Node, Scene
from cmo.diagrams.selecting import known, refuse
from cmo.model import Configuration, Link
from cmo.model.vocabulary import ElementKind
from cmo.statements import link_statement, statement

if TYPE_CHECKING:
    from cmo.evidence import Evidence
    from cmo.model import Rival, Theory


def rivals_view(theory: Theory, evidence: Evidence, ask: Ask) -> Scene:
    """Return each rival beside the claim it rivals, and the outcome of both.

    Raises:
        AskError: The focus is neither a rival nor what one is about; there is none.
    """
    rivals = _wanted(theory, ask)
    elements = {e.id: e for e in theory.elements}
    marks = Marks(evidence, elements, plain=ask.is_plain)
    nodes: dict[str, Node] = {}
    lines: list[Line] = []
    sentences = []
    for rival in rivals:
        own = _rival(rival, marks)
        nodes[own.id] = own
        claim = _claim(theory, rival, marks)
        if claim:
            nodes.setdefault(claim.id, claim)
        for outcome in _outcomes(theory, rival):
            nodes[outcome] = marks.element(elements[outcome])
            lines.append(_leads(own, outcome, rival.id, marks))
            if claim and rival.about != outcome:
                lines.append(_leads(claim, outcome, str(rival.about), marks))
        sentences.append(_sentence(theory, rival, marks))
    return Scene(
        name=f"rivals{'-' + ask.focus if ask.focus else ''}",
        anchor=f"theory-{theory.id}",
        title=f"Rival explanations: {labels.plain(theory.title)}",
        nodes=tuple(nodes.values()),
        lines=tuple(dict.fromkeys(lines)),
        summary=f"What the theory says, and {len(rivals)} other "
        f"{'explanation' if len(rivals) == 1 else 'explanations'} of the same.",
        sentences=tuple(sentences),
        audience=ask.audience,
        palette=ask.palette,
    )


def _wanted(theory: Theory, ask: Ask) -> list[Rival]:
    refuse(ask, "theme", "layer", "to")
    if not theory.rivals:
        message = "this theory has no rivals: docs/how-to.md has one to copy"
        raise AskError(message)
    if ask.focus is None:
        return list(theory.rivals)
    about = [r for r in theory.rivals if ask.focus in {r.id, r.about}]
    ids = [r.id for r in theory.rivals]
    return about or [
        theory.rivals[ids.index(known(ask.focus, ids, "rival", "--focus"))]
    ]


def _rival(rival: Rival, marks: Marks) -> Node:
    state = marks.evidence.of(rival.id).state
    told = f"{rival.label}: {rival.explanation}" if rival.explanation else rival.label
    kind = wording.kind("rival", plain=marks.plain)
    verdict = f"; decided: {style.words(rival.verdict)}" if rival.verdict else ""
    return Node(
        id=rival.id,
        anchor=f"rival-{rival.id}",
        kind="rival",
        look=style.RIVAL,
        label=labels.plain(told),
        under=(
            *(() if marks.plain else (f"[{rival.id}]",)),
            f"({wording.state(state, plain=marks.plain)}{verdict})",
        ),
        tooltip=labels.plain(f"{told} ({kind}) — {marks.said(rival.id)}{verdict}"),
        border=style.STATES[state],
        state=state,
        box="Rivals" if not marks.plain else "Other explanations",
    )


def _claim(theory: Theory, rival: Rival, marks: Marks) -> Node | None:
    """Return what the theory says where a rival says otherwise, if it says which."""
    if rival.about is None or rival.about not in marks.evidence.kinds:
        return None
    if marks.evidence.kinds[rival.about] == "rival":
        # It stands among the rivals, and is none of what the theory says.
        return None
    state = marks.evidence.of(rival.about).state
    text = _says(theory, rival.about, marks)
    return Node(
        id=f"claim {rival.about}",
        anchor=f"claim-{rival.about}",
        kind="claim",
        look=style.CLAIM,
        label=labels.plain(text),
        under=(
            *(() if marks.plain else (f"[{rival.about}]",)),
            f"({wording.state(state, plain=marks.plain)})",
        ),
        tooltip=labels.plain(f"{text} — {marks.said(rival.about)}"),
        border=style.STATES[state],
        state=state,
        box="The theory",
    )


def _says(theory: Theory, claim: str, marks: Marks) -> str:
    record = marks.evidence.background.records[claim]
    if isinstance(record, Configuration):
        return statement(record, marks.elements, links=theory.links, plain=marks.plain)
    if isinstance(record, Link):
        return link_statement(record, marks.elements, plain=marks.plain)
    return marks.named(claim)


def _outcomes(theory: Theory, rival: Rival) -> list[str]:
    """Return the elements that the claim of a rival ends in."""
    outcomes = {e.id for e in theory.elements if e.kind is ElementKind.OUTCOME}
    # A rival of an outcome leads to it; of anything else, to where that leads.
    ends = [rival.about] if rival.about in outcomes else []
    ends += [k.target for k in theory.links if rival.about in {k.id, k.source}]
    for one in theory.configurations:
        if one.id == rival.about:
            ends += one.outcomes
    return [end for end in dict.fromkeys(ends) if end in outcomes]


def _leads(node: Node, outcome: str, claim: str, marks: Marks) -> Line:
    state = marks.evidence.of(claim).state
    look = style.STATES[state]
    record = marks.evidence.background.records[claim]
    sign = graphs.sign(record) if isinstance(record, Link) else None
    return Line(
        source=node.id,
        target=outcome,
        claim=claim,
        look=look,
        head=style.SIGNS[sign] if sign else "vee",
        anchor=f"{node.anchor}_{outcome}",
        tooltip=node.tooltip,
        word=wording.state(state, plain=marks.plain) if look.word else "",
        state=state,
        sign=sign,
    )


def _sentence(theory: Theory, rival: Rival, marks: Marks) -> str:
    told = f"{rival.label}: {rival.explanation}" if rival.explanation else rival.label
    ours = ""
    if marks.evidence.kinds.get(str(rival.about), "rival") != "rival":
        said = _says(theory, str(rival.about), marks).rstrip(".")
        ours = f" The theory says: {said} — {marks.said(str(rival.about))}."
    return f"A rival: {told.rstrip('.')} — {marks.said(rival.id)}.{ours}"
