"""The strip below the board: measures of every scenario, side by side.

A drop never waits for it. Figures are worked out one scenario at a time when the event loop has
nothing better to do, and show “…” until then.
"""

from __future__ import annotations

from PySide6.QtCore import QEvent, QModelIndex, QRect, QSize, Qt, QTimer
from PySide6.QtGui import QPainter, QShowEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QHeaderView,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from teamtide.plan.rows import ScenarioId
from teamtide.plan.summary import MEASURES, summary
from teamtide.ui import theme
from teamtide.ui.compare.table import CompareModel
from teamtide.ui.session import Session, Update

_LINE = 24
_PAD = 9
_PAUSE = 70
"""Milliseconds after a change before figures are worked out, so that the board paints first."""
_START = 150
"""The same after the strip is shown, with a plan that was opened."""

_SHEET = """
QTableView { background: $window; border: none; border-radius: 0; }
QTableView::item { border-bottom: 1px solid $line; padding: 0 6px; }
QHeaderView { background: $window; }
QTableView::item:hover { background: $window; }
QTableView::item:focus { background: $accent_fill; color: $text; }
"""


class ScenarioHeader(QHeaderView):
    """Headers painted with the model's own fonts, which a stylesheet would override."""

    def paintSection(self, painter: QPainter, rect: QRect, logical_index: int) -> None:
        """The name, flush with the values beneath it."""
        now, model = theme.current(), self.model()
        painter.fillRect(rect, now.window)
        painter.setPen(now.line)
        painter.drawLine(rect.bottomLeft(), rect.bottomRight())
        across = Qt.Orientation.Horizontal
        font = model.headerData(logical_index, across, Qt.ItemDataRole.FontRole)
        side = model.headerData(logical_index, across, Qt.ItemDataRole.TextAlignmentRole)
        words = str(model.headerData(logical_index, across))
        inside = rect.adjusted(_PAD, 0, -_PAD, 0)
        painter.setFont(font)
        shown = painter.fontMetrics().elidedText(words, Qt.TextElideMode.ElideRight, inside.width())
        painter.setPen(now.text)
        painter.drawText(inside, side, shown)


class CompareStrip(QWidget):
    """Measures × scenarios; a click on a scenario shows it."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        """A strip that follows `session`."""
        super().__init__(parent)
        self.session = session
        self.setAccessibleName("Compare scenarios")
        self.model = CompareModel(session.state, session.scenario, self)
        self.view = QTableView()
        self.view.setModel(self.model)
        self.view.setAccessibleName("Measures of every scenario")
        self.view.setFrameShape(QFrame.Shape.NoFrame)
        self.view.setShowGrid(False)
        self.view.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        self.view.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.view.setWordWrap(False)
        sides = self.view.verticalHeader()
        sides.hide()
        sides.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        sides.setDefaultSectionSize(_LINE)
        header = ScenarioHeader(Qt.Orientation.Horizontal, self.view)
        self.view.setHorizontalHeader(header)
        header.setFixedHeight(_LINE + 4)
        header.setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        header.setMinimumSectionSize(130)
        header.setSectionsClickable(True)
        header.setHighlightSections(False)
        header.sectionClicked.connect(self._clicked)
        self.view.activated.connect(self._activated)
        column = QVBoxLayout(self)
        column.setContentsMargins(6, 2, 6, 2)
        column.addWidget(self.view)
        self._idle = QTimer(self)
        self._idle.setSingleShot(True)
        self._idle.timeout.connect(self._work)
        self._dress()
        session.changed.connect(self._changed)
        session.scenario_changed.connect(self._shown)

    def showEvent(self, event: QShowEvent) -> None:
        """Begin once the window has had the time to be painted."""
        super().showEvent(event)
        self._idle.start(_START)

    def close_session(self) -> None:
        """Stop listening, before the session goes."""
        self._idle.stop()
        self.session.changed.disconnect(self._changed)
        self.session.scenario_changed.disconnect(self._shown)

    def sizeHint(self) -> QSize:
        """All measures, no scroll bar."""
        return QSize(700, (len(MEASURES) + 1) * _LINE + 14)

    def changeEvent(self, event: QEvent) -> None:
        """Follow the theme."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self._dress()

    def _dress(self) -> None:
        now = theme.current()
        text = _SHEET
        for name in ("window", "line", "text", "accent_fill"):
            text = text.replace(f"${name};", f"{getattr(now, name).name()};")
        if text != self.view.styleSheet():
            self.view.setStyleSheet(text)

    # --- following ------------------------------------------------------------------------

    def _changed(self, update: Update) -> None:
        self.model.outdate(update.after)
        self._idle.start(_PAUSE)

    def _shown(self, scenario: ScenarioId) -> None:
        self.model.show_current(scenario)

    def _work(self) -> None:
        """Work out one scenario, and come back for the next."""
        waiting = self.model.pending()
        if not waiting:
            return
        session, scenario = self.session, waiting[0]
        self.model.settle(summary(session.state, scenario, session.load_of(scenario)))
        if len(waiting) > 1:
            self._idle.start(0)

    def _clicked(self, section: int) -> None:
        if section > 0:
            self.session.set_scenario(self.model.scenario_at(section))

    def _activated(self, index: QModelIndex) -> None:
        self._clicked(index.column())

    def settle(self) -> None:
        """Work out everything that is pending now (for pictures and tests)."""
        while self.model.pending():
            self._work()
        self._idle.stop()
