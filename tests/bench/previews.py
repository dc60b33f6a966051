"""Previews of large rosters through the process that reads them, beside plain libraries.

The libraries read the same file in the same run, in this process, and do nothing with the cells;
a preview reads, finds the table, understands every cell, matches everybody and says what would
change. Warm means that the process runs already, as it does once a file chooser is open.
"""

from __future__ import annotations

import csv
import importlib
import random
import time
from collections.abc import Callable
from datetime import date, timedelta
from functools import partial
from pathlib import Path

from teamtide.exchange.books.sources import Pasted
from teamtide.exchange.importing import Import
from teamtide.exchange.rosters.choices import Choices
from teamtide.plan.fresh import blank
from teamtide.plan.state import State
from teamtide.workers.reader import ReaderProcess, processor_seconds
from tests.bench.measure import Report
from tests.bench.plans import START

WORKBOOK_ROWS = 20_000
TEXT_ROWS = 31_000
TIMES = 5
_HEADER = (
    *("Employee ID", "First Name", "Last Name", "E-mail", "Job Title", "Department", "Manager"),
    *("FTE", "Start Date", "End Date", "Location", "Cost centre", "Phone", "Grade", "Remarks"),
)
_MORE = ("Building", "Room", "Contract", "Badge", "Union")
_FIRST = ("Anna", "Jürgen", "María", "João", "Élodie", "Łukasz", "Søren", "Wei", "Sofía", "Zoë")
_TITLES = ["Software engineer", "Data scientist", "Clerk", "Nurse", "Platform engineer", "Analyst"]
_TOWNS = ["Köln", "Lisbon", "Paris", "Gdańsk", "Utrecht"]
Cells = list[object]


def rows(count: int, *, more: bool) -> list[Cells]:
    """A seeded roster: a header, and that many people of 15 or 20 columns."""
    chance = random.Random(count)
    found: list[Cells] = [[*_HEADER, *(_MORE if more else ())]]
    for number in range(count):
        day = date(2008, 1, 7) + timedelta(days=chance.randrange(6000))
        end = day + timedelta(days=9000) if chance.random() < 0.05 else None
        person: Cells = [
            f"{number:06}",
            chance.choice(_FIRST),
            f"Family{chance.randrange(count)}",
            f"person{number}@example.com",
            chance.choice(_TITLES),
            f"Department {number % 9}",
            f"Family{chance.randrange(400)}, {chance.choice(_FIRST)}",
            chance.choice((1, 1, 1, 0.8, 0.5)),
            day,
            end,
            chance.choice(_TOWNS),
            f"CC{chance.randrange(300)}",
            f"+49 221 {number:05}",
            chance.randrange(1, 15),
            "",
        ]
        if more:
            person += [f"B{number % 7}", str(number % 900), "permanent", f"{number:08}", "no"]
        found.append(person)
    return found


def measure(report: Report, scratch: Path) -> None:
    """A workbook of 20,000 rows, and a text of 31,000."""
    workbook = _workbook(scratch / "large.xlsx", rows(WORKBOOK_ROWS, more=False))
    text = _text(scratch / "large.csv", rows(TEXT_ROWS, more=True))
    report.title("Previews in the process that reads, from asking to what can be shown")
    ours = _ours(report, workbook, f"{WORKBOOK_ROWS:,}-row xlsx of 15 columns", "≤ 1 s")
    _theirs(
        report,
        ours,
        {
            "openpyxl, read only": lambda: _openpyxl(workbook, read_only=True),
            "openpyxl": lambda: _openpyxl(workbook, read_only=False),
            "pandas": lambda: _pandas("read_excel", workbook),
        },
    )
    ours = _ours(report, text, f"{TEXT_ROWS:,}-row csv of 20 columns", "≤ 2 s")
    _theirs(
        report,
        ours,
        {
            "Python's csv": lambda: _csv(text),
            "pandas": lambda: _pandas("read_csv", text),
        },
    )


def _workbook(path: Path, cells: list[Cells]) -> Path:
    import openpyxl

    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet("Staff")
    for row in cells:
        sheet.append(row)
    book.save(path)
    return path


def _text(path: Path, cells: list[Cells]) -> Path:
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(cells)
    return path


def _cold(path: Path, state: State) -> None:
    with ReaderProcess() as process:
        process.ask(path, state, None, START)


def _ours(report: Report, path: Path, name: str, aim: str) -> float:
    state = blank(name="Empty", start=START)
    cold = [_once(partial(_cold, path, state)) for _ in range(2)]
    process = ReaderProcess()
    try:
        warm, again, whole, worked, reads = [], [], [], [], []
        for _ in range(TIMES):
            # Another source in between, so that the file is read anew.
            process.ask(Pasted("Name,Team\nAna Lima,Ops\n"), state, None, START)
            before = processor_seconds(process.process_id) or 0.0
            read, shown, done = _shown(process, path, state, None)
            reads.append(read)
            worked.append(((processor_seconds(process.process_id) or 0.0) - before) * 1000)
            warm.append(shown)
            whole.append(done)
            choices = Choices(columns={"Location": ""})
            again.append(_shown(process, path, state, choices)[1])
        peak = _peak(process.process_id)
    finally:
        process.stop()
    report.times(name, warm, aim)
    report.times("  of it, reading the file", reads)
    report.times("  the same, with all its changes here", whole)
    if any(worked):
        report.times("  processor time of the process for it", worked)
    report.times("  asked again with another choice", again)
    report.times("  cold: process started, asked, all here, and ended", cold)
    report.value("  largest memory of the process", peak)
    return min(warm)


def _shown(
    process: ReaderProcess, path: Path, state: State, choices: Choices | None
) -> tuple[float, float, float]:
    """Milliseconds until the file is read, until it can be shown, and until all is here."""
    read: list[float] = []
    shown: list[float] = []
    begin = time.perf_counter()

    def so_far() -> float:
        return (time.perf_counter() - begin) * 1000

    def said(words: str) -> None:
        if words == "matching people":
            read.append(so_far())

    def found(_: Import) -> None:
        shown.append(so_far())

    process.ask(path, state, choices, START, said=said, found=found, seconds=60)
    return read[0], shown[0], so_far()


def _peak(process: int) -> str:
    status = Path(f"/proc/{process}/status")
    if not status.exists():
        return "only Linux says"
    lines = status.read_text(encoding="ascii", errors="replace").splitlines()
    kilobytes = next(int(line.split()[1]) for line in lines if line.startswith("VmHWM"))
    return f"{kilobytes / 1024:.0f} MB   (< 1,000 MB)"


def _theirs(report: Report, ours: float, ways: dict[str, Callable[[], object]]) -> None:
    for name, read in ways.items():
        try:
            took = min(_once(read), _once(read))
        except ImportError as missing:
            report.value(
                f"  {name}, reading the same file", f"not installed: pip install {missing.name}"
            )
            continue
        report.value(
            f"  {name}, reading the same file", f"{took:.0f} ms   ours is {ours / took:.2f} × that"
        )


def _once(act: Callable[[], object]) -> float:
    begin = time.perf_counter()
    act()
    return (time.perf_counter() - begin) * 1000


def _openpyxl(path: Path, *, read_only: bool) -> None:
    import openpyxl

    book = openpyxl.load_workbook(path, read_only=read_only, data_only=True)
    for _ in book.worksheets[0].iter_rows(values_only=True):
        pass
    book.close()


def _pandas(reader: str, path: Path) -> None:
    pandas = importlib.import_module("pandas")
    getattr(pandas, reader)(path, dtype=str)


def _csv(path: Path) -> None:
    with path.open(encoding="utf-8", newline="") as file:
        list(csv.reader(file))
