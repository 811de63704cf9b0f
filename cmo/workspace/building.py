"""Everything that is published of a theory, written under exports/ID/."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from cmo.evidence import Evidence
from cmo.graph import given_up
from cmo.store import writing
from cmo.workspace.theories import THEORIES_FOLDER, Problem, find_each, load, told

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from cmo.model import Theory
    from cmo.publish.document import Document
    from cmo.workspace.theories import AnyPath

    # The file's name under exports/ID/, and what makes it.
    Entry = tuple[str, Callable[[], bytes]]

EXPORTS_FOLDER = "exports"
# What figures are printed on; a larger one is cut.
PAGE = "a4-landscape"
# Names what the last build wrote, so that what is no longer made can be taken away.
MANIFEST = "manifest.json"
# Made, but not kept in git: two tools may pack the same pages in different bytes.
BINARY = ("docx", "xlsx", "pdf")


@dataclass(frozen=True, slots=True)
class Built:
    """What `build` made for one theory.

    Attributes:
        folder: Where its exports stand.
        stale: Files that were written, or taken away as outdated; with `check`,
            that differ, are missing or are outdated.
        fresh: Files that are as they should be.
        notes: What could not be made, and why: a PDF in letters that no font has.
    """

    folder: Path
    stale: tuple[Path, ...]
    fresh: tuple[Path, ...]
    notes: tuple[str, ...] = ()


def build(
    paths: Iterable[AnyPath] = (), *, to: AnyPath | None = None, check: bool = False
) -> list[Built]:
    """Write what is published of each theory under exports/ID/.

    Args:
        paths: Theories; none: those in or around the working directory.
        to: The exports folder; without it, 'exports' beside the 'theories'
            folder that the theory stands in, or beside the theory.
        check: Only tell what is missing or stale. Word, Excel and PDF files are
            looked at where they are there: they are not kept in git.

    Raises:
        Problem: A theory cannot be read or drawn, or a file not written.
    """
    known: dict[Path, tuple[Path, Theory]] = {}
    for path in find_each(paths):
        theory = load(path)
        folder = (Path(to) if to else _exports(path)) / theory.id
        if folder in known:
            message = (
                f"{known[folder][0]} and {path} have one id, and would write over "
                f"each other in {folder}: give one of them another id"
            )
            raise Problem(message)
        known[folder] = (path, theory)
    return [_build(theory, at, check=check) for at, (_, theory) in known.items()]


def _build(theory: Theory, folder: Path, *, check: bool) -> Built:
    made = dict(_published(theory))
    made |= _about(theory, made)
    stale, fresh, notes = {}, [], []
    outdated = [folder / name for name in _former(folder) if name not in made]
    for name, make in made.items():
        file = folder / name
        if check and is_binary(name) and not file.exists():
            continue
        try:
            content = make()
        except Problem as problem:
            if not is_binary(name):
                raise
            # One page that cannot be printed keeps nobody from the others.
            notes.append(f"{file} is not made: {problem}")
            outdated.append(file)
            continue
        if file.is_file() and file.read_bytes() == content:
            fresh.append(file)
        else:
            stale[file] = content
    outdated = [file for file in outdated if file.exists()]
    if not check:
        with told():
            _write(stale, outdated)
    return Built(folder, (*stale, *outdated), tuple(fresh), tuple(notes))


def is_binary(name: str) -> bool:
    """Tell whether a published file is one that is made but not kept in git."""
    return name.rpartition(".")[2] in BINARY


def _write(files: dict[Path, bytes], outdated: Iterable[Path]) -> None:
    for file in files:
        if file.is_dir():
            raise IsADirectoryError(21, "a folder stands there", str(file))
        file.parent.mkdir(parents=True, exist_ok=True)
    for folder in dict.fromkeys(file.parent for file in files):
        own = {f: content for f, content in files.items() if f.parent == folder}
        writing.write_outputs(own)
    for file in outdated:
        file.unlink()


def _former(folder: Path) -> list[str]:
    """Return the names of what an earlier build wrote, as far as that is there."""
    inside = folder.resolve()
    try:
        names = json.loads((folder / MANIFEST).read_bytes())["files"]
        return [
            name
            for name in names
            if (folder / name).is_file()
            and (folder / name).resolve().is_relative_to(inside)
        ]
    except (OSError, ValueError, KeyError, TypeError, RecursionError):
        # Somebody spoilt the list: then nothing is taken away.
        return []


def _published(theory: Theory) -> Iterator[Entry]:
    evidence = Evidence(theory)
    yield from _reports(theory, evidence)
    yield from _figures(theory)
    yield from _documents(theory, evidence)
    yield "index.html", partial(_explorer, theory, evidence)


def _reports(theory: Theory, evidence: Evidence) -> Iterator[Entry]:
    from cmo.analysis.coverage import coverage
    from cmo.analysis.matrix import matrix
    from cmo.analysis.placing import Axis
    from cmo.report.coverage import FORMATS
    from cmo.report.coverage_markdown import as_markdown
    from cmo.workspace.mapping import is_readable, rendered

    covered = coverage(theory)
    yield "coverage.md", lambda: as_markdown(covered, limit=None).encode()
    yield "coverage.csv", lambda: FORMATS["csv"](covered).encode()
    found = matrix(evidence, Axis.MECHANISM, Axis.OUTCOME)
    for form in ("csv", "html"):
        if is_readable(found, form):
            yield f"matrix.{form}", partial(_encoded, rendered, found, form)


def _encoded(make: Callable[..., str], *arguments: object) -> bytes:
    return make(*arguments).encode()


def _figures(theory: Theory) -> Iterator[Entry]:
    """Yield every figure, each cut so that it can be read on its page."""
    from cmo.diagrams.ask import Ask, View
    from cmo.workspace.drawing import figures, text

    asked = [Ask(), Ask(View.COVERAGE)]
    asked += [
        Ask(View.CONFIGURATION, focus=one.id, key=False)
        for one in theory.configurations
        if not given_up(one)
    ]
    asked += [Ask(View.RIVALS)] if theory.rivals else []
    for ask in asked:
        for picture in figures(theory, ask, page=PAGE):
            yield f"figures/{picture.name}.svg", partial(picture.draw, "svg")
    yield "figures/theory.txt", partial(_encoded, text, theory, "txt")


def _documents(theory: Theory, evidence: Evidence) -> Iterator[Entry]:
    from cmo.publish.checklists import CHECKLISTS, checklist
    from cmo.publish.emmie import emmie
    from cmo.publish.references import references
    from cmo.publish.tables import TABLES
    from cmo.workspace.guiding import GUIDES, guide_to

    known = references(theory.sources)
    for name, make in TABLES.items():
        yield from _forms(f"tables/{name}", make(evidence, known), _TABLE_FORMS)
    yield from _forms("tables/emmie", emmie(evidence, known), _CHECKLIST_FORMS)
    for name in CHECKLISTS:
        made = checklist(evidence, name)
        yield from _forms(f"checklists/{name}", made, _CHECKLIST_FORMS)
    for name in GUIDES:
        guide = guide_to(theory, name).document
        yield from _forms(f"guides/{name}", guide, _GUIDE_FORMS)


_TABLE_FORMS = ("md", "csv", "docx", "xlsx")
_CHECKLIST_FORMS = ("md", "docx")
_GUIDE_FORMS = ("md", "html", "docx", "pdf")


def _forms(name: str, document: Document, forms: Iterable[str]) -> Iterator[Entry]:
    from cmo.publish.document import Table
    from cmo.workspace.publishing import written

    folder, _, stem = name.rpartition("/")
    tables = any(isinstance(block, Table) for block in document.blocks)
    for form in forms:
        # What has nothing to list is a sentence, and no spreadsheet.
        if not tables and form in {"csv", "xlsx"}:
            continue
        if form in BINARY:
            yield f"{name}.{form}", partial(_only, document, form, stem)
            continue
        for file, content in written(document, form, stem).items():
            yield f"{folder}/{file}", partial(bytes, content)


def _only(document: Document, form: str, name: str) -> bytes:
    """Return a document in a format that holds all in one file."""
    from cmo.workspace.publishing import written

    return written(document, form, name)[f"{name}.{form}"]


def _explorer(theory: Theory, evidence: Evidence) -> bytes:
    from cmo.diagrams.ask import Ask
    from cmo.publish.explorer import explorer
    from cmo.workspace.drawing import figures

    try:
        # The page itself is the key to its figure.
        figure = figures(theory, Ask(key=False))[0].natural
    except Problem:
        # A theory too dense to draw in one piece is still there to explore.
        figure = b""
    return explorer(theory, evidence, figure).encode()


def _about(
    theory: Theory, made: dict[str, Callable[[], bytes]]
) -> dict[str, Callable[[], bytes]]:
    names = sorted([*made, MANIFEST, "README.md"])
    manifest = json.dumps({"theory": theory.id, "files": names}, indent=2) + "\n"
    return {
        "README.md": lambda: _contents(theory, names).encode(),
        MANIFEST: manifest.encode,
    }


def _contents(theory: Theory, names: list[str]) -> str:
    from cmo.report.escaping import markdown_line

    lines = [
        f"# {markdown_line(theory.title)}",
        "",
        "Made by `cmo build` from the theory and its evidence: change those, not this.",
        "Word, Excel and PDF files are made by it too, and not kept in git.",
        "",
    ]
    for start, what in _WHAT.items():
        found = [name for name in names if name.startswith(start)]
        # Of a series of figures, the first leads to the others.
        whole = [name for name in found if name.partition(".")[0] == start]
        if listed := whole or found:
            lines.append(f"- {what}: {', '.join(map(_link, listed))}")
    return "\n".join(lines) + "\n"


def _link(name: str) -> str:
    # What is not kept in git cannot be led to.
    short = name.rpartition("/")[2]
    return f"`{short}`" if is_binary(name) else f"[{short}]({name})"


_WHAT = {
    "index.html": "The explorer: open it in a browser, it needs no network",
    "figures/theory": "The theory as a figure, an overview and parts",
    "figures/coverage": "The same with its support made prominent",
    "figures/configuration": "Each configuration with its statement",
    "figures/rivals": "Rival explanations",
    "guides/practice": "A guide for practice",
    "guides/implementation": "A guide for those who lead",
    "tables/cmocs": "Configurations with their evidence",
    "tables/sources": "Characteristics of the sources",
    "tables/evidence": "Every passage",
    "tables/decisions": "What was decided, and why",
    "tables/cerqual": "People's confidence in claims (GRADE-CERQual)",
    "tables/emmie": "EMMIE",
    "checklists/": "Reporting checklists",
    "coverage": "What the evidence says of each claim",
    "matrix": "Where studies speak, and where nobody looked",
}


def _exports(path: Path) -> Path:
    parent = path.resolve().parent
    root = parent.parent if parent.name == THEORIES_FOLDER else parent
    here = Path.cwd()
    root = root.relative_to(here) if root.is_relative_to(here) else root
    return root / EXPORTS_FOLDER
