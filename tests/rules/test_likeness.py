"""Facts about labels that are nearly the same, and about those that only look it."""

from __future__ import annotations

import itertools
import random
import string
import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cmo.rules.likeness import alike

SAME = [
    ("Trust in worker", "Trust in the workers"),
    ("Lower rates of assessment", "Lower rate of assessments"),
    ("Families cope", "A family copes"),
    ("Approaches are shared", "Approach is shared"),
    ("Children’s plans", "Plans of the child"),
    ("Parents’ trust", "Parent's trust"),
    ("Organisational behaviour", "Organizational behavior"),
    ("Paediatric centre", "Pediatric center"),
    ("Practice of the programme", "Practise of the program"),
    ("Defence counselling", "Defense counseling"),
    ("Judgement analysed", "Judgment analyzed"),
    ("Résumés shared", "Resumes shared"),
    ("Well-being of staff", "Wellbeing of staff"),
    ("Well-being of staff", "Well being of the staff"),
    ("Phase-1 training", "Phase 1 training"),
    ("Three-year plan", "Three year plan"),
    ("2-year plan", "2 year plan"),
    ("“Trust”, they say", "trust (they say)"),
    ("Trust and safety", "Safety and trust"),
    ("Trust between family and worker", "Trust between worker and family"),
    ("Early home visits", "Home visits early"),
    ("Shared responsability", "Shared responsibility"),
    ("Long relationhip", "Long relationship"),
    ("Independant workers", "Independent workers"),
    ("Vertrauen der Familie", "vertrauen der Familie"),
    ("...", "..."),
]
OTHER = [
    ("More trust", "Less trust"),
    ("Better recording", "Better assessments"),
    ("Lower rate of assessments", "Lower rate of conferences"),
    ("Mechanism fired", "Mechanism not fired"),
    ("Trust with support", "Trust without support"),
    ("Phase 1", "Phase 2"),
    ("Phase 1.1", "Phase 11"),
    ("Ages 10-12", "Ages 12-10"),
    ("Change of 5 %", "Change of -5 %"),
    ("Trust +", "Trust -"),
    ("Trust ↑", "Trust ↓"),
    ("Site A", "Site B"),
    ("Site A", "Site"),
    ("Site a", "Site"),
    ("Group A parents", "Group parents"),
    ("Parents trust workers", "Workers trust parents"),
    ("From home to care", "From care to home"),
    ("Trust before safety", "Safety before trust"),
    ("Trust and safety", "Trust or safety"),
    ("Increasing demand", "Decreasing demand"),
    ("Formal care", "Informal care"),
    ("Employers engage", "Employees engage"),
    ("Careful workers", "Careless workers"),
    ("Macrosystems", "Microsystems"),
    ("Prescribed roles", "Proscribed roles"),
    ("Adapted practice", "Adopted practice"),
    ("Feel safe", "Fell safe"),
    ("父母更多信任社工", "父母更少信任社工"),
    ("कमी", "काम"),
    ("...", "???"),
]


@pytest.mark.parametrize(("one", "other"), SAME)
def test_these_are_nearly_the_same(one: str, other: str) -> None:
    assert alike([one, other]) == {1: 0}
    assert alike([other, one]) == {1: 0}


@pytest.mark.parametrize(("one", "other"), OTHER)
def test_these_are_not(one: str, other: str) -> None:
    assert not alike([one, other])


def test_the_first_one_is_told_of_each() -> None:
    labels = ["Trust", "Safety", "The trust", "Trusts", "Safety"]
    assert alike(labels) == {2: 0, 3: 0, 4: 1}


def test_of_endless_labels_only_the_same_words_in_the_same_order_are_like() -> None:
    words = [f"{letter * 3}sibility" for letter in string.ascii_lowercase] * 2
    misspelt = [*words[:-1], "zzzsibillty"]
    assert alike([" ".join(words), f"the {' '.join(words)}"]) == {1: 0}
    assert not alike([" ".join(words), " ".join(reversed(words)), " ".join(misspelt)])


def test_a_label_whose_hyphen_makes_no_difference_is_not_like_itself() -> None:
    assert not alike(["a-", "x-x", "re-re-referral"])


WORDS = st.sampled_from(
    ["trust", "worker", "workers", "well-being", "less", "the", "a", "of", "and", "1"]
)
LABELS = st.lists(WORDS, min_size=1, max_size=5).map(" ".join)


@given(st.lists(LABELS | st.text(max_size=20), max_size=8))
def test_any_labels_can_be_compared(labels: list[str]) -> None:
    for later, earlier in alike(labels).items():
        assert 0 <= earlier < later < len(labels)


@given(LABELS)
def test_a_label_is_like_itself_with_articles_and_in_capitals(label: str) -> None:
    assert alike([label, f"the {label}".upper().replace(" A ", " the ")]) == {1: 0} or (
        # A capital A is taken for a name.
        "a" in label.split()
    )


@given(LABELS, LABELS)
def test_it_does_not_matter_which_comes_first(one: str, other: str) -> None:
    assert alike([one, other]) == alike([other, one])


@given(LABELS, st.integers(0, 99), st.integers(0, 99))
def test_numbers_tell_labels_apart(label: str, one: int, other: int) -> None:
    found = alike([f"{label} phase {one}", f"{label} phase {other}"])
    assert bool(found) == (one == other)


def test_thousands_of_labels_cost_no_square() -> None:
    # Held against everything, any of these lists would take minutes.
    chance = random.Random(1)  # noqa: S311 - nothing secret

    def word(length: int) -> str:
        return "".join(chance.choices(string.ascii_lowercase, k=length))

    letters = [word(8) for _ in range(8)]
    orders = itertools.islice(itertools.permutations(letters), 5_000)
    assert not alike([f"Better resp{word(9)}y" for _ in range(20_000)])
    assert not alike([f"Trust builds early on {i}" for i in range(20_000)])
    assert len(alike([" ".join(order) for order in orders])) < 5_000


def test_rapidfuzz_is_imported_only_where_two_words_are_nearly_the_same() -> None:
    code = (
        "import sys; from cmo.rules.likeness import alike; "
        "alike(['Trust', 'The trust', 'Shared responsibility']); "
        "assert 'rapidfuzz' not in sys.modules; "
        "alike(['Shared responsability', 'Shared responsibility']); "
        "assert 'rapidfuzz' in sys.modules"
    )
    subprocess.run([sys.executable, "-c", code], check=True)
