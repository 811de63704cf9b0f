"""The explorer: a theory and its evidence in one HTML file that needs no network.

The file holds its style, its script and its data. Without a script it shows the
figure and the table. What users wrote comes to stand in it as text alone: escaped
in HTML, and in JSON that the script never reads as HTML; a content security policy
lets nothing run but the script that this module put there, by its hash.
"""

from __future__ import annotations

import base64
import hashlib
import json
import re
from html import unescape
from importlib import resources
from string import Template
from typing import TYPE_CHECKING, Any

from cmo.evidence import Flag, State
from cmo.model.vocabulary import Bearing
from cmo.publish import explorer_claims, explorer_effects, explorer_passages
from cmo.publish.explorer_figure import inline
from cmo.publish.explorer_key import about, filters, symbols, undrawn
from cmo.publish.explorer_table import table
from cmo.report.escaping import html

if TYPE_CHECKING:
    from cmo.evidence import Evidence
    from cmo.model import Theory
    from cmo.publish.explorer_claims import Json

# Each imports only from those before it; no two have a name in common.
MODULES = (
    "dom",
    "theory",
    "passages",
    "panel",
    "figure",
    "filters",
    "table",
    "search",
    "main",
)
_IMPORT = re.compile(r"^import [^;]*;\n", re.MULTILINE)
_EXPORT = re.compile(r"^export (?=async |function|const|let|class)", re.MULTILINE)


def explorer(theory: Theory, evidence: Evidence, figure: bytes) -> str:
    """Return the page; equal arguments give equal text.

    Args:
        theory: The theory with its sources.
        evidence: Its evidence.
        figure: SVG of the whole theory, as `diagrams.drawing` makes it; empty, if
            there is none: then the table stands first.
    """
    claims = explorer_claims.claims(theory, evidence)
    script, style = _script(), _asset("explorer.css")
    drawn, shown = ("", frozenset[str]())
    if figure and claims:
        drawn, shown = inline(figure, [one["id"] for one in claims])
    return Template(_asset("page.html")).substitute(
        policy=_policy(script, style),
        title=html(theory.title),
        question=_question(theory),
        style=style,
        symbols=symbols(),
        views=_VIEWS if drawn else "",
        filters=filters(theory, claims) if claims else "",
        about=about(theory) if claims else "",
        figure=_figure(drawn, undrawn(claims, shown), is_empty=not claims),
        table=table(theory, claims) if claims else "",
        scripts=_scripts(theory, evidence, claims, script) if claims else "",
    )


def _question(theory: Theory) -> str:
    if not theory.question:
        return ""
    question = html(theory.question)
    return f'<p dir="auto" class="clamped" title="{question}">{question}</p>'


_VIEWS = """<div class="views js-only" role="group" aria-label="View">
<button type="button" id="x_to_figure">Figure</button>
<button type="button" id="x_to_table">Table</button>
</div>"""


def _figure(drawn: str, beside: str, *, is_empty: bool) -> str:
    if is_empty:
        return (
            '<p class="told">This theory has no elements yet: once theory.json names '
            "contexts, mechanisms and outcomes, they are shown here.</p>"
        )
    if not drawn:
        return (
            '<p class="told" id="x_no_figure">There is no figure of the whole theory: '
            "it is too large to be drawn, or drawing it failed. The table holds all "
            f"its entries.</p>\n{_NO_SCRIPT}"
        )
    return _FIGURE.format(drawn=drawn, beside=beside)


_NO_SCRIPT = """<noscript><p class="told">With JavaScript switched on, this page also
shows definitions and passages, and can be searched and filtered.</p></noscript>"""
_FIGURE = f"""<section id="x_figure" aria-label="Figure">
{_NO_SCRIPT}
<a class="skip js-only" href="#x_beyond">Skip the figure</a>
<div class="tools js-only" role="group" aria-label="Zoom">
<button type="button" id="x_nearer" aria-label="Zoom in">+</button>
<button type="button" id="x_farther" aria-label="Zoom out">−</button>
<button type="button" id="x_whole">Whole figure</button>
</div>
<div id="x_canvas" role="group" tabindex="0"
aria-label="Figure: arrow keys move it, plus and minus zoom, Tab goes through it">
{{drawn}}
</div>
<div id="x_beyond" tabindex="-1">{{beside}}</div>
</section>
<p class="on-paper js-only">The figure is for the screen; here is all that it shows, as
a table. “cmo diagram” draws the figure for paper, in parts that can be read.</p>"""


def _scripts(
    theory: Theory, evidence: Evidence, claims: list[Json], script: str
) -> str:
    known = {
        "claims": claims,
        "themes": [{"id": one.id, "title": one.title} for one in theory.themes],
        "sources": explorer_passages.sources(theory),
        "decisions": explorer_claims.decisions(theory),
        "assessments": explorer_claims.assessments(theory),
        "states": explorer_claims.meanings(State),
        "flags": explorer_claims.meanings(Flag),
        "bearings": explorer_claims.meanings(Bearing),
        "effects": {
            one: {"said": said, "words": explorer_effects.SEARCHED[one]}
            for one, said in explorer_effects.SAID.items()
        },
    }
    blocks = {"x_theory": known, "x_evidence": explorer_passages.passages(evidence)}
    return "\n".join(
        (
            *(
                f'<script type="application/json" id="{name}">{_json(block)}</script>'
                for name, block in blocks.items()
            ),
            f'<script type="module">{script}</script>',
        )
    )


def _json(value: Any) -> str:  # noqa: ANN401 - whatever JSON can hold
    """Return `value` as JSON that ends no script element and opens no comment.

    What changes how the rest reads, as a direction override, is written out.
    """
    text = json.dumps(_clean(value), ensure_ascii=False, separators=(",", ":"))
    return text.translate(_NO_MARKUP)


_NO_MARKUP = str.maketrans(
    {one: f"\\u{ord(one):04x}" for one in ("<", ">", "&", "\u2028", "\u2029")}
)


def _clean(value: Any) -> Any:  # noqa: ANN401
    if isinstance(value, str):
        # As it would read in HTML: the table and the panel show the same. Most text
        # is printable, and stays as it is.
        return value if value.isprintable() else unescape(html(value))
    if isinstance(value, dict):
        return {name: _clean(one) for name, one in value.items()}
    if isinstance(value, list | tuple):
        return [_clean(one) for one in value]
    return value


def _script() -> str:
    """Return our modules as one: from the file system no page may import another.

    They are put one after the other, without what they import from each other.
    """
    return "".join(
        _EXPORT.sub("", _IMPORT.sub("", _asset(f"{one}.js"))) for one in MODULES
    )


def _asset(name: str) -> str:
    folder = resources.files("cmo.publish") / "explorer_assets"
    return (folder / name).read_text("utf-8")


def _policy(script: str, style: str) -> str:
    return "; ".join(
        (
            "default-src 'none'",
            f"script-src '{_hash(script)}'",
            f"style-src '{_hash(style)}'",
            "img-src data:",
            "base-uri 'none'",
            "form-action 'none'",
        )
    )


def _hash(text: str) -> str:
    digest = hashlib.sha256(text.encode()).digest()
    return f"sha256-{base64.b64encode(digest).decode()}"
