"""The slow jobs: measures of several scenarios, what a choice hinges on, what makes a difference.

They have a process of their own, so that nobody's curves wait for them.
"""

from __future__ import annotations

from collections.abc import Generator
from dataclasses import replace
from math import inf

from teamtide.advise.hinged import within
from teamtide.advise.hinges import Question as HingeQuestion
from teamtide.advise.hinges import Search
from teamtide.advise.hinges import hinges as search_hinges
from teamtide.advise.reasons import Attribution, NoFigure
from teamtide.advise.reasons import Question as ReasonQuestion
from teamtide.advise.reasons import reasons as divide
from teamtide.capacity.measures.cases import Case, Facts, Scene
from teamtide.capacity.measures.compare import Measured, Question, measure_steps
from teamtide.capacity.measures.relations import Relations
from teamtide.capacity.measures.relations import relations as relations_of
from teamtide.capacity.measures.serving import Serving, served
from teamtide.workers.work import CannotBeWorkedOut, Partial, Progress, Steps, Work

PARTS = 1000
"""Into how many parts progress is told."""


def hinges(_work: Work, question: HingeQuestion, seconds: float = inf) -> Steps:
    """A `Search`, more complete with each answer; the last is as far as it got in that time."""
    found: Search | None = None
    for found in within(search_hinges(question), seconds):
        yield Partial(found)
    return found


def reasons(_work: Work, question: ReasonQuestion) -> Steps:
    """An `Attribution`, more certain with each answer."""
    found: Attribution | None = None
    try:
        for each in divide(question):
            if isinstance(each, Attribution):
                found = each
                yield Partial(found)
            else:
                yield Progress(int(PARTS * each), PARTS)
    except NoFigure as error:
        raise CannotBeWorkedOut(str(error)) from error
    return found


def measures(work: Work, question: Question) -> Steps:
    """What `measure_scenarios` answers: a tuple of `Measured`, one a scene.

    Where samples are asked for, the first answer is the one without them.
    """
    cases: list[Case] = []
    for scene in question.scenes:
        cases.append(Case(scene, question.facts, work.load(scene.inputs)))
        yield Progress(0, 1)
    plain = yield from _measured(replace(question, samples=0), cases)
    if not question.samples:
        return plain
    yield Partial(plain)
    sampled = yield from _measured(replace(question, keys=()), cases)
    return tuple(
        replace(more, readings=known.readings) for known, more in zip(plain, sampled, strict=True)
    )


def relations(work: Work, question: Question) -> Steps:
    """What every scene means for people: a tuple of `Relations`, one a scene."""
    cases: list[Case] = []
    for scene in question.scenes:
        cases.append(Case(scene, question.facts, work.load(scene.inputs)))
        yield Progress(len(cases), 2 * len(question.scenes))
    found: list[Relations] = []
    for case in cases:
        _ = case.closeness  # the longest part, so that others have their turn after it
        yield Progress(len(cases) + len(found), 2 * len(cases))
        found.append(relations_of(case, cases[question.today]))
        yield Progress(len(cases) + len(found), 2 * len(cases))
    return tuple(found)


def _measured(
    question: Question, cases: list[Case]
) -> Generator[Progress | Partial, None, tuple[Measured, ...]]:
    steps = measure_steps(question, cases)
    while True:
        try:
            done, total = next(steps)
        except StopIteration as end:
            found: tuple[Measured, ...] = end.value
            return found
        yield Progress(done, total)


def serving(work: Work, scenes: tuple[Scene, ...], facts: Facts) -> Steps:
    """How much of the work each goal gets: a tuple of `Serving`, one a scene.

    Args:
        work: What is known of plans already.
        scenes: The scenarios.
        facts: What the plan knows of its goals.
    """
    found: list[Serving] = []
    for number, scene in enumerate(scenes):
        load = work.load(scene.inputs)
        yield Progress(number, len(scenes))
        found.append(served(Case(scene, facts, load, work.projection(scene.inputs))))
        yield Progress(number + 1, len(scenes))
    return tuple(found)
