"""The table of pairs: who shares a team with whom, across data science and engineering. No Qt."""

from __future__ import annotations

import numpy as np

from teamtide.capacity.arrays import BoolArray, IntArray
from teamtide.plan.rows import PersonId
from teamtide.ui.compare.people_seen import KEPT, LOST, NEW, NONE, Cell, Seen, View

STATES = ("–", "● kept", "○ lost", "+ new")


class Pairs(View):
    """Who shares a team with whom, across data science and engineering."""

    heads = ("Person", "Engineer")
    empty = "Nobody shares a team across data science and engineering, here or in Today."

    def __init__(self, seen: Seen) -> None:
        """The pairs of Today and of the options."""
        super().__init__(seen)
        close = seen.today.closeness
        tied = close.tied.copy()
        for _, _, one in seen.options:
            tied |= one.closeness.tied
        at, beside = np.nonzero(tied)
        self._one, self._other = close.others[at], close.engineers[beside]
        before = close.tied[at, beside]
        self._states = np.array(
            [_states(before, one.closeness.tied[at, beside]) for _, _, one in seen.options],
            dtype=np.int64,
        ).reshape(len(seen.options), len(at))

    @property
    def size(self) -> int:
        """How many pairs there are."""
        return len(self._one)

    @property
    def ends(self) -> tuple[IntArray, IntArray]:
        """(pairs,) each: who is no engineer, and the engineer, as indices of people."""
        return self._one, self._other

    def label(self, row: int, column: int) -> str:
        """Who is no engineer, and the engineer."""
        return self.seen.people[int((self._one, self._other)[column][row])]

    def cell(self, row: int, option: int) -> Cell:
        """Kept, lost or new."""
        state = int(self._states[option, row])
        scenario, name, _ = self.seen.options[option]
        names = f"{self.label(row, 0)} and {self.label(row, 1)}"
        if scenario == self.seen.now:
            words = "share a team" if state == KEPT else "share no team to speak of"
            return Cell("● together" if state == KEPT else "–", f"{names} {words} in {name}.")
        told = {
            NONE: "share no team to speak of, here or in Today",
            KEPT: "share a team, as in Today",
            LOST: "share a team in Today and no longer here",
            NEW: "share a team here and not in Today",
        }[state]
        tone = {LOST: "warn", NEW: "good", NONE: "muted"}.get(state, "")
        return Cell(STATES[state], f"{name}: {names} {told}.", tone)

    def total(self, option: int) -> str:
        """How many are kept, lost and new."""
        count = np.bincount(self._states[option], minlength=4).tolist()
        if self.seen.options[option][0] == self.seen.now:
            return f"{count[KEPT]} together"
        return f"{count[KEPT]} kept · {count[LOST]} lost · {count[NEW]} new"

    def people(self, row: int) -> tuple[PersonId, ...]:
        """Both."""
        return (self.seen.ids[self._one[row]], self.seen.ids[self._other[row]])

    def kept(self, team: int | None, text: str, state: int) -> IntArray:
        """Pairs of whom both are in the team, one is called so, some option is in the state."""
        found = np.ones(self.size, dtype=np.bool_)
        if team is not None:
            there = self.seen.in_team(team)
            found &= there[self._one] & there[self._other]
        if text.strip():
            called = self.seen.called(text)
            found &= called[self._one] | called[self._other]
        if state != NONE:
            options = [one != self.seen.now for one, _, _ in self.seen.options]
            found &= (self._states[options] == state).any(axis=0)
        return np.flatnonzero(found)


def _states(before: BoolArray, now: BoolArray) -> IntArray:
    states: IntArray = np.where(now, np.where(before, KEPT, NEW), np.where(before, LOST, NONE))
    return states
