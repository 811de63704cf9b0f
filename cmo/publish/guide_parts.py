"""What a guide holds: this is all that its template sees.

Everything is text, ready to be shown, or made of such records. Texts are the
team's own or plain English; `Claim.state` alone is a word of `cmo explain`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from cmo.publish.document import Words


@dataclass(frozen=True, slots=True)
class Passage:
    """A passage of a document.

    Attributes:
        id: Its source's id and its own, as "smith-2020#p3".
        text: What it says, shortened; empty if it is not for publication.
        is_quotation: Is `text` the document's own words?
        bearing: How it bears on its claim, as "speaks for it".
        is_data: Does it report what somebody found, and not only what is assumed?
        source: The document, and where in it, as "Smith 2020, page 12".
    """

    id: str
    text: str
    is_quotation: bool
    bearing: str
    is_data: bool
    source: str


@dataclass(frozen=True, slots=True)
class Claim:
    """Something that is held, and what stands behind it.

    Attributes:
        id: Its id in the theory.
        text: What is held, in a sentence; of a rival, that it is another explanation.
        name: The same in a few words; of a whole-programme effect, the outcome.
        meaning: Definition, explanation or rationale; of a whole-programme effect, the
            definition of the outcome. Empty where there is none.
        state: "supported", "no_effect" …: see `cmo explain supported`.
        heading: The same in a few plain words.
        has_data: Did somebody look at it, or at something close?
        is_not_borne_out: Did they speak against it, find no effect, disagree, or
            could they not say?
        standing: What stands behind it: how many say what, with their documents.
        evidence: The same with its caveats, and what else is said.
        reason: Why nobody has looked, where the authors say so.
        cited: The documents that `state` rests on, as "Smith 2020".
        others: Who speaks otherwise than `state`, and what else is to be known of
            those documents; mostly empty. `evidence` says it, too.
        passages: Those about the claim itself, or else about something close: one for
            each study and bearing, and others as long as they are few.
        more: How many further passages there are about it.
    """

    id: str
    text: str
    name: str
    meaning: str
    state: str
    heading: str
    has_data: bool
    is_not_borne_out: bool
    standing: str
    evidence: str
    reason: str
    cited: tuple[str, ...]
    others: str
    passages: tuple[Passage, ...]
    more: int


@dataclass(frozen=True, slots=True)
class Group:
    """Claims that the same can be said of.

    Attributes:
        heading: What is known of all of them, in a few plain words.
        evidence: What stands behind each of them; empty where that differs.
        cited: The documents that `state` rests on; empty where they differ.
        claims: The claims.
    """

    heading: str
    evidence: str
    cited: tuple[str, ...]
    claims: tuple[Claim, ...]


@dataclass(frozen=True, slots=True)
class Offer:
    """What the programme offers: an intervention.

    Attributes:
        claim: What it is, and what stands behind its being there.
        term: What its authors call it; empty where that is its name here.
        part_of: The name of what it is a part of; empty where it stands alone.
        is_for_leaders: Does it go with circumstances of the organisation or the
            wider system?
    """

    claim: Claim
    term: str
    part_of: str
    is_for_leaders: bool


@dataclass(frozen=True, slots=True)
class Statement:
    """How things are thought to come together: a configuration.

    Attributes:
        claim: Its sentence, and what stands behind it.
        firing: What of it did not happen, or not in full, where it is said to hold.
        contrast: The statement to compare it with; mostly empty.
        who: Who takes part.
        phase: When it happens, in the team's words; mostly empty.
        is_for_leaders: Has it circumstances of the organisation or wider system?
        is_failure: Does it say what did not come about, or came about unwanted?
    """

    claim: Claim
    firing: tuple[str, ...]
    contrast: str
    who: tuple[str, ...]
    phase: str
    is_for_leaders: bool
    is_failure: bool


@dataclass(frozen=True, slots=True)
class Response:
    """What people are thought to think and do otherwise: a mechanism.

    Attributes:
        claim: Its name, what is meant by it, and what stands behind it.
        offered: What makes them do so; empty where nothing says so.
        who: Whose response it is.
        thinking: How they think or feel.
    """

    claim: Claim
    offered: str
    who: str
    thinking: str


@dataclass(frozen=True, slots=True)
class Theme:
    """A theme.

    Attributes:
        id: Its id, for `figure`; empty for what stands in no theme.
        title: Its heading.
        statements: What is thought to come together in it.
        responses: What people are thought to think and do.
        steps: The arrows of it, grouped by what stands behind them, but for those
            that start from a circumstance (see `Factor`) and the effects of the
            programme as a whole (see `Effects`).
    """

    id: str
    title: str
    statements: tuple[Statement, ...]
    responses: tuple[Response, ...]
    steps: tuple[Group, ...]


@dataclass(frozen=True, slots=True)
class Factor:
    """A circumstance: something that helps or hinders.

    Attributes:
        claim: What it is, and what stands behind its being there.
        whose: Whose circumstance it is; mostly empty.
        also: Other layers that it belongs to, in plain words.
        claims: What it does to what.
    """

    claim: Claim
    whose: str
    also: tuple[str, ...]
    claims: tuple[Claim, ...]


@dataclass(frozen=True, slots=True)
class Layer:
    """The circumstances of one layer.

    Attributes:
        id: "individual", "interpersonal", "institutional" or "infrastructural", for
            `figure`; empty for what is in none, or comes of earlier steps.
        title: The layer in plain words.
        helps: Circumstances that help.
        hinders: Circumstances that stand in the way.
        either: Circumstances that do both, or of which it is not known which.
        other: Circumstances of which nothing says what they do.
        steps: What all of them do to what, grouped by what stands behind it.
        is_for_leaders: Is it the organisation, the wider system, or not recorded?
    """

    id: str
    title: str
    helps: tuple[Factor, ...]
    hinders: tuple[Factor, ...]
    either: tuple[Factor, ...]
    other: tuple[Factor, ...]
    steps: tuple[Group, ...]
    is_for_leaders: bool


@dataclass(frozen=True, slots=True)
class Effects:
    """What has been looked for as an effect of something taken whole.

    Attributes:
        name: Of what.
        groups: The outcomes, grouped by what was found.
    """

    name: str
    groups: tuple[Group, ...]


@dataclass(frozen=True, slots=True)
class Rival:
    """Another explanation.

    Attributes:
        claim: What it says, and what stands behind it.
        about: What it would explain otherwise; empty where nothing says so.
        verdict: What was decided of it; empty while that is open.
    """

    claim: Claim
    about: str
    verdict: str


@dataclass(frozen=True, slots=True)
class Decision:
    """Something that was weighed and left open.

    Attributes:
        about: What it is about: a sentence for each claim.
        reason: Why it was left open.
        date: When; empty where nothing says so.
    """

    about: tuple[str, ...]
    reason: str
    date: str


@dataclass(frozen=True, slots=True)
class Rating:
    """A rating that a document gives the programme.

    Attributes:
        scheme: The scale.
        value: The rating, as the scale writes it.
        meaning: What that means; empty where it is not known.
        caveat: What it must not be taken for; mostly empty.
        domain: What was rated; empty where nothing says so.
        by: Who rated; empty where nothing says so.
    """

    scheme: str
    value: str
    meaning: str
    caveat: str
    domain: str
    by: str


@dataclass(frozen=True, slots=True)
class Summary:
    """What the team says of one question about the programme.

    Attributes:
        id: "effect", "mechanism", "moderator", "implementation" or "economics".
        question: The question, as "What is needed to do it?".
        answer: The team's answer; empty where there is none.
        quality: How good the evidence was judged to be, as "3 of 4" or "not rated".
        passages: What documents say of it.
    """

    id: str
    question: str
    answer: str
    quality: str
    passages: tuple[Passage, ...]


@dataclass(frozen=True, slots=True)
class Count:
    """How many claims are in one state.

    Attributes:
        heading: The state in a few plain words.
        number: How many claims.
    """

    heading: str
    number: int


@dataclass(frozen=True, slots=True)
class Guide:
    """All that a guide can say.

    Attributes:
        title: The title of the theory.
        programme: Name of the programme; the theory's title where it has none.
        abbreviation: What the programme is called for short; may be empty.
        about: What the programme is; empty where nothing says so.
        question: The question that the review asked; may be empty.
        narrative: The theory as a story; may be empty.
        stage: How far the theory has met the evidence, in a sentence.
        authors: Who wrote the theory.
        methods: How it was made, and who checked it; may be empty.
        licence: How others may use it; may be empty.
        counts: How many claims are in each state, those that went otherwise first.
        total: How many claims there are.
        otherwise: Claims that studies speak against, found no effect for, disagree
            about or could not tell, by what is known of them; but for `effects`.
        occurring: The same of results, circumstances and what is offered: that they
            come about, whatever brings them about; without results of which `effects`
            tell the same.
        seen: Results that came about, whatever brought them about, without those
            that `effects` tell of; unwanted ones first.
        offers: What the programme offers.
        themes: In order, without those that hold nothing.
        layers: Circumstances, from the person to the wider system.
        effects: What has been looked for as an effect of the programme as a whole.
        rivals: Other explanations.
        open_claims: Claims that nobody looked at, grouped by state.
        disputed: Claims about which findings disagree and no decision was made.
        decisions: What was weighed and left open.
        ratings: Ratings that documents give the programme.
        summaries: What is said of five questions, where anything is.
        documents: How many documents there are.
        studies: How many studies they are, or report.
        cited: How many studies more they only cite.
        basis: What the guide rests on: these numbers, in a sentence or two.
        limit: What "nobody has looked" means in it.
        in_common: What holds of nearly all claims, and is not said under each.
        withheld: How many passages are not for publication; their text is left out.
        given_up: How many statements were given up; they are left out.
        references: The documents, each as an entry of a list of references, with
            what of it was read.
    """

    title: str
    programme: str
    abbreviation: str
    about: str
    question: str
    narrative: str
    stage: str
    authors: tuple[str, ...]
    methods: str
    licence: str
    counts: tuple[Count, ...]
    total: int
    otherwise: tuple[Group, ...]
    occurring: tuple[Group, ...]
    seen: tuple[Claim, ...]
    offers: tuple[Offer, ...]
    themes: tuple[Theme, ...]
    layers: tuple[Layer, ...]
    effects: tuple[Effects, ...]
    rivals: tuple[Rival, ...]
    open_claims: tuple[Group, ...]
    disputed: tuple[Claim, ...]
    decisions: tuple[Decision, ...]
    ratings: tuple[Rating, ...]
    summaries: tuple[Summary, ...]
    documents: int
    studies: int
    cited: int
    basis: str
    limit: str
    in_common: tuple[str, ...]
    withheld: int
    given_up: int
    references: tuple[Words, ...]
