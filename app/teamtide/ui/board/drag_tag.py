"""The small label beside the pointer that says what a drop would do."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPaintEvent, QPen, QPixmap
from PySide6.QtWidgets import QWidget

from teamtide.ui import theme

WIDTH = 236
PAD = 10
_WRAP = int(Qt.TextFlag.TextWordWrap) | int(Qt.AlignmentFlag.AlignLeft)


class DragTag(QWidget):
    """Floats over the board, inside it, and never in the pointer's way."""

    def __init__(self, parent: QWidget) -> None:
        """Hidden until `show_at`."""
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setAttribute(Qt.WidgetAttribute.WA_NoSystemBackground)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.title = ""
        self.text = ""
        self.hide()

    def say(self, title: str, text: str) -> None:
        """What is dragged, and what would come of it."""
        if (title, text) != (self.title, self.text):
            self.title, self.text = title, text
            self.setAccessibleName(f"{title}: {text}")
            self.resize(self._wanted_size())
            self.update()

    def show_at(self, pointer: QPoint) -> None:
        """Beside a point of the parent, kept inside it."""
        board = self.parentWidget()
        assert board is not None
        room = board.rect()
        x, y = pointer.x() + 14, pointer.y() + 18
        if x + self.width() > room.right() - 4:
            x = pointer.x() - 14 - self.width()
        if y + self.height() > room.bottom() - 4:
            y = pointer.y() - 14 - self.height()
        self.move(max(4, x), max(4, y))
        self.raise_()
        self.show()

    def _fonts(self) -> tuple[QFont, QFont]:
        bold, small = QFont(self.font()), QFont(self.font())
        bold.setWeight(QFont.Weight.DemiBold)
        small.setPointSizeF(max(6.5, self.font().pointSizeF() * 0.9))
        return bold, small

    def _wanted_size(self) -> QSize:
        bold, small = self._fonts()
        inner = QRect(0, 0, WIDTH - 2 * PAD, 400)
        below = QFontMetrics(small).boundingRect(inner, _WRAP, self.text).height()
        return QSize(WIDTH, QFontMetrics(bold).height() + below + 2 * PAD + 2)

    def paintEvent(self, event: QPaintEvent) -> None:
        """A card with a soft shadow."""
        look = theme.current()
        bold, small = self._fonts()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        shadow = QColor(0, 0, 0, 26 if not look.dark else 90)
        rect = QRectF(self.rect()).adjusted(1.5, 0.5, -1.5, -3.5)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(shadow)
        painter.drawRoundedRect(rect.translated(0, 2), 7, 7)
        painter.setPen(QPen(look.accent, 1))
        painter.setBrush(look.card)
        painter.drawRoundedRect(rect, 6, 6)
        inner = self.rect().adjusted(PAD, PAD - 3, -PAD, -PAD + 2)
        painter.setPen(look.text)
        painter.setFont(bold)
        title = QFontMetrics(bold).elidedText(
            self.title, Qt.TextElideMode.ElideRight, inner.width()
        )
        painter.drawText(inner, _WRAP, title)
        painter.setPen(look.muted)
        painter.setFont(small)
        painter.drawText(inner.adjusted(0, QFontMetrics(bold).height() + 1, 0, 4), _WRAP, self.text)
        painter.end()


def drag_picture(title: str, font: QFont, ratio: float) -> QPixmap:
    """What hangs at the pointer, where no board is beneath it: a pill with a name."""
    look = theme.current()
    metrics = QFontMetrics(font)
    text = metrics.elidedText(title, Qt.TextElideMode.ElideRight, 180)
    size = QSize(metrics.horizontalAdvance(text) + 22, metrics.height() + 10)
    picture = QPixmap(size * ratio)
    picture.setDevicePixelRatio(ratio)
    picture.fill(Qt.GlobalColor.transparent)
    painter = QPainter(picture)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setBrush(look.accent_fill)
    painter.setPen(QPen(look.accent, 1))
    rect = QRectF(0.5, 0.5, size.width() - 1.0, size.height() - 1.0)
    painter.drawRoundedRect(rect, rect.height() / 2, rect.height() / 2)
    painter.setPen(look.accent_text)
    painter.setFont(font)
    painter.drawText(rect, int(Qt.AlignmentFlag.AlignCenter), text)
    painter.end()
    return picture
