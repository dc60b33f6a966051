"""A plan that is being worked on: the one writer, undo and redo, and previews without a trace.

`apply` is the only way a row changes: validate, write the rows and the history entry in one
transaction, then show the new state. `preview` does the first half of that and stops. A plan that
another program holds is opened as a copy in memory, to read.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from teamtide.plan.changes import ChangeSet
from teamtide.plan.lock import WriteLock
from teamtide.plan.sealed.keys import Hold, Key
from teamtide.plan.state import State, difference
from teamtide.plan.store import Entry, HeldElsewhere, Store, StoreError
from teamtide.plan.validation import Refused, check

Clock = Callable[[], datetime]


def _now() -> datetime:
    return datetime.now(UTC)


class Document:
    """An open plan. `state` is what it is now; it is replaced, never changed."""

    def __init__(
        self,
        path: Path,
        store: Store | None,
        state: State,
        history: list[Entry],
        *,
        held_by: str = "",
        key: Key | None = None,
        clock: Clock = _now,
    ) -> None:
        """Use `Document.open` or `Document.create`; without a store, `key` is held meanwhile."""
        self.path = path
        self.state = state
        self.held_by = held_by
        self._store = store
        self._hold = None if key is None else Hold(self, key)
        self._history = history
        self._clock = clock
        # What was previewed last is what is dropped next.
        self._checked: tuple[State, ChangeSet, State] | None = None

    @classmethod
    def create(
        cls,
        path: Path,
        state: State,
        *,
        replace: bool = False,
        key: Key | None = None,
        clock: Clock = _now,
    ) -> Document:
        """A new plan file at `path`; `replace` lets it take the place of one nobody has open.

        With a `key` it is encrypted from the beginning.

        Raises:
            StoreError: there is a file already (or, to be replaced, it is open), or it can't be
                written.
        """
        return cls(
            path, Store.create(path, state, replace=replace, key=key), state, [], clock=clock
        )

    @classmethod
    def open(cls, path: Path, *, read_only: bool = False, clock: Clock = _now) -> Document:
        """An existing plan; to read only where another program holds it (see `held_by`).

        Raises:
            PassphraseNeeded: it is encrypted, and its key is not at hand (see `sealed.keys`).
            StoreError: it is missing, no plan, broken, or from a newer Teamtide.
        """
        held_by = ""
        if not read_only:
            try:
                store = Store.open(path)
            except HeldElsewhere:
                held_by = str(WriteLock(path).holder() or "another program")
            else:
                try:
                    state, history = store.load()
                except StoreError:
                    store.close()
                    raise
                return cls(path, store, state, history, clock=clock)
        store = Store.open(path, writable=False)
        try:
            state, history = store.load()
            return cls(path, None, state, history, held_by=held_by, key=store.key, clock=clock)
        finally:
            store.close()

    @property
    def writable(self) -> bool:
        """Whether changes can be made."""
        return self._store is not None

    @property
    def key(self) -> Key | None:
        """What the file is encrypted with; None for a plain one."""
        if self._store is not None:
            return self._store.key
        return None if self._hold is None else self._hold.key

    def reseal(self, key: Key | None) -> None:
        """Encrypt the file under a key, under another, or not at all; nothing else changes.

        Raises:
            StoreError: it can't be written, or another program reads it; it is as it was.
            Refused: the plan is open for reading only.
        """
        self._writer().reseal(key)

    def close(self) -> None:
        """Close the file; it is one file afterwards. Closing twice does nothing."""
        if self._store is not None:
            self._store.close()
            self._store = None
        self._hold_on(None)

    def _hold_on(self, key: Key | None) -> None:
        """Keep the key of a plan at hand that no store keeps open."""
        before, self._hold = self._hold, None if key is None else Hold(self, key)
        if before is not None:
            before.end()

    # --- changing -------------------------------------------------------------------------

    def preview(self, change: ChangeSet) -> State:
        """What the plan would be after `change`: checked like `apply`, and nothing written.

        Raises:
            Refused: the change is not valid.
            Stale: it was made for another state.
        """
        known = self._checked
        if known is not None and known[0] is self.state and known[1] == change:
            return known[2]
        after = self.state.apply(change)
        check(after, change)
        self._checked = (self.state, change, after)
        return after

    def forget_preview(self) -> None:
        """Keep nothing of what was previewed last."""
        self._checked = None

    def apply(self, change: ChangeSet) -> ChangeSet:
        """Make a change. It is on the disk when this returns.

        Raises:
            Refused: the change is not valid.
            Stale: it was made for another state.
            StoreError: it could not be written. In each case nothing has changed.
        """
        if not change:
            return change
        after = self.preview(change)
        store = self._writer()
        redoable = [entry for entry in self._history if entry.undone]
        entry = store.record(change, at=self._clock(), forget=[e.id for e in redoable])
        self._history = [e for e in self._history if not e.undone]
        self._history.append(entry)
        self.state = after
        return change

    def undo(self) -> ChangeSet | None:
        """Take back the last change; what that changed, or None where there is none.

        Raises:
            Refused: this Teamtide's rules do not let it be as it was.
            StoreError: it could not be written. In each case nothing has changed.
        """
        entry = self.next_undo
        if entry is None:
            return None
        change = entry.change.inverse()
        after = self.preview(change)
        self._replace(self._writer().mark(entry, undone=True))
        self.state = after
        return change

    def redo(self) -> ChangeSet | None:
        """Make the last undone change again; what that changed, or None where there is none.

        Raises:
            Refused: this Teamtide's rules do not let it be made again.
            StoreError: it could not be written. In each case nothing has changed.
        """
        entry = self.next_redo
        if entry is None:
            return None
        after = self.preview(entry.change)
        self._replace(self._writer().mark(entry, undone=False))
        self.state = after
        return entry.change

    @property
    def next_undo(self) -> Entry | None:
        """What `undo` would take back."""
        return next((entry for entry in reversed(self._history) if not entry.undone), None)

    @property
    def next_redo(self) -> Entry | None:
        """What `redo` would make again."""
        return next((entry for entry in self._history if entry.undone), None)

    @property
    def history(self) -> tuple[Entry, ...]:
        """Every change since the plan was made, oldest first, undone ones last."""
        return tuple(self._history)

    def _replace(self, entry: Entry) -> None:
        self._history = [entry if e.id == entry.id else e for e in self._history]

    def _writer(self) -> Store:
        if self._store is None:
            name = self.path.name
            if not self.held_by:
                raise Refused(
                    [f"{name} is open for reading only. Open it for writing to change it."]
                )
            raise Refused(
                [
                    f"{name} is open for reading only, because {self.held_by} holds it. "
                    "Close it there, then reload."
                ]
            )
        return self._store

    # --- the file -------------------------------------------------------------------------

    def reload(self) -> ChangeSet:
        """Read the file again (for a second window); what differs from before.

        Raises:
            StoreError: it can't be read any more.
        """
        if self._store is not None:
            return ChangeSet("Reload", ())
        fresh = Document.open(self.path, clock=self._clock)
        change = difference(self.state, fresh.state, "Reload")
        self.state, self._history = fresh.state, fresh._history
        self.held_by, self._store = fresh.held_by, fresh._store
        self._hold_on(None if fresh._hold is None else fresh._hold.key)
        return change

    def copy_to(self, path: Path) -> None:
        """Save the plan as it stands under another name; this one stays open.

        Raises:
            StoreError: it can't be written there.
        """
        if self._store is not None:
            self._store.copy_to(path)
            return
        store = Store.open(self.path, writable=False)
        try:
            store.copy_to(path)
        finally:
            store.close()

    def problems(self) -> list[str]:
        """What the database's own checks find wrong with the file."""
        if self._store is not None:
            return self._store.problems()
        store = Store.open(self.path, writable=False)
        try:
            return store.problems()
        finally:
            store.close()
