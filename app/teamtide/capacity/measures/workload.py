"""Measures of how much there is to do: peak, overload, idle, unowned, rank, flood and drought.

All of them are sums and spreads of the expected load (MODEL section 6).
"""

from __future__ import annotations

from collections.abc import Callable

from teamtide.capacity.arrays import NOTHING, FloatArray
from teamtide.capacity.inputs import KINDS
from teamtide.capacity.measures.cases import Case
from teamtide.capacity.measures.reading import Line, Reading, day_words

FLOOD = 1.1
"""Load above which a week counts as flood."""
DROUGHT = 0.6
"""Load below which a week counts as drought."""


def peak(case: Case, _today: Case) -> Reading:
    """The largest finite load; the earliest week and the first team on ties.

    Weeks with work and nobody are no peak: they are counted beside it, and rank before it.
    """
    nobody = sum(team.nobody_weeks for team in case.load.teams)
    peaks = [
        (*found, number)
        for number, team in enumerate(case.load.teams)
        if (found := team.peak) is not None
    ]
    names = [team.name for team in case.inputs.teams]
    lines = [
        Line(f"{names[number]}, week of {day_words(case.monday(week))}", height, "load")
        for height, week, number in peaks
        if height > NOTHING
    ]
    if nobody:
        lines.append(Line("Weeks with work and nobody, counted beside it", float(nobody), "count"))
    if not peaks:
        return Reading("peak", None, tuple(lines), before=float(nobody))
    highest = max(height for height, _, _ in peaks)
    if highest <= NOTHING:
        return Reading("peak", 0.0, tuple(lines), before=float(nobody))
    week, number = min((w, n) for height, w, n in peaks if height >= highest - NOTHING)
    where = f"{names[number]}, {day_words(case.monday(week))}"
    return Reading("peak", highest, tuple(lines), where, before=float(nobody))


def nobody(case: Case, _today: Case) -> Reading:
    """Team-weeks with work and no capacity."""
    return _per_team(
        "nobody", "count", case, [float(team.nobody_weeks) for team in case.load.teams]
    )


def overload(case: Case, _today: Case) -> Reading:
    """Work unmet, over all team-weeks, days."""
    return _per_team(
        "overload", "days", case, [float(team.overload.sum()) for team in case.load.teams]
    )


def idle(case: Case, _today: Case) -> Reading:
    """Supply left, over all team-weeks, days."""
    return _per_team("idle", "days", case, [float(team.idle.sum()) for team in case.load.teams])


def _per_team(key: str, unit: str, case: Case, values: list[float]) -> Reading:
    lines = tuple(
        Line(team.name, value, unit) for team, value in zip(case.inputs.teams, values, strict=True)
    )
    return Reading(key, float(sum(values)), lines)


def unowned(case: Case, _today: Case) -> Reading:
    """Work that no team owns, in the horizon, days."""
    by_kind = case.load.unowned.sum(axis=1).tolist()
    lines = tuple(
        Line(f"{kind.capitalize()} work", float(value), "days")
        for kind, value in zip(KINDS, by_kind, strict=True)
        if value > NOTHING
    )
    return Reading("unowned", float(sum(by_kind)), lines)


def pushed_out(case: Case, _today: Case) -> Reading:
    """Active work planned after the last week, days."""
    after = float(case.load.after)
    end = case.inputs.start + 7 * case.inputs.weeks - 1
    return Reading("pushed_out", after, (Line(f"Planned after {day_words(end)}", after, "days"),))


def rank(case: Case, today: Case) -> Reading:
    """Overload, unowned work, and work pushed out of the horizon, days.

    Pushed out is what is planned after the last week. What is planned before the first is left
    out: a shift may bring it in, and postponing must win nothing.
    """
    parts = (
        Line("Work that finds nobody", overload(case, today).value, "days"),
        Line("Work with no team", unowned(case, today).value, "days"),
        Line("Work planned after the last week", pushed_out(case, today).value, "days"),
    )
    return Reading("rank", sum(line.value or 0.0 for line in parts), parts)


def flood(case: Case, _today: Case) -> Reading:
    """Population sd(load) / mean(load) over weeks with capacity, weighted by capacity over teams.

    A team without any load has neither flood nor drought: 0.
    """
    return _weighted("flood", case, "load goes up and down by", _spread)


def above(case: Case, _today: Case) -> Reading:
    """Share of the weeks with capacity above 110 %, weighted by capacity over teams."""
    return _weighted(
        "above", case, "weeks above 110 %", lambda load: float((load > FLOOD + NOTHING).mean())
    )


def below(case: Case, _today: Case) -> Reading:
    """Share of the weeks with capacity below 60 %, weighted by capacity over teams."""
    return _weighted(
        "below", case, "weeks below 60 %", lambda load: float((load < DROUGHT - NOTHING).mean())
    )


def _spread(load: FloatArray) -> float:
    mean = float(load.mean())
    return float(load.std()) / mean if mean > NOTHING else 0.0


def _weighted(key: str, case: Case, words: str, measure: Callable[[FloatArray], float]) -> Reading:
    """A figure of each team's load, and their mean by capacity; None where nobody has any."""
    total, weight = 0.0, 0.0
    lines = []
    for team, figures in zip(case.inputs.teams, case.load.teams, strict=True):
        some = figures.capacity > NOTHING
        if not some.any():
            continue
        capacity = float(figures.capacity[some].sum())
        value = measure(figures.load[some])
        total += capacity * value
        weight += capacity
        lines.append(Line(f"{team.name}: {words}", value, "part"))
        lines.append(Line(f"{team.name}: counts with its capacity of", capacity, "days"))
    return Reading(key, total / weight if weight > NOTHING else None, tuple(lines))
