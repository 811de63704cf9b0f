"""Quotations, found and not found, as text, Markdown and JSON."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

from cmo.english import counted
from cmo.evidence import Evidence
from cmo.model.vocabulary import Bearing, Share
from cmo.quotes import Lack, Status
from cmo.report.escaping import markdown_quiet, terminal
from cmo.store.texts import Fault

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from cmo.model import Theory
    from cmo.quotes import Answer, Checked, Where


class Resting(NamedTuple):
    """A claim that rests on quotations which were not found.

    Attributes:
        claim: Its id.
        kind: What it is.
        passages: These quotations' passages.
        alone: No other passage bears on the claim.
    """

    claim: str
    kind: str
    passages: tuple[str, ...]
    alone: bool


@dataclass(frozen=True, slots=True)
class Quotes:
    """What became of the quotations of a theory's sources.

    Attributes:
        theory: The theory.
        checked: One for each source, in order.
    """

    theory: Theory
    checked: tuple[Checked, ...]

    def answers(self, *wanted: Status) -> list[Answer]:
        """Return the answers that are `wanted`; without any, all."""
        return [
            answer
            for one in self.checked
            for answer in one.answers
            if not wanted or answer.status in wanted
        ]

    def resting(self) -> list[Resting]:
        """Return the claims that rest on quotations which were not found."""
        missed = {answer.passage for answer in self.answers(Status.NOT_FOUND)}
        if not missed:
            return []
        evidence = Evidence(self.theory)
        found = []
        for claim, kind in evidence.kinds.items():
            passages = dict.fromkeys(
                use.passage
                for use in evidence.uses.get(claim, ())
                if use.bears.bearing is not Bearing.NEUTRAL
            )
            if wanted := tuple(one for one in passages if one in missed):
                alone = len(wanted) == len(passages)
                found.append(Resting(claim, kind, wanted, alone))
        return found


def as_text(quotes: Quotes) -> Iterator[str]:
    """Yield the lines of the report: what was not found first, a summary last."""
    yield terminal(quotes.theory.title)
    paths = {one.source: one.path for one in quotes.checked}
    for miss in quotes.answers(Status.NOT_FOUND):
        yield terminal(f"not found: {miss.passage}, in {paths[miss.source]}")
        for head, words in _told(miss):
            yield terminal(f"  {head}: {words}")
    if resting := quotes.resting():
        yield "claims that rest on quotations that were not found:"
        yield from (terminal(f"  {_resting(one)}") for one in resting)
    for line in _of_texts(quotes):
        yield terminal(line)
    for line in _not_checkable(quotes):
        yield f"not checkable: {line}"
    yield summary(quotes)


def as_markdown(quotes: Quotes) -> str:
    """Return a Markdown document; what is only for the team is not repeated in it."""
    lines = [f"# Quotations: {markdown_quiet(quotes.theory.title)}", ""]
    lines += [summary(quotes)]
    if misses := quotes.answers(Status.NOT_FOUND):
        lines += ["", "## Not found", ""]
        lines += ["| passage | what is known of it |", "| --- | --- |"]
    for miss in misses:
        told = "<br>".join(
            f"{head}: {markdown_quiet(words)}" for head, words in _public(miss)
        )
        lines.append(f"| `{miss.passage}` | {told} |")
    if resting := quotes.resting():
        lines += ["", "## Claims that rest on them", ""]
        lines += [f"- {markdown_quiet(_resting(one))}" for one in resting]
    rest = [*_of_texts(quotes), *_not_checkable(quotes)]
    if rest:
        lines += ["", "## Not checkable, and changed texts", ""]
        lines += [f"- {markdown_quiet(line)}" for line in rest]
    return "\n".join(lines) + "\n"


def as_json(quotes: Quotes) -> str:
    """Return every quotation with its answer; docs/json.md describes it."""
    report: dict[str, Any] = {
        "version": 1,
        "theory": quotes.theory.id,
        "quotations": [_record(one) for one in quotes.answers()],
        "texts": [_text(one) for one in quotes.checked if one.path is not None],
        "claims": [
            {
                "id": one.claim,
                "kind": one.kind,
                "passages": list(one.passages),
                "alone": one.alone,
            }
            for one in quotes.resting()
        ],
        "totals": {str(word): len(quotes.answers(word)) for word in Status},
    }
    return json.dumps(report, indent=2)


def summary(quotes: Quotes) -> str:
    """Return the counts in one line, and what to do if nothing could be checked."""
    number = len(quotes.answers())
    if not number:
        return (
            "no passage is marked as a quotation ('verbatim': true), so there is "
            "nothing to look up"
        )
    counts = ", ".join(
        f"{len(quotes.answers(status))} {status.replace('_', ' ')}" for status in Status
    )
    line = f"{counted(number, 'quotation')}: {counts}"
    if all(answer.reason is Lack.NO_TEXT for answer in quotes.answers()):
        line += (
            "; to have them looked up, put the documents' plain text under texts/ and "
            "name it in each source's 'text'"
        )
    return line


_SHOWN, _LONGEST = 5, 300


def _told(miss: Answer) -> Iterator[tuple[str, str]]:
    """Yield what is known of a quotation that was not found, each with its heading."""
    quote = " ".join(miss.excerpt.text.split())
    yield "the quote", _quoted(quote)
    if miss.missing not in {"", quote}:
        yield "missing", _quoted(miss.missing)
    if miss.where:
        yield "nearest", f"{_quoted(miss.nearest)} ({_at(miss.where)})"
    for one in miss.differences[:_SHOWN]:
        yield (
            "differs",
            f"the quote has {_quoted(one.quote)}, the text has {_quoted(one.text)}",
        )
    if (more := len(miss.differences) - _SHOWN) > 0:
        yield "differs", f"and {counted(more, 'difference')} more"
    if miss.why:
        yield "why", miss.why


def _public(miss: Answer) -> Iterator[tuple[str, str]]:
    if miss.excerpt.share is Share.PUBLIC:
        yield from _told(miss)
        return
    yield "the quote", "not shown: it is for the team only"
    if miss.where:
        yield "nearest", _at(miss.where)


def _quoted(words: str) -> str:
    if len(words) > _LONGEST:
        half = _LONGEST // 2
        words = f"{words[:half].rstrip()} […] {words[-half:].lstrip()}"
    return f'"{words}"'


def _at(where: Where) -> str:
    page = f", page {where.page}" if where.page else ""
    return f"line {where.line}{page}"


def _resting(one: Resting) -> str:
    alone = "; nothing else bears on it" if one.alone else ""
    return f"{one.kind} {one.claim}: {', '.join(one.passages)}{alone}"


def _of_texts(quotes: Quotes) -> Iterator[str]:
    """Yield what is to be said of texts, but not of those that are not there."""
    for one in quotes.checked:
        if one.unusable and one.unusable.fault is not Fault.MISSING:
            yield f"unusable text of '{one.source}': {one.unusable.message}"
        if one.changed:
            yield (
                f"changed text of '{one.source}': {one.path} is not the file whose "
                f"sha256 the source records; it is now {one.sha256}"
            )
        if one.encoding == "Windows-1252":
            yield (
                f"text of '{one.source}': {one.path} is no UTF-8 and was read as "
                "Windows-1252; save it as UTF-8 if letters with accents look wrong"
            )


def _not_checkable(quotes: Quotes) -> Iterator[str]:
    """Yield for each reason how many quotations of how many sources it keeps back."""
    answers = quotes.answers(Status.NOT_CHECKABLE)
    for reason in dict.fromkeys(answer.reason for answer in answers):
        kept = [answer for answer in answers if answer.reason is reason]
        sources = dict.fromkeys(answer.source for answer in kept)
        names = ", ".join(list(sources)[:_SHOWN]) + (
            " …" if len(sources) > _SHOWN else ""
        )
        meaning = reason.meaning if reason else ""
        yield f"{counted(len(kept), 'quotation')} ({names}): {meaning}"


def _record(answer: Answer) -> dict[str, Any]:
    where = answer.where
    return {
        "passage": answer.passage,
        "status": str(answer.status),
        "reason": answer.reason and str(answer.reason),
        "why": answer.why,
        "where": where
        and {
            "line": where.line,
            "column": where.column,
            "offset": where.offset,
            "page": where.page,
        },
        "share": str(answer.excerpt.share),
        "missing": answer.missing,
        "nearest": answer.nearest,
        "differences": [one._asdict() for one in answer.differences],
    }


def _text(one: Checked) -> dict[str, Any]:
    return {
        "source": one.source,
        "path": one.path,
        "fault": one.unusable and str(one.unusable.fault),
        "message": one.unusable.message if one.unusable else "",
        "encoding": one.encoding,
        "sha256": one.sha256,
        "changed": one.changed,
    }


FORMATS: dict[str, Callable[[Quotes], str]] = {
    "text": lambda quotes: "".join(f"{line}\n" for line in as_text(quotes)),
    "markdown": as_markdown,
    "json": lambda quotes: as_json(quotes) + "\n",
}
