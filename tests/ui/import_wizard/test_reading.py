"""The window's side of reading a file elsewhere: answers, words meanwhile, an end at once."""

from __future__ import annotations

from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from teamtide.exchange.books.sources import Pasted
from teamtide.exchange.rosters.choices import Choices
from teamtide.plan.rows import Person
from teamtide.plan.state import State
from teamtide.ui.import_wizard import reading
from teamtide.ui.import_wizard.reading import Answer, Reader

PATIENCE_MS = 30_000


class Ears:
    """What a reader has said."""

    def __init__(self, reader: Reader) -> None:
        self.answers: list[Answer] = []
        self.words: list[str] = []
        reader.done.connect(self.answers.append)
        reader.progressed.connect(self.words.append)


def quiet(reader: Reader, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: not reader.busy and reader not in Reader._busy, timeout=PATIENCE_MS)


@pytest.fixture
def roster(tmp_path: Path) -> Path:
    path = tmp_path / "roster.csv"
    path.write_text("Name,Team,FTE\nEve Nowak,Squad,abc\nZed Zimmer,Squad,50%\n")
    return path


@pytest.fixture
def long(tmp_path: Path) -> Path:
    path = tmp_path / "long.csv"
    path.write_text("Name,Team\n" + "".join(f"Ana Lima {n},Ops\n" for n in range(150_000)))
    return path


def test_that_a_file_is_answered_with_words_meanwhile(
    roster: Path, state: State, qtbot: QtBot
) -> None:
    reader = Reader(roster)
    ears = Ears(reader)
    reader.ask(state)
    assert reader.busy
    quiet(reader, qtbot)
    reader.cancel()
    assert ears.words == ["opening", "matching people"]
    (answer,) = ears.answers
    assert answer.found is not None
    assert (answer.found.create, len(answer.found.problems)) == (2, 1)
    names = {row.name for _, row in answer.found.change.of(Person) if row is not None}
    assert names == {"Eve Nowak", "Zed Zimmer"}


def test_that_only_the_last_of_several_questions_is_answered(
    roster: Path, state: State, qtbot: QtBot
) -> None:
    reader = Reader(roster)
    ears = Ears(reader)
    reader.ask(state)
    reader.ask(state, Choices(columns={"FTE": ""}))
    reader.ask(state, Choices(columns={"Team": "", "FTE": ""}))
    quiet(reader, qtbot)
    reader.cancel()
    (answer,) = ears.answers
    assert answer.found is not None
    assert answer.found.columns == {"name": "Name"}


def test_that_what_cannot_be_read_is_a_sentence(tmp_path: Path, state: State, qtbot: QtBot) -> None:
    reader = Reader(tmp_path / "gone.xlsx")
    ears = Ears(reader)
    reader.ask(state)
    quiet(reader, qtbot)
    reader.cancel()
    assert [a.problem for a in ears.answers] == [
        "There is no file gone.xlsx. Check the name and the folder."
    ]


def test_that_a_cancelled_reading_says_nothing_and_leaves_no_process(
    long: Path, state: State, qtbot: QtBot
) -> None:
    reader = Reader(long)
    ears = Ears(reader)
    with qtbot.waitSignal(reader.progressed, timeout=PATIENCE_MS):
        reader.ask(state)
    reader.cancel()
    quiet(reader, qtbot)
    assert ears.answers == []
    assert reader._process is None


def test_that_a_cancelled_reader_can_be_asked_again(
    roster: Path, state: State, qtbot: QtBot
) -> None:
    reader = Reader(roster)
    ears = Ears(reader)
    reader.ask(state)
    reader.cancel()
    reader.ask(state)
    quiet(reader, qtbot)
    reader.cancel()
    assert [answer.found is not None for answer in ears.answers] == [True]


def test_that_a_process_made_ready_is_the_one_that_reads(state: State, qtbot: QtBot) -> None:
    reading.prepare()
    spare = reading._spare._process
    assert spare is not None
    reader = Reader(Pasted("Name\tTeam\nEve Nowak\tSquad\n"))
    ears = Ears(reader)
    reader.ask(state)
    quiet(reader, qtbot)
    assert reader._process is spare
    reader.cancel()
    assert ears.answers[0].found is not None
    assert spare.process_id == 0
    reading.prepare()
    reading.dismiss()
    assert reading._spare._process is None
