"""Passages and their documents, as lines of a report."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

from cmo.english import joined, shortened, worded
from cmo.evidence import independence
from cmo.evidence.studies import reported
from cmo.model.citation import marks
from cmo.model.vocabulary import Level, Role, Share
from cmo.report.page import Line

if TYPE_CHECKING:
    from collections.abc import Container, Iterable, Iterator, Sequence

    from cmo.analysis.trace import Quotations
    from cmo.evidence import Use
    from cmo.model import Appraisal, Excerpt, Locator, Source, Theory
    from cmo.quotes import Answer


def by_study(
    uses: Iterable[Use],
    suspect: Container[str],
    quotations: Quotations,
    theory: Theory,
    *,
    public: bool,
) -> Iterator[Line]:
    """Yield the passages, under their documents, under their studies."""
    ordered = sorted(uses, key=lambda use: (use.study, use.source.id))
    for study, own in groupby(ordered, key=lambda use: use.study):
        yield Line(f"study {study}")
        for _, of_source in groupby(own, key=lambda use: use.source.id):
            passages = list(of_source)
            yield Line(_document(passages[0].source), 1)
            for use in passages:
                yield Line(_how(use, is_suspect=use.passage in suspect), 2)
                found = quotations.get(use.passage)
                read_in = also_read(use.source, use.excerpt, theory)
                yield from words(use.excerpt, found, read_in, public=public)
                yield Line(_appraised(use), 3)
                is_hidden = public and use.excerpt.share is Share.TEAM
                if use.bears.note and not is_hidden:
                    yield Line(f"note: {use.bears.note}", 3)


def _how(use: Use, *, is_suspect: bool) -> str:
    bears = use.bears
    said = [worded(bears.bearing), str(bears.directness), str(bears.inference)]
    if bears.covers:
        said.append(f"covers {', '.join(bears.covers)}")
    if is_suspect:
        said.append("the claim was reworded since it was reviewed")
    return f"#{use.excerpt.id}: {', '.join(said)}"


def words(
    excerpt: Excerpt,
    quotation: Answer | None,
    read_in: Sequence[str] | None = None,
    *,
    public: bool,
) -> Iterator[Line]:
    """Yield what the passage says, whether its text has it, and where it stands.

    Args:
        excerpt: The passage.
        quotation: What became of it when it was looked up, if it was.
        read_in: As for `reported_from`.
        public: Leave out the words of what is not for publication.
    """
    is_hidden = public and excerpt.share is Share.TEAM
    yield Line("(not for publication)" if is_hidden else quoted(excerpt), 3)
    if quotation:
        told = _QUOTED.get(quotation.status, f"not looked up: {quotation.why}")
        yield Line(f"quotation {told}", 3)
    at = excerpt.locator
    where = place(at, hidden=is_hidden) or "no page or section given"
    if excerpt.reported_from and not is_hidden:
        where += f"; {reported_from(excerpt, read_in)}"
    if excerpt.unit and not is_hidden:
        where += f"; {excerpt.unit}"
    yield Line(where, 3, at.url if at and not is_hidden else None)


_QUOTED = {
    "found": "found in the text of the document",
    "not_found": "not found in the text of the document: see 'cmo quotes'",
}


def rank(use: Use) -> tuple[bool | int, ...]:
    """Return what sorts the passages on a claim, the most telling first.

    That is one that can be published, is about the claim itself, speaks of the
    outcome of a configuration, at first hand, and of most of its parts.
    """
    covers = use.bears.covers or tuple(Role)
    return (
        use.excerpt.share is Share.TEAM,
        not use.is_direct,
        Role.OUTCOME not in covers,
        bool(use.excerpt.reported_from),
        -len(covers),
    )


# Characters of a passage in a text of our own: a quotation, not a reprint.
LONGEST = 280


def quoted(excerpt: Excerpt, longest: int | None = None) -> str:
    """Return the words of a passage; a quotation in one pair of quotation marks.

    Args:
        excerpt: The passage.
        longest: How many characters of it to show; without it, all.
    """
    said = unmarked(excerpt, longest)
    return f"“{said}”" if excerpt.verbatim else said


def unmarked(excerpt: Excerpt, longest: int | None = None) -> str:
    """Return the same without the quotation marks around it."""
    said = excerpt.text
    if excerpt.verbatim:
        said = said.strip()
        said = said[1:-1] if _has_own_marks(said) else said
    return said if longest is None else shortened(said, longest)


_CLOSING = {"“": "”", '"': '"', "„": "“”", "«": "»"}


def _has_own_marks(said: str) -> bool:
    """Tell whether one pair of quotation marks holds all of `said`."""
    closing = _CLOSING.get(said[:1], "")
    if len(said) <= 2 or said[-1] not in closing:  # noqa: PLR2004 - a pair of marks
        return False
    # In “one” and “two”, the first pair does not hold the rest.
    depth = 1
    for mark in said[1:-1]:
        depth += -1 if mark in closing else mark == said[0]
        if not depth:
            return False
    return depth == 1


def reported_from(excerpt: Excerpt, read_in: Sequence[str] | None = None) -> str:
    """Return what work a passage reports, and whether its study was read; or nothing.

    Args:
        excerpt: The passage.
        read_in: How the documents are cited that `also_read` names; None, if nobody
            looked for them.
    """
    if not excerpt.reported_from:
        return ""
    said = f"reported from {excerpt.reported_from}, cited there"
    if read_in:
        return f"{said}; that study was read in {joined(read_in)}"
    return said if read_in is None else f"{said} and not read itself"


def also_read(source: Source, excerpt: Excerpt, theory: Theory) -> list[str]:
    """Return the other documents read that report the study a passage only cites."""
    if not (excerpt.reported_from and excerpt.study):
        return []
    return [
        one.id
        for one in theory.sources
        if one.id != source.id and reported(one) == excerpt.study
    ]


def place(at: Locator | None, *, hidden: bool = False) -> str:
    """Return where in its document a passage stands; nothing if that is not given.

    Args:
        at: Where.
        hidden: Is the passage not for publication? Then only numbers are told: a
            heading or an address can give away who speaks.
    """
    given = [
        f"{name} {mark}"
        for name, mark in marks(at).items()
        if mark.isdecimal() or not hidden
    ]
    return ", ".join(given)


def _appraised(use: Use) -> str:
    parts = {part: use.appraisal(part) for part in ("relevance", "richness", "rigour")}
    if set(parts.values()) == {Level.NOT_ASSESSED}:
        return "not appraised"
    return ", ".join(f"{part} {worded(level)}" for part, level in parts.items())


def documents(sources: Iterable[Source]) -> Iterator[Line]:
    """Yield the documents, with what people judged of each."""
    for source in sources:
        title = str(source.citation.get("title") or "no title")
        yield Line(f"{_document(source)}: {title}")
        if source.independence and source.independence.rationale:
            yield Line(f"independence: {source.independence.rationale}", 1)
        if told := _appraisal(source.appraisal):
            yield Line(f"appraisal: {told}", 1)


def _appraisal(appraisal: Appraisal | None) -> str:
    if appraisal is None:
        return ""
    levels = [
        f"{part} {worded(level)}"
        for part in ("relevance", "richness", "rigour")
        if (level := getattr(appraisal, part)) is not Level.NOT_ASSESSED
    ]
    told = ", ".join(levels) or "not assessed"
    return f"{told}. {appraisal.rationale}" if appraisal.rationale else told


def _document(source: Source) -> str:
    judged = independence(source) if source.independence else "not judged"
    return f"{source.id} ({worded(source.kind)}; independence: {judged})"
