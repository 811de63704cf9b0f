from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cmo.analysis import chains
from cmo.analysis.chains import MOST, Ground, Listing, Network
from cmo.evidence import Evidence, State
from cmo.model.vocabulary import Sign
from tests.analysis import oracles
from tests.analysis.arguments import anyhow, arguments, dense, shuffled
from tests.making import CMOC, Json, element, excerpt, link, said, source, theory, use

if TYPE_CHECKING:
    import random

    from cmo.analysis.chains import Chain

ALL = 100_000


def network(**parts: Any) -> Network:
    return Network(Evidence(theory(**parts)))


def fewest_gaps(network: Network) -> dict[str, Chain]:
    return network.along(network.routes())


def shown(listing: Listing) -> list[str]:
    return [" ".join(chain.elements) for chain in listing.chains]


class TestChainsThatLeadToAnElement:
    @anyhow
    @given(arguments())
    def test_they_are_all_there_are_from_the_last_start_on(self, parts: Json) -> None:
        made = theory(**parts)
        begin = oracles.starts(made)
        expected = {
            path for path in oracles.paths(made, begin) if begin.isdisjoint(path[1:-1])
        }
        for one in oracles.known(made):
            found = Network(Evidence(made)).leading_to(one, most=ALL)
            elements = [chain.elements for chain in found.chains]
            assert found.complete
            assert len(elements) == len(set(elements))
            assert set(elements) == {path for path in expected if path[-1] == one}

    @anyhow
    @given(arguments())
    def test_the_shortest_come_first(self, parts: Json) -> None:
        made = theory(**parts)
        for one in oracles.known(made):
            found = Network(Evidence(made)).leading_to(one, most=ALL)
            lengths = [len(chain.steps) for chain in found.chains]
            assert lengths == sorted(lengths)

    @anyhow
    @given(arguments(), st.integers(1, 4))
    def test_of_too_many_the_shortest_are_told_and_that_there_are_more(
        self, parts: Json, most: int
    ) -> None:
        made = theory(**parts)
        for one in oracles.known(made):
            every = Network(Evidence(made)).leading_to(one, most=ALL).chains
            found = Network(Evidence(made)).leading_to(one, most=most)
            lengths = [len(chain.steps) for chain in every]
            assert [len(chain.steps) for chain in found.chains] == lengths[:most]
            assert found.complete == (len(every) <= most)

    def test_a_dense_theory_is_told_in_part(self) -> None:
        found = Network(Evidence(dense())).leading_to("o5")
        assert len(found.chains) == MOST
        assert not found.complete

    def test_a_short_chain_is_found_among_very_many_beginnings(self) -> None:
        names = [f"o{i}" for i in range(160)]
        links = [
            link(f"{a}-{b}", a, b, "leads_to") for a in names for b in names if a != b
        ]
        made = network(
            elements=[element("i", "intervention")]
            + [element(one, "outcome") for one in names],
            links=[*links, link("first", "i", "o0", "influences")],
            configurations=[],
        )
        found = made.leading_to("o7")
        assert shown(found)[0] == "i o0 o7"
        assert len(found.chains) == MOST
        assert not found.complete

    def test_what_is_given_up_is_said(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(chains, "EFFORT", 0)
        found = network().leading_to("safety")
        assert not found.complete
        assert shown(found) == []

    def test_to_what_no_start_leads_there_is_none(self) -> None:
        bare = network(elements=[element("time", "context")], links=[])
        assert bare.leading_to("time") == bare.leading_to("nowhere")
        assert bare.leading_to("time").complete


class TestFewestGaps:
    @anyhow
    @given(arguments())
    def test_the_chain_has_as_few_gaps_as_can_be_and_of_these_the_fewest_steps(
        self, parts: Json
    ) -> None:
        made = theory(**parts)
        best: dict[str, tuple[int, int]] = {}
        for path in oracles.paths(made, oracles.starts(made)):
            cost = oracles.gaps(made, path), len(path) - 1
            best[path[-1]] = min(cost, best.get(path[-1], cost))
        assert {
            one: (len(chain.gaps), len(chain.steps))
            for one, chain in fewest_gaps(Network(Evidence(made))).items()
        } == {one: best[one] for one in oracles.outcomes(made) if one in best}

    @anyhow
    @given(arguments())
    def test_the_chain_is_one_of_those_recorded(self, parts: Json) -> None:
        made = theory(**parts)
        recorded = set(oracles.paths(made, oracles.starts(made)))
        for one, chain in fewest_gaps(Network(Evidence(made))).items():
            assert chain.elements in recorded
            assert chain.elements[-1] == one

    @anyhow
    @given(arguments())
    def test_what_an_element_leads_to_starts_from_it(self, parts: Json) -> None:
        made = theory(**parts)
        for one in oracles.known(made):
            reached = {path[-1] for path in oracles.paths(made, [one])}
            found = Network(Evidence(made)).leading_on(one)
            ends = [chain.elements[-1] for chain in found.chains]
            assert sorted(ends) == sorted(reached.intersection(oracles.outcomes(made)))
            assert all(chain.elements[0] == one for chain in found.chains)
            assert found.complete

    def test_a_step_through_a_configuration_is_as_long_as_a_link(self) -> None:
        elements = [
            element("visits", "intervention"),
            element("trust", "mechanism"),
            *(element(one, "outcome") for one in ("x", "y", "safety")),
        ]
        links = [
            link("a", "visits", "x", "influences"),
            link("b", "x", "y", "leads_to"),
            link("c", "y", "safety", "leads_to"),
        ]
        uses = [use(one) for one in ("a", "b", "c", "cmoc")]
        sources = [source("s", excerpt("p", *uses))]
        made = network(elements=elements, links=links, sources=sources)
        assert not fewest_gaps(made)["safety"].gaps
        assert fewest_gaps(made)["safety"].elements == ("visits", "trust", "safety")

    def test_supported_steps_are_worth_a_longer_way(self) -> None:
        links = [
            link("a", "visits", "safety", "influences"),
            link("b", "visits", "trust", "provides"),
            link("c", "trust", "safety", "produces"),
        ]
        sources = [*said("b", "supports"), source("z", excerpt("p", use("c")))]
        made = network(links=links, configurations=[], sources=sources)
        assert fewest_gaps(made)["safety"].elements == ("visits", "trust", "safety")
        assert not fewest_gaps(made)["safety"].gaps


class TestWhatIsTooLongToShow:
    def test_a_chain_is_counted_and_not_shown(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        assert list(fewest_gaps(network())) == ["safety"]
        monkeypatch.setattr(chains, "LONGEST", 1)
        made = network()
        assert fewest_gaps(made) == {}
        assert made.routes()["safety"].steps == 2
        assert made.leading_on("visits") == Listing((), complete=False)
        assert made.leading_on("trust").complete

    def test_of_many_outcomes_the_nearest_are_shown(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(chains, "MOST_OUTCOMES", 1)
        elements = [
            element("far", "outcome"),
            element("visits", "intervention"),
            element("near", "outcome"),
        ]
        links = [
            link("a", "visits", "near", "influences"),
            link("b", "near", "far", "leads_to"),
        ]
        made = network(elements=elements, links=links, configurations=[])
        assert shown(made.leading_on("visits")) == ["visits near"]
        assert not made.leading_on("visits").complete
        assert made.leading_on("near").complete


class TestSteps:
    @anyhow
    @given(arguments())
    def test_each_names_all_that_say_so_and_which_of_them_a_study_supports(
        self, parts: Json
    ) -> None:
        made = theory(**parts)
        evidence = Evidence(made)
        speaks = oracles.speaking(made)
        edges = oracles.edges(made)
        for cause, effect in {(edge.cause, edge.effect) for edge in edges}:
            step = Network(evidence).step(cause, effect)
            here = [
                edge for edge in edges if (edge.cause, edge.effect) == (cause, effect)
            ]
            assert sorted(step.claims) == sorted({edge.claim for edge in here})
            assert step.states == tuple(evidence.of(one).state for one in step.claims)
            assert set(step.supported) == {
                edge.claim for edge in here if speaks(edge.claim, edge.roles)
            }
            assert step.is_gap == (not step.supported)

    def test_of_a_configuration_a_passage_supports_the_steps_that_it_covers(
        self,
    ) -> None:
        made = network(links=[], sources=said("cmoc", "supports", covers=["C", "M"]))
        assert not made.step("time", "trust").is_gap
        assert not made.step("visits", "trust").is_gap
        assert made.step("trust", "safety").is_gap
        assert made.step("trust", "safety").states == (State.SUPPORTED,)

    def test_without_mechanisms_a_passage_must_cover_the_outcomes(self) -> None:
        bare = {**CMOC, "mechanisms": []}
        parts: Json = {"links": [], "configurations": [bare]}
        for covers, is_gap in ((["C", "O"], False), (["C", "M"], True), ([], False)):
            sources = said("cmoc", "supports", covers=covers)
            made = network(sources=sources, **parts)
            assert made.step("time", "safety").is_gap is is_gap
            assert made.step("visits", "safety").is_gap is is_gap

    def test_indirect_and_inherited_passages_support_no_step(self) -> None:
        sources = [
            *said("trust-safety", "supports", directness="indirect"),
            source("z", excerpt("p", use("safety"), use("trust"))),
        ]
        step = network(configurations=[], sources=sources).step("trust", "safety")
        assert step.is_gap
        assert step.states == (State.INDIRECT,)

    def test_a_contested_step_is_no_gap(self) -> None:
        made = network(sources=said("trust-safety", "supports", "refutes"))
        assert not made.step("trust", "safety").is_gap
        assert State.CONTESTED in made.step("trust", "safety").states

    @pytest.mark.parametrize(
        ("uses", "ground"),
        [
            ([], Ground.NONE),
            ([use("trust-safety", "refutes")], Ground.NONE),
            ([use("trust-safety", directness="indirect")], Ground.NONE),
            ([use("trust-safety")], Ground.DIRECT),
            ([use("trust-safety"), use("cmoc")], Ground.DIRECT),
            ([use("cmoc")], Ground.WHOLE),
            ([use("cmoc", covers=["C", "M"])], Ground.NONE),
            ([use("cmoc"), use("cmoc", "no_effect")], Ground.CONTESTED),
            ([use("trust-safety"), use("cmoc", "refutes")], Ground.CONTESTED),
            (
                [use("trust-safety"), use("cmoc", "refutes", covers=["C", "M"])],
                Ground.DIRECT,
            ),
            (
                [use("trust-safety"), use("cmoc", "refutes", directness="indirect")],
                Ground.DIRECT,
            ),
        ],
    )
    def test_a_step_says_what_it_rests_on(
        self, uses: list[Json], ground: Ground
    ) -> None:
        made = network(sources=[source("a", excerpt("p", *uses))])
        assert made.step("trust", "safety").ground is ground


class TestWhatStandsInNoChain:
    @anyhow
    @given(arguments())
    def test_no_chain_passes_a_configuration_by_what_did_not_fire(
        self, parts: Json
    ) -> None:
        made = theory(**parts)
        silent = {
            (one.id, mechanism)
            for one in made.configurations
            for mechanism in oracles.silent(one)
        }
        for step in _steps(made):
            assert not silent & {(one, step.cause) for one in step.claims}
            assert not silent & {(one, step.effect) for one in step.claims}

    @anyhow
    @given(arguments())
    def test_no_chain_passes_a_configuration_that_was_given_up(
        self, parts: Json
    ) -> None:
        made = theory(**parts)
        gone = {one.id for one in made.configurations} - {
            one.id for one in oracles.upheld(made)
        }
        assert gone.isdisjoint(one for step in _steps(made) for one in step.claims)

    @anyhow
    @given(arguments())
    def test_no_chain_follows_a_whole_programme_effect(self, parts: Json) -> None:
        made = theory(**parts)
        affects = {one.id for one in made.links if one.relation == "affects"}
        assert affects.isdisjoint(one for step in _steps(made) for one in step.claims)

    @anyhow
    @given(arguments())
    def test_no_chain_gets_round_the_mechanisms_of_a_configuration(
        self, parts: Json
    ) -> None:
        made = theory(**parts)
        configurations = {one.id: one for one in made.configurations}
        for step in _steps(made):
            for claim in step.claims:
                one = configurations.get(claim)
                if one and one.mechanisms:
                    assert {step.cause, step.effect} & set(one.mechanisms)

    def test_mechanisms_follow_one_another_as_the_steps_say(self) -> None:
        elements = [element(one, "mechanism") for one in "abcd"]
        elements += [element("i", "intervention"), element("o", "outcome")]
        ordered = {
            "id": "k",
            "label": "K",
            "interventions": ["i"],
            "mechanisms": ["d", "c", "b", "a"],
            "outcomes": ["o"],
            "steps": [{"all": ["a"]}, {"any": ["b", "c"]}],
        }
        made = network(elements=elements, links=[], configurations=[ordered])
        assert set(shown(made.leading_to("o"))) == {"i a b o", "i a c o", "i d o"}


class TestSigns:
    def test_a_step_has_the_sign_of_its_link(self) -> None:
        links = [
            link("a", "visits", "trust", "inhibits"),
            link("b", "trust", "safety", "prevents"),
        ]
        (chain,) = network(links=links, configurations=[]).leading_to("safety").chains
        assert [step.sign for step in chain.steps] == [Sign.MINUS, Sign.MINUS]
        assert chain.sign is Sign.PLUS

    def test_a_links_own_sign_wins(self) -> None:
        links = [link("a", "trust", "safety", "produces", sign="-")]
        made = network(links=links, configurations=[])
        assert made.step("trust", "safety").sign is Sign.MINUS

    def test_links_that_disagree_leave_the_sign_unknown(self) -> None:
        links = [
            link("a", "trust", "safety", "produces"),
            link("b", "trust", "safety", "prevents"),
        ]
        step = network(links=links, configurations=[]).step("trust", "safety")
        assert step.claims == ("a", "b")
        assert step.sign is Sign.UNKNOWN

    @pytest.mark.parametrize(
        ("how_far", "sign"),
        [
            ("strong", Sign.PLUS),
            ("partial", Sign.UNKNOWN),
            ("weak", Sign.UNKNOWN),
            ("unknown", Sign.UNKNOWN),
        ],
    )
    def test_a_mechanism_that_fired_in_part_leaves_the_sign_unknown(
        self, how_far: str, sign: Sign
    ) -> None:
        one = {**CMOC, "activations": {"trust": how_far}}
        made = network(links=[], configurations=[one])
        assert made.step("trust", "safety").sign is sign
        assert made.step("time", "trust").sign is sign

    def test_beside_a_link_the_configuration_says_nothing_of_the_sign(self) -> None:
        weak = {**CMOC, "activations": {"trust": "weak"}}
        links = [link("a", "trust", "safety", "prevents")]
        made = network(links=links, configurations=[weak])
        assert made.step("trust", "safety").sign is Sign.MINUS


@anyhow
@given(arguments(), st.randoms(use_true_random=False))
def test_the_order_of_records_changes_nothing(
    parts: Json, order: random.Random
) -> None:
    made = theory(**parts)
    one, other = (Network(Evidence(t)) for t in (made, shuffled(made, order)))
    assert _alike(fewest_gaps(one)) == _alike(fewest_gaps(other))
    for element_id in oracles.known(made):
        for most in (2, ALL):
            first = one.leading_to(element_id, most)
            then = other.leading_to(element_id, most)
            assert [c.elements for c in first.chains] == [
                c.elements for c in then.chains
            ]
            assert first.complete == then.complete
        ends = [_alike({"": c}) for c in one.leading_on(element_id).chains]
        assert all(
            _alike({"": chain}) in ends for chain in other.leading_on(element_id).chains
        )


def _steps(made: Any) -> list[chains.Step]:
    """Return every step of every chain there is."""
    net = Network(Evidence(made))
    ways = oracles.paths(made, oracles.known(made))
    return [net.step(*step) for path in ways for step in pairwise(path)]


def _alike(found: dict[str, Chain]) -> dict[str, Any]:
    return {
        one: [
            (step.cause, step.effect, step.sign, set(step.claims), set(step.supported))
            for step in chain.steps
        ]
        for one, chain in found.items()
    }
