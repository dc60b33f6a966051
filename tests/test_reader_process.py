"""The process that reads foreign files: its answers, its limits, and how it ends."""

from __future__ import annotations

import os
import pickle
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from teamtide.exchange.books.grids import Unreadable
from teamtide.exchange.books.sources import Pasted
from teamtide.exchange.importing import Import, preview_import
from teamtide.exchange.rosters.choices import Choices
from teamtide.plan.changes import ChangeSet, RowChange
from teamtide.plan.rows import Person
from teamtide.plan.state import State
from teamtide.workers.packing import (
    Late,
    NotAnAnswer,
    late_change,
    pack_answer,
    pack_changes,
    pack_state,
    unpack_answer,
    unpack_state,
)
from teamtide.workers.reader import Cancelled, ReaderProcess
from tests.exchange.bombs import FAR, people, xlsx
from tests.exchange.helpers import csv_file, empty

TODAY = date(2026, 1, 5)
ROSTER = [["Name", "Team", "FTE"], ["Ana Lima", "Ops", "0.8"], ["Eva Hahn", "Dev", "abc"]]
LINUX = pytest.mark.skipif(sys.platform != "linux", reason="the system bounds memory on Linux only")


@pytest.fixture
def reader() -> Iterator[ReaderProcess]:
    made = ReaderProcess()
    yield made
    made.stop()


def test_that_the_process_answers_as_reading_here_does(
    reader: ReaderProcess, tmp_path: Path, state: State
) -> None:
    path = csv_file(tmp_path, ROSTER)
    here = preview_import(state, path, None, TODAY)
    there = reader.ask(path, state, None, TODAY)
    assert replace(there, change=here.change) == here
    assert there.change == here.change
    assert here.change == there.change
    assert there.change.inverse() == here.change.inverse()


def test_that_an_answer_outlives_the_process_it_came_from(tmp_path: Path) -> None:
    path = csv_file(tmp_path, ROSTER)
    with ReaderProcess() as process:
        found = process.ask(path, empty(), Choices(columns={"FTE": ""}), TODAY)
    assert not process.process_id
    assert (found.create, found.problems) == (2, ())
    assert {row.name for _, row in found.change.of(Person) if row} == {"Ana Lima", "Eva Hahn"}


def test_that_a_file_is_read_once_and_asked_about_often(
    reader: ReaderProcess, tmp_path: Path
) -> None:
    path, state = csv_file(tmp_path, ROSTER), empty()
    first, process = reader.ask(path, state), reader.process_id
    path.unlink()
    said: list[str] = []
    again = reader.ask(path, state, Choices(columns={"FTE": ""}), said=said.append)
    assert (len(first.problems), len(again.problems)) == (1, 0)
    assert said == ["matching people"]
    assert reader.process_id == process


def test_that_a_plan_that_changed_is_sent_again(reader: ReaderProcess, tmp_path: Path) -> None:
    path, state = csv_file(tmp_path, ROSTER[:2]), empty()
    found = reader.ask(path, state)
    assert reader.ask(path, state.apply(found.change)).unchanged == 1
    assert reader.ask(path, state).create == 1


def test_that_a_pasted_table_is_read_and_called_the_clipboard(reader: ReaderProcess) -> None:
    found = reader.ask(Pasted("Name\tTeam\nAna Lima\tOps\nMÃ¼ller, Jo\tOps\n"), empty())
    assert (found.file, found.create) == ("the clipboard", 2)
    assert found.warnings[0].startswith("The clipboard had garbled letters in 1 cell")
    assert found.change.label == "Imported 2 people from the clipboard"
    with pytest.raises(Unreadable, match=r"^The clipboard holds no text\."):
        reader.ask(Pasted(" \n"), empty())


def test_that_what_is_being_done_is_said_sheet_by_sheet(
    reader: ReaderProcess, tmp_path: Path
) -> None:
    said: list[str] = []
    path = xlsx(tmp_path / "staff.xlsx", [people(3), people(2)])
    reader.ask(path, empty(), said=said.append)
    assert said == [
        "opening",
        "reading sheet 1 of 2",
        "reading sheet 2 of 2",
        "matching people",
    ]


def test_that_it_can_be_shown_before_all_its_rows_have_come(
    reader: ReaderProcess, tmp_path: Path
) -> None:
    shown: list[tuple[Import, bool]] = []
    found = reader.ask(
        csv_file(tmp_path, ROSTER),
        empty(),
        found=lambda early: shown.append((early, bool(early.change))),
    )
    assert shown == [(found, True)]
    assert len(shown[0][0].change.changes) == 8


def test_that_a_process_that_had_ended_is_started_again(
    reader: ReaderProcess, tmp_path: Path
) -> None:
    os.kill(reader.process_id, signal.SIGTERM)
    assert reader.ask(csv_file(tmp_path, ROSTER), empty()).create == 2


def test_that_stopping_ends_the_process_and_whoever_waits_at_once(
    reader: ReaderProcess, tmp_path: Path
) -> None:
    path = tmp_path / "long.csv"
    path.write_text("Name,Team\n" + "".join(f"Ana Lima {n},Ops\n" for n in range(150_000)))
    begun, ended = threading.Event(), []

    def wait() -> None:
        try:
            reader.ask(path, empty(), said=lambda _: begun.set(), seconds=60)
        except Cancelled:
            ended.append(time.monotonic())

    thread = threading.Thread(target=wait)
    thread.start()
    assert begun.wait(30)
    process, asked = reader.process_id, time.monotonic()
    reader.stop()
    thread.join(30)
    assert ended[0] - asked < 5
    with pytest.raises(ProcessLookupError):
        os.kill(process, 0)


def test_that_a_file_that_takes_too_long_is_given_up_with_what_to_do(
    reader: ReaderProcess, tmp_path: Path
) -> None:
    path = tmp_path / "long.csv"
    path.write_text("Name,Team\n" + "".join(f"Ana Lima {n},Ops\n" for n in range(150_000)))
    with pytest.raises(Unreadable) as error:
        reader.ask(path, empty(), seconds=0.4)
    assert str(error.value).startswith("long.csv could not be read within 0.4 seconds")
    assert "save only the sheet with the people" in str(error.value)
    assert reader.ask(csv_file(tmp_path, ROSTER), empty()).create == 2


@LINUX
def test_that_a_file_is_not_blamed_for_a_process_that_is_kept_from_working(
    reader: ReaderProcess, tmp_path: Path
) -> None:
    reader.ask(csv_file(tmp_path, ROSTER), empty())
    process = reader.process_id
    os.kill(process, signal.SIGSTOP)
    threading.Timer(2.0, os.kill, (process, signal.SIGCONT)).start()
    begin = time.monotonic()
    assert reader.ask(csv_file(tmp_path, ROSTER), empty(), seconds=1.5).create == 2
    assert time.monotonic() - begin > 1.5
    os.kill(reader.process_id, signal.SIGSTOP)
    with pytest.raises(Unreadable, match=r"staff\.csv could not be read within 0\.2 seconds"):
        reader.ask(csv_file(tmp_path, ROSTER), empty(), seconds=0.2)


@LINUX
def test_that_a_sheet_at_which_the_process_ends_does_not_take_the_others_along(
    reader: ReaderProcess, tmp_path: Path
) -> None:
    path = xlsx(tmp_path / "far.xlsx", [FAR, people(7), FAR])
    found = reader.ask(path, empty(), None, TODAY)
    assert (found.create, found.table and found.table.sheet) == (7, "S2")
    assert found.warnings[:2] == (
        "The sheet “S1” of far.xlsx was left out: it is damaged, or needs more memory than a file "
        "is given.",
        "The sheet “S3” of far.xlsx was left out: it is damaged, or needs more memory than a file "
        "is given.",
    )
    with pytest.raises(Unreadable, match=r"alone\.xlsx is damaged, or needs more memory"):
        reader.ask(xlsx(tmp_path / "alone.xlsx", [FAR]), empty())


@LINUX
def test_that_the_process_can_take_little_memory_and_write_nothing(
    reader: ReaderProcess, tmp_path: Path
) -> None:
    reader.ask(csv_file(tmp_path, ROSTER), empty())
    lines = Path(f"/proc/{reader.process_id}/limits").read_text().splitlines()
    limits = {line[:26].strip(): line[26:].split()[0] for line in lines}
    status = Path(f"/proc/{reader.process_id}/status").read_text().splitlines()
    kilobytes = {line.split()[0]: line.split()[1] for line in status if line.endswith(" kB")}
    before = int(limits["Max address space"]) - 800 * 2**20
    assert 0 < before < 2**29
    assert int(kilobytes["VmHWM:"]) * 1024 < 200 * 10**6
    assert (limits["Max core file size"], limits["Max file size"]) == ("0", "0")


def test_that_the_process_imports_neither_qt_nor_a_database() -> None:
    told = subprocess.run(
        [sys.executable, "-c", "import sys, teamtide.workers.reading; print(*sys.modules)"],
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
        capture_output=True,
        text=True,
        check=True,
    )
    heavy = {"PySide6", "sqlmodel", "sqlalchemy", "sqlite3", "openpyxl", "numpy", "pyqtgraph"}
    assert not heavy & set(told.stdout.split())


def test_that_the_process_ends_with_whoever_started_it() -> None:
    process = subprocess.Popen(
        [sys.executable, "-m", "teamtide", "--reader"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
    )
    process.communicate(timeout=60)
    assert process.returncode == 0


# --- what it answers is not trusted ---------------------------------------------------------


class _Harm:
    def __reduce__(self) -> tuple[object, ...]:
        return os.mkdir, ("harm",)


@pytest.mark.parametrize(
    "hostile",
    [
        pickle.dumps(_Harm()),
        pickle.dumps((subprocess.Popen, 1)),
        pickle.dumps(("found", Path("x"))),
        pickle.dumps(eval),
        pickle.dumps(preview_import),
        pickle.dumps(Late),
        # A class itself, and then something to be set on it.
        b"\x80\x05cteamtide.plan.rows\nPerson\nN}\x8c\x05TABLE\x8c\x04evils\x86b\x85.",
        b"\x80\x05cdatetime\ndate\nN}\x8c\x05today\x8c\x04evils\x86b\x85.",
        b"cos\nsystem\n(S'true'\ntR.",
        b"\x80\x05.",
        b"",
        b"\x80\x05]\x94" + b"(" * 100_000,
    ],
)
def test_that_an_answer_that_is_more_than_data_is_no_answer(
    hostile: bytes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(NotAnAnswer):
        unpack_answer(hostile)
    assert not list(tmp_path.iterdir())
    assert Person.TABLE != "evil"


def test_that_rows_and_answers_arrive_as_they_were_sent(state: State) -> None:
    rows = state.rows(Person)
    steps = tuple(RowChange(row, replace(row, fte=0.5)) for row in rows)
    change = ChangeSet("x", steps, None, ("n",))
    packed = Late()
    packed.put(pack_changes(change))
    late = late_change("x", None, ("n",), len(rows), packed)
    assert bool(late)
    assert late == change
    assert list(late.of(Person)) == list(change.of(Person))
    assert unpack_state(pack_state(state)).tables == state.tables
    parts = ("found", Choices(columns={"a": "b"}, swapped=frozenset({"c"})), TODAY)
    assert unpack_answer(pack_answer(*parts)) == parts


def test_that_a_change_that_never_arrives_is_said_and_not_waited_for() -> None:
    packed = Late()
    packed.put(None)
    with pytest.raises(NotAnAnswer):
        _ = late_change("x", None, (), 3, packed).changes
