"""The published JSON Schemas, made from the model."""

from __future__ import annotations

import json
from typing import Any

from cmo.model import Source, Theory
from cmo.store.documents import adapter

ROOTS: dict[str, type[Any]] = {"theory": Theory, "source": Source}
VERSION = 1
DIALECT = "https://json-schema.org/draft/2020-12/schema"


def file_name(name: str) -> str:
    """Return the file name of the schema "theory" or "source"."""
    return f"{name}.v{VERSION}.schema.json"


def generate(name: str) -> str:
    """Return the JSON Schema (draft 2020-12) of "theory" or "source" files."""
    body = adapter(ROOTS[name]).json_schema(by_alias=True)
    title = f"cmo {name} file, version {VERSION}"
    schema = {
        "$schema": DIALECT,
        "$id": f"urn:cmo-toolkit:{name}:v{VERSION}",
        **_tidy(body),
        "title": title,
    }
    return json.dumps(schema, indent=2, ensure_ascii=False) + "\n"


def _tidy(node: Any) -> Any:  # noqa: ANN401 - any JSON
    """Take out what editors show and nobody needs: made-up titles, a foreign key."""
    if isinstance(node, list):
        return [_tidy(one) for one in node]
    if not isinstance(node, dict):
        return node
    # A field may itself be called "title": then its value is a schema.
    return {
        key: _tidy(value)
        for key, value in node.items()
        if not (key == "title" and isinstance(value, str)) and key != "discriminator"
    }
