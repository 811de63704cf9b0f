"""`fmt` is killed 200 times: the theory is always whole, old or new."""

from __future__ import annotations

import json
import os
import random
import signal
import time
from typing import TYPE_CHECKING

import pytest

from cmo.workspace.producing import tidy
from cmo.workspace.theories import load
from tests.making import excerpt, source, use

if TYPE_CHECKING:
    from pathlib import Path

KILLS = 200
FILES = 12

pytestmark = pytest.mark.skipif(
    not hasattr(os, "fork"), reason="needs fork and signals"
)


def test_two_hundred_kills_lose_nothing(tmp_path: Path) -> None:
    chance = random.Random(2026)  # noqa: S311 - moments, not secrets
    folder = tmp_path / "trust"
    duration = _time_of_one(folder)
    seen = {"old": 0, "new": 0}
    for turn in range(KILLS):
        untidy = _untidy(folder, turn)
        _killed_after(chance.uniform(0, 1.3) * duration, folder)
        theory = load(folder)
        now = {file: file.read_bytes() for file in untidy}
        if now == untidy:
            seen["old"] += 1
        else:
            assert not tidy(folder, check=True).changed
            seen["new"] += 1
        assert theory.title == f"Turn {turn}"
        assert [s.excerpts[0].text for s in theory.sources] == [f"Turn {turn}"] * FILES
    tidy(folder)
    assert _leftovers(folder) == {".theory.cmo-lock"}
    assert sum(seen.values()) == KILLS
    print(f"{KILLS} kills: {seen}")  # noqa: T201 - told with pytest -rP


def _untidy(folder: Path, turn: int) -> dict[Path, bytes]:
    """Write a theory of many files on one line each; return what was written."""
    title = f"Turn {turn}"
    files = {folder / "theory.json": {"id": "trust", "title": title}}
    for i in range(FILES):
        form = source(f"s{i:02}", excerpt("p", use("x"), text=title, bears_on=[]))
        files[folder / "sources" / f"s{i:02}.json"] = form
    (folder / "sources").mkdir(parents=True, exist_ok=True)
    content = {file: json.dumps(form).encode() for file, form in files.items()}
    for file, data in content.items():
        file.write_bytes(data)
    return content


def _time_of_one(folder: Path) -> float:
    _untidy(folder, 0)
    started = time.perf_counter()
    child = _tidying(folder)
    os.waitpid(child, 0)
    return time.perf_counter() - started


def _killed_after(delay: float, folder: Path) -> None:
    child = _tidying(folder)
    time.sleep(delay)
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)


def _tidying(folder: Path) -> int:
    child = os.fork()
    if not child:
        status = 1
        try:
            tidy(folder)
            status = 0
        finally:
            os._exit(status)
    return child


def _leftovers(folder: Path) -> set[str]:
    return {file.name for file in folder.rglob(".*")}
