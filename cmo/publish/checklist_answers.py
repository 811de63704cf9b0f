"""What a theory's files say to the items of a reporting checklist.

An answer is proposed only where what the item asks for stands in the files; that
it is reported as it should be is for people to say.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, NamedTuple

from cmo.evidence import State
from cmo.evidence.studies import reported
from cmo.model import Context
from cmo.model.vocabulary import DataType, Layer, Level
from cmo.publish.table_words import counted
from cmo.report.passages import worded

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from cmo.evidence import Evidence
    from cmo.model import Appraisal, Source


class Answer(NamedTuple):
    """What the files say to an item.

    Attributes:
        facts: Sentences; none: they say nothing.
        proposed: "yes" where all that is asked for is there, "unclear" where only
            some is; "" where the files cannot tell.
    """

    facts: tuple[str, ...] = ()
    proposed: str = ""


NOTHING = Answer()
_YES, _PART = "yes", "unclear"


def title(evidence: Evidence) -> Answer:
    """Give the title of the theory; the report's own is not in the files."""
    return Answer((f"The theory is called “{evidence.theory.title}”.",))


def question(evidence: Evidence) -> Answer:
    """Give the question."""
    asked = evidence.theory.question
    return Answer((f"The question: {asked}",), _YES) if asked else NOTHING


def theories(evidence: Evidence) -> Answer:
    """Tell the substantive theories, where the scoping found any."""
    names = [one.label for one in evidence.theory.substantive_theories]
    if not names:
        return NOTHING
    return Answer((f"Substantive theories recorded: {'; '.join(names)}.",))


def appraisal(evidence: Evidence) -> Answer:
    """Tell how many documents were appraised."""
    sources = evidence.theory.sources
    if not sources:
        return NOTHING
    whole = sum(_is_appraised(one.appraisal) for one in sources)
    excerpts = [one for source in sources for one in source.excerpts]
    own = sum(_is_appraised(one.appraisal) for one in excerpts)
    reasons = sum(bool(one.appraisal and one.appraisal.rationale) for one in sources)
    facts = (
        (
            f"{_of(whole, len(sources), 'document')} appraised as a whole, for "
            f"relevance, richness or rigour; a reason is recorded for {reasons}."
        ),
        f"{_of(own, len(excerpts), 'passage')} appraised separately.",
        "How documents were selected is not recorded.",
    )
    return Answer(facts, _PART if whole or own else "")


def _is_appraised(one: Appraisal | None) -> bool:
    levels = (one.relevance, one.richness, one.rigour) if one else ()
    return any(level is not Level.NOT_ASSESSED for level in levels)


def extraction(evidence: Evidence) -> Answer:
    """Tell how many passages were taken, and whether it is recorded by whom."""
    sources = evidence.theory.sources
    passages = [one for source in sources for one in source.excerpts]
    if not passages:
        return NOTHING
    uses = sum(len(one.bears_on) for one in passages)
    coded = sum(bool(one.extraction and one.extraction.coder) for one in sources)
    located = sum(one.locator is not None for one in passages)
    facts = (
        (
            f"{counted(len(passages), 'passage').capitalize()} from "
            f"{counted(len(sources), 'document')}, put to use {counted(uses, 'time')}; "
            f"{located} with the place where they stand."
        ),
        f"Who coded it is recorded for {coded} of {counted(len(sources), 'document')}.",
    )
    return Answer(facts, _YES if coded == len(sources) else _PART)


def analysis(evidence: Evidence) -> Answer:
    """Tell the decisions that are recorded, by type."""
    decisions = evidence.theory.decisions
    if not decisions:
        return Answer(("No decision is recorded.",))
    kinds = Counter(str(one.type or "type not given") for one in decisions)
    reasons = sum(bool(one.rationale) for one in decisions)
    facts = (
        (
            f"{counted(len(decisions), 'decision').capitalize()} recorded, {reasons} "
            f"with a reason: {_listed(kinds)}. They stand in the table of decisions."
        ),
    )
    return Answer(facts, _PART)


def flow(evidence: Evidence) -> Answer:
    """Tell how many documents were taken in; those left out are not in the files."""
    sources = evidence.theory.sources
    if not sources:
        return NOTHING
    facts = (
        (
            f"{_reporting(sources)} taken in. How many were found, screened and left "
            "out is not recorded."
        ),
    )
    return Answer(facts)


def documents(evidence: Evidence) -> Answer:
    """Tell the documents by kind."""
    sources = evidence.theory.sources
    if not sources:
        return NOTHING
    kinds = Counter(worded(one.kind) for one in sources)
    settings = sum(bool(one.setting) for one in sources)
    judged = sum(one.independence is not None for one in sources)
    facts = (
        (f"{_reporting(sources)}, by kind: {_listed(kinds)}."),
        (
            f"Recorded are the setting of {settings} and the independence of {judged}. "
            "They stand in the table of sources."
        ),
    )
    return Answer(facts, _YES if settings == len(sources) else _PART)


def collected(evidence: Evidence) -> Answer:
    """Tell the documents by kind; how their data came about is not in the files."""
    return documents(evidence)._replace(proposed="")


def findings(evidence: Evidence) -> Answer:
    """Tell the configurations by what the evidence says of them, and the stage."""
    theory = evidence.theory
    standing = [
        one.id
        for one in theory.configurations
        if one.status is None or not one.status.is_given_up
    ]
    if not standing:
        return Answer(("The theory has no configurations.",))
    states = Counter(evidence.of(one).state for one in standing)
    facts = (
        (
            f"{counted(len(standing), 'configuration').capitalize()}: "
            f"{_states(states)}. They "
            "stand in the table of configurations."
        ),
        f"The stage of the theory is “{theory.stage}”: {theory.stage.meaning}.",
    )
    return Answer(facts, _YES)


def narrative(evidence: Evidence) -> Answer:
    """Tell whether the theory is told as a story."""
    if evidence.theory.narrative:
        return Answer(("The theory is told as a story, in its narrative.",), _PART)
    return Answer(("The theory has no narrative.",))


def gaps(evidence: Evidence) -> Answer:
    """Tell what nobody looked at, and what was found too weak, or opposed."""
    argued = list(evidence.argued())
    if not argued:
        return NOTHING
    states = Counter(support.state for support in argued)
    told = _states({one: states[one] for one in _WEAK})
    said = f" Of them: {told}." if told else ""
    facts = (
        (
            f"The theory makes {counted(len(argued), 'claim')} that evidence can bear "
            f"on.{said}"
        ),
    )
    return Answer(facts)


_WEAK = (
    State.UNSUPPORTED,
    State.UNDEVELOPED,
    State.THEORISED,
    State.INDIRECT,
    State.INCONCLUSIVE,
    State.NO_EFFECT,
    State.OPPOSED,
    State.CONTESTED,
)


def initial_theory(evidence: Evidence) -> Answer:
    """Tell what stands in the files of the theory itself."""
    theory = evidence.theory
    facts = (
        (
            f"Its stage is “{theory.stage}”: {theory.stage.meaning}. It has "
            f"{counted(len(theory.elements), 'element')}, "
            f"{counted(len(theory.links), 'link')} and "
            f"{counted(len(theory.configurations), 'configuration')}."
        ),
        *narrative(evidence).facts,
    )
    return Answer(facts, _YES if theory.narrative and theory.configurations else "")


def environment(evidence: Evidence) -> Answer:
    """Tell contexts by layer, and the documents with a setting."""
    theory = evidence.theory
    contexts = [one for one in theory.elements if isinstance(one, Context)]
    if not contexts:
        return NOTHING
    layers = Counter(layer for one in contexts for layer in one.layers)
    told = {str(one): layers[one] for one in Layer if layers[one]}
    by_layer = f", by layer: {_listed(told)}" if told else ""
    return Answer(
        (f"{counted(len(contexts), 'context').capitalize()} recorded{by_layer}.",),
        _PART,
    )


def programme(evidence: Evidence) -> Answer:
    """Give the name of the programme, and tell whether it is described."""
    own = evidence.theory.intervention
    if own is None:
        return NOTHING
    if own.description:
        return Answer((f"{own.name}: {own.description}",), _YES)
    return Answer((f"It is {own.name}; there is no description.",))


def participants(evidence: Evidence) -> Answer:
    """Tell how many passages are words of participants."""
    passages = [one for source in evidence.theory.sources for one in source.excerpts]
    spoken = sum(one.data_type is DataType.PARTICIPANT_QUOTE for one in passages)
    if not spoken:
        return NOTHING
    return Answer((f"{_of(spoken, len(passages), 'passage')} words of participants.",))


def _reporting(sources: Sequence[Source]) -> str:
    """Return "4 documents of 3 studies"."""
    studies = len(set(map(reported, sources)))
    of_studies = counted(studies, "study", "studies")
    return f"{counted(len(sources), 'document').capitalize()} of {of_studies}"


def _of(some: int, all_of_them: int, what: str) -> str:
    """Return "1 of 3 documents is", "2 of 3 documents are"."""
    verb = "is" if some == 1 else "are"
    return f"{some} of {counted(all_of_them, what)} {verb}"


def _states(counts: Mapping[State, int]) -> str:
    """Return how many claims are in each state, and what that means."""
    return "; ".join(
        f"{counts[one]} {worded(one)} ({one.meaning})"
        for one in State
        if counts.get(one)
    )


def _listed(counts: Mapping[str, int]) -> str:
    return ", ".join(f"{number} {what}" for what, number in counts.items())
