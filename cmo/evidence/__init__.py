"""What the evidence says of each claim: states, flags and counts of studies.

Nothing here judges. A state records which passages bear on a claim, a flag
what they have in common, and counts are counts of studies, never of documents
or mentions. No confidence, strength or rank is computed.
"""

from cmo.evidence.evidence import Evidence
from cmo.evidence.gaps import is_no_gap
from cmo.evidence.states import (
    AGAINST,
    ARGUED,
    DECIDING,
    FOR,
    LOOKED,
    NOT_BORNE_OUT,
    Flag,
    State,
    deciding,
)
from cmo.evidence.studies import independent
from cmo.evidence.support import Support, Use, independence

__all__ = [
    "AGAINST",
    "ARGUED",
    "DECIDING",
    "FOR",
    "LOOKED",
    "NOT_BORNE_OUT",
    "Evidence",
    "Flag",
    "State",
    "Support",
    "Use",
    "deciding",
    "independence",
    "independent",
    "is_no_gap",
]
