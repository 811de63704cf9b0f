"""`cmo check` as services and other programs call it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

import pytest
from click.testing import CliRunner

from cmo.cli import cli
from cmo.cli.check import FORMATS

if TYPE_CHECKING:
    from click.testing import Result

    from tests.making import Json

ROOT = Path(__file__).parents[2]
SOFS = ROOT / "theories" / "signs-of-safety"
EVERY = list(FORMATS)


def run(*arguments: str | Path) -> Result:
    return CliRunner().invoke(cli, ["check", *map(str, arguments)])


def theory(folder: Path, **parts: object) -> Path:
    folder.mkdir(parents=True)
    document: Json = {"id": "t", "title": "T", **parts}
    (folder / "theory.json").write_text(json.dumps(document), "utf-8")
    return folder


SELF = {"id": "a-a", "source": "a", "target": "a", "relation": "triggers"}
ELEMENT = {"id": "a", "kind": "mechanism", "label": "A"}


@pytest.mark.parametrize("form", EVERY)
class TestEveryFormat:
    def test_the_status_is_the_same(self, form: str, tmp_path: Path) -> None:
        clean = theory(tmp_path / "clean")
        wrong = theory(tmp_path / "wrong", elements=[ELEMENT], links=[SELF])
        broken = tmp_path / "x.theory.json"
        broken.write_text("{", "utf-8")
        for arguments, status in (
            ([clean], 0),
            ([SOFS], 0),
            ([SOFS, "--strict"], 1),
            ([wrong], 1),
            ([broken], 1),
            ([broken, "--select", "E3"], 2),
            ([tmp_path / "nowhere"], 2),
        ):
            assert run(*arguments, "--format", form).exit_code == status

    def test_it_ends_with_one_new_line(self, form: str, tmp_path: Path) -> None:
        shown = run(theory(tmp_path / "t"), "--format", form).output
        assert shown.endswith("\n")
        assert not shown.endswith("\n\n")

    def test_a_file_name_that_is_no_text_breaks_nothing(
        self, form: str, tmp_path: Path
    ) -> None:
        if sys.platform != "linux":
            pytest.skip("needs a file system that takes any bytes as a name")
        file = tmp_path / os.fsdecode(b"\xff\n::error::.theory.json")
        file.write_text("[]", "utf-8")
        done = subprocess.run(
            [sys.executable, "-m", "cmo", "check", file, "--format", form],
            capture_output=True,
            check=False,
        )
        assert (done.returncode, done.stderr) == (1, b"")
        text = done.stdout.decode()
        assert not [line for line in text.splitlines() if line.startswith("::error::")]
        if form in {"json", "sarif"}:
            json.loads(text)
        if form == "junit":
            _parsed(text)


def _parsed(text: str) -> ET.Element:
    return ET.fromstring(text.encode())  # noqa: S314 - our own


def test_sarif_holds_every_finding(tmp_path: Path) -> None:
    made = theory(
        tmp_path / "t",
        elements=[ELEMENT],
        links=[SELF],
        waivers=[{"rule": "S102", "id": "a-a", "reason": "It is meant."}],
    )
    (sarif,) = json.loads(run(made, "--format", "sarif").output)["runs"]
    plain = json.loads(run(made, "--format", "json").output)["findings"]
    assert [one["ruleId"] for one in sarif["results"]] == [f["code"] for f in plain]
    waived = [one for one in sarif["results"] if one["suppressions"]]
    assert [one["ruleId"] for one in waived] == ["S102"]
    assert waived[0]["suppressions"][0]["justification"] == "It is meant."


def test_annotations_name_files_from_the_working_directory(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.chdir(SOFS)
    first, *_ = run("--format", "github").output.splitlines()
    assert first.startswith("::warning file=theory.json,line=")
    monkeypatch.chdir(ROOT)
    first, *_ = run(SOFS, "--format", "github").output.splitlines()
    assert first.startswith("::warning file=theories/signs-of-safety/theory.json,line=")


def test_notes_are_listed_when_asked_for() -> None:
    for form, mark in (("github", "::notice "), ("junit", "[note]")):
        assert mark not in run(SOFS, "--format", form).output
        assert mark in run(SOFS, "--format", form, "--notes").output


def test_warnings_fail_in_junit_when_they_fail_the_check() -> None:
    lax = _parsed(run(SOFS, "--format", "junit").output)
    strict = _parsed(run(SOFS, "--format", "junit", "--strict").output)
    assert lax.get("failures") == "0"
    assert int(strict.get("failures", 0)) > 10
    assert lax.get("tests") == strict.get("tests")
