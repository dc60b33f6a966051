"""The compact dress of forms: quiet fields that show their border when they matter.

It stands on the application's stylesheet and takes its colours from the same theme.
"""

from __future__ import annotations

from PySide6.QtCore import QEvent
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QApplication, QLabel, QWidget

from teamtide.ui import theme

_SHEET = """
QWidget#fields { background: $window; }
QLineEdit, QComboBox, QPushButton[role="field"] {
    background: $card; border: 1px solid $line; border-radius: 5px; padding: 2px 6px;
    min-height: 18px; color: $text; font-weight: normal;
}
QLineEdit:hover, QComboBox:hover, QPushButton[role="field"]:hover { border-color: $muted; }
QLineEdit:focus, QComboBox:focus, QPushButton[role="field"]:focus { border-color: $accent; }
QLineEdit[wrong="true"], QComboBox[wrong="true"] { border: 1px solid $bad; background: $bad_fill; }
QComboBox { padding: 2px 7px; }
QComboBox::down-arrow { border: none; image: none; }
QLineEdit[role="heading"] {
    background: transparent; border-color: transparent; padding: 1px 0; font-weight: 600;
}
QLineEdit[role="heading"]:hover { border-color: $line; }
QLineEdit[role="heading"]:focus { border-color: $accent; background: $card; }
QPushButton[role="field"] { text-align: left; }
QToolButton[role="small"] {
    background: transparent; border: 1px solid transparent; border-radius: 4px;
    padding: 1px 4px; min-height: 16px; color: $muted;
}
QToolButton[role="small"]:hover { background: $neutral_fill; color: $text; }
QToolButton[role="small"]:focus { border-color: $accent; color: $text; }
QToolButton[role="small"]:disabled { color: $line; }
QPushButton[role="quiet"] {
    background: transparent; border: 1px solid $line; border-radius: 5px; padding: 2px 8px;
    min-height: 18px; color: $text;
}
QPushButton[role="quiet"]:hover { background: $card_hover; border-color: $muted; }
QPushButton[role="quiet"]:focus { border-color: $accent; }
QPushButton[role="quiet"]:disabled { color: $ghost; border-color: $line; }
QPushButton[role="link"] {
    background: transparent; border: 1px solid transparent; border-radius: 4px; padding: 1px 0;
    min-height: 16px; color: $accent_text; text-align: left;
}
QPushButton[role="link"]:hover { text-decoration: underline; }
QPushButton[role="link"]:focus { border-color: $accent; }
QLabel { background: transparent; color: $text; }
QLabel[role="muted"] { color: $muted; }
QLabel[role="section"] { color: $muted; letter-spacing: 0.6px; }
QLabel[role="title"] { font-weight: 600; }
QLabel[role="said"] { color: $accent_text; }
QLabel[role="warn"] { color: $warn; }
QLabel[role="problem"] {
    color: $bad; background: transparent; padding: 0 2px; border-radius: 0;
}
QListWidget::item { padding: 2px; }
QFrame[role="rule"] { background: $line; border: none; max-height: 1px; min-height: 1px; }
QTableView[role="plain"] QHeaderView::section {
    background: $window; padding: 2px 6px; border: none; border-bottom: 1px solid $line;
    font-weight: normal; color: $muted;
}
QTableView[role="plain"]::item { padding: 0 3px; border-bottom: 1px solid $line; }
QTableView[role="plain"]::item:selected { background: $accent_fill; color: $text; }
QTableView[role="plain"] { border: none; border-radius: 0; background: $window; }
"""


def sheet() -> str:
    """The stylesheet of forms in the colours of the theme in use."""
    now = theme.current()
    text = _SHEET
    names = (
        *("window", "card", "card_hover", "line", "text", "muted", "accent", "accent_text"),
        *("accent_fill", "neutral_fill", "bad", "bad_fill", "warn", "ghost"),
    )
    for name in names:
        colour: QColor = getattr(now, name)
        text = text.replace(f"${name};", f"{colour.name()};")
        text = text.replace(f"${name} ", f"{colour.name()} ")
    return text


def dress(widget: QWidget) -> None:
    """Give a form its stylesheet; call again on a palette change."""
    wanted = sheet()
    if widget.styleSheet() != wanted:
        widget.setStyleSheet(wanted)


def with_role(widget: QWidget, role: str) -> QWidget:
    """Mark what a widget is for, so that the stylesheet dresses it."""
    widget.setProperty("role", role)
    return widget


def label(text: str, role: str = "", *, wrap: bool = False) -> QLabel:
    """A label of plain text with a role."""
    made = QLabel(text)
    made.setTextFormat(made.textFormat().PlainText)
    made.setWordWrap(wrap)
    if role:
        made.setProperty("role", role)
    return made


def repolish(widget: QWidget) -> None:
    """Let the stylesheet see a changed property."""
    widget.style().unpolish(widget)
    widget.style().polish(widget)


def repolish_all(widget: QWidget) -> None:
    """The same for what is inside, too; whatever keeps its measures takes them anew."""
    for one in (widget, *widget.findChildren(QWidget)):
        repolish(one)
        QApplication.sendEvent(one, QEvent(QEvent.Type.StyleChange))
