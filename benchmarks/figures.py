"""A large theory that is like a real one, and its figure laid out by Graphviz alone.

The theory is so many copies of Signs of Safety, joined by links: a made-up graph
would be easier to lay out.

Usage:
    python benchmarks/figures.py make COPIES FOLDER   a theory, and figure.dot
    python benchmarks/figures.py alone DOT            Graphviz, and nothing else
    python benchmarks/figures.py started THEORY DOT   the same after cmo has started,
                                                      read the theory and chosen
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

Record = dict[str, Any]

SOFS = Path(__file__).resolve().parent.parent / "theories/signs-of-safety/theory.json"
KEPT = ("kind", "label", "definition", "proximity", "relation", "sign")
MEMBERS = ("interventions", "contexts", "mechanisms", "outcomes")
# Each copy is joined to the one before by a link from every fifth element.
APART = 5


def make(copies: int, folder: Path) -> None:
    """Write the theory, and its figure as DOT, into `folder`."""
    folder.mkdir(parents=True, exist_ok=True)
    theory = folder / "theory"
    theory.mkdir(exist_ok=True)
    document = _theory(json.loads(SOFS.read_text("utf-8")), copies)
    (theory / "theory.json").write_text(json.dumps(document), "utf-8")
    dot = folder / "figure.dot"
    subprocess.run(_cmo("diagram", theory, "-o", dot), check=True)


def _theory(real: Record, copies: int) -> Record:
    document: Record = {"id": "large", "title": "A large theory"}
    parts: dict[str, list[Record]] = {
        name: [] for name in ("themes", "elements", "links", "configurations")
    }
    for n in range(copies):
        parts["themes"] += [
            {"id": _name(n, one["id"]), "title": f"{one['title']} ({n})"}
            for one in real["themes"]
        ]
        parts["elements"] += [_with_theme(n, one) for one in real["elements"]]
        parts["links"] += [
            _kept(n, one) | {e: _name(n, one[e]) for e in ("source", "target")}
            for one in real["links"]
        ]
        parts["configurations"] += [
            _with_theme(n, one)
            | {m: [_name(n, i) for i in one[m]] for m in MEMBERS if m in one}
            for one in real["configurations"]
        ]
        if n:
            parts["links"] += list(_joints(n, real["elements"]))
    return document | parts


def _joints(n: int, elements: list[Record]) -> list[Record]:
    return [
        {
            "id": f"joint-{n}-{i}",
            "source": _name(n - 1, elements[i]["id"]),
            "target": _name(n, elements[(7 * i + 3) % len(elements)]["id"]),
            "relation": "influences",
        }
        for i in range(0, len(elements), APART)
    ]


def _with_theme(n: int, one: Record) -> Record:
    theme = {"theme": _name(n, one["theme"])} if "theme" in one else {}
    return _kept(n, one) | theme


def _kept(n: int, one: Record) -> Record:
    return {"id": _name(n, one["id"])} | {k: one[k] for k in KEPT if k in one}


def _name(n: int, one: str) -> str:
    return f"x{n}-{one}"[:64]


def alone(dot: Path) -> None:
    """Lay out DOT and draw it as SVG, without anything of ours."""
    import pygraphviz

    pygraphviz.AGraph(string=dot.read_text("utf-8")).draw(format="svg", prog="dot")


def started(theory: Path, dot: Path) -> None:
    """Do what `cmo diagram` does before it draws, and then draw without it."""
    with tempfile.TemporaryDirectory() as folder:
        text = Path(folder) / "figure.txt"
        subprocess.run(_cmo("diagram", theory, "-o", text), check=True)
    alone(dot)


def _cmo(*words: str | Path) -> list[str]:
    return [sys.executable, "-m", "cmo", *map(str, words)]


def main() -> None:
    """Do what the first argument says."""
    what, *rest = sys.argv[1:]
    if what == "make":
        make(int(rest[0]), Path(rest[1]))
    elif what == "alone":
        alone(Path(rest[0]))
    else:
        started(Path(rest[0]), Path(rest[1]))


if __name__ == "__main__":
    main()
