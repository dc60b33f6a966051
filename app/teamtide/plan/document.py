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
from teamtide.plan.state import State, difference
from teamtide.plan.store import Entry, HeldElsewhere, Store, StoreError
from teamtide.plan.underneath import GONE, MOVED, sentence
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
        clock: Clock = _now,
    ) -> None:
        """Use `Document.open` or `Document.create`."""
        self.path = path
        self.state = state
        self.held_by = held_by
        self._store = store
        self._history = history
        self._clock = clock
        self._before: tuple[State, list[Entry]] | None = None
        # What was previewed last is what is dropped next.
        self._checked: tuple[State, ChangeSet, State] | None = None

    @classmethod
    def create(
        cls, path: Path, state: State, *, replace: bool = False, clock: Clock = _now
    ) -> Document:
        """A new plan file at `path`; `replace` lets it take the place of one nobody has open.

        Raises:
            StoreError: there is a file already (or, to be replaced, it is open), or it can't be
                written.
        """
        return cls(path, Store.create(path, state, replace=replace), state, [], clock=clock)

    @classmethod
    def open(cls, path: Path, *, read_only: bool = False, clock: Clock = _now) -> Document:
        """An existing plan; to read only where another program holds it (see `held_by`).

        Raises:
            StoreError: it is missing, no plan, broken, or from a newer Teamtide.
        """
        held_by = ""
        if not read_only:
            try:
                store = Store.open(path)
            except HeldElsewhere as held:
                held_by = held.by
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
        finally:
            store.close()
        return cls(path, None, state, history, held_by=held_by, clock=clock)

    @property
    def writable(self) -> bool:
        """Whether changes can be made."""
        return self._store is not None

    def close(self) -> None:
        """Close the file; it is one file afterwards. Closing twice does nothing."""
        if self._store is not None:
            self._store.close()
            self._store = None

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

    def underneath(self) -> str:
        """What became of the file behind our back, in a sentence; blank where nothing did.

        It costs a look at the file, so a window may ask whenever it comes to the front. Until the
        file is ours again every change is refused; what the plan was is in memory.
        """
        how = self._store.underneath() if self._store is not None else ""
        return sentence(self.path.name, how) if how else ""

    def fold_log(self) -> None:
        """Let the file itself hold all that was done, so that whoever copies it copies all of it.

        Everything is on the disk before this, too; it is for quiet moments, as it takes a few
        milliseconds.
        """
        if self._store is not None:
            self._store.fold()

    @property
    def moved(self) -> bool:
        """Whether the file was moved or renamed as we left it: closing takes our log to it."""
        return self._store is not None and self._store.underneath() == MOVED

    @property
    def gone(self) -> bool:
        """Whether the file is not there any more, so that `put_back` can write it again."""
        return self._store is not None and self._store.underneath() in (GONE, MOVED)

    def reload(self) -> ChangeSet:
        """Read the file again; what differs from before.

        For a second window, and for one whose file was changed underneath: what was here before is
        kept in memory then, for `save_before`.

        Raises:
            StoreError: it can't be read any more, and everything is as it was.
        """
        if self._store is not None:
            if not self._store.underneath():
                return ChangeSet("Reload", ())
            # Whether it can be read is found out before what we have is let go.
            Document.open(self.path, read_only=True).close()
            self._before = (self.state, self._history)
            self.close()
        fresh = Document.open(self.path, clock=self._clock)
        change = difference(self.state, fresh.state, "Reload")
        self.state, self._history = fresh.state, fresh._history
        self.held_by, self._store = fresh.held_by, fresh._store
        return change

    @property
    def has_before(self) -> bool:
        """Whether a plan whose file was changed underneath was let go by `reload`."""
        return self._before is not None

    def save_before(self, path: Path) -> None:
        """Save what was here before the last `reload`, with its history, under another name.

        Raises:
            StoreError: there is no such thing, or it can't be written there.
        """
        if self._before is None:
            raise StoreError(f"Nothing of {self.path.name} was let go.")
        self._refuse_own_name(path)
        Store.write(path, *self._before, replace=True)

    def put_back(self) -> None:
        """Write the plan again where its file was deleted or moved away, history and all.

        Raises:
            StoreError: there is a file again, or it can't be written there.
        """
        if self._store is None or not self.gone:
            raise StoreError(f"{self.path.name} is there; save the plan under another name.")
        Store.write(self.path, self.state, self._history)
        self.close()
        self._store = Store.open(self.path)
        self._store.load()  # which is what we have, to the last id

    def copy_to(self, path: Path) -> None:
        """Save the plan as it stands under another name; this one stays open.

        What is saved is what is on screen, also in a copy to read, and where the file was changed
        underneath.

        Raises:
            StoreError: it can't be written there.
        """
        if self._store is not None and not self._store.underneath():
            self._store.copy_to(path)
        else:
            self._refuse_own_name(path)
            Store.write(path, self.state, self._history, replace=True)

    def _refuse_own_name(self, path: Path) -> None:
        here = path.resolve() == self.path.resolve()
        if here or (path.exists() and self.path.exists() and path.samefile(self.path)):
            raise StoreError(
                f"{path.name} is the plan's own name; choose another name for the copy."
            )

    def problems(self) -> list[str]:
        """What the database's own checks find wrong with the file."""
        if self._store is not None:
            return self._store.problems()
        store = Store.open(self.path, writable=False)
        try:
            return store.problems()
        finally:
            store.close()
