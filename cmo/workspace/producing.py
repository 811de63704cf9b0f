"""Make the files of a workspace: a new one, and their canonical form."""

from __future__ import annotations

import json
import re
import unicodedata
from dataclasses import dataclass
from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING

from cmo.model import Source, Theory
from cmo.store import transaction, writing
from cmo.store.documents import adapter
from cmo.store.reading import SOURCES_FOLDER, THEORY_FILE
from cmo.workspace.changing import opened, records
from cmo.workspace.theories import THEORIES_FOLDER, Problem, find, told

if TYPE_CHECKING:
    from cmo.findings import Finding
    from cmo.workspace.theories import AnyPath


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
# What 'cmo build' can make again at any time.
/exports/**/*.docx
/exports/**/*.xlsx
/exports/**/*.pdf
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
