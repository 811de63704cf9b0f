"""The synthetic theories are what the benchmarks say they are."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

import pytest

from benchmarks import run, synthetic
from cmo.store.reading import read
from cmo.store.writing import canonical
from cmo.workspace.judging import check

if TYPE_CHECKING:
    from pathlib import Path

    from cmo.model import Theory

USES = 1_000


def _made(
    path: Path, *, uses: int = USES, findings: int = 0, shape: str = "plain"
) -> Theory:
    synthetic.make(uses, path, findings=findings, shape=shape)
    reading = read(path)
    assert not reading.findings
    assert reading.theory
    return reading.theory


def _uses(theory: Theory) -> list[str]:
    return [u.claim for s in theory.sources for e in s.excerpts for u in e.bears_on]


@pytest.fixture(params=["theory", "x.theory.json"])
def path(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    """A folder, then a bundle, that is not there yet."""
    return tmp_path / str(request.param)


@pytest.mark.parametrize("uses", [1_000, 1_001, 1_003, 1_005, 10_000])
def test_a_theory_has_as_many_uses_as_asked_for(path: Path, uses: int) -> None:
    theory = _made(path, uses=uses)
    assert len(_uses(theory)) == uses
    assert sum(len(s.excerpts) for s in theory.sources) == pytest.approx(uses / 2, 0.01)
    assert len(theory.links) == pytest.approx(uses / 20, 0.05)


def test_a_plain_theory_gives_no_finding_not_even_a_note(path: Path) -> None:
    _made(path)
    assert check([path]).found == ()


@pytest.mark.parametrize("findings", [1, 5, 20, 60])
def test_a_theory_gives_as_many_findings_as_asked_for(
    path: Path, findings: int
) -> None:
    _made(path, findings=findings)
    assert len(check([path]).found) == findings


def test_a_hundred_findings_are_of_six_rules(path: Path) -> None:
    _made(path, uses=10_000, findings=100)
    found = Counter(one.code for one in check([path]).found)
    assert found.total() == 100
    assert set(found) == {"E301", "E306", "E311", "E312", "W401", "W402"}


def test_a_theory_is_the_same_each_time_it_is_made(tmp_path: Path) -> None:
    for name in ("a.theory.json", "b.theory.json"):
        synthetic.make(USES, tmp_path / name, findings=20)
    a, b = (tmp_path / f"{name}.theory.json" for name in "ab")
    assert a.read_bytes() == b.read_bytes()


def test_a_theory_is_the_same_as_folder_and_as_bundle(tmp_path: Path) -> None:
    folder, bundle = tmp_path / "folder", tmp_path / "x.theory.json"
    one, other = _made(folder), _made(bundle)
    assert sorted(one.sources, key=lambda s: s.id) == sorted(
        other.sources, key=lambda s: s.id
    )
    assert one.elements == other.elements


@pytest.mark.parametrize("shape", synthetic.SHAPES)
def test_files_are_as_fmt_would_write_them(path: Path, shape: str) -> None:
    theory = _made(path, shape=shape)
    if path.is_file():
        assert path.read_bytes() == canonical(theory)
        return
    for source in theory.sources:
        assert (path / "sources" / f"{source.id}.json").read_bytes() == canonical(
            source
        )


def test_loops_give_one_note_for_each_ring(path: Path) -> None:
    _made(path, uses=4_000, shape="loops")
    found = check([path]).found
    # Fifty units: five rings of five, and one of all the others.
    assert [one.code for one in found] == ["S104"] * 6


@pytest.mark.parametrize("shape", ["chains", "hubs"])
def test_chains_and_hubs_give_no_finding(path: Path, shape: str) -> None:
    _made(path, uses=4_000, shape=shape)
    assert check([path]).found == ()


def test_a_hub_has_many_links_members_and_uses(path: Path) -> None:
    theory = _made(path, uses=4_000, shape="hubs")
    assert sum(link.target == "hub-trust" for link in theory.links) == 401
    assert _uses(theory).count("hub-trust") > 800
    hub = theory.configurations[-1]
    assert len((*hub.contexts, *hub.mechanisms, *hub.outcomes)) == 399


@pytest.mark.parametrize(
    ("uses", "findings", "shape"),
    [(999, 0, "plain"), (1_000, 0, "knot"), (1_000, 10, "hubs"), (1_000, 500, "plain")],
)
def test_what_cannot_be_made_is_refused(
    path: Path, uses: int, findings: int, shape: str
) -> None:
    with pytest.raises(ValueError, match="findings"):
        synthetic.make(uses, path, findings=findings, shape=shape)
    assert not path.exists()


def test_the_table_goes_between_its_marks() -> None:
    page = f"before\n{run.START}\nold\n{run.END}\nafter\n"
    assert run.replaced(page, "new\n") == (
        f"before\n{run.START}\n\nnew\n\n{run.END}\nafter\n"
    )
    with pytest.raises(ValueError, match="between"):
        run.replaced("no marks", "new\n")
