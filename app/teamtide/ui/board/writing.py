"""Lines of text that are painted again and again.

Laying a line out (measuring, cutting it to fit) costs several times what painting it does, and a
board paints the same few hundred lines after every change.
"""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QFont, QFontMetrics, QPainter, QStaticText

MOST_KEPT = 1000
"""Lines of one list or column: what is in sight of it, in every scenario one looks at in turn."""
WIDE = 10_000
_ELIDE = Qt.TextElideMode.ElideRight


class Writer:
    """Writes single lines in a few fonts; each is laid out once and kept."""

    def __init__(self) -> None:
        """Nothing laid out."""
        self._lines: dict[tuple[int, str, int], tuple[QStaticText, float, float]] = {}
        self._fonts: dict[int, tuple[QFont, QFontMetrics]] = {}

    def metrics(self, font: QFont) -> QFontMetrics:
        """The measures of a font; the font is to be the same object every time."""
        known = self._fonts.get(id(font))
        if known is None:
            # Kept with its font, so that no other can get the same identity.
            known = self._fonts[id(font)] = (font, QFontMetrics(font))
        return known[1]

    def width(self, font: QFont, text: str) -> float:
        """How wide a whole line is."""
        return self._line(font, text, WIDE)[1]

    def write(
        self, painter: QPainter, font: QFont, text: str, where: QRectF, *, right: bool = False
    ) -> float:
        """Write one line, cut to fit; its width."""
        static, width, height = self._line(font, text, int(where.width()))
        painter.setFont(font)
        x = where.right() - width if right else where.left()
        painter.drawStaticText(QPointF(x, where.top() + (where.height() - height) / 2), static)
        return width

    def _line(self, font: QFont, text: str, room: int) -> tuple[QStaticText, float, float]:
        key = (id(font), text, room)
        line = self._lines.get(key)
        if line is None:
            if len(self._lines) > MOST_KEPT:
                self._lines.clear()
            metrics = self.metrics(font)
            cut = QStaticText(metrics.elidedText(text, _ELIDE, room))
            cut.setTextFormat(Qt.TextFormat.PlainText)
            cut.prepare(font=font)
            line = self._lines[key] = (cut, cut.size().width(), float(metrics.height()))
        return line
