"""How sure a difference is: measures of many samples, and scenarios compared sample by sample.

Every scenario meets the same luck (MODEL section 5), so the difference of two scenarios in one
sample is a difference of structure, and its spread over samples says how sure a winner is. Samples
of a difference are far less scattered than those of the two scenarios apart.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import ceil
from typing import TYPE_CHECKING

import numpy as np

from teamtide.capacity.arrays import NOTHING, BoolArray, FloatArray
from teamtide.capacity.measures.cases import Case
from teamtide.capacity.measures.delivery import OVER, WEEK, counted, first_day
from teamtide.capacity.projected import UNFINISHED

if TYPE_CHECKING:
    from teamtide.capacity.bands import Runs

FINISHED_IN_BOTH = "turnaround of what both finish"
FINISH = "finish: "
"""What the keys of differences of single projects begin with."""


@dataclass(frozen=True, slots=True)
class Spread:
    """Percentiles of a sampled value or difference; infinite where it never comes.

    Args:
        p10: A tenth of the samples do not exceed it.
        p50: Half of them do not.
        p80: Eight tenths of them do not.
        p90: Nine tenths of them do not.
        less: Share of samples below zero; of a difference, that it is less than in the reference.
        more: Share of samples above zero.
    """

    p10: float
    p50: float
    p80: float
    p90: float
    less: float
    more: float


CERTAIN = ((0.99, "almost certainly"), (0.9, "very likely"), (2.0 / 3.0, "likely"))
"""Words for shares of samples, after the scale of the IPCC (Mastrandrea et al., *Guidance note on
consistent treatment of uncertainties*, 2010)."""


def sign_words(apart: Spread) -> str:
    """Which way a difference goes, and how sure that is: `very likely less`."""
    ways = {"less": apart.less, "more": apart.more, "the same": 1.0 - apart.less - apart.more}
    way, share = max(ways.items(), key=lambda item: item[1])
    if share >= 1.0 - 1e-9:
        return "the same in every sample" if way == "the same" else f"{way} in every sample"
    found = next((words for least, words in CERTAIN if share >= least - 1e-9), None)
    return "could go either way" if found is None else f"{found} {way}"


def spread(values: FloatArray) -> Spread:
    """Inverted-CDF percentiles of (S,) samples, infinite ones last (MODEL section 5)."""
    ordered = np.sort(values)
    count = len(ordered)

    def at(part: float) -> float:
        return float(ordered[max(0, ceil(part * count - 1e-9) - 1)])

    return Spread(
        at(0.1),
        at(0.5),
        at(0.8),
        at(0.9),
        float(np.count_nonzero(values < 0.0)) / count,
        float(np.count_nonzero(values > 0.0)) / count,
    )


@dataclass(frozen=True, eq=False)
class Samples:
    """The sampled measures of one scenario, one value a sample.

    Args:
        weeks: (S, P) weeks from a project's planned first day to its end; infinite where it does
            not finish, nan where it does not count.
        ends: (S, P) the day it finishes, an ordinal, likewise.
        late: (S, P) weeks it finishes after its planned last day, likewise.
        missed: (S,) projects that finish after their deadline; None where none has one.
        undone: (S,) team-weeks that end with work unmet.
        backlog: (S,) days unmet at the end of the last week.
    """

    weeks: FloatArray
    ends: FloatArray
    late: FloatArray
    missed: FloatArray | None
    undone: FloatArray
    backlog: FloatArray

    @property
    def unfinished(self) -> FloatArray:
        """(S,) projects that do not finish."""
        count: FloatArray = np.isposinf(self.weeks).sum(axis=1).astype(np.float64)
        return count

    @property
    def turnaround(self) -> FloatArray:
        """(S,) mean weeks of the projects that finish; infinite where none does."""
        return _mean_of(self.weeks, np.isfinite(self.weeks))

    @property
    def delay(self) -> FloatArray:
        """(S,) mean weeks after their plan of the projects that finish, likewise."""
        return _mean_of(self.late, np.isfinite(self.late))


def take_samples(case: Case, runs: Runs) -> Samples:
    """The sampled measures of a scenario.

    Args:
        case: The scenario.
        runs: Its samples, of all teams.
    """
    count = runs.project_finish.shape[0]
    weeks = np.full((count, len(case.inputs.projects)), np.nan)
    ends, late = weeks.copy(), weeks.copy()
    last = case.inputs.start + 7 * case.inputs.weeks - 1
    missed: FloatArray | None = None
    for number, finish in counted(case):
        day = runs.project_finish[:, number]
        end = ends[:, number] = np.where(day == UNFINISHED, np.inf, day)
        weeks[:, number] = (end + 1.0 - first_day(case, finish)) / WEEK
        if finish.planned_day is not None:
            late[:, number] = (end - finish.planned_day) / WEEK
        deadline = case.facts.deadline[number]
        if deadline is not None:
            # Of what does not finish in this plan, nothing is known about a later deadline.
            over = (end > deadline) & (np.isfinite(end) | (deadline <= last))
            missed = over.astype(np.float64) if missed is None else missed + over
    left = runs.unmet > np.maximum(OVER * runs.capacity, NOTHING)
    return Samples(
        weeks=weeks,
        ends=ends,
        late=late,
        missed=missed,
        undone=left.sum(axis=(1, 2)).astype(np.float64),
        backlog=runs.unmet[:, :, -1].sum(axis=1),
    )


def join_samples(parts: Sequence[Samples]) -> Samples:
    """Slices of samples, one after the other."""
    missed = [part.missed for part in parts if part.missed is not None]
    return Samples(
        weeks=np.concatenate([part.weeks for part in parts]),
        ends=np.concatenate([part.ends for part in parts]),
        late=np.concatenate([part.late for part in parts]),
        missed=np.concatenate(missed) if missed else None,
        undone=np.concatenate([part.undone for part in parts]),
        backlog=np.concatenate([part.backlog for part in parts]),
    )


def _mean_of(values: FloatArray, which: BoolArray) -> FloatArray:
    """(S,) mean over the chosen of (S, P) values; infinite where none is chosen."""
    count = which.sum(axis=1)
    total = np.where(which, values, 0.0).sum(axis=1)
    mean: FloatArray = np.full(len(count), np.inf)
    np.divide(total, count, out=mean, where=count > 0)
    return mean


def spreads(samples: Samples) -> Mapping[str, Spread]:
    """Percentiles of each sampled measure of one scenario, by measure key."""
    found = {
        "unfinished": spread(samples.unfinished),
        "undone": spread(samples.undone),
        "backlog": spread(samples.backlog),
    }
    if not np.isnan(samples.weeks).all():
        found["turnaround"] = spread(samples.turnaround)
        found["delay"] = spread(samples.delay)
    if samples.missed is not None:
        found["missed"] = spread(samples.missed)
    return found


def chances(case: Case, samples: Samples) -> tuple[tuple[int, float], ...]:
    """Per active project with a deadline, its index and the share of samples that meet it."""
    return tuple(
        (number, float((samples.ends[:, number] <= deadline).mean()))
        for number, _ in counted(case)
        if (deadline := case.facts.deadline[number]) is not None
    )


def differences(
    case: Case, ours: Samples, theirs: Samples, *, finishes: bool = True
) -> Mapping[str, Spread]:
    """Percentiles of scenario less reference, sample by sample, by measure key.

    Projects count where they do in both. In turnaround and delay a sample's difference is the mean
    over projects of the difference of their weeks; where one side leaves more of them unfinished it
    is infinitely worse, and where both leave as many, the mean is over those that finish in both.
    `turnaround of what both finish` is that mean in every sample that has any such project.

    Args:
        case: The scenario.
        ours: Its samples.
        theirs: Those of the reference, with the same luck.
        finishes: Whether each project's end is compared as well, as `finish: <name>`, in weeks:
            unfinished in both is 0, in one alone infinite.
    """
    found = {
        key: spread(getattr(ours, key) - getattr(theirs, key)) for key in ("undone", "backlog")
    }
    if ours.missed is not None and theirs.missed is not None:
        found["missed"] = spread(ours.missed - theirs.missed)
    both = ~np.isnan(ours.weeks).any(axis=0) & ~np.isnan(theirs.weeks).any(axis=0)
    if not both.any():
        return found
    done = np.isfinite(ours.weeks[:, both]) & np.isfinite(theirs.weeks[:, both])
    some = done.any(axis=1)
    more = (~np.isfinite(ours.weeks[:, both])).sum(axis=1) - (
        ~np.isfinite(theirs.weeks[:, both])
    ).sum(axis=1)
    for key, values in (("turnaround", "weeks"), ("delay", "late")):
        mine, other = getattr(ours, values)[:, both], getattr(theirs, values)[:, both]
        apart = np.where(done, mine, 0.0) - np.where(done, other, 0.0)
        mean = apart.sum(axis=1) / np.maximum(1, done.sum(axis=1))
        found[key] = spread(np.where(more == 0, mean, np.copysign(np.inf, more)))
        if key == "turnaround" and some.any():
            found[FINISHED_IN_BOTH] = spread(mean[some])
    found["unfinished"] = spread(more.astype(np.float64))
    if not finishes:
        return found
    ends = _apart(ours.ends[:, both], theirs.ends[:, both])
    for column, number in enumerate(np.flatnonzero(both).tolist()):
        found[f"{FINISH}{case.inputs.projects[number].name}"] = spread(ends[:, column] / WEEK)
    return found


def _apart(ours: FloatArray, theirs: FloatArray) -> FloatArray:
    """(S, P) ours - theirs, 0 where both never end."""
    both = np.isposinf(ours) & np.isposinf(theirs)
    apart: FloatArray = np.where(both, 0.0, ours) - np.where(both, 0.0, theirs)
    return apart
