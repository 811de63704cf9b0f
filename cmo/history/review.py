"""Reviews of uses of passages: what is due, and the stamps that say it was done.

See docs/adr/0007-review.md for what makes a use suspect.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from operator import is_
from typing import TYPE_CHECKING

from cmo.evidence import Evidence, Use
from cmo.model import Reviewed
from cmo.model.fingerprints import fingerprints, is_suspect

if TYPE_CHECKING:
    from collections.abc import Callable

    from cmo.model import BearsOn, Excerpt, Source, Theory


@dataclass(frozen=True, slots=True)
class Due:
    """Every use of a passage in a theory, by where its review stands.

    Each list is in the order of the theory's claims, then of its sources.

    Attributes:
        theory: The theory.
        suspect: Reviewed when the claim read otherwise.
        unreviewed: Never reviewed.
        current: Reviewed as the claim reads now.
    """

    theory: Theory
    suspect: tuple[Use, ...]
    unreviewed: tuple[Use, ...]
    current: tuple[Use, ...]


def due(theory: Theory) -> Due:
    """Return which uses of passages in `theory` somebody should look at."""
    evidence = Evidence(theory)
    now = evidence.background.fingerprints
    uses = [use for claim in evidence.kinds for use in evidence.uses.get(claim, ())]
    reviewed = [use for use in uses if use.bears.reviewed]
    return Due(
        theory=theory,
        suspect=tuple(use for use in reviewed if is_suspect(use.bears, now)),
        unreviewed=tuple(use for use in uses if not use.bears.reviewed),
        current=tuple(use for use in reviewed if not is_suspect(use.bears, now)),
    )


def stamped(
    theory: Theory,
    wanted: Callable[[Use], bool],
    *,
    by: str | None = None,
    date: str | None = None,
) -> Theory:
    """Return `theory` with those of the `wanted` uses that are due marked as reviewed.

    A use that was reviewed since its claim was last worded keeps its stamp, so
    that it stays known who looked. Sources that get no stamp are returned as
    they are, the same objects.

    Args:
        theory: A theory that was read whole.
        wanted: Which uses somebody looked at.
        by: Who looked.
        date: When, as 2026-11-22.
    """
    now = fingerprints(theory)

    def seen(source: Source, excerpt: Excerpt, bears: BearsOn) -> BearsOn:
        before = bears.reviewed
        is_due = before is None or is_suspect(bears, now)
        if not (is_due and wanted(Use.of(source, excerpt, bears))):
            return bears
        extra = before.extra if before else None
        stamp = Reviewed(fingerprint=now[bears.claim], by=by, date=date, extra=extra)
        return replace(bears, reviewed=stamp)

    return replace(theory, sources=tuple(_each(s, seen) for s in theory.sources))


def _each(
    source: Source, change: Callable[[Source, Excerpt, BearsOn], BearsOn]
) -> Source:
    """Return `source` with `change` made to its uses; itself if nothing changes."""
    excerpts = tuple(
        _with_uses(e, tuple(change(source, e, bears) for bears in e.bears_on))
        for e in source.excerpts
    )
    is_same = all(map(is_, excerpts, source.excerpts))
    return source if is_same else replace(source, excerpts=excerpts)


def _with_uses(excerpt: Excerpt, uses: tuple[BearsOn, ...]) -> Excerpt:
    is_same = all(map(is_, uses, excerpt.bears_on))
    return excerpt if is_same else replace(excerpt, bears_on=uses)
