from __future__ import annotations

import re

import pytest

from cmo.diagrams.ask import AskError, Audience
from cmo.diagrams.mermaid import MOST_EDGES, to_mermaid
from tests.diagrams.made import scene, wide
from tests.diagrams.test_labels import HOSTILE
from tests.making import element, link, said, theory

REFERENCE = re.compile("#([0-9]+);")


def test_a_figure_has_a_title_and_a_description() -> None:
    text = to_mermaid(scene(theory()))
    assert text.startswith("flowchart LR\n  accTitle: Trust\n  accDescr: Read along")


def test_lines_tell_sign_and_state() -> None:
    links = [
        link("a", "time", "trust", "constrains"),
        link("b", "trust", "safety", "produces"),
    ]
    text = to_mermaid(scene(theory(links=links, sources=said("b", "supports"))))
    assert re.search(r'n\d -\.-x\|"unsupported"\| n\d', text)
    assert re.search(r"n\d ==> n\d", text)


@pytest.mark.parametrize("label", HOSTILE)
def test_any_label_is_one_quoted_text(label: str) -> None:
    elements = [element("one", "context") | {"label": label}]
    made = theory(elements=elements, links=[], configurations=[], title=label)
    text = to_mermaid(scene(made))
    (line,) = (one for one in text.splitlines() if one.startswith("  n1"))
    inside = line.removeprefix('  n1("').removesuffix('")')
    assert not set(inside.replace("<br>", "")) & set('"<>&`\\*_{}|')
    shown = REFERENCE.sub(lambda m: chr(int(m[1])), inside.split("<br>")[0])
    assert shown[:150] == scene(made).nodes[0].label[:150]


def test_more_lines_than_mermaid_draws_are_refused() -> None:
    with pytest.raises(AskError, match=f"Mermaid draws {MOST_EDGES} at most"):
        to_mermaid(scene(wide(200)))


def test_an_empty_theory_is_a_sentence() -> None:
    text = to_mermaid(scene(theory(elements=[], links=[], configurations=[])))
    assert 'empty["The theory has no elements yet."]' in text


def test_a_long_description_ends_with_a_sentence() -> None:
    text = to_mermaid(scene(wide(40)))
    (line,) = (one for one in text.splitlines() if "accDescr" in one)
    assert len(line) > 1000
    assert line.endswith(".")
    assert "…" not in line


def test_lines_that_mermaid_draws_alike_have_their_words() -> None:
    made = theory(sources=said("time-trust", "proposes"))
    text = to_mermaid(scene(made))
    assert re.search(r"n\d -\.-> n\d", text)
    assert text.count('-.->|"unsupported"|') == 2
    close = theory(sources=said("time-trust", "supports", directness="indirect"))
    assert '-->|"indirect"|' in to_mermaid(scene(close))
    plain = to_mermaid(scene(close, audience=Audience.PRACTICE))
    assert '-->|"only something close"|' in plain


def test_what_joins_members_has_no_word() -> None:
    lines = to_mermaid(scene(theory(links=[]))).splitlines()
    assert sum("-.-" in one for one in lines) == 4
    assert not any("unsupported" in one for one in lines if "-.-" in one)


@pytest.mark.parametrize(
    ("bearings", "border"),
    [
        (["supports"], "stroke-width:2.6px"),
        (["proposes"], "stroke-width:1.2px,stroke-dasharray:6 4"),
        ([], "stroke-width:1.4px,stroke-dasharray:1 4"),
    ],
)
def test_borders_tell_the_states_of_mechanisms(
    bearings: list[str], border: str
) -> None:
    made = theory(sources=said("trust", *bearings))
    figure = scene(made)
    number = [node.id for node in figure.nodes].index("trust") + 1
    lines = to_mermaid(figure).splitlines()
    assert f"  classDef border1 {border}" in lines
    assert f"  class n{number} border1" in lines
