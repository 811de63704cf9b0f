"""What a claim rests on, or a source bears on, as a report for people."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cmo.analysis.trace import ClaimTrace
from cmo.english import counted, worded
from cmo.evidence import AGAINST, FOR
from cmo.model.vocabulary import Bearing, Share
from cmo.report.chains import KEY, listed
from cmo.report.page import Line, Page, Section, as_markdown, as_text
from cmo.report.passages import also_read, by_study, documents, words
from cmo.report.trace_json import as_json

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from cmo.analysis.trace import SourceTrace, Standing, Trace
    from cmo.evidence import Support
    from cmo.model import Decision

_SECTIONS = (
    ("For it", FOR),
    ("Against it: refuting it, or finding no effect", AGAINST),
    ("Inconclusive: somebody looked and cannot say", {Bearing.INCONCLUSIVE}),
    ("Proposing it, without data", {Bearing.PROPOSES}),
    ("Touching on it, for neither side", {Bearing.NEUTRAL}),
)
# Of what nobody says, these are told; the others are left out.
_TOLD = 2


def page(trace: Trace, *, public: bool) -> Page:
    """Return the report of a trace.

    Args:
        trace: What was traced.
        public: Leave out the words of passages that are not for publication.
    """
    if isinstance(trace, ClaimTrace):
        return _claim_page(trace, public=public)
    return _source_page(trace, public=public)


def _claim_page(trace: ClaimTrace, *, public: bool) -> Page:
    support = trace.support
    return Page(
        f"{support.claim}: {trace.label} ({support.kind})",
        tuple(_lead(trace)),
        tuple(
            section
            for section in (
                *_passages(trace, public=public),
                _inherited(trace),
                _decisions(trace),
                _confidence(trace),
                Section(
                    "Rival theories",
                    tuple(_rivals(trace)),
                ),
                Section("Its parts", tuple(_parts(trace))),
                *(_standing(trace.standing, trace.labels) if trace.standing else ()),
            )
            if section.lines
        ),
    )


def _lead(trace: ClaimTrace) -> Iterator[str]:
    support = trace.support
    for field in _SAYS:
        if said := getattr(trace.record, field, None):
            yield f"{field.capitalize()}: {said}"
    yield f"{worded(support.state)}: {support.state.meaning}."
    for flag in support.flags:
        yield f"{worded(flag)}: {flag.meaning}."
    for one in support.unmet:
        yield f"The team asks for {one}."
    counts = ", ".join(
        f"{_count(support, *bearings)} {words}" for words, bearings in _COUNTS.items()
    )
    key = " After a +, those that speak of it only indirectly." if "+" in counts else ""
    yield f"Studies: {counts}.{key}"
    for review, included in trace.included:
        yield f"{review} includes {', '.join(included)}: not counted beside it."


# What a record says in its own words: each kind has some of these.
_SAYS = (
    "definition",
    "resource",
    "reasoning",
    "actor",
    "statement",
    "rationale",
    "explanation",
    "undeveloped",
)
_COUNTS: dict[str, tuple[Bearing, ...]] = {
    "for it": tuple(FOR),
    "refuting it": (Bearing.REFUTES,),
    "finding no effect": (Bearing.NO_EFFECT,),
    "inconclusive": (Bearing.INCONCLUSIVE,),
    "proposing it": (Bearing.PROPOSES,),
}


def _count(support: Support, *bearings: Bearing) -> str:
    indirect = support.count(*bearings, direct=False)
    return f"{support.count(*bearings)}" + (f"+{indirect}" if indirect else "")


def _passages(trace: ClaimTrace, *, public: bool) -> Iterator[Section]:
    uses = trace.support.uses
    for i, (title, bearings) in enumerate(_SECTIONS):
        own = [use for use in uses if use.bears.bearing in bearings]
        if own:
            known = (trace.suspect, trace.quotations, trace.theory)
            yield Section(title, tuple(by_study(own, *known, public=public)))
        elif i < _TOLD:
            yield Section(title, (Line("no passage"),))


def _inherited(trace: ClaimTrace) -> Section:
    lines: list[Line] = []
    for other, uses in trace.inherited:
        lines.append(Line(f"{other.claim} ({other.kind}, {_state(other)})"))
        lines += [
            Line(f"{use.passage}: {worded(use.bears.bearing)}", 1) for use in uses
        ]
    return Section("Passages about its neighbours: always indirect", tuple(lines))


def _decisions(trace: ClaimTrace) -> Section:
    lines: list[Line] = []
    for decision in trace.decisions:
        lines += _decision(decision, trace)
    return Section("Decisions", tuple(lines))


def _decision(decision: Decision, trace: ClaimTrace) -> Iterator[Line]:
    about = [decision.date, decision.type, decision.by and f"by {decision.by}"]
    told = ", ".join(str(one) for one in about if one)
    verdict = worded(decision.verdict) if decision.verdict else "none yet"
    yield Line(f"{decision.id}{f' ({told})' if told else ''}: verdict {verdict}")
    if decision.rationale:
        yield Line(decision.rationale, 1)
    if decision.sources:
        yield Line(f"weighed: {', '.join(decision.sources)}", 1)
    if missed := sorted(set(trace.support.documents) - set(decision.sources)):
        yield Line(f"did not weigh: {', '.join(missed)}", 1)
    elif decision.verdict and decision not in trace.standing_decisions:
        yield Line("overtaken by a later decision", 1)


def _rivals(trace: ClaimTrace) -> Iterator[Line]:
    for rival, support in trace.rivals:
        verdict = f"verdict: {worded(rival.verdict) if rival.verdict else 'none'}"
        yield Line(f"{rival.id}: {rival.label} ({_state(support)}; {verdict})")


_COMPONENTS = (
    "methodological_limitations",
    "coherence",
    "adequacy",
    "relevance",
)


def _confidence(trace: ClaimTrace) -> Section:
    lines = []
    for one in trace.assessments:
        overall = worded(one.confidence) if one.confidence else "not given"
        by = f", by {one.by}" if one.by else ""
        lines.append(Line(f"overall: {overall}{by}"))
        for name in _COMPONENTS:
            part = getattr(one, name)
            if part and part.concern:
                reason = f": {part.reason}" if part.reason else ""
                concern = f"{worded(name)}: {worded(part.concern)} concerns{reason}"
                lines.append(Line(concern, 1))
        if one.explanation:
            lines.append(Line(one.explanation, 1))
    return Section("People’s confidence in it (GRADE-CERQual)", tuple(lines))


def _parts(trace: ClaimTrace) -> Iterator[Line]:
    for role, members in trace.members:
        for one in members:
            label = trace.labels[one.claim]
            yield Line(f"{role} {one.claim}: {label} ({_state(one)})")


def _standing(standing: Standing, labels: dict[str, str]) -> Iterator[Section]:
    places = [
        Line(
            f"{p.configuration.id}, as {' and '.join(p.roles)}: "
            f"{p.configuration.label} ({_state(p.support)})"
        )
        for p in standing.places
    ]
    yield Section("Configurations that it stands in", tuple(places))
    links = [
        Line(f"{link.id}: {labels[link.id]} ({_state(support)})")
        for link, support in standing.links
    ]
    yield Section("Links from it and to it", tuple(links))
    yield Section("What every chain passes through", tuple(_always(standing)))
    for title, lines in (
        (
            "Chains that lead to it",
            listed(standing.leading_to, standing.always_through),
        ),
        ("Chains to the outcomes that it leads to", listed(standing.leading_on)),
    ):
        yield Section(title, tuple(lines))
    if standing.leading_to.chains or standing.leading_on.chains:
        yield Section("What the arrows of chains say", tuple(map(Line, KEY)))


def _always(standing: Standing) -> Iterator[Line]:
    fact = (
        "taking a configuration to need its parts together: a fact of what is "
        "recorded, not a necessity; whole-programme effects apart"
    )
    if standing.always_through:
        through = ", ".join(standing.always_through)
        yield Line(
            f"every recorded chain of causes to it passes through {through} ({fact})"
        )
    if standing.outcomes_through:
        to = ", ".join(standing.outcomes_through)
        yield Line(f"every recorded chain of causes to {to} passes through it ({fact})")
    if not standing.is_told:
        yield Line("the theory is too dense to tell what every chain passes through")


def _source_page(trace: SourceTrace, *, public: bool) -> Page:
    claims = counted(len(trace.claims), "claim")
    passages = counted(len(trace.passages), "passage")
    studies = sorted({u.study for *_, uses in trace.passages for u, _ in uses})
    lead = [
        f"It bears on {claims}."
        if trace.about == "passage"
        else f"{passages.capitalize()}, bearing on {claims}.",
        f"Studies that speak here: {', '.join(studies)}." if studies else "",
    ]
    sections = [Section("Documents", tuple(documents(trace.sources)))]
    for source, excerpt, uses in trace.passages:
        quotation = trace.quotations.get(f"{source.id}#{excerpt.id}")
        read_in = also_read(source, excerpt, trace.theory)
        said = words(excerpt, quotation, read_in, public=public)
        lines = [Line(line.text, 0, line.url) for line in said]
        for use, support in uses:
            bears = use.bears
            claim = f"{support.claim} ({support.kind}, which is {_state(support)})"
            how = f"{worded(bears.bearing)}, {bears.directness}, {bears.inference}"
            lines.append(Line(f"{claim}: {how}"))
            if bears.note and not (public and excerpt.share is Share.TEAM):
                lines.append(Line(f"note: {bears.note}", 1))
        if not uses:
            lines.append(Line("bears on no claim"))
        sections.append(Section(f"{source.id}#{excerpt.id}", tuple(lines)))
    title = f"{trace.about} {trace.id}"
    return Page(title, tuple(filter(None, lead)), tuple(sections))


def _state(support: Support) -> str:
    return worded(support.state)


FORMATS: dict[str, Callable[[Trace], str]] = {
    "text": lambda trace: as_text(page(trace, public=False)),
    "markdown": lambda trace: as_markdown(page(trace, public=True)),
    "json": lambda trace: as_json(trace) + "\n",
}
