"""A programme theory: elements, links, configurations, and what people decided."""

from typing import Annotated, Any, Literal

from pydantic import Field, GetJsonSchemaHandler, model_validator
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema, PydanticCustomError

from cmo.model.base import EXTRA, Date, Extra, Id, Label, Refs, record
from cmo.model.source import Source
from cmo.model.vocabulary import (
    Activation,
    Concern,
    Confidence,
    DecisionType,
    Dimension,
    ElementKind,
    Layer,
    Level,
    Logic,
    Proximity,
    Relation,
    Role,
    Sign,
    Stage,
    Status,
    Valence,
    Verdict,
)

UNDEVELOPED = (
    "Why this gap is knowingly left: turns a forgotten gap into a declared one."
)
POLICY = "What the team asks of this claim, instead of what it asks of every claim."


@record
class Intervention:
    """The programme that the theory is about."""

    name: Label = Field(description="Name of the programme.")
    abbreviation: str | None = Field(default=None, description="Its short form.")
    description: str | None = Field(default=None, description="What it is.")
    extra: Extra = Field(default=None, description=EXTRA)


@record
class Theme:
    """A heading that elements and configurations are grouped under."""

    id: Id = Field(description="Id of the theme.")
    title: Label = Field(description="The heading.")
    order: int | None = Field(default=None, description="Its place among the themes.")
    extra: Extra = Field(default=None, description=EXTRA)


@record
class EvidencePolicy:
    """What this team asks of a claim. Counting studies is no realist criterion."""

    min_studies: Annotated[int, Field(ge=0)] | None = Field(
        default=None, description="At least so many studies for the claim."
    )
    independent: bool = Field(
        default=False, description="At least one of them from an independent source."
    )
    min_rigour: Level | None = Field(
        default=None, description="At least one passage of this rigour or better."
    )
    whole_configuration: bool = Field(
        default=False,
        description="At least one study that speaks to C, M and O of a configuration "
        "together.",
    )
    extra: Extra = Field(default=None, description=EXTRA)


@record
class ElementBase:
    """What elements of every kind have."""

    id: Id = Field(description="Id of the element, for example 'trust-in-worker'.")
    kind: ElementKind = Field(description="Its usual role in the theory.")
    label: Label = Field(description="A few words, for diagrams.")
    plain_label: str | None = Field(
        default=None, description="The same in a practitioner's words."
    )
    definition: str | None = Field(default=None, description="What is meant, in full.")
    theme: str | None = Field(default=None, description="Id of its theme.")
    part_of: str | None = Field(
        default=None, description="Id of the element that this one is a part of."
    )
    valence: Valence | None = Field(default=None, description="Is it wanted?")
    intended: bool | None = Field(
        default=None, description="Does the programme mean it to happen?"
    )
    proximity: Proximity | None = Field(
        default=None, description="How soon it follows."
    )
    undeveloped: str | None = Field(default=None, description=UNDEVELOPED)
    evidence_policy: EvidencePolicy | None = Field(default=None, description=POLICY)
    notes: str | None = Field(default=None, description="Your notes.")
    extra: Extra = Field(default=None, description=EXTRA)


@record
class Context(ElementBase):
    """A circumstance that enables or constrains a mechanism."""

    kind: Literal[ElementKind.CONTEXT] = Field(description="Its usual role: context.")
    layers: tuple[Layer, ...] = Field(
        default=(), description="The layers of social reality where it lies."
    )
    for_whom: str | None = Field(default=None, description="Whose circumstance it is.")


@record
class Component(ElementBase):
    """The programme, or one of its components."""

    kind: Literal[ElementKind.INTERVENTION] = Field(
        description="Its usual role: intervention."
    )


@record
class Mechanism(ElementBase):
    """A resource that the programme offers, and an actor's changed reasoning.

    Source: Dalkin et al. (2015), "What's in a mechanism?".
    """

    kind: Literal[ElementKind.MECHANISM] = Field(
        description="Its usual role: mechanism."
    )
    resource: str | None = Field(default=None, description="What the programme offers.")
    reasoning: str | None = Field(
        default=None,
        description="How the actor thinks or feels otherwise because of it.",
    )
    actor: str | None = Field(default=None, description="Whose reasoning it is.")


@record
class Outcome(ElementBase):
    """What follows when a mechanism fires."""

    kind: Literal[ElementKind.OUTCOME] = Field(description="Its usual role: outcome.")
    domain: str | None = Field(default=None, description="The field it belongs to.")


Element = Annotated[
    Context | Component | Mechanism | Outcome, Field(discriminator="kind")
]


@record
class Link:
    """One element's effect on another: an arrow."""

    id: Id = Field(description="Id of the link.")
    source: str = Field(description="Id of the element it starts from.")
    target: str = Field(description="Id of the element it leads to.")
    relation: Relation = Field(description="What the one does to the other.")
    sign: Sign | None = Field(
        default=None,
        description="More or less of the effect; the relation's own if absent.",
    )
    rationale: str | None = Field(default=None, description="Why it is thought so.")
    undeveloped: str | None = Field(default=None, description=UNDEVELOPED)
    evidence_policy: EvidencePolicy | None = Field(default=None, description=POLICY)
    notes: str | None = Field(default=None, description="Your notes.")
    extra: Extra = Field(default=None, description=EXTRA)


@record
class Step:
    """One step in the order in which mechanisms fire: all of them, or any one."""

    all: Refs = Field(default=(), description="Mechanisms that fire together.")
    any: Refs = Field(default=(), description="Mechanisms of which any one fires.")
    extra: Extra = Field(default=None, description=EXTRA)

    @model_validator(mode="after")
    def _is_all_or_any(self) -> "Step":
        if bool(self.all) is bool(self.any):
            error = "step_with_both" if self.all else "step_with_neither"
            raise PydanticCustomError(error, "either 'all' or 'any'")
        return self

    @classmethod
    def __get_pydantic_json_schema__(
        cls, core: CoreSchema, handler: GetJsonSchemaHandler
    ) -> JsonSchemaValue:
        """Return its schema: what the validator asks stands in it too."""
        schema = handler(core)
        handler.resolve_ref_schema(schema)["oneOf"] = [
            {"required": [logic], "properties": {logic: {"minItems": 1}}}
            for logic in map(str, Logic)
        ]
        return schema

    @property
    def logic(self) -> Logic:
        """Whether all of its mechanisms are needed, or any one."""
        return Logic.ALL if self.all else Logic.ANY

    @property
    def mechanisms(self) -> Refs:
        """The mechanisms of the step."""
        return self.all or self.any


@record
class Configuration:
    """In these contexts these mechanisms bring about these outcomes (a CMOC)."""

    id: Id = Field(description="Id of the configuration.")
    label: Label = Field(description="A few words, for diagrams.")
    theme: str | None = Field(default=None, description="Id of its theme.")
    stage: Stage | None = Field(
        default=None, description="How far this one has met the evidence."
    )
    phase: str | None = Field(
        default=None, description="When it happens: before, during, after."
    )
    interventions: Refs = Field(default=(), description="Ids of what is offered.")
    actors: tuple[str, ...] = Field(default=(), description="Who takes part.")
    contexts: Refs = Field(default=(), description="Ids of the contexts.")
    mechanisms: Refs = Field(default=(), description="Ids of the mechanisms.")
    outcomes: Refs = Field(default=(), description="Ids of the outcomes.")
    contexts_logic: Logic = Field(
        default=Logic.ALL, description="Are all the contexts needed, or any one?"
    )
    steps: tuple[Step, ...] = Field(
        default=(), description="The order of the mechanisms; left out, all together."
    )
    activations: dict[str, Activation] | None = Field(
        default=None, description="Mechanism id to how far it fired."
    )
    contrast_with: str | None = Field(
        default=None,
        description="Id of the same configuration where the mechanism did not fire, "
        "or did.",
    )
    part_of: str | None = Field(
        default=None, description="Id of the configuration that this one stands within."
    )
    derived_from: Refs = Field(
        default=(), description="Ids of what it was made from; they may be gone."
    )
    statement: str | None = Field(
        default=None, description="The configuration as one sentence with its because."
    )
    coherence: str | None = Field(
        default=None, description="Note: does it hang together with the rest?"
    )
    status: Status | None = Field(default=None, description="What the team says of it.")
    unknown: tuple[Role, ...] = Field(
        default=(), description="Roles that are knowingly left open."
    )
    undeveloped: str | None = Field(default=None, description=UNDEVELOPED)
    evidence_policy: EvidencePolicy | None = Field(default=None, description=POLICY)
    notes: str | None = Field(default=None, description="Your notes.")
    extra: Extra = Field(default=None, description=EXTRA)


@record
class Rival:
    """Another explanation of the same outcome."""

    id: Id = Field(description="Id of the rival theory.")
    label: Label = Field(description="A few words.")
    about: str | None = Field(default=None, description="Id of the claim it rivals.")
    explanation: str | None = Field(default=None, description="The rival in full.")
    verdict: Verdict | None = Field(default=None, description="What was decided of it.")
    undeveloped: str | None = Field(default=None, description=UNDEVELOPED)
    evidence_policy: EvidencePolicy | None = Field(default=None, description=POLICY)
    extra: Extra = Field(default=None, description=EXTRA)


@record
class SubstantiveTheory:
    """A theory from the literature that informs claims."""

    id: Id = Field(description="Id of the theory.")
    label: Label = Field(description="Its name.")
    citation: str | dict[str, Any] | None = Field(
        default=None, description="Where it stands: words, or a CSL-JSON item."
    )
    informs: Refs = Field(default=(), description="Ids of the claims it informs.")
    extra: Extra = Field(default=None, description=EXTRA)


@record
class Decision:
    """What people decided about claims, on which sources, and why."""

    id: Id = Field(description="Id of the decision.")
    date: Date | None = Field(default=None, description="When, as 2026-11-22.")
    type: DecisionType | None = Field(default=None, description="What was done.")
    claims: Refs = Field(default=(), description="Ids of the claims decided on.")
    sources: Refs = Field(default=(), description="Ids of the sources weighed.")
    from_: Refs = Field(
        default=(),
        validation_alias="from",
        serialization_alias="from",
        description="Ids of what was there before; they may be gone.",
    )
    into: Refs = Field(default=(), description="Ids of what came of it.")
    verdict: Verdict | None = Field(default=None, description="What was decided.")
    rationale: str | None = Field(default=None, description="Why.")
    by: str | None = Field(default=None, description="Who decided.")
    extra: Extra = Field(default=None, description=EXTRA)


@record
class ConfidenceComponent:
    """A person's judgement of one component of confidence."""

    concern: Concern | None = Field(default=None, description="How much concern.")
    reason: str | None = Field(default=None, description="Why.")
    extra: Extra = Field(default=None, description=EXTRA)


@record
class Assessment:
    """A person's GRADE-CERQual judgement of one claim."""

    claim: str = Field(description="Id of the claim.")
    methodological_limitations: ConfidenceComponent | None = Field(
        default=None, description="Problems of design or conduct of the studies."
    )
    coherence: ConfidenceComponent | None = Field(
        default=None, description="Does the claim fit the data of the studies?"
    )
    adequacy: ConfidenceComponent | None = Field(
        default=None, description="Is there enough data, and is it rich?"
    )
    relevance: ConfidenceComponent | None = Field(
        default=None, description="Do the studies' contexts fit the question?"
    )
    confidence: Confidence | None = Field(default=None, description="Overall.")
    explanation: str | None = Field(default=None, description="Why, overall.")
    by: str | None = Field(default=None, description="Who judged.")
    date: Date | None = Field(default=None, description="When, as 2026-11-22.")
    extra: Extra = Field(default=None, description=EXTRA)


@record
class EmmieSummary:
    """What the evidence says on one dimension of EMMIE."""

    dimension: Dimension = Field(description="The dimension.")
    summary: str | None = Field(default=None, description="What the evidence says.")
    quality: Annotated[int, Field(ge=0, le=4)] | None = Field(
        default=None, description="A person's rating of that evidence, 0 to 4."
    )
    rationale: str | None = Field(default=None, description="Why it was rated so.")
    excerpts: Refs = Field(
        default=(), description="The passages, as 'source-id#excerpt-id'."
    )
    extra: Extra = Field(default=None, description=EXTRA)


@record
class Rating:
    """A rating that a document gives the programme on a published scale."""

    scheme: str = Field(
        description="The scale: 'eif-evidence', 'eif-cost' or your own."
    )
    value: str = Field(description="The rating, as the scale writes it.")
    domain: str | None = Field(default=None, description="The outcome domain rated.")
    by: str | None = Field(default=None, description="Who rated.")
    excerpt: str | None = Field(
        default=None, description="The passage that says so, as 'source-id#excerpt-id'."
    )
    extra: Extra = Field(default=None, description=EXTRA)


@record
class Waiver:
    """A finding that the team has looked at and accepts."""

    rule: str = Field(description="Code of the rule, for example 'E301'.")
    id: str = Field(description="Id of the record that the finding is about.")
    reason: Label = Field(description="Why it is accepted.")
    by: str | None = Field(default=None, description="Who accepted it.")
    date: Date | None = Field(default=None, description="When, as 2026-11-22.")
    extra: Extra = Field(default=None, description=EXTRA)


@record
class Theory:
    """A programme theory, with its sources where they stand in the same file."""

    schema_uri: str | None = Field(
        default=None,
        validation_alias="$schema",
        serialization_alias="$schema",
        description="Where editors find the schema of this file.",
    )
    schema_version: Annotated[int, Field(ge=1, le=1)] = Field(
        default=1, description="Version of the file format."
    )
    id: Id = Field(description="Id of the theory.")
    title: Label = Field(description="Title of the theory.")
    question: str | None = Field(default=None, description="The review's question.")
    narrative: str | None = Field(default=None, description="The theory as a story.")
    authors: tuple[str, ...] = Field(default=(), description="Who wrote the theory.")
    methods: str | None = Field(
        default=None,
        description="How the theory was made, and who checked it, for its readers.",
    )
    licence: str | None = Field(default=None, description="How others may use it.")
    intervention: Intervention | None = Field(
        default=None, description="The programme that the theory is about."
    )
    stage: Stage = Field(
        default=Stage.CANDIDATE,
        description="How far the theory has met the evidence.",
    )
    heuristic: str | None = Field(
        default=None, description="How configurations are written: CMO, ICAMO, SCMO …"
    )
    themes: tuple[Theme, ...] = Field(default=(), description="Headings for grouping.")
    elements: tuple[Element, ...] = Field(
        default=(), description="Contexts, interventions, mechanisms and outcomes."
    )
    links: tuple[Link, ...] = Field(default=(), description="The arrows between them.")
    configurations: tuple[Configuration, ...] = Field(
        default=(), description="Which contexts, mechanisms and outcomes go together."
    )
    rivals: tuple[Rival, ...] = Field(
        default=(), description="Other explanations of the same outcomes."
    )
    substantive_theories: tuple[SubstantiveTheory, ...] = Field(
        default=(), description="Theories from the literature that inform claims."
    )
    decisions: tuple[Decision, ...] = Field(
        default=(), description="What was decided, on which sources, and why."
    )
    assessments: tuple[Assessment, ...] = Field(
        default=(), description="People's confidence in claims (GRADE-CERQual)."
    )
    emmie: tuple[EmmieSummary, ...] = Field(
        default=(), description="What the evidence says, by dimension of EMMIE."
    )
    ratings: tuple[Rating, ...] = Field(
        default=(), description="Ratings that documents give the programme."
    )
    evidence_policy: EvidencePolicy | None = Field(
        default=None,
        description="What this team asks of each link, configuration and mechanism.",
    )
    waivers: tuple[Waiver, ...] = Field(
        default=(), description="Findings that the team accepts, with reasons."
    )
    sources: tuple[Source, ...] = Field(
        default=(),
        description="The sources, in a bundle (NAME.theory.json). A theory folder "
        "keeps them as one file each under sources/.",
    )
    notes: str | None = Field(default=None, description="Your notes.")
    extra: Extra = Field(default=None, description=EXTRA)
