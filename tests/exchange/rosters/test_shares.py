"""Parts of full time in every unit people write them in."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from teamtide.exchange.books.findings import Findings
from teamtide.exchange.books.grids import grid_of
from teamtide.exchange.rosters.columns import fte_column
from teamtide.exchange.rosters.shares import share_of
from teamtide.exchange.rosters.tables import Table
from tests.exchange.rosters.helpers import understood


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("0.8", ("number", 0.8)),
        ("0,8", ("number", 0.8)),
        ("80 %", ("fte", 0.8)),
        ("100,00 %", ("fte", 1.0)),
        ("32 h", ("hours", 32)),
        ("32,5 Std.", ("hours", 32.5)),
        ("40h/Woche", ("hours", 40)),
        ("40 hours per week", ("hours", 40)),
        ("40 HORAS SEMANAIS", ("hours", 40)),
        ("35 heures par semaine", ("hours", 35)),
        ("週40時間", ("hours", 40)),
        ("38h30", ("clock", 38.5)),
        ("38:30", ("clock", 38.5)),
        ("4 days", ("days", 4)),
        ("4/5", ("fte", 0.8)),
        ("0,5 VZÄ", ("fte", 0.5)),
        ("full time", ("full", 1)),
        ("Full-Time", ("full", 1)),
        ("Vollzeit", ("full", 1)),
        ("Temps plein", ("full", 1)),
        ("jornada completa", ("full", 1)),
        ("DEDICACAO EXCLUSIVA", ("full", 1)),
        ("F", ("full", 1)),
        ("P", ("part", 0)),
        ("Part time", ("part", 0)),
        ("Teilzeit", ("part", 0)),
        ("Teilzeit 50 %", ("fte", 0.5)),
        ("Part-time (20h)", ("hours", 20)),
        ("lots", None),
        ("Salary", None),
        ("", None),
    ],
)
def test_that_a_cell_says_its_unit(text: str, said: tuple[str, float] | None) -> None:
    found = share_of(text)
    assert (found and found[0]) == (said and said[0])
    assert (found and found[1]) == pytest.approx(said and said[1])


@pytest.mark.parametrize(
    ("header", "cells", "expected", "full"),
    [
        ("FTE", [1, "0,8", "80 %", "32 h"], [1, 0.8, 0.8, 0.8], 40),
        ("FTE", [1, 0.8, 100, 80, 60], [1, 0.8, 1, 0.8, 0.6], None),
        ("Pensum", [100, 80, 50], [1, 0.8, 0.5], None),
        ("FTE %", [100, 80, 40, 40, 40], [1, 0.8, 0.4, 0.4, 0.4], None),
        ("Weekly hours", [40, 36, 20], [1, 0.9, 0.5], 40),
        ("Wochenstunden", ["38,5", "38,5", "40", "19,25"], [1, 1, 1, 0.5], 38.5),
        ("Weekly hours", ["35:00", "17:30"], [1, 0.5], 35),
        ("Standard hours", [80, 80, 40], [1, 1, 0.5], None),
        ("FTE", ["Full time", "0.5", "Part time"], [1, 0.5, None], None),
        ("FTE", [1, "n/a", "", None], [1, None, None, None], None),
        ("Days", ["5 days", "4 days"], [1, 0.8], None),
    ],
)
def test_that_a_column_settles_what_its_numbers_mean(
    header: str, cells: list[Any], expected: list[float | None], full: float | None
) -> None:
    grid = grid_of("s", [[header], *([c] for c in cells)])
    rows = range(1, len(grid.rows))
    found = fte_column(Table(grid, 0, {"fte": 0}), rows, Findings())
    assert found.values == pytest.approx(expected[: len(rows)])
    assert found.full_time == full
    assert found.posts == set()


def test_that_full_time_can_be_set() -> None:
    grid = grid_of("s", [["Hours"], [40], [20]])
    found = fte_column(Table(grid, 0, {"fte": 0}), [1, 2], Findings(), 50)
    assert found.values == pytest.approx([0.8, 0.4])
    assert found.full_time == 50


def test_that_part_time_without_a_number_is_left_open_and_said() -> None:
    rows = [
        ["Name", "Job Titles", "Department", "Full or Part-Time", "Typical Hours"],
        ["LIMA,  ANA M", "CLERK", "POLICE", "F", None],
        ["BERG,  BO", "CLERK", "POLICE", "P", 20],
        ["DAHL,  CY", "CLERK", "POLICE", "P", None],
        ["EVANS,  DI", "CLERK", "POLICE", "F", 40],
    ]
    table, roll, findings = understood(rows)
    assert table.named()["fte"] == "Typical Hours"
    assert [entry.fte for entry in roll.entries] == [1, 0.5, None, 1]
    assert any("1 person is part time in “Full or Part-Time”" in w for w in findings.warnings)


@pytest.mark.parametrize(
    ("header", "cells"),
    [
        ("Regular Hours", [1830, 1831, 1181]),
        ("Jornada", ["200:00", "150:00", "200:00"]),
        ("Hours", ["9:00-17:00", "8:00-16:00", "flexible"]),
        ("Part time", ["yes", "no", "no"]),
    ],
)
def test_that_hours_of_something_else_are_no_part_of_full_time(
    header: str, cells: list[Any]
) -> None:
    names = ["Ana Lima", "Bo Berg", "Cy Dahl"]
    rows = [["Name", "Team", header], *([n, "A", c] for n, c in zip(names, cells, strict=True))]
    assert "fte" not in understood(rows)[0].columns


@given(st.text(max_size=20))
def test_that_any_text_is_a_share_or_none(text: str) -> None:
    found = share_of(text)
    assert found is None or found[0] in (
        *("fte", "number", "hours", "days", "clock", "full", "part"),
    )
