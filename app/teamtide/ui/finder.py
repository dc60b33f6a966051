"""“Find or do…”: one field that finds people, work, teams and scenarios, and runs any action."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from PySide6.QtCore import QModelIndex, QSortFilterProxyModel, Qt
from PySide6.QtGui import QAction, QFocusEvent, QStandardItem, QStandardItemModel
from PySide6.QtWidgets import QCompleter, QLineEdit, QWidget

from teamtide.plan.rows import Chunk, Person, Project, Scenario, Service, Team
from teamtide.ui.session import Selection, Session

FOUND = Qt.ItemDataRole.UserRole + 1
HOW_MANY = 12


class Finder(QLineEdit):
    """A line that completes to everything there is, and acts on what is chosen."""

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
        self._completer.activated[QModelIndex].connect(self._chosen)  # type: ignore[index]
        self.returnPressed.connect(self._first)

    def open(self, *, only_things: bool = False) -> None:
        """Take the focus, to find (and, unless `only_things`, to do)."""
        self._only_things = only_things
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
        model = self._completer.completionModel()
        if self.text() and model.rowCount() and not self._popped_up():
            self._chosen(model.index(0, 0))

    def _popped_up(self) -> bool:
        popup = self._completer.popup()
        return popup is not None and popup.isVisible()

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
