"""One list of a column: its cards, chosen and walked by pointer and keys."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from PySide6.QtCore import (
    QElapsedTimer,
    QEvent,
    QItemSelection,
    QItemSelectionModel,
    QMargins,
    QModelIndex,
    QPersistentModelIndex,
    QPoint,
    QRect,
    Qt,
    Signal,
)
from PySide6.QtGui import QContextMenuEvent, QCursor, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractItemView, QApplication, QFrame, QListView, QWidget

from teamtide.ui import theme
from teamtide.ui.board.cards import Card, Figures, ItemKey, PersonCard, Ref
from teamtide.ui.board.delegate import GAP, CardDelegate
from teamtide.ui.board.models import CardModel
from teamtide.ui.charts.words import Words

_Command = QItemSelectionModel.SelectionFlag


class CardList(QListView):
    """A list of cards. It decides nothing: it says what the user did, and the board acts.

    Signals:
        alone: What is about to be chosen here is chosen alone; other lists let go.
        chosen: The choice in this list has changed.
        walked: (dx, dy): the keys leave this list sideways or past its end.
        shifted: -1 or 1: the chosen cards are to go to the neighbouring column.
        edit_wanted, remove_wanted, drag_wanted, pin_wanted: of the chosen cards.
        menu_wanted: A context menu, at a global position.
    """

    alone = Signal(object)
    chosen = Signal()
    walked = Signal(object, object)
    shifted = Signal(object)
    edit_wanted = Signal()
    remove_wanted = Signal()
    drag_wanted = Signal()
    pin_wanted = Signal()
    menu_wanted = Signal(object)

    def __init__(self, empty: str, words: Words, parent: QWidget | None = None) -> None:
        """An empty list that says `empty` while it is."""
        super().__init__(parent)
        self.empty = empty
        self._typed = QElapsedTimer()
        self._model = CardModel(words, self)
        self._delegate = CardDelegate(self.font(), self)
        self.setModel(self._model)
        self.setItemDelegate(self._delegate)
        self.setUniformItemSizes(True)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setDragEnabled(True)
        self.setDragDropMode(QAbstractItemView.DragDropMode.DragOnly)
        self.setAcceptDrops(False)
        self.viewport().setAcceptDrops(False)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setProperty("role", "cards")
        self.viewport().setAutoFillBackground(False)
        self.viewport().setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setMouseTracking(True)

    # --- what it shows --------------------------------------------------------------------

    @property
    def cards(self) -> CardModel:
        """The model."""
        return self._model

    @property
    def card_height(self) -> int:
        """Height of a card with the gap below it."""
        return self._delegate.height

    def show_cards(self, cards: tuple[Card, ...]) -> None:
        """Show other cards, laid out at once: later, the list would be painted twice."""
        self._model.set_cards(cards)
        self.executeDelayedItemsLayout()

    def foresee(self, figures: Mapping[ItemKey, Figures]) -> None:
        """Make ready the cards on screen as they would be painted with other figures."""
        first, last = self._in_sight()
        self._foresee(
            PersonCard(card.face, figures[card.face.ref.key])
            for card in self._model.cards[first : last + 1]
            if isinstance(card, PersonCard) and card.face.ref.key in figures
        )

    def foresee_cards(self, cards: tuple[Card, ...]) -> None:
        """Make ready the cards that would be on screen if these were shown."""
        first, last = self._in_sight()
        self._foresee(cards[first : last + 1])

    def _in_sight(self) -> tuple[int, int]:
        """The first and the last row on screen."""
        top = self.indexAt(QPoint(1, 1)).row()
        bottom = self.indexAt(QPoint(1, self.viewport().height() - 1)).row()
        return max(top, 0), bottom if bottom >= 0 else self._model.rowCount() - 1

    def _foresee(self, cards: Iterable[Card]) -> None:
        size = self.visualRect(self._model.index(self._in_sight()[0])).size()
        if not size.isEmpty():
            self._delegate.foresee(cards, size, self.viewport().devicePixelRatioF())

    def wanted_height(self) -> int:
        """Height at which nothing has to scroll."""
        return max(1, self._model.rowCount()) * self.card_height + 1

    def set_right_margin(self, side: int) -> None:
        """Keep cards `side` pixels from the right, scroll bar or not."""
        bar, policy = self.verticalScrollBar(), Qt.ScrollBarPolicy
        # The gap below the last card need not be seen.
        shown = self.wanted_height() - GAP > self.height()
        self.setVerticalScrollBarPolicy(
            policy.ScrollBarAsNeeded if shown else policy.ScrollBarAlwaysOff
        )
        margins = QMargins(0, 0, max(0, side - bar.sizeHint().width()) if shown else side, 0)
        if margins != self.viewportMargins():
            self.setViewportMargins(margins)

    def chosen_cards(self) -> tuple[Card, ...]:
        """The chosen cards, from the top."""
        rows = sorted(index.row() for index in self.selectionModel().selectedIndexes())
        return tuple(self._model.cards[row] for row in rows)

    def choose(self, refs: set[Ref], current: Ref | None = None) -> None:
        """Choose exactly these cards of the list; `current` gets the focus frame."""
        picked = QItemSelection()
        for row, card in enumerate(self._model.cards):
            if card.ref in refs:
                index = self._model.index(row)
                picked.select(index, index)
        model = self.selectionModel()
        model.select(picked, _Command.ClearAndSelect)
        row_now = self._model.row_of(current) if current is not None else None
        if row_now is not None:
            index = self._model.index(row_now)
            model.setCurrentIndex(index, _Command.NoUpdate)
            self.scrollTo(index)

    def enter(self, row: int) -> None:
        """Take the keyboard, on a row (as near as there is one)."""
        self.setFocus(Qt.FocusReason.OtherFocusReason)
        if self._model.rowCount():
            row = min(max(row, 0), self._model.rowCount() - 1)
            self.setCurrentIndex(self._model.index(row))

    # --- pointer --------------------------------------------------------------------------

    def selectionCommand(
        self, index: QModelIndex | QPersistentModelIndex, event: QEvent | None = None
    ) -> QItemSelectionModel.SelectionFlag:
        """As ever, and other lists let go where this choice is to be the only one."""
        command = super().selectionCommand(index, event)
        if command & _Command.Clear and not self.signalsBlocked():
            self.alone.emit(self)
        return command

    def selectionChanged(self, selected: QItemSelection, deselected: QItemSelection) -> None:
        """Say so."""
        super().selectionChanged(selected, deselected)
        self.chosen.emit()

    def startDrag(self, supportedActions: Qt.DropAction) -> None:
        """Leave the drag to the board, which knows the cards of other lists too."""
        self.drag_wanted.emit()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Ask to edit."""
        if self.indexAt(event.position().toPoint()).isValid():
            self.edit_wanted.emit()

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Ask for a menu, for the card beneath the pointer or for the chosen ones."""
        event.accept()
        at = event.globalPos()
        if event.reason() == QContextMenuEvent.Reason.Keyboard and self.currentIndex().isValid():
            at = self.viewport().mapToGlobal(self.visualRect(self.currentIndex()).center())
        self.menu_wanted.emit(at)

    # --- keys -----------------------------------------------------------------------------

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows, Ctrl+arrows, Space, Enter, F2, Delete; the rest as ever."""
        keys, key = Qt.Key, event.key()
        modifiers = event.modifiers()
        ctrl = bool(modifiers & Qt.KeyboardModifier.ControlModifier)
        step = {keys.Key_Left: -1, keys.Key_Right: 1}.get(Qt.Key(key), 0)
        last = self._model.rowCount() - 1
        row = self.currentIndex().row()
        if step and ctrl:
            self.shifted.emit(step)
        elif step:
            self.walked.emit(step, 0)
        elif key == keys.Key_Up and row <= 0 and not ctrl:
            self.walked.emit(0, -1)
        elif key == keys.Key_Down and row >= last and not ctrl:
            self.walked.emit(0, 1)
        elif key == keys.Key_Space:
            if self.currentIndex().isValid():
                self.selectionModel().select(self.currentIndex(), _Command.Toggle)
        elif key in (keys.Key_Return, keys.Key_Enter, keys.Key_F2):
            self.edit_wanted.emit()
        elif key in (keys.Key_Delete, keys.Key_Backspace):
            self.remove_wanted.emit()
        elif key == keys.Key_P and not self._typing(event):
            self.pin_wanted.emit()
        else:
            super().keyPressEvent(event)
            return
        event.accept()

    def _typing(self, event: QKeyEvent) -> bool:
        """Whether a letter goes on with a name that is being typed, or is a shortcut's."""
        if event.modifiers() & ~(
            Qt.KeyboardModifier.KeypadModifier | Qt.KeyboardModifier.ShiftModifier
        ):
            return True
        return self._typed.isValid() and not self._typed.hasExpired(
            QApplication.keyboardInputInterval()
        )

    def keyboardSearch(self, search: str) -> None:
        """Look for a name; letters that follow soon belong to it."""
        self._typed.start()
        super().keyboardSearch(search)

    # --- painting -------------------------------------------------------------------------

    def paintEvent(self, event: QPaintEvent) -> None:
        """The cards, or what to do where there is none.

        Painted here, row by row: asking model and delegate about each card, as a view does, takes
        several times as long as painting its picture.
        """
        painter = QPainter(self.viewport())
        if self._model.rowCount():
            self._paint_cards(painter, event.rect())
        else:
            painter.setPen(theme.current().muted)
            area = self.viewport().rect().adjusted(6, 4, -6, -4)
            flags = Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop
            painter.drawText(area, int(flags) | int(Qt.TextFlag.TextWordWrap), self.empty)
        painter.end()

    def _paint_cards(self, painter: QPainter, part: QRect) -> None:
        """The cards that a part of the viewport shows."""
        first = max(self.indexAt(QPoint(1, part.top())).row(), 0)
        place = self.visualRect(self._model.index(first))
        size, left, top, step = place.size(), place.left(), place.top(), self.card_height
        chosen = {index.row() for index in self.selectionModel().selectedIndexes()}
        focused = self.currentIndex().row() if self.hasFocus() else -1
        pointer = self.viewport().mapFromGlobal(QCursor.pos())
        hovered = self.indexAt(pointer).row() if self.viewport().underMouse() else -1
        ratio = self.viewport().devicePixelRatio()
        for row, card in enumerate(self._model.cards[first:], first):
            if top > part.bottom():
                break
            how = (row in chosen, row == focused, row == hovered)
            painter.drawPixmap(left, top, self._delegate.picture(card, size, how, ratio))
            top += step

    def changeEvent(self, event: QEvent) -> None:
        """Measure again where the font changes."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange and hasattr(self, "_delegate"):
            self._delegate.set_font(self.font())
            self.scheduleDelayedItemsLayout()
