"""Facts about `cmo.model.citation`: what is said counts, not how it is written."""

from __future__ import annotations

import pytest

from cmo.model import Locator
from cmo.model.citation import doi, is_placed, marks, year
from cmo.report.passages import place


@pytest.mark.parametrize(
    "written",
    [
        "10.1/A",
        " 10.1/A ",
        "https://doi.org/10.1/A",
        "http://dx.doi.org/10.1/A",
        "HTTPS://DOI.ORG/10.1/A",
        "www.doi.org/10.1/A",
        "doi:10.1/A",
        "DOI: 10.1/A",
    ],
)
def test_a_doi_is_one_however_it_is_written(written: str) -> None:
    assert doi({"DOI": written}) == "10.1/A"


@pytest.mark.parametrize("written", [None, "", [], {}, True])
def test_what_is_no_doi_is_none(written: object) -> None:
    assert doi({"DOI": written}) == ""
    assert doi({}) == ""


@pytest.mark.parametrize(
    ("issued", "told"),
    [
        ({"date-parts": [[2020, 5]]}, "2020"),
        ({"date-parts": [["2020"]]}, "2020"),
        ({"date-parts": [2020]}, "2020"),
        ({"raw": "May 2020"}, "2020"),
        ("2020-05-01", "2020"),
        (2020, "2020"),
        ({"date-parts": [[2019], [2020]]}, "2019–2020"),
        ({"literal": "in press"}, "in press"),
        ({"date-parts": [[None]]}, ""),
        (None, ""),
    ],
)
def test_a_year_is_one_however_it_is_written(issued: object, told: str) -> None:
    assert year(issued) == told


@pytest.mark.parametrize(
    ("page", "told"),
    [
        (12, "page 12"),
        (0, "page 0"),
        ("p. 12", "page 12"),
        ("pp. 12–14", "page 12–14"),
        ("p12", "page 12"),
        ("Page 12", "page 12"),
        ("p. xii", "page xii"),
        ("preface", "page preface"),
        ("page", "page page"),
        ("P", "page P"),
    ],
)
def test_a_page_is_called_one_once(page: int | str, told: str) -> None:
    assert place(Locator(page=page)) == told


def test_other_marks_are_named_once_too() -> None:
    at = Locator(section="Section 3: Trust", paragraph="¶ 4", slide="Slide 5")
    assert place(at) == "section 3: Trust, paragraph 4, slide 5"
    assert place(Locator(section="Sections of a life")) == "section Sections of a life"


def test_of_what_is_not_for_publication_numbers_are_told() -> None:
    at = Locator(page="p. 12", section="Ann tells her story")
    assert place(at, hidden=True) == "page 12"


def test_page_0_is_a_place_and_an_empty_one_is_none() -> None:
    assert is_placed(Locator(page=0))
    assert is_placed(Locator(url="https://example.org"))
    assert not is_placed(Locator(page=" ", section="", url=" "))
    assert not is_placed(None)
    assert marks(None) == {}
