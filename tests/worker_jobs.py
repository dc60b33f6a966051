"""Jobs for tests of the child process: slow ones, failing ones, and ones that tell on it."""

from __future__ import annotations

import os
import sys
import time
from dataclasses import dataclass
from pathlib import Path

from teamtide.capacity.inputs import Inputs
from teamtide.workers.work import CannotBeWorkedOut, Partial, Progress, Steps, Work

HEAVY = ("PySide6", "sqlmodel", "sqlalchemy", "typer", "openpyxl", "pyqtgraph", "teamtide.plan")


@dataclass(frozen=True)
class Holder:
    """Something that holds a plan."""

    inputs: Inputs


def echo(_work: Work, thing: object) -> Steps:
    """Give back what was sent."""
    yield Progress(0, 1)
    return thing


def imported(_work: Work) -> Steps:
    """Which heavy modules are there."""
    yield Progress(0, 1)
    return [name for name in HEAVY if name in sys.modules]


def pid(_work: Work) -> Steps:
    """Which process this is, and how nice."""
    yield Progress(0, 1)
    return os.getpid(), os.nice(0) if hasattr(os, "nice") else None


def count(work: Work, slices: int, mark: str) -> Steps:
    """Many short slices; leaves a file behind if it came to its end."""
    for number in range(slices):
        time.sleep(0.005)
        yield Partial(number)
        yield Progress(number + 1, slices)
    Path(mark).write_text("done", encoding="utf-8")
    return slices


def endless(work: Work, mark: str) -> Steps:
    """One slice that lasts as long as nobody takes the ask back, and says when it began."""
    Path(mark).write_text(str(os.getpid()), encoding="utf-8")
    while not work.cancelled():
        sum(range(1000))
    Path(mark).write_text("taken back", encoding="utf-8")
    yield Progress(0, 1)
    return None


def die(_work: Work, mark: str, times: int) -> Steps:
    """End the process without a word, the first so many times."""
    yield Progress(0, 1)
    path = Path(mark)
    died = len(path.read_text(encoding="utf-8")) if path.exists() else 0
    if died < times:
        path.write_text("x" * (died + 1), encoding="utf-8")
        os._exit(9)
    return died


def broken(_work: Work, name: str) -> Steps:
    """A fault of ours."""
    yield Progress(0, 1)
    raise KeyError(name)


def refused(_work: Work) -> Steps:
    """No fault of ours."""
    yield Progress(0, 1)
    raise CannotBeWorkedOut("Nothing to compare: both scenarios are the same; choose another.")


def chatty(_work: Work) -> Steps:
    """Prints, where frames go, and to the log, more than a pipe holds."""
    print("this is no frame")
    print("x" * 300_000, file=sys.stderr)
    yield Progress(0, 1)
    return "said"


def used(work: Work, inputs: Inputs) -> Steps:
    """Days used by every team."""
    yield Progress(0, 1)
    return [team.used for team in work.load(inputs).teams]


def shared(_work: Work, one: Inputs, other: Inputs) -> Steps:
    """How many people and chunks of two plans are the same objects here."""
    yield Progress(0, 1)
    people = sum(a is b for a, b in zip(one.people, other.people, strict=False))
    return people, sum(a is b for a, b in zip(one.chunks, other.chunks, strict=False)), other
