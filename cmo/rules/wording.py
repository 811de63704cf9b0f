"""W4xx: will readers understand the words?"""

from __future__ import annotations

from typing import TYPE_CHECKING

from cmo.findings import Severity
from cmo.model.vocabulary import ElementKind, Role
from cmo.rules.connectives import lacks_because
from cmo.rules.engine import Remark, View, rule
from cmo.rules.likeness import alike

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import TypeAlias

    from cmo.findings import Pointer
    from cmo.model import Configuration, Element, Rival

    _Labelled: TypeAlias = Element | Configuration | Rival

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


@rule("W404", Severity.NOTE)
def near_duplicate_labels(view: View) -> Iterator[Remark]:
    """Two elements of one kind, configurations or rivals have nearly the same label.

    Why: what is one thing to readers is two to the theory, and the evidence for
    it is divided between them. Plurals, articles, hyphens, spelling and the order
    of words make no difference here; a number, 'less' for 'more' and 'not' do.

    Fix: make them one; or word them so that readers can tell them apart.
    """
    for named in _labelled(view):
        # By id, so that the order in the file does not say which one is told.
        ordered = sorted(named, key=lambda one: one[1].id)
        for i, j in alike(record.label for _, record in ordered).items():
            (pointer, one), (_, other) = ordered[i], ordered[j]
            how = "the same as" if one.label == other.label else "nearly"
            message = (
                f"the label of '{one.id}' is {how} that of '{other.id}': make them "
                "one, or word them apart"
            )
            yield Remark((*pointer, "label"), one.id, message)


def _labelled(view: View) -> Iterator[list[tuple[Pointer, _Labelled]]]:
    """Yield elements of each kind, configurations and rivals, with their places."""
    theory = view.theory
    places = [(("elements", i), element) for i, element in enumerate(theory.elements)]
    for kind in ElementKind:
        yield [one for one in places if one[1].kind is kind]
    yield [(("configurations", i), one) for i, one in enumerate(theory.configurations)]
    yield [(("rivals", i), one) for i, one in enumerate(theory.rivals)]


@rule("W405", Severity.NOTE)
def statement_without_because(view: View) -> Iterator[Remark]:
    """The statement of a configuration does not say why.

    Why: "if … then …" says that something follows; the mechanism is what makes it
    follow, and a reader looks for it after "because". Told only where no word for
    a cause or a means is found, in English, German, French, Spanish, Italian,
    Portuguese or Dutch; of other languages nothing is said.

    Fix: write it as "If …, then …, because …"; or name M in 'unknown', if the
    mechanism is knowingly left open.
    """
    for i, one in enumerate(view.theory.configurations):
        is_open = Role.MECHANISM in one.unknown
        if one.statement and not is_open and lacks_because(one.statement):
            message = (
                f"the statement of '{one.id}' does not say why: write it as "
                "If …, then …, because …"
            )
            yield Remark(("configurations", i, "statement"), one.id, message)
