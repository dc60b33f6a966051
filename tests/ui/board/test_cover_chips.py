"""A column's head says that cover is thin, in words too, and costs a drop nothing."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

import pytest
from pytestqt.qtbot import QtBot

from teamtide.plan.commands import edit
from teamtide.plan.document import Document
from teamtide.plan.placing import move_people
from teamtide.plan.rows import Person, TeamId
from teamtide.ui import theme
from teamtide.ui.board.header import ColumnHeader
from teamtide.ui.board.heads import COVER, HeadPainter
from teamtide.ui.cover_words import cover_lines
from teamtide.ui.main_window import MainWindow
from teamtide.ui.session import Session
from tests.examples import ANA, CY, INFRA, OPTION, SQUAD, START, TODAY


@pytest.fixture
def window(document: Document, qtbot: QtBot) -> Iterator[MainWindow]:
    made = MainWindow()
    qtbot.addWidget(made)
    made.resize(1440, 860)
    made.show_document(document)
    made.show()
    yield made
    made.close()
    made.deleteLater()


def session_of(window: MainWindow) -> Session:
    assert window.session is not None
    return window.session


def head(window: MainWindow, team: TeamId | None) -> ColumnHeader:
    assert window.view is not None
    view = window.view.board.view_of(team)
    assert view is not None
    return view.header


def test_that_thin_cover_is_a_chip_with_its_words(window: MainWindow, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: bool(head(window, SQUAD).cover))
    squad = head(window, SQUAD)
    assert squad.cover == tuple(cover_lines(session_of(window), SQUAD))
    assert any("only Cy Young" in line for line in squad.cover)
    assert "cover at risk. Data science: only Cy Young" in squad.accessibleName()
    assert "▲ Data science: only Cy Young" in squad.whole_tip()


def test_that_a_team_with_nothing_to_say_has_no_chip(window: MainWindow, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: bool(head(window, SQUAD).cover))
    assert window.view is not None
    window.view.board.covers.settle()
    for team in (INFRA, None):
        assert not head(window, team).cover
        assert "cover" not in head(window, team).accessibleName()


def test_that_a_drop_is_there_before_its_chips(window: MainWindow, qtbot: QtBot) -> None:
    session, squad = session_of(window), head(window, SQUAD)
    qtbot.waitUntil(lambda: bool(squad.cover))
    before = squad.cover
    move = partial(
        move_people, scenario=TODAY, people=[CY], source=SQUAD, target=INFRA, as_of=START
    )
    assert session.run(move)
    assert squad.cover == before
    qtbot.waitUntil(lambda: any("nobody" in line for line in squad.cover))
    session.undo()
    qtbot.waitUntil(lambda: squad.cover == before)


def test_that_a_chip_goes_when_somebody_else_can_do_it(window: MainWindow, qtbot: QtBot) -> None:
    session, squad = session_of(window), head(window, SQUAD)
    qtbot.waitUntil(lambda: any("Data science" in line for line in squad.cover))
    for person in (ANA, CY):
        row = session.state.get(Person, person)
        skills = (("data science", 1.0), ("infrastructure", 1.0), ("software", 1.0))
        assert session.run(partial(edit, row=row, skills=skills))
    qtbot.waitUntil(lambda: not squad.cover)
    assert "cover" not in squad.accessibleName()


def test_that_a_chip_knows_another_name_and_another_scenario(
    window: MainWindow, qtbot: QtBot
) -> None:
    session, squad = session_of(window), head(window, SQUAD)
    qtbot.waitUntil(lambda: bool(squad.cover))
    assert session.run(partial(edit, row=session.state.get(Person, CY), name="Cyra Young"))
    qtbot.waitUntil(lambda: any("Cyra Young" in line for line in squad.cover))
    move = partial(
        move_people, scenario=OPTION, people=[CY], source=SQUAD, target=INFRA, as_of=START
    )
    assert session.run(move)
    assert not any("Data science: nobody" in line for line in squad.cover)
    session.set_scenario(OPTION)
    qtbot.waitUntil(lambda: any("Data science: nobody" in line for line in squad.cover))


def test_that_the_chip_is_drawn_and_leaves_the_count_whole(
    window: MainWindow, qtbot: QtBot
) -> None:
    squad = head(window, SQUAD)
    qtbot.waitUntil(lambda: bool(squad.cover))
    fill = theme.current().severity("warn")[1].rgb()

    def filled() -> int:
        image = squad.grab().toImage()
        half = image.height() // 2
        return sum(
            image.pixel(x, y) == fill
            for x in range(image.width())
            for y in range(half, image.height())
        )

    heads = HeadPainter(squad.font())
    assert squad.state is not None
    assert heads.cover_text(squad.state.subtitle, 300) == COVER
    assert heads.cover_text(squad.state.subtitle, 90) == COVER[0]
    with_chip = filled()
    squad.set_cover(())
    assert with_chip > filled()
