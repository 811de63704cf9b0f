"""Findings as SARIF 2.1.0, which code scanning and editors read."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from cmo.findings import FAMILIES
from cmo.report.escaping import plain, sarif_message
from cmo.report.identity import fingerprints, paths

if TYPE_CHECKING:
    from collections.abc import Mapping

    from cmo.findings import Finding, Rule
    from cmo.report.findings import Findings

Json = dict[str, Any]

SCHEMA = (
    "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/"
    "sarif-schema-2.1.0.json"
)
ROOT = "%SRCROOT%"


def as_sarif(findings: Findings, rules: Mapping[str, Rule], version: str) -> str:
    """Return one run that holds all findings, notes and waived ones too.

    Args:
        findings: What a check found.
        rules: Every rule by its code.
        version: The version of cmo.
    """
    codes = list(rules)
    at = {file: _artifact(path) for file, path in paths(findings).items()}
    run = {
        "tool": {
            "driver": {
                "name": "cmo",
                "version": version,
                "rules": [_rule(rule) for rule in rules.values()],
            }
        },
        "invocations": [_invocation(findings, codes, at)],
        "originalUriBaseIds": {
            ROOT: {"description": {"text": "The folder that cmo was run in."}}
        },
        "columnKind": "unicodeCodePoints",
        "results": _results(findings, codes, at),
    }
    log = {"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}
    # In ASCII, for what users wrote may act on the terminal it is printed on.
    return json.dumps(log, indent=2)


def _rule(rule: Rule) -> Json:
    what, *more = (" ".join(part.split()) for part in rule.documentation.split("\n\n"))
    fix = [part for part in more if part.startswith("Fix:")]
    told = [what, *(part for part in more if part not in fix)]
    family = FAMILIES[rule.code[0]].partition(":")[0]
    return {
        "id": rule.code,
        "name": rule.name,
        "shortDescription": {"text": sarif_message(what)},
        "fullDescription": {"text": sarif_message("\n\n".join(told))},
        "help": {
            "text": sarif_message("\n\n".join([*told, *fix])),
            "markdown": sarif_message("\n\n".join(map(_headed, [*told, *fix]))),
        },
        "defaultConfiguration": {"level": str(rule.severity)},
        "properties": {"tags": [family.lower()]},
    }


def _headed(paragraph: str) -> str:
    """Set "Why:", "Fix:" or "Source:" at the start of `paragraph` in bold."""
    head, colon, rest = paragraph.partition(":")
    return f"**{head}:**{rest}" if colon and head.isalpha() else paragraph


def _invocation(findings: Findings, codes: list[str], at: dict[str, Json]) -> Json:
    """Return how the check went: what could not be read, and so not be judged."""
    unread = [
        {
            "level": "error",
            "message": {"text": "The file could not be read whole: mend it first."},
            "locations": [{"physicalLocation": {"artifactLocation": at[file]}}],
        }
        for file in dict.fromkeys(findings.broken)
    ]
    unjudged = [
        {
            "level": "warning",
            "message": {"text": f"{code} was not judged where files are broken."},
            "associatedRule": {"id": code, "index": codes.index(code)},
        }
        for code in findings.not_judged
    ]
    return {
        "executionSuccessful": not findings.broken,
        "toolExecutionNotifications": unread + unjudged,
    }


def _results(findings: Findings, codes: list[str], at: dict[str, Json]) -> list[Json]:
    index = {code: i for i, code in enumerate(codes)}
    known = zip(findings.found, fingerprints(findings), strict=True)
    return [
        {
            "ruleId": one.code,
            "ruleIndex": index[one.code],
            "level": str(one.severity),
            "message": {"text": sarif_message(one.message)},
            "locations": [_location(one, at[one.place.file])],
            # The name by which GitHub looks for it.
            "partialFingerprints": {"primaryLocationLineHash": fingerprint},
            "suppressions": _suppressions(one),
        }
        for one, fingerprint in known
    ]


def _location(one: Finding, artifact: Json) -> Json:
    names = {"name": one.id, "fullyQualifiedName": one.pointer}
    logical = {key: plain(name) for key, name in names.items() if name}
    place: Json = {
        "physicalLocation": {
            "artifactLocation": artifact,
            "region": {"startLine": one.place.line, "startColumn": one.place.column},
        }
    }
    return {**place, "logicalLocations": [logical]} if logical else place


def _artifact(path: str) -> Json:
    """Return `path`, as `paths` gives it, as a URI; bytes that are no text stay."""
    if Path(path).is_absolute():
        return {"uri": Path(path).as_uri()}
    return {"uri": quote(os.fsencode(path)), "uriBaseId": ROOT}


def _suppressions(one: Finding) -> list[Json]:
    """Return that the finding is accepted, as the theory itself says; or nothing.

    An empty list says that nobody accepts it, and all findings of a run must
    say the one or the other (section 3.27.23).
    """
    if one.waived is None:
        return []
    reason = plain(one.waived)
    return [{"kind": "inSource", "status": "accepted", "justification": reason}]
