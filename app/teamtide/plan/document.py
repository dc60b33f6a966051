"""A plan that is being worked on: the one writer, its history, and previews without a trace.

`apply` is the only way a row changes: validate, write the rows and the history entry in one
transaction, then show the new state. `preview` does the first half of that and stops. A plan that
another program holds is opened as a copy in memory, to read.
"""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from teamtide.plan import backups
from teamtide.plan.backups import Backup
from teamtide.plan.changes import ChangeSet
from teamtide.plan.history import Entry, History, Way
from teamtide.plan.intake import reason as cause
from teamtide.plan.sealed.beside import same
from teamtide.plan.sealed.keys import Hold, Key, having
from teamtide.plan.state import Stale, State, difference
from teamtide.plan.store import HeldElsewhere, Store, StoreError
from teamtide.plan.underneath import GONE, MOVED, sentence
from teamtide.plan.validation import Refused, check

Clock = Callable[[], datetime]
ASIDE = "The plan is as it was and can be worked on; a backup may have a history that is whole."


def _now() -> datetime:
    return datetime.now(UTC)


class Document:
    """An open plan. `state` is what it is now; it is replaced, never changed.

    `steps` is what led to it and what was set aside, to read.
    """

    def __init__(
        self,
        path: Path,
        store: Store | None,
        state: State,
        history: History,
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
        self.steps = history
        self._hold = None if key is None else Hold(self, key)
        self._clock = clock
        self._before: tuple[State, History, Hold | None] | None = None
        self._keeping = threading.Lock()
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
        store = Store.create(path, state, replace=replace, key=key)
        return cls(path, store, state, History(), clock=clock)

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
                store = Store.open(path, clock=clock)
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

        A backup that is being made is waited for, so that none of what was comes up afterwards.

        Raises:
            StoreError: it can't be written, or another program reads it; it is as it was.
            Refused: the plan is open for reading only.
        """
        with self._keeping:
            self._writer().reseal(key)

    def close(self) -> None:
        """Close the file; it is one file afterwards. Closing twice does nothing."""
        store, self._store = self._store, None
        try:
            if store is not None:
                store.close()
        finally:
            self._hold_on(None)
            self._forget_before()

    def _let_go(self) -> None:
        """Close the file, and still know what it was encrypted with: what is saved of the plan
        from here on is encrypted, too."""
        self._hold_on(self.key)
        store, self._store = self._store, None
        if store is not None:
            store.close()

    def _forget_before(self) -> None:
        before, self._before = self._before, None
        if before is not None and before[2] is not None:
            before[2].end()

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
        steps = self.steps
        dropped = steps.outgrown()
        entry = store.record(change, at=self._clock(), parent=steps.now, forget=dropped)
        steps.add(entry, dropped)
        self.state = after
        return change

    def undo(self) -> ChangeSet | None:
        """Take back the last change; what that changed, or None where there is none.

        Raises:
            Refused: this Teamtide's rules do not let it be as it was.
            StoreError: it could not be written. In each case nothing has changed.
        """
        entry = self.next_undo
        return None if entry is None else self._walk(self.steps.way_to(entry.parent))

    def redo(self) -> ChangeSet | None:
        """Make the change again that was undone last; what that changed, or None where none is.

        Raises:
            Refused: this Teamtide's rules do not let it be made again.
            StoreError: it could not be written. In each case nothing has changed.
        """
        entry = self.next_redo
        return None if entry is None else self._walk(self.steps.way_to(entry.id))

    def go_to(self, step: int | None) -> ChangeSet:
        """Be as just after a step of the history, wherever in the tree that is, all at once.

        Args:
            step: Its `Entry.id`; None for the beginning, before all of them.

        Returns:
            All that changed, as one change set; an empty one where the plan is there already.

        Raises:
            KeyError: there is no such step.
            Refused: a step on the way can't be read, or this Teamtide's rules do not let the plan
                be as it was.
            StoreError: it could not be written. In each case nothing has changed.
        """
        way = self.steps.way_to(step)
        return self._walk(way) if way else ChangeSet("Stayed", ())

    def change_of(self, way: Way) -> ChangeSet:
        """What going a way comes to; nothing is changed yet.

        Raises:
            Refused: a step on it can't be read, or does not fit the plan.
        """
        try:
            if len(way) == 1:
                return next(way.changes())
            return ChangeSet.joined(way.last.label, way.changes())
        except ValueError as error:
            raise Refused([f"That can't be done, because {error}. {ASIDE}"]) from error

    def _walk(self, way: Way) -> ChangeSet:
        change = self.change_of(way)
        try:
            after = self.preview(change)
        except Stale as error:
            wrong = "does not fit the plan as it is"
            raise Refused(
                [f"That can't be done, because the step “{way.last.label}” {wrong}. {ASIDE}"]
            ) from error
        left = max(int(self._clock().timestamp() * 1000), self.steps.latest + 1, 1)
        self._writer().walk(change, way, left=left)
        self.steps.go(way, left)
        self.state = after
        return change

    @property
    def next_undo(self) -> Entry | None:
        """What `undo` would take back."""
        return self.steps.next_undo

    @property
    def next_redo(self) -> Entry | None:
        """What `redo` would make again."""
        return self.steps.next_redo

    @property
    def history(self) -> tuple[Entry, ...]:
        """The changes from the beginning to now, oldest first, then those that can be redone."""
        return (*self.steps.applied(), *self.steps.ahead())

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
            key = self.key
            self._forget_before()
            self._before = (self.state, self.steps, None if key is None else Hold(self, key))
            self._let_go()
        fresh = Document.open(self.path, clock=self._clock)
        change = difference(self.state, fresh.state, "Reload")
        self.state, self.steps = fresh.state, fresh.steps
        self.held_by, self._store = fresh.held_by, fresh._store
        self._hold_on(None if fresh._hold is None else fresh._hold.key)
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
        state, steps, hold = self._before
        Store.write(path, state, steps, replace=True, key=None if hold is None else hold.key)

    def put_back(self) -> None:
        """Write the plan again where its file was deleted or moved away, history and all.

        Raises:
            StoreError: there is a file again, or it can't be written there.
        """
        if self._store is None or not self.gone:
            raise StoreError(f"{self.path.name} is there; save the plan under another name.")
        with having(self.key):
            Store.write(self.path, self.state, self.steps, key=self.key)
            self._let_go()
            self._store = Store.open(self.path)
            self._hold_on(None)
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
            Store.write(path, self.state, self.steps, replace=True, key=self.key)

    def _refuse_own_name(self, path: Path) -> None:
        here = path.resolve() == self.path.resolve()
        if here or (path.exists() and self.path.exists() and path.samefile(self.path)):
            raise StoreError(
                f"{path.name} is the plan's own name; choose another name for the copy."
            )

    def copy_aside(self, part: Path) -> None:
        """Write the plan as it stands as a new private file; it may be called from any thread.

        Raises:
            OSError, sqlite3.Error: it can't be written, or the plan is damaged.
            Refused: the plan is open for reading only.
        """
        self._writer().copy_aside(part)

    def back_up(self, reason: str, *, unless_same: bool = False) -> Backup | None:
        """Keep a copy among the plan's backups; see `backups.keep`.

        Raises:
            StoreError: there is none now, and why; those there are stay.
            Refused: the plan is open for reading only.
        """
        try:
            with self._keeping:
                return backups.keep(
                    self.path,
                    self.copy_aside,
                    reason,
                    self._clock(),
                    same=same if unless_same else None,
                )
        except (OSError, OverflowError, sqlite3.Error) as error:
            raise StoreError(
                f"No backup of {self.path.name} could be kept: {cause(error)}. "
                "Earlier ones are still there, under File ▸ Restore a Backup…"
            ) from error

    def back_up_due(self) -> bool:
        """Keep a copy where one is due; whether all there is to keep is kept, or else later.

        Raises:
            StoreError: one is due and there is none, and why.
            Refused: the plan is open for reading only.
        """
        reason = backups.due(backups.shelf_of(self.path).backups, self._clock())
        if reason:
            self.back_up(reason, unless_same=True)
        return bool(reason)

    def problems(self) -> list[str]:
        """What the database's own checks find wrong with the file."""
        if self._store is not None:
            return self._store.problems()
        store = Store.open(self.path, writable=False)
        try:
            return store.problems()
        finally:
            store.close()
