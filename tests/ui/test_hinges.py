"""What a decision hinges on, on screen: sentences, the shared axis, the table, the window."""

from __future__ import annotations

from collections.abc import Iterator
from math import inf
from pathlib import Path

import pytest
from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtTest import QAbstractItemModelTester
from pytestqt.qtbot import QtBot

from teamtide.advise.hinges import Comparison, Flip, Hinge, Search
from teamtide.plan.commands import edit_plan, remove
from teamtide.plan.document import Document
from teamtide.plan.rows import Scenario
from teamtide.ui import theme
from teamtide.ui.hinges import words
from teamtide.ui.hinges.curve import HingeCurve
from teamtide.ui.hinges.model import BAR, FLIPS, NAME, HingeModel
from teamtide.ui.hinges.scale import EDGE, Scale
from teamtide.ui.hinges.tornado import Tornado
from teamtide.ui.hinges.window import HingesWindow
from teamtide.ui.main_window import MainWindow
from teamtide.ui.session import Session
from tests.examples import OPTION, TODAY

PATIENCE_MS = 60_000
APP = Path(__file__).resolve().parents[2] / "app"


def hinge(setting: str = "switch", *flips: Flip, current: float = 0.10, **more: object) -> Hinge:
    values = {"values": (0.0, current, 0.35), "gaps": (4.0, 1.0, -6.0), "searched": True}
    return Hinge(setting, current, flips=flips, **{**values, **more})  # type: ignore[arg-type]


def search(
    *hinges: Hinge, gap: float = 1.0, measure: str = "overload", done: float = 1.0
) -> Search:
    winner = 0 if gap == 0 else 1 if gap > 0 else -1
    now = Comparison((11.0, 11.0 - gap), (0.0, 0.0), gap, winner)
    return Search(measure, ("Today", "Split"), now, hinges, done)


# --- sentences ------------------------------------------------------------------------------


def test_that_the_winner_the_margin_and_the_nearest_flip_are_told() -> None:
    found = search(hinge("switch", Flip(0.0701, -1, 1)), hinge("mentor"), gap=0.4)
    assert words.sentence(found) == (
        "At the values you set, Split wins by 0.4 d. It flips with switching below 7 %; nothing "
        "else within its usual range changes that."
    )


def test_that_flips_on_both_sides_are_told_and_the_farther_ones_left_out() -> None:
    flips = (Flip(0.02, 0, -1), Flip(0.08, -1, 1), Flip(0.2, 1, -1), Flip(0.3, -1, 1))
    told = words.sentence(search(hinge("switch", *flips)))
    assert told.endswith("It flips with switching below 8 % or above 20 %.")


def test_that_the_assumption_nearest_to_its_flip_comes_first() -> None:
    near = hinge("mentor", Flip(0.26, 1, -1), current=0.25, values=(0.0, 0.25, 1.0))
    told = words.sentence(search(hinge("switch", Flip(0.3, 1, -1)), near))
    assert told.index("helping newcomers above 0.26 d") < told.index("switching above 30 %")
    assert "nothing else" not in told


def test_that_no_flip_at_all_is_said_once_all_is_searched() -> None:
    assert words.sentence(search(hinge())).endswith("Nothing within its usual range changes that.")
    assert words.sentence(search(hinge(), done=0.5)).endswith("Searching…")
    half = words.sentence(search(hinge("switch", Flip(0.2, 1, -1)), done=0.5))
    assert half.endswith("above 20 %. Still searching…")


def test_that_a_tie_a_hair_and_what_is_left_out_have_words_of_their_own() -> None:
    assert words.sentence(search(hinge(), gap=0.0)).startswith("At the values you set, the two are")
    hair = words.sentence(search(hinge(), gap=-0.01))
    assert hair.startswith("At the values you set, Today wins by a hair: less than 0.1 d.")
    now = Comparison((18.0, 24.0), (6.0, 5.0), inf, 1)
    unfinished = Search("turnaround", ("Today", "Split"), now, (), 1.0)
    assert "Split wins: 5 rather than 6 projects unfinished." in words.sentence(unfinished)
    assert words.figure_text("turnaround", 18.0, 6.0) == "18 weeks (6 unfinished)"


def test_that_each_stretch_with_another_winner_is_told_in_the_table() -> None:
    flips = (Flip(0.0701, -1, 1), Flip(0.2, 1, 0), Flip(0.25, 0, -1))
    found = search(hinge("switch", *flips))
    told = words.flips_text(found.hinges[0], found)
    assert told == "Today wins below 7 % and above 25 %; level from 20 % to 25 %"


def test_that_a_number_and_its_unit_stay_on_one_line() -> None:
    told = words.unbroken("wins by 0.4 weeks. It flips below 6.2 % or above 3.5 h, or with 6 more")
    assert told == (
        "wins by 0.4\u00a0weeks. It flips below 6.2\u00a0% or above 3.5\u00a0h, or with 6 more"
    )


def test_that_nothing_to_tell_is_told_apart_from_not_yet_searched() -> None:
    flat = hinge(gaps=(1.0, 1.0, 1.0))
    never = hinge(gaps=(inf, inf, inf))
    assert words.flips_text(hinge(searched=False), search()) == "…"
    assert words.flips_text(hinge(), search()) == "No flip"
    assert words.flips_text(flat, search()) == "Changes nothing"
    assert words.flips_text(never, search()) == "No flip"


@pytest.mark.parametrize(
    ("measure", "gap", "text"),
    [
        ("overload", -12.34, "12.3 d"),
        ("turnaround", 0.4, "0.4 weeks"),
        ("turnaround", 1.0, "1 week"),
        ("peak", 0.125, "12.5 points"),
        ("short", 1.4, "1.4 people"),
        ("unfinished", 2.0, "2"),
        ("overload", inf, "beyond any figure"),
    ],
)
def test_that_differences_have_the_unit_of_their_measure(
    measure: str, gap: float, text: str
) -> None:
    assert words.gap_text(measure, gap) == text


# --- the axis -------------------------------------------------------------------------------


def test_that_zero_and_every_difference_are_on_the_axis_in_order() -> None:
    scale = Scale.of(search(hinge(gaps=(4.0, 1.0, -6.0))))
    places = [scale.x(gap, 0.0, 400.0) for gap in (-inf, -6.0, 0.0, 1.0, 4.0, inf)]
    assert places == sorted(places)
    assert places[1] > EDGE
    assert places[-2] < 400 - EDGE
    assert 0.0 in scale.ticks()
    assert all(scale.low <= tick <= scale.high for tick in scale.ticks())


def test_that_a_side_on_which_nobody_wins_still_has_room() -> None:
    scale = Scale.over([5.0, 9.0])
    assert scale.low < 0 < scale.high
    assert Scale.over([]).ticks()


# --- table and curve ------------------------------------------------------------------------


def test_that_the_table_reads_aloud_what_its_bars_show(qtbot: QtBot) -> None:
    model = HingeModel()
    QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    model.show(search(hinge("switch", Flip(0.2, 1, -1)), hinge("mentor", current=0.25)))
    assert model.index(0, NAME).data() == "Switching, 10 %"
    assert model.index(0, FLIPS).data() == "Today wins above 20\u00a0%"
    aloud = model.index(0, BAR).data(Qt.ItemDataRole.AccessibleTextRole)
    assert aloud == "At 0 %: Split wins by 4.0 d. At 35 %: Today wins by 6.0 d."
    assert "Weinberg" in model.index(0, NAME).data(Qt.ItemDataRole.ToolTipRole)
    model.show(None)
    assert model.rowCount() == 0
    assert model.rowCount(QModelIndex()) == 0


@pytest.mark.parametrize("mode", ["light", "dark"])
def test_that_each_side_of_the_line_has_its_colour_and_flips_are_marked(
    qtbot: QtBot, qapp: object, mode: str
) -> None:
    theme.apply(qapp, mode)  # type: ignore[arg-type]
    tornado = Tornado()
    qtbot.addWidget(tornado)
    tornado.resize(900, 300)
    found = search(
        hinge("switch", Flip(0.2, 1, -1)), hinge("mentor", gaps=(3.0, 1.0, 1.0), current=0.25)
    )
    tornado.show_search(found)
    tornado.show()
    qtbot.waitExposed(tornado)
    image = tornado.viewport().grab().toImage()
    now = theme.current()

    def colours(row: int) -> set[str]:
        rect = tornado.visualRect(tornado.hinges.index(row, BAR))
        y = rect.center().y()
        return {image.pixelColor(x, y).name() for x in range(rect.left(), rect.right())}

    assert {now.ghost.name(), now.accent.name(), now.bad.name()} <= colours(0)
    assert now.accent.name() in colours(1)
    assert not {now.ghost.name(), now.bad.name()} & colours(1)
    theme.apply(qapp, "light")  # type: ignore[arg-type]


def test_that_the_assumption_the_user_went_to_stays_chosen(qtbot: QtBot) -> None:
    tornado = Tornado()
    qtbot.addWidget(tornado)
    one, two = hinge("switch"), hinge("mentor", current=0.25)
    tornado.show_search(search(one, two))
    assert tornado.currentIndex().row() == 0
    tornado.show_search(search(two, one))
    assert tornado.currentIndex().row() == 0
    qtbot.keyClick(tornado, Qt.Key.Key_Down)
    tornado.show_search(search(one, two))
    assert tornado.hinges.hinge(tornado.currentIndex().row()) == one
    tornado.show_search(search(two, one))
    assert tornado.hinges.hinge(tornado.currentIndex().row()) == one


def test_that_a_curve_with_what_no_number_can_say_is_drawn(qtbot: QtBot) -> None:
    curve = HingeCurve()
    qtbot.addWidget(curve)
    curve.resize(600, 170)
    empty = curve.grab().toImage()
    told = search(hinge("switch", Flip(0.2, 1, -1), gaps=(inf, 1.0, -inf)))
    curve.show_hinge(told, told.hinges[0])
    assert curve.grab().toImage() != empty
    assert "Today wins above 20 %" in curve.accessibleDescription()


# --- the window -----------------------------------------------------------------------------


@pytest.fixture
def session(document: Document, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> Iterator[Session]:
    monkeypatch.setenv("PYTHONPATH", str(APP))
    made = Session(document)
    yield made
    made.deleteLater()


@pytest.fixture
def window(session: Session, qtbot: QtBot) -> Iterator[HingesWindow]:
    made = HingesWindow(session)
    qtbot.addWidget(made)
    yield made
    made.close_session()


def searched(window: HingesWindow, qtbot: QtBot) -> Search:
    def done() -> bool:
        # The last part says that it is the whole; the end of the work is told after it.
        whole = window.search is not None and window.search.whole
        return whole and not window.background.is_busy("hinges")

    qtbot.waitUntil(done, timeout=PATIENCE_MS)
    assert window.search is not None
    return window.search


def test_that_opening_it_searches_in_a_child_process_and_tells_the_answer(
    window: HingesWindow, qtbot: QtBot
) -> None:
    window.show()
    assert window.background.is_busy("hinges")
    assert window.progress.isVisible()
    assert window.one.currentData() == TODAY
    assert window.other.currentData() == OPTION
    found = searched(window, qtbot)
    assert window.sentence.text() == words.unbroken(words.sentence(found))
    assert not window.progress.isVisible()
    assert not window.stop.isVisible()
    assert window.tornado.hinges.rowCount() == len(found.hinges) == 11
    assert "Split" in window.figures.text()


def test_that_a_change_of_the_plan_searches_anew(
    window: HingesWindow, session: Session, qtbot: QtBot
) -> None:
    window.show()
    window.choose(OPTION, TODAY, "overload")
    first = searched(window, qtbot)
    session.run(lambda s: edit_plan(s, overhead=0.3))
    qtbot.waitUntil(
        lambda: window.search is not None and window.search.whole and window.search != first,
        timeout=PATIENCE_MS,
    )
    assert window.search is not None
    current = next(h for h in window.search.hinges if h.setting == "overhead").current
    assert current == 0.3


def test_that_a_search_can_be_stopped_and_asked_for_again(
    window: HingesWindow, qtbot: QtBot
) -> None:
    window.show()
    window.stop.click()
    assert not window.background.is_busy("hinges")
    assert not window.progress.isVisible()
    assert "topped" in window.sentence.text() + window.figures.text()
    window.choose(OPTION, TODAY, "overload")
    assert searched(window, qtbot).names[0] == "Split"


def test_that_a_scenario_against_itself_is_explained_and_not_searched(
    window: HingesWindow, session: Session, qtbot: QtBot
) -> None:
    window.show()
    window.choose(TODAY, TODAY, "overload")
    assert "with itself" in window.sentence.text()
    assert not window.background.is_busy("hinges")
    session.run(lambda s: remove(s, [s.get(Scenario, OPTION)]))
    qtbot.waitUntil(lambda: "Add an option" in window.sentence.text())


def test_that_every_control_has_a_name(window: HingesWindow) -> None:
    for part in (window.one, window.other, window.measure, window.stop, window.progress):
        assert part.accessibleName()
    assert window.tornado.accessibleName()


def test_that_the_menu_opens_it_and_closing_the_plan_ends_its_process(
    document: Document, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PYTHONPATH", str(APP))
    main = MainWindow()
    qtbot.addWidget(main)
    main.show_document(document)
    main.show()
    qtbot.waitExposed(main)
    main.tools["show_hinges"].trigger()
    window = main.panels.hinges
    assert window is not None
    assert window.isVisible()
    assert window.background is main.background
    assert window.background.is_busy("hinges")
    main.close_plan()
    assert main.panels.hinges is None
    assert not window.background.is_busy("hinges")
    main.close()
