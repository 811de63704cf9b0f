"""Facts about `cmo.store.reading`: what stands in a folder, and what is read of it."""

from __future__ import annotations

import copy
import json
import os
import socket
from typing import TYPE_CHECKING, Any

import pytest

from cmo.store.reading import Reading, read
from cmo.workspace.starter import SOURCE, THEORY

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

posix = pytest.mark.skipif(os.name != "posix", reason="needs POSIX files")
FORM = "example-2020.json"


def put(file: Path, document: object) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(json.dumps(document, indent=2, ensure_ascii=False), "utf-8")


@pytest.fixture
def theory(tmp_path: Path) -> Path:
    """Return a folder with a good theory and two good sources."""
    folder = tmp_path / "buddies"
    put(folder / "theory.json", {**THEORY, "id": "buddies"})
    put(folder / "sources" / FORM, SOURCE)
    put(folder / "sources" / "other-2021.json", {**SOURCE, "id": "other-2021"})
    return folder


def found(reading: Reading) -> list[tuple[str, str, int]]:
    """Return code, file name and line of each finding."""
    return [
        (one.code, one.place.file.rpartition("/")[2], one.place.line)
        for one in reading.findings
    ]


def test_a_good_folder_is_read_whole(theory: Path) -> None:
    reading = read(theory)
    assert (found(reading), reading.broken) == ([], [])
    assert reading.theory is not None
    assert [s.id for s in reading.theory.sources] == ["example-2020", "other-2021"]


# --- what stands among the sources -------------------------------------------------


@pytest.mark.parametrize(
    "name",
    [
        *("smith-2020.json~", "smith-2020.json.bak", "smith-2020.JSON", "smith-2020"),
        *("smith-2020.txt", "notes (1).docx", "é b.pdf"),
    ],
)
def test_what_is_not_read_is_said(theory: Path, name: str) -> None:
    (theory / "sources" / name).write_bytes(b"{")
    assert found(read(theory)) == [("R019", name, 1)]


@pytest.mark.parametrize(
    "name",
    [
        *(".smith-2020.json.swp", ".DS_Store", "._smith-2020.json", ".#smith.json"),
        *(".gitkeep", ".~lock.smith.json#", "Thumbs.db", "desktop.ini"),
    ],
)
def test_what_editors_and_systems_hide_is_passed_over(theory: Path, name: str) -> None:
    (theory / "sources" / name).write_bytes(b"\0{")
    reading = read(theory)
    assert (found(reading), reading.broken) == ([], [])


@pytest.mark.parametrize(
    "name", ["smith-2020 (1).json", "smith-2020 - Copy.json", "Smith-2020.json"]
)
def test_a_source_saved_twice_is_named_with_both_files(theory: Path, name: str) -> None:
    put(theory / "sources" / "smith-2020.json", {**SOURCE, "id": "smith-2020"})
    put(theory / "sources" / name, {**SOURCE, "id": "smith-2020"})
    reading = read(theory)
    assert sorted({code for code, _, _ in found(reading)}) == ["R014", "R017"]
    (renamed,) = [one for one in reading.findings if one.code == "R017"]
    assert renamed.place.file.endswith(name)
    (twice,) = [one for one in reading.findings if one.code == "R014"]
    other = {name, "smith-2020.json"} - {twice.place.file.rpartition("/")[2]}
    assert other.pop() in twice.message


@pytest.mark.parametrize(
    "name", ["Example-2021.json", "other.json", "-dash.json", "a b.json", "é.json"]
)
def test_a_file_name_that_differs_from_its_id_is_said_at_the_id(
    theory: Path, name: str
) -> None:
    put(theory / "sources" / name, {**SOURCE, "id": "third-2022"})
    assert found(read(theory)) == [("R017", name, 4)]


def test_the_same_id_in_two_folders_of_sources_is_none_of_our_business(
    theory: Path,
) -> None:
    put(theory / "sources" / "old" / FORM, SOURCE)
    assert found(read(theory)) == [("R019", "old", 1)]


def test_a_folder_named_like_a_source_is_an_error(theory: Path) -> None:
    (theory / "sources" / "third-2022.json").mkdir()
    reading = read(theory)
    assert found(reading) == [("R001", "third-2022.json", 1)]
    assert len(reading.broken) == 1


@pytest.mark.parametrize("there", [False, True])
def test_no_sources_yet_is_no_fault(theory: Path, *, there: bool) -> None:
    for form in (theory / "sources").iterdir():
        form.unlink()
    if not there:
        (theory / "sources").rmdir()
    reading = read(theory)
    assert (found(reading), reading.broken) == ([], [])


def _file(path: Path) -> None:
    path.write_text("{}")


def _pipe(path: Path) -> None:
    os.mkfifo(path)


def _socket(path: Path) -> None:
    here = os.open(".", os.O_RDONLY)
    os.chdir(path.parent)  # a socket's path may be no longer than 108 bytes
    with socket.socket(socket.AF_UNIX) as one:
        one.bind(path.name)
    os.fchdir(here)
    os.close(here)


def _loop(path: Path) -> None:
    path.symlink_to(path.name)


def _device(path: Path) -> None:
    path.symlink_to("/dev/zero")


def _dangling(path: Path) -> None:
    path.symlink_to("nowhere")


def _folder(path: Path) -> None:
    path.mkdir()


STRANGE = [_pipe, _socket, _loop, _device, _dangling, _folder]


@posix
@pytest.mark.parametrize("make", STRANGE)
@pytest.mark.parametrize("name", ["theory.json", f"sources/{FORM}"])
def test_what_is_no_file_is_an_error_and_the_rest_is_read(
    theory: Path, name: str, make: Callable[[Path], None]
) -> None:
    (theory / name).unlink()
    make(theory / name)
    reading = read(theory)
    assert [one for one in found(reading) if one[0] != "R015"] == [
        ("R001", name.rpartition("/")[2], 1)
    ]
    assert reading.broken == [str(theory / name)]


@posix
@pytest.mark.parametrize("make", [_file, *STRANGE[:-1]])
def test_sources_that_are_no_folder_are_an_error_and_count_as_broken(
    theory: Path, make: Callable[[Path], None]
) -> None:
    (theory / "sources").rename(theory / "elsewhere")
    make(theory / "sources")
    reading = read(theory)
    assert found(reading) == [("R001", "sources", 1)]
    assert reading.broken == [str(theory / "sources")]


@posix
def test_sources_may_be_a_link_to_a_folder(theory: Path) -> None:
    (theory / "sources").rename(theory / "elsewhere")
    (theory / "sources").symlink_to("elsewhere")
    reading = read(theory)
    assert found(reading) == []
    assert reading.theory is not None
    assert len(reading.theory.sources) == 2


# --- one broken file does not hide the others --------------------------------------


def test_all_findings_of_all_files_come_at_once(theory: Path) -> None:
    broken = copy.deepcopy(THEORY)
    broken["elements"][0]["label"] = ""
    broken["links"][0]["target"] = "safe-to-er"
    put(theory / "theory.json", broken)
    (theory / "sources" / FORM).write_text('{"id": "example-2020",\n}')
    put(theory / "sources" / "other-2021.json", {**SOURCE, "id": "other-2022"})
    (theory / "sources" / "late.json").write_bytes(b"")
    (theory / "sources" / "word.docx").write_bytes(b"")
    assert sorted(found(read(theory))) == [
        ("R003", FORM, 1),
        ("R003", "late.json", 1),
        ("R012", "theory.json", 17),
        ("R015", "theory.json", 56),
        ("R017", "other-2021.json", 4),
        ("R019", "word.docx", 1),
    ]


def test_ids_of_a_broken_source_are_not_said_to_be_missing(theory: Path) -> None:
    document = copy.deepcopy(THEORY)
    document["decisions"] = [{"id": "d", "sources": ["example-2020"]}]
    document["emmie"] = [{"dimension": "effect", "excerpts": ["example-2020#p1"]}]
    put(theory / "theory.json", document)
    (theory / "sources" / FORM).write_text("{")
    assert found(read(theory)) == [("R003", FORM, 1)]


def test_ids_of_a_broken_theory_are_not_said_to_be_missing(theory: Path) -> None:
    document = copy.deepcopy(THEORY)
    document["configurations"][0]["status"] = "acepted"
    document["links"][2]["relation"] = "makes"
    put(theory / "theory.json", document)
    assert [code for code, _, _ in found(read(theory))] == ["R011", "R011"]


@pytest.mark.parametrize("name", ["theory.json", f"sources/{FORM}"])
def test_places_count_from_the_file_as_it_is_even_after_left_out_records(
    theory: Path, name: str
) -> None:
    document = copy.deepcopy(THEORY if name == "theory.json" else SOURCE)
    if name == "theory.json":
        document["links"][0]["relation"] = "makes"
        document["links"][2]["source"] = "safe-to-er"
        mistyped = "safe-to-er"
    else:
        first = document["excerpts"][0]
        mistyped = "cmoc-safe-raeding"
        document["excerpts"] = [
            {**first, "id": "BAD"},
            {
                **first,
                "id": "p2",
                "bears_on": [{"claim": mistyped, "bearing": "supports"}],
            },
        ]
    put(theory / name, document)
    (dangling,) = [one for one in read(theory).findings if one.code == "R015"]
    lines = (theory / name).read_text("utf-8").splitlines()
    line = lines[dangling.place.line - 1]
    assert f'"{mistyped}"' in line
    assert line[dangling.place.column - 1 :].startswith(f'"{mistyped}"')


@pytest.mark.parametrize("ending", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("fault", ["label", "link", "twice"])
def test_lines_are_counted_as_editors_do(theory: Path, ending: str, fault: str) -> None:
    document = copy.deepcopy(THEORY)
    document["elements"][3]["label"] = "" if fault == "label" else "x"
    document["links"][0]["target"] = "nothing" if fault == "link" else "safe-to-err"
    text = json.dumps(document, indent=2)
    text = text.replace('"kind": "outcome",', '"kind": "outcome",\n"kind": 1,')
    if fault != "twice":
        text = text.replace('\n"kind": 1,', "")
    wanted = {"label": '"label": ""', "link": '"nothing"', "twice": '"kind": 1'}[fault]
    line = 1 + text[: text.index(wanted)].count("\n")
    (theory / "theory.json").write_bytes(text.replace("\n", ending).encode())
    lines = [line for code, _, line in found(read(theory)) if code != "R011"]
    assert lines == [line]


def test_a_byte_order_mark_moves_no_column(theory: Path) -> None:
    text = json.dumps({**THEORY, "title": ""})
    (theory / "theory.json").write_text("\ufeff" + text, "utf-8")
    (empty,) = [one for one in read(theory).findings if one.code == "R012"]
    assert text[empty.place.column - 1 :].startswith('""')


def test_a_theory_folder_that_holds_sources_in_its_theory_is_told(theory: Path) -> None:
    put(theory / "theory.json", {**THEORY, "sources": [SOURCE]})
    reading = read(theory)
    assert [code for code, _, _ in found(reading)] == ["R020"]
    assert reading.broken == [str(theory / "theory.json")]


def test_a_folder_without_a_theory_is_told(theory: Path) -> None:
    (theory / "theory.json").unlink()
    reading = read(theory)
    assert [code for code, _, _ in found(reading)] == ["R018"]
    assert reading.theory is None


@posix
def test_a_bundle_is_read_through_a_link(tmp_path: Path) -> None:
    put(tmp_path / "real" / "x.theory.json", {**THEORY, "sources": [SOURCE]})
    link = tmp_path / "link.theory.json"
    link.symlink_to("real/x.theory.json")
    reading = read(link)
    assert found(reading) == []
    assert reading.theory is not None
    assert len(reading.theory.sources) == 1


def test_a_file_beyond_all_size_is_refused_before_it_is_read(
    theory: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    form = theory / "sources" / FORM
    with form.open("r+b") as file:
        file.truncate((1 << 30) + 1)  # takes no room: the rest is a hole

    def never(self: Path) -> Any:
        if self == form:
            pytest.fail("a gigabyte was read into memory")
        with self.open("rb") as file:
            return file.read()

    monkeypatch.setattr("pathlib.Path.read_bytes", never)
    reading = read(theory)
    assert found(reading) == [("R007", FORM, 1)]
