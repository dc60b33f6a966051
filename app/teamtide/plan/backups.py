"""Copies of plans from before, kept in the user's data folder: made, told, and let go.

Each plan has a folder of its own there, named after the plan's path as its lock is. A copy's name
says when and why it was made and nothing of the plan; a small note beside them says whose they are,
so that they are found once the plan is gone. A copy gets its name when it is whole, on the disk and
checked. Copies are numbered as they are made, and only ever let go in that order, so that a clock
that was set wrong takes no good ones away.
"""

from __future__ import annotations

import contextlib
import json
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from teamtide.plan.lock import data_folder, key_of
from teamtide.plan.parts import new_part, put_in_place

HOURLY, DAILY, BEFORE = "hourly", "daily", "before"
IMPORT, RESTORE, MIGRATION, ROLL = "import", "restore", "update", "roll forward"
NEW_TODAY, MERGE = "new today", "merge"
AN_HOUR = timedelta(hours=1)

KEPT = {HOURLY: 24, DAILY: 30, BEFORE: 10}
"""How many of each sort are kept: those made last."""
MOST_BYTES = 256 * 2**20
"""What the copies of one plan may take, but for the newest, which is always kept."""
MOST_BYTES_IN_ALL = 1024 * 2**20
"""What the copies of all plans may take, but for the newest of each."""

ENDING = ".teamtide"
NOTE = "plan.json"
_NAME = re.compile(r"(\d{6,9})-(\d{8}T\d{6}Z)-([a-z]+(?:-[a-z]+)*)\.teamtide")
_TIME = "%Y%m%dT%H%M%SZ"


@dataclass(frozen=True, slots=True)
class Backup:
    """A copy of a plan.

    Args:
        path: Where it is.
        number: Its place among the copies of its plan, as they were made.
        at: When it was made, by the clock of then; UTC.
        reason: `hourly`, `daily`, or what it was made before: `before import`.
        size: Bytes.
    """

    path: Path
    number: int
    at: datetime
    reason: str
    size: int

    @property
    def sort(self) -> str:
        """`HOURLY`, `DAILY` or `BEFORE`."""
        return self.reason if self.reason in (HOURLY, DAILY) else BEFORE

    @property
    def name(self) -> str:
        """What it is called on the command line."""
        return self.path.stem

    @property
    def why(self) -> str:
        """The reason as a person reads it."""
        if self.reason == f"{BEFORE} {MIGRATION}":
            return "before it was brought up to date"
        return {
            HOURLY: "after an hour of changes",
            DAILY: "first change of the day",
            f"{BEFORE} {IMPORT}": "before an import",
            f"{BEFORE} {RESTORE}": "before a backup was restored",
            f"{BEFORE} {ROLL}": "before it was rolled forward",
            f"{BEFORE} {NEW_TODAY}": "before an option became Today",
            f"{BEFORE} {MERGE}": "before another copy was merged",
        }.get(self.reason, self.reason)


@dataclass(frozen=True, slots=True)
class Shelf:
    """The copies of one plan, newest first. `plan` is where the plan was (or is)."""

    plan: Path
    backups: tuple[Backup, ...]

    @property
    def gone(self) -> bool:
        """Whether the plan is not there any more."""
        return not self.plan.exists()

    def named(self, name: str) -> Backup | None:
        """The one of that name (its beginning will do where it is one's own), or `latest`."""
        wanted = name.strip().removesuffix(ENDING)
        if wanted == "latest":
            return self.backups[0] if self.backups else None
        found = [one for one in self.backups if one.name.startswith(wanted)] if wanted else []
        exact = [one for one in found if one.name == wanted]
        return exact[0] if exact else found[0] if len(found) == 1 else None


def folder_of(plan: Path) -> Path:
    """Where the copies of a plan are; whether there are any is not looked at."""
    return data_folder() / "backups" / key_of(plan)


def shelf_of(plan: Path) -> Shelf:
    """The copies of a plan, by its path; none where there are none."""
    return Shelf(plan, tuple(reversed(_found(folder_of(plan)))))


def shelves() -> list[Shelf]:
    """The copies of every plan that has some, by the plans' names."""
    root = data_folder() / "backups"
    found = []
    for folder in sorted(root.iterdir()) if root.is_dir() else ():
        backups = tuple(reversed(_found(folder)))
        plan = _noted(folder)
        if backups and plan is not None:
            found.append(Shelf(plan, backups))
    return sorted(found, key=lambda shelf: (shelf.plan.name.casefold(), str(shelf.plan)))


def due(backups: Sequence[Backup], now: datetime) -> str:
    """Which copy is due of a plan that has changed: `DAILY`, `HOURLY`, or blank for none yet.

    Args:
        backups: Newest first.
        now: By the clock, with its zone; days are those of the local calendar.
    """
    today = _day(now)
    if not any(one.reason == DAILY and _day(one.at) == today for one in backups):
        return DAILY
    since = now - backups[0].at
    # A clock that was set back: who knows how long it has been.
    return HOURLY if since >= AN_HOUR or since < timedelta(0) else ""


def keep(
    plan: Path,
    write: Callable[[Path], None],
    reason: str,
    now: datetime,
    *,
    same: Callable[[Path, Path], bool] | None = None,
) -> Backup | None:
    """Make a copy of a plan, and let those go for which there is no room; None where it was the
    same as the newest and that was not wanted.

    Args:
        plan: The plan.
        write: Writes the copy into an empty private file, whole and checked.
        reason: `HOURLY`, `DAILY`, or `before …`.
        now: By the clock, with its zone.
        same: Whether two copies hold the same; given where one that holds what the newest holds is
            not wanted.

    Raises:
        OSError: the folder does not take it.
        Exception: whatever `write` raises. In each case the copies there are stay.
    """
    folder = _ready(plan)
    part = new_part(folder / NOTE)
    try:
        write(part)
        there = _found(folder)
        if same is not None and there and same(part, there[-1].path):
            return None
        at = now.astimezone(UTC).replace(microsecond=0)
        number = there[-1].number + 1 if there else 1
        words = reason.replace(" ", "-")
        while True:
            path = folder / f"{number:06}-{at.strftime(_TIME)}-{words}{ENDING}"
            taken = any(one.number == number for one in _found(folder))
            with contextlib.suppress(FileExistsError):
                if not taken:
                    put_in_place(part, path, replace=False)
                    break
            number += 1  # another program keeps copies of this plan just now
        made = Backup(path, number, at, reason, path.stat().st_size)
    finally:
        with contextlib.suppress(OSError):
            part.unlink(missing_ok=True)
    let_go(folder)
    return made


def size_text(size: int) -> str:
    """A size as a person reads it."""
    if size < 1_000_000:
        return f"{max(1, round(size / 1000)):,} kB"
    return f"{size / 1_000_000:,.1f} MB"


# --- letting go -----------------------------------------------------------------------------


def too_many(backups: Iterable[Backup], most_bytes: int = MOST_BYTES) -> list[Backup]:
    """Which copies of a plan are to go: of each sort those made before the last so many, then the
    oldest until the rest has room. Never the newest."""
    order = sorted(backups, key=lambda one: one.number)
    going: set[int] = set()
    for sort, count in KEPT.items():
        going.update(one.number for one in [one for one in order if one.sort == sort][:-count])
    left = [one for one in order if one.number not in going]
    room = sum(one.size for one in left)
    for one in left[:-1]:
        if room <= most_bytes:
            break
        going.add(one.number)
        room -= one.size
    return [one for one in order[:-1] if one.number in going]


def too_much(
    shelves: dict[Path, list[Backup]], most_bytes: int = MOST_BYTES_IN_ALL
) -> list[Backup]:
    """Which copies of all plans are to go: the oldest of whichever plan takes most, one by one."""
    left = {folder: sorted(found, key=lambda b: b.number) for folder, found in shelves.items()}
    room = {folder: sum(one.size for one in found) for folder, found in left.items()}
    going = []
    while sum(room.values()) > most_bytes:
        several = [folder for folder, found in left.items() if len(found) > 1]
        if not several:
            break
        largest = max(several, key=lambda folder: room[folder])
        going.append(left[largest].pop(0))
        room[largest] -= going[-1].size
    return going


def let_go(folder: Path) -> None:
    """Remove the copies for which there is no room, here and where most room is taken."""
    _remove(too_many(_found(folder)))
    _remove(too_much({one: _found(one) for one in folder.parent.iterdir() if one.is_dir()}))


def _remove(going: Iterable[Backup]) -> None:
    for one in going:
        with contextlib.suppress(OSError):
            one.path.unlink(missing_ok=True)


# --- files ----------------------------------------------------------------------------------


def _ready(plan: Path) -> Path:
    """The folder of a plan's copies, private, with a note of whose they are."""
    folder = folder_of(plan)
    for one in (folder.parent, folder):
        one.mkdir(mode=0o700, exist_ok=True)
    if _noted(folder) is None:
        note = new_part(folder / NOTE)
        # A name of a file may hold bytes that are no text.
        note.write_text(json.dumps({"plan": str(plan.resolve())}), encoding="utf-8")
        put_in_place(note, folder / NOTE, replace=True)
    return folder


def _noted(folder: Path) -> Path | None:
    try:
        return Path(json.loads((folder / NOTE).read_text(encoding="utf-8"))["plan"])
    except (OSError, ValueError, KeyError, TypeError):
        return None


def _found(folder: Path) -> list[Backup]:
    """The copies in a folder, oldest first."""
    return sorted(_look(folder), key=lambda one: one.number)


def _look(folder: Path) -> Iterator[Backup]:
    try:
        entries = list(folder.iterdir())
    except OSError:
        return
    for path in entries:
        parts = _NAME.fullmatch(path.name)
        if parts is None:
            continue
        with contextlib.suppress(OSError, ValueError):  # one that another program just let go
            at = datetime.strptime(parts[2], _TIME).replace(tzinfo=UTC)
            reason = parts[3].replace("-", " ")
            yield Backup(path, int(parts[1]), at, reason, path.stat().st_size)


def _day(at: datetime) -> object:
    return at.astimezone().date()


COUNTERS = ((24, 28), (92, 100))
"""Where a database counts how often it was written, and by which SQLite."""


def same_pages(one: Path, other: Path) -> bool:
    """Whether two copies hold the same, page for page."""
    if one.stat().st_size != other.stat().st_size:
        return False
    return uncounted(one.read_bytes()) == uncounted(other.read_bytes())


def uncounted(database: bytes) -> bytearray:
    """A database but for how often it was written."""
    held = bytearray(database)
    for first, end in COUNTERS:
        held[first:end] = bytes(end - first)
    return held
