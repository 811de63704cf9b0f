"""Review passages: say what is due, and stamp what somebody has looked at."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from pydantic import ValidationError

from cmo.history import review as reviews
from cmo.model import Reviewed
from cmo.model.fingerprints import fingerprints
from cmo.store import syntax, transaction, writing
from cmo.store.wording import did_you_mean
from cmo.workspace.changing import opened, records
from cmo.workspace.theories import Problem, load, only, told, whole

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from pathlib import Path

    from cmo.evidence import Use
    from cmo.history.review import Due
    from cmo.model import Theory
    from cmo.store.reading import Reading
    from cmo.workspace.changing import Seen
    from cmo.workspace.theories import AnyPath


@dataclass(frozen=True, slots=True)
class Stamped:
    """What `review` did.

    Attributes:
        uses: The uses that got a stamp, as they were before.
        current: Uses that were asked for and had an up-to-date stamp already.
        files: Files that were written.
        tidied: Those of `files` that were not in canonical form before.
        left: What is due after it.
    """

    uses: tuple[Use, ...]
    current: tuple[Use, ...]
    files: tuple[Path, ...]
    tidied: tuple[Path, ...]
    left: Due


def due(path: AnyPath | None = None) -> Due:
    """Return which uses of passages in the theory at `path` are to be looked at.

    Raises:
        Problem: There is no theory, or more than one.
        Unreadable: A file cannot be read whole.
    """
    return reviews.due(load(path))


def review(
    path: AnyPath | None = None,
    *,
    ids: Iterable[str] = (),
    every: bool = False,
    by: str | None = None,
    date: str | None = None,
) -> Stamped:
    """Stamp the uses of passages that somebody looked at and that were due.

    All files that change are written, in canonical form, or none.

    Args:
        path: A theory folder or bundle; without it, the theory in or around
            the working directory.
        ids: What was looked at: claims, with all passages on them; sources,
            with all their passages; passages, as ``source-id#excerpt-id``. An
            id that a claim and a source share means the claim.
        every: All passages were looked at.
        by: Who looked.
        date: When: a year, a month or a day, as 2026-11-22.

    Raises:
        Problem: There is no theory, or more than one; an id is unknown; `by`
            or `date` cannot be written; a file changed underneath, or cannot
            be written.
        Unreadable: A file cannot be read whole; nothing is written.
    """
    _refuse_unwritable(by, date)
    reading, seen = opened(only(path))
    theory = whole(reading)
    wanted = _any if every else _one_of(theory, tuple(ids))
    before = reviews.due(theory)
    after = reviews.stamped(theory, wanted, by=by, date=date)
    files, tidied = _write(reading, seen, after)
    return Stamped(
        uses=tuple(filter(wanted, (*before.suspect, *before.unreviewed))),
        current=tuple(filter(wanted, before.current)),
        files=tuple(files),
        tidied=tuple(tidied),
        left=reviews.due(after),
    )


def _refuse_unwritable(by: str | None, date: str | None) -> None:
    if by is not None and not by.strip():
        message = "the reviewer's name is empty: write it, or leave it out"
        raise Problem(message)
    # A control character in a file would keep the whole theory from being read.
    if not syntax.clean(json.dumps(by).encode()):
        message = f"the reviewer's name '{by}' holds a control character: take it out"
        raise Problem(message)
    try:
        Reviewed(fingerprint="", by=by, date=date)
    except ValidationError as error:
        message = f"'{date}' is no date: write it as 2026-11-22, 2026-11 or 2026"
        raise Problem(message) from error


def _any(use: Use) -> bool:  # noqa: ARG001 - as every predicate on uses
    return True


def _one_of(theory: Theory, ids: tuple[str, ...]) -> Callable[[Use], bool]:
    """Return what tells whether a use is one that `ids` name.

    Raises:
        Problem: An id is that of no claim, source or passage.
    """
    claims = set(fingerprints(theory))
    sources = {source.id for source in theory.sources}
    passages = {f"{s.id}#{e.id}" for s in theory.sources for e in s.excerpts}
    known = claims | sources | passages
    for one in ids:
        if one not in known:
            hint = did_you_mean(one, known)
            message = f"'{one}' is no claim, source or passage of this theory{hint}"
            raise Problem(message)
    named = set(ids)
    meant = named & claims, (named & sources) - claims, named & passages

    def is_meant(use: Use) -> bool:
        own = use.bears.claim, use.source.id, use.passage
        return any(one in these for one, these in zip(own, meant, strict=True))

    return is_meant


def _write(
    reading: Reading, seen: Seen, theory: Theory
) -> tuple[list[Path], list[Path]]:
    """Write the files of which `theory` holds another record than was read.

    Returns:
        The files, and those of them that were not in canonical form.
    """
    before = dict(records(reading))
    after = dict(records(replace(reading, theory=theory)))
    files = [file for file in after if after[file] != before[file]]
    with told():
        changes = {file: writing.canonical(after[file]) for file in files}
        writing.write(reading.path, changes, seen)
    return files, [
        file
        for file in files
        if transaction.digest(writing.canonical(before[file])) != seen.get(file)
    ]
