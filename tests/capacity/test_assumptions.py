"""One table of settings: what the engine, a plan, validation and a workbook each take from it."""

from __future__ import annotations

from dataclasses import fields, replace

import pytest

from teamtide.capacity.assumptions import (
    ASSUMPTIONS,
    BY_KEY,
    SWEPT,
    Assumption,
    default,
    whole_default,
)
from teamtide.capacity.inputs import Settings
from teamtide.exchange.plans.format import SETTING_KEYS, WHOLE_SETTINGS
from teamtide.plan.rows import Plan
from teamtide.plan.state import State
from teamtide.plan.validation import problems_of

PAGE = {
    "overhead": 0.15,
    "ceremony_hours": 2.5,
    "switch": 0.10,
    "comm": 0.0,
    "move_start": 0.7,
    "move_weeks": 4.0,
    "hire_start": 0.5,
    "hire_weeks": 12.0,
    "mentor": 0.25,
    "help_min": 0.3,
    "burst_floor": 0.1,
    "samples": 1000,
    "seed": 1,
}
"""What MODEL.md says, written out so that the table can't drift from it."""


def test_that_defaults_are_those_of_the_page() -> None:
    assert {one.key: one.default for one in ASSUMPTIONS} == PAGE


def test_that_the_engine_and_a_plan_take_their_defaults_from_the_table() -> None:
    assert {f.name: f.default for f in fields(Settings)} == PAGE
    of_plan = {f.name: f.default for f in fields(Plan) if f.name in PAGE}
    assert of_plan == PAGE


def test_that_every_setting_of_the_engine_is_in_the_table_and_in_a_workbook() -> None:
    assert tuple(BY_KEY) == tuple(f.name for f in fields(Settings)) == SETTING_KEYS
    assert frozenset({"samples", "seed"}) == WHOLE_SETTINGS


def test_that_whole_numbers_stay_whole() -> None:
    assert isinstance(whole_default("samples"), int)
    assert isinstance(Settings().seed, int)
    with pytest.raises(KeyError):
        default("luck")


@pytest.mark.parametrize("one", ASSUMPTIONS, ids=lambda one: one.key)
def test_that_the_range_to_explore_is_allowed_and_holds_the_default(one: Assumption) -> None:
    assert one.allows(one.low)
    assert one.allows(one.high)
    assert one.low <= one.default <= one.high
    assert 0 < one.step <= (one.high - one.low) / 8
    assert one.meaning.endswith(".")
    assert one.source


@pytest.mark.parametrize("one", ASSUMPTIONS, ids=lambda one: one.key)
def test_that_validation_refuses_exactly_what_the_table_does_not_allow(
    one: Assumption, state: State
) -> None:
    beyond = 1 if one.whole else 1e-6
    for value in (one.least - beyond, one.least, one.low, one.high, one.most, one.most + beyond):
        if one.whole:
            value = int(value)
        plan = replace(state.plan, **{one.key: value})  # type: ignore[arg-type]
        rows = [plan if isinstance(row, Plan) else row for row in state.all_rows()]
        refused = any(one.key.replace("_", " ") in said for said in problems_of(State.of(rows)))
        assert refused != one.allows(value), value


def test_that_the_page_s_ranges_are_the_ones_refused_outside() -> None:
    assert not BY_KEY["overhead"].allows(1.0)
    assert BY_KEY["overhead"].allows(0.0)
    assert not BY_KEY["ceremony_hours"].allows(40.0)
    assert BY_KEY["switch"].allows(0.35)
    assert not BY_KEY["switch"].allows(0.3501)
    assert not BY_KEY["move_start"].allows(0.0)
    assert not BY_KEY["samples"].allows(10.5)
    assert not BY_KEY["mentor"].allows(float("nan"))


def test_that_a_decision_hinges_on_properties_of_teams_and_not_on_the_dice() -> None:
    assert set(PAGE) - set(SWEPT) == {"samples", "seed"}
