"""How Teamtide looks: colours for light and dark, shapes, fonts, spacing, one stylesheet.

Whatever paints asks `current()` while it paints, so that a change of the system's scheme needs no
more than a repaint. Colour means kind of work (the Okabe–Ito palette, safe for colour-blind eyes);
discipline is a shape; and every text is at least 4.5:1 on what lies beneath it, in both schemes.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache
from typing import Any, cast

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import (
    QColor,
    QFont,
    QFontDatabase,
    QGuiApplication,
    QPainter,
    QPainterPath,
    QPalette,
    QPolygonF,
)
from PySide6.QtWidgets import QApplication

from teamtide.ui.shapes import SHAPES, shape_of
from teamtide.ui.stylesheet import TEMPLATE

__all__ = [
    "SHAPES",
    "Theme",
    "apply",
    "current",
    "draw_shape",
    "mode",
    "painted_as",
    "shape_of",
    "stylesheet",
]

KIND_COLOURS: dict[str, str] = {
    "structured": "#0072B2",
    "exploratory": "#CC79A7",
    "engagement": "#E69F00",
    "infrastructure": "#009E73",
    "support": "#56B4E9",
}
"""Okabe–Ito colours by kind of work, in the order in which they are stacked."""

SERIES_COLOURS: tuple[str, ...] = (
    "#0072B2",
    "#E69F00",
    "#009E73",
    "#CC79A7",
    "#56B4E9",
    "#D55E00",
    "#F0E442",
    "#7A6FB0",
    "#8C9BA5",
)
"""Colours of things that are not kinds (projects, people) where a chart stacks them."""

UI_FONTS: tuple[str, ...] = ("Inter", "Noto Sans", "DejaVu Sans Condensed", "DejaVu Sans")
"""Where the platform names no font of its own, the first of these that is installed."""

MODES: tuple[str, ...] = ("system", "light", "dark")


@dataclass(frozen=True, slots=True)
class Spacing:
    """Distances in device-independent pixels."""

    gap: int = 10
    pad: int = 9
    small: int = 4
    radius: float = 7.0
    card_radius: float = 6.0


@dataclass(frozen=True, slots=True)
class Theme:
    """Every colour the app paints with.

    Attributes:
        window: Behind everything; tool bars and tables.
        board: Behind the columns.
        column: A column; `column_target` one that something is about to be dropped on.
        card: A card, and the ground of a chart.
        line: Thin borders.
        text: Names and figures; `muted` all that is secondary.
        accent: Focus and selection; `accent_fill` beneath selected things.
        good, warn, bad: Text of figures below, above and far above what people can give, each
            with a `_fill` for a badge beneath it.
        unmet: Hatching of work that finds nobody.
        ghost: The line of the scenario compared with.
    """

    name: str
    window: QColor
    board: QColor
    column: QColor
    column_target: QColor
    card: QColor
    card_hover: QColor
    line: QColor
    text: QColor
    muted: QColor
    accent: QColor
    accent_text: QColor
    accent_fill: QColor
    good: QColor
    good_fill: QColor
    warn: QColor
    warn_fill: QColor
    bad: QColor
    bad_fill: QColor
    neutral_fill: QColor
    unmet: QColor
    ghost: QColor
    strength: float
    spacing: Spacing = field(default_factory=Spacing)

    @property
    def dark(self) -> bool:
        """Whether this is the dark scheme."""
        return self.name == "dark"

    def kind(self, kind: str) -> QColor:
        """The full colour of a kind of work."""
        return _colour(KIND_COLOURS.get(kind, "#8C9BA5"))

    def series(self, index: int) -> QColor:
        """The full colour of the `index`-th thing in a stack that is not of kinds."""
        return _colour(SERIES_COLOURS[index % len(SERIES_COLOURS)])

    def area(self, colour: QColor) -> QColor:
        """An opaque, quieter version of a colour, for areas on a card."""
        return mixed(colour, self.card, self.strength)

    def severity(self, severity: str) -> tuple[QColor, QColor]:
        """Text and fill of a badge: "good", "warn", "bad" or anything else for neutral."""
        return {
            "good": (self.good, self.good_fill),
            "warn": (self.warn, self.warn_fill),
            "bad": (self.bad, self.bad_fill),
        }.get(severity, (self.muted, self.neutral_fill))


@cache
def _colour(name: str) -> QColor:
    return QColor(name)


def mixed(colour: QColor, ground: QColor, strength: float) -> QColor:
    """`colour` laid over `ground` with an opacity of `strength`, as an opaque colour."""
    parts = zip(colour.getRgb()[:3], ground.getRgb()[:3], strict=True)  # type: ignore[index]
    return QColor(*(round(strength * a + (1 - strength) * b) for a, b in parts))


def contrast(one: QColor, other: QColor) -> float:
    """The contrast ratio of two colours, 1 to 21, as WCAG 2 defines it."""

    def luminance(colour: QColor) -> float:
        channels = (colour.redF(), colour.greenF(), colour.blueF())
        r, g, b = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
        return 0.2126 * r + 0.7152 * g + 0.0722 * b

    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


def _theme(name: str, strength: float, **colours: str) -> Theme:
    made: Any = {key: QColor(value) for key, value in colours.items()}
    return Theme(name=name, strength=strength, **made)


LIGHT = _theme(
    "light",
    0.62,
    window="#FFFFFF",
    board="#F6F7F9",
    column="#ECEEF1",
    column_target="#E4EDFC",
    card="#FFFFFF",
    card_hover="#F8FAFD",
    line="#D9DDE3",
    text="#1D2127",
    muted="#586069",
    accent="#2B76C9",
    accent_text="#0B569F",
    accent_fill="#E3EEFC",
    good="#0B6638",
    good_fill="#D3F0DE",
    warn="#9A3B00",
    warn_fill="#FFE3CF",
    bad="#A61B1B",
    bad_fill="#FDDCDC",
    neutral_fill="#E1E4E9",
    unmet="#C24400",
    ghost="#6B737C",
)

DARK = _theme(
    "dark",
    0.66,
    window="#1C1F24",
    board="#16191D",
    column="#23272D",
    column_target="#20344D",
    card="#2E333A",
    card_hover="#343A42",
    line="#434A53",
    text="#ECEEF1",
    muted="#AEB5BE",
    accent="#62A8F5",
    accent_text="#9CCBFF",
    accent_fill="#274566",
    good="#8FE0B0",
    good_fill="#1E4430",
    warn="#FFBE8F",
    warn_fill="#56331A",
    bad="#FFABAB",
    bad_fill="#5A2626",
    neutral_fill="#3A4049",
    unmet="#FF9A5C",
    ghost="#A0A8B1",
)


class _Choice:
    """The mode the user chose; "system" follows the desktop."""

    mode = "system"
    applied: Theme | None = None


def current() -> Theme:
    """The theme to paint with now: the one applied last."""
    return _Choice.applied or _wanted()


@contextmanager
def painted_as(name: str) -> Iterator[Theme]:
    """Let what is painted meanwhile have the colours of a theme, whatever the window has.

    Raises:
        ValueError: `name` is neither light nor dark.
    """
    if name not in ("light", "dark"):
        raise ValueError(f"no such theme: {name}")
    before, _Choice.applied = _Choice.applied, DARK if name == "dark" else LIGHT
    try:
        yield _Choice.applied
    finally:
        _Choice.applied = before


def _wanted() -> Theme:
    """The user's choice, else the system's colour scheme."""
    if _Choice.mode == "system":
        return DARK if _system_is_dark() else LIGHT
    return DARK if _Choice.mode == "dark" else LIGHT


def mode() -> str:
    """What the user chose: "system", "light" or "dark"."""
    return _Choice.mode


def _system_is_dark() -> bool:
    # The application can be gone while the last widgets are torn down.
    if QGuiApplication.instance() is None:
        return False
    return QGuiApplication.styleHints().colorScheme() == Qt.ColorScheme.Dark


def apply(app: QApplication, wanted: str | None = None) -> Theme:
    """Dress the whole application; `wanted` changes the mode, None keeps it.

    Call once at start, when the user chooses, and from `QStyleHints.colorSchemeChanged`. Every
    widget gets a PaletteChange event and repaints.

    Raises:
        ValueError: `wanted` is no mode.
    """
    if wanted is not None:
        if wanted not in MODES:
            raise ValueError(f"no such mode: {wanted}")
        _Choice.mode = wanted
    theme = _Choice.applied = _wanted()
    # Not by asking app.style(): PySide may hand out a style that Qt has deleted meanwhile.
    if not app.property("dressed"):
        app.setStyle("Fusion")
        app.setProperty("dressed", True)
    app.setFont(ui_font())
    app.setPalette(palette(theme))
    app.setStyleSheet(stylesheet(theme))
    return theme


def ui_font() -> QFont:
    """The platform's font for windows, or a good one that is installed."""
    font = QFontDatabase.systemFont(QFontDatabase.SystemFont.GeneralFont)
    if font.family().casefold() in ("", "sans", "sans serif", "sans-serif"):
        families = QFontDatabase.families()
        for name in UI_FONTS:
            if name in families:
                font.setFamily(name)
                break
    if font.pointSizeF() < 9:
        font.setPointSizeF(9)
    return font


def palette(theme: Theme) -> QPalette:
    """The Qt palette of a theme, for all that the stylesheet does not dress."""
    result = QPalette()
    roles = QPalette.ColorRole
    for role, colour in (
        (roles.Window, theme.window),
        (roles.Base, theme.card),
        (roles.AlternateBase, theme.board),
        (roles.Button, theme.window),
        (roles.ToolTipBase, theme.card),
        (roles.WindowText, theme.text),
        (roles.Text, theme.text),
        (roles.ButtonText, theme.text),
        (roles.ToolTipText, theme.text),
        (roles.PlaceholderText, theme.muted),
        (roles.Highlight, theme.accent_fill),
        (roles.HighlightedText, theme.text),
        (roles.Accent, theme.accent),
        (roles.Link, theme.accent_text),
        (roles.Mid, theme.line),
    ):
        result.setColor(role, colour)
    for role in (roles.WindowText, roles.Text, roles.ButtonText):
        result.setColor(QPalette.ColorGroup.Disabled, role, mixed(theme.muted, theme.window, 0.7))
    return result


def stylesheet(theme: Theme) -> str:
    """The application's stylesheet in the colours of `theme`."""
    names = [
        *("window", "board", "column", "card", "card_hover", "line", "text", "muted"),
        *("accent", "accent_text", "accent_fill", "neutral_fill", "warn", "bad", "bad_fill"),
    ]
    sheet = TEMPLATE
    for name in names:
        sheet = sheet.replace(f"${name};", f"{cast('QColor', getattr(theme, name)).name()};")
    disabled = mixed(theme.muted, theme.window, 0.7).name()
    return sheet.replace("$disabled;", f"{disabled};")


def draw_shape(painter: QPainter, shape: str, centre: QPointF, size: float) -> None:
    """Fill the shape of a discipline with the painter's brush, `size` pixels across."""
    painter.drawPath(_shape_path(shape, size).translated(centre))


_CORNERS: dict[str, tuple[tuple[float, float], ...]] = {
    "diamond": ((0, -1.2), (1.2, 0), (0, 1.2), (-1.2, 0)),
    "triangle": ((0, -1.1), (1.15, 0.9), (-1.15, 0.9)),
    "hexagon": ((-0.55, -1), (0.55, -1), (1.1, 0), (0.55, 1), (-0.55, 1), (-1.1, 0)),
    "star": (
        *((0, -1.3), (0.4, -0.4), (1.3, 0), (0.4, 0.4)),
        *((0, 1.3), (-0.4, 0.4), (-1.3, 0), (-0.4, -0.4)),
    ),
    "cross": (
        *((-0.4, -1.1), (0.4, -1.1), (0.4, -0.4), (1.1, -0.4), (1.1, 0.4), (0.4, 0.4)),
        *((0.4, 1.1), (-0.4, 1.1), (-0.4, 0.4), (-1.1, 0.4), (-1.1, -0.4), (-0.4, -0.4)),
    ),
}


@cache
def _shape_path(shape: str, size: float) -> QPainterPath:
    path, r = QPainterPath(), size / 2
    if shape == "circle":
        path.addEllipse(QPointF(0, 0), r, r)
    elif shape == "square":
        path.addRect(QRectF(-0.9 * r, -0.9 * r, 1.8 * r, 1.8 * r))
    else:
        path.addPolygon(QPolygonF([QPointF(x * r, y * r) for x, y in _CORNERS[shape]]))
        path.closeSubpath()
    return path
