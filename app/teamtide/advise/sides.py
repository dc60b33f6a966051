"""From two scenarios of a plan to a question about what the choice between them hinges on.

Apart from the search itself, which runs where no rows are known.
"""

from __future__ import annotations

from collections.abc import Mapping

from teamtide.advise.hinges import Question, Side
from teamtide.capacity.inputs import Inputs
from teamtide.plan.inputs import inputs_of
from teamtide.plan.overlay import team_change
from teamtide.plan.rows import Scenario, ScenarioId, Team
from teamtide.plan.state import State
from teamtide.plan.summary import facts_of, scene_of

Known = Mapping[ScenarioId, Inputs]


def question_of(
    state: State, one: ScenarioId, other: ScenarioId, measure: str, known: Known | None = None
) -> Question:
    """What to ask about two scenarios.

    Args:
        state: The plan.
        one: A scenario.
        other: Another.
        measure: A key of `hinges.HINGED`.
        known: What the engine is given for scenarios, where that is known already.
    """
    sides = {key: side_of(state, key, known) for key in (one, other, state.today)}
    return Question(sides[one], sides[other], sides[state.today], facts_of(state), measure)


def side_of(state: State, scenario: ScenarioId, known: Known | None = None) -> Side:
    """A scenario, ready to be compared."""
    follows = frozenset(
        index
        for index, team in enumerate(state.rows(Team))
        if all(
            row is None or row.ceremony_hours is None
            for row in (
                team_change(state, scenario, team.id),
                team_change(state, state.today, team.id),
                team,
            )
        )
    )
    inputs = (known or {}).get(scenario) or inputs_of(state, scenario)
    name = state.get(Scenario, scenario).name
    return Side(name, scene_of(state, scenario, inputs), follows)
