"""Fonts for drawing: our own font ahead of the machine's, said to fontconfig.

The same font everywhere makes the same figure everywhere. An SVG holds no
glyphs, so it is drawn with our font alone, and no font of the machine can
change it. In PNG and PDF, characters that our font lacks (Chinese or Arabic,
say) come from the machine's fonts, if it has any.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path
from xml.sax.saxutils import escape

from cmo.diagrams import style

# fontconfig takes the newest version of a family, whichever folder comes
# first: a font of the machine by the name of ours must be turned away. Of each
# font the package has two files; one is enough.
_CONFIGURATION = """<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "urn:fontconfig:fonts.dtd">
<fontconfig>
{folders}
{caches}
<selectfont>
<acceptfont>{accepted}</acceptfont>
<rejectfont>
<glob>{own}/*.otf</glob>
<pattern><patelt name="family"><string>{family}</string></patelt></pattern>
</rejectfont>
</selectfont>
</fontconfig>
"""
# Caches are read from all, and written to the first.
_OWN_CACHE = "<cachedir>{}</cachedir>"
_SYSTEM_CACHES = """
<cachedir>/var/cache/fontconfig</cachedir>
<cachedir prefix="xdg">fontconfig</cachedir>"""
_ACCEPTED = '<pattern><patelt name="file"><string>{}</string></patelt></pattern>'


def environment(folder: Path, *, system: bool) -> dict[str, str]:
    """Return environment variables under which Graphviz finds our font.

    Args:
        folder: Where the fontconfig file and its cache are written; it must
            last as long as the drawing does.
        system: May characters that our font lacks come from the machine's?
    """
    from font_source_sans_pro import font_directory

    own = Path(font_directory).resolve()
    folders = [own, *(_system_folders() if system else [])]
    text = _CONFIGURATION.format(
        folders="\n".join(f"<dir>{escape(str(one))}</dir>" for one in folders),
        caches=_OWN_CACHE.format(escape(str(folder / "cache")))
        + (_SYSTEM_CACHES if system else ""),
        accepted="".join(_ACCEPTED.format(escape(str(f))) for f in own.glob("*.ttf")),
        own=escape(own.as_posix()),
        family=style.FONT,
    )
    file = (folder / "fonts.conf").resolve()
    file.write_text(text, encoding="utf-8")
    return {
        "FONTCONFIG_FILE": str(file),
        # Pango's own choice on macOS and Windows does not ask fontconfig, and
        # with the language of the user it would choose other fonts.
        "PANGOCAIRO_BACKEND": "fc",
        "LC_ALL": "C.UTF-8",
        "PANGO_LANGUAGE": "en",
        # cairo writes the time into PDF files.
        "SOURCE_DATE_EPOCH": "0",
    }


def _system_folders() -> list[Path]:
    home = Path(os.path.expanduser("~"))  # noqa: PTH111 - Path.home() can fail
    if sys.platform == "win32":
        return [Path(os.environ.get("WINDIR", "C:/Windows")) / "Fonts"]
    if sys.platform == "darwin":
        return [
            Path("/System/Library/Fonts"),
            Path("/Library/Fonts"),
            home / "Library/Fonts",
        ]
    return [
        Path("/usr/share/fonts"),
        Path("/usr/local/share/fonts"),
        home / ".local/share/fonts",
        home / ".fonts",
    ]
