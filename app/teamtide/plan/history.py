"""What was done to a plan, as a tree of steps, and where in it the plan is now.

Each step knows the one it followed, its *parent*. Those that are applied form a chain from the
beginning to now. A step that is taken back stays where it is; a new one after that starts another
branch, and the old branch can be returned to. Redo goes to the child that was left last.

The tree is bounded: past a number of steps, or of characters of their changes, what was set aside
longest ago is dropped from its end, then the oldest applied steps are folded into the beginning.
Whoever writes the file does it and tells the tree afterwards.
"""

from __future__ import annotations

import heapq
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime

from teamtide.plan.changes import ChangeSet, from_json
from teamtide.plan.rows import ScenarioId

MOST_STEPS = 10_000
MOST_CHARACTERS = 32_000_000
"""Of the changes of all steps together, as the file holds them."""
MOST_KNOWN = 16
"""Steps made last whose changes are at hand; those of others are read from their text."""
DROPPED_AT_ONCE = 50
"""So that no single change waits for a large history to shrink."""
_KNOWN = "known change"
_LATEST = 253_000_000_000_000
"""Milliseconds since 1970 that are a time in any time zone, some day in the year 9987."""


@dataclass(frozen=True)
class Entry:
    """One step.

    Args:
        id: Its number in the file; greater than its parent's.
        at: When it was made.
        label: What was done, in the user's words.
        scenario: The option in which it was made, if in one.
        parent: The step it followed; None where that is the plan as it was made.
        left: 0 while it is applied, else when it was taken back, in milliseconds since 1970. Of
            two steps the one with the greater number was taken back later.
        changes: The row changes as JSON text, read when somebody asks.
    """

    id: int
    at: datetime
    label: str
    scenario: ScenarioId | None
    parent: int | None
    left: int
    changes: str = field(repr=False)

    @property
    def undone(self) -> bool:
        """Whether it is taken back."""
        return self.left != 0

    @property
    def left_at(self) -> datetime:
        """When it was taken back; when it was made where that is not known."""
        moment = datetime.fromtimestamp(min(self.left, _LATEST) / 1000, UTC)
        return max(moment, self.at.astimezone(UTC))

    @property
    def change(self) -> ChangeSet:
        """What it changed, read from the text unless it is at hand.

        Raises:
            ValueError: the text is not that of any change.
        """
        known: ChangeSet | None = self.__dict__.get(_KNOWN)
        if known is not None:
            return known
        return from_json(self.changes, label=self.label, scenario=self.scenario)

    def knowing(self, change: ChangeSet) -> Entry:
        """The same step, with its change at hand."""
        self.__dict__[_KNOWN] = change
        return self

    def forget(self) -> None:
        """Have it at hand no more: as rows it takes many times the room of its text."""
        self.__dict__.pop(_KNOWN, None)

    def marked(self, left: int) -> Entry:
        """The same step, taken back or not."""
        found = replace(self, left=left)
        known: ChangeSet | None = self.__dict__.get(_KNOWN)
        return found if known is None else found.knowing(known)


@dataclass(frozen=True, slots=True)
class Way:
    """From now to another point: steps to take back, latest first, then steps to make again."""

    back: tuple[Entry, ...]
    forth: tuple[Entry, ...]

    def __bool__(self) -> bool:
        """Whether there is any way to go."""
        return bool(self.back or self.forth)

    def __len__(self) -> int:
        """How many steps it is."""
        return len(self.back) + len(self.forth)

    @property
    def last(self) -> Entry:
        """The step with which one arrives."""
        return (self.forth or self.back)[-1]

    @property
    def scenarios(self) -> tuple[ScenarioId, ...]:
        """In which options something happens on it, the last one first; they may be gone."""
        steps = reversed((*self.back, *self.forth))
        return tuple(dict.fromkeys(e.scenario for e in steps if e.scenario is not None))

    def changes(self) -> Iterator[ChangeSet]:
        """What happens on it, in order.

        Raises:
            ValueError: a step can't be read.
        """
        for entry in self.back:
            yield entry.change.inverse()
        for entry in self.forth:
            yield entry.change


@dataclass(frozen=True, slots=True)
class Branch:
    """Steps that were set aside, oldest first: a point to return to. They start after `parent`."""

    parent: int | None
    steps: tuple[Entry, ...]

    @property
    def tip(self) -> Entry:
        """Its last step."""
        return self.steps[-1]

    @property
    def at(self) -> datetime:
        """When it was set aside: its first step is the last one that was taken back."""
        return self.steps[0].left_at


class History:
    """The tree of one plan. `Document` changes it, after the file; everybody else reads."""

    def __init__(self, entries: Iterable[Entry] = ()) -> None:
        """The tree of entries in the order of their ids.

        Raises:
            ValueError: they are no tree, or those applied are no chain from the beginning.
        """
        self._entries: dict[int, Entry] = {}
        self._children: dict[int | None, list[int]] = {}
        self._undone: set[int] = set()
        self._line: list[int] = []
        self._size = 0
        self._known: deque[int] = deque()
        self.beginning: int | None = None
        self.dropped = 0
        """How many steps that were set aside were dropped since the plan was opened."""
        for entry in entries:
            self._check(entry)
            self._put(entry)

    def _check(self, entry: Entry) -> None:
        if not self._entries:
            self.beginning = entry.parent
        known = entry.parent == self.beginning or entry.parent in self._entries
        if not known or (entry.parent or 0) >= entry.id or not 0 <= entry.left < 2**62:
            raise ValueError(f"the history entry “{entry.label}” follows none that is there")
        if not entry.undone and entry.parent != self.now:
            raise ValueError(f"the history entry “{entry.label}” is out of order")

    def _put(self, entry: Entry) -> None:
        self._entries[entry.id] = entry
        self._children.setdefault(entry.parent, []).append(entry.id)
        self._size += len(entry.changes)
        if entry.undone:
            self._undone.add(entry.id)
        else:
            self._line.append(entry.id)

    # --- reading --------------------------------------------------------------------------

    def __len__(self) -> int:
        """How many steps are kept."""
        return len(self._entries)

    def __iter__(self) -> Iterator[Entry]:
        """All of them, in the order in which they were first made."""
        return iter(self._entries.values())

    def __contains__(self, key: object) -> bool:
        """Whether a step is kept."""
        return key in self._entries

    def get(self, key: int) -> Entry:
        """The step of that number.

        Raises:
            KeyError: there is none.
        """
        return self._entries[key]

    @property
    def now(self) -> int | None:
        """The last step that is applied; the beginning where none is."""
        return self._line[-1] if self._line else self.beginning

    @property
    def folded(self) -> bool:
        """Whether there were older steps, which are part of the beginning now."""
        return self.beginning is not None

    @property
    def size(self) -> int:
        """Characters of the changes of all steps."""
        return self._size

    @property
    def latest(self) -> int:
        """When something was last taken back, as `Entry.left` has it; 0 where nothing is."""
        return max((self._entries[key].left for key in self._undone), default=0)

    @property
    def next_undo(self) -> Entry | None:
        """What undo takes back."""
        return self._entries[self._line[-1]] if self._line else None

    @property
    def next_redo(self) -> Entry | None:
        """What redo makes again: of those after now, the one that was taken back last."""
        return self._left_last(self.now)

    def _left_last(self, parent: int | None) -> Entry | None:
        children = [self._entries[key] for key in self._children.get(parent, ())]
        return max(children, key=lambda entry: (entry.left, entry.id), default=None)

    def applied(self) -> tuple[Entry, ...]:
        """The steps from the beginning to now."""
        return tuple(self._entries[key] for key in self._line)

    def ahead(self) -> tuple[Entry, ...]:
        """The steps that redo would make again, one after the other."""
        return self._on_from(self.next_redo)

    def _on_from(self, entry: Entry | None) -> tuple[Entry, ...]:
        """A step and what follows it, each time the one that was left last."""
        found: list[Entry] = []
        while entry is not None:
            found.append(entry)
            entry = self._left_last(entry.id)
        return tuple(found)

    def branches(self) -> tuple[Branch, ...]:
        """All that is neither applied nor ahead, as chains; the one set aside last comes first."""
        taken = {*self._line, *(entry.id for entry in self.ahead())}
        found: list[Branch] = []
        for entry in self:
            if entry.id not in taken:
                steps = self._on_from(entry)
                taken.update(step.id for step in steps)
                found.append(Branch(entry.parent, steps))
        return tuple(sorted(found, key=lambda branch: branch.steps[0].left, reverse=True))

    def way_to(self, key: int | None) -> Way:
        """How to get to just after a step; None or `beginning` is before all of them.

        Raises:
            KeyError: there is no such step.
        """
        forth: list[Entry] = []
        at = self.beginning if key is None else key
        while at is not None and at != self.beginning and self._entries[at].undone:
            entry = self._entries[at]
            forth.append(entry)
            at = entry.parent
        back: list[Entry] = []
        for applied in reversed(self._line):
            if applied == at:
                break
            back.append(self._entries[applied])
        return Way(tuple(back), tuple(reversed(forth)))

    # --- what no longer has room ----------------------------------------------------------

    def outgrown(self) -> tuple[int, ...]:
        """The steps to drop before one more is added; few at a time.

        First what was set aside longest ago, from its end; then the oldest applied ones.
        """
        steps, size = len(self) + 1 - MOST_STEPS, self._size - MOST_CHARACTERS
        found: list[int] = []
        for entry in self._droppable():
            if (steps <= 0 and size <= 0) or len(found) == DROPPED_AT_ONCE:
                break
            found.append(entry.id)
            steps, size = steps - 1, size - len(entry.changes)
        return tuple(found)

    def _droppable(self) -> Iterator[Entry]:
        children = {key: len(self._children.get(key, ())) for key in self._undone}
        ends = [(self._entries[key].left, -key) for key, many in children.items() if not many]
        heapq.heapify(ends)
        while ends:
            _, key = heapq.heappop(ends)
            entry = self._entries[-key]
            yield entry
            parent = entry.parent
            if parent is not None and parent in children:
                children[parent] -= 1
                if not children[parent]:
                    heapq.heappush(ends, (self._entries[parent].left, -parent))
        yield from self.applied()

    # --- following the file ---------------------------------------------------------------

    def add(self, entry: Entry, dropped: Sequence[int] = ()) -> None:
        """A step was made after now, and those of `outgrown` were dropped."""
        for key in dropped:
            gone = self._entries.pop(key)
            self._size -= len(gone.changes)
            siblings = self._children[gone.parent]
            siblings.remove(key)
            if not siblings:
                del self._children[gone.parent]
            if gone.undone:
                self._undone.discard(key)
                self.dropped += 1
            else:
                # Only the first of the line is ever dropped; what followed it begins here.
                self._line.remove(key)
                self.beginning = key
        self._put(entry)
        self._known.append(entry.id)
        while len(self._known) > MOST_KNOWN:
            older = self._entries.get(self._known.popleft())
            if older is not None:
                older.forget()

    def go(self, way: Way, left: int) -> None:
        """The steps of a way were taken back (at `left`) and made again."""
        for entry in way.back:
            self._line.pop()
            self._undone.add(entry.id)
            self._entries[entry.id] = entry.marked(left)
        for entry in way.forth:
            self._line.append(entry.id)
            self._undone.discard(entry.id)
            self._entries[entry.id] = entry.marked(0)
