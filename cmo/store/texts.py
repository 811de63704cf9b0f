"""The plain texts of documents: which file is meant, may it be read, what it says."""

from __future__ import annotations

import codecs
import errno
import hashlib
import os
import re
import stat
from dataclasses import dataclass
from pathlib import Path

from cmo.model.vocabulary import Vocabulary

TEXTS_FOLDER = "texts"
# About a hundred thousand pages.
MAX_TEXT_BYTES = 250_000_000


class Fault(Vocabulary):
    """Why a text cannot be used."""

    MISSING = "missing", "the text file is not there"
    OUTSIDE = "outside", "the path leads out of the theory's folder"
    AMBIGUOUS = "ambiguous", "the path can mean two files"
    UNREADABLE = "unreadable", "the text file cannot be read"
    TOO_LARGE = "too_large", "the text file is too large"
    NOT_TEXT = "not_text", "the file is no plain text"
    EMPTY = "empty", "the text file holds no words"


@dataclass(frozen=True, slots=True)
class Unusable:
    """A text that cannot be used.

    Attributes:
        path: The file, as a user of the theory's folder would name it.
        fault: Why, in a word.
        message: The fault and the way out, in the user's words.
    """

    path: str
    fault: Fault
    message: str


@dataclass(frozen=True, slots=True)
class PlainText:
    """The text of a document.

    Attributes:
        path: The file, as a user of the theory's folder would name it.
        content: What it says.
        encoding: How its characters are written: "UTF-8", "UTF-16", "UTF-32" or
            "Windows-1252".
        sha256: Of its bytes, in hexadecimal digits; empty if nobody asked.
    """

    path: str
    content: str
    encoding: str
    sha256: str = ""


class Texts:
    """The texts of one theory."""

    def __init__(self, theory: Path) -> None:
        """Take the theory's folder or bundle; texts/ stands in it or beside it."""
        self._home = theory if theory.is_dir() else theory.parent
        self._real_home = os.path.realpath(self._home)

    def read(self, path: str, *, digest: bool = False) -> PlainText | Unusable:
        """Return the text at `path` under texts/, or why it cannot be used.

        Nothing is read that lies outside the theory's folder, whatever the path
        or a symlink says, and nothing that is no ordinary file.

        Args:
            path: As a source gives it: "smith-2020.txt", or "texts/smith-2020.txt".
            digest: Whether to work out the SHA-256.
        """
        named = f"{TEXTS_FOLDER}/{path}"
        if _leads_out(path):
            return Unusable(named, Fault.OUTSIDE, _outside(path))
        if path.startswith(f"{TEXTS_FOLDER}/") and os.path.lexists(self._home / path):
            if os.path.lexists(self._home / named):
                message = f"'{path}' can mean {path} or {named}: rename one of them"
                return Unusable(path, Fault.AMBIGUOUS, message)
            named = path
        real = Path(os.path.realpath(self._home / named))
        if not real.is_relative_to(self._real_home):
            return Unusable(named, Fault.OUTSIDE, _outside(path))
        found = _bytes(real)
        if isinstance(found, bytes):
            return _decoded(named, found, digest=digest)
        fault, message = found
        return Unusable(named, fault, f"{named} {message}")


def _leads_out(path: str) -> bool:
    """Tell whether the path is absolute or climbs, on this system or another."""
    parts = re.split(r"[/\\]", path)
    rooted = bool(path) and not parts[0]
    return rooted or ".." in parts or ":" in parts[0] or "\0" in path


def _outside(path: str) -> str:
    return (
        f"'{path}' leads out of the theory's folder, where nothing is read: put the "
        f"text under {TEXTS_FOLDER}/ and name it from there"
    )


def _bytes(real: Path) -> bytes | tuple[Fault, str]:
    """Return the file's content, or why it cannot be read."""
    try:
        now = real.stat()
        if not stat.S_ISREG(now.st_mode):
            what = "folder" if stat.S_ISDIR(now.st_mode) else "device or pipe"
            return Fault.UNREADABLE, f"is a {what}: a file is wanted"
        if now.st_size > MAX_TEXT_BYTES:
            return Fault.TOO_LARGE, (
                f"has {now.st_size / 1e6:,.0f} MB, and texts of up to "
                f"{MAX_TEXT_BYTES / 1e6:,.0f} MB are read: is it one document?"
            )
        return real.read_bytes()
    except OSError as error:
        return _reason(error)


def _reason(error: OSError) -> tuple[Fault, str]:
    if error.errno in {errno.ENOENT, errno.ENOTDIR}:
        return Fault.MISSING, "is not there: save the document's text there"
    reasons = {
        errno.EACCES: "is not yours to read: ask for read permission",
        errno.ELOOP: "is a link that leads back to itself: remove it",
        errno.ENAMETOOLONG: "is too long a path: check it",
    }
    usual = f"cannot be read: {error.strerror}"
    return Fault.UNREADABLE, reasons.get(error.errno or 0, usual)


def _decoded(named: str, found: bytes, *, digest: bool) -> PlainText | Unusable:
    decoded = _text(found)
    if decoded is None:
        message = f"{named} is no plain text{_kind(found)}: save it as text in UTF-8"
        return Unusable(named, Fault.NOT_TEXT, message)
    content, encoding = decoded
    if not _WORD.search(content):
        message = (
            f"{named} holds no words: was it made from a scan? Save a text in which "
            "you can search"
        )
        return Unusable(named, Fault.EMPTY, message)
    sha256 = hashlib.sha256(found).hexdigest() if digest else ""
    return PlainText(named, content, encoding, sha256)


_WORD = re.compile(r"[^\W_]")


def _text(found: bytes) -> tuple[str, str] | None:
    """Return the text and its encoding; None if it is no text."""
    for mark, encoding, name in _MARKS:
        if found.startswith(mark):
            try:
                return found.decode(encoding), name
            except UnicodeDecodeError:
                return None
    if b"\0" in found or found.startswith(tuple(_KINDS)):
        return None
    try:
        return found.decode(), "UTF-8"
    except UnicodeDecodeError:
        return _in_windows_1252(found)


# The longer mark first: that of UTF-16 is its beginning.
_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig", "UTF-8"),
    (codecs.BOM_UTF32_LE, "utf-32", "UTF-32"),
    (codecs.BOM_UTF32_BE, "utf-32", "UTF-32"),
    (codecs.BOM_UTF16_LE, "utf-16", "UTF-16"),
    (codecs.BOM_UTF16_BE, "utf-16", "UTF-16"),
)
_KINDS = {
    b"%PDF-": "a PDF",
    b"PK\x03\x04": "a Word file or another zip file",
    b"\xd0\xcf\x11\xe0": "an old Word file",
    b"{\\rtf": "a file in rich text format",
}


def _kind(found: bytes) -> str:
    kinds = (kind for mark, kind in _KINDS.items() if found.startswith(mark))
    kind = next(kinds, None)
    return f", but {kind}" if kind else ""


def _in_windows_1252(found: bytes) -> tuple[str, str] | None:
    """Return it as older Windows programs write text, if it can be nothing else."""
    if _CONTROL.search(found):
        return None
    try:
        return found.decode("cp1252"), "Windows-1252"
    except UnicodeDecodeError:
        return None


_CONTROL = re.compile(rb"[\x00-\x08\x0e-\x1f\x7f]")
