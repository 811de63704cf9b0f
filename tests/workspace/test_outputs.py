"""Facts about `cmo.workspace.outputs`: what can't be written is told beforehand."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from cmo.store.writing import write_outputs
from cmo.workspace.mapping import save
from cmo.workspace.outputs import form_of, target_of
from cmo.workspace.producing import start
from cmo.workspace.theories import Problem

HERE = Path(__file__).parent


def test_the_suffix_says_the_format_in_small_or_capital_letters(
    tmp_path: Path,
) -> None:
    assert form_of(tmp_path / "x.SVG", ("svg", "png")) == "svg"
    assert form_of("x.png", ("svg", "png")) == "png"


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("x.odt", r"x\.odt: the name must end in \.md, \.csv$"),
        ("x", r"x: the name must end in \.md, \.csv$"),
        ("nowhere/x.md", "there is no folder .*nowhere: make it first"),
        ("taken.md", "a folder stands there: name a file in it"),
        ("theory.json", "that is a file of a theory"),
        ("x.theory.json", "that is a file of a theory"),
    ],
)
def test_what_cannot_be_is_told_with_the_name_that_was_given(
    tmp_path: Path, name: str, told: str
) -> None:
    (tmp_path / "taken.md").mkdir()
    with pytest.raises(Problem, match=told) as raised:
        form_of(tmp_path / name, ("md", "csv"))
    assert str(raised.value).startswith(f"{tmp_path / name}: ")


def test_the_form_of_a_source_is_not_written_over(tmp_path: Path) -> None:
    (form,) = (start(tmp_path)[1] / "sources").iterdir()
    with pytest.raises(Problem, match="that is a file of a theory"):
        target_of(form)


def test_a_name_that_is_too_long_is_told(tmp_path: Path) -> None:
    target = tmp_path / f"{'x' * 300}.csv"
    with pytest.raises(Problem, match="File name too long"):
        save("", target)


@pytest.mark.parametrize("beside", [(), ("1.svg", "2.svg")])
def test_an_error_names_the_file_that_was_asked_for(
    tmp_path: Path, beside: tuple[str, ...]
) -> None:
    folder = tmp_path / "nowhere"
    files = {folder / name: b"" for name in ("0.svg", *beside)}
    with pytest.raises(FileNotFoundError) as raised:
        write_outputs(files)
    assert raised.value.filename == str(folder / "0.svg")


def test_a_pipe_is_not_replaced(tmp_path: Path) -> None:
    pipe = tmp_path / "x.svg"
    os.mkfifo(pipe)
    with pytest.raises(Problem, match="that is no file, but a pipe or device"):
        target_of(pipe)
    assert pipe.is_fifo()
