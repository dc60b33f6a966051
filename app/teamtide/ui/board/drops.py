"""What places to drop cards on have in common: whom they ask, what they do, and their headings."""

from __future__ import annotations

from typing import Protocol

from PySide6.QtCore import QMimeData, QPoint
from PySide6.QtGui import QDragEnterEvent, QDragLeaveEvent, QDragMoveEvent, QDropEvent, QFont
from PySide6.QtWidgets import QWidget

from teamtide.plan.rows import TeamId


class DropSite(Protocol):
    """Who is asked about drags over a column or the tray of paused projects."""

    def offered(self, team: TeamId | None, data: QMimeData) -> bool:
        """Whether what hovers may be dropped on a column; shows what would come of it."""

    def refused(self, data: QMimeData) -> bool:
        """Whether what hovers over the tray is for neither the tray nor the bench; says why."""

    def hovered(self, at: QPoint) -> None:
        """The pointer moved, at a global position."""

    def left(self, team: TeamId | None) -> None:
        """What hovered over a column is gone."""

    def dropped(self, team: TeamId | None, data: QMimeData) -> bool:
        """It was dropped; False where it can't be."""


class DropPlace(QWidget):
    """A place to drop cards on, the whole of it; `team` is whose (None: the bench)."""

    def __init__(self, site: DropSite, team: TeamId | None, parent: QWidget) -> None:
        """A place that asks `site`."""
        super().__init__(parent)
        self.team = team
        self._site = site
        self._target = False
        self.setAcceptDrops(True)

    def set_target(self, target: bool) -> None:
        """Whether something is about to be dropped here."""
        if target != self._target:
            self._target = target
            self.update()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Show what would come of a drop."""
        if self._site.offered(self.team, event.mimeData()):
            self.set_target(True)
            event.acceptProposedAction()
        else:
            event.ignore()

    def dragMoveEvent(self, event: QDragMoveEvent) -> None:
        """Let the tag follow."""
        if not self._target:
            event.ignore()
            return
        self._site.hovered(self.mapToGlobal(event.position().toPoint()))
        event.acceptProposedAction()

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        """Take back what was shown."""
        self.set_target(False)
        self._site.left(self.team)

    def dropEvent(self, event: QDropEvent) -> None:
        """Hand it on."""
        self.set_target(False)
        if self._site.dropped(self.team, event.mimeData()):
            event.acceptProposedAction()
        else:
            event.ignore()


def label_font(base: QFont) -> QFont:
    """The small capitals of headings inside a column."""
    font = QFont(base)
    font.setPointSizeF(max(6.5, font.pointSizeF() * 0.82))
    font.setCapitalization(QFont.Capitalization.AllUppercase)
    font.setLetterSpacing(QFont.SpacingType.AbsoluteSpacing, 0.6)
    return font
