"""One column of the board: head, curve, people, and what it owns.

Laid out by hand: the curve keeps its height, work lies at the bottom, people get what is left,
and where it does not fit both lists scroll. Nothing ever sticks out.
"""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QRect, QRectF, Qt
from PySide6.QtGui import (
    QFontMetrics,
    QPainter,
    QPaintEvent,
    QPen,
    QResizeEvent,
)
from PySide6.QtWidgets import QWidget

from teamtide.plan.rows import TeamId
from teamtide.ui import theme
from teamtide.ui.board.card_list import CardList
from teamtide.ui.board.cards import ColumnPreview, ColumnState, changed_parts
from teamtide.ui.board.delegate import GAP
from teamtide.ui.board.drops import DropPlace, DropSite, label_font
from teamtide.ui.board.header import ColumnHeader
from teamtide.ui.board.tray import PausedTray
from teamtide.ui.board.writing import Writer
from teamtide.ui.charts.week_chart import WeekChart
from teamtide.ui.charts.words import Words

PAD = 9
LABEL_GAP = 4
TRAY_PART = 0.34
"""The most of the bench that what is paused takes."""
EMPTY_TEAM = ("Drag people here", "No work yet.\nDrag a project here.")
EMPTY_BENCH = ("Nobody on the bench", "No work without a team")


class ColumnView(DropPlace):
    """A column. The whole of it takes drops."""

    def __init__(self, words: Words, site: DropSite, team: TeamId | None, parent: QWidget) -> None:
        """An empty column of a team, or the bench (None)."""
        super().__init__(site, team, parent)
        self.state: ColumnState | None = None
        self._section_tops: tuple[int, int] = (0, 0)
        self._label_font = label_font(self.font())
        self._writer = Writer()
        self.header = ColumnHeader(self)
        self.chart = WeekChart(words, self) if team is not None else None
        texts = EMPTY_BENCH if team is None else EMPTY_TEAM
        self.people = CardList(texts[0], words, self)
        self.work = CardList(texts[1], words, self)
        self.tray = PausedTray(words, site, self) if team is None else None

    # --- what it shows --------------------------------------------------------------------

    def set_state(self, state: ColumnState) -> frozenset[str]:
        """Show another state; the parts that were touched."""
        parts = changed_parts(self.state, state)
        old, self.state = self.state, state
        if "header" in parts:
            self.header.set_state(state)
        if "chart" in parts and self.chart is not None:
            self.chart.set_data(state.chart)
        if "people" in parts:
            self.people.show_cards(state.people)
        if "work" in parts:
            self.work.show_cards(state.work)
        if "paused" in parts and self.tray is not None:
            self.tray.show_cards(state.paused)
        counts = _counts(state)
        if old is None or old.name != state.name:
            self._name_controls(state)
        if old is None or counts != _counts(old) or old.name != state.name:
            self.people.setAccessibleName(f"People in {state.name}, {counts[0]}")
            what = f"Work of {state.name}" if state.team is not None else "Work with no team"
            self.work.setAccessibleName(f"{what}, {counts[1]}")
            self._lay_out()
        return parts

    def _name_controls(self, state: ColumnState) -> None:
        self.setAccessibleName(f"Column {state.name}")
        self.setObjectName(f"column-{state.team or 'bench'}")
        if self.chart is not None:
            self.chart.setAccessibleName(f"Load of {state.name}")

    def set_preview(self, preview: ColumnPreview | None) -> None:
        """Show what a drop would give, dashed, or no longer."""
        self.header.set_preview(None if preview is None else preview.badge)
        if self.chart is not None:
            self.chart.set_preview(None if preview is None else preview.lines)

    def foresee(self, state: ColumnState) -> None:
        """Make ready what would be painted of another state."""
        if self.chart is not None and state.chart is not None:
            self.chart.foresee(state.chart)
        self.people.foresee_cards(state.people)
        self.work.foresee_cards(state.work)
        if self.tray is not None:
            self.tray.cards.foresee_cards(state.paused)

    def set_target(self, target: bool) -> None:
        """Whether something is about to be dropped here."""
        if target != self._target and self.chart is not None:
            self.chart.set_ground("column_target" if target else "column")
        super().set_target(target)

    @property
    def lists(self) -> tuple[CardList, ...]:
        """The lists of people, of work, and of what is paused where there is a tray."""
        return (self.people, self.work, *([self.tray.cards] if self.tray is not None else ()))

    # --- layout ---------------------------------------------------------------------------

    def _lay_out(self) -> None:
        inner = self.width() - 2 * PAD
        if inner < 20:
            return
        label = QFontMetrics(self._label_font).height() + LABEL_GAP
        top = PAD - 1
        head = self.header.sizeHint().height()
        self.header.setGeometry(PAD, top, inner, head)
        top += head + 4
        if self.chart is not None:
            tall = min(126, max(78, round(self.height() * 0.2)))
            self.chart.setGeometry(PAD, top, inner, tall)
            top += tall + 8
        else:
            top += 5
        tray = 0
        if self.tray is not None:
            tray = self.tray.wanted_height(int(TRAY_PART * self.height()))
            self.tray.setGeometry(PAD, self.height() - PAD - tray, inner, tray)
            tray += PAD
        room = self.height() - PAD - tray - top - 2 * label - 6
        people, work = self.people.wanted_height(), self.work.wanted_height()
        if people + work - 2 * GAP > room:
            card = self.work.card_height
            least = min(work, max(card, int(0.36 * room) // card * card))
            # Whole cards only: slivers of a card look like a mistake.
            work = max(least, min(work, room - people + GAP) // card * card)
        work = min(work, max(0, room))
        people = max(0, room - work)
        tops = (top, top + label + people + 6)
        for heading in {*self._section_tops, *tops}:
            # Not the whole column: that would paint curve and cards as well.
            self.update(0, heading, self.width(), label)
        self._section_tops = tops
        # The scroll bar gets the pad at the right, so that cards keep their width.
        side = inner + PAD - 1
        self.people.setGeometry(PAD, top + label, side, people)
        self.work.setGeometry(PAD, self._section_tops[1] + label, side, work)
        for cards in (self.people, self.work):
            cards.set_right_margin(PAD - 1)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Lay out anew."""
        super().resizeEvent(event)
        self._lay_out()

    def changeEvent(self, event: QEvent) -> None:
        """Lay out anew where the font changes."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange and hasattr(self, "work"):
            self._label_font = label_font(self.font())
            self._lay_out()

    def paintEvent(self, event: QPaintEvent) -> None:
        """The ground, and the headings of the lists."""
        look = theme.current()
        painter = QPainter(self)
        self._paint_ground(painter, event.rect(), look)
        if self.state is not None:
            font = self._label_font
            painter.setPen(look.muted)
            height = self._writer.metrics(font).height()
            titles = (self.state.people_title, self.state.work_title)
            for top, title in zip(self._section_tops, titles, strict=True):
                where = QRectF(PAD + 1, top, self.width() - 2 * PAD, height)
                self._writer.write(painter, font, title, where)
        painter.end()

    def _paint_ground(self, painter: QPainter, part: QRect, look: theme.Theme) -> None:
        """The rounded ground; where no corner is to be painted, as the plain rectangle it is."""
        colour = look.column_target if self._target else look.column
        radius = look.spacing.radius + 1
        corner = int(radius) + 1
        inner = self.rect().adjusted(0, corner, 0, -corner)
        if not self._target and inner.contains(part):
            painter.fillRect(part, colour)
            return
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setBrush(colour)
        painter.setPen(QPen(look.accent, 2) if self._target else Qt.PenStyle.NoPen)
        edge = 1.0 if self._target else 0.0
        rect = QRectF(self.rect()).adjusted(edge, edge, -edge, -edge)
        painter.drawRoundedRect(rect, radius, radius)


def _counts(state: ColumnState) -> tuple[int, int, int]:
    return len(state.people), len(state.work), len(state.paused)


def column_of(widget: QObject | None) -> ColumnView | None:
    """The column a widget is in, or None."""
    at = widget
    while at is not None:
        if isinstance(at, ColumnView):
            return at
        at = at.parent()
    return None
