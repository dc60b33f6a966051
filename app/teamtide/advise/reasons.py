"""What makes the difference between two scenarios: how much of it each decision is worth.

Two options differ in a dozen decisions, and a measure differs by twelve days. Taking one decision
alone into the first option says little, since decisions lean on one another: owning the cluster is
worth nothing to a team with nobody in it. The Shapley value is the one fair way to divide (Shapley,
*A value for n-person games*, 1953): what a decision changes on top of those taken before it,
averaged over every order in which they could be taken. The parts sum exactly to the difference.

Few decisions are enumerated. Of more, orders are drawn with a seed, each together with its reverse
(Castro, Gómez & Tejada, *Polynomial calculation of the Shapley value based on sampling*, 2009; the
reverse takes most of the error away); the spread over such pairs is the standard error shown.

Half a reorganisation often finishes nothing: work has an owner without people. So that turnaround
and delay can be divided, a project that does not finish counts up to the end of the plan here.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass
from math import factorial, inf, isfinite, sqrt

import numpy as np

from teamtide.advise.mixtures import Mixtures
from teamtide.capacity.arrays import FloatArray
from teamtide.capacity.engine import compute, recompute
from teamtide.capacity.measures.cases import Case, Facts, Scene
from teamtide.capacity.measures.catalogue import BY_KEY as MEASURES
from teamtide.capacity.measures.delivery import WEEK, counted, first_day
from teamtide.capacity.projected import Projection
from teamtide.capacity.results import Load

DIVIDED = tuple(key for key in MEASURES if key not in ("hires", "pays_back", "wishes"))
"""Measures that can be divided. Hires are a search, too slow to repeat, and a week after which an
option pays back is no amount."""
EXACT = 7
"""Up to so many decisions every combination is tried, 128 at the most."""
FEWEST, MOST = 8, 32
"""Pairs of orders, at least and at the most."""
ENOUGH = 0.02
"""Sampling ends where no standard error is larger than this part of the largest amount."""


UP_TO_THE_END = frozenset({"turnaround", "delay"})
"""Measures in which what does not finish counts up to the end of the plan."""


class NoFigure(ValueError):
    """A mixture has no figure, so that there is nothing to divide; the text says so."""


@dataclass(frozen=True, slots=True)
class Question:
    """What is to be divided.

    Args:
        mixtures: Of the two scenarios.
        count: How many decisions there are, those that change nothing included.
        today: What some measures compare with; may be one of the two.
        facts: What the plan knows beside the engine's inputs.
        measure: One of `DIVIDED`.
        seed: Of the orders drawn.
    """

    mixtures: Mixtures
    count: int
    today: Scene
    facts: Facts
    measure: str
    seed: int = 1


@dataclass(frozen=True, slots=True)
class Attribution:
    """What is known so far.

    Args:
        measure: Key of what is divided.
        values: The measure in the first scenario and in the second.
        before: What it leaves out in each (see `Reading.before`); that is not divided.
        parts: Per decision what it adds to the second; they sum to the difference.
        errors: Standard error of each; 0 where exact, infinite before there is any.
        pairs: Pairs of orders drawn; 0 where every combination was tried.
        done: Part of the work that is done, 0 to 1; 1 is the final answer.
    """

    measure: str
    values: tuple[float, float]
    before: tuple[float, float]
    parts: tuple[float, ...]
    errors: tuple[float, ...]
    pairs: int
    done: float

    @property
    def difference(self) -> float:
        """Second less first."""
        return self.values[1] - self.values[0]

    @property
    def exact(self) -> bool:
        """Whether every combination was tried."""
        return self.pairs == 0

    @property
    def whole(self) -> bool:
        """Whether this is the final answer."""
        return self.done >= 1.0


Found = Attribution | float
"""An answer, or how far the next one is."""


def reasons(question: Question) -> Iterator[Found]:
    """Divides the difference of a measure between two scenarios over their decisions.

    Yields:
        Answers, better each time, the last one `whole`; between them, after each plan tried, the
        part of the work that is done.

    Raises:
        KeyError: the measure can't be divided.
        NoFigure: it has no figure in some mixture.
    """
    if question.measure not in DIVIDED:
        raise KeyError(question.measure)
    trial = _Trial(question)
    if len(question.mixtures.lines) <= EXACT:
        yield from _enumerated(trial)
    else:
        yield from _sampled(trial)


def divided(question: Question) -> Attribution:
    """The final answer, in one call.

    Raises:
        KeyError: the measure can't be divided.
        NoFigure: it has no figure in some mixture.
    """
    found = [each for each in reasons(question) if isinstance(each, Attribution)]
    return found[-1]


class _Trial:
    """The measure of any mixture, recomputed from the one before."""

    def __init__(self, question: Question) -> None:
        self.question = question
        self.players = question.mixtures.lines
        self.everything = sum(1 << line for line in self.players)
        self._measure = MEASURES[question.measure]
        self._load: Load | None = None
        self._projection: Projection | None = None
        self._today: Case | None = None
        self._values: dict[int, float] = {}
        self._before: dict[int, float] = {}

    def value(self, taken: int) -> float:
        """The measure where some decisions are taken."""
        found = self._values.get(taken)
        if found is None:
            found = self._values[taken] = self._read(taken)
        return found

    def _read(self, taken: int) -> float:
        case = self._case(self.question.mixtures.scene(taken))
        reading = self._measure.read(case, self._reference(case))
        value = reading.value
        if self._measure.key in UP_TO_THE_END and reading.before:
            value = _up_to_the_end(case, self._measure.key)
        # A measure that projected will do so again, and the next plan is not far from this one.
        self._projection = case.__dict__.get("projection")
        if taken in (0, self.everything):
            self._before[taken] = reading.before
        if value is None or not isfinite(value):
            raise NoFigure(
                f"“{self._measure.label}” has no figure when only some of the changes are made, "
                "so it can't be divided between them. Choose another measure."
            )
        return value

    def _case(self, scene: Scene) -> Case:
        known = self._load
        load = compute(scene.inputs) if known is None else recompute(known, scene.inputs)
        self._load = load
        projected = None
        if self._projection is not None:
            from teamtide.capacity.projection import project

            projected = project(load, self._projection)
        return Case(scene, self.question.facts, load, projected)

    def _reference(self, case: Case) -> Case:
        if self._today is None:
            today = self.question.today
            same = case.scene == today
            self._today = case if same else Case(today, self.question.facts)
        return self._today

    def answer(self, parts: FloatArray, errors: FloatArray, pairs: int, done: float) -> Attribution:
        """Amounts by player as amounts by decision."""
        question = self.question
        told, sure = [0.0] * question.count, [0.0] * question.count
        for player, line in enumerate(self.players):
            told[line], sure[line] = float(parts[player]), float(errors[player])
        return Attribution(
            question.measure,
            (self.value(0), self.value(self.everything)),
            (self._before[0], self._before[self.everything]),
            tuple(told),
            tuple(sure),
            pairs,
            done,
        )


def _up_to_the_end(case: Case, key: str) -> float | None:
    """Turnaround or delay with every project in it, weeks; unfinished ones to the last day."""
    end = case.inputs.start + 7 * case.inputs.weeks - 1
    weeks = []
    for _, finish in counted(case):
        last = end if finish.finish_day is None else finish.finish_day
        since = first_day(case, finish) - 1 if key == "turnaround" else finish.planned_day
        weeks.append((last - (last if since is None else since)) / WEEK)
    return sum(weeks) / len(weeks) if weeks else None


def _enumerated(trial: _Trial) -> Iterator[Found]:
    count = len(trial.players)
    bits = [1 << line for line in trial.players]
    every: list[float] = [0.0] * (1 << count)
    for step in range(1 << count):
        place = step ^ (step >> 1)  # neighbours differ in one decision
        taken = sum(bit for n, bit in enumerate(bits) if place >> n & 1)
        every[place] = trial.value(taken)
        yield step / (1 << count)
    parts = np.zeros(count)
    for place, value in enumerate(every):
        size = place.bit_count()
        for player in range(count):
            if place >> player & 1:
                continue
            weight = factorial(size) * factorial(count - size - 1) / factorial(count)
            parts[player] += weight * (every[place | 1 << player] - value)
    yield trial.answer(parts, np.zeros(count), 0, 1.0)


def _sampled(trial: _Trial) -> Iterator[Found]:
    count, chance = len(trial.players), random.Random(trial.question.seed)
    total, squares = np.zeros(count), np.zeros(count)
    work = 2 * count * MOST
    tried = 0
    for pair in range(1, MOST + 1):
        order = list(range(count))
        chance.shuffle(order)
        both = np.zeros(count)
        for way in (order, order[::-1]):
            taken, last = 0, trial.value(0)
            for player in way:
                taken |= 1 << trial.players[player]
                value = trial.value(taken)
                both[player] += value - last
                last = value
                tried += 1
                yield tried / work
            if pair == 1 and way is order:
                yield trial.answer(both, np.full(count, inf), 1, tried / work)
        both /= 2.0
        total += both
        squares += both * both
        mean = total / pair
        errors = np.full(count, inf)
        if pair > 1:
            spread = np.maximum(0.0, squares - pair * mean * mean) / (pair - 1)
            errors = np.sqrt(spread) / sqrt(pair)
        largest = max(float(np.abs(mean).max()), abs(float(mean.sum())))
        sure = pair >= FEWEST and float(errors.max()) <= ENOUGH * largest
        if pair == MOST or sure:
            yield trial.answer(mean, errors, pair, 1.0)
            return
        yield trial.answer(mean, errors, pair, tried / work)
