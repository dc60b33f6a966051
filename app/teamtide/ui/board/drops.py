"""What places to drop cards on have in common: whom they ask, and how their headings look."""

from __future__ import annotations

from typing import Protocol

from PySide6.QtCore import QMimeData, QPoint
from PySide6.QtGui import QFont

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


def label_font(base: QFont) -> QFont:
    """The small capitals of headings inside a column."""
    font = QFont(base)
    font.setPointSizeF(max(6.5, font.pointSizeF() * 0.82))
    font.setCapitalization(QFont.Capitalization.AllUppercase)
    font.setLetterSpacing(QFont.SpacingType.AbsoluteSpacing, 0.6)
    return font
