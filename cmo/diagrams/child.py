"""The process that draws: DOT on standard input, a picture on standard output.

It is run by its path and imports nothing of `cmo`, so that it starts fast. A
crash of Graphviz, or a layout without end, is then no crash of its caller.
"""

from __future__ import annotations

import sys
from typing import BinaryIO

MISSING = 3


def main(arguments: list[str], source: BinaryIO, target: BinaryIO) -> int:
    """Draw; return 0, 1 if Graphviz fails, or `MISSING` if it is not there.

    Args:
        arguments: The format, and for a PNG its dots per inch.
        source: DOT, in UTF-8.
        target: Where the picture is written.
    """
    try:
        import pygraphviz  # the caller is told if it is missing
    except ImportError as error:
        sys.stderr.write(f"{error}\n")
        return MISSING
    figure_format, *dpi = arguments
    try:
        figure = pygraphviz.AGraph(string=source.read().decode())
        if dpi:
            figure.graph_attr["dpi"] = dpi[0]
        target.write(figure.draw(format=figure_format, prog="dot"))
    except Exception as error:  # noqa: BLE001 - whatever it is, the caller says it
        sys.stderr.write(f"{error}\n")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:], sys.stdin.buffer, sys.stdout.buffer))
