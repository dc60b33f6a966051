"""The headers of the file with a box beneath each: which field it is.

Boxes are made as their columns come into sight, since a sheet may have thousands; they share one
list of fields, and stay over an answer so that the keyboard stays where it is.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QEvent, QObject, QRect, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QStandardItem, QStandardItemModel
from PySide6.QtWidgets import QHeaderView, QTableView, QWidget

from teamtide.ui import theme
from teamtide.ui.fields.style import repolish
from teamtide.ui.fields.widgets import Combo
from teamtide.ui.import_wizard.words import field_choices

TOP, BOX, HEIGHT, PLAIN = 27, 26, 60, 28
LEAST_WIDTH = 112


class FieldBox(Combo):
    """The field of one column."""

    def __init__(self, column: int, header: str, parent: QWidget) -> None:
        """A box for the column with a header."""
        super().__init__(parent)
        self.column = column
        self.setAccessibleName(f"Column {header} is")
        self.setToolTip(f"What the column “{header}” is")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMaxVisibleItems(24)

    def show_field(self, field: str) -> None:
        """Show a field; a list that is open is left alone."""
        if not self.view().isVisible():
            self.setCurrentIndex(max(0, self.findData(field)))
        self._dress()

    def _dress(self) -> None:
        used = "yes" if self.currentData() else "no"
        if self.property("used") != used:
            self.setProperty("used", used)
            repolish(self)


class MappingHeader(QHeaderView):
    """Headers of the file, each with its box."""

    settled = Signal(object)
    """(header, field): what a column was said to be."""
    reached = Signal(int)
    """The keyboard is on the box of this column."""

    def __init__(self, parent: QTableView) -> None:
        """A header with no boxes yet."""
        super().__init__(Qt.Orientation.Horizontal, parent)
        self._boxes: dict[int, FieldBox] = {}
        self._above: QWidget | None = None
        self._headers: tuple[str, ...] = ()
        self._fields: tuple[str, ...] = ()
        self._choices = QStandardItemModel(self)
        for words, field in field_choices():
            item = QStandardItem(words)
            item.setData(field, Qt.ItemDataRole.UserRole)
            self._choices.appendRow(item)
        self.setSectionsClickable(False)
        self.setMinimumSectionSize(72)
        self.sectionResized.connect(self._place)
        parent.horizontalScrollBar().valueChanged.connect(self._place)

    def follow(self, above: QWidget) -> None:
        """Let Tab reach the first box from a widget."""
        self._above = above

    def show_fields(self, headers: Sequence[str], fields: Sequence[str]) -> None:
        """A box a column, each on its field; no boxes where there are no fields."""
        same = tuple(headers) == self._headers and bool(fields) == bool(self._fields)
        self._headers, self._fields = tuple(headers), tuple(fields)
        if same:
            for column, box in self._boxes.items():
                box.show_field(self._fields[column])
            self._place()
            return
        for box in self._boxes.values():
            box.hide()
            box.deleteLater()
        self._boxes = {}
        self.updateGeometries()
        self._place()

    def box(self, column: int) -> FieldBox:
        """The box of a column, made where there is none yet."""
        box = self._boxes.get(column)
        if box is None:
            box = FieldBox(column, self._headers[column], self.viewport())
            box.setModel(self._choices)
            box.show_field(self._fields[column])
            box.activated.connect(self._chosen)
            box.installEventFilter(self)
            self._boxes[column] = box
            self._order(column)
            self._set(column, box)
            box.show()
        return box

    @property
    def has_boxes(self) -> bool:
        """Whether columns can be settled."""
        return bool(self._fields)

    def _order(self, column: int) -> None:
        """Let Tab go from each box to its right neighbour, and to the first from what is above."""
        left = [other for other in self._boxes if other < column]
        before = self._boxes[max(left)] if left else self._above
        if before is not None:
            QWidget.setTabOrder(before, self._boxes[column])

    def _chosen(self) -> None:
        box = self.sender()
        if isinstance(box, FieldBox):
            box.show_field(str(box.currentData() or ""))
            self.settled.emit((self._headers[box.column], str(box.currentData() or "")))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Bring the column into sight whose box has the keyboard; Alt+arrows go along."""
        if isinstance(watched, FieldBox):
            if event.type() == QEvent.Type.FocusIn:
                self.reached.emit(watched.column)
            elif isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
                step = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}.get(Qt.Key(event.key()))
                there = watched.column + (step or 0)
                if step and 0 <= there < len(self._fields):
                    self.box(there).setFocus(Qt.FocusReason.TabFocusReason)
                    return True
        return super().eventFilter(watched, event)

    def sizeHint(self) -> QSize:
        """Two lines where there are boxes."""
        return QSize(super().sizeHint().width(), HEIGHT if self._fields else PLAIN)

    def resizeEvent(self, event: Any) -> None:
        """Keep the boxes in place."""
        super().resizeEvent(event)
        self._place()

    def paintSection(self, painter: QPainter, rect: QRect, logical_index: int) -> None:
        """The header's word above its box, set off from the rows."""
        now = theme.current()
        painter.save()
        painter.fillRect(rect, now.column)
        painter.setPen(now.muted)
        painter.drawLine(rect.bottomLeft(), rect.bottomRight())
        painter.setPen(now.line)
        painter.drawLine(rect.topRight(), rect.bottomRight())
        font = painter.font()
        font.setBold(True)
        painter.setFont(font)
        unused = bool(self._fields) and not self._fields[logical_index]
        painter.setPen(now.muted if unused else now.text)
        words = str(self.model().headerData(logical_index, Qt.Orientation.Horizontal) or "")
        inside = rect.adjusted(8, 4, -6, 0)
        inside.setHeight(20)
        metrics = painter.fontMetrics()
        shown = metrics.elidedText(
            " ".join(words.split()), Qt.TextElideMode.ElideRight, inside.width()
        )
        painter.drawText(inside, Qt.AlignmentFlag.AlignVCenter, shown)
        painter.restore()

    def _place(self) -> None:
        """Put the boxes below their words; those in sight (and next to it) are made."""
        if not self._fields or self.count() == 0:
            return
        first = max(0, self.visualIndexAt(0))
        last = self.visualIndexAt(max(0, self.viewport().width() - 1))
        last = (last if last >= 0 else self.count() - 1) + 1
        for column in range(first, min(last + 1, len(self._fields), self.count())):
            self.box(column)
        for column, box in self._boxes.items():
            self._set(column, box)

    def _set(self, column: int, box: FieldBox) -> None:
        if column < self.count():
            x, width = self.sectionViewportPosition(column), self.sectionSize(column)
            box.setGeometry(x + 3, TOP, width - 7, BOX)
