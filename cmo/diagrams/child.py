"""The process that draws: DOT on standard input, pictures on standard output.

It is run by its path and imports nothing of `cmo`, so that it starts fast. A
crash of Graphviz, or a layout without end, is then no crash of its caller.
"""

from __future__ import annotations

import json
import sys
from typing import BinaryIO

MISSING = 3


def main(arguments: list[str], source: BinaryIO, target: BinaryIO) -> int:
    """Draw; return 0, 1 if Graphviz fails, or `MISSING` if it is not there.

    Args:
        arguments: The format, and attributes of each graph as ``dpi=150``.
        source: A JSON list of figures in DOT.
        target: Where the pictures are written: before each its length in bytes,
            as an unsigned number of 8 bytes, the highest first.
    """
    try:
        import pygraphviz  # the caller is told if it is missing
    except ImportError as error:
        sys.stderr.write(f"{error}\n")
        return MISSING
    figure_format, *attributes = arguments
    try:
        for dot in json.load(source):
            figure = pygraphviz.AGraph(string=dot)
            figure.graph_attr.update(one.split("=", 1) for one in attributes)
            picture = figure.draw(format=figure_format, prog="dot")
            target.write(len(picture).to_bytes(8))
            target.write(picture)
    except Exception as error:  # noqa: BLE001 - whatever it is, the caller says it
        sys.stderr.write(f"{error}\n")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:], sys.stdin.buffer, sys.stdout.buffer))
