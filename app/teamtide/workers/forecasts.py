"""The jobs behind the curves: the projected load of a plan, and how sure that is.

Bands come in slices of samples: a few at once, so that there is something to see, then the rest.
Luck is kept between asks, since neither a drag nor another scenario changes it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from operator import attrgetter
from typing import Any

from teamtide.capacity.arrays import freeze
from teamtide.capacity.bands import Bands, Layout, Runs, bands_of, lay_out, run_bands
from teamtide.capacity.inputs import Inputs
from teamtide.capacity.luck import Luck, draw_luck
from teamtide.capacity.projected import Carried
from teamtide.capacity.projection import affected_teams
from teamtide.workers.outlook import outlook_of
from teamtide.workers.work import Partial, Progress, Steps, Work

FIRST = 50
"""Samples of the first answer."""
SLICE = 475
"""Samples at a time after it: few slices, since each goes through all weeks anew."""


def projection(work: Work, inputs: Inputs) -> Steps:
    """An `Outlook` of a plan."""
    work.load(inputs)
    yield Progress(0, 1)
    return outlook_of(work.projection(inputs))


def carried(work: Work, inputs: Inputs, team: int, week: int) -> Steps:
    """What became of each piece of work of a team in a week: a tuple of `Carried`."""
    work.load(inputs)
    yield Progress(0, 1)
    found: tuple[Carried, ...] = work.projection(inputs).teams[team].carried(week)
    return found


def bands(
    work: Work,
    inputs: Inputs,
    samples: int | None = None,
    seed: int | None = None,
    deadlines: tuple[int | None, ...] | None = None,
) -> Steps:
    """`Bands` of a plan; first of a few samples, then of all.

    Args:
        work: What is known of plans.
        inputs: The plan.
        samples: How many; the plan's own number where None.
        seed: Of the luck; the plan's own where None.
        deadlines: Per project an ordinal, or None; needed for the chance of meeting them.
    """
    samples = inputs.settings.samples if samples is None else samples
    if seed is not None and seed != inputs.settings.seed:
        inputs = replace(inputs, settings=replace(inputs.settings, seed=seed))
    work.load(inputs)
    yield Progress(0, samples)
    runs: list[Runs] = []
    for piece in slices(samples):
        runs.append(_runs(work, inputs, piece))
        if piece.stop < samples:
            if len(runs) == 1:
                yield Partial(bands_of(runs, deadlines))
            yield Progress(piece.stop, samples)
    yield Progress(samples, samples)
    found: Bands = bands_of(runs, deadlines)
    return found


def slices(samples: int) -> Iterator[range]:
    """The numbers of the samples, a slice at a time."""
    start = 0
    while start < samples:
        stop = min(samples, start + (SLICE if start else FIRST))
        yield range(start, stop)
        start = stop


def _runs(work: Work, inputs: Inputs, samples: range) -> Runs:
    """Some samples of a plan; of teams that fare as in the nearest plan, taken from there."""
    mine: dict[range, Runs] = work.known(inputs).notes.setdefault("runs", {})
    if samples in mine:
        return mine[samples]
    load, luck = work.load(inputs), _luck(work, inputs, samples)
    teams, old = frozenset(range(len(inputs.teams))), None
    near = work.nearest(inputs, "runs")
    if near is not None and near.load is not None and same_luck(near.inputs, inputs):
        old = near.notes["runs"].get(samples)
        if old is not None:
            teams = affected_teams(near.load, load)
        # Tens of megabytes on a large plan: two plans' are enough to go to and fro.
        work.forget("runs", inputs, near.inputs)
    stop = work.cancelled
    if old is None or len(teams) == len(inputs.teams):
        layout = _layout(work, inputs, None, None)
        mine[samples] = run_bands(load, luck, layout=layout, cancelled=stop)
    elif not teams:
        mine[samples] = old
    else:
        layout = _layout(work, inputs, teams, old)
        some = run_bands(load, luck, teams, previous=old, layout=layout, cancelled=stop)
        mine[samples] = _put_into(old, some)
    return mine[samples]


def _layout(work: Work, inputs: Inputs, teams: frozenset[int] | None, old: Runs | None) -> Layout:
    """How a plan is laid out for sampling, made once for all its slices."""
    notes = work.known(inputs).notes
    known = notes.get("layout")
    if known is None or known[0] != teams:
        known = notes["layout"] = (teams, lay_out(work.load(inputs), teams, old))
    found: Layout = known[1]
    return found


def _put_into(old: Runs, some: Runs) -> Runs:
    """Samples of all teams: of those in `some` from there, of the others as they were."""
    teams = list(some.teams)
    wants, unmet = old.wants.copy(), old.unmet.copy()
    wants[:, teams], unmet[:, teams] = some.wants[:, teams], some.unmet[:, teams]
    freeze(wants, unmet)
    return replace(some, teams=old.teams, wants=wants, unmet=unmet)


def _luck(work: Work, inputs: Inputs, samples: range) -> Luck:
    """The luck of some samples, drawn once for all plans that meet the same."""
    mine: dict[range, Luck] = work.known(inputs).notes.setdefault("luck", {})
    if samples not in mine:
        near = work.nearest(inputs, "luck")
        if near is not None and samples in near.notes["luck"] and same_luck(near.inputs, inputs):
            mine[samples] = near.notes["luck"][samples]
        else:
            # Tens of megabytes on a large plan: that of other work is not kept beside it.
            work.forget("luck", inputs)
            mine[samples] = draw_luck(inputs, work.load(inputs).plan, samples)
    return mine[samples]


def same_luck(one: Inputs, other: Inputs) -> bool:
    """Whether two plans meet the same luck: draws depend on the work, and on nobody."""
    return (
        (one.settings.seed, one.start, one.weeks) == (other.settings.seed, other.start, other.weeks)
        and [project.name for project in one.projects]
        == [project.name for project in other.projects]
        and _alike(one.chunks, other.chunks, _CHUNK)
        and _alike(one.services, other.services, _SERVICE)
    )


_CHUNK = attrgetter("name", "project", "kind", "low", "likely", "high", "shape")
_SERVICE = attrgetter("name", "arrivals", "days_each", "dispersion", "surges")


def _alike(
    one: Sequence[object], other: Sequence[object], drawn_from: Callable[[Any], object]
) -> bool:
    return len(one) == len(other) and all(
        a is b or drawn_from(a) == drawn_from(b) for a, b in zip(one, other, strict=True)
    )
