"""The tables that journals want, made from a theory and its evidence."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cmo.publish.cerqual import cerqual
from cmo.publish.table_cmocs import cmocs
from cmo.publish.table_decisions import decisions
from cmo.publish.table_evidence import evidence
from cmo.publish.table_sources import sources

if TYPE_CHECKING:
    from collections.abc import Callable

    from cmo.evidence import Evidence
    from cmo.publish.document import Document
    from cmo.publish.references import References

__all__ = ["TABLES", "cerqual", "cmocs", "decisions", "evidence", "sources"]

# Each makes a document with one table; without anything to show, with a sentence.
TABLES: dict[str, Callable[[Evidence, References], Document]] = {
    "cmocs": cmocs,
    "sources": sources,
    "evidence": evidence,
    "decisions": decisions,
    "cerqual": cerqual,
}
