"""*Save Picture*: the board, one team's curve or the window, at 1x or 2x, light or dark.

Board and window are drawn by a helper process, as the command line does: so they can be twice as
sharp, or dark, while the window stays as it is, and nobody waits where there are thousands of
people. So is a projected curve whose band is still being worked out.
"""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QTemporaryDir
from PySide6.QtGui import QGuiApplication, QImage
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDialog,
    QFormLayout,
    QHBoxLayout,
    QPushButton,
    QVBoxLayout,
)

from teamtide.answers import CouldNot
from teamtide.exchange.discreet.plans import discreet
from teamtide.export_report import refuse_names
from teamtide.plan.rows import Scenario, Team
from teamtide.ui import theme
from teamtide.ui.errands import Errand
from teamtide.ui.fields.style import label
from teamtide.ui.pictures.curve import CurvePicture
from teamtide.ui.pictures.making import curve_of
from teamtide.ui.pictures.saving import PDF, PNG, SVG, ask_path, copy_curve, try_saving

if TYPE_CHECKING:
    from teamtide.plan.state import State
    from teamtide.ui.main_window import MainWindow
    from teamtide.ui.session import Session

BOARD, WINDOW = -1, -2
COPIED = "The picture is on the clipboard."
_KINDS = "PNG; or SVG or PDF, which stay sharp at any size."
_ABOUT = {
    BOARD: f"Everybody on the board and all its work, as tall as that needs. {_KINDS}",
    WINDOW: "The window as it looks now, lists as far as they are in sight. PNG only.",
}
_DRAWING = {BOARD: "Drawing the board…", WINDOW: "Drawing the window…"}


class PictureDialog(QDialog):
    """What, how large, in which colours; then *Save* or *Copy*."""

    def __init__(self, window: MainWindow, session: Session) -> None:
        """A dialog about the plan on screen in `window`."""
        super().__init__(window)
        self._window, self._session = window, session
        self.setWindowTitle("Save picture")
        self.what, self.scale, self.colours = QComboBox(), QComboBox(), QComboBox()
        self.what.addItem("The board", BOARD)
        for place, row in enumerate(session.state.rows(Team)):
            self.what.addItem(f"The curve of {row.name}", place)
        self.what.addItem("The window", WINDOW)
        for scale in (1, 2):
            self.scale.addItem(f"{scale}x", scale)
        self.scale.setCurrentIndex(1)
        self.colours.addItem("Light", False)
        self.colours.addItem("Dark", True)
        self.colours.setCurrentIndex(int(theme.current().dark))
        self.codes = QCheckBox("Codes instead of &names, such as Person 07")
        self.codes.setAccessibleName(self.codes.text().replace("&", ""))
        self.about = label("", "muted", wrap=True)
        self.save = QPushButton("&Save…")
        self.copy = QPushButton("&Copy")
        self.save.setDefault(True)
        self._lay_out()
        self.what.currentIndexChanged.connect(self._say)
        self.save.clicked.connect(self.choose)
        self.copy.clicked.connect(self.copy_picture)
        self._say()

    def _lay_out(self) -> None:
        form = QFormLayout()
        for text, box in (
            ("&Picture of", self.what),
            ("Si&ze", self.scale),
            ("Co&lours", self.colours),
        ):
            box.setAccessibleName(text.replace("&", ""))
            box.setMinimumContentsLength(22)
            form.addRow(text, box)
        close = QPushButton("Close")
        close.clicked.connect(self.reject)
        buttons = QHBoxLayout()
        buttons.addStretch(1)
        for button in (close, self.copy, self.save):
            buttons.addWidget(button)
        column = QVBoxLayout(self)
        column.setSpacing(10)
        column.addLayout(form)
        column.addWidget(self.codes)
        column.addWidget(self.about)
        column.addLayout(buttons)

    def _say(self, _index: int = 0) -> None:
        self.about.setText(_ABOUT.get(self._place, _KINDS))

    @property
    def _place(self) -> int:
        """What is to be drawn: `BOARD`, `WINDOW`, or a team's place in plan order."""
        return int(self.what.currentData())

    # --- codes ----------------------------------------------------------------------------

    def _shown(self) -> State:
        """The plan with the names that are to be seen."""
        state = self._session.state
        return discreet(state).state if self.codes.isChecked() else state

    def _refused(self, path: Path) -> bool:
        """Whether the name of a file gives somebody away; then that is said."""
        if self.codes.isChecked():
            try:
                refuse_names(path, discreet(self._session.state))
            except CouldNot as error:
                self.about.setText(str(error))
                return True
        return False

    # --- curves ---------------------------------------------------------------------------

    def _curve(self) -> CurvePicture | None:
        """The curve; None where its band is not known yet, or no curve is wanted."""
        session, forecast = self._session, self._session.forecast
        if self._place < 0:
            return None
        bands = None
        if session.projected:
            current = forecast is not None and forecast.state == "current"
            if forecast is None or not current or forecast.inputs is not session.load.inputs:
                return None
            bands = forecast.bands
        return curve_of(
            self._shown(),
            session.scenario,
            self._place,
            projected=session.projected,
            bands=bands,
        )

    def choose(self) -> None:
        """Ask where, and save the picture."""
        document, place = self._session.document, self._place
        name = document.path.stem if place < 0 else self.what.currentText().removeprefix("The ")
        if self.codes.isChecked():
            name = discreet(self._session.state).hide(name)
        kinds = (PNG,) if place == WINDOW else (PNG, SVG, PDF)
        path = ask_path(self, document.path.parent, name, *kinds)
        if path is not None:
            self.save_to(path)

    def save_to(self, path: Path) -> None:
        """Save the picture there."""
        if self._refused(path):
            return
        curve = self._curve()
        if curve is None:
            self._draw(path, partial(self._window.note, f"Saved {path}"))
            return
        scale, dark = int(self.scale.currentData()), bool(self.colours.currentData())
        problem = try_saving(path, curve, scale=scale, dark=dark)
        if problem:
            self.about.setText(problem)
        else:
            self._done(f"Saved {path}")

    def copy_picture(self) -> None:
        """Put the picture on the clipboard."""
        curve = self._curve()
        if curve is None:
            folder = QTemporaryDir()
            path = Path(folder.path()) / "picture.png"
            self._draw(path, partial(_copy_file, self._window, folder, path))
            return
        scale, dark = int(self.scale.currentData()), bool(self.colours.currentData())
        copy_curve(curve, scale=scale, dark=dark)
        self._done(COPIED)

    # --- what takes a while ---------------------------------------------------------------

    def _draw(self, path: Path, done: partial[None]) -> None:
        """Have the board, the window, or a curve with its band, drawn by another process."""
        session, size, place = self._session, self._window.size(), self._place
        if not session.is_in_file():
            return
        words = ["picture", f"--scenario={session.state.get(Scenario, session.scenario).name}"]
        if place == WINDOW:
            words += ["--size", f"{size.width()}x{size.height()}"]
        else:
            team = session.state.rows(Team)[place].name if place >= 0 else ""
            words += ["--progress", f"--team={team}" if team else "--paper"]
        words += [f"--as-of={session.as_of.isoformat()}"]
        words += ["--scale", str(self.scale.currentData())]
        words += ["--dark"] * bool(self.colours.currentData())
        words += ["--projected"] * session.projected
        words += ["--discreet"] * self.codes.isChecked()
        self._window.files.run_errand(
            Errand(
                [*words, "--", str(session.document.path), str(path)],
                title=_DRAWING.get(place, "Drawing the curve…"),
                done=done,
                failed=self._window.complain,
                parent=self._window,
            )
        )
        # From here on the errand speaks for itself, and can be cancelled.
        self.accept()

    def _done(self, text: str) -> None:
        self._window.note(text)
        self.accept()


def _copy_file(window: MainWindow, folder: QTemporaryDir, path: Path) -> None:
    """Put a picture file on the clipboard, and remove the folder it is in."""
    QGuiApplication.clipboard().setImage(QImage(str(path)))
    folder.remove()
    window.note(COPIED)
