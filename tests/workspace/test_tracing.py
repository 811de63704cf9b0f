from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from cmo.analysis.trace import ClaimTrace, SourceTrace
from cmo.evidence import Flag
from cmo.store import writing
from cmo.workspace.theories import Problem, Unreadable
from cmo.workspace.tracing import trace, whatif
from tests.making import excerpt, source, theory, use

if TYPE_CHECKING:
    from pathlib import Path

OWNER = "Munro, Turnell & Murphy (MTM)"


def forms() -> list[dict[str, Any]]:
    """Return three sources: one of a claim's name, two with names of parties."""
    return [
        source("time", excerpt("p1", use("trust")), study="trial"),
        source(
            "lee-2019",
            excerpt("p1", use("trust"), study="survey"),
            kind="review",
            independence={
                "judgement": "affiliated",
                "towards": ["Department for Education", OWNER],
                "by_party": {OWNER: "independent"},
            },
        ),
        source(
            "smith-2020",
            excerpt("p1", use("trust-safety"), appraisal={"rigour": "high"}),
            independence={"judgement": "independent", "towards": ["Education Trust"]},
        ),
    ]


@pytest.fixture
def bundle(tmp_path: Path) -> Path:
    parts: dict[str, Any] = {
        "themes": [{"id": "relations", "title": "R"}],
        "decisions": [{"id": "d1", "claims": ["trust"]}],
    }
    file = tmp_path / "trust.theory.json"
    file.write_bytes(writing.canonical(theory(sources=forms(), **parts)))
    return file


def refusal(call: Any, *args: Any, **options: Any) -> str:
    """Return what the user is told instead of an answer, one line."""
    with pytest.raises(Problem) as problem:
        call(*args, **options)
    assert len(str(problem.value).splitlines()) == 1
    return str(problem.value)


class TestTrace:
    @pytest.mark.parametrize(
        "about", ["trust", "safety", "trust-safety", "cmoc", "time"]
    )
    def test_the_id_of_a_claim_means_the_claim(self, bundle: Path, about: str) -> None:
        found = trace(about, bundle)
        assert isinstance(found, ClaimTrace)
        assert found.support.claim == about

    @pytest.mark.parametrize(
        ("about", "kind", "one"),
        [
            ("smith-2020", "source", "smith-2020"),
            ("source:smith-2020", "source", "smith-2020"),
            ("source:time", "source", "time"),
            ("smith-2020#p1", "passage", "smith-2020#p1"),
            ("time#p1", "passage", "time#p1"),
            ("study:trial", "study", "trial"),
            ("study:survey", "study", "survey"),
            ("study:smith-2020", "study", "smith-2020"),
        ],
    )
    def test_others_mean_a_source_a_passage_or_a_study(
        self, bundle: Path, about: str, kind: str, one: str
    ) -> None:
        found = trace(about, bundle)
        assert isinstance(found, SourceTrace)
        assert (found.about, found.id) == (kind, one)
        assert found.passages

    @pytest.mark.parametrize(
        ("label", "claim"),
        [("Time", "time"), (" SAFETY ", "safety"), ("Visits", "visits")],
    )
    def test_a_label_that_one_claim_has_means_the_claim(
        self, bundle: Path, label: str, claim: str
    ) -> None:
        found = trace(label, bundle)
        assert isinstance(found, ClaimTrace)
        assert found.support.claim == claim

    def test_a_label_that_two_claims_have_means_none(self, bundle: Path) -> None:
        assert "'Trust' is no claim" in refusal(trace, "Trust", bundle)

    @pytest.mark.parametrize(
        ("about", "guess"),
        [
            ("trsut", "trust"),
            ("Trust-Safety", "trust-safety"),
            ("smith-2021", "smith-2020"),
            ("smith-2020#p2", "smith-2020#p1"),
            ("study:trail", "trial"),
            ("source:smith-2002", "smith-2020"),
        ],
    )
    def test_an_id_that_matches_nothing_gets_a_hint(
        self, bundle: Path, about: str, guess: str
    ) -> None:
        told = refusal(trace, about, bundle)
        assert f"did you mean '{guess}'?" in told
        assert "of this theory" in told

    @pytest.mark.parametrize(
        ("about", "way_out"),
        [
            ("qqqq", "'cmo coverage' lists the claims"),
            ("", "'cmo coverage' lists the claims"),
            ("relations", "'relations' is a theme: give the id of a claim in it"),
            ("d1", "'d1' is a decision: give the id of a claim that it names"),
            ("trial", "'trial' is a study: write it as study:trial"),
            ("study:qqqq", "'qqqq' is no study of this theory"),
            ("study:", "'' is no study of this theory"),
            ("source:", "'' is no source of this theory"),
        ],
    )
    def test_what_cannot_be_traced_is_told_with_the_way_out(
        self, bundle: Path, about: str, way_out: str
    ) -> None:
        assert way_out in refusal(trace, about, bundle)

    def test_quotations_on_the_claim_are_looked_up(self, tmp_path: Path) -> None:
        passages = [
            excerpt("p1", use("trust"), text="He listened to us.", verbatim=True),
            excerpt("p2", use("trust"), text="Nobody ever said that.", verbatim=True),
            excerpt("p3", use("time"), text="Nor that.", verbatim=True),
        ]
        one = source("a", *passages, text={"path": "a.txt"})
        made = theory(sources=[one])
        (tmp_path / "sources").mkdir()
        (tmp_path / "texts").mkdir()
        (tmp_path / "theory.json").write_bytes(writing.canonical(theory()))
        form = tmp_path / "sources" / "a.json"
        form.write_bytes(writing.canonical(made.sources[0]))
        text = "When it was hard, he listened to us.\nThat was all."
        (tmp_path / "texts" / "a.txt").write_text(text, "utf-8")
        found = trace("trust", tmp_path)
        assert isinstance(found, ClaimTrace)
        assert {one: str(q.status) for one, q in found.quotations.items()} == {
            "a#p1": "found",
            "a#p2": "not_found",
        }
        assert Flag.QUOTE_NOT_FOUND in found.support.flags

    def test_an_id_of_thousands_of_characters_is_told(self, bundle: Path) -> None:
        assert "is no claim" in refusal(trace, "x" * 5000, bundle)

    def test_the_theory_around_the_working_directory_is_meant(
        self, bundle: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.chdir(bundle.parent)
        assert isinstance(trace("trust"), ClaimTrace)

    def test_a_theory_that_cannot_be_read_whole_is_refused(self, bundle: Path) -> None:
        text = bundle.read_text("utf-8")
        bundle.write_text(text.replace('"claim": "trust"', '"claim": "trsut"'), "utf-8")
        for call in (lambda: trace("trust", bundle), lambda: whatif(bundle)):
            with pytest.raises(Unreadable):
                call()


class TestWhatIf:
    @pytest.mark.parametrize(
        ("options", "words", "left"),
        [
            ({"without": ["smith-2020"]}, "without smith-2020", 2),
            ({"without": ["source:smith-2020"]}, "without smith-2020", 2),
            ({"without": ["study:survey"]}, "without the study survey", 2),
            ({"only_independent": True}, "only sources judged independent", 1),
            ({"min_rigour": "high"}, "only passages of high rigour", 1),
            ({"direct_only": True}, "only passages about the claim itself", 3),
            ({"kinds": ["review"]}, "only sources of kind review", 1),
            (
                {"kinds": ["Review", "Empirical-Mixed", " empirical mixed "]},
                "only sources of kind review or empirical mixed or empirical mixed",
                3,
            ),
        ],
    )
    def test_each_condition_is_asked(
        self, bundle: Path, options: dict[str, Any], words: str, left: int
    ) -> None:
        result = whatif(bundle, **options)
        assert result.conditions == (words,)
        assert result.uses == (3, left)

    def test_they_add_up_in_the_order_of_the_options(self, bundle: Path) -> None:
        result = whatif(
            bundle,
            without=["time", "study:survey"],
            only_independent=True,
            min_rigour="low",
            direct_only=True,
            kinds=["empirical_mixed"],
        )
        assert len(result.conditions) == 6
        assert result.uses == (3, 1)

    @pytest.mark.parametrize(
        ("name", "party"),
        [
            (OWNER, OWNER),
            ("mtm", OWNER),
            ("Department", "Department for Education"),
            ("education trust", "Education Trust"),
        ],
    )
    def test_a_part_of_a_party_s_name_is_enough(
        self, bundle: Path, name: str, party: str
    ) -> None:
        result = whatif(bundle, only_independent=True, towards=name)
        words = f"only sources judged independent of {party}"
        assert result.conditions == (words,)

    def test_a_whole_name_wins_over_longer_ones(self, tmp_path: Path) -> None:
        towards = {"judgement": "independent", "towards": ["Trust", "Trust for All"]}
        made = theory(sources=[source("a", excerpt("p"), independence=towards)])
        file = tmp_path / "t.theory.json"
        file.write_bytes(writing.canonical(made))
        result = whatif(file, only_independent=True, towards="trust")
        assert result.conditions == ("only sources judged independent of Trust",)

    @pytest.mark.parametrize(
        ("options", "told"),
        [
            ({}, "say what to leave out: --without, --only independent"),
            ({"towards": "MTM"}, "add --only independent"),
            ({"without": ["smith-2021"]}, "(did you mean 'smith-2020'?)"),
            ({"without": ["trial"]}, "'trial' is a study: write it as study:trial"),
            ({"without": ["trust"]}, "'trust' is no source of this theory"),
            ({"without": ["smith-2020#p1"]}, "is no source of this theory"),
            ({"without": ["study:trail"]}, "(did you mean 'trial'?)"),
            ({"without": [""]}, "'' is no source of this theory"),
            ({"min_rigour": "hihg"}, "no level of rigour (did you mean 'high'?)"),
            ({"min_rigour": "not_assessed"}, "there are high, moderate, low"),
            ({"kinds": ["reviews"]}, "(did you mean 'review'?): there are"),
            ({"kinds": [""]}, "'' is no kind of source: there are empirical_"),
        ],
    )
    def test_what_cannot_be_asked_is_told_with_the_way_out(
        self, bundle: Path, options: dict[str, Any], told: str
    ) -> None:
        assert told in refusal(whatif, bundle, **options)

    @pytest.mark.parametrize(
        ("name", "told"),
        [
            (
                "education",
                "'education' can be several of the owners, funders and developers",
            ),
            (
                "Educating Trust",
                "developers (did you mean 'Education Trust'?): they are Department for",
            ),
            ("", "'' can be several of"),
        ],
    )
    def test_a_name_that_is_no_party_s_is_told_with_all_of_them(
        self, bundle: Path, name: str, told: str
    ) -> None:
        assert told in refusal(whatif, bundle, only_independent=True, towards=name)

    def test_all_parties_that_can_be_meant_are_named(self, bundle: Path) -> None:
        several = refusal(whatif, bundle, only_independent=True, towards="education")
        assert several.endswith("they are Department for Education; Education Trust")
        none = refusal(whatif, bundle, only_independent=True, towards="x")
        assert none.endswith(f"Department for Education; Education Trust; {OWNER}")

    def test_where_nobody_is_named_that_is_told(self, tmp_path: Path) -> None:
        file = tmp_path / "t.theory.json"
        file.write_bytes(writing.canonical(theory()))
        told = refusal(whatif, file, only_independent=True, towards="MTM")
        assert told.endswith("they are nobody")
