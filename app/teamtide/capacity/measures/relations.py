"""What a scenario means for people: who is tied to whom, who leads whom, what hangs on one person.

The measures count; here is what they count, for a page that names it. It orders nobody: people
come in plan order, and nothing here is a figure of one person's work.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from teamtide.capacity.arrays import NOTHING, BoolArray, IntArray
from teamtide.capacity.measures.attention import Thin, ceremonies, covers
from teamtide.capacity.measures.belonging import lead_since, leads_by_week
from teamtide.capacity.measures.cases import Case
from teamtide.capacity.measures.shares import Closeness, fte_of, weekly_shares


@dataclass(frozen=True, slots=True, eq=False)
class Relations:
    """Of one scenario.

    Args:
        closeness: Which pairs of an engineer and somebody who is none are tied.
        there: (P, K) who has a share in which team in some week.
        leads: (P,) everybody's lead in the last week; see `belonging.leads_by_week`.
        since: (P,) the week since which it is another than in Today; -1 where it is not.
        thin: When at most one person covers what a team is asked for, by team and discipline.
        ceremonies: Per team (days of ceremonies without news, all its ceremonies).
    """

    closeness: Closeness
    there: BoolArray
    leads: IntArray
    since: IntArray
    thin: tuple[Thin, ...]
    ceremonies: tuple[tuple[float, float], ...]


def relations(case: Case, today: Case) -> Relations:
    """What a scenario means for people, compared with Today."""
    inputs, load = case.inputs, case.load
    fte = fte_of(inputs)
    there = np.zeros((len(inputs.people), len(inputs.teams)), dtype=np.bool_)
    for number, figures in enumerate(load.teams):
        person = figures.workings.crew.person
        there[person, number] = (weekly_shares(figures, fte) > NOTHING).any(axis=1)
    teams = range(len(inputs.teams))
    return Relations(
        closeness=case.closeness,
        there=there,
        leads=leads_by_week(case)[:, -1],
        since=lead_since(case, today),
        thin=tuple(thin for k in teams for cover in covers(load, k) for thin in cover.thin),
        ceremonies=tuple(ceremonies(load, k) for k in teams),
    )
