from __future__ import annotations

import time
from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cmo.analysis import necessity
from cmo.analysis.chains import Network
from cmo.analysis.structure import evidenced
from cmo.analysis.whatif import (
    WhatIf,
    direct_only,
    least_rigour,
    of_kinds,
    only_independent,
    whatif,
    without_source,
    without_study,
)
from cmo.evidence import ARGUED, Evidence, State
from cmo.model.vocabulary import Level, SourceKind
from tests.analysis.arguments import READABLE, STUDIES, anyhow, dense
from tests.making import (
    CMOC,
    HANGING,
    Json,
    excerpt,
    link,
    said,
    source,
    theory,
    use,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from cmo.analysis.whatif import Condition
    from cmo.model import BearsOn, Excerpt, Source, Theory

    Kept = Callable[[Source, Excerpt, BearsOn], bool]

LEVELS = ["high", "moderate", "low", "not_assessed"]


def asked(*conditions: Condition, **parts: Any) -> WhatIf:
    return whatif(theory(**parts), conditions)


def states(result: WhatIf) -> dict[str, tuple[str, str]]:
    """Return the claims that change their state, with both."""
    return {
        one.claim: (str(one.before.state), str(one.after.state))
        for one in result.changes
        if one.changes_state
    }


# --- whatever is left out -----------------------------------------------------------


def _appraised(parts: Json) -> st.SearchStrategy[Json]:
    """Return the parts with judgements on each source and passage."""
    judged = st.fixed_dictionaries(
        {
            "kind": st.sampled_from(["review", "policy", "empirical_mixed"]),
            "appraisal": st.builds(dict, rigour=st.sampled_from(LEVELS)),
            "independence": st.builds(
                dict,
                judgement=st.sampled_from(["independent", "affiliated", "unclear"]),
                towards=st.sampled_from([[], ["Owner"], ["Owner", "Funder"]]),
                by_party=st.sampled_from([None, {"Owner": "independent"}]),
            ),
        }
    )
    sources = parts["sources"]
    size = len(sources)
    return st.builds(
        lambda rows, levels: {
            **parts,
            "sources": [
                {
                    **one,
                    **row,
                    "excerpts": [
                        {**passage, "appraisal": {"rigour": level}, **cited}
                        for passage, (level, cited) in zip(
                            one["excerpts"], own, strict=False
                        )
                    ],
                }
                for one, row, own in zip(sources, rows, levels, strict=True)
            ],
        },
        st.lists(judged, min_size=size, max_size=size),
        st.lists(
            st.lists(
                st.tuples(
                    st.sampled_from(LEVELS),
                    st.sampled_from([{}, {}, {"reported_from": "Lee 1999"}]),
                ),
                min_size=5,
                max_size=5,
            ),
            min_size=size,
            max_size=size,
        ),
    )


RANKS = {Level.HIGH: 3, Level.MODERATE: 2, Level.LOW: 1, Level.NOT_ASSESSED: 0}


def _study(one: Source, passage: Excerpt) -> str:
    return passage.study or one.study or one.id


def _rigour(one: Source, passage: Excerpt) -> int:
    own = passage.appraisal.rigour if passage.appraisal else Level.NOT_ASSESSED
    whole = one.appraisal.rigour if one.appraisal else Level.NOT_ASSESSED
    if passage.reported_from:
        whole = Level.NOT_ASSESSED
    return RANKS[whole if own is Level.NOT_ASSESSED else own]


def _is_independent(one: Source, passage: Excerpt, party: str | None) -> bool:
    own = one.independence
    if own is None or passage.reported_from:
        return False
    if party is None and "affiliated" in (own.by_party or {}).values():
        return False
    if party in (own.by_party or {}):
        return (own.by_party or {})[party] == "independent"
    is_meant = party is None or party in own.towards or not own.towards
    return is_meant and own.judgement == "independent"


# Each condition, and what of the files it keeps.
CASES: list[tuple[Condition, Kept]] = [
    (without_source("s1"), lambda s, _, __: s.id != "s1"),
    (without_study("one"), lambda s, e, _: _study(s, e) != "one"),
    (only_independent(), lambda s, e, _: _is_independent(s, e, None)),
    (only_independent("Owner"), lambda s, e, _: _is_independent(s, e, "Owner")),
    (least_rigour(Level.LOW), lambda s, e, _: _rigour(s, e) >= 1),
    (least_rigour(Level.MODERATE), lambda s, e, _: _rigour(s, e) >= 2),
    (least_rigour(Level.HIGH), lambda s, e, _: _rigour(s, e) == 3),
    (direct_only(), lambda _, __, b: b.directness == "direct"),
    (
        of_kinds([SourceKind.REVIEW, SourceKind.POLICY]),
        lambda s, _, __: s.kind in {"review", "policy"},
    ),
]


def _left(made: Theory, kept: list[Kept]) -> Theory:
    """Return the theory whose files hold only what is kept."""
    return replace(
        made,
        sources=tuple(
            replace(
                one,
                excerpts=tuple(
                    replace(
                        passage,
                        bears_on=tuple(
                            bears
                            for bears in passage.bears_on
                            if all(keeps(one, passage, bears) for keeps in kept)
                        ),
                    )
                    for passage in one.excerpts
                ),
            )
            for one in made.sources
        ),
    )


@anyhow
@given(
    READABLE.flatmap(_appraised),
    st.lists(st.sampled_from(CASES), min_size=1, max_size=3),
)
def test_it_is_as_if_the_passages_were_deleted_from_the_files(
    parts: Json, cases: list[tuple[Condition, Kept]]
) -> None:
    made = theory(**parts)
    result = whatif(made, [condition for condition, _ in cases])
    less = _left(made, [kept for _, kept in cases])
    inherit = all(condition.passes_on for condition, _ in cases)
    before, after = Evidence(made), Evidence(less, inherit=inherit)
    expected = {
        one.claim: (one.state, after.of(one.claim).state)
        for one in before.all()
        if one.state is not after.of(one.claim).state
        or len(one.uses) != len(after.of(one.claim).uses)
    }
    changes = {one.claim: one for one in result.changes}
    assert {
        claim: (one.before.state, one.after.state) for claim, one in changes.items()
    } == expected
    for claim, one in changes.items():
        there = after.of(claim)
        assert one.after.flags == there.flags
        assert one.after.unmet == there.unmet
        assert one.after.inherited_from == there.inherited_from
        assert [use.bears for use in one.after.uses] == [u.bears for u in there.uses]
    counted = Counter(one.state for one in after.argued())
    assert {state: then for state, (_, then) in result.states.items()} == {
        state: counted[state] for state in State
    }
    assert result.uses == (_uses(before), _uses(after))
    assert sum(number for _, number in result.reasons) == _uses(before) - _uses(after)
    assert result.outcomes == (evidenced(before), evidenced(after))


def _uses(evidence: Evidence) -> int:
    return sum(len(evidence.of(claim).uses) for claim in evidence.kinds)


@anyhow
@given(READABLE)
def test_where_all_passages_are_kept_nothing_changes(parts: Json) -> None:
    made = theory(**parts)
    for conditions in ([], [without_source("nowhere"), without_study("nothing")]):
        result = whatif(made, conditions)
        assert result.changes == ()
        assert result.lost == []
        assert result.reasons == ()
        assert not result.is_empty
        assert len(set(result.uses)) == len(set(result.sources)) == 1
        assert all(before == after for before, after in result.states.values())


@anyhow
@given(READABLE, st.sampled_from(STUDIES))
def test_an_outcome_is_lost_with_the_studies_that_it_hangs_on(
    parts: Json, study: str
) -> None:
    made = theory(**parts)
    hanging = necessity.studies(Network(Evidence(made)))
    assert hanging is not None
    assert whatif(made, [without_study(study)]).lost == [
        one.id
        for one in made.elements
        if one.kind == "outcome" and study in hanging.get(one.id, ())
    ]


# --- the conditions -----------------------------------------------------------------


class TestConditions:
    def test_without_a_source(self) -> None:
        sources = said("trust", "supports", "refutes")
        result = asked(without_source("b"), sources=sources)
        assert result.conditions == ("without b",)
        assert states(result)["trust"] == ("contested", "supported")
        assert result.uses == (2, 1)
        assert result.sources == (frozenset("ab"), frozenset("a"))

    def test_without_a_study_in_whichever_documents(self) -> None:
        sources = [
            source("a", excerpt("p", use("trust")), study="trial"),
            source(
                "b",
                excerpt("p", use("trust")),
                excerpt("q", use("time"), study="trial"),
            ),
        ]
        result = asked(without_study("trial"), sources=sources)
        assert result.conditions == ("without the study trial",)
        assert states(result)["time"] == ("supported", "unsupported")
        (trust,) = (one for one in result.changes if one.claim == "trust")
        assert not trust.changes_state
        assert trust.studies == (2, 1)

    @pytest.mark.parametrize(
        ("independence", "party", "is_kept"),
        [
            (None, None, False),
            ({"judgement": "unclear"}, None, False),
            ({"judgement": "affiliated"}, None, False),
            ({"judgement": "independent"}, "Owner", True),
            ({"judgement": "affiliated"}, "Owner", False),
            ({"judgement": "independent"}, None, True),
            ({"judgement": "independent", "towards": ["Owner"]}, "Owner", True),
            ({"judgement": "independent", "towards": ["Owner"]}, "Funder", False),
            ({"judgement": "affiliated", "towards": ["Owner"]}, "Owner", False),
            (
                {"judgement": "affiliated", "by_party": {"Owner": "independent"}},
                "Owner",
                True,
            ),
            (
                {
                    "judgement": "independent",
                    "towards": ["Owner"],
                    "by_party": {"Owner": "affiliated"},
                },
                "Owner",
                False,
            ),
        ],
    )
    def test_only_independent_of_all_or_of_one_party(
        self, independence: Json | None, party: str | None, *, is_kept: bool
    ) -> None:
        one = source("a", excerpt("p", use("trust")), independence=independence)
        result = asked(only_independent(party), sources=[one])
        assert (not result.is_empty) is is_kept

    def test_of_a_work_that_is_only_cited_nothing_is_known(self) -> None:
        passage = excerpt("p", use("trust"), reported_from="Lee 1999")
        judged = {"judgement": "independent"}
        rigour = {"rigour": "high"}
        one = source("a", passage, appraisal=rigour, independence=judged)
        assert asked(only_independent(), sources=[one]).is_empty
        assert asked(least_rigour(Level.LOW), sources=[one]).is_empty

    def test_the_party_is_named(self) -> None:
        assert only_independent().words == "only sources judged independent"
        words = "only sources judged independent of Owner"
        assert only_independent("Owner").words == words

    @pytest.mark.parametrize(
        ("own", "whole", "is_kept"),
        [
            ("high", None, True),
            ("moderate", None, True),
            ("low", "high", False),
            ("high", "low", True),
            (None, "moderate", True),
            ("not_assessed", "moderate", True),
            (None, "low", False),
            (None, None, False),
        ],
    )
    def test_rigour_is_that_of_the_passage_or_else_of_its_document(
        self, own: str | None, whole: str | None, *, is_kept: bool
    ) -> None:
        passage = excerpt("p", use("trust"), appraisal=own and {"rigour": own})
        one = source("a", passage, appraisal=whole and {"rigour": whole})
        result = asked(least_rigour(Level.MODERATE), sources=[one])
        assert (not result.is_empty) is is_kept

    def test_the_least_rigour_is_told(self) -> None:
        assert least_rigour(Level.HIGH).words == "only passages of high rigour"
        words = "only passages of low rigour or better"
        assert least_rigour(Level.LOW).words == words

    def test_direct_passages_only_and_nothing_is_passed_on(self) -> None:
        sources = [
            *said("trust-safety", "supports", directness="indirect"),
            source("z", excerpt("p", use("cmoc"))),
        ]
        result = asked(direct_only(), sources=sources)
        assert states(result)["trust-safety"] == ("indirect", "unsupported")
        assert states(result)["trust"] == ("indirect", "unsupported")
        assert "cmoc" not in states(result)

    def test_only_some_kinds_of_sources(self) -> None:
        sources = [
            source("a", excerpt("p", use("trust")), kind="review"),
            source("b", excerpt("p", use("time")), kind="empirical_mixed"),
        ]
        result = asked(of_kinds([SourceKind.EMPIRICAL_MIXED]), sources=sources)
        assert result.conditions == ("only sources of kind empirical mixed",)
        assert states(result)["trust"] == ("supported", "unsupported")
        assert "time" not in states(result)

    def test_what_is_kept_meets_all_of_them(self) -> None:
        sources = [
            source("a", excerpt("p", use("trust")), kind="review"),
            source("b", excerpt("p", use("trust")), kind="review"),
            source("c", excerpt("p", use("trust"))),
        ]
        both = [without_source("a"), of_kinds([SourceKind.REVIEW])]
        result = asked(*both, sources=sources)
        assert result.sources[1] == {"b"}
        assert len(result.conditions) == 2


# --- what is said of it -------------------------------------------------------------


class TestResult:
    def test_an_outcome_loses_its_evidenced_chain(self) -> None:
        result = asked(without_source("a"), sources=said("cmoc", "supports"))
        assert result.outcomes == (frozenset({"safety"}), frozenset())
        assert result.lost == ["safety"]

    def test_it_keeps_it_where_another_study_says_the_same(self) -> None:
        sources = said("cmoc", "supports", "refines")
        assert asked(without_source("a"), sources=sources).lost == []

    def test_what_is_too_dense_to_tell_is_not_told(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(necessity, "PATIENCE", 0)
        result = asked(without_source("a"), sources=said("cmoc", "supports"))
        assert result.outcomes is None
        assert result.lost == []

    def test_everything_left_out_is_seen(self) -> None:
        result = asked(without_source("a"), sources=said("trust", "supports"))
        assert result.is_empty
        assert result.uses == (1, 0)

    def test_a_theory_without_evidence_loses_nothing(self) -> None:
        result = asked(only_independent())
        assert not result.is_empty
        assert result.changes == ()

    def test_states_are_counted_of_what_is_argued_for(self) -> None:
        sources = [source("a", excerpt("p", use("trust"), use("safety")))]
        result = asked(without_source("a"), sources=sources)
        assert result.states[State.SUPPORTED] == (1, 0)
        assert set(states(result)) == {"trust", "safety", "cmoc"}
        assert sum(before for before, _ in result.states.values()) == sum(
            kind in ARGUED for kind in Evidence(theory()).kinds.values()
        )

    def test_a_claim_that_only_inherited_changes_too(self) -> None:
        result = asked(without_source("a"), sources=said("cmoc", "supports"))
        (one,) = (c for c in result.changes if c.claim == "trust-safety")
        assert one.changes_state
        assert not one.loses_passages
        assert one.label == "Trust → Safety (produces)"


class TestReasons:
    @pytest.mark.parametrize(
        ("condition", "reason"),
        [
            (without_source("a"), "a"),
            (without_study("trial"), "the study trial"),
            (only_independent(), "independence unclear or not judged"),
            (least_rigour(Level.HIGH), "rigour not assessed"),
            (direct_only(), "not about the claim itself"),
            (of_kinds([SourceKind.REVIEW]), "of kind empirical mixed"),
        ],
    )
    def test_why_a_use_is_left_out_is_told(
        self, condition: Condition, reason: str
    ) -> None:
        indirect = use("trust", directness="indirect")
        one = source("a", excerpt("p", indirect, indirect), study="trial")
        assert asked(condition, sources=[one]).reasons == ((reason, 2),)

    def test_the_first_condition_that_fails_is_the_reason_most_first(self) -> None:
        tied = {"judgement": "affiliated"}
        sources = [
            source("a", excerpt("p", use("trust"))),
            source("b", excerpt("p", use("trust"))),
            source("c", excerpt("p", use("trust"), use("time")), independence=tied),
        ]
        result = asked(without_source("a"), only_independent(), sources=sources)
        assert result.reasons == (
            ("independence judged as affiliated", 2),
            ("a", 1),
            ("independence unclear or not judged", 1),
        )


class TestNotes:
    def test_a_study_that_other_documents_report_is_told(self) -> None:
        sources = [
            source(one, excerpt("p", use("trust")), study="trial") for one in ("a", "b")
        ]
        assert asked(without_source("a"), sources=sources).notes == (
            (
                "the study trial, which a reports, is kept, as other documents "
                "report it too: leave out study:trial to drop it"
            ),
        )

    def test_also_where_single_passages_report_it(self) -> None:
        sources = [
            source(
                "a",
                excerpt("p", use("trust"), study="trial"),
                excerpt("q", use("trust"), study="other"),
            ),
            source("b", excerpt("p", use("trust"), study="trial")),
        ]
        (note,) = asked(without_source("a"), sources=sources).notes
        assert note.startswith("the study trial, which a reports, is kept")

    def test_a_review_that_includes_what_was_left_out_is_told(self) -> None:
        sources = [
            source("r", excerpt("p", use("trust")), includes=["a", "b", "unread"]),
            *said("trust", "supports", "supports"),
        ]
        result = asked(without_source("a"), without_source("b"), sources=sources)
        assert result.notes == ("the review r is kept, and includes a, b",)

    def test_where_all_is_left_out_there_is_nothing_to_note(self) -> None:
        sources = [
            source(one, excerpt("p", use("trust")), study="trial", includes=["c"])
            for one in ("a", "b")
        ]
        assert asked(without_study("trial"), sources=sources).notes == ()

    def test_a_document_that_takes_no_side_reports_nothing(self) -> None:
        sources = [
            source("a", excerpt("p", use("trust", "neutral")), study="trial"),
            source("b", excerpt("p", use("trust")), study="trial"),
        ]
        result = asked(without_source("a"), sources=sources)
        assert result.sources == (frozenset("b"), frozenset("b"))
        assert result.notes == ()

    def test_a_document_that_is_kept_in_part_needs_none(self) -> None:
        passages = [
            excerpt("p", use("trust"), appraisal={"rigour": "high"}),
            excerpt("q", use("time"), appraisal={"rigour": "low"}),
        ]
        result = asked(least_rigour(Level.HIGH), sources=[source("a", *passages)])
        assert result.notes == ()


def test_a_dense_theory_does_not_hang() -> None:
    began = time.monotonic()
    result = whatif(dense(), [without_source("s5")])
    assert time.monotonic() - began < HANGING
    assert result.uses == (40_000, 39_960)
    assert result.outcomes is not None


def test_a_configuration_that_did_not_fire_is_no_evidenced_chain() -> None:
    unfired = {**CMOC, "activations": {"trust": "not_fired"}}
    links = [link("a", "visits", "trust", "provides")]
    result = asked(
        without_source("a"),
        configurations=[unfired],
        links=links,
        sources=said("cmoc", "supports"),
    )
    assert result.outcomes == (frozenset(), frozenset())
