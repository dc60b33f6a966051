"""Reading what can be read of a damaged database: table by table, by row number, around the damage.

It is done on a private copy, so that nothing is ever written to the file itself, and what stands
beside it (a log that a crash left) is taken in. A table is read from both ends until its pages
can't be read; what lies between is halved until only the rows remain that can't be had. Indexes
are not used, and nothing that was read is believed here.
"""

from __future__ import annotations

import contextlib
import shutil
import sqlite3
import time
from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from teamtide.plan import stored
from teamtide.plan.database import LOGS
from teamtide.plan.intake import MAGIC
from teamtide.plan.relisting import PAGE, Roots, relisted
from teamtide.plan.stored import columns_of, tables

LARGEST_FILE = 2**30
MOST_ROWS = 500_000
MOST_PROBES = 20_000
LONGEST_VALUE = 4 * 2**20
MOST_TEXT = 256 * 2**20
"""Of all values read, in letters and bytes: a small file can claim the same page many times."""
_FIRST, _LAST = -(2**63), 2**63 - 1
_STEPS = 50_000
"""After how many steps of SQLite's it is looked whether the time is up."""

Values = tuple[Any, ...]
Gap = tuple[int, int]
"""The first and the last row number between which rows can't be read; `_LAST` for no end known."""


class Unsalvageable(Exception):
    """Nothing can be read of a file; the text is the end of a sentence: why."""


class TimeUp(Unsalvageable):
    """Reading took longer than it may."""


@dataclass(slots=True)
class Table:
    """What was read of a table.

    Args:
        name: Its name.
        columns: The columns it has of those a plan has today, in the order of the values.
        select: How they are asked for.
        rows: What was read, by row number.
        gaps: Where there may be rows that can't be read.
        lost: Why nothing of it can be read at all; blank where something could be.
    """

    name: str
    columns: tuple[str, ...] = ()
    select: str = "*"
    rows: dict[int, Values] = field(default_factory=dict)
    gaps: list[Gap] = field(default_factory=list)
    lost: str = ""

    def lacks(self, row_id: int) -> bool:
        """Whether there may be a row of that number that can't be read."""
        return bool(self.lost) or any(first <= row_id <= last for first, last in self.gaps)


@contextlib.contextmanager
def opened_copy(path: Path, until: float) -> Iterator[Damaged]:
    """A private copy of a damaged file, to read; it is gone afterwards.

    Args:
        path: The file; it is not written to.
        until: When to give up, by `time.monotonic`.

    Raises:
        Unsalvageable: it is no database of ours as far as anybody can tell.
        OSError: it can't be read, or there is no room for the copy.
    """
    if path.stat().st_size > LARGEST_FILE:
        raise Unsalvageable(f"it is larger than {LARGEST_FILE // 2**20} MB")
    with TemporaryDirectory(prefix="teamtide-") as folder:
        copy = Path(folder) / "plan"
        shutil.copyfile(path, copy)
        for end in ("-wal", "-journal"):
            beside = path.with_name(f"{path.name}{end}")
            if beside.is_file() and beside.stat().st_size <= LARGEST_FILE:
                shutil.copyfile(beside, copy.with_name(f"{copy.name}{end}"))
        raw, another = _connected(copy, until)
        try:
            yield Damaged(raw, until, relisted=another)
        finally:
            raw.close()


def _connected(copy: Path, until: float) -> tuple[sqlite3.Connection, bool]:
    """A connection to a copy whose tables can be listed, and whether its list is another's.

    Raises:
        Unsalvageable: they can't.
    """
    _take_logs_in(copy)
    found: sqlite3.Connection | None = None
    for size in dict.fromkeys((_page_size(copy), PAGE)):
        _mend_head(copy, size, logged=False)
        found = _opened(copy, until)
        if found is not None:
            break
    known = {} if found is None else _roots(found)
    if found is not None and _lists_all(found, known):
        return found, False
    content = relisted(copy.read_bytes(), known)
    if content is not None:
        if found is not None:
            found.close()
        copy.write_bytes(content)
        _mend_head(copy, PAGE, logged=False)
        found = _opened(copy, until)
    if found is None:
        raise Unsalvageable("the list of its tables is destroyed")
    return found, content is not None


def _take_logs_in(copy: Path) -> None:
    """Have SQLite bring what a crash left beside a file into it, where it can."""
    logs = [copy.with_name(f"{copy.name}{end}") for end in LOGS]
    if not any(log.exists() for log in logs):
        return
    _mend_head(copy, _page_size(copy), logged=logs[0].exists())
    with contextlib.suppress(sqlite3.Error):
        raw = sqlite3.connect(copy, isolation_level=None)
        try:
            raw.execute("SELECT count(*) FROM sqlite_master").fetchone()
            raw.execute("PRAGMA journal_mode=DELETE")
        finally:
            raw.close()
    for log in logs:
        log.unlink(missing_ok=True)


def _opened(copy: Path, until: float) -> sqlite3.Connection | None:
    """A connection that reads only, and believes little; None where no table can be listed."""
    raw = sqlite3.connect(copy, isolation_level=None)
    raw.text_factory = _text
    raw.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, LONGEST_VALUE)
    raw.set_progress_handler(lambda: time.monotonic() > until, _STEPS)
    try:
        raw.execute("PRAGMA trusted_schema=OFF")
        raw.execute("PRAGMA cell_size_check=ON")
        # One line of the list of tables that makes no sense is no reason to drop the others.
        raw.execute("PRAGMA writable_schema=ON")
        raw.execute("PRAGMA query_only=ON")
        if raw.execute("SELECT 1 FROM sqlite_master WHERE type = 'table' LIMIT 1").fetchone():
            return raw
    except sqlite3.Error:
        pass
    raw.close()
    return None


def _roots(raw: sqlite3.Connection) -> Roots:
    """Where the tables begin that are still listed."""
    found: Roots = {}
    with contextlib.suppress(sqlite3.Error):
        for name, root in raw.execute(
            "SELECT name, rootpage FROM sqlite_master WHERE type = 'table' "
            "AND sql NOT LIKE 'CREATE VIRTUAL%' AND rootpage > 1 ORDER BY rowid"
        ):
            if isinstance(root, int):
                found[name] = root
    return found


def _lists_all(raw: sqlite3.Connection, roots: Roots) -> bool:
    """Whether every table is listed once, with as many columns as it has; older ones have less."""
    try:
        if 0 < raw.execute("PRAGMA user_version").fetchone()[0] < stored.VERSION:
            return True
        counts = [len(raw.execute(f'PRAGMA table_info("{name}")').fetchall()) for name in tables()]
    except sqlite3.Error:
        return False
    listed = all(name in roots for name in tables()) and len(set(roots.values())) == len(roots)
    return listed and counts == [len(columns_of(name)) for name in tables()]


def _text(value: bytes) -> str:
    return value.decode("utf-8", "surrogateescape")


def _page_size(path: Path) -> int:
    with path.open("rb") as file:
        head = file.read(100)
    size = int.from_bytes(head[16:18], "big")
    size = 65536 if size == 1 else size
    return size if size in (2**n for n in range(9, 17)) else PAGE


def _mend_head(path: Path, page: int, *, logged: bool) -> None:
    """Write the first bytes of a copy as every plan file has them, with as many pages as it has."""
    with path.open("r+b") as file:
        size = file.seek(0, 2)
        if size < page:
            raise Unsalvageable("it holds less than one page")
        # Of half a page nobody knows which half of its rows it was.
        size -= size % page
        file.truncate(size)
        file.seek(0)
        head = bytearray(file.read(100))
        head[0:16] = MAGIC
        head[16:18] = (page if page < 65536 else 1).to_bytes(2, "big")
        head[18:20] = b"\x02\x02" if logged else b"\x01\x01"
        head[20:24] = bytes((0, 64, 32, 32))
        head[28:32] = (size // page).to_bytes(4, "big")
        head[32:40] = bytes(8)  # nothing is written, so nobody needs to know which pages are free
        head[44:48] = (4).to_bytes(4, "big")
        head[52:56] = head[64:68] = bytes(4)
        head[56:60] = (1).to_bytes(4, "big")
        head[92:96] = head[24:28]
        file.seek(0)
        file.write(head)


class Damaged:
    """The readable part of a damaged plan file."""

    def __init__(self, raw: sqlite3.Connection, until: float, *, relisted: bool) -> None:
        """Use `opened_copy`."""
        self._raw, self._until = raw, until
        self._text = 0
        self._roots = _roots(raw)
        self.relisted = relisted
        """Whether its list of tables was destroyed, and that of a new plan stands for it."""

    @property
    def version(self) -> int:
        """What it says its version is."""
        return int(self._raw.execute("PRAGMA user_version").fetchone()[0])

    def has(self, table: str) -> bool:
        """Whether the list of tables has it."""
        return table in self._roots

    def ends(self, name: str, *, older: bool) -> Table:
        """A table read from both ends, with at most one gap between.

        Args:
            name: Which.
            older: Whether the file is of an older version, which may have fewer columns.

        Raises:
            TimeUp: it took too long.
        """
        table = Table(name)
        root = self._roots.get(name)
        if root is None:
            table.lost = "it is not in the list of tables any more"
        elif list(self._roots.values()).count(root) > 1:
            table.lost = "another table claims the same pages"
        if table.lost:
            return table
        try:
            there = [row[1] for row in self._raw.execute(f'PRAGMA table_info("{name}")')]
        except sqlite3.Error:
            there = []
        wanted = [column.name for column in columns_of(name)]
        # A letter of a name may be damaged as well: as many columns are those, in their order.
        table.columns = tuple(c for c in wanted if c in there or len(there) == len(wanted))
        positional = len(there) == len(wanted)
        table.select = "*" if positional else ", ".join(f'"{name}"' for name in table.columns)
        if not (older or positional) or "id" not in table.columns:
            table.lost = "its columns can't be told"
            return table
        last, whole = self._scan(table, _FIRST, _LAST)
        if not whole:
            low = _FIRST if last is None else last + 1
            first, _ = self._scan(table, low, _LAST, down=True)
            high = _LAST if first is None else first - 1
            if low <= high:
                table.gaps.append((low, high))
        return table

    def narrow(self, table: Table, highest: int) -> None:
        """Read what is between the ends, halving what can't be read; the gaps become small.

        Args:
            table: From `ends`.
            highest: The largest row number that anything else speaks of; 0 for none.

        Raises:
            TimeUp: it took too long.
        """
        if not table.gaps:
            return
        first, last = table.gaps[0]
        known = max([highest, *table.rows])
        end = min(last, max(known * 2, known + 100)) if last == _LAST else last
        waiting: deque[Gap] = deque([(max(first, 1), end)])
        probes = 0
        while waiting and probes < MOST_PROBES:
            low, high = waiting.popleft()
            probes += 2
            reached, whole = self._scan(table, low, high)
            low = low if reached is None else reached + 1
            if whole or low > high:
                continue
            reached, whole = self._scan(table, low, high, down=True)
            high = high if reached is None else reached - 1
            if whole or low >= high:
                continue
            middle = (low + high) // 2
            waiting += [(low, middle), (middle + 1, high)]
        # A page that is wrong may also hide rows without an error, so whatever of the gap was not
        # read may have been there.
        table.gaps = list(_between(max(first, 1), last, table.rows))
        if not table.rows:
            table.lost = "none of its pages can be read"

    def _scan(
        self, table: Table, low: int, high: int, *, down: bool = False
    ) -> tuple[int | None, bool]:
        """Read rows in order until the end or the damage: the last one, and whether it was the
        end."""
        last: int | None = None
        # Those in the file may be no text at all.
        names = ", ".join(f"c{number}" for number in range(len(table.columns) + 1))
        try:
            for values in self._raw.execute(
                f"WITH found({names}) AS (SELECT rowid, {table.select} FROM "
                f'"{table.name}" NOT INDEXED WHERE rowid BETWEEN ? AND ? '
                f"ORDER BY rowid {'DESC' if down else 'ASC'}) SELECT * FROM found",
                (low, high),
            ):
                key = values[0]
                ahead = last is None or (key < last if down else key > last)
                if not (isinstance(key, int) and low <= key <= high and ahead):
                    return last, False
                if len(table.rows) >= MOST_ROWS:
                    raise TimeUp(f"it holds more than {MOST_ROWS:,} rows in a table")
                self._text += sum(len(one) for one in values if isinstance(one, (str, bytes)))
                if self._text > MOST_TEXT:
                    raise TimeUp(f"it holds more than {MOST_TEXT // 2**20} MB of text")
                table.rows[key] = values[1:]
                last = key
        except (sqlite3.Error, OverflowError, UnicodeError):
            if time.monotonic() > self._until:
                raise TimeUp("reading it took too long") from None
            return last, False
        return last, True

    def count(self, name: str) -> int | None:
        """How many rows a table has; None where they can't be counted."""
        try:
            found = self._raw.execute(f'SELECT count(*) FROM "{name}" NOT INDEXED').fetchone()
            return int(found[0])
        except sqlite3.Error:
            return None


def _between(first: int, last: int, rows: Iterable[int]) -> Iterator[Gap]:
    """The numbers from first to last that no row has."""
    for row in sorted(row for row in rows if first <= row <= last):
        if first < row:
            yield first, row - 1
        first = row + 1
    if first <= last:
        yield first, last
