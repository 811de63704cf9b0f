from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cmo.diagrams.drawing import DrawingError
from cmo.evidence import Evidence
from cmo.publish.document import Document, Figure, Paragraph, Run
from cmo.publish.guides import guide
from cmo.publish.markdown_reader import read_markdown
from cmo.publish.references import references
from cmo.publish.templating import (
    Rendered,
    TemplateFault,
    escaped,
    own_template,
    render,
)
from cmo.workspace.guiding import GUIDES as KINDS
from tests.making import Json, element, theory

if TYPE_CHECKING:
    from cmo.publish.guide_parts import Guide


BARE: Json = {"links": [], "configurations": []}


def figure(name: str) -> Figure:
    return Figure(name, "Caption", "Alternative", 50, 40, lambda _: b"")


def draw(kind: str, one: str) -> list[Figure]:
    return [figure(f"{kind}-{one}-{part}") for part in "ab"]


def made(**parts: Any) -> Guide:
    found = theory(**parts)
    return guide(found, Evidence(found), references(found.sources))


def rendered(template: str, **parts: Any) -> Rendered:
    return render(template, made(**parts), draw, name="mine.j2")


def fault(template: str) -> str:
    with pytest.raises(TemplateFault) as found:
        rendered(template)
    return str(found.value)


def read(text: str) -> Document:
    return read_markdown(text, {}, title="Untitled")


def text_of(document: Document) -> str:
    return "".join(
        run.text
        for block in document.blocks
        if isinstance(block, Paragraph)
        for run in block.words
    )


HOSTILE = [
    "<script>alert(1)</script>",
    "# no heading",
    "- no list",
    "1. no list",
    "2) no list",
    "> no quotation",
    "    no code",
    "*no* _emphasis_ **at** __all__ `code`",
    "[no](http://link.org) ![image](x.png) <http://a.org>",
    "a | b |\n|---|---|",
    "===",
    "---",
    "~~no~~ &amp; &lt; &#42;",
    "back\\slash \\* \\",
    "{{ guide }} {% raw %} {# x #}",
    "<!-- note -->",
    "Table: none",
    "العربية 中文 🙂 ﬁ",
    "quotes \" ' “ ” ]]>",
    "$x$ @all #1 \\N",
    "\x00\x1b[31m\ud800\x85 \u2028x",
    "x" * 5000,
]


@pytest.mark.parametrize("text", HOSTILE)
@pytest.mark.parametrize(
    "template",
    ["{{ guide.title }}", "so {{ guide.title }} is", "**{{ guide.title }}**"],
)
def test_values_read_as_themselves(text: str, template: str) -> None:
    # No file can hold half a surrogate pair, but what calls us may.
    shown = render(template, replace(made(), title=text), draw, name="t").text
    blocks = read(shown).blocks
    assert len(blocks) == 1
    assert " ".join(_written_out(text).split()) in text_of(read(shown))


def _written_out(text: str) -> str:
    return "".join(f"\\u{ord(c):04x}" if c in "\x00\x1b\ud800" else c for c in text)


@given(st.text(alphabet=st.characters(codec="utf-8"), min_size=1))
def test_any_text_survives_markdown_but_for_its_spaces(text: str) -> None:
    from cmo.report.escaping import plain

    shown = " ".join(plain(text).split())
    if shown:
        document = read(f"start {escaped(text)} end")
        assert " ".join(text_of(document).split()) == f"start {shown} end"


def test_what_a_macro_returns_is_escaped_once() -> None:
    template = "{% macro twice(x) %}*{{ x }}* {{ x }}{% endmacro %}{{ twice('a_b') }}"
    assert rendered(template).text == "*a\\_b* a\\_b"


def test_joined_values_are_escaped() -> None:
    shown = rendered('{{ guide.authors | join("; ") }}', authors=["*a*", "b"])
    assert shown.text == "\\*a\\*\\; b"


def test_an_entry_of_the_references_keeps_its_look() -> None:
    words = (Run("A. "), Run("Title", emphasis=True), Run(" *"))
    template = "{% for one in guide.references %}{{ one }}{% endfor %}"
    text = render(template, replace(made(), references=(words,)), draw, name="t").text
    assert text == "A. *Title* \\*"


def test_figures_are_put_where_the_template_asks_for_them() -> None:
    themes = [{"id": "one", "title": "One"}]
    configuration = {"id": "c", "label": "C", "theme": "one"}
    found = rendered(
        "{% for one in guide.themes %}{{ figure(one) }}{% endfor %}",
        themes=themes,
        elements=[],
        **BARE | {"configurations": [configuration]},
    )
    assert found.text == "![](figure:theme-one-a)\n\n![](figure:theme-one-b)"
    document = read_markdown(found.text, found.figures, title="T")
    assert [block.name for block in document.blocks if isinstance(block, Figure)] == [
        "theme-one-a",
        "theme-one-b",
    ]


def test_a_figure_of_something_else_is_refused() -> None:
    assert fault("\n{{ figure('x') }}") == (
        "mine.j2:2: figure() takes the guide, or a theme or layer of it"
    )


def test_a_figure_that_cannot_be_drawn_is_no_fault_of_the_template() -> None:
    def failing(kind: str, one: str) -> list[Figure]:
        message = f"{kind} {one}"
        raise DrawingError(message)

    template = "{% for one in guide.layers %}{{ figure(one) }}{% endfor %}"
    time = element("time", "context", layers=["institutional"])
    with pytest.raises(DrawingError, match=r"^layer institutional$"):
        render(template, made(elements=[time], **BARE), failing, name="t")


@pytest.mark.parametrize(
    ("template", "told"),
    [
        ("a\n{% for %}", "mine.j2:2: Expected an expression"),
        ("a\n\n{% if x %}", "mine.j2:3: Unexpected end of template"),
        ("a\n{{ gide.title }}", "mine.j2:2: 'gide' is undefined"),
        ("a\n{{ guide.titel }}", "mine.j2:2: a Guide has no attribute 'titel'"),
        ("{{ 1 / 0 }}", "mine.j2:1: division by zero"),
        ("{{ guide.title | nofilter }}", "mine.j2:1: No filter named 'nofilter'"),
        ("{% include 'other' %}", "mine.j2:1: a template stands alone, and 'other'"),
        ("{{ guide() }}", "mine.j2:1: 'Guide' object is not callable"),
        ("{{ ''.__class__ }}", "mine.j2:1: access to attribute '__class__'"),
        ("\n{{ figure.__globals__ }}", "mine.j2:2: access to attribute"),
        ("{{ guide.themes.append(1) }}", "mine.j2:1: 'tuple object' has no attribute"),
        ("{{ [].append(1) }}", "mine.j2:1: "),
        ("{{ range(10000000) | list }}", "mine.j2:1: Range too big"),
        ("{{ 9**9**9 }}", "mine.j2:1: a guide needs no powers: leave '**' out"),
    ],
)
def test_a_wrong_template_is_told_with_its_line(template: str, told: str) -> None:
    message = fault(template)
    assert message.startswith(told)
    assert "\n" not in message


LOOPS = """so
{% for i in range(90000) %}{% for j in range(90000) %}{% if j < 0 %}x{% endif %}
{% endfor %}{% endfor %}
"""
MACRO = """{% macro two(n) %}{{ two(n - 1) + two(n - 1) if n else "" }}{% endmacro %}
{{ two(60) }}
"""
RECURSIVE = """
{% for n in [1, 2] recursive %}{% if loop.depth < 60 %}{{ loop([1, 2]) }}{% endif %}
{% endfor %}
"""
FILTER = """
{{ range(90000) | map('replace', 'a', 'b' * 90000) | map('list') | list }}
"""
ENDLESS = {
    "loops": (LOOPS, 2),
    "a macro": (MACRO, 1),
    "a call": (
        "{% macro two() %}{{ caller() }}{{ caller() }}{% endmacro %}"
        + "{% call two() %}" * 40
        + "{% endcall %}" * 40,
        1,
    ),
    "a recursive loop": (RECURSIVE, 2),
    "a test": (
        "\n\n{{ range(90000) | select('in', range(90000) | list) | list }}",
        3,
    ),
    "a filter": (FILTER, 2),
}


@pytest.mark.parametrize(("template", "line"), ENDLESS.values(), ids=ENDLESS)
def test_a_template_without_an_end_is_given_up(template: str, line: int) -> None:
    with pytest.raises(TemplateFault) as found:
        render(template, made(), draw, name="mine.j2", seconds=0.2)
    assert str(found.value) == (
        f"mine.j2:{line}: no end after 0.2 seconds: take out a loop, or make it shorter"
    )


def test_the_time_that_figures_take_does_not_count(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    now = 0.0

    def slow(kind: str, one: str) -> list[Figure]:
        nonlocal now
        now += 100
        return [figure(f"{kind}-{one}")]

    monkeypatch.setattr("cmo.publish.templating.monotonic", lambda: now)
    template = "{{ figure(guide) }}{% for one in 'ab' %}{{ one }}{% endfor %}"
    shown = render(template, made(), slow, name="mine.j2", seconds=1)
    assert shown.text == "![](figure:key-Trust)ab"


def test_a_template_that_fails_to_end_after_a_figure_is_given_up() -> None:
    template = "{{ figure(guide) }}" + LOOPS
    with pytest.raises(TemplateFault, match="no end after 0"):
        render(template, made(), draw, name="mine.j2", seconds=0.2)


@pytest.mark.parametrize(
    "template", ["", " \n", "{# a note #}", "{% if x is defined %}"]
)
def test_a_template_of_which_nothing_comes_is_refused(template: str) -> None:
    ended = template + ("{% endif %}" if "if" in template else "")
    assert fault(ended) == (
        "mine.j2: nothing comes of it: write what the guide shall say"
    )


@pytest.mark.parametrize("kind", KINDS)
def test_our_templates_are_texts_that_render(kind: str) -> None:
    shown = rendered(own_template(kind))
    document = read_markdown(shown.text, shown.figures, title="Untitled")
    assert document.title.startswith("Trust: a guide for ")


def test_our_templates_are_all_there_is() -> None:
    folder = Path(__file__).parents[2] / "cmo" / "publish" / "templates"
    found = {file.name.removesuffix(".md.j2") for file in folder.iterdir()}
    assert found == set(KINDS)
