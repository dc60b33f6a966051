"""Measures of several scenarios in one call that can be sent to a worker process.

Plain frozen values in, plain frozen values out: scenes and facts go in, readings come back. The
window takes the quick measures itself, from loads it has anyhow, and leaves the rest to the worker.
"""

from __future__ import annotations

from collections.abc import Generator, Mapping, Sequence
from dataclasses import dataclass, field

from teamtide.capacity.measures.cases import Case, Facts, Scene
from teamtide.capacity.measures.catalogue import BY_KEY, MEASURES
from teamtide.capacity.measures.paired import (
    Samples,
    Spread,
    chances,
    differences,
    join_samples,
    spreads,
    take_samples,
)
from teamtide.capacity.measures.reading import Reading
from teamtide.capacity.results import Load

ALL = tuple(measure.key for measure in MEASURES)
QUICK = tuple(measure.key for measure in MEASURES if measure.quick)
SLOW = tuple(measure.key for measure in MEASURES if not measure.quick)
SLICE = 125
"""Samples at a time: enough to be quick, few enough to stay small."""


@dataclass(frozen=True, slots=True)
class Question:
    """What is to be measured.

    Args:
        scenes: The scenarios.
        today: Which of them is Today.
        facts: What the plan knows beside them.
        keys: Measures wanted, by key.
        samples: How many samples to compare on; 0 for none.
        against: Scenes that each other one is compared with, sample by sample, beside Today.
        finishes: Whether each project's end is compared as well, not measures alone.
    """

    scenes: tuple[Scene, ...]
    today: int
    facts: Facts
    keys: tuple[str, ...] = ALL
    samples: int = 0
    against: tuple[int, ...] = ()
    finishes: bool = True


@dataclass(frozen=True, slots=True)
class Measured:
    """One scenario's measures.

    Args:
        readings: By measure key, in the order asked for.
        spreads: Percentiles of the sampled measures, by key.
        paired: Percentiles of this scenario less Today, sample by sample; none for Today itself.
        chances: Per project with a deadline, its index and the chance that it is met.
        apart: The same as `paired` for other references, by their index among the scenes.
    """

    readings: Mapping[str, Reading]
    spreads: Mapping[str, Spread] = field(default_factory=dict)
    paired: Mapping[str, Spread] = field(default_factory=dict)
    chances: tuple[tuple[int, float], ...] = ()
    apart: Mapping[int, Mapping[str, Spread]] = field(default_factory=dict)


Steps = Generator[tuple[int, int], None, tuple[Measured, ...]]
"""Yields how far it is (done, of how many) between pieces of work; returns the answer."""


def measure_scenarios(
    question: Question, loads: Sequence[Load] | None = None
) -> tuple[Measured, ...]:
    """Takes the measures of every scenario asked about.

    Args:
        question: What is wanted.
        loads: Expected loads of the scenes, in their order, where they are known.

    Returns:
        One answer a scene, in their order; it can be pickled.

    Raises:
        KeyError: If a measure is not known.
        CycleError: If chunks wait for one another.
    """
    cases = [
        Case(scene, question.facts, None if loads is None else loads[number])
        for number, scene in enumerate(question.scenes)
    ]
    steps = measure_steps(question, cases)
    while True:
        try:
            next(steps)
        except StopIteration as end:
            answer: tuple[Measured, ...] = end.value
            return answer


def measure_steps(question: Question, cases: Sequence[Case]) -> Steps:
    """The same in pieces of some tens of milliseconds, for a worker that can be interrupted.

    Args:
        question: What is wanted.
        cases: Its scenes, with whatever is known of them.
    """
    today = cases[question.today]
    total = len(cases) * (len(question.keys) + question.samples)
    done = 0
    found: list[dict[str, Reading]] = [{} for _ in cases]
    for case, readings in zip(cases, found, strict=True):
        for key in question.keys:
            if key == "hires":
                for _ in case.hiring.steps():
                    yield done, total
            readings[key] = BY_KEY[key].read(case, today)
            done += 1
            yield done, total
    if not question.samples:
        return tuple(Measured(readings) for readings in found)
    # Not before they are wanted: the window imports this module as well, and never samples.
    from teamtide.capacity.bands import run_bands
    from teamtide.capacity.luck import draw_luck

    parts: list[list[Samples]] = [[] for _ in cases]
    for first in range(0, question.samples, SLICE):
        block = range(first, min(first + SLICE, question.samples))
        # The luck is the plan's, not the scenario's: it is drawn once and met by all.
        luck = draw_luck(today.inputs, today.load.plan, block)
        for case, part in zip(cases, parts, strict=True):
            part.append(take_samples(case, run_bands(case.load, luck)))
            done += len(block)
            yield done, total
    samples = [join_samples(part) for part in parts]
    answers = []
    for number, (case, mine) in enumerate(zip(cases, samples, strict=True)):
        apart: dict[int, Mapping[str, Spread]] = {}
        for other in dict.fromkeys((question.today, *question.against)):
            if other != number:
                theirs = samples[other]
                apart[other] = differences(case, mine, theirs, finishes=question.finishes)
                yield done, total
        paired = apart.pop(question.today, {})
        answers.append(Measured(found[number], spreads(mine), paired, chances(case, mine), apart))
    return tuple(answers)
