"""The tree of the goals view: goals by rank, what serves each, and work that serves none.

It decides nothing: it says what is to be ranked, served, renamed or removed, and the window acts.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import (
    QContextMenuEvent,
    QDragEnterEvent,
    QDragLeaveEvent,
    QDragMoveEvent,
    QDropEvent,
    QFont,
    QKeyEvent,
)
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTreeWidget, QTreeWidgetItem, QWidget

from teamtide.plan.rows import GoalId, ProjectId
from teamtide.ui.goals.delegate import CELL, EDITED, GoalDelegate, Index

KEY = int(Qt.ItemDataRole.UserRole)
NONE = ("none", 0)
Key = tuple[str, int]
_Flag = Qt.ItemFlag


class GoalTree(QTreeWidget):
    """Goals, each with its projects.

    Signals:
        ranked: (goals, the one they come before or None): they were dropped between others.
        stepped: (goal or project keys, -1 or 1): Ctrl+arrow.
        served: (projects, goal or None): they were dropped on it.
        hovered: (projects, goal or None), or None where nothing hovers any more.
        remove_wanted, add_wanted: Delete, Insert.
        menu_wanted: At a global position.
    """

    ranked = Signal(object, object)
    stepped = Signal(object, object)
    served = Signal(object, object)
    hovered = Signal(object)
    remove_wanted = Signal()
    add_wanted = Signal()
    menu_wanted = Signal(object)

    def __init__(self, commit: Callable[[Index, str], str], parent: QWidget | None = None) -> None:
        """An empty tree; `commit` takes what was typed into a cell."""
        super().__init__(parent)
        self.setItemDelegate(GoalDelegate(self, commit))
        self.setAccessibleName("Goals by rank, and what serves them")
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setDragEnabled(True)
        self.setAcceptDrops(True)
        self.setDropIndicatorShown(True)
        self.setDragDropMode(QAbstractItemView.DragDropMode.DragDrop)
        self.setDefaultDropAction(Qt.DropAction.MoveAction)
        self.setEditTriggers(
            QAbstractItemView.EditTrigger.DoubleClicked
            | QAbstractItemView.EditTrigger.EditKeyPressed
        )
        self.setExpandsOnDoubleClick(False)
        self.setUniformRowHeights(False)
        self.setAllColumnsShowFocus(True)
        self.header().setStretchLastSection(False)
        self._over: Key | None = None
        self._dragging = False
        self._landed: Callable[[], None] | None = None

    # --- items ----------------------------------------------------------------------------

    def set_columns(self, names: list[str], tips: list[str]) -> None:
        """Have these columns; the first two are the goal and its wanted share."""
        self.setColumnCount(len(names))
        self.setHeaderLabels(names)
        for number, tip in enumerate(tips):
            self.headerItem().setToolTip(number, tip)
        header = self.header()
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        header.setSectionResizeMode(1, QHeaderView.ResizeMode.ResizeToContents)
        for number in range(2, len(names)):
            header.setSectionResizeMode(number, QHeaderView.ResizeMode.Stretch)

    def add(self, key: Key, parent: QTreeWidgetItem | None = None) -> QTreeWidgetItem:
        """A new line for a goal, the work without one, a project or a service."""
        made = QTreeWidgetItem(parent) if parent is not None else QTreeWidgetItem(self)
        made.setData(0, KEY, key)
        flags = _Flag.ItemIsEnabled | _Flag.ItemIsSelectable
        if key[0] in ("goal", "none"):
            font = QFont(self.font())
            font.setWeight(QFont.Weight.DemiBold)
            made.setFont(0, font)
        if key[0] == "goal":
            flags |= _Flag.ItemIsEditable | _Flag.ItemIsDragEnabled
        if key[0] == "project":
            flags |= _Flag.ItemIsDragEnabled
        # Drops go to goals, and to the work without one; a project hands them to its goal.
        made.setFlags(flags | _Flag.ItemIsDropEnabled)
        return made

    def items(self) -> list[QTreeWidgetItem]:
        """Every line, from the top."""
        found = []
        for number in range(self.topLevelItemCount()):
            top = self.topLevelItem(number)
            assert top is not None
            found.append(top)
            children = (top.child(child) for child in range(top.childCount()))
            found.extend(child for child in children if child is not None)
        return found

    def item_of(self, key: Key) -> QTreeWidgetItem | None:
        """The line of a key, or None."""
        return next((item for item in self.items() if key_of(item) == key), None)

    def chosen(self, kind: str) -> list[int]:
        """The selected goals or projects, from the top."""
        return [key_of(item)[1] for item in self.items() if item.isSelected() and _is(item, kind)]

    def current_key(self) -> Key | None:
        """The line with the keyboard."""
        item = self.currentItem()
        return None if item is None else key_of(item)

    def choose(self, keys: set[Key], current: Key | None) -> None:
        """Select these lines."""
        self.clearSelection()
        for item in self.items():
            if key_of(item) == current:
                self.setCurrentItem(item)
        for item in self.items():
            item.setSelected(key_of(item) in keys)

    # --- keys -----------------------------------------------------------------------------

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Ctrl+Up and Ctrl+Down rank, Delete removes, Insert adds; the rest as ever."""
        step = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}.get(Qt.Key(event.key()), 0)
        if step and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            keys = [key_of(item) for item in self.items() if item.isSelected()]
            self.stepped.emit(keys, step)
        elif event.key() == Qt.Key.Key_Delete:
            self.remove_wanted.emit()
        elif event.key() == Qt.Key.Key_Insert:
            self.add_wanted.emit()
        else:
            super().keyPressEvent(event)
            return
        event.accept()

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Ask for a menu."""
        event.accept()
        at = event.globalPos()
        if event.reason() == QContextMenuEvent.Reason.Keyboard and self.currentIndex().isValid():
            at = self.viewport().mapToGlobal(self.visualRect(self.currentIndex()).center())
        self.menu_wanted.emit(at)

    # --- drags ----------------------------------------------------------------------------

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Only lines of this tree."""
        if event.source() is self:
            super().dragEnterEvent(event)
            event.acceptProposedAction()
        else:
            event.ignore()

    def dragMoveEvent(self, event: QDragMoveEvent) -> None:
        """Say what hovers over which goal; goals go between goals, projects onto one."""
        super().dragMoveEvent(event)
        at = event.position().toPoint()
        projects, goals = self.chosen("project"), self.chosen("goal")
        if event.source() is not self or not (projects or goals):
            event.ignore()
            return
        if projects and not goals:
            over = self.goal_at(at)
            if over != self._over:
                self._over = over
                self._tell(projects, over)
            if over is None:
                event.ignore()
                return
        event.setDropAction(Qt.DropAction.MoveAction)
        event.accept()

    def _tell(self, projects: list[int], over: Key | None) -> None:
        if over is None:
            self.hovered.emit(None)
        else:
            self.hovered.emit(([ProjectId(p) for p in projects], _goal(over)))

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        """Nothing hovers any more."""
        super().dragLeaveEvent(event)
        self._over = None
        self.hovered.emit(None)

    def dropEvent(self, event: QDropEvent) -> None:
        """Say what was dropped where; the plan's change moves the lines, not the drop."""
        at = event.position().toPoint()
        projects, goals = self.chosen("project"), self.chosen("goal")
        self._over = None
        self.hovered.emit(None)
        over = self.goal_at(at)
        # As a copy: after a move the view would take the dragged lines out itself.
        event.setDropAction(Qt.DropAction.CopyAction)
        event.accept()
        self.setState(QAbstractItemView.State.NoState)
        self.viewport().update()
        if goals:
            before = self.place_at(at)
            self._land(partial(self.ranked.emit, [GoalId(goal) for goal in goals], before))
        elif projects and over is not None:
            served = [ProjectId(project) for project in projects]
            self._land(partial(self.served.emit, served, _goal(over)))

    def _land(self, tell: Callable[[], None]) -> None:
        """Say what was dropped, once the drag that brought it is over."""
        if self._dragging:
            self._landed = tell
        else:
            tell()

    def startDrag(self, supportedActions: Qt.DropAction) -> None:
        """Drag what is selected; what a drop changes is changed after the drag's own event loop."""
        self._dragging, self._landed = True, None
        try:
            super().startDrag(supportedActions)
        finally:
            self._dragging = False
        tell, self._landed = self._landed, None
        if tell is not None:
            tell()

    def goal_at(self, at: QPoint) -> Key | None:
        """The goal (or the work without one) at a point of the viewport: its line or one below."""
        item = self.itemAt(at)
        if item is None:
            return None
        return key_of(item.parent() or item)

    def place_at(self, at: QPoint) -> GoalId | None:
        """The goal that goals dropped at a point come before; None is last."""
        item = self.itemAt(at)
        if item is None:
            return None
        if item.parent() is None:
            box = self.visualItemRect(item)
            if key_of(item)[0] == "goal" and at.y() <= box.center().y():
                return GoalId(key_of(item)[1])
        top = self.indexOfTopLevelItem(item.parent() or item)
        below = self.topLevelItem(top + 1)
        if below is None or key_of(below)[0] != "goal":
            return None
        return GoalId(key_of(below)[1])


def key_of(item: QTreeWidgetItem) -> Key:
    """What a line is of."""
    kind, number = item.data(0, KEY)
    return (str(kind), int(number))


def _is(item: QTreeWidgetItem, kind: str) -> bool:
    return key_of(item)[0] == kind


def _goal(key: Key) -> GoalId | None:
    return GoalId(key[1]) if key[0] == "goal" else None


__all__ = ["CELL", "EDITED", "NONE", "GoalTree", "Key", "key_of"]
