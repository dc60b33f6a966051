"""Where two copies parted, told from their histories alone."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from teamtide.plan.commands import add, edit_plan, remove
from teamtide.plan.common_past import common_past
from teamtide.plan.document import Document
from teamtide.plan.fresh import blank
from teamtide.plan.history import Entry
from teamtide.plan.rows import Person, Team
from teamtide.plan.state import State
from teamtide.plan.validation import Refused
from tests.conftest import ticking
from tests.examples import DI, START, small_state

Copy = tuple[State, tuple[Entry, ...]]


def held(document: Document) -> Copy:
    return document.state, document.history


def named(document: Document, *names: str) -> Copy:
    for name in names:
        document.apply(edit_plan(document.state, name=name))
    return held(document)


def twin(document: Document, tmp_path: Path) -> Document:
    path = tmp_path / "twin.teamtide"
    document.copy_to(path)
    return Document.open(path, clock=ticking())


def test_that_copies_parted_after_the_last_change_both_have(
    document: Document, tmp_path: Path
) -> None:
    shared, _ = named(document, "One", "Two")
    other = twin(document, tmp_path)
    ours, theirs = named(document, "Ours", "More"), named(other, "Theirs")
    other.close()
    past = common_past(*ours, *theirs)
    assert past.base == shared
    assert (past.ours, past.theirs) == (2, 1)
    swapped = common_past(*theirs, *ours)
    assert swapped.base == shared
    assert (swapped.ours, swapped.theirs) == (1, 2)


def test_that_the_same_words_at_another_time_are_another_change(
    document: Document, tmp_path: Path
) -> None:
    other = twin(document, tmp_path)
    first = document.state
    ours, theirs = named(document, "Same"), named(other, "Same")
    later = [replace(e, at=e.at + timedelta(minutes=1)) for e in theirs[1]]
    other.close()
    past = common_past(*ours, theirs[0], later)
    assert past.base == first


def test_that_what_was_undone_counts_as_never_done(document: Document, tmp_path: Path) -> None:
    first, _ = named(document, "One")
    named(document, "Two")
    other = twin(document, tmp_path)
    other.undo()
    theirs = held(other)
    other.close()
    past = common_past(*held(document), *theirs)
    assert past.base == first
    assert (past.ours, past.theirs) == (1, 0)


def test_that_a_copy_whose_history_begins_later_still_meets_the_other(
    document: Document, tmp_path: Path
) -> None:
    shared, _ = named(document, "One", "Two", "Three")
    other = twin(document, tmp_path)
    ours, theirs = named(document, "Ours"), named(other, "Theirs")
    other.close()
    for forgotten in (1, 2):
        short = theirs[0], theirs[1][forgotten:]
        assert common_past(*ours, *short).base == shared
        assert common_past(*short, *ours).base == shared


def test_that_a_copy_that_forgot_all_of_its_history_meets_the_other_where_it_passed(
    document: Document, tmp_path: Path
) -> None:
    shared, _ = named(document, "One", "Two")
    other = twin(document, tmp_path)
    ours, theirs = named(document, "Ours"), named(other, "Theirs")
    other.close()
    bare = theirs[0], theirs[1][2:]
    past = common_past(*ours, *bare)
    assert past.base == shared
    assert (past.ours, past.theirs) == (1, 1)
    assert common_past(*bare, *ours).base == shared


def test_that_copies_that_never_meet_are_told_from_strangers_by_what_is_in_them(
    document: Document, tmp_path: Path
) -> None:
    other = twin(document, tmp_path)
    ours, theirs = named(document, "Ours"), named(other, "Theirs")
    other.close()
    assert common_past(ours[0], (), theirs[0], ()).base is None
    stranger = blank(name="Other", start=START)
    for name in ("A", "B", "C"):
        stranger = stranger.apply(add(stranger, Team, name=name))
    with pytest.raises(Refused, match="not copies of one plan"):
        common_past(*ours, stranger, ())


def test_that_a_history_that_does_not_lead_to_its_plan_is_not_believed(
    document: Document, tmp_path: Path
) -> None:
    other = twin(document, tmp_path)
    ours, theirs = named(document, "Ours"), named(other, "Theirs")
    other.close()
    forged = small_state().apply(edit_plan(small_state(), name="Forged"))
    assert common_past(*ours, forged, theirs[1]).base is None


def test_that_an_id_given_out_again_since_is_told(document: Document, tmp_path: Path) -> None:
    other = twin(document, tmp_path)
    other.apply(remove(other.state, [other.state.get(Person, DI)]))
    other.apply(add(other.state, Person, name="Nia", discipline="software"))
    theirs = held(other)
    other.close()
    past = common_past(*held(document), *theirs)
    assert past.reborn_theirs == {(Person, DI)}
    assert past.reborn_ours == frozenset()
