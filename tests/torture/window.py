"""The real window on a large plan, for tens of thousands of commands: it must not grow old.

After a while at the window its memory, the time a command takes, and whatever it made (widgets,
objects, child processes, threads, open and temporary files) are as they were, apart from what the
plan itself and its history need. Memory and time are held against those after the first commands,
when everything has been loaded; what is left is counted with everything put away, at the beginning
and the end of each time a plan is open, and with no plan open at all.
"""

from __future__ import annotations

import logging
import os
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median
from types import TracebackType

from PySide6.QtCore import QSize

from teamtide.plan.commands import edit_plan
from teamtide.plan.document import Document
from teamtide.ui.application import make_application
from tests.bench.plans import seeded_state
from tests.torture import counting
from tests.torture.chance import Chance
from tests.torture.failing import Failed, Say
from tests.torture.sitting import Sitting

FIRST = 2000
"""Commands after which memory and time are what later ones are held against."""
WINDOW = 500
"""Commands whose median is one figure of time."""
EACH_LIFE = 4000
"""Commands after which the plan is closed and opened again."""
MADE_LATE = 3
"""Objects of a class that Qt makes when a label first has a text, say, and keeps."""
MOST_GROWTH = 0.2
MOST_SLOWING = 1.5
PEOPLE = 2000
SAMPLES = 50
SMALL = 0.1
"""Plans of a smaller part of the people have fewer teams and weeks, too, and a smaller window."""


@dataclass
class Found:
    """What a torture of the window came to. Times are milliseconds of this process's computing."""

    did: Counter[str] = field(default_factory=Counter)
    refused: int = 0
    memory: dict[int, float] = field(default_factory=dict)
    """MB by how many commands were done."""
    helpers: dict[int, float] = field(default_factory=dict)
    """The same, of the child processes."""
    medians: dict[int, float] = field(default_factory=dict)
    """The median time of `WINDOW` commands by how many were done at its end."""
    by_kind: dict[str, list[tuple[int, float]]] = field(default_factory=dict)
    counts: str = ""

    def __str__(self) -> str:
        """What it came to, in a line."""
        sizes = list(self.memory.values())
        return (
            f"{self.did.total():,} commands ({self.refused} refused); memory {sizes[0]:.0f} MB at "
            f"first, then at most {max(sizes):.0f} and {sizes[-1]:.0f} MB at the end "
            f"({self.growth:+.0%}); times {self.slowing:.2f} × at most; {self.counts}; "
            + ", ".join(f"{what} {many}" for what, many in self.did.most_common())
        )

    @property
    def growth(self) -> float:
        """Of memory after the first commands, as a part of what it was then."""
        first, *later = self.memory.values()
        return max(later, default=first) / first - 1 if first else 0.0

    @property
    def slowing(self) -> float:
        """The slowest window after the first commands, as a multiple of the first of them."""
        found = [took for done, took in self.medians.items() if done > FIRST]
        return max(found) / found[0] if found else 1.0


def torture(
    commands: int, seed: int, say: Say, *, people: int = PEOPLE, timed: bool = True
) -> Found:
    """Do `commands` at a window on a plan of so many people.

    Raises:
        Failed: something grew, slowed down, was left behind or raised.
    """
    found = Found()
    with tempfile.TemporaryDirectory(prefix="window-") as folder, _world(Path(folder)) as fell:
        done = [0]
        try:
            _torture(commands, seed, say, people, Path(folder), found, fell, done)
            hold(found, timed=timed)
        except Exception as failed:
            raise Failed(
                f"Command {done[0]} of seed {seed}: {failed!r}. To see it again: "
                f"python -m tests.torture window --seed {seed} --commands {commands} "
                f"--people {people}"
            ) from failed
    return found


def _torture(
    commands: int,
    seed: int,
    say: Say,
    people: int,
    folder: Path,
    found: Found,
    fell: list[str],
    done: list[int],
) -> None:
    app = make_application([])
    path = folder / "plans" / "large.teamtide"
    path.parent.mkdir()
    part = people / PEOPLE
    plan = seeded_state(
        people=people,
        teams=12 if part > SMALL else 2,
        groups=15 if part > SMALL else 3,
        projects=int(500 * part),
        chunks=int(2000 * part),
        services=30 if part > SMALL else 3,
        weeks=104 if part > SMALL else 26,
    )
    # The helpers' time is not what is measured: fewer runs of luck than usual will do.
    plan = plan.apply(edit_plan(plan, samples=SAMPLES if part > SMALL else 10))
    Document.create(path, plan).close()
    del plan
    first = min(FIRST, commands * 2 // 5)
    # Once everything was loaded and shown, there is what there is to be at any later time.
    size = QSize(1440, 900) if part > SMALL else QSize(900, 600)
    sitting = Sitting(app, path, Chance(seed), size)
    sitting.open()
    sitting.look_at_everything()
    sitting.export()
    sitting.come_to_rest()
    sitting.close()
    nothing_open = _Left.now(sitting)
    took: list[float] = []
    while done[0] < commands:
        sitting.open()
        sitting.look_at_everything()
        sitting.come_to_rest()
        begun = counting.below(sitting.window)
        for _ in range(min(EACH_LIFE, commands - done[0])):
            before = time.process_time()
            sitting.step()
            spent = (time.process_time() - before) * 1000
            took.append(spent)
            done[0] += 1
            found.by_kind.setdefault(sitting.last, []).append((done[0], spent))
            if fell:
                raise Failed(f"in {sitting.last}: {fell[0]}")
            if done[0] % WINDOW == 0:
                found.medians[done[0]] = median(took)
                took.clear()
            if done[0] == first or (done[0] > first and done[0] % 1000 == 0):
                _look(sitting, found, done[0], say)
        sitting.come_to_rest()
        found.memory[done[0]] = counting.memory()
        _same("at the end of a plan", counting.below(sitting.window), begun, MADE_LATE)
        state = sitting.session.state
        wrong = sitting.session.document.problems()
        if wrong:
            raise Failed(f"the file is damaged: {wrong}")
        sitting.close()
        _Left.now(sitting).hold_against(nothing_open)
        with _opened(path) as again:
            if again.state != state:
                raise Failed("the file does not hold what was on screen")
        del state
    found.did, found.refused = sitting.did, sitting.refused
    found.counts = str(nothing_open)
    sitting.leave()
    left = counting.children()
    if left:
        raise Failed(f"child processes are left: {sorted(left)}")
    files = [one.name for one in (*path.parent.iterdir(), *(folder / "tmp").iterdir())]
    if files != [path.name]:
        raise Failed(f"files are left: {files}")


def _look(sitting: Sitting, found: Found, done: int, say: Say) -> None:
    sitting.come_to_rest()
    found.memory[done] = counting.memory()
    found.helpers[done] = counting.children_memory()
    took = next(reversed(found.medians.values()), 0.0)
    steps = len(sitting.session.document.steps)
    say(
        f"  {done:,} commands: {found.memory[done]:.0f} MB, helpers {found.helpers[done]:.0f} MB, "
        f"{took:.1f} ms a command, {steps:,} steps of history, "
        f"{counting.below(sitting.window).total():,} objects, "
        f"{len(counting.children())} processes, {counting.threads()[1]} threads"
    )


@dataclass(frozen=True)
class _Left:
    """What there is where no plan is open."""

    below: Counter[str]
    ours: Counter[str]
    children: int
    threads: tuple[int, int]
    files: Counter[str]

    @staticmethod
    def now(sitting: Sitting) -> _Left:
        sitting.settle()
        return _Left(
            counting.below(sitting.window),
            counting.ours(),
            len(counting.children()),
            counting.threads(),
            counting.open_files(),
        )

    def hold_against(self, before: _Left) -> None:
        _same("with no plan open", self.below, before.below)
        _same("of our own with no plan open", self.ours, before.ours)
        _same("open", self.files, before.files)
        if self.children or self.threads[0] > 1 or self.threads[1] > before.threads[1]:
            raise Failed(
                f"{self.children} child processes and {self.threads} threads are left with no "
                f"plan open, and were {before.children} and {before.threads}"
            )

    def __str__(self) -> str:
        return (
            f"{self.below.total()} objects, {self.children} child processes, "
            f"{self.threads[1]} threads and {self.files.total()} open files with no plan open"
        )


def _same(where: str, now: Counter[str], before: Counter[str], spare: int = 0) -> None:
    found = counting.more(now, before)
    more = {name: many for name, many in found.items() if many > spare}
    if more:
        raise Failed(f"{where} there are more than before: {more}")


def hold(found: Found, *, timed: bool) -> None:
    """Hold memory and, if `timed`, times against what they may be.

    Raises:
        Failed: they are more.
    """
    if found.growth > MOST_GROWTH:
        raise Failed(f"memory grew by {found.growth:.0%}: {_rounded(found.memory)}")
    if timed and found.slowing > MOST_SLOWING:
        raise Failed(f"commands became {found.slowing:.2f} × slower: {_rounded(found.medians)}")


def _rounded(found: dict[int, float]) -> dict[int, float]:
    return {done: round(many, 1) for done, many in found.items()}


@contextmanager
def _opened(path: Path) -> Iterator[Document]:
    document = Document.open(path, read_only=True)
    try:
        yield document
    finally:
        document.close()


@contextmanager
def _world(folder: Path) -> Iterator[list[str]]:
    """Data and temporary files in a folder; what is raised where nobody takes it, in a list."""
    fell: list[str] = []
    before = {name: os.environ.get(name) for name in ("TEAMTIDE_DATA", "TMPDIR")}
    for name, place in (("TEAMTIDE_DATA", "data"), ("TMPDIR", "tmp")):
        (folder / place).mkdir()
        os.environ[name] = str(folder / place)
    kept, tempfile.tempdir = tempfile.tempdir, None
    hook, log = sys.excepthook, _Errors(fell)

    def heard(kind: type[BaseException], what: BaseException, at: TracebackType | None) -> None:
        hook(kind, what, at)
        fell.append(repr(what))

    sys.excepthook = heard
    logging.getLogger("teamtide").addHandler(log)
    try:
        yield fell
    finally:
        logging.getLogger("teamtide").removeHandler(log)
        sys.excepthook = hook
        tempfile.tempdir = kept
        for name, value in before.items():
            if value is None:
                del os.environ[name]
            else:
                os.environ[name] = value


class _Errors(logging.Handler):
    """What the program says went wrong."""

    def __init__(self, fell: list[str]) -> None:
        super().__init__(logging.WARNING)
        self._fell = fell

    def emit(self, record: logging.LogRecord) -> None:
        self._fell.append(record.getMessage())
