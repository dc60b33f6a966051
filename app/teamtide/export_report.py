"""What `teamtide export` does: work out, leave names out where asked, write, and say so."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

from teamtide.answers import CouldNot, create, opened
from teamtide.exchange.discreet.plans import Discreet, discreet
from teamtide.exchange.replacing import make_sure
from teamtide.exchange.workbooks.findings import Findings, Hinged, readings_of
from teamtide.exchange.workbooks.workbook import Unwritable, export_workbook
from teamtide.plan.inputs import inputs_of
from teamtide.plan.rows import Scenario, ScenarioId
from teamtide.plan.sealed.keys import all_at_hand, held, passing_key
from teamtide.plan.state import State

if TYPE_CHECKING:
    from teamtide.plan.document import Document

HIRES_SECONDS = 5.0
"""How long the search for hires may take: a large plan's takes minutes, and the file waits."""
HINGES_SECONDS = 15.0
"""How long to search for what choices hinge on, unless another time is asked for."""
PROGRESS = "progress "
"""What a line of progress begins with, for the window that waits."""

Tell = Callable[[float], None]


@dataclass(frozen=True, slots=True)
class Wanted:
    """What an export is to be.

    Args:
        scenarios: Which scenarios, Today besides; none given is all.
        discreet: Codes for people.
        key: Where to write who is who; nowhere where None.
        csv: A folder of text tables rather than a workbook.
        seconds: How long to search for what choices hinge on; 0 leaves it out.
    """

    scenarios: tuple[ScenarioId, ...] = ()
    discreet: bool = False
    key: Path | None = None
    csv: bool = False
    seconds: float = HINGES_SECONDS


def export_plan(
    state: State, out: Path, wanted: Wanted, tell: Tell = lambda _: None
) -> dict[str, Any]:
    """Write a plan to a workbook, or to a folder of text tables.

    Args:
        state: The plan.
        out: Where to.
        wanted: What it is to be.
        tell: Told the part that is done, 0 to 1.

    Returns:
        What was written, as `--json` prints it.

    Raises:
        CouldNot: it can't be written, or its name gives somebody away.
    """
    written: dict[str, Any] = {"file": str(out)}
    hidden = discreet(state) if wanted.discreet else None
    if hidden is not None:
        refuse_names(out, hidden)
        state = hidden.state
    state = only(state, wanted.scenarios)
    try:
        for path in (None if wanted.csv else out, wanted.key):
            if path is not None:
                make_sure(path)
        findings, loads = _worked_out(state, wanted, lambda part: tell(part * 0.7))
        if wanted.csv:
            from teamtide.exchange.csv_folder import export_folder

            names = export_folder(
                state, loads, out, findings=findings, progress=lambda part: tell(0.7 + part * 0.3)
            )
            written["files"] = list(names)
        else:
            export_workbook(
                state, loads, out, findings=findings, progress=lambda part: tell(0.7 + part * 0.3)
            )
        if hidden is not None and wanted.key is not None:
            from teamtide.exchange.discreet.key import write_key

            write_key(hidden.key, wanted.key)
            written["key"] = str(wanted.key)
    except Unwritable as error:
        raise CouldNot(str(error)) from error
    return written


def refuse_names(out: Path, hidden: Discreet) -> None:
    """Pass where the name of a file gives nobody away.

    Raises:
        CouldNot: it names somebody of the plan.
    """
    if hidden.hide(out.stem) != out.stem:
        better = hidden.hide(out.stem)
        raise CouldNot(
            f"The name {out.name} gives somebody of the plan away. Choose another, such as "
            f"{better}{out.suffix}."
        )


@contextmanager
def without_names_opened(state: State, out: Path) -> Iterator[Document]:
    """A plan with codes for people as a document, kept in a folder that goes at the end.

    Args:
        state: The plan.
        out: The file that is to be made of it.

    Raises:
        CouldNot: the name of that file gives somebody away.
    """
    hidden = discreet(state)
    refuse_names(out, hidden)
    # What of a plan that is encrypted goes to the disk is encrypted.
    key = passing_key() if all_at_hand() else None
    with TemporaryDirectory() as folder, nullcontext() if key is None else held(key):
        path = Path(folder) / "plan.teamtide"
        create(path, hidden.state, key=key)
        with opened(path) as document:
            yield document


def only(state: State, scenarios: Sequence[ScenarioId]) -> State:
    """A plan with some of its scenarios; Today stays, being what options are changes to."""
    from teamtide.plan.options import remove_scenario

    if not scenarios:
        return state
    for row in state.rows(Scenario):
        if row.id not in scenarios and row.id != state.today:
            state = state.apply(remove_scenario(state, row.id))
    return state


def _worked_out(state: State, wanted: Wanted, tell: Tell) -> tuple[Findings, dict[ScenarioId, Any]]:
    from teamtide.capacity.engine import compute

    loads = {}
    scenarios = state.rows(Scenario)
    for done, row in enumerate(scenarios, 1):
        loads[row.id] = compute(inputs_of(state, row.id))
        tell(0.1 * done / len(scenarios))
    readings = readings_of(
        state, loads, seconds=HIRES_SECONDS, tell=lambda part: tell(0.1 + 0.3 * part)
    )
    if not wanted.seconds or len(scenarios) < 2:
        return Findings(readings), loads
    from teamtide.advise.hinged import told_of
    from teamtide.plan.summary import BY_KEY

    found = told_of(
        state,
        [row.id for row in scenarios],
        {one: load.inputs for one, load in loads.items()},
        seconds=wanted.seconds,
        tell=lambda part: tell(0.4 + 0.6 * part),
    )
    hinges = tuple(
        Hinged(one.option, BY_KEY[one.measure].label, one.now, one.flips) for one in found
    )
    if all(one.whole for one in found):
        note = "Every assumption was moved over its usual range, all others as the plan has them."
    else:
        note = (
            "Not searched to the end: an export gives it a set time. “somewhere” is where only the "
            "ends of a range were tried. What it hinges on, in the window, has the rest."
        )
    return Findings(readings, hinges, note), loads


def progress_lines() -> Tell:
    """Lines that say how far it is, on stderr, for another program to read."""
    last = -1

    def tell(part: float) -> None:
        nonlocal last
        percent = int(100 * part)
        if percent > last:
            last = percent
            print(f"{PROGRESS}{percent}", file=sys.stderr, flush=True)

    return tell
