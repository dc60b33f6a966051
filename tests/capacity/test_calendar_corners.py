"""Calendars at their worst: a year of 53 weeks, days in mid-week, surges upon surges, shares that
change every week. Random plans are moved there and held against the twin, planned and projected."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from teamtide.capacity.engine import compute
from teamtide.capacity.projection import project
from tests.capacity.plan_reader import PlanReader
from tests.capacity.test_engine_twin import assert_agree as assert_planned
from tests.capacity.test_projection_twin import assert_agree as assert_carried
from tests.capacity.twin import Sheets, expected, projected
from tests.strategies import Size, random_plan

LAST_WEEKS_OF_53 = date(2026, 12, 14)
SIZE = Size(people=5, teams=3, projects=3, chunks=8, services=2, weeks=10, settings=1)


def start_of(sheets: Sheets) -> date:
    found = next(row["Value"] for row in sheets["Plan"] if row["Setting"] == "Start")
    assert isinstance(found, date)
    return found


def moved(sheets: Sheets, start: date) -> Sheets:
    """The plan as it would be if it began on another Monday."""
    by = start - start_of(sheets)
    return {
        sheet: [
            {key: cell + by if isinstance(cell, date) else cell for key, cell in row.items()}
            for row in rows
        ]
        for sheet, rows in sheets.items()
    }


def harder(sheets: Sheets) -> Sheets:
    """With mid-week employment, overlapping surges and shares that change every week."""
    start = start_of(sheets)
    made = {name: [dict(row) for row in rows] for name, rows in sheets.items()}
    teams = [row["Team"] for row in made["Teams"]]
    first, *others = made["People"]
    first["Start"], first["End"] = start + timedelta(days=9), start + timedelta(days=52)
    if others:
        person = others[0].get("ID") or others[0]["Name"]
        kept = [row for row in made.get("Placements", []) if row["Person"] != person]
        for week in range(8):
            share = (0.2, 0.9, 0.5, 1.0)[week % 4]
            day = start + timedelta(days=7 * week + week % 5)
            places = [(teams[week % len(teams)], share)]
            if share < 1 and len(teams) > 1:
                places.append((teams[(week + 1) % len(teams)], 1 - share))
            for team, part in places:
                kept.append(
                    {"Scenario": "Today", "Person": person, "From": day, "Team": team}
                    | {"Share": part}
                )
        made["Placements"] = kept
    surges = made.setdefault("Surges", [])
    for service in made.get("Services", []):
        for begin, end, factor in ((3, 30, 2.0), (10, 24, 1.5), (22, 60, 0.0)):
            surges.append(
                {"Service": service["Service"], "Factor": factor}
                | {"From": start + timedelta(days=begin), "To": start + timedelta(days=end)}
            )
    return made


def test_that_the_year_has_53_weeks_and_the_plan_spans_its_end() -> None:
    assert date(2026, 12, 31).isocalendar().week == 53
    assert LAST_WEEKS_OF_53.weekday() == 0


@pytest.mark.parametrize("seed", range(24))
def test_that_the_twin_agrees_where_calendars_are_awkward(seed: int) -> None:
    sheets = harder(moved(random_plan(seed, SIZE), LAST_WEEKS_OF_53))
    reader = PlanReader(sheets)
    for scenario in ("Today", "Option"):
        load = compute(reader.inputs(scenario))
        assert_planned(load, expected(sheets, scenario))
        assert_carried(reader, project(load), projected(sheets, scenario))
