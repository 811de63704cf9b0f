from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from cmo.cli import cli
from cmo.quotes import Status
from cmo.workspace.quoting import quotes
from cmo.workspace.theories import Problem
from tests.making import CMOC, element, excerpt, source, use

ROOT = Path(__file__).parents[2]
SOFS = ROOT / "theories" / "signs-of-safety"
SAID = "At first nobody came. Later they trusted the worker, who came every week.\n"


def run(*arguments: str | Path) -> Result:
    return CliRunner().invoke(cli, ["quotes", *map(str, arguments)])


def verbatim(one: str, text: str, *claims: str, **more: Any) -> dict[str, Any]:
    uses = [use(claim) for claim in claims]
    return excerpt(one, *uses, text=text, verbatim=True, **more)


@pytest.fixture
def theory(tmp_path: Path) -> Path:
    """Return a theory with a text, a source without one, and one whose text is lost."""
    folder = tmp_path / "trust"
    (folder / "sources").mkdir(parents=True)
    (folder / "texts").mkdir()
    (folder / "texts" / "ames.txt").write_text(SAID, "utf-8")
    elements = [
        element("time", "context"),
        element("trust", "mechanism"),
        element("safety", "outcome"),
        element("visits", "intervention"),
    ]
    whole = {
        "id": "trust",
        "title": "Trust | [1mus",
        "elements": elements,
        "configurations": [CMOC],
    }
    write(folder / "theory.json", whole)
    sources = [
        source(
            "ames",
            verbatim("p1", "they trusted the worker", "trust", "time"),
            verbatim("p2", "they trusted their worker", "trust", "cmoc"),
            excerpt("p3", use("safety", "neutral")),
            text={"path": "ames.txt"},
        ),
        source("boone", verbatim("p1", "It was hard.", "time")),
        source("cole", verbatim("p1", "So it went.", "time"), text={"path": "c.txt"}),
    ]
    for one in sources:
        write(folder / "sources" / f"{one['id']}.json", one)
    return folder


def write(file: Path, document: object) -> None:
    file.write_text(json.dumps(document), "utf-8")


def change(theory: Path, source: str, **fields: Any) -> None:
    file = theory / "sources" / f"{source}.json"
    write(file, {**json.loads(file.read_text("utf-8")), **fields})


def test_a_miss_is_told_first_with_the_nearest_passage(theory: Path) -> None:
    result = run(theory)
    assert result.exit_code == 1
    assert result.output.splitlines() == [
        "Trust | [1mus",
        "not found: ames#p2, in texts/ames.txt",
        '  the quote: "they trusted their worker"',
        '  nearest: "they trusted the worker," (line 1)',
        '  differs: the quote has "their", the text has "the"',
        "claims that rest on quotations that were not found:",
        "  mechanism trust: ames#p2",
        "  configuration cmoc: ames#p2; nothing else bears on it",
        "not checkable: 1 quotation (boone): the source names no text",
        "not checkable: 1 quotation (cole): the text file is not there",
        "4 quotations: 1 found, 1 not found, 2 not checkable",
    ]


def test_the_status_is_0_if_nothing_was_missed(theory: Path) -> None:
    change(theory, "ames", excerpts=[verbatim("p1", "nobody came", "trust")])
    result = run(theory)
    assert result.exit_code == 0
    assert "3 quotations: 1 found, 0 not found, 2 not checkable" in result.output
    assert "rest on" not in result.output


def test_signs_of_safety_has_quotations_and_no_texts() -> None:
    result = run(SOFS)
    assert result.exit_code == 0
    *_, last = result.output.splitlines()
    assert last.startswith("6 quotations: 0 found, 0 not found, 6 not checkable")
    assert "put the documents' plain text under texts/" in last


def test_without_quotations_it_says_so(theory: Path) -> None:
    for one in ("ames", "boone", "cole"):
        change(theory, one, excerpts=[])
    result = run(theory)
    assert result.exit_code == 0
    assert "no passage is marked as a quotation" in result.output


def test_texts_that_cannot_be_used_or_changed_are_told(theory: Path) -> None:
    change(theory, "ames", text={"path": "ames.txt", "sha256": "0" * 64})
    change(theory, "boone", text={"path": "/etc/passwd"})
    (theory / "texts" / "c.txt").write_bytes("So it wént.".encode("cp1252"))
    output = run(theory).output
    assert "changed text of 'ames': texts/ames.txt is not the file" in output
    assert "unusable text of 'boone': '/etc/passwd' leads out" in output
    assert "texts/c.txt is no UTF-8 and was read as Windows-1252" in output
    markdown = run(theory, "--format", "markdown").output
    assert "- changed text of 'ames'" in markdown


def test_json_holds_what_the_documentation_says(theory: Path) -> None:
    change(theory, "ames", text={"path": "ames.txt", "sha256": "0" * 64})
    result = run(theory, "--format", "json")
    assert result.exit_code == 1
    report = json.loads(result.output)
    assert report["version"] == 1
    assert [one["status"] for one in report["quotations"]] == [
        *("found", "not_found", "not_checkable", "not_checkable")
    ]
    missed = report["quotations"][1]
    assert missed["where"] == {"line": 1, "column": 29, "offset": 28, "page": None}
    assert missed["differences"] == [{"quote": "their", "text": "the"}]
    assert report["texts"][0]["changed"] is True
    assert report["texts"][1]["fault"] == "missing"
    assert report["claims"][1] == {
        "id": "cmoc",
        "kind": "configuration",
        "passages": ["ames#p2"],
        "alone": True,
    }
    assert report["totals"] == {"found": 1, "not_found": 1, "not_checkable": 2}
    _, _, page = (ROOT / "docs" / "json.md").read_text("utf-8").partition("cmo quotes")
    records = (report, missed, missed["where"], missed["differences"][0])
    more = (report["texts"][0], report["claims"][0], report["totals"])
    for record in (*records, *more):
        for key in record:
            assert f"`{key}`" in page


def test_markdown_holds_the_same_and_no_markup_of_others(theory: Path) -> None:
    output = run(theory, "--format", "markdown").output
    assert output.startswith("# Quotations: Trust \\| \\[1mus\n")
    assert "| `ames#p2` | the quote: " in output
    assert "- configuration cmoc: ames\\#" in output
    assert "- 1 quotation (boone): the source names no text" in output


def test_what_is_for_the_team_only_is_not_repeated_in_markdown(theory: Path) -> None:
    hidden = verbatim("p2", "they trusted their worker", "trust", share="team")
    apart = verbatim("p3", "every week … At first", "trust", share="team")
    change(theory, "ames", excerpts=[hidden, apart])
    output = run(theory, "--format", "markdown").output
    assert "not shown: it is for the team only<br>nearest: line 1 |" in output
    assert "their worker" not in output
    assert "every week" not in output


def test_markdown_says_less_where_there_is_less_to_say(theory: Path) -> None:
    for one in ("ames", "boone", "cole"):
        quote = verbatim("p1", "nobody came", share="team")
        change(theory, one, excerpts=[quote], text={"path": "ames.txt"})
    assert run(theory, "--format", "markdown").output == (
        "# Quotations: Trust \\| \\[1mus\n\n"
        "3 quotations: 3 found, 0 not found, 0 not checkable\n"
    )
    apart = verbatim("p1", "every week … At first", share="team")
    change(theory, "ames", excerpts=[apart])
    output = run(theory, "--format", "markdown").output
    assert output.endswith(
        "| `ames#p1` | the quote: not shown: it is for the team only |\n"
    )


def test_many_sources_are_not_all_named(theory: Path) -> None:
    for i in range(7):
        write(
            theory / "sources" / f"d{i}.json",
            source(f"d{i}", verbatim("p1", "It was hard.")),
        )
    assert "8 quotations (boone, d0, d1, d2, d3 …): the source" in run(theory).output


def test_long_quotations_and_many_differences_are_cut_for_reading(
    theory: Path,
) -> None:
    words = [f"word{i} and then" for i in range(60)]
    (theory / "texts" / "ames.txt").write_text(" ".join(words), "utf-8")
    for i in range(5, 60, 8):
        words[i] = "zebra and then"
    change(theory, "ames", excerpts=[verbatim("p1", " ".join(words), "trust")])
    output = run(theory).output
    assert output.count('the quote has "zebra"') == 5
    assert "differs: and 2 differences more" in output
    assert "[…]" in output
    assert max(map(len, output.splitlines())) < 400


def test_of_a_quotation_with_gaps_the_missing_part_is_shown(theory: Path) -> None:
    quote = "nobody came … they trusted their worker"
    change(theory, "ames", excerpts=[verbatim("p1", quote, "trust")])
    assert '  missing: "they trusted their worker"' in run(theory).output


def test_it_is_said_if_nothing_comes_near(theory: Path) -> None:
    apart = verbatim("p1", "Buses ran on time that year.", "trust")
    change(theory, "ames", excerpts=[apart])
    assert run(theory).output.splitlines()[2:4] == [
        '  the quote: "Buses ran on time that year."',
        "  why: no passage of the text comes near it",
    ]


def test_what_users_wrote_does_not_act_on_a_terminal(theory: Path) -> None:
    change(theory, "ames", text={"path": "\u202eames.txt"})
    assert "\u202e" not in run(theory).output


def test_a_check_reads_no_text_where_no_source_names_one() -> None:
    asked = (
        "import sys\n"
        "from cmo.workspace.judging import check\n"
        f"check([{str(SOFS)!r}])\n"
        "print('cmo.quotes' in sys.modules)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", asked], capture_output=True, text=True, check=True
    )
    assert done.stdout == "False\n"


def test_a_bundle_has_its_texts_beside_it(theory: Path, tmp_path: Path) -> None:
    whole = json.loads((theory / "theory.json").read_text("utf-8"))
    ames = json.loads((theory / "sources" / "ames.json").read_text("utf-8"))
    write(tmp_path / "one.theory.json", {**whole, "sources": [ames]})
    shutil.move(theory / "texts", tmp_path / "texts")
    found = quotes(tmp_path / "one.theory.json")
    assert [one.status for one in found.answers()] == [Status.FOUND, Status.NOT_FOUND]


def test_a_broken_file_or_no_theory_is_a_problem(theory: Path, tmp_path: Path) -> None:
    (theory / "sources" / "ames.json").write_text("{", "utf-8")
    assert isinstance(run(theory).exception, Problem)
    assert isinstance(run(tmp_path / "nowhere").exception, Problem)


def test_a_header_is_known_by_standing_on_many_pages(theory: Path) -> None:
    """What comes between is left out only where it is sure to be no text."""
    first, second = "They “trusted the work-\ner”", "– she said – always."
    said = f"Head 1\n{first}\n1\n\f\nHead 2\n{second}\n2\n"
    (theory / "texts" / "ames.txt").write_text(said, "utf-8")
    quoted = verbatim("p1", "'trusted the worker' - she", "trust")
    change(theory, "ames", excerpts=[quoted])
    (answer, *_) = quotes(theory).answers()
    assert answer.status is Status.NOT_FOUND
    many = said + "".join(f"\fHead {n}\nmore\n{n}\n" for n in (3, 4))
    (theory / "texts" / "ames.txt").write_text(many, "utf-8")
    (answer, *_) = quotes(theory).answers()
    assert answer.status is Status.FOUND
    assert answer.where
    assert (answer.where.line, answer.where.page) == (2, 1)


@pytest.mark.parametrize("form", ["text", "json", "sarif", "github", "junit"])
def test_a_finding_repeats_no_words_that_are_not_for_publication(
    theory: Path, form: str
) -> None:
    path = theory / "sources" / "ames.json"
    form_of = json.loads(path.read_text("utf-8"))
    form_of["excerpts"][1] |= {
        "share": "team",
        "text": "Later they trusted the worker, who came every SECRETNAME.",
    }
    write(path, form_of)
    options = ["--select", "E322", "--format", form]
    told = CliRunner().invoke(cli, ["check", str(theory), *options]).output
    assert "E322" in told
    assert "it differs from line 1 of the text" in told
    assert "SECRETNAME" not in told
    assert "came every week" not in told
