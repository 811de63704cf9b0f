"""Facts about what users hand to `cmo`: findings or one clear line, never a traceback.

Commands run in this process where they can; in one of their own where they
might hang, need another user, or close their output.
"""

from __future__ import annotations

import contextlib
import copy
import io
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple
from unittest import mock

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cmo.cli import main
from cmo.evidence import Evidence
from cmo.rules import RULES
from cmo.workspace.judging import check as judge
from cmo.workspace.starter import SOURCE, THEORY
from cmo.workspace.theories import load
from tests.making import HANGING
from tests.store.test_documents import ANY_JSON, as_bytes, damaged
from tests.store.test_syntax import ENCODINGS, TEXTS, VALUES

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

ROOT = Path(__file__).parent.parent
EXAMPLE = ROOT / "theories" / "signs-of-safety"
NOBODY = 65534
COMMANDS = ["check", "fmt", "coverage", "status"]
FORM = "sources/example-2020.json"
ABSENCE = sorted(code for code, one in RULES.items() if one.rests_on_absence)
RED = "\x1b[31m"

posix = pytest.mark.skipif(os.name != "posix", reason="needs POSIX files")


# --- running cmo -------------------------------------------------------------------


class Ran(NamedTuple):
    """How a command ended, and what it said."""

    status: int
    out: str
    err: str

    @property
    def said(self) -> str:
        return self.out + self.err


class Screen(io.TextIOWrapper):
    """A stream that takes itself for a terminal."""

    def isatty(self) -> bool:
        return True


def cmo(*args: object, cwd: Path | None = None, screen: bool = False) -> Ran:
    """Run a command in this process; what `main` lets through fails the test."""
    make = Screen if screen else io.TextIOWrapper
    out, err = (make(io.BytesIO(), encoding="utf-8") for _ in range(2))
    status: object = 0
    with (
        mock.patch.object(sys, "argv", ["cmo", *map(str, args)]),
        contextlib.redirect_stdout(out),
        contextlib.redirect_stderr(err),
        contextlib.chdir(cwd) if cwd else contextlib.nullcontext(),
    ):
        try:
            main()
        except SystemExit as end:
            status = end.code
    said = []
    for stream in (out, err):
        stream.flush()
        assert isinstance(stream.buffer, io.BytesIO)
        said.append(stream.buffer.getvalue().decode("utf-8"))
    assert status is None or isinstance(status, int)
    return Ran(int(status or 0), *said)


def apart(*args: object, timeout: float = 20, **how: Any) -> Ran:
    """Run a command in a process of its own, warnings as errors."""
    env = {**os.environ, "PYTHONPATH": str(ROOT), **how.pop("env", {})}
    command = [sys.executable, "-W", "error", "-m", "cmo", *map(str, args)]
    how = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, **how}
    done = subprocess.run(command, env=env, timeout=timeout, check=False, **how)
    out, err = (
        (one or b"").decode("utf-8", "replace") for one in (done.stdout, done.stderr)
    )
    assert "Traceback" not in err, err[-2000:]
    return Ran(done.returncode, out, err)


@contextlib.contextmanager
def plain_user() -> Iterator[None]:
    """Drop root, whom file modes do not bind.

    In this process, for the interpreter itself may stand where a plain user
    may not go; what is imported late must be imported before.
    """
    if os.geteuid():
        yield
        return
    groups = os.getgroups()
    os.setgroups([])
    os.setegid(NOBODY)
    os.seteuid(NOBODY)
    try:
        yield
    finally:
        os.seteuid(0)
        os.setegid(0)
        os.setgroups(groups)


@cache
def import_everything() -> None:
    for command in COMMANDS:
        cmo(command, *(["--check"] if command == "fmt" else []), EXAMPLE)


def cmo_as_plain_user(*args: object, cwd: Path | None = None) -> Ran:
    """Run a command as a user whom file modes bind."""
    import_everything()
    with plain_user():
        return cmo(*args, cwd=cwd)


def findings(path: Path, *more: object) -> dict[str, Any]:
    """Return the JSON report of a check."""
    ran = cmo("check", path, *more, "--format", "json")
    assert ran.err == ""
    report: dict[str, Any] = json.loads(ran.out)
    errors = any(f["severity"] == "error" for f in report["findings"])
    assert ran.status == (int(errors) if report["theories"] else 2)
    return report


def tree(folder: Path) -> dict[str, bytes]:
    """Return every file below a folder with its content, hidden ones too."""
    return {
        str(file.relative_to(folder)): file.read_bytes()
        for file in folder.rglob("*")
        if file.is_file() and not file.is_symlink()
    }


def is_one_line(text: str) -> bool:
    return text.count("\n") == 1 and text.endswith("\n")


# --- a theory on disk --------------------------------------------------------------


def marked(document: dict[str, Any]) -> dict[str, Any]:
    """Return a document with a field of the team's own, and one to spoil."""
    document = copy.deepcopy(document)
    if "citation" in document:
        document["citation"]["note"] = "@citation"
    else:
        formal = {"id": "formal", "label": "x", "citation": {"note": "@citation"}}
        document["substantive_theories"] = [formal]
    return {**document, "extra": {"own": "@extra"}}


def put(file: Path, document: object) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    text = json.dumps(document, indent=2, ensure_ascii=False) + "\n"
    file.write_text(text, "utf-8", newline="")


@pytest.fixture
def theory(tmp_path: Path) -> Path:
    """Return a folder with a good theory and two sources."""
    return make_theory(tmp_path / "buddies")


def make_theory(folder: Path) -> Path:
    put(folder / "theory.json", marked({**THEORY, "id": "buddies"}))
    put(folder / FORM, marked(SOURCE))
    put(folder / "sources" / "other-2021.json", marked({**SOURCE, "id": "other-2021"}))
    assert cmo("fmt", folder).status == 0
    return folder


class Carrier(NamedTuple):
    """A theory, and the file of it that will be spoilt."""

    path: Path
    file: Path


CARRIERS = ["theory", "source", "bundle"]


@pytest.fixture(params=CARRIERS)
def carrier(request: pytest.FixtureRequest, tmp_path: Path) -> Carrier:
    if request.param == "bundle":
        file = tmp_path / "buddies.theory.json"
        document = marked({**THEORY, "id": "buddies"})
        put(file, {**document, "sources": [marked(SOURCE)]})
        return Carrier(file, file)
    folder = make_theory(tmp_path / "buddies")
    return Carrier(
        folder, folder / (FORM if request.param == "source" else "theory.json")
    )


def assert_told(carrier: Carrier, code: str, line: int | None) -> None:
    """Check what every command says of a theory with one broken file."""
    before = tree(carrier.file.parent)
    report = findings(carrier.path)
    reading = [f for f in report["findings"] if f["code"].startswith("R0")]
    assert {(f["code"], f["file"]) for f in reading} == {(code, str(carrier.file))}
    assert line is None or {f["line"] for f in reading} == {line}
    assert report["broken"] == [str(carrier.file)]
    assert set(report["not_judged"]) >= set(ABSENCE)
    assert not {f["code"] for f in report["findings"]} & set(ABSENCE)
    text = cmo("check", carrier.path)
    assert text.status == 1
    assert f"{carrier.file}:{reading[0]['line']}:" in text.out
    assert "not judged until" in text.out
    ran = cmo("fmt", carrier.path)
    assert ran.status == 1
    assert code in ran.err
    for command in ("coverage", "status", "trace x", "whatif --direct-only"):
        ran = cmo(*command.split(), carrier.path)
        assert (ran.status, ran.out, is_one_line(ran.err)) == (2, "", True)
        assert str(carrier.file) in ran.err
    assert tree(carrier.file.parent) == before, "a file was changed"


# --- the bytes of one file ---------------------------------------------------------


@pytest.mark.parametrize("text", [one[1] for one in TEXTS], ids=[t[0] for t in TEXTS])
def test_what_is_not_json_is_told_and_left_alone(carrier: Carrier, text: str) -> None:
    carrier.file.write_bytes(text.encode())
    assert_told(carrier, "R003", None)


@pytest.mark.parametrize(("comma", "words"), [("missing", "missing"), ("more", "many")])
def test_a_comma_missing_or_too_many_is_named_in_plain_words(
    carrier: Carrier, comma: str, words: str
) -> None:
    text = carrier.file.read_text("utf-8")
    at = text.index('"own"')
    spoilt = {
        "missing": text.replace('"schema_version": 1,', '"schema_version": 1'),
        "more": text[:at] + text[at:].replace('"@extra"', '"@extra",'),
    }[comma]
    carrier.file.write_text(spoilt, "utf-8")
    (one,) = (f for f in findings(carrier.path)["findings"] if f["code"] == "R003")
    assert "comma" in one["message"]
    assert words in one["message"]


@pytest.mark.parametrize("share", [0.01, 0.3, 0.5, 0.9, 0.999])
def test_a_file_cut_short_is_told_and_left_alone(
    carrier: Carrier, share: float
) -> None:
    data = carrier.file.read_bytes().rstrip()
    carrier.file.write_bytes(data[: max(1, int(len(data) * share))])
    assert_told(carrier, "R003", None)


@pytest.mark.parametrize("encoding", [e[1] for e in ENCODINGS])
def test_another_encoding_is_told_and_left_alone(
    carrier: Carrier, encoding: str
) -> None:
    text = carrier.file.read_text("utf-8").replace("@extra", "é")
    carrier.file.write_bytes(text.encode(encoding))
    assert_told(carrier, "R002", None)


@pytest.mark.parametrize("root", ["[]", "null", "true", "3", '"theory"', "[{}]"])
def test_a_file_that_holds_no_record_is_told(carrier: Carrier, root: str) -> None:
    carrier.file.write_text(root)
    assert_told(carrier, "R012", 1)


BAD_VALUES = pytest.mark.parametrize(
    ("value", "code"), [v[1:3] for v in VALUES], ids=[v[0] for v in VALUES]
)


def spoil(file: Path, mark: str, value: str) -> int:
    """Put JSON in the place of a marked text; return its line."""
    text = file.read_text("utf-8")
    file.write_text(text.replace(f'"{mark}"', value, 1), "utf-8")
    return text[: text.index(mark)].count("\n") + 1


@BAD_VALUES
def test_a_value_no_program_agrees_on_is_told_inside_extra_too(
    carrier: Carrier, value: str, code: str
) -> None:
    assert_told(carrier, code, spoil(carrier.file, "@extra", value))


@BAD_VALUES
def test_a_value_no_program_agrees_on_is_told_inside_citations_too(
    carrier: Carrier, value: str, code: str
) -> None:
    line = spoil(carrier.file, "@citation", value)
    told = findings(carrier.path)["findings"]
    assert {(code, line)} == {(f["code"], f["line"]) for f in told if f["code"] == code}


CONTENT: list[tuple[str, str, str, str]] = [
    ("a future version", '"schema_version": 1,', '"schema_version": 2,', "R008"),
    (
        "an unknown field",
        '"schema_version": 1,',
        '"schema_version": 1, "x": 1,',
        "R010",
    ),
    ("a wrong type", '"extra": {', '"notes": 3, "extra": {', "R012"),
    ("half a pair as a field", '"extra": {', '"\\ud800": 3, "extra": {', "R006"),
]


@pytest.mark.parametrize(("what", "old", "new", "code"), CONTENT)
def test_what_the_schema_forbids_is_told_and_left_alone(
    carrier: Carrier, what: str, old: str, new: str, code: str
) -> None:
    text = carrier.file.read_text("utf-8")
    carrier.file.write_text(text.replace(old, new, 1), "utf-8")
    before = tree(carrier.file.parent)
    found = {f["code"] for f in findings(carrier.path)["findings"]}
    assert code in found, what
    assert not found & set(ABSENCE)
    assert [cmo(command, carrier.path).status for command in COMMANDS] == [1, 1, 2, 2]
    assert tree(carrier.file.parent) == before


def test_one_broken_source_does_not_hide_the_others(theory: Path) -> None:
    put(theory / "theory.json", {**THEORY, "title": "", "stage": "refind"})
    (theory / FORM).write_bytes(b"{")
    put(theory / "sources" / "third.json", {**SOURCE, "kind": "reviw", "id": "third"})
    found = {(f["file"], f["code"]) for f in findings(theory)["findings"]}
    assert found >= {
        (str(theory / "theory.json"), "R011"),
        (str(theory / "theory.json"), "R012"),
        (str(theory / FORM), "R003"),
        (str(theory / "sources" / "third.json"), "R011"),
    }


def test_one_broken_theory_does_not_hide_the_others(tmp_path: Path) -> None:
    make_theory(tmp_path / "good")
    make_theory(tmp_path / "broken")
    (tmp_path / "broken" / "theory.json").write_bytes(b"\0")
    report = findings(tmp_path / "broken", tmp_path / "good", tmp_path / "missing")
    assert set(report["theories"]) >= {str(tmp_path / "good"), str(tmp_path / "broken")}
    said = {f["file"]: f["code"] for f in report["findings"] if f["code"][0] == "R"}
    assert said[str(tmp_path / "broken" / "theory.json")] == "R002"
    assert str(tmp_path / "missing") in said


# --- what is no theory, no file, not ours ------------------------------------------


@pytest.mark.parametrize("command", COMMANDS)
@pytest.mark.parametrize(
    "name",
    [
        *("missing", "missing/", "missing.json", "missing/theory.json"),
        *("x.theory.json", "-dash", "a b", "é", "e\u0301", "😀", f"{RED}red"),
        *("two\nlines", "n" * 300, "a/" * 300, "sources/missing.json"),
        "good/theory.json/deeper",
    ],
    ids=ascii,
)
def test_a_path_that_is_not_there_is_told_in_one_line(
    tmp_path: Path, command: str, name: str
) -> None:
    make_theory(tmp_path / "good")
    ran = cmo(command, "--", name, cwd=tmp_path)
    assert ran.status in {1, 2}
    assert is_one_line(
        ran.err
        or ran.out.partition("not judged")[0].replace(
            "no theories: 1 error, no warnings, no notes\n", ""
        )
    ), ran
    assert "\x1b" not in ran.said


@pytest.mark.parametrize("command", COMMANDS)
def test_a_mistyped_source_is_not_taken_for_its_theory(
    theory: Path, command: str
) -> None:
    ran = cmo(command, theory / "sources" / "exmaple-2020.json")
    assert ran.status in {1, 2}
    assert "exmaple-2020.json" in ran.said


@pytest.mark.parametrize("command", COMMANDS)
@pytest.mark.parametrize("inside", [[], ["sources/a.json"], ["notes.txt"], ["a/b"]])
def test_a_folder_without_a_theory_is_told(
    tmp_path: Path, command: str, inside: list[str]
) -> None:
    (tmp_path / "empty").mkdir()
    for name in inside:
        put(tmp_path / "empty" / name, {})
    ran = cmo(command, tmp_path / "empty")
    assert ran.status in {1, 2}
    assert "cmo init" in ran.said


@posix
@pytest.mark.parametrize("command", COMMANDS)
@pytest.mark.parametrize("here", [".", "here"])
def test_no_theory_around_is_told_to_a_plain_user(command: str, here: str) -> None:
    # Looking around from here meets a folder that a plain user may not enter.
    with open_folder() as folder:
        (folder / "locked").mkdir(mode=0)
        (folder / "here").mkdir()
        ran = cmo_as_plain_user(command, cwd=folder / here)
    assert (ran.status, ran.out, is_one_line(ran.err)) == (2, "", True)
    assert "no theory here" in ran.err


@contextlib.contextmanager
def open_folder() -> Iterator[Path]:
    """Return a folder that every user may enter, as pytest's are not."""
    folder = Path(tempfile.mkdtemp()).resolve()
    folder.chmod(0o755)
    try:
        yield folder
    finally:
        shutil.rmtree(folder)


def owned(folder: Path) -> None:
    """Give a folder to the user that commands run as."""
    if not os.geteuid():
        for path in (folder, *folder.rglob("*")):
            os.chown(path, NOBODY, NOBODY)


@posix
@pytest.mark.parametrize("command", COMMANDS)
@pytest.mark.parametrize("name", ["theory.json", FORM, "sources", "."])
def test_what_one_may_not_read_is_told_and_the_rest_is_judged(
    command: str, name: str
) -> None:
    with open_folder() as folder:
        theory = make_theory(folder / "buddies")
        owned(theory)
        (theory / name).chmod(0)
        ran = cmo_as_plain_user(command, theory)
        (theory / name).chmod(0o755)
    assert ran.status == (2 if command in {"coverage", "status"} else ran.status)
    assert ran.status in {1, 2}
    assert str(theory / name) in ran.said
    assert not [code for code in ABSENCE if f" {code} " in ran.said]


@posix
@pytest.mark.parametrize("command", ["check", "coverage", "status"])
def test_a_read_only_folder_can_be_judged(command: str) -> None:
    with open_folder() as folder:
        theory = make_theory(folder / "buddies")
        for path in (*theory.rglob("*"), theory):
            path.chmod(0o555 if path.is_dir() else 0o444)
        ran = cmo_as_plain_user(command, theory)
    assert (ran.status, ran.err) == (0, "")


@posix
def test_a_read_only_folder_cannot_be_tidied_and_that_is_one_line() -> None:
    with open_folder() as folder:
        theory = make_theory(folder / "buddies")
        text = (theory / FORM).read_text("utf-8")
        (theory / FORM).write_text(text.replace("  ", " "), "utf-8")
        for path in (*theory.rglob("*"), theory):
            path.chmod(0o555 if path.is_dir() else 0o444)
        ran = cmo_as_plain_user("fmt", theory)
    assert (ran.status, ran.out, is_one_line(ran.err)) == (2, "", True)
    assert str(theory) in ran.err


def _pipe(path: Path) -> None:
    os.mkfifo(path)


def _loop(path: Path) -> None:
    path.symlink_to(path.name)


def _device(path: Path) -> None:
    path.symlink_to("/dev/zero")


def _folder(path: Path) -> None:
    path.mkdir()


def _nowhere(path: Path) -> None:
    path.symlink_to("nowhere")


PLACES = ["theory.json", FORM, "sources", "x.theory.json"]


@posix
@pytest.mark.parametrize("command", COMMANDS)
@pytest.mark.parametrize(
    ("name", "make"),
    [(name, make) for name in PLACES for make in (_pipe, _loop, _device, _nowhere)]
    + [(name, _folder) for name in PLACES if name != "sources"],
)
def test_what_is_no_file_is_told_without_waiting(
    theory: Path, command: str, name: str, make: Callable[[Path], None]
) -> None:
    place = theory / name
    if place.exists():
        place.rename(theory / "elsewhere")
    make(place)
    path = place if name == "x.theory.json" else theory
    may_hang = command == "fmt" and name != "sources" and make in {_pipe, _device}
    ran = (
        apart(command, path, timeout=3, preexec_fn=_little_memory)
        if may_hang
        else cmo(command, path)
    )
    assert ran.status in ({2} if command in {"coverage", "status"} else {1, 2})
    assert place.name in ran.said
    assert not [code for code in ABSENCE if f" {code} " in ran.said]


def _little_memory() -> None:
    import resource

    resource.setrlimit(resource.RLIMIT_AS, (1 << 30, 1 << 30))


# --- where commands run, and what they are called with -----------------------------


@pytest.mark.parametrize(
    ("inside", "named"),
    [
        (".", "buddies"),
        (".", "buddies/"),
        (".", "./buddies/../buddies"),
        (".", "buddies/theory.json"),
        (".", "buddies/sources"),
        (".", "buddies/sources/"),
        (".", f"buddies/{FORM}"),
        ("buddies", "."),
        ("buddies", "theory.json"),
        ("buddies", "sources"),
        ("buddies", FORM),
        ("buddies/sources", None),
        ("buddies/sources", "."),
        ("buddies/sources", ".."),
        ("buddies/sources", "example-2020.json"),
        ("buddies/sources", "../theory.json"),
        (".", None),
        ("buddies", None),
    ],
)
@pytest.mark.parametrize("command", COMMANDS)
def test_a_theory_may_be_named_by_any_of_its_parts(
    theory: Path, command: str, inside: str, named: str | None
) -> None:
    args = [] if named is None else [named]
    ran = cmo(command, *args, cwd=theory.parent / inside)
    assert (ran.status, ran.err) == (0, "")


@pytest.mark.parametrize(
    "paths",
    [
        ["buddies", "buddies"],
        ["buddies", "buddies/"],
        ["buddies", "buddies/theory.json", f"buddies/{FORM}"],
        ["buddies", "./buddies/sources/.."],
        ["buddies", "{absolute}"],
        ["buddies", "link"],
        ["buddies", "."],
    ],
)
def test_a_theory_named_twice_is_judged_once(theory: Path, paths: list[str]) -> None:
    if os.name == "posix":
        (theory.parent / "link").symlink_to("buddies")
    if "." in paths:
        (theory.parent / "link").unlink(missing_ok=True)
    named = [path.format(absolute=theory) for path in paths]
    ran = cmo("check", *named, "--format", "json", cwd=theory.parent)
    assert len(json.loads(ran.out)["theories"]) == 1


@posix
def test_a_name_that_is_no_text_is_shown_and_never_crashes(theory: Path) -> None:
    odd = os.fsdecode(bytes(theory) + b"/sources/\xff\xe9.json")
    Path(odd).write_bytes(b"{")
    for command in (["check", "--format", "json"], ["fmt"], ["status"]):
        ran = apart(*command, theory, env={"PYTHONIOENCODING": "utf-8"})
        assert ran.status == (2 if command == ["status"] else 1)
        assert "udcff" in ran.said


@pytest.mark.parametrize("name", [f"{RED}red", "two\nlines", "bell\a", "\u202eabc"])
@pytest.mark.parametrize("command", COMMANDS)
def test_names_of_files_never_act_on_the_terminal(
    tmp_path: Path, command: str, name: str
) -> None:
    theory = make_theory(tmp_path / name)
    (theory / "sources" / f"{name}.json").write_bytes(b"{")
    ran = cmo(command, theory)
    assert ran.status in {1, 2}
    assert not {*"\x1b\a\u202e"} & {*ran.said}


HOSTILE = f"{RED}red [bold]b[/bold] \a\u202ex\u2028\r"


@pytest.mark.parametrize(
    "args",
    [
        [HOSTILE],
        ["--" + HOSTILE],
        ["check", HOSTILE],
        ["check", "--format", HOSTILE],
        ["check", "--select", HOSTILE],
        ["check", "--" + HOSTILE],
        ["explain", HOSTILE],
        ["explain", "E301", HOSTILE],
        ["schema", HOSTILE],
        ["status", HOSTILE],
        ["status", ".", HOSTILE],
        ["coverage", "--fail-under", HOSTILE],
        ["init", ".", "--example", HOSTILE],
        ["init", "a", HOSTILE],
    ],
    ids=lambda args: " ".join(args).replace(HOSTILE, "X"),
)
def test_what_was_typed_never_acts_on_the_terminal(
    tmp_path: Path, args: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    ran = cmo(*args, cwd=tmp_path, screen=True)
    assert ran.status in {1, 2}
    assert not {*"\x1b\a\u202e\u2028\r"} & {*ran.said}
    assert "red" in ran.said.lower()


@pytest.mark.parametrize("screen", [False, True])
@pytest.mark.parametrize(
    "command",
    [["check"], ["check", "--notes"], ["fmt", "--check"], ["coverage"], ["status"]]
    + [["coverage", "--format", form] for form in ("csv", "markdown")],
)
def test_what_was_written_never_acts_on_the_terminal(
    theory: Path,
    command: list[str],
    monkeypatch: pytest.MonkeyPatch,
    *,
    screen: bool,
) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    hostile = "\u202ered\u2028[bold]x[/bold]"
    document = copy.deepcopy({**THEORY, "title": hostile, "id": "buddies"})
    for record in (*document["elements"], *document["configurations"]):
        record["label"] = hostile * 10
    document["links"][0]["source"] = hostile
    document["waivers"] = [{"rule": hostile, "id": hostile, "reason": hostile}]
    if command[0] in {"coverage", "status"}:
        document["links"][0]["source"] = "reading-buddies"
    put(theory / "theory.json", document)
    ran = cmo(*command, theory, screen=screen)
    if command[-1] not in {"csv", "markdown"}:
        assert not {*"\u202e\u2028"} & {*ran.said}
    assert "\x1b" not in ran.said
    assert ran.status in {0, 1}


# --- where output goes -------------------------------------------------------------


PLAIN_C = {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}


@pytest.mark.parametrize(
    ("command", "env"),
    [
        ("status", {"PYTHONIOENCODING": "ascii"}),
        ("status", {"PYTHONIOENCODING": "latin-1"}),
        ("coverage", {"PYTHONIOENCODING": "cp1252"}),
        ("fmt", {"PYTHONIOENCODING": "cp1252"}),
        ("check", PLAIN_C),
        ("status", PLAIN_C),
        ("check", {"HOME": "", "LANG": "", "TERM": ""}),
    ],
)
def test_a_console_that_lacks_letters_still_gets_the_report(
    tmp_path: Path, command: str, env: dict[str, str]
) -> None:
    theory = make_theory(tmp_path / "bücher-λ-😀")
    document = {**THEORY, "id": "buddies", "title": "Bücher λ 😀", "authors": []}
    put(theory / "theory.json", document)
    ran = apart(command, theory, env=env)
    assert (ran.status, ran.err) == (0, "")
    assert ran.out


@posix
@pytest.mark.parametrize("args", [["check", EXAMPLE], ["status", EXAMPLE], ["explain"]])
def test_a_reader_that_has_seen_enough_is_no_problem(args: list[object]) -> None:
    read_end, write_end = os.pipe()
    os.close(read_end)
    ran = apart(*args, stdout=write_end)
    os.close(write_end)
    assert ran.status in {0, 1}
    assert ran.err == ""


@posix
@pytest.mark.parametrize("command", ["check", "status"])
def test_a_full_disk_behind_the_output_is_one_line(command: str) -> None:
    with Path("/dev/full").open("wb") as full:
        ran = apart(command, EXAMPLE, stdout=full)
    assert ran.status == 2
    assert is_one_line(ran.err)


@pytest.mark.parametrize("command", COMMANDS)
def test_no_output_at_all_is_no_problem(theory: Path, command: str) -> None:
    with (
        mock.patch.object(sys, "argv", ["cmo", command, str(theory)]),
        contextlib.redirect_stdout(None),
        contextlib.redirect_stderr(None),
        pytest.raises(SystemExit) as end,
    ):
        main()
    assert not end.value.code


@posix
@pytest.mark.parametrize("command", COMMANDS)
@pytest.mark.parametrize("named", [[], ["."], ["x"]])
def test_a_working_folder_that_is_gone_is_one_line(
    tmp_path: Path, command: str, named: list[str]
) -> None:
    gone = tmp_path / "gone"
    gone.mkdir()
    with contextlib.chdir(gone):
        gone.rmdir()
        ran = cmo(command, *named)
    assert ran.status in {1, 2}
    assert is_one_line(ran.err) or ":1:1: R0" in ran.out


# --- anything at all ---------------------------------------------------------------


@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(damaged() | st.tuples(st.none(), ANY_JSON))
def test_any_json_can_be_checked_and_is_left_alone(document: tuple[Any, Any]) -> None:
    data = as_bytes(document[1])
    with tempfile.TemporaryDirectory() as name:
        bundle = Path(name) / "x.theory.json"
        bundle.write_bytes(data)
        folder = Path(name) / "folder"
        put(folder / "theory.json", {**THEORY, "id": "folder"})
        (folder / "sources").mkdir()
        (folder / FORM).write_bytes(data)
        found = judge([bundle, folder])
        assert found.theories == (str(bundle), str(folder))
        for one in found.found:
            lines = Path(one.place.file).read_text("utf-8").split("\n")
            assert 1 <= one.place.line <= len(lines)
            assert 1 <= one.place.column <= len(lines[one.place.line - 1]) + 1
        assert bundle.read_bytes() == data
        assert (folder / FORM).read_bytes() == data


@pytest.mark.parametrize("indent", [None, 1])
@pytest.mark.parametrize("fault", ["label", "link", "note"])
def test_findings_by_the_thousand_take_seconds(
    tmp_path: Path, fault: str, indent: int | None
) -> None:
    elements = [
        {"id": f"e{i}", "kind": "outcome", "label": "" if fault == "label" else "x"}
        for i in range(3000)
    ]
    links = [
        {"id": f"l{i}", "source": f"e{i}", "target": f"e{i}", "relation": "leads_to"}
        for i in range(3000 if fault == "link" else 0)
    ]
    bundle = tmp_path / "x.theory.json"
    document = {**THEORY, "elements": elements, "links": links, "configurations": []}
    bundle.write_text(json.dumps(document, indent=indent))
    began = time.perf_counter()
    report = findings(bundle)
    assert len(report["findings"]) >= 3000
    assert time.perf_counter() - began < HANGING


def test_a_huge_but_legal_file_is_read(theory: Path) -> None:
    document = json.loads((theory / FORM).read_text("utf-8"))
    document["extra"] = {f"note-{i}": "x" * 1000 for i in range(5000)}
    put(theory / FORM, document)
    began = time.perf_counter()
    assert cmo("check", theory).status == 0
    assert cmo("fmt", theory).out == ""
    assert time.perf_counter() - began < HANGING


@pytest.mark.parametrize("ending", ["\r\n", "\n\n", "\n\t"])
def test_what_editors_do_to_blanks_is_no_fault_and_fmt_mends_it(
    theory: Path, ending: str
) -> None:
    before = tree(theory)
    text = (theory / FORM).read_text("utf-8")
    (theory / FORM).write_text(text.replace("\n", ending), "utf-8", newline="")
    assert cmo("check", theory).status == 0
    assert cmo("fmt", "--check", theory).status == 1
    assert cmo("fmt", theory).status == 0
    assert cmo("fmt", "--check", theory).status == 0
    assert {k: v for k, v in tree(theory).items() if "lock" not in k} == {
        k: v for k, v in before.items() if "lock" not in k
    }


# --- seeded defects, each on its line ----------------------------------------------

SEEDS: list[tuple[str, str, str, str]] = [
    # what, JSON that is put in place of …, code, the text that the place starts with
    (
        "unsupported mechanism",
        '{"id": "trust", "kind": "mechanism", "label": "Trust"}',
        "E301",
        '{"id": "trust"',
    ),
    (
        "bad kind",
        '{"id": "trust", "kind": "mechansim", "label": "Trust"}',
        "R011",
        '"mechansim"',
    ),
    (
        "duplicate id",
        '{"id": "reads-more", "kind": "outcome", "label": "Again"}',
        "R014",
        '{"id": "reads-more", "kind": "outcome", "label": "Again"}',
    ),
    ("empty label", '{"id": "trust", "kind": "outcome", "label": ""}', "R012", '""}'),
    (
        "dangling link",
        (
            '{"id": "l", "source": "same-budy", "target": "safe-to-err", '
            '"relation": "enables"}'
        ),
        "R015",
        '"same-budy"',
    ),
    (
        "illegal relation",
        (
            '{"id": "l", "source": "same-buddy", "target": "safe-to-err", '
            '"relation": "produces"}'
        ),
        "C201",
        '{"id": "l"',
    ),
    (
        "black box",
        (
            '{"id": "l", "source": "reading-buddies", "target": "reads-more", '
            '"relation": "influences"}'
        ),
        "C202",
        '{"id": "l"',
    ),
    (
        "loop",
        (
            '{"id": "l", "source": "reads-more", "target": "safe-to-err", '
            '"relation": "becomes_context_of"}'
        ),
        "S104",
        "",
    ),
]


@pytest.mark.parametrize(
    ("record", "code", "starts"), [s[1:] for s in SEEDS], ids=[s[0] for s in SEEDS]
)
def test_a_seeded_defect_is_reported_on_its_line(
    theory: Path, record: str, code: str, starts: str
) -> None:
    file = theory / "theory.json"
    text = file.read_text("utf-8")
    part = '"links": [' if '"source"' in record else '"elements": ['
    end = text.index("\n  ]", text.index(part))
    file.write_text(f"{text[:end]},\n    {record}{text[end:]}", "utf-8")
    (one,) = [f for f in findings(theory)["findings"] if f["code"] == code]
    line = file.read_text("utf-8").splitlines()[one["line"] - 1]
    assert line[one["column"] - 1 :].startswith(starts)
    assert one["file"] == str(file)
    if code == "S104":
        assert one["severity"] == "note"
    elif starts:
        assert record.partition(starts)[0] in line


def test_a_source_that_bears_on_nothing_is_reported_in_its_file(theory: Path) -> None:
    document = json.loads((theory / FORM).read_text("utf-8"))
    del document["excerpts"][0]["bears_on"]
    put(theory / FORM, document)
    (one,) = [f for f in findings(theory)["findings"] if f["code"] == "E309"]
    assert (one["file"], one["line"], one["column"]) == (str(theory / FORM), 1, 1)


def test_the_same_id_across_files_is_reported(theory: Path) -> None:
    put(theory / "sources" / "third.json", SOURCE)
    codes = {f["code"] for f in findings(theory)["findings"]}
    assert codes >= {"R014", "R017"}


# --- a real theory -----------------------------------------------------------------


def test_the_published_theory_passes() -> None:
    before = tree(EXAMPLE)
    assert cmo("check", EXAMPLE).status == 0
    assert cmo("fmt", "--check", EXAMPLE).status == 0
    assert tree(EXAMPLE) == before


def test_a_link_robbed_of_its_passages_is_named_once_the_theory_is_refined(
    tmp_path: Path,
) -> None:
    theory = tmp_path / "signs-of-safety"
    shutil.copytree(EXAMPLE, theory)
    loaded = load(theory)
    evidence = Evidence(loaded)
    link = next(one for one in loaded.links if evidence.of(one.id).is_direct)
    reached_by = {use.passage for use in evidence.of(link.id).uses}
    # Passages on its configurations reach the link too, indirectly.
    reached_by |= {
        use.passage
        for one in loaded.configurations
        if {link.source, link.target}
        <= {*one.interventions, *one.contexts, *one.mechanisms, *one.outcomes}
        for use in evidence.of(one.id).uses
    }
    for source in loaded.sources:
        file = theory / "sources" / f"{source.id}.json"
        document = json.loads(file.read_text("utf-8"))
        document["excerpts"] = [
            one
            for one in document["excerpts"]
            if f"{source.id}#{one['id']}" not in reached_by
        ]
        put(file, document)
    file = theory / "theory.json"
    text = file.read_text("utf-8")
    assert text.count('"stage": "initial"') <= 1
    file.write_text(text.replace('"stage": "initial"', '"stage": "refined"'), "utf-8")
    if '"stage": "refined"' not in file.read_text("utf-8"):
        put(file, {**json.loads(text), "stage": "refined"})
    for part in ("emmie", "ratings"):
        document = json.loads(file.read_text("utf-8"))
        document.pop(part, None)
        put(file, document)
    ran = cmo("check", theory)
    assert ran.status == 1
    lines = file.read_text("utf-8").splitlines()
    at = next(i for i, one in enumerate(lines) if f'"id": "{link.id}"' in one)
    (told,) = [one for one in ran.out.splitlines() if f"the link '{link.id}'" in one]
    assert told.startswith(f"{file}:{at}:{lines[at - 1].index('{') + 1}: E301 ")
