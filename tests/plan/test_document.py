"""What a document promises: one writer, undo that survives, previews and refusals without a trace.

The other program in these tests is a real process with a real lock, and the one that dies is
killed.
"""

from __future__ import annotations

import os
import stat
from dataclasses import replace
from datetime import UTC, date
from pathlib import Path

import pytest

from teamtide.plan.assigning import set_team
from teamtide.plan.changes import ChangeSet, RowChange
from teamtide.plan.commands import add, edit, edit_plan, remove, reorder
from teamtide.plan.document import Document
from teamtide.plan.options import add_scenario, remove_scenario
from teamtide.plan.overlay import shares_at
from teamtide.plan.placing import move_people, place_person
from teamtide.plan.rows import Person, Project, Scenario, Team, TeamId
from teamtide.plan.state import Stale, State
from teamtide.plan.store import StoreError
from teamtide.plan.validation import Refused
from tests.conftest import ticking
from tests.examples import ANA, BO, ENABLE, INFRA, OPTION, SQUAD, START, TODAY, small_state
from tests.plan.full_plan import (
    another_program,
    ended,
    file_bytes,
    folder_bytes,
    full_state,
    heard,
    leftovers,
    tell,
)


def move(state: State, target: TeamId | None = INFRA, source: TeamId | None = SQUAD) -> ChangeSet:
    return move_people(
        state, scenario=OPTION, people=[ANA], source=source, target=target, as_of=START
    )


def reopened(document: Document) -> Document:
    document.close()
    return Document.open(document.path, clock=ticking())


def steps(document: Document) -> list[tuple[str, bool]]:
    return [(entry.label, entry.undone) for entry in document.history]


# --- undo, redo, history --------------------------------------------------------------------


def test_that_a_change_its_undo_and_its_redo_are_there_after_reopening(document: Document) -> None:
    first = document.state
    document.apply(move(document.state))
    moved = document.state
    document = reopened(document)
    assert document.state == moved
    taken_back = document.undo()
    assert taken_back is not None
    assert taken_back.label == "Moved Ana Silva to Infrastructure"
    assert document.state == first
    document = reopened(document)
    assert document.state == first
    assert document.next_redo is not None
    assert document.redo() is not None
    assert document.state == moved
    document = reopened(document)
    assert document.state == moved
    assert steps(document) == [("Moved Ana Silva to Infrastructure", False)]
    document.close()


def test_that_the_history_is_the_same_after_reopening(document: Document) -> None:
    document.apply(move(document.state))
    document.apply(edit_plan(document.state, name="Größe 船", overhead=0.2))
    document.apply(remove(document.state, [document.state.get(Team, SQUAD)]))
    document.undo()
    before = list(document.history)
    document = reopened(document)
    assert list(document.history) == before
    assert [entry.at.tzinfo for entry in document.history] == [UTC] * 3
    assert [entry.change.scenario for entry in document.history] == [OPTION, None, None]
    document.close()


def test_that_undoing_everything_gives_the_first_state_and_redoing_the_last(
    document: Document,
) -> None:
    first = document.state
    states = [first]
    document.apply(add_scenario(document.state, name="Rota"))
    states.append(document.state)
    document.apply(move(document.state))
    states.append(document.state)
    document.apply(remove(document.state, [document.state.get(Person, BO)]))
    states.append(document.state)
    document.apply(remove_scenario(document.state, OPTION))
    states.append(document.state)
    document = reopened(document)
    for expected in reversed(states[:-1]):
        assert document.undo() is not None
        assert document.state == expected
    assert document.undo() is None
    assert document.next_undo is None
    document = reopened(document)
    assert document.state == first
    for expected in states[1:]:
        assert document.redo() is not None
        assert document.state == expected
    assert document.redo() is None
    document.close()


def test_that_a_new_change_after_an_undo_is_what_undo_and_redo_speak_of(document: Document) -> None:
    document.apply(move(document.state))
    document.apply(edit_plan(document.state, name="One"))
    document.apply(edit_plan(document.state, name="Two"))
    document.undo()
    document.undo()
    assert [undone for _, undone in steps(document)] == [False, True, True]
    document.apply(edit_plan(document.state, name="Three"))
    expected = [
        ("Moved Ana Silva to Infrastructure", False),
        ("Changed the plan's name to Three", False),
    ]
    assert steps(document) == expected
    assert document.redo() is None
    document = reopened(document)
    assert steps(document) == expected
    assert document.redo() is None
    assert document.state.plan.name == "Three"
    document.close()


def test_that_undo_takes_the_latest_first_and_redo_the_earliest_undone(document: Document) -> None:
    for name in ("One", "Two", "Three"):
        document.apply(edit_plan(document.state, name=name))
    document.undo()
    document.undo()
    assert document.next_undo is not None
    assert document.next_redo is not None
    assert document.state.plan.name == "One"
    document = reopened(document)
    document.redo()
    assert document.state.plan.name == "Two"
    document.close()


def test_that_a_change_that_changes_nothing_leaves_no_history(document: Document) -> None:
    before = folder_bytes(document.path.parent)
    nothing = move(document.state, target=SQUAD)
    assert document.apply(nothing) is nothing
    assert document.history == ()
    assert folder_bytes(document.path.parent) == before


@pytest.mark.parametrize(
    ("change", "label"),
    [
        (lambda s: add(s, Team, name="Atlas"), "Added Atlas"),
        (lambda s: edit(s, s.get(Person, ANA), fte=0.5), "Changed FTE of Ana Silva to 0.5"),
        (lambda s: edit(s, s.get(Person, ANA), name="Ana S."), "Renamed Ana Silva to Ana S."),
        (
            lambda s: edit(s, s.get(Person, ANA), fte=0.5, title="x" * 99),
            "Changed FTE and title of Ana Silva",
        ),
        (lambda s: edit(s, s.get(Person, ANA), title="x" * 99), "Changed title of Ana Silva"),
        (lambda s: edit(s, s.get(Team, SQUAD), lead=BO), "Changed lead of Squad to Bo Chen"),
        (
            lambda s: edit(s, s.get(Person, ANA), start=date(2026, 2, 2)),
            "Changed start of Ana Silva to 2 Feb 2026",
        ),
        (
            lambda s: edit(s, s.rows(Project)[0], goal=None, priority=None, team=INFRA),
            "Changed goal, priority and team of Churn",
        ),
        (
            lambda s: set_team(s, scenario=OPTION, team=SQUAD, ceremony_hours=3.5),
            "Changed ceremony hours of Squad to 3.5",
        ),
        (lambda s: reorder(s, s.get(Team, SQUAD), before=None), "Moved Squad to the end"),
        (
            lambda s: place_person(
                s,
                scenario=OPTION,
                person=ANA,
                shares={SQUAD: 0.5, INFRA: 0.5},
                as_of=date(2026, 2, 2),
            ),
            "Placed Ana Silva in Squad 50%, Infrastructure 50%, 2 Feb 2026",
        ),
        (
            lambda s: remove(s, [s.get(Person, ANA), s.get(Person, BO)]),
            "Removed 2 people",
        ),
        (lambda s: edit_plan(s, weeks=20, move_weeks=3.0), "Changed the plan's weeks, move weeks"),
        (lambda s: add_scenario(s, name="Rota"), "Added the option Rota"),
        (lambda s: move(s, None), "Moved Ana Silva to the bench"),
        (
            lambda s: move_people(
                s, scenario=OPTION, people=[ANA, BO], source=SQUAD, target=INFRA, as_of=START
            ),
            "Moved 2 people to Infrastructure",
        ),
    ],
)
def test_that_a_step_is_known_by_what_was_done(document: Document, change, label: str) -> None:
    document.apply(change(document.state))
    assert document.next_undo is not None
    assert document.next_undo.label == label


# --- what leaves no trace -------------------------------------------------------------------


def test_that_a_preview_leaves_no_trace(document: Document) -> None:
    document.apply(move(document.state))
    folder = document.path.parent
    before, state, history = folder_bytes(folder), document.state, document.history
    rows = state.all_rows()
    assert "plan.teamtide-wal" in before
    away = remove(document.state, [document.state.get(Team, SQUAD)])
    preview = document.preview(away)
    assert preview != state
    assert document.state is state
    assert state.all_rows() == rows
    assert document.history == history
    assert folder_bytes(folder) == before
    document.apply(away)
    assert document.state == preview


def bad_changes(state: State) -> list[ChangeSet]:
    ana = state.get(Person, ANA)
    return [
        edit(state, ana, fte=2.0),
        edit(state, ana, fte=float("nan")),
        edit_plan(state, weeks=261),
        add(state, Team, name="squad "),
        ChangeSet("Gone", (RowChange(ana, None),)),
        ChangeSet("Plan gone", (RowChange(state.plan, None),)),
        ChangeSet(
            "Two at once",
            (RowChange(None, Team(TeamId(9), 9, "Fine")), RowChange(ana, replace(ana, fte=-1.0))),
        ),
    ]


@pytest.mark.parametrize("number", range(len(bad_changes(small_state()))))
def test_that_a_refused_change_leaves_everything_as_it_was(document: Document, number: int) -> None:
    document.apply(edit_plan(document.state, name="One"))
    document.apply(edit_plan(document.state, name="Two"))
    document.undo()
    before, state, history = (
        folder_bytes(document.path.parent),
        document.state,
        document.history,
    )
    with pytest.raises(Refused):
        document.preview(bad_changes(state)[number])
    with pytest.raises(Refused):
        document.apply(bad_changes(state)[number])
    assert document.state is state
    assert document.history == history
    assert document.next_redo is not None
    assert folder_bytes(document.path.parent) == before
    assert reopened(document).state == state


def test_that_a_change_made_for_another_state_is_stale_and_changes_nothing(
    document: Document,
) -> None:
    early = edit(document.state, document.state.get(Person, ANA), fte=0.5)
    newcomer = add(document.state, Team, name="Atlas")
    gone = remove(document.state, [document.state.get(Person, ANA)])
    document.apply(edit(document.state, document.state.get(Person, ANA), fte=0.8))
    document.apply(add(document.state, Team, name="Beta"))
    before, state = folder_bytes(document.path.parent), document.state
    for stale in (early, newcomer, gone):
        with pytest.raises(Stale):
            document.preview(stale)
        with pytest.raises(Stale):
            document.apply(stale)
    assert document.state is state
    assert len(document.history) == 2
    assert folder_bytes(document.path.parent) == before


@pytest.mark.parametrize(
    "unwritable",
    [
        lambda s: ChangeSet("Half \ud800", edit_plan(s, name="One").changes),
        lambda s: edit(s, s.get(Team, SQUAD), position=2**70),
    ],
)
def test_that_what_the_database_cannot_hold_is_an_error_and_changes_nothing(
    document: Document, unwritable
) -> None:
    state = document.state
    with pytest.raises((StoreError, Refused)):
        document.apply(unwritable(state))
    assert document.state is state
    assert document.history == ()
    document.apply(move(document.state))
    moved = document.state
    document = reopened(document)
    assert document.state == moved
    document.close()


# --- the file -------------------------------------------------------------------------------


def test_that_a_plan_is_one_file_when_closed_and_logs_ahead_while_open(document: Document) -> None:
    path = document.path
    document.apply(move(document.state))
    assert leftovers(path) == ["plan.teamtide-shm", "plan.teamtide-wal"]
    assert path.read_bytes()[18:20] == b"\x02\x02"
    document.close()
    assert leftovers(path) == []
    assert path.read_bytes()[18:20] == b"\x01\x01"


def test_that_only_its_owner_may_read_a_new_plan(tmp_path: Path) -> None:
    old = os.umask(0o000)
    try:
        document = Document.create(tmp_path / "plan.teamtide", small_state())
        document.apply(move(document.state))
        document.copy_to(tmp_path / "copy.teamtide")
        modes = {p.name: stat.S_IMODE(p.stat().st_mode) for p in tmp_path.iterdir()}
        document.close()
    finally:
        os.umask(old)
    assert modes == dict.fromkeys(modes, 0o600)
    assert len(modes) == 4


def test_that_closing_twice_is_closing_once_and_nothing_can_be_written_after(
    document: Document,
) -> None:
    document.close()
    document.close()
    assert not document.writable
    with pytest.raises(Refused, match=r"plan\.teamtide is open for reading only"):
        document.apply(move(document.state))


def test_that_every_table_is_the_same_after_reopening(tmp_path: Path) -> None:
    state = full_state()
    document = Document.create(tmp_path / "full.teamtide", state)
    document.close()
    document = Document.open(document.path)
    assert document.state == state
    assert document.problems() == []
    document.close()


def test_that_a_copy_is_a_whole_plan_with_its_history(document: Document, tmp_path: Path) -> None:
    document.apply(move(document.state))
    copy = tmp_path / "copy.teamtide"
    copy.write_bytes(b"something that was there")
    document.copy_to(copy)
    assert leftovers(copy) == []
    other = Document.open(copy)
    assert other.state == document.state
    assert list(other.history) == list(document.history)
    other.undo()
    assert other.state != document.state
    other.close()


def test_that_a_copy_over_the_plan_itself_is_refused(document: Document) -> None:
    alias = document.path.with_name("alias.teamtide")
    alias.symlink_to(document.path)
    for path in (document.path, alias, document.path.parent / "." / document.path.name):
        with pytest.raises(StoreError, match="another name"):
            document.copy_to(path)
    document.apply(move(document.state))
    moved = document.state
    document = reopened(document)
    assert document.state == moved
    document.close()


def test_that_a_copy_over_a_plan_that_is_open_elsewhere_is_refused(
    document: Document, tmp_path: Path
) -> None:
    other = Document.create(tmp_path / "other.teamtide", full_state())
    with pytest.raises(StoreError, match=r"other\.teamtide"):
        document.copy_to(other.path)
    other.apply(edit_plan(other.state, name="Still mine"))
    other.close()
    other = Document.open(other.path)
    assert other.state.plan.name == "Still mine"
    other.close()
    document.copy_to(other.path)
    other = Document.open(other.path)
    assert other.state == document.state
    other.close()


def test_that_a_copy_into_nowhere_is_an_error_that_names_it(
    document: Document, tmp_path: Path
) -> None:
    with pytest.raises(StoreError, match=r"copy\.teamtide can't be written"):
        document.copy_to(tmp_path / "missing" / "copy.teamtide")


# --- two programs ---------------------------------------------------------------------------

OTHER = """
import sys
from pathlib import Path
from teamtide.plan.commands import edit_plan
from teamtide.plan.document import Document

document = Document.open(Path(sys.argv[1]))
print("open" if document.writable else "reading", document.held_by, flush=True)
for line in sys.stdin:
    order, _, rest = line.strip().partition(" ")
    if order == "name":
        document.apply(edit_plan(document.state, name=rest))
        print("named", flush=True)
    else:
        document.close()
        print("closed", flush=True)
"""


def test_that_a_second_program_reads_is_told_by_whom_and_writes_once_the_first_has_closed(
    document: Document,
) -> None:
    path = document.path
    document.close()
    first = another_program(OTHER, str(path))
    try:
        assert heard(first) == "open"
        second = Document.open(path, clock=ticking())
        assert not second.writable
        assert f"(process {first.pid})" in second.held_by
        with pytest.raises(Refused, match=f"process {first.pid}"):
            second.apply(edit_plan(second.state, name="Mine"))

        tell(first, "name Theirs")
        assert heard(first) == "named"
        assert second.state.plan.name == "Small"
        change = second.reload()
        assert second.state.plan.name == "Theirs"
        assert [(c.before, c.after) for c in change] == [
            (small_state().plan, replace(small_state().plan, name="Theirs"))
        ]
        assert not second.writable
        assert [entry.label for entry in second.history] == ["Changed the plan's name to Theirs"]

        tell(first, "close")
        assert heard(first) == "closed"
        assert leftovers(path) == []
        assert not second.reload()
        assert second.writable
        assert second.held_by == ""
        second.undo()
        assert second.state.plan.name == "Small"
        second.close()
        assert leftovers(path) == []
    finally:
        ended(first)


def test_that_what_a_killed_program_wrote_is_there_and_its_lock_is_not(document: Document) -> None:
    path = document.path
    document.close()
    first = another_program(OTHER, str(path))
    assert heard(first) == "open"
    tell(first, "name Last words")
    assert heard(first) == "named"
    first.kill()
    assert ended(first) == -9
    assert leftovers(path) == ["plan.teamtide-shm", "plan.teamtide-wal"]
    reader = Document.open(path, read_only=True)
    assert reader.state.plan.name == "Last words"
    assert leftovers(path) == ["plan.teamtide-shm", "plan.teamtide-wal"]
    second = Document.open(path, clock=ticking())
    assert second.writable
    assert second.state.plan.name == "Last words"
    second.undo()
    assert second.state == small_state()
    second.close()
    assert leftovers(path) == []


def test_that_two_documents_of_one_program_are_two_windows(document: Document) -> None:
    second = Document.open(document.path)
    assert not second.writable
    assert f"process {os.getpid()}" in second.held_by
    document.apply(move(document.state))
    assert second.reload().tables == document.history[0].change.tables
    assert second.state == document.state
    document.close()
    second.reload()
    assert second.writable
    assert not document.writable
    second.close()


def test_that_a_plan_is_the_same_one_by_any_path_to_it(document: Document, tmp_path: Path) -> None:
    alias = tmp_path / "alias.teamtide"
    alias.symlink_to(document.path)
    second = Document.open(alias)
    assert not second.writable


def test_that_a_reader_leaves_the_file_of_the_writer_alone(document: Document) -> None:
    document.apply(move(document.state))
    plan, wal = document.path, document.path.with_name("plan.teamtide-wal")
    before = (file_bytes(plan), file_bytes(wal))
    reader = Document.open(plan, read_only=True)
    assert reader.state == document.state
    assert reader.problems() == []
    reader.close()
    assert (file_bytes(plan), file_bytes(wal)) == before
    assert len(leftovers(plan)) == 2


def test_that_a_reader_of_an_untouched_plan_leaves_no_log_behind(document: Document) -> None:
    reader = Document.open(document.path, read_only=True)
    assert reader.state == document.state
    document.close()
    assert leftovers(document.path) == []


def test_that_a_plan_copied_without_its_log_is_read_as_it_is(
    document: Document, tmp_path: Path
) -> None:
    document.apply(move(document.state))
    alone = tmp_path / "alone" / "plan.teamtide"
    alone.parent.mkdir()
    alone.write_bytes(document.path.read_bytes())
    before = folder_bytes(alone.parent)
    assert Document.open(alone, read_only=True).state == small_state()
    assert folder_bytes(alone.parent) == before
    Document.open(alone).close()
    assert leftovers(alone) == []


def test_that_reading_a_closed_plan_leaves_it_as_it_was(document: Document) -> None:
    document.close()
    before = folder_bytes(document.path.parent)
    reader = Document.open(document.path, read_only=True)
    assert not reader.writable
    assert reader.state == document.state
    with pytest.raises(Refused) as refused:
        reader.apply(move(reader.state))
    assert str(refused.value) == (
        "plan.teamtide is open for reading only. Open it for writing to change it."
    )
    assert folder_bytes(document.path.parent) == before


def test_that_a_user_without_a_name_can_open_a_plan(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("LOGNAME", "USER", "LNAME", "USERNAME"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr("pwd.getpwuid", lambda uid: {}[uid])
    document = Document.create(tmp_path / "plan.teamtide", small_state())
    second = Document.open(document.path)
    assert f"process {os.getpid()}" in second.held_by
    document.close()


def test_that_a_data_folder_that_cannot_be_made_is_an_error_that_says_so(
    document: Document, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    document.close()
    (tmp_path / "a file").write_text("")
    monkeypatch.setenv("TEAMTIDE_DATA", str(tmp_path / "a file" / "data"))
    with pytest.raises(StoreError, match=r"plan\.teamtide"):
        Document.open(document.path)


def test_that_scenarios_in_the_history_may_be_gone(document: Document) -> None:
    document.apply(move(document.state))
    document.apply(remove_scenario(document.state, OPTION))
    assert document.state.find(Scenario, OPTION) is None
    document = reopened(document)
    document.undo()
    assert shares_at(document.state, OPTION, ANA, START) == {INFRA: 1.0}
    document.undo()
    assert shares_at(document.state, OPTION, ANA, START) == {SQUAD: 1.0}
    assert shares_at(document.state, TODAY, ANA, START) == {SQUAD: 1.0}
    assert ENABLE in document.state.tables[Team]
    document.close()
