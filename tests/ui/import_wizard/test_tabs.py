"""Teams, disciplines, conflicts, people: settled with the pointer, and what follows from it."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLineEdit
from pytestqt.qtbot import QtBot

from teamtide.plan.commands import edit
from teamtide.plan.rows import Person, Team
from teamtide.ui.import_wizard.dialog import ImportDialog
from teamtide.ui.session import Session
from tests.examples import ANA, BO
from tests.exchange.helpers import seats
from tests.ui.import_wizard.helpers import (
    CTRL,
    LEFT,
    SHIFT,
    answered,
    choose,
    click,
    column_of,
    details_of,
    found_in,
    list_of,
    opened,
    select,
    write,
)

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")

SPELLINGS = (
    *("Squad", "Data Platform", "Infra & Cloud", "SRE", "Site Reliability", "Cloud Ops"),
    *("Machine Learning", "Analytics", "Insights", "Enablement", "Coaching", "Finance"),
    *("People & Culture", "Legal", "Facilities", "Brand", "Events"),
)


def departments(folder: Path) -> Path:
    rows = [
        f"Person{n} Last{n}{i},{text}"
        for n, text in enumerate(SPELLINGS)
        for i in range(len(SPELLINGS) - n)
    ]
    return write(folder, "\n".join(["Name,Department", *rows]))


def row_of(dialog: ImportDialog, text: str) -> int:
    row = dialog.shelf.teams.table.choices.row_of(text)
    assert row is not None
    return row


# --- teams -----------------------------------------------------------------------------------


def test_that_a_spelling_goes_to_the_column_chosen_in_its_list(
    session: Session, tmp_path: Path, qtbot: QtBot
) -> None:
    dialog = opened(session, write(tmp_path, "Name,Team\nEve Nowak,Data\nZed Zimmer,Sqad\n"), qtbot)
    tab = dialog.shelf.teams
    dialog.shelf.setCurrentWidget(tab)
    assert column_of(tab.table) == ["+ Data (new column)", "+ Sqad (new column)"]
    choose(qtbot, tab.table, row_of(dialog, "Sqad"), "Squad")
    choose(qtbot, tab.table, row_of(dialog, "Data"), "")
    answered(dialog, qtbot)
    assert column_of(tab.table) == ["the bench", "Squad"]
    dialog.do_import()
    placed = seats(session.state)
    assert placed["Zed Zimmer"] == "Squad"
    assert "Eve Nowak" not in placed
    assert "Data" not in {team.name for team in session.state.rows(Team)}


def test_that_seventeen_spellings_become_three_columns_in_a_few_gestures(
    session: Session, tmp_path: Path, qtbot: QtBot
) -> None:
    dialog = opened(session, departments(tmp_path), qtbot)
    tab = dialog.shelf.teams
    dialog.shelf.setCurrentWidget(tab)
    assert dialog.shelf.tabText(dialog.shelf.indexOf(tab)) == "&Teams · 17"
    table, model = tab.table, tab.table.choices
    click(qtbot, table, model.index(row_of(dialog, "Data Platform"), 0))
    click(qtbot, table, model.index(row_of(dialog, "Cloud Ops"), 0), SHIFT)
    choose(qtbot, table, row_of(dialog, "SRE"), "Infrastructure")
    click(qtbot, table, model.index(row_of(dialog, "Machine Learning"), 0))
    for text in ("Analytics", "Insights", "Coaching"):
        click(qtbot, table, model.index(row_of(dialog, text), 0), CTRL)
    qtbot.keyClick(table, Qt.Key.Key_3)
    qtbot.mouseClick(tab.bench_others, LEFT)
    answered(dialog, qtbot)
    assert not tab.bench_others.isEnabled()
    dialog.do_import()
    teams = [team.name for team in session.state.rows(Team)]
    assert teams == ["Squad", "Infrastructure", "Enablement"]
    placed = [seats(session.state).get(f"Person{n} Last{n}0", "") for n in range(17)]
    expected = ["Squad", *["Infrastructure"] * 5, *["Enablement"] * 5, *[""] * 6]
    assert placed == expected


def test_that_a_team_of_another_name_can_be_typed(
    session: Session, tmp_path: Path, qtbot: QtBot
) -> None:
    dialog = opened(session, write(tmp_path, "Name,Team\nEve Nowak,Data\nZed Zimmer,DS\n"), qtbot)
    tab = dialog.shelf.teams
    dialog.shelf.setCurrentWidget(tab)
    select(tab.table, 0, 1)
    tab.table.setFocus()
    qtbot.keyClick(tab.table, Qt.Key.Key_G)
    line = tab.table.viewport().findChild(QLineEdit)
    qtbot.keyClicks(line, "rowth")
    qtbot.keyClick(line, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: bool(dialog.settled.choices.teams))
    answered(dialog, qtbot)
    assert dict(dialog.settled.choices.teams) == {"Data": "growth", "DS": "growth"}
    assert [one.team for one in details_of(dialog).spellings] == ["growth", "growth"]
    assert QApplication.focusWidget() is tab.table


def test_that_escape_in_a_list_settles_nothing(
    session: Session, tmp_path: Path, qtbot: QtBot
) -> None:
    dialog = opened(session, write(tmp_path, "Name,Team\nEve Nowak,Data\n"), qtbot)
    table = dialog.shelf.teams.table
    dialog.shelf.setCurrentWidget(dialog.shelf.teams)
    table.setFocus()
    qtbot.keyClick(table, Qt.Key.Key_Return)
    box = list_of(qtbot, table)
    qtbot.keyClick(box.view(), Qt.Key.Key_Escape)
    qtbot.keyClick(box, Qt.Key.Key_Escape)
    assert not dialog.settled.choices.teams
    assert dialog.isVisible()


def test_that_delete_gives_a_spelling_back_to_the_guess(
    session: Session, tmp_path: Path, qtbot: QtBot
) -> None:
    dialog = opened(session, write(tmp_path, "Name,Team\nEve Nowak,Data\n"), qtbot)
    table = dialog.shelf.teams.table
    dialog.shelf.setCurrentWidget(dialog.shelf.teams)
    table.setFocus()
    qtbot.keyClick(table, Qt.Key.Key_0)
    answered(dialog, qtbot)
    assert column_of(table) == ["the bench"]
    qtbot.keyClick(table, Qt.Key.Key_Delete)
    answered(dialog, qtbot)
    assert column_of(table) == ["+ Data (new column)"]


def test_that_spellings_are_found_by_typing(session: Session, tmp_path: Path, qtbot: QtBot) -> None:
    dialog = opened(session, departments(tmp_path), qtbot)
    tab = dialog.shelf.teams
    dialog.shelf.setCurrentWidget(tab)
    qtbot.keyClicks(tab.search, "cloud")
    assert [tab.table.choices.line(n).key for n in range(tab.table.choices.rowCount())] == [
        "Infra & Cloud",
        "Cloud Ops",
    ]
    qtbot.keyClick(tab.search, Qt.Key.Key_Return)
    assert dialog.isVisible()
    qtbot.keyClick(tab.search, Qt.Key.Key_Escape)
    assert tab.table.choices.rowCount() == 17
    assert dialog.isVisible()


# --- disciplines -----------------------------------------------------------------------------

TITLES = "Name,Title\nEve Nowak,Wizard\nZed Zimmer,Chief wizard\nUma Uhl,Data scientist\n"


def disciplines(session: Session) -> dict[str, str]:
    return {row.name: row.discipline for row in session.state.rows(Person)}


def test_that_choosing_a_discipline_makes_a_rule_that_counts(
    session: Session, tmp_path: Path, qtbot: QtBot
) -> None:
    dialog = opened(session, write(tmp_path, TITLES), qtbot)
    tab = dialog.shelf.disciplines
    dialog.shelf.setCurrentWidget(tab)
    row = tab.table.choices.row_of("Wizard")
    assert row is not None
    choose(qtbot, tab.table, row, "infrastructure")
    answered(dialog, qtbot)
    assert dialog.settled.choices.titles == (("Wizard", "infrastructure"),)
    assert tab.rules.rules.rules == [("Wizard", "infrastructure")]
    dialog.do_import()
    found = disciplines(session)
    assert found["Eve Nowak"] == found["Zed Zimmer"] == "infrastructure"
    assert found["Uma Uhl"] == "data science"


def test_that_rules_are_added_edited_reordered_and_removed(
    session: Session, tmp_path: Path, qtbot: QtBot
) -> None:
    dialog = opened(session, write(tmp_path, TITLES), qtbot)
    tab = dialog.shelf.disciplines
    dialog.shelf.setCurrentWidget(tab)

    def typed(words: str, discipline: str) -> None:
        qtbot.mouseClick(tab.add, LEFT)
        line = tab.rules.viewport().findChild(QLineEdit)
        qtbot.keyClicks(line, words)
        qtbot.keyClick(line, Qt.Key.Key_Return)
        qtbot.waitUntil(lambda: not tab.rules.viewport().findChildren(QLineEdit))
        model = tab.rules.rules
        tab.rules.setCurrentIndex(model.index(0, 1))
        model.setData(model.index(0, 1), discipline)

    def guesses() -> dict[str, str]:
        answered(dialog, qtbot)
        after = session.state.apply(found_in(dialog).change)
        return {row.title: row.discipline for row in after.rows(Person) if row.title}

    typed("wizard", "infrastructure")
    assert guesses()["Chief wizard"] == "infrastructure"
    typed("chief", "data science")
    assert guesses() == {
        "Wizard": "infrastructure",
        "Chief wizard": "data science",
        "Data scientist": "data science",
    }
    qtbot.mouseClick(tab.down, LEFT)
    assert list(dialog.settled.choices.titles) == [
        ("wizard", "infrastructure"),
        ("chief", "data science"),
    ]
    assert guesses()["Chief wizard"] == "infrastructure"
    qtbot.mouseClick(tab.up, LEFT)
    assert guesses()["Chief wizard"] == "data science"
    qtbot.mouseClick(tab.remove, LEFT)
    assert list(dialog.settled.choices.titles) == [("wizard", "infrastructure")]
    assert guesses()["Chief wizard"] == "infrastructure"


def test_that_a_rule_without_words_is_a_draft_that_changes_nothing(
    session: Session, tmp_path: Path, qtbot: QtBot
) -> None:
    dialog = opened(session, write(tmp_path, TITLES), qtbot)
    tab = dialog.shelf.disciplines
    dialog.shelf.setCurrentWidget(tab)
    before = found_in(dialog)
    qtbot.mouseClick(tab.add, LEFT)
    assert tab.rules.rules.rowCount() == 1
    assert dialog.settled.choices.titles == ()
    assert not dialog.waiting
    assert found_in(dialog) is before


# --- conflicts -------------------------------------------------------------------------------

FIRST = "ID,Name,Title,FTE\n1,Ana Silva,Engineer,1\n2,Bo Chen,Engineer,0.8\n"
NEXT = "ID,Name,Title,FTE\n1,Ana Silva,Lead,0.9\n2,Bo Chen,Architect,0.8\n"


@pytest.fixture
def conflicting(session: Session, tmp_path: Path, qtbot: QtBot) -> ImportDialog:
    """A file beside a plan in which the same values were changed since the last one."""
    opened(session, write(tmp_path, FIRST), qtbot).do_import()
    for person, values in ((ANA, {"title": "Manager", "fte": 0.5}), (BO, {"title": "Analyst"})):
        row = session.state.get(Person, person)
        assert session.run(lambda s, row=row, values=values: edit(s, row, **values))  # type: ignore[misc]
    dialog = opened(session, write(tmp_path, NEXT), qtbot)
    dialog.shelf.setCurrentWidget(dialog.shelf.conflicts)
    return dialog


def values(session: Session) -> list[tuple[str, float]]:
    people = [session.state.get(Person, one) for one in (ANA, BO)]
    return [(one.title, one.fte) for one in people]


def test_that_conflicts_show_both_values_and_the_plans_stay(
    session: Session, conflicting: ImportDialog, qtbot: QtBot
) -> None:
    model = conflicting.shelf.conflicts.table.choices
    shown = [[model.index(row, column).data() for column in range(6)] for row in range(3)]
    assert shown == [
        ["Ana Silva", "Title", "Engineer", "● Manager", "○ Lead", "the plan’s"],
        ["Ana Silva", "FTE", "1", "● 0.5", "○ 0.9", "the plan’s"],
        ["Bo Chen", "Title", "Engineer", "● Analyst", "○ Architect", "the plan’s"],
    ]
    assert conflicting.heading.chips["conflict"].text() == "≠  3 conflicts"
    conflicting.do_import()
    assert values(session) == [("Manager", 0.5), ("Analyst", 0.8)]


def test_that_a_click_on_the_files_value_takes_it(
    session: Session, conflicting: ImportDialog, qtbot: QtBot
) -> None:
    table = conflicting.shelf.conflicts.table
    click(qtbot, table, table.choices.index(0, 4))
    answered(conflicting, qtbot)
    assert table.choices.index(0, 4).data() == "● Lead"
    choose(qtbot, table, 2, True)
    answered(conflicting, qtbot)
    click(qtbot, table, table.choices.index(2, 3))
    answered(conflicting, qtbot)
    conflicting.do_import()
    assert values(session) == [("Lead", 0.5), ("Analyst", 0.8)]


def test_that_all_conflicts_are_settled_at_once(
    session: Session, conflicting: ImportDialog, qtbot: QtBot
) -> None:
    tab = conflicting.shelf.conflicts
    qtbot.mouseClick(tab.take, LEFT)
    answered(conflicting, qtbot)
    assert all(one.taken for one in details_of(conflicting).conflicts)
    qtbot.mouseClick(tab.keep, LEFT)
    answered(conflicting, qtbot)
    assert not any(one.taken for one in details_of(conflicting).conflicts)
    qtbot.mouseClick(tab.take, LEFT)
    answered(conflicting, qtbot)
    conflicting.do_import()
    assert values(session) == [("Lead", 0.9), ("Architect", 0.8)]


# --- the same person? ------------------------------------------------------------------------

CLOSE = "Name,Title\nAnna Silva,Lead\nBoo Chen,Lead\n"


def names(session: Session) -> list[str]:
    return [row.name for row in session.state.rows(Person)]


def test_that_a_close_name_is_somebody_new_until_somebody_says_who(
    session: Session, tmp_path: Path, qtbot: QtBot
) -> None:
    dialog = opened(session, write(tmp_path, CLOSE), qtbot)
    tab = dialog.shelf.same_person
    dialog.shelf.setCurrentWidget(tab)
    assert column_of(tab.table) == ["somebody new, as nobody said"] * 2
    choose(qtbot, tab.table, 0, int(ANA))
    choose(qtbot, tab.table, 1, 0)
    answered(dialog, qtbot)
    assert column_of(tab.table) == ["Ana Silva", "somebody new"]
    assert not tab.all_new.isEnabled()
    dialog.do_import()
    assert session.state.get(Person, ANA).title == "Lead"
    assert "Boo Chen" in names(session)
    assert len(names(session)) == 5


@pytest.mark.parametrize(("button", "people"), [("all_closest", 4), ("all_new", 6)])
def test_that_all_open_questions_are_answered_at_once(
    session: Session, tmp_path: Path, qtbot: QtBot, button: str, people: int
) -> None:
    dialog = opened(session, write(tmp_path, CLOSE), qtbot)
    tab = dialog.shelf.same_person
    dialog.shelf.setCurrentWidget(tab)
    qtbot.mouseClick(getattr(tab, button), LEFT)
    answered(dialog, qtbot)
    assert all(one.answer is not None for one in details_of(dialog).questions)
    dialog.do_import()
    assert len(names(session)) == people


def test_that_tabs_are_there_only_while_they_have_something_to_say(
    session: Session, tmp_path: Path, qtbot: QtBot
) -> None:
    def tabs(dialog: ImportDialog) -> list[str]:
        shelf = dialog.shelf
        return [shelf.tabText(n) for n in range(shelf.count()) if shelf.isTabVisible(n)]

    plain = opened(session, write(tmp_path, "Name,FTE\nAna Silva,0.5\n"), qtbot)
    assert tabs(plain) == []
    assert not plain.shelf.isVisible()
    close = opened(session, write(tmp_path, CLOSE), qtbot)
    assert tabs(close) == ["&Problems and remarks · 1", "&Disciplines · 1", "&Same person? · 2"]
