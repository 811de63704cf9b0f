from __future__ import annotations

import json
import os
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cmo.report import identity
from cmo.workspace.judging import check
from tests.making import Json, element, excerpt, link, source, use
from tests.report.made import finding, findings

if TYPE_CHECKING:
    import random


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


class TestPaths:
    def test_they_lead_from_the_working_directory(self, here: Path) -> None:
        inside = [str(here / "a" / "b.json"), "c.json", "./d/../e.json", "."]
        found = identity.paths(findings(*(finding(file=f) for f in inside)))
        assert [found[f] for f in inside] == ["a/b.json", "c.json", "e.json", "."]

    def test_what_lies_elsewhere_has_its_whole_path(self, here: Path) -> None:
        found = identity.paths(findings(finding(file="../x.json")))
        assert found["../x.json"] == (here.parent / "x.json").as_posix()

    @pytest.mark.skipif(os.name != "posix", reason="needs symbolic links")
    def test_another_way_to_the_same_folder_leads_from_here_too(
        self, here: Path
    ) -> None:
        (here / "way").symlink_to(here, target_is_directory=True)
        file = str(here.parent / here.name / "way" / "x.json")
        assert identity.paths(findings(finding(file=file)))[file] == "way/x.json"
        (here.parent / "door").symlink_to(here, target_is_directory=True)
        outside = str(here.parent / "door" / "x.json")
        assert identity.paths(findings(finding(file=outside)))[outside] == "x.json"


class TestOwners:
    def test_a_file_belongs_to_the_theory_around_it(self) -> None:
        made = findings(
            finding(file="a/theory.json"),
            finding(file="a/sources/x.json"),
            finding(file="b.theory.json"),
            finding(file="nowhere"),
            theories=["a", "b.theory.json"],
            ids=["a", "b"],
        )
        assert identity.owners(made) == {
            "a/theory.json": 0,
            "a/sources/x.json": 0,
            "b.theory.json": 1,
            "nowhere": None,
        }

    def test_the_working_directory_can_be_a_theory(self) -> None:
        made = findings(finding(file="sources/x.json"), theories=["."], ids=["t"])
        assert identity.owners(made) == {"sources/x.json": 0}


class TestFingerprints:
    def test_place_message_and_weight_do_not_matter(self) -> None:
        one = finding("one wording", at=(3, 5), pointer="/links/0/source")
        moved = finding("another", at=(90, 1), pointer="/links/17/source", waived="ok")
        assert _prints(one) == _prints(moved)

    @pytest.mark.parametrize(
        "other",
        [
            {"code": "E302"},
            {"id": "distrust"},
            {"pointer": "/links/0/target"},
        ],
    )
    def test_rule_record_and_field_do(self, other: dict[str, Any]) -> None:
        assert _prints(finding(pointer="/links/0/source")) != _prints(
            finding(**{"pointer": "/links/0/source", **other})
        )

    def test_the_theory_goes_by_its_id_and_not_by_its_folder(self) -> None:
        moved = findings(finding(file="b/theory.json"), theories=["b"], ids=["t"])
        other = findings(finding(), ids=["u"])
        assert identity.fingerprints(moved) == _prints(finding())
        assert identity.fingerprints(other) != _prints(finding())

    def test_a_theory_that_cannot_be_read_goes_by_its_folder(self) -> None:
        unread = findings(finding(), ids=[""])
        assert identity.fingerprints(unread) == _prints(finding())
        bundle = findings(
            finding(file="t.theory.json"), theories=["t.theory.json"], ids=[""]
        )
        assert identity.fingerprints(bundle) == _prints(finding())

    def test_a_finding_without_record_goes_by_its_file(self) -> None:
        first = finding(id="", pointer="", file="theories/t/sources/a.json")
        second = finding(id="", pointer="", file="theories/t/sources/b.json")
        assert len(set(_prints(first, second))) == 2
        alone = identity.fingerprints(
            findings(finding(id="", file="nowhere"), theories=[], ids=[])
        )
        assert len(alone) == 1

    def test_several_of_one_kind_are_numbered(self) -> None:
        several = [finding(pointer=f"/links/0/contexts/{i}") for i in range(3)]
        numbered = _prints(*several)
        assert [one.partition(":")[2] for one in numbered] == ["1", "2", "3"]
        assert len({one.partition(":")[0] for one in numbered}) == 1

    def test_a_source_is_the_same_in_a_bundle(self) -> None:
        form = finding(pointer="/excerpts/3/locator", file="theories/t/sources/a.json")
        bundled = findings(
            finding(pointer="/sources/8/excerpts/1/locator", file="t.theory.json"),
            theories=["t.theory.json"],
            ids=["t"],
        )
        assert identity.fingerprints(bundled) == _prints(form)


@given(st.randoms(use_true_random=False), st.sampled_from([None, 0, 1, 4]))
@settings(max_examples=40, deadline=None)
def test_order_and_layout_change_no_fingerprint(
    random_: random.Random, indent: int | None
) -> None:
    assert _in(_FAULTY, _SOURCES, 2) == _in(
        _shuffled(_FAULTY, random_),
        [_shuffled(one, random_) for one in _SOURCES],
        indent,
    )


_FAULTY: Json = {
    "id": "t",
    "title": "T",
    "stage": "refined",
    "elements": [
        element("time", "context"),
        element("trust", "mechanism"),
        element("safety", "outcome"),
        element("alone", "outcome"),
        element("lonely", "mechanism", part_of="nobody"),
    ],
    "links": [
        link("self", "trust", "trust", "triggers"),
        link("box", "time", "safety", "influences"),
        link("lost", "nowhere", "nobody", "enables"),
    ],
    "configurations": [
        {"id": "half", "label": "Half", "contexts": ["gone", "lost-too", "time"]},
        {"id": "bare", "label": "Bare"},
    ],
    "waivers": [
        {"rule": "S102", "id": "self", "reason": "It is meant."},
        {"rule": "E309", "id": "nothing", "reason": "Mistyped."},
    ],
}
_SOURCES: list[Json] = [
    source("a", excerpt("p1", use("trust"), use("misspelt")), excerpt("p2")),
    source("b", {**excerpt("p1"), "locator": None}),
]


def _shuffled(record: Json, random_: random.Random) -> Json:
    """Return `record` with its fields and the records in it in another order."""
    keys = list(record)
    random_.shuffle(keys)
    mixed = {key: record[key] for key in keys}
    for key, value in mixed.items():
        if isinstance(value, list) and value and isinstance(value[0], dict):
            records = [_shuffled(one, random_) for one in value]
            random_.shuffle(records)
            mixed[key] = records
    return mixed


def _in(theory: Json, sources: list[Json], indent: int | None) -> set[tuple[str, str]]:
    """Return what a check finds, as messages with their fingerprints."""
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder) / "t"
        (home / "sources").mkdir(parents=True)
        (home / "theory.json").write_text(json.dumps(theory, indent=indent), "utf-8")
        for one in sources:
            file = home / "sources" / f"{one['id']}.json"
            file.write_text(json.dumps(one, indent=indent), "utf-8")
        found = check([home])
        prints = identity.fingerprints(found)
        assert len(set(prints)) == len(prints) > 10
        return {
            (one.message.replace(folder, ""), print_)
            for one, print_ in zip(found.found, prints, strict=True)
        }


def _prints(*found: Any) -> list[str]:
    return identity.fingerprints(findings(*found))
