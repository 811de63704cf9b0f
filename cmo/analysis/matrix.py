"""The evidence and gap map: which studies speak where, and where nobody looked."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from cmo.analysis.placing import NONE, ROLES, Axis, Outside, Placing, Says
from cmo.english import worded
from cmo.evidence import independent
from cmo.model.vocabulary import Dimension, Layer, SourceKind, Vocabulary

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from cmo.evidence import Evidence, Use
    from cmo.model import Source, Theme, Theory

At = tuple[str, str]  # row id, column id


class Head(NamedTuple):
    """One row or column: an id, or `NONE`, and what to show."""

    id: str
    label: str


class Entry(NamedTuple):
    """One use of a passage in one cell."""

    use: Use
    says: Says


@dataclass(frozen=True, slots=True)
class Cell:
    """The passages on claims that belong to both a row and a column.

    Attributes:
        direct: Numbers of studies whose passages are about such a claim itself;
            what nobody says is left out.
        indirect: The same for passages about something it can be argued from.
        entries: The uses of passages, by source and place in it.
    """

    direct: Mapping[Says, int]
    indirect: Mapping[Says, int]
    entries: tuple[Entry, ...]

    @property
    def is_proposed(self) -> bool:
        """Tell whether all of it is proposed without data."""
        return {*self.direct, *self.indirect} == {Says.PROPOSING}


@dataclass(frozen=True, slots=True)
class Side:
    """The rows or the columns of a map.

    Attributes:
        axis: What they stand for.
        heads: All of them.
        empty: Those where nobody looked.
        proposed: Those where all there is was proposed without data.
    """

    axis: Axis
    heads: tuple[Head, ...]
    empty: tuple[Head, ...]
    proposed: tuple[Head, ...]


@dataclass(frozen=True, slots=True)
class Matrix:
    """A map of rows by columns.

    Attributes:
        cells: What stands in a row and column; where nobody looked is no cell.
        outside: Why passages stand in no cell, to their ids; every reason is there.
        passages: The number of all passages.
    """

    theory: Theory
    rows: Side
    columns: Side
    cells: Mapping[At, Cell]
    outside: Mapping[Outside, tuple[str, ...]]
    passages: int

    @property
    def size(self) -> int:
        """The number of cells, with those where nobody looked."""
        return len(self.rows.heads) * len(self.columns.heads)

    @property
    def placed(self) -> int:
        """The number of passages that stand in a cell."""
        return self.passages - sum(map(len, self.outside.values()))


def matrix(evidence: Evidence, rows: Axis, columns: Axis) -> Matrix:
    """Return the map of `rows` by `columns`; see docs/adr/0010-matrix.md.

    Neither the order of the sources nor that of the passages' uses changes it.

    Raises:
        ValueError: Rows and columns stand for the same.
    """
    if rows is columns:
        message = f"rows and columns both stand for {rows}"
        raise ValueError(message)
    placing = Placing(evidence.theory, rows, columns)
    passages = _passages(evidence)
    entries: defaultdict[At, list[Entry]] = defaultdict(list)
    outside: dict[Outside, list[str]] = {why: [] for why in Outside}
    for passage, uses in passages.items():
        places = [(use, *place) for use in uses for place in placing.places(use)]
        for use, at, says in places:
            entries[at].append(Entry(use, says))
        if not places:
            outside[placing.missed(uses)].append(passage)
    includes = evidence.background.includes
    cells = {at: _cell(found, includes) for at, found in entries.items()}
    return Matrix(
        theory=evidence.theory,
        rows=_side(
            placing, evidence.theory, rows, [(r, c) for (r, _), c in cells.items()]
        ),
        columns=_side(
            placing, evidence.theory, columns, [(k, c) for (_, k), c in cells.items()]
        ),
        cells=cells,
        outside={why: tuple(found) for why, found in outside.items()},
        passages=len(passages),
    )


def _passages(evidence: Evidence) -> dict[str, list[Use]]:
    """Return every passage with its uses, in an order that files do not change."""
    sources = sorted(evidence.theory.sources, key=lambda one: one.id)
    found: dict[str, list[Use]] = {
        f"{source.id}#{excerpt.id}": []
        for source in sources
        for excerpt in source.excerpts
    }
    for _, uses in sorted(evidence.uses.items()):
        for use in uses:
            found[use.passage].append(use)
    return found


def _cell(entries: list[Entry], includes: Mapping[str, frozenset[str]]) -> Cell:
    direct, indirect = (
        _counts((one for one in entries if one.use.is_direct is way), includes)
        for way in (True, False)
    )
    return Cell(direct, indirect, tuple(entries))


def _counts(
    entries: Iterable[Entry], includes: Mapping[str, frozenset[str]]
) -> dict[Says, int]:
    studies: defaultdict[Says, set[str]] = defaultdict(set)
    for use, says in entries:
        studies[says].add(use.study)
    return {
        says: independent(studies[says], includes) for says in Says if says in studies
    }


def _side(
    placing: Placing, theory: Theory, axis: Axis, filled: list[tuple[str, Cell]]
) -> Side:
    """Return the rows or columns; `filled` are their ids with the cells in them."""
    looked = {one for one, _ in filled}
    proposed = looked - {one for one, cell in filled if not cell.is_proposed}
    heads = list(_heads(placing, theory, axis))
    if NONE in looked:
        heads.append(Head(NONE, _MISSING[axis]))
    return Side(
        axis,
        heads=tuple(heads),
        empty=tuple(head for head in heads if head.id not in looked),
        proposed=tuple(head for head in heads if head.id in proposed),
    )


def _heads(placing: Placing, theory: Theory, axis: Axis) -> Iterator[Head]:
    if axis in ROLES and axis not in _WORDS:
        elements = placing.touching.playing[ROLES[axis]].values()
        yield from (Head(one.id, one.label) for one in elements)
    elif axis is Axis.THEME:
        themes = sorted(theory.themes, key=_place)
        yield from (Head(one.id, one.title) for one in themes)
    elif axis is Axis.SOURCE:
        sources = sorted(theory.sources, key=lambda one: one.id)
        yield from (Head(one.id, _title(one)) for one in sources)
    else:
        words = _WORDS[axis]
        yield from (Head(word, worded(word)) for word in words)


_WORDS: dict[Axis, type[Vocabulary]] = {
    Axis.CONTEXT_LAYER: Layer,
    Axis.SOURCE_KIND: SourceKind,
    Axis.EMMIE: Dimension,
}
_MISSING = {
    Axis.CONTEXT_LAYER: "no layer given",
    Axis.THEME: "no theme given",
    Axis.EMMIE: "no dimension given",
}


def _place(theme: Theme) -> tuple[bool, int]:
    # Themes without a place come last, in file order.
    return theme.order is None, theme.order or 0


def _title(source: Source) -> str:
    title = source.citation.get("title")
    return title if isinstance(title, str) else source.id
