"""Do with files what a power cut afterwards cannot undo.

A new content is flushed when it is written, a new or moved name when its
folder is flushed: the caller decides when, for the order is what counts.
"""

from __future__ import annotations

import errno
import hashlib
import os
import stat
from contextlib import suppress
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

_POSIX = os.name == "posix"


def digest_of(path: Path) -> str | None:
    """Return the digest of a file's content, None if there is no file.

    Returns:
        What `transaction.digest` returns of the content.

    Raises:
        IsADirectoryError: It is a folder, a pipe or a device.
    """
    try:
        # Asked first: to open a pipe is to wait for ever.
        if not stat.S_ISREG(path.stat().st_mode):
            raise IsADirectoryError(errno.EISDIR, "This is not a file", str(path))
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except (FileNotFoundError, NotADirectoryError):
        return None


def write(path: Path, content: bytes, like: Path | None = None) -> None:
    """Write a file that is not there yet, durably, with the mode of another.

    Its content is flushed, its name is not: see `flush_folder`.

    Args:
        path: Where; nothing, not even a link, may stand there.
        content: What.
        like: A file whose mode and, where allowed, owner it gets; if there is
            none, the umask decides.

    Raises:
        FileExistsError: Something stands there.
    """
    model = like.stat() if like and like.is_file() else None
    # Private from the start: the file it replaces may be.
    mode = 0o600 if model else 0o666
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode)
    with os.fdopen(descriptor, "wb") as file:
        file.write(content)
        if model:
            _dress(path, model)
        file.flush()
        os.fsync(file.fileno())


def missing_folders(folder: Path) -> list[Path]:
    """Return the folder and those above it that do not exist, topmost first."""
    if folder.exists():
        return []
    return [*missing_folders(folder.parent), folder]


def make_folders(folders: Iterable[Path]) -> None:
    """Make folders durably, in the order of `missing_folders`."""
    for folder in folders:
        folder.mkdir(exist_ok=True)
        flush_folder(folder.parent)


def flush_folder(folder: Path) -> None:
    """Make the names in a folder durable, where the system can."""
    if not _POSIX:
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    except OSError as error:
        # Some network drives cannot flush folders at all.
        if error.errno not in {errno.EINVAL, errno.ENOTSUP}:
            raise
    finally:
        os.close(descriptor)


def _dress(path: Path, model: os.stat_result) -> None:
    """Give a file the owner, where that is allowed, and the mode of another."""
    if _POSIX:
        for owner, group in ((-1, model.st_gid), (model.st_uid, -1)):
            with suppress(OSError):
                os.chown(path, owner, group)
    path.chmod(stat.S_IMODE(model.st_mode))
