from __future__ import annotations

from typing import TYPE_CHECKING

from benchmarks import figures
from cmo.workspace.theories import load

if TYPE_CHECKING:
    from pathlib import Path


def test_copies_are_joined_to_one_theory_that_can_be_read(tmp_path: Path) -> None:
    figures.make(2, tmp_path)
    real, theory = load(figures.SOFS.parent), load(tmp_path / "theory")
    assert len(theory.elements) == 2 * len(real.elements)
    joints = [k for k in theory.links if k.id.startswith("joint")]
    assert len(theory.links) == 2 * len(real.links) + len(joints)
    assert all(k.source.startswith("x0") and k.target.startswith("x1") for k in joints)
    figures.alone(tmp_path / "figure.dot")
