"""What can be shown below the board: the large curve and the timeline, together or as tabs.

The board comes first. Where there is no room for both below it they take turns in one place; the
one that was opened last is in front, and the other is a click away.
"""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtWidgets import QSplitter, QTabBar, QVBoxLayout, QWidget

QWIDGETSIZE_MAX = (1 << 24) - 1
BOARD = 282
"""Height below which a board scrolls: a column shows its curve, a person and a piece of work."""
AT_LEAST = 150
"""The same where a window is so low that even one thing below leaves less."""
PART = 0.42
"""Of the room, what is opened takes of it."""
COMFORT = 200
"""Height of the large curve from which it may have company."""


class Below(QWidget):
    """Stands in a splitter, under the board, while something in it is open.

    What is added is opened and put away by its own `show` and `hide`.
    """

    def __init__(self, splitter: QSplitter, board: QWidget) -> None:
        """Nothing in it."""
        super().__init__(splitter)
        self._splitter, self._board = splitter, board
        self._parts: list[QWidget] = []
        self._open: list[QWidget] = []
        self._shown: list[QWidget] = []
        self._tall = 0
        self._turning = False
        self.tabs = QTabBar(self)
        self.tabs.setAccessibleName("Below the board")
        self.tabs.setDrawBase(False)
        self.tabs.setExpanding(False)
        self.tabs.setObjectName("belowTabs")
        self.tabs.currentChanged.connect(self._chosen)
        self.tabs.hide()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.tabs, 0, Qt.AlignmentFlag.AlignLeft)
        splitter.installEventFilter(self)
        self.hide()

    def add(self, part: QWidget, title: str) -> None:
        """Have something more, which is put away for now."""
        part.hide()
        self._parts.append(part)
        self.tabs.addTab(title)
        self.layout().addWidget(part)  # type: ignore[union-attr]
        part.installEventFilter(self)

    @property
    def taking_turns(self) -> bool:
        """Whether what is open is shown one at a time."""
        return not self.tabs.isHidden()

    # --- following ------------------------------------------------------------------------

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Something was opened or put away, or there is more or less room."""
        kind = event.type()
        if self._turning or not isinstance(watched, QWidget):
            pass
        elif watched is self._splitter:
            if kind == QEvent.Type.Resize:
                self._arrange()
        elif kind in (QEvent.Type.ShowToParent, QEvent.Type.HideToParent):
            self._open = [part for part in self._open if part is not watched]
            if kind == QEvent.Type.ShowToParent:
                self._open.append(watched)
            self._arrange()
        return super().eventFilter(watched, event)

    def _chosen(self, number: int) -> None:
        if not self._turning:
            self._parts[number].show()

    # --- room -----------------------------------------------------------------------------

    def _arrange(self) -> None:
        """Show what is open, all of it or the last of it, and leave the board its height."""
        room = self._splitter.height() - self._splitter.handleWidth()
        together = BOARD + sum(_fixed_height(part) or COMFORT for part in self._open)
        turns = len(self._open) > 1 and together > room
        shown = self._open[-1:] if turns else self._open
        if self.isVisible() and not all(map(_fixed_height, self._shown)):
            self._tall = self.height() - self._fixed()
        self._turning = True
        for number, part in enumerate(self._parts):
            part.setVisible(part in shown)
            self.tabs.setTabVisible(number, part in self._open)
            if part in shown:
                self.tabs.setCurrentIndex(number)
        self.tabs.setVisible(turns)
        self.setVisible(bool(shown))
        self._turning = False
        least = room - self.minimumSizeHint().height() if shown else BOARD
        self._board.setMinimumHeight(max(AT_LEAST, min(BOARD, least)))
        if shown != self._shown:
            self._shown = shown
            self._share(room)

    def _share(self, room: int) -> None:
        """Give what is shown its height: what was given before, or a part of the room."""
        fixed = self._fixed()
        stretches = not all(map(_fixed_height, self._shown))
        self.setMaximumHeight(QWIDGETSIZE_MAX if stretches else fixed)
        wanted = fixed
        if stretches:
            part = int((room - fixed) * PART)
            tall = self._tall or part
            wanted += min(tall, part) if len(self._shown) > 1 else tall
        self._splitter.setSizes([room - wanted, wanted])

    def _fixed(self) -> int:
        """Height of what is shown without what takes what there is."""
        tabs = self.tabs.sizeHint().height() if self.taking_turns else 0
        return tabs + sum(map(_fixed_height, self._shown))


def _fixed_height(part: QWidget) -> int:
    """The height of what has one of its own; 0 of what takes what there is."""
    policy = part.sizePolicy()
    return part.sizeHint().height() if policy.verticalPolicy() == policy.Policy.Fixed else 0
