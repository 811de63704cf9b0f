"""DOT → SVG, PNG or PDF, by Graphviz in a process of its own."""

from __future__ import annotations

import json
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
    from collections.abc import Callable, Iterator, Sequence

_MISSING = (
    "Graphviz, which draws figures, is not on this machine: "
    "`pip install pygraphviz` brings it along for Linux, macOS and Windows on "
    "x86-64; elsewhere install it from https://graphviz.org/download, so that "
    "`dot` is on the PATH. A .dot file can be written without it"
)
_TIMES = re.compile(rb"/(CreationDate|ModDate) ?\(D:([^)]*)\)")


class DrawingError(Exception):
    """A figure could not be drawn; the message says why, and the way out."""


def draw(
    dot: str,
    format: str,  # noqa: A002
    *,
    dpi: int = 150,
    size: str | None = None,
    timeout: float = 60,
) -> bytes:
    """Return the figure that `dot` describes; equal DOT gives equal bytes.

    Args:
        dot: As `dot.to_dot` makes it.
        format: ``"svg"``, ``"png"`` or ``"pdf"``.
        dpi: Dots per inch of a PNG.
        size: Width and height in inches, as ``7.5,3``, that a larger figure is
            scaled down to; without it, figures keep their own.
        timeout: Seconds after which drawing is given up.

    Raises:
        DrawingError: Graphviz is missing, fails, or takes too long.
        ValueError: There is no such format.
    """
    return draw_all([dot], format, dpi=dpi, size=size, timeout=timeout)[0]


def draw_all(
    dots: Sequence[str],
    format: str,  # noqa: A002
    *,
    dpi: int = 150,
    size: str | None = None,
    timeout: float = 60,
) -> list[bytes]:
    """Return several figures, drawn by one process; see `draw`.

    Raises:
        DrawingError: Graphviz is missing, fails, or takes too long.
        ValueError: There is no such format.
    """
    if format not in FORMATS:
        message = f"no format {format!r}: there are {', '.join(FORMATS)}"
        raise ValueError(message)
    attributes = [f"dpi={dpi}"] if format == "png" else []
    attributes += [f"size={size}"] if size else []
    with tempfile.TemporaryDirectory(
        prefix="cmo-", ignore_cleanup_errors=True
    ) as folder:
        variables = os.environ | fonts.environment(Path(folder), system=format != "svg")
        drawn = _by_child(dots, [format, *attributes], variables, timeout)
        if drawn is None:
            drawn = _by_dot(dots, format, attributes, variables, timeout)
    return [FORMATS[format](one) for one in drawn]


def _by_child(
    dots: Sequence[str],
    arguments: list[str],
    variables: dict[str, str],
    timeout: float,
) -> list[bytes] | None:
    """Return what the Graphviz of pygraphviz draws, or None if it is not there."""
    # With -P no module is taken from beside the script or the current folder.
    command = [sys.executable, "-P", child.__file__, *arguments]
    done = _run(command, json.dumps(dots).encode(), variables, timeout)
    if done.returncode == child.MISSING:
        return None
    drawn = list(_framed(_checked(done).stdout))
    if len(drawn) != len(dots) or not all(drawn):
        raise DrawingError(_failure(done.returncode, done.stderr))
    return drawn


def _framed(out: bytes) -> Iterator[bytes]:
    at = 0
    while at < len(out):
        end = at + 8 + int.from_bytes(out[at : at + 8])
        yield out[at + 8 : end]
        at = end


def _by_dot(
    dots: Sequence[str],
    figure_format: str,
    attributes: list[str],
    variables: dict[str, str],
    timeout: float,
) -> list[bytes]:
    """Return what the machine's own Graphviz draws."""
    program = shutil.which("dot")
    if program is None:
        raise DrawingError(_MISSING)
    command = [program, f"-T{figure_format}", *(f"-G{one}" for one in attributes)]
    return [
        _checked(_run(command, dot.encode(), variables, timeout)).stdout for dot in dots
    ]


def _run(
    command: list[str], source: bytes, variables: dict[str, str], timeout: float
) -> subprocess.CompletedProcess[bytes]:
    try:
        return subprocess.run(  # noqa: S603 - ours, or the user's own dot
            command,
            input=source,
            capture_output=True,
            timeout=timeout,
            env=variables,
            check=False,
        )
    except subprocess.TimeoutExpired:
        message = (
            f"the figure was not finished after {timeout:g} seconds: "
            "draw a smaller part of the theory"
        )
        raise DrawingError(message) from None


def _checked(
    done: subprocess.CompletedProcess[bytes],
) -> subprocess.CompletedProcess[bytes]:
    if done.returncode or not done.stdout:
        raise DrawingError(_failure(done.returncode, done.stderr))
    return done


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
