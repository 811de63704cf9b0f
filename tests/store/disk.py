"""A theory to commit to, and what stands on disk before and after."""

from __future__ import annotations

import os
import shutil
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from cmo.store.transaction import digest

if TYPE_CHECKING:
    from collections.abc import Iterable

Files = dict[Path, bytes | None]

OLD, NEW = b'{"id": "old"}\n', b'{"id": "new", "title": "longer"}\n'
MARK = "0123456789abcdef"
LEFT = {".theory.cmo-lock", ".signs.theory.json.cmo-lock"}

posix = pytest.mark.skipif(os.name != "posix", reason="needs POSIX file modes")


def changes_of(home: Path) -> tuple[Files, Files]:
    """Return a change of every kind: the files before it, the files after it."""
    if home.suffix == ".json":
        return {home: OLD}, {home: NEW}
    sources = home / "sources"
    before: Files = {
        home / "theory.json": OLD,
        sources / "gone.json": OLD,
        sources / "shared.json": OLD,
        home / "more" / "deep" / "added.json": None,
    }
    after = {path: None if content else NEW for path, content in before.items()}
    return before, after | {home / "theory.json": NEW, sources / "shared.json": NEW}


def seen_of(files: Files) -> dict[Path, str | None]:
    """Return the files as a reader would remember them."""
    return {
        path: None if content is None else digest(content)
        for path, content in files.items()
    }


def restore(home: Path) -> tuple[Files, Files]:
    """Put a theory back to the start."""
    before, after = changes_of(home)
    shutil.rmtree(home / "more", ignore_errors=True)
    for path, content in before.items():
        if content is not None:
            path.write_bytes(content)
    return before, after


def on_disk(files: Iterable[Path]) -> Files:
    """Return what the files hold now."""
    return {path: path.read_bytes() if path.exists() else None for path in files}


def leftovers(home: Path) -> set[str]:
    """Return the hidden files beside and below a theory, and empty folders."""
    folder = home.parent if home.suffix == ".json" else home
    return {
        path.name
        for path in folder.rglob("*")
        if path.name.startswith(".") or (path.is_dir() and not any(path.iterdir()))
    }


def tree(folder: Path) -> dict[Path, bytes | Path | None]:
    """Return everything below a folder: contents, links, folders."""
    return {
        path: path.readlink()
        if path.is_symlink()
        else path.read_bytes()
        if path.is_file()
        else None
        for path in folder.rglob("*")
    }
