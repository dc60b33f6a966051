"""*Save Picture*: the board or one team's curve, at 1x or 2x, light or dark.

The board is drawn by a helper process, as the command line does: so it can be twice as sharp, or
dark, while the window stays as it is.
"""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QTemporaryDir
from PySide6.QtGui import QGuiApplication, QImage
from PySide6.QtWidgets import QComboBox, QDialog, QFormLayout, QHBoxLayout, QPushButton, QVBoxLayout

from teamtide.plan.rows import Scenario, Team
from teamtide.ui import theme
from teamtide.ui.errands import Errand
from teamtide.ui.fields.style import label
from teamtide.ui.pictures.curve import CurvePicture
from teamtide.ui.pictures.making import curve_of
from teamtide.ui.pictures.saving import PNG, SVG, ask_path, copy_curve, try_saving

if TYPE_CHECKING:
    from teamtide.ui.main_window import MainWindow
    from teamtide.ui.session import Session

BOARD = -1
COPIED = "The picture is on the clipboard."
_OF_BOARD = "The whole window. PNG only: an SVG has no lists that scroll."
_OF_CURVE = "PNG, or SVG: lines that stay sharp at any size."


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
        for scale in (1, 2):
            self.scale.addItem(f"{scale}x", scale)
        self.scale.setCurrentIndex(1)
        self.colours.addItem("Light", False)
        self.colours.addItem("Dark", True)
        self.colours.setCurrentIndex(int(theme.current().dark))
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
        column.addWidget(self.about)
        column.addLayout(buttons)

    def _say(self, _index: int = 0) -> None:
        self.about.setText(_OF_BOARD if self.what.currentData() == BOARD else _OF_CURVE)

    # --- curves ---------------------------------------------------------------------------

    def _curve(self) -> CurvePicture:
        session = self._session
        return curve_of(
            session.state,
            session.scenario,
            int(self.what.currentData()),
            projected=session.projected,
        )

    def choose(self) -> None:
        """Ask where, and save the picture."""
        board = self.what.currentData() == BOARD
        document = self._session.document
        name = document.path.stem if board else self.what.currentText().removeprefix("The ")
        kinds = (PNG,) if board else (PNG, SVG)
        path = ask_path(self, document.path.parent, name, *kinds)
        if path is not None:
            self.save_to(path)

    def save_to(self, path: Path) -> None:
        """Save the picture there."""
        if self.what.currentData() == BOARD:
            self._draw_board(path, partial(self._window.note, f"Saved {path}"))
            return
        scale, dark = int(self.scale.currentData()), bool(self.colours.currentData())
        problem = try_saving(path, self._curve(), scale=scale, dark=dark)
        if problem:
            self.about.setText(problem)
        else:
            self._done(f"Saved {path}")

    def copy_picture(self) -> None:
        """Put the picture on the clipboard."""
        if self.what.currentData() == BOARD:
            folder = QTemporaryDir()
            path = Path(folder.path()) / "board.png"
            self._draw_board(path, partial(_copy_file, self._window, folder, path))
            return
        scale, dark = int(self.scale.currentData()), bool(self.colours.currentData())
        copy_curve(self._curve(), scale=scale, dark=dark)
        self._done(COPIED)

    # --- the board ------------------------------------------------------------------------

    def _draw_board(self, path: Path, done: partial[None]) -> None:
        session, size = self._session, self._window.size()
        words = ["picture", str(session.document.path), str(path)]
        words += ["--scenario", session.state.get(Scenario, session.scenario).name]
        words += ["--size", f"{size.width()}x{size.height()}"]
        words += ["--scale", str(self.scale.currentData())]
        words += ["--dark"] * bool(self.colours.currentData())
        words += ["--projected"] * session.projected
        self._window.files.run_errand(
            Errand(
                words,
                title="Drawing the board…",
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
