"""What a comparison knows beside measures: curves, goals, moves by date, leads, pairs, cover.

All of it is read from the cases that the measures were taken from, so that nothing is computed
twice and no figure here is another than the measure's.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cached_property
from math import isfinite
from typing import Any

import numpy as np

from teamtide.capacity.measures.cases import Case
from teamtide.capacity.measures.compare import Measured
from teamtide.capacity.measures.reading import Reading
from teamtide.plan.overlay import Shares, moves
from teamtide.plan.rows import Goal, Person, Scenario, ScenarioId, Team
from teamtide.plan.state import State
from teamtide.reports import finite, load_report

THIN = 1.0
"""So many people who can do something are few enough to be warned of."""
SHOWN = 6
"""Names in a line to read."""


@dataclass(frozen=True)
class Comparison:
    """Some scenarios, measured.

    Args:
        state: The plan.
        found: Measures of those asked for, in plan order.
        cases: What they were taken from, Today and the reference among them.
        against: The scenario that the others are compared with beside Today; None for Today alone.
        readings_of_reference: Measures of what differences to read are told from, by key.
    """

    state: State
    found: dict[ScenarioId, Measured]
    cases: dict[ScenarioId, Case]
    against: ScenarioId | None = None
    readings_of_reference: Mapping[str, Reading] = field(default_factory=dict)

    @cached_property
    def names(self) -> dict[ScenarioId, str]:
        """What the scenarios are called."""
        return {one: self.state.get(Scenario, one).name for one in self.cases}

    @property
    def reference(self) -> ScenarioId:
        """What differences to read are told from."""
        return self.state.today if self.against is None else self.against

    def reading(self, scenario: ScenarioId, key: str) -> Reading:
        """A measure of a scenario."""
        return self.found[scenario].readings[key]


def facts(comparison: Comparison, *, names: bool = False) -> dict[str, Any]:
    """The keys that `teamtide compare --json` has beside measures and differences, by scenario.

    `curves` as in `teamtide load`, with `backlog`; `goals` with `wanted` and `served` shares;
    `moves` by date; `pays_back` with the Monday of the `week`; `leads`; `pairs` as counts, and with
    `names` as lists of two names; `cover` of what one person or nobody can do.

    Args:
        comparison: The scenarios.
        names: Whether pairs are named.
    """
    makers = (
        ("curves", _curves),
        ("goals", _goals),
        ("moves", _moves),
        ("pays_back", _pays_back),
        ("leads", _leads),
        ("cover", _cover),
    )
    found: dict[str, Any] = {
        key: {comparison.names[one]: make(comparison, one) for one in comparison.found}
        for key, make in makers
    }
    found["pairs"] = {
        comparison.names[one]: pairs(comparison, one) if names else _pair_counts(comparison, one)
        for one in comparison.found
    }
    return found


def _curves(comparison: Comparison, one: ScenarioId) -> dict[str, Any]:
    case = comparison.cases[one]
    report = load_report(comparison.state, case.load)
    for entry, team in zip(report["teams"], case.projection.teams, strict=True):
        entry["backlog"] = finite(team.backlog)
    return report


def _goals(comparison: Comparison, one: ScenarioId) -> list[dict[str, Any]]:
    lines = {line.label: line.value for line in comparison.reading(one, "goals").lines}
    rows = []
    for goal in comparison.state.rows(Goal):
        served = lines.get(f"{goal.name}: of all work done")
        short = goal.wanted_share is not None and served is not None and served < goal.wanted_share
        rows.append(
            {
                "goal": goal.name,
                "rank": goal.rank,
                "wanted": goal.wanted_share,
                "served": served,
                "starving": short,
            }
        )
    return rows


def _moves(comparison: Comparison, one: ScenarioId) -> list[dict[str, Any]]:
    """Waves: who is elsewhere than before, by the day it begins; null is from the beginning."""
    state = comparison.state
    waves: dict[date | None, list[dict[str, str]]] = {}
    for move in moves(state, one):
        waves.setdefault(move.when, []).append(
            {
                "person": state.get(Person, move.person).name,
                "before": _places(state, move.before),
                "after": _places(state, move.after),
            }
        )
    return [
        {"date": None if day is None else day.isoformat(), "moves": waves[day]}
        for day in sorted(waves, key=lambda day: day or date.min)
    ]


def _places(state: State, shares: Shares) -> str:
    told = []
    for team, share in shares:
        name = state.get(Team, team).name
        told.append(name if share == 1.0 else f"{name} {share:.0%}")
    return ", ".join(told) or "bench"


def _pays_back(comparison: Comparison, one: ScenarioId) -> dict[str, Any]:
    reading, start = comparison.reading(one, "pays_back"), comparison.state.plan.start
    weeks = reading.value
    week = None
    if weeks is not None and isfinite(weeks) and weeks > 0:
        week = (start + timedelta(weeks=int(weeks) - 1)).isoformat()
    known = None if weeks is None or not isfinite(weeks) else weeks
    return {"weeks": known, "week": week, "says": reading.where}


def _leads(comparison: Comparison, one: ScenarioId) -> dict[str, Any]:
    span, changes = (comparison.reading(one, key) for key in ("span", "lead_changes"))
    return {
        "people_per_lead": span.value,
        "leads": {line.label.removesuffix(" leads"): line.value for line in span.lines},
        "changed": changes.value,
        "changes": [line.label for line in changes.lines],
    }


def _cover(comparison: Comparison, one: ScenarioId) -> list[dict[str, Any]]:
    return [
        {"where": line.label, "people": line.value}
        for line in comparison.reading(one, "cover").lines
        if line.unit == "people" and (line.value or 0.0) <= THIN
    ]


def _pair_counts(comparison: Comparison, one: ScenarioId) -> dict[str, float | None]:
    ways = ("kept", "lost", "new")
    return {way: comparison.reading(one, f"ties_{way}").value for way in ways}


def pairs(comparison: Comparison, one: ScenarioId) -> dict[str, list[list[str]]]:
    """Pairs of somebody who is no engineer and an engineer, by name: kept, lost and new."""
    here = comparison.cases[one].closeness
    today = comparison.cases[comparison.state.today].closeness
    people = comparison.cases[one].inputs.people
    ways = {
        "kept": here.tied & today.tied,
        "lost": today.tied & ~here.tied,
        "new": here.tied & ~today.tied,
    }
    return {
        way: [
            [people[here.others[a]].name, people[here.engineers[b]].name]
            for a, b in np.argwhere(which).tolist()
        ]
        for way, which in ways.items()
    }


# --- to read --------------------------------------------------------------------------------


def fact_lines(comparison: Comparison, one: ScenarioId, *, names: bool = False) -> Iterator[str]:
    """The same of one scenario, to read; what there is nothing to say of is left out."""
    waves = _moves(comparison, one)
    if waves:
        yield "Moves:"
    for wave in waves:
        who = [move["person"] for move in wave["moves"]]
        told = ", ".join(who[:SHOWN]) + (
            f" and {len(who) - SHOWN} more" if len(who) > SHOWN else ""
        )
        yield f"  {wave['date'] or 'beginning':<12}{len(who):>4}  {told}"
    back = _pays_back(comparison, one)
    if one != comparison.state.today and back["says"]:
        yield f"Pays back: {back['says']}."
    goals = [goal for goal in _goals(comparison, one) if goal["served"] is not None]
    if goals:
        yield "Goals, of all work done:"
    for goal in goals:
        wanted = "" if goal["wanted"] is None else f" of {goal['wanted']:.0%} wanted"
        mark = ", starving" if goal["starving"] else ""
        yield f"  {goal['goal']}: {goal['served']:.0%}{wanted}{mark}"
    leads = _leads(comparison, one)
    if leads["leads"]:
        told = ", ".join(f"{name} {count:.0f}" for name, count in leads["leads"].items())
        yield f"People per lead: {told}."
    if one != comparison.state.today:
        counts = _pair_counts(comparison, one)
        told = ", ".join(f"{count or 0.0:.0f} {way}" for way, count in counts.items())
        yield f"Pairs of data science and engineering: {told}."
    if names:
        for way, found in pairs(comparison, one).items():
            yield from (f"  {way:<6}{first} and {second}" for first, second in found)
