"""What a backup would change, line by line, as a model; and the list of backups by day."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt
from PySide6.QtWidgets import QTreeWidget, QTreeWidgetItem

from teamtide.plan.backups import Backup, size_text
from teamtide.plan.placing import day_text
from teamtide.plan.restoring import BACK, CHANGES, GOES, Line
from teamtide.ui import theme

Index = QModelIndex | QPersistentModelIndex
Role = Qt.ItemDataRole
_NONE = QModelIndex()
HEADERS = ("", "What", "Value", "Now", "In the backup")
SIGNS = {BACK: "+ back", GOES: "– goes", CHANGES: "● changes"}
BACKUP = Role.UserRole + 1


class LinesModel(QAbstractTableModel):
    """Lines of what would change. The first column is a sign, a word and a colour."""

    def __init__(self, parent: QObject | None = None) -> None:
        """No lines yet."""
        super().__init__(parent)
        self._lines: Sequence[Line] = ()

    def show_lines(self, lines: Sequence[Line]) -> None:
        """Show other lines."""
        self.beginResetModel()
        self._lines = lines
        self.endResetModel()

    def rowCount(self, parent: Index = _NONE) -> int:
        """A row each."""
        return 0 if parent.isValid() else len(self._lines)

    def columnCount(self, parent: Index = _NONE) -> int:
        """How it changes, what, which value, now and then."""
        return 0 if parent.isValid() else len(HEADERS)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Role.DisplayRole
    ) -> Any:
        """The headings."""
        if orientation == Qt.Orientation.Horizontal:
            if role == Role.DisplayRole:
                return HEADERS[section]
            if role == Role.TextAlignmentRole:
                return Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        return None

    def data(self, index: Index, role: int = Role.DisplayRole) -> Any:
        """The texts."""
        line = self._lines[index.row()]
        what = f"{line.noun[:1].upper()}{line.noun[1:]} {line.who}"
        texts = (SIGNS[line.what], what, line.value, line.now, line.then)
        if role == Role.DisplayRole:
            return texts[index.column()]
        if role in (Role.ToolTipRole, Role.AccessibleDescriptionRole):
            return line.text
        if role == Role.ForegroundRole:
            now = theme.current()
            if index.column() == 0:
                return {BACK: now.good, GOES: now.bad, CHANGES: now.accent_text}[line.what]
            if index.column() == 3 and line.what == CHANGES:
                return now.muted
        return None


def fill_by_day(tree: QTreeWidget, backups: Sequence[Backup], today: date) -> None:
    """List backups under the days they were made on; the newest is chosen.

    Args:
        tree: With columns for when, why and size.
        backups: Newest first.
        today: The day it is, by the local calendar.
    """
    tree.clear()
    heads: dict[date, QTreeWidgetItem] = {}
    first: QTreeWidgetItem | None = None
    for one in backups:
        here = one.at.astimezone()
        head = heads.get(here.date())
        if head is None:
            head = heads[here.date()] = QTreeWidgetItem(tree, [_day_words(here.date(), today)])
            head.setFlags(Qt.ItemFlag.ItemIsEnabled)
            head.setFirstColumnSpanned(True)
            head.setExpanded(True)
            font = head.font(0)
            font.setWeight(font.Weight.DemiBold)
            head.setFont(0, font)
        item = QTreeWidgetItem(head, [f"{here:%H:%M}", one.why, size_text(one.size)])
        item.setData(0, BACKUP, one)
        item.setTextAlignment(2, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        item.setToolTip(1, one.why)
        words = f"{day_text(here.date())}, {here:%H:%M}, {one.why}, {size_text(one.size)}"
        item.setData(0, Role.AccessibleTextRole, words)
        first = first or item
    if first is not None:
        tree.setCurrentItem(first)


def _day_words(day: date, today: date) -> str:
    if day == today:
        return "Today"
    if day == today - timedelta(days=1):
        return "Yesterday"
    return f"{day:%A}, {day_text(day)}"


def short_time(at: datetime, now: datetime | None = None) -> str:
    """When something was, in a button: `14:05` today, else with its day."""
    here = at.astimezone()
    today = (now or datetime.now(UTC)).astimezone().date()
    return f"{here:%H:%M}" if here.date() == today else f"{day_text(here.date())}, {here:%H:%M}"
