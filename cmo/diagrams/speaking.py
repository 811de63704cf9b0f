"""The evidence view: which documents report which studies, and what these say."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from cmo.analysis.naming import labels as names
from cmo.diagrams import labels, style, wording
from cmo.diagrams.ask import Ask, AskError
from cmo.diagrams.scene import Line, Node, Scene
from cmo.diagrams.selecting import known, refuse
from cmo.english import counted, worded
from cmo.evidence import ARGUED, Evidence, State
from cmo.evidence.studies import reported
from cmo.graph import given_up
from cmo.model.vocabulary import Bearing
from cmo.report.citing import cited

if TYPE_CHECKING:
    from collections.abc import Iterable

    from cmo.evidence import Use
    from cmo.model import Source, Theory

# How a bearing is drawn: as the state that it alone would give a claim.
_STATES = {
    Bearing.SUPPORTS: State.SUPPORTED,
    Bearing.REFINES: State.SUPPORTED,
    Bearing.REFUTES: State.OPPOSED,
    Bearing.NO_EFFECT: State.NO_EFFECT,
    Bearing.INCONCLUSIVE: State.INCONCLUSIVE,
    Bearing.PROPOSES: State.THEORISED,
}


class _Voice(NamedTuple):
    """What one study says of one claim: a bearing, and whether directly."""

    study: str
    claim: str
    bearing: Bearing
    direct: bool


def evidence_view(theory: Theory, evidence: Evidence, ask: Ask) -> Scene:
    """Return documents, the studies they report, and the claims these speak of.

    Without a focus these are the claims that a theory argues for: links,
    configurations, mechanisms and rivals.

    Raises:
        AskError: The focus is no claim, study or source; nothing bears on it.
    """
    uses = [
        use
        for claim in _claims(theory, evidence, ask)
        for use in evidence.uses.get(claim, ())
        if use.bears.bearing in _STATES
    ]
    uses = _about(theory, evidence, ask, uses)
    if not uses and (ask.focus or ask.theme):
        message = (
            f"no passage bears on '{ask.focus or ask.theme}': "
            "'cmo matrix' shows where studies speak"
        )
        raise AskError(message)
    shown = names(theory)
    documents = {u.source.id: u.source for u in uses}
    voices = _voices(uses)
    called = cited(theory.sources)
    nodes = [_document(one, called[one.id], ask) for one in documents.values()]
    nodes += [_study(study) for study in dict.fromkeys(v.study for v in voices)]
    nodes += [
        _claim(evidence, claim, shown[claim], ask)
        for claim in dict.fromkeys(v.claim for v in voices)
    ]
    lines = [
        *dict.fromkeys(_report(u.source, called[u.source.id], u.study) for u in uses),
        *(_voice(v, shown, ask, _theme(evidence, v.claim)) for v in voices),
    ]
    return Scene(
        name=f"evidence{'-' + _safe(ask.focus) if ask.focus else ''}",
        anchor=f"theory-{theory.id}",
        title=f"What studies say: {shown.get(ask.focus or '', theory.title)}",
        nodes=tuple(nodes),
        lines=tuple(lines),
        summary=_summary(documents, voices),
        sentences=tuple(f"{k.tooltip}." for k in lines if k.state),
        audience=ask.audience,
        palette=ask.palette,
        themes=tuple((t.id, t.title) for t in theory.themes),
    )


def _safe(word: str) -> str:
    return word.replace(":", "-").replace("#", "-")


def _claims(theory: Theory, evidence: Evidence, ask: Ask) -> list[str]:
    refuse(ask, "layer", "to")
    if ask.focus in evidence.kinds:
        return [ask.focus]
    gone = {one.id for one in theory.configurations if given_up(one)}
    argued = [
        claim
        for claim, kind in evidence.kinds.items()
        if kind in ARGUED and claim not in gone
    ]
    if not ask.theme:
        return argued
    known(ask.theme, [t.id for t in theory.themes], "theme", "--theme")
    return [claim for claim in argued if _theme(evidence, claim) == ask.theme]


def _about(theory: Theory, evidence: Evidence, ask: Ask, uses: list[Use]) -> list[Use]:
    """Return the uses that the focus is about; all of them without one."""
    if ask.focus is None or ask.focus in evidence.kinds:
        return uses
    wanted = ask.focus.removeprefix("study:").removeprefix("source:")
    studies = {u.study for u in uses} | set(map(reported, theory.sources))
    sources = {s.id for s in theory.sources}
    known(wanted, sorted(studies | sources), "claim, study or source", "--focus")
    return [u for u in uses if wanted in {u.study, u.source.id}]


def _voices(uses: Iterable[Use]) -> list[_Voice]:
    found: dict[_Voice, None] = {}
    for use in uses:
        found[_Voice(use.study, use.bears.claim, use.bears.bearing, use.is_direct)] = (
            None
        )
    return list(found)


def _theme(evidence: Evidence, claim: str) -> str | None:
    record = evidence.background.records[claim]
    if theme := getattr(record, "theme", None):
        return str(theme)
    elements = {e.id: e.theme for e in evidence.theory.elements}
    ends = (str(getattr(record, end, "")) for end in ("target", "source"))
    return next(filter(None, (elements.get(end) for end in ends)), None)


def _document(source: Source, called: str, ask: Ask) -> Node:
    title = str(source.citation.get("title") or source.id)
    kind = worded(source.kind)
    id_line = () if ask.is_plain else (f"[{source.id}]",)
    return Node(
        id=f"document {source.id}",
        anchor=f"source-{source.id}",
        kind="document",
        look=style.DOCUMENT,
        label=labels.plain(called),
        under=(*id_line, kind),
        tooltip=labels.plain(f"{title} ({kind})"),
    )


def _study(study: str) -> Node:
    return Node(
        id=f"study {study}",
        anchor=f"study-{study}",
        kind="study",
        look=style.STUDY,
        label=study,
        tooltip=f"the study {study}",
    )


def _claim(evidence: Evidence, claim: str, label: str, ask: Ask) -> Node:
    state = evidence.of(claim).state
    said = wording.state(state, plain=ask.is_plain)
    id_line = () if ask.is_plain else (f"[{claim}]",)
    return Node(
        id=f"claim {claim}",
        anchor=f"claim-{claim}",
        kind="claim",
        look=style.CLAIM,
        label=labels.plain(label),
        under=(*id_line, f"({said})"),
        tooltip=labels.plain(f"{label} — {said}"),
        theme=_theme(evidence, claim),
    )


def _report(source: Source, called: str, study: str) -> Line:
    return Line(
        source=f"document {source.id}",
        target=f"study {study}",
        claim=f"{source.id} {study}",
        anchor=f"report-{source.id}_{study}",
        tooltip=labels.plain(f"{called} reports the study {study}"),
        look=style.STATES[State.INDIRECT],
        head="none",
        colour=style.FAINT,
        follows=True,
    )


def _voice(voice: _Voice, shown: dict[str, str], ask: Ask, theme: str | None) -> Line:
    state = _STATES[voice.bearing] if voice.direct else State.INDIRECT
    look = style.STATES[state]
    how = "" if voice.direct else " indirectly"
    said = f"{voice.study} {_SAYS[voice.bearing]}{how}: {shown[voice.claim]}"
    short = wording.state(state, plain=ask.is_plain) if look.word else ""
    return Line(
        source=f"study {voice.study}",
        target=f"claim {voice.claim}",
        claim=voice.claim,
        look=look,
        head="normal",
        anchor=f"voice-{voice.study}-{voice.claim}-{voice.bearing}"
        + ("" if voice.direct else "-indirect"),
        tooltip=labels.plain(said),
        word=short,
        state=state,
        theme=theme,
    )


_SAYS = {
    Bearing.SUPPORTS: "brings data for",
    Bearing.REFINES: "brings data for, with a change to it,",
    Bearing.REFUTES: "found the opposite of",
    Bearing.NO_EFFECT: "found no robust effect of",
    Bearing.INCONCLUSIVE: "cannot say of",
    Bearing.PROPOSES: "assumes without data",
}


def _summary(documents: dict[str, Source], voices: list[_Voice]) -> str:
    if not voices:
        return "No passage bears on what the theory argues for yet."
    studies = len({v.study for v in voices})
    claims = len({v.claim for v in voices})
    return (
        f"Read along the arrows: {counted(len(documents), 'document')}, the "
        f"{counted(studies, 'study')} reported there, and the "
        f"{counted(claims, 'claim')} that these speak of."
    )
