"""What can be asked of a figure: the view, what it is about, and for whom."""

from __future__ import annotations

from dataclasses import dataclass

from cmo.model.vocabulary import Vocabulary


class View(Vocabulary):
    """What a figure shows of a theory."""

    THEORY = "theory", "the whole theory, or what a theme or layer has of it"
    CONFIGURATION = "configuration", "one configuration, with its statement"
    MECHANISM = "mechanism", "a mechanism and what is near to it"
    THEME = "theme", "one theme, with what it joins to in the others"
    EVIDENCE = "evidence", "which studies and documents speak of which claims"
    CHAIN = "chain", "the ripple from a start to an outcome"
    RIVALS = "rivals", "what the theory says beside what its rivals say"
    COVERAGE = "coverage", "the whole theory, with its support made prominent"


class Audience(Vocabulary):
    """Whom a figure is for."""

    ACADEMIC = "academic", "labels with ids, and numbers of studies"
    PRACTICE = "practice", "plain labels, no ids"


class Palette(Vocabulary):
    """The colours of a figure."""

    COLOUR = "colour", "colours that all eyes tell apart"
    GREYSCALE = "greyscale", "greys, for print without colour"


class AskError(Exception):
    """There is no such figure; the message says why, and the way out."""


# More steps than any chain of reasoning has.
DEEPEST = 20


@dataclass(frozen=True, slots=True)
class Ask:
    """A figure that somebody wants.

    Attributes:
        view: What it shows.
        focus: Id of what it is about: a configuration, a mechanism, the start of a
            chain, a rival or what rivals are about, a claim, source or study.
        to: Id of the outcome that a chain leads to.
        theme: Only what stands in this theme, by id.
        layer: Only contexts of this layer, with what they bear on.
        depth: How many steps from a mechanism still belong to it, 1 to `DEEPEST`.
        audience: Whom it is for.
        palette: Its colours.
        key: Are shapes and lines explained, in it or beside it?
    """

    view: View = View.THEORY
    focus: str | None = None
    to: str | None = None
    theme: str | None = None
    layer: str | None = None
    depth: int = 1
    audience: Audience = Audience.ACADEMIC
    palette: Palette = Palette.COLOUR
    key: bool = True

    @property
    def is_plain(self) -> bool:
        """Tell whether the figure speaks in practitioners' words."""
        return self.audience is Audience.PRACTICE


def asked(**about: object) -> Ask:
    """Return what is asked for in plain words: ``view="theme", theme="trust"``.

    Raises:
        AskError: Something is asked that no figure has, or in an unknown word.
    """
    found: dict[str, object] = {}
    known = Ask.__dataclass_fields__
    for name, value in about.items():
        if name not in known:
            message = f"no figure is asked by '{name}': there are {', '.join(known)}"
            raise AskError(message)
        words = _VOCABULARIES.get(name)
        found[name] = _word(words, value) if words else value
    depth = found.get("depth", 1)
    if not (isinstance(depth, int) and 1 <= depth <= DEEPEST):
        message = f"'{depth}' is no depth: give a number from 1 to {DEEPEST}"
        raise AskError(message)
    return Ask(**found)  # type: ignore[arg-type]


_VOCABULARIES: dict[str, type[Vocabulary]] = {
    "view": View,
    "audience": Audience,
    "palette": Palette,
}


def _word(words: type[Vocabulary], value: object) -> Vocabulary:
    for word in words:
        if word == value:
            return word
    message = f"'{value}' is no {words.__name__.lower()}: there are {', '.join(words)}"
    raise AskError(message)
