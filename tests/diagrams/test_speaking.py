from __future__ import annotations

from pathlib import Path

import pytest

from cmo.diagrams.ask import Ask, Audience, View
from cmo.diagrams.speaking import evidence_view
from cmo.evidence import Evidence
from cmo.workspace.theories import load

SOFS = load(Path(__file__).parents[2] / "theories" / "signs-of-safety")


@pytest.mark.parametrize(
    ("audience", "id_line"),
    [(Audience.ACADEMIC, ("[baginsky-2017-notice]",)), (Audience.PRACTICE, ())],
)
def test_documents_are_called_as_tables_and_guides_call_them(
    audience: Audience, id_line: tuple[str, ...]
) -> None:
    scene = evidence_view(SOFS, Evidence(SOFS), Ask(View.EVIDENCE, audience=audience))
    nodes = {one.anchor: one for one in scene.nodes}
    node = nodes["source-baginsky-2017-notice"]
    assert node.label == "Baginsky et al. 2017b"
    assert node.under[:-1] == id_line
    tips = [k.tooltip for k in scene.lines if k.source == node.id]
    assert tips
    assert all(one.startswith("Baginsky et al. 2017b reports") for one in tips)
