"""The hooks that other repositories can use, as `pre-commit` reads them."""

from __future__ import annotations

import json
import re
import shlex
from pathlib import Path
from typing import Any

import pytest
import yaml
from click.testing import CliRunner

from cmo.cli import cli

ROOT = Path(__file__).parents[2]
HOOKS: dict[str, dict[str, Any]] = {
    hook["id"]: hook
    for hook in yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text("utf-8"))
}


def passed(hook: str, root: Path) -> list[str]:
    """Return the files below `root` that pre-commit hands to `hook`."""
    names = (file.relative_to(root).as_posix() for file in sorted(root.rglob("*")))
    return [name for name in names if re.search(HOOKS[hook]["files"], name)]


def test_each_calls_a_command_that_takes_files() -> None:
    assert set(HOOKS) == {"cmo-check", "cmo-fmt"}
    for hook in HOOKS.values():
        program, name = shlex.split(hook["entry"])
        assert program == "cmo"
        assert "[PATH]" in CliRunner().invoke(cli, [name, "--help"]).output
        assert (hook["language"], hook["require_serial"]) == ("python", True)
        assert hook["name"]
        assert hook["description"]


@pytest.mark.parametrize("hook", HOOKS)
def test_the_files_of_theories_are_passed_and_no_others(hook: str) -> None:
    found = passed(hook, ROOT / "theories")
    assert found
    assert all(name.endswith(".json") for name in found)
    every = {
        file.relative_to(ROOT / "theories").as_posix()
        for file in (ROOT / "theories").rglob("*.json")
    }
    assert set(found) == every
    assert passed(hook, ROOT / "schemas") == []
    for name, is_passed in {
        "theory.json": True,
        "reviews/trust.theory.json": True,
        "sources/a.json": True,
        "my-theory.json": False,
        "theories/t/texts/a.txt": False,
        "theories/t/sources/deeper/a.json": False,
        "theory.json.bak": False,
        "package.json": False,
    }.items():
        assert bool(re.search(HOOKS[hook]["files"], name)) == is_passed, name


def test_a_theory_is_checked_once_however_many_of_its_files_are_passed(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.chdir(ROOT)
    files = passed("cmo-check", ROOT / "theories" / "signs-of-safety")
    arguments = [f"theories/signs-of-safety/{name}" for name in files]
    result = CliRunner().invoke(cli, ["check", *arguments, "--format", "json"])
    assert json.loads(result.output)["theories"] == ["theories/signs-of-safety"]
    assert CliRunner().invoke(cli, ["fmt", "--check", *arguments]).exit_code == 0
