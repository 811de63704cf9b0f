from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from cmo.publish.references import references
from cmo.report.citing import cited
from cmo.workspace.theories import load
from tests.making import parsed, source

SOFS = Path(__file__).parents[2] / "theories" / "signs-of-safety"


def test_documents_are_called_as_the_list_of_references_calls_them() -> None:
    sources = load(SOFS).sources
    assert cited(sources) == references(sources).short
    assert cited(sources)["baginsky-2017-notice"] == "Baginsky et al. 2017b"


def test_what_has_neither_author_nor_title_is_noticed() -> None:
    bare = parsed({**source("x"), "citation": {}})
    assert cited([bare]) == {"x": "[no title recorded: x]"}


def test_nothing_heavy_is_needed() -> None:
    code = (
        "import sys, cmo.report.citing as c; c.cited([]); "
        "print({'citeproc', 'lxml', 'networkx'} & set(sys.modules))"
    )
    found = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    )
    assert found.stdout.strip() == "set()"
