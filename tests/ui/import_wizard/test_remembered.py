"""What was settled of a file is there again for the next file of its shape."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from teamtide.exchange.rosters.choices import Choices
from teamtide.plan.rows import Person
from teamtide.ui.import_wizard import settling
from teamtide.ui.import_wizard.dialog import ImportDialog
from teamtide.ui.session import Session
from tests.examples import ANA
from tests.exchange.helpers import seats, xlsx_file
from tests.ui.import_wizard.helpers import LEFT, answered, opened, write

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")

MARCH = "Name,Department,Ort\nEve Nowak,Cloud,Oslo\nAnna Silva,Cloud,Rome\n"
APRIL = "Name,Department,Ort\nUma Uhl,Cloud,Bonn\n"
SAID = "Opened as you settled it for the last file of this shape."


def import_march(session: Session, folder: Path, qtbot: QtBot) -> None:
    dialog = opened(session, write(folder, MARCH, "march.csv"), qtbot)
    choices = settling.with_column(dialog.settled.choices, "Ort", "location")
    choices = settling.with_teams(choices, ["Cloud"], "Infrastructure")
    dialog.settled.settle(settling.with_answers(choices, [3], int(ANA)))
    answered(dialog, qtbot)
    dialog.do_import()
    assert dialog.result() == ImportDialog.DialogCode.Accepted


def test_that_a_file_of_the_same_shape_opens_as_it_was_settled_and_says_so(
    session: Session, tmp_path: Path, qtbot: QtBot
) -> None:
    import_march(session, tmp_path, qtbot)
    dialog = opened(session, write(tmp_path, APRIL, "april.csv"), qtbot)
    assert dialog.heading.remark.text() == SAID
    assert dialog.settled.choices == Choices(
        columns={"Ort": "location"}, teams={"Cloud": "Infrastructure"}
    )
    dialog.do_import()
    uma = next(row for row in session.state.rows(Person) if row.name == "Uma Uhl")
    assert uma.location == "Bonn"
    assert seats(session.state)["Uma Uhl"] == "Infrastructure"


def test_that_starting_afresh_guesses_again_and_forgets_once_imported(
    session: Session, tmp_path: Path, qtbot: QtBot
) -> None:
    import_march(session, tmp_path, qtbot)
    path = write(tmp_path, APRIL, "april.csv")
    dialog = opened(session, path, qtbot)
    qtbot.mouseClick(dialog.heading.start_afresh, LEFT)
    answered(dialog, qtbot)
    assert dialog.settled.choices == Choices()
    assert dialog.heading.remark.text() == ""
    qtbot.keyClick(dialog, Qt.Key.Key_Escape)
    again = opened(session, path, qtbot)
    assert again.heading.remark.text() == SAID  # cancelled: nothing was decided
    qtbot.mouseClick(again.heading.start_afresh, LEFT)
    answered(again, qtbot)
    again.do_import()
    third = opened(session, path, qtbot)
    assert third.settled.choices == Choices()


def test_that_a_sheet_that_has_another_name_now_is_known_again(
    session: Session, tmp_path: Path, qtbot: QtBot
) -> None:
    for month, name in (("March", "Eve Nowak"), ("April", "Uma Uhl")):
        rows = [["Name", "Department", "Ort"], [name, "Cloud", "Oslo"]]
        notes = [["Name", "Department", "Ort"], ["Zed Low", "Cloud", "Rome"]]
        path = xlsx_file(tmp_path, {month: rows, f"{month} old": notes}, f"{month}.xlsx")
        dialog = opened(session, path, qtbot)
        if month == "March":
            choices = settling.with_sheet(dialog.settled.choices, "March")
            dialog.settled.settle(settling.with_teams(choices, ["Cloud"], "Enablement"))
            answered(dialog, qtbot)
            dialog.do_import()
    assert dialog.heading.remark.text() == SAID
    assert dialog.settled.choices == Choices(teams={"Cloud": "Enablement"})
    dialog.do_import()
    assert seats(session.state)["Uma Uhl"] == "Enablement"


def test_that_another_shape_is_guessed(session: Session, tmp_path: Path, qtbot: QtBot) -> None:
    import_march(session, tmp_path, qtbot)
    other = write(tmp_path, "Name,Department,Ort,Grade\nUma Uhl,Cloud,Bonn,7\n", "other.csv")
    dialog = opened(session, other, qtbot)
    assert dialog.settled.choices == Choices()


def test_that_nothing_about_people_is_kept(
    session: Session, tmp_path: Path, qtbot: QtBot, data_folder: Path
) -> None:
    import_march(session, tmp_path, qtbot)
    kept = "".join(
        path.read_text(encoding="utf-8", errors="replace") for path in data_folder.glob("import*")
    )
    assert "Infrastructure" in kept
    for name in ("Eve", "Nowak", "Anna", "Silva", "Oslo"):
        assert name not in kept


def test_that_what_no_longer_fits_gives_way_to_the_guess(
    session: Session, tmp_path: Path, qtbot: QtBot
) -> None:
    import_march(session, tmp_path, qtbot)
    first = opened(session, write(tmp_path, APRIL, "april.csv"), qtbot)
    shape = first.found.details.shape if first.found and first.found.details else ""
    first._shapes.save([shape], Choices(columns={"Nowhere": "name"}))
    first.reject()
    dialog = opened(session, tmp_path / "april.csv", qtbot)
    assert dialog.settled.choices == Choices()
    assert dialog.view.isVisible()
    assert dialog.import_button.isEnabled()
    assert not dialog.problem.isVisible()
