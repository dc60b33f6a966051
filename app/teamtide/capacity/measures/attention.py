"""Measures of how work reaches people: interrupted, threads juggled, cover, stand-up fit.

They read the rows of a team's crew and the time its skill groups spend (MODEL section 6).
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from teamtide.capacity.arrays import NOTHING, tally
from teamtide.capacity.figures import ATTENDANCE
from teamtide.capacity.inputs import KINDS
from teamtide.capacity.measures.cases import Case
from teamtide.capacity.measures.reading import SHOWN, Line, Reading
from teamtide.capacity.measures.shares import fte_of, weekly_shares
from teamtide.capacity.results import Load

COVERS_SHARE = 0.2
"""Least share in a team of somebody who counts as cover."""
COVERS_SKILL = 0.5
"""Least proficiency of somebody who counts as cover."""
HOURS_A_DAY = 8.0


def interrupted(case: Case, _today: Case) -> Reading:
    """Of the time used of engineers, the part on interrupting work; None where they use none."""
    which = sorted(case.facts.engineering)
    by_kind = np.zeros(len(KINDS))
    used = 0.0
    for team in case.load.teams:
        used += float(team.used_by_discipline[which].sum())
        by_kind += team.interrupting_by_kind[which].sum(axis=(0, 2))
    if used <= NOTHING:
        return Reading("interrupted", None)
    lines = [
        Line(f"{kind.capitalize()} that interrupts", float(days), "days")
        for kind, days in zip(KINDS, by_kind.tolist(), strict=True)
        if days > NOTHING
    ]
    lines.append(Line("All the time engineers use", used, "days"))
    return Reading("interrupted", float(by_kind.sum()) / used, tuple(lines))


def threads(case: Case, _today: Case) -> Reading:
    """Mean K weighted by S over weeks of a team and discipline with time used; None if none."""
    total, weight = 0.0, 0.0
    lines = []
    for team, figures in zip(case.inputs.teams, case.load.teams, strict=True):
        for number, name in enumerate(case.inputs.disciplines):
            busy = figures.used_by_discipline[number] > NOTHING
            supply = float(figures.supply_by_discipline[number, busy].sum())
            if supply <= NOTHING:
                continue
            juggled = figures.juggling[number, busy] * figures.supply_by_discipline[number, busy]
            total += float(juggled.sum())
            weight += supply
            lines.append(Line(f"{team.name}, {name}", float(juggled.sum()) / supply, "threads"))
            lines.append(Line(f"{team.name}, {name}: counts with", supply, "days"))
    return Reading("threads", total / weight if weight > NOTHING else None, tuple(lines))


class Thin(NamedTuple):
    """Weeks of work in which at most one person of a team can do what a discipline is asked for.

    Args:
        team: Index of the team.
        discipline: Index of the discipline.
        first: The first such week.
        last: The last one; weeks between in which nothing is asked belong to it.
        who: Index of the only person who can do it all this time; None where nobody can.
    """

    team: int
    discipline: int
    first: int
    last: int
    who: int | None


class Cover(NamedTuple):
    """How a discipline that is asked of a team is covered.

    Args:
        discipline: Its index.
        least: The fewest people who can do it in a week in which it is asked.
        thin: When that is one or nobody.
    """

    discipline: int
    least: int
    thin: tuple[Thin, ...]


def covers(load: Load, number: int) -> tuple[Cover, ...]:
    """How every discipline that is asked of a team is covered, in plan order.

    Weeks are those in which the discipline is asked of the team: somebody missing while there is
    nothing to do is no risk. Who covers has a share of at least 0.2 there and a proficiency of at
    least 0.5 (MODEL section 6).

    Args:
        load: Expected load of a scenario.
        number: Index of the team.
    """
    figures = load.teams[number]
    persons = figures.workings.crew.person
    there = weekly_shares(figures, fte_of(load.inputs)) >= COVERS_SHARE - NOTHING
    skills = load.skills.proficiency[persons]
    found = []
    for discipline in range(len(load.inputs.disciplines)):
        weeks = np.flatnonzero(figures.demand_by_discipline[discipline] > NOTHING)
        if not len(weeks):
            continue
        able = skills[:, discipline] >= COVERS_SKILL - NOTHING
        here = there[able][:, weeks]
        count = here.sum(axis=0)
        only = np.full(len(weeks), -1)
        if here.size:
            only = np.where(count == 1, persons[able][here.argmax(axis=0)], -1)
        runs = _runs(weeks.tolist(), count.tolist(), only.tolist())
        thin = tuple(Thin(number, discipline, *run) for run in runs)
        found.append(Cover(discipline, int(count.min()), thin))
    return tuple(found)


def _runs(weeks: list[int], count: list[int], only: list[int]) -> list[tuple[int, int, int | None]]:
    """(first week, last week, who) of runs of weeks with at most one person, always the same."""
    found: list[tuple[int, int, int | None]] = []
    open_run = False
    for week, people, person in zip(weeks, count, only, strict=True):
        who = None if person < 0 else person
        if people > 1:
            open_run = False
        elif open_run and found[-1][2] == who:
            found[-1] = (found[-1][0], week, who)
        else:
            found.append((week, week, who))
            open_run = True
    return found


def cover(case: Case, _today: Case) -> Reading:
    """Teams and disciplines with demand that one person or nobody covers in some week of it."""
    lines = []
    thin = 0
    for number, team in enumerate(case.inputs.teams):
        for found in covers(case.load, number):
            thin += found.least <= 1
            name = case.inputs.disciplines[found.discipline]
            lines.append(Line(f"{team.name}, {name}", float(found.least), "people"))
    if not lines:
        return Reading("cover", None)
    worst = [line.label for line in lines if (line.value or 0.0) <= 1.0]
    words = (f"One person or nobody covers: {'; '.join(worst)}.",) if worst else ()
    lines.sort(key=lambda line: line.value or 0.0)
    return Reading("cover", float(thin), tuple(lines[:SHOWN]), sentences=words)


def ceremonies(load: Load, number: int) -> tuple[float, float]:
    """Ceremony time of a team paid by groups with less than a day of work per person that week.

    A group's work is the time taken of it; its people are those who attend in that week.

    Args:
        load: Expected load of a scenario.
        number: Index of the team.

    Returns:
        (without news, all of it), days.
    """
    work = load.teams[number].workings
    hours = load.inputs.teams[number].ceremony_hours
    time = work.crew.figures[ATTENDANCE] * (hours / HOURS_A_DAY)
    whole = float(time.sum())
    if whole <= NOTHING:
        return 0.0, 0.0
    groups, weeks = work.group_used.shape
    cell = (work.group[:, None] * weeks + np.arange(weeks)).ravel()
    shape = (groups, weeks)
    people = tally(cell, (work.crew.figures[ATTENDANCE] > 0.0).ravel(), shape)
    quiet = work.group_used < people - NOTHING
    return float(tally(cell, time.ravel(), shape)[quiet].sum()), whole


def standup(case: Case, _today: Case) -> Reading:
    """Share of ceremony time paid by groups with less than a day of work per person that week."""
    wasted, paid = 0.0, 0.0
    lines = []
    for number, team in enumerate(case.inputs.teams):
        part, whole = ceremonies(case.load, number)
        if whole <= NOTHING:
            continue
        wasted += part
        paid += whole
        lines.append(Line(f"{team.name}: paid by people without news", part, "days"))
        lines.append(Line(f"{team.name}: all its ceremonies", whole, "days"))
    return Reading("standup", wasted / paid if paid > NOTHING else None, tuple(lines))
