"""Templates of guides: Jinja in Markdown, in a sandbox, every value escaped.

Ours stand in ``templates/``. A team's own replaces one of them, and sees the same:

- ``guide``: a `publish.guide_parts.Guide`;
- ``figure(one)``: the figures of a theme or a layer, each a paragraph, if any; of
  ``guide`` itself it is the key to their shapes and lines;
- ``number(3, "study")``: "3 studies".
"""

from __future__ import annotations

import re
from functools import wraps
from importlib.resources import files
from time import monotonic
from typing import TYPE_CHECKING, Any, NamedTuple, ParamSpec, TypeVar
from urllib.parse import quote

from cmo.diagrams.ask import AskError
from cmo.diagrams.drawing import DrawingError
from cmo.english import counted
from cmo.publish.document import Run
from cmo.publish.guide_parts import Guide, Layer, Theme
from cmo.publish.markdown import marked
from cmo.report import escaping

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from jinja2 import Template
    from jinja2.sandbox import ImmutableSandboxedEnvironment

    from cmo.publish.document import Figure

    # Takes "theme", "layer" or "key" and an id; returns its figures, perhaps none.
    Draw = Callable[[str, str], Sequence[Figure]]

_P = ParamSpec("_P")
_T = TypeVar("_T")

# Seconds: ours take far less for the largest theories.
LONGEST = 30.0


class TemplateFault(Exception):  # noqa: N818 - what the user is told, not a bug
    """A template that cannot be rendered: where, and why."""


class Rendered(NamedTuple):
    """A guide in Markdown, and the figures that it names."""

    text: str
    figures: dict[str, Figure]


def own_template(kind: str) -> str:
    """Return our template of a "practice" or an "implementation" guide."""
    folder = files("cmo.publish") / "templates"
    return (folder / f"{kind}.md.j2").read_text("utf-8")


def render(
    template: str, guide: Guide, draw: Draw, *, name: str, seconds: float = LONGEST
) -> Rendered:
    """Return `guide` as the template says it.

    Args:
        template: The text of the template.
        guide: What it shows.
        draw: Makes the figures that it asks for.
        name: What messages call the template: its file.
        seconds: How long it may take, its figures not counted.

    Raises:
        TemplateFault: The template is wrong, says nothing, or finds no end.
        AskError: There is no such figure.
        DrawingError: A figure cannot be drawn.
    """
    found: dict[str, Figure] = {}
    clock = _Clock(seconds)
    environment = _environment(_figures(draw, found, clock), clock)
    try:
        text = _compiled(template, environment, name).render(guide=guide)
    except (AskError, DrawingError):
        raise
    except _TooLongError as error:
        message = (
            f"{name}:{_line(error, name)}: no end after {seconds:g} seconds: take out "
            "a loop, or make it shorter"
        )
        raise TemplateFault(message) from error
    # Whatever goes wrong in a template is for its author to mend.
    except Exception as error:
        raise TemplateFault(_told(error, name)) from error
    if not text.strip():
        message = f"{name}: nothing comes of it: write what the guide shall say"
        raise TemplateFault(message)
    return Rendered(text, found)


class _TooLongError(Exception):
    """The time is up."""


class _Clock:
    """Seconds that a template may take, looked at on each step of it."""

    def __init__(self, seconds: float) -> None:
        self.end = monotonic() + seconds

    def step(self) -> None:
        """Raise `_TooLongError` if the time is up."""
        if monotonic() > self.end:
            raise _TooLongError


def _environment(
    figure: Callable[[object], str], clock: _Clock
) -> ImmutableSandboxedEnvironment:
    # Only guides need it.
    from jinja2 import FunctionLoader, StrictUndefined
    from jinja2.sandbox import ImmutableSandboxedEnvironment

    environment = ImmutableSandboxedEnvironment(
        loader=FunctionLoader(lambda _: None),
        undefined=StrictUndefined,
        # What a macro returns is not escaped again; values are, by `_shown`.
        autoescape=True,
        finalize=_shown,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    # A power can take longer than anybody waits, and nothing can break into it.
    environment.intercepted_binops = frozenset({"**"})
    environment.binop_table["**"] = _refused
    environment.globals = {
        "figure": figure,
        "number": counted,
        **{one: environment.globals[one] for one in ("dict", "namespace", "range")},
    }
    repeated: tuple[dict[str, Any], ...] = (environment.filters, environment.tests)
    for calls in repeated:
        calls.update({one: _stepping(call, clock) for one, call in calls.items()})
    environment.extend(step=clock.step)
    return environment


def _stepping(call: Callable[_P, _T], clock: _Clock) -> Callable[_P, _T]:
    """Return a filter or a test that looks at the clock first."""

    @wraps(call)
    def stepping(*args: _P.args, **named: _P.kwargs) -> _T:
        clock.step()
        return call(*args, **named)

    return stepping


def _compiled(
    text: str, environment: ImmutableSandboxedEnvironment, name: str
) -> Template:
    """Return a template that looks at the clock wherever it may come again.

    That is in the body of a loop and of a macro: with what filters and tests do
    (`_stepping`), nothing else in Jinja repeats itself.
    """
    from jinja2 import nodes

    tree = environment.parse(text, name, name)
    for node in tree.find_all(nodes.Stmt):
        if not isinstance(node, nodes.For | nodes.Macro | nodes.CallBlock):
            continue
        step = nodes.Call(nodes.EnvironmentAttribute("step"), [], [], None, None)
        node.body.insert(0, nodes.ExprStmt(step).set_lineno(node.lineno))
    code = environment.compile(tree, name, name)
    return environment.template_class.from_code(environment, code, environment.globals)


def _refused(_base: object, _exponent: object) -> object:
    message = "a guide needs no powers: leave '**' out"
    raise TypeError(message)


def _figures(
    draw: Draw, found: dict[str, Figure], clock: _Clock
) -> Callable[[object], str]:
    """Return the function that puts figures into a guide, and notes them in `found`."""
    from markupsafe import Markup

    def figure(one: object) -> str:
        match one:
            case Theme():
                kind, own = "theme", one.id
            case Layer():
                kind, own = "layer", one.id
            case Guide():
                kind, own = "key", one.title
            case _:
                message = "figure() takes the guide, or a theme or layer of it"
                raise TypeError(message)
        start = monotonic()
        drawn = draw(kind, own)
        clock.end += monotonic() - start
        found.update({shown.name: shown for shown in drawn})
        lines = (f"![](figure:{quote(shown.name)})" for shown in drawn)
        return Markup("\n\n".join(lines))  # noqa: S704 - Markdown, and no user's text

    return figure


def _shown(value: object) -> object:
    """Return a value as Markdown that reads as itself, if it is not Markdown yet."""
    from markupsafe import Markup

    if isinstance(value, Markup):
        return value
    if isinstance(value, tuple) and value and isinstance(value[0], Run):
        return Markup(marked(value))  # noqa: S704 - `marked` escapes
    return Markup(escaped("" if value is None else str(value)))  # noqa: S704


def escaped(text: str) -> str:
    """Return `text` as Markdown that reads as itself wherever in a line it stands."""
    line = re.sub(r"\s+", " ", escaping.plain(text))
    return _MARKS.sub(r"\\\1", line)


# Every character that Markdown may read as a mark: a value may start a line.
_MARKS = re.compile(r"([!-/:-@\[-`{-~])")


def _told(error: Exception, name: str) -> str:
    from jinja2 import TemplateNotFound, TemplateSyntaxError

    if isinstance(error, TemplateSyntaxError):
        return f"{name}:{error.lineno}: {_ended(error.message or 'not a template')}"
    line = _line(error, name)
    if isinstance(error, TemplateNotFound):
        return f"{name}:{line}: a template stands alone, and '{error}' is another file"
    why = _ended(str(error) or type(error).__name__)
    return f"{name}:{line}: {why}"


def _line(error: Exception, name: str) -> int:
    """Return the line of the template where the error came up; 1 if nothing says so."""
    line, step = 1, error.__traceback__
    while step is not None:
        if step.tb_frame.f_code.co_filename == name:
            # Between two steps there may be none.
            line = step.tb_lineno or line
        step = step.tb_next
    return line


def _ended(message: str) -> str:
    """Return a message of Jinja's in the words of those who write templates."""
    shown = re.sub(r"'cmo\.[\w.]+\.(\w+) object'", r"a \1", message)
    return " ".join(shown.split()).rstrip(".")
