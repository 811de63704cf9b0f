"""The published schemas and the model say the same of every document.

Known exceptions, by design:
- Python's jsonschema lets a pattern that ends in ``$`` match before a final
  line break, and takes 1.0 for a whole number; the model does neither.
- Control characters, and the ids and references that need the whole theory,
  are judged by the store, not by the schema.
"""

from __future__ import annotations

import copy
import dataclasses
import json
import types
from functools import cache
from pathlib import Path
from typing import Any, Literal, Union, get_args, get_origin, get_type_hints

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from cmo.model import Source, Step, Theory
from cmo.model.vocabulary import Vocabulary
from cmo.store.documents import parse
from cmo.store.schemas import ROOTS, file_name, generate

PUBLISHED = Path(__file__).parents[2] / "schemas"
THEORIES = Path(__file__).parents[2] / "theories"


@cache
def validator(name: str) -> Draft202012Validator:
    return Draft202012Validator(json.loads((PUBLISHED / file_name(name)).read_text()))


@pytest.mark.parametrize("name", ROOTS)
def test_the_published_schema_is_what_the_model_gives(name: str) -> None:
    assert (PUBLISHED / file_name(name)).read_text("utf-8") == generate(name)


@pytest.mark.parametrize("name", ROOTS)
def test_the_schema_is_a_schema(name: str) -> None:
    Draft202012Validator.check_schema(json.loads(generate(name)))


@pytest.mark.parametrize("name", ROOTS)
def test_every_record_field_and_word_is_described(name: str) -> None:
    schema = json.loads(generate(name))
    for record in (schema, *schema["$defs"].values()):
        assert record["description"]
        for field in record.get("properties", {}).values():
            assert field["description"]
        assert len(record.get("enumDescriptions", [])) == len(record.get("enum", []))


@pytest.mark.parametrize("file", sorted(THEORIES.rglob("*.json")), ids=lambda p: p.name)
def test_real_files_fit_their_schema(file: Path) -> None:
    name = "theory" if file.name == "theory.json" else "source"
    assert not list(validator(name).iter_errors(json.loads(file.read_text("utf-8"))))


@pytest.mark.parametrize("root", [Theory, Source])
def test_a_document_with_every_field_fits_both(root: type[Any]) -> None:
    assert verdicts(root, full(root)) == (True, True)


SCALARS = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-3, 9),
    st.floats(allow_nan=False, allow_infinity=False),
    st.sampled_from(["", " ", "a", "a-b", "A b", "a--b", "x" * 65, "2026-11-22"]),
    st.sampled_from(["2026-13-01", "effect", "context", "supports", "high", "+"]),
    st.text("abc-é ", max_size=5),
    st.lists(st.just("a"), max_size=1),
    st.dictionaries(st.just("a"), st.just(1)),
)


@given(st.data(), st.sampled_from([Theory, Source]))
def test_model_and_schema_agree_on_good_and_bad_documents(
    data: st.DataObject, root: type[Any]
) -> None:
    document = copy.deepcopy(full(root))
    for _ in range(data.draw(st.integers(1, 3))):
        mutate(data, document)
    assume(not has_known_exception(document))
    by_model, by_schema = verdicts(root, document)
    assert by_model == by_schema, document


def mutate(data: st.DataObject, document: Any) -> None:
    """Change, drop or add one value somewhere in `document`."""
    places = list(containers(document))
    container = data.draw(st.sampled_from(places))
    keys = list(container) if isinstance(container, dict) else range(len(container))
    action = data.draw(st.sampled_from(["set", "drop", "add"]))
    if action == "add" or not keys:
        if isinstance(container, dict):
            container[data.draw(st.sampled_from(["lable", "extra", "kind"]))] = (
                data.draw(SCALARS)
            )
        else:
            container.append(data.draw(SCALARS))
        return
    key = data.draw(st.sampled_from(list(keys)))
    if action == "drop":
        del container[key]
    else:
        container[key] = data.draw(SCALARS)


def containers(value: Any) -> Any:
    if isinstance(value, (dict, list)):
        yield value
        for inner in value.values() if isinstance(value, dict) else value:
            yield from containers(inner)


def has_known_exception(value: Any) -> bool:
    if isinstance(value, float):
        return value.is_integer()
    if isinstance(value, (dict, list)):
        inside = value.values() if isinstance(value, dict) else value
        return any(map(has_known_exception, inside))
    return False


def verdicts(root: type[Any], document: Any) -> tuple[bool, bool]:
    """Return whether the model and the schema accept `document`."""
    name = "theory" if root is Theory else "source"
    text = json.dumps(document).encode()
    return not parse(text, root).wrong, validator(name).is_valid(document)


def full(root: type[Any]) -> Any:
    """Return a document that gives every field of every record.

    But for a step's "any": it has "all".
    """
    return {
        getattr(field.default, "serialization_alias", None) or field.name: sample(
            get_type_hints(root, include_extras=True)[field.name], field.name
        )
        for field in dataclasses.fields(root)
        if (root, field.name) != (Step, "any")
    }


def sample(hint: Any, name: str) -> Any:  # noqa: C901, PLR0911
    if hasattr(hint, "__metadata__"):
        hint = get_args(hint)[0]
    if get_origin(hint) is Literal:
        return str(get_args(hint)[0])
    if get_origin(hint) in {Union, types.UnionType}:
        kinds = [one for one in get_args(hint) if one is not type(None)]
        return sample(kinds[0], name)
    if get_origin(hint) is tuple:
        inner = get_args(hint)[0]
        bare = get_args(inner)[0] if hasattr(inner, "__metadata__") else inner
        if get_origin(bare) in {Union, types.UnionType}:
            return [full(kind) for kind in get_args(bare)]
        return [sample(inner, name)]
    if get_origin(hint) is dict:
        value = get_args(hint)[1]
        return {"a": "free" if value is Any else sample(value, name)}
    if dataclasses.is_dataclass(hint):
        return full(hint)  # type: ignore[arg-type]
    if issubclass(hint, Vocabulary):
        return str(next(iter(hint)))
    if hint is bool:
        return True
    if hint is int:
        return 1
    return {"date": "2026-11-22", "sha256": "0" * 64}.get(name, "a")
