"""The rivals view: what the theory says beside what its rivals say."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from cmo import graph as graphs
from cmo.diagrams import labels, style, wording
from cmo.diagrams.ask import Ask, AskError
from cmo.diagrams.description import roll
from cmo.diagrams.marks import Marks
from cmo.diagrams.scene import Line, Node, Scene
from cmo.diagrams.selecting import known, refuse
from cmo.english import joined
from cmo.model import Configuration, Link
from cmo.model.vocabulary import ElementKind
from cmo.statements import link_statement, statement

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from cmo.evidence import Evidence, State
    from cmo.model import Rival, Theory
    from cmo.model.vocabulary import Sign


class _Effect(NamedTuple):
    """What the theory says of an outcome: by which claim, and with which sign."""

    outcome: str
    claim: str
    sign: Sign | None


def rivals_view(theory: Theory, evidence: Evidence, ask: Ask) -> Scene:
    """Return each rival beside the claim it rivals, and the outcomes of both.

    Raises:
        AskError: The focus is neither a rival nor what one is about; there is none.
    """
    rivals = _wanted(theory, ask)
    elements = {e.id: e for e in theory.elements}
    marks = Marks(evidence, elements, plain=ask.is_plain)
    nodes: dict[str, Node] = {}
    lines: list[Line] = []
    sentences = []
    outcomes: dict[str, None] = {}
    for rival in rivals:
        own = _rival(rival, marks)
        nodes[own.id] = own
        effects = _effects(theory, rival)
        claim = _claim(theory, rival, marks)
        if claim and rival.about not in effects:
            nodes.setdefault(claim.id, claim)
            lines += [
                _leads(claim, effect, marks)
                for those in effects.values()
                for effect in those
            ]
        outcomes |= dict.fromkeys(effects)
        for outcome in effects:
            nodes[outcome] = marks.element(elements[outcome])
            told = _explains(rival, [outcome], marks)
            lines.append(_explaining(own, outcome, told, marks))
        sentences.append(_sentence(theory, rival, effects, marks))
    return Scene(
        name=f"rivals{'-' + ask.focus if ask.focus else ''}",
        anchor=f"theory-{theory.id}",
        title=f"Rival explanations: {labels.plain(theory.title)}",
        nodes=tuple(nodes.values()),
        lines=tuple(dict.fromkeys(lines)),
        summary=f"What the theory says, and {len(rivals)} other "
        f"{'explanation' if len(rivals) == 1 else 'explanations'} of the same.",
        sentences=(*sentences, *roll((elements[o] for o in outcomes), marks)),
        audience=ask.audience,
        palette=ask.palette,
    )


def _wanted(theory: Theory, ask: Ask) -> list[Rival]:
    refuse(ask, "depth", "theme", "layer", "to")
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
    told, verdict = _told(rival), _verdict(rival)
    kind = wording.kind("rival", plain=marks.plain)
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


def _told(rival: Rival) -> str:
    return f"{rival.label}: {rival.explanation}" if rival.explanation else rival.label


def _verdict(rival: Rival) -> str:
    return f"; decided: {style.words(rival.verdict)}" if rival.verdict else ""


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


def _effects(theory: Theory, rival: Rival) -> dict[str, list[_Effect]]:
    """Return the outcomes that a rival explains, with what the theory says of them.

    A rival of an outcome explains that one; of anything else, where that ends.
    """
    outcomes = [e.id for e in theory.elements if e.kind is ElementKind.OUTCOME]
    if rival.about in outcomes:
        return {str(rival.about): []}
    found = [
        _Effect(link.target, link.id, graphs.sign(link))
        for link in theory.links
        if rival.about in {link.id, link.source}
    ]
    for one in theory.configurations:
        if one.id == rival.about:
            found += [
                _Effect(end, one.id, _sign(theory, one, end)) for end in one.outcomes
            ]
    ends = [o for o in dict.fromkeys(e.outcome for e in found) if o in outcomes]
    return {end: [e for e in dict.fromkeys(found) if e.outcome == end] for end in ends}


def _sign(theory: Theory, one: Configuration, outcome: str) -> Sign | None:
    """Return the sign of what fires in a configuration for an outcome, if it is one."""
    fired = set(one.mechanisms) - graphs.silent(one)
    signs = {
        graphs.sign(link)
        for link in theory.links
        if link.source in fired and link.target == outcome
    }
    return signs.pop() if len(signs) == 1 else None


def _leads(node: Node, effect: _Effect, marks: Marks) -> Line:
    """Return the line from what the theory says to an outcome.

    That a mechanism occurs is no evidence that it leads there: of an element, it is
    the link that has a sign and a state.
    """
    state = marks.evidence.of(effect.claim).state
    record = marks.evidence.background.records[effect.claim]
    told = marks.sentence(record) if isinstance(record, Link) else node.tooltip
    return Line(
        source=node.id,
        target=effect.outcome,
        claim=node.id,
        look=style.STATES[state],
        head=style.SIGNS[effect.sign] if effect.sign else style.UNSIGNED,
        anchor=f"{node.anchor}_{effect.claim}_{effect.outcome}",
        tooltip=labels.plain(told),
        word=_word(state, marks),
        state=state,
        sign=effect.sign,
    )


def _explaining(node: Node, outcome: str, told: str, marks: Marks) -> Line:
    """Return the line from a rival to an outcome: no sign of it is recorded."""
    state = marks.evidence.of(node.id).state
    return Line(
        source=node.id,
        target=outcome,
        claim=node.id,
        look=style.STATES[state],
        head=style.UNSIGNED,
        anchor=f"{node.anchor}_{outcome}",
        tooltip=labels.plain(told),
        word=_word(state, marks),
        state=state,
    )


def _word(state: State, marks: Marks) -> str:
    return wording.state(state, plain=marks.plain) if style.STATES[state].word else ""


def _sentence(
    theory: Theory, rival: Rival, effects: dict[str, list[_Effect]], marks: Marks
) -> str:
    ours = list(_ours(theory, rival, effects, marks))
    where = marks.found_by(str(rival.about))
    said = f" The theory says{where}: {'; '.join(ours)}." if ours else ""
    return f"{_explains(rival, effects, marks)}.{said}"


def _explains(rival: Rival, outcomes: Iterable[str], marks: Marks) -> str:
    """Return what a rival explains, how, and what is known of it, with no full stop."""
    names = [marks.quoted(marks.elements[one]) for one in outcomes]
    what = "Another explanation" if marks.plain else "A rival theory"
    of = f" of {joined(names)}" if names else ""
    told, where = _told(rival).rstrip("."), marks.found_by(rival.id)
    return f"{what}{where}{of}: {told} — {marks.said(rival.id)}{_verdict(rival)}"


def _ours(
    theory: Theory, rival: Rival, effects: dict[str, list[_Effect]], marks: Marks
) -> Iterator[str]:
    """Yield what the theory says, each with what the evidence says of it."""
    about = str(rival.about)
    if about in effects or marks.evidence.kinds.get(about, "rival") == "rival":
        return
    said = _says(theory, about, marks).rstrip(".")
    yield f"{said} — {marks.said(about)}"
    records = marks.evidence.background.records
    for claim in dict.fromkeys(e.claim for those in effects.values() for e in those):
        record = records[claim]
        if claim != about and isinstance(record, Link):
            yield marks.sentence(record)
