"""The pieces to copy in docs/checks-elsewhere.md are what they say."""

from __future__ import annotations

import re
import shlex
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import yaml

from cmo.cli import cli
from cmo.cli.check import FORMATS

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).parent.parent
PAGE = (ROOT / "docs" / "checks-elsewhere.md").read_text("utf-8")
PIECES = re.findall(r"```yaml\n# (\S+)\n(.*?)```", PAGE, re.DOTALL)


@pytest.mark.parametrize(("file", "piece"), PIECES)
def test_every_command_in_a_piece_is_one_of_cmo(file: str, piece: str) -> None:
    document = yaml.safe_load(piece)
    for line in _lines(document):
        for words in map(
            shlex.split, re.findall(r"\bcmo (?:check|coverage)[^>]*", line)
        ):
            command = cli.commands[words[1]]
            context = command.make_context(words[1], words[2:])
            assert context.params["form"] in PAGE
    if file == ".pre-commit-config.yaml":
        hooks = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text("utf-8"))
        used = {hook["id"] for repo in document["repos"] for hook in repo["hooks"]}
        assert used == {hook["id"] for hook in hooks}


def test_every_format_for_services_is_described() -> None:
    for form in set(FORMATS) - {"text", "json"}:
        assert f"| `cmo check --format {form}` |" in PAGE


def _lines(value: Any) -> Iterator[str]:
    """Yield every text in a YAML document."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict | list):
        for inner in value.values() if isinstance(value, dict) else value:
            yield from _lines(inner)
