"""The status bar's legend: what colours, shapes and lines mean, once for all charts and cards."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from teamtide.capacity.inputs import KINDS
from teamtide.ui import theme


class Legend(QWidget):
    """Shapes of the plan's disciplines, colours of the kinds of work, and the lines."""

    def __init__(self, parent: QWidget | None = None) -> None:
        """A legend with no disciplines yet."""
        super().__init__(parent)
        self._disciplines: tuple[str, ...] = ()
        self._ghost = ""
        self._projected = False
        self._settling = False
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._describe()

    def set_disciplines(self, disciplines: tuple[str, ...]) -> None:
        """Show the shapes of these disciplines."""
        if disciplines == self._disciplines:
            return
        self._disciplines = disciplines
        self._describe()
        self.update()

    def set_ghost(self, name: str) -> None:
        """Name the scenario drawn behind the curves; empty for none."""
        if name == self._ghost:
            return
        self._ghost = name
        self._describe()
        self.update()

    def set_projected(self, projected: bool) -> None:
        """Whether the curves are projected: then they have a band, and work that is left over."""
        if projected != self._projected:
            self._projected = projected
            self._describe()
            self.update()

    def set_settling(self, settling: bool) -> None:
        """Whether somebody settles in, so that curves have a line of what they will be worth."""
        if settling != self._settling:
            self._settling = settling
            self._describe()
            self.update()

    def _entries(self) -> list[tuple[str, str]]:
        entries = [(f"kind:{kind}", kind) for kind in KINDS]
        unmet = "left over" if self._projected else "unmet"
        entries += [("line:solid", "capacity")]
        if self._settling:
            entries.append(("line:dot", "once settled in"))
        entries += [("hatch", unmet), ("cross", "skill gap")]
        if self._projected:
            entries.append(("band", "8 of 10 runs"))
        elif self._ghost:
            entries.append(("line:dash", self._ghost))
        for name in self._disciplines:
            entries.append((f"shape:{theme.shape_of(name, self._disciplines)}", name))
        return entries

    def _describe(self) -> None:
        self.setAccessibleName("Legend: " + ", ".join(name for _, name in self._entries()))

    def sizeHint(self) -> QSize:
        """Wide enough for every entry, as high as a line."""
        metrics = QFontMetricsF(self.font())
        width = sum(metrics.horizontalAdvance(name) + 31 for _, name in self._entries())
        return QSize(int(width), int(metrics.height()) + 4)

    def minimumSizeHint(self) -> QSize:
        """Entries that do not fit are left out, so any width will do."""
        return QSize(0, self.sizeHint().height())

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the entries from the left, those that fit; the shapes, which cards explain, last."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        look = theme.current()
        metrics = QFontMetricsF(self.font())
        x, middle = 4.0, self.height() / 2
        for sign, name in self._entries():
            width = metrics.horizontalAdvance(name)
            if x + 19 + width > self.width():
                break
            self._sign(painter, sign, x, middle, look)
            painter.setPen(look.muted)
            painter.drawText(
                QRectF(x + 16, 0, width + 2, self.height()), Qt.AlignmentFlag.AlignVCenter, name
            )
            x += width + 31

    def _sign(
        self, painter: QPainter, sign: str, x: float, middle: float, look: theme.Theme
    ) -> None:
        what, _, which = sign.partition(":")
        painter.setPen(Qt.PenStyle.NoPen)
        if what == "shape":
            painter.setBrush(look.muted)
            theme.draw_shape(painter, which, QPointF(x + 7, middle), 8)
        elif what == "kind":
            painter.setBrush(look.kind(which))
            painter.drawRoundedRect(QRectF(x + 3, middle - 5, 8, 10), 2, 2)
        elif what == "band":
            wash = QColor(look.text)
            wash.setAlpha(46)
            painter.fillRect(QRectF(x + 1, middle - 5, 12, 10), wash)
        elif what in ("hatch", "cross"):
            painter.setPen(QPen(look.unmet, 1))
            for step in range(3):
                left = x + 2 + 4 * step
                painter.drawLine(QPointF(left, middle + 4), QPointF(left + 5, middle - 4))
                if what == "cross":
                    painter.drawLine(QPointF(left, middle - 4), QPointF(left + 5, middle + 4))
        else:
            pen = QPen({"dash": look.ghost, "dot": look.muted}.get(which, look.text), 1.5)
            pen.setStyle(
                {"dash": Qt.PenStyle.DashLine, "dot": Qt.PenStyle.DotLine}.get(
                    which, Qt.PenStyle.SolidLine
                )
            )
            painter.setPen(pen)
            painter.drawLine(QPointF(x, middle), QPointF(x + 13, middle))
