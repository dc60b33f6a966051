"""A picture of the board, drawn by the real window without a screen."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QSize
from PySide6.QtGui import QPixmap
from PySide6.QtWidgets import QApplication

from teamtide.capacity.projection import project
from teamtide.plan.document import Document
from teamtide.plan.rows import ScenarioId
from teamtide.ui import theme
from teamtide.ui.application import make_application
from teamtide.ui.forecast import Shown
from teamtide.ui.main_window import MainWindow
from teamtide.ui.saving import Unwritable, png_of, write_whole
from teamtide.workers.outlook import outlook_of


def grab(
    document: Document,
    *,
    scenario: ScenarioId,
    size: tuple[int, int],
    dark: bool,
    projected: bool = False,
) -> QPixmap:
    """The window on `document`, as it looks at that size."""
    app = make_application(["teamtide"])
    theme.apply(app, "dark" if dark else "light")
    window = MainWindow()
    window.resize(QSize(*size))
    window.show_document(document)
    assert window.session is not None
    window.session.set_scenario(scenario)
    window.resize(QSize(*size))
    window.show()
    settle(app)
    if window.view is not None:
        # What follows the board at leisure is to be in the picture, too.
        assert window.background is not None
        window.view.compare.use(window.background)
        window.view.compare.settle()
        window.view.inspector.refresh()
        load = window.session.load
        window.session.set_projected(projected)
        window.session.set_forecast(Shown(load.inputs, outlook_of(project(load)), None, "current"))
        settle(app)
    image = window.grab()
    window.close()
    window.deleteLater()
    settle(app)
    return image


def settle(app: QApplication) -> None:
    """Let layouts and what waits in the event loop come to rest."""
    for _ in range(6):
        app.processEvents()


def render(
    document: Document,
    *,
    scenario: ScenarioId,
    size: tuple[int, int],
    dark: bool,
    projected: bool = False,
    out: Path,
) -> bool:
    """Write the picture to a PNG file; False where that can't be done."""
    image = grab(document, scenario=scenario, size=size, dark=dark, projected=projected)
    try:
        write_whole(out, png_of(image.toImage()))
    except Unwritable:
        return False
    return True
