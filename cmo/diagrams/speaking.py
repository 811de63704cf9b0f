"""The evidence view: which documents report which studies, and what these say."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from cmo.diagrams import labels, style, wording
from cmo.diagrams.ask import Ask, AskError
from cmo.diagrams.marks import Marks
from cmo.diagrams.scene import Line, Node, Scene
from cmo.diagrams.selecting import known, refuse
from cmo.english import counted, joined, worded
from cmo.evidence import ARGUED, LOOKED, Evidence, State
from cmo.evidence.studies import reported
from cmo.graph import given_up
from cmo.model.vocabulary import Bearing
from cmo.report.citing import cited

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

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

    Without a focus these are the claims that a theory argues for (links,
    configurations, mechanisms and rivals) and elements of which there are direct data.

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
    marks = Marks(evidence, {e.id: e for e in theory.elements}, plain=ask.is_plain)
    documents = {u.source.id: u.source for u in uses}
    voices = _voices(uses)
    called = cited(theory.sources)
    nodes = [_document(one, called[one.id], ask) for one in documents.values()]
    tellers = {
        study: study
        if not ask.is_plain
        else joined(list(dict.fromkeys(called[u.source.id] for u in of)))
        for study, of in _by_study(uses).items()
    }
    nodes += [
        _study(study, f"told in {told}" if ask.is_plain else f"the study {told}", ask)
        for study, told in tellers.items()
    ]
    nodes += [
        _claim(evidence, claim, marks.named(claim), ask)
        for claim in dict.fromkeys(v.claim for v in voices)
    ]
    lines = [
        *dict.fromkeys(
            _report(u.source, called[u.source.id], u.study, ask) for u in uses
        ),
        *(
            _voice(v, tellers[v.study], marks, _theme(evidence, v.claim))
            for v in voices
        ),
    ]
    return Scene(
        name=f"evidence{'-' + _safe(ask.focus) if ask.focus else ''}",
        anchor=f"theory-{theory.id}",
        title=_title(theory, marks, ask),
        nodes=tuple(nodes),
        lines=tuple(lines),
        summary=_summary(documents, voices, ask),
        sentences=(
            *(() if ask.is_plain else _reports(uses, called)),
            *(f"{k.tooltip}." for k in lines if k.state),
        ),
        audience=ask.audience,
        palette=ask.palette,
        themes=tuple((t.id, t.title) for t in theory.themes),
    )


def _safe(word: str) -> str:
    return word.replace(":", "-").replace("#", "-")


def _claims(theory: Theory, evidence: Evidence, ask: Ask) -> list[str]:
    refuse(ask, "depth", "layer", "to")
    if ask.focus in evidence.kinds:
        return [ask.focus]
    gone = {one.id for one in theory.configurations if given_up(one)}
    argued = [
        claim
        for claim, kind in evidence.kinds.items()
        if claim not in gone and (kind in ARGUED or _is_looked_at(evidence, claim))
    ]
    if not ask.theme:
        return argued
    known(ask.theme, [t.id for t in theory.themes], "theme", "--theme")
    return [claim for claim in argued if _theme(evidence, claim) == ask.theme]


def _is_looked_at(evidence: Evidence, claim: str) -> bool:
    uses = evidence.uses.get(claim, ())
    return any(u.is_direct and u.bears.bearing in LOOKED for u in uses)


def _title(theory: Theory, marks: Marks, ask: Ask) -> str:
    is_claim = ask.focus in marks.evidence.kinds
    what = marks.named(str(ask.focus)) if is_claim else theory.title
    return f"What {'documents' if ask.is_plain else 'studies'} say: {what}"


def _by_study(uses: Iterable[Use]) -> dict[str, list[Use]]:
    found: dict[str, list[Use]] = {}
    for use in uses:
        found.setdefault(use.study, []).append(use)
    return found


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
    under = () if ask.is_plain else (f"[{source.id}]", kind)
    return Node(
        id=f"document {source.id}",
        anchor=f"source-{source.id}",
        kind="document",
        look=style.DOCUMENT,
        label=labels.plain(called),
        under=under,
        tooltip=labels.plain(title if ask.is_plain else f"{title} ({kind})"),
    )


def _study(study: str, told: str, ask: Ask) -> Node:
    return Node(
        id=f"study {study}",
        anchor=f"study-{study}",
        kind="study",
        look=style.STUDY,
        label=labels.plain(told) if ask.is_plain else study,
        tooltip=labels.plain(told),
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


def _report(source: Source, called: str, study: str, ask: Ask) -> Line:
    what = "tells of it" if ask.is_plain else f"reports the study {study}"
    return Line(
        source=f"document {source.id}",
        target=f"study {study}",
        claim=f"{source.id} {study}",
        anchor=f"report-{source.id}_{study}",
        tooltip=labels.plain(f"{called} {what}"),
        look=style.STATES[State.INDIRECT],
        head="none",
        colour=style.FAINT,
        follows=True,
    )


def _reports(uses: Iterable[Use], called: Mapping[str, str]) -> Iterator[str]:
    """Yield which documents report which study."""
    for study, of in _by_study(uses).items():
        documents = dict.fromkeys(f"{called[u.source.id]} [{u.source.id}]" for u in of)
        yield f"The study {study} is reported in {joined(list(documents))}."


def _voice(voice: _Voice, teller: str, marks: Marks, theme: str | None) -> Line:
    state = _STATES[voice.bearing] if voice.direct else State.INDIRECT
    look = style.STATES[state]
    what = labels.marked(marks.named(voice.claim))
    says = (_SAYS if voice.direct else _SAYS_INDIRECTLY)[voice.bearing]
    said = f"{teller}: {says.format(what)}"
    short = wording.state(state, plain=marks.plain) if look.word else ""
    return Line(
        source=f"study {voice.study}",
        target=f"claim {voice.claim}",
        claim=voice.claim,
        look=look,
        head="normal",
        anchor=f"voice-{voice.study}_{voice.claim}_{voice.bearing}"
        + ("" if voice.direct else "_indirect"),
        tooltip=labels.plain(said),
        word=short,
        state=state,
        theme=theme,
    )


_SAYS = {
    Bearing.SUPPORTS: "speaks for {}",
    Bearing.REFINES: "speaks for a changed form of {}",
    Bearing.REFUTES: "speaks against {}",
    Bearing.NO_EFFECT: "found no reliable effect when looking for {}",
    Bearing.INCONCLUSIVE: "looked at {}, and could not say",
    Bearing.PROPOSES: "assumes, without data, {}",
}
# What speaks indirectly speaks of something from which the claim can be argued.
_SAYS_INDIRECTLY = {
    Bearing.SUPPORTS: "speaks for something close to {}",
    Bearing.REFINES: "speaks for something close to {}, and for a change to it",
    Bearing.REFUTES: "speaks against something close to {}",
    Bearing.NO_EFFECT: "looked at something close to {}, and found no reliable effect",
    Bearing.INCONCLUSIVE: "looked at something close to {}, and could not say",
    Bearing.PROPOSES: "assumes, without data, something close to {}",
}


def _summary(documents: dict[str, Source], voices: list[_Voice], ask: Ask) -> str:
    if not voices:
        return "No passage bears on what the theory argues for yet."
    studies = counted(len({v.study for v in voices}), "study")
    reported = "" if ask.is_plain else f" the {studies} reported there,"
    return (
        f"Read along the arrows: {counted(len(documents), 'document')},{reported} and "
        f"the {counted(len({v.claim for v in voices}), 'claim')} that these speak of."
    )
