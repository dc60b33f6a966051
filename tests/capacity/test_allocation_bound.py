"""How far the allocation rule is from the best that could be done, counted on random team-weeks.

The rule is a rule that a lead can follow, not an optimum (MODEL section 3). Here a linear programme
says, for the same people, skills and work, how little work could have been left undone by anybody
who knew everything and cared for nothing else, not even that interruptions come first. The counts
are asserted and stand on the help page: whoever changes the rule sees at once what it costs.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache

import numpy as np
from scipy.optimize import linprog

from teamtide.capacity.engine import compute
from teamtide.capacity.inputs import KINDS, Inputs, Settings
from teamtide.capacity.results import Load
from teamtide.paths import resource
from tests.capacity.engine_plans import START, chunk, person, placed, plan, project, service, team

DISCIPLINES = ("software", "data science", "infrastructure", "design")
PLANS, TEAMS, WEEKS, PEOPLE, CHUNKS = 40, 4, 4, 8, 7
HURT = 1e-6


def random_plan(seed: int) -> Inputs:
    """Four teams of eight, between half empty and half as much again as they can do."""
    random = np.random.default_rng(seed)
    people = []
    for number in range(TEAMS * PEOPLE):
        primary = int(random.integers(len(DISCIPLINES)))
        others = random.choice([0.0, 0.0, 0.0, 0.2, 0.4, 0.6, 0.8, 1.0], len(DISCIPLINES))
        others[primary] = random.choice([1.0, 1.0, 0.8])
        someone = person(f"P{number}", primary=0, where=(placed((number // PEOPLE, 1.0)),))
        people.append(replace(someone, primary=primary, proficiency=tuple(others.tolist())))
    chunks, services = [], []
    for owner in range(TEAMS):
        fill = random.uniform(0.5, 1.5) * PEOPLE * 4.0 * WEEKS
        parts = random.dirichlet(np.ones(CHUNKS + 2)) * fill
        for number, days in enumerate(parts.tolist()):
            discipline = int(random.integers(len(DISCIPLINES)))
            if number >= CHUNKS:
                one = service(f"S{owner}.{number}", days / WEEKS, 1.0, owner=owner)
                services.append(replace(one, discipline=discipline))
                continue
            named = random.uniform() < 0.15
            mate = owner * PEOPLE + int(random.integers(PEOPLE))
            chunks.append(
                chunk(
                    f"C{owner}.{number}",
                    days,
                    project=int(random.integers(3)),
                    kind=KINDS[int(random.integers(len(KINDS)))],
                    discipline=discipline,
                    start=START + 7 * int(random.integers(WEEKS)),
                    weeks=float(random.integers(1, 4)),
                    owner=owner,
                    who=(mate,) if named else (),
                )
            )
    inputs = plan(
        tuple(people),
        teams=tuple(team(f"T{number}") for number in range(TEAMS)),
        projects=tuple(project(f"Project {number}") for number in range(3)),
        chunks=tuple(chunks),
        services=tuple(services),
        weeks=WEEKS,
    )
    return replace(inputs, disciplines=DISCIPLINES)


@dataclass(frozen=True)
class TeamWeek:
    """What one allocation was about: supply by group, skill by group, and the work."""

    supply: np.ndarray
    skill: np.ndarray
    primary: np.ndarray
    open: np.ndarray
    named: dict[tuple[int, int], float]
    unmet: float


def team_weeks(load: Load) -> Iterator[TeamWeek]:
    for result in load.teams:
        work = result.workings
        groups, first = np.unique(work.group, return_index=True)
        assert groups.tolist() == list(range(len(work.primary)))
        people = work.crew.person[first]
        skill = np.array([load.inputs.people[n].proficiency for n in people.tolist()])
        group_of = dict(zip(work.crew.person.tolist(), work.group.tolist(), strict=True))
        asks = work.asks
        for week in range(load.inputs.weeks):
            open_ = np.zeros(len(load.inputs.disciplines))
            named: dict[tuple[int, int], float] = {}
            for n in np.flatnonzero(asks.week == week).tolist():
                discipline, who = int(asks.discipline[n]), int(asks.person[n])
                if who < 0:
                    open_[discipline] += asks.days[n]
                else:
                    key = (group_of[who], discipline)
                    named[key] = named.get(key, 0.0) + float(asks.days[n])
            supply = work.group_supply[:, week]
            unmet = float(result.overload[week])
            yield TeamWeek(supply, skill, work.primary, open_, named, unmet)


def least_unmet(week: TeamWeek, help_min: float) -> float:
    """Days of work that no allocation at all could do, by HiGHS."""
    pairs = [
        (group, discipline, False)
        for group, discipline in np.ndindex(week.skill.shape)
        if week.skill[group, discipline] > 0.0
        and (discipline == week.primary[group] or week.skill[group, discipline] >= help_min)
    ]
    pairs += [(*key, True) for key in week.named if week.skill[key] > 0.0]
    worth = np.array([week.skill[group, discipline] for group, discipline, _ in pairs])
    people = np.zeros((len(week.supply), len(pairs)))
    work = np.zeros((len(week.open), len(pairs)))
    limits: list[tuple[float, float | None]] = []
    for number, (group, discipline, by_name) in enumerate(pairs):
        people[group, number] = 1.0
        if by_name:
            limits.append((0.0, week.named[group, discipline] / worth[number]))
        else:
            work[discipline, number] = worth[number]
            limits.append((0.0, None))
    best = linprog(
        -worth,
        A_ub=np.concatenate([people, work]),
        b_ub=np.concatenate([week.supply, week.open]),
        bounds=limits,
        method="highs",
    )
    assert best.status == 0
    return float(week.open.sum() + sum(week.named.values()) + best.fun)


@cache
def gaps() -> np.ndarray:
    """(N, 3) unmet by the rule, least unmet, and work asked, of all team-weeks."""
    found = []
    for seed in range(PLANS):
        inputs = random_plan(seed)
        for week in team_weeks(compute(inputs)):
            least = least_unmet(week, inputs.settings.help_min)
            asked = float(week.open.sum() + sum(week.named.values()))
            found.append((week.unmet, least, asked))
    return np.array(found)


def test_that_no_allocation_leaves_less_than_the_linear_programme() -> None:
    unmet, least, _ = gaps().T
    assert (unmet >= least - 1e-7).all()
    assert (least >= -1e-7).all()


@dataclass(frozen=True)
class GapReport:
    team_weeks: int
    hopeless: float
    same: float
    mean: float
    p90: float
    worst: float


def gap_report() -> GapReport:
    """The gap as a part of the work asked for, in per cent."""
    unmet, least, asked = gaps().T
    gap = np.maximum(unmet - least, 0.0)
    part = 100.0 * gap / asked
    return GapReport(
        team_weeks=len(gap),
        hopeless=100.0 * float((least > HURT).mean()),
        same=100.0 * float((gap < 1e-6).mean()),
        mean=100.0 * float(gap.sum() / asked.sum()),
        p90=float(np.quantile(part, 0.9)),
        worst=float(part.max()),
    )


def unmet_days(inputs: Inputs) -> float:
    return sum(float(result.overload.sum()) for result in compute(inputs).teams)


def better_skilled(inputs: Inputs, seed: int) -> Inputs:
    """Somebody learns something: 0.3 more in a discipline, or all that is missing to 1."""
    random = np.random.default_rng(1000 + seed)
    who = int(random.integers(len(inputs.people)))
    learner = inputs.people[who]
    level = list(learner.proficiency)
    room = [number for number, value in enumerate(level) if value < 1.0]
    what = int(random.choice(room)) if room else learner.primary
    level[what] = min(1.0, max(level[what] + 0.3, 0.3))
    people = list(inputs.people)
    people[who] = replace(learner, proficiency=tuple(level))
    return replace(inputs, people=tuple(people))


@dataclass(frozen=True)
class SkillReport:
    trials: int
    helped: int
    hurt: int
    worst: float
    hurt_without_switching: int


@cache
def skill_report() -> SkillReport:
    changes, plain = [], []
    for seed in range(PLANS * 5):
        inputs = random_plan(seed % PLANS)
        taught = better_skilled(inputs, seed)
        changes.append(unmet_days(taught) - unmet_days(inputs))
        still = replace(inputs, settings=Settings(switch=0.0))
        learned = replace(taught, settings=Settings(switch=0.0))
        plain.append(unmet_days(learned) - unmet_days(still))
    change = np.array(changes)
    return SkillReport(
        trials=len(change),
        helped=int((change < -HURT).sum()),
        hurt=int((change > HURT).sum()),
        worst=float(change.max()),
        hurt_without_switching=int((np.array(plain) > HURT).sum()),
    )


def test_that_the_help_page_tells_the_gap_and_when_skill_hurts() -> None:
    """The page's sentences are filled from the counts, so that they cannot drift from them."""
    text = re.sub(r"\s+", " ", resource("help", "model.md").read_text(encoding="utf-8"))
    gap, skill = gap_report(), skill_report()
    print(gap, skill)
    for words in (
        f"In {gap.team_weeks} random team-weeks",
        f"of which {gap.hopeless:.0f} % could not have been finished by anybody",
        f"as little undone as possible in {gap.same:.0f} %",
        f"On average {gap.mean:.1f} % of the work",
        f"in one week in ten {gap.p90:.1f} % or more",
        f"at worst {gap.worst:.0f} %",
        f"In {skill.trials} random cases of somebody learning something",
        f"fell in {skill.helped} and rose in {skill.hurt}",
        f"at worst by {skill.worst:.1f} days",
        f"Without switching costs it rose in {skill.hurt_without_switching}",
    ):
        assert words in text, words
