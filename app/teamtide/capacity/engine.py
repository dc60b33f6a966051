"""The whole computation, and the same computation after a small change.

`compute` makes everything anew. `recompute` gives the same answer from an earlier one, redoing only
what changed: the rows of people whose spec changed, the asks if any work or any named person's
whereabouts changed, and the teams whose rows or asks are not what they were. It decides that by
comparing figures, not by guessing what a change may touch, so a drag costs two teams and nothing
that matters can be missed.
"""

from __future__ import annotations

import numpy as np

from teamtide.capacity.calendar import Calendar, make_calendar
from teamtide.capacity.changes import comparable
from teamtide.capacity.crew import Crew, Skills, learn_skills, named_people
from teamtide.capacity.demand import collect_asks, find_presence, outside_days, unowned_days
from teamtide.capacity.inputs import Inputs
from teamtide.capacity.redoing import Redoing
from teamtide.capacity.results import Load
from teamtide.capacity.schedule import CycleError, plan_schedule
from teamtide.capacity.staff import staff_teams
from teamtide.capacity.supply import supplies
from teamtide.capacity.team_loads import load_teams

__all__ = ["CycleError", "Redoing", "compute", "recompute", "redo"]


def compute(inputs: Inputs) -> Load:
    """Computes the expected load of every team.

    Args:
        inputs: The plan for one scenario.

    Returns:
        Frozen results, days and ratios as MODEL section 3 defines them.

    Raises:
        CycleError: If chunks wait for one another.
        ValueError: If a chunk's shape is not known.
    """
    calendar = make_calendar(inputs)
    plan = plan_schedule(inputs)
    names = named_people(inputs)
    skills = learn_skills(inputs, names)
    crew = _whole_crew(inputs, calendar, skills)
    presence = find_presence([crew], names)
    asks = collect_asks(inputs, calendar, plan, presence)
    staffs = staff_teams(inputs, crew, skills)
    teams = load_teams(inputs, staffs, skills, [asks.of(k) for k in range(len(inputs.teams))])
    before, after = outside_days(inputs, plan)
    return Load(
        inputs=inputs,
        teams=tuple(teams),
        unowned=unowned_days(inputs, asks),
        before=before,
        after=after,
        plan=plan,
        calendar=calendar,
        skills=skills,
        presence=presence,
        asks=asks,
    )


def _whole_crew(inputs: Inputs, calendar: Calendar, skills: Skills) -> Crew:
    supply = supplies(inputs, calendar, range(len(inputs.people)), skills.rank)
    supply.figures.flags.writeable = False
    return Crew(np.arange(len(inputs.teams)), supply.team, supply.person, supply.figures)


def redo(previous: Load, inputs: Inputs) -> Redoing:
    """Begins to compute a plan from the results of a similar one, redoing only what changed.

    What belongs to the plan is done when this returns; the figures of the teams that changed are
    worked out when somebody asks for them, some first if need be.

    Args:
        previous: Results of any plan.
        inputs: The plan wanted; the more specs it shares with `previous.inputs`, the faster.

    Raises:
        CycleError: If chunks wait for one another.
        ValueError: If a chunk's shape is not known.
    """
    if inputs is previous.inputs:
        return Redoing.done(previous, previous)
    if not comparable(previous.inputs, inputs):
        return Redoing.done(previous, compute(inputs))
    return Redoing.of(previous, inputs)


def recompute(previous: Load, inputs: Inputs) -> Load:
    """Computes a plan from the results of a similar one, redoing only what changed.

    Args:
        previous: Results of any plan.
        inputs: The plan wanted; the more specs it shares with `previous.inputs`, the faster.

    Returns:
        What `compute(inputs)` returns, to within rounding (1e-9). Teams that did not change are
        the same objects as before.

    Raises:
        CycleError: If chunks wait for one another.
        ValueError: If a chunk's shape is not known.
    """
    return redo(previous, inputs).load
