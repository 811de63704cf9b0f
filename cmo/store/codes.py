"""R0xx: is this a file that a theory can be read from? The codes of reading."""

from __future__ import annotations

from cmo.findings import Rule, Severity

_TEXTS = {
    "R001": (
        "unreadable-file",
        "A file or folder cannot be read.",
        "it is missing, not yours to read, a device, or a link back to itself",
        "check the path and the permissions",
    ),
    "R002": (
        "not-utf-8",
        "A file is not plain UTF-8 text.",
        "other encodings garble names and quotations without anyone noticing",
        "save it in your editor as UTF-8, without byte order mark",
    ),
    "R003": (
        "not-json",
        "A file is not JSON.",
        "a missing or extra comma, bracket or quotation mark, or a file cut short",
        "mend the place that is named",
    ),
    "R004": (
        "duplicate-key",
        "A record gives the same field twice.",
        "most programs keep the last and drop the first silently, so that work is lost",
        "keep one of them",
    ),
    "R005": (
        "not-a-number",
        "A number is NaN, Infinity, or more than a number can hold.",
        "such values are no JSON, and every program reads them otherwise",
        "leave the value out, or write it as text",
    ),
    "R006": (
        "control-character",
        "Text holds a control character or half a surrogate pair.",
        "Word, spreadsheets and SVG refuse it; it mostly comes from copying a PDF",
        "take the character out, or save again from the source",
    ),
    "R007": (
        "too-large",
        "A file, a number or the nesting of records is beyond all use.",
        "it would take down the programs that read it",
        "check how the file was made",
    ),
    "R008": (
        "unknown-version",
        "A file is of a schema version that this cmo does not know.",
        "reading it half would lose what is new in it",
        "upgrade cmo",
    ),
    "R009": (
        "missing-field",
        "A record lacks a field that it must have.",
        "without it the record cannot be named or placed",
        "add the field",
    ),
    "R010": (
        "unknown-field",
        "A record has a field that its kind does not have.",
        "a mistyped name would be ignored, and what it says lost",
        "correct the name; put your team's own fields into 'extra'",
    ),
    "R011": (
        "unknown-word",
        "A field with a fixed vocabulary holds another word.",
        "counts and diagrams depend on the words",
        "use one of the words listed",
    ),
    "R012": (
        "wrong-value",
        "A value is of the wrong type, empty or out of range.",
        "what cannot be understood cannot be checked, counted or drawn",
        "write it as the message says",
    ),
    "R013": (
        "bad-id",
        "An id is not in kebab-case or too long.",
        "ids stand in file names, links and figures",
        "small letters, digits and single hyphens, at most 64 characters",
    ),
    "R014": (
        "duplicate-id",
        "Two records have the same id.",
        "a reference to it would mean either of them",
        "give one of them another id, and change what refers to it",
    ),
    "R015": (
        "dangling-reference",
        "A reference names a record that is not there.",
        "evidence linked to a mistyped claim counts for nothing",
        "correct the id, or add the record",
    ),
    "R016": (
        "misplaced-reference",
        "A reference names a record of another sort than it should.",
        "a theme is no element, and a claim no theme",
        "correct the id",
    ),
    "R017": (
        "file-name-differs",
        "A source's file is not named after its id.",
        "two reviewers would look for it in different places",
        "rename the file, or correct the id",
    ),
    "R018": (
        "no-theory",
        "A folder holds no theory.json.",
        "there is nothing to check",
        "name the folder of a theory, or make one with 'cmo init'",
    ),
    "R019": (
        "stray-file",
        "A file under sources/ does not end in .json.",
        "it is not read, and what it says does not count",
        "rename it, or move it out of sources/",
    ),
    "R020": (
        "misplaced-sources",
        "A theory folder's theory.json holds sources.",
        "two reviewers who work on different sources should never edit one file",
        "move each into sources/ID.json",
    ),
}

READING_RULES = {
    code: Rule(
        code=code,
        name=name,
        severity=Severity.WARNING if code == "R019" else Severity.ERROR,
        documentation=f"{what}\n\nWhy: {why}.\n\nFix: {fix}.",
    )
    for code, (name, what, why, fix) in _TEXTS.items()
}
