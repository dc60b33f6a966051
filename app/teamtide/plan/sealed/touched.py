"""What a commit changed, as rows: noted while its statements run, whatever statements they are.

TEMP triggers note the id of each row that is written or removed; afterwards the rows are read as
they are now. To put it all into another copy of the database is to remove those rows and insert
what they are. No SQL is kept, so none is ever taken from a file.
"""

from __future__ import annotations

import json
import sqlite3
from typing import Any

from teamtide.plan.sealed.layout import Damaged


class Touched:
    """Follows a connection to a database in memory."""

    def __init__(self, raw: sqlite3.Connection) -> None:
        """Follow `raw` from now on, if all of its tables have a whole number as their key."""
        self._raw = raw
        raw.execute("PRAGMA temp_store=MEMORY")
        raw.execute("PRAGMA recursive_triggers=ON")  # a REPLACE removes rows, too
        raw.execute("CREATE TEMP TABLE touched (place INTEGER, id INTEGER)")
        self._tables = tables(raw)
        self._schema = self._version()
        names = self._tables or {}
        for place, (name, columns) in enumerate(names.items()):
            for what, rows in (("INSERT", "N"), ("DELETE", "O"), ("UPDATE", "ON")):
                notes = "".join(
                    f"INSERT INTO touched VALUES ({place}, "
                    f"{'NEW' if row == 'N' else 'OLD'}.{_quoted(columns[0])}); "
                    for row in rows
                )
                raw.execute(
                    f"CREATE TEMP TRIGGER {_quoted(f'touched {what} {name}')} "
                    f"AFTER {what} ON main.{_quoted(name)} BEGIN {notes}END"
                )
        self._changes = raw.total_changes

    def end(self) -> None:
        """Follow no more; the connection is as it was."""
        raw = self._raw
        noting = raw.execute("SELECT name FROM temp.sqlite_master WHERE type='trigger'").fetchall()
        for (name,) in noting:
            raw.execute(f"DROP TRIGGER temp.{_quoted(name)}")
        raw.execute("DROP TABLE temp.touched")

    def taken(self) -> bytes | None:
        """What was changed since it was asked last, blank for nothing; None where rows can't say.

        It is asked between transactions.
        """
        raw = self._raw
        if raw.total_changes == self._changes and self._version() == self._schema:
            return b""
        noted = raw.execute("SELECT DISTINCT place, id FROM touched ORDER BY place, id").fetchall()
        raw.execute("DELETE FROM touched")
        self._changes = raw.total_changes
        if self._tables is None or not noted or self._version() != self._schema:
            return None
        names = list(self._tables)
        found: dict[str, tuple[list[int], list[list[Any]]]] = {}
        for place, key in noted:
            name = names[place]
            columns = self._tables[name]
            gone, now = found.setdefault(name, ([], []))
            row = raw.execute(
                f"SELECT {', '.join(map(_quoted, columns))} FROM main.{_quoted(name)} "
                f"WHERE {_quoted(columns[0])}=?",
                (key,),
            ).fetchone()
            if row is None:
                gone.append(key)
            else:
                now.append(list(row))
        try:
            return json.dumps(found, ensure_ascii=False, separators=(",", ":")).encode()
        except (TypeError, ValueError):  # a value no plan holds
            return None

    def _version(self) -> int:
        return int(self._raw.execute("PRAGMA main.schema_version").fetchone()[0])


def put(raw: sqlite3.Connection, taken: list[bytes]) -> None:
    """Put what was changed elsewhere, oldest first, into a database.

    Raises:
        Damaged: it does not fit.
    """
    known = tables(raw) or {}
    raw.execute("PRAGMA foreign_keys=OFF")  # which hold at the end, where intake looks at them
    raw.execute("BEGIN")
    try:
        for record in taken:
            _put(raw, known, json.loads(record))
        raw.execute("COMMIT")
    except (sqlite3.Error, ValueError, TypeError, AttributeError, OverflowError) as error:
        raw.execute("ROLLBACK")
        raise Damaged from error
    except RecursionError as error:
        raw.execute("ROLLBACK")
        raise Damaged from error
    finally:
        raw.execute("PRAGMA foreign_keys=ON")


def _put(raw: sqlite3.Connection, known: dict[str, list[str]], record: Any) -> None:
    for name, (gone, now) in record.items():
        columns = known.get(name)
        if columns is None:
            raise ValueError(name)
        table = f"main.{_quoted(name)}"
        keys = [(key,) for key in [*gone, *(row[0] for row in now)]]
        raw.executemany(f"DELETE FROM {table} WHERE {_quoted(columns[0])}=?", keys)
        words = f"({', '.join(map(_quoted, columns))}) VALUES ({', '.join('?' for _ in columns)})"
        raw.executemany(f"INSERT INTO {table} {words}", now)


def tables(raw: sqlite3.Connection) -> dict[str, list[str]] | None:
    """Every table with its columns, the key first; None where one has no whole number as key."""
    found: dict[str, list[str]] = {}
    names = raw.execute(
        "SELECT name FROM main.sqlite_master WHERE type='table' "
        "AND name NOT LIKE 'sqlite!_%' ESCAPE '!' ORDER BY name"
    )
    for (name,) in names.fetchall():
        columns = raw.execute(f"PRAGMA main.table_xinfo({_quoted(name)})").fetchall()
        keys = [column[1] for column in columns if column[5]]
        plain = all(column[6] == 0 for column in columns)
        whole = [column[2].upper() == "INTEGER" for column in columns if column[5]]
        if not plain or whole != [True]:
            return None
        found[name] = [*keys, *(column[1] for column in columns if not column[5])]
    return found


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'
