"""Measures of how work reaches people: interrupted, threads juggled, cover, stand-up fit.

They read the rows of a team's crew and the time its skill groups spend (MODEL section 6).
"""

from __future__ import annotations

import numpy as np

from teamtide.capacity.arrays import NOTHING, tally
from teamtide.capacity.figures import ATTENDANCE
from teamtide.capacity.inputs import KINDS
from teamtide.capacity.measures.cases import Case
from teamtide.capacity.measures.reading import SHOWN, Line, Reading
from teamtide.capacity.measures.shares import fte_of, weekly_shares

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


def cover(case: Case, _today: Case) -> Reading:
    """Teams and disciplines with demand that one person or nobody covers in some week of it.

    Weeks are those in which the discipline is asked of the team: somebody missing while there is
    nothing to do is no risk.
    """
    fte = fte_of(case.inputs)
    lines = []
    thin = 0
    for team, figures in zip(case.inputs.teams, case.load.teams, strict=True):
        there = weekly_shares(figures, fte) >= COVERS_SHARE - NOTHING
        skills = case.load.skills.proficiency[figures.workings.crew.person]
        for number, name in enumerate(case.inputs.disciplines):
            asked = figures.demand_by_discipline[number] > NOTHING
            if not asked.any():
                continue
            able = skills[:, number] >= COVERS_SKILL - NOTHING
            least = int(there[able][:, asked].sum(axis=0).min())
            thin += least <= 1
            lines.append(Line(f"{team.name}, {name}", float(least), "people"))
    if not lines:
        return Reading("cover", None)
    worst = [line.label for line in lines if (line.value or 0.0) <= 1.0]
    words = (f"One person or nobody covers: {'; '.join(worst)}.",) if worst else ()
    lines.sort(key=lambda line: line.value or 0.0)
    return Reading("cover", float(thin), tuple(lines[:SHOWN]), sentences=words)


def standup(case: Case, _today: Case) -> Reading:
    """Share of ceremony time paid by groups with less than a day of work per person that week.

    A group's work is the time taken of it; its people are those who attend in that week.
    """
    wasted, paid = 0.0, 0.0
    lines = []
    for team, figures in zip(case.inputs.teams, case.load.teams, strict=True):
        work = figures.workings
        time = work.crew.figures[ATTENDANCE] * (team.ceremony_hours / HOURS_A_DAY)
        whole = float(time.sum())
        if whole <= NOTHING:
            continue
        groups, weeks = work.group_used.shape
        cell = (work.group[:, None] * weeks + np.arange(weeks)).ravel()
        shape = (groups, weeks)
        people = tally(cell, (work.crew.figures[ATTENDANCE] > 0.0).ravel(), shape)
        quiet = work.group_used < people - NOTHING
        part = float(tally(cell, time.ravel(), shape)[quiet].sum())
        wasted += part
        paid += whole
        lines.append(Line(f"{team.name}: paid by people without news", part, "days"))
        lines.append(Line(f"{team.name}: all its ceremonies", whole, "days"))
    return Reading("standup", wasted / paid if paid > NOTHING else None, tuple(lines))
