"""What a theory's files say to the items of a reporting checklist.

An answer is proposed only where what the item asks for stands in the files; that
it is reported as it should be is for people to say.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, NamedTuple

from cmo.english import counted, worded
from cmo.evidence import ARGUED, Flag, State
from cmo.evidence.studies import is_research
from cmo.graph import given_up
from cmo.model import Context
from cmo.model.citation import is_placed
from cmo.model.vocabulary import DataType, Layer, Level, Stage
from cmo.publish.table_words import reporting

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping

    from cmo.evidence import Evidence, Support
    from cmo.model import Appraisal


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
    """Give the question; why it was set so is not in the files."""
    asked = evidence.theory.question
    return Answer((f"The question: {asked}",), _PART) if asked else NOTHING


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
    located = sum(is_placed(one.locator) for one in passages)
    facts = (
        (
            f"{counted(len(passages), 'passage').capitalize()} from "
            f"{counted(len(sources), 'document')}, put to use {counted(uses, 'time')}; "
            f"{located} with the place where they stand."
        ),
        f"Who coded it is recorded for {coded} of {counted(len(sources), 'document')}.",
    )
    return Answer(facts, _PART)


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
        f"Taken in: {reporting(evidence.theory)}",
        "How many were found, screened and left out is not recorded.",
    )
    return Answer(facts)


def documents(evidence: Evidence) -> Answer:
    """Tell the documents by kind."""
    sources = evidence.theory.sources
    if not sources:
        return NOTHING
    kinds = Counter(worded(one.kind) for one in sources)
    studies = [one for one in sources if is_research(one)]
    settings = sum(bool(one.setting) for one in sources)
    designs = sum(bool(one.design) for one in studies)
    judged = sum(one.independence is not None for one in sources)
    facts = (
        reporting(evidence.theory),
        f"By kind: {_listed(kinds)}.",
        (
            f"Recorded are the setting of {settings}, the independence of {judged} "
            f"and, of {counted(len(studies), 'document')} of studies, the design of "
            f"{designs}. They stand in the table of sources."
        ),
    )
    is_whole = settings == len(sources) and designs == len(studies)
    return Answer(facts, _YES if is_whole else _PART)


def collected(evidence: Evidence) -> Answer:
    """Tell the documents by kind; how their data came about is not in the files."""
    return documents(evidence)._replace(proposed="")


def findings(evidence: Evidence) -> Answer:
    """Tell the configurations by what the evidence says of them, and the stage."""
    theory = evidence.theory
    standing = [one.id for one in theory.configurations if not given_up(one)]
    if not standing:
        return Answer(("The theory has no configurations.", *_apart(evidence)))
    supports = [evidence.of(one) for one in standing]
    facts = (
        (
            f"{counted(len(standing), 'configuration').capitalize()}: "
            f"{_states(_by_state(supports))}. They stand in the table of "
            "configurations."
        ),
        *_caveats(supports),
        *_apart(evidence),
        f"The stage of the theory is “{theory.stage}”: {theory.stage.meaning}.",
    )
    studied = [one.is_direct for one in supports]
    near = any(one.state is State.INDIRECT for one in supports)
    if all(studied) and theory.stage in _TESTED:
        return Answer(facts, _YES)
    return Answer(facts, _PART if any(studied) or near else "")


# Until then a theory holds what is to be found out, and not what was found.
_TESTED = {Stage.REFINED, Stage.FINAL}


def _by_state(supports: Iterable[Support]) -> Counter[State]:
    return Counter(support.state for support in supports)


def _caveats(supports: Iterable[Support]) -> Iterator[str]:
    """Yield what those that are supported rest on: counts, for people to judge."""
    found = [one.flags for one in supports if one.state is State.SUPPORTED]
    if not found:
        return
    single = sum(Flag.SINGLE_STUDY in flags for flags in found)
    tied = sum(Flag.AFFILIATED_ONLY in flags for flags in found)
    yield (
        f"Of the {len(found)} supported, {single} {_rest(single)} on one study and "
        f"{tied} on affiliated documents only; what only indirect passages speak for "
        "is counted as indirect."
    )


def _rest(number: int) -> str:
    return "rests" if number == 1 else "rest"


def _apart(evidence: Evidence, states: Collection[State] = ()) -> Iterator[str]:
    """Yield what passages say of elements that the theory does not argue for.

    Args:
        evidence: Of the whole theory.
        states: Those to tell; without any, all.
    """
    told = states or set(State)
    found = [
        one
        for one in evidence.all()
        if one.kind not in ARGUED and one.uses and one.state in told
    ]
    if found:
        kinds = Counter(one.kind for one in found)
        listed = ", ".join(counted(n, kind) for kind, n in kinds.items())
        by_state = _by_state(found)
        said = ", ".join(
            f"{by_state[one]} {worded(one)}" for one in State if by_state[one]
        )
        occur = "occurs" if len(found) == 1 else "occur"
        yield f"Apart from these, on whether {listed} {occur} at all: {said}."


def summary(evidence: Evidence) -> Answer:
    """Tell whether the theory is told as a story, and all its claims by state."""
    argued = list(evidence.argued())
    claims = (
        (
            f"{counted(len(argued), 'claim').capitalize()} that it argues for: "
            f"{_states(_by_state(argued))}."
        ),
        *_caveats(argued),
    )
    facts = (_narrative(evidence), *(claims if argued else ()), *_apart(evidence))
    # A story without a passage behind it sums up no findings.
    is_summed = evidence.theory.narrative and any(one.uses for one in evidence.all())
    return Answer(facts, _PART if is_summed else "")


def _narrative(evidence: Evidence) -> str:
    if evidence.theory.narrative:
        return "The theory is told as a story, in its narrative."
    return "The theory has no narrative."


def gaps(evidence: Evidence) -> Answer:
    """Tell what nobody looked at, and what was found too weak, or opposed."""
    argued = list(evidence.argued())
    apart = tuple(_apart(evidence, _WEAK))
    if not argued:
        return Answer(apart)
    states = _by_state(argued)
    told = _states({one: states[one] for one in _WEAK})
    said = f" Of them: {told}." if told else ""
    facts = (
        (
            f"The theory makes {counted(len(argued), 'claim')} that evidence can bear "
            f"on.{said}"
        ),
        *apart,
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
        _narrative(evidence),
    )
    if theory.stage in _TESTED:
        gone = "The initial theory is not in these files, but what became of it."
        return Answer((*facts, gone))
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
