"""Facts about `cmo.report.findings`."""

from __future__ import annotations

import json

from cmo.report.findings import as_json, unjudged
from tests.report.made import findings

CODES = ["E301", "E302"]


def told(*broken: str) -> str:
    return unjudged(findings(broken=broken, not_judged=CODES))


def test_what_waits_is_counted_and_its_codes_left_to_json() -> None:
    rest = "2 rules about what is not there ('--format json' names them)"
    assert told("a.json") == f"not judged until a.json is mended: {rest}"
    made = findings(broken=["a.json"], not_judged=CODES)
    assert json.loads(as_json(made))["not_judged"] == CODES


def test_files_to_mend_are_listed_each_once_and_not_by_the_hundred() -> None:
    assert told("a", "b", "b").startswith("not judged until a and b are mended: ")
    assert " a, b, c and 1 other file are mended: " in told(*"abcd")
    assert " a, b, c and 7 other files are mended: " in told(*"abcdefghij")
