"""E3xx: what do the passages behind a claim have in common, and what is asked of it?"""

from __future__ import annotations

from typing import TYPE_CHECKING

from cmo.english import worded
from cmo.evidence import ARGUED, DECIDING, Flag, Use, is_no_gap
from cmo.findings import Severity
from cmo.model.fingerprints import is_suspect
from cmo.model.vocabulary import Bearing, DecisionType
from cmo.rules.claims import by_stage, listed, record, remark, unheard
from cmo.rules.engine import RULES, Remark, View, rule
from cmo.store.syntax import shown

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from cmo.evidence import Support
    from cmo.findings import Pointer
    from cmo.model import Assessment


def _flagged(view: View, flag: Flag) -> Iterator[Support]:
    """Yield the claims argued for, and looked at themselves, that have `flag`."""
    return (s for s in view.flagged[flag] if s.is_direct and s.kind in ARGUED)


def _deciding(support: Support) -> list[Use]:
    """Return the passages that decide the state of a claim that was looked at."""
    wanted = DECIDING[support.state]
    return [u for u in support.uses if u.is_direct and u.bears.bearing in wanted]


@rule("E315", Severity.NOTE, rests_on_absence=True)
def affiliated_only(view: View) -> Iterator[Remark]:
    """All that the claim rests on comes from sources tied to the programme.

    Why: those who own, fund or develop a programme have a stake in it. That
    makes no finding wrong, and readers will ask whether anybody else found it.

    Fix: look for an independent source; nothing, if there is none: say so.
    """
    for support in _flagged(view, Flag.AFFILIATED_ONLY):
        sources = listed(sorted({u.source.id for u in _deciding(support)}))
        says = (
            "rests only on sources tied to the programme's owners, funders or "
            f"developers ({sources}): look for an independent one"
        )
        yield remark(view, support, says, Severity.NOTE)


@rule("E316", Severity.NOTE, rests_on_absence=True)
def low_rigour_only(view: View) -> Iterator[Remark]:
    """All that the claim rests on was appraised as of low rigour.

    Why: a study of low rigour can hold a good explanation and stays in (Pawson
    2006, "Digging for nuggets"); that nothing more trustworthy says the same is
    worth knowing.

    Fix: look for a more rigorous study; nothing, if the passages carry the claim
    for what it is worth.
    """
    says = "rests only on passages of low rigour: look for a more rigorous study"
    for support in _flagged(view, Flag.LOW_RIGOUR_ONLY):
        yield remark(view, support, says, Severity.NOTE)


@rule("E317", Severity.NOTE, rests_on_absence=True)
def thin_only(view: View) -> Iterator[Remark]:
    """All that the claim rests on was appraised as of low richness.

    Why: thin passages say that something happens, and seldom how or for whom.
    Adequacy of data asks for richness too (GRADE-CERQual).

    Fix: look for a source that describes it at length; nothing, if the claim says
    no more than the passages do.
    """
    says = "rests only on thin passages: look for one that tells how it comes about"
    for support in _flagged(view, Flag.THIN_ONLY):
        yield remark(view, support, says, Severity.NOTE)


@rule("E318", Severity.NOTE, rests_on_absence=True)
def inferred_only(view: View) -> Iterator[Remark]:
    """No passage says what the claim says; coders infer it.

    Why: mechanisms often have to be inferred (retroduction), and readers should
    know what is a document's word and what is the team's.

    Fix: look for a passage that says it; or give the reasoning in 'note', for
    another coder to check.
    """
    says = "rests only on what coders infer: look for a passage that says it"
    for support in _flagged(view, Flag.INFERRED_ONLY):
        yield remark(view, support, says, Severity.NOTE)


@rule("E319", Severity.NOTE, rests_on_absence=True)
def fragments_only(view: View) -> Iterator[Remark]:
    """Context, mechanism and outcome are each evidenced, and by no study together.

    Why: that each of them occurs somewhere does not show that they go together:
    the configuration is the team's own. Setting studies side by side can be how
    it was found (juxtaposing, Pawson 2006), and then it is still to be tested.

    Fix: look for a study that speaks of all three; or record the decision that
    put them together.
    """
    says = "has studies for its C, for its M and for its O, and none for all three"
    for support in view.flagged[Flag.FRAGMENTS_ONLY]:
        told = f"{says}: look for one that speaks of them together"
        yield remark(view, support, told, Severity.NOTE)


@rule("E320", Severity.NOTE, rests_on_absence=True)
def reported_only(view: View) -> Iterator[Remark]:
    """The claim rests only on works that were cited and not read.

    Why: what one document says of another is a summary, made for its own ends.

    Fix: read the works themselves, and code them as sources.
    """
    for support in _flagged(view, Flag.REPORTED_ONLY):
        works = sorted({u.excerpt.reported_from or "" for u in _deciding(support)})
        says = (
            "rests only on works that were cited and not read "
            f"({listed([shown(work) for work in works])}): read them"
        )
        yield remark(view, support, says, Severity.NOTE)


@rule("E321", Severity.NOTE, rests_on_absence=True)
def overlapping(view: View) -> Iterator[Remark]:
    """Studies behind the claim share sites, data or investigators.

    Why: they are counted as several, and are less independent of one another
    than the count suggests.

    Fix: say so where the count is reported; give them the same 'study' if they
    are one.
    """
    for support in _flagged(view, Flag.OVERLAPPING):
        overlaps = view.evidence.background.overlaps
        studies = support.studies(DECIDING[support.state])
        pairs = [
            f"{one} with {other}"
            for one in studies
            for other in sorted(overlaps.get(one, set()).intersection(studies))
            if one < other
        ]
        says = (
            "rests on studies that share sites, data or investigators "
            f"({listed(pairs)}): say so beside their number"
        )
        yield remark(view, support, says, Severity.NOTE)


@rule("E323", Severity.WARNING, rests_on_absence=True)
def policy_unmet(view: View) -> Iterator[Remark]:
    """A claim does not give what the team asks of it in 'evidence_policy'.

    Why: the team set itself this measure. It is empty unless a team fills it,
    since counting studies is no realist criterion. A note where 'undeveloped'
    gives a reason.

    Fix: look for what is missing; give the reason in 'undeveloped'; or give the
    claim an 'evidence_policy' of its own, which wins over the theory's.
    """
    for support in view.flagged[Flag.POLICY_UNMET]:
        claim = record(view, support)
        says = (
            f"falls short of your evidence policy (asked: {'; '.join(support.unmet)})"
        )
        says += (
            ", as 'undeveloped' explains"
            if claim.undeveloped
            else ": look for what is missing, or say why in 'undeveloped'"
        )
        severity = Severity.NOTE if is_no_gap(claim) else Severity.WARNING
        yield remark(view, support, says, severity)


@rule("E324", Severity.WARNING, rests_on_absence=True)
def confidence_without_evidence(view: View) -> Iterator[Remark]:
    """An assessment judges a claim that nothing direct stands behind.

    Why: GRADE-CERQual says how far the studies at hand carry a finding; where no
    study looked at the claim itself, there is nothing to judge. An error once the
    theory is refined.

    Fix: link the passages that were judged; or take the assessment out.
    """
    for i, assessment in enumerate(view.theory.assessments):
        claim = assessment.claim
        if claim not in view.pointers or not _judges(assessment):
            continue
        support = view.evidence.of(claim)
        if not support.is_direct:
            given = worded(assessment.confidence or "")
            judged = f"given {given} confidence" if given else "assessed"
            says = (
                f"was {judged}, and no direct passage brings data on it: link those "
                "that were judged, or take the assessment out"
            )
            told = remark(view, support, says, by_stage(view, support))
            yield told._replace(pointer=("assessments", i))


def _judges(assessment: Assessment) -> bool:
    """Tell whether somebody has judged something, and not only named the claim."""
    parts = (
        assessment.methodological_limitations,
        assessment.coherence,
        assessment.adequacy,
        assessment.relevance,
    )
    return bool(assessment.confidence or any(part and part.concern for part in parts))


@rule("E325", Severity.WARNING, rests_on_absence=True)
def suspect_link(view: View) -> Iterator[Remark]:
    """A passage was linked to a claim that has been reworded since.

    Why: it was read beside other words, and may not say what the claim says now.

    Fix: read both again, correct the link or take it out, and mark it as looked
    at with 'cmo review CLAIM'.
    """
    kinds = {support.claim: support.kind for support in view.flagged[Flag.SUSPECT]}
    for use, pointer in _uses_of(view, kinds):
        claim = use.bears.claim
        if is_suspect(use.bears, view.evidence.background.fingerprints):
            message = (
                f"the passage '{use.passage}' was linked to the {kinds[claim]} "
                f"'{claim}' when that read otherwise: read both again, then "
                f"'cmo review {claim}'"
            )
            yield Remark(pointer, use.passage, message)


def _uses_of(view: View, claims: Collection[str]) -> Iterator[tuple[Use, Pointer]]:
    """Yield the passages that bear on `claims`, each with where that is said."""
    for s, source in enumerate(view.theory.sources if claims else ()):
        for e, excerpt in enumerate(source.excerpts):
            for b, bears in enumerate(excerpt.bears_on):
                if bears.claim in claims:
                    use = Use.of(source, excerpt, bears)
                    yield use, ("sources", s, "excerpts", e, "bears_on", b)


@rule("E326", Severity.NOTE, rests_on_absence=True)
def idle_undeveloped(view: View) -> Iterator[Remark]:
    """A claim says why it is left undeveloped, and direct evidence is there.

    Why: the reason turned a gap into a declared one, and the gap is closed. A
    reason that excuses another finding on the claim, a mechanism without a
    context, say, is still needed and not reported.

    Fix: take the reason out.
    """
    claims = [
        support
        for part in ("elements", "links", "configurations", "rivals")
        for one in getattr(view.theory, part)
        if one.undeveloped and (support := view.evidence.of(one.id)).is_direct
    ]
    excused = _excused(view) if claims else set()
    for support in claims:
        if support.claim not in excused:
            says = "has direct evidence meanwhile: take its 'undeveloped' out"
            yield remark(view, support, says, Severity.NOTE)


def _excused(view: View) -> set[str]:
    """Return the ids of records with a finding that 'undeveloped' makes a note."""
    return {found.id for code in EXCUSED for found in RULES[code].check(view)}


# Rules that take 'undeveloped' for an answer, of claims with direct evidence too.
EXCUSED = ("C203", "C208", "C210", "E306", "E307", "E313", "E323")


@rule("E327", Severity.NOTE, rests_on_absence=True)
def partly_covered(view: View) -> Iterator[Remark]:
    """For some of C, M and O of a supported configuration no study speaks.

    Why: it counts as supported as soon as one direct passage speaks for it; that
    passage may speak of the context alone.

    Fix: link what speaks of the rest; or name a role that is knowingly left open
    in 'unknown'.
    """
    for support in _flagged(view, Flag.PARTLY_COVERED):
        if missing := unheard(view, support):
            says = (
                f"is covered in part: for its {' and '.join(missing)} no study speaks"
            )
            yield remark(view, support, f"{says}; look for one", Severity.NOTE)


@rule("E328", Severity.NOTE, rests_on_absence=True)
def refined(view: View) -> Iterator[Remark]:
    """A passage supports the claim only with a change to it.

    Why: refining the theory is what the evidence is met for; a change that is
    noted in a passage and not in the claim is easily lost.

    Fix: reword the claim and link the passage as 'supports'; or record a decision
    on it, of type 'refine' or with a verdict, that weighed the source.
    """
    for support in _flagged(view, Flag.REFINED):
        weighed = {
            source
            for decision in view.evidence.background.decisions.get(support.claim, ())
            if decision.type is DecisionType.REFINE or decision.verdict
            for source in decision.sources
        }
        pending = [
            use
            for use in _deciding(support)
            if use.bears.bearing is Bearing.REFINES and use.source.id not in weighed
        ]
        if pending:
            passages = listed(sorted({use.passage for use in pending}))
            sources = listed(sorted({use.source.id for use in pending}))
            says = (
                f"is supported by {passages} only with a change to it: reword it, or "
                f"record a decision that weighs {sources}"
            )
            yield remark(view, support, says, Severity.NOTE)
