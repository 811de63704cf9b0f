from __future__ import annotations

from itertools import combinations

import pytest

from cmo.diagrams import style, wording
from cmo.evidence import State
from cmo.model.vocabulary import ElementKind, Sign


def luminance(colour: str) -> float:
    """Return relative luminance as WCAG 2 defines it."""
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [
        p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts
    ]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    light, dark = sorted([luminance(one), luminance(other)], reverse=True)
    return (light + 0.05) / (dark + 0.05)


LOOKS = [
    *style.KINDS.values(),
    style.CONFIGURATION,
    style.RIVAL,
    style.CLAIM,
    style.STUDY,
    style.DOCUMENT,
    style.PART,
]


FILLS = sorted({look.fill for look in LOOKS} | set(style.TINTS.values()))


@pytest.mark.parametrize("fill", FILLS)
def test_text_in_nodes_has_contrast(fill: str) -> None:
    assert contrast(style.INK, fill) >= 4.5
    assert contrast(style.grey(style.INK), style.grey(fill)) >= 4.5


def test_every_state_that_can_stand_out_has_a_tint() -> None:
    assert set(style.TINTS) == set(State)


@pytest.mark.parametrize("colour", ["#000000", "#ffffff", "#767676", "#a63c00"])
def test_a_grey_is_as_light_as_its_colour(colour: str) -> None:
    grey = style.grey(colour)
    assert grey[1:3] == grey[3:5] == grey[5:]
    assert luminance(grey) == pytest.approx(luminance(colour), abs=0.006)


@pytest.mark.parametrize("state", State)
def test_words_on_lines_have_contrast(state: State) -> None:
    assert contrast(style.STATES[state].colour, style.PAPER) >= 4.5


def test_faint_lines_have_contrast() -> None:
    assert contrast(style.FAINT, style.PAPER) >= 3


def test_every_word_has_a_look() -> None:
    assert set(style.KINDS) == set(ElementKind)
    assert set(style.SIGNS) == set(Sign)
    assert set(style.STATES) == set(State)


def test_kinds_differ_without_colour() -> None:
    looks = style.KINDS.values()
    assert len({(one.shape, one.rounded) for one in looks}) == len(looks)
    for one, other in combinations(looks, 2):
        assert contrast(one.fill, other.fill) > 1.15


def test_signs_differ_in_arrowheads() -> None:
    assert len(set(style.SIGNS.values())) == len(style.SIGNS)


def test_states_differ_without_colour() -> None:
    told = {
        (look.style, look.double, look.width > 2, look.word and state)
        for state, look in style.STATES.items()
    }
    assert len(told) == len(style.STATES)


def test_a_solid_line_means_that_somebody_looked() -> None:
    nobody = {State.THEORISED, State.UNDEVELOPED, State.UNSUPPORTED}
    for state, look in style.STATES.items():
        assert (look.style == "solid") == (state not in nobody)


def test_plain_words_of_states_claim_no_study_and_no_decision() -> None:
    for state in State:
        short = wording.state(state, plain=True)
        meaning = wording.state_meaning(state, plain=True)
        assert "study" not in short
        assert short in meaning
        assert not any(
            word in meaning for word in ("a study", "studies", "opposite", "left open")
        )
    said = wording.state(State.UNDEVELOPED, plain=True)
    assert said == "nobody has looked, and it is said why"
