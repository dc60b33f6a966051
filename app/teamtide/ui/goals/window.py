"""The window *Goals*: ranked, with what each gets of the work in one scenario or in all of them.

It follows the plan and what hovers on the board. Ranks, shares and what serves a goal belong to
the plan, so they hold in every scenario; what a goal gets depends on the scenario.
"""

from __future__ import annotations

from collections.abc import Sequence
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
from teamtide.plan.rows import Goal, GoalId, Project, ProjectId, Scenario, ScenarioId
from teamtide.ui.background import Background
from teamtide.ui.charts.localised import LocaleWords
from teamtide.ui.fields import texts
from teamtide.ui.fields.attempts import Command, attempt
from teamtide.ui.fields.style import label, repolish
from teamtide.ui.fields.texts import Wrong
from teamtide.ui.goals.delegate import Index
from teamtide.ui.goals.figures import Figures
from teamtide.ui.goals.lines import NAME, WANTED, Lines
from teamtide.ui.goals.tree import GoalTree, Key, key_of
from teamtide.ui.session import Session

AFTER = 60
"""Milliseconds after a change, so that the board paints first."""
LEGEND = "The mark on a bar is the wanted share; ▼ is a goal that gets less, by so many days."


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
        self.mode_one = self._mode("This scenario", "Goals in the scenario on screen")
        self.mode_all = self._mode("All side by side", "Goals in every scenario")
        self.mode_one.setChecked(True)
        self._modes = QButtonGroup(self)
        for button in (self.mode_one, self.mode_all):
            self._modes.addButton(button)
        self.add_button = QPushButton("Add goal")
        self.add_button.setToolTip("Add a goal, last in rank (Insert)")
        self.remove_button = QPushButton("Remove")
        self.remove_button.setToolTip("Remove the selected goals; their projects stay (Delete)")
        self.tree = GoalTree(self._typed)
        self.lines = Lines(self.tree, session, self.figures, self._words)
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
        name = self.session.state.get(Scenario, self.session.scenario).name
        self.setWindowTitle(f"Goals · {name}" if self.mode_one.isChecked() else "Goals")
        self.lines.lay_out(self.scenarios, single=self.mode_one.isChecked())
        self._say_sum()
        self.figures.want(self.scenarios)
        self.show_figures()
        self._selection_changed()

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
        self.lines.write()

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
        if goals:
            self._run(lambda state: rank_by(state, goals, step))
        elif projects:
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
            serves.addAction("No goal", partial(self.serve, projects, None))
        if len(goals) == 1:
            item = self.tree.item_of(("goal", goals[0]))
            assert item is not None
            menu.addAction("Rename", partial(self.tree.editItem, item, NAME))
            menu.addAction("Wanted share", partial(self.tree.editItem, item, WANTED))
            menu.addAction("Rank higher", partial(self._stepped, [("goal", goals[0])], -1))
            menu.addAction("Rank lower", partial(self._stepped, [("goal", goals[0])], 1))
        if goals:
            menu.addAction("Remove", self.remove)
        menu.addAction("Add goal", self.add)
        for action in menu.actions():
            action.setEnabled(self.session.document.writable)
        return menu
