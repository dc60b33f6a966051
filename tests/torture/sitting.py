"""Somebody sits at the window and does whatever comes: any action, in any order, from one seed.

The plan stays about as large as it was: what is added is removed again sooner or later, so that a
window that slows down has itself to blame.
"""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable
from datetime import timedelta
from functools import partial
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QEvent, QEventLoop, QSize, Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from teamtide.plan.assigning import assign
from teamtide.plan.changes import ChangeSet
from teamtide.plan.commands import add, remove
from teamtide.plan.options import add_scenario, free_name, remove_scenario
from teamtide.plan.overlay import Item
from teamtide.plan.pausing import delay
from teamtide.plan.placing import back_to_today, move_people, remove_move
from teamtide.plan.rows import (
    Chunk,
    Person,
    Placement,
    Project,
    ProjectId,
    Row,
    Scenario,
    Service,
    Team,
    TeamId,
)
from teamtide.plan.state import State
from teamtide.plan.validation import Refused
from teamtide.ui.errands import Errand
from teamtide.ui.main_window import MainWindow
from teamtide.ui.session import Command, Selection, Session
from tests.plan import random_commands
from tests.torture.chance import Chance
from tests.torture.failing import Failed

PANELS = (
    "toggle_large",
    "toggle_moves",
    "toggle_inspector",
    "toggle_compare",
    "toggle_assumptions",
)
WINDOWS = (
    "show_tables",
    "show_hinges",
    "show_compare",
    "show_goals",
    "show_history",
    "show_brief",
    "show_wishes",
    "show_people",
    "show_help",
)
DIALOGS = (
    "quick_work",
    "roll_forward",
    "choose_export",
    "choose_picture",
    "restore_backup",
    "copy_option_part",
    "make_option_today",
    "show_about",
)
WORK: tuple[type[Row], ...] = (Project, Chunk, Service)
SELECTED: tuple[type[Row], ...] = (Person, *WORK, Team)
COMING_AND_GOING: tuple[type[Row], ...] = (Person, Person, Chunk, Chunk, Project)
MOST_OPTIONS = 5
PATIENCE = 900.0
"""Seconds of the clock within which a helper process must have done its work."""


class Sitting:
    """One window, and what is done at it."""

    def __init__(self, app: QApplication, path: Path, chance: Chance, size: QSize) -> None:
        """A window of that size, for the plan at `path`."""
        self.app, self.path, self.chance = app, path, chance
        self.did: Counter[str] = Counter()
        self.refused = 0
        self.last = "open"
        self.window = MainWindow()
        self.window.resize(size)
        self.window.show()
        self.settle()

    @property
    def session(self) -> Session:
        """Of the plan that is open."""
        assert self.window.session is not None
        return self.window.session

    # --- coming and going -----------------------------------------------------------------

    def open(self) -> None:
        """Show the plan."""
        if not self.window.open_plan(self.path):
            raise Failed("the plan does not open")
        session = self.session
        session.problem.connect(self._refused)
        self._size = {cls: len(session.state.rows(cls)) for cls in COMING_AND_GOING}
        self._placements = len(session.state.rows(Placement))
        self.settle()

    def close(self) -> None:
        """Close the plan."""
        self.window.close_plan()
        self.window.statusBar().clearMessage()  # which keeps a timer while it is to be read
        self.settle()

    def leave(self) -> None:
        """Close the window."""
        self.window.close()
        self.window.deleteLater()
        self.settle()

    def _refused(self, _sentence: str) -> None:
        self.refused += 1

    def settle(self) -> None:
        """Let what was caused happen, and what is to be deleted go."""
        for _ in range(2):
            self.app.processEvents()
            QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)

    def rest(self, seconds: float) -> None:
        """Do nothing for a while."""
        loop = QEventLoop()
        QTimer.singleShot(int(seconds * 1000), loop.quit)
        loop.exec()
        self.settle()

    def come_to_rest(self) -> None:
        """Put away whatever is open, look at the plan as when it was opened, and let it be."""
        self.close_windows()
        window, session = self.window, self.session
        view = window.view
        assert view is not None
        for part in (view.large, window.panels.moves, window.panels.assumptions):
            if part is not None:
                part.hide()
        view.inspector.show()
        view.compare.show()
        view.problem.hide()
        view.told.hide()
        session.set_projected(False)
        session.set_ghost(None)
        options = [row.id for row in session.state.rows(Scenario)]
        for scenario in options[2:]:
            session.run(partial(remove_scenario, scenario=scenario))
        session.set_scenario(session.state.today)
        session.set_as_of(session.state.plan.start)
        session.select(Selection())
        window.setFocus()
        until = time.monotonic() + PATIENCE
        background = window.background
        assert background is not None
        self.rest(0.3)
        while background.busy:
            if time.monotonic() > until:
                raise Failed(f"nobody answers about {', '.join(background.busy)}")
            self.rest(0.1)
        self.rest(0.1)

    def look_at_everything(self) -> None:
        """Open each panel, window and dialog once, and put it away."""
        for name in PANELS:
            self.press(name)
            self.press(name)
        for name in (*WINDOWS, *DIALOGS):
            self.press(name)
            self.close_windows()
        for cls in SELECTED:
            rows: tuple[Row, ...] = self.session.state.rows(cls)
            self.session.select(Selection(cls.TABLE, (rows[0].id,)))
            self.rest(0.1)

    def press(self, name: str) -> None:
        """Do one of the menus' actions, where it can be done."""
        self.window.tools[name].trigger()
        self.settle()

    def windows(self) -> list[QWidget]:
        """What stands beside the window."""
        return [
            one
            for one in QApplication.topLevelWidgets()
            if one.isVisible() and one.isWindow() and one is not self.window
        ]

    def close_windows(self) -> None:
        """Close all of it; who belongs to another window goes first."""
        for _ in range(4):
            found = self.windows()
            if not found:
                return
            for one in reversed(found):
                if one in self.windows():
                    one.close()
                    self.settle()
        raise Failed(f"does not close: {self.windows()}")

    # --- steps ----------------------------------------------------------------------------

    def step(self) -> None:
        """One more command."""
        steps = self.steps()
        do = self.chance.choices(list(steps), list(steps.values()))[0]
        self.last = do.__name__
        self.did[do.__name__] += 1
        if self.app.activeModalWidget() is not None:
            self.close_windows()
        do()
        self.settle()

    def steps(self) -> dict[Callable[[], None], float]:
        """All that can be done, and how often each is."""
        return {
            self.drag_people: 28,
            self.drag_work: 12,
            self.change: 12,
            self.hover: 4,
            self.undo: 10,
            self.redo: 7,
            self.jump: 2,
            self.select: 14,
            self.switch_scenario: 8,
            self.set_day: 6,
            self.look_otherwise: 3,
            self.toggle_panel: 6,
            self.open_window: 5,
            self.shut_windows: 4,
            self.open_dialog: 4,
            self.find: 2,
            self.come_or_go: 10,
            self.option: 2,
            self.pause_a_moment: 2,
            self.export: 0.06,
        }

    def _run(self, command: Command) -> None:
        """A command, often hovered first."""
        if self.chance.random() < 0.5:
            self.session.show_preview(command)
            self.settle()
            self.session.show_preview(None)
        self.session.run(command)

    def _team(self) -> TeamId:
        return self.chance.choice(self.session.state.rows(Team)).id

    def _item(self) -> Item:
        cls = self.chance.choice(WORK)
        return (cls.TABLE, self.chance.choice(self.session.state.rows(cls)).id)

    def _moving(self) -> Command:
        session, state = self.session, self.session.state
        if len(state.rows(Placement)) > 1.05 * self._placements + 20:
            return self._tidying()
        placed = self.chance.choice(
            [row for row in state.rows(Placement) if row.scenario == state.today and row.team]
        )
        return partial(
            move_people,
            scenario=session.scenario,
            people=[placed.person],
            source=placed.team,
            target=self._team(),
            as_of=session.as_of,
        )

    def _tidying(self) -> Command:
        """Somebody's dated move is taken back, or somebody is as in Today again."""
        state = self.session.state
        dated = [
            row
            for row in state.rows(Placement)
            if row.start is not None or row.scenario != state.today
        ]
        one = self.chance.choice(dated)
        if one.scenario != state.today:
            return partial(back_to_today, scenario=one.scenario, people=[one.person])
        return partial(remove_move, scenario=one.scenario, person=one.person, start=one.start)

    def drag_people(self) -> None:
        """Somebody is dragged to another column."""
        self._run(self._moving())

    def drag_work(self) -> None:
        """A project, chunk or service is, or a project comes later."""
        scenario = self.session.scenario
        if self.chance.random() < 0.15:
            project = ProjectId(self.chance.choice(self.session.state.rows(Project)).id)
            weeks = self.chance.choice([-2.0, 2.0])
            self._run(partial(delay, scenario=scenario, projects=[project], weeks=weeks))
        else:
            items, team = [self._item()], self._team()
            self._run(partial(assign, scenario=scenario, items=items, team=team))

    def change(self) -> None:
        """Something in the inspector, a panel or a menu."""
        drawn = [
            random_commands._edit,
            random_commands._edit,
            random_commands._wave,
            random_commands._wish,
            random_commands._goals,
            random_commands._set_team,
            random_commands._set_project,
            random_commands._reorder,
        ]
        try:
            made = self.chance.drawn(self.chance.choice(drawn), self.session.state)
        except Refused:
            self.refused += 1
            return
        self._run(lambda _state: made)

    def hover(self) -> None:
        """Something is picked up, and not dropped."""
        for _ in range(3):
            self.session.show_preview(self._moving())
            self.settle()
        self.session.show_preview(None)
        self.session.forget_preview()

    def undo(self) -> None:
        """Take back, several times at best."""
        for _ in range(self.chance.choice([1, 1, 3])):
            self.press("undo")

    def redo(self) -> None:
        """Make again, several times at best."""
        for _ in range(self.chance.choice([1, 1, 3])):
            self.press("redo")

    def jump(self) -> None:
        """To any of the latest steps, those that were set aside too."""
        steps = [entry.id for entry in self.session.document.steps][-60:]
        if steps:
            self.session.go_to(self.chance.choice(steps))

    def select(self) -> None:
        """Point at something, and sometimes wait until the inspector shows it."""
        cls = self.chance.choice(SELECTED)
        rows: tuple[Row, ...] = self.session.state.rows(cls)
        chosen = self.chance.sample(rows, self.chance.choice([1, 1, 1, 2]))
        self.session.select(Selection(cls.TABLE, tuple(row.id for row in chosen)))
        if self.chance.random() < 0.3:
            self.rest(0.04)

    def switch_scenario(self) -> None:
        """Look at another one."""
        self.session.set_scenario(self.chance.choice(self.session.state.rows(Scenario)).id)

    def set_day(self) -> None:
        """Another date for what is dragged."""
        weeks = self.chance.choice([0, 0, 4, 10, 26])
        self.session.set_as_of(self.session.state.plan.start + timedelta(weeks=weeks))

    def look_otherwise(self) -> None:
        """Projected or planned; with Today behind the curves or not."""
        self.press(self.chance.choice(["toggle_projected", "toggle_projected", "toggle_ghost"]))

    def toggle_panel(self) -> None:
        """Something in the window comes or goes."""
        self.press(self.chance.choice(PANELS))

    def open_window(self) -> None:
        """Something comes up beside it, and mostly goes at once."""
        self.press(self.chance.choice(WINDOWS))
        if self.chance.random() < 0.7:
            self.close_windows()

    def shut_windows(self) -> None:
        """All of that goes."""
        self.close_windows()

    def open_dialog(self) -> None:
        """A dialog, thought better of."""
        self.press(self.chance.choice(DIALOGS))
        self.close_windows()

    def find(self) -> None:
        """Type into the finder, and choose or give up."""
        self.press(self.chance.choice(["find_thing", "find_or_do"]))
        view = self.window.view
        assert view is not None
        rows = self.session.state.rows(Person)
        view.finder.setText(self.chance.choice(rows).name)
        self.settle()
        chosen = self.chance.random() < 0.5
        QTest.keyClick(view.finder, Qt.Key.Key_Return if chosen else Qt.Key.Key_Escape)

    def come_or_go(self) -> None:
        """A person, a chunk or a project is added or removed."""
        state = self.session.state
        cls = self.chance.choice(COMING_AND_GOING)
        rows = state.rows(cls)
        if self.chance.random() < 0.5 + 0.1 * (self._size[cls] - len(rows)):
            tag = str(state.next_ids[cls])
            values = self.chance.drawn(partial(random_commands.values_of, cls=cls, tag=tag), state)
            self._run(lambda state: add(state, cls, **values))
        else:
            self._run(partial(_removed, row=self.chance.choice(rows)))

    def option(self) -> None:
        """An option is added or removed."""
        state = self.session.state
        options = [row.id for row in state.rows(Scenario) if row.id != state.today]
        if len(options) < MOST_OPTIONS and self.chance.random() < 0.5:
            like = self.chance.choice([state.today, *options])
            name = free_name(state, "Option")
            self.session.run(lambda state: add_scenario(state, name=name, like=like))
        elif len(options) > 1:
            self.session.run(partial(remove_scenario, scenario=options[-1]))

    def pause_a_moment(self) -> None:
        """Nothing is done, so that what waits for that happens."""
        self.rest(self.chance.choice([0.05, 0.15, 0.5]))

    def export(self) -> None:
        """A workbook is written beside the plan, by a process of its own."""
        path = self.path.parent / "out.xlsx"
        self.session.problem.disconnect(self._refused)
        self.window.files.export_to(path)
        self.session.problem.connect(self._refused)
        until = time.monotonic() + PATIENCE
        while self.window.findChildren(Errand):
            if time.monotonic() > until:
                raise Failed("an export does not end")
            self.rest(0.1)
        if not path.exists():
            raise Failed("an export wrote nothing")
        path.unlink()


def _removed(state: State, row: Row) -> ChangeSet:
    return remove(state, [row])
