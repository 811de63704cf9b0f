"""E3xx: do the documents say what is quoted from them?"""

from __future__ import annotations

from typing import TYPE_CHECKING

from cmo.findings import Severity
from cmo.model.vocabulary import Share
from cmo.rules.engine import Remark, View, rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cmo.quotes import Answer


@rule("E322", Severity.WARNING)
def quote_not_found(view: View) -> Iterator[Remark]:
    """A passage is marked as a quotation, and the document's text does not have it.

    Why: readers take quotation marks at their word. What differs may be a slip
    of the pen, a paraphrase, or words that nobody said. White space, quotation
    marks, hyphens and dashes, ligatures, letter case, ellipses and square
    brackets are allowed for. Passages whose text is not there are not looked up.

    Fix: correct the quotation ('cmo quotes' shows the nearest passage); or, if
    it is a paraphrase, take 'verbatim' off.
    """
    for s, checked in view.quotes:
        if not any(answer.is_missed for answer in checked.answers):
            continue
        places = {e.id: i for i, e in enumerate(view.theory.sources[s].excerpts)}
        for answer in checked.answers:
            if answer.is_missed:
                message = (
                    f"the quotation '{answer.passage}' is not in {checked.path}: "
                    f"{_known(answer)}; correct it, or take 'verbatim' off"
                )
                pointer = ("sources", s, "excerpts", places[answer.excerpt.id])
                yield Remark(pointer, answer.passage, message)


def _known(answer: Answer) -> str:
    """Return the first difference, or what else is known.

    Words that are not for publication are not repeated: findings go into logs.
    """
    if not (answer.where and answer.differences):
        return answer.why
    if answer.excerpt.share is Share.TEAM:
        return f"it differs from line {answer.where.line} of the text"
    quote, text = answer.differences[0]
    more = ", and more differs" if len(answer.differences) > 1 else ""
    return (
        f"it has '{_short(quote)}', and line {answer.where.line} of the text "
        f"'{_short(text)}'{more}"
    )


def _short(words: str) -> str:
    return words if len(words) <= _LONGEST else f"{words[:_LONGEST].rstrip()} …"


_LONGEST = 80


@rule("E329", Severity.WARNING)
def changed_text(view: View) -> Iterator[Remark]:
    """A document's text is not the file whose SHA-256 the source records.

    Why: passages were taken from another text, or from another version of it.

    Fix: put the text back; or look at the passages again, and record the
    SHA-256 that 'cmo quotes' gives.
    """
    for s, checked in view.quotes:
        if checked.changed:
            message = (
                f"the text of '{checked.source}' is not the file whose sha256 is "
                "recorded: put that back, or look at the passages again and record the "
                "sha256 of this one"
            )
            yield Remark(("sources", s, "text"), checked.source, message)


@rule("E330", Severity.WARNING)
def unusable_text(view: View) -> Iterator[Remark]:
    """A document's text cannot be used to look up quotations.

    Why: its path leads out of the theory's folder, where nothing is read; or the
    file is no plain text, holds no words, or is too large. A text that is not
    there is no fault: whoever owns the document may keep it to themselves.

    Fix: save the document's text in UTF-8 under texts/, and name it from there.
    """
    for s, checked in view.quotes:
        unusable = checked.unusable
        if unusable and unusable.fault != "missing":
            about, why = checked.source, unusable.message
            message = f"the text of '{about}' cannot be used: {why}"
            yield Remark(("sources", s, "text", "path"), about, message)
