"""The page as it will be printed, as wide as there is room, sharp at any scale."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QPixmap, QResizeEvent
from PySide6.QtWidgets import QFrame, QScrollArea, QWidget

from teamtide.advise.briefing import Brief
from teamtide.ui import theme
from teamtide.ui.brief.page import HEIGHT, WIDTH, paint_brief, scale_to

_LEAST = 420


class Page(QWidget):
    """One page; blank until there is a brief."""

    def __init__(self, parent: QWidget | None = None) -> None:
        """A blank page."""
        super().__init__(parent)
        self._brief: Brief | None = None
        self._made = ""
        self._picture: QPixmap | None = None
        self.setAccessibleName("Preview of the brief")

    def show_brief(self, brief: Brief | None, made: str) -> None:
        """Show a brief, or a blank page."""
        self._brief, self._made, self._picture = brief, made, None
        self.setAccessibleDescription("" if brief is None else spoken(brief))
        self.update()

    def fit(self, width: int) -> None:
        """Be so wide, and as high as a page then is."""
        wide = max(_LEAST, width)
        self.setFixedSize(wide, round(wide * HEIGHT / WIDTH))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """The page, painted once and kept while it lasts."""
        ratio = self.devicePixelRatioF()
        size = QSize(round(self.width() * ratio), round(self.height() * ratio))
        if self._picture is None or self._picture.size() != size:
            picture = QPixmap(size)
            picture.fill(Qt.GlobalColor.white)
            if self._brief is not None:
                brush = QPainter(picture)
                scale_to(brush, size.width())
                paint_brief(brush, self._brief, self._made)
                brush.end()
            picture.setDevicePixelRatio(ratio)
            self._picture = picture
        painter = QPainter(self)
        painter.drawPixmap(0, 0, self._picture)
        painter.setPen(theme.current().line)
        painter.drawRect(self.rect().adjusted(0, 0, -1, -1))


class Preview(QScrollArea):
    """The page in what room there is; arrows and Page Down walk it."""

    def __init__(self, parent: QWidget | None = None) -> None:
        """A blank page."""
        super().__init__(parent)
        self.page = Page()
        self.setWidget(self.page)
        self.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName("The page")

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fill the width."""
        super().resizeEvent(event)
        self.page.fit(self.viewport().width())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Home and End, too."""
        bar = self.verticalScrollBar()
        if event.key() == Qt.Key.Key_Home:
            bar.setValue(bar.minimum())
        elif event.key() == Qt.Key.Key_End:
            bar.setValue(bar.maximum())
        else:
            super().keyPressEvent(event)


def spoken(brief: Brief) -> str:
    """The page in a few sentences, for those who don't see it."""
    if brief.empty:
        return brief.empty
    told = [f"Recommended: {brief.scenario}.", *brief.warnings]
    told += [f"{one.label}: {one.change}, {one.verdict}; {one.sure}." for one in brief.reasons]
    return " ".join([*told, *brief.against, brief.hinges])
