from __future__ import annotations

from typing import Any

import pytest

from cmo.evidence import Flag, State
from cmo.model.vocabulary import (
    Activation,
    Bearing,
    Confidence,
    Dimension,
    Layer,
    SourceKind,
    Stage,
    Verdict,
)
from cmo.publish import plain_words


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
    ("words", "vocabulary"),
    [
        (plain_words.IN_COMMON, Flag),
        (plain_words.NO_STUDY, SourceKind),
        (plain_words.FIRING, Activation),
        (plain_words.CLOSE_HEADINGS, State),
        (plain_words.CLOSE_BEARINGS, Bearing),
    ],
)
def test_what_has_plain_words_only_in_part_is_of_its_vocabulary(
    words: dict[Any, Any], vocabulary: Any
) -> None:
    assert set(words) < set(vocabulary)


def test_each_heading_has_its_place() -> None:
    headings = [*plain_words.HEADINGS.values(), *plain_words.CLOSE_HEADINGS.values()]
    assert sorted(plain_words.ORDER) == sorted(headings)


@pytest.mark.parametrize(
    ("numbers", "told"),
    [
        ((0, 0, 0), "No document has been read for it yet."),
        ((1, 1, 0), "It rests on 1 document."),
        ((2, 2, 0), "It rests on 2 documents."),
        (
            (8, 7, 0),
            (
                "It rests on 8 documents. Those that report the same research count "
                "once, which makes 7."
            ),
        ),
        ((1, 3, 0), "It rests on 1 document. It reports 3 studies."),
        ((2, 3, 0), "It rests on 2 documents. They report 3 studies."),
        (
            (1, 1, 1),
            (
                "It rests on 1 document. 1 more study is cited in it, and not read for "
                "this guide."
            ),
        ),
        (
            (1, 1, 2),
            (
                "It rests on 1 document. 2 more studies are cited in it, and not read "
                "for this guide."
            ),
        ),
    ],
)
def test_what_a_guide_rests_on_is_said_in_numbers_that_agree(
    numbers: tuple[int, int, int], told: str
) -> None:
    assert plain_words.basis(*numbers) == told


@pytest.mark.parametrize(
    ("documents", "told"),
    [
        (0, "no document has been read for this guide yet"),
        (1, "the one document read for this guide says nothing for or against it"),
        (3, "none of the 3 documents read for this guide says anything for or against"),
    ],
)
def test_that_nobody_has_looked_is_defined(documents: int, told: str) -> None:
    assert told in plain_words.limit(documents)
