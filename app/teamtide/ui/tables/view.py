"""The grid on screen: type in a cell, paste a block, delete rows, sort and find.

What is refused stays in its editor with the reason beside it. Sorting and finding are the view's
own and change nothing in the plan.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import (
    QAbstractItemModel,
    QEvent,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QPoint,
    QSortFilterProxyModel,
    Qt,
    Signal,
)
from PySide6.QtGui import QGuiApplication, QKeyEvent, QKeySequence
from PySide6.QtWidgets import (
    QAbstractItemView,
    QComboBox,
    QCompleter,
    QHeaderView,
    QLineEdit,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QToolTip,
    QWidget,
)

from teamtide.ui.fields.style import repolish
from teamtide.ui.tables.model import RowsModel
from teamtide.ui.tables.paste import grid_of, text_of

Index = QModelIndex | QPersistentModelIndex
_DONE = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Tab, Qt.Key.Key_Backtab)
_LINE = 26


class Finder(QSortFilterProxyModel):
    """Rows with a text in any of their cells, in the order of a column."""

    def __init__(self, model: RowsModel, parent: QObject | None = None) -> None:
        """The rows of `model`, all of them and in plan order at first."""
        super().__init__(parent)
        self._model = model
        self._words: list[str] = []
        self.setSourceModel(model)

    def find(self, text: str) -> None:
        """Show only rows that have every word of a text somewhere."""
        self.beginFilterChange()
        self._words = text.casefold().split()
        self.endFilterChange(QSortFilterProxyModel.Direction.Rows)

    def filterAcceptsRow(self, source_row: int, source_parent: Index) -> bool:
        """Whether a row has every word."""
        if not self._words:
            return True
        state, row = self._model.session.state, self._model.row_at(source_row)
        cells = " ".join(c.show(state, row) for c in self._model.table.columns).casefold()
        return all(word in cells for word in self._words)

    def lessThan(self, left: Index, right: Index) -> bool:
        """Numbers by size, days by date, words by letter, blanks last."""
        one, other = self._model.sort_key(left), self._model.sort_key(right)
        if one[0] or other[0]:
            return one[0] < other[0]
        return bool(one[1] < other[1])


class CellDelegate(QStyledItemDelegate):
    """Edits a cell: a line, or a list to choose from; says at once what can't be taken."""

    def createEditor(self, parent: QWidget, option: QStyleOptionViewItem, index: Index) -> QWidget:
        """A combo box where there are few choices, else a line that completes."""
        model, source = _source(index)
        choices = model.options(source)
        if choices is not None and len(choices) <= 30:
            box = QComboBox(parent)
            box.setEditable(True)
            box.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
            box.addItems(list(choices))
            editor: QWidget = box
        else:
            line = QLineEdit(parent)
            if choices is not None:
                completer = QCompleter(list(choices), line)
                completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
                completer.setFilterMode(Qt.MatchFlag.MatchContains)
                line.setCompleter(completer)
            editor = line
        editor.setStyleSheet("padding: 0 3px; min-height: 0; border-radius: 0;")
        header = model.column_at(source.column()).header
        editor.setAccessibleName(header)
        return editor

    def setEditorData(self, editor: QWidget, index: Index) -> None:
        """Start from the cell's text."""
        text = str(index.data(Qt.ItemDataRole.EditRole) or "")
        if isinstance(editor, QComboBox):
            editor.setCurrentText(text)
        elif isinstance(editor, QLineEdit):
            editor.setText(text)

    def setModelData(self, editor: QWidget, model: QAbstractItemModel, index: Index) -> None:
        """Write what was typed; the model refuses what can't be."""
        model.setData(index, _typed(editor), Qt.ItemDataRole.EditRole)

    def eventFilter(self, editor: QObject, event: QEvent) -> bool:
        """Keep the editor open, with the reason, where what was typed can't be taken."""
        finishing = isinstance(event, QKeyEvent) and event.key() in _DONE
        if finishing and event.type() == QEvent.Type.KeyPress and isinstance(editor, QWidget):
            view = _view_of(editor)
            if view is not None:
                model, source = _source(view.currentIndex())
                problem = model.problem_with(source, _typed(editor))
                editor.setProperty("wrong", bool(problem))
                repolish(editor)
                if problem:
                    model.refused.emit(problem)
                    below = editor.mapToGlobal(QPoint(0, editor.height()))
                    QToolTip.showText(below, problem, editor)
                    return True
        return super().eventFilter(editor, event)

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> Any:
        """Compact lines."""
        size = super().sizeHint(option, index)
        size.setHeight(_LINE)
        return size


def _typed(editor: QWidget) -> str:
    if isinstance(editor, QComboBox):
        return editor.currentText()
    return editor.text() if isinstance(editor, QLineEdit) else ""


def _view_of(editor: QWidget) -> QTableView | None:
    parent = editor.parentWidget()
    while parent is not None and not isinstance(parent, QTableView):
        parent = parent.parentWidget()
    return parent


def _source(index: Index) -> tuple[RowsModel, Index]:
    proxy = index.model()
    if isinstance(proxy, Finder):
        source = proxy.mapToSource(index)
        model = source.model()
        assert isinstance(model, RowsModel)
        return model, source
    assert isinstance(proxy, RowsModel)
    return proxy, index


class RowsView(QTableView):
    """A table of rows that can be typed in, pasted over, sorted and searched."""

    wrong = Signal(str)

    def __init__(self, model: RowsModel, parent: QWidget | None = None) -> None:
        """A view of `model`, which it owns."""
        super().__init__(parent)
        self.rows_model = model
        model.setParent(self)
        self.finder = Finder(model, self)
        self.setModel(self.finder)
        self._delegate = CellDelegate(self)
        self.setItemDelegate(self._delegate)
        self.setAccessibleName(model.table.title)
        self.setAlternatingRowColors(False)
        self.setShowGrid(True)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setEditTriggers(
            QAbstractItemView.EditTrigger.DoubleClicked
            | QAbstractItemView.EditTrigger.EditKeyPressed
            | QAbstractItemView.EditTrigger.AnyKeyPressed
        )
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setWordWrap(False)
        sides = self.verticalHeader()
        sides.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        sides.setDefaultSectionSize(_LINE)
        sides.setMinimumWidth(34)
        for number, column in enumerate(model.table.columns):
            self.setColumnWidth(number, column.width)
        self.horizontalHeader().setHighlightSections(False)
        self.setSortingEnabled(True)
        self.horizontalHeader().setSortIndicator(-1, Qt.SortOrder.AscendingOrder)
        self.horizontalHeader().setSortIndicatorClearable(True)
        model.refused.connect(self.wrong)

    def compact(self) -> None:
        """Fit into a panel: no row numbers, columns share the width, no sorting."""
        self.verticalHeader().hide()
        self.setSortingEnabled(False)
        self.setShowGrid(False)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        header = self.horizontalHeader()
        for number, column in enumerate(self.rows_model.table.columns):
            fixed = column.number and not all(c.number for c in self.rows_model.table.columns)
            mode = QHeaderView.ResizeMode.Fixed if fixed else QHeaderView.ResizeMode.Stretch
            header.setSectionResizeMode(number, mode)
            if fixed:
                self.setColumnWidth(number, column.width)
        header.setFixedHeight(24)
        for happened in (
            self.finder.rowsInserted,
            self.finder.rowsRemoved,
            self.finder.modelReset,
        ):
            happened.connect(self._fit)
        self._fit()

    def _fit(self) -> None:
        lines = self.finder.rowCount()
        self.setFixedHeight(self.horizontalHeader().height() + lines * _LINE + 4)

    # --- rows -----------------------------------------------------------------------------

    def chosen_rows(self) -> list[int]:
        """The model's numbers of the rows with a selected cell."""
        chosen = {self.finder.mapToSource(i).row() for i in self.selectionModel().selectedIndexes()}
        return sorted(chosen)

    def add_row(self) -> bool:
        """Add a row and start typing its first cell."""
        if not self.rows_model.add_row():
            return False
        last = self.finder.mapFromSource(self.rows_model.index(self.rows_model.rowCount() - 1, 0))
        self.setCurrentIndex(last)
        self.scrollTo(last)
        return True

    def remove_chosen(self) -> bool:
        """Remove the rows with a selected cell."""
        return self.rows_model.remove_rows(self.chosen_rows())

    # --- clipboard ------------------------------------------------------------------------

    def copied(self) -> str:
        """The selected cells as a table for the clipboard."""
        chosen = self.selectionModel().selectedIndexes()
        if not chosen:
            return ""
        rows = sorted({index.row() for index in chosen})
        columns = sorted({index.column() for index in chosen})
        texts = {(index.row(), index.column()): str(index.data() or "") for index in chosen}
        return text_of([[texts.get((row, column), "") for column in columns] for row in rows])

    def paste_text(self, text: str) -> bool:
        """Write a copied table over the cells from the current one on."""
        grid = grid_of(text)
        current = self.currentIndex()
        top, left = max(current.row(), 0), max(current.column(), 0)
        if not current.isValid():
            top = self.finder.rowCount()
        if len(grid) == 1 and len(grid[0]) == 1 and len(self.chosen_rows()) > 1:
            grid = grid * len(self.chosen_rows())
            numbers: Sequence[int] = self.chosen_rows()
        else:
            last = min(top + len(grid), self.finder.rowCount())
            lines = range(top, last)
            numbers = [self.finder.mapToSource(self.finder.index(n, 0)).row() for n in lines]
        return self.rows_model.paste(grid, numbers, left)

    def paste_clipboard(self) -> bool:
        """Paste what is on the clipboard."""
        return self.paste_text(QGuiApplication.clipboard().text())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Copy, paste, delete rows (Ctrl+Delete), clear cells (Delete)."""
        clipboard = QGuiApplication.clipboard()
        if event.matches(QKeySequence.StandardKey.Copy):
            clipboard.setText(self.copied())
        elif event.matches(QKeySequence.StandardKey.Paste):
            self.paste_clipboard()
        elif event.key() == Qt.Key.Key_Delete:
            if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
                self.remove_chosen()
            elif self.currentIndex().isValid():
                self.finder.setData(self.currentIndex(), "", Qt.ItemDataRole.EditRole)
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            # The same key also reaches the view from an editor that it has just ended.
            if self.state() != QAbstractItemView.State.EditingState and self.hasFocus():
                self.edit(self.currentIndex())
        else:
            super().keyPressEvent(event)
