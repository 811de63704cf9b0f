"""Where a user wants something written: refused before any work, if it can't be."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from cmo.store.reading import BUNDLE_SUFFIX, SOURCES_FOLDER, THEORY_FILE
from cmo.workspace.theories import Problem, told

if TYPE_CHECKING:
    from collections.abc import Collection

    from cmo.workspace.theories import AnyPath


def target_of(output: AnyPath) -> Path:
    """Return the file to write.

    Raises:
        Problem: A folder, pipe or device stands there, the folder that it should
            stand in does not, or it is a file of a theory.
    """
    target = Path(output)
    with told():
        is_folder, has_folder = target.is_dir(), target.parent.is_dir()
        is_special = target.exists() and not (is_folder or target.is_file())
    if is_folder:
        message = f"{target}: a folder stands there: name a file in it"
        raise Problem(message)
    if is_special:
        message = f"{target}: that is no file, but a pipe or device: name a file"
        raise Problem(message)
    if not has_folder:
        message = f"{target}: there is no folder {target.parent}: make it first"
        raise Problem(message)
    if _is_of_a_theory(target):
        message = f"{target}: that is a file of a theory: name another file"
        raise Problem(message)
    return target


def form_of(output: AnyPath, forms: Collection[str]) -> str:
    """Return the format that the suffix of a file's name stands for, without its dot.

    Raises:
        Problem: It stands for none of `forms`, or see `target_of`.
    """
    target = target_of(output)
    form = target.suffix.removeprefix(".").lower()
    if form not in forms:
        known = ", ".join(f".{one}" for one in forms)
        message = f"{target}: the name must end in {known}"
        raise Problem(message)
    return form


def _is_of_a_theory(target: Path) -> bool:
    beside = target.resolve().parent.parent / THEORY_FILE
    is_form = target.resolve().parent.name == SOURCES_FOLDER and beside.exists()
    name = target.name
    return is_form or name == THEORY_FILE or name.endswith(BUNDLE_SUFFIX)
