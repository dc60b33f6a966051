"""How a plan file of an older version becomes one of this version: one step per version.

`STEPS[n]` takes a file of version n to n + 1, inside a transaction that the store owns. A step is
plain SQL, never today's schema, because today's schema will change. It must bring the rows inside
`history.changes` along, or undo could not be read; and it must not use `executescript`, which would
commit half of it. Each released version has a fixture file in `tests/data/versions`.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable

Step = Callable[[sqlite3.Connection], None]


def _remember_imports(connection: sqlite3.Connection) -> None:
    """Version 2 keeps what the last import said of each person."""
    connection.execute(
        "CREATE TABLE imported (id INTEGER NOT NULL, person INTEGER NOT NULL, "
        "said VARCHAR NOT NULL, PRIMARY KEY (id), FOREIGN KEY(person) REFERENCES person (id))"
    )
    connection.execute("CREATE INDEX ix_imported_person ON imported (person)")


STEPS: dict[int, Step] = {1: _remember_imports}
