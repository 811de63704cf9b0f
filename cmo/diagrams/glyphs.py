"""Which characters no font on this machine can show."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

# Our font has Latin, Greek and Cyrillic letters and their punctuation; whatever else
# there is may come from the machine's fonts.
_ELSEWHERE = re.compile("[^\x00-\u052f\u2000-\u2022\u2026\u2030-\u203a\u20ac\u2122]")
_LACKS = re.compile(r'the text `"(.*?)"` could not be displayed', re.DOTALL)
_CODE = re.compile(r"\\u\{([0-9a-f]+)\}")


def not_shown(texts: Iterable[str]) -> tuple[str, str] | None:
    """Return the first character that no font has, and the text it stands in.

    Args:
        texts: Labels, as they stand in a figure.
    """
    suspects = [text for text in texts if _ELSEWHERE.search(text)]
    lacking = _lacking("".join(suspects)) if suspects else ""
    if not lacking:
        return None
    return lacking, next((text for text in suspects if lacking in text), suspects[0])


def _lacking(text: str) -> str:
    """Return what of `text` cannot be shown; Typst knows the fonts and refuses."""
    from typst import Fonts, TypstError, compile  # noqa: A004 - 40 ms, seldom needed

    program = "#set document(title: [t])\n#sys.inputs.text"
    try:
        compile(
            program.encode(),
            font_paths=Fonts(True, True, []),  # noqa: FBT003 - as it is called
            sys_inputs={"text": text},
            pdf_standards="ua-1",
        )
    except TypstError as error:
        return lacking(error.message)
    return ""


def lacking(message: str) -> str:
    """Return the text that no font can show, by what Typst says of it, if it does."""
    found = _LACKS.search(message)
    return _CODE.sub(lambda m: chr(int(m[1], 16)), found[1]) if found else ""
