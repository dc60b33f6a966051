"""The list of rules “title contains … → discipline”: add, edit, remove, reorder.

The first rule that fits a title counts. A rule without words would fit every title: it is a draft,
and stays out of what is settled until something is typed.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import (
    QAbstractItemModel,
    QAbstractTableModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
    QTimer,
    Signal,
)
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QComboBox,
    QHeaderView,
    QLineEdit,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from teamtide.ui import theme
from teamtide.ui.fields.widgets import Combo
from teamtide.ui.import_wizard.choice_table import paint_arrow
from teamtide.ui.import_wizard.settling import Rules

Index = QModelIndex | QPersistentModelIndex
Role = Qt.ItemDataRole
WORDS, DISCIPLINE = 0, 1
NO_RULES = "No rules yet. Choose a discipline beside a title, or add a rule."
HEADERS = ("A title that contains", "is of the discipline")


class RulesModel(QAbstractTableModel):
    """Rules in the order in which they are tried."""

    edited = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        """No rules."""
        super().__init__(parent)
        self.rules: list[tuple[str, str]] = []

    def show_rules(self, rules: Rules) -> None:
        """Show what is settled; drafts stay while that is what stands here anyway."""
        if tuple(rule for rule in self.rules if rule[WORDS].strip()) != rules:
            self.beginResetModel()
            self.rules = list(rules)
            self.endResetModel()

    def add(self, words: str, discipline: str) -> int:
        """Put a rule first, where it counts; where it stands."""
        self.beginInsertRows(QModelIndex(), 0, 0)
        self.rules.insert(0, (words, discipline))
        self.endInsertRows()
        self.edited.emit()
        return 0

    def remove(self, row: int) -> None:
        """Take a rule out."""
        self.beginRemoveRows(QModelIndex(), row, row)
        del self.rules[row]
        self.endRemoveRows()
        self.edited.emit()

    def move(self, row: int, step: int) -> int:
        """Move a rule up (−1) or down (1); where it stands then."""
        there = row + step
        if not 0 <= there < len(self.rules):
            return row
        target = there + 1 if step > 0 else there
        self.beginMoveRows(QModelIndex(), row, row, QModelIndex(), target)
        self.rules.insert(there, self.rules.pop(row))
        self.endMoveRows()
        self.edited.emit()
        return there

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        """How many rules there are."""
        return 0 if parent.isValid() else len(self.rules)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        """Words and discipline."""
        return 0 if parent.isValid() else len(HEADERS)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Role.DisplayRole
    ) -> Any:
        """The headers, and the number of a rule."""
        if role == Role.TextAlignmentRole and orientation == Qt.Orientation.Horizontal:
            return Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        if role != Role.DisplayRole:
            return None
        return HEADERS[section] if orientation == Qt.Orientation.Horizontal else str(section + 1)

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Everything can be edited."""
        flags = super().flags(index)
        return flags | Qt.ItemFlag.ItemIsEditable if index.isValid() else flags

    def data(self, index: Index, role: int = Role.DisplayRole) -> Any:
        """Words or discipline; a draft says what is missing."""
        if not index.isValid():
            return None
        text = self.rules[index.row()][index.column()]
        if role == Role.EditRole:
            return text
        if role == Role.DisplayRole:
            return text or "type a part of a title"
        if role == Role.ForegroundRole and not text:
            return theme.current().muted
        return None

    def setData(self, index: Index, value: Any, role: int = Role.EditRole) -> bool:
        """Edit a rule."""
        words, discipline = self.rules[index.row()]
        changed = (str(value), discipline) if index.column() == WORDS else (words, str(value))
        if changed == (words, discipline):
            return False
        self.rules[index.row()] = changed
        self.dataChanged.emit(index, index)
        self.edited.emit()
        return True


class RuleDelegate(QStyledItemDelegate):
    """A line for the words, a list for the discipline."""

    def __init__(self, disciplines: Callable[[], Sequence[str]], parent: QObject) -> None:
        """Lists offer `disciplines`."""
        super().__init__(parent)
        self._disciplines = disciplines

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """The text; where it is chosen from a list, with an arrow."""
        super().paint(painter, option, index)
        if index.column() == DISCIPLINE:
            paint_arrow(painter, option.rect)

    def createEditor(self, parent: QWidget, _option: QStyleOptionViewItem, index: Index) -> QWidget:
        """An editor of its sort."""
        if index.column() == WORDS:
            line = QLineEdit(parent)
            line.setAccessibleName(HEADERS[WORDS])
            return line
        box = Combo(parent)
        box.setAccessibleName(HEADERS[DISCIPLINE])
        box.addItems(list(self._disciplines()))
        box.activated.connect(self._activated)
        QTimer.singleShot(0, box, box.showPopup)
        return box

    def _activated(self) -> None:
        box = self.sender()
        if isinstance(box, QComboBox):
            self.commitData.emit(box)
            self.closeEditor.emit(box, QStyledItemDelegate.EndEditHint.NoHint)

    def setEditorData(self, editor: QWidget, index: Index) -> None:
        """Show what is there."""
        if isinstance(editor, QComboBox):
            editor.setCurrentText(str(index.data(Role.EditRole)))
        elif isinstance(editor, QLineEdit):
            editor.setText(str(index.data(Role.EditRole)))

    def setModelData(self, editor: QWidget, model: QAbstractItemModel, index: Index) -> None:
        """Take what was typed or chosen."""
        if isinstance(editor, QComboBox):
            model.setData(index, editor.currentText())
        elif isinstance(editor, QLineEdit):
            model.setData(index, " ".join(editor.text().split()))

    def updateEditorGeometry(
        self, editor: QWidget, option: QStyleOptionViewItem, _index: Index
    ) -> None:
        """Fill the cell."""
        editor.setGeometry(option.rect)


class RulesTable(QTableView):
    """Rules on screen: Enter edits, Delete removes, Alt with arrows reorders."""

    def __init__(
        self, disciplines: Callable[[], Sequence[str]], parent: QWidget | None = None
    ) -> None:
        """No rules; a discipline is one of `disciplines`."""
        super().__init__(parent)
        self.rules = RulesModel(self)
        self._disciplines = disciplines
        self.setModel(self.rules)
        self.setItemDelegate(RuleDelegate(disciplines, self))
        self.setAccessibleName("Rules for disciplines")
        self.setProperty("role", "plain")
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.DoubleClicked)
        sides = self.verticalHeader()
        sides.hide()
        sides.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        sides.setDefaultSectionSize(25)
        header = self.horizontalHeader()
        header.setHighlightSections(False)
        header.setSectionsClickable(False)
        header.setSectionResizeMode(QHeaderView.ResizeMode.Stretch)

    def add_rule(self) -> None:
        """Put a draft first and let its words be typed."""
        known = self._disciplines()
        row = self.rules.add("", known[0] if known else "")
        self._go(row, WORDS)
        self.edit(self.rules.index(row, WORDS))

    def remove_rule(self) -> None:
        """Take the current rule out."""
        row = self.currentIndex().row()
        if row >= 0:
            self.rules.remove(row)
            if self.rules.rowCount():
                self._go(min(row, self.rules.rowCount() - 1), WORDS)

    def move_rule(self, step: int) -> None:
        """Move the current rule up (−1) or down (1)."""
        index = self.currentIndex()
        if index.isValid():
            self._go(self.rules.move(index.row(), step), index.column())

    def _go(self, row: int, column: int) -> None:
        self.setCurrentIndex(self.rules.index(row, column))
        self.selectRow(row)
        self.selectionModel().setCurrentIndex(
            self.rules.index(row, column), self.selectionModel().SelectionFlag.NoUpdate
        )

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """A click on a discipline opens its list."""
        index = self.indexAt(event.position().toPoint())
        super().mouseReleaseEvent(event)
        left = event.button() == Qt.MouseButton.LeftButton
        if left and index.isValid() and index.column() == DISCIPLINE:
            self.edit(index)

    def paintEvent(self, event: QPaintEvent) -> None:
        """The rules, or how to get one."""
        super().paintEvent(event)
        if self.rules.rowCount() == 0:
            painter = QPainter(self.viewport())
            painter.setPen(theme.current().muted)
            place = self.viewport().rect().adjusted(16, 12, -16, -12)
            flags = Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop
            painter.drawText(place, int(flags | Qt.TextFlag.TextWordWrap), NO_RULES)
            painter.end()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Edit, remove, reorder."""
        key, index = Qt.Key(event.key()), self.currentIndex()
        alt = bool(event.modifiers() & Qt.KeyboardModifier.AltModifier)
        step = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}.get(key)
        if self.state() == QAbstractItemView.State.EditingState:
            event.accept()  # Enter comes here, too, once the editor has had it
        elif alt and step:
            self.move_rule(step)
        elif key == Qt.Key.Key_Insert:
            self.add_rule()
        elif not index.isValid():
            super().keyPressEvent(event)
        elif key in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self.remove_rule()
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_F2, Qt.Key.Key_Space):
            self.edit(index)
        else:
            super().keyPressEvent(event)
