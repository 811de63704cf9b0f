"""E3xx: what does each claim rest on?"""

from __future__ import annotations

import re
from collections import defaultdict
from typing import TYPE_CHECKING

from cmo.evidence import DECIDING, LOOKED, Flag, State
from cmo.evidence.studies import reported
from cmo.findings import Severity
from cmo.model.citation import is_placed
from cmo.model.vocabulary import Bearing, Level, Status
from cmo.rules.claims import (
    by_stage,
    listed,
    of_argued_kinds,
    record,
    remark,
    unheard,
)
from cmo.rules.engine import Remark, View, rule

if TYPE_CHECKING:
    from collections.abc import Container, Iterable, Iterator

    from cmo.evidence import Support
    from cmo.findings import Pointer
    from cmo.model import Appraisal, Source


def _remarks(
    view: View, state: State, severity: Severity | None, says: str
) -> Iterator[Remark]:
    """Yield a remark on each claim in `state`; None: as grave as the stage makes it.

    What was found is told of every claim, what is missing of those argued for.
    """
    claims = view.evidence.all() if state in DECIDING else of_argued_kinds(view)
    for support in claims:
        if support.state is state:
            grave = by_stage(view, support) if severity is None else severity
            told = says
            if severity is None and record(view, support).undeveloped:
                told = f"{says.partition(':')[0]}, as 'undeveloped' explains"
            yield remark(view, support, told, grave)


@rule("E301", Severity.WARNING, rests_on_absence=True)
def unsupported(view: View) -> Iterator[Remark]:
    """Nobody looked: no passage bears on the claim, not even indirectly.

    Why: a reader cannot tell it from a claim that evidence carries. A warning
    while the theory is a candidate or initial, an error once it is refined.

    Fix: link a passage to it; search for evidence; give the reason in
    'undeveloped'; or take the claim out.
    """
    says = "rests on no passage: link one to it, or say why in 'undeveloped'"
    yield from _remarks(view, State.UNSUPPORTED, None, says)
    yield from _remarks(view, State.UNDEVELOPED, None, says)


@rule("E302", Severity.WARNING, rests_on_absence=True)
def theorised_only(view: View) -> Iterator[Remark]:
    """The claim is assumed or proposed in the literature, without data.

    Why: a claim that many repeat and nobody has tested is not evidenced by the
    repeating. A warning while the theory is a candidate or initial, an error
    once it is refined.

    Fix: search for a study that tested it; or give the reason in 'undeveloped'.
    """
    says = "is proposed, and no passage brings data: look for a study that tested it"
    yield from _remarks(view, State.THEORISED, None, says)


@rule("E303", Severity.NOTE, rests_on_absence=True)
def indirect_only(view: View) -> Iterator[Remark]:
    """Only indirect passages bear on the claim, or those of a neighbour.

    Why: evidence for a whole configuration says little of each of its links,
    and the other way round.

    Fix: look for a direct passage; nothing, if this is enough for what the theory
    claims.
    """
    for support in of_argued_kinds(view):
        if support.state is State.INDIRECT:
            says = "has only indirect passages that bear on it: look for a direct one"
            if not any(u.bears.bearing in LOOKED for u in support.uses):
                others = listed(support.inherited_from)
                says = f"rests only on passages about {others}: look for its own"
            yield remark(view, support, says, Severity.NOTE)


@rule("E304", Severity.NOTE, rests_on_absence=True)
def inconclusive(view: View) -> Iterator[Remark]:
    """Somebody looked, and the evidence is too weak to say.

    Why: lack of evidence is not evidence of no effect.

    Fix: nothing; report it as it is.
    """
    says = "was looked at, and the evidence is too weak to say: report it so"
    yield from _remarks(view, State.INCONCLUSIVE, Severity.NOTE, says)


@rule("E305", Severity.NOTE, rests_on_absence=True)
def single_study(view: View) -> Iterator[Remark]:
    """What is said of the claim rests on one study.

    Why: other documents of the same study add no second one. Counting studies
    is no realist criterion, so this is a note.

    Fix: nothing, if the study carries it.
    """
    for support in of_argued_kinds(view):
        if support.is_direct and Flag.SINGLE_STUDY in support.flags:
            studies = support.studies(DECIDING[support.state])
            says = f"rests on one study, '{studies[0]}'"
            if len(studies) > 1:
                says = (
                    f"rests on one study: of {', '.join(studies)} a review includes "
                    "the others, so that they count once"
                )
            yield remark(view, support, says, Severity.NOTE)


@rule("E306", Severity.WARNING, rests_on_absence=True)
def contested_without_decision(view: View) -> Iterator[Remark]:
    """Passages speak for the claim and against it, and nobody has decided.

    Why: adjudicating between findings is the core of a realist synthesis
    (Pawson 2006). A decision on all sources that bear on the claim silences
    this; the state stays contested. An error once the theory is refined.

    Fix: weigh the sources, and write down a decision with its verdict.
    """
    for support in view.evidence.all():
        if support.state is State.CONTESTED and Flag.DECIDED not in support.flags:
            says = f"is contested{_undecided(view, support)}"
            yield remark(view, support, says, by_stage(view, support))


def _undecided(view: View, support: Support) -> str:
    """Say what is missing, in the decision that comes nearest, to decide the claim."""
    verdicts = [
        decision
        for decision in view.evidence.background.decisions.get(support.claim, ())
        if decision.verdict is not None
    ]
    if not verdicts:
        return ": weigh the sources and record a decision with its verdict"
    missed = {
        decision.id: sorted(set(support.documents) - set(decision.sources))
        for decision in verdicts
    }
    nearest = min(missed, key=lambda one: (len(missed[one]), one))
    return (
        f", and the decision '{nearest}' did not weigh {', '.join(missed[nearest])}: "
        "decide again"
    )


@rule("E307", Severity.WARNING, rests_on_absence=True)
def opposed(view: View) -> Iterator[Remark]:
    """At least one study speaks against the claim, and none for it.

    Why: a theory that keeps it as it is contradicts its evidence. A warning
    while the theory is a candidate or initial, an error once it is refined.

    Fix: respecify the claim or take it out, and record the decision.
    """
    for support in view.evidence.all():
        if support.state is State.OPPOSED:
            says = "is opposed: a study speaks against it, none for it; " + (
                "record your verdict"
                if support.kind == "rival"
                else "respecify it or take it out"
            )
            yield remark(view, support, says, by_stage(view, support))


@rule("E308", Severity.NOTE, rests_on_absence=True)
def no_effect_found(view: View) -> Iterator[Remark]:
    """Somebody tested the claim and found no robust effect.

    Why: that is a finding; it is no proof that there is no effect.

    Fix: nothing; ask in which contexts it was tested.
    """
    says = "was tested, and no robust effect was found: ask in which contexts"
    yield from _remarks(view, State.NO_EFFECT, Severity.NOTE, says)


@rule("E309", Severity.WARNING, rests_on_absence=True)
def source_without_bearing(view: View) -> Iterator[Remark]:
    """A source bears on nothing: none of its passages is linked to a claim.

    Why: it was included in the review, and the theory makes no use of it. What
    speaks to a dimension of EMMIE, or is named by a summary or a rating, is used.

    Fix: link its passages to claims, or take the source out.
    """
    elsewhere = _named_elsewhere(view)
    for s, source in enumerate(view.theory.sources):
        if not any(_used(source, elsewhere)):
            message = (
                f"the source '{source.id}' bears on nothing: link its passages to "
                "claims, or take it out"
            )
            yield Remark(("sources", s), source.id, message)


@rule("E310", Severity.NOTE, rests_on_absence=True)
def excerpt_without_bearing(view: View) -> Iterator[Remark]:
    """A passage bears on nothing.

    Why: it was taken from the document for some claim. What speaks to a dimension
    of EMMIE, or is named by a summary or a rating, is used there.

    Fix: link it to the claim, or leave it as background.
    """
    elsewhere = _named_elsewhere(view)
    for s, source in enumerate(view.theory.sources):
        used = list(_used(source, elsewhere))
        for e, excerpt in enumerate(source.excerpts):
            if any(used) and not used[e]:
                about = f"{source.id}#{excerpt.id}"
                message = f"the passage '{about}' bears on nothing: link it to a claim"
                yield Remark(("sources", s, "excerpts", e), about, message)


def _named_elsewhere(view: View) -> set[str | None]:
    """Return the passages that summaries and ratings name."""
    theory = view.theory
    named = {excerpt for one in theory.emmie for excerpt in one.excerpts}
    return named | {rating.excerpt for rating in theory.ratings}


def _used(source: Source, elsewhere: Container[str | None]) -> Iterator[bool]:
    """Tell of each passage of a source whether the theory makes use of it."""
    for one in source.excerpts:
        passage = f"{source.id}#{one.id}"
        yield bool(one.bears_on or one.emmie) or passage in elsewhere


@rule("E311", Severity.WARNING)
def missing_locator(view: View) -> Iterator[Remark]:
    """A passage does not say where in the document it stands.

    Why: nobody can check it without reading the whole document.

    Fix: give page, section, paragraph, slide or url in 'locator'.
    """
    for s, source in enumerate(view.theory.sources):
        for e, excerpt in enumerate(source.excerpts):
            if not is_placed(excerpt.locator):
                about = f"{source.id}#{excerpt.id}"
                message = (
                    f"the passage '{about}' has no locator: say where in the "
                    "document it stands"
                )
                yield Remark(("sources", s, "excerpts", e), about, message)


@rule("E312", Severity.NOTE, rests_on_absence=True)
def missing_appraisal(view: View) -> Iterator[Remark]:
    """Nobody appraised a source, nor said why not.

    Why: readers ask for relevance, richness and rigour (RAMESES). A source of
    low rigour stays in, and is known as such.

    Fix: fill 'appraisal'; 'not_assessed' with its rationale is an answer.
    """
    for s, source in enumerate(view.theory.sources):
        if not (_is_told(source.appraisal) or _each_appraised(source)):
            message = (
                f"the source '{source.id}' has no appraisal: fill it, or say why it "
                "was not assessed"
            )
            yield Remark(("sources", s), source.id, message)


def _is_told(appraisal: Appraisal | None) -> bool:
    return appraisal is not None and (
        appraisal.rationale is not None
        or any(
            level is not Level.NOT_ASSESSED
            for level in (appraisal.relevance, appraisal.richness, appraisal.rigour)
        )
    )


def _each_appraised(source: Source) -> bool:
    return bool(source.excerpts) and all(_is_told(e.appraisal) for e in source.excerpts)


@rule("E313", Severity.WARNING, rests_on_absence=True)
def accepted_without_evidence(view: View) -> Iterator[Remark]:
    """A configuration is accepted, and nothing direct stands behind it.

    Why: acceptance is a person's judgement, and readers will ask what it rests
    on: that its context occurs, say, is no evidence for the configuration. An
    error once the theory is refined.

    Fix: link direct passages to the configuration, or change its status.
    """
    for one in view.theory.configurations:
        support = view.evidence.of(one.id)
        if one.status is not Status.ACCEPTED:
            continue
        if Flag.PARTLY_COVERED in support.flags and unheard(view, support):
            lack = "for some of its C, M and O no study speaks: link what does"
        elif not support.count(Bearing.SUPPORTS, Bearing.REFINES):
            lack = "no direct passage speaks for it: link one"
        else:
            continue
        says = f"is accepted, and {lack}, or change its status"
        yield remark(view, support, says, by_stage(view, support))


@rule("E331", Severity.WARNING, rests_on_absence=True)
def mistyped_study(view: View) -> Iterator[Remark]:
    """A study is named that no source reports, and its name nearly is another's.

    Why: what a review includes is not counted beside it, and studies that overlap
    are flagged. A slip in the name undoes both without a word, and one study
    counts as two. Studies that nobody has read can be named too, so that only
    a name that nearly is a known one is told: the same but for its hyphens, or
    for one letter.

    Fix: correct the name; nothing, if another study is meant.
    """
    sources = view.theory.sources
    known = {reported(source) for source in sources}
    forms = {source.id: source.study for source in sources if source.study}
    likely = _Likely(known)
    for pointer, study, about in _named_studies(view):
        if study in known:
            continue
        near = forms.get(study) or likely.meant(study)
        if near:
            message = (
                f"'{about}' names the study '{study}', which no source reports: "
                f"is '{near}' meant?"
            )
            yield Remark(pointer, about, message)


def _named_studies(view: View) -> Iterator[tuple[Pointer, str, str]]:
    """Yield each place where a study is named that may stand elsewhere."""
    for s, source in enumerate(view.theory.sources):
        for part in ("includes", "overlaps"):
            for i, study in enumerate(getattr(source, part)):
                yield ("sources", s, part, i), study, source.id
        for e, excerpt in enumerate(source.excerpts):
            if excerpt.study:
                about = f"{source.id}#{excerpt.id}"
                yield ("sources", s, "excerpts", e, "study"), excerpt.study, about


class _Likely:
    """Finds the known study that a mistyped one was meant to be."""

    def __init__(self, known: Iterable[str]) -> None:
        """Take the studies that sources report."""
        self._by_marks: defaultdict[str, list[tuple[str, str]]] = defaultdict(list)
        for one in sorted(known):
            letters, marks = _split(one)
            self._by_marks[marks].append((letters, one))

    def meant(self, study: str) -> str | None:
        """Return the study that differs in its hyphens or in one letter."""
        from rapidfuzz.distance import OSA

        letters, marks = _split(study)
        return next(
            (
                one
                for others, one in self._by_marks.get(marks, ())
                if letters == others
                or (len(letters) >= _SLIPS and OSA.distance(letters, others) == 1)
            ),
            None,
        )


# Letters: in a shorter name one letter makes another name.
_SLIPS = 5


def _split(study: str) -> tuple[str, str]:
    """Return the letters of a name; and its digits, each with a letter after it.

    2020 and 2021 are two studies, and so are 2020a and 2020b.
    """
    marks = "".join(_MARKS.findall(study))
    return "".join(c for c in _MARKS.sub("", study) if c.isalpha()), marks


_MARKS = re.compile(r"[0-9]+[a-z]?(?![a-z])|[0-9]+")
