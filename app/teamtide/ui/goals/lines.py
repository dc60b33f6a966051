"""The lines of the goals view: which there are, and the figures in them."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from teamtide.capacity.measures.serving import Part, Serving
from teamtide.plan.goals import ranked
from teamtide.plan.overlay import project_settings
from teamtide.plan.rows import Goal, GoalId, Project, ProjectId, Scenario, ScenarioId, Service
from teamtide.ui.charts.words import Words
from teamtide.ui.fields import texts
from teamtide.ui.goals.cells import EMPTY, Cell, days_cell, done_cell, planned_cell
from teamtide.ui.goals.delegate import CELL, EDITED
from teamtide.ui.goals.figures import Figures
from teamtide.ui.goals.tree import NONE, GoalTree, key_of
from teamtide.ui.session import Session

NAME, WANTED, FIRST = 0, 1, 2
NO_GOAL = "Work with no goal"
TIP_PLANNED = "Part of all work asked for within the plan, services too"
TIP_DONE = (
    "Part of all work that gets done within the plan (projected load), services too. The mark is "
    "the wanted share; ▼ says that the goal starves, and by how many days of that work."
)


class Lines:
    """Writes the goals of a plan into a tree, for one scenario or for several side by side."""

    def __init__(self, tree: GoalTree, session: Session, figures: Figures, words: Words) -> None:
        """For `tree`; nothing is written yet."""
        self._tree, self._session = tree, session
        self._figures, self._words = figures, words
        self.scenarios: tuple[ScenarioId, ...] = ()
        self.single = True

    def lay_out(self, scenarios: tuple[ScenarioId, ...], *, single: bool) -> None:
        """Have the lines and columns there are to be; what was selected and closed stays so.

        Args:
            scenarios: Those shown, a column each.
            single: Whether it is one, which then has what is asked for beside what gets done.
        """
        self.scenarios, self.single = scenarios, single
        tree, state = self._tree, self._session.state
        chosen = {key_of(item) for item in tree.items() if item.isSelected()}
        tops = [item for item in tree.items() if item.childCount()]
        closed = {key_of(item) for item in tops if not item.isExpanded()}
        current = tree.current_key()
        tree.setUpdatesEnabled(False)
        tree.clear()
        names, tips = ["Goal", "Wanted"], ["By rank: Ctrl+↑ and Ctrl+↓, or drag", "F2 to edit"]
        options = [state.get(Scenario, one).name for one in scenarios]
        more = [f"{name}\n{TIP_DONE}" for name in options]
        if single:
            options, more = ["Asked for", "Done"], [TIP_PLANNED, *more]
        tree.set_columns([*names, *options], [*tips, *more])
        self._add_all()
        for item in tree.items():
            item.setExpanded(key_of(item) not in closed)
        tree.choose(chosen, current)
        tree.setUpdatesEnabled(True)

    def _add_all(self) -> None:
        tree, state = self._tree, self._session.state
        serving: dict[GoalId | None, list[Project]] = {}
        for project in state.rows(Project):
            serving.setdefault(project.goal, []).append(project)
        for number, goal in enumerate(ranked(state), 1):
            item = tree.add(("goal", goal.id))
            item.setText(NAME, f"{number}   {goal.name}")
            item.setData(NAME, EDITED, goal.name)
            share = texts.percent_text(goal.wanted_share)
            item.setText(WANTED, share or "–")
            item.setData(WANTED, EDITED, share)
            for project in serving.get(goal.id, ()):
                tree.add(("project", project.id), item).setText(NAME, project.name)
        services = state.rows(Service)
        if serving.get(None) or services:
            item = tree.add(NONE)
            item.setText(NAME, NO_GOAL)
            for project in serving.get(None, ()):
                tree.add(("project", project.id), item).setText(NAME, project.name)
            for service in services:
                tree.add(("service", service.id), item).setText(NAME, f"{service.name} (service)")

    # --- figures --------------------------------------------------------------------------

    def write(self) -> None:
        """Write the figures there are into the lines there are."""
        tree, state, figures = self._tree, self._session.state, self._figures
        goals = {int(row.id): number for number, row in enumerate(state.rows(Goal))}
        ranks: dict[str, dict[int, int]] = {
            "project": {int(row.id): number for number, row in enumerate(state.rows(Project))},
            "service": {int(row.id): number for number, row in enumerate(state.rows(Service))},
        }
        planned = figures.planned() if self.single else None
        done = {one: figures.done(one) for one in self.scenarios}
        columns = self._columns(planned, done)
        for item in tree.items():
            kind, key = key_of(item)
            if kind == "none":
                cells = [column(None) for column in columns]
            elif kind == "goal":
                # A goal that is gone: a moment later the lines follow.
                cells = [column(goals[key]) for column in columns] if key in goals else []
            else:
                cells = self._work_cells(kind, key, ranks[kind].get(key), planned, done)
            for at, cell in enumerate(cells, FIRST):
                item.setData(at, CELL, cell)
                item.setText(at, cell.text)
        tree.viewport().update()

    def _columns(
        self, planned: Serving | None, done: dict[ScenarioId, Serving | None]
    ) -> list[Callable[[int | None], Cell]]:
        """What writes the cells of goals, column by column."""
        figures, words = self._figures, self._words
        hovered = figures.would_be
        if hovered is not None and len(hovered.planned.goals) != len(
            self._session.state.rows(Goal)
        ):
            hovered = None
        made: list[Callable[[int | None], Cell]] = []
        if planned is not None:
            asked = None if hovered is None else hovered.planned
            made.append(partial(planned_cell, planned, asked, words))
        for one in self.scenarios:
            here = hovered if one == self._session.scenario else None
            coming = None if here is None else here.done
            made.append(
                partial(
                    done_cell,
                    done[one],
                    coming,
                    words,
                    stale=figures.stale(one),
                    waiting=here is not None and coming is None,
                )
            )
        return made

    def _work_cells(
        self,
        kind: str,
        key: int,
        number: int | None,
        planned: Serving | None,
        done: dict[ScenarioId, Serving | None],
    ) -> list[Cell]:
        if number is None:
            return [EMPTY for _ in range(FIRST, self._tree.columnCount())]
        cells = []
        if planned is not None:
            note = self._resting(kind, key, self._session.scenario)
            part = _part(planned, kind, number)
            cells.append(days_cell(part, self._words, done=False, note=note))
        for one in self.scenarios:
            note = self._resting(kind, key, one)
            part = _part(done[one], kind, number)
            cells.append(days_cell(part, self._words, done=True, note=note))
        return cells

    def _resting(self, kind: str, key: int, scenario: ScenarioId) -> str:
        """Why a project asks for nothing in a scenario; empty where it does."""
        if kind != "project":
            return ""
        now = project_settings(self._session.state, scenario, ProjectId(key))
        return "" if now.active else now.status


def _part(serving: Serving | None, kind: str, number: int) -> Part | None:
    if serving is None:
        return None
    parts = serving.projects if kind == "project" else serving.services
    return parts[number] if number < len(parts) else None
