"""The worked example in the docs says what the commands say."""

from __future__ import annotations

import importlib.util
import re
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

import cmo
from cmo.analysis.chains import Network
from cmo.analysis.structure import structure
from cmo.evidence import Evidence, State

if TYPE_CHECKING:
    from types import ModuleType

    from cmo.model import Theory

ROOT = Path(__file__).parent.parent
FOLDER = ROOT / "docs" / "worked-example"


def made() -> ModuleType:
    spec = importlib.util.spec_from_file_location(
        "worked_example", ROOT / "docs" / "worked_example.py"
    )
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def theory() -> Theory:
    return cmo.load(ROOT / "theories" / "signs-of-safety")


@pytest.fixture(scope="module")
def readme() -> str:
    return " ".join((FOLDER / "README.md").read_text("utf-8").split())


def test_every_page_is_what_its_command_prints() -> None:
    for page, text in made().generated().items():
        assert page.read_text("utf-8") == text, page


def test_every_state_is_shown_with_what_makes_it_so(theory: Theory) -> None:
    evidence = Evidence(theory)
    shown: list[Any] = [evidence.of(claim).state for claim in made().CLAIMS]
    assert set(shown) == set(State)
    rows = re.findall(
        r"^\| \*\*(.+?)\*\* \|.*\| (.+) \|$",
        (FOLDER / "README.md").read_text("utf-8"),
        flags=re.MULTILINE,
    )
    assert [state for state, _ in rows] == [one.replace("_", " ") for one in shown]
    for state, because in rows:
        assert ("#" in because) == (state not in {"undeveloped", "unsupported"})


def test_the_main_mechanism_is_proposed_by_one_study_and_tested_by_none(
    theory: Theory,
) -> None:
    support = Evidence(theory).of("shared-responsibility")
    assert support.state is State.THEORISED
    assert {use.bears.bearing for use in support.uses} == {"proposes"}
    assert {use.study for use in support.uses} == {"reducing-care-review"}


def test_ten_chains_lead_to_child_safety_and_no_step_is_supported(
    theory: Theory, readme: str
) -> None:
    found = Network(Evidence(theory)).leading_to("child-safety")
    assert found.complete
    assert len(found.chains) == 10
    assert "Ten chains are recorded" in readme
    assert all(len(chain.gaps) == len(chain.steps) for chain in found.chains)


def test_every_chain_to_child_safety_passes_through_the_main_mechanism(
    theory: Theory,
) -> None:
    arguments = {one.outcome: one for one in structure(Evidence(theory)).arguments}
    for outcome in ("child-safety", "reduced-need-for-care"):
        assert arguments[outcome].mechanisms == ("shared-responsibility",)


def test_what_the_page_says_of_independence_is_what_whatif_says(readme: str) -> None:
    nothing = (FOLDER / "whatif-only-independent.md").read_text("utf-8")
    assert "Nothing is left" in nothing
    some = (FOLDER / "whatif-independent-of-developers.md").read_text("utf-8")
    assert "164 of 224 uses of passages are left" in some
    assert "164 of 224 uses of passages are left" in readme
    assert re.search(
        r"## theorised → unsupported.*shared-responsibility ", some, re.DOTALL
    )


def test_without_the_ten_pilots_better_practice_is_no_longer_contested() -> None:
    page = (FOLDER / "whatif-without-ten-pilots.md").read_text("utf-8")
    section = page.split("## contested → no effect")[1].split("##")[0]
    assert "sofs-programme-affects-practice-improvement" in section
