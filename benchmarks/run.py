"""How long `cmo` takes, and how much memory, beside the least it could take.

Whole processes are timed, one after the other in turn, so that what else the
machine does falls on all alike; medians are compared. Measure an installed
package, as users have it: `pip install ".[bench]"`, and then

Usage: python benchmarks/run.py [--sizes 1000,10000] [--runs 11] [--markdown FILE]
(FILE has the table between two marks replaced: docs/benchmarks.md)
"""

from __future__ import annotations

import argparse
import os
import platform
import shutil
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

HERE = Path(__file__).resolve().parent
PYTHON = sys.executable
SIZES = (1_000, 10_000, 40_000, 100_000, 1_000_000)
USUAL, LARGE = 10_000, 100_000
QUOTED = 1_000
# 1,000 sources, 500 configurations and 20,000 passages: the largest review thought of.
REVIEW = 40_000
# Copies of Signs of Safety in a figure of some 600 elements.
COPIES = 8
# The slow ones are run less often: what they show does not hang on a few percent.
FEW = 3

START, END = "<!-- measured: start -->", "<!-- measured: end -->"


class Cost(NamedTuple):
    """What a process took: wall time in seconds, peak memory in MiB."""

    seconds: float
    memory: float


@dataclass(frozen=True)
class Pair:
    """A command of ours, and what it is held against.

    Attributes:
        what: What is compared.
        ours: Our command.
        base: The other.
        runs: How often each is run.
        slower: The ratio of times that is allowed, if one is.
        larger: The ratio of memory that is allowed, if one is.
        uses: The number of uses in the theory, if there is one.
    """

    what: str
    ours: Sequence[str]
    base: Sequence[str]
    runs: int
    slower: float | None = None
    larger: float | None = None
    uses: int = 0


@dataclass(frozen=True)
class Result:
    """The medians of one pair."""

    pair: Pair
    ours: Cost
    base: Cost

    @property
    def slower(self) -> float:
        """Our time as a multiple of the other's."""
        return self.ours.seconds / self.base.seconds

    @property
    def larger(self) -> float:
        """Our memory as a multiple of the other's."""
        return self.ours.memory / self.base.memory

    @property
    def verdict(self) -> str:
        """Whether the targets are met, if there are any."""
        limits = [(self.slower, self.pair.slower), (self.larger, self.pair.larger)]
        set_ones = [(found, limit) for found, limit in limits if limit is not None]
        if not set_ones:
            return ""
        return "yes" if all(found <= limit for found, limit in set_ones) else "**no**"


def cmo(*words: str | Path) -> list[str]:
    """Return the command that runs `cmo` with `words`."""
    return [PYTHON, "-m", "cmo", *map(str, words)]


def floor(theory: Path) -> list[str]:
    """Return the command that does the least with `theory`."""
    return [PYTHON, str(HERE / "floor.py"), str(theory)]


class Workplace:
    """Makes theories in a folder when they are first asked for."""

    def __init__(self, folder: Path) -> None:
        """Take the folder, which somebody else will delete."""
        self.folder = folder

    def theory(
        self, uses: int, *, bundle: bool = True, findings: int = 0, shape: str = "plain"
    ) -> Path:
        """Return the theory of that kind."""
        name = f"{shape}-{uses}-{findings}{'.theory.json' if bundle else ''}"
        path = self.folder / name
        if not path.exists():
            # In a process of its own: a child's peak memory is never reported
            # as less than what its parent had when it was started.
            options = ["--findings", str(findings), "--shape", shape]
            script = str(HERE / "synthetic.py")
            make = [PYTHON, script, str(uses), str(path), *options]
            subprocess.run(make, check=True)
        return path

    def quotations(self, number: int) -> Path:
        """Return a folder with so many documents, each with one quotation."""
        path = self.folder / f"quotations-{number}"
        if not path.exists():
            script = str(HERE / "quotations.py")
            subprocess.run([PYTHON, script, str(number), str(path)], check=True)
        return path

    def figure(self, copies: int) -> Path:
        """Return a folder with so many copies of a theory, and their figure."""
        path = self.folder / f"figure-{copies}"
        if not path.exists():
            script = str(HERE / "figures.py")
            make = [PYTHON, script, "make", str(copies), str(path)]
            subprocess.run(make, check=True, cwd=self.folder)
        return path

    def schema(self) -> Path:
        """Return the published schema of a theory."""
        path = self.folder / "theory.schema.json"
        if not path.exists():
            path.write_bytes(subprocess.check_output(cmo("schema", "theory")))
        return path


def pairs(place: Workplace, sizes: Sequence[int], runs: int) -> Iterator[Pair]:
    """Yield what is compared, at the `sizes` that are wanted."""
    click = [PYTHON, "-c", "import click"]
    yield Pair("`cmo --help`, against `import click`", cmo("--help"), click, runs, 2)
    yield from _checks(place, sizes, runs)
    if USUAL in sizes:
        for kind in ("bundle", "folder"):
            worse = place.theory(USUAL, bundle=kind == "bundle", findings=100)
            what = f"`cmo check`, {USUAL:,} uses, {kind}, 100 findings"
            yield Pair(what, cmo("check", worse), floor(worse), runs, 1.6, uses=USUAL)
        theory = place.theory(USUAL)
        what = f"`cmo check`, {USUAL:,} uses, bundle, against check-jsonschema"
        other = ["check-jsonschema", "--schemafile", str(place.schema()), str(theory)]
        yield Pair(what, cmo("check", theory), other, min(runs, FEW), 1)
    if REVIEW in sizes:
        yield from _questions(place, runs)
    if LARGE in sizes:
        for shape in ("loops", "chains", "hubs"):
            theory = place.theory(LARGE, shape=shape)
            what = f"`cmo check`, {LARGE:,} uses, bundle, {shape}"
            yield Pair(what, cmo("check", theory), floor(theory), runs, 1.5, 1.3, LARGE)
    for size in (USUAL, LARGE):
        if size in sizes:
            theory = place.theory(size)
            for command in (["coverage"], ["fmt", "--check"]):
                what = f"`cmo {' '.join(command)}`, {size:,} uses, bundle"
                ours = cmo(*command, theory)
                yield Pair(what, ours, floor(theory), runs, uses=size)
    if QUOTED in sizes:
        yield _quotations(place, runs)
        yield from _figures(place, runs)


def _figures(place: Workplace, runs: int) -> Iterator[Pair]:
    """Yield what drawing costs beside Graphviz, and what cutting costs."""
    folder = place.figure(COPIES)
    theory, dot = folder / "theory", folder / "figure.dot"
    script = [PYTHON, str(HERE / "figures.py")]
    whole = cmo("diagram", theory, "-o", folder / "figure.svg")
    cut = cmo("diagram", theory, "--page", "a4-landscape", "-o", folder / "cut.svg")
    about = f"{COPIES} × Signs of Safety (584 elements)"
    yield Pair(
        f"`cmo diagram`, {about}, against start-up and Graphviz alone",
        whole,
        [*script, "started", str(theory), str(dot)],
        runs,
        1.3,
    )
    yield Pair(
        f"`cmo diagram --page a4-landscape`, {about}, against `cmo diagram`",
        cut,
        whole,
        runs,
        5,
    )


def _questions(place: Workplace, runs: int) -> Iterator[Pair]:
    """Yield what people ask of the evidence, at the size of the largest review."""
    theory = place.theory(REVIEW, bundle=False)
    about = f"{REVIEW:,} uses (1,000 sources, 500 configurations), folder"
    without = ["--without", "study:study-0"]
    for slower, command in (
        (2.0, ["check"]),
        (2.0, ["coverage"]),
        (2.0, ["whatif", *without]),
        (2.0, ["whatif", "--min-rigour", "high"]),
        (1.5, ["trace", "safety-at-home-0"]),
        (None, ["matrix", "--columns", "theme"]),
    ):
        ours = cmo(*command, theory)
        what = f"`cmo {' '.join(command)}`, {about}"
        yield Pair(what, ours, floor(theory), runs, slower, uses=REVIEW)


def _checks(place: Workplace, sizes: Sequence[int], runs: int) -> Iterator[Pair]:
    for size in sizes:
        if size == REVIEW:
            continue
        for kind in ("bundle", "folder"):
            theory = place.theory(size, bundle=kind == "bundle")
            what = f"`cmo check`, {size:,} uses, {kind}"
            slower = {USUAL: 1.3}.get(size, 1.5 if size >= LARGE else None)
            larger = 1.3 if size >= LARGE else None
            both = cmo("check", theory), floor(theory)
            yield Pair(what, *both, runs, slower, larger, size)


def _quotations(place: Workplace, runs: int) -> Pair:
    folder = place.quotations(QUOTED)
    what = (
        f"`cmo quotes`, {QUOTED:,} quotes in {QUOTED:,} texts of 30 pages, against "
        "linkml-reference-validator"
    )
    other = ["linkml-reference-validator", "validate", "data", folder / "data.json"]
    options = ["--schema", folder / "schema.yaml", "--target-class", "Quotation"]
    # Every reference is a file here: there is nothing to fetch.
    alone = ["--cache-dir", folder / "cache", "--no-full-text"]
    base = [*map(str, (*other, *options, *alone))]
    return Pair(what, cmo("quotes", folder / "theory"), base, min(runs, FEW), 0.1)


def compare(pair: Pair, folder: Path) -> Result:
    """Run both commands in turn, and return the medians."""
    ours, base = [], []
    for _ in range(pair.runs):
        base.append(_cost(pair.base, folder))
        ours.append(_cost(pair.ours, folder))
    return Result(pair, _medians(ours), _medians(base))


def _cost(command: Sequence[str], folder: Path) -> Cost:
    # Run where no checkout stands, so that the installed package is imported.
    start = time.perf_counter()
    process = subprocess.Popen(command, cwd=folder, stdout=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    seconds = time.perf_counter() - start
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise subprocess.CalledProcessError(process.returncode, command)
    # macOS counts bytes, Linux KiB.
    unit = 1 << 20 if sys.platform == "darwin" else 1 << 10
    return Cost(seconds, usage.ru_maxrss / unit)


def _medians(costs: Sequence[Cost]) -> Cost:
    return Cost(median(c.seconds for c in costs), median(c.memory for c in costs))


def report(results: Sequence[Result]) -> str:
    """Return what was measured as Markdown: the machine, and the table."""
    system, cores = platform.system(), os.cpu_count()
    machine = f"Python {platform.python_version()}, {system}, {cores} cores."
    head = _cells(_COLUMNS)
    rule = _cells(["---", *["---:"] * (len(_COLUMNS) - 2), "---"])
    return "\n".join([machine, "", head, rule, *map(_row, results)]) + "\n"


_COLUMNS = (
    "what",
    "runs",
    "time (s)",
    "held against (s)",
    "ratio",
    "at most",
    "µs per use",
    "memory (MiB)",
    "held against (MiB)",
    "ratio",
    "at most",
    "met",
)


def _cells(cells: Sequence[str]) -> str:
    return f"| {' | '.join(cells)} |"


def _row(one: Result) -> str:
    cells = [
        one.pair.what,
        f"{one.pair.runs}",
        f"{one.ours.seconds:.2f}",
        f"{one.base.seconds:.2f}",
        f"{one.slower:.2f}",
        f"{one.pair.slower:g}" if one.pair.slower else "–",
        f"{one.ours.seconds / one.pair.uses * 1e6:.1f}" if one.pair.uses else "–",
        f"{one.ours.memory:,.0f}",
        f"{one.base.memory:,.0f}",
        f"{one.larger:.2f}",
        f"{one.pair.larger:g}" if one.pair.larger else "–",
        one.verdict or "–",
    ]
    return _cells(cells)


def replaced(page: str, measured: str) -> str:
    """Return `page` with `measured` between the two marks.

    Raises:
        ValueError: `page` lacks one of the marks.
    """
    before, _, rest = page.partition(START)
    _, mark, after = rest.partition(END)
    if not mark:
        message = f"the page has no {START} … {END} for the table to stand between"
        raise ValueError(message)
    return f"{before}{START}\n\n{measured}\n{mark}{after}"


def main() -> None:
    """Measure what the command line asks for."""
    parser = argparse.ArgumentParser(description="Measure cmo against the floor.")
    parser.add_argument("--sizes", default=",".join(map(str, SIZES)))
    parser.add_argument("--runs", type=int, default=11)
    parser.add_argument("--markdown", type=Path)
    given = parser.parse_args()
    sizes = [int(size) for size in given.sizes.split(",")]
    page = given.markdown.read_text("utf-8") if given.markdown else None
    folder = Path(tempfile.mkdtemp(prefix="cmo-benchmarks-"))
    results = []
    try:
        for pair in pairs(Workplace(folder), sizes, given.runs):
            results.append(compare(pair, folder))
            print(_row(results[-1]), file=sys.stderr, flush=True)
    finally:
        shutil.rmtree(folder)
    measured = report(results)
    print(measured)
    if page is not None:
        given.markdown.write_text(replaced(page, measured), "utf-8")


if __name__ == "__main__":
    main()
