"""RAMESES: reporting checklists, filled in as far as a theory's files can tell.

Sources: Wong et al. (2013) for realist syntheses, Wong et al. (2016) for realist
evaluations. What each item asks stands there; here are our own short names.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from cmo.publish import checklist_answers as answers
from cmo.publish import table_words as say
from cmo.publish.document import Column, Paragraph, Style, Table, words

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from cmo.evidence import Evidence
    from cmo.publish.checklist_answers import Answer
    from cmo.publish.document import Block, Cell, Document

_COLUMNS = (
    Column("Item", 0.5),
    Column("What is asked", 2.2),
    Column("Reported: yes, no or unclear", 1.2),
    Column("Page", 0.6),
    Column("What the theory’s files say", 4),
    Column("To be answered", 2),
)


class _Item(NamedTuple):
    """An item of a checklist.

    Attributes:
        asks: Its name, in our own words.
        where: Ends "Say where …": what its author is asked for.
        answer: What the files say of it, if they can.
    """

    asks: str
    where: str
    answer: Callable[[Evidence], Answer] | None = None


class Checklist(NamedTuple):
    """A reporting checklist: its name, where it stands, and its items in order."""

    name: str
    source: str
    items: tuple[_Item, ...]


_RAMESES_1 = Checklist(
    "RAMESES I (realist syntheses)",
    "Wong et al. (2013)",
    (
        _Item(
            "Title names a realist synthesis",
            "the title says that this is a realist synthesis or review",
            answers.title,
        ),
        _Item("Abstract", "the abstract stands, and whether it tells all it should"),
        _Item("Rationale for the review", "the need for this review is explained"),
        _Item(
            "Objectives and focus of the review",
            "objectives and focus are stated, and why they were set so",
            answers.question,
        ),
        _Item(
            "Changes in the review process",
            "changes to the planned process are reported, with reasons",
        ),
        _Item(
            "Rationale for using realist synthesis",
            "it is explained why this method was chosen",
        ),
        _Item(
            "Scoping the literature",
            "the first exploration of the literature is described",
            answers.theories,
        ),
        _Item(
            "Searching processes",
            "the searches are described: where, how, when and why so",
        ),
        _Item(
            "Selection and appraisal of documents",
            "it is told how documents were selected and appraised",
            answers.appraisal,
        ),
        _Item(
            "Data extraction",
            "it is told what was taken from documents, and how",
            answers.extraction,
        ),
        _Item(
            "Analysis and synthesis processes",
            "the analysis is described, and how the theory was built and tested",
            answers.analysis,
        ),
        _Item(
            "Document flow diagram",
            "the flow stands: documents found, screened, left out and taken in",
            answers.flow,
        ),
        _Item(
            "Document characteristics",
            "the documents’ characteristics stand, with the design of each study and "
            "who took part in it",
            answers.documents,
        ),
        _Item(
            "Main findings, with the programme theory",
            "the findings stand, tied to the programme theory",
            answers.findings,
        ),
        _Item(
            "Summary of findings",
            "the main findings are summarised, in view of the objectives",
            answers.summary,
        ),
        _Item(
            "Strengths, limitations and future research",
            "strengths and limitations stand, and what should be studied next",
            answers.gaps,
        ),
        _Item(
            "Comparison with existing literature",
            "the findings are compared with what was known",
        ),
        _Item(
            "Conclusion and recommendations",
            "conclusions and recommendations stand",
        ),
        _Item("Funding", "funders, their part in it and conflicts of interest stand"),
    ),
)
_RAMESES_2 = Checklist(
    "RAMESES II (realist evaluations)",
    "Wong et al. (2016)",
    (
        _Item(
            "Title",
            "the title says that this is a realist evaluation",
            answers.title,
        ),
        _Item("Summary or abstract", "the summary or abstract stands"),
        _Item("Rationale for the evaluation", "its purpose is explained"),
        _Item(
            "Initial programme theory",
            "the initial programme theory stands",
            answers.initial_theory,
        ),
        _Item(
            "Evaluation questions, objectives and focus",
            "questions, objectives and focus are stated",
            answers.question,
        ),
        _Item("Ethical approval", "ethical approval, or why none was needed, stands"),
        _Item(
            "Rationale for using realist evaluation",
            "it is explained why this method was chosen",
        ),
        _Item(
            "Environment surrounding the evaluation",
            "the environment of the evaluation is described",
            answers.environment,
        ),
        _Item(
            "The programme, policy or initiative evaluated",
            "the programme is described",
            answers.programme,
        ),
        _Item("Evaluation design", "the design is described, and why it was chosen"),
        _Item(
            "Data collection methods",
            "it is told how data were collected, and why so",
            answers.collected,
        ),
        _Item(
            "Recruitment and sampling",
            "it is told how people were recruited and sampled",
        ),
        _Item(
            "Data analysis",
            "the analysis is described",
            answers.analysis,
        ),
        _Item(
            "Details of participants",
            "it is told who took part",
            answers.participants,
        ),
        _Item(
            "Main findings",
            "the findings stand, tied to the programme theory",
            answers.findings,
        ),
        _Item(
            "Summary of findings",
            "the main findings are summarised, in view of the questions",
            answers.summary,
        ),
        _Item(
            "Strengths, limitations and future directions",
            "strengths and limitations stand, and what should come next",
            answers.gaps,
        ),
        _Item(
            "Comparison with existing literature",
            "the findings are compared with what was known",
        ),
        _Item(
            "Conclusion and recommendations",
            "conclusions and recommendations stand",
        ),
        _Item(
            "Funding and conflicts of interest",
            "funders, their part in it and conflicts of interest stand",
        ),
    ),
)
CHECKLISTS = {"rameses-1": _RAMESES_1, "rameses-2": _RAMESES_2}


def checklist(evidence: Evidence, name: str) -> Document:
    """Return the checklist "rameses-1" or "rameses-2" for a theory.

    Args:
        evidence: Of the whole theory.
        name: One of `CHECKLISTS`.

    Raises:
        KeyError: There is no such checklist.
    """
    found = CHECKLISTS[name]
    return say.page(evidence.theory, found.name, *_blocks(evidence, found))


def _blocks(evidence: Evidence, found: Checklist) -> Iterator[Block]:
    yield Paragraph(
        words(
            "Where the theory’s files say something to an item, it stands here, and an "
            "answer is proposed for people to confirm. The last column asks for the "
            "rest: once that is answered, the column can go."
        ),
        Style.LEAD,
    )
    yield say.note(
        f"Items after {found.source}, named in our own words: for what each asks in "
        "full see there. Pages are yours to fill in."
    )
    yield Table(
        f"{found.name}, for “{evidence.theory.title}”",
        _COLUMNS,
        tuple(
            tuple(_cells(number, item, evidence))
            for number, item in enumerate(found.items, 1)
        ),
    )


def _cells(number: int, item: _Item, evidence: Evidence) -> Iterator[Cell]:
    answer = item.answer(evidence) if item.answer else answers.NOTHING
    yield say.number(number)
    yield say.lines(item.asks)
    yield say.lines(f"{answer.proposed} (proposed)" if answer.proposed else None)
    yield say.lines()
    yield say.lines(*answer.facts)
    yield say.lines(f"Say where {item.where}.")
