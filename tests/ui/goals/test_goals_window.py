"""The goals view in a real window: rank, shares, what serves them, live figures."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QDragEnterEvent, QDragMoveEvent, QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit
from pytestqt.qtbot import QtBot

from teamtide.capacity.measures.cases import Case
from teamtide.capacity.measures.serving import served
from teamtide.plan.commands import add_many
from teamtide.plan.document import Document
from teamtide.plan.goals import ranked, serve
from teamtide.plan.options import remove_scenario
from teamtide.plan.pausing import rest
from teamtide.plan.rows import Goal, GoalId, Project
from teamtide.plan.summary import facts_of, scene_of
from teamtide.ui.goals.cells import Cell
from teamtide.ui.goals.delegate import CELL
from teamtide.ui.goals.lines import NAME, WANTED
from teamtide.ui.goals.tree import NONE, Key
from teamtide.ui.goals.window import GoalsWindow
from teamtide.ui.main_window import MainWindow
from teamtide.ui.session import Session
from tests.examples import CHURN, OPTION, PLATFORM, TODAY

PATIENCE_MS = 60_000
APP = Path(__file__).resolve().parents[3] / "app"
KEEP, GROW = GoalId(1), GoalId(2)
MOVE, LEFT = Qt.DropAction.MoveAction, Qt.MouseButton.LeftButton
NO_KEYS = Qt.KeyboardModifier.NoModifier
CTRL = Qt.KeyboardModifier.ControlModifier
ASKED, DONE = 2, 3


@pytest.fixture
def session(document: Document, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> Iterator[Session]:
    monkeypatch.setenv("PYTHONPATH", str(APP))
    made = Session(document)
    goals = [
        {"name": "Keep customers", "rank": 1, "wanted_share": 0.6},
        {"name": "Grow", "rank": 2, "wanted_share": 0.1},
    ]
    made.run(lambda s: add_many(s, Goal, goals, "Added goals"))
    made.run(lambda s: serve(s, [CHURN], KEEP))
    yield made
    made.deleteLater()


@pytest.fixture
def window(session: Session, qtbot: QtBot) -> Iterator[GoalsWindow]:
    made = GoalsWindow(session)
    qtbot.addWidget(made)
    made.resize(900, 560)
    made.show()
    qtbot.waitExposed(made)
    yield made
    made.close_session()


def lines(window: GoalsWindow) -> list[str]:
    return [item.text(NAME) for item in window.tree.items()]


def cell(window: GoalsWindow, key: Key, column: int) -> Cell:
    item = window.tree.item_of(key)
    assert item is not None
    found = item.data(column, CELL)
    assert isinstance(found, Cell)
    return found


def settle(window: GoalsWindow, qtbot: QtBot) -> None:
    """Wait until what gets done is known of every scenario shown."""
    window.fill()
    window.figures.settle()
    qtbot.waitUntil(
        lambda: not any(window.figures.stale(one) for one in window.scenarios),
        timeout=PATIENCE_MS,
    )


def choose(window: GoalsWindow, *keys: Key) -> None:
    window.tree.choose(set(keys), keys[0])


def drag(window: GoalsWindow, key: Key, to: Key, part: float = 0.5) -> Any:
    """Move a line over another, at a part of its height; the data, to be dropped or not."""
    choose(window, key)
    tree = window.tree
    mime = tree.mimeData(tree.selectedItems())
    event: Any = QDragEnterEvent(point(window, to, part), MOVE, mime, LEFT, NO_KEYS)
    tree.setState(tree.State.DraggingState)
    _from(event, tree)
    tree.dragEnterEvent(event)
    event = QDragMoveEvent(point(window, to, part), MOVE, mime, LEFT, NO_KEYS)
    _from(event, tree)
    tree.dragMoveEvent(event)
    return mime


def _from(event: Any, tree: Any) -> None:
    """Qt knows the source of a drag it runs itself; an event made here has none."""
    event.source = lambda: tree


def point(window: GoalsWindow, key: Key, part: float) -> QPoint:
    item = window.tree.item_of(key)
    assert item is not None
    box = window.tree.visualItemRect(item)
    return QPoint(60, box.top() + int(part * box.height()))


def drop(window: GoalsWindow, key: Key, to: Key, part: float = 0.5) -> None:
    mime = drag(window, key, to, part)
    event = QDropEvent(QPointF(point(window, to, part)), MOVE, mime, LEFT, NO_KEYS)
    window.tree.dropEvent(event)
    window.fill()


# --- lines ----------------------------------------------------------------------------------


def test_that_goals_stand_by_rank_with_what_serves_them_and_the_rest_apart(
    window: GoalsWindow,
) -> None:
    assert lines(window) == [
        "1   Keep customers",
        "Churn",
        "2   Grow",
        "Work with no goal",
        "Platform",
        "EKS cluster (service)",
    ]
    item = window.tree.item_of(("goal", KEEP))
    assert item is not None
    assert item.text(WANTED) == "60 %"
    assert "want 70 % of all work together" in window.sentence.text()
    assert window.windowTitle() == "Goals · Today"


def test_that_served_and_wanted_are_the_models_and_starving_is_said_in_words(
    window: GoalsWindow, session: Session, qtbot: QtBot
) -> None:
    settle(window, qtbot)
    load = session.load
    scene = scene_of(session.state, TODAY, load.inputs)
    known = served(Case(scene, facts_of(session.state), load))
    keep = cell(window, ("goal", KEEP), DONE)
    assert keep.share == known.done_share(known.goals[0])
    assert keep.wanted == 0.6
    assert keep.starving
    assert keep.text.startswith("▼ ")
    assert keep.text.endswith(f"{known.short(0):.1f}\N{NO-BREAK SPACE}d short")
    assert cell(window, ("goal", KEEP), ASKED).share == known.asked_share(known.goals[0])
    grow = cell(window, ("goal", GROW), DONE)
    assert grow.starving
    assert grow.text.startswith("▼ 0\N{NO-BREAK SPACE}%")
    aimless = cell(window, NONE, DONE)
    assert aimless.share == known.done_share(known.aimless)
    assert not aimless.starving
    assert cell(window, ("project", CHURN), ASKED).text == "32.6\N{NO-BREAK SPACE}d"
    assert session.document.state is session.state


def test_that_all_scenarios_stand_side_by_side(
    window: GoalsWindow, session: Session, qtbot: QtBot
) -> None:
    session.run(lambda s: rest(s, scenario=OPTION, projects=[CHURN]))
    QTest.mouseClick(window.mode_all, Qt.MouseButton.LeftButton)
    settle(window, qtbot)
    header = window.tree.headerItem()
    assert [header.text(n) for n in range(4)] == ["Goal", "Wanted", "Today", "Split"]
    assert (cell(window, ("goal", KEEP), 2).share or 0) > 0.3
    assert cell(window, ("goal", KEEP), 3).share == 0.0
    assert cell(window, ("project", CHURN), 3).text == "paused"
    assert cell(window, ("project", CHURN), 2).text != "paused"


def test_that_nothing_is_kept_of_an_option_that_is_gone(
    window: GoalsWindow, session: Session, qtbot: QtBot
) -> None:
    QTest.mouseClick(window.mode_all, Qt.MouseButton.LeftButton)
    settle(window, qtbot)
    assert window.figures.done(OPTION) is not None
    session.run(lambda state: remove_scenario(state, OPTION))
    settle(window, qtbot)
    assert window.figures.done(TODAY) is not None
    assert window.figures.done(OPTION) is None


# --- live -----------------------------------------------------------------------------------


def test_that_figures_follow_what_hovers_on_the_board_and_then_the_drop(
    window: GoalsWindow, session: Session, qtbot: QtBot
) -> None:
    settle(window, qtbot)
    before = session.state
    session.show_preview(lambda s: rest(s, scenario=TODAY, projects=[CHURN]))
    assert cell(window, ("goal", KEEP), ASKED).coming == 0.0
    assert cell(window, ("goal", KEEP), DONE).text.startswith("▼ 54\N{NO-BREAK SPACE}% → …")
    qtbot.waitUntil(lambda: cell(window, ("goal", KEEP), DONE).coming == 0.0, timeout=PATIENCE_MS)
    session.show_preview(None)
    assert cell(window, ("goal", KEEP), DONE).coming is None
    assert session.state is before
    session.run(lambda s: rest(s, scenario=TODAY, projects=[CHURN]))
    settle(window, qtbot)
    assert cell(window, ("goal", KEEP), DONE).share == 0.0
    assert cell(window, ("project", CHURN), DONE).text == "paused"


def test_that_a_project_over_another_goal_shows_what_it_would_get_at_once(
    window: GoalsWindow, session: Session, qtbot: QtBot
) -> None:
    settle(window, qtbot)
    whole = cell(window, ("goal", KEEP), DONE).share
    before = session.state
    drag(window, ("project", CHURN), ("goal", GROW))
    assert cell(window, ("goal", GROW), DONE).coming == whole
    assert cell(window, ("goal", KEEP), DONE).coming == 0.0
    window.tree.hovered.emit(None)
    assert cell(window, ("goal", GROW), DONE).coming is None
    assert session.state is before


# --- ranks ----------------------------------------------------------------------------------


def test_that_ctrl_arrows_rank_goals_in_one_step_that_undo_takes_back(
    window: GoalsWindow, session: Session
) -> None:
    choose(window, ("goal", GROW))
    QTest.keyClick(window.tree, Qt.Key.Key_Up, CTRL)
    assert lines(window)[0] == "1   Grow"
    rows = session.state.rows(Goal)
    assert [(row.name, row.rank) for row in rows] == [("Grow", 1), ("Keep customers", 2)]
    assert window.tree.chosen("goal") == [GROW]
    entry = session.document.next_undo
    assert entry is not None
    assert entry.label == "Ranked Grow"
    assert session.undo()
    window.fill()
    assert lines(window)[0] == "1   Keep customers"


@pytest.mark.parametrize(
    ("goal", "to", "part", "order"),
    [
        (GROW, ("goal", KEEP), 0.2, ["Grow", "Keep customers"]),
        (KEEP, ("goal", GROW), 0.8, ["Grow", "Keep customers"]),
        (KEEP, NONE, 0.5, ["Grow", "Keep customers"]),
        (GROW, ("project", CHURN), 0.5, ["Keep customers", "Grow"]),
    ],
)
def test_that_a_goal_is_ranked_where_it_is_dropped(
    goal: GoalId, to: Key, part: float, order: list[str], window: GoalsWindow, session: Session
) -> None:
    drop(window, ("goal", goal), to, part)
    assert [row.name for row in ranked(session.state)] == order


# --- what serves what -----------------------------------------------------------------------


def test_that_projects_serve_the_goal_they_are_dropped_on(
    window: GoalsWindow, session: Session
) -> None:
    drop(window, ("project", PLATFORM), ("goal", GROW))
    assert session.state.get(Project, PLATFORM).goal == GROW
    drop(window, ("project", PLATFORM), ("project", CHURN))
    assert session.state.get(Project, PLATFORM).goal == KEEP
    drop(window, ("project", PLATFORM), NONE)
    assert session.state.get(Project, PLATFORM).goal is None
    assert session.undo()
    assert session.state.get(Project, PLATFORM).goal == KEEP


def test_that_keys_and_the_menu_say_what_a_project_serves(
    window: GoalsWindow, session: Session
) -> None:
    choose(window, ("project", PLATFORM))
    QTest.keyClick(window.tree, Qt.Key.Key_Up, CTRL)
    assert session.state.get(Project, PLATFORM).goal == GROW
    assert window.tree.chosen("project") == [PLATFORM]
    QTest.keyClick(window.tree, Qt.Key.Key_Down, CTRL)
    assert session.state.get(Project, PLATFORM).goal is None
    choose(window, ("project", PLATFORM), ("project", CHURN))
    menu = window.menu()
    serves = next(a.menu() for a in menu.actions() if a.text() == "Serves")
    assert serves is not None
    next(a for a in serves.actions() if a.text() == "Grow").trigger()  # type: ignore[attr-defined]
    assert [row.goal for row in session.state.rows(Project)] == [GROW, GROW]


# --- editing --------------------------------------------------------------------------------


def type_into(window: GoalsWindow, key: Key, column: int, text: str) -> None:
    item = window.tree.item_of(key)
    assert item is not None
    window.tree.setCurrentItem(item, column)
    window.tree.editItem(item, column)
    editor = next(e for e in window.tree.findChildren(QLineEdit) if e.isVisible())
    editor.selectAll()
    QTest.keyClicks(editor, text)
    QTest.keyClick(editor, Qt.Key.Key_Return)
    QApplication.processEvents()
    window.fill()


def test_that_shares_and_names_are_edited_in_place(window: GoalsWindow, session: Session) -> None:
    type_into(window, ("goal", KEEP), WANTED, "95")
    assert session.state.get(Goal, KEEP).wanted_share == 0.95
    assert window.sentence.text().startswith("⚠ The goals want 105 % of all work together")
    type_into(window, ("goal", KEEP), NAME, "Retention")
    assert session.state.get(Goal, KEEP).name == "Retention"
    assert lines(window)[0] == "1   Retention"


@pytest.mark.parametrize(
    ("column", "text", "reason"),
    [
        (WANTED, "many", "is not a number"),
        (WANTED, "120", "must be"),
        (NAME, "Grow", "already a goal called"),
    ],
)
def test_that_what_can_not_be_is_refused_with_the_reason(
    column: int, text: str, reason: str, window: GoalsWindow, session: Session
) -> None:
    before = session.state
    type_into(window, ("goal", KEEP), column, text)
    assert session.state is before
    assert reason in window.said.text()
    assert window.said.property("role") == "problem"
    assert window.said.isVisible()


def test_that_goals_are_added_and_removed_by_keyboard(
    window: GoalsWindow, session: Session
) -> None:
    window.tree.setFocus()
    QTest.keyClick(window.tree, Qt.Key.Key_Insert)
    editor = next(e for e in window.tree.findChildren(QLineEdit) if e.isVisible())
    QTest.keyClicks(editor, "Explore")
    QTest.keyClick(editor, Qt.Key.Key_Return)
    QApplication.processEvents()
    window.fill()
    assert [row.name for row in ranked(session.state)] == ["Keep customers", "Grow", "Explore"]
    choose(window, ("goal", KEEP))
    assert window.remove_button.isEnabled()
    QTest.keyClick(window.tree, Qt.Key.Key_Delete)
    assert [row.name for row in ranked(session.state)] == ["Grow", "Explore"]
    assert session.state.get(Project, CHURN).goal is None
    assert "Ctrl+Z" in window.said.text()


def test_that_a_plan_without_goals_says_what_to_do(window: GoalsWindow, session: Session) -> None:
    choose(window, ("goal", KEEP), ("goal", GROW))
    window.remove()
    assert "No goals yet. Add one" in window.sentence.text()
    assert lines(window)[0] == "Work with no goal"


# --- in the main window ---------------------------------------------------------------------


def test_that_the_menu_opens_the_goals_and_the_plan_takes_them_along(
    document: Document, qtbot: QtBot
) -> None:
    made = MainWindow()
    qtbot.addWidget(made)
    made.show_document(document)
    made.show()
    made.tools["show_goals"].trigger()
    goals = made.panels.goals
    assert goals is not None
    assert goals.isVisible()
    assert made.tools["show_goals"].shortcut().toString() == "Ctrl+Shift+G"
    made.close_plan()
    assert made.panels.goals is None
    made.close()
