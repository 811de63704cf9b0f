"""Records → canonical files, written so that nothing is lost half-way."""

from __future__ import annotations

import json
import os
import shutil
import tempfile
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from cmo.store import transaction
from cmo.store.documents import adapter
from cmo.store.reading import content, theory_files

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from cmo.model import Source, Theory


def canonical(record: Theory | Source) -> bytes:
    """Return the file of `record`: two-space indent, model order, no defaults.

    Lists, ``extra`` and ``citation`` keep the order they were read in.
    """
    root: type[Any] = type(record)
    plain: dict[str, Any] = adapter(root).dump_python(
        record, mode="json", by_alias=True, exclude_defaults=True
    )
    head = {"$schema": plain.pop("$schema")} if "$schema" in plain else {}
    document = {**head, "schema_version": record.schema_version, **plain}
    return (json.dumps(document, indent=2, ensure_ascii=False) + "\n").encode()


def digests(path: Path) -> dict[Path, str | None]:
    """Return each file of the theory at `path` with its digest.

    Taken before reading, it lets `write` refuse to overwrite what somebody
    else wrote since. Files that cannot be read are left out.
    """
    found: dict[Path, str | None] = {}
    for file in theory_files(path):
        # A pipe or device among them would never end.
        if (data := content(file)) is not None:
            found[file] = transaction.digest(data)
    return found


def write(
    path: Path, changes: Mapping[Path, bytes], seen: Mapping[Path, str | None]
) -> None:
    """Write `changes` to the files of the theory at `path`: all of them or none.

    Raises:
        transaction.Stale: A file is no longer as `seen`.
        transaction.Busy: Another program is writing this theory.
        OSError: The disk is full, or a folder is not writable.
    """
    transaction.commit(path, changes, {file: seen.get(file) for file in changes})


def write_output(path: Path, content: bytes) -> None:
    """Write a figure or report: whole, or not at all.

    Raises:
        OSError: `path` is a folder or cannot be written.
    """
    _refuse_folder(path)
    with _blamed_on(path):
        _write_output(path, content)


def _write_output(path: Path, content: bytes) -> None:
    folder = path.resolve().parent
    handle, name = tempfile.mkstemp(dir=folder, prefix=".", suffix=".cmo-new")
    try:
        with os.fdopen(handle, "wb") as out:
            out.write(content)
        mask = os.umask(0)
        os.umask(mask)
        # mkstemp makes the file private; an output is as readable as any other.
        Path(name).chmod(path.stat().st_mode if path.exists() else 0o666 & ~mask)
        Path(name).replace(path.resolve())
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise


def write_outputs(files: Mapping[Path, bytes]) -> None:
    """Write several outputs of one folder: if one cannot be written, none is.

    Args:
        files: The first is the one that names the others: it is put there last, so
            that it never stands there without them.

    Raises:
        OSError: The folder, or a file in it, cannot be written.
    """
    targets = {path.resolve(): content for path, content in files.items()}
    if len(targets) == 1:
        write_output(*next(iter(targets.items())))
        return
    for path in targets:
        _refuse_folder(path)
    with _blamed_on(next(iter(targets))):
        _write_beside(targets)


def _write_beside(targets: dict[Path, bytes]) -> None:
    folder = next(iter(targets)).parent
    beside = Path(tempfile.mkdtemp(dir=folder, prefix=".", suffix=".cmo-new"))
    try:
        # Where the disk is full or a name too long, it shows here.
        for path, content in targets.items():
            write_output(beside / path.name, content)
        for path in reversed(targets):
            if path.exists():
                (beside / path.name).chmod(path.stat().st_mode)
            (beside / path.name).replace(path)
    finally:
        shutil.rmtree(beside, ignore_errors=True)


@contextmanager
def _blamed_on(path: Path) -> Iterator[None]:
    """Name in an error the file that was asked for, not one that stands in for it."""
    try:
        yield
    except OSError as error:
        raise OSError(error.errno, error.strerror, str(path)) from error


def _refuse_folder(path: Path) -> None:
    if path.is_dir():
        raise IsADirectoryError(21, "a folder stands there", str(path))
