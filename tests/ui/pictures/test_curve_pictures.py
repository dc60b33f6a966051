"""Curves as pictures: PNG and SVG say the same, stand alone, and come out of the real window."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QByteArray, QSize, Qt
from PySide6.QtGui import QAction, QGuiApplication, QImage, QPainter
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot

from teamtide.load_report import sampled_bands
from teamtide.plan.commands import edit
from teamtide.plan.document import Document
from teamtide.plan.inputs import inputs_of
from teamtide.plan.rows import Team
from teamtide.plan.state import State
from teamtide.ui import theme
from teamtide.ui.application import make_application
from teamtide.ui.charts.data import ChartData, Layer
from teamtide.ui.charts.words import Words
from teamtide.ui.main_window import MainWindow
from teamtide.ui.pictures.curve import SIZE, CurvePicture
from teamtide.ui.pictures.dialog import PictureDialog
from teamtide.ui.pictures.making import curve_of
from teamtide.ui.pictures.menu import curve_menu, shown_picture
from teamtide.ui.pictures.output import curve_image, curve_png, curve_svg
from tests.examples import OPTION, SQUAD, TODAY

PATIENCE_MS = 60_000
SVG_TEXT = "{http://www.w3.org/2000/svg}text"


@pytest.fixture(autouse=True)
def light(qapp: object) -> None:
    theme.apply(make_application(["teamtide"]), "light")


@pytest.fixture
def window(qtbot: QtBot, document: Document) -> Iterator[MainWindow]:
    made = MainWindow()
    qtbot.addWidget(made)
    made.show_document(document)
    made.show()
    yield made
    made.close()


def chart(weeks: int = 8) -> ChartData:
    """More asked than can be given in week 2, and a skill missing in week 5."""
    demand, capacity, unmet = (np.full(weeks, value) for value in (6.0, 10.0, 0.0))
    demand[2], unmet[2], unmet[5] = 16.0, 6.0, 2.0
    return ChartData(
        start=date(2026, 1, 5),
        layers=(Layer("structured", "structured"), Layer("Big & <bold>", None, 3)),
        stack=np.stack([demand / 2, demand / 2]),
        capacity=capacity,
        demand=demand,
        overload=unmet,
        load=demand / capacity,
    )


def picture(data: ChartData | None, title: str = "Squad") -> CurvePicture:
    return CurvePicture(title, "Split · Spring", data, Words(), "Today: one squad")


def drawn(svg: bytes, size: QSize = SIZE) -> QImage:
    image = QImage(size, QImage.Format.Format_RGB32)
    image.fill(Qt.GlobalColor.magenta)
    painter = QPainter(image)
    renderer = QSvgRenderer(QByteArray(svg))
    assert renderer.isValid()
    renderer.render(painter)
    painter.end()
    return image


def apart(one: QImage, other: QImage) -> float:
    """The part of the pixels that differ much."""
    first, second = (
        np.frombuffer(i.constBits(), np.uint8).reshape(i.height(), i.width(), 4)[..., :3]
        for i in (one, other)
    )
    far = np.abs(first.astype(np.int16) - second.astype(np.int16)).max(axis=2) > 60
    return float(far.mean())


def words_of(svg: bytes) -> list[str]:
    return [(one.text or "").strip() for one in ET.fromstring(svg).iter(SVG_TEXT)]


@pytest.mark.parametrize("dark", [False, True])
def test_that_an_svg_drawn_back_is_the_png(dark: bool) -> None:
    data = replace(chart(), ghost=np.full(8, 8.0), settled=np.full(8, 11.0))
    shown = picture(data)
    assert apart(curve_image(shown, dark=dark), drawn(curve_svg(shown, dark=dark))) < 0.01
    assert apart(curve_image(shown), curve_image(shown, dark=True)) > 0.5


def test_that_an_svg_is_lines_and_letters_and_no_picture_or_pattern() -> None:
    svg = curve_svg(picture(chart()))
    tags = {one.tag.rpartition("}")[2] for one in ET.fromstring(svg).iter()}
    assert not tags & {"image", "pattern", "mask", "clipPath"}
    assert {"text", "polyline"} <= tags
    words = words_of(svg)
    for said in ("Squad", "Split · Spring", "structured", "Big & <bold>", "capacity", "5 Jan"):
        assert said in words
    assert "finds nobody" in words
    assert "skill missing" in words
    assert "Today: one squad" not in words


def test_that_the_legend_names_what_is_drawn_behind_and_the_band() -> None:
    data = replace(
        chart(), ghost=np.full(8, 8.0), band=(np.full(8, 5.0), np.full(8, 9.0)), carried=True
    )
    words = words_of(curve_svg(picture(data)))
    assert {"Today: one squad", "8 of 10 runs", "left over"} <= set(words)


@pytest.mark.parametrize("scale", [1, 2, 3])
def test_that_a_png_has_the_pixels_asked_for(scale: int) -> None:
    image = QImage.fromData(curve_png(picture(chart()), scale=scale))
    assert image.size() == SIZE * scale


def test_that_twice_the_size_is_the_same_picture_sharper() -> None:
    shown = picture(chart())
    small = curve_image(shown, scale=2).scaled(
        SIZE, Qt.AspectRatioMode.IgnoreAspectRatio, Qt.TransformationMode.SmoothTransformation
    )
    assert apart(small.convertToFormat(QImage.Format.Format_RGB32), curve_image(shown)) < 0.03


@pytest.mark.parametrize("weeks", [1, 3, 52, 104])
def test_that_any_number_of_weeks_and_long_names_find_room(weeks: int) -> None:
    data = chart(8)
    wide = ChartData(
        start=data.start,
        layers=tuple(Layer("A project with a name as long as they come " * 3) for _ in range(9)),
        stack=np.full((9, weeks), 1.0),
        capacity=np.full(weeks, 10.0),
        demand=np.full(weeks, 9.0),
        overload=np.zeros(weeks),
        load=np.full(weeks, 0.9),
    )
    for size in (SIZE, QSize(400, 500)):
        svg = curve_svg(picture(wide, "Squad " * 60), size=size)
        assert any(one.endswith("…") for one in words_of(svg))
        assert drawn(svg, size).pixelColor(2, 2) == theme.current().card


def test_that_a_team_with_nothing_says_so() -> None:
    for data in (None, replace(chart(), demand=np.zeros(8), capacity=np.zeros(8))):
        assert "No people and no work yet" in words_of(curve_svg(picture(data)))


def test_that_the_windows_colours_come_back_after_a_picture() -> None:
    before = theme.current()
    curve_image(picture(chart()), dark=True)
    assert theme.current() is before
    with pytest.raises(ValueError, match="no such theme"), theme.painted_as("blue"):
        pass


def test_that_projected_curves_say_so_and_have_what_is_left_over(state: State) -> None:
    for projected, word in ((False, "expected"), (True, "projected")):
        found = curve_of(state, OPTION, 0, projected=projected)
        without = ", without a band" if projected else ""
        assert found.below == f"Split · Small · {word} days a week{without}"
        assert found.data is not None
        assert found.data.carried == projected


def test_that_a_projected_curve_has_the_band_of_its_team(state: State) -> None:
    bands = sampled_bands(inputs_of(state, OPTION), 20)
    found = curve_of(state, OPTION, 0, projected=True, bands=bands)
    assert found.below == "Split · Small · projected days a week"
    band = bands.teams[0]
    assert found.data is not None
    assert band is not None
    assert found.data.band is not None
    assert np.array_equal(found.data.band, (band.wants_p10, band.wants_p90))


# --- in the window --------------------------------------------------------------------------


def test_that_a_curve_on_the_board_is_copied_with_what_it_is_of(
    qtbot: QtBot, window: MainWindow
) -> None:
    assert window.view is not None
    column = window.view.board.view_of(SQUAD)
    assert column is not None
    assert column.chart is not None
    menu = curve_menu(column.chart)
    actions = {one.text(): one for one in menu.actions()}
    actions["Copy Picture"].trigger()
    image = QGuiApplication.clipboard().image()
    assert image.size() == SIZE * 2
    shown = shown_picture(column.chart)
    assert shown.title == "Load of Squad"
    assert shown.below == "Today · Small · expected days a week"
    assert apart(image, curve_image(shown, scale=2)) == 0.0


def test_that_a_curve_is_saved_as_the_kind_that_was_chosen(
    qtbot: QtBot, window: MainWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert window.view is not None
    window.view.show_large(SQUAD)
    menu = curve_menu(window.view.large.chart)
    save = next(one for one in menu.actions() if one.text() == "Save Picture…")
    out = tmp_path / "large"
    monkeypatch.setattr(
        QFileDialog, "getSaveFileName", lambda *_: (str(out), "SVG drawing (*.svg)")
    )
    save.trigger()
    assert "Load of Squad, by kind of work" in words_of((tmp_path / "large.svg").read_bytes())
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(out / "a.png"), ""))
    save.trigger()
    assert "choose another" in window.view.problem.text


@pytest.fixture
def dialog(qtbot: QtBot, window: MainWindow) -> PictureDialog:
    action = window.tools["choose_picture"]
    assert isinstance(action, QAction)
    action.trigger()
    found = window.findChild(PictureDialog)
    assert found is not None
    return found


def test_that_the_dialog_saves_any_teams_curve_by_keyboard(
    qtbot: QtBot,
    window: MainWindow,
    dialog: PictureDialog,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    assert all(one.accessibleName() for one in (dialog.what, dialog.scale, dialog.colours))
    assert "PNG only" in dialog.about.text()
    dialog.what.setFocus()
    qtbot.keyClick(dialog.what, Qt.Key.Key_Down)
    assert dialog.what.currentText() == "The curve of Squad"
    out = tmp_path / "squad.png"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(out), ""))
    qtbot.keyClick(dialog, Qt.Key.Key_Return)
    assert QImage(str(out)).size() == SIZE * 2


def test_that_the_dialog_draws_the_board_in_a_process_of_its_own(
    qtbot: QtBot, window: MainWindow, dialog: PictureDialog, tmp_path: Path
) -> None:
    dialog.colours.setCurrentIndex(1)
    out = tmp_path / "board.png"
    dialog.save_to(out)
    qtbot.waitUntil(
        lambda: f"Saved {out}" in window.statusBar().currentMessage(), timeout=PATIENCE_MS
    )
    image = QImage(str(out))
    assert image.size() == window.size() * 2
    assert image.pixelColor(4, 4).lightness() < 90


def test_that_the_board_is_copied_though_the_dialog_has_gone(
    qtbot: QtBot, window: MainWindow, dialog: PictureDialog
) -> None:
    dialog.scale.setCurrentIndex(0)
    dialog.copy_picture()
    said = "The picture is on the clipboard."
    qtbot.waitUntil(lambda: window.statusBar().currentMessage() == said, timeout=PATIENCE_MS)
    assert QGuiApplication.clipboard().image().size() == window.size()


def test_that_the_dialog_saves_a_projected_curve_with_its_band_whatever_is_known(
    qtbot: QtBot, window: MainWindow, dialog: PictureDialog, tmp_path: Path
) -> None:
    session = window.session
    assert session is not None
    session.set_projected(True)
    late = PictureDialog(window, session)
    for one, name in ((dialog, "early.svg"), (late, "late.svg")):
        out = tmp_path / name
        one.what.setCurrentIndex(1)
        one.save_to(out)
        qtbot.waitUntil(
            lambda out=out: f"Saved {out}" in window.statusBar().currentMessage(),  # type: ignore[misc]
            timeout=PATIENCE_MS,
        )
        svg = out.read_text()
        assert "8 of 10 runs" in svg
        assert "without a band" not in svg
        qtbot.waitUntil(
            lambda: session.forecast is not None and session.forecast.state == "current",
            timeout=PATIENCE_MS,
        )


@pytest.mark.parametrize("what", [0, 1])
def test_that_codes_stand_in_the_picture_and_a_name_in_a_file_name_is_refused(
    qtbot: QtBot,
    window: MainWindow,
    dialog: PictureDialog,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    what: int,
) -> None:
    session = window.session
    assert session is not None
    squad = session.state.get(Team, SQUAD)
    session.run(lambda state: edit(state, squad, name="Team of Ana Silva"))
    dialog.codes.setFocus()
    qtbot.keyClick(dialog.codes, Qt.Key.Key_Space)
    dialog.what.setCurrentIndex(what)
    dialog.save_to(tmp_path / "Ana Silva.png")
    assert "gives somebody of the plan away" in dialog.about.text()
    assert not (tmp_path / "Ana Silva.png").exists()
    offered: list[str] = []

    def ask(*words: str) -> tuple[str, str]:
        offered.append(words[2])
        return "", ""

    monkeypatch.setattr(QFileDialog, "getSaveFileName", ask)
    dialog.choose()
    assert "Ana" not in offered[0]
    if what:
        out = tmp_path / "curve.svg"
        dialog.save_to(out)
        assert "Team of Person" in out.read_text()
        assert "Ana" not in out.read_text()
        return
    dialog.copy_picture()
    said = "The picture is on the clipboard."
    qtbot.waitUntil(lambda: window.statusBar().currentMessage() == said, timeout=PATIENCE_MS)


def test_that_every_team_can_be_chosen(window: MainWindow, dialog: PictureDialog) -> None:
    assert window.session is not None
    rows = window.session.state.rows(Team)
    assert dialog.what.count() == 1 + len(rows)
    assert window.session.scenario == TODAY
