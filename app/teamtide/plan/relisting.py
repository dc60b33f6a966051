"""A list of tables for a damaged plan that has lost its own.

A database begins with the list of its tables and where each begins; without it no row can be found.
Every new plan of this version has the same list at the same place, so that of an empty one can be
laid over a damaged copy, if what stands where tables and indexes would begin then looks like tables
and indexes. A plan that was brought up to date from an older version has another list, and that is
seen by this.
"""

from __future__ import annotations

import contextlib
import sqlite3
from dataclasses import dataclass
from functools import cache

PAGE = 4096
TABLE_PAGES, INDEX_PAGES = (5, 13), (2, 10)
_ENOUGH = 0.85
"""Of all tables and indexes, how many must begin where they should: some may be damaged."""

Roots = dict[str, int]


@dataclass(frozen=True, slots=True)
class Listed:
    """The list of a new plan.

    Args:
        pages: By number the pages that hold it.
        tables: Where each table begins.
        indexes: Where each index begins.
    """

    pages: dict[int, bytes]
    tables: Roots
    indexes: Roots


@cache
def new_list() -> Listed:
    """The list of tables of an empty plan."""
    # SQLModel takes its time to import; only a plan without its list needs it.
    from teamtide.plan.schema import table_statements

    with contextlib.closing(sqlite3.connect(":memory:", isolation_level=None)) as raw:
        raw.execute(f"PRAGMA page_size={PAGE}")
        for statement in table_statements():
            raw.execute(statement)
        rows = raw.execute("SELECT type, name, rootpage FROM sqlite_master").fetchall()
        whole = raw.serialize()
    tables = {name: root for kind, name, root in rows if kind == "table"}
    indexes = {name: root for kind, name, root in rows if kind == "index"}
    roots = {*tables.values(), *indexes.values()}
    pages = {
        number: whole[(number - 1) * PAGE : number * PAGE]
        for number in range(1, len(whole) // PAGE + 1)
        if number not in roots
    }
    return Listed(pages, tables, indexes)


def relisted(content: bytes, known: Roots) -> bytes | None:
    """A damaged database with the list of a new plan; None where that does not fit.

    Args:
        content: The database, in pages of `PAGE` bytes.
        known: Tables of its own list that can still be read, and where they begin.
    """
    new = new_list()
    agree = [new.tables.get(name) == root for name, root in known.items()]
    if agree and sum(agree) < _ENOUGH * len(agree):
        return None
    wanted = [(root, TABLE_PAGES) for root in new.tables.values()]
    wanted += [(root, INDEX_PAGES) for root in new.indexes.values()]
    there = [
        content[(root - 1) * PAGE] in kinds for root, kinds in wanted if root * PAGE <= len(content)
    ]
    if sum(there) < _ENOUGH * len(wanted):
        return None
    laid = bytearray(content)
    for number, page in new.pages.items():
        laid[(number - 1) * PAGE : number * PAGE] = page
    return bytes(laid)
