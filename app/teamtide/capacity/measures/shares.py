"""Where people are, as shares of their weeks, and who is close to whom by that.

A week's share is the mean over Monday to Friday while employed, leave and holidays ignored, as
wherever the page asks where somebody is.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from teamtide.capacity.arrays import NOTHING, BoolArray, FloatArray, IntArray
from teamtide.capacity.figures import SIZE
from teamtide.capacity.inputs import Inputs
from teamtide.capacity.results import Load, TeamLoad

TIE = 0.05
"""Least weekly mean of Σ share · share at which two people count as tied."""


def fte_of(inputs: Inputs) -> FloatArray:
    """(P,) full-time equivalents."""
    return np.array([person.fte for person in inputs.people])


def weekly_shares(team: TeamLoad, fte: FloatArray) -> FloatArray:
    """(R, W) share of each row of a team.

    Args:
        team: The team.
        fte: (P,) of all people.
    """
    crew = team.workings.crew
    shares: FloatArray = crew.figures[SIZE] / fte[crew.person][:, None]
    return shares


class Closeness(NamedTuple):
    """How close people are who are tied at all.

    Args:
        others: (A,) people who are no engineers.
        engineers: (B,) people who are.
        tied: (A, B) whether their weekly mean of Σ_k share · share is at least 0.05.
    """

    others: IntArray
    engineers: IntArray
    tied: BoolArray


def closeness_of(load: Load, engineering: frozenset[int]) -> Closeness:
    """Which pairs of somebody who is no engineer and an engineer are tied in a scenario.

    Data science is whoever's primary discipline is not an engineering one. A week's share is the
    mean over Monday to Friday while employed.

    Args:
        load: The scenario.
        engineering: Indices of the engineering disciplines.
    """
    inputs = load.inputs
    fte = fte_of(inputs)
    primary = np.array([person.primary for person in inputs.people], dtype=np.int64)
    engineer = np.isin(primary, sorted(engineering))
    sides = np.flatnonzero(~engineer), np.flatnonzero(engineer)
    place = np.where(engineer, np.cumsum(engineer), np.cumsum(~engineer)) - 1
    total = np.zeros((len(sides[0]), len(sides[1])))
    for figures in load.teams:
        person = figures.workings.crew.person
        shares = weekly_shares(figures, fte)
        ours = engineer[person]
        met = shares[~ours] @ shares[ours].T
        total[np.ix_(place[person[~ours]], place[person[ours]])] += met
    return Closeness(*sides, total >= (TIE - NOTHING) * inputs.weeks)
