"""Random draws outside of a test, for whoever wants commands without end from one seed."""

from __future__ import annotations

import random
from collections.abc import Callable
from typing import Any, TypeVar

from hypothesis.internal.conjecture.data import ConjectureData
from hypothesis.strategies import SearchStrategy

from teamtide.plan.changes import ChangeSet
from teamtide.plan.state import State
from teamtide.plan.validation import Refused, check
from tests.plan.random_commands import command

T = TypeVar("T")


class Chance(random.Random):
    """A seeded source of random draws that also knows how to draw from a strategy."""

    def draw(self, strategy: SearchStrategy[Any]) -> Any:
        """Any value of a strategy."""
        return ConjectureData(random=self).draw(strategy)

    def drawn(self, function: Callable[[Any, State], T], state: State) -> T:
        """What a function makes of a state with draws from this chance."""
        return function(ConjectureData(random=self).draw, state)

    def command(self, state: State) -> ChangeSet | None:
        """A command the rules of a plan allow in a state; None where the one drawn is refused."""
        data = ConjectureData(random=self)
        try:
            change = command(data.draw, state)
            check(state.apply(change), change)
        except Refused:
            return None
        return change or None
