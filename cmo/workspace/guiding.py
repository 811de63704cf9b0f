"""Make a guide to a theory for people in practice, or for those who lead."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from cmo.diagrams.ask import Ask, AskError, Audience, View
from cmo.diagrams.paper import Page
from cmo.evidence import Evidence
from cmo.graph import given_up, members
from cmo.model import Mechanism
from cmo.model.vocabulary import Relation
from cmo.workspace.theories import Problem, load, told

if TYPE_CHECKING:
    from collections.abc import Sequence

    from cmo.diagrams.pictures import Picture
    from cmo.model import Theory
    from cmo.publish.document import Document, Figure
    from cmo.workspace.theories import AnyPath

GUIDES = ("practice", "implementation")
FORMS = ("docx", "html", "pdf", "md", "tex")
# What a page of a guide has room for under a heading, whatever its format, in mm.
PAGE = Page("a page of the guide", 160, 215, margin=0)
# So that two figures stand on a page, and pages are not left half empty.
HALF = Page("half a page of the guide", 160, 92, margin=0)


@dataclass(frozen=True, slots=True)
class Made:
    """A guide.

    Attributes:
        document: What stands in it.
        notes: What is missing in it, and why; usually nothing.
    """

    document: Document
    notes: tuple[str, ...]


def guide(
    path: AnyPath | None,
    kind: str,
    *,
    template: AnyPath | None = None,
    style: str | None = None,
    draws: bool = True,
) -> Made:
    """Return a guide to the theory at `path`.

    Args:
        path: A theory folder or bundle.
        kind: One of `GUIDES`.
        template: A file in Jinja and Markdown, in place of ours.
        style: How references look: a name such as "apa", or the path of a .csl file.
        draws: With figures.

    Raises:
        Problem: There is no theory, no such style; the template is wrong, or a
            figure cannot be drawn.
        Unreadable: A file cannot be read whole.
    """
    text = None if template is None else _template(Path(template))
    name = f"the template of the {kind} guide" if template is None else str(template)
    return guide_to(
        load(path), kind, template=text, name=name, style=style, draws=draws
    )


def guide_to(  # noqa: PLR0913 - each is one thing that can be asked of a guide
    theory: Theory,
    kind: str,
    *,
    template: str | None = None,
    name: str = "the template",
    style: str | None = None,
    draws: bool = True,
) -> Made:
    """Return a guide to a theory.

    Args:
        theory: The theory with its sources.
        kind: One of `GUIDES`.
        template: Jinja in Markdown, in place of ours.
        name: What to call the template in a message.
        style: As for `guide`.
        draws: With figures.

    Raises:
        Problem: There is no such style, the template is wrong, or a figure cannot be
            drawn.
    """
    # Imported late: what publishes is heavy, and few commands need it.
    from cmo.diagrams.drawing import DrawingError
    from cmo.publish import guides
    from cmo.publish.markdown_reader import MarkdownError, read_markdown
    from cmo.publish.references import StyleError, references
    from cmo.publish.templating import TemplateFault, render

    text = own_template(kind) if template is None else template
    evidence = Evidence(theory)
    figures = _Figures(theory, evidence, draws=draws)
    try:
        made = guides.guide(theory, evidence, references(theory.sources, style))
        shown = render(text, made, figures.draw, name=name)
        document = read_markdown(
            shown.text, shown.figures, title=made.title, authors=made.authors
        )
    except TemplateFault as fault:
        message = f"{fault}: compare 'cmo guide {kind} --print-template'"
        raise Problem(message) from fault
    except MarkdownError as error:
        message = f"{name}: {error}"
        raise Problem(message) from error
    except (StyleError, DrawingError) as error:
        raise Problem(str(error)) from error
    return Made(document, tuple(figures.notes))


def own_template(kind: str) -> str:
    """Return our template of a "practice" or an "implementation" guide."""
    from cmo.publish import templating

    return templating.own_template(kind)


def check_output(output: AnyPath | None, reference: AnyPath | None) -> None:
    """Refuse what cannot be written to, before anything is read.

    Raises:
        Problem: The file's suffix is unknown, a folder stands there; or a reference
            file is given and the guide is no .docx.
    """
    from cmo.workspace.outputs import form_of

    form = None if output is None else form_of(output, FORMS)
    if reference is not None and form != "docx":
        message = "--reference gives a .docx its styles: write one with '-o FILE.docx'"
        raise Problem(message)


def _template(file: Path) -> str:
    with told():
        try:
            return file.read_bytes().decode("utf-8-sig")
        except UnicodeDecodeError as error:
            message = f"{file}: that is no text in UTF-8: save it as such"
            raise Problem(message) from error


class _Figures:
    """Lays out the figures that a template asks for, each once."""

    def __init__(self, theory: Theory, evidence: Evidence, *, draws: bool) -> None:
        self.notes: list[str] = []
        self._theory = theory
        self._evidence = evidence
        self._draws = draws
        self._known: dict[tuple[str, str], list[Figure]] = {}

    def draw(self, kind: str, one: str) -> Sequence[Figure]:
        """Return the figures of a theme or layer, or the key to them."""
        asked = (kind, one)
        if asked not in self._known:
            self._known[asked] = self._figures(kind, one) if self._draws else []
        return self._known[asked]

    def _figures(self, kind: str, one: str) -> list[Figure]:
        try:
            return list(map(_figure, self._pictures(kind, one)))
        except AskError as error:
            # A guide without one of its figures is still a guide.
            what = (
                f"figure of the {kind} '{one}'" if kind != "key" else "key to figures"
            )
            self.notes.append(f"no {what}: {error}")
            return []

    def _pictures(self, kind: str, one: str) -> list[Picture]:
        # Graphviz and what it needs are heavy.
        from cmo.diagrams.pictures import key

        theory, evidence = _without_effects(self._theory), self._evidence
        plain = Ask(audience=Audience.PRACTICE, key=False)
        match kind:
            case "key":
                shown = _of_themes(theory)
                return key(shown, evidence, replace(plain, key=True), PAGE)
            case "theme" if one:
                theory = _of_theme(theory, one)
                ask = replace(plain, view=View.THEME, theme=one)
            case "theme":
                # What has no theme of its own: perhaps all there is.
                theory = replace(_of_theme(theory, None), themes=())
                ask = plain
            case _:
                ask = replace(plain, layer=one)
        found = _fewest(theory, evidence, ask)
        # The text around the parts says what an overview would.
        return [one for one in found if one.scene.number] or found


def _without_effects(theory: Theory) -> Theory:
    """Return what figures show: whole-programme effects are told in words alone.

    Nor is what was given up shown, as in the text.
    """
    return replace(
        theory,
        links=tuple(k for k in theory.links if k.relation is not Relation.AFFECTS),
        configurations=tuple(c for c in theory.configurations if not given_up(c)),
    )


def _fewest(theory: Theory, evidence: Evidence, ask: Ask) -> list[Picture]:
    """Return figures of half a page, or of a whole one where that takes fewer."""
    from cmo.diagrams.pictures import pictures

    try:
        small = pictures(theory, evidence, ask, HALF)
    except AskError:
        return pictures(theory, evidence, ask, PAGE)
    if len(small) == 1:
        return small
    return min(small, pictures(theory, evidence, ask, PAGE), key=len)


def _of_themes(theory: Theory) -> Theory:
    """Return what the figures of all themes show together."""
    parts = [_of_theme(theory, one) for one in (*(t.id for t in theory.themes), None)]
    elements = {element.id for part in parts for element in part.elements}
    links = {link.id for part in parts for link in part.links}
    return replace(
        theory,
        elements=tuple(e for e in theory.elements if e.id in elements),
        links=tuple(k for k in theory.links if k.id in links),
    )


def _of_theme(theory: Theory, theme: str | None) -> Theory:
    """Return what the statements of a theme join, and what else is joined in it.

    Responses stand there even if nothing leads to them. Of a theme without
    statements, what its arrows start from is shown, too.
    """
    own = [one for one in theory.configurations if one.theme == theme]
    inside = {member for one in own for member in members(one)}
    in_theme = [one for one in theory.elements if one.theme == theme]
    near = inside | {one.id for one in in_theme}
    links = tuple(
        link
        for link in theory.links
        if ({link.source, link.target} <= near if own else link.target in near)
    )
    ends = {end for link in links for end in (link.source, link.target)}
    responses = {one.id for one in in_theme if isinstance(one, Mechanism)}
    shown = inside | ends | responses or near
    return replace(
        theory,
        elements=tuple(e for e in theory.elements if e.id in shown),
        links=links,
        configurations=tuple(own),
    )


def _figure(picture: Picture) -> Figure:
    from cmo.publish.document import Figure

    return Figure(
        name=picture.name,
        caption=picture.title,
        alternative=picture.description,
        width=picture.width,
        height=picture.height,
        draw=picture.draw,
    )
