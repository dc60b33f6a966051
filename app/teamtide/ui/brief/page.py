"""A brief as one page: what is recommended on top, three reasons beside each other, then the rest.

What does not fit at a readable size is shortened, first the longest lists, and the page says how
many it left out. Sizes in points on A4; nothing is smaller than 8.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import isfinite

from PySide6.QtGui import QColor, QPainter, QPicture, QTextDocument

from teamtide.advise.briefing import Brief, Reason
from teamtide.ui.brief.ink import (
    ACCENT,
    BETTER,
    BLACK,
    GREY,
    LEVEL,
    RULE,
    UNIT,
    WASH,
    WORSE,
    Ink,
    fits,
    height_of,
    paragraph,
)
from teamtide.ui.brief.words import WARNING, Fit, Section, about, beside, foot, name, safe, sections

WIDTH, HEIGHT = 595.0, 842.0
"""A4, in points."""
MARGIN = 38.0
INNER = WIDTH - 2 * MARGIN
_GAP = 9.0
_COLUMN = 20.0
_LEFT = 0.56
_VERDICTS: dict[str, QColor] = {"better": BETTER, "worse": WORSE, "level": LEVEL}
_LISTS = (
    *((60, 12, 330), (30, 8, 330), (20, 6, 300), (14, 5, 260), (10, 4, 220)),
    *((7, 3, 180), (5, 2, 140), (3, 1, 110), (2, 1, 80)),
)
_MORE = 0.6
_LARGE = (11.4, 10.8, 10.2)
_FITS: tuple[Fit, ...] = (
    *(Fit(size, *_LISTS[0]) for size in _LARGE),
    *(Fit(size, *lists) for lists in _LISTS for size in (9.6, 9.0, 8.4)),
)
"""What is tried in turn: smaller letters before shorter lists; large ones, to be read on a phone,
where there is room."""


@dataclass(slots=True)
class _Block:
    title: str
    body: QTextDocument
    size: float

    def height(self) -> float:
        return self.size + 5.0 + height_of(self.body) + _GAP


def paint_brief(painter: QPainter, brief: Brief, made: str = "") -> bool:
    """Draw a brief on a painter whose units are tenths of a point, on A4.

    Args:
        painter: Where; the page is filled white.
        brief: What to say.
        made: When it was made, for the foot; blank leaves it out.

    Returns:
        Whether everything found room.
    """
    ink = Ink(painter)
    ink.fill(0, 0, WIDTH, HEIGHT, QColor("#ffffff"))
    _foot(ink, brief, made)
    if brief.empty:
        ink.place(paragraph(safe(brief.empty), 13, INNER), MARGIN, _head(ink, brief, 0) + 16)
        return True
    more, laid = _lay_out(brief)
    y = _reasons(ink, brief, _head(ink, brief, more), more)
    for x, column in ((MARGIN, laid.left), (MARGIN + INNER * _LEFT + _COLUMN, laid.right)):
        width = INNER * _LEFT if column is laid.left else INNER * (1 - _LEFT) - _COLUMN
        _stack(ink, column, x, y, width)
    y += max(_sum(laid.left), _sum(laid.right))
    _stack(ink, laid.below, MARGIN, y, INNER)
    return laid.whole


@dataclass(frozen=True, slots=True)
class _Laid:
    """Blocks of a page in as much room as a fit needs, and whether that is there."""

    fit: Fit
    left: list[_Block]
    right: list[_Block]
    below: list[_Block]
    whole: bool


def _lay_out(brief: Brief) -> tuple[float, _Laid]:
    """By how many points the letters on top are larger, and what stands below.

    They are larger where nothing is shortened for it.
    """
    for more in (_MORE, 0.0):
        picture = QPicture()
        trial = QPainter(picture)
        ink = Ink(trial)
        room = HEIGHT - MARGIN - 16 - _reasons(ink, brief, _head(ink, brief, more), more)
        trial.end()
        for fit in _FITS:
            columns = _columns(brief, fit)
            height = max(_sum(columns[0]), _sum(columns[1])) + _sum(columns[2])
            if height <= room:
                break
        laid = _Laid(fit, *columns, height <= room)
        if laid.whole and fit.rows == _LISTS[0][0]:
            break
    return more, laid


def _columns(brief: Brief, fit: Fit) -> tuple[list[_Block], list[_Block], list[_Block]]:
    made: dict[str, list[_Block]] = {"left": [], "right": [], "below": []}
    widths = {
        "left": INNER * _LEFT,
        "right": INNER * (1 - _LEFT) - _COLUMN,
        "below": INNER,
    }
    for section in sections(brief, fit):
        made[section.side].append(_block(section, fit, widths[section.side]))
    return made["left"], made["right"], made["below"]


def _block(section: Section, fit: Fit, width: float) -> _Block:
    lines = "".join(f"<p>{line}</p>" for line in section.lines)
    return _Block(section.title, paragraph(lines, fit.size, width), max(9.2, fit.size))


def _sum(blocks: list[_Block]) -> float:
    return sum(block.height() for block in blocks)


def _stack(ink: Ink, blocks: list[_Block], x: float, y: float, width: float) -> None:
    for block in blocks:
        ink.rule(x, y, width, 0.8)
        ink.line(block.title, x, y + 2, width, block.size, ACCENT, bold=True)
        ink.place(block.body, x, y + block.size + 5)
        y += block.height()


# --- the top --------------------------------------------------------------------------------


def _head(ink: Ink, brief: Brief, more: float) -> float:
    """What is recommended, and for what; where it ends."""
    y = MARGIN - 6
    ink.line(brief.plan, MARGIN, y, INNER * 0.58, 10, GREY, bold=True)
    ink.line(brief.period, MARGIN + INNER * 0.6, y, INNER * 0.4, 10, GREY, right=True)
    y += 18
    if brief.empty:
        ink.line("Nothing to recommend yet", MARGIN, y, INNER, 22, bold=True)
        return y + 32
    ink.line("Recommended", MARGIN, y, INNER, 10, ACCENT, bold=True)
    y += 12
    ink.line(brief.scenario, MARGIN, y, INNER, 22, bold=True)
    y += 31
    for text, size, colour in about(brief):
        document = paragraph(text, size + more, INNER, colour)
        ink.place(document, MARGIN, y)
        y += height_of(document) + 4
    for warning in brief.warnings:
        document = paragraph(
            f"<b>Note:</b> {safe(name(warning, WARNING))}", 9.4 + more, INNER - 16, WORSE
        )
        high = height_of(document) + 8
        ink.fill(MARGIN, y, INNER, high, WASH)
        ink.fill(MARGIN, y, 3, high, WORSE)
        ink.place(document, MARGIN + 10, y + 4)
        y += high + 4
    return y + 4


# --- reasons --------------------------------------------------------------------------------


def _reasons(ink: Ink, brief: Brief, y: float, more: float) -> float:
    """Reasons beside each other; where they end."""
    used = 0.0
    if brief.reasons:
        count = len(brief.reasons)
        gap = 10.0
        width = (INNER - gap * (max(count, 2) - 1)) / max(count, 2)
        texts = [paragraph(beside(one), 8.8 + more, width - 18, BLACK) for one in brief.reasons]
        below = 55.0 if any(_drawn(one) for one in brief.reasons) else 44.0
        high = below + 7.0 + max(height_of(text) for text in texts)
        for number, (one, text) in enumerate(zip(brief.reasons, texts, strict=True)):
            _card(ink, one, text, MARGIN + number * (width + gap), y, width, high, below)
        used = high + 8
    if brief.too_few:
        ink.line(brief.too_few, MARGIN, y + used, INNER, 9.4, GREY)
        used += 18
    return y + used + 2


def _card(
    ink: Ink,
    reason: Reason,
    text: QTextDocument,
    x: float,
    y: float,
    width: float,
    high: float,
    below: float,
) -> None:
    colour = _VERDICTS[reason.verdict]
    ink.fill(x, y, width, high, WASH)
    ink.fill(x, y, width, 2.4, colour)
    left, inner = x + 9, width - 18
    size = next((s for s in (9.4, 8.8) if fits(reason.label, s, inner)), 0.0)
    ink.line(reason.label, left, y + 7, inner, size or 8.4, GREY, bold=bool(size))
    ink.line(reason.change, left, y + 19, inner - 36, 17, colour, bold=True)
    ink.line(reason.verdict, left + inner - 36, y + 25, 36, 9.6, colour, bold=True, right=True)
    _range(ink, reason, left, y + 47, inner)
    ink.place(text, left, y + below)


def _range(ink: Ink, reason: Reason, x: float, y: float, width: float) -> None:
    """Where eight of ten samples have the difference, on a line that has nought marked."""
    apart = reason.apart
    if apart is None or not _drawn(reason):
        return
    low, high = min(0.0, apart.p10), max(0.0, apart.p90)
    if high - low <= 0:
        return
    # Nought is never quite at the end, so that it is seen to be a mark.
    pad = 0.06 * (high - low)
    low, high = low - pad, high + pad

    def at(value: float) -> float:
        return x + width * (value - low) / (high - low)

    colour = _VERDICTS[reason.verdict]
    ink.rule(x, y - 0.3, width, 0.6, RULE)
    ink.fill(at(apart.p10), y - 2, max(1.0, at(apart.p90) - at(apart.p10)), 4, colour)
    ink.dot(at(apart.p50), y, 3.2, colour)
    ink.dot(at(apart.p50), y, 1.4, QColor("#ffffff"))
    ink.stroke(at(0.0), y - 5, at(0.0), y + 5, 1.0, BLACK)


def _drawn(reason: Reason) -> bool:
    """Whether a difference has a range that can be drawn."""
    apart = reason.apart
    return apart is not None and all(isfinite(v) for v in (apart.p10, apart.p50, apart.p90))


def _foot(ink: Ink, brief: Brief, made: str) -> None:
    y = HEIGHT - MARGIN + 2
    ink.rule(MARGIN, y - 4, INNER, 0.6)
    ink.line(foot(brief), MARGIN, y, INNER * 0.86, 8, GREY)
    ink.line(made, MARGIN + INNER * 0.86, y, INNER * 0.14, 8, GREY, right=True)


def scale_to(painter: QPainter, width: float) -> None:
    """Let a page fill a device that is so many of its pixels wide."""
    painter.scale(width / (WIDTH * UNIT), width / (WIDTH * UNIT))
