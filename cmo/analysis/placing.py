"""In which rows and columns of a map a passage stands, and what it says there."""

from __future__ import annotations

from itertools import product
from typing import TYPE_CHECKING

from cmo.analysis.touching import Touching
from cmo.evidence import FOR
from cmo.model.vocabulary import Bearing, Role, Vocabulary

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from cmo.evidence import Use
    from cmo.model import Theory

NONE = "(none)"  # no id: ids have no brackets


class Axis(Vocabulary):
    """What the rows or the columns of a map stand for."""

    MECHANISM = "mechanism", "what is held to work"
    CONTEXT = "context", "the circumstances it works in"
    CONTEXT_LAYER = "context-layer", "the layers of those circumstances"
    OUTCOME = "outcome", "what follows"
    THEME = "theme", "the themes of the claims"
    SOURCE = "source", "the documents"
    SOURCE_KIND = "source-kind", "what sort of documents they are"
    EMMIE = "emmie", "the EMMIE dimensions of the passages"


class Says(Vocabulary):
    """How a passage speaks to a cell."""

    FOR = "for", "supporting the claim, as it stands or with a change"
    REFUTING = "refuting", "finding the opposite"
    NO_EFFECT = "no_effect", "testing it and finding no robust effect"
    INCONCLUSIVE = "inconclusive", "looking, and too weak to say"
    PROPOSING = "proposing", "assuming or proposing it, without data"
    NOT_FIRED = (
        "not_fired",
        "speaking, in whatever way, of where the mechanism did not fire",
    )


class Outside(Vocabulary):
    """Why a passage stands in no cell."""

    ROWS_ONLY = "rows_only", "it speaks of a row and of no column"
    COLUMNS_ONLY = "columns_only", "it speaks of a column and of no row"
    APART = "apart", "it speaks of both, but of no claim that joins them"
    NEITHER = "neither", "it speaks of neither"
    RIVALS = "rivals", "it speaks of rival theories only"
    NOTHING = "nothing", "it bears on no claim, or neutrally"


class Placing:
    """Where passages stand in the map of one axis by another.

    Attributes:
        touching: Which elements claims are about.
    """

    def __init__(self, theory: Theory, rows: Axis, columns: Axis) -> None:
        """Take `theory`, and what the rows and the columns stand for."""
        self.touching = Touching(theory)
        self._rows, self._columns = rows, columns
        self._rivals = {one.id for one in theory.rivals}
        self._themes = {one.id for one in theory.themes}

    def places(self, use: Use) -> Iterator[tuple[tuple[str, str], Says]]:
        """Yield the cells, as row and column id, that a use stands in, each once."""
        says = _SAYS.get(use.bears.bearing)
        if says is None or use.bears.claim in self._rivals:
            return
        seen = set()
        for row, column in self._joined(use):
            is_silent = self._is_silent(use, self._rows, row) or self._is_silent(
                use, self._columns, column
            )
            ids = self._ids(self._rows, use, row), self._ids(self._columns, use, column)
            for pair in product(*ids):
                # Two contexts of one configuration may lie in one layer.
                if pair not in seen:
                    seen.add(pair)
                    yield pair, Says.NOT_FIRED if is_silent else says

    def missed(self, uses: list[Use]) -> Outside:
        """Return why a passage with these uses stands in no cell."""
        speaking = [use for use in uses if use.bears.bearing in _SAYS]
        own = [use for use in speaking if use.bears.claim not in self._rivals]
        if not own:
            return Outside.RIVALS if speaking else Outside.NOTHING
        of_row = self._is_touched(self._rows, own)
        of_column = self._is_touched(self._columns, own)
        return _MISSED[of_row, of_column]

    def _joined(self, use: Use) -> Iterable[tuple[str, str]]:
        """Return the elements that put a use into a row and a column; "" for none."""
        row, column = ROLES.get(self._rows), ROLES.get(self._columns)
        if row and column:
            return self.touching.pairs(use, row, column)
        if row:
            return [(one, "") for one in self.touching.elements(use, row)]
        if column:
            return [("", one) for one in self.touching.elements(use, column)]
        return [("", "")]

    def _is_silent(self, use: Use, axis: Axis, element: str) -> bool:
        return axis is Axis.MECHANISM and self.touching.is_silent(
            use.bears.claim, element
        )

    def _ids(self, axis: Axis, use: Use, element: str) -> Iterable[str]:
        """Return the rows or columns that a use stands in by way of `element`."""
        found: Iterable[str] = (element,)
        match axis:
            case Axis.CONTEXT_LAYER:
                context = self.touching.playing[Role.CONTEXT][element]
                # An outcome can be a context too, and has no layers.
                found = getattr(context, "layers", ())
            case Axis.THEME:
                found = self.touching.themes(use.bears.claim) & self._themes
            case Axis.SOURCE:
                found = (use.source.id,)
            case Axis.SOURCE_KIND:
                found = (use.source.kind,)
            case Axis.EMMIE:
                found = use.excerpt.emmie
        return found or (NONE,)

    def _is_touched(self, axis: Axis, uses: list[Use]) -> bool:
        role = ROLES.get(axis)
        return role is None or any(self.touching.elements(use, role) for use in uses)


ROLES = {
    Axis.MECHANISM: Role.MECHANISM,
    Axis.CONTEXT: Role.CONTEXT,
    Axis.CONTEXT_LAYER: Role.CONTEXT,
    Axis.OUTCOME: Role.OUTCOME,
}
_SAYS = {
    **dict.fromkeys(FOR, Says.FOR),
    Bearing.REFUTES: Says.REFUTING,
    Bearing.NO_EFFECT: Says.NO_EFFECT,
    Bearing.INCONCLUSIVE: Says.INCONCLUSIVE,
    Bearing.PROPOSES: Says.PROPOSING,
}
# Whether a row, and whether a column, is spoken of.
_MISSED = {
    (True, True): Outside.APART,
    (True, False): Outside.ROWS_ONLY,
    (False, True): Outside.COLUMNS_ONLY,
    (False, False): Outside.NEITHER,
}
