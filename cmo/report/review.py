"""What is due for review as text and JSON."""

from __future__ import annotations

import json
from collections import Counter
from typing import TYPE_CHECKING, Any

from cmo.english import counted

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from cmo.evidence import Use
    from cmo.history.review import Due


def as_text(due: Due) -> Iterator[str]:
    """Yield the lines of the report; a terminal must not be shown them unescaped."""
    yield due.theory.title
    if due.suspect:
        yield "suspect: the claim, or what it names, was reworded after the review"
        for use in due.suspect:
            yield f"  {use.bears.claim}  {told(use)}, {_last_review(use)}"
    if due.unreviewed:
        yield "never reviewed"
        for claim, number in Counter(u.bears.claim for u in due.unreviewed).items():
            yield f"  {claim}  {counted(number, 'passage')}"
    yield totals(due)
    if due.suspect or due.unreviewed:
        yield (
            "next: read the passages of a claim beside it ('cmo trace CLAIM'), "
            "then 'cmo review CLAIM --by NAME'"
        )


def told(use: Use) -> str:
    """Return the passage and how it bears on its claim."""
    return f"{use.passage} ({use.bears.bearing.replace('_', ' ')})"


def reviewed(
    stamped: Sequence[Use], current: Sequence[Use], one: str | None
) -> Iterator[str]:
    """Yield the lines that tell what was stamped.

    Args:
        stamped: The uses that got a stamp, as they were before.
        current: Those that had an up-to-date one already.
        one: The claim, passage or source that was asked for; None: all.
    """
    if one is not None and not (stamped or current):
        yield f"there is no passage to review for '{one}'"
    if one is None and stamped:
        claims = {use.bears.claim for use in stamped}
        on = counted(len(claims), "claim")
        yield f"reviewed {counted(len(stamped), 'use')} of passages on {on}"
    if one is not None:
        for use in stamped:
            before = _last_review(use) if use.bears.reviewed else "not reviewed before"
            yield f"reviewed {use.bears.claim}: {told(use)}, {before}"
    if current:
        yield f"reviewed already and left as they are: {counted(len(current), 'use')}"


def totals(due: Due) -> str:
    """Return the counts in one line."""
    if not (due.suspect or due.unreviewed or due.current):
        return "nothing is due: no passage bears on a claim"
    if not (due.suspect or due.unreviewed):
        return f"nothing is due: {counted(len(due.current), 'use')} up to date"
    number = len({use.bears.claim for use in due.unreviewed})
    claims = f" on {counted(number, 'claim')}" if number else ""
    return (
        f"uses of passages: {len(due.suspect) or 'none'} suspect, "
        f"{len(due.unreviewed) or 'none'} never reviewed{claims}, "
        f"{len(due.current) or 'none'} reviewed and up to date"
    )


def as_json(due: Due) -> str:
    """Return what is due; docs/json.md describes it."""
    report = {
        "version": 1,
        "theory": due.theory.id,
        "suspect": [_record(use) for use in due.suspect],
        "never_reviewed": [_record(use) for use in due.unreviewed],
        "totals": {
            "suspect": len(due.suspect),
            "never_reviewed": len(due.unreviewed),
            "up_to_date": len(due.current),
        },
    }
    return json.dumps(report, indent=2)


def _record(use: Use) -> dict[str, Any]:
    stamp = use.bears.reviewed
    last = stamp and {"by": stamp.by, "date": stamp.date}
    return {
        "claim": use.bears.claim,
        "passage": use.passage,
        "bearing": str(use.bears.bearing),
        "last_review": last,
    }


def _last_review(use: Use) -> str:
    stamp = use.bears.reviewed
    when = f" {stamp.date}" if stamp and stamp.date else ""
    who = f" by {stamp.by}" if stamp and stamp.by else ""
    return f"last reviewed{when}{who}" if when or who else "reviewed once"
