"""What every record of a theory file is made from."""

from __future__ import annotations

from typing import Annotated, Any, TypeVar, dataclass_transform

from pydantic import ConfigDict, Field
from pydantic.dataclasses import dataclass

T = TypeVar("T")

# "from" is no Python name: the record calls it from_, the file "from".
CONFIG = ConfigDict(
    extra="forbid",
    defer_build=True,
    strict=True,
    validate_by_name=True,
    ser_json_inf_nan="constants",
)

ID_PATTERN = "^[a-z0-9]+(?:-[a-z0-9]+)*$"
ID_LENGTH = 64

Id = Annotated[str, Field(pattern=ID_PATTERN, max_length=ID_LENGTH)]
Refs = tuple[str, ...]
Label = Annotated[str, Field(pattern=r"\S")]
Date = Annotated[
    str,
    Field(pattern="^[0-9]{4}(?:-(?:0[1-9]|1[0-2])(?:-(?:0[1-9]|[12][0-9]|3[01]))?)?$"),
]
Mark = int | str
Number = int | float | str
Extra = dict[str, Any] | None

EXTRA = "Your team's own fields. They are kept as they are."


@dataclass_transform(
    frozen_default=True, kw_only_default=True, field_specifiers=(Field,)
)
def record(cls: type[T]) -> type[T]:
    """Make `cls` a frozen, slotted, strictly validated record."""
    return dataclass(frozen=True, slots=True, kw_only=True, config=CONFIG)(cls)  # type: ignore[return-value] # pydantic's protocol stands for the class itself
