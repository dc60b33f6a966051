"""Which measures the strip below the board shows: few unless the user asks for more, remembered.

All of them are in *Compare options*; the strip has those a lead looks at after every move.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QKeyEvent, QShowEvent
from PySide6.QtWidgets import (
    QHBoxLayout,
    QListWidget,
    QListWidgetItem,
    QMenu,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from teamtide.capacity.measures.catalogue import BY_KEY, MEASURES
from teamtide.ui.fields.style import label
from teamtide.ui.preferences import preferences

SETTING = "strip/measures"
USUAL = (
    "turnaround",
    "overload",
    "pays_back",
    "move_cost",
    "ties_kept",
    "peak",
    "wishes",
    "flood",
    "interrupted",
)
"""Is it faster, what stays undone, when does it pay back, what does it cost in time, closeness and
wishes; and how full, how uneven and how interrupted are people."""
Key, Checked = Qt.ItemDataRole.UserRole, Qt.CheckState


def shown_keys() -> frozenset[str]:
    """The measures the strip shows, as remembered; the usual ones unless somebody chose."""
    stored = preferences().value(SETTING, None)
    names = stored if isinstance(stored, list) else [] if stored is None else [stored]
    known = frozenset(name for name in map(str, names) if name in BY_KEY)
    return known or frozenset(USUAL)


def remember_keys(keys: Iterable[str]) -> None:
    """Keep a choice for the next time; the usual one is not written down, so that it may change."""
    chosen = frozenset(keys)
    if chosen == frozenset(USUAL):
        preferences().remove(SETTING)
    else:
        preferences().setValue(SETTING, [m.key for m in MEASURES if m.key in chosen])


class LineChooser(QWidget):
    """A small window of check boxes, a measure each; what is ticked is shown at once.

    Signals:
        chosen: The keys that are ticked, a frozenset; never none of them.
    """

    chosen = Signal(object)

    def __init__(self, keys: frozenset[str], parent: QWidget) -> None:
        """With these ticked."""
        super().__init__(parent, Qt.WindowType.Tool)
        self.setWindowTitle("Measures below the board")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.list = QListWidget()
        self.list.setAccessibleName("Measures shown below the board")
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setSpacing(2)
        for measure in MEASURES:
            item = QListWidgetItem(measure.label)
            item.setData(Key, measure.key)
            item.setToolTip(measure.tip)
            item.setFlags(item.flags() | Qt.ItemFlag.ItemIsUserCheckable)
            self.list.addItem(item)
        self._tick(keys)
        self.usual, self.every = QPushButton("The usual"), QPushButton("All")
        self.usual.clicked.connect(partial(self._choose, frozenset(USUAL)))
        self.every.clicked.connect(partial(self._choose, frozenset(BY_KEY)))
        close = QPushButton("Close")
        close.clicked.connect(self.close)
        self.list.itemChanged.connect(self._changed)
        buttons = QHBoxLayout()
        for button in (self.usual, self.every):
            buttons.addWidget(button)
        buttons.addStretch(1)
        buttons.addWidget(close)
        column = QVBoxLayout(self)
        column.addWidget(label("All of them are in View ▸ Compare Options…", "muted", wrap=True))
        column.addWidget(self.list, 1)
        column.addLayout(buttons)
        self.resize(340, 600)

    @property
    def keys(self) -> frozenset[str]:
        """What is ticked."""
        items = (self.list.item(row) for row in range(self.list.count()))
        return frozenset(item.data(Key) for item in items if item.checkState() == Checked.Checked)

    def _tick(self, keys: frozenset[str]) -> None:
        self.list.blockSignals(True)
        for row in range(self.list.count()):
            item = self.list.item(row)
            on = item.data(Key) in keys
            item.setCheckState(Checked.Checked if on else Checked.Unchecked)
        self.list.blockSignals(False)

    def _choose(self, keys: frozenset[str], _checked: bool = False) -> None:
        self._tick(keys)
        self.chosen.emit(keys)

    def _changed(self, item: QListWidgetItem) -> None:
        if not self.keys:  # a strip without a line could not be asked for one
            self._tick(frozenset((item.data(Key),)))
        self.chosen.emit(self.keys)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Escape closes it."""
        if event.key() == Qt.Key.Key_Escape:
            self.close()
        else:
            super().keyPressEvent(event)

    def showEvent(self, event: QShowEvent) -> None:
        """The keyboard goes to the list."""
        super().showEvent(event)
        self.list.setFocus(Qt.FocusReason.PopupFocusReason)
        self.list.setCurrentRow(0)


class LinesMenu(QMenu):
    """What can be done to the lines of the strip, at one of them.

    Signals:
        chosen: The keys to be shown from now on, a frozenset.
        chooser_wanted: Show the check boxes.
        window_wanted: Compare in a window.
    """

    chosen = Signal(object)
    chooser_wanted = Signal()
    window_wanted = Signal()

    def __init__(self, keys: frozenset[str], at: str | None, parent: QWidget) -> None:
        """For the line of measure `at`, None where there is none."""
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        if at is not None:
            hide = self.addAction(f"Hide “{BY_KEY[at].label}”")
            hide.setEnabled(len(keys) > 1)
            hide.triggered.connect(lambda: self.chosen.emit(keys - {at}))
        choose = self.addAction("Choose measures…")
        choose.triggered.connect(self.chooser_wanted)
        usual = self.addAction("Show the usual measures")
        usual.setEnabled(keys != frozenset(USUAL))
        usual.triggered.connect(lambda: self.chosen.emit(frozenset(USUAL)))
        every = self.addAction("Show all measures")
        every.setEnabled(len(keys) < len(MEASURES))
        every.triggered.connect(lambda: self.chosen.emit(frozenset(BY_KEY)))
        self.addSeparator()
        self.addAction("Compare options in a window…").triggered.connect(self.window_wanted)

    def show_at(self, place: QPoint) -> None:
        """At a place on the screen; it goes away by itself."""
        self.popup(place)
