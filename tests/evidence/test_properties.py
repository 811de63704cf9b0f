"""What holds of the evidence of any theory, however awkward its files."""

from __future__ import annotations

from dataclasses import replace
from itertools import combinations
from typing import TYPE_CHECKING, Any, NamedTuple

from hypothesis import given, settings
from hypothesis import strategies as st

from cmo.evidence import (
    AGAINST,
    DECIDING,
    FOR,
    LOOKED,
    Evidence,
    Flag,
    State,
    independent,
)
from cmo.model import Appraisal, Decision
from cmo.model.vocabulary import Activation, Bearing, Level, Relation, Role, Verdict
from tests.evidence.generated import SOURCES, STUDIES, passages, theories
from tests.making import excerpt, parsed, source, theory, use

if TYPE_CHECKING:
    import random
    from collections.abc import Callable, Iterable, Mapping

    from cmo.evidence import Support, Use
    from cmo.model import Excerpt, Source, Theory

# A first example imports what later ones have: how long one takes says nothing.
anyhow = settings(deadline=None, max_examples=200)

GROUPS = (*((one,) for one in Bearing), tuple(FOR), tuple(AGAINST), tuple(LOOKED))
SUPPORT = {State.SUPPORTED, State.CONTESTED}
PARTS = ("relevance", "richness", "rigour")
# Of the theory that tests are shown with: see `tests.making`.
PART_OF_CMOC = {Role.CONTEXT: "time", Role.MECHANISM: "trust", Role.OUTCOME: "safety"}


class Judged(NamedTuple):
    """What is said of a claim, without the order in which it was found."""

    kind: str
    state: State
    flags: frozenset[Flag]
    counts: dict[tuple[tuple[Bearing, ...], bool], int]
    inherited_from: tuple[str, ...]
    decisions: frozenset[str]
    unmet: tuple[str, ...]


def judged(evidence: Evidence) -> dict[str, Judged]:
    return {
        one.claim: Judged(
            one.kind,
            one.state,
            frozenset(one.flags),
            counts(one),
            one.inherited_from,
            frozenset(one.decisions),
            one.unmet,
        )
        for one in evidence.all()
    }


def counts(support: Support) -> dict[tuple[tuple[Bearing, ...], bool], int]:
    return {
        (group, direct): support.count(*group, direct=direct)
        for group in GROUPS
        for direct in (True, False)
    }


def claims(made: Theory) -> list[str]:
    return list(Evidence(made).kinds)


def with_source(made: Theory, form: dict[str, Any]) -> Theory:
    return replace(made, sources=(*made.sources, parsed(form)))


def with_excerpts(made: Theory, change: Callable[[Excerpt], Excerpt]) -> Theory:
    return replace(
        made,
        sources=tuple(
            replace(one, excerpts=tuple(map(change, one.excerpts)))
            for one in made.sources
        ),
    )


class TestStudies:
    @anyhow
    @given(theories(), st.data())
    def test_another_passage_lowers_no_count_and_unmakes_no_support(
        self, made: Theory, data: st.DataObject
    ) -> None:
        passage = data.draw(passages([*Evidence(made).uses]))
        study = data.draw(st.sampled_from([None, "new-study", *STUDIES]))
        form = source("new", excerpt("p", **passage), study=study)
        before, after = Evidence(made), Evidence(with_source(made, form))
        for old, new in zip(before.all(), after.all(), strict=True):
            now = counts(new)
            assert all(now[what] >= number for what, number in counts(old).items())
            if old.state in SUPPORT:
                assert new.state in SUPPORT

    @anyhow
    @given(theories(), st.data())
    def test_a_supporting_study_makes_support(
        self, made: Theory, data: st.DataObject
    ) -> None:
        claim = data.draw(st.sampled_from(claims(made)))
        bearing = data.draw(st.sampled_from(sorted(FOR)))
        form = source("new", excerpt("p", use(claim, bearing)))
        after = Evidence(with_source(made, form)).of(claim)
        assert after.state in SUPPORT
        assert after.count(*FOR) >= 1

    @anyhow
    @given(theories())
    def test_a_second_document_of_each_study_changes_nothing(
        self, made: Theory
    ) -> None:
        second = [
            replace(one, id=f"second-{one.id}", study=one.study or one.id)
            for one in made.sources
        ]
        weighed = [
            replace(d, sources=(*d.sources, *(f"second-{one}" for one in d.sources)))
            for d in made.decisions
        ]
        twice = replace(
            made, sources=(*made.sources, *second), decisions=tuple(weighed)
        )
        assert judged(Evidence(twice)) == judged(Evidence(made))

    @anyhow
    @given(theories())
    def test_a_review_that_says_what_its_studies_say_is_not_counted_beside_them(
        self, made: Theory
    ) -> None:
        said = [
            replace(one, id=f"{form.id}-{one.id}", study=None)
            for form in made.sources
            for one in form.excerpts
        ]
        # It includes them by way of another review.
        middle = parsed(source("middle", kind="review", includes=[*SOURCES, *STUDIES]))
        form = source("umbrella", kind="review", includes=["middle"])
        umbrella = replace(parsed(form), excerpts=tuple(said))
        after = replace(made, sources=(*made.sources, middle, umbrella))
        for old, new in zip(Evidence(made).all(), Evidence(after).all(), strict=True):
            assert counts(new) == counts(old)

    @anyhow
    @given(theories())
    def test_a_count_is_the_most_studies_of_which_none_includes_another(
        self, made: Theory
    ) -> None:
        within = _within(made)
        for support in Evidence(made).all():
            for (group, direct), number in counts(support).items():
                studies = {
                    one.study or form.study or form.id
                    for form in made.sources
                    for one in form.excerpts
                    for bears in one.bears_on
                    if bears.claim == support.claim
                    and bears.bearing in group
                    and (bears.directness == "direct") is direct
                }
                assert number == _most(studies, within)

    @anyhow
    @given(made=theories(), chance=st.randoms(use_true_random=False))
    def test_it_matters_not_which_document_of_a_study_says_what_it_includes(
        self, made: Theory, chance: random.Random
    ) -> None:
        said = [
            parsed(
                source(f"{form.id}-{one}", study=form.study or form.id, includes=[one])
            )
            for form in made.sources
            for one in form.includes
        ]
        silent = [replace(form, includes=()) for form in made.sources]
        chance.shuffle(said)
        apart = replace(made, sources=(*silent, *said))
        assert judged(Evidence(apart)) == judged(Evidence(made))

    @settings(anyhow, max_examples=500)
    @given(
        st.dictionaries(
            st.sampled_from("abcd"), st.frozensets(st.sampled_from("abcd"))
        ),
        st.sets(st.sampled_from("abcd")),
        st.sampled_from("abcd"),
    )
    def test_counted_studies_only_grow(
        self, direct: dict[str, frozenset[str]], studies: set[str], more: str
    ) -> None:
        within = {one: frozenset(_reached(one, direct) - {one}) for one in direct}
        number = independent(studies, within)
        assert number == _most(studies, within)
        assert number <= independent(studies | {more}, within) <= number + 1

    @anyhow
    @given(
        st.lists(
            st.tuples(
                st.sampled_from(list(PART_OF_CMOC)),
                st.booleans(),
                st.sampled_from([None, "trial"]),
            ),
            max_size=5,
        )
    )
    def test_parts_are_fragments_unless_one_study_speaks_for_all_of_them(
        self, spoken: list[tuple[Role, bool, str | None]]
    ) -> None:
        forms = [
            source(
                f"s{i}",
                excerpt("p", use("cmoc", covers=[role]))
                if is_of_the_whole
                else excerpt("p", use(PART_OF_CMOC[role])),
                study=study,
            )
            for i, (role, is_of_the_whole, study) in enumerate(spoken)
        ]
        having: dict[Role, set[str]] = {role: set() for role in Role}
        for form, (role, _, study) in zip(forms, spoken, strict=True):
            having[role].add(study or form["id"])
        flags = Evidence(theory(sources=forms)).of("cmoc").flags
        is_whole = bool(set.intersection(*having.values()))
        is_covered = all(having.values())
        assert (Flag.FRAGMENTS_ONLY in flags) is (is_covered and not is_whole)
        is_spoken_of = any(of_the_whole for _, of_the_whole, _ in spoken)
        assert (Flag.PARTLY_COVERED in flags) is (is_spoken_of and not is_covered)


def _within(made: Theory) -> dict[str, set[str]]:
    """Return each study with the studies whose data are in it too."""
    direct: dict[str, set[str]] = {}
    for form in made.sources:
        direct.setdefault(form.study or form.id, set()).update(form.includes)
    return {one: _reached(one, direct) for one in direct}


def _reached(one: str, direct: Mapping[str, Iterable[str]]) -> set[str]:
    found = set(direct.get(one, ()))
    while more := {o for f in found for o in direct.get(f, ())} - found:
        found |= more
    return found


def _most(studies: set[str], within: Mapping[str, Iterable[str]]) -> int:
    """Return how many of `studies` there can be with no two related, by trial."""
    related = {
        frozenset((a, b)) for a in within for b in within[a] if {a, b} <= studies
    }
    for size in range(len(studies), 0, -1):
        for part in combinations(studies, size):
            if related.isdisjoint(map(frozenset, combinations(part, 2))):
                return size
    return 0


class TestOrder:
    @anyhow
    @given(theories(), st.randoms(use_true_random=False))
    def test_order_changes_nothing(self, made: Theory, chance: random.Random) -> None:
        assert judged(Evidence(_shuffled(made, chance))) == judged(Evidence(made))


def _shuffled(made: Theory, chance: random.Random) -> Theory:
    """Return the theory with every list of records in another order."""

    def mixed(records: Iterable[Any]) -> tuple[Any, ...]:
        found = list(records)
        chance.shuffle(found)
        return tuple(found)

    def in_excerpt(one: Excerpt) -> Excerpt:
        return replace(one, bears_on=mixed(one.bears_on))

    def in_source(one: Source) -> Source:
        return replace(one, excerpts=mixed(map(in_excerpt, one.excerpts)))

    return replace(
        made,
        elements=mixed(made.elements),
        links=mixed(made.links),
        configurations=mixed(
            replace(
                one,
                contexts=mixed(one.contexts),
                mechanisms=mixed(one.mechanisms),
                outcomes=mixed(one.outcomes),
            )
            for one in made.configurations
        ),
        rivals=mixed(made.rivals),
        decisions=mixed(made.decisions),
        sources=mixed(map(in_source, made.sources)),
    )


class TestPassages:
    @anyhow
    @given(theories(), st.data())
    def test_where_passages_say_their_own_the_documents_study_and_appraisal_say_nothing(
        self, made: Theory, data: st.DataObject
    ) -> None:
        def appraisal(levels: list[Level]) -> Appraisal:
            said: dict[str, Any] = {
                p: data.draw(st.sampled_from(levels)) for p in PARTS
            }
            return Appraisal(**said)

        def outspoken(one: Excerpt) -> Excerpt:
            own = appraisal([Level.HIGH, Level.MODERATE, Level.LOW])
            return replace(one, study=data.draw(study), appraisal=own)

        study = st.sampled_from(["other", *STUDIES])
        spoken = with_excerpts(made, outspoken)
        # What a document includes, its study includes.
        alone = [replace(one, includes=(), overlaps=()) for one in spoken.sources]
        spoken = replace(made, sources=tuple(alone))
        others = [
            replace(one, study=data.draw(study), appraisal=appraisal(list(Level)))
            for one in alone
        ]
        other = replace(made, sources=tuple(others))
        assert judged(Evidence(other)) == judged(Evidence(spoken))

    @anyhow
    @given(theories())
    def test_what_a_passage_does_not_say_its_document_says(self, made: Theory) -> None:
        nobody = Appraisal()
        for support in Evidence(made).all():
            for one in support.uses:
                document, passage = one.source, one.excerpt
                assert one.study == (passage.study or document.study or document.id)
                for part in PARTS:
                    levels = [
                        getattr(appraisal or nobody, part)
                        for appraisal in (passage.appraisal, document.appraisal)
                    ]
                    if part == "rigour" and passage.reported_from:
                        # A document's rigour says nothing of a work that it cites.
                        del levels[1]
                    said = [level for level in levels if level != Level.NOT_ASSESSED]
                    assert one.appraisal(part) == [*said, Level.NOT_ASSESSED][0]

    @anyhow
    @given(theories(), st.data())
    def test_sites_cases_and_informants_are_no_studies(
        self, made: Theory, data: st.DataObject
    ) -> None:
        unit = st.sampled_from([None, "site 1", "site 2", "a", "trial"])
        moved = with_excerpts(made, lambda one: replace(one, unit=data.draw(unit)))
        assert judged(Evidence(moved)) == judged(Evidence(made))

    @anyhow
    @given(theories())
    def test_neutral_passages_change_nothing(self, made: Theory) -> None:
        def outspoken(one: Excerpt) -> Excerpt:
            said = [b for b in one.bears_on if b.bearing is not Bearing.NEUTRAL]
            return replace(one, bears_on=tuple(said))

        without = judged(Evidence(with_excerpts(made, outspoken)))
        for claim, one in judged(Evidence(made)).items():
            assert _but_neutral(one) == _but_neutral(without[claim])


def _but_neutral(one: Judged) -> Judged:
    # They too are to be read again when the claim is reworded: docs/adr/0007-review.md.
    flags = one.flags - {Flag.SUSPECT}
    neutral = Bearing.NEUTRAL
    told = {w: n for w, n in one.counts.items() if neutral not in w[0]}
    return one._replace(flags=flags, counts=told)


class TestInheritance:
    @anyhow
    @given(theories())
    def test_only_direct_passages_on_the_claim_itself_decide(
        self, made: Theory
    ) -> None:
        evidence = Evidence(made)
        for support in evidence.all():
            direct = {
                bears.bearing
                for form in made.sources
                for one in form.excerpts
                for bears in one.bears_on
                if bears.claim == support.claim and bears.directness == "direct"
            }
            is_decided = bool(direct & LOOKED)
            assert (support.state in DECIDING) is support.is_direct is is_decided
            if is_decided:
                assert direct & LOOKED & DECIDING[support.state]
                assert not (direct & FOR and support.state not in SUPPORT)

    @anyhow
    @given(theories())
    def test_what_is_inherited_is_counted_nowhere(self, made: Theory) -> None:
        whole, alone = Evidence(made), Evidence(made, inherit=False)
        for support, own in zip(whole.all(), alone.all(), strict=True):
            assert counts(support) == counts(own)
            assert support.unmet == own.unmet
            assert own.inherited_from == ()
            only = Evidence(made, keep=_on(support.claim)).of(support.claim)
            assert counts(only) == counts(support)
            if support.state is not own.state:
                assert support.state in {State.INDIRECT, State.THEORISED}
                assert own.state not in DECIDING

    @anyhow
    @given(theories())
    def test_without_inheritance_indirect_needs_an_indirect_passage(
        self, made: Theory
    ) -> None:
        for support in Evidence(made, inherit=False).all():
            if support.state is State.INDIRECT:
                assert support.count(*LOOKED, direct=False) >= 1

    @anyhow
    @given(theories())
    def test_a_configuration_that_did_not_fire_tells_nothing_of_what_is_produced(
        self, made: Theory
    ) -> None:
        links = {one.id: one for one in made.links}
        produced = [k for k, one in links.items() if one.relation == Relation.PRODUCES]
        for one in made.configurations:
            silent = {
                mechanism
                for mechanism, how in (one.activations or {}).items()
                if how is Activation.NOT_FIRED
            }
            did_not_fire = bool(one.mechanisms) and silent >= set(one.mechanisms)
            whole = Evidence(made)
            without = Evidence(made, keep=_not_on(one.id))
            for link in produced:
                if links[link].source in silent or did_not_fire:
                    assert one.id not in whole.of(link).inherited_from
                    assert whole.of(link).state is without.of(link).state


def _on(claim: str) -> Callable[[Use], bool]:
    return lambda one: one.bears.claim == claim


def _not_on(claim: str) -> Callable[[Use], bool]:
    return lambda one: one.bears.claim != claim


class TestDecisions:
    @anyhow
    @given(theories(), st.data())
    def test_a_decision_flags_what_it_names_and_nothing_else(
        self, made: Theory, data: st.DataObject
    ) -> None:
        named = data.draw(st.sets(st.sampled_from(claims(made))))
        after = judged(Evidence(_decided(made, named)))
        for claim, before in judged(Evidence(made)).items():
            if claim in named:
                flags = before.flags | {Flag.DECIDED}
                decisions = before.decisions | {"new"}
                assert after[claim] == before._replace(flags=flags, decisions=decisions)
            else:
                assert after[claim] == before

    @anyhow
    @given(theories(), st.data())
    def test_a_source_that_no_decision_weighed_reopens_what_it_bears_on(
        self, made: Theory, data: st.DataObject
    ) -> None:
        decided = _decided(made, set(claims(made)))
        passage = data.draw(passages(claims(made)))
        reopened = {
            bears["claim"]
            for bears in passage["bears_on"]
            if bears["bearing"] != Bearing.NEUTRAL
        }
        after = Evidence(with_source(decided, source("new", excerpt("p", **passage))))
        flagged = {s.claim for s in after.all() if Flag.DECIDED in s.flags}
        assert flagged == set(claims(made)) - reopened


def _decided(made: Theory, named: set[str]) -> Theory:
    """Return the theory with a verdict on the claims, every source being weighed."""
    decision = Decision(
        id="new",
        claims=tuple(sorted(named)),
        sources=tuple(one.id for one in made.sources),
        verdict=Verdict.UPHELD,
    )
    return replace(made, decisions=(*made.decisions, decision))


class TestKeep:
    @anyhow
    @given(
        made=theories(),
        gone=st.sets(st.sampled_from(SOURCES)),
        inherit=st.booleans(),
    )
    def test_a_part_of_known_evidence_is_as_if_it_were_worked_out_anew(
        self, made: Theory, gone: set[str], *, inherit: bool
    ) -> None:
        def keep(one: Use) -> bool:
            return one.source.id not in gone or not one.is_direct

        whole = Evidence(made)
        list(whole.all())
        part = whole.going_by(keep, inherit=inherit)
        assert judged(part) == judged(Evidence(made, keep=keep, inherit=inherit))

    @anyhow
    @given(theories())
    def test_to_keep_every_use_is_to_keep_all(self, made: Theory) -> None:
        kept = Evidence(made, keep=lambda _: True)
        assert list(kept.all()) == list(Evidence(made).all())

    @anyhow
    @given(theories())
    def test_to_keep_no_use_of_a_source_is_to_be_without_its_passages(
        self, made: Theory
    ) -> None:
        for form in made.sources:
            empty = replace(form, excerpts=())
            rest = [empty if one is form else one for one in made.sources]
            without = Evidence(replace(made, sources=tuple(rest)))
            kept = Evidence(made, keep=_not_from(form.id))
            assert judged(kept) == judged(without)
            for one, other in zip(kept.all(), without.all(), strict=True):
                assert one.uses == other.uses


def _not_from(form: str) -> Callable[[Use], bool]:
    return lambda one: one.source.id != form
