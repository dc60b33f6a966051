"""Text and shapes on a page measured in points, ten units each so that letters stay where they are.

A page is always black on white, whatever the window looks like: it is printed, often in grey, and
read on phones. Colour only repeats what a word says.
"""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import (
    QColor,
    QFont,
    QFontMetricsF,
    QPainter,
    QPen,
    QTextDocument,
    QTextOption,
)

from teamtide.ui import theme

UNIT = 10.0
"""Units a point: metrics of fonts this large are not rounded to be told."""
BLACK, GREY, RULE, WASH = QColor("#16202a"), QColor("#4d5a66"), QColor("#c3cbd2"), QColor("#f1f4f6")
BETTER, WORSE, LEVEL = QColor("#00614a"), QColor("#9c3600"), QColor("#4d5a66")
ACCENT = QColor("#0b5394")


def font_of(size: float, *, bold: bool = False) -> QFont:
    """The font of the page at `size` points."""
    font = theme.ui_font()
    font.setPixelSize(max(1, round(size * UNIT)))
    font.setBold(bold)
    font.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
    return font


def fits(text: str, size: float, width: float) -> bool:
    """Whether a bold text fits a line of `width` points."""
    return QFontMetricsF(font_of(size, bold=True)).horizontalAdvance(text) <= width * UNIT


def paragraph(html: str, size: float, width: float, colour: QColor = BLACK) -> QTextDocument:
    """A rich text laid out in `width` points; long words are broken rather than cut."""
    document = QTextDocument()
    document.setDocumentMargin(0)
    document.setDefaultFont(font_of(size))
    option = QTextOption()
    option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
    document.setDefaultTextOption(option)
    document.setDefaultStyleSheet(f"body {{ color: {colour.name()}; }} p {{ margin: 0; }}")
    document.setHtml(f"<body>{html}</body>")
    document.setTextWidth(width * UNIT)
    return document


def height_of(document: QTextDocument) -> float:
    """How high it is, in points."""
    return float(document.size().height()) / UNIT


class Ink:
    """Draws on a painter whose units are tenths of a point."""

    def __init__(self, painter: QPainter) -> None:
        """Draw with `painter`."""
        self.painter = painter
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setRenderHint(QPainter.RenderHint.TextAntialiasing)

    def place(self, document: QTextDocument, x: float, y: float) -> None:
        """Draw a paragraph with its top left corner there."""
        self.painter.save()
        self.painter.translate(x * UNIT, y * UNIT)
        document.drawContents(self.painter)
        self.painter.restore()

    def line(
        self,
        text: str,
        x: float,
        y: float,
        width: float,
        size: float,
        colour: QColor = BLACK,
        *,
        bold: bool = False,
        right: bool = False,
    ) -> None:
        """One line of text, cut with an ellipsis where it does not fit; `y` is its top."""
        font = font_of(size, bold=bold)
        metrics = QFontMetricsF(font)
        shown = metrics.elidedText(text, Qt.TextElideMode.ElideRight, width * UNIT)
        self.painter.setFont(font)
        self.painter.setPen(colour)
        left = x * UNIT
        if right:
            left += width * UNIT - metrics.horizontalAdvance(shown)
        self.painter.drawText(QPointF(left, y * UNIT + metrics.ascent()), shown)

    def rule(self, x: float, y: float, width: float, thick: float, colour: QColor = RULE) -> None:
        """A level rule."""
        self.fill(x, y, width, thick, colour)

    def fill(self, x: float, y: float, width: float, height: float, colour: QColor) -> None:
        """A filled rectangle."""
        self.painter.fillRect(QRectF(x * UNIT, y * UNIT, width * UNIT, height * UNIT), colour)

    def stroke(
        self, x: float, y: float, to_x: float, to_y: float, width: float, colour: QColor
    ) -> None:
        """A straight line."""
        self.painter.setPen(QPen(colour, width * UNIT, Qt.PenStyle.SolidLine))
        self.painter.drawLine(QPointF(x * UNIT, y * UNIT), QPointF(to_x * UNIT, to_y * UNIT))

    def dot(self, x: float, y: float, radius: float, colour: QColor) -> None:
        """A filled disc."""
        self.painter.setPen(Qt.PenStyle.NoPen)
        self.painter.setBrush(colour)
        self.painter.drawEllipse(QPointF(x * UNIT, y * UNIT), radius * UNIT, radius * UNIT)
