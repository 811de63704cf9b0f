from __future__ import annotations

from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cmo.findings import Severity
from cmo.report.escaping import plain
from cmo.report.junit import NO_THEORY, READ, as_junit
from tests.report.made import HOSTILE, finding, findings

if TYPE_CHECKING:
    from cmo.report.findings import Findings


def suites(
    made: Findings, *, notes: bool = False, strict: bool = False
) -> list[ET.Element]:
    text = as_junit(made, notes=notes, strict=strict)
    root = ET.fromstring(text.encode())  # noqa: S314 - our own
    for counted in (root, *root):
        cases = list(counted.iter("testcase"))
        assert counted.get("tests") == str(len(cases))
        for kind in ("failure", "error"):
            found = list(counted.iter(kind))
            assert counted.get(f"{kind}s") == str(len(found))
    keys = [(c.get("classname"), c.get("name")) for c in root.iter("testcase")]
    assert len(set(keys)) == len(keys)
    return list(root)


def cases(
    made: Findings, *, notes: bool = False, strict: bool = False
) -> dict[str, ET.Element | None]:
    """Return the verdict of each case of the one theory, by its name."""
    (suite,) = suites(made, notes=notes, strict=strict)
    return {case.get("name", ""): next(iter(case), None) for case in suite}


def test_a_theory_without_fault_has_a_test_that_passes() -> None:
    assert cases(findings()) == {READ: None}


def test_each_theory_is_a_suite_by_its_id() -> None:
    made = findings(
        finding(file="a/theory.json"),
        finding(file="a/sources/x.json", at=(1, 1)),
        finding(file="b/theory.json"),
        theories=["a", "b", "c"],
        ids=["trust", "safety", ""],
    )
    found = {suite.get("name"): len(suite) for suite in suites(made)}
    assert found == {"trust": 3, "safety": 2, "c": 1}


def test_an_error_fails_and_a_warning_does_when_strict() -> None:
    made = findings(
        finding("is wrong", severity=Severity.ERROR, id="a", at=(7, 9)),
        finding("is odd", id="b", at=(8, 9)),
    )
    lax, strict = cases(made), cases(made, strict=True)
    error, warning = lax["E301 a"], lax["E301 b"]
    assert error is not None
    assert (error.tag, error.get("type")) == ("failure", "error")
    place = "theories/t/theory.json:7:9"
    assert error.text == error.get("message") == f"{place}: E301 is wrong [error]"
    assert warning is not None
    assert (warning.tag, warning.attrib) == ("system-out", {})
    failed = strict["E301 b"]
    assert failed is not None
    assert (failed.tag, failed.get("type")) == ("failure", "warning")


def test_what_is_waived_passes_with_its_reason() -> None:
    made = findings(finding(severity=Severity.ERROR, waived="Agreed."))
    remark = cases(made, strict=True)["E301 trust"]
    assert remark is not None
    assert remark.tag == "system-out"
    assert (remark.text or "").endswith("[waived: Agreed.]")


def test_notes_are_tests_that_pass_when_asked_for() -> None:
    made = findings(finding(severity=Severity.NOTE))
    assert set(cases(made)) == {READ}
    note = cases(made, notes=True, strict=True)["E301 trust"]
    assert note is not None
    assert note.tag == "system-out"


def test_a_broken_file_is_an_error_even_where_its_findings_are_left_out() -> None:
    error = cases(findings(broken=["theories/t/sources/a.json"]))[READ]
    assert error is not None
    assert error.tag == "error"
    assert "mend first: theories/t/sources/a.json" in (error.text or "")


def test_a_path_that_is_no_theory_stands_apart() -> None:
    made = findings(finding(file="x"), theories=[], ids=[], broken=["x"])
    (suite,) = suites(made)
    assert (suite.get("name"), len(suite)) == (NO_THEORY, 2)


def test_two_findings_of_one_rule_on_one_record_are_two_tests() -> None:
    made = findings(finding(at=(1, 1)), finding(at=(2, 1)))
    assert set(cases(made)) == {READ, "E301 trust", "E301 trust (2)"}


def test_copies_of_a_theory_are_told_apart() -> None:
    made = findings(theories=["a", "b"], ids=["t", "t"])
    assert [suite[0].get("name") for suite in suites(made)] == [READ, f"{READ} (2)"]


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_stays_what_it_is(text: str) -> None:
    _is_text(text)


@given(st.text())
def test_any_text_is_well_formed_xml(text: str) -> None:
    _is_text(text)


def _is_text(text: str) -> None:
    made = findings(
        finding(text, id=text, severity=Severity.ERROR),
        finding(id="b", waived=text),
        ids=[text or "t"],
    )
    (suite,) = suites(made)
    assert suite.get("name") == plain(text or "t")
    read, *others = suite
    assert read.get("name") == READ
    told = {other[0].tag: other for other in others}
    failure = told["failure"][0]
    assert told["failure"].get("name") == plain(f"E301 {text}".rstrip())
    assert failure.text == failure.get("message")
    assert (failure.text or "").endswith(f": E301 {plain(text)} [error]")
    assert (told["system-out"][0].text or "").endswith(f"[waived: {plain(text)}]")


def test_a_terminal_acts_on_nothing_in_it() -> None:
    text = as_junit(findings(finding("".join(HOSTILE))), notes=False, strict=False)
    assert all(line.isprintable() for line in text.split("\n"))
