"""Facts about the rules: each finds what the cases in its folder say, no more.

A rule's folder, `CODE-name/`, holds theories, as folders or bundles. Those named
`fires` (or `fires-WHY`) come with a text that lists what the rule finds in them,
`FILE:LINE:COLUMN: CODE severity message`; in those named `silent` (or
`silent-WHY`), close to them, it finds nothing.
"""

from __future__ import annotations

import json
import random
import re
import shutil
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import pytest
from click.testing import CliRunner

from cmo.cli import cli
from cmo.rules import RULES
from cmo.rules.flags import EXCUSED
from cmo.workspace.judging import check, rules
from cmo.workspace.producing import tidy

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from cmo.findings import Finding

HERE = Path(__file__).parent
BUNDLE = ".theory.json"
READING = "R"
IDLE_WAIVER = "S107"


class Case(NamedTuple):
    """One theory of a rule's folder."""

    folder: Path
    name: str

    @property
    def id(self) -> str:
        return f"{self.folder.name}/{self.name}"

    @property
    def code(self) -> str:
        return self.folder.name.partition("-")[0].upper()

    @property
    def fires(self) -> bool:
        return self.name.split("-")[0] == "fires"

    @property
    def is_folder(self) -> bool:
        return (self.folder / self.name).is_dir()

    @property
    def path(self) -> Path:
        return self.folder / self.file

    @property
    def file(self) -> str:
        return self.name if self.is_folder else self.name + BUNDLE

    @property
    def expected(self) -> list[str]:
        if not self.fires:
            return []
        text = self.folder / f"{self.name}.txt"
        return text.read_text("utf-8").splitlines()


FOLDERS = {one.name: one for one in sorted(HERE.glob("[a-z][0-9][0-9][0-9]-*"))}
CASES = [
    Case(folder, one.name.removesuffix(BUNDLE))
    for folder in FOLDERS.values()
    for one in sorted(folder.iterdir())
    if one.suffix != ".txt" and not one.name.startswith(".")
]


def params(cases: Iterable[Case]) -> list[Any]:
    return [pytest.param(case, id=case.id) for case in cases]


# The main case of each rule; then without the rules of reading files.
FIRST = {case.code: case for case in CASES if case.name == "fires"}
FIRST_READ = {code: case for code, case in FIRST.items() if code[0] != READING}


def every(codes: Iterable[str]) -> pytest.MarkDecorator:
    return pytest.mark.parametrize("code", sorted(codes))


every_sound_case = pytest.mark.parametrize("case", params(CASES))


def line(found: Finding) -> str:
    place = found.place
    return (
        f"{Path(place.file).as_posix()}:{place.line}:{place.column}: "
        f"{found.code} {found.severity} {found.message}"
    )


def lines(found: Iterable[Finding], code: str) -> list[str]:
    return [line(one) for one in found if one.code == code]


# --- what the rules find ---------------------------------------------------------


@pytest.mark.parametrize("case", params(CASES))
def test_a_rule_finds_what_its_case_says(
    case: Case, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(case.folder)
    assert lines(check([case.file]).found, case.code) == case.expected


@pytest.mark.parametrize("case", params(CASES))
def test_a_rule_selected_alone_finds_the_same(
    case: Case, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(case.folder)
    findings = check([case.file], select=[case.code])
    assert [line(one) for one in findings.found] == case.expected


@pytest.mark.parametrize("case", params(FIRST.values()))
def test_the_command_prints_place_code_and_message(
    case: Case, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(case.folder)
    arguments = ["check", case.file, "--select", case.code, "--notes"]
    result = CliRunner().invoke(cli, arguments)
    *printed, summary = result.output.splitlines()
    severity_last = r"(:\d+:\d+: [A-Z]\d{3} )(note|warning|error) (.*)"
    expected = [re.sub(severity_last, r"\1\3 [\2]", one) for one in case.expected]
    assert printed == expected
    assert summary.startswith("1 theory: ")
    assert result.exit_code == any(" error " in one for one in case.expected)


@every_sound_case
def test_a_case_shows_its_fault_alone(case: Case) -> None:
    findings = check([case.path])
    reading = {one.code for one in findings.found if one.code[0] == READING}
    if case.code[0] != READING:
        assert not reading
        assert not findings.not_judged
    elif not case.fires:
        assert not reading


@every_sound_case
def test_files_that_can_be_read_are_in_canonical_form(case: Case) -> None:
    assert not tidy(case.path, check=True).changed


@every_sound_case
def test_messages_are_one_line_without_a_full_stop(case: Case) -> None:
    for one in check([case.path]).found:
        assert one.message.strip() == one.message
        assert one.message
        assert "\n" not in one.message
        assert not one.message.endswith(".")


def test_checking_leaves_every_byte_alone() -> None:
    def content() -> dict[Path, bytes]:
        files = (f for folder in FOLDERS.values() for f in folder.rglob("*"))
        return {file: file.read_bytes() for file in files if file.is_file()}

    before = content()
    for case in CASES:
        check([case.path])
    assert content() == before


# --- folders and rules -----------------------------------------------------------


def test_every_rule_has_a_folder_and_every_folder_a_rule() -> None:
    assert set(FOLDERS) == {
        f"{code.lower()}-{rule.name}" for code, rule in rules().items()
    }


@pytest.mark.parametrize("folder", FOLDERS)
def test_every_folder_has_a_case_that_fires_and_one_that_does_not(folder: str) -> None:
    named = {case.name for case in CASES if case.folder.name == folder}
    assert {"fires", "silent"} <= named
    assert {name.split("-")[0] for name in named} == {"fires", "silent"}


@pytest.mark.parametrize("folder", FOLDERS)
def test_every_case_that_fires_says_what_is_found(folder: str) -> None:
    firing = {c.name for c in CASES if c.folder.name == folder and c.fires}
    assert {text.stem for text in FOLDERS[folder].glob("*.txt")} == firing
    for name in firing:
        expected = Case(FOLDERS[folder], name).expected
        assert expected
        assert len(set(expected)) == len(expected)


@every(rules())
def test_a_rule_says_what_why_and_how_to_mend_it(code: str) -> None:
    what, why, fix = rules()[code].documentation.split("\n\n")
    assert what.endswith(".")
    assert "\n" not in what
    assert re.fullmatch(r"Why: .*\.", why, re.DOTALL)
    assert re.fullmatch(r"Fix: .*\.", fix, re.DOTALL)


@every(rules())
def test_a_rule_is_as_grave_as_its_main_case_shows(code: str) -> None:
    graves = {one.split(": ")[1].split()[1] for one in FIRST[code].expected}
    assert graves == {str(rules()[code].severity)}


def test_rules_that_look_at_what_is_there_alone_do_not_rest_on_absence() -> None:
    on_presence = {code for code, one in RULES.items() if not one.rests_on_absence}
    assert on_presence == {
        *("S102", "S103", "S104"),
        *("C201", "C202", "C203", "C205", "C206", "C207", "C209", "C210", "C211"),
        *("E311", "E314", "E332", "E333"),
        *("E322", "E329", "E330"),
        *("W401", "W402", "W403", "W404", "W405"),
    }


def test_every_rule_that_a_reason_answers_keeps_that_reason_from_being_idle() -> None:
    # These find what no direct evidence can go with.
    without = {"E301", "E302", "E324"}
    answered = {c.code for c in CASES if re.search(r"fires-.*undeveloped", c.name)}
    assert answered - without == set(EXCUSED)


# --- order, waivers, broken files ------------------------------------------------


def changed(case: Case, to: Path, change: Callable[[dict[str, Any]], None]) -> Path:
    """Copy a case to the folder `to`, with its theory changed."""
    copy = to / case.file
    if case.is_folder:
        shutil.copytree(case.path, copy)
    else:
        shutil.copy(case.path, copy)
    file = copy / "theory.json" if case.is_folder else copy
    theory = json.loads(file.read_bytes())
    change(theory)
    file.write_text(json.dumps(theory), "utf-8")
    return copy


def as_folder(case: Case, to: Path) -> Path:
    """Write a case as a theory folder under `to`, which a bundle need not be."""

    def split(theory: dict[str, Any]) -> None:
        for source in theory.pop("sources", []):
            form = sources / f"{source['id']}.json"
            form.write_text(json.dumps(source), "utf-8")

    sources = to / "folder" / "sources"
    if case.is_folder:
        return shutil.copytree(case.path, to / "folder")
    sources.mkdir(parents=True)
    bundle = changed(case, to, split)
    bundle.rename(to / "folder" / "theory.json")
    return to / "folder"


def said(path: Path, code: str) -> set[tuple[str, str, str]]:
    found = check([path]).found
    return {(str(f.severity), f.message, f.id) for f in found if f.code == code}


SHUFFLED = ("elements", "links", "configurations", "rivals", "sources")


@pytest.mark.parametrize(
    "case",
    params(c for c in CASES if c.fires and c.code[0] != READING and not c.is_folder),
)
def test_the_order_of_records_changes_no_message(case: Case, tmp_path: Path) -> None:
    # Which of two links that say the same comes second is a matter of order.
    parts = set(SHUFFLED) - ({"links"} if case.code == "S103" else set())
    chance = random.Random(case.id)  # noqa: S311 - nothing secret

    def shuffle(theory: dict[str, Any]) -> None:
        for part in parts & theory.keys():
            chance.shuffle(theory[part])

    expected = {one.split(": ", 1)[1] for one in case.expected}
    for i in range(3):
        (tmp_path / str(i)).mkdir()
        copy = changed(case, tmp_path / str(i), shuffle)
        found = said(copy, case.code)
        assert {f"{case.code} {grave} {text}" for grave, text, _ in found} == expected


@every(RULES.keys() - {IDLE_WAIVER})
def test_a_waiver_silences_one_finding_and_is_reported_with_its_reason(
    code: str, tmp_path: Path
) -> None:
    case = FIRST[code]
    before = [one for one in check([case.path]).found if one.code == code]
    accepted = before[0].id
    reason = "Discussed with the panel, and accepted."

    def waive(theory: dict[str, Any]) -> None:
        theory["waivers"] = [{"rule": code, "id": accepted, "reason": reason}]

    findings = check([changed(case, tmp_path, waive)])
    after = [one for one in findings.found if one.code == code]
    assert [one.id for one in after] == [one.id for one in before]
    assert [one.waived for one in after] == [
        reason if one.id == accepted else None for one in before
    ]
    assert [one.code for one in findings.waived] == [code]
    assert not lines(findings.found, IDLE_WAIVER)


def test_the_command_shows_a_waived_finding_with_its_reason(tmp_path: Path) -> None:
    def waive(theory: dict[str, Any]) -> None:
        reason = "The outcome is the habit itself."
        link = "confidence-leads-out"
        theory["waivers"] = [{"rule": "S102", "id": link, "reason": reason}]

    copy = changed(FIRST["S102"], tmp_path, waive)
    result = CliRunner().invoke(cli, ["check", str(copy), "--select", "S102"])
    finding, summary = result.output.splitlines()
    assert finding.endswith(" [waived: The outcome is the habit itself.]")
    assert summary == "1 theory: no errors, no warnings, no notes, 1 waived"
    assert result.exit_code == 0


@every(code for code in FIRST_READ if RULES[code].rests_on_absence)
def test_while_a_source_is_broken_nothing_that_rests_on_absence_is_judged(
    code: str, tmp_path: Path
) -> None:
    folder = as_folder(FIRST[code], tmp_path)
    assert said(folder, code)
    broken = folder / "sources" / "unfinished.json"
    broken.write_text("{", "utf-8")
    findings = check([folder])
    assert not lines(findings.found, code)
    assert code in findings.not_judged
    assert findings.broken == (str(broken),)


@every(code for code in FIRST_READ if not RULES[code].rests_on_absence)
def test_while_a_source_is_broken_what_is_there_is_judged_all_the_same(
    code: str, tmp_path: Path
) -> None:
    folder = as_folder(FIRST[code], tmp_path)
    before = said(folder, code)
    (folder / "sources" / "unfinished.json").write_text("{", "utf-8")
    assert said(folder, code) == before
    assert before
    assert code not in check([folder]).not_judged
