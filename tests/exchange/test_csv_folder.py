"""The folder of text tables says what the engine says."""

from __future__ import annotations

import csv
import io
import math
from datetime import date
from pathlib import Path

import pytest

from teamtide.exchange.books.findings import Unwritable
from teamtide.exchange.csv_folder import FIGURES, export_folder
from teamtide.exchange.tables import csv_text, plain_text
from teamtide.plan.rows import Scenario, Team
from tests.exchange.test_workbook import drawn, loads_of


def rows_of(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def test_that_every_figure_of_every_week_is_the_engines(tmp_path: Path) -> None:
    state = drawn()
    loads = loads_of(state)
    names = export_folder(state, loads, tmp_path / "out")
    assert {path.name for path in (tmp_path / "out").iterdir()} == set(names)
    rows = iter(rows_of(tmp_path / "out" / "load.csv"))
    for scenario in state.rows(Scenario):
        for team, found in zip(state.rows(Team), loads[scenario.id].teams, strict=True):
            for week in range(state.plan.weeks):
                row = next(rows)
                assert (row["Scenario"], row["Team"]) == (scenario.name, team.name)
                for name in FIGURES:
                    value = float(getattr(found, name)[week])
                    told = row[name.capitalize()]
                    assert told == "nobody" if math.isinf(value) else float(told) == value
    assert next(rows, None) is None


def test_that_demand_adds_up_to_what_teams_are_asked(tmp_path: Path) -> None:
    state = drawn()
    loads = loads_of(state)
    export_folder(state, loads, tmp_path)
    rows = rows_of(tmp_path / "demand.csv")
    assert rows
    for scenario in state.rows(Scenario):
        for team, found in zip(state.rows(Team), loads[scenario.id].teams, strict=True):
            mine = [r for r in rows if (r["Scenario"], r["Team"]) == (scenario.name, team.name)]
            asked = math.fsum(float(row["Days"]) for row in mine)
            assert asked == pytest.approx(math.fsum(found.demand.tolist()), abs=1e-7)


def test_that_a_cancelled_export_writes_no_table(tmp_path: Path) -> None:
    state = drawn()

    def cancel(done: float) -> None:
        if done > 0.8:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        export_folder(state, loads_of(state), tmp_path / "out", progress=cancel)
    assert not (tmp_path / "out").exists()


def test_that_a_file_where_the_folder_goes_is_named(tmp_path: Path) -> None:
    (tmp_path / "out").write_bytes(b"mine")
    state = drawn()
    with pytest.raises(Unwritable, match="out can't be made"):
        export_folder(state, loads_of(state), tmp_path / "out")
    assert (tmp_path / "out").read_bytes() == b"mine"


@pytest.mark.parametrize("text", ["=1", "+1", "-1", "@a", "\t=1", "\r=1", "\n=1", "  =1", "＝1"])
def test_that_text_that_begins_like_a_formula_does_not(text: str) -> None:
    assert plain_text(text) == f"'{text}"
    (row,) = csv.reader(io.StringIO(csv_text([[text, 1.5]]), newline=""))
    assert row == [f"'{text}", "1.5"]


def test_that_numbers_keep_their_digits_and_days_are_days() -> None:
    text = csv_text([[0.1 + 0.2, -1.0, 7, date(2026, 1, 5), None, "a-b", ""]])
    assert text == "0.30000000000000004,-1.0,7,2026-01-05,,a-b,\r\n"
