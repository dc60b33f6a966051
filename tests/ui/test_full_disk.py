"""The window on a disk that takes nothing more: one sentence above the board, and work goes on."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from pytestqt.qtbot import QtBot

from teamtide.plan.commands import edit_plan
from teamtide.plan.document import Document
from teamtide.plan.placing import move_people
from teamtide.ui.main_window import MainWindow
from tests.examples import ANA, INFRA, OPTION, SQUAD, START

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="there is no such limit here")


@contextmanager
def no_file_grows() -> Iterator[None]:
    import resource

    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (1, limits[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)


def test_that_a_full_disk_is_one_sentence_above_the_board_and_work_goes_on(
    document: Document, qtbot: QtBot
) -> None:
    window = MainWindow()
    qtbot.addWidget(window)
    window.show_document(document)
    window.show()
    session, view = window.session, window.view
    assert session is not None
    assert view is not None
    session.run(lambda state: edit_plan(state, name="Before"))
    before = session.state

    def move() -> bool:
        return session.run(
            lambda state: move_people(
                state, scenario=OPTION, people=[ANA], source=SQUAD, target=INFRA, as_of=START
            )
        )

    with no_file_grows():
        assert not move()
        assert view.problem.isVisible()
        assert view.problem.text.startswith("plan.teamtide could not be saved: ")
        assert view.problem.text.count(". ") == 1
        window.undo()
        assert session.state is before
        assert Document.open(document.path, read_only=True).state == before
    assert move()
    assert session.state != before
    window.undo()
    assert session.state == before
    window.close()
    assert Document.open(document.path, read_only=True).state == before
