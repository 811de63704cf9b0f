from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cmo.quotes import Answer, Checked, Difference, Lack, Status, Where, check
from cmo.quotes.matching import Text
from cmo.quotes.nearest import nearest
from cmo.quotes.quotation import parse, stretches
from cmo.store.texts import Fault
from tests.making import excerpt, parsed, source, use

if TYPE_CHECKING:
    from pathlib import Path

    from cmo.model import Source

SAID = """At first nobody came.
\fAfter a term “we let the group take them, be-
cause they weren’t strangers”, a father said. He left his car.
"""


@pytest.fixture
def theory(tmp_path: Path) -> Path:
    """Return the folder of a theory with one text."""
    (tmp_path / "texts").mkdir()
    (tmp_path / "texts" / "ames.txt").write_text(SAID, "utf-8")
    return tmp_path


def quoting(*written: str, path: str | None = "ames.txt", **text: Any) -> Source:
    """Return a source with passages p0, p1 …, all verbatim."""
    passages = [
        excerpt(f"p{i}", use("trust"), text=one, verbatim=True)
        for i, one in enumerate(written)
    ]
    form = source("ames", *passages)
    if path is not None:
        form["text"] = {"path": path, **text}
    return parsed(form)


def only(theory: Path, one: Source) -> Checked:
    (checked,) = check(theory, [one])
    return checked


def answer(theory: Path, written: str) -> Answer:
    (answer,) = only(theory, quoting(written)).answers
    return answer


def test_a_quotation_that_is_found_has_its_place(theory: Path) -> None:
    found = answer(theory, "because they weren't strangers")
    assert found.status is Status.FOUND
    assert found.passage == "ames#p0"
    assert found.where == Where(line=2, column=44, offset=65, page=2)


def test_a_text_without_form_feeds_has_no_pages(theory: Path) -> None:
    (theory / "texts" / "ames.txt").write_text("He left his car.", "utf-8")
    assert answer(theory, "left").where == Where(line=1, column=4, offset=3, page=None)


def test_one_that_is_not_found_comes_with_the_nearest_passage(theory: Path) -> None:
    missed = answer(theory, "because they were\nstrangers")
    assert missed.status is Status.NOT_FOUND
    assert missed.missing == "because they were strangers"
    assert missed.nearest == "be- cause they weren’t strangers”,"
    assert missed.differences == (Difference("were", "weren’t"),)
    assert missed.where
    assert missed.where.line == 2


def test_of_several_parts_the_first_that_is_missing_is_told(theory: Path) -> None:
    missed = answer(theory, "we let the group … because they were strangers … car")
    assert missed.missing == "because they were strangers"
    assert missed.differences == (Difference("were", "weren’t"),)


def test_parts_in_another_order_are_told(theory: Path) -> None:
    missed = answer(theory, "He left his car … the group take them")
    assert (missed.status, missed.where) == (Status.NOT_FOUND, None)
    assert "not in this order" in missed.why


def test_nothing_near_is_told(theory: Path) -> None:
    missed = answer(theory, "Most families came by bus, whatever the weather.")
    assert (missed.status, missed.where) == (Status.NOT_FOUND, None)
    assert missed.why == "no passage of the text comes near it"


@pytest.mark.parametrize(
    ("written", "lack"),
    [
        ("[…] ?!", Lack.NO_WORDS),
        ("[a father]", Lack.NO_WORDS),
        ("I … [a] am", Lack.TOO_THIN),
        (" … ".join(["car"] * 102), Lack.TOO_BROKEN),
    ],
)
def test_what_cannot_be_looked_for_says_why(
    theory: Path, written: str, lack: Lack
) -> None:
    unanswered = answer(theory, written)
    assert (unanswered.status, unanswered.reason) == (Status.NOT_CHECKABLE, lack)
    assert unanswered.why == lack.meaning


def test_a_source_without_text_has_nothing_checkable(theory: Path) -> None:
    checked = only(theory, quoting("He left his car.", path=None))
    (unanswered,) = checked.answers
    assert (checked.path, unanswered.reason) == (None, Lack.NO_TEXT)


@pytest.mark.parametrize(
    ("path", "fault"),
    [("none.txt", Fault.MISSING), ("../secret.txt", Fault.OUTSIDE)],
)
def test_a_text_that_cannot_be_used_leaves_its_quotations_unchecked(
    theory: Path, path: str, fault: Fault
) -> None:
    checked = only(theory, quoting("He left.", "He came.", path=path))
    assert checked.unusable
    assert {(one.status, one.reason) for one in checked.answers} == {
        (Status.NOT_CHECKABLE, fault)
    }


def test_a_text_that_changed_is_told_and_checked_all_the_same(theory: Path) -> None:
    digest = hashlib.sha256(SAID.encode()).hexdigest()
    same = only(theory, quoting("He left his car.", sha256=digest))
    changed = only(theory, quoting("He left his car.", sha256="0" * 64))
    assert (same.changed, changed.changed) == (False, True)
    assert changed.sha256 == digest
    assert [one.status for one in changed.answers] == [Status.FOUND]


def test_only_verbatim_passages_are_looked_up_and_only_those_asked_for(
    theory: Path,
) -> None:
    told = parsed(source("ames", excerpt("p1"), text={"path": "ames.txt"}))
    assert only(theory, told).answers == ()
    both = quoting("He left his car.", "He came.")
    (checked,) = check(theory, [both], passages={"ames#p1"})
    assert [one.passage for one in checked.answers] == ["ames#p1"]


def test_every_source_has_its_turn_and_texts_are_read_one_by_one(theory: Path) -> None:
    sources = [quoting("He left his car."), quoting("He left.", path=None)]
    turns = check(theory, sources)
    assert [one.status for one in next(turns).answers] == [Status.FOUND]
    (theory / "texts" / "ames.txt").unlink()
    assert [one.path for one in turns] == [None]


odd = ["word", "ﬁnd", "a", " ", "\n", "\f", "…", "...", "[", "]", "(sic)", "-", "–5"]
odder = ["2.5", "“", "'", "\u00ad", "12\n", ",", "語", "\u0301", "ß", "¬"]
anything = st.lists(
    st.sampled_from([*odd, *odder]) | st.text(max_size=3), max_size=40
).map("".join)


@given(anything, anything)
def test_whatever_is_written_there_is_an_answer(said: str, written: str) -> None:
    searched = Text(said)
    for stretch in (written, *stretches(written)):
        quotation = parse(stretch)
        if not quotation.has_words:
            continue
        if span := searched.find(quotation):
            assert 0 <= span.start < span.end <= len(said)
        for part in stretches(stretch):
            nearest(part, searched.folded)


def test_a_quotation_of_fifty_thousand_characters_is_answered(theory: Path) -> None:
    said = " ".join(f"they trusted worker {i}" for i in range(3_000))
    (theory / "texts" / "ames.txt").write_text(f"Before. {said} After.", "utf-8")
    assert answer(theory, said).status is Status.FOUND
    missed = answer(theory, said.replace("worker 1500 ", "nobody 1500 "))
    assert missed.differences == (Difference("nobody", "worker"),)
