"""The theory that most facts about the store are shown with."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.store.disk import OLD

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """Return a theory in a folder, with a symlinked file and two sources."""
    home = tmp_path.resolve() / "theories" / "signs"
    (home / "sources").mkdir(parents=True)
    (home / "theory.json").write_bytes(OLD)
    (home / "sources" / "gone.json").write_bytes(OLD)
    (home / "sources" / "shared.json").write_bytes(OLD)
    return home
