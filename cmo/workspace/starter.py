"""The first theory of a new workspace: small, made up, to be written over."""

from typing import Any

THEORY: dict[str, Any] = {
    "$schema": "../../schemas/theory.v1.schema.json",
    "schema_version": 1,
    "id": "my-review",
    "title": "Reading buddies: a made-up example to write over",
    "question": "How do reading buddies help whom to read, in which circumstances?",
    "intervention": {
        "name": "Reading buddies",
        "description": "An older pupil reads with a younger one every week.",
    },
    "stage": "initial",
    "heuristic": "CMO",
    "elements": [
        {
            "id": "reading-buddies",
            "kind": "intervention",
            "label": "Reading buddies",
            "plain_label": "Reading with an older pupil",
            "definition": "An older pupil reads with a younger one every week.",
        },
        {
            "id": "same-buddy",
            "kind": "context",
            "label": "The buddy stays the same",
            "plain_label": "The buddy stays the same all year",
            "definition": "The two are not parted when a timetable changes.",
            "layers": ["institutional"],
        },
        {
            "id": "safe-to-err",
            "kind": "mechanism",
            "label": "Safe to make mistakes",
            "plain_label": "The child dares to make mistakes",
            "definition": "The younger child reads aloud without fear of being judged.",
            "resource": "A listener who is no teacher",
            "reasoning": "Mistakes do not count here, so I try the hard words",
            "actor": "the younger child",
        },
        {
            "id": "reads-more",
            "kind": "outcome",
            "label": "Reads more",
            "plain_label": "The child reads more",
            "definition": "The child reads more pages aloud in a week.",
            "valence": "positive",
            "intended": True,
            "proximity": "proximal",
        },
    ],
    "links": [
        {
            "id": "buddies-provide-safety",
            "source": "reading-buddies",
            "target": "safe-to-err",
            "relation": "provides",
        },
        {
            "id": "same-buddy-enables-safety",
            "source": "same-buddy",
            "target": "safe-to-err",
            "relation": "enables",
        },
        {
            "id": "safety-produces-reading",
            "source": "safe-to-err",
            "target": "reads-more",
            "relation": "produces",
        },
    ],
    "configurations": [
        {
            "id": "cmoc-safe-reading",
            "label": "Daring to read aloud",
            "interventions": ["reading-buddies"],
            "contexts": ["same-buddy"],
            "mechanisms": ["safe-to-err"],
            "outcomes": ["reads-more"],
            "statement": "Where the buddy stays the same, children read more, "
            "because they dare to make mistakes.",
            "status": "working",
        }
    ],
}

SOURCE: dict[str, Any] = {
    "$schema": "../../../schemas/source.v1.schema.json",
    "schema_version": 1,
    "id": "example-2020",
    "citation": {
        "type": "report",
        "title": "A made-up report, to show what a source looks like",
        "author": [{"family": "Example", "given": "A."}],
        "issued": {"date-parts": [[2020]]},
    },
    "kind": "empirical_qualitative",
    "study": "example-study",
    "independence": {
        "judgement": "independent",
        "rationale": "Made up: say here who paid, and who developed the programme.",
    },
    "setting": "Two schools that do not exist, 2019",
    "appraisal": {
        "relevance": "high",
        "richness": "moderate",
        "rigour": "low",
        "rationale": "Made up: say here why you judge so.",
    },
    "excerpts": [
        {
            "id": "p1",
            "locator": {"page": 12},
            "text": "Children who kept their buddy read aloud more, and said that "
            "nobody laughed at them.",
            "data_type": "result",
            "bears_on": [
                {
                    "claim": "cmoc-safe-reading",
                    "bearing": "supports",
                    "covers": ["C", "M", "O"],
                },
                {"claim": "safety-produces-reading", "bearing": "supports"},
            ],
        }
    ],
}
