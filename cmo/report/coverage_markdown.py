"""Coverage as Markdown that fits a comment on a pull request."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from cmo.english import counted
from cmo.findings import Severity
from cmo.report import structure
from cmo.report.coverage_rows import COLUMNS, KEY, PLURALS, by_kind, cells, totals
from cmo.report.escaping import markdown_quiet
from cmo.rules import RULES, View

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from cmo.analysis.coverage import Coverage, Row

# GitHub refuses a comment of more than 65,536 characters; a team may add a line.
LIMIT = 65_000
# As many rows as a reader still takes in without unfolding anything.
SHOWN = 30
# Characters of a title or label; a longer one would push out the others.
LONGEST = 300


class Table(NamedTuple):
    """A table that can be cut: what stands above its rows, them, and below."""

    head: str
    rows: list[str]
    foot: str


def as_markdown(coverage: Coverage, limit: int | None = LIMIT) -> str:
    """Return the totals, the claims that need attention, and all claims folded.

    Args:
        coverage: What the evidence says.
        limit: It is never longer than so many characters: what is left out then is
            said. None: it is whole.
    """
    tables = [_attention(coverage), *_folded(coverage), *_argument(coverage)]
    start = f"# Evidence coverage: {_shown(coverage.theory.title)}\n\n"
    start += f"{totals(coverage)}\n\n"
    whole = start + _joined(tables)
    if limit is None or len(whole) <= limit:
        return whole
    missing = sum(len(table.rows) for table in tables)
    room = limit - len(
        start + _cut(missing) + _joined(t._replace(rows=[]) for t in tables)
    )
    fitted = _fitted(tables, room)
    missing -= sum(len(table.rows) for table in fitted)
    return start + _cut(missing) + _joined(fitted)


def _cut(missing: int) -> str:
    return (
        f"**Cut to fit a comment: {counted(missing, 'row')} of the tables left out.** "
        "`cmo coverage` shows all claims, and `cmo coverage --format csv` gives them "
        "as one table.\n\n"
    )


def _fitted(tables: list[Table], room: int) -> list[Table]:
    """Return `tables` with as many rows as `room` characters hold.

    The first goes first, then the shortest, so that a long one does not push
    out the others.
    """
    kept: dict[int, list[str]] = {}
    first, *others = range(len(tables))
    for i in (first, *sorted(others, key=lambda i: len(tables[i].rows))):
        kept[i] = []
        for row in tables[i].rows:
            room -= len(row)
            if room < 0:
                break
            kept[i].append(row)
    return [table._replace(rows=kept[i]) for i, table in enumerate(tables)]


def _joined(tables: Iterable[Table]) -> str:
    return "\n".join(f"{head}{''.join(rows)}{foot}" for head, rows, foot in tables)


def _attention(coverage: Coverage) -> Table:
    """Return the claims that `cmo check` warns of, what was found before what lacks."""
    rows = list(_open(coverage))
    if not rows:
        return Table(
            f"No claim is {_WORDS}, but for what is explained.\n\n{KEY}\n", [], ""
        )
    verb = "is" if len(rows) == 1 else "are"
    head = (
        "## What needs attention\n\n"
        f"{counted(len(rows), 'claim')} {verb} {_WORDS}, and nobody said why.\n\n"
        + _heading(("claim", "state", "flags"))
    )
    more = len(rows) - SHOWN
    rest = f"\n{counted(more, 'more claim')}: `cmo check` lists all.\n"
    foot = rest if more > 0 else ""
    shown = [_pipes((_claim(row), cells(row)[0], _flags(row))) for row in rows[:SHOWN]]
    return Table(head, shown, f"{foot}\n{KEY}\n")


_WORDS = "opposed, contested without a decision, unsupported or only theorised"
# The rules that say so, in this order.
_ASKED = ("E307", "E306", "E301", "E302")


def _open(coverage: Coverage) -> Iterator[Row]:
    """Yield the rows of which a rule says more than a note that no waiver accepts."""
    theory = coverage.theory
    rows = {row.claim: row for row in coverage.rows}
    accepted = {(waiver.rule, waiver.id) for waiver in theory.waivers}
    # Where the theory stands matters to rules on quotations alone.
    view = View(theory, Path())
    for code in _ASKED:
        for remark in RULES[code].check(view):
            is_grave = remark.severity is not Severity.NOTE
            if is_grave and (code, remark.id) not in accepted:
                yield rows[remark.id]


def _folded(coverage: Coverage) -> Iterator[Table]:
    """Yield a table for each kind of claim, folded until a reader opens it."""
    for kind, rows in by_kind(coverage):
        direct = sum(row.support.is_direct for row in rows)
        head = (
            "<details>\n"
            f"<summary>{PLURALS[kind]}: {direct} of {len(rows)} with direct evidence"
            # GitHub reads what follows as Markdown only after an empty line.
            "</summary>\n\n" + _heading(("claim", *COLUMNS[:-2], "flags"))
        )
        lines = [_pipes((_claim(row), *cells(row)[:-2], _flags(row))) for row in rows]
        yield Table(head, lines, "\n</details>\n")


def _argument(coverage: Coverage) -> Iterator[Table]:
    """Yield the structure of the argument, folded: its table, and what is beside it."""
    rows = [[*map(markdown_quiet, row)] for row in structure.rows(coverage.structure)]
    head = "<details>\n<summary>Structure of the argument</summary>\n"
    if rows:
        head += f"\n{structure.STRUCTURE_KEY}\n\n{_heading(structure.COLUMNS)}"
    yield Table(head, [*map(_pipes, rows)], "")
    remarks = map(markdown_quiet, structure.remarks(coverage.structure))
    yield Table("", [f"- {remark}\n" for remark in remarks], "\n</details>\n")


def _claim(row: Row) -> str:
    return f"{_shown(row.label)} (`{row.claim}`)"


def _flags(row: Row) -> str:
    return markdown_quiet(cells(row)[-1])


def _shown(text: str) -> str:
    return markdown_quiet(text if len(text) <= LONGEST else f"{text[:LONGEST]} …")


def _heading(columns: Sequence[str]) -> str:
    return _pipes(columns) + _pipes(["---"] * len(columns))


def _pipes(row: Sequence[str]) -> str:
    return f"| {' | '.join(row)} |\n"
