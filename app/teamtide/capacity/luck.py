"""The luck a plan may have: how big each chunk turns out, when a burst falls, what comes in.

Bands are computed by running the projected load many times, each time with other luck (MODEL
section 5). All that is random is drawn here, and nothing else is: a draw depends on the plan's
seed, on what the item is called, on the number of the sample and on the week, and on nothing more.
Therefore two scenarios that are compared meet the same luck, samples can be computed in slices, in
any order and in any process, and a plan gives the same bands on every machine, to the last bit.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from operator import attrgetter
from typing import Any

import numpy as np

from teamtide.capacity.arrays import FloatArray, IntArray, freeze
from teamtide.capacity.calendar import Calendar, make_calendar
from teamtide.capacity.inputs import KINDS, Chunk, Inputs, Service
from teamtide.capacity.luck_counts import draw_counts
from teamtide.capacity.luck_gamma import gamma_from_rows, gamma_quantile, gamma_rows
from teamtide.capacity.luck_numbers import exponential, logarithm, normal_quantile
from teamtide.capacity.luck_streams import Streams, item_key, uniforms
from teamtide.capacity.schedule import Schedule
from teamtide.capacity.shapes import parse_shape

P90 = 1.28155
"""The z of the 90 % point; low and high efforts are the 10 % and the 90 % point."""
BOUNDS = (0.5, 2.0)
"""Low and high over likely where a plan does not say: P10 and P90 of actual over estimate."""
EXPLORATORY_BOUNDS = (0.2, 2.7)
"""The same for exploratory work."""

_EXPLORATORY = KINDS.index("exploratory")
_EFFORT, _PHASE = 0, 1
_COUNT, _SIZE = 0, 1
_BLOCK = 16384
_MOST_ROWS = 512


@dataclass(frozen=True)
class Luck:
    """Draws for S samples of C chunks and V services over W weeks, read-only.

    Args:
        samples: The numbers of the samples.
        effort: (S, C) actual over expected effort; 1 where nothing is expected.
        phase: (S, C) weeks by which a burst is shifted, 0 … P-1; 0 for other shapes.
        arrivals: (S, V, W) days of work that come in.
    """

    samples: range
    effort: FloatArray
    phase: IntArray
    arrivals: FloatArray

    def part(self, samples: range) -> Luck:
        """Some of the samples, as views.

        Args:
            samples: Numbers of samples this has, ascending by 1.
        """
        begin = samples.start - self.samples.start
        rows = slice(begin, begin + len(samples))
        return Luck(samples, self.effort[rows], self.phase[rows], self.arrivals[rows])


def draw_luck(
    inputs: Inputs,
    plan: Schedule,
    samples: range,
    *,
    chunks: Iterable[int] | None = None,
    services: Iterable[int] | None = None,
) -> Luck:
    """Draws the luck of some samples.

    Args:
        inputs: The plan.
        plan: Its schedule, for the expected efforts.
        samples: Numbers of the samples wanted, ascending by 1; a slice equals those rows of the
            whole.
        chunks: Draw for these only; the others keep effort 1 and phase 0. None is all.
        services: Draw for these only; the others get no arrivals. None is all.

    Raises:
        ValueError: If the samples are not consecutive numbers from 0 on.
    """
    if samples.step != 1 or samples.start < 0:
        raise ValueError("samples must be consecutive numbers from 0 on")
    wanted = range(len(inputs.chunks)) if chunks is None else sorted(set(chunks))
    served = range(len(inputs.services)) if services is None else sorted(set(services))
    streams = Streams()
    shape = (len(samples), len(inputs.chunks))
    effort, phase = np.ones(shape), np.zeros(shape, dtype=np.int64)
    arrivals = np.zeros((len(samples), len(inputs.services), inputs.weeks))
    if len(samples):
        _draw_chunks(inputs, plan, streams, samples, wanted, effort, phase)
        calendar = make_calendar(inputs)
        for number in served:
            service = inputs.services[number]
            key = item_key(inputs.settings.seed, "service", (service.name,))
            means = weekly_mean(service, calendar)
            days = _service_days(service, means, streams, key, samples)
            arrivals[:, number] = days.T
    freeze(effort, phase, arrivals)
    return Luck(samples, effort, phase, arrivals)


def effort_bounds(chunk: Chunk) -> tuple[float, float]:
    """Low and high effort in days, as typed or by the kind's factors where missing."""
    low, high = EXPLORATORY_BOUNDS if chunk.kind == _EXPLORATORY else BOUNDS
    return (
        low * chunk.likely if chunk.low is None else chunk.low,
        high * chunk.likely if chunk.high is None else chunk.high,
    )


def weekly_mean(service: Service, calendar: Calendar) -> FloatArray:
    """(W,) mean arrivals of a week: λ · Σ over Monday to Friday of the surges' factors / 5."""
    daily = np.ones(calendar.day.shape)
    for first, last, factor in service.surges:
        daily[(calendar.day >= first) & (calendar.day <= last)] *= factor
    total = daily[0].copy()
    for day in daily[1:]:
        total += day
    mean: FloatArray = service.arrivals * total / 5.0
    return mean


def _draw_chunks(
    inputs: Inputs,
    plan: Schedule,
    streams: Streams,
    samples: range,
    wanted: Sequence[int],
    effort: FloatArray,
    phase: IntArray,
) -> None:
    numbers = [n for n in wanted if inputs.chunks[n].likely > 0.0 and plan.effort[n] > 0.0]
    keys = {n: _chunk_key(inputs, n) for n in wanted}
    scale, below, above = _spreads(inputs, plan, numbers)
    rows = max(1, _BLOCK // len(samples))
    words = np.empty((rows, len(samples)), dtype=np.uint64)
    # Many chunks at a time, or the calls would cost more than the numbers.
    for begin in range(0, len(numbers), rows):
        some = numbers[begin : begin + rows]
        for row, number in enumerate(some):
            words[row] = streams.by_sample((keys[number], _EFFORT), samples)
        z = normal_quantile(uniforms(words[: len(some)]).ravel()).reshape(len(some), -1)
        part = slice(begin, begin + len(some))
        z *= np.where(z < 0.0, below[part, None], above[part, None])
        factor = exponential(z)
        factor *= scale[part, None]
        effort[:, some] = factor.T
    for number in wanted:
        period = parse_shape(inputs.chunks[number].shape).period
        if period > 1:
            u = uniforms(streams.by_sample((keys[number], _PHASE), samples))
            phase[:, number] = (u * period).astype(np.int64)


def _chunk_key(inputs: Inputs, number: int) -> int:
    chunk = inputs.chunks[number]
    path = (inputs.projects[chunk.project].name, chunk.name)
    return item_key(inputs.settings.seed, "chunk", path)


def _spreads(
    inputs: Inputs, plan: Schedule, numbers: Sequence[int]
) -> tuple[FloatArray, FloatArray, FloatArray]:
    """Likely over expected effort, and σ below and above the likely one."""
    chunks = [inputs.chunks[number] for number in numbers]
    likely = np.array([chunk.likely for chunk in chunks], dtype=np.float64)
    bounds = np.array([effort_bounds(chunk) for chunk in chunks], dtype=np.float64).reshape(-1, 2)
    below = logarithm(likely / bounds[:, 0]) / P90
    above = logarithm(bounds[:, 1] / likely) / P90
    return likely / plan.effort[list(numbers)], below, above


def _service_days(
    service: Service, means: FloatArray, streams: Streams, key: int, samples: range
) -> FloatArray:
    """(W, S) days of work that come in."""
    shape = (len(means), len(samples))
    days = np.zeros(shape)
    if service.days_each <= 0.0 or not means.any():
        return days
    counts = np.empty(shape, dtype=np.int64)
    u = uniforms(streams.by_week((key, _COUNT), samples, len(means)))
    for mean in np.unique(means).tolist():
        weeks = np.flatnonzero(means == mean)
        drawn = draw_counts(mean, service.dispersion, u[weeks].ravel())
        counts[weeks] = drawn.reshape(len(weeks), -1)
    u = uniforms(streams.by_week((key, _SIZE), samples, len(means)))
    rows = gamma_rows(min(int(counts.max()), _MOST_ROWS))
    flat, number, chance = days.reshape(-1), counts.reshape(-1), u.reshape(-1)
    for begin in range(0, len(flat), _BLOCK):
        part = slice(begin, begin + _BLOCK)
        n, z = number[part], normal_quantile(chance[part])
        flat[part] = gamma_from_rows(rows, np.minimum(n, _MOST_ROWS), z)
        (many,) = np.nonzero(n > _MOST_ROWS)
        if len(many):
            flat[begin + many] = gamma_quantile(n[many].astype(np.float64), z[many])
    days *= service.days_each
    return days


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
