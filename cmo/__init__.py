"""cmo: programme theories of realist reviews as checked, evidence-linked files.

>>> import cmo
>>> theory = cmo.load("theories/signs-of-safety")  # doctest: +SKIP
>>> cmo.figure(theory, "mechanism", focus="shared-responsibility")  # doctest: +SKIP
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from cmo.workspace.drawing import figure
    from cmo.workspace.theories import load

__all__ = ["figure", "load"]


def __getattr__(name: str) -> object:
    """Import what is asked for when it is asked for, so that `cmo --help` is fast."""
    if name == "load":
        from cmo.workspace.theories import load

        return load
    if name == "figure":
        from cmo.workspace.drawing import figure

        return figure
    message = f"module 'cmo' has no attribute '{name}'"
    raise AttributeError(message)
