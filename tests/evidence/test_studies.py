from __future__ import annotations

import pytest

from cmo.evidence.studies import is_research, no_research, read_and_cited
from cmo.model.vocabulary import SourceKind
from tests.making import excerpt, parsed, source, theory


@pytest.mark.parametrize("kind", SourceKind)
def test_empirical_work_and_reviews_are_research(kind: SourceKind) -> None:
    is_study = kind.startswith("empirical") or kind is SourceKind.REVIEW
    assert is_research(parsed(source("a", kind=kind))) == is_study


def test_what_is_grey_is_research_if_it_reports_a_named_study() -> None:
    assert is_research(parsed(source("a", kind="grey", study="pilots")))
    assert not is_research(parsed(source("a", kind="policy", study="plan")))


def test_a_passage_on_a_named_study_is_research_wherever_it_stands() -> None:
    plan = parsed(source("a", excerpt("p", study="s"), excerpt("q"), kind="policy"))
    assert [is_research(plan, one) for one in plan.excerpts] == [True, False]


def test_what_is_no_study_is_counted_once_and_among_what_was_read() -> None:
    own = theory(
        sources=[
            source("a"),
            source("b", kind="policy", study="plan"),
            source("c", kind="policy", study="plan"),
            # Two reports of one study, of which one is an opinion.
            source("d", kind="commentary", study="a"),
        ]
    )
    assert read_and_cited(own) == (2, 0)
    assert no_research(own) == 1
