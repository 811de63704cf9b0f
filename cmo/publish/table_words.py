"""What the published tables share: words for evidence, passages and records."""

from __future__ import annotations

from dataclasses import replace
from itertools import compress
from typing import TYPE_CHECKING

from cmo.english import counted, joined, worded
from cmo.evidence import AGAINST, FOR, Flag, State
from cmo.evidence.studies import is_research, no_research, read_and_cited
from cmo.model.vocabulary import Bearing, Share
from cmo.publish.document import (
    Cell,
    Column,
    Document,
    Heading,
    Paragraph,
    Run,
    Style,
    Words,
    words,
)
from cmo.report import passages

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator

    from cmo.evidence import Evidence, Support, Use
    from cmo.model import Excerpt, Source, Theory
    from cmo.publish.document import Block
    from cmo.publish.references import References

WITHHELD = "(not for publication)"
COUNTED = (
    "Studies are counted, not documents or mentions: documents of one study count "
    "once, and no study is counted beside a review that includes it; what is no "
    "study, as a policy or an opinion, is counted apart, as a document. What each "
    "passage says of a claim was recorded by people; no confidence, strength or "
    "rank is computed from it."
)
# How studies bear on a claim; never added up.
BEARINGS: dict[str, Collection[Bearing]] = {
    "For it": FOR,
    "Refuting it": {Bearing.REFUTES},
    "Finding no robust effect": {Bearing.NO_EFFECT},
    "Inconclusive": {Bearing.INCONCLUSIVE},
    "Proposing it, without data": {Bearing.PROPOSES},
}


def page(theory: Theory, what: str, *blocks: Block) -> Document:
    """Return a document of wide pages on one theory."""
    title = f"{theory.title}: {what}"
    return Document(title, blocks, authors=theory.authors, landscape=True)


def note(text: str) -> Paragraph:
    """Return a paragraph in small print."""
    return Paragraph(words(text), Style.NOTE)


def lines(*parts: str | Words | None) -> Cell:
    """Return a cell with a paragraph for each line that says something."""
    found: list[Words] = []
    for part in parts:
        if isinstance(part, str):
            found += [words(line) for line in part.split("\n")]
        elif part:
            found.append(part)
    return Cell(tuple(one for one in found if any(run.text.strip() for run in one)))


def filled(
    columns: Iterable[Column], rows: Iterable[Iterable[Cell]]
) -> tuple[tuple[Column, ...], tuple[tuple[Cell, ...], ...]]:
    """Return columns and rows without the columns in which every cell is empty."""
    told = [tuple(row) for row in rows]
    kept = [any(cell.lines for cell in column) for column in zip(*told, strict=True)]
    return (
        tuple(compress(columns, kept)),
        tuple(tuple(compress(row, kept)) for row in told),
    )


def number(value: int) -> Cell:
    """Return a cell with a number."""
    return Cell((words(str(value)),), float(value))


def strong(text: str) -> Words:
    """Return `text` in bold."""
    return (Run(text, strong=True),)


def listing(references: References, sources: Collection[str]) -> Iterator[Block]:
    """Yield the list of references of some sources, under its heading."""
    if entries := references.listing(sources):
        yield Heading(1, words("References"))
        yield from (Paragraph(entry, Style.REFERENCE) for entry in entries)


def state(support: Support) -> Words:
    """Return the state of a claim, and what that means."""
    name = worded(support.state).capitalize()
    meaning: str = support.state.meaning
    if support.state is State.CONTESTED and len(support.studies(FOR | AGAINST)) == 1:
        meaning = "its one study speaks for it, and refutes it or found no effect"
    return (Run(name, strong=True), Run(f": {meaning}."))


# Flags in a cell. What was decided, and what the team's policy lacks, is told itself.
_FLAGS = {
    Flag.SINGLE_STUDY: "one study only",
    Flag.AFFILIATED_ONLY: "affiliated sources only",
    Flag.LOW_RIGOUR_ONLY: "low rigour only",
    Flag.THIN_ONLY: "thin sources only",
    Flag.INFERRED_ONLY: "inferred only",
    Flag.REFINED: "with a change to it",
    Flag.FRAGMENTS_ONLY: "in fragments only",
    Flag.PARTLY_COVERED: "partly covered",
    Flag.REPORTED_ONLY: "reported only",
    Flag.OVERLAPPING: "overlapping studies",
    Flag.SUSPECT: "reworded since",
    Flag.QUOTE_NOT_FOUND: "a quotation not found",
}


def key(evidence: Evidence, claims: Iterable[str]) -> Iterator[Block]:
    """Yield a note on what the flags of these claims mean, if they have any."""
    there = {flag for claim in claims for flag in evidence.of(claim).flags}
    if told := [f"“{said}”: {f.meaning}" for f, said in _FLAGS.items() if f in there]:
        yield note(f"In the table, {'; '.join(told)}.")


def said_of(claim: str, evidence: Evidence) -> Iterator[str | Words]:
    """Yield what the evidence says of a claim, and what people decided on that."""
    support = evidence.of(claim)
    yield state(support)
    if flags := "; ".join(said for f, said in _FLAGS.items() if f in support.flags):
        yield f"{flags[:1].upper()}{flags[1:]}."
    if verdict := decided(claim, evidence):
        yield f"{verdict[:1].upper()}{verdict[1:]}."
    yield from (f"The team asks for {one}." for one in support.unmet)
    if reaching := len(support.inherited_from):
        claims = counted(reaching, "neighbouring claim")
        yield f"Passages on {claims} bear on it indirectly."


def decided(claim: str, evidence: Evidence) -> str:
    """Return "decided: upheld", of the decisions that stand; without one, nothing."""
    standing = evidence.standing_decisions(claim)
    made = standing or evidence.background.decisions.get(claim, ())
    verdicts = list(dict.fromkeys(worded(one.verdict) for one in made if one.verdict))
    if not verdicts:
        return ""
    if standing:
        return f"decided: {joined(verdicts)}"
    # Which of several was meant to hold nobody can tell.
    told = verdicts[0] if len(verdicts) == 1 else "more than once, see the decisions"
    return f"decided, but not on every source: {told}"


def studies(support: Support, references: References) -> list[str]:
    """Return how many studies bear on a claim in each way, with their documents."""
    return list(_studies(support, references)) or ["No study"]


def _studies(support: Support, references: References) -> Iterator[str]:
    research, rest = _apart(support)
    for said, bearings in BEARINGS.items():
        for direct, how in ((True, ""), (False, ", indirectly")):
            found = numbered(
                research.count(*bearings, direct=direct),
                rest.count(*bearings, direct=direct),
            )
            if found:
                own = {
                    use.source.id
                    for use in support.uses
                    if use.bears.bearing in bearings and use.is_direct == direct
                }
                yield f"{said}{how}: {found} ({references.cited(own)})"


def _apart(support: Support) -> tuple[Support, Support]:
    """Return the support of studies, and that of other documents."""
    told: tuple[list[Use], list[Use]] = [], []
    for use in support.uses:
        told[not is_research(use.source, use.excerpt)].append(use)
    research, rest = (replace(support, uses=tuple(uses)) for uses in told)
    return research, rest


def numbered(studies: int, others: int) -> str:
    """Return "2 studies and 1 other document"; without any, nothing."""
    other = "other document" if studies else "document"
    counts = ((studies, "study"), (others, other))
    return joined([counted(number, what) for number, what in counts if number])


def cited_of(evidence: Evidence, claims: Iterable[str]) -> set[str]:
    """Return the sources that `studies` names for these claims."""
    return {one for claim in claims for one in evidence.of(claim).documents}


def reporting(theory: Theory) -> str:
    """Return "3 documents, reporting 2 studies", and what else they are."""
    read, cited = read_and_cited(theory)
    studies = counted(read - no_research(theory), "study")
    said = f"{counted(len(theory.sources), 'document')}, reporting {studies}."
    if others := sum(not is_research(source) for source in theory.sources):
        are = "is no study itself" if others == 1 else "are no studies themselves"
        said += f" Of the documents {others} {are}, but policy, opinion or the like."
    if cited:
        more = "study more is" if cited == 1 else "studies more are"
        said += f" {cited} {more} only cited there, and not read."
    return said


def is_withheld(excerpt: Excerpt) -> bool:
    """Tell whether the words of a passage must not leave the team."""
    return excerpt.share is Share.TEAM


def quoted(excerpt: Excerpt) -> str:
    """Return the words of a passage, unless they must not leave the team."""
    return WITHHELD if is_withheld(excerpt) else passages.quoted(excerpt)


def cited(
    source: Source,
    excerpt: Excerpt,
    theory: Theory,
    references: References,
    *,
    longest: int | None = None,
) -> str:
    """Return a passage that can be published, with its document and place."""
    at = (references.cite(source.id), passages.place(excerpt.locator))
    told = (
        ", ".join(filter(None, at)),
        reported_from(source, excerpt, theory, references),
    )
    where = "; ".join(filter(None, told))
    return f"{passages.quoted(excerpt, longest)} ({where})"


def reported_from(
    source: Source, excerpt: Excerpt, theory: Theory, references: References
) -> str:
    """Return what cited work a passage reports, and whether its study was read."""
    if is_withheld(excerpt):
        return ""
    read_in = map(references.cite, passages.also_read(source, excerpt, theory))
    return passages.reported_from(excerpt, list(read_in))


def withheld(number: int) -> Iterator[Block]:
    """Yield a note on passages whose words are left out, if there are any."""
    if number:
        is_one = number == 1
        yield note(
            f"{counted(number, 'passage')} {'is' if is_one else 'are'} not for "
            f"publication: {'its' if is_one else 'their'} words are left out."
        )
