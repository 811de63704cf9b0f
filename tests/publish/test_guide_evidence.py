from __future__ import annotations

from typing import Any

import pytest

from cmo.evidence import Evidence, Flag, State
from cmo.publish.guide_evidence import FEWEST, Behind
from cmo.publish.references import references
from tests.making import CMOC, Json, element, excerpt, link, said, source, theory, use

LINK = "trust-safety"


def behind(*sources: Json, **parts: Any) -> Behind:
    made = theory(sources=list(sources), **parts)
    return Behind(Evidence(made), references(made.sources))


def heard(*bearings: str, claim: str = LINK, **more: Any) -> Behind:
    """Return what stands behind a claim of which studies say so, each one thing."""
    return behind(*said(claim, *bearings, **more))


def cited(one: str, *excerpts: Json, **more: Any) -> Json:
    """Return a source that is cited as "A 2020"."""
    citation = {
        "title": one,
        "author": [{"family": one.upper()}],
        "issued": {"date-parts": [[2020]]},
    }
    return {**source(one, *excerpts, **more), "citation": citation}


def saying(claim: str, *bearings: str, **more: Any) -> list[Json]:
    """Return sources "A 2020", "B 2020" …, each with one passage on `claim`."""
    return [
        cited("abcdefgh"[i], excerpt("p1", use(claim, bearing, **more)))
        for i, bearing in enumerate(bearings)
    ]


@pytest.mark.parametrize(
    ("bearings", "told"),
    [
        ((), "Nobody has looked at this."),
        (("neutral",), "Nobody has looked at this."),
        (("proposes",), "Assumed (A 2020), and not tested by any study."),
        (("supports",), "One study speaks for it (A 2020)."),
        (("supports", "refines"), "2 studies speak for it (A 2020; B 2020)."),
        (
            ("supports", "inconclusive"),
            (
                "One study speaks for it (A 2020), and one looked, but could not say "
                "(B 2020)."
            ),
        ),
        (("refutes",), "One study speaks against it (A 2020)."),
        (("refutes", "refutes"), "2 studies speak against it (A 2020; B 2020)."),
        (
            ("no_effect",),
            "One study tested it and found no reliable effect (A 2020).",
        ),
        (
            ("inconclusive",) * 3,
            "3 studies looked, but could not say (A 2020; B 2020; C 2020).",
        ),
        (
            ("supports", "supports", "refutes", "no_effect"),
            (
                "Findings disagree: 2 studies speak for it (A 2020; B 2020), one "
                "speaks against it (C 2020), and one tested it and found no reliable "
                "effect (D 2020)."
            ),
        ),
    ],
)
def test_states_are_told_with_numbers_of_studies_and_those_that_say_so(
    bearings: tuple[str, ...], told: str
) -> None:
    assert behind(*saying(LINK, *bearings)).standing(LINK) == told


@pytest.mark.parametrize(
    ("bearing", "told"),
    [
        ("supports", "one study speaks for that (A 2020)."),
        ("refutes", "one study speaks against that (A 2020)."),
        ("no_effect", "one study found no reliable effect there (A 2020)."),
        ("inconclusive", "one study looked, but could not say (A 2020)."),
    ],
)
def test_what_was_not_studied_itself_is_told_so_first(bearing: str, told: str) -> None:
    found = behind(*saying(LINK, bearing, directness="indirect"))
    assert found.standing(LINK) == f"Not studied itself, only something close: {told}"


def test_documents_that_assume_a_claim_are_not_named_as_speaking_for_it() -> None:
    found = behind(*saying(LINK, "supports", "proposes", "neutral"))
    assert found.evidence_of(LINK) == (
        "One study speaks for it (A 2020). It is assumed in B 2020."
    )
    assert found.cited(found.carrying(LINK)) == ("A 2020",)
    assert found.others(LINK) == "It is assumed in B 2020."


def test_who_could_not_say_is_named_apart_from_who_found_no_effect() -> None:
    found = behind(*saying(LINK, "no_effect", "inconclusive"))
    assert found.cited(found.carrying(LINK)) == ("A 2020",)
    assert found.others(LINK) == "Another looked, but could not say (B 2020)."
    more = behind(*saying(LINK, "no_effect", "inconclusive", "inconclusive"))
    assert more.others(LINK) == "2 others looked, but could not say (B 2020; C 2020)."


def test_the_same_research_is_not_told_as_another() -> None:
    passages = [
        excerpt("p1", use(LINK, "no_effect")),
        excerpt("p2", use(LINK, "inconclusive")),
    ]
    found = behind(cited("a", *passages))
    assert found.others(LINK) == (
        "The same research also looked, but could not say (A 2020)."
    )


def test_one_study_that_says_both_is_told_once() -> None:
    passages = [excerpt("p1", use(LINK)), excerpt("p2", use(LINK, "refutes"))]
    assert behind(cited("a", *passages)).standing(LINK) == (
        "Findings disagree: one study speaks for it (A 2020), and the same research "
        "speaks against it (A 2020)."
    )
    other = cited("b", excerpt("p1", use(LINK)))
    assert "the same research" not in behind(cited("a", *passages), other).standing(
        LINK
    )


@pytest.mark.parametrize(
    ("hidden", "told"),
    [
        ((0,), "(Not for publication: the passage that speaks for it.)"),
        ((1, 2), "(Not for publication: the passages that speak against it.)"),
        ((1,), None),
        ((0, 1, 2), "(The passages are not for publication.)"),
    ],
)
def test_a_side_that_is_not_for_publication_is_told(
    hidden: tuple[int, ...], told: str | None
) -> None:
    sources = [
        cited(name, {**excerpt("p1", use(LINK, bearing)), **team(i in hidden)})
        for i, (name, bearing) in enumerate(
            (("a", "supports"), ("b", "refutes"), ("c", "refutes"))
        )
    ]
    said = behind(*sources).evidence_of(LINK)
    assert said.endswith(told) if told else "ublication" not in said


def team(is_for_it: bool) -> Json:  # noqa: FBT001 - a flag of a record
    return {"share": "team"} if is_for_it else {}


def test_who_looked_at_something_close_is_told_beside_the_study_of_the_claim() -> None:
    close = cited("b", excerpt("p1", use(LINK, directness="indirect")))
    found = behind(*saying(LINK, "supports"), close)
    assert found.evidence_of(LINK) == (
        "One study speaks for it (A 2020). Something close to it was studied too: "
        "one study speaks for that (B 2020)."
    )


def test_parts_of_a_whole_are_counted_by_what_was_found_of_them() -> None:
    uses = {
        "time": "supports",
        LINK: "supports",
        "trust": "refutes",
        "safety": "no_effect",
        "time-trust": "inconclusive",
    }
    sources = [
        cited(name, excerpt("p1", use(claim, bearing)))
        for name, (claim, bearing) in zip("abcde", uses.items(), strict=True)
    ]
    sources.append(cited("f", excerpt("p1", use("safety", "supports"))))
    sources.append(
        cited("g", excerpt("p1", use("visits-trust", directness="indirect")))
    )
    assert behind(*sources).standing("cmoc") == (
        "Not studied as a whole, only in parts. Of its parts, studies speak for "
        "“Time” and the step from “Trust” to “Safety” (A 2020; B 2020), speak for "
        "something close to the step from “Visits” to “Trust” (G 2020), speak against "
        "“Trust” (C 2020), disagree on “Safety” (D 2020; F 2020), and could not tell "
        "of the step from “Time” to “Trust” (E 2020)."
    )


def test_one_study_of_parts_is_told_as_one() -> None:
    passage = excerpt("p1", use("time"), use("safety", "no_effect"))
    assert behind(cited("a", passage)).standing("cmoc") == (
        "Not studied as a whole, only in parts. Of its parts, one study speaks for "
        "“Time” (A 2020), and looked for “Safety” and found no reliable effect "
        "(A 2020)."
    )


def test_many_parts_are_told_by_their_number() -> None:
    parts = ("time", "trust", "safety", LINK)
    found = behind(cited("a", excerpt("p1", *map(use, parts))))
    assert "one study speaks for 4 (A 2020)" in found.standing("cmoc")


@pytest.mark.parametrize(
    ("bearing", "told"),
    [
        ("supports", "speaks for something close to “Trust”"),
        ("refutes", "speaks against something close to “Trust”"),
        (
            "no_effect",
            "looked for something close to “Trust” and found no reliable effect",
        ),
        ("inconclusive", "could not tell of something close to “Trust”"),
    ],
)
def test_what_is_close_to_a_part_is_told_with_what_was_found_of_it(
    bearing: str, told: str
) -> None:
    near = excerpt("p1", use("trust", bearing, directness="indirect"))
    standing = behind(cited("a", near)).standing("cmoc")
    assert f"Of its parts, one study {told} (A 2020)." in standing


@pytest.mark.parametrize(
    ("bearings", "heading"),
    [
        (["supports"], "a document speaks for something close to it"),
        (["refutes"], "a document speaks against something close to it"),
        (["no_effect"], "was tested, and no reliable effect found"),
        (["inconclusive"], "and too little found to say"),
        (["supports", "refutes"], "findings on something close disagree"),
    ],
)
def test_what_is_close_is_sorted_by_what_was_found_of_it(
    bearings: list[str], heading: str
) -> None:
    uses = [use(LINK, bearing, directness="indirect") for bearing in bearings]
    found = behind(cited("a", excerpt("p1", *uses)))
    assert found.heading(LINK).startswith("Not studied itself; ")
    assert found.heading(LINK).endswith(heading)
    assert found.is_not_borne_out(LINK) is (bearings != ["supports"])


def test_parts_that_are_not_borne_out_are_told_even_if_the_whole_was_studied() -> None:
    sources = [
        *saying("cmoc", "supports"),
        cited("h", excerpt("p", use("trust", "refutes"))),
    ]
    found = behind(*sources)
    told = "Of its parts, one study speaks against “Trust” (H 2020)."
    assert told in found.evidence_of("cmoc")
    assert told in found.others("cmoc")


def test_a_part_is_told_what_was_found_of_what_it_is_a_part_of() -> None:
    assert behind(*saying("cmoc", "refutes")).standing(LINK) == (
        "Not studied itself, only something that it is a part of. Of the statements "
        "that it is a part of, one study speaks against “Trust” (A 2020)."
    )


def test_what_is_assumed_only_of_something_close_is_told_as_such() -> None:
    near = cited("b", excerpt("p1", use(LINK, "proposes", directness="indirect")))
    assert behind(near).standing(LINK) == (
        "Something close is assumed (B 2020), and not tested by any study."
    )
    found = behind(*saying(LINK, "supports"), near)
    assert found.evidence_of(LINK) == (
        "One study speaks for it (A 2020). Something close to it is assumed in B 2020."
    )


def test_caveats_stand_wherever_a_claim_was_not_borne_out() -> None:
    thin = {"appraisal": {"richness": "low"}}
    found = behind({**cited("a", excerpt("p1", use("safety", "no_effect"))), **thin})
    assert found.others("safety").endswith("tell little of how and why.")


def test_what_was_given_up_is_named_as_such() -> None:
    gone = [{**CMOC, "status": "rejected"}]
    standing = behind(*saying("cmoc", "refutes"), configurations=gone).standing(LINK)
    assert standing.endswith("speaks against “Trust” (given up) (A 2020).")


def test_what_is_assumed_of_the_whole_or_the_parts_is_told_as_such() -> None:
    found = behind(*saying("cmoc", "proposes"))
    assert found.standing(LINK) == (
        "Assumed as a part of something else (A 2020), and not tested by any study."
    )
    found = behind(*saying(LINK, "proposes"))
    assert found.standing("cmoc") == (
        "Assumed in part (A 2020), and not tested by any study."
    )


@pytest.mark.parametrize(
    ("kind", "told"),
    [
        ("interview", "That is an interview, not a study."),
        ("commentary", "That is an opinion or a commentary, not a study."),
        ("policy", "That is a policy document, not a study."),
        ("theory", "That is a theoretical text, not a study."),
        (
            "stakeholder_consultation",
            "That is a consultation of those concerned, not a study.",
        ),
        ("grey", "That is a report, a web page or the like, not a study."),
    ],
)
def test_a_document_that_is_no_study_is_not_called_one(kind: str, told: str) -> None:
    found = behind(cited("a", excerpt("p1", use(LINK)), kind=kind))
    assert found.standing(LINK) == f"One document speaks for it (A 2020). {told}"
    assert found.others(LINK) == told


@pytest.mark.parametrize(
    "parts", [{"kind": "review"}, {"kind": "grey", "study": "pilot"}]
)
def test_a_review_and_a_report_of_a_study_are_studies(parts: Json) -> None:
    found = behind(cited("a", excerpt("p1", use(LINK)), **parts))
    assert found.standing(LINK) == "One study speaks for it (A 2020)."


def test_a_study_that_an_opinion_tells_of_is_a_study() -> None:
    passage = excerpt("p1", use(LINK), study="pilot")
    found = behind(cited("a", passage, kind="commentary"))
    assert found.standing(LINK) == "One study speaks for it (A 2020)."


def test_several_documents_that_are_no_studies_are_told_by_what_they_are() -> None:
    sources = [
        cited(one, excerpt("p1", use(LINK)), kind=kind)
        for one, kind in (("a", "interview"), ("b", "interview"), ("c", "policy"))
    ]
    assert behind(*sources).standing(LINK) == (
        "3 documents speak for it (A 2020; B 2020; C 2020). Those are interviews and a "
        "policy document, not studies."
    )


def test_among_studies_other_documents_are_named() -> None:
    sources = [
        cited(one, excerpt("p1", use(LINK)), kind=kind)
        for one, kind in (
            ("a", "interview"),
            ("b", "empirical_mixed"),
            ("c", "interview"),
        )
    ]
    assert behind(*sources[:2]).standing(LINK) == (
        "One study and one other document speak for it (A 2020; B 2020). A 2020 is an "
        "interview, not a study."
    )
    assert behind(*sources).standing(LINK) == (
        "One study and 2 other documents speak for it (A 2020; B 2020; C 2020). A "
        "2020 and C 2020 are interviews, not studies."
    )


def test_a_document_after_studies_keeps_its_name() -> None:
    sources = [
        cited("a", excerpt("p1", use(LINK))),
        cited("b", excerpt("p1", use(LINK, "refutes")), kind="interview"),
    ]
    assert "and one document speaks against it (B 2020)" in behind(*sources).standing(
        LINK
    )


def test_that_all_passages_are_for_the_team_is_said_of_the_claim() -> None:
    hidden = [
        cited(one, excerpt("p1", use(LINK, bearing), share="team"))
        for one, bearing in (("a", "supports"), ("b", "refines"))
    ]
    told = "(The passage is not for publication.)"
    assert behind(hidden[0]).evidence_of(LINK).endswith(told)
    assert behind(hidden[0]).others(LINK) == told
    assert "(The passages are not for publication.)" in behind(*hidden).evidence_of(
        LINK
    )
    shown = cited("c", excerpt("p1", use(LINK)))
    assert "for publication" not in behind(hidden[0], shown).evidence_of(LINK)


@pytest.mark.parametrize(
    ("reason", "told"),
    [
        (None, "Nobody has looked at this."),
        ("Too new", "Nobody has looked at this. The guide’s authors say why: Too new."),
        ("Why? ", "Nobody has looked at this. The guide’s authors say why: Why?"),
    ],
)
def test_a_declared_gap_is_told_with_its_reason(reason: str | None, told: str) -> None:
    gap = link(LINK, "trust", "safety", "produces", undeveloped="Too new")
    found = behind(links=[gap])
    assert found.evidence.of(LINK).state is State.UNDEVELOPED
    assert found.standing(LINK, reason) == told


def test_a_single_study_is_said_where_the_state_does_not_say_it() -> None:
    passages = [
        excerpt("p1", use(LINK, "supports")),
        excerpt("p2", use(LINK, "refutes")),
    ]
    split = behind(source("a", *passages))
    told = "All of it comes from one study."
    assert told not in heard("supports").evidence_of(LINK)
    assert told in split.evidence_of(LINK)


TIED: Json = {"independence": {"judgement": "affiliated"}}


def test_caveats_follow_the_state() -> None:
    passage = excerpt("p1", use(LINK, inference="inferred"))
    found = behind(cited("a", passage, **TIED))
    assert found.evidence_of(LINK) == (
        "One study speaks for it (A 2020). It comes only from documents tied to the "
        "programme. Concluded by the guide’s authors."
    )


def many(tied: int, others: int) -> Behind:
    """Return a theory of links, of which so many rest on tied documents alone."""
    count = tied + others
    elements = [element(f"m{i}", "mechanism") for i in range(count + 1)]
    links = [link(f"l{i}", f"m{i}", f"m{i + 1}", "triggers") for i in range(count)]
    uses = [use(f"l{i}") for i in range(count)]
    sources = [
        source("a", excerpt("p", *uses[:tied]), **TIED),
        source("b", excerpt("p", *uses[tied:])),
    ]
    return behind(*sources, elements=elements, links=links, configurations=[])


def test_a_caveat_of_nearly_all_claims_is_said_once_and_where_it_is_otherwise() -> None:
    found = many(FEWEST, 2)
    (told,) = found.in_common
    assert told.startswith(
        f"Of the {FEWEST + 2} claims that a document brings data on, {FEWEST} rest "
        "only on documents tied to the programme."
    )
    assert "tied" not in found.evidence_of("l0")
    assert found.evidence_of(f"l{FEWEST}").endswith(
        "Not all of it comes from documents known to be tied to the programme."
    )
    assert "tied" not in found.evidence_of("m0")


@pytest.mark.parametrize("numbers", [(FEWEST - 1, 0), (FEWEST, 3)])
def test_a_caveat_of_few_or_of_some_claims_is_said_under_each(
    numbers: tuple[int, int],
) -> None:
    found = many(*numbers)
    assert found.in_common == ()
    assert "It comes only from documents tied" in found.evidence_of("l0")
    assert "tied" not in found.evidence_of(f"m{sum(numbers)}")


DECISION: Json = {"id": "d", "claims": [LINK], "sources": ["a"], "verdict": "upheld"}


@pytest.mark.parametrize(
    ("decisions", "told"),
    [
        ([DECISION], "The guide’s authors have weighed this: it stands."),
        (
            [
                DECISION | {"verdict": "rejected"},
                DECISION | {"id": "e", "verdict": "left_open"},
            ],
            "it was given up and it is left open (see “Weighed, and left open”).",
        ),
    ],
)
def test_a_decision_is_told_with_its_verdict(decisions: list[Json], told: str) -> None:
    found = behind(*said(LINK, "supports"), decisions=decisions)
    assert Flag.DECIDED in found.evidence.of(LINK).flags
    assert found.evidence_of(LINK).endswith(told)


def test_verdicts_are_not_told_where_something_new_reopened_the_decision() -> None:
    found = behind(*said(LINK, "supports"), decisions=[DECISION | {"sources": []}])
    assert "weighed" not in found.evidence_of(LINK)
