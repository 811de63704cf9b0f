"""Read a theory in order to change it, so that nobody else's change is lost."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from cmo.store import transaction, writing
from cmo.workspace.theories import open_theory, told

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from cmo.model import Source, Theory
    from cmo.store.reading import Reading

    Seen = dict[Path, str | None]


def opened(path: Path) -> tuple[Reading, Seen]:
    """Return the theory at `path`, and the digests to give to `writing.write`.

    Raises:
        Problem: What an interrupted write left cannot be mended.
    """
    with told():
        if not transaction.settled(path):
            transaction.recover(path)
    # Taken after a crash's leftovers are settled and before the reading, so that
    # what is written was made from what was there.
    seen = writing.digests(path)
    return open_theory(path), seen


def records(reading: Reading) -> Iterator[tuple[Path, Theory | Source]]:
    """Yield the files that were read whole, with their records."""
    theory = reading.theory
    if theory is None:
        return
    own, *forms = reading.sites
    found: list[tuple[Path, Theory | Source]] = [(own.path, theory)]
    if reading.path.is_dir():
        found = [(own.path, replace(theory, sources=()))]
    found += [(s.path, r) for s, r in zip(forms, theory.sources, strict=False)]
    broken = set(reading.broken)
    yield from (one for one in found if str(one[0]) not in broken)
