"""How a plan file of an older version becomes one of this version: one step per version.

`STEPS[n]` takes a file of version n to n + 1, inside a transaction that the store owns. A step is
plain SQL, never today's schema, because today's schema will change. It must bring the rows inside
`history.changes` along, or undo could not be read; and it must not use `executescript`, which would
commit half of it. Each released version has a fixture file in `tests/data/versions`.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable
from typing import Any

Step = Callable[[sqlite3.Connection], None]


def _remember_imports(connection: sqlite3.Connection) -> None:
    """Version 2 keeps what the last import said of each person."""
    connection.execute(
        "CREATE TABLE imported (id INTEGER NOT NULL, person INTEGER NOT NULL, "
        "said VARCHAR NOT NULL, PRIMARY KEY (id), FOREIGN KEY(person) REFERENCES person (id))"
    )
    connection.execute("CREATE INDEX ix_imported_person ON imported (person)")


_WISHES_AND_NOTES = (
    "ALTER TABLE plan ADD COLUMN began DATE",
    "ALTER TABLE chunk ADD COLUMN done FLOAT CHECK (done >= 0)",
    "CREATE TABLE pin (id INTEGER NOT NULL, person INTEGER NOT NULL, team INTEGER, "
    "reason VARCHAR NOT NULL, PRIMARY KEY (id), FOREIGN KEY(person) REFERENCES person (id), "
    "FOREIGN KEY(team) REFERENCES team (id))",
    "CREATE TABLE pair (id INTEGER NOT NULL, wish VARCHAR NOT NULL, first INTEGER NOT NULL, "
    "second INTEGER NOT NULL, reason VARCHAR NOT NULL, PRIMARY KEY (id), CHECK (first <> second), "
    "FOREIGN KEY(first) REFERENCES person (id), FOREIGN KEY(second) REFERENCES person (id))",
    "CREATE TABLE note (id INTEGER NOT NULL, text VARCHAR NOT NULL, person INTEGER, team INTEGER, "
    "project INTEGER, chunk INTEGER, service INTEGER, PRIMARY KEY (id), "
    "FOREIGN KEY(person) REFERENCES person (id), FOREIGN KEY(team) REFERENCES team (id), "
    "FOREIGN KEY(project) REFERENCES project (id), FOREIGN KEY(chunk) REFERENCES chunk (id), "
    "FOREIGN KEY(service) REFERENCES service (id))",
    "CREATE INDEX ix_pin_person ON pin (person)",
    "CREATE INDEX ix_pin_team ON pin (team)",
    "CREATE INDEX ix_pair_first ON pair (first)",
    "CREATE INDEX ix_pair_second ON pair (second)",
    "CREATE INDEX ix_note_person ON note (person)",
    "CREATE INDEX ix_note_team ON note (team)",
    "CREATE INDEX ix_note_project ON note (project)",
    "CREATE INDEX ix_note_chunk ON note (chunk)",
    "CREATE INDEX ix_note_service ON note (service)",
)


def _wish_and_note(connection: sqlite3.Connection) -> None:
    """Version 3 has days done of chunks, when a plan began, pins, pairs, and notes on cards."""
    for statement in _WISHES_AND_NOTES:
        connection.execute(statement)
    _lengthen_history(connection, "chunk", [None])
    _lengthen_history(connection, "plan", [None])


def _lengthen_history(connection: sqlite3.Connection, table: str, more: list[Any]) -> None:
    """Give the rows of a table inside the history the values of its new columns."""
    entries = connection.execute("SELECT id, changes FROM history").fetchall()
    for entry, text in entries:
        steps = json.loads(text)
        touched = False
        for step in steps:
            if step[0] == table:
                touched = True
                step[1:] = [None if row is None else [*row, *more] for row in step[1:]]
        if touched:
            changes = json.dumps(steps, ensure_ascii=False, separators=(",", ":"))
            connection.execute("UPDATE history SET changes = ? WHERE id = ?", (changes, entry))


def _grow_a_tree(connection: sqlite3.Connection) -> None:
    """Version 4 knows which entry each one followed, and when it was undone (1: once)."""
    connection.execute("ALTER TABLE history RENAME TO old_history")
    connection.execute(
        "CREATE TABLE history (id INTEGER NOT NULL, at VARCHAR NOT NULL, label VARCHAR NOT NULL, "
        "scenario INTEGER, undone INTEGER NOT NULL, changes VARCHAR NOT NULL, parent INTEGER, "
        "PRIMARY KEY (id))"
    )
    connection.execute(
        "INSERT INTO history SELECT id, at, label, scenario, undone <> 0, changes, "
        "lag(id) OVER (ORDER BY id) FROM old_history"
    )
    connection.execute("DROP TABLE old_history")


STEPS: dict[int, Step] = {1: _remember_imports, 2: _wish_and_note, 3: _grow_a_tree}
