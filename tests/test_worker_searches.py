"""Measures and hinges in a child process are those of this process."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest
from pytestqt.qtbot import QtBot

from teamtide.advise.hinges import hinges
from teamtide.advise.reasons import Attribution, reasons
from teamtide.advise.sides import question_of
from teamtide.advise.telling import question_of as why_of
from teamtide.capacity.measures.compare import Question, measure_scenarios
from teamtide.exchange.sample import sample_state
from teamtide.plan.assigning import assign
from teamtide.plan.inputs import inputs_of
from teamtide.plan.rows import Scenario
from teamtide.plan.state import State
from teamtide.plan.summary import facts_of, scene_of
from teamtide.ui.background import Answer, Background, Failure
from tests.examples import OPTION, TODAY

PATIENCE_MS = 60_000


@pytest.fixture
def background(qtbot: QtBot) -> Iterator[Background]:
    made = Background()
    yield made
    made.close()
    made.deleteLater()


def answers(qtbot: QtBot, background: Background, job: str, question: object) -> list[Answer]:
    found: list[Answer] = []
    failures: list[Failure] = []
    background.answered.connect(found.append)
    background.failed.connect(failures.append)
    background.ask("topic", job, (question,))
    qtbot.waitUntil(lambda: not background.busy, timeout=PATIENCE_MS)
    assert not failures
    return found


def asked(state: State, samples: int) -> Question:
    inputs = [inputs_of(state, row.id) for row in state.rows(Scenario)]
    scenes = [
        scene_of(state, row.id, found)
        for row, found in zip(state.rows(Scenario), inputs, strict=True)
    ]
    return Question(tuple(scenes), 0, facts_of(state), samples=samples, against=(1,))


def test_that_measures_are_those_of_one_call_and_samples_come_last(
    background: Background, state: State, qtbot: QtBot
) -> None:
    question = asked(state, samples=130)
    plain, whole = answers(qtbot, background, "measures", question)
    assert (plain.final, whole.final) == (False, True)
    assert not plain.payload[1].paired
    assert list(plain.payload[0].readings) == list(question.keys)
    assert whole.payload == measure_scenarios(question)


def test_that_measures_without_samples_are_one_answer(
    background: Background, state: State, qtbot: QtBot
) -> None:
    question = replace(asked(state, samples=0), keys=("overload", "turnaround"))
    (found,) = answers(qtbot, background, "measures", question)
    assert found.payload == measure_scenarios(question)


def test_that_hinges_arrive_more_complete_each_time(
    background: Background, state: State, qtbot: QtBot
) -> None:
    question = question_of(state, TODAY, OPTION, "overload")
    here = list(hinges(question))
    found = answers(qtbot, background, "hinges", question)
    assert [answer.payload for answer in found] == [*here, here[-1]]
    assert [answer.final for answer in found[-2:]] == [False, True]


def test_that_what_makes_the_difference_comes_roughly_first_and_is_the_same_at_last(
    background: Background, qtbot: QtBot
) -> None:
    state = sample_state()
    one, other = (row.id for row in state.rows(Scenario)[:2])
    question = why_of(state, one, other, "unowned")
    here = [each for each in reasons(question) if isinstance(each, Attribution)]
    found = answers(qtbot, background, "reasons", question)
    assert [answer.payload for answer in found] == [*here, here[-1]]
    assert not found[0].payload.whole
    assert found[-1].final


def test_that_a_difference_without_a_figure_is_refused_in_a_sentence(
    background: Background, state: State, qtbot: QtBot
) -> None:
    failures: list[Failure] = []
    background.failed.connect(failures.append)
    for kind, key in (("project", 1), ("project", 2), ("service", 1)):
        change = assign(state, scenario=OPTION, items=[(kind, key)], team=None)
        state = state.apply(change)
    background.ask("topic", "reasons", (why_of(state, TODAY, OPTION, "turnaround"),))
    qtbot.waitUntil(lambda: bool(failures), timeout=PATIENCE_MS)
    assert "Choose another measure." in failures[0].sentence
