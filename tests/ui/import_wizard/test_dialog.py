"""A spreadsheet shown before it is imported, put right, and imported as one step."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from teamtide.plan.commands import add
from teamtide.plan.rows import Person, Placement, Team
from teamtide.ui.import_wizard.dialog import ImportDialog
from teamtide.ui.import_wizard.mapping_header import FieldBox
from teamtide.ui.import_wizard.reading import Answer
from teamtide.ui.session import Session
from teamtide.workers.packing import Late, late_change
from tests.exchange.helpers import xlsx_file
from tests.ui.import_wizard.helpers import LEFT, answered, click, found_in, opened, pick, write

# What the offscreen platform says of pop-ups.
pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")

ROSTER = (
    "Name,Email,Team,FTE,Role,Town\n"
    "Ana Silva,ana@x.org,Squad,0.8,Engineer,Porto\n"
    "Eve Nowak,eve@x.org,Squad,abc,Engineer,Oslo\n"
    "Zed Zimmer,zed@x.org,Squad,50%,Engineer,Oslo\n"
    "Vacant,,Squad,1,Engineer,Oslo\n"
)


@pytest.fixture
def roster(tmp_path: Path) -> Path:
    return write(tmp_path, ROSTER)


def settle_column(qtbot: QtBot, dialog: ImportDialog, column: int, field: str) -> FieldBox:
    """Say with the pointer what a column is."""
    box = dialog.view.header.box(column)
    qtbot.mouseClick(box, LEFT)
    qtbot.waitUntil(box.view().isVisible)
    pick(qtbot, box, field)
    answered(dialog, qtbot)
    return box


# --- what is shown ---------------------------------------------------------------------------


def test_that_a_file_is_shown_before_anything_changes(
    session: Session, roster: Path, qtbot: QtBot
) -> None:
    before = session.state
    dialog = opened(session, roster, qtbot)
    assert session.state is before
    assert dialog.title.full == "roster.csv: 3 people"
    chips = {key: chip.text() for key, chip in dialog.heading.chips.items() if chip.isVisible()}
    assert chips == {
        "create": "+  2 new",
        "update": "↻  1 updated",
        "skipped": "–  1 skipped",
        "problem": "⚠  2 problems",
    }
    assert dialog.import_button.text() == "&Import 2 new, 1 updated"
    boxes = [dialog.view.header.box(column).currentData() for column in range(4)]
    assert boxes == ["name", "email", "team", "fte"]


def test_that_each_row_says_what_becomes_of_it_in_a_sign_and_a_word(
    session: Session, roster: Path, qtbot: QtBot
) -> None:
    preview = opened(session, roster, qtbot).view.preview
    side = [preview.headerData(row, Qt.Orientation.Vertical) for row in range(4)]
    assert side == ["2  ↻ updated", "3  + new", "4  + new", "5  – skipped"]


def test_that_a_count_narrows_the_preview_down_and_again_shows_all(
    session: Session, roster: Path, qtbot: QtBot
) -> None:
    dialog = opened(session, roster, qtbot)
    preview = dialog.view.preview
    for key, names in (
        ("create", ["Eve Nowak", "Zed Zimmer"]),
        ("skipped", ["⚠ Vacant"]),
        ("problem", ["Eve Nowak", "⚠ Vacant"]),
    ):
        qtbot.mouseClick(dialog.heading.chips[key], LEFT)
        assert [preview.index(r, 0).data() for r in range(preview.rowCount())] == names
    qtbot.mouseClick(dialog.heading.chips["problem"], LEFT)
    assert preview.rowCount() == 4
    assert not any(chip.isChecked() for chip in dialog.heading.chips.values())


def test_that_a_click_on_a_problem_leads_to_its_marked_cell_even_when_filtered_out(
    session: Session, roster: Path, qtbot: QtBot
) -> None:
    dialog = opened(session, roster, qtbot)
    tab = dialog.shelf.problems
    rows = [n for n in range(tab.sayings.rowCount()) if "D3 holds" in tab.sayings.saying(n).text]
    qtbot.mouseClick(dialog.heading.chips["skipped"], LEFT)
    click(qtbot, tab.list, tab.sayings.index(rows[0]))
    cell = dialog.view.preview.index(1, 3)
    assert cell.data() == "⚠ abc"
    assert dialog.view.currentIndex() == cell
    assert not dialog.heading.chips["skipped"].isChecked()
    assert "Expected a part of full time" in cell.data(Qt.ItemDataRole.ToolTipRole)


def test_that_a_problem_beyond_the_rows_shown_says_so(
    session: Session, tmp_path: Path, qtbot: QtBot
) -> None:
    rows = "".join(f"Person {n} Last{n},1\n" for n in range(250)) + "Eve Nowak,abc\n"
    dialog = opened(session, write(tmp_path, "Name,FTE\n" + rows), qtbot)
    tab = dialog.shelf.problems
    last = tab.sayings.index(tab.sayings.rowCount() - 1)
    click(qtbot, tab.list, last)
    assert dialog.told.text() == "roster!B252 is beyond the first 200 rows shown here."


# --- what is settled -------------------------------------------------------------------------


def test_that_a_column_settled_with_the_pointer_is_worked_out_anew(
    session: Session, roster: Path, qtbot: QtBot
) -> None:
    dialog = opened(session, roster, qtbot)
    box = settle_column(qtbot, dialog, 5, "location")
    assert found_in(dialog).columns["location"] == "Town"
    assert dialog.view.header.box(5) is box
    dialog.do_import()
    assert {row.location for row in session.state.rows(Person)} >= {"Porto", "Oslo"}


def test_that_a_field_given_to_another_column_leaves_the_one_before(
    session: Session, tmp_path: Path, qtbot: QtBot
) -> None:
    path = write(tmp_path, "Name,Office,Town\nEve Nowak,HQ,Oslo\n")
    dialog = opened(session, path, qtbot)
    assert found_in(dialog).columns["location"] == "Office"
    settle_column(qtbot, dialog, 2, "location")
    assert found_in(dialog).columns["location"] == "Town"
    assert dialog.view.header.box(1).currentData() == ""
    settle_column(qtbot, dialog, 1, "location")
    assert found_in(dialog).columns["location"] == "Office"
    assert dict(dialog.settled.choices.columns) == {"Office": "location"}


def test_that_scroll_and_keyboard_stay_where_they_are_over_an_answer(
    session: Session, tmp_path: Path, qtbot: QtBot
) -> None:
    headers = ["Name", *(f"Remark {n}" for n in range(40))]
    rows = [[f"Person Last{n}", *map(str, range(40))] for n in range(100)]
    text = "\n".join(",".join(row) for row in [headers, *rows])
    dialog = opened(session, write(tmp_path, text), qtbot)
    box = dialog.view.header.box(30)
    box.setFocus()
    dialog.view.verticalScrollBar().setValue(50)
    across, down = dialog.view.horizontalScrollBar().value(), 50
    assert across > 0
    qtbot.keyClick(box, Qt.Key.Key_Down)
    answered(dialog, qtbot)
    assert found_in(dialog).columns["id"] == "Remark 29"
    assert QApplication.focusWidget() is box
    assert dialog.view.horizontalScrollBar().value() == across
    assert dialog.view.verticalScrollBar().value() == down


def test_that_only_boxes_near_the_window_are_made_of_a_very_wide_sheet(
    session: Session, tmp_path: Path, qtbot: QtBot
) -> None:
    headers = ["Employee ID", "Name", "Email", *(f"c{n}" for n in range(1497))]
    text = ",".join(headers) + "\n" + ",".join(["7", "Eve Nowak", "eve@x.org", *["1"] * 1497])
    dialog = opened(session, write(tmp_path, text), qtbot)
    assert len(dialog.view.header.findChildren(FieldBox)) < 30
    dialog.view.header.box(1499).setFocus()
    assert dialog.view.header.box(1499).isVisible()
    assert dialog.view.header.box(1499).x() < dialog.view.viewport().width()


def test_that_settling_columns_without_a_name_says_so_and_can_be_put_right(
    session: Session, roster: Path, qtbot: QtBot
) -> None:
    dialog = opened(session, roster, qtbot)
    settle_column(qtbot, dialog, 0, "")
    assert dialog.problem.isVisible()
    assert not dialog.import_button.isEnabled()
    assert dialog.view.isVisible()
    settle_column(qtbot, dialog, 0, "name")
    assert not dialog.problem.isVisible()
    assert dialog.import_button.isEnabled()


def test_that_starting_afresh_goes_back_to_the_guess(
    session: Session, roster: Path, qtbot: QtBot
) -> None:
    dialog = opened(session, roster, qtbot)
    assert not dialog.heading.start_afresh.isVisible()
    settle_column(qtbot, dialog, 2, "")
    assert "team" not in found_in(dialog).columns
    assert dialog.heading.remark.text() == "You settled 1 thing; all else is a guess."
    qtbot.mouseClick(dialog.heading.start_afresh, LEFT)
    answered(dialog, qtbot)
    assert found_in(dialog).columns["team"] == "Team"
    assert not dialog.heading.start_afresh.isVisible()


def test_that_an_answer_older_than_what_is_settled_is_not_shown(
    session: Session, roster: Path, qtbot: QtBot
) -> None:
    dialog = opened(session, roster, qtbot)
    header = dialog.view.header
    header.settled.emit(("Town", "location"))
    header.settled.emit(("Town", ""))
    header.settled.emit(("Role", "location"))
    assert not dialog.import_button.isEnabled()
    answered(dialog, qtbot)
    assert found_in(dialog).columns["location"] == "Role"


# --- what is refused -------------------------------------------------------------------------


def test_that_what_is_no_spreadsheet_is_refused_with_a_sentence(
    session: Session, tmp_path: Path, qtbot: QtBot
) -> None:
    path = tmp_path / "broken.xlsx"
    path.write_bytes(b"not a workbook \x00\x01 at all")
    before = session.state
    dialog = opened(session, path, qtbot)
    assert dialog.title.full == "broken.xlsx can’t be imported"
    assert dialog.problem.isVisible()
    assert "broken.xlsx" in dialog.problem.text()
    assert not dialog.view.isVisible()
    assert not dialog.import_button.isEnabled()
    dialog.do_import()
    assert session.state is before


def test_that_a_file_without_a_list_of_people_shows_its_rows_so_that_one_can_say_where_it_is(
    session: Session, tmp_path: Path, qtbot: QtBot
) -> None:
    path = write(tmp_path, "Wer,Wo\nEve Nowak,Oslo\nZed Zimmer,Porto\n")
    dialog = opened(session, path, qtbot)
    assert dialog.problem.isVisible()
    assert dialog.view.preview.index(1, 0).data() == "Zed Zimmer"
    settle_column(qtbot, dialog, 0, "name")
    assert not dialog.problem.isVisible()
    dialog.do_import()
    assert {"Eve Nowak", "Zed Zimmer"} <= {row.name for row in session.state.rows(Person)}


# --- what is done ----------------------------------------------------------------------------


def test_that_import_is_one_step_that_undo_takes_back(
    session: Session, roster: Path, qtbot: QtBot
) -> None:
    before = session.state
    dialog = opened(session, roster, qtbot)
    qtbot.mouseClick(dialog.import_button, LEFT)
    assert dialog.result() == ImportDialog.DialogCode.Accepted
    assert {"Eve Nowak", "Zed Zimmer"} <= {row.name for row in session.state.rows(Person)}
    assert len(session.document.history) == 1
    session.undo()
    for table in (Person, Team, Placement):
        assert session.state.rows(table) == before.rows(table)


def test_that_the_same_file_again_has_nothing_to_import(
    session: Session, tmp_path: Path, qtbot: QtBot
) -> None:
    path = write(tmp_path, "Name,Team\nEve Nowak,Squad\n")
    opened(session, path, qtbot).do_import()
    again = opened(session, path, qtbot)
    assert not again.import_button.isEnabled()
    assert again.told.text() == "Nothing to import: the plan has all of it already."
    assert again.import_button.text() == "&Import"


@pytest.mark.parametrize("way", ["button", "escape"])
def test_that_cancel_changes_nothing(
    session: Session, roster: Path, qtbot: QtBot, way: str
) -> None:
    before = session.state
    dialog = opened(session, roster, qtbot)
    settle_column(qtbot, dialog, 5, "location")
    if way == "button":
        qtbot.mouseClick(dialog.cancel_button, LEFT)
    else:
        qtbot.keyClick(dialog, Qt.Key.Key_Escape)
    assert dialog.result() == ImportDialog.DialogCode.Rejected
    assert session.state is before


def test_that_cancelling_while_a_file_is_read_changes_nothing(
    session: Session, roster: Path, qtbot: QtBot
) -> None:
    before = session.state
    dialog = ImportDialog(session, roster)
    qtbot.addWidget(dialog)
    dialog.show()
    assert dialog.title.full == "Reading roster.csv…"
    dialog.reject()
    qtbot.waitUntil(lambda: not dialog.reader.busy, timeout=20_000)
    assert dialog.found is None
    assert session.state is before


def test_that_a_plan_that_changed_meanwhile_is_looked_at_again(
    session: Session, roster: Path, qtbot: QtBot
) -> None:
    dialog = opened(session, roster, qtbot)
    settle_column(qtbot, dialog, 5, "location")
    session.run(lambda state: add(state, Person, name="Eve Nowak", discipline="software"))
    dialog.do_import()
    answered(dialog, qtbot)
    assert dialog.isVisible()
    assert dialog.heading.remark.text().startswith("The plan has changed meanwhile")
    dialog.do_import()
    people = [row for row in session.state.rows(Person) if row.name == "Eve Nowak"]
    assert [row.location for row in people] == ["Oslo"]


def test_that_a_change_that_never_arrived_whole_is_not_made(
    session: Session, roster: Path, qtbot: QtBot
) -> None:
    before = session.state
    dialog = opened(session, roster, qtbot)
    never = Late()
    never.put(None)
    found = found_in(dialog)
    change = late_change(found.change.label, found.change.scenario, (), 3, never)
    dialog._take(Answer(0, found=replace(found, change=change)))
    qtbot.mouseClick(dialog.import_button, LEFT)
    assert session.state is before
    assert dialog.isVisible()
    assert dialog.problem.text().startswith("roster.csv could not be read to its end")
    assert not dialog.import_button.isEnabled()


def test_that_a_plan_workbook_offers_nothing_to_settle(
    session: Session, tmp_path: Path, qtbot: QtBot
) -> None:
    path = xlsx_file(
        tmp_path,
        {
            "People": [["ID", "Name", "Team"], ["9", "Eve Nowak", "Growth"]],
            "Teams": [["Team", "Kind"], ["Growth", "squad"]],
        },
    )
    dialog = opened(session, path, qtbot)
    assert dialog.title.full == "staff.xlsx: a plan workbook"
    assert not dialog.view.header.has_boxes
    assert not dialog.heading.row.isVisible()
    dialog.do_import()
    assert "Growth" in {team.name for team in session.state.rows(Team)}
