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
    Wants,
    allocate,
    by_primary,
    form_groups,
    group_supply,
    spread_groups,
    to_groups,
)
from teamtide.capacity.arrays import NOTHING, FloatArray, IntArray, freeze, tally
from teamtide.capacity.crew import (
    Crew,
    Skills,
    after_helping,
    base_days,
    headcount,
    settling_loss,
)
from teamtide.capacity.demand import Asks, join_asks
from teamtide.capacity.inputs import KINDS, Inputs
from teamtide.capacity.results import TeamLoad, Workings
from teamtide.capacity.switching import (
    AskIndex,
    Juggling,
    ask_time,
    index_asks,
    juggle,
    sum_wants,
)


def load_teams(inputs: Inputs, crew: Crew, skills: Skills, asks: Sequence[Asks]) -> list[TeamLoad]:
    """Computes the expected load of some teams (MODEL sections 1, from "Per person", and 3).

    Args:
        inputs: The plan.
        crew: The people of the teams.
        skills: What people can do.
        asks: What each of the teams is asked for, in the same order.

    Returns:
        Their figures, in the same order.
    """
    if not len(crew.teams):
        return []
    settings = inputs.settings
    disciplines, weeks, teams = len(inputs.disciplines), inputs.weeks, len(crew.teams)
    joined = join_asks(asks)
    base = after_helping(inputs, crew, skills, base_days(inputs, crew))
    by_name = joined.person >= 0
    wanted = zip(joined.team[by_name].tolist(), joined.person[by_name].tolist(), strict=True)
    groups = form_groups(crew, skills, settings.help_min, frozenset(wanted))
    index = index_asks(joined, groups)
    wants = sum_wants(index, teams, len(groups.named), weeks, disciplines)
    laid = spread_groups(groups, group_supply(groups, base))
    supply = by_primary(groups, laid)
    trial = allocate(groups, laid, wants)
    juggling = juggle(
        index,
        ask_time(index, groups, wants, trial),
        supply,
        headcount(crew, skills, disciplines).transpose(0, 2, 1),
        np.array([inputs.teams[team].rota for team in crew.teams]),
        settings.switch,
    )
    scaled = laid * to_groups(groups, juggling.factor)
    final = allocate(groups, scaled, wants)
    loss = settling_loss(inputs, crew, skills, base)
    return _collect(
        inputs, crew, asks, base, loss, groups, index, wants, supply, juggling, scaled, final
    )


def _collect(
    inputs: Inputs,
    crew: Crew,
    asks: Sequence[Asks],
    base: FloatArray,
    loss: FloatArray | None,
    groups: Groups,
    index: AskIndex,
    wants: Wants,
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
        "base": base,
        "group_supply": scaled[groups.team, :, groups.slot],
        "group_used": used[groups.team, :, groups.slot],
        "ask_time": ask_time(index, groups, wants, final),
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
            crew=crew.one(number),
            base=inner["base"][row],
            group=groups.of_row[row] - grouped[number],
            primary=groups.group_primary[group],
            factor=inner["factor"][number],
            slack=inner["slack"][number],
            group_supply=inner["group_supply"][group],
            group_used=inner["group_used"][group],
            asks=asks[number],
            ask_time=inner["ask_time"][slice(*parts[number : number + 2])],
            settling=None if loss is None or not loss[number].any() else loss[number],
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
