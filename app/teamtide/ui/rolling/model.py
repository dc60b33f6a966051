"""The chunks a plan leaves behind, as a table: what was planned and done, what becomes of it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import (
    QAbstractItemModel,
    QAbstractTableModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
    QTimer,
    Signal,
)
from PySide6.QtWidgets import QApplication, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from teamtide.plan.rolling import (
    CONTINUE,
    DONE,
    DROP,
    FATES,
    FINISHED,
    LATE,
    LEAVE,
    RUNNING,
    Answer,
    Begun,
    state_of,
)
from teamtide.plan.rows import ChunkId
from teamtide.ui import theme
from teamtide.ui.charts.localised import LocaleWords
from teamtide.ui.fields import texts
from teamtide.ui.fields.texts import Wrong
from teamtide.ui.fields.widgets import Combo

Index = QModelIndex | QPersistentModelIndex
Role = Qt.ItemDataRole
HEADERS = ("Chunk", "Planned", "By then", "Done by then", "Of", "Is", "What becomes of it")
NAME, WHEN, PLANNED, WORKED, WHOLE, NOW, FATE = range(len(HEADERS))
MOST = 1e7
FATE_WORDS = {
    CONTINUE: "Goes on from this week",
    DONE: "Was done after all",
    DROP: "Drop the rest",
    LEAVE: "Leave as planned",
}
FATE_TIPS = {
    CONTINUE: "The rest of its curve slides: it goes on from the new start where it stopped",
    DONE: "It counts as done as far as it was planned, and the rest stays as planned",
    DROP: "No more is done on it: its effort becomes what was done",
    LEAVE: "What is late stays before the plan's start, outside its curves",
}
STATE_WORDS = {FINISHED: "✓ finished", RUNNING: "running", LATE: "! late"}
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter


class BegunModel(QAbstractTableModel):
    """A row a chunk, late ones first; days done and the fate of late ones can be edited."""

    edited = Signal()
    refused = Signal(str)

    def __init__(self, parent: QObject | None = None) -> None:
        """No rows yet."""
        super().__init__(parent)
        self._rows: list[Begun] = []
        self._answers: dict[ChunkId, Answer] = {}
        self._words = LocaleWords()

    def show_rows(self, begun: Sequence[Begun]) -> None:
        """Show other chunks; what is late as proposed goes on from the new start."""
        self.beginResetModel()
        order = {LATE: 0, RUNNING: 1, FINISHED: 2}
        self._rows = sorted(begun, key=lambda one: order[state_of(one, one.done)])
        self._answers = {one.chunk: Answer(one.done) for one in self._rows}
        self.endResetModel()

    @property
    def answers(self) -> dict[ChunkId, Answer]:
        """What is said of each chunk."""
        return dict(self._answers)

    def begun(self) -> tuple[Begun, ...]:
        """The chunks, as shown."""
        return tuple(self._rows)

    def state_at(self, row: int) -> str:
        """Whether a row is finished, running or late."""
        one = self._rows[row]
        return state_of(one, self._answers[one.chunk].done)

    def decide_all(self, fate: str) -> None:
        """The same for everything that is late."""
        for row, one in enumerate(self._rows):
            if self.state_at(row) == LATE:
                self._answers[one.chunk] = Answer(self._answers[one.chunk].done, fate)
        if self._rows:
            self.dataChanged.emit(self.index(0, FATE), self.index(len(self._rows) - 1, FATE))
        self.edited.emit()

    # --- what Qt asks ---------------------------------------------------------------------

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        """A row a chunk."""
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        """As many as there are headers."""
        return 0 if parent.isValid() else len(HEADERS)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Role.DisplayRole
    ) -> Any:
        """The headers, aligned as their columns."""
        if orientation != Qt.Orientation.Horizontal:
            return None
        if role == Role.DisplayRole:
            return HEADERS[section]
        if role == Role.TextAlignmentRole:
            return _RIGHT if section in (PLANNED, WORKED, WHOLE) else _LEFT
        return None

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Days done can be edited, and what becomes of what is late."""
        usual = super().flags(index)
        column = index.column()
        if column == WORKED or (column == FATE and self.state_at(index.row()) == LATE):
            return usual | Qt.ItemFlag.ItemIsEditable
        return usual

    def data(self, index: Index, role: int = Role.DisplayRole) -> Any:
        """Words, colours and sides."""
        row, column = index.row(), index.column()
        one = self._rows[row]
        now = self.state_at(row)
        if role == Role.DisplayRole:
            return self._text(one, column, now)
        if role == Role.EditRole:
            answer = self._answers[one.chunk]
            return answer.fate if column == FATE else texts.number_text(answer.done, 2)
        if role == Role.TextAlignmentRole:
            return _RIGHT if column in (PLANNED, WORKED, WHOLE) else _LEFT
        if role == Role.ForegroundRole:
            look = theme.current()
            if column == NOW:
                return {LATE: look.bad, FINISHED: look.good}.get(now, look.muted)
            return look.text if column in (NAME, WORKED, FATE) else look.muted
        if role == Role.ToolTipRole:
            return self._tip(one, column, now)
        if role == Role.AccessibleTextRole:
            return f"{HEADERS[column]}: {self._text(one, column, now)}"
        return None

    def _text(self, one: Begun, column: int, now: str) -> str:
        words, answer = self._words, self._answers[one.chunk]
        if column == WHEN:
            return f"{words.day(one.first)} – {words.day(one.last)}"
        if column == NOW:
            late = one.planned - answer.done
            return f"{STATE_WORDS[now]}, {words.days(late)}" if now == LATE else STATE_WORDS[now]
        if column == FATE:
            return FATE_WORDS[answer.fate] if now == LATE else ""
        if column == NAME:
            return f"{one.name} ({one.why})" if one.why else one.name
        return words.days({PLANNED: one.planned, WORKED: answer.done, WHOLE: one.effort}[column])

    def _tip(self, one: Begun, column: int, now: str) -> str:
        if column == FATE and now == LATE:
            return FATE_TIPS[self._answers[one.chunk].fate]
        if column == WORKED:
            return "Days worked on it by the new start; type what you know better"
        return self._text(one, NAME, now)

    def setData(self, index: Index, value: Any, role: int = Role.EditRole) -> bool:
        """Take days done or a fate, or say why not."""
        if role != Role.EditRole:
            return False
        one = self._rows[index.row()]
        answer = self._answers[one.chunk]
        if index.column() == FATE:
            if value not in FATES:
                return False
            self._answers[one.chunk] = Answer(answer.done, value)
        else:
            try:
                days = texts.parse_number(str(value)) if str(value).strip() else 0.0
            except Wrong as error:
                self.refused.emit(f"{one.name}: {error}")
                return False
            if not 0.0 <= days <= MOST:
                self.refused.emit(f"{one.name}: days done must lie between 0 and {MOST:,.0f}.")
                return False
            if texts.number_text(answer.done, 2) == texts.number_text(days, 2):
                return True  # what was proposed keeps the digits that are not shown
            self._answers[one.chunk] = Answer(days, answer.fate)
        self.dataChanged.emit(self.index(index.row(), 0), self.index(index.row(), FATE))
        self.edited.emit()
        return True


class FateDelegate(QStyledItemDelegate):
    """A choice of what becomes of late work."""

    def createEditor(self, parent: QWidget, option: QStyleOptionViewItem, index: Index) -> QWidget:
        """The four fates."""
        del option, index
        box = Combo(parent)
        box.setAccessibleName(HEADERS[FATE])
        for fate, words in FATE_WORDS.items():
            box.addItem(words, fate)
            box.setItemData(box.count() - 1, FATE_TIPS[fate], Role.ToolTipRole)
        if QApplication.mouseButtons() != Qt.MouseButton.NoButton:
            # Opened by the pointer, one more click is enough; by keyboard, arrows and Enter.
            box.activated.connect(self._chosen)
            QTimer.singleShot(0, box, box.showPopup)
        return box

    def setEditorData(self, editor: QWidget, index: Index) -> None:
        """The one that is chosen."""
        if isinstance(editor, Combo):
            editor.setCurrentIndex(max(0, editor.findData(index.data(Role.EditRole))))

    def setModelData(self, editor: QWidget, model: QAbstractItemModel, index: Index) -> None:
        """Take what was chosen."""
        if isinstance(editor, Combo):
            model.setData(model.index(index.row(), index.column()), editor.currentData())

    def _chosen(self, _index: int) -> None:
        editor = self.sender()
        if isinstance(editor, QWidget):
            self.commitData.emit(editor)
            self.closeEditor.emit(editor)
