from __future__ import annotations

import csv
import json
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft4Validator

from cmo.findings import Severity
from cmo.report.escaping import plain
from cmo.report.sarif import as_sarif
from cmo.workspace.judging import check, rules
from tests.making import Json, element, link
from tests.report.made import HOSTILE, finding, findings

if TYPE_CHECKING:
    from cmo.findings import Finding
    from cmo.report.findings import Findings

ROOT = Path(__file__).parents[2]
SOFS = ROOT / "theories" / "signs-of-safety"
# The published schema stands beside the project where it is developed.
SCHEMA = ROOT.parent / "shared" / "formats" / "sarif-schema-2.1.0.json"

RULES = rules()


def run_of(made: Findings) -> Json:
    log = json.loads(as_sarif(made, RULES, "1.2.3"))
    assert log["version"] == "2.1.0"
    (run,) = log["runs"]
    assert isinstance(run, dict)
    return run


def result_of(one: Finding) -> Json:
    (result,) = run_of(findings(one))["results"]
    assert isinstance(result, dict)
    return result


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


class TestRules:
    def test_every_rule_is_there_with_its_documentation(self) -> None:
        driver = run_of(findings())["tool"]["driver"]
        assert (driver["name"], driver["version"]) == ("cmo", "1.2.3")
        assert [one["id"] for one in driver["rules"]] == list(RULES)
        for one in driver["rules"]:
            rule = RULES[one["id"]]
            assert one["name"] == rule.name
            assert one["defaultConfiguration"] == {"level": str(rule.severity)}
            told = " ".join(rule.documentation.split())
            assert " ".join(one["help"]["text"].split()) == told
            assert one["shortDescription"]["text"] in one["fullDescription"]["text"]
            # What GitHub cuts off.
            assert len(one["fullDescription"]["text"]) <= 1024

    def test_why_and_fix_stand_out_in_markdown(self) -> None:
        (one,) = [
            r
            for r in run_of(findings())["tool"]["driver"]["rules"]
            if r["id"] == "R003"
        ]
        assert one["help"]["markdown"].startswith("A file is not JSON.\n\n**Why:** a ")
        assert "\n\n**Fix:** mend the place" in one["help"]["markdown"]
        assert one["properties"]["tags"] == ["reading"]


class TestResults:
    def test_a_result_says_what_where_and_of_which_record(self) -> None:
        result = result_of(
            finding("is odd", id="a-b", at=(7, 9), pointer="/links/2/source")
        )
        assert result["ruleId"] == list(RULES)[result["ruleIndex"]] == "E301"
        assert (result["level"], result["message"]) == ("warning", {"text": "is odd"})
        assert result["locations"] == [
            {
                "physicalLocation": {
                    "artifactLocation": {
                        "uri": "theories/t/theory.json",
                        "uriBaseId": "%SRCROOT%",
                    },
                    "region": {"startLine": 7, "startColumn": 9},
                },
                "logicalLocations": [
                    {"name": "a-b", "fullyQualifiedName": "/links/2/source"}
                ],
            }
        ]
        assert result["suppressions"] == []

    @pytest.mark.parametrize("severity", Severity)
    def test_levels_are_those_of_sarif(self, severity: Severity) -> None:
        level = result_of(finding(severity=severity))["level"]
        assert level in {"error", "warning", "note"}
        assert level == str(severity)

    def test_a_waiver_is_a_suppression_in_the_source_with_its_reason(self) -> None:
        assert result_of(finding(waived="Agreed.\nAB"))["suppressions"] == [
            {
                "kind": "inSource",
                "status": "accepted",
                "justification": "Agreed.\nAB",
            }
        ]

    def test_a_fingerprint_is_one_that_github_looks_for(self) -> None:
        (key,) = result_of(finding())["partialFingerprints"]
        assert key == "primaryLocationLineHash"

    def test_what_has_no_record_has_no_logical_location(self) -> None:
        (place,) = result_of(finding(id="", pointer=""))["locations"]
        assert "logicalLocations" not in place

    @pytest.mark.parametrize(
        ("file", "uri"),
        [
            ("a b/ä%.json", "a%20b/%C3%A4%25.json"),
            ("x:y#z?.json", "x%3Ay%23z%3F.json"),
            (".", "."),
            ("bad-\udcff.json", "bad-%FF.json"),
        ],
    )
    def test_any_file_name_becomes_a_uri(self, file: str, uri: str) -> None:
        (place,) = result_of(finding(file=file))["locations"]
        artifact = place["physicalLocation"]["artifactLocation"]
        assert artifact == {"uri": uri, "uriBaseId": "%SRCROOT%"}

    def test_a_file_elsewhere_has_its_whole_uri(self, here: Path) -> None:
        (place,) = result_of(finding(file="../a b.json"))["locations"]
        artifact = place["physicalLocation"]["artifactLocation"]
        assert artifact == {"uri": (here.parent / "a b.json").as_uri()}


class TestInvocation:
    def test_a_check_that_read_everything_succeeded(self) -> None:
        assert run_of(findings(finding()))["invocations"] == [
            {"executionSuccessful": True, "toolExecutionNotifications": []}
        ]

    def test_broken_files_and_what_was_not_judged_are_told(self) -> None:
        made = findings(broken=["theories/t/theory.json"] * 2, not_judged=["E301"])
        (invocation,) = run_of(made)["invocations"]
        assert invocation["executionSuccessful"] is False
        broken, unjudged = invocation["toolExecutionNotifications"]
        (place,) = broken["locations"]
        uri = place["physicalLocation"]["artifactLocation"]["uri"]
        assert (broken["level"], uri) == ("error", "theories/t/theory.json")
        rule = unjudged["associatedRule"]
        assert (rule["id"], list(RULES)[rule["index"]]) == ("E301", "E301")


@pytest.mark.parametrize("text", HOSTILE)
def test_what_users_wrote_stays_what_it_is(text: str) -> None:
    result = result_of(finding(text, waived=text, id=text, pointer=f"/x/{text}"))
    assert _as_shown(result["message"]["text"]) == plain(text)
    assert result["suppressions"][0]["justification"] == plain(text)


def test_a_link_that_users_wrote_is_none() -> None:
    shown = result_of(finding("[a](javascript:b)"))["message"]["text"]
    assert not re.search(r"(?<!\\)\]\(", shown)


@given(st.text())
def test_the_file_is_ascii_and_holds_no_half_pair(text: str) -> None:
    written = as_sarif(findings(finding(text, id=text)), RULES, "1")
    assert written.isascii()
    # Half a surrogate pair cannot be encoded.
    json.dumps(json.loads(written), ensure_ascii=False).encode()


def _as_shown(message: str) -> str:
    """Read `message` as SARIF says (3.11.5 and 3.11.6)."""
    return message.replace("\\](", "](").replace("{{", "{").replace("}}", "}")


# --- by the schema and by other programs ---------------------------------------------


def _theory(folder: Path, **parts: Any) -> Path:
    folder.mkdir(parents=True)
    theory = {"id": "t", "title": "T", **parts}
    (folder / "theory.json").write_text(json.dumps(theory), "utf-8")
    return folder


def _examples(folder: Path) -> list[Findings]:
    """Return checks of all sorts: a real theory, faults, broken files, hostile text."""
    faulty = _theory(
        folder / "faulty",
        elements=[element("a", "mechanism", label=text) for text in HOSTILE[:9]],
        links=[link("x", "a", "a", "triggers"), {"id": ""}, {}],
        waivers=[{"rule": "S102", "id": "x", "reason": "<b>|]]>"}],
    )
    (folder / "broken").mkdir()
    (folder / "broken" / "theory.json").write_text("{", "utf-8")
    (folder / "empty" / "sources").mkdir(parents=True)
    paths: list[list[Path]] = [
        [SOFS],
        [faulty],
        [folder / "broken", folder / "empty", folder / "nowhere"],
    ]
    if sys.platform == "linux":
        name = os.fsdecode(b"\xff.theory.json")
        (folder / name).write_text("[]", "utf-8")
        paths.append([folder / name])
    made = [check(some) for some in paths]
    return [*made, findings(*(finding(t, id=t, waived=t) for t in HOSTILE))]


@pytest.mark.skipif(not SCHEMA.exists(), reason=f"the SARIF schema is not at {SCHEMA}")
def test_it_is_valid_by_the_published_schema(tmp_path: Path) -> None:
    schema = json.loads(SCHEMA.read_text("utf-8"))
    validator = Draft4Validator(schema, format_checker=Draft4Validator.FORMAT_CHECKER)
    for made in _examples(tmp_path):
        validator.validate(json.loads(as_sarif(made, RULES, "1")))


def test_what_points_somewhere_points_to_something(tmp_path: Path) -> None:
    for made in _examples(tmp_path):
        run = run_of(made)
        assert len(run["results"]) == len(made.found)
        for result in run["results"]:
            rule = run["tool"]["driver"]["rules"][result["ruleIndex"]]
            assert rule["id"] == result["ruleId"]
            (place,) = result["locations"]
            region = place["physicalLocation"]["region"]
            assert region["startLine"] >= 1
            assert region["startColumn"] >= 1
            uri = place["physicalLocation"]["artifactLocation"]["uri"]
            assert re.fullmatch(r"[!-~]+", uri)
            assert "\\" not in uri


def test_sarif_tools_read_it(tmp_path: Path) -> None:
    for i, made in enumerate(_examples(tmp_path / "examples")):
        file = tmp_path / f"{i}.sarif"
        file.write_text(as_sarif(made, RULES, "1"), "utf-8")
        errors = sum(one.severity is Severity.ERROR for one in made.found)
        assert f"error: {errors}\n" in _sarif_tools("summary", file)
        table = tmp_path / f"{i}.csv"
        _sarif_tools("csv", "--output", table, file)
        with table.open(encoding="utf-8", newline="") as rows:
            assert len(list(csv.DictReader(rows))) == len(made.found)


def _sarif_tools(*arguments: str | Path) -> str:
    command = [sys.executable, "-m", "sarif", *map(str, arguments)]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    return done.stdout
