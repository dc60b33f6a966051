"""The jobs behind the curves: the projected load of a plan, and how sure that is.

Bands come in two slices of samples: a few, so that there is something to see, then the rest. After
a small change only the teams it touches are run again, and each slice starts from the nearest plan
that has it, which need not be the last one: whoever drags quickly leaves plans half done behind.
Luck is kept between asks, since neither a drag nor another scenario changes it.
"""

from __future__ import annotations

from collections.abc import Generator, Iterator
from dataclasses import replace

from teamtide.capacity.arrays import freeze
from teamtide.capacity.bands import Bands, Layout, Runs, bands_of, join_runs, lay_out, run_bands
from teamtide.capacity.inputs import Inputs
from teamtide.capacity.luck import Luck, draw_luck, same_luck
from teamtide.capacity.projected import Carried
from teamtide.capacity.projection import affected_teams
from teamtide.workers.outlook import outlook_of
from teamtide.workers.work import Partial, Progress, Steps, Work

FIRST = 50
"""Samples of the first answer."""
A_TURN = 475
"""Samples of a whole plan at a time after it: few turns, since each goes through all weeks anew."""


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
    runs: list[Runs] = []
    for piece in slices(samples):
        yield Progress(piece.start, samples)
        luck = _luck(work, inputs, piece)
        yield Progress(piece.start, samples)
        runs.append((yield from _runs(work, inputs, luck, samples)))
        if piece.stop < samples:
            yield Partial(bands_of(runs, deadlines))
    yield Progress(samples, samples)
    found: Bands = bands_of(runs, deadlines)
    return found


def slices(samples: int) -> Iterator[range]:
    """The numbers of the samples of the first answer, then those of all others."""
    yield range(min(FIRST, samples))
    if samples > FIRST:
        yield range(FIRST, samples)


def _runs(work: Work, inputs: Inputs, luck: Luck, total: int) -> Generator[Progress, None, Runs]:
    """The samples of some luck; of teams that fare as in the nearest plan, taken from there."""
    note = _note("runs", luck.samples)
    notes, load = work.known(inputs).notes, work.load(inputs)
    if note in notes:
        known: Runs = notes[note]
        return known
    teams, old = frozenset(range(len(inputs.teams))), None
    near = work.nearest(inputs, note)
    if near is not None and near.load is not None and same_luck(near.inputs, inputs):
        old = near.notes[note]
        teams = affected_teams(near.load, load)
        # Tens of megabytes on a large plan: two plans' are enough to go to and fro.
        work.forget(note, inputs, near.inputs)
    if old is not None and not teams:
        found: Runs = old
    elif old is not None and len(teams) < len(inputs.teams):
        layout, stop = _layout(work, inputs, teams, old), work.cancelled
        some = run_bands(load, luck, teams, previous=old, layout=layout, cancelled=stop)
        found = _put_into(old, some)
    else:
        found = yield from _whole_runs(work, inputs, luck, total)
    notes[note] = found
    return found


def _whole_runs(
    work: Work, inputs: Inputs, luck: Luck, total: int
) -> Generator[Progress, None, Runs]:
    """The same of all teams, some samples a turn."""
    load, layout = work.load(inputs), _layout(work, inputs, None, None)
    runs = []
    for begin in range(0, len(luck.samples), A_TURN):
        part = luck.part(luck.samples[begin : begin + A_TURN])
        runs.append(run_bands(load, part, layout=layout, cancelled=work.cancelled))
        yield Progress(part.samples.stop, total)
    return join_runs(runs)


def _note(name: str, samples: range) -> str:
    """What is noted of some samples; each slice by itself, as some plans have only the first."""
    return f"{name} {samples.start}:{samples.stop}"


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
    note, notes = _note("luck", samples), work.known(inputs).notes
    if note not in notes:
        near = work.nearest(inputs, note)
        if near is not None and same_luck(near.inputs, inputs):
            notes[note] = near.notes[note]
        else:
            # Tens of megabytes on a large plan: that of other work is not kept beside it.
            work.forget(note, inputs)
            notes[note] = draw_luck(inputs, work.load(inputs).plan, samples)
    found: Luck = notes[note]
    return found
