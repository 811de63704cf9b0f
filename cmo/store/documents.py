"""One file: bytes → record, with every fault of the file and what it lost."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Generic, NamedTuple, TypeVar

from pydantic import TypeAdapter, ValidationError

from cmo.model import Source, Theory
from cmo.store import syntax

if TYPE_CHECKING:
    from collections.abc import Iterable

    from cmo.findings import Pointer

Record = TypeVar("Record", Theory, Source)


class Wrong(NamedTuple):
    """A fault of a document, at a line and column or at a pointer."""

    code: str
    message: str
    pointer: Pointer
    spot: tuple[int, int] | None = None
    id: str = ""


@dataclass(frozen=True)
class Document(Generic[Record]):
    """What a file gave.

    Attributes:
        record: The theory or source; without the records that are at fault,
            or None where nothing can be read.
        wrong: All faults of the file; empty if it was read whole.
        lost: Ids that stand in the file but not in `record`.
        kept: For each list that lost items: the indices of those kept.
    """

    record: Record | None
    wrong: tuple[Wrong, ...] = ()
    lost: frozenset[str] = frozenset()
    kept: dict[Pointer, list[int]] = field(default_factory=dict)


def adapter(root: type[Record]) -> TypeAdapter[Record]:
    """Return the validator and serializer of `root`, made once."""
    if root not in _ADAPTERS:
        _ADAPTERS[root] = TypeAdapter(root)
    return _ADAPTERS[root]


_ADAPTERS: dict[type[Any], TypeAdapter[Any]] = {}


def parse(data: bytes, root: type[Record]) -> Document[Record]:
    """Read `data` as a `root`; what is wrong comes back, nothing is raised."""
    if syntax.clean(data):
        try:
            return Document(_validated(data, root))
        except ValidationError:
            pass
    return _broken(data, root)


def _broken(data: bytes, root: type[Record]) -> Document[Record]:
    faults = syntax.faults(data)
    wrong = [Wrong(f.code, f.message, f.pointer, (f.line, f.column)) for f in faults]
    raw = _plain_values(data)
    too_deep = any(f.code == "R007" and not f.pointer for f in faults)
    if any(f.code == "R003" for f in faults) or too_deep or raw is _NOTHING:
        return Document(None, tuple(wrong), _ids_in(None))
    record, errors = _validate(raw, root)
    if errors and isinstance(raw, dict):
        wrong += _worded(errors, raw, root)
        if any(one.code == "R008" for one in wrong):
            newer = tuple(one for one in wrong if one.code == "R008")
            return Document(None, newer, _ids_in(raw))
        return _salvage(raw, root, wrong)
    if errors:
        message = f"the file holds {_kind(raw)}, not a {root.__name__.lower()}"
        wrong.append(Wrong("R012", f"{message}: it must start with {{", ()))
    return Document(record, tuple(wrong), _ids_in(None if record else raw))


def _worded(errors: list[Any], raw: object, root: type[Record]) -> list[Wrong]:
    # Imported late: no clean file needs it.
    from cmo.store.wording import document_faults

    return [
        Wrong(code, message, pointer, id=_id_at(raw, pointer))
        for code, pointer, message in document_faults(errors, raw, root)
    ]


def _salvage(
    raw: dict[str, Any], root: type[Record], wrong: list[Wrong]
) -> Document[Record]:
    """Read `raw` without the records at fault, so that the rest is checked too."""
    dropped = {_record_at(one.pointer) for one in wrong if one.spot is None}
    lost = frozenset[str]().union(*(_ids_in(_value(raw, at)) for at in dropped))
    kept: dict[Pointer, list[int]] = {}
    for at in sorted(dropped, key=lambda at: tuple(map(str, at))):
        if isinstance(at[-1], int):
            siblings = _value(raw, at[:-1])
            kept.setdefault(at[:-1], list(range(len(siblings)))).remove(at[-1])
    rest = _without(raw, (), dropped)
    record, errors = _validate(rest, root)
    if errors:
        return Document(None, tuple(wrong), _ids_in(raw))
    return Document(record, tuple(wrong), lost, kept)


def _record_at(pointer: Pointer) -> Pointer:
    """Return the pointer of the smallest record that can be left out."""
    own = 2 if pointer[:1] == ("sources",) and len(pointer) > _IN_A_SOURCE else 0
    end = (
        own + 2
        if len(pointer) > own + 1 and isinstance(pointer[own + 1], int)
        else own + 1
    )
    return pointer[: min(end, len(pointer))]


_IN_A_SOURCE = 3


def _without(value: Any, at: Pointer, dropped: set[Pointer]) -> Any:  # noqa: ANN401
    if isinstance(value, dict):
        return {
            key: _without(inner, (*at, key), dropped)
            for key, inner in value.items()
            if (*at, key) not in dropped
        }
    if isinstance(value, list):
        return [
            _without(inner, (*at, i), dropped)
            for i, inner in enumerate(value)
            if (*at, i) not in dropped
        ]
    return value


def _validate(raw: object, root: type[Record]) -> tuple[Record | None, list[Any]]:
    text = json.dumps(raw, ensure_ascii=False).encode()
    try:
        return _validated(text, root), []
    except ValidationError as error:
        return None, error.errors(include_url=False)


def _validated(data: bytes, root: type[Record]) -> Record:
    # In a file a field has one name, "from"; "from_" is Python's.
    return adapter(root).validate_json(data, by_alias=True, by_name=False)


_NOTHING = object()


def _plain_values(data: bytes) -> Any:  # noqa: ANN401 - whatever JSON the user wrote
    try:
        text = data.decode("utf-8-sig")
        raw = json.loads(text, parse_int=_short_int, parse_float=_finite)
        # Half a surrogate pair has no UTF-8; its own finding is reported already.
        # Names may become alike: what is lost so is in a broken file anyway.
        encodable = json.dumps(raw, ensure_ascii=False).encode("utf-8", "replace")
        return json.loads(encodable)
    except (ValueError, RecursionError):
        return _NOTHING


def _short_int(written: str) -> int:
    return int(written) if len(written) <= syntax.MAX_DIGITS else 0


def _finite(written: str) -> float:
    value = float(written)
    return value if value - value == 0 else 0.0


def _value(raw: Any, pointer: Pointer) -> Any:  # noqa: ANN401
    for part in pointer:
        raw = raw.get(part) if isinstance(raw, dict) else raw[part]
    return raw


def _id_at(raw: Any, pointer: Pointer) -> str:  # noqa: ANN401
    """Return the id of the innermost record along `pointer` that has one."""
    found = ""
    for part in ((), *(pointer[: i + 1] for i in range(len(pointer)))):
        try:
            value = _value(raw, part)
        except (IndexError, KeyError, TypeError):
            break
        if isinstance(value, dict) and isinstance(value.get("id"), str):
            found = value["id"]
    return found


def _ids_in(raw: Any) -> frozenset[str]:  # noqa: ANN401
    """Return every id in `raw`, passages also as ``source-id#excerpt-id``."""
    pending, found = [raw], set()
    while pending:
        value = pending.pop()
        if isinstance(value, dict):
            own = value.get("id")
            found |= {own} if isinstance(own, str) else set()
            found |= {f"{own}#{e}" for e in _excerpt_ids(value)}
            pending.extend(value.values())
        elif isinstance(value, list):
            pending.extend(value)
    return frozenset(found)


def _excerpt_ids(source: dict[str, Any]) -> Iterable[object]:
    excerpts = source.get("excerpts")
    if not isinstance(excerpts, list):
        return []
    return [e.get("id") for e in excerpts if isinstance(e, dict)]


def _kind(raw: object) -> str:
    names = {list: "a list", str: "text", type(None): "null", bool: str(raw).lower()}
    return names.get(type(raw), "a number")
