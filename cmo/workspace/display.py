"""A theory that shows itself in notebooks.

Notebooks ask an object for `_repr_mimebundle_`. What it shows needs the evidence and
a figure, which stand in layers above the model, so the model's own `Theory` cannot
have that method. What `cmo.load` returns is therefore a `ShownTheory`: the same
record, equal to the same theory, and usable wherever a `Theory` is. (IPython could be
told to format a `Theory` from outside, but then only IPython, and only while it runs.)
"""

from __future__ import annotations

from collections import Counter
from dataclasses import fields
from typing import TYPE_CHECKING

from cmo.english import counted, worded
from cmo.model import Theory

if TYPE_CHECKING:
    from collections.abc import Container, Iterable

    from cmo.evidence import Evidence

PLAIN, HTML = "text/plain", "text/html"
# Marks of a figure that a reader, and a notebook's file, can bear.
MOST_MARKS = 400
_SECONDS = 20


class ShownTheory(Theory):
    """A theory that shows itself in notebooks; in all else it is a `Theory`."""

    __slots__ = ()

    def __repr__(self) -> str:
        """Return what it is in a line: passages may be for the team alone."""
        held = {
            "element": self.elements,
            "link": self.links,
            "configuration": self.configurations,
            "rival theory": self.rivals,
            "document": self.sources,
        }
        told = _listed((len(ones), name) for name, ones in held.items())
        return f"<Theory {self.id!r}: {told or 'empty'}>"

    def _repr_mimebundle_(
        self,
        include: Container[str] | None = None,
        exclude: Container[str] | None = None,
    ) -> dict[str, str]:
        """Return the theory as notebooks show it, in those formats that are wanted."""
        return mimebundle(self, include, exclude)

    def __eq__(self, other: object) -> bool:
        """Tell whether both are the same theory, shown or not."""
        if not isinstance(other, Theory):
            return NotImplemented
        return all(
            getattr(self, one.name) == getattr(other, one.name) for one in fields(self)
        )

    __hash__ = Theory.__hash__


def shown(theory: Theory) -> Theory:
    """Return `theory` as one that shows itself in notebooks."""
    one = object.__new__(ShownTheory)
    # Frozen, and validated already: the fields are taken over as they are.
    for field in fields(theory):
        object.__setattr__(one, field.name, getattr(theory, field.name))
    return one


def mimebundle(
    theory: Theory,
    include: Container[str] | None = None,
    exclude: Container[str] | None = None,
) -> dict[str, str]:
    """Return a theory as text, and as HTML with its figure.

    Args:
        theory: The theory.
        include: The MIME types that are wanted; without it, all.
        exclude: Those that are not.
    """
    from cmo.evidence import Evidence

    evidence = Evidence(theory)
    makers = {PLAIN: _as_text, HTML: _as_html}
    return {
        form: make(theory, evidence)
        for form, make in makers.items()
        if (include is None or form in include) and form not in (exclude or ())
    }


def _as_text(theory: Theory, evidence: Evidence) -> str:
    from cmo.report.escaping import terminal

    lines = [theory.title, f"{theory.id}: {theory.stage} theory"]
    lines += [f"{name}: {told}" for name, told in _rows(theory, evidence) if told]
    return "\n".join(terminal(" ".join(line.split())) for line in lines)


def _as_html(theory: Theory, evidence: Evidence) -> str:
    from cmo.report.escaping import html

    rows = "".join(
        f'<tr><th style="text-align: left">{name}</th>'
        f'<td style="text-align: left">{html(told)}</td></tr>'
        for name, told in _rows(theory, evidence)
        if told
    )
    return (
        f"<div><p><strong>{html(theory.title)}</strong><br>{html(theory.id)}: "
        f"{theory.stage} theory</p>\n<table>{rows}</table>\n"
        f"{_figure(theory, evidence)}</div>"
    )


def _rows(theory: Theory, evidence: Evidence) -> list[tuple[str, str]]:
    """Return what a theory holds, and what the evidence says of it."""
    from cmo.evidence import State
    from cmo.model.vocabulary import ElementKind

    kinds = Counter(e.kind for e in theory.elements)
    states = Counter(support.state for support in evidence.argued())
    passages = sum(len(source.excerpts) for source in theory.sources)
    return [
        ("Elements", _listed((kinds[k], k) for k in ElementKind)),
        (
            "Claims about them",
            _listed(
                (
                    (len(theory.links), "link"),
                    (len(theory.configurations), "configuration"),
                    (len(theory.rivals), "rival theory"),
                )
            ),
        ),
        (
            "Evidence",
            _listed(
                (
                    (len(theory.sources), "document"),
                    (passages, "passage"),
                )
            ),
        ),
        (
            "What it says of mechanisms, links, configurations and rivals",
            ", ".join(f"{states[s]} {worded(s)}" for s in State if states[s]),
        ),
    ]


def _listed(counts: Iterable[tuple[int, str]]) -> str:
    """Return ``2 contexts, 1 mechanism``, without what there is none of."""
    return ", ".join(counted(number, one) for number, one in counts if number)


def _figure(theory: Theory, evidence: Evidence) -> str:
    """Return the figure as SVG inside HTML, or why there is none."""
    from cmo.diagrams.ask import AskError
    from cmo.diagrams.drawing import DrawingError
    from cmo.diagrams.pictures import pictures
    from cmo.publish.inline import inlined
    from cmo.report.escaping import html

    if not theory.elements:
        return "<p>The theory has no elements yet.</p>"
    if (marks := len(theory.elements) + len(theory.links)) > MOST_MARKS:
        return (
            f"<p>Its figure would have {marks:,} elements and links, too many to be "
            "read here: 'cmo diagram' draws parts of it.</p>"
        )
    try:
        (drawn, *_) = pictures(theory, evidence, timeout=_SECONDS)
    except (AskError, DrawingError) as error:
        return f"<p>No figure: {html(str(error))}.</p>"
    # As wide as the notebook at most.
    looks = {"style": "max-width: 100%; height: auto"}
    fitting = inlined(drawn.draw("svg"), f"{theory.id}-", looks)
    return f'<div style="overflow: auto; max-height: 60em">{fitting}</div>'
