"""Quotations, looked up in the texts of their documents."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cmo.quotes import check
from cmo.report.quotes import Quotes
from cmo.workspace.theories import load, only, told

if TYPE_CHECKING:
    from cmo.workspace.theories import AnyPath


def quotes(path: AnyPath | None = None) -> Quotes:
    """Return what became of every quotation of the theory at `path`.

    Raises:
        Problem: There is no theory, or more than one.
        Unreadable: A file of it cannot be read whole.
    """
    where = only(path)
    theory = load(where)
    with told():
        return Quotes(theory, tuple(check(where, theory.sources)))
