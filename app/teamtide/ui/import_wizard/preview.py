"""The preview on screen: rows of the file, what becomes of each, and fields in the header."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QEvent, QRect, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHeaderView, QLabel, QTableView, QWidget

from teamtide.exchange.importing import PreviewTable
from teamtide.ui import theme
from teamtide.ui.import_wizard.mapping_header import LEAST_WIDTH, MappingHeader
from teamtide.ui.import_wizard.preview_model import OUTCOME, PreviewModel
from teamtide.ui.import_wizard.words import BY_KEY, OUTCOMES, PROBLEM, cell_text, colour_of, count

WIDEST = 280
LOOKED_AT = 40


class RowSide(QHeaderView):
    """The number of each row, and a sign and a word for what becomes of it."""

    def __init__(self, parent: QTableView) -> None:
        """An empty side."""
        super().__init__(Qt.Orientation.Vertical, parent)
        self.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.setDefaultSectionSize(24)
        self.setSectionsClickable(False)
        self.setHighlightSections(False)
        self._numbers = self._words = 0

    def measure(self) -> None:
        """Take as much room as the longest number and word need."""
        model = self.model()
        metrics = self.fontMetrics()
        said = isinstance(model, PreviewModel) and model.table is not None
        table = model.table if isinstance(model, PreviewModel) else None
        last = table.first_row + len(table.rows) if said and table is not None else 1
        self._numbers = metrics.horizontalAdvance("0" * len(str(max(10, last)))) + 14
        words = (f"{one.sign} {one.word}" for one in OUTCOMES if one.key != PROBLEM)
        shown = table is not None and bool(table.outcomes)
        self._words = max(map(metrics.horizontalAdvance, words)) + 14 if shown else 0
        self.setFixedWidth(self._numbers + self._words)

    def sizeHint(self) -> QSize:
        """As wide as was measured."""
        return QSize(max(36, self._numbers + self._words), super().sizeHint().height())

    def paintSection(self, painter: QPainter, rect: QRect, logical_index: int) -> None:
        """The number, then the outcome."""
        now = theme.current()
        painter.save()
        painter.fillRect(rect, now.board)
        painter.setPen(now.line)
        painter.drawLine(rect.bottomLeft(), rect.bottomRight())
        painter.drawLine(rect.topRight(), rect.bottomRight())
        model = self.model()
        if isinstance(model, PreviewModel) and logical_index < model.rowCount():
            middle = Qt.AlignmentFlag.AlignVCenter
            numbers = QRect(rect.left(), rect.top(), self._numbers - 7, rect.height())
            painter.setPen(now.muted)
            number = str(model.number(logical_index))
            painter.drawText(numbers, middle | Qt.AlignmentFlag.AlignRight, number)
            key = str(model.headerData(logical_index, Qt.Orientation.Vertical, OUTCOME) or "")
            if key in BY_KEY:
                painter.setPen(colour_of(key))
                words = rect.adjusted(self._numbers + 4, 0, -2, 0)
                painter.drawText(words, middle, f"{BY_KEY[key].sign} {BY_KEY[key].word}")
        painter.restore()


class PreviewView(QTableView):
    """The preview, its header, and a way to a cell."""

    def __init__(self, parent: QWidget | None = None) -> None:
        """Empty."""
        super().__init__(parent)
        self.preview = PreviewModel(self)
        self.setModel(self.preview)
        self.header = MappingHeader(self)
        self.setHorizontalHeader(self.header)
        self.side = RowSide(self)
        self.setVerticalHeader(self.side)
        self.header.reached.connect(self._reached)
        self.setAccessibleName("Preview of the file")
        self.setProperty("role", "preview")
        self.setEditTriggers(QTableView.EditTrigger.NoEditTriggers)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.setHorizontalScrollMode(QTableView.ScrollMode.ScrollPerPixel)
        # In the corner between both headers: which row the header is.
        self.corner = QLabel(self)
        self.corner.setProperty("role", "corner")
        self.corner.setAlignment(Qt.AlignmentFlag.AlignCenter)

    def show_table(self, table: PreviewTable | None, *, settle: bool, header: int = 0) -> None:
        """Show a table; with boxes to settle its columns where `settle`.

        Args:
            table: The table.
            settle: Whether its columns can be settled.
            header: The number of its header row; 0 where that is not known.
        """
        before = self.preview.table.headers if self.preview.table is not None else ()
        self.preview.show_table(table)
        headers = table.headers if table is not None else ()
        self.header.show_fields(headers, table.fields if table is not None and settle else ())
        self.side.measure()
        at = header or (table.first_row - 1 if table is not None else 0)
        self.corner.setText(f"header: {at}" if self.side.width() > 90 else str(at))
        self.corner.setToolTip(f"The header is row {at} of the sheet")
        self._place_corner()
        if headers == before:
            return
        metrics = self.fontMetrics()
        for number, header_words in enumerate(headers):
            rows = table.rows[:LOOKED_AT] if table is not None else ()
            shown = [cell_text(row[number])[:60] for row in rows if number < len(row)]
            longest = max((*shown, f"{header_words}  "), key=len)
            width = metrics.horizontalAdvance(longest) + 30
            self.setColumnWidth(number, min(WIDEST, max(LEAST_WIDTH, width)))

    def go_to(self, cell: str, problem: str) -> bool:
        """Select the cell of a problem, among all rows; False where it is beyond those shown."""
        place = self.preview.place_of(cell, problem)
        if place is None and self.preview.only:
            self.preview.show_only("")
            place = self.preview.place_of(cell, problem)
        if place is None:
            return False
        index = self.preview.index(*place)
        self.setCurrentIndex(index)
        self.scrollTo(index)
        return True

    def _reached(self, column: int) -> None:
        """Scroll sideways only, to the column whose box has the keyboard."""
        left = self.header.sectionPosition(column)
        right, bar = left + self.header.sectionSize(column), self.horizontalScrollBar()
        if left < bar.value():
            bar.setValue(left)
        elif right > bar.value() + self.viewport().width():
            bar.setValue(right - self.viewport().width())

    def updateGeometries(self) -> None:
        """Keep the corner where both headers meet."""
        super().updateGeometries()
        self._place_corner()

    def _place_corner(self) -> None:
        if hasattr(self, "corner"):
            frame = self.frameWidth()
            self.corner.setGeometry(frame, frame, self.side.width(), self.header.height())
            self.corner.raise_()

    def paintEvent(self, event: QPaintEvent) -> None:
        """The rows, or why there are none."""
        super().paintEvent(event)
        table = self.preview.table
        if table is None or self.preview.rowCount():
            return
        painter = QPainter(self.viewport())
        painter.setPen(theme.current().muted)
        only = BY_KEY.get(self.preview.only)
        words = "There are no rows below the header."
        if only is not None:
            words = f"None of the first {count(len(table.rows), 'row')} is of this sort."
        place = self.viewport().rect().adjusted(16, 14, -16, -14)
        flags = Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop
        painter.drawText(place, int(flags | Qt.TextFlag.TextWordWrap), words)
        painter.end()

    def changeEvent(self, event: Any) -> None:
        """Measure anew when the font changes."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange and hasattr(self, "side"):
            self.side.measure()
