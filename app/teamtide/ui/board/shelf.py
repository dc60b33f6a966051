"""The columns of every scenario that was looked at, kept so that going back to one is quick.

A change is shown in one scenario; the others note it and catch up when they are looked at again.
What nobody has looked at yet can be made ready in small steps, while the window has nothing to do.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

from teamtide.plan.changes import ChangeSet
from teamtide.plan.rows import Plan, Scenario, ScenarioId, TeamId
from teamtide.ui.board.cards import ColumnState, Figures, ItemKey
from teamtide.ui.board.states import Columns, View
from teamtide.ui.charts.data import ChartData
from teamtide.ui.charts.words import Words

MOST_BEHIND = 50
"""Changes after which columns are made anew rather than brought up to date."""


class Shelf:
    """Columns by scenario, those on screen among them."""

    def __init__(self, words: Words) -> None:
        """Nothing was looked at; texts are written with `words`."""
        self._words = words
        self._kept: dict[ScenarioId, Columns] = {}
        self._behind: dict[ScenarioId, list[ChangeSet]] = {}
        self._shown = Columns(words)

    def build(self, view: View, change: ChangeSet | None = None) -> tuple[ColumnState, ...]:
        """What the columns show; `change` is what was just made to the plan, if anything."""
        if change:
            self._note(view, change)
        behind = self._behind.pop(view.scenario, [])
        self._shown = self._kept.setdefault(view.scenario, Columns(self._words))
        return self._shown.build(view, ChangeSet.joined("", behind))

    def _note(self, view: View, change: ChangeSet) -> None:
        """Remember a change for everything that is kept."""
        for scenario in list(self._kept):
            behind = self._behind.setdefault(scenario, [])
            behind.append(change)
            gone = view.state.find(Scenario, scenario) is None
            if scenario != view.scenario and Plan in change.tables:
                gone = True  # all of it may be different
            if gone or len(behind) > MOST_BEHIND:
                del self._kept[scenario], self._behind[scenario]

    def foresee(
        self, view: View, change: ChangeSet, teams: Iterable[TeamId]
    ) -> Iterator[tuple[TeamId, dict[ItemKey, Figures], ChartData]]:
        """Make ready what some teams on screen would show in a view that a change may lead to."""
        return self._shown.foresee(view, change, teams)

    def forget(self) -> None:
        """What was made ready does not come."""
        self._shown.forget()

    def ready(self, scenario: ScenarioId, as_of: date) -> bool:
        """Whether the columns of a scenario need little more than to be shown."""
        columns = self._kept.get(scenario)
        return columns is not None and columns.seen == (scenario, as_of)

    def look(self, view: View) -> tuple[ColumnState, ...]:
        """What the columns of a scenario that is ready would show, with nothing put on screen."""
        return self._kept[view.scenario].build(view, ChangeSet("", ()))

    def prepare(self, view: View) -> Iterator[None]:
        """Make the columns of a scenario that is not on screen, in steps of some milliseconds.

        The plan must stay as it is meanwhile: whoever drives the steps lets go of them where it
        changes, and what is half done is thrown away.
        """
        columns = Columns(self._words)
        yield from columns.prepare(view)
        self._kept[view.scenario] = columns
        self._behind.pop(view.scenario, None)
