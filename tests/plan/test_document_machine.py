"""Any life of a plan file, against the plainest model of one: a list of states.

Commands, undo, redo, closing and opening, and a crash (the file with its log as a killed process
leaves them) come in any order; the file must always say what the list says.
"""

from __future__ import annotations

import shutil
from pathlib import Path
from tempfile import mkdtemp

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
)

from teamtide.plan.document import Document
from teamtide.plan.state import State
from teamtide.plan.validation import Refused, problems_of
from tests.conftest import ticking
from tests.examples import small_state
from tests.plan.full_plan import full_state, leftovers
from tests.plan.random_commands import command


class PlanFile(RuleBasedStateMachine):
    """A document, and beside it the states it went through."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(mkdtemp())
        self.crashes = 0
        self.states: list[State] = []
        self.place = 0

    @initialize(full=st.booleans())
    def begin(self, full: bool) -> None:
        state = full_state() if full else small_state()
        path = self.folder / "plan.teamtide"
        self.document = Document.create(path, state, clock=ticking())
        self.states = [state]

    # --- moves ------------------------------------------------------------------------------

    @rule(data=st.data())
    def give_a_command(self, data: st.DataObject) -> None:
        before = self.document.state
        try:
            change = command(data.draw, before)
            preview = self.document.preview(change)
        except Refused:
            assert self.document.state is before
            return
        self.document.apply(change)
        assert self.document.state == preview
        if change:
            self.states = [*self.states[: self.place + 1], preview]
            self.place += 1

    @rule()
    def undo(self) -> None:
        change = self.document.undo()
        assert (change is None) == (self.place == 0)
        self.place = max(0, self.place - 1)

    @rule()
    def redo(self) -> None:
        change = self.document.redo()
        last = len(self.states) - 1
        assert (change is None) == (self.place == last)
        self.place = min(last, self.place + 1)

    @rule()
    def close_and_open(self) -> None:
        path = self.document.path
        self.document.close()
        assert leftovers(path) == []
        self.document = Document.open(path, clock=ticking())

    @rule()
    def crash(self) -> None:
        old = self.document
        self.crashes += 1
        path = self.folder / str(self.crashes) / "plan.teamtide"
        path.parent.mkdir()
        for end in ("", "-wal", "-shm"):
            if Path(f"{old.path}{end}").exists():
                shutil.copy(f"{old.path}{end}", f"{path}{end}")
        self.document = Document.open(path, clock=ticking())
        old.close()

    @precondition(lambda self: self.place > 0)
    @rule()
    def undo_to_the_beginning_and_back(self) -> None:
        for expected in reversed(self.states[: self.place]):
            assert self.document.undo() is not None
            assert self.document.state == expected
        for expected in self.states[1 : self.place + 1]:
            assert self.document.redo() is not None
            assert self.document.state == expected

    # --- what always holds ------------------------------------------------------------------

    @invariant()
    def document_and_list_agree(self) -> None:
        if not self.states:
            return
        state = self.document.state
        assert state == self.states[self.place]
        assert problems_of(state) == []
        undone = [entry.undone for entry in self.document.history]
        assert undone == [number >= self.place for number in range(len(self.states) - 1)]

    @invariant()
    def file_and_list_agree(self) -> None:
        if not self.states:
            return
        reader = Document.open(self.document.path, read_only=True)
        assert reader.state == self.states[self.place]
        assert [e.label for e in reader.history] == [e.label for e in self.document.history]

    def teardown(self) -> None:
        try:
            self.undo_everything_and_close()
        finally:
            shutil.rmtree(self.folder)

    def undo_everything_and_close(self) -> None:
        if not self.states:
            return
        while self.document.undo() is not None:
            pass
        assert self.document.state == self.states[0]
        assert self.document.problems() == []
        self.document.close()
        assert leftovers(self.document.path) == []


PlanFile.TestCase.settings = settings(
    max_examples=8,
    stateful_step_count=14,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
PlanFileTest = PlanFile.TestCase
