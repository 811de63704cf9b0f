"""The files that a figure's parts stand in: each says which figure it belongs to.

So a figure that is drawn anew takes away parts that it no longer has, and never
writes over anything else.
"""

from __future__ import annotations

import re
import zlib
from typing import TYPE_CHECKING
from urllib.parse import quote

from cmo.english import joined
from cmo.workspace.theories import Problem, told

if TYPE_CHECKING:
    from collections.abc import Collection
    from pathlib import Path

# What `pictures` names parts, as a file's name has it.
_NAMES = r"-(\d+|(key|overview)(-\d+)?)"
_NAMED = 3  # files that are each named


def beside(target: Path, figure: str, part: str) -> Path:
    """Return the file of one of several figures: the first has the name given.

    Args:
        target: The file of the first.
        figure: The name of the first.
        part: The name of this one; it begins with that of the first.
    """
    rest = part.removeprefix(figure).replace("_", "-")
    return target.with_name(f"{target.stem}{rest}{target.suffix}")


def marked(content: bytes, form: str, target: Path, file: Path) -> bytes:
    """Return what is to stand in `file`, marked if that is a part of `target`.

    Args:
        content: A figure.
        form: Its format: "svg", "png", "pdf" or "dot".
        target: The file of the first figure.
        file: The file of this one.
    """
    if file == target:
        return content
    mark = _mark(target)
    match form:
        case "svg":
            return content.replace(b"<svg ", b"<svg " + mark + b" ", 1)
        case "png":
            # The last chunk, IEND, has twelve bytes.
            return content[:-12] + _comment(mark) + content[-12:]
        case "pdf":
            return content + b"% " + mark + b"\n"
        case _:
            return content + b"// " + mark + b"\n"


def refuse_others(target: Path, files: Collection[Path]) -> None:
    """Refuse to write parts of `target` over files that are none.

    Raises:
        Problem: One of `files`, beside `target` itself, is there and something else.
    """
    with told():
        others = [
            file
            for file in files
            if file != target and file.exists() and not _is_part(file, target)
        ]
    if others:
        message = (
            f"{others[0]}: a part of {target.name} would be written over it, and it "
            "is none: name another output, or move that file"
        )
        raise Problem(message)


def take_away_former(target: Path, files: Collection[Path]) -> str:
    """Remove parts that `target` had when it was drawn before, other than `files`.

    Returns:
        What was removed, in a sentence; empty: nothing.

    Raises:
        Problem: One cannot be removed.
    """
    name = re.compile(re.escape(target.stem) + _NAMES + re.escape(target.suffix))
    with told():
        former = [
            file
            for file in sorted(target.parent.iterdir(), key=_place)
            if file not in files and name.fullmatch(file.name)
            if _is_part(file, target)
        ]
        for file in former:
            file.unlink()
    names = [file.name for file in former]
    if len(names) > _NAMED + 1:
        names = [*names[:_NAMED], f"{len(names) - _NAMED} more"]
    was = "a part" if len(former) == 1 else "parts"
    return f"took away {joined(names)}: {was} of {target.name} before" if names else ""


def _place(file: Path) -> tuple[int, str]:
    return len(file.name), file.name


def _is_part(file: Path, target: Path) -> bool:
    return file.is_file() and _mark(target) in file.read_bytes()


def _mark(target: Path) -> bytes:
    # In signs that each format can hold.
    return b'data-part-of="%s"' % quote(target.name).encode()


def _comment(mark: bytes) -> bytes:
    """Return a PNG's chunk of text."""
    chunk = b"tEXtComment\0" + mark
    length, check = len(chunk) - 4, zlib.crc32(chunk)
    return length.to_bytes(4) + chunk + check.to_bytes(4)
