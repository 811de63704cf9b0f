"""Read a theory, folder or bundle, with every reading fault and its place."""

from __future__ import annotations

import errno
import gc
import stat
from contextlib import contextmanager
from copy import copy
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from cmo.findings import Finding, Place, Pointer, Severity, json_pointer
from cmo.model import Source, Theory
from cmo.store import references, transaction
from cmo.store.documents import Document, Record, Wrong, parse
from cmo.store.places import Places
from cmo.store.syntax import MAX_BYTES, too_large

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

THEORY_FILE = "theory.json"
SOURCES_FOLDER = "sources"
BUNDLE_SUFFIX = ".theory.json"


@dataclass
class Site:
    """Where the parts of a theory stand: one file of it."""

    path: Path
    kept: dict[Pointer, list[int]] = field(default_factory=dict)
    _places: Places | None = None

    def place(self, pointer: Pointer, *, key: bool = False) -> Place:
        """Return the place of the value at `pointer` of this file's record."""
        if self._places is None:
            try:
                self._places = Places(self.path.read_text("utf-8-sig"))
            except (OSError, UnicodeDecodeError):
                return Place(str(self.path), 1, 1)
        line, column = self._places.find(self.written(pointer), key=key)
        return Place(str(self.path), line, column)

    def written(self, pointer: Pointer) -> Pointer:
        """Return `pointer` as it counts in the file, where items were left out."""
        parts: Pointer = ()
        for part in pointer:
            kept = self.kept.get(parts)
            parts = (*parts, kept[part] if kept and isinstance(part, int) else part)
        return parts


@dataclass
class Reading:
    """What reading one theory gave.

    Attributes:
        path: The folder or bundle, as the user named it.
        theory: The theory with its sources, or None.
        findings: All R findings.
        broken: Files that could not be read whole. While there are any, nothing
            that rests on absence may be said.
        sites: The theory's own file, then the files of its sources in order
            (none for a bundle).
    """

    path: Path
    theory: Theory | None
    findings: list[Finding]
    broken: list[str]
    sites: list[Site]

    def site(self, pointer: Pointer) -> tuple[Site, Pointer]:
        """Return the file that `pointer` into the theory lies in, and the rest."""
        own, *forms = self.sites
        if pointer[:1] == ("sources",) and forms and len(pointer) > 1:
            return forms[int(pointer[1])], pointer[2:]
        return own, pointer

    def finding(
        self, code: str, severity: Severity, pointer: Pointer, message: str, about: str
    ) -> Finding:
        """Return a finding about the value at `pointer` into the theory."""
        site, rest = self.site(pointer)
        written = json_pointer(site.written(rest))
        return Finding(code, severity, site.place(rest), written, message, about)


def read(path: Path) -> Reading:
    """Read the theory at `path`; faults of its content come back as findings.

    Args:
        path: A theory folder, or a bundle file.

    Raises:
        transaction.Damaged: The journal of an interrupted write is damaged.
        OSError: An interrupted write cannot be completed.
    """
    read_all = _folder if path.is_dir() else _bundle
    with _no_garbage_collection():
        return transaction.snapshot(
            path, lambda: theory_files(path), lambda: read_all(path)
        )


def content(path: Path) -> bytes | None:
    """Return what is in the file at `path`; None if it is none, or unreadable."""
    data = _bytes(path)
    return data if isinstance(data, bytes) else None


def theory_files(path: Path) -> list[Path]:
    """Return the files that the theory at `path` consists of, there or not."""
    if not path.is_dir():
        return [path]
    return [path / THEORY_FILE, *_forms(path / SOURCES_FOLDER)[0]]


@contextmanager
def _no_garbage_collection() -> Iterator[None]:
    # Records hold no cycles, and walking a million of them again and again
    # costs more than reading them.
    was = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was:
            gc.enable()


def _bundle(path: Path) -> Reading:
    site = Site(path)
    document = _document(path, Theory)
    reading = _reading(path, document.record, [site], [document])
    _check_references(reading, document.lost)
    return reading


def _folder(path: Path) -> Reading:
    own = Site(path / THEORY_FILE)
    if not own.path.exists() and not own.path.is_symlink():
        message = "the folder holds no theory.json: 'cmo init' writes a first one"
        place = Place(str(path), 1, 1)
        finding = Finding("R018", Severity.ERROR, place, "", message)
        return Reading(path, None, [finding], [str(path)], [own])
    theory = _document(own.path, Theory)
    forms, stray = _forms(path / SOURCES_FOLDER)
    sources = [_document(form, Source) for form in forms]
    documents: list[Document[Theory] | Document[Source]] = [theory, *sources]
    sites = [own, *(Site(form) for form in forms)]
    reading = _reading(path, None, sites, documents)
    reading.findings += stray
    reading.broken += [one.place.file for one in stray if one.code == "R001"]
    read_whole = [s for s, d in zip(sites[1:], sources, strict=True) if d.record]
    reading.sites = [own, *read_whole]
    if theory.record:
        lost = frozenset[str]().union(theory.lost, *(d.lost for d in sources))
        lost |= {form.stem for form in forms}
        if theory.record.sources:
            _misplaced_sources(reading)
            lost |= {source.id for source in theory.record.sources}
        records = tuple(d.record for d in sources if d.record)
        reading.theory = _joined(theory.record, records)
        _check_references(reading, lost - {s.id for s in records})
    _check_names(reading)
    return reading


def _joined(theory: Theory, sources: tuple[Source, ...]) -> Theory:
    """Return `theory` with its sources, all of them valid already.

    Making it anew would build another validator: a tenth of what a check takes.
    """
    whole = copy(theory)
    object.__setattr__(whole, "sources", sources)
    return whole


def _forms(folder: Path) -> tuple[list[Path], list[Finding]]:
    try:
        names = sorted(one for one in folder.iterdir() if not _is_litter(one.name))
    except OSError as error:
        if isinstance(error, FileNotFoundError) and not folder.is_symlink():
            return [], []
        message = (
            "a file stands here: a folder is wanted"
            if isinstance(error, NotADirectoryError)
            else _reason(error)
        )
        place = Place(str(folder), 1, 1)
        return [], [Finding("R001", Severity.ERROR, place, "", message)]
    stray = [one for one in names if one.suffix != ".json"]
    message = "not read: a source is a file that ends in .json; move or rename it"
    return [one for one in names if one.suffix == ".json"], [
        Finding("R019", Severity.WARNING, Place(str(one), 1, 1), "", message)
        for one in stray
    ]


def _is_litter(name: str) -> bool:
    """Tell whether systems and editors left the file, and no reviewer."""
    return name.startswith(".") or name in {"Thumbs.db", "desktop.ini"}


def _document(path: Path, root: type[Record]) -> Document[Record]:
    data = _bytes(path)
    if isinstance(data, Wrong):
        return Document(None, (data,))
    return parse(data, root)


def _bytes(path: Path) -> bytes | Wrong:
    """Return the file's content, or why it cannot be read."""
    try:
        now = path.stat()
        if not stat.S_ISREG(now.st_mode):
            what = "folder" if stat.S_ISDIR(now.st_mode) else "device or pipe"
            return Wrong("R001", f"a {what} stands here: a file is wanted", (), (1, 1))
        if now.st_size > MAX_BYTES:
            return Wrong("R007", too_large(now.st_size), (), (1, 1))
        return path.read_bytes()
    except OSError as error:
        return Wrong("R001", _reason(error), (), (1, 1))


def _reason(error: OSError) -> str:
    reasons = {
        errno.ENOENT: "there is no such file or folder: check the path",
        errno.EACCES: "you may not read it: ask for read permission",
        errno.ELOOP: "a link that leads back to itself: remove it",
        errno.ENAMETOOLONG: "the path is too long: check it",
    }
    return reasons.get(error.errno or 0, f"it cannot be read: {error.strerror}")


def _reading(
    path: Path,
    theory: Theory | None,
    sites: list[Site],
    documents: list[Document[Theory] | Document[Source]] | list[Document[Theory]],
) -> Reading:
    findings, broken = [], []
    for site, document in zip(sites, documents, strict=True):
        if document.wrong:
            broken.append(str(site.path))
        # Faults are placed in the file as it is written, before items are left out.
        findings += [_placed(site, one) for one in document.wrong]
        site.kept = document.kept
    return Reading(path, theory, findings, broken, sites)


def _placed(site: Site, wrong: Wrong) -> Finding:
    if wrong.spot:
        place = Place(str(site.path), *wrong.spot)
    else:
        place = site.place(wrong.pointer, key=wrong.code == "R010")
    pointer = json_pointer(wrong.pointer)
    return Finding(wrong.code, Severity.ERROR, place, pointer, wrong.message, wrong.id)


def _check_references(reading: Reading, lost: frozenset[str]) -> None:
    if reading.theory is None:
        return
    for code, pointer, message, about in references.check(reading.theory, lost):
        also = _also_in(reading, code, pointer)
        found = reading.finding(code, Severity.ERROR, pointer, message + also, about)
        reading.findings.append(found)


def _also_in(reading: Reading, code: str, pointer: Pointer) -> str:
    """Return which other file holds the source whose id is given twice."""
    if code != "R014" or pointer[:1] != ("sources",) or len(pointer) != _A_SOURCE:
        return ""
    _, *forms = reading.sites
    if not forms or reading.theory is None:
        return ""
    sources = reading.theory.sources
    same = next(i for i, s in enumerate(sources) if s.id == sources[int(pointer[1])].id)
    return f" (the other stands in {forms[same].path.name})"


_A_SOURCE = 2


def _check_names(reading: Reading) -> None:
    if reading.theory is None:
        return
    names = {site.path.name for site in reading.sites[1:]}
    for i, source in enumerate(reading.theory.sources):
        name = reading.sites[i + 1].path.name
        if name != f"{source.id}.json":
            way_out = f"rename it to {source.id}.json, or correct the id"
            if f"{source.id}.json" in names:
                way_out = (
                    f"but {source.id}.json is there too: delete this file if it is a "
                    "copy, or give it an id of its own"
                )
            message = f"the file {name} holds the source '{source.id}': {way_out}"
            where: Pointer = ("sources", i, "id")
            reading.findings.append(
                reading.finding("R017", Severity.ERROR, where, message, source.id)
            )


def _misplaced_sources(reading: Reading) -> None:
    own = reading.sites[0]
    message = (
        "a theory folder keeps its sources as files under sources/: move them there, "
        "one file each"
    )
    place = own.place(("sources",), key=True)
    reading.findings.append(Finding("R020", Severity.ERROR, place, "/sources", message))
    reading.broken.append(str(own.path))
