"""Kills: a program that works on a plan is ended at any moment, and the file says all it promised.

Each program is forked from this one, which has imported everything, so a kill costs milliseconds.
Half of them end after a random time; the other half, where the system lets a parent trace its
child (Linux), before a random one of its system calls, which lands inside commits, checkpoints,
changes of the journal's mode, creation, copies, renames and migrations as often as between them.
What a kill leaves is looked at in a copy, and the next program goes on with it as it is.
"""

from __future__ import annotations

import ctypes
import gc
import math
import os
import random
import shutil
import signal
import sys
import tempfile
import time
import traceback
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from tests.torture.chance import Chance
from tests.torture.failing import Failed, Say
from tests.torture.life import PLAN, Life, Told, World, older_plans
from tests.torture.looking import Looking, look_at_lock

KILLS_OF_ONE_FOLDER = 12
"""After so many, a new folder, so that beginnings are tortured too."""
_DONE, _FELL = "done\n", "fell\n"
_STEPS = 8
_SECONDS = (0.0001, 0.05)
_CALLS = (1, 250)
"""How many steps a program has, and how long from the beginning of the last; short and long as
often. Most steps take a thousandth of a second and fifty system calls, a new plan forty times that.
"""


@dataclass(frozen=True, slots=True)
class Killing:
    """When a program ends: some seconds after a step began, or before one of its system calls."""

    steps: int
    seconds: float = 0.0
    calls: int = 0


class _Pipe(Told):
    """Tells the one that will kill us, and lets it count our calls once it wants to."""

    def __init__(self, end: int, killing: Killing) -> None:
        self._end, self._killing, self._begun = end, killing, 0

    def doing(self, what: str, then: World) -> None:
        self._write(f"{what}\t{then.to_json()}\n")
        if self._begun == self._killing.steps and self._killing.calls:
            _trace_me()
        self._begun += 1

    def done(self) -> None:
        self._write(_DONE)

    def fell(self) -> None:
        """An error nobody expected."""
        self._write(_FELL)

    def _write(self, line: str) -> None:
        content = line.encode()
        while content:
            content = content[os.write(self._end, content) :]


def torture(kills: int, seed: int, say: Say) -> Counter[str]:
    """Kill so many programs; what each was doing when it died, counted.

    Raises:
        Failed: a promise was broken. The text says how to see it again, and the folder is kept.
    """
    struck: Counter[str] = Counter()
    # Nothing has to reach a disk for a kill; where there is a folder in memory, it is quicker.
    memory = Path("/dev/shm")
    base = Path(tempfile.mkdtemp(dir=memory if memory.is_dir() else None, prefix="teamtide-kills-"))
    os.environ["TEAMTIDE_DATA"] = str(base / "data")
    _import_everything(base / "warm")
    folder = Path(tempfile.mkdtemp(dir=base))
    world = World(None, older_plans(folder))
    looking = Looking()
    gc.collect()
    gc.freeze()  # so that a fork copies no page only to count references
    for number in range(kills):
        if number and number % KILLS_OF_ONE_FOLDER == 0:
            shutil.rmtree(folder)
            folder = Path(tempfile.mkdtemp(dir=base))
            world = World(None, older_plans(folder))
        chance = Chance(f"{seed}/{number}")
        killing = _killing(chance)
        told = _one(folder, world, chance, killing)
        allowed, doing = _allowed(world, told)
        struck[doing] += 1
        try:
            if told[-1:] == [_FELL]:
                raise Failed("the program fell over before it was killed; see its traceback above")
            look_at_lock(folder / PLAN)
            seen = base / "seen"
            shutil.copytree(folder, seen)
            world = looking.at(seen, allowed)
        except Exception as failed:  # what does not even fail as it should is a find, too
            raise Failed(
                f"Kill {number} of seed {seed} ({killing}, while it was to {doing}): {failed!r}. "
                f"The folder as it was left is {folder}; to see it again: "
                f"python -m tests.torture kills --seed {seed} --kills {number + 1}"
            ) from failed
        shutil.rmtree(seen)
        if (number + 1) % 500 == 0:
            say(f"  {number + 1} kills")
    shutil.rmtree(base)
    return struck


def _import_everything(folder: Path) -> None:
    """Live once through every step here, so that no child spends its life on imports."""
    folder.mkdir()
    life = Life(folder, World(None, older_plans(folder)), Chance(0), Told())
    life.begin()
    for step in life.steps():
        step()
    life.end()
    shutil.rmtree(folder)


def _killing(chance: random.Random) -> Killing:
    if chance.random() < 0.5 and _can_trace():
        return Killing(chance.randrange(_STEPS), calls=round(_any_size(chance, _CALLS)))
    return Killing(chance.randrange(_STEPS), seconds=_any_size(chance, _SECONDS))


def _any_size(chance: random.Random, ends: tuple[float, float]) -> float:
    return math.exp(chance.uniform(math.log(ends[0]), math.log(ends[1])))


def _one(folder: Path, world: World, chance: Chance, killing: Killing) -> list[str]:
    """Let a program work and kill it; the lines it told."""
    here, there = os.pipe()
    sys.stdout.flush()
    child = os.fork()
    if child == 0:
        os.close(here)
        _work(folder, world, chance, _Pipe(there, killing))
    os.close(there)
    with os.fdopen(here, "rb", buffering=0) as pipe:
        heard = bytearray()
        begun = 0
        while begun <= killing.steps and (piece := pipe.read(65536)):
            heard += piece
            begun = heard.count(b"\t")
        if killing.calls:
            _kill_before_call(child, killing.calls)
        else:
            time.sleep(killing.seconds)
            os.kill(child, signal.SIGKILL)
            os.waitpid(child, 0)
        while piece := pipe.read(65536):
            heard += piece
    lines = heard.decode(errors="replace").splitlines(keepends=True)
    return [line for line in lines if line.endswith("\n")]


def _work(folder: Path, world: World, chance: Chance, told: _Pipe) -> None:
    """The program that is killed; it never returns."""
    signal.alarm(60)  # nobody is left behind should the parent die first
    try:
        life = Life(folder, world, chance, told)
        life.begin()
        while True:
            life.step()
    except BaseException:
        traceback.print_exc()
        told.fell()
    finally:
        os._exit(3)


def _allowed(world: World, told: list[str]) -> tuple[list[World], str]:
    """The worlds the folder may be, acknowledged and under way, and what was under way."""
    under_way: World | None = None
    doing = "do nothing"
    for line in told:
        if line == _FELL:
            break
        if line == _DONE:
            assert under_way is not None
            world, under_way, doing = under_way, None, "go on"
        else:
            doing, _, then = line.partition("\t")
            under_way = World.from_json(then)
    return [world, *([] if under_way is None else [under_way])], doing


# --- killing --------------------------------------------------------------------------------


_TRACEME, _SYSCALL = 0, 24


@cache
def _the_call() -> Callable[[int, int, None, None], int]:
    call = ctypes.CDLL(None).ptrace
    call.argtypes = [ctypes.c_long, ctypes.c_long, ctypes.c_void_p, ctypes.c_void_p]
    call.restype = ctypes.c_long
    return call


def _ptrace(request: int, process: int) -> int:
    return _the_call()(request, process, None, None)


def _trace_me() -> None:
    if _ptrace(_TRACEME, 0) != 0:
        os._exit(4)
    os.kill(os.getpid(), signal.SIGSTOP)


@cache
def _can_trace() -> bool:
    """Whether a child can be stopped at each of its system calls."""
    if sys.platform != "linux":
        return False
    child = os.fork()
    if child == 0:
        _trace_me()
        os._exit(0)
    _, status = os.waitpid(child, 0)
    if not os.WIFSTOPPED(status):
        return False
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    return True


def _kill_before_call(child: int, calls: int) -> None:
    """Let a child make some system calls, and none of the next."""
    _, status = os.waitpid(child, 0)
    # Each call stops it twice: when it begins and when it is over.
    for _ in range(2 * calls - 1):
        if not os.WIFSTOPPED(status):
            return
        if _ptrace(_SYSCALL, child) != 0:
            break
        _, status = os.waitpid(child, 0)
    if os.WIFSTOPPED(status):
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
