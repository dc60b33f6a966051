"""Everything asked for people, beside the board: what is not kept first, each with its cards."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QSize, Qt, QTimer, Signal
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHBoxLayout,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from teamtide.plan.commands import remove
from teamtide.plan.rows import Pair, Pin
from teamtide.plan.wishes import Wish, violation_of, wish_text
from teamtide.ui import theme
from teamtide.ui.fields.style import label
from teamtide.ui.inspector.form import quiet_button
from teamtide.ui.session import Session

AFTER = 60
"""Milliseconds after a change, so that the board paints first."""
_WISH = Qt.ItemDataRole.UserRole
EMPTY = (
    "Nothing is asked for yet. Pin somebody to their team with P, or choose two people and keep "
    "them together or apart (menu of the cards)."
)


KEPT = "All are kept in this scenario"
MARGIN = 16
"""What the style keeps free beside a line; measured without it, a last word is cut off."""


class WholeLines(QStyledItemDelegate):
    """Lines as high as their sentence needs."""

    def __init__(self, view: QListWidget) -> None:
        """For the lines of `view`."""
        super().__init__(view)
        self._view = view

    def sizeHint(
        self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> QSize:
        """The sentence, wrapped."""
        size = super().sizeHint(option, index)
        wide = self._view.viewport().width() - MARGIN
        wrap = int(Qt.TextFlag.TextWordWrap)
        box = option.fontMetrics.boundingRect(0, 0, wide, 9999, wrap, str(index.data()))
        return QSize(size.width(), max(size.height(), box.height() + 4))


class WishesPanel(QWidget):
    """Pins and pairs in a list.

    Signals:
        chosen: The people of a wish, to be chosen on the board.
        wanted: The same, and the keyboard is to go there.
        left: The keyboard belongs on the board again.
    """

    chosen = Signal(object)
    wanted = Signal(object)
    left = Signal()

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        """The wishes of the plan of `session`, and how the scenario on screen keeps them."""
        super().__init__(parent)
        self._session = session
        self.setObjectName("fields")
        self.heading = label("", "title", wrap=True)
        self.list = QListWidget()
        self.list.setAccessibleName("Wishes")
        self.list.setWordWrap(True)
        self.list.setItemDelegate(WholeLines(self.list))
        self.list.setSpacing(2)
        self.list.setResizeMode(QListWidget.ResizeMode.Adjust)
        self.list.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.currentItemChanged.connect(self._choose)
        self.list.itemClicked.connect(self._choose)
        self.list.itemActivated.connect(self._want)
        self.forget: QPushButton = quiet_button("Forget", "Take the chosen wishes out of the plan")
        self.forget.clicked.connect(self.forget_chosen)
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(self.forget)
        column = QVBoxLayout(self)
        column.setContentsMargins(10, 8, 10, 8)
        column.addWidget(self.heading)
        column.addWidget(self.list, 1)
        column.addLayout(row)
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(AFTER)
        self._soon.timeout.connect(self.refresh)
        session.changed.connect(self._later)
        session.scenario_changed.connect(self._later)
        self.refresh()

    def take_keyboard(self) -> None:
        """Show what is there now, with the keyboard on the first line."""
        self.refresh()
        self.list.setFocus(Qt.FocusReason.OtherFocusReason)
        if self.list.count() and self.list.currentRow() < 0:
            self.list.setCurrentRow(0)

    def _later(self, _: object) -> None:
        if self.isVisible():
            self._soon.start()

    def refresh(self) -> None:
        """List the wishes again; the line that was current stays so."""
        session, state = self._session, self._session.state
        wishes: list[Wish] = [*state.rows(Pin), *state.rows(Pair)]
        found = [(wish, violation_of(state, session.scenario, wish)) for wish in wishes]
        found.sort(key=lambda one: one[1] is None)
        at = self.list.currentRow()
        kept = _key(self.list.item(at).data(_WISH)) if at >= 0 else None
        self.list.blockSignals(True)
        self.list.clear()
        for wish, broken in found:
            words = f"{wish_text(state, wish)}." if broken is None else f"▲ {broken.sentence}"
            item = QListWidgetItem(words)
            item.setData(_WISH, wish)
            item.setToolTip("\n".join(part for part in (words, wish.reason) if part))
            state_words = "kept" if broken is None else "not kept"
            item.setData(Qt.ItemDataRole.AccessibleTextRole, f"{state_words}: {words}")
            if broken is not None:
                item.setForeground(theme.current().warn)
            self.list.addItem(item)
            if _key(wish) == kept:
                self.list.setCurrentItem(item)
        self.list.blockSignals(False)
        self.forget.setEnabled(bool(found))
        wrong = sum(broken is not None for _, broken in found)
        told = f"{wrong} of {len(found)} not kept in this scenario"
        self.heading.setText(EMPTY if not found else told if wrong else KEPT)
        self.list.setVisible(bool(found))

    def forget_chosen(self) -> None:
        """Take the chosen wishes out of the plan, as one step."""
        state = self._session.state
        wishes = [item.data(_WISH) for item in self.list.selectedItems()]
        rows = [row for wish in wishes if (row := state.find(type(wish), wish.id)) is not None]
        if rows and self._session.run(lambda now: remove(now, rows)):
            self.refresh()

    def _choose(self, item: QListWidgetItem | None, *_: object) -> None:
        if item is not None:
            self.chosen.emit(people_of(item.data(_WISH)))

    def _want(self, item: QListWidgetItem) -> None:
        self.wanted.emit(people_of(item.data(_WISH)))

    def close_session(self) -> None:
        """Stop listening, before the session goes."""
        self._soon.stop()
        self._session.changed.disconnect(self._later)
        self._session.scenario_changed.disconnect(self._later)


def people_of(wish: Wish) -> tuple[int, ...]:
    """Whom a wish is about."""
    return (wish.person,) if isinstance(wish, Pin) else (wish.first, wish.second)


def _key(wish: Wish) -> tuple[str, int]:
    return (type(wish).TABLE, wish.id)
