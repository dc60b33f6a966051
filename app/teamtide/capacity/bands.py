"""How sure the projection is: percentiles and chances over many samples (MODEL section 5).

`Runs` are the samples themselves, kept apart so that slices of samples join, and so that two
scenarios that met the same luck are compared sample by sample; `Bands` are what is shown of them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import ceil

import numpy as np

from teamtide.capacity.arrays import NOTHING, BoolArray, FloatArray, IntArray, freeze, run_starts
from teamtide.capacity.carry import Cancelled, Draws, WeekArray, carry
from teamtide.capacity.carry_groups import CarryGroups, lay_out_groups
from teamtide.capacity.carry_plan import CarryPlan, owned_chunks, plan_carry
from teamtide.capacity.carry_teams import needed_teams
from teamtide.capacity.luck import Luck
from teamtide.capacity.projected import UNFINISHED
from teamtide.capacity.projection import finish_days
from teamtide.capacity.results import Load
from teamtide.capacity.team_loads import load_ratio

__all__ = [
    "Bands",
    "Cancelled",
    "Layout",
    "ProjectBand",
    "Runs",
    "TeamBand",
    "bands_of",
    "join_runs",
    "lay_out",
    "paired",
    "percentiles",
    "run_bands",
]

AT_ONCE = 1_000_000
"""Items times samples at a time: enough to be worth a call, few enough for memory and cache."""

OVER = 1e-6
"""A team-week is overloaded where more than this part of its capacity is unmet."""


@dataclass(frozen=True, eq=False)
class Runs:
    """The projected load of S samples.

    Args:
        samples: The numbers of the samples.
        teams: The teams that were projected, ascending; figures of others are 0.
        capacity: (T, W) capacity of every team, the same in every sample.
        wants: (S, T, W) work wanted, days.
        unmet: (S, T, W) wants unmet at week's end, days.
        finish: (S, C) week in which each chunk finishes, as in `Projection.finish`.
        project_finish: (S, P) ordinal of the day each project finishes; UNFINISHED where it does
            not, 0 where it has no owned chunks.
        owned: (C,) the chunks that count, as in `Projection.owned`; None where that is not known.
    """

    samples: range
    teams: tuple[int, ...]
    capacity: FloatArray
    wants: FloatArray
    unmet: FloatArray
    finish: WeekArray
    project_finish: IntArray
    owned: BoolArray | None = None


@dataclass(frozen=True, eq=False)
class TeamBand:
    """How sure one team's projected load is; (W,) each.

    Args:
        p10: Load that a tenth of the samples do not exceed; inf where there is work and nobody.
        p50: Load that half of them do not exceed.
        p90: Load that nine tenths of them do not exceed.
        wants_p10: The same of the work wanted, days.
        wants_p50: The same of the work wanted, days.
        wants_p90: The same of the work wanted, days.
        chance_over: Share of samples in which more than 1e-6 of the capacity is unmet.
    """

    p10: FloatArray
    p50: FloatArray
    p90: FloatArray
    wants_p10: FloatArray
    wants_p50: FloatArray
    wants_p90: FloatArray
    chance_over: FloatArray


@dataclass(frozen=True, slots=True)
class ProjectBand:
    """How sure a project's finish is.

    Args:
        p50: Ordinal of the day by which it is finished in half of the samples; None where it is
            unfinished in more than half of them, and where it has no owned chunks.
        p80: The same for 80 %.
        p90: The same for 90 %.
        chance_deadline: Share of samples in which it finishes on its deadline or before; None
            where it has no deadline or no owned chunks.
        chance_unfinished: Share of samples in which it does not finish within the horizon.
    """

    p50: int | None
    p80: int | None
    p90: int | None
    chance_deadline: float | None
    chance_unfinished: float


@dataclass(frozen=True, eq=False)
class Bands:
    """What is shown of many samples.

    Args:
        samples: How many they are.
        teams: One per team, in plan order; None where the team was not projected.
        projects: One per project, in plan order.
    """

    samples: int
    teams: tuple[TeamBand | None, ...]
    projects: tuple[ProjectBand, ...]


@dataclass(frozen=True)
class Layout:
    """What all samples of a plan share; made once where samples come in several slices.

    Args:
        load: The plan.
        plan: Its work.
        groups: Its people.
        wanted: The teams wanted, ascending; the plan and the groups may hold others they wait for.
    """

    load: Load
    plan: CarryPlan
    groups: CarryGroups
    wanted: tuple[int, ...]


def lay_out(load: Load, teams: Iterable[int] | None = None, previous: Runs | None = None) -> Layout:
    """Lays a plan out for sampling.

    Args:
        load: The plan.
        teams: The teams wanted; None is all.
        previous: Samples of a plan in which all other teams fare the same, if there are any: then
            nobody needs to be projected again for others to wait for.
    """
    everybody = range(len(load.inputs.teams))
    wanted = sorted(everybody if teams is None else set(teams))
    needed = wanted if teams is None or previous is not None else needed_teams(load, wanted)
    projected = sorted(needed)
    plan = plan_carry(load, projected, phased=True)
    return Layout(load, plan, lay_out_groups(load, projected), tuple(wanted))


def run_bands(
    load: Load,
    luck: Luck,
    teams: frozenset[int] | None = None,
    *,
    previous: Runs | None = None,
    layout: Layout | None = None,
    progress: Callable[[int], None] | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> Runs:
    """Projects a plan once per sample.

    Args:
        load: The plan.
        luck: The draws, from `draw_luck`.
        teams: The teams wanted; None is all. Teams they wait for are projected beside them, unless
            `previous` tells how those fare. It should hold whoever depends on a team in it, see
            `projection.affected_teams`.
        previous: The same samples of a plan in which all teams but these fare the same, from which
            the finishes of their chunks are taken.
        layout: What `lay_out` made of the same load, teams and previous, to save making it again.
        progress: Told after every slice how many samples are done.
        cancelled: Asked once a week of a slice whether to stop.

    Raises:
        Cancelled: If `cancelled` says so.
        ValueError: If `previous` is of other samples.
    """
    if previous is not None and previous.samples != luck.samples:
        raise ValueError("the samples to start from must be the same ones")
    layout = layout or lay_out(load, teams, previous)
    plan, inputs = layout.plan, load.inputs
    samples, all_teams = len(luck.samples), len(inputs.teams)
    # Weeks before samples, as they are computed; handed out the other way round.
    wants, unmet = (np.zeros((all_teams, inputs.weeks, samples)) for _ in range(2))
    finish = np.empty((len(inputs.chunks), samples), dtype=np.int32)
    place = np.array([plan.teams.index(team) for team in layout.wanted], dtype=np.int64)
    wanted = list(layout.wanted)
    for part in _slices(samples, len(plan.items.item)):
        known = None if previous is None else _known(plan, previous, part)
        outcome = carry(
            plan, layout.groups, _draws(plan, luck, part), finish=known, cancelled=cancelled
        )
        wants[wanted, :, part] = outcome.wants[place]
        unmet[wanted, :, part] = outcome.unmet[place]
        finish[:, part] = outcome.finish
        if progress is not None:
            progress(part.stop)
    owned = owned_chunks(inputs)
    finish[~owned] = UNFINISHED
    days = _project_days(load, finish, owned, plan, previous)
    capacity = np.array([team.capacity for team in load.teams]).reshape(all_teams, inputs.weeks)
    result = Runs(
        samples=luck.samples,
        teams=layout.wanted,
        capacity=capacity,
        wants=wants.transpose(2, 0, 1),
        unmet=unmet.transpose(2, 0, 1),
        finish=finish.T,
        project_finish=days.T,
        owned=owned,
    )
    freeze(result.capacity, result.wants, result.unmet, result.finish, result.project_finish, owned)
    return result


def _slices(samples: int, items: int) -> list[slice]:
    """Slices of samples of about `AT_ONCE`, as even as they can be."""
    count = ceil(samples / max(100, AT_ONCE // max(1, items)))
    edges = [samples * number // max(1, count) for number in range(count + 1)]
    return [slice(*pair) for pair in pairwise(edges)]


def _draws(plan: CarryPlan, luck: Luck, part: slice) -> Draws:
    """Some samples of the luck, by item and samples last."""
    items = plan.items
    flows = int(np.count_nonzero(items.item < 0))
    chunks = items.item[flows:]
    count = part.stop - part.start
    factor = np.ones((len(items.item), count))
    factor[flows:] = luck.effort[part].take(chunks, axis=1).T
    phase = np.zeros((len(items.item), count), dtype=np.int64)
    # A phase past the burst's period, drawn for another shape, comes round again.
    bursts = np.flatnonzero(items.period > 1)
    drawn = luck.phase[part].take(items.item[bursts], axis=1).T
    phase[bursts] = drawn % items.period[bursts, None]
    arrivals = np.ascontiguousarray(
        luck.arrivals[part][:, -1 - items.item[:flows]].transpose(1, 2, 0)
    )
    return Draws(count, factor, phase if phase.any() else None, arrivals)


def _known(plan: CarryPlan, previous: Runs, part: slice) -> WeekArray:
    known = previous.finish[part].T.copy()
    items = plan.items.item
    known[items[items >= 0]] = UNFINISHED
    return known


def _project_days(
    load: Load, finish: WeekArray, owned: BoolArray, plan: CarryPlan, previous: Runs | None
) -> IntArray:
    """(P, S) day on which each project finishes, 0 where it has no owned chunks."""
    project = np.array([chunk.project for chunk in load.inputs.chunks], dtype=np.int64)
    anew = np.ones(len(load.inputs.projects), dtype=bool)
    found = np.zeros((len(anew), finish.shape[1]), dtype=np.int64)
    if previous is not None and previous.owned is not None:
        items = plan.items.item
        anew[:] = False
        anew[project[items[items >= 0]]] = True
        anew[project[owned != previous.owned]] = True
        found[~anew] = previous.project_finish.T[~anew]
    mine = np.flatnonzero(owned & anew[project])
    if len(mine):
        mine = mine[np.argsort(project[mine], kind="stable")]
        starts = run_starts(project[mine])
        days = np.maximum.reduceat(finish_days(load, finish, mine), starts, axis=0)
        found[project[mine[starts]]] = days
    return found


def join_runs(runs: Sequence[Runs]) -> Runs:
    """Slices of samples of one plan as one, in the order given.

    Raises:
        ValueError: If there are none, they do not follow one another, or differ in their teams.
    """
    if not runs:
        raise ValueError("there are no samples to join")
    first, last = runs[0], runs[-1]
    for one, other in pairwise(runs):
        if one.samples.stop != other.samples.start or one.teams != other.teams:
            raise ValueError("samples must follow one another and be of the same teams")
    if len(runs) == 1:
        return first
    # Joined the way they lie in memory, so that percentiles find a cell's samples together.
    wants, unmet, finish, days = (
        np.concatenate([getattr(one, name).T for one in runs], axis=-1).T
        for name in ("wants", "unmet", "finish", "project_finish")
    )
    freeze(wants, unmet, finish, days)
    samples = range(first.samples.start, last.samples.stop)
    return Runs(samples, first.teams, first.capacity, wants, unmet, finish, days, first.owned)


def percentiles(values: FloatArray | IntArray, parts: Sequence[float]) -> list[FloatArray]:
    """Inverted-CDF percentiles over the last axis: the least value that a part does not exceed.

    Args:
        values: (…, S) samples, at least one; infinite ones sort last.
        parts: The parts, in (0, 1].

    Returns:
        An array of the leading shape for each part.
    """
    count = values.shape[-1]
    # A part such as 0.9 of 10 is 9 samples, whatever binary fractions make of it.
    places = [max(0, int(np.ceil(part * count - 1e-9)) - 1) for part in parts]
    ordered = np.partition(values, sorted(set(places)), axis=-1)
    return [np.array(ordered[..., place]) for place in places]


def bands_of(runs: Sequence[Runs], deadlines: Sequence[int | None] | None = None) -> Bands:
    """Percentiles and chances of some samples (MODEL section 5).

    Args:
        runs: Slices of samples of one plan, in order; at least one sample.
        deadlines: By project the ordinal of its deadline, or None.

    Raises:
        ValueError: If there are no samples, or they do not belong together.
    """
    whole = join_runs(runs)
    if not len(whole.samples):
        raise ValueError("there are no samples to take percentiles of")
    projected = frozenset(whole.teams)
    teams = tuple(
        _team_band(whole, team) if team in projected else None
        for team in range(len(whole.capacity))
    )
    finish = whole.project_finish.T
    by = [values.tolist() for values in percentiles(finish, (0.5, 0.8, 0.9))]
    share = 1.0 / len(whole.samples)
    late = np.count_nonzero(finish == UNFINISHED, axis=1) * share
    projects = []
    for number, days in enumerate(finish):
        deadline = None if deadlines is None else deadlines[number]
        counts = bool(days[0])
        p50, p80, p90 = (_day(values[number]) for values in by)
        chance = None
        if counts and deadline is not None:
            chance = float(np.count_nonzero(days <= deadline) * share)
        projects.append(ProjectBand(p50, p80, p90, chance, float(late[number])))
    return Bands(len(whole.samples), teams, tuple(projects))


def _day(value: int) -> int | None:
    return value if 0 < value < UNFINISHED else None


def _team_band(runs: Runs, team: int) -> TeamBand:
    capacity = runs.capacity[team]
    low, middle, high = percentiles(runs.wants[:, team].T, (0.1, 0.5, 0.9))
    unmet, allowed = runs.unmet[:, team].T, np.maximum(OVER * capacity, NOTHING)
    over = np.count_nonzero(unmet > allowed[:, None], axis=1) / len(runs.samples)
    # Load is wants over a capacity no sample changes, so its percentiles are those of the wants.
    ratios = [load_ratio(wants, capacity) for wants in (low, middle, high)]
    freeze(low, middle, high, over, *ratios)
    return TeamBand(ratios[0], ratios[1], ratios[2], low, middle, high, over)


def paired(option: FloatArray | IntArray, reference: FloatArray | IntArray) -> FloatArray:
    """Differences option - reference, sample by sample (MODEL section 5).

    Args:
        option: (S, …) finish weeks, days or other figures; UNFINISHED and inf are unfinished.
        reference: The same samples of what it is compared with.

    Returns:
        (S, …) differences: 0 where both are unfinished, inf where only the option is, -inf where
        only the reference is.
    """
    never = (np.asarray(option) == UNFINISHED) | np.isposinf(option)
    never_reference = (np.asarray(reference) == UNFINISHED) | np.isposinf(reference)
    first = np.where(never, 0.0, option)
    second = np.where(never_reference, 0.0, reference)
    difference: FloatArray = first - second
    difference[never & ~never_reference] = np.inf
    difference[never_reference & ~never] = -np.inf
    difference[never & never_reference] = 0.0
    return difference
