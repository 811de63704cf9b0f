"""DOT → SVG, PNG or PDF, by Graphviz in a process of its own."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from cmo.diagrams import child, fonts, svg

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

_MISSING = (
    "Graphviz, which draws figures, is not on this machine: "
    "`pip install pygraphviz` brings it along for Linux, macOS and Windows on "
    "x86-64; elsewhere install it from https://graphviz.org/download, so that "
    "`dot` is on the PATH. A .dot file can be written without it"
)
_TIMES = re.compile(rb"/(CreationDate|ModDate) ?\(D:([^)]*)\)")


class DrawingError(Exception):
    """A figure could not be drawn; the message says why, and the way out."""


def draw(dot: str, format: str, *, dpi: int = 150, timeout: float = 60) -> bytes:  # noqa: A002
    """Return the figure that `dot` describes; equal DOT gives equal bytes.

    Args:
        dot: As `views` makes it.
        format: ``"svg"``, ``"png"`` or ``"pdf"``.
        dpi: Dots per inch of a PNG.
        timeout: Seconds after which drawing is given up.

    Raises:
        DrawingError: Graphviz is missing, fails, or takes too long.
        ValueError: There is no such format.
    """
    if format not in FORMATS:
        message = f"no format {format!r}: there are {', '.join(FORMATS)}"
        raise ValueError(message)
    with tempfile.TemporaryDirectory(
        prefix="cmo-", ignore_cleanup_errors=True
    ) as folder:
        variables = fonts.environment(Path(folder), system=format != "svg")
        for command in _commands(format, dpi if format == "png" else None):
            drawn = _run(command, dot, os.environ | variables, timeout)
            if drawn is not None:
                return FORMATS[format](drawn)
    raise DrawingError(_MISSING)


def _commands(figure_format: str, dpi: int | None) -> Iterator[list[str]]:
    """Yield what could draw: the Graphviz of pygraphviz, then the machine's."""
    # With -P no module is taken from beside the script or the current folder.
    script = [sys.executable, "-P", child.__file__, figure_format]
    yield script if dpi is None else [*script, f"{dpi}"]
    if program := shutil.which("dot"):
        options = [f"-T{figure_format}"]
        yield (
            [program, *options] if dpi is None else [program, *options, f"-Gdpi={dpi}"]
        )


def _run(
    command: list[str], dot: str, environment: dict[str, str], timeout: float
) -> bytes | None:
    """Return what `command` draws, or None if it has no Graphviz."""
    try:
        done = subprocess.run(  # noqa: S603 - ours, or the user's own dot
            command,
            input=dot.encode(),
            capture_output=True,
            timeout=timeout,
            env=environment,
            check=False,
        )
    except subprocess.TimeoutExpired:
        message = (
            f"the figure was not finished after {timeout:g} seconds: "
            "draw a smaller part of the theory"
        )
        raise DrawingError(message) from None
    if done.returncode == child.MISSING and child.__file__ in command:
        return None
    if done.returncode or not done.stdout:
        raise DrawingError(_failure(done.returncode, done.stderr))
    return done.stdout


def _failure(status: int, stderr: bytes) -> str:
    said = stderr.decode(errors="replace").strip().splitlines()[-3:]
    reason = "; ".join(said) or "it gave no reason"
    how = f"ended by signal {-status}" if status < 0 else f"status {status}"
    return f"Graphviz could not draw the figure ({how}): {reason}"


def _without_time(pdf: bytes) -> bytes:
    """Return `pdf` with its times set to 1970, each as long as it was."""

    def fixed(found: re.Match[bytes]) -> bytes:
        start, end = found.span(2)
        time = b"19700101000000Z".ljust(end - start)[: end - start]
        return found.group().replace(found.group(2), time)

    return _TIMES.sub(fixed, pdf)


def _without_notes(png: bytes) -> bytes:
    """Return `png` without text, times and other notes beside the picture."""
    kept = [png[:8]]
    at = 8
    while at < len(png):
        end = at + 12 + int.from_bytes(png[at : at + 4])
        if png[at + 4 : at + 8] not in _NOTES:
            kept.append(png[at:end])
        at = end
    return b"".join(kept)


_NOTES = frozenset({b"tEXt", b"zTXt", b"iTXt", b"tIME", b"eXIf"})

# Format to what makes Graphviz's output ours.
FORMATS: dict[str, Callable[[bytes], bytes]] = {
    "svg": svg.accessible,
    "png": _without_notes,
    "pdf": _without_time,
}
