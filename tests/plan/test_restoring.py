"""The way back to a backup: one change set, told row by row before anything happens."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from teamtide.plan.changes import ChangeSet
from teamtide.plan.commands import remove
from teamtide.plan.document import Document
from teamtide.plan.fresh import blank
from teamtide.plan.restoring import (
    BACK,
    CHANGES,
    GOES,
    count_lines,
    counts,
    lines,
    restore,
)
from teamtide.plan.rows import NOUNS, ROW_CLASSES, Imported, Person, Placement, Plan, Row, Team
from teamtide.plan.state import State
from tests.plan.full_plan import ANA, full_state

AT = datetime(2026, 3, 2, 14, 5, tzinfo=UTC)
EMPTY = blank(name="Nothing", start=date(2026, 1, 5))


@pytest.mark.parametrize(("now", "then"), [(EMPTY, full_state()), (full_state(), EMPTY)])
def test_that_every_row_that_differs_is_told_with_words_only(now: State, then: State) -> None:
    change = restore(now, then, AT)
    assert now.apply(change).tables == then.tables
    assert "2 Mar 2026" in change.label
    told = list(lines(now, then, change))
    whole = [line for line in told if not line.value]
    gone = sum(step.after is None for step in change)
    back = sum(step.before is None for step in change)
    assert sum(line.what == GOES for line in whole) == gone
    assert sum(line.what == BACK for line in whole) == back
    assert {line.noun for line in told} == {NOUNS[cls] for cls in ROW_CLASSES}
    for line in told:
        assert line.who
        assert not {"None", "()", "Row"} & {line.now, line.then, line.who}
        assert "datetime" not in line.text
    found = counts(change)
    assert sum(sum(of.values()) for of in found.values()) == len(change.changes)


def test_that_counts_are_sentences(document: Document) -> None:
    before = document.state
    document.apply(remove(document.state, [document.state.rows(Person)[0]]))
    found = list(count_lines(counts(restore(document.state, before, AT))))
    assert found[0].startswith("Would come back: 1 person")
    after = list(count_lines(counts(restore(before, document.state, AT))))
    assert after[-1].startswith("Would go: 1 person")
    assert list(count_lines(counts(restore(before, before, AT)))) == []


def test_that_a_value_is_told_as_it_is_now_and_as_it_was() -> None:
    now = full_state()
    person = now.get(Person, ANA)
    place = next(row for row in now.rows(Placement) if row.person == ANA)
    said = now.rows(Imported)[0]
    rows: dict[tuple[type[Row], int], Row] = {
        **{(type(row), row.id): row for row in now.all_rows()},
        (Person, ANA): replace(person, fte=0.5, start=date(2026, 2, 2)),
        (Placement, place.id): replace(place, team=None),
        (Plan, 1): replace(now.plan, overhead=0.3),
        (Imported, said.id): replace(said, said="{}"),
    }
    then = State.of(rows.values())
    told = {line.text for line in lines(now, then, restore(now, then, AT))}
    team = now.get(Team, place.team or 0).name
    assert told == {
        "person Ana Silva, FTE: 1 → 0.5",
        "person Ana Silva, start: none → 2 Feb 2026",
        f"placement Ana Silva, team: {team} → the bench",
        f"plan {now.plan.name}, overhead: 0.2 → 0.3",
        "import record Zoë O'Neil; “Z”, what the last list said: as it is → as it was",
    }
    assert all(line.what == CHANGES for line in lines(now, then, restore(now, then, AT)))


def test_that_a_plan_that_is_as_it_was_has_nothing_to_restore() -> None:
    change = restore(EMPTY, EMPTY, AT)
    assert not change
    assert isinstance(change, ChangeSet)
