"""Find the theories that a path means, and load them."""

from __future__ import annotations

import os
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from cmo.findings import Finding, Place, Severity
from cmo.store import transaction
from cmo.store.reading import (
    BUNDLE_SUFFIX,
    SOURCES_FOLDER,
    THEORY_FILE,
    Reading,
    read,
)
from cmo.workspace.display import shown

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from cmo.model import Theory

    AnyPath = str | os.PathLike[str]

THEORIES_FOLDER = "theories"


class Problem(Exception):  # noqa: N818 - what the user is told, not a bug
    """Nothing could be done, and why: one line for the user."""


class Unreadable(Problem):
    """A theory cannot be read whole, so that what was asked cannot be answered."""

    def __init__(self, findings: list[Finding]) -> None:
        """Tell the first fault, and keep all of them."""
        self.findings = findings
        place, message = findings[0].place, findings[0].message
        more = f" (and {len(findings) - 1} more)" if len(findings) > 1 else ""
        super().__init__(
            f"{place.file}:{place.line}:{place.column}: {message}{more}: "
            "'cmo check' lists all faults; mend them first"
        )


def load(path: AnyPath | None = None) -> Theory:
    """Return the theory at `path` with its sources; notebooks show it as a figure.

    Args:
        path: A theory folder or bundle; without it, the theory in or around
            the working directory.

    Raises:
        Problem: There is no theory, or more than one.
        Unreadable: A file of it cannot be read whole.
    """
    return shown(whole(open_theory(only(path))))


def whole(reading: Reading) -> Theory:
    """Return the theory that was read.

    Raises:
        Unreadable: A file of it could not be read whole.
    """
    faults = [one for one in reading.findings if one.severity is Severity.ERROR]
    if faults or reading.theory is None:
        raise Unreadable(faults)
    return reading.theory


def open_theory(path: Path) -> Reading:
    """Read one theory; see `cmo.store.reading.read`.

    Raises:
        Problem: What an interrupted write left cannot be mended.
    """
    with told():
        return read(path)


def only(path: AnyPath | None) -> Path:
    """Return the one theory that `path` means.

    Raises:
        Problem: It means none, or several.
    """
    found = find(path)
    if len(found) > 1:
        names = ", ".join(map(str, found))
        message = f"more than one theory here: name one of {names}"
        raise Problem(message)
    return found[0]


def find(path: AnyPath | None = None) -> list[Path]:
    """Return the theories that `path` means: folders and bundles, sorted.

    A file of a theory folder means its theory, another folder the theories in
    it. Without `path`: the theory in or around the working directory, or the
    theories of the workspace around it.

    Raises:
        Problem: There is none.
    """
    if path is not None:
        with told():
            return _meant(Path(path))
    with told():
        here = Path.cwd()
    for folder in (here, *here.parents):
        if _is_there(folder / THEORY_FILE):
            return [_shown(folder, here)]
        if found := inside(folder / THEORIES_FOLDER):
            return [_shown(one, here) for one in found]
    if found := inside(here):
        return [_shown(one, here) for one in found]
    message = "there is no theory here: name one, or start one with 'cmo init DIR'"
    raise Problem(message)


def find_all(paths: Iterable[AnyPath]) -> tuple[list[Path], list[Finding]]:
    """Return the theories that `paths` mean, each once.

    A path that means none gives a finding instead.

    Raises:
        Problem: No path is given, and there is no theory in or around the
            working directory.
    """
    named = list(paths)
    if not named:
        return find(), []
    theories: list[Path] = []
    missing = []
    for path in named:
        try:
            theories += find(path)
        except Problem as problem:
            place = Place(str(path), 1, 1)
            code = "R018" if _is_there(Path(path)) else "R001"
            message = str(problem).removeprefix(f"{path}: ")
            missing.append(Finding(code, Severity.ERROR, place, "", message))
    return _each_once(theories), missing


def find_each(paths: Iterable[AnyPath] = ()) -> list[Path]:
    """Return the theories that `paths` mean, each once; see `find`.

    Raises:
        Problem: One of the paths means none.
    """
    return _each_once([one for path in paths for one in find(path)] or find())


def _each_once(theories: Iterable[Path]) -> list[Path]:
    """Return each theory as it is written first, however it is spelt after that."""
    first: dict[str, Path] = {}
    for one in theories:
        first.setdefault(os.path.realpath(one), one)
    return list(first.values())


def inside(folder: Path) -> list[Path]:
    """Return the theories that stand directly in `folder`, sorted."""
    try:
        entries = sorted(folder.iterdir())
    except OSError:
        return []
    return [
        one
        for one in entries
        if not one.name.startswith(".")
        and (one.name.endswith(BUNDLE_SUFFIX) or _is_there(one / THEORY_FILE))
    ]


def _is_there(path: Path) -> bool:
    """Tell whether something stands at `path`; not, where one may not look."""
    return os.path.lexists(path)


@contextmanager
def told() -> Iterator[None]:
    """Tell what went wrong with files as a `Problem`, in one line."""
    try:
        yield
    except (transaction.Stale, transaction.Busy, transaction.Damaged) as error:
        raise Problem(str(error)) from error
    except OSError as error:
        message = f"{error.filename or 'a file'}: {error.strerror or error}"
        raise Problem(message) from error


def _meant(path: Path) -> list[Path]:
    if _is_there(path / THEORY_FILE):
        return [path]
    if path.is_dir() and not os.access(path, os.R_OK | os.X_OK):
        message = f"{path}: you may not read it: ask for read permission"
        raise Problem(message)
    if path.is_dir():
        if (path / SOURCES_FOLDER).is_dir():
            return [path]
        around = path if path.name else path.resolve()
        if around.name == SOURCES_FOLDER and _is_there(around.parent / THEORY_FILE):
            return [around.parent]
        if found := inside(path) or inside(path / THEORIES_FOLDER):
            return found
        message = (
            f"no theory in {path}: a theory is a folder with a {THEORY_FILE}, or a "
            f"file NAME{BUNDLE_SUFFIX}; 'cmo init' starts one"
        )
        raise Problem(message)
    if not _is_there(path):
        message = f"{path}: there is no such file or folder: check the path"
        raise Problem(message)
    return [_owner(path)]


def _owner(file: Path) -> Path:
    """Return the theory that a single file belongs to: perhaps itself, a bundle."""
    if file.name == THEORY_FILE:
        return file.parent
    folder = file.parent if file.parent.name else file.parent.resolve()
    is_form = folder.name == SOURCES_FOLDER and _is_there(folder.parent / THEORY_FILE)
    return folder.parent if is_form else file


def _shown(path: Path, here: Path) -> Path:
    """Return `path` as a user in `here` would write it."""
    return path.relative_to(here) if path.is_relative_to(here) else path
