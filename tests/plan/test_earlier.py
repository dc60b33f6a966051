"""The plan as it was on a day, and another file, held against the plan as it is."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from teamtide.capacity.measures.compare import measure_scenarios
from teamtide.plan import history as steps
from teamtide.plan.apart import apart, finishes_of
from teamtide.plan.assigning import assign
from teamtide.plan.commands import add, edit, remove
from teamtide.plan.document import Document
from teamtide.plan.earlier import Earlier, as_on, days_of, other_file, paired_question, unpaired
from teamtide.plan.lock import WriteLock
from teamtide.plan.placing import move_people
from teamtide.plan.rolling import roll
from teamtide.plan.rows import Chunk, Person, Project, field_names
from teamtide.plan.state import State
from teamtide.plan.store import StoreError
from teamtide.plan.validation import Refused
from tests.examples import ANA, BO, CHURN, EXPLORE, INFRA, OPTION, SQUAD, START, TODAY, small_state
from tests.plan.full_plan import VERSIONS


class Days:
    """A clock that is set by hand, at noon."""

    def __init__(self) -> None:
        self.day = date(2026, 2, 2)

    def __call__(self) -> datetime:
        return datetime(self.day.year, self.day.month, self.day.day, 12, tzinfo=UTC)


@pytest.fixture
def clock() -> Days:
    return Days()


@pytest.fixture
def history(tmp_path: Path, clock: Days) -> Iterator[Document]:
    """Ana renamed on the 2nd, moved on the 9th, renamed again on the 16th and that undone."""
    document = Document.create(tmp_path / "plan.teamtide", small_state(), clock=clock)
    document.apply(edit(document.state, document.state.get(Person, ANA), title="Lead"))
    clock.day = date(2026, 2, 9)
    document.apply(
        move_people(
            document.state, scenario=TODAY, people=[ANA], source=SQUAD, target=INFRA, as_of=START
        )
    )
    clock.day = date(2026, 2, 16)
    document.apply(edit(document.state, document.state.get(Person, ANA), title="Head"))
    document.undo()
    yield document
    document.close()


def told(now: State, then: Earlier) -> list[str]:
    lines = apart(now, then, scenario=now.today, before=then.state.today)
    return [line.text for line in lines]


def test_that_the_plan_on_a_day_is_what_it_was_at_its_end(history: Document) -> None:
    then = as_on(history.state, history.history, date(2026, 2, 5))
    assert then.called == "as on 5 Feb 2026"
    assert then.state.get(Person, ANA).title == "Lead"
    assert told(history.state, then) == ["Ana Silva, place: Squad → Infrastructure"]
    first = as_on(history.state, history.history, date(2026, 1, 1))
    assert first.state.tables == small_state().tables


def test_that_the_days_to_choose_are_those_on_which_it_was_another(history: Document) -> None:
    assert days_of(history.history) == (date(2026, 2, 2), date(2026, 2, 1))
    for day in days_of(history.history):
        assert as_on(history.state, history.history, day).state != history.state


def test_that_a_day_since_which_nothing_changed_is_refused(history: Document) -> None:
    with pytest.raises(Refused, match="Nothing in the plan has changed since 9 Feb 2026"):
        as_on(history.state, history.history, date(2026, 2, 9))


def test_that_looking_back_writes_nothing(history: Document) -> None:
    before, entries = history.path.read_bytes(), history.history
    as_on(history.state, history.history, date(2026, 1, 1))
    assert history.path.read_bytes() == before
    assert history.history == entries


def test_that_another_file_is_read_and_neither_locked_nor_changed(
    tmp_path: Path, document: Document
) -> None:
    other = tmp_path / "other.teamtide"
    document.copy_to(other)
    content, names = other.read_bytes(), sorted(tmp_path.iterdir())
    then = other_file(other)
    assert then.state.tables == document.state.tables
    assert (other.read_bytes(), sorted(tmp_path.iterdir())) == (content, names)
    assert WriteLock(other).holder() is None
    Document.open(other).close()  # and anybody may have it


def test_that_a_file_that_is_open_elsewhere_can_be_compared_with(document: Document) -> None:
    then = other_file(document.path)
    assert then.state.tables == document.state.tables
    assert document.writable


@pytest.mark.parametrize("version", [1, 2])
def test_that_a_file_of_an_older_version_is_read_and_left_as_it_is(
    tmp_path: Path, version: int
) -> None:
    path = tmp_path / "old.teamtide"
    shutil.copy(VERSIONS / f"v{version}.teamtide", path)
    before = path.read_bytes()
    assert other_file(path).state.rows(Person)
    assert path.read_bytes() == before
    assert sorted(tmp_path.iterdir()) == [path]


def test_that_what_is_no_plan_is_refused_in_a_sentence(tmp_path: Path) -> None:
    path = tmp_path / "notes.teamtide"
    path.write_text("hello")
    with pytest.raises(StoreError, match=r"notes\.teamtide"):
        other_file(path)
    with pytest.raises(StoreError, match=r"none\.teamtide"):
        other_file(tmp_path / "none.teamtide")


def test_that_rows_of_another_file_are_the_same_by_their_names(document: Document) -> None:
    state = document.state
    # The same chunk under another id, as in a plan that was made anew from a workbook.
    row = state.get(Chunk, EXPLORE)
    again = state.apply(remove(state, [row]))
    again = again.apply(
        add(
            again,
            Chunk,
            **{
                name: getattr(row, name)
                for name in field_names(Chunk)
                if name not in ("id", "position", "likely")
            },
            likely=row.likely + 1,
        )
    )
    lines = told(again, Earlier(state, "other.teamtide", False))
    name = f"{state.get(Project, row.project).name} / {row.name}"
    assert any(line.startswith(f"{name}, effort: {row.likely:g} d") for line in lines)
    assert not any("gone" in line and row.name in line for line in lines)


def test_that_what_came_what_went_and_what_changed_hands_is_told(state: State) -> None:
    after = state.apply(edit(state, state.get(Chunk, EXPLORE), done=2.0, weeks=9.0))
    after = after.apply(assign(after, scenario=TODAY, items=[("project", CHURN)], team=INFRA))
    after = after.apply(remove(after, [after.get(Person, BO)]))
    after = after.apply(add(after, Project, name="Fraud"))
    after = after.apply(edit(after, after.get(Project, CHURN), deadline=date(2026, 6, 1)))
    lines = told(after, Earlier(state, "then", True))
    project, chunk = state.get(Project, CHURN).name, state.get(Chunk, EXPLORE).name
    assert f"{project} / {chunk}, done: 0 d → 2 d" in lines
    assert f"{project}, owner: Squad → Infrastructure" in lines
    assert f"{project}, deadline: none → 1 Jun 2026" in lines
    assert f"{state.get(Person, BO).name}, person: gone, was Squad" in lines
    assert "Fraud, project: new, nobody" in lines
    assert any(line.startswith(f"{project} / {chunk}, dates: ") for line in lines)


def test_that_finish_dates_are_compared_where_they_are_known(state: State) -> None:
    rows = state.rows(Project)
    day = START.toordinal()
    before = finishes_of(state, [(True, day) for _ in rows])
    after = finishes_of(state, [(True, None if n == 0 else day) for n, _ in enumerate(rows)])
    then = Earlier(state, "then", True)
    lines = apart(state, then, scenario=TODAY, before=TODAY, finishes=(before, after))
    assert [(line.what, line.who, line.after) for line in lines] == [
        ("finish", rows[0].name, "not within the plan")
    ]


def test_that_ranges_are_left_out_with_the_reason(state: State) -> None:
    assert unpaired(state, state) == ""
    other = state.apply(edit(state, state.get(Chunk, EXPLORE), likely=12.5))
    assert "do not meet the same luck" in unpaired(other, state)
    rolled = state.apply(roll(state, to=date(2026, 1, 19)))
    assert "do not look at the same weeks" in unpaired(rolled, state)


def test_that_ranges_are_of_the_structure_where_the_weeks_and_the_work_are_the_same(
    state: State,
) -> None:
    moved = state.apply(
        move_people(
            state, scenario=TODAY, people=[ANA, BO], source=SQUAD, target=INFRA, as_of=START
        )
    )
    same = measure_scenarios(paired_question(state, TODAY, state, TODAY, 20))[1].paired
    assert same["backlog"].p10 == same["backlog"].p90 == 0.0
    apart_ = measure_scenarios(paired_question(moved, TODAY, state, TODAY, 20))[1].paired
    assert apart_["backlog"].p90 > 0.0


def test_that_a_day_before_what_was_folded_away_is_refused(
    history: Document, clock: Days, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(steps, "MOST_STEPS", 2)
    history.redo()
    clock.day = date(2026, 2, 23)
    history.apply(edit(history.state, history.state.get(Person, BO), title="Lead"))
    assert days_of(history.history) == (date(2026, 2, 16),)
    then = as_on(history.state, history.history, date(2026, 2, 16))
    assert then.state.get(Person, ANA).title == "Head"
    with pytest.raises(Refused, match="before 16 Feb 2026 was folded away, so the plan of 9 Feb"):
        as_on(history.state, history.history, date(2026, 2, 9))


def test_that_what_a_change_is_about_is_all_that_differs(history: Document) -> None:
    for step in (1, 2, 3, None, 3):
        before = history.state
        change = history.go_to(step)
        then, state = Earlier(before, "before", True), history.state
        for one in (TODAY, OPTION):
            all_lines = apart(state, then, scenario=one, before=one)
            assert apart(state, then, scenario=one, before=one, touched=change) == all_lines


def test_that_a_move_on_a_later_day_is_told_from_that_day(history: Document) -> None:
    before, day = history.state, date(2026, 3, 2)
    change = history.apply(
        move_people(before, scenario=OPTION, people=[BO], source=SQUAD, target=INFRA, as_of=day)
    )
    then = Earlier(before, "before", True)
    lines = apart(history.state, then, scenario=OPTION, before=OPTION, touched=change)
    assert [line.text for line in lines] == [
        "Bo Chen, place from 2 Mar 2026: Squad → Infrastructure"
    ]
    assert apart(history.state, then, scenario=TODAY, before=TODAY, touched=change) == ()
