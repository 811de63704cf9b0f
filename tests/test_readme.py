from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from click.testing import CliRunner

from cmo import model
from cmo.cli import cli
from cmo.model import Excerpt
from cmo.store.documents import adapter

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text("utf-8")


def block(name: str) -> str:
    match = re.search(rf"<!-- {name} command -->\n```sh\n(.*?)```", README, re.DOTALL)
    assert match
    return match[1]


def test_ci_runs_the_second_command_verbatim() -> None:
    assert block("second") in (ROOT / ".ci" / "run").read_text("utf-8")


def test_the_first_command_names_what_is_there() -> None:
    assert "cmo check theories/signs-of-safety" in block("first")
    assert (ROOT / "theories" / "signs-of-safety" / "theory.json").exists()


def test_what_it_says_check_prints_is_what_check_prints(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    shown = re.search(r"```text\n\$ cmo (check .*)\n([^`]*)```", README)
    assert shown
    monkeypatch.chdir(ROOT)
    printed = CliRunner().invoke(cli, shown[1].split()).output.splitlines()
    assert set(shown[2].splitlines()) <= set(printed)


def test_the_example_passage_is_a_passage() -> None:
    match = re.search(r"```json\n(.*?)```", README, re.DOTALL)
    assert match
    passage = adapter(Excerpt).validate_json(match[1])  # type: ignore[type-var]
    assert [use.claim for use in passage.bears_on][1] == "cmoc-trust"
    assert json.loads(match[1])["id"] == "p1"


EXAMPLES = re.findall(
    r"```json (\w+)\n(.*?)```",
    (ROOT / "docs" / "how-to.md").read_text("utf-8"),
    re.DOTALL,
)


@pytest.mark.parametrize(("record", "text"), EXAMPLES)
def test_every_piece_to_copy_is_what_it_says(record: str, text: str) -> None:
    adapter(getattr(model, record)).validate_json(text)


def test_there_are_pieces_to_copy() -> None:
    assert len(EXAMPLES) > 9


@pytest.mark.parametrize(
    "page",
    sorted([ROOT / "README.md", *ROOT.glob("docs/**/*.md")]),
    ids=lambda p: p.name,
)
def test_no_link_between_the_documents_is_broken(page: Path) -> None:
    for target in re.findall(r"\]\(([^)#]+)\)", page.read_text("utf-8")):
        if "://" not in target:
            assert (page.parent / target).exists(), target
