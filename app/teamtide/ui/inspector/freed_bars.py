"""Days a week before and after, a row of bars for each discipline."""

from __future__ import annotations

from datetime import date, timedelta

import numpy as np
from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetrics, QHelpEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from teamtide.capacity.freed import Freed
from teamtide.ui import theme
from teamtide.ui.charts.words import Words
from teamtide.ui.inspector.freed_words import LITTLE, row_text, week_text
from teamtide.ui.shapes import shape_of

BARS = 24
PAD = 3
LEAST_TOP = 1.0


class FreedBars(QWidget):
    """Bars over the weeks of the plan; wide what was asked for, thin what is asked for then."""

    def __init__(self, words: Words, parent: QWidget | None = None) -> None:
        """Nothing to show yet."""
        super().__init__(parent)
        self._words = words
        self._found: Freed | None = None
        self._names: tuple[str, ...] = ()
        self._start = date(2026, 1, 5)
        self.setAccessibleName("Days a week by discipline, before and after")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_freed(self, found: Freed, disciplines: tuple[str, ...], start: date) -> None:
        """Show other figures."""
        self._found, self._names, self._start = found, disciplines, start
        self.setAccessibleDescription("; ".join(self._told(row) for row in self.rows))
        self.setFixedHeight(self.sizeHint().height())
        self.update()

    @property
    def rows(self) -> list[int]:
        """The disciplines that have anything to show."""
        if self._found is None:
            return []
        asked = self._found.before.sum(axis=1) + self._found.after.sum(axis=1)
        return [int(row) for row in np.flatnonzero(asked > LITTLE)]

    def _told(self, row: int) -> str:
        assert self._found is not None
        return f"{self._names[row]} {row_text(self._found, row, self._words)}"

    def _line(self) -> int:
        return self.fontMetrics().height() + 2

    def sizeHint(self) -> QSize:
        """A line and a row of bars each, and the axis."""
        rows = len(self.rows)
        return QSize(220, rows * (self._line() + BARS + PAD) + (self._line() if rows else 0))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Names and totals, bars, first and last week."""
        found, look = self._found, theme.current()
        if found is None or not self.rows:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        small = painter.font()
        small.setPointSizeF(max(6.5, small.pointSizeF() * 0.9))
        metrics = QFontMetrics(small)
        painter.setFont(small)
        top, line = 0.0, self._line()
        highest = max(LEAST_TOP, float(found.before.max()), float(found.after.max()))
        for row in self.rows:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(look.text)
            theme.draw_shape(
                painter, shape_of(self._names[row], self._names), QPointF(6, top + line / 2), 8
            )
            painter.setPen(look.text)
            name = QRectF(16, top, self.width() - 16, line)
            painter.drawText(name, int(Qt.AlignmentFlag.AlignVCenter), self._names[row])
            said = row_text(found, row, self._words)
            side = int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
            painter.drawText(name, side, said)
            self._paint_bars(painter, look, row, top + line, highest)
            top += line + BARS + PAD
        painter.setPen(look.muted)
        last = self._start + timedelta(weeks=found.before.shape[1] - 1)
        axis = QRectF(0, top, self.width(), line)
        painter.drawText(axis, int(Qt.AlignmentFlag.AlignLeft), self._words.day(self._start))
        middle = f"at most {self._words.days(highest)} a week"
        if metrics.horizontalAdvance(middle) < self.width() - 110:
            painter.drawText(axis, int(Qt.AlignmentFlag.AlignHCenter), middle)
        painter.drawText(axis, int(Qt.AlignmentFlag.AlignRight), self._words.day(last))
        painter.end()

    def _paint_bars(
        self, painter: QPainter, look: theme.Theme, row: int, top: float, highest: float
    ) -> None:
        assert self._found is not None
        before, after = self._found.before[row], self._found.after[row]
        wide = self.width() / len(before)
        bottom = top + BARS
        gap = 1.0 if wide > 4 else 0.0
        ground = theme.mixed(look.accent, look.window, 0.6 if look.dark else 0.45)
        for week, (was, now) in enumerate(zip(before.tolist(), after.tolist(), strict=True)):
            left = week * wide
            if was > 0.0:
                painter.setPen(Qt.PenStyle.NoPen)
                painter.setBrush(ground)
                tall = BARS * was / highest
                painter.drawRect(QRectF(left, bottom - tall, max(1.0, wide - gap), tall))
            if now > 0.0:
                painter.setPen(Qt.PenStyle.NoPen)
                painter.setBrush(look.text)
                tall, inset = BARS * now / highest, wide / 4
                thin = max(1.0, wide - gap - 2 * inset)
                painter.drawRect(QRectF(left + inset, bottom - tall, thin, tall))
        painter.setPen(QPen(look.line, 1))
        painter.drawLine(QPointF(0, bottom + 0.5), QPointF(self.width(), bottom + 0.5))

    def event(self, event: QEvent) -> bool:
        """The figures of the week under the pointer, as a tip."""
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            QToolTip.showText(event.globalPos(), self.tip_at(QPointF(event.pos())), self)
            return True
        return super().event(event)

    def tip_at(self, at: QPointF) -> str:
        """What a week of a discipline comes to, at a point; empty where nothing is."""
        if self._found is None or not self.width():
            return ""
        number = int(at.y() // (self._line() + BARS + PAD))
        weeks = self._found.before.shape[1]
        week = int(at.x() * weeks / self.width())
        if not 0 <= number < len(self.rows) or not 0 <= week < weeks:
            return ""
        row = self.rows[number]
        return week_text(self._found, row, self._names[row], week, self._start, self._words)
