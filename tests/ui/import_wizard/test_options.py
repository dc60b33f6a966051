"""Hours, dates, leavers, posts, sheet and header: what a file does not say by itself."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from teamtide.exchange.rosters.entries import DayColumn
from teamtide.plan.rows import Person
from teamtide.ui.import_wizard.dialog import ImportDialog
from teamtide.ui.session import Session
from tests.exchange.helpers import xlsx_file
from tests.ui.import_wizard.helpers import (
    LEFT,
    answered,
    focused,
    found_in,
    opened,
    pick,
    shown_as,
    tick,
    write,
)

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")


@pytest.fixture
def dialog(session: Session, tmp_path: Path, qtbot: QtBot) -> ImportDialog:
    """A file of which the reading found all there is to ask about."""
    made = opened(session, write(tmp_path, "Name,Start\nEve Nowak,03/04/2025\n"), qtbot)
    shown_as(
        made,
        days=(
            DayColumn("Start", "start", "dmy", sure=False, texts=1, dates=5, swapped=3),
            DayColumn("Ends", "end", "", texts=0, dates=5),
        ),
        full_time=40.0,
        leavers=7,
        posts=(3, 41),
    )
    made.shelf.setCurrentWidget(made.shelf.options)
    return made


def test_that_each_option_is_there_only_where_the_file_has_it(
    dialog: ImportDialog, qtbot: QtBot
) -> None:
    tab = dialog.shelf.options
    assert dialog.shelf.tabText(dialog.shelf.indexOf(tab)) == "&Options · 4"
    assert list(tab.days) == ["Start"]
    assert tab.days["Start"].told.text() == "⚠ nothing tells day from month: please choose"
    shown_as(dialog, days=(), full_time=None, leavers=0, posts=(0, 0))
    assert not dialog.shelf.isTabVisible(dialog.shelf.indexOf(tab))


def test_that_the_order_of_dates_is_chosen_with_the_pointer(
    dialog: ImportDialog, qtbot: QtBot
) -> None:
    row = dialog.shelf.options.days["Start"]
    assert row.box.currentText() == "guessed: day/month/year"
    qtbot.mouseClick(row.box, LEFT)
    qtbot.waitUntil(row.box.view().isVisible)
    pick(qtbot, row.box, "mdy")
    assert dict(dialog.settled.choices.orders) == {"Start": "mdy"}
    assert dialog.waiting
    answered(dialog, qtbot)


def test_that_swapped_dates_are_put_right_with_a_tick(dialog: ImportDialog, qtbot: QtBot) -> None:
    row = dialog.shelf.options.days["Start"]
    assert row.check.text() == "3 dates look swapped (day for month): put them right"
    tick(qtbot, row.check)
    assert dialog.settled.choices.swapped == {"Start"}
    tick(qtbot, row.check)
    assert dialog.settled.choices.swapped == frozenset()


def test_that_full_time_is_asked_about_once_typing_rests_and_enter_does_not_import(
    dialog: ImportDialog, session: Session, qtbot: QtBot
) -> None:
    before = session.state
    hours = dialog.shelf.options.full_time
    hours.setFocus()
    hours.selectAll()
    qtbot.keyClicks(hours, "37")
    assert dialog.settled.choices.full_time == 37.0
    assert dialog._soon.isActive()
    qtbot.keyClick(hours, Qt.Key.Key_Return)
    answered(dialog, qtbot)
    assert session.state is before
    assert dialog.isVisible()


def test_that_leavers_and_posts_are_imported_on_request(dialog: ImportDialog, qtbot: QtBot) -> None:
    tab = dialog.shelf.options
    assert tab.leavers.text() == "Import the 7 people who left before the plan starts, too"
    assert tab.headcount.text() == "Make 41 unnamed people of 3 rows of posts"
    tick(qtbot, tab.leavers)
    assert dialog.settled.choices.leavers
    qtbot.keyClick(tab.headcount, Qt.Key.Key_Space)
    assert dialog.settled.choices.headcount


def test_that_people_who_left_come_in_once_that_is_ticked(
    session: Session, tmp_path: Path, qtbot: QtBot
) -> None:
    path = write(tmp_path, "Name,Start,End\nEve Nowak,2020-01-01,2021-01-31\n")
    dialog = opened(session, path, qtbot)
    assert not dialog.import_button.isEnabled()
    tab = dialog.shelf.options
    dialog.shelf.setCurrentWidget(tab)
    tick(qtbot, tab.leavers)
    answered(dialog, qtbot)
    assert tab.leavers.isVisible()
    dialog.do_import()
    eve = next(row for row in session.state.rows(Person) if row.name == "Eve Nowak")
    assert eve.end == date(2021, 1, 31)


def two_sheets(folder: Path) -> Path:
    people = [["Staff list"], [], ["Name", "Town"], ["Eve Nowak", "Oslo"], ["Zed Zimmer", "Rome"]]
    others = [["Name", "Town"], ["Uma Uhl", "Bonn"]]
    return xlsx_file(folder, {"Staff": people, "Alumni": others})


def test_that_sheet_and_header_row_are_shown_and_can_be_said(
    session: Session, tmp_path: Path, qtbot: QtBot
) -> None:
    dialog = opened(session, two_sheets(tmp_path), qtbot)
    top = dialog.heading
    assert [top.sheet.itemText(n) for n in range(top.sheet.count())] == ["Staff", "Alumni"]
    assert (top.sheet.currentText(), top.row.value()) == ("Staff", 3)
    assert dialog.view.corner.text() == "header: 3"
    qtbot.mouseClick(top.sheet, LEFT)
    qtbot.waitUntil(top.sheet.view().isVisible)
    top.sheet.setItemData(1, "Alumni")
    pick(qtbot, top.sheet, "Alumni")
    assert dialog.settled.choices.sheet == "Alumni"
    answered(dialog, qtbot)
    top.row.setFocus()
    qtbot.keyClick(top.row, Qt.Key.Key_Up)
    assert dialog.settled.choices.header == top.row.value()
    assert focused() is top.row
    answered(dialog, qtbot)


def test_that_another_sheet_is_read_when_it_is_chosen(
    session: Session, tmp_path: Path, qtbot: QtBot
) -> None:
    dialog = opened(session, two_sheets(tmp_path), qtbot)
    qtbot.keyClick(dialog.heading.sheet, Qt.Key.Key_Down)
    answered(dialog, qtbot)
    assert found_in(dialog).columns["location"] == "Town"
    assert dialog.view.preview.index(0, 0).data() == "Uma Uhl"
    assert (dialog.heading.sheet.currentText(), dialog.heading.row.value()) == ("Alumni", 1)


def test_that_a_header_row_that_is_none_shows_its_row_and_can_be_put_right(
    session: Session, tmp_path: Path, qtbot: QtBot
) -> None:
    dialog = opened(session, two_sheets(tmp_path), qtbot)
    row = dialog.heading.row
    row.setFocus()
    qtbot.keyClick(row, Qt.Key.Key_Up)
    answered(dialog, qtbot)
    assert dialog.problem.isVisible()
    assert not dialog.import_button.isEnabled()
    assert dialog.view.preview.headerData(0, Qt.Orientation.Horizontal) == "Eve Nowak"
    assert focused() is row
    qtbot.keyClick(row, Qt.Key.Key_Down)
    answered(dialog, qtbot)
    assert not dialog.problem.isVisible()
    assert dialog.view.preview.headerData(0, Qt.Orientation.Horizontal) == "Name"
    assert dialog.import_button.isEnabled()


def people(session: Session, dialog: ImportDialog) -> dict[str, Person]:
    """The people there would be."""
    after = session.state.apply(found_in(dialog).change)
    return {row.name: row for row in after.rows(Person)}


def test_that_another_order_of_dates_is_read(
    session: Session, tmp_path: Path, qtbot: QtBot
) -> None:
    rows = "".join(f"Eve Nowak{n},e{n}@x.org,0{n}/04/2025\n" for n in range(1, 8))
    dialog = opened(session, write(tmp_path, "Name,Email,Start date\n" + rows), qtbot)
    assert people(session, dialog)["Eve Nowak7"].start == date(2025, 4, 7)
    row = dialog.shelf.options.days["Start date"]
    assert row.told.text() == "⚠ nothing tells day from month: please choose"
    dialog.shelf.setCurrentWidget(dialog.shelf.options)
    qtbot.mouseClick(row.box, LEFT)
    qtbot.waitUntil(row.box.view().isVisible)
    pick(qtbot, row.box, "mdy")
    answered(dialog, qtbot)
    assert people(session, dialog)["Eve Nowak7"].start == date(2025, 7, 4)
    assert row.told.text() == ""


def test_that_swapped_dates_are_read_the_other_way_round(
    session: Session, tmp_path: Path, qtbot: QtBot
) -> None:
    true = [[f"Eve Nowak{n}", f"e{n}@x.org", date(2025, n, 4)] for n in range(1, 6)]
    texts = [[f"Zed Low{n}", f"z{n}@x.org", f"{n}/03/2025"] for n in range(14, 20)]
    path = xlsx_file(tmp_path, {"Staff": [["Name", "Email", "Start date"], *true, *texts]})
    dialog = opened(session, path, qtbot)
    assert people(session, dialog)["Eve Nowak1"].start == date(2025, 1, 4)
    dialog.shelf.setCurrentWidget(dialog.shelf.options)
    check = dialog.shelf.options.days["Start date"].check
    assert "look swapped" in check.text()
    tick(qtbot, check)
    answered(dialog, qtbot)
    assert people(session, dialog)["Eve Nowak1"].start == date(2025, 4, 1)


def test_that_full_time_changes_what_hours_are_worth(
    session: Session, tmp_path: Path, qtbot: QtBot
) -> None:
    rows = "".join(f"Eve Nowak{n},e{n}@x.org,{20 + n}\n" for n in range(1, 16))
    dialog = opened(session, write(tmp_path, "Name,Email,Weekly hours\n" + rows), qtbot)
    dialog.shelf.setCurrentWidget(dialog.shelf.options)
    hours = dialog.shelf.options.full_time
    hours.setFocus()
    hours.selectAll()
    qtbot.keyClicks(hours, "42")
    answered(dialog, qtbot)
    assert people(session, dialog)["Eve Nowak1"].fte == pytest.approx(21 / 42)


def test_that_a_sheet_of_posts_comes_in_as_unnamed_people_on_request(
    session: Session, tmp_path: Path, qtbot: QtBot
) -> None:
    path = write(tmp_path, "Position,Department,Headcount\nNurse,Squad,14\nDoctor,Squad,3\n")
    dialog = opened(session, path, qtbot)
    assert "posts and not people" in dialog.problem.text()
    box = dialog.shelf.options.headcount
    assert box.isVisible()
    tick(qtbot, box)
    answered(dialog, qtbot)
    assert not dialog.problem.isVisible()
    dialog.do_import()
    assert len(session.state.rows(Person)) == 4 + 17


def test_that_enter_in_the_header_row_does_not_import(
    session: Session, tmp_path: Path, qtbot: QtBot
) -> None:
    before = session.state
    dialog = opened(session, two_sheets(tmp_path), qtbot)
    dialog.heading.row.setFocus()
    qtbot.keyClick(dialog.heading.row, Qt.Key.Key_Return)
    assert dialog.isVisible()
    assert session.state is before
