"""The dress of the import, on top of that of all forms."""

from __future__ import annotations

from PySide6.QtGui import QColor
from PySide6.QtWidgets import QWidget

from teamtide.ui import theme
from teamtide.ui.fields.style import sheet
from teamtide.ui.import_wizard.words import OUTCOMES, colour_of

_SHEET = """
QToolButton[role="chip"] {
    background: $card; border: 1px solid $line; border-radius: 11px; padding: 1px 10px;
    min-height: 20px; font-weight: 600;
}
QToolButton[role="chip"]:hover { background: $card_hover; border-color: $muted; }
QToolButton[role="chip"]:focus { border-color: $accent; }
QToolButton[role="chip"]:checked { background: $accent_fill; border-color: $accent; }
QLabel[role="corner"] {
    background: $column; color: $muted; border-right: 1px solid $line;
    border-bottom: 1px solid $muted; border-top-left-radius: 5px; font-size: 8pt;
}
QComboBox[used="no"] { color: $muted; }
QSpinBox, QDoubleSpinBox { border-radius: 5px; padding: 2px 6px; min-height: 18px; }
QLabel[role="refusal"] {
    color: $bad; background: $bad_fill; border-radius: 6px; padding: 8px 11px;
}
QAbstractScrollArea::corner { background: transparent; border: none; }
QTableView[role="preview"]::item { padding: 0 6px; }
QTabWidget::pane { border: none; }
QTabBar::tab { padding: 4px 11px; margin: 0 4px 0 0; }
QTabBar::tab:focus { border-color: $accent; }
QCheckBox { spacing: 7px; padding: 2px 1px; border: 1px solid transparent; border-radius: 4px; }
QCheckBox:focus { border-color: $accent; }
QCheckBox::indicator {
    width: 13px; height: 13px; border: 1px solid $muted; border-radius: 3px; background: $card;
}
QCheckBox::indicator:checked { background: $accent; border-color: $accent; }
QTableView[role="plain"] { border: 1px solid $line; border-radius: 6px; background: $card; }
QTableView:focus, QListView:focus { border-color: $accent; }
QSplitter[role="gap"]::handle { background: transparent; }
QProgressBar { border: none; border-radius: 2px; background: $neutral_fill; }
QProgressBar::chunk { background: $accent; border-radius: 2px; }
QListView::item { padding: 2px 4px; }
QListView::item:selected { background: $accent_fill; }
"""
_NAMES = (
    *(
        "card",
        "bad",
        "bad_fill",
        "card_hover",
        "line",
        "muted",
        "accent",
        "accent_fill",
        "column",
        "neutral_fill",
    ),
)


def dress(widget: QWidget) -> None:
    """Give the import its stylesheet; call again on a palette change."""
    now = theme.current()
    text = _SHEET
    for name in _NAMES:
        colour: QColor = getattr(now, name)
        text = text.replace(f"${name};", f"{colour.name()};")
    for one in OUTCOMES:
        text += (
            f'QToolButton[outcome="{one.key}"] {{ color: {colour_of(one.key).name()}; }}\n'
            f'QToolButton[outcome="{one.key}"]:disabled {{ color: {colour_of(one.key).name()}; }}\n'
        )
    wanted = sheet() + text
    if widget.styleSheet() != wanted:
        widget.setStyleSheet(wanted)
