"""What opening a plan knows of its tables, against the SQLModel schema that makes them."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import JSON

from teamtide.plan.document import Document
from teamtide.plan.rows import ROW_CLASSES
from teamtide.plan.schema import HISTORY as HISTORY_TABLE
from teamtide.plan.schema import TABLES, table_statements
from teamtide.plan.stored import HISTORY, columns_of, tables
from tests.examples import small_state

KINDS: dict[type, str] = {int: "integer", bool: "integer", float: "real", str: "text"}


def named(table: str) -> Any:
    if table == HISTORY:
        return HISTORY_TABLE
    return next(found for cls, found in TABLES.items() if table == cls.TABLE)


@pytest.mark.parametrize("table", tables())
def test_that_both_know_the_same_columns(table: str) -> None:
    said = columns_of(table)
    made = list(named(table).columns)
    assert [column.name for column in said] == [column.name for column in made]
    for mine, theirs in zip(said, made, strict=True):
        python = theirs.type.python_type
        assert mine.nullable == bool(theirs.nullable), (table, mine.name)
        if mine.kind in ("tuple", "pairs"):
            assert isinstance(theirs.type, JSON)
        elif mine.kind == "date":
            assert python.__name__ == "date"
        else:
            assert mine.kind == KINDS.get(python, "text"), (table, mine.name)


def test_that_every_row_class_has_a_table_and_there_are_no_others() -> None:
    raw = sqlite3.connect(":memory:")
    for statement in table_statements():
        raw.execute(statement)
    made = {name for (name,) in raw.execute("SELECT name FROM sqlite_master WHERE type='table'")}
    assert made == set(tables())
    assert len(tables()) == len(ROW_CLASSES) + 1
    raw.close()


def test_that_a_value_survives_the_file_as_it_was(tmp_path: Path) -> None:
    state = small_state()
    Document.create(tmp_path / "p.teamtide", state).close()
    again = Document.open(tmp_path / "p.teamtide")
    assert again.state.tables == state.tables
    again.close()


def test_that_opening_and_changing_a_plan_imports_no_sqlmodel(tmp_path: Path) -> None:
    path = tmp_path / "p.teamtide"
    Document.create(path, small_state()).close()
    code = (
        "import sys; from pathlib import Path; from teamtide.plan.document import Document; "
        "from teamtide.plan.commands import edit; "
        "document = Document.open(Path(sys.argv[1])); "
        "from teamtide.plan.rows import Team; row = document.state.rows(Team)[0]; "
        "document.apply(edit(document.state, row, name='Crew')); "
        "document.undo(); document.close(); "
        "print(sorted({'sqlmodel', 'sqlalchemy', 'pydantic'} & set(sys.modules)))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, str(path)], capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "[]"
