"""Who is in which team, in which skill group, and how many productive days they have.

People of a team with the same skills are interchangeable to the model, so work is dealt out to
*skill groups*, not to persons (MODEL section 1); someone named on a chunk is a group alone, since
that work is theirs. A `Crew` is the rows of one or several teams in the order of their groups, so
that sums over groups, disciplines and teams are sums over runs of neighbouring rows.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from teamtide.capacity.arrays import (
    NOTHING,
    BoolArray,
    FloatArray,
    IntArray,
    freeze,
    run_starts,
    sum_runs,
)
from teamtide.capacity.figures import (
    ATTENDANCE,
    EFFECTIVE,
    FIGURES,
    GROSS,
    PRESENT,
    SETTLED,
    SIZE,
)
from teamtide.capacity.inputs import Inputs

_HOURS_A_DAY = 8.0


@dataclass(frozen=True)
class Skills:
    """What the people of a plan can do, as columns.

    Args:
        rank: (P,) order of people within a team: primary discipline, proficiencies descending,
            unnamed before named. Equal ranks are alike.
        primary: (P,) primary discipline.
        named: (P,) whether someone is named on a chunk of an active project.
        proficiency: (P, D) e of each person in each discipline, at least 0.
    """

    rank: IntArray
    primary: IntArray
    named: BoolArray
    proficiency: FloatArray


def named_people(inputs: Inputs) -> frozenset[int]:
    """People named on any chunk of an active project."""
    active = [project.active for project in inputs.projects]
    return frozenset(
        person
        for chunk in inputs.chunks
        if chunk.who and active[chunk.project]
        for person in chunk.who
    )


def learn_skills(inputs: Inputs, names: frozenset[int]) -> Skills:
    """Ranks the people of a plan by what they can do.

    Args:
        inputs: The plan.
        names: Indices of the people who are named.
    """
    people, count = inputs.people, len(inputs.people)
    kinds: dict[tuple[int, tuple[float, ...]], int] = {}
    kind = [kinds.setdefault((p.primary, p.proficiency), len(kinds)) for p in people]
    signatures = list(kinds)
    order = sorted(
        range(len(signatures)),
        key=lambda i: (signatures[i][0], tuple(-e for e in signatures[i][1])),
    )
    place = np.zeros(len(signatures), dtype=np.int64)
    place[order] = np.arange(len(signatures))
    table = np.zeros((len(signatures), len(inputs.disciplines)))
    for number, (_, proficiency) in enumerate(signatures):
        table[number, : len(proficiency)] = proficiency
    kind_of = np.array(kind, dtype=np.int64)
    named = np.zeros(count, dtype=bool)
    if names:
        named[list(names)] = True
    first = np.array([signature[0] for signature in signatures], dtype=np.int64)
    return Skills(2 * place[kind_of] + named, first[kind_of], named, table[kind_of])


@dataclass(frozen=True)
class Crew:
    """Rows of (person, team) pairs of T teams, by team and then in the order of the groups.

    Args:
        teams: (T,) plan index of each team.
        team: (R,) number of the team of each row, 0 … T-1.
        person: (R,) index of the person.
        figures: (6, R, W) as in `supply.Supply`.
    """

    teams: IntArray
    team: IntArray
    person: IntArray
    figures: FloatArray

    def one(self, number: int) -> Crew:
        """The rows of a single team, sharing memory."""
        begin, end = np.searchsorted(self.team, [number, number + 1])
        return Crew(
            self.teams[number : number + 1],
            np.zeros(end - begin, dtype=np.int64),
            self.person[begin:end],
            self.figures[:, begin:end],
        )


def group_starts(team: IntArray, person: IntArray, skills: Skills) -> IntArray:
    """Where the rows of each skill group begin; who is named is a group alone."""
    alone = np.where(skills.named[person], person, -1)
    return run_starts(team, skills.rank[person], alone)


def join_crews(crews: list[Crew], weeks: int) -> Crew:
    """Puts the rows of several single teams together, in the order given."""
    if not crews:
        none = np.zeros(0, dtype=np.int64)
        return Crew(none, none, none, np.zeros((FIGURES, 0, weeks)))
    return Crew(
        np.concatenate([crew.teams for crew in crews]),
        np.repeat(np.arange(len(crews)), [len(crew.person) for crew in crews]),
        np.concatenate([crew.person for crew in crews]),
        np.concatenate([crew.figures for crew in crews], axis=1),
    )


class Mix(NamedTuple):
    """What a single team's rows are to be: some of those it has, and some new ones.

    Args:
        crew: The rows it has.
        person: (R,) the people it is to have.
        source: (R,) where each row is in `crew`, or -1 - where it is in `figures`.
        figures: (6, N, W) the new rows.
    """

    crew: Crew
    person: IntArray
    source: IntArray
    figures: FloatArray


def mix_crews(mixes: Sequence[Mix], weeks: int) -> Crew:
    """The crew of several single teams together, each row copied once."""
    counts = [len(mix.person) for mix in mixes]
    figures = np.empty((FIGURES, sum(counts), weeks))
    end = 0
    for mix, count in zip(mixes, counts, strict=True):
        begin, end = end, end + count
        fresh = np.flatnonzero(mix.source < 0)
        for old, new, rows in zip(
            mix.crew.figures, mix.figures, figures[:, begin:end], strict=True
        ):
            if len(old):
                np.take(old, mix.source, axis=0, out=rows, mode="wrap")
            rows[fresh] = new[-1 - mix.source[fresh]]
    figures.flags.writeable = False
    return Crew(
        np.concatenate([mix.crew.teams for mix in mixes]),
        np.repeat(np.arange(len(mixes)), counts),
        np.concatenate([mix.person for mix in mixes]),
        figures,
    )


def base_days(inputs: Inputs, crew: Crew, given: int = EFFECTIVE) -> FloatArray:
    """(R, W) productive days before newcomers are helped: overhead, communication, ceremonies.

    Args:
        inputs: The plan.
        crew: The teams.
        given: EFFECTIVE days, or GROSS ones: those of people who have all settled in.
    """
    settings, figures = inputs.settings, crew.figures
    base: FloatArray = figures[given] * (1.0 - settings.overhead)
    if settings.comm:
        base *= communication_factor(inputs, crew)[crew.team]
    hours = np.array([inputs.teams[team].ceremony_hours for team in crew.teams])
    if hours.any():
        base -= (hours / _HOURS_A_DAY)[crew.team, None] * figures[ATTENDANCE]
    return np.maximum(base, 0.0, out=base)


def communication_factor(inputs: Inputs, crew: Crew) -> FloatArray:
    """(T, W) what communication leaves of a day, 1 / (1 + κ n²), n being the team's size."""
    factor = np.ones((len(crew.teams), inputs.weeks))
    starts = run_starts(crew.team)
    size = sum_runs(crew.figures[SIZE], starts)
    factor[crew.team[starts]] = 1.0 / (1.0 + inputs.settings.comm * size * size)
    return factor


def after_helping(inputs: Inputs, crew: Crew, skills: Skills, base: FloatArray) -> FloatArray:
    """(R, W) productive days once the settled have helped the newcomers (MODEL section 1).

    Args:
        inputs: The plan.
        crew: The teams.
        skills: What their people can do.
        base: Their days before, as from `base_days`.

    Returns:
        A new array, or `base` itself where there is nobody to help.
    """
    if not inputs.settings.mentor or not len(crew.team):
        return base
    gross, effective = crew.figures[GROSS], crew.figures[EFFECTIVE]
    new = np.flatnonzero((gross != effective).any(axis=1))
    starts = run_starts(crew.team, skills.primary[crew.person])
    run = np.repeat(np.arange(len(starts)), np.diff(starts, append=len(base)))
    need = np.zeros((len(starts), base.shape[1]))
    np.add.at(need, run[new], inputs.settings.mentor * (gross[new] - effective[new]))
    weeks = np.flatnonzero((need > NOTHING).any(axis=0))
    if not len(weeks):
        return base
    if 2 * len(weeks) < len(need[0]):
        # Newcomers come now and then: most weeks stay as they are.
        figures = crew.figures[:, :, weeks]
        some = Crew(crew.teams, crew.team, crew.person, figures)
        helped = base.copy()
        helped[:, weeks] = after_helping(inputs, some, skills, base[:, weeks])
        return helped
    # Whoever settles in has settled days only as far as they have older cohorts; others, all.
    part = np.divide(
        crew.figures[SETTLED, new],
        gross[new],
        out=np.zeros((len(new), base.shape[1])),
        where=gross[new] > 0.0,
    )
    settled = base.copy()
    settled[new] *= part
    team = crew.team[starts]
    teams = run_starts(team)
    counts = np.diff(teams, append=len(team))
    own = sum_runs(settled, starts)
    everyone = np.repeat(sum_runs(own, teams), counts, axis=0)
    taken = _part(need, own)
    need = np.where(own > NOTHING, 0.0, need)
    taken += np.repeat(sum_runs(_part(need, everyone), teams), counts, axis=0)
    need = np.where(everyone > NOTHING, 0.0, need)
    settled *= taken[run]
    if need.any():
        pool = np.repeat(sum_runs(sum_runs(base, starts), teams), counts, axis=0)
        from_all = np.repeat(sum_runs(_part(need, pool), teams), counts, axis=0)
        settled += base * from_all[run]
    np.subtract(base, settled, out=settled)
    return np.maximum(settled, 0.0, out=settled)


def settling_loss(
    inputs: Inputs, crew: Crew, skills: Skills, base: FloatArray
) -> FloatArray | None:
    """Productive days that settling in takes, by the primary discipline of those who lose them.

    What newcomers are not yet worth, and what helping them takes from their colleagues: if
    everybody had settled in, `eff` would be `gross` and nobody would need help (MODEL section 1).

    Args:
        inputs: The plan.
        crew: The teams.
        skills: What their people can do.
        base: (R, W) days as from `after_helping`.

    Returns:
        (T, D, W), exactly 0 where everybody has settled in; None where that is everywhere.
    """
    if np.array_equal(crew.figures[GROSS], crew.figures[EFFECTIVE]):
        return None
    loss = base_days(inputs, crew, GROSS)
    loss -= base
    lost = _by_primary(crew, skills, len(inputs.disciplines), loss)
    freeze(lost)
    return lost


def _by_primary(crew: Crew, skills: Skills, disciplines: int, days: FloatArray) -> FloatArray:
    """(T, D, W) sums of (R, W) days by primary discipline."""
    total = np.zeros((len(crew.teams), disciplines, days.shape[1]))
    primary = skills.primary[crew.person]
    starts = run_starts(crew.team, primary)
    total[crew.team[starts], primary[starts]] = sum_runs(days, starts)
    return total


def _part(need: FloatArray, pool: FloatArray) -> FloatArray:
    """What part of a pool is taken: at most all of it, and nothing of nothing."""
    part = np.divide(need, pool, out=np.zeros_like(need), where=pool > NOTHING)
    return np.minimum(part, 1.0, out=part)


def headcount(crew: Crew, skills: Skills, disciplines: int) -> FloatArray:
    """(T, D, W) days present a week over 5, by primary discipline: n of "Switching" before max."""
    return _by_primary(crew, skills, disciplines, crew.figures[PRESENT]) / 5.0
