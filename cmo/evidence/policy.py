"""What a team asks of a claim, and what of it is not met."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from cmo.english import counted
from cmo.evidence.states import FOR
from cmo.evidence.studies import independent
from cmo.model.vocabulary import Independence, Level, Role

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from cmo.evidence.support import Use
    from cmo.model import EvidencePolicy

# What a policy for the whole theory is asked of: nobody wants a rival supported,
# and that a context or an outcome occurs is seldom what is in doubt.
ASKED = ("link", "configuration", "mechanism")


def unmet(
    policy: EvidencePolicy,
    kind: str,
    uses: Sequence[Use],
    includes: Mapping[str, frozenset[str]],
) -> Iterator[str]:
    """Yield what `policy` asks and the direct passages for the claim do not give.

    Args:
        policy: What is asked.
        kind: The claim's kind, as `Support.kind`.
        uses: The claim's own passages.
        includes: Review to the studies it synthesises, transitively.
    """
    favour = [u for u in uses if u.is_direct and u.bears.bearing in FOR]
    studies = independent({u.study for u in favour}, includes)
    if policy.min_studies is not None and studies < policy.min_studies:
        yield f"{counted(policy.min_studies, 'study')} for it, and {_there(studies)}"
    if policy.independent and not any(
        u.independence is Independence.INDEPENDENT for u in favour
    ):
        yield "an independent source for it, and there is none"
    least = policy.min_rigour or Level.NOT_ASSESSED
    if least.rank and not any(u.appraisal("rigour").rank >= least.rank for u in favour):
        yield f"a passage of {least} rigour or better for it, and there is none"
    if (
        policy.whole_configuration
        and kind == "configuration"
        and not any(heard == set(Role) for heard in _heard(favour).values())
    ):
        yield "a study of C, M and O together, and there is none"


def _heard(uses: Sequence[Use]) -> dict[str, set[Role]]:
    """Return each study with the roles that its passages speak of."""
    found: defaultdict[str, set[Role]] = defaultdict(set)
    for use in uses:
        found[use.study].update(use.bears.covers or Role)
    return found


def _there(number: int) -> str:
    return f"there are {number}" if number > 1 else f"there is {number or 'none'}"
