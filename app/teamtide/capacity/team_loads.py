"""From people and asks to the figures of some teams.

The second half of a computation: everything before it is per person or per item and knows no team;
everything here is per team and may be done for all of them or for the two that a drag touched.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from teamtide.capacity.allocation import (
    Allocation,
    Groups,
    allocate,
    by_primary,
    form_groups,
    spread_groups,
    to_groups,
)
from teamtide.capacity.arrays import NOTHING, FloatArray, IntArray, freeze, tally
from teamtide.capacity.crew import Crew, Skills
from teamtide.capacity.demand import Asks, join_asks
from teamtide.capacity.inputs import KINDS, Inputs
from teamtide.capacity.results import TeamLoad, Workings
from teamtide.capacity.staff import Staff, members
from teamtide.capacity.switching import (
    AskIndex,
    Juggling,
    ask_time,
    index_asks,
    juggle,
    share_asks,
    sum_wants,
)


def load_teams(
    inputs: Inputs, staffs: Sequence[Staff], skills: Skills, asks: Sequence[Asks]
) -> list[TeamLoad]:
    """Computes the expected load of some teams (MODEL section 3).

    Args:
        inputs: The plan.
        staffs: What the people of each team can give.
        skills: What people can do.
        asks: What each of the teams is asked for, in the same order.

    Returns:
        Their figures, in the same order.
    """
    if not staffs:
        return []
    settings = inputs.settings
    disciplines, weeks, teams = len(inputs.disciplines), inputs.weeks, len(staffs)
    crew, joined = members(staffs), join_asks(asks)
    by_name = joined.person >= 0
    wanted = zip(joined.team[by_name].tolist(), joined.person[by_name].tolist(), strict=True)
    groups = form_groups(crew, skills, settings.help_min, frozenset(wanted))
    index = index_asks(joined, groups)
    wants = sum_wants(index, teams, len(groups.named), weeks, disciplines)
    laid = spread_groups(groups, np.concatenate([staff.days for staff in staffs]))
    supply = by_primary(groups, laid)
    parts = share_asks(index, wants)
    juggling = juggle(
        index,
        ask_time(index, parts, groups, allocate(groups, laid, wants)),
        supply,
        np.stack([staff.present for staff in staffs]).transpose(0, 2, 1),
        np.array([inputs.teams[team].rota for team in crew.teams]),
        settings.switch,
    )
    scaled = laid * to_groups(groups, juggling.factor)
    final = allocate(groups, scaled, wants)
    time = ask_time(index, parts, groups, final)
    return _collect(
        inputs, crew, staffs, asks, groups, index, time, supply, juggling, scaled, final
    )


def _collect(
    inputs: Inputs,
    crew: Crew,
    staffs: Sequence[Staff],
    asks: Sequence[Asks],
    groups: Groups,
    index: AskIndex,
    time: FloatArray,
    supply: FloatArray,
    juggling: Juggling,
    scaled: FloatArray,
    final: Allocation,
) -> list[TeamLoad]:
    disciplines, weeks, teams = len(inputs.disciplines), inputs.weeks, len(crew.teams)
    asked = index.asks
    used = scaled - final.left
    by_discipline = _days_by(asked, asked.discipline, teams, disciplines, weeks)
    demand = by_discipline.sum(axis=1)
    capacity = scaled.sum(axis=2)
    arrays = {
        "capacity": capacity,
        "demand": demand,
        "used": used.sum(axis=2),
        "overload": final.unmet.sum(axis=2),
        "idle": final.left.sum(axis=2),
        "load": load_ratio(demand, capacity),
        "by_kind": _days_by(asked, asked.kind, teams, len(KINDS), weeks),
        "demand_by_discipline": by_discipline,
        "unmet_by_discipline": _weeks_last(final.unmet),
        "juggling": _weeks_last(juggling.threads),
        "supply_by_discipline": _weeks_last(supply),
        "capacity_by_discipline": _weeks_last(by_primary(groups, scaled)),
        "used_by_discipline": _weeks_last(by_primary(groups, used)),
    }
    inner = {
        "factor": _weeks_last(juggling.factor),
        "slack": _weeks_last(juggling.slack),
        "group_supply": scaled[groups.team, :, groups.slot],
        "group_used": used[groups.team, :, groups.slot],
        "ask_time": time,
    }
    freeze(*arrays.values(), *inner.values(), groups.of_row)
    rows = _bounds(crew.team, teams)
    grouped = _bounds(groups.team, teams)
    parts = _bounds(asked.team, teams)
    results = []
    for number in range(teams):
        row = slice(*rows[number : number + 2])
        group = slice(*grouped[number : number + 2])
        workings = Workings(
            staff=staffs[number],
            group=groups.of_row[row] - grouped[number],
            primary=groups.group_primary[group],
            factor=inner["factor"][number],
            slack=inner["slack"][number],
            group_supply=inner["group_supply"][group],
            group_used=inner["group_used"][group],
            asks=asks[number],
            ask_time=inner["ask_time"][slice(*parts[number : number + 2])],
            settling=staffs[number].settling,
        )
        figures = {name: array[number] for name, array in arrays.items()}
        results.append(TeamLoad(**figures, workings=workings))
    return results


def _days_by(asks: Asks, key: IntArray, teams: int, keys: int, weeks: int) -> FloatArray:
    cell = (asks.team * keys + key) * weeks + asks.week
    return tally(cell, asks.days, (teams, keys, weeks))


def load_ratio(demand: FloatArray, capacity: FloatArray) -> FloatArray:
    """Load = demand / capacity; 0/0 is 0, work and no capacity is infinite."""
    some = capacity > NOTHING
    ratio = np.where(demand > NOTHING, np.inf, 0.0)
    return np.divide(demand, capacity, out=ratio, where=some)


def _weeks_last(values: FloatArray) -> FloatArray:
    return np.ascontiguousarray(values.transpose(0, 2, 1))


def _bounds(team: IntArray, teams: int) -> list[int]:
    bounds: list[int] = np.searchsorted(team, np.arange(teams + 1)).tolist()
    return bounds
