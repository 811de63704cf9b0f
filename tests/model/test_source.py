from __future__ import annotations

from tests.making import excerpt, source, theory


def test_printing_a_passage_does_not_print_what_it_says() -> None:
    passage = {"share": "team", "text": "Not for others", "unit": "A mother"}
    (found,) = theory(sources=[source("a", {**excerpt("p1"), **passage})]).sources
    assert "<Excerpt 'p1'>" in repr(found)
    assert "Not for others" not in repr(found)
