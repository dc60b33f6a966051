"""The window *Goals*: ranked, with what each gets of the work in one scenario or in all of them.

It follows the plan and what hovers on the board. Ranks, shares and what serves a goal belong to
the plan, so they hold in every scenario; what a goal gets depends on the scenario.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import QPoint, QSize, Qt, QTimer
from PySide6.QtGui import QCloseEvent, QKeySequence, QShortcut, QShowEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QButtonGroup,
    QHBoxLayout,
    QMenu,
    QPushButton,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from teamtide.plan.goals import (
    WHOLE,
    add_goal,
    free_goal_name,
    rank_before,
    rank_by,
    ranked,
    remove_goals,
    rename,
    serve,
    want,
    wanted_sentence,
    wanted_sum,
)
from teamtide.plan.overlay import project_settings
from teamtide.plan.rows import Goal, GoalId, Project, ProjectId, Scenario, ScenarioId, Service
from teamtide.ui.background import Background
from teamtide.ui.charts.localised import LocaleWords
from teamtide.ui.fields import texts
from teamtide.ui.fields.attempts import Command, attempt
from teamtide.ui.fields.style import label, repolish
from teamtide.ui.fields.texts import Wrong
from teamtide.ui.goals.cells import EMPTY, Cell, days_cell, done_cell, planned_cell
from teamtide.ui.goals.delegate import CELL, EDITED, Index
from teamtide.ui.goals.figures import Figures
from teamtide.ui.goals.tree import NONE, GoalTree, Key, key_of
from teamtide.ui.session import Session

AFTER = 60
"""Milliseconds after a change, so that the board paints first."""
NAME, WANTED, FIRST = 0, 1, 2
LEGEND = "The mark on a bar is the wanted share; ▼ is a goal that gets less, by so many days."
NO_GOAL = "Work with no goal"
TIP_PLANNED = "Part of all work asked for within the plan, services too"
TIP_DONE = (
    "Part of all work that gets done within the plan (projected load), services too. The mark is "
    "the wanted share; ▼ says that the goal starves, and by how many days of that work."
)


class GoalsWindow(QWidget):
    """Goals by rank."""

    def __init__(
        self, session: Session, parent: QWidget | None = None, background: Background | None = None
    ) -> None:
        """A window on the goals of `session`; without `background` it has one of its own."""
        super().__init__(parent, Qt.WindowType.Window)
        self.session = session
        self._own = background is None
        self.background = background or Background(self)
        self._listening = True
        self._words = LocaleWords()
        self.setWindowTitle("Goals")
        self.figures = Figures(session, self.background, self)
        self.mode_one = self._mode("This Scenario", "Goals in the scenario on screen")
        self.mode_all = self._mode("All Side by Side", "Goals in every scenario")
        self.mode_one.setChecked(True)
        self._modes = QButtonGroup(self)
        for button in (self.mode_one, self.mode_all):
            self._modes.addButton(button)
        self.add_button = QPushButton("Add Goal")
        self.add_button.setToolTip("Add a goal, last in rank (Insert)")
        self.remove_button = QPushButton("Remove")
        self.remove_button.setToolTip("Remove the selected goals; their projects stay (Delete)")
        self.tree = GoalTree(self._typed)
        self.sentence = label("", "muted", wrap=True)
        self.said = label("", "muted", wrap=True)
        self.said.hide()
        self._lay_out()
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(AFTER)
        self._soon.timeout.connect(self.fill)
        self._connect()

    def _mode(self, words: str, tip: str) -> QToolButton:
        button = QToolButton()
        button.setText(words)
        button.setCheckable(True)
        button.setToolTip(tip)
        button.setAccessibleName(tip)
        button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        return button

    def _lay_out(self) -> None:
        top = QHBoxLayout()
        top.addWidget(self.mode_one)
        top.addWidget(self.mode_all)
        top.addStretch(1)
        top.addWidget(self.add_button)
        top.addWidget(self.remove_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(14, 12, 14, 10)
        column.addLayout(top)
        column.addWidget(self.tree, 1)
        column.addWidget(self.sentence)
        column.addWidget(self.said)

    def _connect(self) -> None:
        session, tree = self.session, self.tree
        self.mode_one.toggled.connect(self._mode_changed)
        self.add_button.clicked.connect(self.add)
        self.remove_button.clicked.connect(self.remove)
        tree.add_wanted.connect(self.add)
        tree.remove_wanted.connect(self.remove)
        tree.ranked.connect(self.rank)
        tree.stepped.connect(self._stepped)
        tree.served.connect(self.serve)
        tree.hovered.connect(self._hovered)
        tree.menu_wanted.connect(self._menu)
        tree.itemSelectionChanged.connect(self._selection_changed)
        self.figures.changed.connect(self.show_figures)
        session.changed.connect(self._changed)
        session.scenario_changed.connect(self._changed)
        session.problem.connect(self._say)
        session.note.connect(self._say)
        for keys, act in (
            (QKeySequence.StandardKey.Undo, session.undo),
            (QKeySequence.StandardKey.Redo, session.redo),
            (QKeySequence.StandardKey.Close, self.close),
            (QKeySequence.StandardKey.Cancel, self.close),
        ):
            QShortcut(QKeySequence(keys), self).activated.connect(act)

    def sizeHint(self) -> QSize:
        """Room for a few goals and options."""
        return QSize(980, 620)

    # --- following ------------------------------------------------------------------------

    @property
    def scenarios(self) -> tuple[ScenarioId, ...]:
        """The scenarios that are shown."""
        if self.mode_all.isChecked():
            return tuple(row.id for row in self.session.state.rows(Scenario))
        return (self.session.scenario,)

    def _changed(self, _what: object) -> None:
        self._say("")
        if self.isVisible():
            self._soon.start()

    def _mode_changed(self, _one: bool) -> None:
        self.fill()

    def showEvent(self, event: QShowEvent) -> None:
        """Catch up with the plan."""
        super().showEvent(event)
        self.fill()

    def closeEvent(self, event: QCloseEvent) -> None:
        """Let nothing be worked out for a window that is not there; it can be opened again."""
        self.figures.sleep()
        super().closeEvent(event)

    def close_session(self) -> None:
        """Stop listening, before the session goes."""
        if not self._listening:
            return
        self._listening = False
        self._soon.stop()
        self.figures.close_session()
        session = self.session
        session.changed.disconnect(self._changed)
        session.scenario_changed.disconnect(self._changed)
        session.problem.disconnect(self._say)
        session.note.disconnect(self._say)
        if self._own:
            self.background.close()

    def _say(self, text: str, *, wrong: bool = False) -> None:
        self.said.setText(text)
        self.said.setVisible(bool(text))
        role = "problem" if wrong else "muted"
        if self.said.property("role") != role:
            self.said.setProperty("role", role)
            repolish(self.said)

    # --- showing --------------------------------------------------------------------------

    def fill(self) -> None:
        """Show the goals, and what serves them, as the plan has them now."""
        tree = self.tree
        if tree.state() in (
            QAbstractItemView.State.EditingState,
            QAbstractItemView.State.DraggingState,
        ):
            self._soon.start()
            return
        self._soon.stop()
        state = self.session.state
        chosen = {key_of(item) for item in tree.items() if item.isSelected()}
        closed = {key_of(item) for item in tree.items() if not item.isExpanded()}
        known = {key_of(item) for item in tree.items()}
        current = tree.current_key()
        tree.setUpdatesEnabled(False)
        tree.clear()
        self._set_columns()
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
                child = tree.add(("service", service.id), item)
                child.setText(NAME, f"{service.name} (service)")
        for item in tree.items():
            item.setExpanded(key_of(item) not in closed or key_of(item) not in known)
        tree.choose(chosen, current)
        tree.setUpdatesEnabled(True)
        self._say_sum()
        self.figures.want(self.scenarios)
        self.show_figures()
        self._selection_changed()

    def _set_columns(self) -> None:
        state = self.session.state
        names, tips = ["Goal", "Wanted"], ["By rank: Ctrl+↑ and Ctrl+↓, or drag", "F2 to edit"]
        if self.mode_one.isChecked():
            name = state.get(Scenario, self.session.scenario).name
            self.tree.set_columns(
                [*names, "Asked for", f"Done · {name}"], [*tips, TIP_PLANNED, TIP_DONE]
            )
        else:
            options = [row.name for row in state.rows(Scenario)]
            self.tree.set_columns([*names, *options], [*tips, *(TIP_DONE for _ in options)])

    def _say_sum(self) -> None:
        state = self.session.state
        over = wanted_sum(state) > WHOLE + 1e-9
        text = wanted_sentence(state)
        if state.rows(Goal):
            text = f"{text} {LEGEND}"
        self.sentence.setText(f"⚠ {text}" if over else text)
        role = "warn" if over else "muted"
        if self.sentence.property("role") != role:
            self.sentence.setProperty("role", role)
            repolish(self.sentence)

    def show_figures(self) -> None:
        """Write the figures there are into the lines there are."""
        if not self.isVisible():
            return
        if self.figures.problem:
            self._say(self.figures.problem, wrong=True)
        state = self.session.state
        goals = {row.id: number for number, row in enumerate(state.rows(Goal))}
        ranks: dict[str, dict[int, int]] = {
            "project": {int(row.id): number for number, row in enumerate(state.rows(Project))},
            "service": {int(row.id): number for number, row in enumerate(state.rows(Service))},
        }
        columns = self._columns(len(goals))
        for item in self.tree.items():
            kind, key = key_of(item)
            if kind in ("goal", "none"):
                if kind == "goal" and key not in goals:
                    continue  # a moment later the lines follow
                number = goals[GoalId(key)] if kind == "goal" else None
                cells = [column(number) for column in columns]
            else:
                cells = self._work_cells(kind, key, ranks[kind].get(key))
            for at, cell in enumerate(cells, FIRST):
                item.setData(at, CELL, cell)
                item.setText(at, cell.text)
        self.tree.viewport().update()

    def _columns(self, goals: int) -> list[Callable[[int | None], Cell]]:
        """What writes the cells of goals, column by column."""
        figures, words = self.figures, self._words
        hovered = figures.would_be
        if hovered is not None and len(hovered.planned.goals) != goals:
            hovered = None
        made: list[Callable[[int | None], Cell]] = []
        if self.mode_one.isChecked():
            asked = None if hovered is None else hovered.planned
            made.append(partial(planned_cell, figures.planned(), asked, words))
        for one in self.scenarios:
            here = hovered if one == self.session.scenario else None
            known = figures.done(one)
            if known is not None and len(known.goals) != goals:
                known = None
            coming = None if here is None else here.done
            waiting = here is not None and here.done is None
            made.append(
                partial(done_cell, known, coming, words, stale=figures.stale(one), waiting=waiting)
            )
        return made

    def _work_cells(self, kind: str, key: int, number: int | None) -> list[Cell]:
        if number is None:
            return [EMPTY for _ in range(FIRST, self.tree.columnCount())]
        figures, state = self.figures, self.session.state
        cells = []

        def resting(scenario: ScenarioId) -> str:
            if kind != "project":
                return ""
            now = project_settings(state, scenario, ProjectId(key))
            return "" if now.active else now.status

        if self.mode_one.isChecked():
            asked = figures.planned()
            parts = asked.projects if kind == "project" else asked.services
            note = resting(self.session.scenario)
            cells.append(days_cell(parts[number], self._words, done=False, note=note))
        for one in self.scenarios:
            known = figures.done(one)
            part = None
            if known is not None:
                found = known.projects if kind == "project" else known.services
                part = found[number] if number < len(found) else None
            cells.append(days_cell(part, self._words, done=True, note=resting(one)))
        return cells

    def _selection_changed(self) -> None:
        writable = self.session.document.writable
        self.remove_button.setEnabled(writable and bool(self.tree.chosen("goal")))
        self.add_button.setEnabled(writable)

    # --- doing ----------------------------------------------------------------------------

    def _run(self, command: Command) -> bool:
        problem = attempt(self.session, command)
        self._say(problem, wrong=bool(problem))
        if not problem:
            self.fill()
        return not problem

    def _typed(self, index: Index, text: str) -> str:
        """A name or a share was typed; the reason it is refused, or nothing."""
        item = self.tree.itemFromIndex(index)
        goal = GoalId(key_of(item)[1])
        try:
            if index.column() == NAME:
                command: Command = partial(rename, goal=goal, name=text)
            else:
                share = texts.parse_percent(text) if text.strip(" –") else None
                command = partial(want, goal=goal, share=share)
        except Wrong as error:
            self._say(str(error), wrong=True)
            return str(error)
        problem = attempt(self.session, command)
        self._say(problem, wrong=bool(problem))
        return problem

    def add(self) -> None:
        """Add a goal, ready to be named."""
        state = self.session.state
        fresh = GoalId(state.next_ids[Goal])
        name = free_goal_name(state)
        if self._run(lambda state: add_goal(state, name)):
            item = self.tree.item_of(("goal", fresh))
            if item is not None:
                self.tree.choose({("goal", fresh)}, ("goal", fresh))
                self.tree.setFocus(Qt.FocusReason.OtherFocusReason)
                self.tree.editItem(item, NAME)

    def remove(self) -> None:
        """Remove the selected goals; what served them stays, with no goal."""
        goals = [GoalId(goal) for goal in self.tree.chosen("goal")]
        if goals and self._run(lambda state: remove_goals(state, goals)):
            self._say("Removed. Ctrl+Z brings it back.")

    def rank(self, goals: Sequence[GoalId], before: GoalId | None) -> None:
        """Put goals in front of another in rank, or last."""
        self._run(lambda state: rank_before(state, goals, before))

    def serve(self, projects: Sequence[ProjectId], goal: GoalId | None) -> None:
        """Let projects serve a goal, or none."""
        self._run(lambda state: serve(state, projects, goal))

    def _hovered(self, what: tuple[Sequence[ProjectId], GoalId | None] | None) -> None:
        if what is None:
            self.session.show_preview(None)
            return
        projects, goal = what
        self.session.show_preview(lambda state: serve(state, projects, goal))

    def _stepped(self, keys: Sequence[Key], step: int) -> None:
        """Ctrl+arrow: a goal one rank up or down, projects to the goal above or below."""
        goals = [GoalId(number) for kind, number in keys if kind == "goal"]
        projects = [ProjectId(number) for kind, number in keys if kind == "project"]
        if len(goals) == 1:
            self._run(lambda state: rank_by(state, goals[0], step))
        elif projects and not goals:
            order: list[GoalId | None] = [row.id for row in ranked(self.session.state)]
            order.append(None)
            now = self.session.state.get(Project, projects[0]).goal
            place = order.index(now) + step
            if 0 <= place < len(order):
                self.serve(projects, order[place])

    # --- menus ----------------------------------------------------------------------------

    def _menu(self, at: QPoint) -> None:
        menu = self.menu()
        if menu.actions():
            menu.exec(at)
        menu.deleteLater()

    def menu(self) -> QMenu:
        """What can be done with the selected lines."""
        menu, state = QMenu(self), self.session.state
        projects = [ProjectId(project) for project in self.tree.chosen("project")]
        goals = [GoalId(goal) for goal in self.tree.chosen("goal")]
        if projects:
            serves = menu.addMenu("Serves")
            for row in ranked(state):
                words = row.name.replace("&", "&&")
                serves.addAction(words, partial(self.serve, projects, row.id))
            serves.addSeparator()
            serves.addAction("No Goal", partial(self.serve, projects, None))
        if len(goals) == 1:
            item = self.tree.item_of(("goal", goals[0]))
            assert item is not None
            menu.addAction("Rename", partial(self.tree.editItem, item, NAME))
            menu.addAction("Wanted Share", partial(self.tree.editItem, item, WANTED))
            menu.addAction("Rank Higher", partial(self._stepped, [("goal", goals[0])], -1))
            menu.addAction("Rank Lower", partial(self._stepped, [("goal", goals[0])], 1))
        if goals:
            menu.addAction("Remove", self.remove)
        menu.addAction("Add Goal", self.add)
        for action in menu.actions():
            action.setEnabled(self.session.document.writable)
        return menu
