from __future__ import annotations

import configparser
import os
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with the package as a wheel installs it."""
    folder = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps"]
    command += ["--no-build-isolation", "--wheel-dir", str(folder), str(_copy(folder))]
    subprocess.run(command, check=True)
    (wheel,) = folder.glob("*.whl")
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(folder / "site")
    return folder / "site"


def _copy(folder: Path) -> Path:
    """Copy what the package is made from: a build leaves nothing in the project."""
    copy = folder / "project"
    unwanted = shutil.ignore_patterns("__pycache__", "texts")
    for name in ("cmo", "schemas", "theories"):
        shutil.copytree(ROOT / name, copy / name, ignore=unwanted)
    for name in ("setup.cfg", "pyproject.toml", "README.md", "LICENSE"):
        shutil.copy(ROOT / name, copy / name)
    return copy


def _run(installed: Path, folder: Path, *arguments: str) -> str:
    done = subprocess.run(
        [sys.executable, "-m", "cmo", *arguments],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(installed), "PYTHONSAFEPATH": "1"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_an_installed_wheel_has_its_schemas_and_theories(
    installed: Path, tmp_path: Path
) -> None:
    published = (ROOT / "schemas" / "theory.v1.schema.json").read_text("utf-8")
    assert _run(installed, tmp_path, "schema", "theory") == published
    _run(installed, tmp_path, "init", "mine", "--example", "signs-of-safety")
    report = _run(installed, tmp_path, "check", "mine/theories/signs-of-safety")
    assert "1 theory: no errors" in report


def test_every_package_is_listed() -> None:
    setup = configparser.ConfigParser()
    setup.read(ROOT / "setup.cfg")
    listed = set(setup["options"]["packages"].split())
    there = {
        str(init.parent.relative_to(ROOT)).replace(os.sep, ".")
        for init in (ROOT / "cmo").rglob("__init__.py")
    }
    assert listed == there | {"cmo.schemas", "cmo.theories"}


def test_everything_is_typed() -> None:
    assert (ROOT / "cmo" / "py.typed").exists()
