"""Make files: canonical form, a new workspace, diagrams, what is published."""

from __future__ import annotations

import json
import re
import unicodedata
from dataclasses import dataclass
from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING

from cmo.model import Source, Theory
from cmo.report import coverage as tables
from cmo.store import transaction, writing
from cmo.store.documents import adapter
from cmo.store.reading import SOURCES_FOLDER, THEORY_FILE
from cmo.workspace.changing import opened, records
from cmo.workspace.theories import THEORIES_FOLDER, Problem, find, load, told

if TYPE_CHECKING:
    from collections.abc import Iterable

    from cmo.findings import Finding
    from cmo.workspace.theories import AnyPath

EXPORTS_FOLDER = "exports"


@dataclass(frozen=True, slots=True)
class Tidied:
    """What `tidy` did with a theory.

    Attributes:
        changed: Files that were, or when only looking would be, written anew.
        findings: Reading findings; the files they are in were left alone.
    """

    changed: tuple[Path, ...]
    findings: tuple[Finding, ...]


def tidy(path: Path, *, check: bool = False) -> Tidied:
    """Write the files of the theory at `path` in canonical form.

    Args:
        path: A theory folder or bundle.
        check: Only tell which files would change.

    Raises:
        Problem: A file changed underneath, or cannot be written.
    """
    reading, seen = opened(path)
    changes = {
        file: content
        for file, record in records(reading)
        if transaction.digest(content := writing.canonical(record)) != seen.get(file)
    }
    if not check:
        with told():
            writing.write(path, changes, seen)
    return Tidied(tuple(changes), tuple(reading.findings))


def schema(name: str) -> str:
    """Return the published JSON Schema of "theory" or "source" files."""
    from cmo.store.schemas import file_name

    return (bundled("schemas") / file_name(name)).read_text("utf-8")


def bundled(name: str) -> Path:
    """Return the folder "schemas" or "theories" that comes with the package."""
    inside = Path(str(resources.files("cmo"))) / name
    # In a checkout they stand beside the package, where people look for them.
    return inside if inside.is_dir() else inside.parent.parent / name


def start(folder: AnyPath, *, example: str | None = None) -> tuple[list[Path], Path]:
    """Write a new workspace: schemas, .gitignore and a first theory.

    Args:
        folder: Where; files that are there already are never overwritten.
        example: Id of a theory that comes with the package, to start from.

    Returns:
        The files written, and the theory's folder.

    Raises:
        Problem: There is no such example, a file is in the way, or the folder
            cannot be written.
    """
    root = Path(folder)
    name = example or _id_from(root)
    theory = root / THEORIES_FOLDER / name
    files = {
        **_tree(bundled("schemas"), root / "schemas"),
        root / ".gitignore": _GITIGNORE.encode(),
        **(_example(example, theory) if example else _first_theory(name, theory)),
    }
    if taken := [
        file for file in files if file.exists() and not _same(file, files[file])
    ]:
        message = (
            f"{taken[0]} is there already, and nothing is overwritten: "
            "name another folder"
        )
        raise Problem(message)
    with told():
        for file, content in files.items():
            file.parent.mkdir(parents=True, exist_ok=True)
            writing.write_output(file, content)
    return list(files), theory


_GITIGNORE = """\
# The texts of the documents that a review reads belong to their publishers.
/theories/*/texts/
# What a write leaves beside a theory while it runs.
.*.cmo-lock
.*.cmo-new
.*.cmo-journal
"""


def examples() -> list[str]:
    """Return the ids of the theories that come with the package."""
    return [one.name for one in find(bundled("theories"))]


def _example(name: str, theory: Path) -> dict[Path, bytes]:
    known = examples()
    if name not in known:
        message = f"there is no example '{name}': there is {', '.join(known)}"
        raise Problem(message)
    return _tree(bundled("theories") / name, theory)


def _tree(source: Path, target: Path) -> dict[Path, bytes]:
    return {
        target / file.relative_to(source): file.read_bytes()
        for file in sorted(source.rglob("*.json"))
        if not any(part.startswith(".") for part in file.relative_to(source).parts)
    }


def _same(file: Path, content: bytes) -> bool:
    return file.is_file() and file.read_bytes() == content


def _id_from(folder: Path) -> str:
    name = unicodedata.normalize("NFKD", folder.resolve().name.lower())
    plain = "".join(c for c in name if not unicodedata.combining(c))
    words = re.findall("[a-z0-9]+", plain)
    return "-".join(words)[:64].strip("-") or "my-review"


def _first_theory(name: str, theory: Path) -> dict[Path, bytes]:
    from cmo.workspace.starter import SOURCE, THEORY

    own = adapter(Theory).validate_json(json.dumps({**THEORY, "id": name}))
    first = adapter(Source).validate_json(json.dumps(SOURCE))
    return {
        theory / THEORY_FILE: writing.canonical(own),
        theory / SOURCES_FOLDER / f"{first.id}.json": writing.canonical(first),
    }


@dataclass(frozen=True, slots=True)
class Built:
    """What `build` made for one theory.

    Attributes:
        folder: Where its exports stand.
        stale: Files that were written, or taken away as outdated; with `check`,
            that differ, are missing or are outdated.
        fresh: Files that are as they should be.
    """

    folder: Path
    stale: tuple[Path, ...]
    fresh: tuple[Path, ...]


def build(
    paths: Iterable[AnyPath] = (), *, to: AnyPath | None = None, check: bool = False
) -> list[Built]:
    """Write what is published of each theory under exports/ID/.

    Args:
        paths: Theories; none: those in or around the working directory.
        to: The exports folder; without it, 'exports' beside the 'theories'
            folder that the theory stands in, or beside the theory.
        check: Only tell what is missing or stale.

    Raises:
        Problem: A theory cannot be read or drawn, or a file not written.
    """
    theories = [one for path in paths for one in find(path)] or find()
    return [_build(theory, to, check=check) for theory in dict.fromkeys(theories)]


def _build(path: Path, to: AnyPath | None, *, check: bool) -> Built:
    theory = load(path)
    folder = (Path(to) if to else _exports(path)) / theory.id
    stale, fresh = {}, []
    published = _published(theory)
    outdated = [
        folder / name
        for name in _SOMETIMES
        if name not in published and (folder / name).exists()
    ]
    for name, content in published.items():
        file = folder / name
        if _same(file, content):
            fresh.append(file)
        else:
            stale[file] = content
    if not check:
        with told():
            folder.mkdir(parents=True, exist_ok=True)
            for file, content in stale.items():
                writing.write_output(file, content)
            for file in outdated:
                file.unlink()
    return Built(folder, (*stale, *outdated), tuple(fresh))


# Published while it can be read; left in place, it would tell of an older theory.
_SOMETIMES = ("matrix.html",)


def _published(theory: Theory) -> dict[str, bytes]:
    from cmo.analysis.coverage import coverage
    from cmo.analysis.matrix import matrix
    from cmo.analysis.placing import Axis
    from cmo.evidence import Evidence
    from cmo.report.coverage_markdown import as_markdown
    from cmo.workspace.drawing import figures
    from cmo.workspace.mapping import is_readable, rendered

    covered = coverage(theory)
    found = matrix(Evidence(theory), Axis.MECHANISM, Axis.OUTCOME)
    maps = [form for form in ("csv", "html") if is_readable(found, form)]
    return {
        "theory.svg": figures(theory)[0].draw("svg"),
        "coverage.md": as_markdown(covered, limit=None).encode(),
        "coverage.csv": tables.FORMATS["csv"](covered).encode(),
        **{f"matrix.{form}": rendered(found, form).encode() for form in maps},
    }


def _exports(path: Path) -> Path:
    parent = path.resolve().parent
    root = parent.parent if parent.name == THEORIES_FOLDER else parent
    here = Path.cwd()
    root = root.relative_to(here) if root.is_relative_to(here) else root
    return root / EXPORTS_FOLDER
