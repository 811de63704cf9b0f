"""The controlled vocabularies of a theory file, each word with its meaning.

Sources: Pawson's four I's for context layers; Johnson, Tilley & Bowers (2015)
for EMMIE; GRADE-CERQual for confidence.
"""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, Any, Self

if TYPE_CHECKING:
    from pydantic import GetJsonSchemaHandler
    from pydantic_core import CoreSchema


class Vocabulary(StrEnum):
    """A closed list of words, each written with its meaning."""

    meaning: str

    def __new__(cls, word: str, meaning: str) -> Self:
        """Make the member `word`, which is also its string value."""
        member = str.__new__(cls, word)
        member._value_ = word
        member.meaning = meaning
        return member

    # Enum's own hash is a Python function; these words are dict keys in loops.
    __hash__ = str.__hash__

    @classmethod
    def __get_pydantic_json_schema__(
        cls, core_schema: CoreSchema, handler: GetJsonSchemaHandler
    ) -> dict[str, Any]:
        """Give editors the meaning of each word beside the word."""
        schema = handler(core_schema)
        target = handler.resolve_ref_schema(schema)
        target["enumDescriptions"] = [word.meaning for word in cls]
        lines = (f"{word}: {word.meaning}." for word in cls)
        target["description"] = "\n".join([str(cls.__doc__), *lines])
        return schema


class ElementKind(Vocabulary):
    """An element's usual role in the theory."""

    CONTEXT = "context", "a circumstance that enables or constrains a mechanism"
    INTERVENTION = "intervention", "the programme or one of its components"
    MECHANISM = (
        "mechanism",
        "a resource that the programme offers, and an actor's changed reasoning",
    )
    OUTCOME = "outcome", "what follows when a mechanism fires"


class Layer(Vocabulary):
    """The layer of social reality where a context lies (Pawson's four I's)."""

    INDIVIDUAL = "individual", "people and their capacities"
    INTERPERSONAL = "interpersonal", "the relationships between them"
    INSTITUTIONAL = "institutional", "the organisation, its culture and leaders"
    INFRASTRUCTURAL = "infrastructural", "policy, funding and the wider system"


class Valence(Vocabulary):
    """Whether those concerned would call it good or bad."""

    POSITIVE = "positive", "wanted"
    NEGATIVE = "negative", "unwanted"
    NEUTRAL = "neutral", "neither"
    MIXED = "mixed", "wanted by some or in part"


class Proximity(Vocabulary):
    """How soon an outcome follows."""

    PROXIMAL = "proximal", "follows at once"
    INTERMEDIATE = "intermediate", "follows through other outcomes"
    DISTAL = "distal", "the end that the programme is for"


class Relation(Vocabulary):
    """What one element does to another."""

    PROVIDES = "provides", "an intervention offers a mechanism's resource"
    SHAPES = "shapes", "an intervention or a context changes a context"
    ENABLES = "enables", "a context lets a mechanism fire"
    CONSTRAINS = "constrains", "a context keeps a mechanism from firing"
    TRIGGERS = "triggers", "a mechanism sets off another"
    INHIBITS = "inhibits", "a mechanism holds back another"
    PRODUCES = "produces", "a mechanism brings about an outcome"
    PREVENTS = "prevents", "a mechanism keeps an outcome from coming about"
    LEADS_TO = "leads_to", "an outcome is followed by another"
    BECOMES_CONTEXT_OF = (
        "becomes_context_of",
        "an outcome is the context of what comes next (ripple effect)",
    )
    AFFECTS = "affects", "a whole-programme effect, knowingly a black box"
    INFLUENCES = "influences", "the kind of effect is not known"


class Sign(Vocabulary):
    """Whether more of the cause means more or less of the effect."""

    PLUS = "+", "more"
    MINUS = "-", "less"
    UNKNOWN = "?", "not known"


class Stage(Vocabulary):
    """How far the theory has met the evidence."""

    CANDIDATE = "candidate", "a first idea, perhaps one of several"
    INITIAL = "initial", "the theory that the review sets out to test"
    REFINED = "refined", "changed by the evidence it has met"
    FINAL = "final", "published"


class Logic(Vocabulary):
    """Whether all the contexts of a configuration are needed, or any one."""

    ALL = "all", "all together"
    ANY = "any", "any one of them"


class Activation(Vocabulary):
    """How far a mechanism fired (Dalkin et al. 2015: by degrees)."""

    STRONG = "strong", "fired strongly"
    PARTIAL = "partial", "fired in part"
    WEAK = "weak", "fired weakly"
    NOT_FIRED = "not_fired", "did not fire"
    UNKNOWN = "unknown", "not known"


class Status(Vocabulary):
    """What the team says of a configuration."""

    WORKING = "working", "still being worked on"
    ACCEPTED = "accepted", "the team stands by it"
    RESPECIFIED = "respecified", "changed into another"
    REJECTED = "rejected", "given up"

    @property
    def is_given_up(self) -> bool:
        """Tell whether the configuration is history: it claims nothing any more."""
        return self in {Status.RESPECIFIED, Status.REJECTED}


class Role(Vocabulary):
    """The part an element plays in a configuration."""

    CONTEXT = "C", "context"
    MECHANISM = "M", "mechanism"
    OUTCOME = "O", "outcome"


class DecisionType(Vocabulary):
    """What was done to the theory (Pawson's moves, and edits of the theory)."""

    JUXTAPOSE = "juxtapose", "one study's process makes sense of another's outcome"
    RECONCILE = "reconcile", "differing contexts explain differing results"
    ADJUDICATE = "adjudicate", "judged on strengths of method"
    CONSOLIDATE = "consolidate", "joined into a many-sided account"
    SITUATE = "situate", "this works here, that there"
    REFINE = "refine", "the claim was reworded to fit the evidence"
    CREATE = "create", "a claim was added"
    MERGE = "merge", "claims were made one"
    SPLIT = "split", "a claim was made several"
    RETIRE = "retire", "a claim was taken out"


class Verdict(Vocabulary):
    """What was decided."""

    UPHELD = "upheld", "the claim stands"
    RESPECIFIED = "respecified", "the claim stands in other words"
    REJECTED = "rejected", "the claim falls"
    LEFT_OPEN = "left_open", "weighed, and knowingly left open"


class Concern(Vocabulary):
    """A person's concern about one component of confidence (GRADE-CERQual)."""

    NONE = "none_or_very_minor", "none or very minor concerns"
    MINOR = "minor", "minor concerns"
    MODERATE = "moderate", "moderate concerns"
    SERIOUS = "serious", "serious concerns"


class Confidence(Vocabulary):
    """A person's overall confidence in a finding (GRADE-CERQual)."""

    HIGH = "high", "high confidence"
    MODERATE = "moderate", "moderate confidence"
    LOW = "low", "low confidence"
    VERY_LOW = "very_low", "very low confidence"


class Dimension(Vocabulary):
    """A dimension of EMMIE (Johnson, Tilley & Bowers 2015)."""

    EFFECT = "effect", "does it work"
    MECHANISM = "mechanism", "how it works"
    MODERATOR = "moderator", "in which circumstances it works"
    IMPLEMENTATION = "implementation", "what is needed to do it"
    ECONOMICS = "economics", "what it costs and saves"


class SourceKind(Vocabulary):
    """What sort of document a source is."""

    EMPIRICAL_QUALITATIVE = "empirical_qualitative", "a qualitative study"
    EMPIRICAL_QUANTITATIVE = "empirical_quantitative", "a quantitative study"
    EMPIRICAL_MIXED = "empirical_mixed", "a mixed-methods study"
    REVIEW = "review", "a review of studies"
    POLICY = "policy", "a policy document"
    GREY = "grey", "grey literature"
    COMMENTARY = "commentary", "opinion or commentary"
    THEORY = "theory", "a theoretical text"
    STAKEHOLDER_CONSULTATION = "stakeholder_consultation", "a stakeholder panel"
    INTERVIEW = "interview", "an interview with a key informant"


class Independence(Vocabulary):
    """Whether a source is independent of those with a stake in the programme."""

    INDEPENDENT = "independent", "no tie to its owners, funders or developers"
    AFFILIATED = "affiliated", "tied to its owners, funders or developers"
    UNCLEAR = "unclear", "not known"


class Level(Vocabulary):
    """A person's appraisal."""

    HIGH = "high", "high"
    MODERATE = "moderate", "moderate"
    LOW = "low", "low"
    NOT_ASSESSED = "not_assessed", "nobody has judged it"

    @property
    def rank(self) -> int:
        """3 for high, 2 for moderate, 1 for low; 0 where nobody has judged."""
        return _RANKS[self]


_RANKS = {Level.NOT_ASSESSED: 0, Level.LOW: 1, Level.MODERATE: 2, Level.HIGH: 3}


class DataType(Vocabulary):
    """What a passage reports."""

    PARTICIPANT_QUOTE = "participant_quote", "words of a participant"
    AUTHOR_INTERPRETATION = "author_interpretation", "what the authors make of it"
    RESULT = "result", "a finding or a figure"
    PROGRAMME_DESCRIPTION = "programme_description", "what the programme is or does"


class Share(Vocabulary):
    """Who may see a passage's text."""

    PUBLIC = "public", "may be published"
    TEAM = "team", "not for publication"


class Bearing(Vocabulary):
    """How a passage bears on a claim."""

    SUPPORTS = "supports", "brings data for the claim"
    REFUTES = "refutes", "brings data that speak against it"
    NO_EFFECT = "no_effect", "tested it and found no robust effect"
    INCONCLUSIVE = "inconclusive", "looked, and the evidence is too weak to say"
    REFINES = "refines", "brings data for the claim with a change to it"
    PROPOSES = "proposes", "states or assumes it as theory, without data"
    NEUTRAL = "neutral", "touches on it without speaking for or against"


class Directness(Vocabulary):
    """Whether a passage is about the claim itself."""

    DIRECT = "direct", "about this claim"
    INDIRECT = "indirect", "about something that this claim can be argued from"


class Inference(Vocabulary):
    """Whether the passage says it or the coder infers it."""

    STATED = "stated", "the passage says so"
    INFERRED = "inferred", "the coder infers it"
