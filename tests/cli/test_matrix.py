from __future__ import annotations

import csv
import json
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from cmo.cli import cli
from cmo.workspace.mapping import LIMIT, matrix, rendered
from cmo.workspace.theories import Problem
from tests.making import element, excerpt, source, use

TOO_MANY = (142, 141)  # 20,022 cells
ROOT = Path(__file__).parents[2]
SOFS = ROOT / "theories" / "signs-of-safety"


def run(*arguments: str | Path) -> Result:
    return CliRunner().invoke(cli, ["matrix", *map(str, arguments)])


def problem(*arguments: str | Path) -> str:
    found = run(*arguments).exception
    assert isinstance(found, Problem)
    return str(found)


def wide(folder: Path, mechanisms: int, outcomes: int) -> Path:
    """Write a theory with one configuration, and one passage on it."""
    members = {
        "mechanism": [f"m{i}" for i in range(mechanisms)],
        "outcome": [f"o{i}" for i in range(outcomes)],
    }
    whole = {f"{kind}s": ids for kind, ids in members.items()}
    passage = excerpt("p1", use("whole"))
    theory = {
        "id": "wide",
        "title": "Wide",
        "elements": [element(one, kind) for kind in members for one in members[kind]],
        "configurations": [{"id": "whole", "label": "Whole", **whole}],
        "sources": [source("a", passage)],
    }
    bundle = folder / "wide.theory.json"
    bundle.write_text(json.dumps(theory), "utf-8")
    return bundle


class TestSignsOfSafety:
    def test_what_each_source_says_of_each_mechanism(self) -> None:
        shown = run(SOFS, "--rows", "mechanism", "--columns", "source").output
        lines = {line.split("  ")[0]: line for line in shown.splitlines()}
        assert lines["fresh-opportunities"].split()[1:] == ["F1+1", ".", ".", "."]
        # The review only proposes the main mechanism, and no other document has it.
        assert lines["shared-responsibility"].split()[1:] == [".", ".", ".", "P1+1"]

    def test_mechanisms_by_outcomes_are_the_default(self) -> None:
        shown = run(SOFS).output
        assert "mechanisms by outcomes" in shown
        assert max(map(len, shown.splitlines())) <= 100

    def test_the_main_mechanism_is_only_proposed_to_make_children_safer(self) -> None:
        shown = json.loads(run(SOFS, "--format", "json").output)
        (cell,) = (c for c in shown["cells"] if c["row"] == "shared-responsibility")
        assert cell["column"] == "child-safety"
        assert {k for k, n in cell["studies"]["direct"].items() if n} == {"proposing"}
        assert {p["passage"] for p in cell["passages"]} == {
            "sheehan-2018-summary#p14",
            "sheehan-2018-summary#p15",
        }


class TestWords:
    def test_dimensions_are_read_as_people_write_them(self) -> None:
        found = matrix(SOFS, rows="Context_Layer", columns=" source  kind ")
        assert (found.rows.axis, found.columns.axis) == ("context-layer", "source-kind")

    def test_an_unknown_dimension_gets_a_hint(self) -> None:
        told = problem(SOFS, "--rows", "mechanisms")
        assert "'mechanisms' can't be --rows (did you mean 'mechanism'?)" in told
        assert "choose from mechanism, context, context-layer" in told

    def test_rows_and_columns_must_differ(self) -> None:
        told = problem(SOFS, "--rows", "outcome")
        assert "rows and columns are both 'outcome'" in told


class TestOutput:
    @pytest.mark.parametrize(
        ("suffix", "form"),
        [
            ("html", "html"),
            ("HTM", "html"),
            ("md", "markdown"),
            ("csv", "csv"),
            ("json", "json"),
            ("txt", "text"),
        ],
    )
    def test_the_suffix_says_the_format(
        self, tmp_path: Path, suffix: str, form: str
    ) -> None:
        target = tmp_path / f"map.{suffix}"
        assert run(SOFS, "-o", target).output == f"wrote {target}\n"
        assert target.read_text("utf-8") == rendered(matrix(SOFS), form)

    def test_a_format_that_is_given_wins(self, tmp_path: Path) -> None:
        target = tmp_path / "map"
        assert run(SOFS, "-o", target, "--format", "csv").exit_code == 0
        with target.open(encoding="utf-8", newline="") as file:
            assert len(list(csv.DictReader(file))) > 20

    def test_an_output_that_cannot_be_is_one_clear_line(self, tmp_path: Path) -> None:
        told = problem(SOFS, "-o", tmp_path / "map.xlsx")
        assert "the name must end in .html, " in told
        (tmp_path / "map.html").mkdir()
        assert "a folder stands there" in problem(SOFS, "-o", tmp_path / "map.html")
        nowhere = tmp_path / "nowhere" / "map.html"
        for form in ((), ("--format", "csv")):
            assert "there is no folder" in problem(SOFS, "-o", nowhere, *form)
        assert [one.name for one in tmp_path.iterdir()] == ["map.html"]

    def test_a_broken_file_stops_it(self, tmp_path: Path) -> None:
        broken = tmp_path / "x.theory.json"
        broken.write_text("[", "utf-8")
        assert "x.theory.json:1:" in problem(broken)

    def test_it_ends_with_status_2_and_no_traceback(self) -> None:
        command = [sys.executable, "-m", "cmo", "matrix", str(SOFS), "--rows", "x"]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        assert (done.returncode, done.stdout) == (2, "")
        assert done.stderr.startswith("cmo: 'x' can't be --rows")
        assert done.stderr.count("\n") == 1


class TestSize:
    @pytest.mark.parametrize("form", ["text", "markdown", "html"])
    def test_a_table_that_nobody_could_read_is_refused_with_a_way_out(
        self, tmp_path: Path, form: str
    ) -> None:
        told = problem(wide(tmp_path, *TOO_MANY), "--format", form)
        assert told == (
            "the table would have 20,022 cells, and nobody can read more than 20,000: "
            "use --format csv or json, or choose other rows or columns"
        )

    @pytest.mark.parametrize("form", ["csv", "json"])
    def test_programs_get_it_all_the_same(self, tmp_path: Path, form: str) -> None:
        shown = run(wide(tmp_path, *TOO_MANY), "--format", form)
        assert shown.exit_code == 0
        assert shown.output.count("a#p1") == 142 * 141

    def test_a_page_with_too_many_passages_is_refused_too(self, tmp_path: Path) -> None:
        bundle = wide(tmp_path, 1, 1)
        theory = json.loads(bundle.read_text("utf-8"))
        passage = theory["sources"][0]["excerpts"][0]
        theory["sources"][0]["excerpts"] = [
            {**passage, "id": f"p{i}"} for i in range(LIMIT + 1)
        ]
        bundle.write_text(json.dumps(theory), "utf-8")
        assert "list 20,001 passages" in problem(bundle, "--format", "html")
        assert run(bundle).exit_code == 0


class TestTheoriesAreSafe:
    def test_it_never_writes_over_a_theory(self, tmp_path: Path) -> None:
        bundle = wide(tmp_path, 1, 1)
        before = bundle.read_bytes()
        told = problem(bundle, "--format", "json", "-o", bundle)
        assert "is a file of a theory: name another file" in told
        assert bundle.read_bytes() == before

    def test_it_never_writes_over_a_form(self, tmp_path: Path) -> None:
        form = tmp_path / "sources" / "smith-2020.json"
        form.parent.mkdir()
        (tmp_path / "theory.json").write_text("{}", "utf-8")
        told = problem(SOFS, "--format", "json", "-o", form)
        assert "is a file of a theory" in told
        assert not form.exists()
