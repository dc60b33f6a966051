"""What the people of a team can give, whatever they are asked for.

The first half of a team's figures depends on its people and its own rules alone: days after
overhead, ceremonies and helping, added up by skill group. A piece of work that goes from team to
team changes none of it, so it is kept with a team's results and used again.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from teamtide.capacity.arrays import FloatArray, freeze, sum_runs
from teamtide.capacity.crew import (
    Crew,
    Skills,
    after_helping,
    base_days,
    group_starts,
    headcount,
    settling_loss,
)
from teamtide.capacity.inputs import Inputs


@dataclass(frozen=True, eq=False)
class Staff:
    """The people of one team.

    Args:
        crew: Who they are, in the order of their groups.
        base: (R, W) their productive days after helping, before switching.
        days: (N, W) the same of each skill group.
        present: (D, W) days present over 5, by primary discipline.
        settling: (D, W) productive days that settling in takes; None where everybody has.
    """

    crew: Crew
    base: FloatArray
    days: FloatArray
    present: FloatArray
    settling: FloatArray | None


def staff_teams(inputs: Inputs, crew: Crew, skills: Skills) -> list[Staff]:
    """What the people of some teams can give (MODEL section 1, from "Per person").

    Args:
        inputs: The plan.
        crew: The people of the teams.
        skills: What they can do.

    Returns:
        One per team of `crew`, in its order.
    """
    if not len(crew.teams):
        return []
    base = after_helping(inputs, crew, skills, base_days(inputs, crew))
    starts = group_starts(crew.team, crew.person, skills)
    days = sum_runs(base, starts)
    present = headcount(crew, skills, len(inputs.disciplines))
    loss = settling_loss(inputs, crew, skills, base)
    freeze(base, days, present)
    edges = np.arange(len(crew.teams) + 1)
    rows: list[int] = np.searchsorted(crew.team, edges).tolist()
    groups: list[int] = np.searchsorted(crew.team[starts], edges).tolist()
    return [
        Staff(
            crew=crew.one(number),
            base=base[slice(*rows[number : number + 2])],
            days=days[slice(*groups[number : number + 2])],
            present=present[number],
            settling=None if loss is None or not loss[number].any() else loss[number],
        )
        for number in range(len(crew.teams))
    ]


def members(staffs: Sequence[Staff]) -> Crew:
    """Who is in some teams together, numbered 0, 1, …, without what each of them gives."""
    crews = [staff.crew for staff in staffs]
    return Crew(
        np.concatenate([crew.teams for crew in crews]),
        np.repeat(np.arange(len(crews)), [len(crew.person) for crew in crews]),
        np.concatenate([crew.person for crew in crews]),
        np.zeros((0, 0, 0)),
    )
