"""The menu of a curve: what is on screen as a picture, twice as sharp, in the window's colours."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from PySide6.QtGui import QContextMenuEvent
from PySide6.QtWidgets import QMenu, QMessageBox, QWidget

from teamtide.plan.rows import Scenario
from teamtide.ui import theme
from teamtide.ui.charts.localised import LocaleWords
from teamtide.ui.charts.week_chart import WeekChart
from teamtide.ui.main_window import MainWindow
from teamtide.ui.pictures.curve import CurvePicture
from teamtide.ui.pictures.making import below
from teamtide.ui.pictures.saving import PDF, PNG, SVG, ask_path, copy_curve, try_saving

SCALE = 2


def curve_menu(chart: WeekChart) -> QMenu:
    """What can be done with a curve."""
    menu = QMenu(chart)
    menu.addAction("Copy Picture", partial(copy_shown, chart))
    menu.addAction("Save Picture…", partial(save_shown, chart))
    menu.setEnabled(chart.data is not None)
    return menu


def open_menu(chart: WeekChart, event: QContextMenuEvent) -> None:
    """Show the menu where it was asked for; by keyboard, in the middle of the curve."""
    at = event.globalPos()
    if event.reason() == QContextMenuEvent.Reason.Keyboard:
        at = chart.mapToGlobal(chart.rect().center())
    menu = curve_menu(chart)
    menu.exec(at)
    menu.deleteLater()


def shown_picture(chart: WeekChart) -> CurvePicture:
    """The curve as it is on screen, with what it is of."""
    words, main = LocaleWords(), main_window_of(chart)
    session = None if main is None else main.session
    if session is None or chart.window() is not main:
        name = "" if session is None else session.state.plan.name
        return CurvePicture(chart.accessibleName(), name, chart.data, words)
    ghost = session.state.find(Scenario, session.ghost)
    carried = chart.data is not None and chart.data.carried
    band = chart.data is not None and chart.data.band is not None
    return CurvePicture(
        title=chart.accessibleName(),
        below=below(session.state, session.scenario, projected=carried, band=band),
        data=chart.data,
        words=words,
        ghost="compared with" if ghost is None else ghost.name,
    )


def copy_shown(chart: WeekChart) -> None:
    """Put the curve on the clipboard."""
    copy_curve(shown_picture(chart), scale=SCALE, dark=theme.current().dark)
    _tell(chart, "The curve is on the clipboard.")


def save_shown(chart: WeekChart) -> None:
    """Ask where, and save the curve."""
    main, picture = main_window_of(chart), shown_picture(chart)
    session = None if main is None else main.session
    folder = Path.home() if session is None else session.document.path.parent
    path = ask_path(chart.window(), folder, picture.title, PNG, SVG, PDF)
    if path is None:
        return
    problem = try_saving(path, picture, scale=SCALE, dark=theme.current().dark)
    if not problem:
        _tell(chart, f"Saved {path}")
    elif main is not None:
        main.complain(problem)
    else:
        QMessageBox.warning(chart, "Teamtide", problem)


def _tell(chart: WeekChart, text: str) -> None:
    main = main_window_of(chart)
    if main is not None:
        main.note(text)


def main_window_of(widget: QWidget) -> MainWindow | None:
    """The main window that a widget, or the window it stands in, belongs to."""
    found: QWidget | None = widget.window()
    while found is not None and not isinstance(found, MainWindow):
        found = found.parentWidget()
    return found
