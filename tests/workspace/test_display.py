from __future__ import annotations

import copy
import dataclasses
import json
import pickle
import re
import subprocess
import sys
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import pytest

import cmo
from cmo.diagrams import pictures
from cmo.diagrams.drawing import DrawingError
from cmo.model import Theory
from cmo.store.documents import adapter
from cmo.store.writing import canonical
from cmo.workspace import display
from cmo.workspace.display import ShownTheory, mimebundle, shown
from tests.making import element, said, theory

SAYS = "What it says of mechanisms, links, configurations and rivals"
SOFS = Path(__file__).parents[2] / "theories" / "signs-of-safety"


def bundle(own: Theory) -> dict[str, str]:
    return mimebundle(own)


def test_what_load_gives_shows_itself() -> None:
    own = cmo.load(SOFS)
    assert isinstance(own, ShownTheory)
    found = own._repr_mimebundle_()
    assert set(found) == {"text/plain", "text/html"}
    assert found["text/plain"].startswith("Signs of Safety: how it is held")


def test_the_text_is_a_short_summary() -> None:
    text = bundle(theory(sources=said("trust", "supports", "refutes")))["text/plain"]
    assert text.splitlines() == [
        "Trust",
        "trust: candidate theory",
        "Elements: 1 context, 1 intervention, 1 mechanism, 1 outcome",
        "Claims about them: 3 links, 1 configuration",
        "Evidence: 2 documents, 2 passages",
        f"{SAYS}: 1 contested, 1 indirect, 3 unsupported",
    ]


def test_the_figure_stands_in_the_html_and_leads_to_nothing_outside() -> None:
    html = bundle(theory())["text/html"]
    (figure,) = re.findall(r"<svg .*?</svg>", html, re.DOTALL)
    root = ET.fromstring(figure)  # noqa: S314 - our own
    ids = {one.get("id") for one in root.iter()}
    assert set(str(root.get("aria-labelledby")).split()) <= ids
    assert all(one.startswith("trust-") for one in ids if one)
    assert "<?xml" not in html
    assert not re.findall(r"(?:src|href)=", html)


def test_a_summary_is_shown_where_no_figure_can_be(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def fail(*_: Any, **__: Any) -> None:
        message = "Graphviz is <missing>"
        raise DrawingError(message)

    monkeypatch.setattr(pictures, "pictures", fail)
    html = bundle(theory())["text/html"]
    assert "No figure: Graphviz is &lt;missing&gt;" in html
    assert "1 mechanism" in html


def test_a_theory_too_large_to_be_read_is_not_drawn(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(display, "MOST_MARKS", 6)
    html = bundle(theory())["text/html"]
    assert "7 elements and links" in html
    assert "<svg" not in html


def test_an_empty_theory_says_so() -> None:
    own = theory(elements=[], links=[], configurations=[])
    found = bundle(own)
    assert "The theory has no elements yet" in found["text/html"]
    assert found["text/plain"] == "Trust\ntrust: candidate theory"


def test_what_users_write_stays_text() -> None:
    text = "<script>alert(1)</script> ]]> \n\u202e"
    own = theory(title=text, elements=[element("a", "context") | {"label": text}])
    found = bundle(dataclasses.replace(own, links=(), configurations=()))
    assert "<script" not in found["text/html"]
    assert "alert(1)" in found["text/html"]
    lines = found["text/plain"].splitlines()
    assert lines[0] == "<script>alert(1)</script> ]]> \\u202e"
    assert len(lines) == 3


def test_only_what_is_wanted_is_made() -> None:
    assert set(mimebundle(theory(), include={"text/plain"})) == {"text/plain"}
    assert set(mimebundle(theory(), exclude={"text/html"})) == {"text/plain"}


def test_in_all_else_it_is_the_theory() -> None:
    own = theory(sources=said("trust", "supports"))
    one = shown(own)
    assert isinstance(one, Theory)
    assert one == own
    assert own == one
    assert one != dataclasses.replace(own, title="Other")
    assert one.__eq__("Trust") is NotImplemented
    assert canonical(one) == canonical(own)
    assert adapter(Theory).dump_json(one) == adapter(Theory).dump_json(own)
    assert copy.deepcopy(one) == own
    assert pickle.loads(pickle.dumps(one)) == own  # noqa: S301 - our own
    assert dataclasses.replace(one, title="Other").title == "Other"
    with pytest.raises(dataclasses.FrozenInstanceError):
        one.title = "Other"  # type: ignore[misc] # that is what is tested
    assert json.loads(canonical(one))["id"] == "trust"


def test_ipython_shows_it() -> None:
    interactive = pytest.importorskip("IPython.core.formatters")
    found, _ = interactive.DisplayFormatter().format(shown(theory()))
    assert set(found) == {"text/plain", "text/html"}
    assert found["text/plain"].startswith("Trust\n")


def test_loading_imports_nothing_that_draws() -> None:
    code = f"import sys, cmo; cmo.load({str(SOFS)!r}); print('graphviz' in sys.modules)"
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "False"


def test_a_line_says_what_it_is_and_quotes_no_passage() -> None:
    own = shown(theory(sources=said("trust", "supports", "refutes")))
    line = "<Theory 'trust': 4 elements, 3 links, 1 configuration, 2 documents>"
    assert repr(own) == str(own) == line
    bare = shown(theory(elements=[], links=[], configurations=[]))
    assert repr(bare) == "<Theory 'trust': empty>"
