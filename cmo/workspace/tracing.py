"""Ask what a claim rests on, and what falls if a study falls."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from cmo.analysis import trace as tracing
from cmo.analysis import whatif as supposing
from cmo.analysis.naming import labels
from cmo.evidence import Evidence
from cmo.evidence.studies import reported
from cmo.model.vocabulary import Level, SourceKind
from cmo.store.wording import did_you_mean
from cmo.workspace.theories import Problem, load, only, told

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from pathlib import Path

    from cmo.analysis.trace import Quotations, Trace
    from cmo.analysis.whatif import Condition, WhatIf
    from cmo.model import Theory
    from cmo.workspace.theories import AnyPath

STUDY = "study:"
SOURCE = "source:"


def trace(about: str, path: AnyPath | None = None) -> Trace:
    """Return what a claim rests on, or what a source, study or passage bears on.

    Args:
        about: Id of a claim, or its label; of a source; of a passage,
            ``source-id#excerpt-id``; or of a study, ``study:ID``. ``source:ID``
            means a source where a claim has the same id.
        path: A theory folder or bundle.

    Raises:
        Problem: There is no theory, or nothing in it has that id.
        Unreadable: A file cannot be read whole.
    """
    where = only(path)
    theory = load(where)
    traced = _traced(Evidence(theory), about)
    quotations = _quotations(where, traced)
    if missed := frozenset(q for q, one in quotations.items() if one.is_missed):
        # Only now is it known which quotations count as not found.
        traced = _traced(Evidence(theory, misquoted=missed), about)
    return replace(traced, quotations=quotations)


def _quotations(where: Path, traced: Trace) -> Quotations:
    """Return what became of the quotations of a trace, by passage."""
    sources = {source.id: source for source, _ in traced.quoted}
    if not sources:
        return {}
    # Imported late: few passages are quotations.
    from cmo.quotes import check

    wanted = {f"{source.id}#{excerpt.id}" for source, excerpt in traced.quoted}
    with told():
        checked = list(check(where, sources.values(), passages=wanted))
    return {answer.passage: answer for one in checked for answer in one.answers}


def _traced(evidence: Evidence, about: str) -> Trace:
    theory = evidence.theory
    if about.startswith(STUDY):
        study = about.removeprefix(STUDY)
        _refuse_unknown(study, _studies(theory), "study")
        return tracing.trace_study(evidence, study)
    if about.startswith(SOURCE):
        source = about.removeprefix(SOURCE)
        _refuse_unknown(source, {s.id for s in theory.sources}, "source")
        return tracing.trace_source(evidence, source)
    for known, follow in _kinds(evidence):
        if about in known:
            return follow(evidence, about)
    named = [claim for claim, label in labels(theory).items() if _same(label, about)]
    if len(named) == 1:
        return tracing.trace_claim(evidence, named[0])
    raise Problem(_unknown(theory, evidence, about))


def _same(label: str, words: str) -> bool:
    return label.casefold().split() == words.casefold().split()


def _kinds(
    evidence: Evidence,
) -> Iterator[tuple[Iterable[str], Callable[[Evidence, str], Trace]]]:
    yield evidence.kinds, tracing.trace_claim
    yield {s.id for s in evidence.theory.sources}, tracing.trace_source
    yield _passages(evidence.theory), tracing.trace_passage


def _unknown(theory: Theory, evidence: Evidence, about: str) -> str:
    if about in {theme.id for theme in theory.themes}:
        return (
            f"'{about}' is a theme: give the id of a claim in it; 'cmo matrix --rows "
            "theme' shows the evidence by theme"
        )
    if about in {decision.id for decision in theory.decisions}:
        return f"'{about}' is a decision: give the id of a claim that it names"
    if about in _studies(theory):
        return f"'{about}' is a study: write it as {STUDY}{about}"
    known = [*evidence.kinds, *(s.id for s in theory.sources), *_passages(theory)]
    return (
        f"'{about}' is no claim, source or passage of this theory"
        f"{did_you_mean(about, known)}: 'cmo coverage' lists the claims"
    )


def _passages(theory: Theory) -> set[str]:
    return {f"{s.id}#{e.id}" for s in theory.sources for e in s.excerpts}


def _studies(theory: Theory) -> set[str]:
    own = set(map(reported, theory.sources))
    return own | {e.study for s in theory.sources for e in s.excerpts if e.study}


def whatif(  # noqa: PLR0913 - one argument for each condition that can be asked
    path: AnyPath | None = None,
    *,
    without: Sequence[str] = (),
    only_independent: bool = False,
    towards: str | None = None,
    min_rigour: str | None = None,
    direct_only: bool = False,
    kinds: Sequence[str] = (),
) -> WhatIf:
    """Return what is left of the evidence when some of it is left out.

    Args:
        path: A theory folder or bundle.
        without: Ids of sources to leave out, also as ``source:ID``, or of studies
            as ``study:ID``.
        only_independent: Keep sources judged independent.
        towards: Of whom, by name: one owner, funder or developer; without it, all.
        min_rigour: Keep passages of this rigour or better: "high", "moderate" …
        direct_only: Keep passages about the claim itself.
        kinds: Keep sources of these kinds.

    Raises:
        Problem: Nothing is asked, or an id, name or word is not known.
        Unreadable: A file cannot be read whole.
    """
    theory = load(path)
    conditions = [_without(theory, one) for one in without]
    if only_independent:
        conditions.append(supposing.only_independent(_party(theory, towards)))
    elif towards:
        message = (
            "--towards says of whom a source is independent: add --only independent"
        )
        raise Problem(message)
    if min_rigour:
        conditions.append(supposing.least_rigour(_level(min_rigour)))
    if direct_only:
        conditions.append(supposing.direct_only())
    if kinds:
        conditions.append(supposing.of_kinds([_kind(one) for one in kinds]))
    if not conditions:
        message = (
            "say what to leave out: --without, --only independent, --min-rigour, "
            "--direct-only or --kinds"
        )
        raise Problem(message)
    return supposing.whatif(theory, conditions)


_LEVELS = {str(level): level for level in Level if level.rank}
_KINDS = {str(kind): kind for kind in SourceKind}


def _without(theory: Theory, one: str) -> Condition:
    sources, studies = {s.id for s in theory.sources}, _studies(theory)
    if one.startswith(STUDY):
        study = one.removeprefix(STUDY)
        _refuse_unknown(study, studies, "study")
        return supposing.without_study(study)
    one = one.removeprefix(SOURCE)
    if one in studies and one not in sources:
        message = f"'{one}' is a study: write it as {STUDY}{one}"
        raise Problem(message)
    _refuse_unknown(one, sources, "source")
    return supposing.without_source(one)


def _party(theory: Theory, name: str | None) -> str | None:
    if name is None:
        return None
    parties = {
        party
        for source in theory.sources
        if (own := source.independence)
        for party in (*own.towards, *(own.by_party or {}))
    }
    # Names are long: a part of one is enough where only one has it.
    meant = [one for one in parties if name.casefold() in one.casefold()]
    exact = [one for one in meant if name.casefold() == one.casefold()]
    if len(exact or meant) == 1:
        return (exact or meant)[0]
    known = "; ".join(sorted(meant or parties)) or "nobody"
    fault = (
        f"'{name}' can be several of" if meant else f"no source names '{name}' among"
    )
    hint = "" if meant else did_you_mean(name, parties)
    message = f"{fault} the owners, funders and developers{hint}: they are {known}"
    raise Problem(message)


def _level(word: str) -> Level:
    if word not in _LEVELS:
        hint = did_you_mean(word, _LEVELS)
        known = ", ".join(_LEVELS)
        message = f"'{word}' is no level of rigour{hint}: there are {known}"
        raise Problem(message)
    return _LEVELS[word]


def _kind(word: str) -> SourceKind:
    plain = word.strip().lower().replace("-", "_").replace(" ", "_")
    if plain not in _KINDS:
        hint = did_you_mean(plain, _KINDS)
        message = f"'{word}' is no kind of source{hint}: there are {', '.join(_KINDS)}"
        raise Problem(message)
    return _KINDS[plain]


def _refuse_unknown(one: str, known: Iterable[str], what: str) -> None:
    known = list(known)
    if one not in known:
        message = f"'{one}' is no {what} of this theory{did_you_mean(one, known)}"
        raise Problem(message)
