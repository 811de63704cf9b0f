from __future__ import annotations

from dataclasses import replace
from itertools import permutations
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cmo.analysis.matrix import Matrix, matrix
from cmo.analysis.placing import NONE, Axis, Outside, Says
from cmo.evidence import Evidence, independent
from tests.evidence.generated import theories
from tests.making import CMOC, element, excerpt, link, said, source, theory, use

if TYPE_CHECKING:
    from collections.abc import Mapping

    from cmo.analysis.matrix import Cell
    from cmo.model import Theory
    from tests.making import Json

# A first example imports what later ones have: how long one takes says nothing.
anyhow = settings(deadline=None)
SIDES = st.sampled_from(list(permutations(Axis, 2)))

Counts = dict[str, int]


def mapped(
    *sources: Json, rows: str = "mechanism", columns: str = "outcome", **parts: Any
) -> Matrix:
    made = theory(sources=list(sources), **parts)
    axes = {str(axis): axis for axis in Axis}
    return matrix(Evidence(made), axes[rows], axes[columns])


def direct(found: Matrix) -> dict[tuple[str, str], Counts]:
    return {at: plain(cell.direct) for at, cell in found.cells.items() if cell.direct}


def indirect(found: Matrix) -> dict[tuple[str, str], Counts]:
    return {
        at: plain(cell.indirect) for at, cell in found.cells.items() if cell.indirect
    }


def plain(counts: Mapping[Says, int]) -> Counts:
    return {str(says): number for says, number in counts.items()}


def only(found: Matrix) -> Cell:
    (cell,) = found.cells.values()
    return cell


def outside(found: Matrix) -> dict[str, int]:
    return {str(why): len(ids) for why, ids in found.outside.items() if ids}


def unfired(**more: Any) -> Json:
    return {**CMOC, "activations": {"trust": "not_fired"}, **more}


class TestWhatACellHolds:
    def test_a_link_joins_its_two_ends(self) -> None:
        found = mapped(*said("trust-safety", "supports"))
        assert direct(found) == {("trust", "safety"): {"for": 1}}

    def test_a_configuration_joins_its_members(self) -> None:
        passages = said("cmoc", "supports")
        for rows, columns, at in (
            ("mechanism", "outcome", ("trust", "safety")),
            ("context", "mechanism", ("time", "trust")),
            ("context", "outcome", ("time", "safety")),
        ):
            found = mapped(*passages, rows=rows, columns=columns)
            assert direct(found) == {at: {"for": 1}}

    def test_a_passage_speaks_only_of_what_it_covers(self) -> None:
        found = mapped(*said("cmoc", "supports", covers=["C", "M"]))
        assert not found.cells
        assert outside(found) == {"rows_only": 1}

    def test_an_element_joins_nothing(self) -> None:
        found = mapped(*said("trust", "supports"))
        assert not found.cells
        assert outside(found) == {"rows_only": 1}

    def test_speaking_of_two_elements_apart_is_not_speaking_of_them_together(
        self,
    ) -> None:
        both = excerpt("p1", use("trust"), use("safety"))
        found = mapped(source("a", both))
        assert not found.cells
        assert outside(found) == {"apart": 1}

    def test_what_studies_say_is_never_one_number(self) -> None:
        bearings = ["supports", "refines", "refutes", "no_effect", "inconclusive"]
        found = mapped(*said("trust-safety", *bearings, "proposes", "neutral"))
        assert plain(only(found).direct) == {
            "for": 2,
            "refuting": 1,
            "no_effect": 1,
            "inconclusive": 1,
            "proposing": 1,
        }

    def test_indirect_passages_are_counted_apart(self) -> None:
        found = mapped(
            source("a", excerpt("p1", use("trust-safety"))),
            source("b", excerpt("p1", use("trust-safety", directness="indirect"))),
        )
        assert direct(found) == indirect(found) == {("trust", "safety"): {"for": 1}}

    def test_a_member_named_twice_is_spoken_of_once(self) -> None:
        twice = {**CMOC, "mechanisms": ["trust", "trust"]}
        found = mapped(*said("cmoc", "supports"), configurations=[twice])
        assert len(only(found).entries) == 1

    def test_neutral_passages_hold_no_cell(self) -> None:
        found = mapped(*said("trust-safety", "neutral"))
        assert not found.cells
        assert outside(found) == {"nothing": 1}

    def test_evidence_for_a_rival_stands_in_no_cell(self) -> None:
        rivals = [{"id": "luck", "label": "Luck", "about": "trust-safety"}]
        for rows, columns in (("mechanism", "outcome"), ("source", "emmie")):
            found = mapped(
                *said("luck", "supports"), rivals=rivals, rows=rows, columns=columns
            )
            assert not found.cells
            assert outside(found) == {"rivals": 1}

    def test_a_passage_on_a_rival_and_on_a_claim_speaks_of_the_claim(self) -> None:
        rivals = [{"id": "luck", "label": "Luck", "about": "trust-safety"}]
        both = excerpt("p1", use("luck"), use("visits"))
        assert outside(mapped(source("a", both), rivals=rivals)) == {"neither": 1}

    def test_every_passage_that_stands_in_no_cell_has_a_reason(self) -> None:
        found = mapped(
            source(
                "a",
                excerpt("p1", use("trust-safety")),
                excerpt("p2", use("trust"), use("safety", "neutral")),
                excerpt("p3", use("safety")),
                excerpt("p4", use("visits")),
                excerpt("p5"),
            )
        )
        assert found.outside == {
            Outside.ROWS_ONLY: ("a#p2",),
            Outside.COLUMNS_ONLY: ("a#p3",),
            Outside.APART: (),
            Outside.NEITHER: ("a#p4",),
            Outside.RIVALS: (),
            Outside.NOTHING: ("a#p5",),
        }
        assert (found.placed, found.passages) == (1, 5)

    def test_rows_and_columns_cannot_be_the_same(self) -> None:
        with pytest.raises(ValueError, match="both stand for theme"):
            mapped(rows="theme", columns="theme")


class TestRolesAndDirections:
    def test_an_element_that_a_configuration_names_as_mechanism_is_a_row(self) -> None:
        named = {**CMOC, "contexts": [], "mechanisms": ["time"]}
        found = mapped(*said("cmoc", "supports"), configurations=[named])
        assert [head.id for head in found.rows.heads] == ["time", "trust"]
        assert direct(found) == {("time", "safety"): {"for": 1}}

    def test_a_link_from_outcome_to_mechanism_says_nothing_of_the_way_there(
        self,
    ) -> None:
        ripple = link("ripple", "safety", "trust", "becomes_context_of")
        found = mapped(*said("ripple", "supports"), links=[ripple])
        assert not found.cells
        assert outside(found) == {"apart": 1}

    def test_an_outcome_that_is_a_context_too_meets_the_mechanism_as_that(
        self,
    ) -> None:
        ripple = link("ripple", "safety", "trust", "becomes_context_of")
        later = {**CMOC, "contexts": ["safety"], "outcomes": []}
        for rows, columns, at in (
            ("context", "mechanism", ("safety", "trust")),
            ("mechanism", "context", ("trust", "safety")),
        ):
            found = mapped(
                *said("ripple", "supports"),
                links=[ripple],
                configurations=[later],
                rows=rows,
                columns=columns,
            )
            assert direct(found) == {at: {"for": 1}}

    def test_a_whole_programme_effect_has_no_mechanism(self) -> None:
        effect = link("effect", "visits", "safety", "affects")
        found = mapped(*said("effect", "no_effect"), links=[effect])
        assert outside(found) == {"columns_only": 1}

    def test_a_link_is_about_both_its_ends(self) -> None:
        links = [link("then", "trust", "hope", "triggers")]
        elements = [element("trust", "mechanism"), element("hope", "mechanism")]
        found = mapped(
            *said("then", "refutes"),
            elements=elements,
            links=links,
            configurations=[],
            columns="source",
        )
        assert direct(found) == {
            ("trust", "a"): {"refuting": 1},
            ("hope", "a"): {"refuting": 1},
        }


class TestMechanismsThatDidNotFire:
    def test_nothing_is_for_them_and_yet_somebody_looked(self) -> None:
        for columns, at in (
            ("outcome", ("trust", "safety")),
            ("source", ("trust", "a")),
        ):
            found = mapped(
                *said("cmoc", "supports"), configurations=[unfired()], columns=columns
            )
            assert direct(found) == {at: {"not_fired": 1}}

    def test_it_counts_whatever_is_said(self) -> None:
        bearings = ("supports", "refutes", "proposes")
        found = mapped(*said("cmoc", *bearings), configurations=[unfired()])
        assert direct(found) == {("trust", "safety"): {"not_fired": 3}}

    def test_their_contexts_and_outcomes_count_as_ever(self) -> None:
        found = mapped(
            *said("cmoc", "supports"), configurations=[unfired()], rows="context"
        )
        assert direct(found) == {("time", "safety"): {"for": 1}}

    def test_what_is_their_context_too_counts_as_that(self) -> None:
        both = unfired(contexts=["trust"])
        found = mapped(*said("cmoc", "supports"), configurations=[both], rows="context")
        assert direct(found) == {("trust", "safety"): {"for": 1}}

    def test_a_mechanism_beside_them_that_fired_is_supported(self) -> None:
        elements = [
            element("trust", "mechanism"),
            element("hope", "mechanism"),
            element("safety", "outcome"),
        ]
        beside = unfired(contexts=[], interventions=[], mechanisms=["trust", "hope"])
        found = mapped(
            *said("cmoc", "supports"),
            elements=elements,
            links=[],
            configurations=[beside],
        )
        assert direct(found) == {
            ("trust", "safety"): {"not_fired": 1},
            ("hope", "safety"): {"for": 1},
        }

    def test_a_link_that_holds_them_back_is_for_that_link(self) -> None:
        held = link("held", "time", "trust", "constrains")
        found = mapped(
            *said("held", "supports"),
            links=[held],
            configurations=[unfired()],
            rows="context",
            columns="mechanism",
        )
        assert direct(found) == {("time", "trust"): {"for": 1}}

    def test_what_does_not_cover_the_mechanism_says_nothing_of_it(self) -> None:
        found = mapped(
            *said("cmoc", "supports", covers=["C", "O"]), configurations=[unfired()]
        )
        assert outside(found) == {"columns_only": 1}


class TestCountsOfStudies:
    def test_documents_of_one_study_count_once(self) -> None:
        one, other = (
            {**s, "study": "trial"}
            for s in said("trust-safety", "supports", "supports")
        )
        assert direct(mapped(one, other)) == {("trust", "safety"): {"for": 1}}

    def test_a_study_does_not_count_beside_a_review_that_includes_it(self) -> None:
        study, review = said("trust-safety", "supports", "supports")
        found = mapped(study, {**review, "includes": ["a"]})
        assert direct(found) == {("trust", "safety"): {"for": 1}}

    def test_the_study_that_a_passage_names_wins(self) -> None:
        passages = (
            excerpt("p1", use("trust-safety"), study="trial"),
            excerpt("p2", use("trust-safety"), study="pilot"),
        )
        assert direct(mapped(source("a", *passages))) == {
            ("trust", "safety"): {"for": 2}
        }

    def test_many_passages_of_one_study_count_once(self) -> None:
        passages = [excerpt(f"p{i}", use("trust-safety")) for i in range(5)]
        found = mapped(source("a", *passages))
        assert plain(only(found).direct) == {"for": 1}
        assert len(only(found).entries) == 5


LAYERED = [
    element("time", "context", layers=["individual", "institutional"]),
    element("money", "context", layers=["institutional"]),
    element("luck", "context"),
    element("trust", "mechanism"),
    element("safety", "outcome"),
]
WHOLE = {**CMOC, "interventions": [], "contexts": ["time", "money", "luck"]}


class TestOtherDimensions:
    def layered(self, **sides: str) -> Matrix:
        return mapped(
            *said("cmoc", "supports"),
            elements=LAYERED,
            links=[],
            configurations=[WHOLE],
            **sides,
        )

    def test_layers_are_those_of_the_contexts(self) -> None:
        found = self.layered(rows="context-layer", columns="mechanism")
        assert direct(found) == {
            ("individual", "trust"): {"for": 1},
            ("institutional", "trust"): {"for": 1},
            (NONE, "trust"): {"for": 1},
        }
        assert all(len(cell.entries) == 1 for cell in found.cells.values())

    def test_a_context_meets_its_own_layers_only(self) -> None:
        found = self.layered(rows="context", columns="context-layer")
        assert set(found.cells) == {
            ("time", "individual"),
            ("time", "institutional"),
            ("money", "institutional"),
            ("luck", NONE),
        }

    def test_every_layer_is_there_and_what_has_none_comes_last(self) -> None:
        found = self.layered(rows="context-layer", columns="mechanism")
        assert [head.label for head in found.rows.heads] == [
            "individual",
            "interpersonal",
            "institutional",
            "infrastructural",
            "no layer given",
        ]
        assert {head.id for head in found.rows.empty} == {
            "interpersonal",
            "infrastructural",
        }

    def test_an_outcome_that_is_a_context_has_no_layer(self) -> None:
        later = {**CMOC, "contexts": ["safety"], "outcomes": []}
        found = mapped(
            *said("cmoc", "supports"),
            configurations=[later],
            rows="context-layer",
            columns="mechanism",
        )
        assert direct(found) == {(NONE, "trust"): {"for": 1}}

    def test_a_claim_stands_under_its_theme_and_a_link_under_those_of_its_ends(
        self,
    ) -> None:
        found = mapped(
            source(
                "a",
                excerpt("p1", use("trust"), use("cmoc")),
                excerpt("p2", use("time-trust")),
                excerpt("p3", use("trust-safety")),
            ),
            themes=[
                {"id": "later", "title": "Later"},
                {"id": "second", "title": "Second", "order": 2},
                {"id": "first", "title": "First", "order": 1},
            ],
            elements=[
                element("time", "context", theme="first"),
                element("trust", "mechanism", theme="second"),
                element("safety", "outcome"),
                element("visits", "intervention"),
            ],
            rows="theme",
            columns="source",
        )
        entries = {
            row: [entry.use.bears.claim for entry in cell.entries]
            for (row, _), cell in found.cells.items()
        }
        assert entries == {
            "second": ["trust", "time-trust", "trust-safety"],
            "first": ["time-trust"],
            NONE: ["cmoc"],
        }
        assert [head.label for head in found.rows.heads] == [
            "First",
            "Second",
            "Later",
            "no theme given",
        ]

    def test_a_theme_that_is_not_there_is_none(self) -> None:
        ends = [element("trust", "mechanism", theme="gone")]
        found = mapped(
            *said("trust", "supports"),
            elements=ends,
            links=[],
            configurations=[],
            columns="theme",
        )
        assert direct(found) == {("trust", NONE): {"for": 1}}

    def test_sources_stand_beside_their_kind_and_passages_under_their_dimensions(
        self,
    ) -> None:
        sources = (
            source("b", excerpt("p1", use("visits")), kind="review"),
            source("a", excerpt("p1", use("visits"), emmie=["effect", "economics"])),
        )
        found = mapped(*sources, rows="source", columns="emmie")
        assert set(found.cells) == {("a", "effect"), ("a", "economics"), ("b", NONE)}
        found = mapped(*sources, rows="source", columns="source-kind")
        assert set(found.cells) == {("a", "empirical_mixed"), ("b", "review")}
        assert [head.id for head in found.rows.heads] == ["a", "b"]

    def test_a_source_is_called_by_its_title_if_that_is_text(self) -> None:
        form = {**source("a"), "citation": {"title": ["X"]}}
        found = mapped(form, source("b"), rows="source", columns="emmie")
        assert [head.label for head in found.rows.heads] == ["a", "b"]


def test_what_is_only_proposed_is_told_from_what_nobody_looked_at() -> None:
    elements = [element(one, "mechanism") for one in ("trust", "hope", "fear")]
    links = [
        link(f"{one}-safety", one, "safety", "produces")
        for one in ("trust", "hope", "fear")
    ]
    found = mapped(
        *said("trust-safety", "supports", "proposes"),
        source("z", excerpt("p1", use("hope-safety", "proposes"))),
        elements=[*elements, element("safety", "outcome")],
        links=links,
        configurations=[],
    )
    assert [head.id for head in found.rows.empty] == ["fear"]
    assert [head.id for head in found.rows.proposed] == ["hope"]
    assert found.columns.empty == found.columns.proposed == ()
    assert found.size == 3


def test_a_theory_without_anything_has_an_empty_map() -> None:
    found = mapped(elements=[], links=[], configurations=[])
    assert (found.size, found.passages, found.placed) == (0, 0, 0)


class TestAnyTheory:
    @anyhow
    @given(theories(), SIDES)
    def test_swapping_rows_and_columns_turns_the_map_over(
        self, made: Theory, sides: tuple[Axis, Axis]
    ) -> None:
        found = matrix(Evidence(made), *sides)
        turned = matrix(Evidence(made), *reversed(sides))
        assert {(b, a): cell for (a, b), cell in turned.cells.items()} == found.cells
        assert (turned.columns, turned.rows) == (found.rows, found.columns)
        for why, other in (
            (Outside.ROWS_ONLY, Outside.COLUMNS_ONLY),
            (Outside.COLUMNS_ONLY, Outside.ROWS_ONLY),
            *((why, why) for why in list(Outside)[2:]),
        ):
            assert turned.outside[why] == found.outside[other]

    @anyhow
    @given(theories(), SIDES)
    def test_the_order_of_files_changes_nothing(
        self, made: Theory, sides: tuple[Axis, Axis]
    ) -> None:
        turned = replace(made, sources=made.sources[::-1])
        found = matrix(Evidence(turned), *sides)
        assert replace(found, theory=made) == matrix(Evidence(made), *sides)

    @anyhow
    @given(theories(), SIDES)
    def test_every_passage_stands_in_a_cell_or_has_one_reason(
        self, made: Theory, sides: tuple[Axis, Axis]
    ) -> None:
        found = matrix(Evidence(made), *sides)
        inside = {e.use.passage for c in found.cells.values() for e in c.entries}
        without = [one for ids in found.outside.values() for one in ids]
        passages = [f"{s.id}#{e.id}" for s in made.sources for e in s.excerpts]
        assert sorted([*inside, *without]) == sorted(passages)
        assert len(inside) == found.placed

    @anyhow
    @given(theories(), SIDES)
    def test_a_cell_counts_the_studies_of_its_passages_and_each_once(
        self, made: Theory, sides: tuple[Axis, Axis]
    ) -> None:
        evidence = Evidence(made)
        for cell in matrix(evidence, *sides).cells.values():
            for is_direct, counts in ((True, cell.direct), (False, cell.indirect)):
                for says, number in counts.items():
                    studies = {
                        use.study
                        for use, way in cell.entries
                        if way is says and use.is_direct is is_direct
                    }
                    includes = evidence.background.includes
                    assert number == independent(studies, includes) <= len(studies)

    @anyhow
    @given(theories(), SIDES, st.data())
    def test_another_study_never_lowers_a_count(
        self, made: Theory, sides: tuple[Axis, Axis], data: st.DataObject
    ) -> None:
        gone = data.draw(st.sampled_from(made.sources))
        fewer = replace(made, sources=tuple(s for s in made.sources if s is not gone))
        # Who includes whom is known from the documents: it is the same for both.
        if gone.includes:
            return
        before, after = (matrix(Evidence(one), *sides).cells for one in (fewer, made))
        for at, cell in before.items():
            for says, number in cell.direct.items():
                assert after[at].direct[says] >= number

    @anyhow
    @given(theories(), SIDES)
    def test_a_mechanism_that_did_not_fire_is_never_said_to_be_supported(
        self, made: Theory, sides: tuple[Axis, Axis]
    ) -> None:
        silent = {
            (one.id, mechanism)
            for one in made.configurations
            for mechanism, how in (one.activations or {}).items()
            if how == "not_fired"
        }
        for at, cell in matrix(Evidence(made), *sides).cells.items():
            for side, axis in zip(at, sides, strict=True):
                for entry in cell.entries:
                    is_silent = (entry.use.bears.claim, side) in silent
                    if axis is Axis.MECHANISM and is_silent:
                        assert entry.says is Says.NOT_FIRED
