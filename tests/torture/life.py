"""The long life of a plan file, step by step, each announced before and acknowledged after.

A life goes on until somebody ends it. What is announced is what the file must say once the step is
done, so that whoever looks at the file afterwards knows both answers that are allowed.
"""

from __future__ import annotations

import hashlib
import json
import shutil
import tempfile
from collections.abc import Callable
from dataclasses import asdict, dataclass, field, fields, replace
from datetime import UTC, datetime, timedelta
from functools import cache, lru_cache
from pathlib import Path
from typing import Any, TypeVar

from teamtide.exchange.csv_folder import export_folder
from teamtide.exchange.importing import preview_import
from teamtide.exchange.workbooks.workbook import export_workbook
from teamtide.plan.changes import ChangeSet
from teamtide.plan.commands import edit_plan
from teamtide.plan.document import Document
from teamtide.plan.options import add_scenario, free_name
from teamtide.plan.parts import sync_folder
from teamtide.plan.promoting import make_today
from teamtide.plan.rows import Row, Scenario
from teamtide.plan.state import State
from teamtide.plan.stored import VERSION
from teamtide.plan.validation import Refused
from tests.examples import small_state
from tests.plan.full_plan import VERSIONS, full_state
from tests.torture.chance import Chance

T = TypeVar("T")

PLAN, COPY, OTHER, FRESH = (f"{name}.teamtide" for name in ("plan", "copy", "other", "fresh"))
BOOK, TABLES = "out.xlsx", "tables"
LONGEST = 12
"""Steps of history after which a plan is begun anew; undoing all of them is part of each look."""


def digest(state: State) -> str:
    """A short text that two states share only if they are equal."""
    rows = sorted(state.all_rows(), key=lambda row: (row.TABLE, row.id))
    return hashlib.blake2b(b"".join(map(_of_row, rows)), digest_size=12).hexdigest()


@lru_cache(maxsize=20_000)
def _of_row(row: Row) -> bytes:
    text = repr((row.TABLE, [_plain(getattr(row, one.name)) for one in fields(row)]))
    return hashlib.blake2b(text.encode(), digest_size=12).digest()


def _plain(value: Any) -> Any:
    """A value so that equal ones look equal: 12 and 12.0 are the same in a column."""
    return int(value) if isinstance(value, float) and value.is_integer() else value


@dataclass(frozen=True, slots=True)
class Plan:
    """What the file says: the states of its history by digest, how each came, and which it is at.

    `labels[n]` is the step from `states[n]` to `states[n + 1]`.
    """

    states: tuple[str, ...]
    labels: tuple[str, ...] = ()
    place: int = 0

    @property
    def now(self) -> str:
        """The state it is at."""
        return self.states[self.place]

    def after(self, label: str, state: str) -> Plan:
        """The same after a change; what could be redone can no longer be."""
        here = self.place
        return Plan((*self.states[: here + 1], state), (*self.labels[:here], label), here + 1)

    def moved(self, by: int) -> Plan:
        """The same after undo (-1) or redo (1)."""
        return replace(self, place=self.place + by)


@dataclass(frozen=True, slots=True)
class World:
    """What stands in the folder: the plan (None before there is one), and other plans by name."""

    plan: Plan | None = None
    others: dict[str, str] = field(default_factory=dict)

    def to_json(self) -> str:
        """As text, for a pipe."""
        return json.dumps(asdict(self))

    @staticmethod
    def from_json(text: str) -> World:
        """The same again."""
        found: dict[str, Any] = json.loads(text)
        plan = found["plan"]
        if plan is not None:
            plan = Plan(tuple(plan["states"]), tuple(plan["labels"]), plan["place"])
        return World(plan, found["others"])


def older_plans(folder: Path) -> dict[str, str]:
    """Plans of every older version, and what they say once they are brought up to date."""
    found = {}
    for version in range(1, VERSION):
        name = f"old-{version}.teamtide"
        shutil.copy(VERSIONS / f"v{version}.teamtide", folder / name)
        found[name] = _brought_up(version)
    return found


@cache
def _brought_up(version: int) -> str:
    with tempfile.TemporaryDirectory() as aside:
        document = Document.open(Path(shutil.copy(VERSIONS / f"v{version}.teamtide", aside)))
        document.close()
        return digest(document.state)


class Told:
    """Hears of each step. The base forgets; others write it to a pipe or a log."""

    def doing(self, what: str, then: World) -> None:
        """A step begins; `then` is how the folder stands once it is done."""

    def done(self) -> None:
        """The step's call has returned."""


class Life:
    """One program's time with the folder, from opening the plan until it is killed or leaves."""

    def __init__(self, folder: Path, world: World, chance: Chance, told: Told) -> None:
        self.folder, self.world, self.chance, self.told = folder, world, chance, told
        self._clock = datetime(2026, 1, 5, tzinfo=UTC)

    def _now(self) -> datetime:
        """A clock somebody keeps setting, back as well as forward."""
        self._clock += timedelta(seconds=self.chance.choice([1, 1, 60, -7200]))
        return self._clock

    def _do(self, what: str, then: World, call: Callable[[], T]) -> T:
        self.told.doing(what, then)
        found = call()
        self.world = then
        self.told.done()
        return found

    # --- beginning and end ----------------------------------------------------------------

    def begin(self) -> None:
        """Open the plan, or make it where there is none yet."""
        path = self.folder / PLAN
        if self.world.plan is None:
            self.make(replace_it=False)
            return
        self.document = self._do("open", self.world, lambda: Document.open(path, clock=self._now))

    def make(self, *, replace_it: bool) -> None:
        """A new plan, in place of the one before where there is one."""
        state = self.chance.choice([small_state, full_state])()
        then = replace(self.world, plan=Plan((digest(state),)))
        if replace_it:
            self._do("close", self.world, self.document.close)
        self.document = self._do(
            "make",
            then,
            lambda: Document.create(self.folder / PLAN, state, replace=replace_it, clock=self._now),
        )

    def end(self) -> None:
        """Leave."""
        self._do("close", self.world, self.document.close)

    # --- steps ----------------------------------------------------------------------------

    def step(self) -> None:
        """One more thing somebody does, or nothing where it makes no sense."""
        assert self.world.plan is not None
        if len(self.world.plan.labels) >= LONGEST:
            self.make(replace_it=True)
            return
        steps = self.steps()
        self.chance.choices(list(steps), list(steps.values()))[0]()

    def steps(self) -> dict[Callable[[], None], int]:
        """All that can be done, and how often each is."""
        return {
            self.change: 40,
            self.undo: 12,
            self.redo: 8,
            self.promote: 4,
            self.reopen: 5,
            self.copy: 4,
            self.replace_other: 3,
            self.change_other: 3,
            self.make_fresh: 3,
            self.bring_in: 2,
            self.export_tables: 2,
            self.export_book: 1,
            self.bring_up_to_date: 2,
        }

    def _apply(self, what: str, change: ChangeSet | None) -> None:
        if not change:
            return
        plan = self.world.plan
        assert plan is not None
        after = plan.after(change.label, digest(self.document.preview(change)))
        then = replace(self.world, plan=after)
        self._do(what, then, lambda: self.document.apply(change))

    def change(self) -> None:
        """Any command, or now and then a text that fills many pages."""
        state = self.document.state
        if self.chance.random() < 0.05:
            self._apply("change", edit_plan(state, name="x" * self.chance.randrange(1, 32_000)))
        else:
            self._apply("change", self.chance.command(state))

    def promote(self) -> None:
        """An option becomes the new Today; one is added first where there is none."""
        state = self.document.state
        options = [row.id for row in state.rows(Scenario) if row.id != state.today]
        if not options:
            self._apply("change", add_scenario(state, name=free_name(state, "Option")))
            return
        try:
            change = make_today(
                state,
                scenario=self.chance.choice(options),
                start=state.plan.start + timedelta(weeks=self.chance.randrange(3)),
                keep_as=free_name(state, "Before"),
            )
            self.document.preview(change)
        except Refused:
            return
        self._apply("promote", change)

    def undo(self) -> None:
        """Undo, several times at best."""
        for _ in range(self.chance.choice([1, 1, 2, 5])):
            plan = self.world.plan
            assert plan is not None
            if plan.place == 0:
                return
            self._do("undo", replace(self.world, plan=plan.moved(-1)), self.document.undo)

    def redo(self) -> None:
        """Redo, several times at best."""
        for _ in range(self.chance.choice([1, 1, 2, 5])):
            plan = self.world.plan
            assert plan is not None
            if plan.place == len(plan.labels):
                return
            self._do("redo", replace(self.world, plan=plan.moved(1)), self.document.redo)

    def reopen(self) -> None:
        """Close and open."""
        self.end()
        self.begin()

    def bring_in(self) -> None:
        """Import a roster, made with whatever a table program is there for."""
        sheet = self.folder / "staff.csv"
        people = [f"Import {self.chance.randrange(60)}" for _ in range(self.chance.randrange(1, 9))]
        lines = [f"{one},software,{self.chance.choice(['0.5', '1', '80 %'])}" for one in people]
        sheet.write_text("\n".join(["Name,Discipline,FTE", *dict.fromkeys(lines)]))
        found = preview_import(self.document.state, sheet)
        self._apply("import", found.change)

    # --- other files ----------------------------------------------------------------------

    def _others(self, name: str, state: State) -> World:
        return replace(self.world, others=self.world.others | {name: digest(state)})

    def copy(self) -> None:
        """A copy, in place of the one before."""
        then = self._others(COPY, self.document.state)
        self._do("copy", then, lambda: self.document.copy_to(self.folder / COPY))

    def _make_another(self, name: str, *, replace_it: bool) -> None:
        base = small_state()
        change = edit_plan(base, name=f"Number {self.chance.randrange(10**6)}")
        made, then = base.apply(change), self._others(name, base.apply(change))

        def make() -> None:
            other = Document.create(self.folder / name, made, replace=replace_it)
            other.close()

        self._do("make another", then, make)

    def replace_other(self) -> None:
        """Another plan, in place of the one before, log and all."""
        self._make_another(OTHER, replace_it=True)

    def change_other(self) -> None:
        """A step in another plan; whoever dies there leaves a log beside it."""
        path = self.folder / OTHER
        if OTHER not in self.world.others:
            return
        other = self._do("open another", self.world, lambda: Document.open(path))
        change = edit_plan(other.state, name=f"Changed {self.chance.randrange(10**6)}")
        then = self._others(OTHER, other.preview(change))
        self._do("change another", then, lambda: other.apply(change))
        self._do("close another", then, other.close)

    def make_fresh(self) -> None:
        """A plan where there is none."""
        if FRESH in self.world.others:
            others = {name: made for name, made in self.world.others.items() if name != FRESH}

            def remove() -> None:
                (self.folder / FRESH).unlink()
                sync_folder(self.folder)

            self._do("remove", replace(self.world, others=others), remove)
        self._make_another(FRESH, replace_it=False)

    def export_tables(self) -> None:
        """The folder of text tables."""
        self._do("export tables", self.world, lambda: self._export(export_folder, TABLES))

    def export_book(self) -> None:
        """The workbook."""
        self._do("export book", self.world, lambda: self._export(export_workbook, BOOK))

    def _export(self, way: Callable[..., object], name: str) -> None:
        from teamtide.capacity.engine import compute
        from teamtide.plan.inputs import inputs_of

        state = self.document.state
        loads = {state.today: compute(inputs_of(state, state.today))}
        way(state, loads, self.folder / name)

    def bring_up_to_date(self) -> None:
        """A plan of an older Teamtide, opened for the first time."""
        found = sorted(self.folder.glob("old-*.teamtide"))
        if not found:
            return
        path = self.chance.choice(found)
        self._do("bring up to date", self.world, lambda: Document.open(path).close())
