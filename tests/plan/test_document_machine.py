"""Any life of a plan file, against the plainest model of one: a tree of states.

Commands, undo, redo, jumps to any step, closing and opening, and a crash (the file with its log as
a killed process leaves them) come in any order; the file must always say what the model says. The
history is given so little room that it has to drop steps all the time.
"""

from __future__ import annotations

import shutil
from pathlib import Path
from tempfile import mkdtemp
from unittest.mock import patch

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
)

from teamtide.plan import history
from teamtide.plan.document import Document
from teamtide.plan.state import State
from teamtide.plan.validation import Refused, problems_of
from tests.conftest import ticking
from tests.examples import small_state
from tests.plan.full_plan import full_state, leftovers
from tests.plan.random_commands import command

BEGINNING = 0


class Model:
    """Points by number, each with its state, the one before it, and when it was last left."""

    def __init__(self, state: State, room: int) -> None:
        self.states = {BEGINNING: state}
        self.before: dict[int, int] = {}
        self.left: dict[int, int] = {}
        self.labels: dict[int, str] = {}
        self.now, self.room, self.moments, self.made = BEGINNING, room, 0, 0

    def line(self) -> list[int]:
        """The points from the first after the beginning to now."""
        found, at = list[int](), self.now
        while at in self.before:
            found.append(at)
            at = self.before[at]
        return found[::-1]

    def children(self, point: int) -> list[int]:
        return [one for one, before in self.before.items() if before == point]

    def beginning(self) -> int:
        at = self.now
        while at in self.before:
            at = self.before[at]
        return at

    def do(self, state: State, label: str) -> None:
        """A new point after now; then what has no room any more goes."""
        while len(self.before) + 1 > self.room:
            self.drop()
        self.made += 1
        self.states[self.made], self.before[self.made] = state, self.now
        self.labels[self.made] = label
        self.now = self.made

    def drop(self) -> None:
        line = self.line()
        aside = [p for p in self.before if p not in line and not self.children(p)]
        if aside:
            # Left together, the later of two is the end of a chain or the younger end.
            gone = min(aside, key=lambda point: (self.left[point], -point))
            del self.states[gone]
        else:
            gone = line[0]
            del self.states[self.beginning()]
        del self.before[gone], self.labels[gone]

    def go(self, point: int) -> None:
        self.moments += 1
        was, self.now = self.line(), point
        for one in set(was) - set(self.line()):
            self.left[one] = self.moments

    def redo(self) -> int | None:
        children = self.children(self.now)
        return max(children, key=lambda one: self.left[one]) if children else None


class PlanFile(RuleBasedStateMachine):
    """A document, and beside it the tree of the states it went through."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(mkdtemp())
        self.crashes = 0
        self.model: Model | None = None
        self.limit = patch.object(history, "MOST_STEPS", 0)

    @initialize(full=st.booleans(), room=st.sampled_from([1, 2, 3, 5, 8, 100]))
    def begin(self, full: bool, room: int) -> None:
        state = full_state() if full else small_state()
        path = self.folder / "plan.teamtide"
        self.limit = patch.object(history, "MOST_STEPS", room)
        self.limit.start()
        self.document = Document.create(path, state, clock=ticking())
        self.model = Model(state, room)

    @property
    def tree(self) -> Model:
        assert self.model is not None
        return self.model

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
            self.tree.do(preview, change.label)

    @rule()
    def undo(self) -> None:
        change = self.document.undo()
        before = self.tree.before.get(self.tree.now)
        assert (change is None) == (before is None)
        if before is not None:
            self.tree.go(before)

    @rule()
    def redo(self) -> None:
        change = self.document.redo()
        after = self.tree.redo()
        assert (change is None) == (after is None)
        if after is not None:
            self.tree.go(after)

    @precondition(lambda self: self.model is not None and self.model.before)
    @rule(data=st.data())
    def jump(self, data: st.DataObject) -> None:
        point = data.draw(st.sampled_from(sorted(self.tree.states)))
        before = self.document.state
        change = self.document.go_to(None if point == self.tree.beginning() else point)
        assert before.apply(change) == self.document.state
        self.tree.go(point)

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

    @rule()
    def undo_to_the_beginning_and_back(self) -> None:
        line = self.tree.line()
        for point in reversed(line):
            assert self.document.state == self.tree.states[point]
            assert self.document.undo() is not None
            self.tree.go(self.tree.before[point])
        assert self.document.undo() is None
        for point in line:
            assert self.document.redo() is not None
            self.tree.go(point)
            assert self.document.state == self.tree.states[point]

    # --- what always holds ------------------------------------------------------------------

    @invariant()
    def document_and_tree_agree(self) -> None:
        if self.model is None:
            return
        state, tree = self.document.state, self.tree
        assert state == tree.states[tree.now]
        assert problems_of(state) == []
        self.say_the_same(self.document)

    @invariant()
    def file_and_tree_agree(self) -> None:
        if self.model is None:
            return
        reader = Document.open(self.document.path, read_only=True)
        assert reader.state == self.tree.states[self.tree.now]
        self.say_the_same(reader)

    def say_the_same(self, document: Document) -> None:
        tree, steps = self.tree, document.steps
        assert len(steps) <= tree.room
        assert {e.id: (e.label, e.parent or BEGINNING) for e in steps} == {
            point: (tree.labels[point], before) for point, before in tree.before.items()
        }
        line = tree.line()
        assert [entry.id for entry in steps.applied()] == line
        assert [entry.id for entry in steps if not entry.undone] == line
        assert steps.folded == (tree.beginning() != BEGINNING)
        told = [*document.history, *(e for branch in steps.branches() for e in branch.steps)]
        assert sorted(entry.id for entry in told) == sorted(tree.before)
        for branch in steps.branches():
            assert [e.parent for e in branch.steps] == [
                branch.parent,
                *(e.id for e in branch.steps[:-1]),
            ]

    def teardown(self) -> None:
        try:
            self.visit_everything_and_close()
        finally:
            self.limit.stop()
            shutil.rmtree(self.folder)

    def visit_everything_and_close(self) -> None:
        if self.model is None:
            self.limit.start()
            return
        for point, state in self.tree.states.items():
            self.document.go_to(None if point == self.tree.beginning() else point)
            assert self.document.state == state
        while self.document.undo() is not None:
            pass
        assert self.document.state == self.tree.states[self.tree.beginning()]
        assert self.document.problems() == []
        self.document.close()
        assert leftovers(self.document.path) == []


PlanFile.TestCase.settings = settings(
    max_examples=10,
    stateful_step_count=16,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
PlanFileTest = PlanFile.TestCase
