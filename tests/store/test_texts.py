from __future__ import annotations

import hashlib
import os
from typing import TYPE_CHECKING

import pytest

from cmo.store.texts import MAX_TEXT_BYTES, Fault, PlainText, Texts, Unusable

if TYPE_CHECKING:
    from pathlib import Path

SAID = "They weren’t strangers any more – or so he said.\n"

needs_symlinks = pytest.mark.skipif(os.name != "posix", reason="needs symlinks")


@pytest.fixture
def theory(tmp_path: Path) -> Path:
    """Return a theory folder with one text."""
    folder = tmp_path / "theories" / "trust"
    (folder / "texts").mkdir(parents=True)
    (folder / "texts" / "ames.txt").write_text(SAID, "utf-8")
    return folder


def read(theory: Path, path: str = "ames.txt") -> PlainText:
    found = Texts(theory).read(path)
    assert isinstance(found, PlainText)
    return found


def refused(theory: Path, path: str) -> Unusable:
    found = Texts(theory).read(path)
    assert isinstance(found, Unusable)
    return found


def put(theory: Path, content: bytes) -> None:
    (theory / "texts" / "ames.txt").write_bytes(content)


class TestPaths:
    def test_a_path_starts_from_texts(self, theory: Path) -> None:
        assert read(theory).content == SAID
        assert read(theory).path == "texts/ames.txt"

    def test_a_path_may_name_texts_itself(self, theory: Path) -> None:
        assert read(theory, "texts/ames.txt") == read(theory)

    def test_a_path_that_can_mean_two_files_is_refused(self, theory: Path) -> None:
        (theory / "texts" / "texts").mkdir()
        (theory / "texts" / "texts" / "ames.txt").write_text("other", "utf-8")
        found = refused(theory, "texts/ames.txt")
        assert found.fault is Fault.AMBIGUOUS
        assert "texts/ames.txt or texts/texts/ames.txt" in found.message

    def test_a_folder_within_texts_can_be_named_texts(self, theory: Path) -> None:
        (theory / "texts" / "texts").mkdir()
        (theory / "texts" / "texts" / "boone.txt").write_text("other", "utf-8")
        assert read(theory, "texts/boone.txt").content == "other"

    def test_a_text_may_lie_deeper(self, theory: Path) -> None:
        (theory / "texts" / "2020").mkdir()
        (theory / "texts" / "2020" / "ames.txt").write_text("deep", "utf-8")
        assert read(theory, "2020/ames.txt").content == "deep"

    def test_a_bundle_has_its_texts_beside_it(self, theory: Path) -> None:
        bundle = theory / "trust.theory.json"
        bundle.write_text("{}", "utf-8")
        assert read(bundle).content == SAID

    @pytest.mark.parametrize(
        "path",
        [
            "/etc/passwd",
            "\\\\server\\share\\a.txt",
            "C:\\Users\\a.txt",
            "c:a.txt",
            "../sources/a.json",
            "..",
            "a/../../b.txt",
            "a\\..\\..\\b.txt",
            "texts/../../theory.json",
            "a\0b",
        ],
    )
    def test_a_path_that_leads_out_is_refused(self, theory: Path, path: str) -> None:
        found = refused(theory, path)
        assert found.fault is Fault.OUTSIDE
        assert "leads out of the theory's folder" in found.message

    @needs_symlinks
    def test_a_link_that_leads_out_is_refused(
        self, theory: Path, tmp_path: Path
    ) -> None:
        (tmp_path / "secret.txt").write_text("secret", "utf-8")
        (theory / "texts" / "link.txt").symlink_to(tmp_path / "secret.txt")
        assert refused(theory, "link.txt").fault is Fault.OUTSIDE

    @needs_symlinks
    def test_a_folder_that_is_a_link_leading_out_is_refused(
        self, theory: Path, tmp_path: Path
    ) -> None:
        outside = tmp_path / "outside"
        outside.mkdir()
        (outside / "a.txt").write_text("secret", "utf-8")
        (theory / "texts" / "more").symlink_to(outside)
        assert refused(theory, "more/a.txt").fault is Fault.OUTSIDE
        (theory / "texts").rename(theory / "old")
        (theory / "texts").symlink_to(outside)
        assert refused(theory, "a.txt").fault is Fault.OUTSIDE

    @needs_symlinks
    def test_a_link_within_the_theory_is_followed(self, theory: Path) -> None:
        (theory / "texts" / "link.txt").symlink_to("ames.txt")
        assert read(theory, "link.txt").content == SAID

    @needs_symlinks
    def test_a_theory_that_is_a_link_itself_has_its_texts(
        self, theory: Path, tmp_path: Path
    ) -> None:
        (tmp_path / "here").symlink_to(theory)
        assert read(tmp_path / "here").content == SAID

    @needs_symlinks
    def test_a_link_back_to_itself_is_told(self, theory: Path) -> None:
        (theory / "texts" / "loop.txt").symlink_to("loop.txt")
        found = refused(theory, "loop.txt")
        assert found.fault is Fault.UNREADABLE
        assert "leads back to itself" in found.message

    @pytest.mark.parametrize("path", ["none.txt", "ames.txt/none.txt"])
    def test_a_text_that_is_not_there_is_told(self, theory: Path, path: str) -> None:
        found = refused(theory, path)
        assert (found.fault, found.path) == (Fault.MISSING, f"texts/{path}")

    @pytest.mark.parametrize("path", ["", "."])
    def test_a_folder_is_no_text(self, theory: Path, path: str) -> None:
        found = refused(theory, path)
        assert found.fault is Fault.UNREADABLE
        assert "is a folder" in found.message

    @pytest.mark.skipif(os.name != "posix", reason="needs named pipes")
    def test_a_pipe_is_never_waited_for(self, theory: Path) -> None:
        os.mkfifo(theory / "texts" / "pipe.txt")
        found = refused(theory, "pipe.txt")
        assert found.fault is Fault.UNREADABLE
        assert "device or pipe" in found.message

    def test_a_path_beyond_all_length_is_told(self, theory: Path) -> None:
        assert refused(theory, "a" * 5000).fault is Fault.UNREADABLE


class TestContent:
    @pytest.mark.parametrize(
        ("encoding", "name"),
        [
            ("utf-8", "UTF-8"),
            ("utf-8-sig", "UTF-8"),
            ("utf-16", "UTF-16"),
            ("utf-32", "UTF-32"),
            ("cp1252", "Windows-1252"),
        ],
    )
    def test_usual_encodings_are_read(
        self, theory: Path, encoding: str, name: str
    ) -> None:
        put(theory, SAID.encode(encoding))
        assert read(theory).content == SAID
        assert read(theory).encoding == name

    def test_big_endian_text_with_a_mark_is_read(self, theory: Path) -> None:
        put(theory, b"\xfe\xff" + SAID.encode("utf-16-be"))
        assert read(theory).content == SAID

    @pytest.mark.parametrize(
        ("content", "kind"),
        [
            (b"%PDF-1.7\nno text", "but a PDF"),
            (b"PK\x03\x04 and so on", "but a Word file or another zip file"),
            (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "but an old Word file"),
            (b"{\\rtf1 Hello}", "but a file in rich text format"),
            (SAID.encode("utf-16-le"), "is no plain text: save"),
            (b"\xff\xfe\x00", "is no plain text: save"),
            (b"caf\xe9 \x01", "is no plain text: save"),
            (b"caf\xe9 \x81", "is no plain text: save"),
        ],
    )
    def test_what_is_no_text_is_told(
        self, theory: Path, content: bytes, kind: str
    ) -> None:
        put(theory, content)
        found = refused(theory, "ames.txt")
        assert found.fault is Fault.NOT_TEXT
        assert kind in found.message

    @pytest.mark.parametrize("content", [b"", b"\xef\xbb\xbf", b"\f\n\f ... \n"])
    def test_a_text_without_words_is_told(self, theory: Path, content: bytes) -> None:
        put(theory, content)
        assert refused(theory, "ames.txt").fault is Fault.EMPTY

    def test_a_text_beyond_all_use_is_refused_unread(self, theory: Path) -> None:
        os.truncate(theory / "texts" / "ames.txt", MAX_TEXT_BYTES + 1)
        found = refused(theory, "ames.txt")
        assert found.fault is Fault.TOO_LARGE
        assert "texts of up to 250 MB are read" in found.message

    def test_the_digest_is_that_of_the_bytes_and_only_if_asked_for(
        self, theory: Path
    ) -> None:
        content = SAID.encode("utf-8-sig")
        put(theory, content)
        assert read(theory).sha256 == ""
        found = Texts(theory).read("ames.txt", digest=True)
        assert isinstance(found, PlainText)
        assert found.sha256 == hashlib.sha256(content).hexdigest()
