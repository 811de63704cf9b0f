from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cmo.evidence import Evidence, Flag, Use
from cmo.history.review import due, stamped
from cmo.model import Reviewed, Theory
from cmo.model.fingerprints import fingerprints, is_suspect
from cmo.store.documents import parse
from cmo.store.writing import canonical
from tests.making import excerpt, source, theory, use

if TYPE_CHECKING:
    from collections.abc import Callable

CLAIMS = (
    *("time", "trust", "safety", "visits"),
    *("visits-trust", "time-trust", "trust-safety", "cmoc", "luck"),
)
RIVAL = {"id": "luck", "label": "Luck", "about": "trust-safety"}

# A first example imports what later ones have: how long one takes says nothing.
anyhow = settings(deadline=None)


def made(**parts: Any) -> Theory:
    """Return a theory with two passages on every claim, by two sources."""
    passages = [excerpt(f"on-{claim}", use(claim)) for claim in CLAIMS]
    sources = [source("a", *passages), source("b", *passages)]
    return theory(**{"sources": sources, "rivals": [RIVAL], **parts})


def everything(_: Use) -> bool:
    return True


def on(*claims: str) -> Callable[[Use], bool]:
    return lambda one: one.bears.claim in claims


def of(uses: tuple[Use, ...]) -> list[str]:
    return [use.bears.claim for use in uses]


def labelled(before: Theory, one: str, label: str) -> Theory:
    """Return a theory in which the element `one` is called otherwise."""
    elements = tuple(
        replace(e, label=label) if e.id == one else e for e in before.elements
    )
    return replace(before, elements=elements)


def test_without_a_stamp_every_use_is_due() -> None:
    found = due(made())
    assert of(found.unreviewed) == [claim for claim in CLAIMS for _ in "ab"]
    assert (found.suspect, found.current) == ((), ())


def test_after_stamping_nothing_is_due() -> None:
    found = due(stamped(made(), everything))
    assert (found.suspect, found.unreviewed) == ((), ())
    assert of(found.current) == [claim for claim in CLAIMS for _ in "ab"]


def test_a_stamp_says_who_looked_when_and_at_what() -> None:
    after = stamped(made(), on("trust"), by="AB", date="2026-03")
    (use, _) = due(after).current
    stamp = Reviewed(fingerprint=fingerprints(after)["trust"], by="AB", date="2026-03")
    assert use.bears.reviewed == stamp


def test_only_what_was_looked_at_is_stamped() -> None:
    after = stamped(made(), lambda one: one.passage == "b#on-trust")
    assert [use.passage for use in due(after).current] == ["b#on-trust"]


def test_stamping_twice_changes_nothing_and_keeps_who_looked_first() -> None:
    once = stamped(made(), everything, by="AB", date="2026")
    assert stamped(once, everything, by="CD", date="2027") == once


def test_sources_without_a_new_stamp_stay_the_same_objects() -> None:
    before = made()
    after = stamped(before, lambda one: one.source.id == "b")
    assert after.sources[0] is before.sources[0]
    assert after.sources[1] is not before.sources[1]


def test_a_new_stamp_keeps_the_teams_own_fields() -> None:
    own = use("trust", reviewed={"fingerprint": "old", "by": "AB", "extra": {"x": 1}})
    after = stamped(made(sources=[source("a", excerpt("p", own))]), everything)
    stamp = after.sources[0].excerpts[0].bears_on[0].reviewed
    assert stamp == Reviewed(
        fingerprint=fingerprints(after)["trust"], by=None, extra={"x": 1}
    )


@pytest.mark.parametrize(
    ("one", "claims"),
    [
        ("time", ["time", "time-trust", "cmoc"]),
        (
            "trust",
            ["trust", "visits-trust", "time-trust", "trust-safety", "cmoc", "luck"],
        ),
        ("safety", ["safety", "trust-safety", "cmoc", "luck"]),
        ("visits", ["visits", "visits-trust", "cmoc"]),
    ],
)
def test_a_new_label_makes_suspect_what_names_the_element(
    one: str, claims: list[str]
) -> None:
    before = stamped(made(), everything, by="AB")
    after = labelled(before, one, "Something else")
    assert of(due(after).suspect) == [claim for claim in claims for _ in "ab"]
    assert not due(after).unreviewed
    flagged = {s.claim for s in Evidence(after).all() if Flag.SUSPECT in s.flags}
    assert flagged == set(claims)


def test_with_the_old_words_back_nothing_is_due() -> None:
    before = stamped(made(), everything)
    after = labelled(labelled(before, "trust", "Belief"), "trust", " TRUST ")
    assert due(after).suspect == ()


def test_what_was_reviewed_in_new_words_is_suspect_in_the_old() -> None:
    before = stamped(made(), everything)
    reviewed = stamped(labelled(before, "trust", "Belief"), on("trust"), by="CD")
    back = labelled(reviewed, "trust", "Trust")
    assert of(due(back).suspect) == ["trust", "trust"]
    assert {u.bears.reviewed and u.bears.reviewed.by for u in due(back).suspect} == {
        "CD"
    }


def test_a_passage_that_was_never_reviewed_is_not_suspect() -> None:
    uses = made().sources[0].excerpts[0].bears_on
    assert not is_suspect(uses[0], {"time": "whatever"})


USES = st.lists(
    st.builds(
        use,
        st.sampled_from(CLAIMS),
        st.sampled_from(["supports", "refutes", "neutral"]),
        reviewed=st.sampled_from(
            [None, {"fingerprint": "0" * 16, "by": "AB"}, {"fingerprint": "1" * 16}]
        ),
    ),
    max_size=4,
)
SOURCES = st.lists(st.lists(USES, max_size=3), max_size=3).map(
    lambda forms: [
        source(f"s{i}", *(excerpt(f"p{j}", *uses) for j, uses in enumerate(form)))
        for i, form in enumerate(forms)
    ]
)


@anyhow
@given(SOURCES, st.sets(st.sampled_from(CLAIMS)))
def test_stamping_changes_stamps_and_nothing_else(
    sources: list[Any], claims: set[str]
) -> None:
    before = made(sources=sources)
    after = stamped(before, on(*claims), by="AB", date="2026-03-02")
    assert _unstamped(after) == _unstamped(before)
    left = due(after)
    assert not claims & {*of(left.suspect), *of(left.unreviewed)}
    for old, new in zip(_uses(before), _uses(after), strict=True):
        if old.claim not in claims:
            assert new is old
    assert len(_uses(after)) == sum(
        len(part) for part in (left.suspect, left.unreviewed, left.current)
    )


@anyhow
@given(SOURCES)
def test_what_is_stamped_can_be_written_and_read_again(sources: list[Any]) -> None:
    after = stamped(made(sources=sources), everything, by="Zoë\n\t«AB»", date="2026")
    assert parse(canonical(after), Theory).record == after


def _uses(made: Theory) -> list[Any]:
    return [b for s in made.sources for e in s.excerpts for b in e.bears_on]


def _unstamped(made: Theory) -> list[Any]:
    return [
        replace(
            source,
            excerpts=tuple(
                replace(
                    excerpt,
                    bears_on=tuple(replace(b, reviewed=None) for b in excerpt.bears_on),
                )
                for excerpt in source.excerpts
            ),
        )
        for source in made.sources
    ]
