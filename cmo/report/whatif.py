"""What is left of the evidence when some is left out: as text, Markdown and JSON."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from cmo.english import worded
from cmo.evidence import ARGUED
from cmo.report.page import Line, Page, Section, as_markdown, as_text

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from cmo.analysis.whatif import Change, WhatIf


def page(result: WhatIf) -> Page:
    """Return the report of a what-if."""
    changed = [one for one in result.changes if one.changes_state]
    fewer = [one for one in result.changes if not one.changes_state]
    sections = (
        Section("To read this rightly", tuple(map(Line, result.notes))),
        Section(
            "Links, configurations, mechanisms, rivals in each state: before → after",
            tuple(_states(result)),
        ),
        *(
            Section(f"{title} ({len(lines)})", lines)
            for title, lines in _by_change(changed).items()
        ),
        Section(
            f"Same state, with fewer passages ({len(fewer)})",
            tuple(Line(f"{_named(one)}: {_counted(one)}") for one in fewer),
        ),
        Section(
            "Outcomes with a chain that studies support in every step",
            tuple(_outcomes(result)),
        ),
    )
    return Page(
        f"{result.theory.title}: {', '.join(result.conditions)}",
        tuple(_lead(result, changed)),
        tuple(section for section in sections if section.lines),
    )


def _lead(result: WhatIf, changed: list[Change]) -> Iterator[str]:
    before, after = result.uses
    first, then = result.sources
    yield (
        f"{after} of {before} uses of passages are left, "
        f"from {len(then)} of {len(first)} documents."
    )
    if result.reasons:
        why = ", ".join(f"{reason} ({number})" for reason, number in result.reasons)
        yield f"Uses left out: {why}."
    if dropped := sorted(first - then):
        yield f"Documents left out whole: {', '.join(dropped)}."
    if result.is_empty:
        yield (
            "Nothing is left: no passage meets the condition. What follows is the "
            "theory with no evidence at all."
        )
    elif after == before:
        yield "Nothing was left out: every passage meets the condition."
    if after != before:
        yield (
            "Unsupported and undeveloped mean here: no passage that is kept bears on "
            "the claim. Somebody may well have looked."
        )
    argued = sum(one.before.kind in ARGUED for one in changed)
    yield (
        f"Claims in another state: {len(changed)}; {argued} of them are links, "
        "configurations, mechanisms or rivals."
    )


def _states(result: WhatIf) -> Iterator[Line]:
    for state, (before, after) in result.states.items():
        if before or after:
            yield Line(f"{worded(state)}: {before} → {after}")


def _by_change(changed: list[Change]) -> dict[str, tuple[Line, ...]]:
    """Return the claims under what becomes of them."""
    found: dict[str, tuple[Line, ...]] = {}
    order = sorted(changed, key=lambda c: (c.before.state, c.after.state))
    for one in order:
        title = f"{worded(one.before.state)} → {worded(one.after.state)}"
        found[title] = (*found.get(title, ()), Line(_named(one)))
    return found


def _named(change: Change) -> str:
    return f"{change.claim} ({change.before.kind}): {change.label}"


def _counted(change: Change) -> str:
    before, after = change.studies
    uses = f"{len(change.after.uses)} of {len(change.before.uses)} passages"
    return f"{worded(change.after.state)}; studies for it {before} → {after}; {uses}"


def _outcomes(result: WhatIf) -> Iterator[Line]:
    if result.outcomes is None:
        yield Line("the theory is too dense to tell")
        return
    before, after = result.outcomes
    if not before:
        yield Line("none has one, whether or not anything is left out")
        return
    kept = [e.id for e in result.theory.elements if e.id in after]
    yield Line(f"lose it: {', '.join(result.lost) or 'none'}")
    yield Line(f"keep it: {', '.join(kept) or 'none'}")


def as_json(result: WhatIf) -> str:
    """Return a what-if as JSON; docs/json.md describes it."""
    outcomes = result.outcomes
    record = {
        "version": 1,
        "theory": result.theory.id,
        "conditions": list(result.conditions),
        "uses": _both(*result.uses),
        "left_out": [{"why": why, "uses": number} for why, number in result.reasons],
        "sources": _both(*(sorted(one) for one in result.sources)),
        "states": {str(state): _both(*both) for state, both in result.states.items()},
        "changes": [
            {
                "claim": one.claim,
                "kind": one.before.kind,
                "label": one.label,
                "state": _both(str(one.before.state), str(one.after.state)),
                "studies_for": _both(*one.studies),
                "passages": _both(len(one.before.uses), len(one.after.uses)),
            }
            for one in result.changes
        ],
        "outcomes": _both(*(sorted(one) for one in outcomes)) if outcomes else None,
        "lost": result.lost,
        "notes": list(result.notes),
    }
    return json.dumps(record, indent=2)


def _both(before: object, after: object) -> dict[str, object]:
    return {"before": before, "after": after}


FORMATS: dict[str, Callable[[WhatIf], str]] = {
    "text": lambda result: as_text(page(result)),
    "markdown": lambda result: as_markdown(page(result)),
    "json": lambda result: as_json(result) + "\n",
}
