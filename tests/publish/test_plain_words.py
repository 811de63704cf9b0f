from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from cmo.evidence import Evidence, Flag, State
from cmo.model.vocabulary import (
    Bearing,
    Confidence,
    Dimension,
    Layer,
    Stage,
    Verdict,
)
from cmo.publish import plain_words
from tests.making import excerpt, said, source, theory, use

if TYPE_CHECKING:
    from cmo.evidence import Support

LINK = "trust-safety"


def support(*sources: Any, claim: str = LINK, **parts: Any) -> Support:
    return Evidence(theory(sources=list(sources), **parts)).of(claim)


def heard(*bearings: str, claim: str = LINK, **more: Any) -> Support:
    """Return what stands behind a claim of which studies say so, each one thing."""
    return support(*said(claim, *bearings, **more), claim=claim)


@pytest.mark.parametrize(
    ("words", "vocabulary"),
    [
        (plain_words.HEADINGS, State),
        (plain_words.CAVEATS, Flag),
        (plain_words.LAYERS, Layer),
        (plain_words.STAGES, Stage),
        (plain_words.BEARINGS, Bearing),
        (plain_words.VERDICTS, Verdict),
        (plain_words.CONFIDENCES, Confidence),
        (plain_words.DIMENSIONS, Dimension),
    ],
)
def test_every_word_of_a_vocabulary_has_plain_words_of_its_own(
    words: dict[Any, str], vocabulary: Any
) -> None:
    assert set(words) == set(vocabulary)
    assert len(set(words.values())) == len(words)


@pytest.mark.parametrize(
    ("bearings", "told"),
    [
        ((), "Nobody has looked at this."),
        (("neutral",), "Nobody has looked at this."),
        (
            ("proposes",),
            (
                "People who write about the programme assume this; no study has "
                "tested it."
            ),
        ),
        (("supports",), "One study speaks for it."),
        (("supports", "refines"), "2 studies speak for it."),
        (("supports", "inconclusive"), "One study speaks for it, and one looked, but"),
        (("refutes", "refutes"), "2 studies found the opposite."),
        (
            ("no_effect",),
            "One study tested it and found no reliable effect. That does not prove",
        ),
        (("inconclusive",) * 3, "3 studies looked, but could not say."),
        (
            ("supports", "supports", "refutes", "no_effect"),
            (
                "Findings disagree: 2 studies speak for it, one found the opposite, "
                "and one tested it and found no reliable effect."
            ),
        ),
    ],
)
def test_states_are_told_with_numbers_of_studies(
    bearings: tuple[str, ...], told: str
) -> None:
    assert plain_words.standing(heard(*bearings)).startswith(told)


@pytest.mark.parametrize(
    ("bearing", "told"),
    [
        ("supports", "One study found something close to it that speaks for it."),
        ("refutes", "One study found something close to it that speaks against it."),
        ("no_effect", "One study found no reliable effect on something close to it."),
        (
            "inconclusive",
            "One study looked at something close to it, but could not say.",
        ),
    ],
)
def test_what_was_not_studied_itself_is_told_so_first(bearing: str, told: str) -> None:
    found = heard(bearing, directness="indirect")
    assert plain_words.standing(found) == f"Not studied itself. {told}"


def test_what_is_inherited_is_told_as_from_parts_or_from_the_whole() -> None:
    whole = heard("supports", claim=LINK)
    of_whole = Evidence(theory(sources=said(LINK, "supports"))).of("cmoc")
    of_part = support(*said("cmoc", "supports"))
    assert plain_words.standing(whole) == "One study speaks for it."
    assert plain_words.standing(of_whole) == "Not studied as a whole, only in parts."
    assert plain_words.standing(of_part) == (
        "Not studied itself, only something that it is a part of."
    )


@pytest.mark.parametrize(
    ("reason", "told"),
    [
        (None, "Nobody has looked at this."),
        ("Too new", "Nobody has looked at this. The authors say why: Too new."),
        ("Why? ", "Nobody has looked at this. The authors say why: Why?"),
    ],
)
def test_a_declared_gap_is_told_with_its_reason(reason: str | None, told: str) -> None:
    links = [
        {
            "id": LINK,
            "source": "trust",
            "target": "safety",
            "relation": "produces",
            "undeveloped": "Too new",
        }
    ]
    found = support(links=links)
    assert found.state is State.UNDEVELOPED
    assert plain_words.standing(found, reason) == told


def test_a_single_study_is_said_where_the_state_does_not_say_it() -> None:
    one = heard("supports")
    passages = [
        excerpt("p1", use(LINK, "supports")),
        excerpt("p2", use(LINK, "refutes")),
    ]
    split = support(source("a", *passages))
    assert Flag.SINGLE_STUDY in one.flags
    assert plain_words.caveats(one) == ()
    assert plain_words.caveats(split) == ("All of it comes from one study.",)


def test_caveats_follow_the_state() -> None:
    tied: Any = {"independence": {"judgement": "affiliated"}}
    passage = excerpt("p1", use(LINK, inference="inferred"))
    found = support(source("a", passage, **tied))
    assert plain_words.evidence(found) == (
        "One study speaks for it. It comes only from documents tied to the programme. "
        "No document says just this; the authors conclude it."
    )


@pytest.mark.parametrize(
    ("verdicts", "told"),
    [
        ((), "The authors have weighed this."),
        ((Verdict.UPHELD,), "The authors have weighed this: it stands."),
        (
            (Verdict.REJECTED, Verdict.LEFT_OPEN),
            "The authors have weighed this: it was given up and it is left open.",
        ),
    ],
)
def test_a_decision_is_told_with_its_verdict(
    verdicts: tuple[Verdict, ...], told: str
) -> None:
    decision = {"id": "d", "claims": [LINK], "sources": ["a"], "verdict": "upheld"}
    found = support(*said(LINK, "supports"), decisions=[decision])
    assert Flag.DECIDED in found.flags
    assert plain_words.evidence(found, None, verdicts).endswith(told)


def test_verdicts_are_not_told_where_something_new_reopened_the_decision() -> None:
    decision = {"id": "d", "claims": [LINK], "sources": [], "verdict": "upheld"}
    found = support(*said(LINK, "supports"), decisions=[decision])
    assert "weighed" not in plain_words.evidence(found, None, [Verdict.UPHELD])


@pytest.mark.parametrize(
    ("count", "told"), [(0, "0 studies"), (1, "1 study"), (2, "2 studies")]
)
def test_numbers_agree_with_their_nouns(count: int, told: str) -> None:
    assert plain_words.number(count, "study", "studies") == told


@pytest.mark.parametrize(
    ("parts", "told"),
    [
        ([], ""),
        (["a"], "a"),
        (["a", "b"], "a and b"),
        (["a", "b", "c"], "a, b and c"),
    ],
)
def test_parts_are_joined_as_in_speech(parts: list[str], told: str) -> None:
    assert plain_words.joined(parts) == told
