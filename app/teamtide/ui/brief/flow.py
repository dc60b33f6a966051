"""Pages one after the other, each with its heading and its number; what does not fit goes on."""

from __future__ import annotations

from collections.abc import Callable
from html import escape

from PySide6.QtGui import QPainter

from teamtide.ui.brief.ink import ACCENT, GREY, RULE, UNIT, WASH, Ink, height_of, paragraph
from teamtide.ui.brief.page import HEIGHT, INNER, MARGIN

_TOP, _BOTTOM = MARGIN + 22, HEIGHT - MARGIN - 14


class Flow:
    """Where the next thing goes. The first page is somebody else's."""

    def __init__(
        self, painter: QPainter, new_page: Callable[[], object], heading: str, made: str = ""
    ) -> None:
        """Draw with `painter`; `new_page` begins another one.

        Args:
            painter: Draws.
            new_page: Begins another page.
            heading: Stands on top of each.
            made: When it was made, for their feet; blank leaves it out.
        """
        self.ink = Ink(painter)
        self._new_page, self._heading = new_page, heading
        self._foot = f"Made with Teamtide, {made}." if made else "Made with Teamtide."
        self.page = 1
        self.y = _BOTTOM

    def turn(self) -> None:
        """Begin another page."""
        self._new_page()
        self.page += 1
        self.y = _TOP
        self.ink.line(self._heading, MARGIN, MARGIN - 6, INNER * 0.8, 9, GREY)
        number, y = f"Page {self.page}", HEIGHT - MARGIN + 2
        self.ink.rule(MARGIN, y - 4, INNER, 0.6)
        self.ink.line(self._foot, MARGIN, y, INNER * 0.8, 8, GREY)
        self.ink.line(number, MARGIN + INNER * 0.8, y, INNER * 0.2, 8, GREY, right=True)

    def need(self, height: float) -> bool:
        """Turn the page where there is less room than this; whether it was turned."""
        if self.y + height <= _BOTTOM:
            return False
        self.turn()
        return True

    def title(self, text: str, below: float = 60.0) -> None:
        """A heading, never alone at the foot of a page."""
        self.need(min(26 + below, _BOTTOM - _TOP))
        self.ink.line(text, MARGIN, self.y + 4, INNER, 15, ACCENT, bold=True)
        self.y += 28

    def text(self, html: str, size: float = 9.4, indent: float = 0.0) -> None:
        """A paragraph; one longer than a page is cut, which no paragraph here is."""
        document = paragraph(html, size, INNER - indent)
        high = height_of(document) + 3
        self.need(high)
        self.ink.place(document, MARGIN + indent, self.y)
        self.y += high

    def cells(self, texts: list[str], widths: list[float], *, head: bool = False) -> None:
        """A row of a table: HTML in columns of these widths, in points."""
        made = [paragraph(text, 8.6, width - 6) for text, width in zip(texts, widths, strict=True)]
        high = max(height_of(one) for one in made) + 5
        self.need(high)
        if head:
            self.ink.fill(MARGIN, self.y, sum(widths), high, WASH)
        x = MARGIN
        for one, width in zip(made, widths, strict=True):
            self.ink.place(one, x + 2, self.y + 2)
            x += width
        self.y += high
        self.ink.rule(MARGIN, self.y - 0.5, sum(widths), 0.5, RULE)

    def place(
        self, width: float, height: float, *, gap: float = 10.0, here: bool = False
    ) -> QPainter:
        """The painter, ready to draw something of that size as wide as the page; restore it.

        What would be higher than a page is as high as one, or as what is left of it (`here`).
        Below it is a `gap`, in points.
        """
        most = _BOTTOM - (self.y if here else _TOP) - gap
        scale = min(INNER / width, most / height)
        high = height * scale
        self.need(high + gap)
        painter = self.ink.painter
        painter.save()
        painter.translate(MARGIN * UNIT, self.y * UNIT)
        painter.scale(scale * UNIT, scale * UNIT)
        self.y += high + gap
        return painter


def bold(text: str) -> str:
    """Text as HTML, bold."""
    return f"<b>{escape(text)}</b>"
