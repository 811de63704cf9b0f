"""A source: one document, its appraisal, and the passages taken from it."""

from typing import Annotated, Any

from pydantic import Field

from cmo.model.base import EXTRA, Date, Extra, Id, Mark, Number, Refs, record
from cmo.model.vocabulary import (
    Bearing,
    DataType,
    Dimension,
    Directness,
    Independence,
    Inference,
    Level,
    Role,
    Share,
    SourceKind,
)

Sha256 = Annotated[str, Field(pattern="^[0-9a-f]{64}$")]


@record
class Appraisal:
    """What people judge of a document or a passage in its use."""

    relevance: Level = Field(
        default=Level.NOT_ASSESSED, description="Does it speak to this theory?"
    )
    richness: Level = Field(
        default=Level.NOT_ASSESSED,
        description="Does it tell enough of contexts and mechanisms to learn from?",
    )
    rigour: Level = Field(
        default=Level.NOT_ASSESSED, description="Can its data be trusted?"
    )
    rationale: str | None = Field(default=None, description="Why it was judged so.")
    extra: Extra = Field(default=None, description=EXTRA)


@record
class IndependenceJudgement:
    """Whether the document is independent of those with a stake in the programme."""

    judgement: Independence = Field(
        default=Independence.UNCLEAR, description="Your judgement."
    )
    towards: tuple[str, ...] = Field(
        default=(), description="The owners, funders and developers meant, by name."
    )
    by_party: dict[str, Independence] | None = Field(
        default=None,
        description="Name to the judgement towards that one, where it differs from "
        "the overall judgement.",
    )
    rationale: str | None = Field(default=None, description="Why it was judged so.")
    extra: Extra = Field(default=None, description=EXTRA)


@record
class Extraction:
    """Who took the passages from the document, and when."""

    coder: str | None = Field(default=None, description="Who coded the document.")
    date: Date | None = Field(
        default=None, description="When: a year, a month or a day, as 2026-11-22."
    )
    extra: Extra = Field(default=None, description=EXTRA)


@record
class SourceText:
    """The document as plain text, for checking quotations."""

    path: str = Field(
        description="The file under texts/, for example 'smith-2020.txt'."
    )
    sha256: Sha256 | None = Field(
        default=None, description="SHA-256 of that file, so that a change is noticed."
    )
    extra: Extra = Field(default=None, description=EXTRA)


@record
class Locator:
    """Where in the document the passage stands."""

    page: Mark | None = Field(default=None, description="Page or pages.")
    section: str | None = Field(default=None, description="Heading of the section.")
    paragraph: Mark | None = Field(default=None, description="Paragraph.")
    slide: Mark | None = Field(
        default=None, description="Number or title of the slide."
    )
    url: str | None = Field(default=None, description="Address of the page.")
    extra: Extra = Field(default=None, description=EXTRA)


@record
class Result:
    """A figure that the passage reports."""

    measure: str | None = Field(default=None, description="What was measured.")
    value: Number | None = Field(
        default=None, description="The figure, or words such as 'just over half'."
    )
    unit: str | None = Field(default=None, description="Unit of the figure.")
    group: str | None = Field(default=None, description="Whose figure it is.")
    comparator: str | None = Field(default=None, description="What it is held against.")
    comparator_value: Number | None = Field(
        default=None, description="The figure of the comparator."
    )
    period: str | None = Field(default=None, description="When it was measured.")
    significance: str | None = Field(
        default=None, description="What the document says of significance."
    )
    extra: Extra = Field(default=None, description=EXTRA)


@record
class Reviewed:
    """A person looked at this use after the claim was last worded."""

    fingerprint: str = Field(description="Fingerprint of the claim as it read then.")
    by: str | None = Field(default=None, description="Who looked.")
    date: Date | None = Field(default=None, description="When.")
    extra: Extra = Field(default=None, description=EXTRA)


@record
class BearsOn:
    """One use of a passage: how it bears on one claim."""

    claim: str = Field(
        description="Id of an element (it occurs), link, configuration or rival."
    )
    bearing: Bearing = Field(description="How the passage bears on the claim.")
    directness: Directness = Field(
        default=Directness.DIRECT, description="Is the passage about the claim itself?"
    )
    inference: Inference = Field(
        default=Inference.STATED, description="Does the passage say it?"
    )
    covers: tuple[Role, ...] = Field(
        default=(),
        description="For a configuration: which of C, M and O it speaks to; "
        "left out, all of them.",
    )
    relevance: Level = Field(
        default=Level.NOT_ASSESSED, description="How relevant the passage is here."
    )
    note: str | None = Field(default=None, description="Your note on this use.")
    reviewed: Reviewed | None = Field(
        default=None, description="Stamp of the last review; written by the tool."
    )
    extra: Extra = Field(default=None, description=EXTRA)


@record
class Excerpt:
    """A passage of a document and the claims it bears on."""

    id: Id = Field(description="Id of the passage within its source.")
    locator: Locator | None = Field(
        default=None, description="Where in the document the passage stands."
    )
    text: Annotated[str, Field(pattern=r"\S")] = Field(
        description="The passage, quoted or in your own words."
    )
    verbatim: bool = Field(default=False, description="Is `text` a quotation?")
    data_type: DataType | None = Field(default=None, description="What it reports.")
    result: Result | None = Field(default=None, description="The figure it reports.")
    study: Id | None = Field(
        default=None, description="The study reported here, if not the document's own."
    )
    unit: str | None = Field(
        default=None, description="The site, case or informant that speaks."
    )
    reported_from: str | None = Field(
        default=None,
        description="A work that is cited here and was not read itself.",
    )
    emmie: tuple[Dimension, ...] = Field(
        default=(), description="The dimensions of EMMIE that it speaks to."
    )
    appraisal: Appraisal | None = Field(
        default=None, description="Judgement of this passage; wins over the document's."
    )
    coder: str | None = Field(default=None, description="Who coded the passage.")
    share: Share = Field(default=Share.PUBLIC, description="Who may see its text.")
    bears_on: tuple[BearsOn, ...] = Field(
        default=(), description="The claims that the passage bears on."
    )
    extra: Extra = Field(default=None, description=EXTRA)

    def __repr__(self) -> str:
        """Return its id alone: what is printed in a notebook may not be for others."""
        return f"<Excerpt {self.id!r}>"


@record
class Source:
    """One document: an extraction form."""

    schema_uri: str | None = Field(
        default=None,
        validation_alias="$schema",
        serialization_alias="$schema",
        description="Where editors find the schema of this file.",
    )
    schema_version: Annotated[int, Field(ge=1, le=1)] = Field(
        default=1, description="Version of the file format."
    )
    id: Id = Field(description="Id of the source; the file is named after it.")
    citation: dict[str, Any] = Field(
        description="The document, as a CSL-JSON item (type, title, author, issued …)."
    )
    kind: SourceKind = Field(description="What sort of document it is.")
    extent: str | None = Field(
        default=None,
        description="What of the document was read, if not the whole, for example "
        "'its abstract'.",
    )
    study: Id | None = Field(
        default=None,
        description="The study that the document reports; documents of one study are "
        "counted once. Left out, the document is its own study.",
    )
    includes: Refs = Field(
        default=(), description="For a review: the studies that it synthesises."
    )
    overlaps: Refs = Field(
        default=(), description="Studies that share sites, data or investigators."
    )
    independence: IndependenceJudgement | None = Field(
        default=None, description="Is it independent of those with a stake?"
    )
    design: str | None = Field(
        default=None,
        description="How the study was done, and with whom: design, methods, "
        "participants.",
    )
    setting: str | None = Field(default=None, description="Where and when.")
    appraisal: Appraisal | None = Field(
        default=None, description="Judgement of the document: default of its passages."
    )
    extraction: Extraction | None = Field(
        default=None, description="Who coded it, when."
    )
    text: SourceText | None = Field(
        default=None, description="The document as plain text."
    )
    notes: str | None = Field(default=None, description="Your notes on the document.")
    excerpts: tuple[Excerpt, ...] = Field(
        default=(), description="The passages taken from the document."
    )
    extra: Extra = Field(default=None, description=EXTRA)
