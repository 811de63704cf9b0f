"""What explains the explorer's figure, and filters it: looks of kinds and states."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from cmo.diagrams import labels, style
from cmo.english import plural, worded
from cmo.evidence import State
from cmo.evidence.support import study_of
from cmo.model.vocabulary import ElementKind, Layer
from cmo.publish.explorer_effects import MEANINGS, SAID
from cmo.publish.explorer_passages import hidden, title_of
from cmo.report.citing import cited
from cmo.report.escaping import html

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from cmo.diagrams.style import StateLook
    from cmo.model import Theory
    from cmo.publish.explorer_claims import Json

# A choice in a list is one line, and the list as wide as the longest.
_LONGEST = 80
_KINDS = {
    **{str(kind): kind.meaning for kind in ElementKind},
    "link": "one element’s effect on another: an arrow",
    "configuration": "contexts, mechanisms and outcomes that go together",
    "rival": "another explanation of the same outcome",
}


def called(kind: str, number: int = 1) -> str:
    """Return the kind of a claim as people say it."""
    name = "rival theory" if kind == "rival" else kind
    return name if number == 1 else plural(name)


def swatch(group: str, word: str) -> str:
    """Return the small picture of a kind or a state; see `symbols`."""
    return (
        f'<svg class="swatch" aria-hidden="true"><use href="#x_{group}_{word}"/></svg>'
    )


def symbols() -> str:
    """Return the small pictures that the page uses, in the colours of the figure."""
    kinds = (_symbol(f"kind_{kind}", shape) for kind, shape in _shapes().items())
    states = (
        _symbol(f"state_{state}", _line(look)) for state, look in style.STATES.items()
    )
    return (
        f'<svg class="symbols" aria-hidden="true">{"".join(kinds)}{"".join(states)}'
        "</svg>"
    )


def _symbol(name: str, content: str) -> str:
    return f'<symbol id="x_{name}" viewBox="0 0 28 18">{content}</symbol>'


def _shapes() -> dict[str, str]:
    """Return a drawing for each kind of claim, as figures draw it."""
    fills = {kind: look.fill for kind, look in style.KINDS.items()}
    ink = f'stroke="{style.INK}"'
    box = '<rect x="3" y="2" width="22" height="14"'
    context, mechanism = fills[ElementKind.CONTEXT], fills[ElementKind.MECHANISM]
    offered, outcome = fills[ElementKind.INTERVENTION], fills[ElementKind.OUTCOME]
    tabs = "".join(
        f'<rect x="1" y="{y}" width="5" height="3" fill="{offered}" {ink}/>'
        for y in (4, 11)
    )
    return {
        "context": f'{box} rx="5" fill="{context}" {ink}/>',
        "intervention": f'{box} fill="{offered}" {ink}/>{tabs}',
        "mechanism": f'<path d="M2 9 7 2H21L26 9 21 16H7Z" fill="{mechanism}" {ink}/>',
        "outcome": f'{box} fill="{outcome}" {ink}/>',
        "link": f'<path d="M2 9H19" stroke-width="2" {ink}/>'
        f'<path d="M18 4 27 9 18 14Z" fill="{style.INK}"/>',
        "configuration": f'<path d="M3 2H20L25 7V16H3Z M20 2V7H25" '
        f'fill="{style.CONFIGURATION.fill}" {ink}/>',
        "rival": f'<path d="M14 1 26 9 14 17 2 9Z" fill="{style.PAPER}" {ink}/>',
    }


def _line(look: StateLook) -> str:
    dashes = {"dashed": "5 2.5", "dotted": "1.4 3"}.get(look.style)
    dashed = f' stroke-dasharray="{dashes}"' if dashes else ""
    line = (
        f'stroke="{look.colour}" stroke-width="{look.width * 1.2:g}"{dashed} '
        'fill="none"/>'
    )
    heights = (7, 11) if look.double else (9,)
    return "".join(f'<path d="M1 {y}H27" {line}' for y in heights)


def filters(theory: Theory, claims: list[Json]) -> str:
    """Return the filters: each says what it stands for, and how many entries it has."""
    groups = (
        _group("Kind", "kind", _kinds(claims)),
        _group("Helps or hinders", "does", _effects(claims), _DOING),
        _group("What the evidence says", "state", _states(claims), _ARGUED),
        _group("Theme", "theme", _themes(theory, claims)),
        _group("Layer of contexts", "layer", _layers(claims)),
        _sources(theory),
    )
    return "\n".join((_OPENING, *filter(None, groups), _CLOSING))


_OPENING = """<details class="filters js-only" id="x_filters" open>
<summary>Filters and key<span id="x_active"></span></summary>
<form id="x_filter_form" aria-label="Filters">"""
_CLOSING = """<label><input type="checkbox" id="x_hide">
<span>Hide what is filtered out, instead of dimming it</span></label>
<button type="button" id="x_clear" hidden>Clear all filters</button>
</form>
</details>"""


_ARGUED = (
    "Of what the theory argues for: links, configurations, mechanisms and rival "
    "theories. That a context, an intervention or an outcome occurs is counted in none "
    "of these numbers, and found where its kind is chosen too. What was given up is "
    "neither counted nor found."
)
_DOING = (
    "As the theory has it, not as it was found: by all that circumstances and links "
    "lead to, effects of the whole programme apart. Together with a layer: what helps "
    "or hinders there."
)


def _group(title: str, name: str, options: Iterator[str], why: str = "") -> str:
    listed = "\n".join(options)
    if not listed:
        return ""
    told = f'<p class="quiet">{why}</p>\n' if why else ""
    return (
        f'<fieldset data-group="{name}"><legend>{title}</legend>\n{told}{listed}\n'
        "</fieldset>"
    )


def _option(  # noqa: PLR0913, PLR0917 - what a line of the filters is made of
    name: str, value: str, title: str, count: int, picture: str = "", why: str = ""
) -> str:
    told = f"<small>{html(why)}</small>" if why else ""
    return (
        f'<label><input type="checkbox" name="{name}" value="{value}">{picture}'
        f'<span dir="auto">{html(title)}{told}</span>'
        f'<span class="n">{count}</span></label>'
    )


def _kinds(claims: list[Json]) -> Iterator[str]:
    counts = Counter(one["kind"] for one in claims)
    for kind, meaning in _KINDS.items():
        if n := counts[kind]:
            picture = swatch("kind", kind)
            yield _option("kind", kind, called(kind), n, picture, meaning)


def _effects(claims: list[Json]) -> Iterator[str]:
    counts = Counter(one.get("does") for one in claims)
    for one, said in SAID.items():
        if n := counts[one]:
            yield _option("does", one, said, n, why=MEANINGS[one])


def _states(claims: list[Json]) -> Iterator[str]:
    counts = Counter(one["state"] for one in claims if one["argued"])
    for state in State:
        if n := counts[state]:
            picture = swatch("state", state)
            yield _option("state", state, worded(state), n, picture, state.meaning)


def _themes(theory: Theory, claims: list[Json]) -> Iterator[str]:
    counts = Counter(theme for one in claims for theme in one["themes"] or [""])
    if not theory.themes:
        return
    ordered = sorted(theory.themes, key=lambda one: (one.order is None, one.order or 0))
    for theme in ordered:
        if n := counts[theme.id]:
            yield _option("theme", theme.id, theme.title, n)
    if n := counts[""]:
        yield _option("theme", "", "no theme", n)


def _layers(claims: list[Json]) -> Iterator[str]:
    counts = Counter(layer for one in claims for layer in one["layers"])
    for layer in Layer:
        if n := counts[layer]:
            yield _option("layer", layer, layer, n, why=layer.meaning)


def _sources(theory: Theory) -> str:
    """Return a choice of the studies and documents that have passages."""
    studies = sorted(
        {
            study_of(source, excerpt)
            for source in theory.sources
            for excerpt in source.excerpts
        }
    )
    titles = {one.id: title_of(one) for one in theory.sources if one.excerpts}
    if not titles:
        return ""
    documents = {
        one: f"{short}: {labels.plain(titles[one], _LONGEST)} [{one}]"
        for one, short in cited(theory.sources).items()
        if one in titles
    }

    named = {one: one for one in studies}

    def options(about: str, ids: Mapping[str, str]) -> str:
        return "".join(
            f'<option value="{about}:{one}">{html(said)}</option>'
            for one, said in ids.items()
        )

    return (
        '<fieldset><legend>Evidence</legend>\n<label class="over" for="x_source">'
        'Entries that one study or document speaks of</label>\n<select id="x_source">'
        '<option value="">all</option>'
        f'<optgroup label="Studies">{options("study", named)}</optgroup>'
        f'<optgroup label="Documents">{options("document", documents)}</optgroup>'
        "</select>\n</fieldset>"
    )


def undrawn(claims: list[Json], shown: frozenset[str]) -> str:
    """Return what is not in the figure, as buttons that lead to it in the table."""
    counts = Counter(one["kind"] for one in claims if one["id"] not in shown)
    buttons = [
        f'<button type="button" data-only="{kind}">{n} {called(kind, n)}</button>'
        for kind, n in sorted(counts.items())
    ]
    if not buttons:
        return ""
    return (
        f'<p class="undrawn js-only">Not in the figure, but in the table: '
        f"{' '.join(buttons)}</p>"
    )


def about(theory: Theory) -> str:
    """Return how the page is read and used."""
    paragraphs = [_READING]
    if n := hidden(theory):
        are, it = (
            ("passages are", "they count") if n > 1 else ("passage is", "it counts")
        )
        paragraphs.append(
            f'<p id="x_hidden"><b>{n} {are} not for publication:</b> text, unit, '
            f"result and note are left out here, but {it}.</p>"
        )
    if theory.methods:
        paragraphs.append(
            '<p dir="auto" class="methods"><b>How the theory was made:</b> '
            f"{html(theory.methods)}</p>"
        )
    if theory.licence:
        paragraphs.append(f'<p dir="auto">Licence: {html(theory.licence)}</p>')
    return (
        '<details class="about" id="x_about"><summary>How to read this page</summary>\n'
        f"{''.join(paragraphs)}\n{_USE}</details>"
    )


_READING = """<p>Numbers are <b>studies</b>, not documents or mentions; a document that
is none, as a policy or an opinion, counts as one. A line says
what the evidence says of an arrow, and a mechanism’s border what it says of the
mechanism. Nothing here is a grade: what the passages come to is for people to
judge.</p>
<p>An arrow ends in a head where more of the one means more of the other, in a bar
where it means less, in a ring where that is not known.</p>
"""
_USE = """<ul class="js-only">
<li>Drag to move, turn the wheel or pinch to zoom, click for all about an entry.</li>
<li>Keys in the figure: arrows move, <kbd>+</kbd> <kbd>-</kbd> zoom, <kbd>0</kbd> shows
all, <kbd>Tab</kbd> goes from cause to effect, <kbd>Enter</kbd> opens.</li>
<li><kbd>/</kbd> goes to the search, <kbd>Esc</kbd> closes.</li>
</ul>
"""
