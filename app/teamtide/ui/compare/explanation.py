"""Where a figure comes from: the lines that lead to a measure, and the way to the help about it."""

from __future__ import annotations

from html import escape

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QTextBrowser,
    QVBoxLayout,
    QWidget,
)

from teamtide.plan.summary import Measure, Reading
from teamtide.ui.compare.texts import amount_text, value_text
from teamtide.ui.help_window import HelpWindow

UNITS = {
    "load": "",
    "part": "",
    "days": "d",
    "weeks": "weeks",
    "weeks late": "weeks",
    "people": "people",
    "threads": "threads",
    "pairs": "",
    "count": "",
}
"""What stands behind a line's value."""


class Explanation(QDialog):
    """One measure of one scenario, explained."""

    def __init__(self, measure: Measure, parent: QWidget | None = None) -> None:
        """An explanation of `measure` that says nothing yet, to be shown beside the window."""
        super().__init__(parent)
        self._measure = measure
        self.setWindowTitle(f"{measure.label}: where it comes from")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.resize(520, 420)
        self.text = QTextBrowser(self)
        self.text.setAccessibleName("Where it comes from")
        self.text.setOpenLinks(False)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close, self)
        self.more = buttons.addButton("More in help", QDialogButtonBox.ButtonRole.HelpRole)
        self.more.setAutoDefault(False)
        self.more.clicked.connect(self.show_help)
        buttons.rejected.connect(self.reject)
        column = QVBoxLayout(self)
        column.addWidget(self.text, 1)
        column.addWidget(buttons)

    def tell(self, page: str) -> None:
        """Show a page as `explanation_html` makes it, where the reader was in the one before."""
        bar = self.text.verticalScrollBar()
        place = bar.value()
        self.text.setHtml(page)
        bar.setValue(place)

    def show_help(self) -> None:
        """The section of the help about the measure."""
        window = HelpWindow(self.parentWidget(), "measures", self._measure.anchor)
        window.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        window.show()


def explanation_html(measure: Measure, scenario: str, reading: Reading) -> str:
    """The explanation as a page: value, definition, what it says, and its lines."""
    parts = [
        f"<h3>{escape(measure.label)}: {escape(value_text(measure, reading))}</h3>",
        f"<p>{escape(scenario)}</p><p>{escape(measure.tip)}</p>",
    ]
    parts += [f"<p>{escape(sentence)}</p>" for sentence in reading.sentences]
    if reading.lines:
        rows = "".join(
            f"<tr><td>{escape(line.label)}</td>"
            f"<td align='right'>&nbsp;{escape(_amount(line.value, line.unit))}</td></tr>"
            for line in reading.lines
        )
        parts.append(f"<table cellspacing='0' cellpadding='3' width='100%'>{rows}</table>")
    elif reading.value is None:
        parts.append("<p>There is nothing here to measure.</p>")
    return "".join(parts)


def _amount(value: float | None, unit: str) -> str:
    words = amount_text(value, unit, whole=unit in ("count", "pairs"))
    return f"{words} {UNITS[unit]}".rstrip()
