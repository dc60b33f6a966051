"""A table of choices on screen, quick by pointer and by keys.

A click on a choice, Enter, F2 or a letter opens its list; with several lines selected the choice
is made for all of them. A digit chooses at once, Delete goes back to the guess.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from typing import Any

from PySide6.QtCore import (
    QAbstractItemModel,
    QEvent,
    QItemSelectionModel,
    QModelIndex,
    QPersistentModelIndex,
    QPointF,
    QRect,
    Qt,
    QTimer,
    Signal,
)
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPen
from PySide6.QtWidgets import (
    QAbstractItemView,
    QComboBox,
    QHeaderView,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from teamtide.ui import theme
from teamtide.ui.fields.widgets import Combo
from teamtide.ui.import_wizard.choice_model import ChoiceModel, Line, Option

Index = QModelIndex | QPersistentModelIndex
LINE = 25
TOUCHED = "touched"
_OPENS = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_F2, Qt.Key.Key_Space)
_BACK = (Qt.Key.Key_Delete, Qt.Key.Key_Backspace)


def paint_arrow(painter: QPainter, rect: QRect) -> None:
    """A small arrow downwards at the right of a cell: there is something to choose."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(theme.current().muted, 1.4))
    x, y = rect.right() - 11.0, rect.center().y() - 1.0
    painter.drawPolyline([QPointF(x - 3.5, y), QPointF(x, y + 3.5), QPointF(x + 3.5, y)])
    painter.restore()


class ChoiceDelegate(QStyledItemDelegate):
    """Paints a choice with an arrow, and edits it in a list."""

    def __init__(self, table: ChoiceTable) -> None:
        """The delegate of `table`."""
        super().__init__(table)
        self._table = table

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """The words, and an arrow that says there are others."""
        room = QStyleOptionViewItem(option)
        super().paint(painter, room, index)
        paint_arrow(painter, option.rect)

    def createEditor(self, parent: QWidget, _option: QStyleOptionViewItem, index: Index) -> QWidget:
        """A list of what can be chosen; where new names can be typed, with a line."""
        line = self._table.choices.line(index.row())
        box = Combo(parent)
        box.setAccessibleName(f"{self._table.choices.headers[-1]}: {', '.join(line.cells)}")
        for words, value in self._table.options(line):
            box.addItem(words, value)
        box.setMaxVisibleItems(16)
        if self._table.takes_new:
            box.setEditable(True)
            box.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
            edit = box.lineEdit()
            if edit is not None:
                edit.textEdited.connect(self._typed)
                edit.setPlaceholderText("a name, or choose")
        box.activated.connect(self._activated)
        if not self._table.typing:
            QTimer.singleShot(0, box, box.showPopup)
        return box

    def _typed(self) -> None:
        box = self.sender().parent()
        if isinstance(box, QComboBox):
            box.setProperty(TOUCHED, True)

    def _activated(self) -> None:
        box = self.sender()
        if isinstance(box, QComboBox):
            box.setProperty(TOUCHED, True)
            self.commitData.emit(box)
            self.closeEditor.emit(box, QStyledItemDelegate.EndEditHint.NoHint)

    def setEditorData(self, editor: QWidget, index: Index) -> None:
        """Show what is chosen, unless something else is being chosen."""
        if isinstance(editor, QComboBox) and not editor.property(TOUCHED):
            value = self._table.choices.line(index.row()).value
            place = next((i for i in range(editor.count()) if editor.itemData(i) == value), -1)
            editor.setCurrentIndex(place)
            edit = editor.lineEdit()
            if edit is not None:
                edit.selectAll()

    def setModelData(self, editor: QWidget, _model: QAbstractItemModel, index: Index) -> None:
        """Choose what the list says, if anybody touched it."""
        if not isinstance(editor, QComboBox) or not editor.property(TOUCHED):
            return
        value = editor.currentData()
        if editor.isEditable():
            text = " ".join(editor.currentText().split())
            place = editor.findText(text, Qt.MatchFlag.MatchFixedString)
            if not text:
                return
            value = editor.itemData(place) if place >= 0 else text
        self._table.choose_at(index.row(), value)

    def updateEditorGeometry(
        self, editor: QWidget, option: QStyleOptionViewItem, _index: Index
    ) -> None:
        """Fill the cell."""
        editor.setGeometry(option.rect)


class ChoiceTable(QTableView):
    """Lines with one choice each."""

    chosen = Signal(object, object)
    """(keys, value): what was chosen for the lines of these keys."""
    given_back = Signal(object)
    """The keys of lines that are left to be guessed again."""

    def __init__(
        self,
        name: str,
        headers: Sequence[str],
        options: Callable[[Line], list[Option]],
        *,
        numbers: Sequence[int] = (),
        digits: Callable[[int, Line], Option | None] | None = None,
        takes_new: bool = False,
        picks: dict[int, Any] | None = None,
        parent: QWidget | None = None,
    ) -> None:
        """An empty table.

        Args:
            name: What it is called for screen readers.
            headers: Of its columns; the last one is the choice.
            options: (words, value) that a line offers.
            numbers: Columns of numbers.
            digits: What a digit chooses for a line.
            takes_new: Whether a name can be typed that is not among the options.
            picks: Columns whose cells choose a value when clicked.
            parent: Its parent.
        """
        super().__init__(parent)
        self.choices = ChoiceModel(headers, numbers, self)
        self.options = options
        self.takes_new = takes_new
        self.typing = False
        self._digits, self._picks = digits, picks or {}
        self.setModel(self.choices)
        self.setItemDelegateForColumn(self.choices.choice, ChoiceDelegate(self))
        self.setAccessibleName(name)
        self.setProperty("role", "plain")
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        sides = self.verticalHeader()
        sides.hide()
        sides.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        sides.setDefaultSectionSize(LINE)
        header = self.horizontalHeader()
        header.setHighlightSections(False)
        header.setSectionsClickable(False)
        header.setMinimumSectionSize(40)
        # The largest numbers stand on top, or are as long as those in sight.
        header.setResizeContentsPrecision(40)
        for column in range(len(headers)):
            narrow = column in numbers
            header.setSectionResizeMode(
                column,
                QHeaderView.ResizeMode.ResizeToContents
                if narrow
                else QHeaderView.ResizeMode.Stretch,
            )

    def show_lines(self, lines: Sequence[Line]) -> None:
        """Show lines; selection and scroll position stay where their things are still there."""
        keys, current, scroll = self.keys(), self._current(), self.verticalScrollBar().value()
        if not self.choices.show_lines(lines):
            return
        model, chosen = self.choices, QItemSelectionModel.SelectionFlag
        rows = [row for key in keys if (row := model.row_of(key)) is not None]
        at = model.row_of(current) if current is not None else None
        if at is None and model.rowCount():
            at = 0
        if at is not None:
            index = model.index(at, model.choice)
            self.selectionModel().setCurrentIndex(index, chosen.NoUpdate)
        for row in rows:
            self.selectionModel().select(model.index(row, 0), chosen.Select | chosen.Rows)
        self.verticalScrollBar().setValue(scroll)

    def keys(self) -> list[Hashable]:
        """The keys of the selected lines."""
        rows = sorted(index.row() for index in self.selectionModel().selectedRows())
        return [self.choices.line(row).key for row in rows]

    def _current(self) -> Hashable | None:
        index = self.currentIndex()
        return self.choices.line(index.row()).key if index.isValid() else None

    def choose_at(self, row: int, value: Any) -> None:
        """Choose for a line, and for all selected lines where it is one of them."""
        key = self.choices.line(row).key
        keys = self.keys()
        self.choose(keys if key in keys else [key], value)

    def choose(self, keys: Sequence[Hashable], value: Any) -> None:
        """Choose for lines, shown at once."""
        if not keys:
            return
        first = next(line for line in self.choices.lines if line.key in set(keys))
        words = next((w for w, one in self.options(first) if one == value), str(value))
        self.choices.choose(keys, value, words)
        self.chosen.emit(list(keys), value)

    def open_choice(self, row: int) -> None:
        """Open the list of a line."""
        self.edit(self.choices.index(row, self.choices.choice))

    # --- pointer and keys -----------------------------------------------------------------

    def selectionCommand(
        self, index: Index, event: QEvent | None = None
    ) -> QItemSelectionModel.SelectionFlag:
        """A click on the choice of one of several selected lines keeps them selected."""
        plain = (
            isinstance(event, QMouseEvent)
            and event.modifiers() == Qt.KeyboardModifier.NoModifier
            and index.isValid()
            and (index.column() == self.choices.choice or index.column() in self._picks)
        )
        if plain and self.selectionModel().isRowSelected(index.row(), QModelIndex()):
            return QItemSelectionModel.SelectionFlag.NoUpdate
        return super().selectionCommand(index, event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """A click on a choice opens its list; one on a value that can be picked picks it."""
        index = self.indexAt(event.position().toPoint())
        super().mouseReleaseEvent(event)
        if (
            not index.isValid()
            or event.button() != Qt.MouseButton.LeftButton
            or event.modifiers() != Qt.KeyboardModifier.NoModifier
        ):
            return
        if index.column() == self.choices.choice:
            self.open_choice(index.row())
        elif index.column() in self._picks:
            self.choose_at(index.row(), self._picks[index.column()])

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Open, choose by digit, give back."""
        key, row = Qt.Key(event.key()), self.currentIndex().row()
        plain = event.modifiers() in (
            Qt.KeyboardModifier.NoModifier,
            Qt.KeyboardModifier.KeypadModifier,
        )
        if self.state() == QAbstractItemView.State.EditingState:
            event.accept()  # Enter comes here, too, once the list has had it
        elif not plain or row < 0:
            super().keyPressEvent(event)
        elif key in _OPENS:
            self.open_choice(row)
        elif key in _BACK:
            self.given_back.emit(self.keys() or [self.choices.line(row).key])
        elif self._digits is not None and event.text().isdigit():
            self._by_digit(int(event.text()), self._digits)
        elif self.takes_new and event.text().isprintable() and event.text():
            self._type(row, event)
        else:
            super().keyPressEvent(event)

    def _by_digit(self, digit: int, digits: Callable[[int, Line], Option | None]) -> None:
        """Choose for every selected line what a digit means for it."""
        current = self._current()
        keys = self.keys() or ([current] if current is not None else [])
        chosen: dict[Any, list[Hashable]] = {}
        for line in self.choices.lines:
            option = digits(digit, line) if line.key in keys else None
            if option is not None:
                chosen.setdefault(option[1], []).append(line.key)
        for value, of in chosen.items():
            self.choose(of, value)

    def _type(self, row: int, event: QKeyEvent) -> None:
        """A letter begins a name in the line of the list."""
        self.typing = True
        self.open_choice(row)
        self.typing = False
        for box in self.viewport().findChildren(QComboBox):
            edit = box.lineEdit()
            if edit is not None and box.isVisible():
                edit.selectAll()
                edit.insert(event.text())
                box.setProperty(TOUCHED, True)
