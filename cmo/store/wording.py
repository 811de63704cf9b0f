"""What pydantic found wrong with a document, in the user's words."""

from __future__ import annotations

import dataclasses
import re
from functools import cache
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, cast, get_args, get_type_hints

from cmo.model.base import ID_LENGTH, ID_PATTERN
from cmo.model.theory import Component, Context, Mechanism, Outcome
from cmo.store.syntax import shown

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from pydantic_core import ErrorDetails

    from cmo.findings import Pointer
    from cmo.model import Source, Theory

_ELEMENTS = (Context, Component, Mechanism, Outcome)
_TYPES = {
    "string_type": "text in double quotes",
    "int_type": "a whole number",
    "float_type": "a number",
    "bool_type": "true or false",
    "tuple_type": "a list, in square brackets",
    "dict_type": "an object, in curly brackets",
    "dataclass_type": "an object, in curly brackets",
    "number_or_text": "a number, or text in double quotes",
    "mark": "a whole number, or text in double quotes",
    "object_or_text": "an object, in curly brackets, or text in double quotes",
}
_STEPS = {
    "step_with_both": "the step has both 'all' and 'any', and can have one of them: "
    "write two steps, one after the other",
    "step_with_neither": "the step names no mechanism: list under 'all' those that "
    "fire together, or under 'any' those of which one fires",
}


def did_you_mean(
    word: str,
    known: Iterable[str],
    other_names: Mapping[str, str] = MappingProxyType({}),
) -> str:
    """Return " (did you mean 'x'?)" for the nearest of `known`, or nothing.

    Args:
        word: What somebody wrote.
        known: What can be meant.
        other_names: What people also call some of them: names with hyphens for
            spaces, and spaces between them.
    """
    # Imported late: only what is wrong needs it.
    from rapidfuzz import fuzz, process

    # In order, so that of two that are equally near always the same is named.
    by_small_letters = {one.lower(): one for one in sorted(known)}
    plain = re.sub(r"[\s_]+", "-", word.strip().lower())
    for meant, others in other_names.items():
        if plain in others.split() and meant in by_small_letters.values():
            return f" (did you mean '{meant}'?)"
    near = process.extractOne(
        word.lower(), by_small_letters.keys(), scorer=fuzz.ratio, score_cutoff=_NEAR
    )
    return f" (did you mean '{by_small_letters[near[0]]}'?)" if near else ""


# Per cent of the letters that two words have in common, in the same order.
_NEAR = 60


def document_faults(
    errors: list[ErrorDetails],
    raw: Any,  # noqa: ANN401 - whatever JSON the user wrote
    root: type[Theory | Source],
) -> Iterator[tuple[str, Pointer, str]]:
    """Yield code, pointer and message for each of pydantic's `errors`.

    Args:
        errors: As ``ValidationError.errors()`` gives them.
        raw: The same document as plain Python values.
        root: The record that the document should have been.
    """
    seen: set[tuple[str, Pointer]] = set()
    for error in errors:
        pointer = _pointer(error, raw)
        code, message = _say(error, pointer, raw, root)
        # A field that takes text or a number fails once for each of them.
        if (code, pointer) not in seen:
            seen.add((code, pointer))
            yield code, pointer, message


def _pointer(error: ErrorDetails, raw: Any) -> Pointer:  # noqa: ANN401
    """Drop from pydantic's location what is not in the document (union tags)."""
    pointer: list[str | int] = []
    value = raw
    for i, part in enumerate(error["loc"]):
        last = i == len(error["loc"]) - 1
        is_tag = i and error["loc"][0] == "elements" and i == _TAG_AT and not last
        if is_tag:
            continue
        if _has(value, part):
            value = value[part]
        elif not (error["type"] == "missing" and last):
            continue
        pointer.append(part)
    if error["type"] == "union_tag_invalid":
        pointer.append("kind")
    return tuple(pointer)


_TAG_AT = 2


def _has(value: object, part: str | int) -> bool:
    if isinstance(value, list):
        return isinstance(part, int) and part < len(value)
    return isinstance(value, dict) and part in value


def _say(
    error: ErrorDetails,
    pointer: Pointer,
    raw: Any,  # noqa: ANN401
    root: type[Theory | Source],
) -> tuple[str, str]:
    kind = error["type"]
    name = next((p for p in reversed(pointer) if isinstance(p, str)), "the document")
    context = error.get("ctx", {})
    if kind == "missing":
        return "R009", f"'{name}' is missing: add it"
    if kind in {"unexpected_keyword_argument", "extra_forbidden"}:
        known = sorted(field_names(root, pointer[:-1], raw))
        hint = did_you_mean(name, known) or _elsewhere(name, pointer)
        return "R010", f"'{shown(name)}' is no field of this record{hint}"
    if kind in {"enum", "literal_error", "union_tag_invalid"}:
        words = re.findall(
            "'([^']*)'", context.get("expected", context.get("expected_tags", ""))
        )
        given = error["input"]
        if kind == "union_tag_invalid" and isinstance(given, dict):
            given = given.get("kind")
        return "R011", _unknown_word(name, given, words)
    if kind in _STEPS:
        return "R012", _STEPS[kind]
    if kind == "union_tag_not_found":
        return "R009", "'kind' is missing: context, intervention, mechanism or outcome"
    if error["loc"][-1] in {"int", "float", "str"} and error["loc"][-1] != name:
        kind = {"page": "mark", "paragraph": "mark", "slide": "mark"}.get(
            name, "object_or_text" if name == "citation" else "number_or_text"
        )
    return _value_fault(kind, name, error["input"], context)


def _elsewhere(name: str, pointer: Pointer) -> str:
    """Say where a field belongs that no field of this record is like."""
    if pointer[:1] == ("elements",):
        for element in _ELEMENTS:
            if name in {field.name for field in dataclasses.fields(element)}:
                return f": it is one of elements of kind {_kind_of(element)}"
    return ": put your own fields into 'extra'"


def _unknown_word(field: str, given: object, words: list[str]) -> str:
    hint = did_you_mean(given, words, OTHER_NAMES) if isinstance(given, str) else ""
    return (
        f"{_shown(given)} is no value of '{field}'{hint}: use one of {', '.join(words)}"
    )


# What people also call the words of our vocabularies.
OTHER_NAMES = {
    "+": "positive plus more increases",
    "-": "negative minus less decreases",
    "?": "unknown unclear",
    "candidate": "draft idea",
    "commentary": "editorial letter opinion",
    "constrains": "hinders limits blocks",
    "context": "circumstance condition moderator",
    "empirical_mixed": "mixed mixed-methods",
    "empirical_qualitative": "qualitative interview-study case-study ethnography",
    "empirical_quantitative": "quantitative rct trial survey cohort-study experiment",
    "enables": "facilitates supports helps",
    "grey": "report gray grey-literature evaluation",
    "high": "strong good",
    "inconclusive": "unclear mixed",
    "inhibits": "hinders blocks",
    "intervention": "activity component program programme strategy",
    "low": "weak poor",
    "mechanism": "reasoning response",
    "moderate": "medium middle fair",
    "no_effect": "null none no-difference",
    "not_assessed": "unknown none unclear",
    "not_fired": "none no off inactive",
    "outcome": "result effect",
    "partial": "moderate medium",
    "policy": "guideline guidance",
    "prevents": "reduces avoids",
    "produces": "causes generates results-in",
    "proposes": "assumes hypothesises theorises",
    "provides": "offers",
    "refined": "revised",
    "refutes": "contradicts opposes rejects against",
    "review": "systematic-review scoping-review realist-review meta-analysis synthesis",
    "strong": "high full fired",
    "supports": "confirms for",
    "triggers": "activates",
    "weak": "low",
}


def _value_fault(
    kind: str, name: str, given: object, context: dict[str, Any]
) -> tuple[str, str]:
    if kind == "string_too_long" or context.get("pattern") == ID_PATTERN:
        return "R013", _bad_id(str(given))
    if context.get("pattern") == r"\S":
        return "R012", f"'{name}' is empty: write at least one character"
    if kind == "string_pattern_mismatch":
        example = "2026-11-22" if name == "date" else "64 hexadecimal digits"
        return "R012", f"'{name}' is {_shown(given)}: write it as {example}"
    if name == "schema_version" and type(given) is int:
        return "R008", (
            f"the file is of schema version {_shown(given)}, and this cmo knows "
            "version 1: upgrade cmo, or correct 'schema_version'"
        )
    if kind in {"greater_than_equal", "less_than_equal"}:
        limit = context.get("ge", context.get("le"))
        word = "at least" if "ge" in context else "at most"
        return "R012", f"'{name}' is {_shown(given)}: it must be {word} {limit}"
    wanted = _TYPES[kind]
    return "R012", f"'{name}' is {_shown(given)}: it must be {wanted}"


def _bad_id(given: str) -> str:
    if len(given) > ID_LENGTH:
        return (
            f"{_shown(given)} has {len(given)} characters, and an id at most "
            f"{ID_LENGTH}: shorten it"
        )
    return (
        f"{_shown(given)} is no id: use small letters, digits and single hyphens "
        f"between them, at most {ID_LENGTH} characters"
    )


def _shown(value: object) -> str:
    """Return what the user wrote, short, for a message."""
    if isinstance(value, str):
        return f"'{shown(value)}'"
    names = {
        dict: "an object",
        list: "a list",
        type(None): "null",
        bool: str(value).lower(),
    }
    return names.get(type(value), shown(str(value)))


def field_names(
    root: type[Any],
    pointer: Pointer,
    raw: Any,  # noqa: ANN401
) -> set[str]:
    """Return the names that the record at `pointer` may have in a file."""
    records: tuple[type[Any], ...] = (root,)
    value = raw
    for part in pointer:
        value = value[part]
        if isinstance(part, str):
            records = tuple(
                found
                for one in records
                for found in _records_in(_hints(cast("Any", one)).get(part))
            )
    if set(records) == set(_ELEMENTS) and isinstance(value, dict):
        kind = value.get("kind")
        records = tuple(e for e in _ELEMENTS if kind == _kind_of(e)) or records
    return {
        getattr(field.default, "serialization_alias", None) or field.name
        for one in records
        for field in dataclasses.fields(one)
    }


def _kind_of(element: type[Any]) -> str:
    return str(get_args(_hints(cast("Any", element))["kind"])[0])


@cache
def _hints(record: Any) -> dict[str, Any]:  # noqa: ANN401 - mypy: no type is Hashable
    return get_type_hints(record)


def _records_in(annotation: Any) -> list[type[Any]]:  # noqa: ANN401
    if dataclasses.is_dataclass(annotation) and isinstance(annotation, type):
        return [annotation]
    return [found for part in get_args(annotation) for found in _records_in(part)]
