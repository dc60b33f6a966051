"""What goes into an export, and whether people are named in it; then where it is to go.

The answers are words of the command line, since that is what writes the file.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtWidgets import (
    QButtonGroup,
    QCheckBox,
    QDialog,
    QDialogButtonBox,
    QRadioButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from teamtide.plan.rows import Scenario
from teamtide.ui.fields.style import dress, label
from teamtide.ui.session import Session

WIDTH = 460
SHOWN = 7
"""Scenarios shown before their list scrolls."""


@dataclass(frozen=True, slots=True)
class Choice:
    """What was chosen.

    Args:
        scenarios: Names of the scenarios besides Today; None is all there are.
        discreet: Codes for people.
        key: Whether who is who goes to a file of its own.
        csv: A folder of text tables rather than a workbook.
        hinges: Whether to search for what the options hinge on.
    """

    scenarios: tuple[str, ...] | None = None
    discreet: bool = False
    key: bool = False
    csv: bool = False
    hinges: bool = True

    def words(self, plan: Path, out: Path, today: str, key: Path | None = None) -> list[str]:
        """The command that does it.

        Args:
            plan: The plan file.
            out: The workbook or the folder.
            today: Name of today's scenario.
            key: Where who is who goes, if anywhere.
        """
        words = ["export", "--progress"]
        for name in self.scenarios if self.scenarios is not None else ():
            words += ["--scenario", name]
        if self.scenarios == ():
            words += ["--scenario", today]
        words += ["--discreet"] if self.discreet else []
        words += ["--key", str(key)] if key is not None else []
        words += ["--csv"] if self.csv else []
        words += [] if self.hinges else ["--hinges", "0"]
        return [*words, "--", str(plan), str(out)]


class ExportDialog(QDialog):
    """Asks what goes into an export."""

    chosen = Signal(object)
    """A `Choice`, when the user wants to go on."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        """Ask about the plan of `session`."""
        super().__init__(parent)
        self._session = session
        self.setObjectName("fields")
        self.setWindowTitle("Export")
        self.setMinimumWidth(WIDTH)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 14, 16, 14)
        column.setSpacing(8)

        column.addWidget(label("Written as", "section"))
        self.workbook = QRadioButton("Excel &workbook, with charts and live formulas")
        self.folder = QRadioButton("&Folder of text tables (CSV), for other programs")
        self._forms = QButtonGroup(self)
        for button in (self.workbook, self.folder):
            button.setAccessibleName(button.text().replace("&", ""))
            self._forms.addButton(button)
            column.addWidget(button)
        self.workbook.setChecked(True)

        column.addSpacing(6)
        column.addWidget(label("Scenarios", "section"))
        self.boxes: dict[str, QCheckBox] = {}
        column.addWidget(self._scenarios())

        column.addSpacing(6)
        column.addWidget(label("People", "section"))
        self.discreet = QCheckBox("Codes instead of &names, such as Person 07")
        self.key = QCheckBox("Write who &is who to a file of its own")
        words = (
            "Leaves out IDs, e-mail addresses, job titles and notes on people, and puts codes for "
            "them into the names of projects and teams, too."
        )
        self.about = label(words, "muted", wrap=True)
        self.key.setEnabled(False)
        self.discreet.toggled.connect(self._name_or_hide)
        for widget in (self.discreet, self.about, self.key):
            column.addWidget(widget)

        column.addSpacing(6)
        column.addWidget(label("Beside the figures", "section"))
        self.hinges = QCheckBox("Search what the options &hinge on (15 seconds at most)")
        self.hinges.setChecked(True)
        column.addWidget(self.hinges)

        column.addStretch(1)
        box = QDialogButtonBox()
        self.done_button = box.addButton("Choose where…", QDialogButtonBox.ButtonRole.AcceptRole)
        box.addButton(QDialogButtonBox.StandardButton.Cancel)
        self.done_button.setDefault(True)
        box.accepted.connect(self._go_on)
        box.rejected.connect(self.reject)
        column.addWidget(box)
        for check in (self.discreet, self.key, self.hinges):
            check.setAccessibleName(check.text().replace("&", ""))
        self.discreet.setAccessibleDescription(words)
        dress(self)
        self._count()

    @property
    def choice(self) -> Choice:
        """What is ticked."""
        ticked = tuple(name for name, box in self.boxes.items() if box.isChecked())
        hinges = self.hinges.isChecked() and self.hinges.isEnabled()
        return Choice(
            scenarios=None if len(ticked) == len(self.boxes) else ticked,
            discreet=self.discreet.isChecked(),
            key=self.discreet.isChecked() and self.key.isChecked(),
            csv=self.folder.isChecked(),
            hinges=hinges,
        )

    def changeEvent(self, event: QEvent) -> None:
        """Follow the theme."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            dress(self)

    def _scenarios(self) -> QWidget:
        state = self._session.state
        inside = QWidget()
        rows = QVBoxLayout(inside)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(6)
        for row in state.rows(Scenario):
            box = QCheckBox(row.name.replace("&", "&&"))
            box.setAccessibleName(row.name)
            box.setChecked(True)
            rows.addWidget(box)
            if row.id == state.today:
                box.setEnabled(False)
                box.setToolTip("Today is always in it: options are changes to it.")
                box.setAccessibleDescription(box.toolTip())
            else:
                box.toggled.connect(self._count)
                self.boxes[row.name] = box
        if len(self.boxes) < SHOWN:
            return inside
        area = QScrollArea()
        area.setWidget(inside)
        area.setWidgetResizable(True)
        area.setFrameShape(QScrollArea.Shape.NoFrame)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setFixedHeight(SHOWN * (inside.sizeHint().height() // (len(self.boxes) + 1)))
        area.setAccessibleName("Scenarios")
        return area

    def _count(self) -> None:
        some = any(box.isChecked() for box in self.boxes.values())
        self.hinges.setEnabled(some)
        self.hinges.setToolTip("" if some else "There is nothing to compare Today with.")

    def _name_or_hide(self, hide: bool) -> None:
        self.key.setEnabled(hide)

    def _go_on(self) -> None:
        choice = self.choice
        self.accept()
        self.chosen.emit(choice)
