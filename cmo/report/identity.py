"""How others know a finding again: its file, its theory and its fingerprint."""

from __future__ import annotations

import hashlib
import json
import os
import re
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

from cmo.store.reading import BUNDLE_SUFFIX

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterable

    from cmo.findings import Finding
    from cmo.report.findings import Findings


def paths(findings: Findings) -> dict[str, str]:
    """Return each file named in `findings` as services that show a repository do.

    Returns:
        The file as the user named it to its path, with forward slashes: from
        the working directory, or from the root if it does not lie below.
    """
    here = Path.cwd()
    return {file: _from(here, file) for file in _files(findings)}


def owners(findings: Findings) -> dict[str, int | None]:
    """Return for each file in `findings` which of its theories it belongs to.

    Returns:
        The file to an index into `Findings.theories`; None if it is of no theory.
    """
    known = {theory: i for i, theory in enumerate(findings.theories)}
    return {file: _owner(Path(file), known) for file in _files(findings)}


def fingerprints(findings: Findings) -> list[str]:
    """Return for each of `findings.found` what it is known by in the next check.

    It is made from the rule, the theory's id and the record's id, so that it
    stays the same when a record moves, a file is laid out anew or a message is
    worded otherwise. A finding without record goes by its file within the
    theory, and a theory whose id cannot be read by its folder. What else tells
    two findings apart: the field they are about, and which of several it is.
    """
    homes = _homes(findings)
    keys = [_key(one, *homes[one.place.file]) for one in findings.found]
    numbered = zip(keys, ordinals(keys), strict=True)
    return [
        f"{hashlib.sha256(json.dumps(key).encode()).hexdigest()[:32]}:{number}"
        for key, number in numbered
    ]


def ordinals(keys: Iterable[Hashable]) -> list[int]:
    """Return for each key which one it is of those that are equal, from 1."""
    seen: Counter[Hashable] = Counter()
    found = []
    for key in keys:
        seen[key] += 1
        found.append(seen[key])
    return found


def _files(findings: Findings) -> set[str]:
    return {one.place.file for one in findings.found} | set(findings.broken)


def _from(here: Path, file: str) -> str:
    path = Path(os.path.normpath(here / file))
    for found in (path, Path(os.path.realpath(path))):
        if found.is_relative_to(here):
            return found.relative_to(here).as_posix()
    return path.as_posix()


def _owner(file: Path, known: dict[str, int]) -> int | None:
    around = (known.get(str(one)) for one in (file, *file.parents))
    return next((i for i in around if i is not None), None)


def _homes(findings: Findings) -> dict[str, tuple[str, str]]:
    """Return for each file the name of its theory, and its path within that."""
    names = list(map(_name, findings.theories, findings.ids))
    files, owned = paths(findings), owners(findings)
    homes = {}
    for file, path in files.items():
        owner = owned[file]
        if owner is None:
            homes[file] = "", path
        else:
            within = os.path.relpath(file, findings.theories[owner])
            homes[file] = names[owner], Path(within).as_posix()
    return homes


def _name(theory: str, known: str) -> str:
    folder = Path(os.path.realpath(theory)).name
    return known or folder.removesuffix(BUNDLE_SUFFIX)


def _key(one: Finding, theory: str, within: str) -> tuple[str, str, str, str]:
    return one.code, theory, one.id or within, _field(one.pointer)


def _field(pointer: str) -> str:
    """Return the names along `pointer`, without the places in lists.

    They are the same for a source in a bundle and in a file of its own.
    """
    within = re.sub(r"^/sources/\d+(?=/|$)", "", pointer)
    return "/".join(part for part in within.split("/") if not part.isdecimal())
