from __future__ import annotations

import csv
import io
import json
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner, Result

from cmo.cli import cli
from cmo.publish.document import Document, Figure, Paragraph, words
from cmo.store import writing
from cmo.workspace import publishing
from cmo.workspace.theories import Problem
from tests.making import CMOC, Json, element, excerpt, source, use

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).parents[2]
SOFS = ROOT / "theories" / "signs-of-safety"
TABLES = ["cmocs", "sources", "evidence", "decisions", "cerqual"]
COMMANDS = [
    *(["table", name] for name in TABLES),
    ["emmie"],
    ["checklist", "rameses-1"],
    ["checklist", "rameses-2"],
]
STARTS = {
    "md": b"#",
    "docx": b"PK",
    "xlsx": b"PK",
    "html": b"<!doctype html>",
    "tex": b"",
    "pdf": b"%PDF",
    "csv": b"",
}
SECRET = "the secret of Ward 7"  # noqa: S105 - no password


def run(*arguments: str | Path) -> Result:
    return CliRunner().invoke(cli, [*map(str, arguments)])


def problem(*arguments: str | Path) -> str:
    found = run(*arguments).exception
    assert isinstance(found, Problem)
    return str(found)


def bundle(folder: Path, **parts: object) -> Path:
    """Write a theory with one configuration, and passages on it."""
    written: Json = {
        "id": "trust",
        "title": "Trust",
        "elements": [
            element("time", "context"),
            element("trust", "mechanism"),
            element("safety", "outcome"),
            element("visits", "intervention"),
        ],
        "configurations": [CMOC],
        "sources": [source("a", excerpt("p1", use("cmoc")))],
        **parts,
    }
    path = folder / "trust.theory.json"
    path.write_text(json.dumps(written), "utf-8")
    return path


class TestFormats:
    @pytest.mark.parametrize("form", STARTS)
    @pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
    def test_everything_is_written_in_every_format(
        self, command: list[str], form: str, tmp_path: Path
    ) -> None:
        target = tmp_path / f"out.{form}"
        done = run(*command, SOFS, "-o", target)
        assert done.exception is None
        assert done.stdout == f"wrote {target}\n"
        assert target.read_bytes().lower().startswith(STARTS[form].lower())
        assert [one.name for one in tmp_path.iterdir()] == [target.name]

    @pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
    def test_without_a_file_it_is_printed_as_markdown(self, command: list[str]) -> None:
        shown = run(*command, SOFS).output
        assert shown.startswith("# Signs of Safety")
        # Nobody has judged confidence in it, so that there is no table of that.
        has_table = "| --- |" in shown or "|---" in shown
        assert has_table == (command != ["table", "cerqual"])

    def test_a_suffix_in_capitals_will_do(self, tmp_path: Path) -> None:
        target = tmp_path / "OUT.MD"
        assert run("table", "cmocs", SOFS, "-o", target).exception is None
        assert [one.name for one in tmp_path.iterdir()] == ["OUT.MD"]

    def test_csv_has_a_row_for_each_decision(self, tmp_path: Path) -> None:
        target = tmp_path / "out.csv"
        run("table", "decisions", SOFS, "-o", target)
        header, *rows = csv.reader(io.StringIO(target.read_text("utf-8-sig")))
        assert header[0] == "Date"
        assert len(rows) == 5

    def test_formulas_stay_text_in_spreadsheets(self, tmp_path: Path) -> None:
        theory = bundle(tmp_path, configurations=[{**CMOC, "statement": "=1+1"}])
        target = tmp_path / "out.csv"
        run("table", "cmocs", theory, "-o", target)
        _, row = csv.reader(io.StringIO(target.read_text("utf-8-sig")))
        assert row[1].startswith("'=1+1")

    @pytest.mark.parametrize("form", ["docx", "xlsx", "pdf", "html"])
    def test_equal_input_gives_equal_bytes(self, form: str, tmp_path: Path) -> None:
        for name in ("one", "two"):
            run("table", "cmocs", SOFS, "-o", tmp_path / f"{name}.{form}")
        one, two = (tmp_path / f"{name}.{form}" for name in ("one", "two"))
        assert one.read_bytes() == two.read_bytes()


class TestHostile:
    TEXT = (
        r"<script>alert(1)</script> & ]]> \N {a|b} \textbf{x} $1$ # *c* _d_ `e` [g](h) "
        "=cmd() “q” '\"' %s {{ x }}"
    )

    @pytest.mark.parametrize("form", STARTS)
    @pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
    def test_no_text_breaks_a_format(
        self, command: list[str], form: str, tmp_path: Path
    ) -> None:
        text = self.TEXT
        document = source(
            "a", excerpt("p1", use("cmoc", note=text), text=text, emmie=["effect"])
        )
        document["citation"] = {"title": text, "author": [{"literal": "x" * 5000}]}
        theory = bundle(
            tmp_path,
            title=text,
            elements=[
                element("time", "context", layers=["individual"]) | {"label": text},
                element("trust", "mechanism") | {"label": text * 30},
                element("safety", "outcome") | {"label": "w" * 5000},
                element("visits", "intervention"),
            ],
            configurations=[{**CMOC, "label": text}],
            decisions=[{"id": "d", "claims": ["cmoc"], "rationale": text}],
            sources=[document],
        )
        done = run(*command, theory, "-o", tmp_path / f"out.{form}")
        assert done.exception is None

    @pytest.mark.parametrize("name", ["cmocs", "evidence"])
    def test_it_comes_out_as_itself_in_a_spreadsheet(
        self, name: str, tmp_path: Path
    ) -> None:
        openpyxl = pytest.importorskip("openpyxl")
        theory = bundle(tmp_path, configurations=[{**CMOC, "label": self.TEXT}])
        run("table", name, theory, "-o", tmp_path / "out.xlsx")
        sheet = openpyxl.load_workbook(tmp_path / "out.xlsx").worksheets[0]
        assert self.TEXT in str(sheet["A2"].value).split("\n")


class TestCsv:
    @pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
    def test_what_it_has_no_room_for_is_told(
        self, command: list[str], tmp_path: Path
    ) -> None:
        done = run(*command, SOFS, "-o", tmp_path / "out.csv")
        assert done.exit_code == 0
        assert done.stderr.count("\n") == 1
        assert "out.csv: it holds the table alone: for the rest (Notes" in done.stderr
        assert done.stderr.endswith(") write .xlsx or .docx\n")

    def test_emmie_names_its_passages(self, tmp_path: Path) -> None:
        done = run("emmie", SOFS, "-o", tmp_path / "out.CSV")
        assert "(Notes, Passages and References)" in done.stderr

    def test_other_formats_have_room_for_all(self, tmp_path: Path) -> None:
        assert not run("emmie", SOFS, "-o", tmp_path / "out.xlsx").stderr


class TestStyle:
    def test_references_follow_it(self) -> None:
        shown = run("table", "cmocs", SOFS, "--style", "apa").output
        assert "Baginsky, M., Moriarty, J., & Manthorpe, J. (ca. 2017a)" in shown

    def test_an_unknown_one_is_a_problem_in_one_line(self) -> None:
        told = problem("table", "cmocs", SOFS, "--style", "appa")
        assert told.startswith("there is no style 'appa': there is ")
        assert "apa" in told


class TestShare:
    @pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
    def test_words_for_the_team_are_printed_nowhere(
        self, command: list[str], tmp_path: Path
    ) -> None:
        secret = excerpt(
            "p1",
            use("cmoc", note=f"{SECRET} n"),
            text=SECRET,
            share="team",
            unit=f"{SECRET} u",
            result={"measure": f"{SECRET} r"},
            emmie=["effect"],
        )
        done = run(*command, bundle(tmp_path, sources=[source("a", secret)]))
        assert done.exception is None
        assert SECRET not in done.output


class TestBadInput:
    @pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
    def test_an_empty_theory_gives_a_sentence_or_an_empty_form(
        self, command: list[str], tmp_path: Path
    ) -> None:
        theory = bundle(tmp_path, elements=[], configurations=[], sources=[])
        done = run(*command, theory)
        assert done.exception is None
        assert done.output.startswith("# Trust")

    def test_an_empty_theory_gives_the_header_as_csv(self, tmp_path: Path) -> None:
        theory = bundle(tmp_path, elements=[], configurations=[], sources=[])
        target = tmp_path / "out.csv"
        assert run("table", "cmocs", theory, "-o", target).exit_code == 0
        (header,) = target.read_text("utf-8").splitlines()
        assert header.startswith("Configuration,Statement,")

    @pytest.mark.parametrize("name", ["x.json", "x", "x.odt", ".md"])
    def test_an_unknown_suffix_is_a_problem(self, name: str, tmp_path: Path) -> None:
        told = problem("table", "cmocs", SOFS, "-o", tmp_path / name)
        assert "the name must end in .md, .csv, .docx" in told
        assert not list(tmp_path.iterdir())

    def test_a_folder_is_a_problem(self, tmp_path: Path) -> None:
        (tmp_path / "x.md").mkdir()
        told = problem("emmie", SOFS, "-o", tmp_path / "x.md")
        assert "a folder stands there" in told

    def test_a_folder_that_is_missing_is_a_problem(self, tmp_path: Path) -> None:
        told = problem("emmie", SOFS, "-o", tmp_path / "gone" / "x.md")
        assert "there is no folder" in told

    def test_no_theory_is_a_problem(self, tmp_path: Path) -> None:
        assert "no theory in" in problem("table", "cmocs", tmp_path)

    @pytest.mark.parametrize(
        "command", [["table", "cmoc"], ["checklist", "rameses"]], ids=" ".join
    )
    def test_an_unknown_name_is_wrong_usage(self, command: list[str]) -> None:
        assert run(*command, SOFS).exit_code == 2

    def test_from_python_an_unknown_name_is_a_problem(self) -> None:
        with pytest.raises(Problem, match="there is no table 'cmoc'"):
            publishing.table(SOFS, "cmoc")
        with pytest.raises(Problem, match="there is no checklist 'rameses'"):
            publishing.checklist(SOFS, "rameses")

    def test_a_problem_is_one_line_and_no_traceback(self, tmp_path: Path) -> None:
        done = subprocess.run(
            [sys.executable, "-m", "cmo", "table", "cmocs", "-o", tmp_path / "x.odt"],
            cwd=ROOT,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 2
        assert done.stderr.count("\n") == 1
        assert done.stderr.startswith("cmo: ")

    @pytest.mark.parametrize("command", ["table", "emmie", "checklist"])
    def test_help_has_an_example(self, command: str) -> None:
        assert f"Example: cmo {command}" in run(command, "--help").output


SVG = (
    b'<svg xmlns="http://www.w3.org/2000/svg" width="10" height="10">'
    b"<title>t</title></svg>"
)


def illustrated(name: str = "picture") -> Document:
    figure = Figure(name, "A picture", "nothing", 100, 50, lambda _: SVG)
    return Document("T", (Paragraph(words("text")), figure))


@pytest.fixture(autouse=True)
def _nothing_is_left_behind(tmp_path: Path) -> Iterator[None]:
    yield
    assert not [one for one in tmp_path.rglob(".*") if one.name != ".md"]


class TestSave:
    def test_figures_stand_beside_markdown(self, tmp_path: Path) -> None:
        files = publishing.save(illustrated(), tmp_path / "guide.md", ["md"])
        assert files[0] == tmp_path / "guide.md"
        assert len(files) == 2
        assert {one.name for one in tmp_path.iterdir()} == {one.name for one in files}
        assert files[1].name in files[0].read_text("utf-8")

    def test_writing_again_replaces_all_of_it(self, tmp_path: Path) -> None:
        target = tmp_path / "guide.md"
        publishing.save(illustrated(), target, ["md"])
        before = {one: one.read_bytes() for one in tmp_path.iterdir()}
        target.write_text("old")
        publishing.save(illustrated(), target, ["md"])
        assert {one: one.read_bytes() for one in tmp_path.iterdir()} == before

    def test_if_a_figure_cannot_be_written_nothing_is(self, tmp_path: Path) -> None:
        files = publishing.save(illustrated(), tmp_path / "guide.md", ["md"])
        for one in files:
            one.unlink()
        files[1].mkdir()
        with pytest.raises(Problem, match="a folder stands there"):
            publishing.save(illustrated(), tmp_path / "guide.md", ["md"])
        assert not files[0].exists()

    def test_if_the_disk_is_full_nothing_is_written(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        written: list[Path] = []
        really = writing.write_output

        def full(path: Path, content: bytes) -> None:
            if written:
                raise OSError(28, "No space left on device", str(path))
            written.append(path)
            really(path, content)

        monkeypatch.setattr(writing, "write_output", full)
        with pytest.raises(Problem, match="No space left"):
            publishing.save(illustrated(), tmp_path / "guide.md", ["md"])
        assert not list(tmp_path.iterdir())

    def test_only_the_forms_that_are_asked_for_are_taken(self, tmp_path: Path) -> None:
        with pytest.raises(Problem, match=r"the name must end in \.md, \.html$"):
            publishing.save(illustrated(), tmp_path / "x.csv", ["md", "html"])

    def test_what_a_format_cannot_hold_is_a_problem(self, tmp_path: Path) -> None:
        with pytest.raises(Problem):
            publishing.save(illustrated(), tmp_path / "x.csv", ["csv"])
        assert not list(tmp_path.iterdir())
