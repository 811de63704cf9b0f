from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
import threading
from pathlib import Path
from typing import Any

import click
import pytest
from click.testing import CliRunner, Result

import cmo
from cmo import cli as command_line
from cmo.cli import cli, output
from cmo.findings import Severity
from cmo.workspace.theories import Problem
from tests.making import HANGING

ROOT = Path(__file__).parents[2]
SOFS = ROOT / "theories" / "signs-of-safety"


def run(*arguments: str | Path) -> Result:
    return CliRunner().invoke(cli, [str(a) for a in arguments])


@pytest.fixture
def sofs(tmp_path: Path) -> Path:
    return Path(shutil.copytree(SOFS, tmp_path / "theories" / "signs-of-safety"))


@pytest.mark.parametrize("name", cli.commands)
def test_every_command_has_help_with_an_example(name: str) -> None:
    result = run(name, "--help")
    assert result.exit_code == 0
    example = re.search(rf"Example: cmo ({name}.*)", result.output)
    assert example
    words = example[1].split()
    context = cli.commands[name].make_context(name, words[1:], resilient_parsing=True)
    assert isinstance(context, click.Context)


@pytest.mark.parametrize("name", cli.commands)
def test_every_option_is_explained(name: str) -> None:
    for parameter in cli.commands[name].params:
        if isinstance(parameter, click.Option):
            assert parameter.help


class TestCheck:
    def test_signs_of_safety_passes_with_its_honest_warnings(self) -> None:
        result = run("check", SOFS)
        assert result.exit_code == 0
        assert "E301" in result.output
        assert re.search(r"1 theory: no errors, \d+ warnings, \d+ notes", result.output)

    def test_strict_fails_on_warnings(self) -> None:
        assert run("check", SOFS, "--strict").exit_code == 1

    def test_every_line_but_the_last_names_a_place(self) -> None:
        *lines, _ = run("check", SOFS, "--notes").output.splitlines()
        assert all(
            re.match(r".+\.json:\d+:\d+: [RSCEW]\d{3} \S", line) for line in lines
        )

    def test_notes_are_folded_into_a_count(self) -> None:
        few = run("check", SOFS, "--select", "E305").output
        assert few.count("\n") == 1
        assert "(--notes shows them)" in few
        assert run("check", SOFS, "--select", "E305", "--notes").output.count("\n") > 5

    def test_select_and_ignore_take_lists_and_beginnings(self) -> None:
        only = run("check", SOFS, "--select", "e301,E302", "--format", "json").output
        assert {f["code"] for f in json.loads(only)["findings"]} == {"E301", "E302"}
        rest = run("check", SOFS, "--ignore", "E3", "--format", "json").output
        assert not [f for f in json.loads(rest)["findings"] if f["code"][:2] == "E3"]

    def test_an_unknown_code_is_refused_with_a_hint(self) -> None:
        result = run("check", SOFS, "--select", "E3111")
        assert isinstance(result.exception, Problem)
        assert "did you mean 'E311'?" in str(result.exception)

    def test_json_holds_what_the_documentation_says(self) -> None:
        report = json.loads(run("check", SOFS, "--format", "json").output)
        assert report["version"] == 1
        assert set(report) == {
            "version",
            "theories",
            "findings",
            "broken",
            "not_judged",
            "summary",
        }
        documented = (ROOT / "docs" / "json.md").read_text("utf-8")
        for key in (*report, *report["findings"][0], *report["summary"]):
            assert f"`{key}`" in documented

    def test_it_finds_the_theory_around_the_working_directory(
        self, sofs: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        for place in (sofs, sofs / "sources", sofs.parent, sofs.parent.parent):
            monkeypatch.chdir(place)
            assert "1 theory: no errors" in run("check").output

    def test_a_link_without_evidence_fails_a_refined_theory(self, sofs: Path) -> None:
        claim = "sofs-programme-affects-engagement"
        _without_passages_on(claim, sofs)
        text = (sofs / "theory.json").read_text("utf-8")
        refined = text.replace('"stage": "initial"', '"stage": "refined"', 1)
        (sofs / "theory.json").write_text(refined, "utf-8")
        result = run("check", sofs)
        assert result.exit_code == 1
        line = refined[: refined.index(f'"id": "{claim}"')].count("\n")
        expected = f"theory.json:{line}:5: E301 the link '{claim}' rests on no passage"
        assert expected in result.output

    def test_nothing_is_changed(self, sofs: Path) -> None:
        before = {p: p.read_bytes() for p in sofs.rglob("*") if p.is_file()}
        run("check", sofs)
        assert {p: p.read_bytes() for p in sofs.rglob("*") if p.is_file()} == before

    def test_a_file_that_stops_the_reading_is_never_passed_over(
        self, tmp_path: Path
    ) -> None:
        broken = tmp_path / "x.theory.json"
        broken.write_text("{", "utf-8")
        assert run("check", broken).exit_code == 1
        assert run("check", broken, "--select", "E3").exit_code == 2
        assert run("check", broken, "--ignore", "R").exit_code == 2


class TestExplain:
    def test_rules_states_and_flags_are_explained(self) -> None:
        for topic in ("E301", "e301", "unsupported", "orphan-element", "single study"):
            assert run("explain", topic).exit_code == 0
        assert "What" not in run("explain", "theorised").output

    def test_without_a_topic_all_are_listed(self) -> None:
        listed = run("explain").output
        assert "R001" in listed
        assert "W401" in listed
        assert "policy_unmet" in listed

    def test_an_unknown_topic_gets_a_hint(self) -> None:
        assert "did you mean 'theorised'?" in str(run("explain", "theorized").exception)


class TestFmt:
    def test_the_published_theory_is_canonical(self) -> None:
        assert run("fmt", "--check", SOFS).exit_code == 0

    def test_it_tells_and_mends_what_is_not_canonical(self, sofs: Path) -> None:
        file = sofs / "theory.json"
        before = file.read_bytes()
        file.write_text(json.dumps(json.loads(before)), "utf-8")
        told = run("fmt", "--check", sofs)
        assert (told.exit_code, "would rewrite" in told.output) == (1, True)
        assert run("fmt", sofs).exit_code == 0
        assert file.read_bytes() == before

    def test_a_broken_file_is_left_alone_and_told(self, sofs: Path) -> None:
        broken = sofs / "sources" / "baginsky-2021.json"
        broken.write_text("{", "utf-8")
        result = run("fmt", sofs)
        assert result.exit_code == 1
        assert "R003" in result.stderr
        assert broken.read_text("utf-8") == "{"

    def test_a_path_without_theory_is_told(self, tmp_path: Path) -> None:
        assert run("fmt", tmp_path).exit_code == 2


class TestInit:
    def test_a_new_workspace_checks_clean(self, tmp_path: Path) -> None:
        made = tmp_path / "My Review!"
        assert run("init", made).exit_code == 0
        theory = made / "theories" / "my-review"
        assert run("check", theory, "--format", "json").exit_code == 0
        assert run("fmt", "--check", theory).exit_code == 0
        assert (made / "schemas" / "theory.v1.schema.json").exists()
        assert "texts" in (made / ".gitignore").read_text("utf-8")
        schema = json.loads((theory / "theory.json").read_text("utf-8"))["$schema"]
        assert (theory / schema).resolve().exists()

    def test_an_example_is_a_whole_theory(self, tmp_path: Path) -> None:
        assert (
            run("init", tmp_path / "w", "--example", "signs-of-safety").exit_code == 0
        )
        copied = tmp_path / "w" / "theories" / "signs-of-safety"
        assert cmo.load(copied) == cmo.load(SOFS)

    def test_an_unknown_example_is_told(self, tmp_path: Path) -> None:
        problem = run("init", tmp_path / "w", "--example", "x").exception
        assert "there is signs-of-safety" in str(problem)
        assert not (tmp_path / "w").exists()

    def test_nothing_is_overwritten(self, tmp_path: Path) -> None:
        (tmp_path / ".gitignore").write_text("mine", "utf-8")
        assert "nothing is overwritten" in str(run("init", tmp_path).exception)
        assert list(tmp_path.iterdir()) == [tmp_path / ".gitignore"]

    def test_twice_is_no_fault(self, tmp_path: Path) -> None:
        assert run("init", tmp_path).exit_code == 0
        assert run("init", tmp_path).exit_code == 0


class TestCoverage:
    def test_every_claim_has_state_studies_and_flags(self) -> None:
        report = json.loads(run("coverage", SOFS, "--format", "json").output)
        theory = cmo.load(SOFS)
        claims = {c["id"]: c for c in report["claims"]}
        parts = (theory.elements, theory.links, theory.configurations, theory.rivals)
        assert list(claims) == [record.id for part in parts for record in part]
        documented = (ROOT / "docs" / "json.md").read_text("utf-8")
        one = report["claims"][0]
        for key in (*report, *report["totals"], *one, *one["studies"]):
            assert f"`{key}`" in documented

    def test_slides_and_press_notice_are_one_study(self) -> None:
        claims = json.loads(run("coverage", SOFS, "--format", "json").output)["claims"]
        claim = next(c for c in claims if c["id"] == "staff-favourable")
        assert claim["documents"] == ["baginsky-2017-notice", "baginsky-2017-slides"]
        assert claim["studies"]["direct"]["for"] == 1

    @pytest.mark.parametrize(
        ("claim", "state", "passage"),
        [
            ("shared-responsibility", "theorised", "sheehan-2018-summary#p14"),
            ("cmoc-shared-responsibility", "theorised", "sheehan-2018-summary#p14"),
            (
                "sofs-programme-affects-reduced-need-for-care",
                "inconclusive",
                "sheehan-2018-summary#p09",
            ),
            (
                "sofs-programme-affects-staff-retention",
                "no_effect",
                "baginsky-2021#p07",
            ),
            ("sofs-programme-affects-fewer-removals", "no_effect", "baginsky-2021#p07"),
            (
                "sofs-programme-affects-child-family-outcomes",
                "inconclusive",
                "baginsky-2021#p08",
            ),
            ("sofs-programme-affects-expenditure", "inconclusive", None),
            ("practice-improvement", "contested", "baginsky-2021#p07"),
            ("sofs-programme-affects-visible-changes", "opposed", "baginsky-2021#p09"),
            ("rival-good-leadership", "supported", "baginsky-2021#p09"),
            ("sofs-programme-affects-lower-cp-rate", "indirect", None),
            ("shared-view-triggers-shared-responsibility", "unsupported", None),
        ],
    )
    def test_different_things_stay_different(
        self, claim: str, state: str, passage: str | None
    ) -> None:
        claims = json.loads(run("coverage", SOFS, "--format", "json").output)["claims"]
        found = next(c for c in claims if c["id"] == claim)
        assert found["state"] == state
        if passage:
            assert passage in [p["passage"] for p in found["passages"]]

    @pytest.mark.parametrize("form", ["text", "markdown", "csv"])
    def test_every_argued_claim_stands_in_every_format(self, form: str) -> None:
        output = run("coverage", SOFS, "--format", form).output
        for link in cmo.load(SOFS).links:
            assert link.id in output

    def test_fail_under_sets_the_status(self) -> None:
        assert run("coverage", SOFS, "--fail-under", "10").exit_code == 0
        failed = run("coverage", SOFS, "--fail-under", "90")
        assert failed.exit_code == 1
        assert "fewer than 90 %" in failed.stderr

    def test_a_broken_file_stops_it(self, sofs: Path) -> None:
        (sofs / "sources" / "baginsky-2021.json").write_text("[", "utf-8")
        problem = run("coverage", sofs).exception
        assert isinstance(problem, Problem)
        assert "baginsky-2021.json:1:2" in str(problem)


def test_status_says_where_it_stands_and_what_is_next() -> None:
    output = run("status", SOFS).output
    assert "4 sources, 3 studies (1 study more only cited)" in output
    assert "cmo check --select E301" in output


def test_schema_prints_the_published_file() -> None:
    published = (ROOT / "schemas" / "source.v1.schema.json").read_text("utf-8")
    assert run("schema", "source").output == published


def _process(*arguments: str | Path, **more: Any) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "cmo", *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, check=False, **more)


def test_a_problem_is_one_line_and_status_2(tmp_path: Path) -> None:
    done = _process("coverage", tmp_path / "nowhere")
    assert done.returncode == 2
    assert done.stdout == ""
    assert done.stderr.count("\n") == 1
    assert done.stderr.startswith("cmo: ")


def test_main_ends_quietly_when_nobody_reads(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(**_: Any) -> None:
        raise BrokenPipeError

    monkeypatch.setattr(command_line, "cli", broken)
    monkeypatch.setattr("os.dup2", lambda *_: None)
    with pytest.raises(SystemExit) as ended:
        command_line.main()
    assert ended.value.code == 141


class TestDiagramAndBuild:
    def test_a_diagram_is_written_where_it_is_asked_for(self, tmp_path: Path) -> None:
        target = tmp_path / "figure.dot"
        result = run("diagram", SOFS, "-o", target)
        assert result.exit_code == 0
        first, told, *_ = result.output.splitlines()
        assert first == f"wrote {target}"
        assert "on A4 its smallest text would print at" in told
        assert target.exists()

    def test_a_view_is_asked_for_by_options(self, tmp_path: Path) -> None:
        target = tmp_path / "figure.txt"
        about = ["--view", "chain", "--focus", "parental-trust", "--to", "child-safety"]
        result = run("diagram", SOFS, *about, "--audience", "practice", "-o", target)
        assert result.output == f"wrote {target}\n"
        assert "“Parents trust their worker”" in target.read_text("utf-8")

    def test_a_figure_is_cut_for_its_page_or_refused(self, tmp_path: Path) -> None:
        about = ["--view", "coverage", "--page", "a3", "-o", str(tmp_path / "x.svg")]
        refused = run("diagram", SOFS, *about, "--fit", "fail")
        assert "8 pt is the least" in str(refused.exception)
        cut = run("diagram", SOFS, *about)
        assert "too large for a3 at 8 pt: cut into" in cut.output

    def test_build_writes_tells_and_checks(self, sofs: Path, tmp_path: Path) -> None:
        to = tmp_path / "site"
        missing = run("build", sofs, "--to", to, "--check")
        assert missing.exit_code == 1
        assert f"stale: {to / 'signs-of-safety' / 'index.html'}" in missing.output
        assert not to.exists()
        written = run("build", sofs, "--to", to).output
        made = [file for file in to.rglob("*") if file.is_file()]
        assert written.startswith(f"wrote {len(made)} files: {to}")
        fresh = run("build", sofs, "--to", to, "--check")
        assert (fresh.exit_code, "up to date" in fresh.output) == (0, True)


class TestMain:
    """`main` is what runs when a user types cmo."""

    def run(self, monkeypatch: pytest.MonkeyPatch, *arguments: str) -> int | str | None:
        monkeypatch.setattr(sys, "argv", ["cmo", *arguments])
        with pytest.raises(SystemExit) as ended:
            command_line.main()
        return ended.value.code or 0

    def test_a_command_ends_with_its_status(
        self, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
    ) -> None:
        assert self.run(monkeypatch, "explain", "E301") == 0
        assert self.run(monkeypatch, "check", str(SOFS), "--strict") == 1
        assert "E301" in capfd.readouterr().out

    def test_a_problem_is_one_line(
        self, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
    ) -> None:
        assert self.run(monkeypatch, "explain", "nothing\x1b[31m") == 2
        told = capfd.readouterr().err
        assert told.startswith("cmo: 'nothing\\u001b[31m' is no rule")
        assert told.count("\n") == 1

    def test_wrong_usage_is_told_with_the_way_to_help(
        self, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
    ) -> None:
        assert self.run(monkeypatch, "coverage", "--format", "\x1b[31m") == 2
        told = capfd.readouterr().err
        assert "Try 'cmo coverage --help' for help." in told
        assert "\x1b" not in told

    def test_an_interrupted_command_says_so(
        self, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
    ) -> None:
        def interrupted(**_: Any) -> None:
            raise click.Abort

        monkeypatch.setattr(command_line, "cli", interrupted)
        assert self.run(monkeypatch) == 130
        assert capfd.readouterr().err == "Aborted!\n"

    def test_a_fault_of_ours_is_not_hidden(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def faulty(**_: Any) -> None:
            raise ZeroDivisionError

        monkeypatch.setattr(command_line, "cli", faulty)
        with pytest.raises(ZeroDivisionError):
            command_line.main()

    def test_a_full_disk_is_one_line(
        self, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
    ) -> None:
        def full(**_: Any) -> None:
            raise OSError(28, "No space left on device")

        monkeypatch.setattr(command_line, "cli", full)
        monkeypatch.setattr("os.dup2", lambda *_: None)
        assert self.run(monkeypatch) == 2
        assert capfd.readouterr().err == "cmo: the output: No space left on device\n"


def test_long_work_is_told_on_a_terminal_alone(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(output, "PATIENCE", 0)
    with output.working("checking"):
        pass
    assert capsys.readouterr().err == ""
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True, raising=False)
    told = threading.Event()
    plain = click.echo

    def echo(words: str, **more: Any) -> None:
        plain(words, **more)
        told.set()

    monkeypatch.setattr(click, "echo", echo)
    with output.working("checking \x1b[31m"):
        assert told.wait(HANGING)
    shown = capsys.readouterr().err
    assert shown.startswith("checking \\u001b[31m …\r ")
    assert shown.endswith("\r")


def test_quick_work_is_not_told(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(output, "PATIENCE", HANGING)
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True, raising=False)
    with output.working("checking"):
        pass
    assert capsys.readouterr().err == ""


def test_codes_are_coloured_on_a_terminal_unless_no_color_is_set(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True, raising=False)
    monkeypatch.delenv("NO_COLOR", raising=False)
    assert output.is_coloured()
    monkeypatch.setenv("NO_COLOR", "1")
    assert not output.is_coloured()
    assert "\x1b[" in output.coloured("E301", Severity.WARNING)


def _without_passages_on(claim: str, theory: Path) -> None:
    """Take out every passage that reaches `claim`: its own, and by inheritance."""
    coverage = json.loads(run("coverage", theory, "--format", "json").output)
    found = next(c for c in coverage["claims"] if c["id"] == claim)
    gone = {claim, *found["inherited_from"]}
    for form in (theory / "sources").glob("*.json"):
        source = json.loads(form.read_text("utf-8"))
        source["excerpts"] = [
            e
            for e in source["excerpts"]
            if not gone & {u["claim"] for u in e.get("bears_on", [])}
        ]
        form.write_text(json.dumps(source, indent=2) + "\n", "utf-8")
