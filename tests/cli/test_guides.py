from __future__ import annotations

import json
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from click.testing import CliRunner, Result

from cmo.cli import cli
from cmo.diagrams.ask import AskError
from cmo.diagrams.drawing import DrawingError
from cmo.publish.document import Figure
from cmo.workspace.guiding import FORMS, HALF, guide, own_template
from cmo.workspace.theories import Problem
from tests.making import CMOC, Json, element, link

if TYPE_CHECKING:
    from collections.abc import Callable

SOFS = Path(__file__).parents[2] / "theories" / "signs-of-safety"
LINK = link("a", "time", "trust", "enables")
KINDS = ("practice", "implementation")


def run(*arguments: str | Path) -> Result:
    return CliRunner().invoke(cli, ["guide", *map(str, arguments)])


def problem(*arguments: str | Path) -> str:
    found = run(*arguments).exception
    assert isinstance(found, Problem), found
    assert "\n" not in str(found)
    return str(found)


def bundle(folder: Path, **parts: Any) -> Path:
    """Write a small theory with one theme, whose figure is quickly drawn."""
    theory: Json = {
        "id": "small",
        "title": "Small",
        "themes": [{"id": "core", "title": "Core"}],
        "elements": [
            element("time", "context"),
            element("trust", "mechanism", theme="core"),
            element("safety", "outcome"),
            element("visits", "intervention"),
        ],
        "links": [
            link("a", "time", "trust", "enables"),
            link("b", "trust", "safety", "produces"),
            link("whole", "visits", "safety", "affects"),
        ],
        "configurations": [{**CMOC, "theme": "core"}],
        **parts,
    }
    file = folder / "small.theory.json"
    file.write_text(json.dumps(theory), "utf-8")
    return file


@pytest.fixture
def small(tmp_path: Path) -> Path:
    return bundle(tmp_path)


@pytest.mark.parametrize("kind", KINDS)
def test_a_guide_is_printed_as_markdown_without_figures(kind: str) -> None:
    result = run(kind, SOFS)
    assert result.exit_code == 0
    assert result.stdout.startswith("# Signs of Safety: a guide for ")
    assert "![" not in result.stdout
    assert result.stderr == ""


@pytest.mark.parametrize("form", FORMS)
def test_a_guide_is_written_in_every_format(
    small: Path, tmp_path: Path, form: str
) -> None:
    target = tmp_path / f"guide.{form}"
    result = run("practice", small, "-o", target)
    assert result.exit_code == 0, result.exception
    assert result.stdout.splitlines()[0] == f"wrote {target}"
    assert target.stat().st_size > 1000


def test_equal_theories_give_equal_bytes(small: Path, tmp_path: Path) -> None:
    for form in FORMS:
        for name in "ab":
            assert (
                run("practice", small, "-o", tmp_path / f"{name}.{form}").exit_code == 0
            )
        if form not in {"md", "tex"}:  # their figures are named after the file
            one, other = (tmp_path / f"{name}.{form}" for name in "ab")
            assert one.read_bytes() == other.read_bytes()


def figures(file: Path, kind: str = "practice") -> list[Figure]:
    made = guide(file, kind)
    return [block for block in made.document.blocks if isinstance(block, Figure)]


def test_a_theme_has_its_figure_and_all_figures_one_key(small: Path) -> None:
    found = figures(small)
    assert [one.name for one in found] == ["theory_key", "theme-core"]
    assert all(one.alternative and one.caption for one in found)
    assert b"Visits" in found[1].draw("svg")


def test_figures_leave_out_whole_effects_and_what_was_given_up(tmp_path: Path) -> None:
    old = {
        **CMOC,
        "id": "old",
        "label": "Old",
        "theme": "core",
        "status": "rejected",
        "outcomes": ["gone"],
    }
    now = {**CMOC, "theme": "core", "interventions": []}
    elements = [
        *json.loads(bundle(tmp_path).read_text("utf-8"))["elements"],
        element("gone", "outcome"),
    ]
    drawn = figures(bundle(tmp_path, elements=elements, configurations=[now, old]))[1]
    for name in ("Gone", "Visits", "Old"):
        assert name.encode() not in drawn.draw("svg")


def test_a_theme_shows_what_is_joined_in_it_beside_its_statements(
    tmp_path: Path,
) -> None:
    small = json.loads(bundle(tmp_path).read_text("utf-8"))
    elements = [
        *small["elements"],
        element("doubt", "mechanism", theme="core"),
        element("hope", "mechanism", theme="core"),
        element("calm", "outcome", theme="core"),
        element("form", "outcome", theme="core"),
        element("far", "outcome"),
    ]
    links = [
        *small["links"],
        link("c", "hope", "calm", "produces"),
        link("d", "hope", "far", "produces"),
    ]
    drawn = figures(bundle(tmp_path, elements=elements, links=links))[1].draw("svg")
    for name in ("Doubt", "Hope", "Calm"):
        assert name.encode() in drawn
    for name in ("Form", "Far"):
        assert name.encode() not in drawn


def test_the_key_explains_only_what_the_figures_show(tmp_path: Path) -> None:
    small = json.loads(bundle(tmp_path).read_text("utf-8"))
    hope = element("hope", "mechanism", theme="other")
    bare: Json = {"contexts": [], "interventions": [], "outcomes": []}
    other = {**CMOC, **bare, "id": "o", "theme": "other", "mechanisms": ["hope"]}
    parts = {
        "themes": [*small["themes"], {"id": "other", "title": "Other"}],
        "elements": [*small["elements"], hope],
        "configurations": [*small["configurations"], other],
    }
    between = link("c", "trust", "hope", "triggers", undeveloped="Why?")
    within = {**small["links"][0], "undeveloped": "Why?"}
    for links, is_told in (
        ([*small["links"], between], False),
        ([*small["links"][1:], within], True),
    ):
        key = figures(bundle(tmp_path, links=links, **parts))[0].draw("svg")
        assert (b"said why" in key) is is_told


def test_a_figure_takes_a_whole_page_where_half_a_page_takes_more_figures(
    tmp_path: Path,
) -> None:
    chain = [element(f"m{i}", "mechanism", theme="core") for i in range(6)]
    links = [link(f"l{i}", f"m{i}", f"m{i + 1}", "triggers") for i in range(5)]
    many = [element(f"o{i}", "outcome", theme="core") for i in range(8)]
    links += [link(f"k{i}", "m5", f"o{i}", "produces") for i in range(8)]
    members = {
        "mechanisms": [one["id"] for one in chain],
        "outcomes": [one["id"] for one in many],
        "contexts": [],
        "interventions": [],
    }
    found = figures(
        bundle(
            tmp_path,
            elements=[*chain, *many],
            links=links,
            configurations=[{**CMOC, "theme": "core", **members}],
        )
    )
    assert any(one.height > HALF.height for one in found)


@pytest.mark.parametrize("kind", KINDS)
def test_no_figure_of_the_example_is_missing(kind: str) -> None:
    assert guide(SOFS, kind).notes == ()


def test_a_figure_that_no_page_can_hold_is_left_out_and_told(
    small: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("cmo.diagrams.pictures.pictures", failing(AskError))
    result = run("practice", small, "-o", tmp_path / "guide.html")
    assert result.exit_code == 0
    assert result.stderr == "cmo: no figure of the theme 'core': too large\n"


def test_a_template_can_ask_for_the_figure_of_a_layer_and_for_one_twice(
    tmp_path: Path,
) -> None:
    loop = "{% for one in guide.layers + guide.layers %}"
    own = template(tmp_path, f"{loop}\n{{{{ figure(one) }}}}\n\n{{% endfor %}}")
    time = element("time", "context", layers=["institutional"])
    elements = [time, element("trust", "mechanism"), element("safety", "outcome")]
    file = bundle(tmp_path, elements=elements, configurations=[], links=[LINK])
    found = [
        block
        for block in guide(file, "practice", template=own).document.blocks
        if isinstance(block, Figure)
    ]
    assert len(found) == 2
    assert b"Time" in found[0].draw("svg")


def test_a_key_that_no_page_can_hold_is_left_out_and_told(
    small: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("cmo.diagrams.pictures.key", failing(AskError))
    assert guide(small, "practice").notes == ("no key to figures: too large",)


def failing(error: type[Exception]) -> Callable[..., Any]:
    def fail(*_: object) -> None:
        message = "too large"
        raise error(message)

    return fail


def test_a_figure_that_cannot_be_drawn_is_a_problem(
    small: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("cmo.diagrams.pictures.pictures", failing(DrawingError))
    target = tmp_path / "guide.html"
    assert problem("practice", small, "-o", target) == "too large"
    assert not target.exists()


@pytest.mark.parametrize("kind", KINDS)
def test_our_template_can_be_printed_and_used(kind: str, tmp_path: Path) -> None:
    printed = run(kind, "--print-template").stdout
    assert printed == own_template(kind)
    mine = tmp_path / "mine.md.j2"
    mine.write_text(printed, "utf-8")
    assert run(kind, SOFS, "--template", mine).stdout == run(kind, SOFS).stdout


def template(tmp_path: Path, text: str) -> Path:
    file = tmp_path / "mine.j2"
    file.write_bytes(text.encode())
    return file


def test_a_team_s_own_template_takes_the_place_of_ours(tmp_path: Path) -> None:
    own = template(tmp_path, "\ufeff# Mine\n\n{{ guide.programme }}, *so*.\n")
    assert run("practice", SOFS, "--template", own).stdout == (
        "# Mine\n\ncmo contributors\n\nSigns of Safety, *so*.\n"
    )


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (
            "a\n{{ gide }}",
            "mine.j2:2: 'gide' is undefined: compare 'cmo guide practice",
        ),
        ("{% if %}", "mine.j2:1: Expected an expression"),
        ("![x](figure:none)", "mine.j2: there is no figure 'none'"),
    ],
)
def test_a_wrong_template_is_told_in_one_line(
    tmp_path: Path, text: str, told: str
) -> None:
    own = template(tmp_path, text)
    assert told in problem("practice", SOFS, "--template", own)


def test_a_template_that_cannot_be_read_is_told(tmp_path: Path) -> None:
    other = tmp_path / "other.j2"
    assert "No such file" in problem("practice", SOFS, "--template", other)
    assert "Is a directory" in problem("practice", SOFS, "--template", tmp_path)
    other.write_bytes(b"\xff\xfe")
    assert "UTF-8" in problem("practice", SOFS, "--template", other)


@pytest.mark.parametrize("name", ["guide.xlsx", "guide", "folder", "no/guide.md"])
def test_what_cannot_be_written_is_told_before_the_theory_is_read(
    tmp_path: Path, name: str
) -> None:
    (tmp_path / "folder").mkdir()
    assert str(tmp_path / name) in problem("practice", "nowhere", "-o", tmp_path / name)


def test_a_reference_goes_with_docx_alone(tmp_path: Path) -> None:
    told = problem("practice", SOFS, "-o", tmp_path / "a.pdf", "--reference", "r.docx")
    assert "-o FILE.docx" in told
    assert "-o FILE.docx" in problem("practice", SOFS, "--reference", "r.docx")


def test_an_unknown_style_is_told() -> None:
    assert "no-such-style" in problem("practice", SOFS, "--style", "no-such-style")


def test_an_unknown_kind_is_told() -> None:
    assert "'practice', 'implementation'" in run("theory", SOFS).output


def test_an_empty_theory_gives_a_guide_in_every_format(tmp_path: Path) -> None:
    file = bundle(tmp_path, themes=[], elements=[], links=[], configurations=[])
    for kind in KINDS:
        for form in FORMS:
            target = tmp_path / f"{kind}.{form}"
            assert run(kind, file, "-o", target).exit_code == 0
            assert target.exists()


def test_a_theme_without_members_has_no_figure_but_a_guide(tmp_path: Path) -> None:
    alone = {"id": "alone", "label": "Alone", "theme": "core"}
    file = bundle(tmp_path, elements=[], links=[], configurations=[alone])
    result = run("practice", file, "-o", tmp_path / "guide.html")
    assert result.exit_code == 0, result.exception


HOSTILE = [
    "<script>alert(1)</script>",
    "\\input{x} $y$ #z @all *a* _b_ `c` [d](e) | f {{ g }} {% h %}",
    "العربية 中文",
    "x" * 5000,
]


@pytest.mark.parametrize("text", HOSTILE, ids=["html", "marks", "scripts", "long"])
def test_hostile_labels_stand_in_the_guide_as_themselves(
    tmp_path: Path, text: str
) -> None:
    elements = [
        {**element("time", "context"), "label": text, "definition": text},
        element("trust", "mechanism", theme="core", plain_label=text),
        element("safety", "outcome"),
        element("visits", "intervention"),
    ]
    file = bundle(tmp_path, title=text, elements=elements)
    target = tmp_path / "guide.html"
    assert run("practice", file, "-o", target).exit_code == 0
    shown = re.sub(r"<svg.*?</svg>|<img[^>]*>", "", target.read_text("utf-8"))
    assert "<script>alert" not in shown
    printed = run("practice", file)
    assert printed.exit_code == 0
    assert not re.search(r"(?<!\\)<script>", printed.stdout)


def test_a_theory_without_themes_has_its_figure_too(tmp_path: Path) -> None:
    elements = [element("time", "context"), element("trust", "mechanism")]
    links = [link("a", "time", "trust", "enables")]
    parts = {"themes": [], "elements": elements, "links": links, "configurations": []}
    made = guide(bundle(tmp_path, **parts), "practice").document
    names = [block.name for block in made.blocks if isinstance(block, Figure)]
    assert names[0] == "theory_key"
    assert "theory" in names[1]
    shown = next(b for b in made.blocks if isinstance(b, Figure) and b.name == names[1])
    assert b"element-trust" in shown.draw("svg")
