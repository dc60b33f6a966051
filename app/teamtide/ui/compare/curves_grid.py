"""Where small curves stand: a block a team, a chart an option, as large as the room allows.

Charts of a team keep one height and one width, so that one axis holds for all of them; of the ways
to fill the room the one with the largest charts is taken.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QScrollArea, QWidget

from teamtide.ui.charts.week_chart import WeekChart
from teamtide.ui.fields.elided import Elided

GAP = 8
LEAST = QSize(160, 96)
"""Width and height below which a curve can't be read."""
MOST_HEIGHT = 480
RATIO = 2.2
"""Width over height at which a curve of weeks reads best."""
ABREAST = 1.2
"""How much larger charts on two lines have to be to be better than all options on one."""


@dataclass(frozen=True, slots=True)
class Arrangement:
    """How blocks and charts stand.

    Attributes:
        blocks: Teams side by side.
        across: Options side by side in a block.
        chart: Size of every chart, in pixels.
        named: Whether an option's name stands above each chart, and not once on top.
        height: What all of it takes, in pixels.
    """

    blocks: int
    across: int
    chart: QSize
    named: bool
    height: int


def arrange(room: QSize, teams: int, options: int, line: int) -> Arrangement:
    """The arrangement with the largest charts that fit; else the lowest one, to be scrolled.

    Args:
        room: Width and height there are, in pixels.
        teams: How many blocks, at least 1.
        options: How many charts in each, at least 1.
        line: Height of a line of text, in pixels.
    """
    best: tuple[tuple[bool, float], Arrangement] | None = None
    for blocks in range(1, teams + 1):
        for across in range(1, options + 1):
            lines = ceil(options / across)
            width = (room.width() - GAP * blocks * across) // (blocks * across)
            least = width < LEAST.width() and blocks * across > 1
            if least or across > ceil(options / lines):
                continue
            found = _fill(room, teams, blocks, across, lines, width, line)
            fits = found.height <= room.height()
            size = min(float(width), RATIO * found.chart.height())
            size *= ABREAST if lines == 1 else 1.0
            key = (fits, size if fits else -float(found.height))
            if best is None or key > best[0]:
                best = (key, found)
    assert best is not None
    return best[1]


def _fill(
    room: QSize, teams: int, blocks: int, across: int, lines: int, width: int, line: int
) -> Arrangement:
    """Charts as high as there is room, with names once if that makes them fit."""
    rows = ceil(teams / blocks)
    once = lines == 1
    around = rows * (line + GAP + lines * (GAP // 2 + (0 if once else line)))
    around += line if once else 0
    height = (room.height() - around) // (rows * lines)
    named = not once or height < LEAST.height()
    if once and named:  # to be scrolled, so each line says what it is
        around += (rows - 1) * line
        height = 0
    chart = QSize(width, min(MOST_HEIGHT, max(LEAST.height(), height)))
    return Arrangement(blocks, across, chart, named, around + rows * lines * chart.height())


class CurvesGrid(QScrollArea):
    """Charts of teams and options, in the arrangement that suits its size."""

    def __init__(self, parent: QWidget | None = None) -> None:
        """No charts."""
        super().__init__(parent)
        self.arrangement: Arrangement | None = None
        self._inside = QWidget()
        self._heads: list[Elided] = []
        self._names: list[list[Elided]] = []
        self._charts: dict[tuple[int, int], WeekChart] = {}
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setWidget(self._inside)

    def begin(self, teams: Sequence[str], options: Sequence[tuple[str, str]]) -> QWidget:
        """Have blocks of these names, with options of these names and tips, and no charts yet.

        Returns:
            What charts are made in.
        """
        self.takeWidget().deleteLater()
        inside = self._inside = QWidget()
        self._charts = {}
        self._heads = [_named(inside, name, "title") for name in teams]
        self._names = [[_named(inside, name, "muted", tip) for name, tip in options] for _ in teams]
        self.setWidget(inside)
        self._lay_out()
        return inside

    def place(self, team: int, option: int, chart: WeekChart) -> None:
        """Put a chart, made in what `begin` gave, into its place."""
        self._charts[team, option] = chart
        if self.arrangement is not None:
            self._put(team, option, self.arrangement)
        chart.show()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Arrange anew."""
        super().resizeEvent(event)
        self._lay_out()

    @property
    def _line(self) -> int:
        return self._heads[0].sizeHint().height() + 3

    def _lay_out(self) -> None:
        teams, options = len(self._heads), len(self._names[0]) if self._names else 0
        if not teams or not options:
            self.arrangement = None
            return
        line = self._line
        room = self.contentsRect().size()
        found = arrange(room, teams, options, line)
        scrolls = found.height > room.height()
        if scrolls:
            room.setWidth(room.width() - self.verticalScrollBar().sizeHint().width())
            found = arrange(room, teams, options, line)
        policy = Qt.ScrollBarPolicy
        self.setVerticalScrollBarPolicy(
            policy.ScrollBarAlwaysOn if scrolls else policy.ScrollBarAlwaysOff
        )
        self.arrangement = found
        self._inside.resize(room.width(), max(found.height, room.height()))
        for team in range(teams):
            for option in range(options):
                self._put(team, option, found)

    def _put(self, team: int, option: int, found: Arrangement) -> None:
        """A chart, the option's name above it, and with the first of a block the team's."""
        line = self._line
        width, height = found.chart.width(), found.chart.height()
        lines = ceil(len(self._names[0]) / found.across)
        name = line if found.named else 0
        tall = line + GAP + lines * (name + height + GAP // 2)
        row, block = divmod(team, found.blocks)
        place, over = divmod(option, found.across)
        left = block * found.across * (width + GAP)
        top = row * tall + (0 if found.named else line)
        x, y = left + over * (width + GAP), top + line + place * (name + height + GAP // 2)
        if not option:
            self._heads[team].setGeometry(left, top, found.across * (width + GAP) - GAP, line)
        label = self._names[team][option]
        label.setVisible(found.named or not row)
        label.setGeometry(x, y if found.named else 0, width, line)
        chart = self._charts.get((team, option))
        if chart is not None:
            chart.setGeometry(x, y + name, width, height)


def _named(parent: QWidget, text: str, role: str, tip: str = "") -> Elided:
    made = Elided(parent, mode=Qt.TextElideMode.ElideRight)
    made.setProperty("role", role)
    made.say(text)
    made.setToolTip(tip or text)
    made.show()
    return made
