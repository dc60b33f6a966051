"""A spreadsheet shown before it is imported, and imported as one step."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from teamtide.plan.commands import add
from teamtide.plan.document import Document
from teamtide.plan.rows import Person
from teamtide.ui.import_wizard.dialog import ImportDialog
from teamtide.ui.session import Session

ROSTER = (
    "Name,Email,Team,FTE,Role,Town\n"
    "Ana Silva,ana@x.org,Squad,0.8,Engineer,Porto\n"
    "Eve Nowak,eve@x.org,Squad,abc,Engineer,Oslo\n"
    "Zed Zimmer,zed@x.org,Squad,50%,Engineer,Oslo\n"
)


@pytest.fixture
def session(document: Document, qtbot: QtBot) -> Iterator[Session]:
    made = Session(document)
    yield made
    made.deleteLater()


def opened(session: Session, path: Path, qtbot: QtBot) -> ImportDialog:
    dialog = ImportDialog(session, path)
    qtbot.addWidget(dialog)
    dialog.show()
    qtbot.waitUntil(lambda: not dialog.progress.isVisible(), timeout=20_000)
    return dialog


@pytest.fixture
def roster(tmp_path: Path) -> Path:
    path = tmp_path / "roster.csv"
    path.write_text(ROSTER)
    return path


def test_that_a_file_is_shown_before_anything_changes(
    session: Session, roster: Path, qtbot: QtBot
) -> None:
    before = session.state
    dialog = opened(session, roster, qtbot)
    assert session.state is before
    assert dialog.title.text() == "roster.csv: a roster, sheet “roster”"
    assert dialog.counts.text() == "2 new · 1 updated · 0 unchanged"
    assert dialog.view.preview.rowCount() == 3
    boxes = [box.currentData() for box in dialog.view.header.boxes]
    assert boxes[:4] == ["name", "email", "team", "fte"]


def test_that_a_problem_is_marked_in_its_cell_and_a_click_leads_there(
    session: Session, roster: Path, qtbot: QtBot
) -> None:
    dialog = opened(session, roster, qtbot)
    cell = dialog.view.preview.index(1, 3)
    assert cell.data() == "⚠ abc"
    item = dialog.problems.item(0)
    assert "D3 holds “abc”" in item.text()
    dialog.problems.itemClicked.emit(item)
    assert dialog.view.currentIndex() == cell


def test_that_import_is_one_step_that_undo_takes_back(
    session: Session, roster: Path, qtbot: QtBot
) -> None:
    before = session.state
    dialog = opened(session, roster, qtbot)
    dialog.do_import()
    assert dialog.result() == ImportDialog.DialogCode.Accepted
    assert {"Eve Nowak", "Zed Zimmer"} <= {row.name for row in session.state.rows(Person)}
    assert len(session.document.history) == 1
    session.undo()
    assert session.state.rows(Person) == before.rows(Person)


def test_that_cancel_changes_nothing(session: Session, roster: Path, qtbot: QtBot) -> None:
    before = session.state
    dialog = opened(session, roster, qtbot)
    dialog.cancel_button.click()
    assert session.state is before


def test_that_cancelling_while_a_file_is_read_changes_nothing(
    session: Session, roster: Path, qtbot: QtBot
) -> None:
    before = session.state
    dialog = ImportDialog(session, roster)
    qtbot.addWidget(dialog)
    dialog.show()
    dialog.reject()
    qtbot.waitUntil(lambda: not dialog.reader.busy, timeout=20_000)
    assert dialog.found is None
    assert session.state is before


def test_that_another_column_can_be_settled_and_is_worked_out_anew(
    session: Session, roster: Path, qtbot: QtBot
) -> None:
    dialog = opened(session, roster, qtbot)
    box = dialog.view.header.boxes[5]
    box.setCurrentIndex(box.findData("location"))
    box.activated.emit(box.currentIndex())
    qtbot.waitUntil(lambda: dialog.import_button.isEnabled(), timeout=20_000)
    assert dialog.found is not None
    assert dialog.found.columns["location"] == "Town"
    dialog.do_import()
    assert {row.location for row in session.state.rows(Person)} >= {"Porto", "Oslo"}


def test_that_settling_columns_without_a_name_says_so_and_can_be_put_right(
    session: Session, roster: Path, qtbot: QtBot
) -> None:
    dialog = opened(session, roster, qtbot)
    box = dialog.view.header.boxes[0]
    box.setCurrentIndex(box.findData(""))
    box.activated.emit(box.currentIndex())
    qtbot.waitUntil(lambda: not dialog.progress.isVisible(), timeout=20_000)
    assert dialog.problem.isVisible()
    assert not dialog.import_button.isEnabled()
    assert dialog.view.isVisible()
    box.setCurrentIndex(box.findData("name"))
    box.activated.emit(box.currentIndex())
    qtbot.waitUntil(lambda: dialog.import_button.isEnabled(), timeout=20_000)
    assert not dialog.problem.isVisible()


def test_that_what_is_no_roster_is_refused_with_a_sentence(
    session: Session, tmp_path: Path, qtbot: QtBot
) -> None:
    path = tmp_path / "broken.xlsx"
    path.write_bytes(b"not a workbook at all")
    before = session.state
    dialog = opened(session, path, qtbot)
    assert dialog.title.text() == "broken.xlsx can't be imported"
    assert "broken.xlsx" in dialog.problem.text()
    assert not dialog.import_button.isEnabled()
    assert session.state is before


def test_that_a_plan_that_changed_meanwhile_is_looked_at_again(
    session: Session, roster: Path, qtbot: QtBot
) -> None:
    dialog = opened(session, roster, qtbot)
    session.run(lambda state: add(state, Person, name="Eve Nowak", discipline="software"))
    dialog.do_import()
    qtbot.waitUntil(lambda: dialog.import_button.isEnabled(), timeout=20_000)
    dialog.do_import()
    names = [row.name for row in session.state.rows(Person)]
    assert names.count("Eve Nowak") == 1
