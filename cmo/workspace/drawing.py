"""Draw a view of a theory: whole, or in as many figures as its page needs."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from cmo.english import counted
from cmo.store import writing
from cmo.workspace import parts
from cmo.workspace.outputs import form_of
from cmo.workspace.theories import Problem, load, told

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cmo.diagrams.ask import Ask
    from cmo.diagrams.paper import Page
    from cmo.diagrams.pictures import Picture
    from cmo.model import Theory
    from cmo.workspace.theories import AnyPath

LAID_OUT = ("svg", "png", "pdf", "dot")
TEXTS = ("mmd", "txt")
FORMATS = (*LAID_OUT, *TEXTS)
_PAGELESS = (
    "text and Mermaid have no page: this is the whole figure, whatever --page and "
    "--fit say"
)
_UNFITTED = "without a page every figure fits: name one with --page"


@dataclass(frozen=True, slots=True)
class Drawn:
    """What `draw` wrote.

    Attributes:
        files: The figure; or an overview, perhaps a key, and parts.
        notes: What is to be known of its size in print, of what is not in it, and of
            its letters.
    """

    files: tuple[Path, ...]
    notes: tuple[str, ...] = ()


def draw(  # noqa: PLR0913 - each is one thing that can be asked of a figure
    path: AnyPath | None,
    output: AnyPath,
    ask: Ask | None = None,
    *,
    page: str | None = None,
    cuts: bool = True,
    dpi: int = 150,
    timeout: float = 60,
) -> Drawn:
    """Draw a view of the theory at `path` into `output`; its suffix says the format.

    Args:
        path: A theory folder or bundle.
        output: A file ending in .svg, .png, .pdf, .dot, .mmd or .txt. If the figure
            is cut, its parts stand beside it, with their numbers in their names;
            parts that it had before and has no longer are taken away.
        ask: Which view; without it, the whole theory.
        page: What it is printed on: a4, a4-landscape, a3, a3-landscape, slide, or a
            size such as 180x120mm. Without it, the figure is as large as it is.
            Text and Mermaid have none.
        cuts: May it be cut into parts that can be read on the page?
        dpi: Dots per inch, for PNG.
        timeout: Seconds after which drawing is given up.

    Raises:
        Problem: The suffix or page is unknown, the theory cannot be read, it has no
            such view, it cannot be drawn or read, or a file cannot be written; or
            something else stands where a part belongs.
    """
    suffix = form_of(output, FORMATS)
    target = Path(output)
    sheet = _sheet(page)
    theory = load(path)
    if suffix in TEXTS:
        files = {target: text(theory, suffix, ask).encode()}
        notes: tuple[str, ...] = () if sheet is None and cuts else (_PAGELESS,)
    else:
        found = figures(theory, ask, page=sheet, cuts=cuts, timeout=timeout)
        stands = {parts.beside(target, found[0].name, one.name): one for one in found}
        parts.refuse_others(target, stands)
        files = {
            file: parts.marked(
                content(one, suffix, dpi=dpi, timeout=timeout), suffix, target, file
            )
            for file, one in stands.items()
        }
        told_too = (
            _size(found),
            _keyless(found) if ask is None or ask.key else "",
            found[0].scene.left_out,
            _letters(found, suffix),
            "" if sheet or cuts else _UNFITTED,
        )
        notes = tuple(filter(None, told_too))
    with told():
        writing.write_outputs(files)
    if former := parts.take_away_former(target, files):
        notes = (*notes, former)
    return Drawn(tuple(files), notes)


def figures(
    theory: Theory,
    ask: Ask | None = None,
    *,
    page: str | Page | None = None,
    cuts: bool = True,
    timeout: float = 60,
) -> list[Picture]:
    """Return a view of `theory`, laid out; see `draw`.

    Raises:
        Problem: There is no such view or page, or it cannot be drawn or read.
    """
    from cmo.diagrams.pictures import pictures
    from cmo.evidence import Evidence

    sheet = _sheet(page)
    with drawing():
        evidence = Evidence(theory)
        return pictures(theory, evidence, ask, sheet, cuts=cuts, timeout=timeout)


def figure(theory: Theory, view: str = "theory", **about: object) -> Picture:
    """Return a view of `theory` as one figure; a notebook shows it.

    Args:
        theory: As `cmo.load` gives it.
        view: theory, configuration, mechanism, theme, evidence, chain, rivals or
            coverage.
        about: What else is asked: focus, to, theme, layer, depth, audience, palette
            and key; see `cmo.diagrams.ask.Ask`.

    Raises:
        Problem: There is no such view or figure, or it cannot be drawn.
    """
    return figures(theory, ask_for(view=view, **about))[0]


def ask_for(**about: object) -> Ask:
    """Return what is asked for in plain words, as `figure` takes them.

    Raises:
        Problem: Something is asked that no figure has, or in an unknown word.
    """
    from cmo.diagrams.ask import asked

    with drawing():
        return asked(**about)


def content(
    picture: Picture, form: str, *, dpi: int = 150, timeout: float = 60
) -> bytes:
    """Return a figure as "svg", "png", "pdf" or "dot".

    Raises:
        Problem: It cannot be drawn.
    """
    if form == "dot":
        return picture.dot.encode()
    with drawing():
        return picture.draw(form, dpi=dpi, timeout=timeout)


def text(theory: Theory, form: str, ask: Ask | None = None) -> str:
    """Return a view of `theory` as Mermaid, "mmd", or in sentences, "txt".

    Raises:
        Problem: There is no such view, or Mermaid can't draw it.
    """
    from cmo.diagrams.mermaid import to_mermaid
    from cmo.diagrams.prose import to_text
    from cmo.diagrams.views import view
    from cmo.evidence import Evidence

    with drawing():
        scene = view(theory, Evidence(theory), ask)
        return to_mermaid(scene) if form == "mmd" else to_text(scene)


@contextmanager
def drawing() -> Iterator[None]:
    """Tell why a figure can't be, or can't be drawn, as a `Problem`."""
    from cmo.diagrams.ask import AskError
    from cmo.diagrams.drawing import DrawingError

    try:
        yield
    except (AskError, DrawingError) as error:
        raise Problem(str(error)) from error


def _sheet(page: str | Page | None) -> Page | None:
    """Return a page by its name.

    Raises:
        Problem: There is no such page.
    """
    from cmo.diagrams import paper

    with drawing():
        return paper.page(page) if isinstance(page, str) else page


def _size(pictures: list[Picture]) -> str:
    from cmo.diagrams.paper import LEAST, PAGES
    from cmo.diagrams.pictures import smallest_on

    first = pictures[0]
    if first.page is None:
        printed = smallest_on(PAGES["a4-landscape"], first.natural)
        if printed >= LEAST:
            return ""
        return (
            f"on A4 its smallest text would print at {printed:.1f} pt: "
            "'--page a4-landscape' cuts it into figures that can be read"
        )
    numbered = [one for one in pictures if one.scene.number]
    if len(pictures) == 1:
        return ""
    if not numbered:
        return f"on {first.page.name} the key did not fit beside it: it stands alone"
    return (
        f"too large for {first.page.name} at {LEAST:g} pt: cut into an overview and "
        f"{counted(len(numbered), 'part')}"
    )


def _keyless(pictures: list[Picture]) -> str:
    """Tell that a page is too narrow for a key, if that is so."""
    page = pictures[0].page
    if page is None or any(one.scene.legend for one in pictures):
        return ""
    return f"no key prints on {page.name}: draw the figure on a larger page to have one"


def _letters(pictures: list[Picture], form: str) -> str:
    """Return which character a picture shows as a box, if there is one."""
    if form not in {"png", "pdf"}:
        # What shows an SVG has its own fonts.
        return ""
    from cmo.diagrams.glyphs import not_shown

    labels = (node.label for picture in pictures for node in picture.scene.nodes)
    found = not_shown(dict.fromkeys(labels))
    if found is None:
        return ""
    character, label = found
    shown = label if len(label) <= _SHORT else f"{label[:_SHORT]}…"
    return (
        f"no font on this machine has the character '{character}' "
        f"(U+{ord(character[0]):04X}) of the label '{shown}', which shows as a box: "
        "install a font that has it, or write an .svg"
    )


_SHORT = 60
