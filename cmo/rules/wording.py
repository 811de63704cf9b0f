"""W4xx: will readers understand the words?"""

from __future__ import annotations

from typing import TYPE_CHECKING

from cmo.findings import Severity
from cmo.rules.engine import Remark, View, rule

if TYPE_CHECKING:
    from collections.abc import Iterator

LABEL_LENGTH = 60


@rule("W401", Severity.WARNING)
def label_too_long(view: View) -> Iterator[Remark]:
    """A label is too long for a diagram.

    Why: fifteen nodes with labels of ten words already print at 5 pt on A4.

    Fix: say it in at most 60 characters, and put the rest into 'definition'.
    """
    for part in ("elements", "configurations"):
        for i, record in enumerate(getattr(view.theory, part)):
            length = len(record.label)
            if length > LABEL_LENGTH:
                message = (
                    f"the label of '{record.id}' has {length} characters: at most "
                    f"{LABEL_LENGTH} fit a diagram"
                )
                yield Remark((part, i, "label"), record.id, message)


@rule("W402", Severity.NOTE)
def missing_plain_label(view: View) -> Iterator[Remark]:
    """An element has no label in a practitioner's words.

    Why: guides for practice are written from plain labels.

    Fix: fill 'plain_label'.
    """
    for i, element in enumerate(view.theory.elements):
        if not element.plain_label:
            message = (
                f"'{element.id}' has no plain label: say it in a practitioner's words"
            )
            yield Remark(("elements", i), element.id, message)


@rule("W403", Severity.NOTE)
def missing_definition(view: View) -> Iterator[Remark]:
    """An element has no definition.

    Why: two coders cannot agree on a claim that is not defined.

    Fix: fill 'definition'.
    """
    for i, element in enumerate(view.theory.elements):
        if not element.definition:
            message = f"'{element.id}' has no definition: say what is meant"
            yield Remark(("elements", i), element.id, message)
