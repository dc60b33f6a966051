"""What people can give to their teams, week by week, before a team's own rules.

This is the first half of MODEL section 1: calendars, employment, leave, splits and settling in.
Most people are steady (one place throughout, nothing starting, ending or settling in), and their
weeks follow from their location's calendar less their leave; only the others are looked at day by
day. The result is one row per person and team, which is all that later steps need: when one person
moves, one person's rows are made anew.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from teamtide.capacity.arrays import NOTHING, FloatArray, IntArray
from teamtide.capacity.calendar import WEEKDAYS, Calendar
from teamtide.capacity.cohorts import NEVER, Piece, cut_placements, effective_teams
from teamtide.capacity.daily import FULL, daily_figures, ramp
from teamtide.capacity.figures import (
    ATTENDANCE,
    EFFECTIVE,
    FIGURES,
    GROSS,
    PRESENT,
    SETTLED,
    SIZE,
    Pieces,
    Supply,
)
from teamtide.capacity.inputs import Inputs, Settings
from teamtide.capacity.people import People, column_people


def split_factor(teams: FloatArray, switch: float) -> FloatArray:
    """What is left of a day divided over an effective number of teams (MODEL section 1)."""
    factor: FloatArray = 1.0 - np.minimum(0.5, switch * (teams - 1.0))
    return factor


def supplies(inputs: Inputs, calendar: Calendar, which: Sequence[int], rank: IntArray) -> Supply:
    """Computes the rows of some people.

    Args:
        inputs: The plan.
        calendar: Its working days.
        which: Indices of the people, in increasing order.
        rank: (P,) order of people within a team; ties go by plan order.

    Returns:
        One row per pair of person and team with a share in the horizon, by team, rank, person.
    """
    pieces = _pieces(inputs, calendar, which)
    count, people = max(1, len(inputs.people)), len(rank)
    key = (pieces.team * (2 * people + 2) + rank[pieces.person]) * count + pieces.person
    order = np.argsort(key, kind="stable")
    pieces, key = pieces.only(order), key[order]
    fresh = np.ones(len(key), dtype=bool)
    fresh[1:] = key[1:] != key[:-1]
    starts = np.flatnonzero(fresh)
    figures = np.empty((FIGURES, len(starts), calendar.weeks))
    if len(starts):
        columns = column_people(inputs, calendar, which)
        _fill(figures, pieces, starts, columns, calendar, inputs.settings)
    return Supply(pieces.person[starts], pieces.team[starts], figures)


def _pieces(inputs: Inputs, calendar: Calendar, which: Sequence[int]) -> Pieces:
    start, stop = calendar.start, calendar.stop
    people = inputs.people
    person: list[int] = []
    team: list[int] = []
    size: list[float] = []
    teams: list[float] = []
    cut: list[Piece] = []
    cut_person: list[int] = []
    for index in which:
        one = people[index]
        sets = one.today
        if one.own or len(sets) != 1 or sets[0].day is not None:
            for piece in cut_placements(one, start, stop, inputs.beginning):
                cut.append(piece)
                cut_person.append(index)
            continue
        # Where nothing ever changes there is nothing to cut, and most people are so.
        shares = sets[0].shares
        effective = 1.0 if len(shares) == 1 else effective_teams(shares)
        for place, share in shares:
            if share > NOTHING:
                person.append(index)
                team.append(place)
                size.append(share)
                teams.append(effective)
    plain = len(person)
    rest = np.array([(p.team, p.first, p.stop, p.joined, p.leads) for p in cut], dtype=np.int64)
    rest = rest.reshape(-1, 5)
    return Pieces(
        person=np.array(person + cut_person, dtype=np.int64),
        team=np.concatenate([np.array(team, dtype=np.int64), rest[:, 0]]),
        first=np.concatenate([np.full(plain, start), rest[:, 1]]),
        stop=np.concatenate([np.full(plain, stop), rest[:, 2]]),
        size=np.array(size + [p.size for p in cut]),
        joined=np.concatenate([np.full(plain, NEVER), rest[:, 3]]),
        split=split_factor(np.array(teams + [p.teams for p in cut]), inputs.settings.switch),
        leads=np.concatenate([np.ones(plain), rest[:, 4].astype(np.float64)]),
    )


def _fill(
    figures: FloatArray,
    pieces: Pieces,
    starts: IntArray,
    people: People,
    calendar: Calendar,
    settings: Settings,
) -> None:
    """Fills the rows of `figures`; each is the sum of the pieces from its start on."""
    place = people.at[pieces.person]
    started = people.start[place]
    # A join on or before the first day of employment is the hire itself, not a move.
    joined = np.where(pieces.joined <= started, NEVER, pieces.joined)
    counts = np.diff(starts, append=len(place))
    row = np.repeat(np.arange(len(starts)), counts)
    steady = (pieces.first <= calendar.start) & (pieces.stop >= calendar.stop - 2)
    steady &= (counts == 1)[row]
    steady &= people.whole(calendar)[place] & ~people.tangled[place]
    since = (calendar.start - joined).astype(np.float64)
    steady &= ramp(since, settings.move_start, settings.move_weeks) >= FULL
    since = (calendar.start - started).astype(np.float64)
    steady &= ramp(since, settings.hire_start, settings.hire_weeks) >= FULL
    if steady.any():
        _weekly(figures, pieces.only(starts), place[starts], people, calendar)
    uneven = np.flatnonzero(~steady)
    if len(uneven):
        days = daily_figures(pieces.only(uneven), joined[uneven], people, calendar, settings)
        rows = row[uneven]
        begins = np.flatnonzero(np.diff(rows, prepend=-1))
        if len(begins) < len(rows):
            days = np.add.reduceat(days, begins, axis=1)
        figures[:, rows[begins]] = days


def _weekly(
    figures: FloatArray, pieces: Pieces, place: IntArray, people: People, calendar: Calendar
) -> None:
    """Fills every row as if its person were steady; the others are written over."""
    location = people.location[place]
    share = people.fte[place] * pieces.size
    working = calendar.weekly[location]
    np.multiply(working, 1.0 / WEEKDAYS, out=figures[ATTENDANCE])
    if len(people.away):
        who, lost, absent = people.weekly_leave(calendar)
        at = np.full(len(people.fte), -1)
        at[who] = np.arange(len(who))
        rows = np.flatnonzero(at[place] >= 0)
        leave = at[place[rows]]
        working[rows] -= lost[leave]
        figures[ATTENDANCE, rows] -= absent[leave] / WEEKDAYS
    np.multiply(working, share[:, None], out=figures[PRESENT])
    np.multiply(figures[PRESENT], pieces.split[:, None], out=figures[GROSS])
    figures[EFFECTIVE] = figures[GROSS]
    figures[SETTLED] = figures[GROSS]
    figures[SIZE] = share[:, None]
