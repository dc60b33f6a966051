"""What a passphrase costs: commits of an encrypted plan beside those of a plain one, in turn.

The folder is searched for the names of all people afterwards, the plain plan being the proof that
the search finds them.
"""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable
from datetime import timedelta
from functools import partial
from pathlib import Path

from teamtide.plan.document import Document
from teamtide.plan.placing import move_people
from teamtide.plan.rows import Person, PersonId, TeamId
from teamtide.plan.sealed.keys import Key, held, key_of, new_key
from teamtide.ui.application import make_application
from teamtide.ui.main_window import MainWindow
from tests.bench import board
from tests.bench.measure import Report
from tests.bench.plans import OPTION, START, seeded_state

COMMITS = 200


def measure(report: Report, scratch: Path) -> None:
    """Commits, opening and closing on the large plan, then drops in the real window."""
    report.title("A passphrase, 2,000 people")
    state = seeded_state()
    begin = time.perf_counter()
    key = new_key("four short words").hold()
    report.value("a passphrase made a key", f"{(time.perf_counter() - begin) * 1000:.0f} ms")
    folder = scratch / "sealing"
    folder.mkdir()
    plain = Document.create(folder / "plain.teamtide", state)
    sealed = Document.create(folder / "sealed.teamtide", state, key=key)
    times: dict[str, list[float]] = {"plain": [], "encrypted": []}
    for number in range(COMMITS):
        for name, document in (("plain", plain), ("encrypted", sealed)):
            there = TeamId(1 + number // 12 % 2)
            change = move_people(
                document.state,
                scenario=OPTION,
                people=[PersonId(12 * (number % 12) + 12)],
                source=there,
                target=TeamId(3 - there),
                as_of=START + timedelta(days=70 + number // 24),
            )
            document.preview(change)
            times[name].append(_took(partial(document.apply, change)))
    p95 = {name: report.times(f"commit, {name}", found) for name, found in times.items()}
    p50 = {name: statistics.median(found) for name, found in times.items()}
    ratios = (
        f"p50 {p50['encrypted'] / p50['plain']:.2f} ×, p95 {p95['encrypted'] / p95['plain']:.2f} ×"
    )
    report.value("commit, encrypted against plain", ratios)
    names = [row.name.encode() for row in state.rows(Person)]
    for file in sorted(folder.iterdir()):
        content = file.read_bytes()
        found = sum(name in content for name in names)
        report.value(f"  names of people in {file.name}", f"{found:,} of {len(names):,}")
    for name, document in (("plain", plain), ("encrypted", sealed)):
        report.value(f"closing, {name}", f"{_took(document.close):.0f} ms")
    for name in ("plain", "sealed"):
        opening = partial(_opened_and_closed, folder / f"{name}.teamtide")
        report.times(f"opened to read, {name}", [_took(opening) for _ in range(9)])
    _drops(report, folder, key)
    key.release()


def _drops(report: Report, folder: Path, key: Key) -> None:
    app = make_application([])
    found = {}
    for name in ("plain", "sealed"):
        window = MainWindow()
        window.resize(1440, 900)
        window.show()
        with held(key_of("four short words", key.lock, name)):
            window.open_plan(folder / f"{name}.teamtide")
        board._come_to_rest(app)
        assert window.background is not None
        window.background.close()
        found[name] = board._run(
            report, app, window, f"drag → committed, painted; {name}", parts=True
        )
        window.close()
        window.deleteLater()
        board._settle(app)
    report.value("drag, encrypted against plain (p95)", f"{found['sealed'] / found['plain']:.2f} ×")


def _took(act: Callable[[], object]) -> float:
    begin = time.perf_counter()
    act()
    return (time.perf_counter() - begin) * 1000


def _opened_and_closed(path: Path) -> None:
    Document.open(path, read_only=True).close()
