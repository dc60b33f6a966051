"""What gets done and when: turnaround, delays, deadlines, goals, and when a change pays back.

All of it is read from the projected load, in which what is not done carries over (MODEL sections
4 and 6).
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from teamtide.capacity.arrays import NOTHING, FloatArray
from teamtide.capacity.measures.cases import Case
from teamtide.capacity.measures.reading import (
    SHOWN,
    Line,
    Reading,
    day_words,
    number_words,
    shortened,
)
from teamtide.capacity.measures.serving import served
from teamtide.capacity.projected import ProjectFinish, Projection

WEEK = 7.0
OVER = 1e-6
"""A team-week leaves work undone where more than this part of its capacity is unmet (section 5)."""
NEVER_BEHIND = "never behind"
NOT_IN_THIS_PLAN = "not in this plan"


def counted(case: Case) -> Iterator[tuple[int, ProjectFinish]]:
    """The active projects with work somebody owns, with their index.

    Those of which all such work was done before the plan starts are history: no structure makes
    them faster or slower, and they count no more.
    """
    projects = zip(case.inputs.projects, case.projection.projects, strict=True)
    over = case.load.plan.over
    for number, (project, finish) in enumerate(projects):
        if project.active and not over[list(finish.chunks)].all():
            yield number, finish


def first_day(case: Case, finish: ProjectFinish) -> int:
    """Planned first day of a project: the earliest of its owned chunks, ordinal."""
    return int(case.load.plan.first[list(finish.chunks)].min())


def turnaround(case: Case, _today: Case) -> Reading:
    """Mean of (finish + 1 - planned first day) / 7 weeks over active finished projects.

    Unfinished ones are counted beside it, and come first in a ranking.
    """
    weeks: list[Line] = []
    unfinished = 0
    for number, finish in counted(case):
        if finish.finish_day is None:
            unfinished += 1
            continue
        took = (finish.finish_day + 1 - first_day(case, finish)) / WEEK
        weeks.append(Line(case.inputs.projects[number].name, took, "weeks"))
    mean = sum(line.value or 0.0 for line in weeks) / len(weeks) if weeks else None
    lines = list(weeks[:SHOWN])
    if len(weeks) > SHOWN:
        lines.append(Line("Projects not listed here", float(len(weeks) - SHOWN), "count"))
    if unfinished:
        lines.append(Line("Unfinished, counted beside it", float(unfinished), "count"))
    return Reading("turnaround", mean, tuple(lines), before=float(unfinished))


def unfinished(case: Case, _today: Case) -> Reading:
    """Active projects that do not finish within the horizon."""
    lines = [
        Line(case.inputs.projects[number].name, 1.0, "count")
        for number, finish in counted(case)
        if finish.unfinished
    ]
    return Reading("unfinished", float(len(lines)), shortened(lines, "others"))


def delay(case: Case, _today: Case) -> Reading:
    """Mean weeks by which active finished projects finish after their planned last day."""
    lines = []
    missing = 0
    for number, finish in counted(case):
        days = finish.delay_days
        if days is None:
            missing += 1
        else:
            lines.append(Line(case.inputs.projects[number].name, days / WEEK, "weeks"))
    mean = sum(line.value or 0.0 for line in lines) / len(lines) if lines else None
    return Reading("delay", mean, tuple(lines[:SHOWN]), before=float(missing))


def missed(case: Case, _today: Case) -> Reading:
    """Active projects that finish after their deadline; None where no project has one.

    An unfinished project misses a deadline within the horizon; of a later one nothing is known.
    """
    end = case.inputs.start + 7 * case.inputs.weeks - 1
    lines = []
    late = 0
    for number, finish in counted(case):
        deadline = case.facts.deadline[number]
        if deadline is None:
            continue
        name = f"{case.inputs.projects[number].name}, due {day_words(deadline)}"
        if finish.finish_day is None:
            late += deadline <= end
            lines.append(Line(f"{name}: does not finish", np.inf, "weeks late"))
        else:
            over = finish.finish_day - deadline
            late += over > 0
            lines.append(Line(f"{name}: weeks late", over / WEEK, "weeks late"))
    if not lines:
        return Reading("missed", None)
    return Reading("missed", float(late), tuple(lines[:SHOWN]))


def backlog(case: Case, _today: Case) -> Reading:
    """Work waiting at the end of the plan, days; what max people holds back is not in it."""
    lines = tuple(
        Line(team.name, float(figures.backlog[-1]), "days")
        for team, figures in zip(case.inputs.teams, case.projection.teams, strict=True)
    )
    return Reading("backlog", float(sum(line.value or 0.0 for line in lines)), lines)


def undone(case: Case, _today: Case) -> Reading:
    """Team-weeks that end with more than 1e-6 of their capacity unmet."""
    lines = tuple(
        Line(
            team.name,
            float(np.count_nonzero(figures.backlog > np.maximum(OVER * figures.capacity, NOTHING))),
            "count",
        )
        for team, figures in zip(case.inputs.teams, case.projection.teams, strict=True)
    )
    return Reading("undone", float(sum(line.value or 0.0 for line in lines)), lines)


# --- pays back ------------------------------------------------------------------------------


def shared_work(case: Case, other: Case) -> FloatArray:
    """(W,) cumulative days done of the items active in both, those planned before week 0 too."""
    both = np.array(
        [
            mine.active and theirs.active
            for mine, theirs in zip(case.inputs.projects, other.inputs.projects, strict=True)
        ],
        dtype=bool,
    )
    projection = case.projection
    project = np.array([chunk.project for chunk in case.inputs.chunks], dtype=np.int64)
    counts = both[project]
    weekly = projection.done[counts].sum(axis=0) + service_work(projection)
    before = float(projection.done_before[counts & projection.owned].sum())
    total: FloatArray = before + np.cumsum(weekly)
    return total


def service_work(projection: Projection) -> FloatArray:
    """(W,) days done of all services."""
    total = np.zeros(projection.load.inputs.weeks)
    for team in projection.teams:
        total += team.trail.done[team.trail.item < 0].sum(axis=0)
    return total


def pays_back(case: Case, today: Case) -> Reading:
    """Weeks until cumulative work done is not below Today's, and stays so; 0 is never behind.

    The week is the first at whose end, and at the end of every later one, as much is done as in
    Today, over items active in both. Infinite where that is not within the plan.
    """
    ours, theirs = shared_work(case, today), shared_work(today, case)
    behind = np.flatnonzero(ours < theirs - NOTHING)
    gap = float((ours - theirs).min(initial=0.0))
    lines = (
        Line("Work done by the end, in both", float(ours[-1]), "days"),
        Line("The same in Today", float(theirs[-1]), "days"),
        Line("Furthest behind Today", max(0.0, -gap), "days"),
    )
    if not len(behind):
        return Reading("pays_back", 0.0, lines, NEVER_BEHIND)
    week = int(behind[-1]) + 1
    if week >= case.inputs.weeks:
        return Reading("pays_back", np.inf, lines, NOT_IN_THIS_PLAN)
    return Reading("pays_back", float(week + 1), lines, f"week of {day_words(case.monday(week))}")


# --- goals ----------------------------------------------------------------------------------


def goals(case: Case, _today: Case) -> Reading:
    """What goals are short of their wanted shares of all work done, added up; None without any.

    All work done counts, services too, since a wanted share is one of all work. A goal that gets
    less than its wanted share is starving.
    """
    if all(goal.wanted is None for goal in case.facts.goals):
        return Reading("goals", None)
    found = served(case)
    if found.whole.done is None or found.whole.done <= NOTHING:
        return Reading("goals", None)
    short = 0.0
    lines, starving = [], []
    for number, goal in enumerate(case.facts.goals):
        share = found.done_share(found.goals[number]) or 0.0
        lines.append(Line(f"{goal.name}: of all work done", share, "part"))
        if goal.wanted is None:
            continue
        lines.append(Line(f"{goal.name}: wanted", goal.wanted, "part"))
        missing = found.missing(number)
        if missing > 0.0:
            short += missing
            has = f"{number_words(100 * share)} % of {number_words(100 * goal.wanted)} %"
            starving.append(f"{goal.name} ({has})")
    words = (f"Starving: {', '.join(starving)}.",) if starving else ()
    return Reading("goals", short, tuple(lines), sentences=words)
