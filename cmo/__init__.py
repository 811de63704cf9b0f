"""cmo: programme theories of realist reviews as checked, evidence-linked files.

>>> import cmo
>>> theory = cmo.load("theories/signs-of-safety")  # doctest: +SKIP
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from cmo.workspace.theories import load

__all__ = ["load"]


def __getattr__(name: str) -> object:
    """Import what is asked for when it is asked for, so that `cmo --help` is fast."""
    if name == "load":
        from cmo.workspace.theories import load

        return load
    message = f"module 'cmo' has no attribute '{name}'"
    raise AttributeError(message)
