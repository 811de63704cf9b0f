"""Facts about `cmo.store.references`: ids are given once, references lead somewhere."""

from __future__ import annotations

import copy
import json
import time
from typing import Any

import pytest

from cmo.model import Theory
from cmo.store.documents import parse
from cmo.store.references import check
from cmo.workspace.starter import SOURCE
from tests.making import HANGING
from tests.store.test_documents import BUNDLE

Told = list[tuple[str, str, str]]


def told(document: dict[str, Any], lost: frozenset[str] = frozenset()) -> Told:
    """Return code, place and message of what references.check finds."""
    read = parse(json.dumps(document).encode(), Theory)
    assert read.wrong == ()
    assert read.record is not None
    return [
        (code, "/".join(map(str, pointer)), message)
        for code, pointer, message, _ in check(read.record, lost)
    ]


def changed(path: str, value: object) -> dict[str, Any]:
    """Return the good bundle with one value changed or appended."""
    document = copy.deepcopy(BUNDLE)
    *parents, last = (int(p) if p.isdigit() else p for p in path.split("/"))
    record: Any = document
    for part in parents:
        record = record[part]
    if isinstance(record, list) and last == len(record):
        record.append(value)
    else:
        record[last] = value
    return document


CONFIGURATION = "configurations/0"
BEARS = "sources/0/excerpts/0/bears_on/0/claim"
# (where, mistyped id, what was meant)
DANGLING = [
    ("elements/0/theme", "saftey", "safety"),
    ("elements/0/part_of", "same-budy", "same-buddy"),
    ("links/0/source", "reading-buddy", "reading-buddies"),
    ("links/0/target", "safe-to-er", "safe-to-err"),
    (f"{CONFIGURATION}/theme", "safty", "safety"),
    (f"{CONFIGURATION}/interventions/0", "reading-budies", "reading-buddies"),
    (f"{CONFIGURATION}/contexts/0", "same-buddys", "same-buddy"),
    (f"{CONFIGURATION}/outcomes/0", "read-more", "reads-more"),
    (f"{CONFIGURATION}/contrast_with", "cmoc-safe-read", "cmoc-safe-reading"),
    (f"{CONFIGURATION}/part_of", "cmoc-safe-read", "cmoc-safe-reading"),
    ("rivals/0/about", "read-more", "reads-more"),
    ("substantive_theories/0/informs/0", "chanse", "chance"),
    ("decisions/0/claims/0", "chanse", "chance"),
    ("decisions/0/sources/0", "example-2021", "example-2020"),
    ("assessments/0/claim", "chanse", "chance"),
    ("emmie/0/excerpts/0", "example-2020#p2", "example-2020#p1"),
    (BEARS, "cmoc-safe-raeding", "cmoc-safe-reading"),
]


def test_a_good_theory_has_nothing_to_report() -> None:
    assert told(copy.deepcopy(BUNDLE)) == []


@pytest.mark.parametrize(("path", "mistyped", "meant"), DANGLING)
def test_a_dangling_reference_is_named_where_it_stands(
    path: str, mistyped: str, meant: str
) -> None:
    ((code, where, message),) = told(changed(path, mistyped))
    assert (code, where) == ("R015", path)
    assert message.startswith(f"'{mistyped}' is no ")
    assert f"(did you mean '{meant}'?)" in message


@pytest.mark.parametrize(("path", "mistyped", "meant"), DANGLING)
def test_what_could_not_be_read_is_not_missed(
    path: str, mistyped: str, meant: str
) -> None:
    assert told(changed(path, mistyped), frozenset([mistyped])) == [], meant


def test_a_mechanism_of_another_configuration_is_misplaced_in_steps() -> None:
    document = changed(f"{CONFIGURATION}/steps/0/all/0", "safe-to-er")
    ((code, where, message),) = told(document)
    assert (code, where) == ("R016", f"{CONFIGURATION}/steps/0/all/0")
    assert "(did you mean 'safe-to-err'?)" in message


def test_a_mechanism_mistyped_in_activations_is_named() -> None:
    document = changed(f"{CONFIGURATION}/activations", {"safe-to-er": "weak"})
    ((code, where, _),) = told(document)
    assert (code, where) == ("R016", f"{CONFIGURATION}/activations/safe-to-er")


@pytest.mark.parametrize(
    ("path", "other", "is_a"),
    [
        ("links/0/source", "chance", "a rival"),
        ("links/0/source", "cmoc-safe-reading", "a configuration"),
        ("elements/0/theme", "reads-more", "an element"),
        (BEARS, "safety", "a theme"),
    ],
)
def test_a_reference_to_another_sort_of_record_is_named(
    path: str, other: str, is_a: str
) -> None:
    ((code, where, message),) = told(changed(path, other))
    assert (code, where) == ("R016", path)
    assert f"is {is_a}" in message


@pytest.mark.parametrize(
    ("path", "record"),
    [
        ("elements/4", {"id": "same-buddy", "kind": "outcome", "label": "x"}),
        ("themes/1", {"id": "same-buddy", "title": "x"}),
        ("rivals/1", {"id": "same-buddy", "label": "x"}),
        ("configurations/1", {"id": "same-buddy", "label": "x"}),
        ("decisions/1", {"id": "d1"}),
        ("substantive_theories/1", {"id": "rogers", "label": "x"}),
        ("sources/1", SOURCE),
        ("sources/0/excerpts/1", {"id": "p1", "text": "x"}),
    ],
)
def test_the_second_use_of_an_id_is_named(path: str, record: dict[str, Any]) -> None:
    ((code, where, message),) = told(changed(path, record))
    assert (code, where) == ("R014", path)
    assert f"'{record['id']}'" in message


@pytest.mark.parametrize(
    ("scheme", "value", "fits"),
    [
        ("eif-cost", "6", False),
        ("eif-cost", "NA", True),
        ("eif-evidence", "3+*", True),
        ("eif-evidence", "5", False),
        ("our-own", "anything", True),
    ],
)
def test_values_of_known_scales_are_checked(
    scheme: str, value: str, *, fits: bool
) -> None:
    document = changed("ratings", [{"scheme": scheme, "value": value}])
    assert [code for code, _, _ in told(document)] == ([] if fits else ["R011"])


def _dangling_uses(number: int) -> dict[str, Any]:
    document = copy.deepcopy(BUNDLE)
    document["elements"] += [
        {"id": f"element-number-{i}", "kind": "outcome", "label": "x"}
        for i in range(number)
    ]
    excerpt = {"id": "p", "text": "x"}
    document["sources"][0]["excerpts"] = [
        {
            **excerpt,
            "id": f"p{i}",
            "bears_on": [{"claim": f"elemnt-number-{i}", "bearing": "supports"}],
        }
        for i in range(number)
    ]
    return {**document, "emmie": []}


def _dangling_links(number: int) -> dict[str, Any]:
    document = _dangling_uses(number)
    document["sources"] = []
    document["decisions"] = []
    document["links"] = [
        {
            "id": f"link-{i}",
            "source": f"elemnt-number-{i}",
            "target": "reads-more",
            "relation": "influences",
        }
        for i in range(number)
    ]
    return document


def _same_ids(number: int) -> dict[str, Any]:
    document = _dangling_uses(number)
    document["sources"] = document["decisions"] = []
    for element in document["elements"][4:]:
        element["id"] = "the-same"
    return document


def test_the_last_of_many_errors_has_a_hint_too() -> None:
    document = copy.deepcopy(BUNDLE)
    document["links"] += [
        {**document["links"][0], "id": f"link-{i}", "source": f"safe-to-er-{i}"}
        for i in range(100)
    ]
    found = told(document)
    assert len(found) == 100
    assert all("(did you mean 'safe-to-err'?)" in message for *_, message in found)


@pytest.mark.parametrize("make", [_dangling_uses, _dangling_links, _same_ids])
def test_errors_by_the_thousand_do_not_hang(make: Any) -> None:
    document = make(2000)
    began = time.perf_counter()
    assert len(told(document)) >= 1999
    assert time.perf_counter() - began < HANGING
