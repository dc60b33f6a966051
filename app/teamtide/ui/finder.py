"""“Find or do…”: one field that finds people, work, teams and scenarios, and runs any action."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from PySide6.QtCore import QModelIndex, QSortFilterProxyModel, Qt, Signal
from PySide6.QtGui import QAction, QFocusEvent, QKeyEvent, QStandardItem, QStandardItemModel
from PySide6.QtWidgets import QCompleter, QLineEdit, QListView, QWidget

from teamtide.plan.rows import Chunk, Person, Project, Scenario, Service, Team
from teamtide.ui.session import Selection, Session

FOUND = Qt.ItemDataRole.UserRole + 1
HOW_MANY = 12


class Finder(QLineEdit):
    """A line that completes to everything there is, and acts on what is chosen.

    Signals:
        found: A row was chosen: its noun and id, or "" and 0 where it was left without a choice.
            The keyboard belongs on the board again.
    """

    found = Signal(str, int)

    def __init__(
        self,
        session: Session,
        actions: Callable[[], Iterable[QAction]],
        parent: QWidget | None = None,
    ) -> None:
        """A finder over `session` and `actions`."""
        super().__init__(parent)
        self._session = session
        self._actions = actions
        self._only_things = False
        self.setPlaceholderText("Find or do…  Ctrl+K")
        self.setAccessibleName("Find or do")
        self.setClearButtonEnabled(True)
        self._model = QStandardItemModel(self)
        self._completer = QCompleter(self._model, self)
        self._completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        self._completer.setFilterMode(Qt.MatchFlag.MatchContains)
        self._completer.setMaxVisibleItems(HOW_MANY)
        self.setCompleter(self._completer)
        self._popup = QListView(self)
        self._completer.setPopup(self._popup)
        self._completer.activated[QModelIndex].connect(self._chosen)  # type: ignore[index]
        self.returnPressed.connect(self._first)

    def open(self, *, only_things: bool = False) -> None:
        """Take the focus, to find (and, unless `only_things`, to do)."""
        self._only_things = only_things
        if self.hasFocus():
            self._fill()
        self.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.selectAll()

    def focusInEvent(self, event: QFocusEvent) -> None:
        """List what there is to find, as it is now."""
        self._fill()
        super().focusInEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """The next time it is opened with the mouse it offers everything."""
        if event.reason() != Qt.FocusReason.PopupFocusReason:
            self._only_things = False
        super().focusOutEvent(event)

    def _fill(self) -> None:
        self._model.clear()
        state = self._session.state
        for noun, rows in (
            ("person", state.rows(Person)),
            ("project", state.rows(Project)),
            ("service", state.rows(Service)),
            ("team", state.rows(Team)),
            ("scenario", state.rows(Scenario)),
        ):
            for row in rows:
                self._offer(f"{row.name}  ·  {noun}", (noun, row.id))
        for chunk in state.rows(Chunk):
            project = state.get(Project, chunk.project).name
            self._offer(f"{project} / {chunk.name}  ·  chunk", ("chunk", chunk.id))
        if not self._only_things:
            for action in self._actions():
                text = action.text().replace("&", "").rstrip("….")
                if text and action.isEnabled() and not action.isSeparator():
                    keys = action.shortcut().toString()
                    self._offer(f"{text}  ·  {keys or 'do'}", action)

    def _offer(self, text: str, found: object) -> None:
        item = QStandardItem(text)
        item.setData(found, FOUND)
        self._model.appendRow(item)

    def _first(self) -> None:
        """Enter without a choice takes the best match."""
        popup = self._popup
        if not self.text() or (popup.isVisible() and popup.currentIndex().isValid()):
            return  # nothing asked, or the list itself hands over what was walked to
        self._completer.setCompletionPrefix(self.text())
        model = self._completer.completionModel()
        if model.rowCount():
            popup.hide()
            self._chosen(model.index(0, 0))
        else:
            self._session.note.emit(f"There is nothing with “{self.text()}” in its name.")

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Escape gives up: the line is empty again, the board has the keyboard."""
        if event.key() == Qt.Key.Key_Escape:
            self._popup.hide()
            self.clear()
            self.clearFocus()
            self.found.emit("", 0)
        else:
            super().keyPressEvent(event)

    def _chosen(self, index: QModelIndex) -> None:
        model = index.model()
        found = index.data(FOUND)
        if found is None and isinstance(model, QSortFilterProxyModel):
            found = model.mapToSource(index).data(FOUND)
        self.clear()
        self.clearFocus()
        if isinstance(found, QAction):
            found.trigger()
        elif found is not None:
            noun, row_id = found
            if noun == "scenario":
                self._session.set_scenario(row_id)
            else:
                team = row_id if noun == "team" else None
                self._session.select(Selection(noun, (row_id,), team))
            self.found.emit(noun, int(row_id))
