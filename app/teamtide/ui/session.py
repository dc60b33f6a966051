"""The plan on screen: one document, the scenario being looked at, and what follows from them.

Views ask the session and listen to it; they never touch the document. A command goes in through
`run`, comes out as `changed`, and says which teams' figures may differ, so that a view repaints
what it must and nothing else. Loads of other scenarios are computed when somebody asks for them.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from teamtide.capacity.engine import Redoing, compute, recompute, redo
from teamtide.capacity.freed import Plans
from teamtide.capacity.inputs import Inputs
from teamtide.capacity.results import Load, TeamLoad
from teamtide.plan.advancing import advance
from teamtide.plan.changes import ChangeSet
from teamtide.plan.document import Document
from teamtide.plan.history import Way
from teamtide.plan.inputs import inputs_of
from teamtide.plan.rows import Scenario, ScenarioId, Team, TeamId
from teamtide.plan.state import Stale, State
from teamtide.plan.store import StoreError
from teamtide.plan.validation import Refused

if TYPE_CHECKING:
    from teamtide.ui.forecast import Shown

Command = Callable[[State], ChangeSet]
MOST_BEHIND = 50
FOLDED = "The history was full: its oldest steps were folded away and can't be undone any more."
DROPPED = "The history was full: the oldest of the steps that were set aside were let go."
_Step = tuple[State, State, ChangeSet]


@dataclass(frozen=True, slots=True)
class Selection:
    """What the user points at: `kind` says of which sort `ids` are."""

    kind: str = "nothing"
    ids: tuple[int | str, ...] = ()
    team: TeamId | None = None
    week: int | None = None


@dataclass(frozen=True, slots=True)
class Update:
    """A change that was made. `teams` are those whose figures may differ in this scenario."""

    change: ChangeSet
    before: State
    after: State
    teams: frozenset[TeamId]


@dataclass(frozen=True, slots=True)
class Preview:
    """What a change would give, with nothing written.

    `teams` are those whose figures are not the same ones. They are worked out when asked for, so
    that a change to a dozen teams can show the columns somebody looks at first.
    """

    change: ChangeSet
    state: State
    figures: Redoing
    teams: frozenset[TeamId]

    @property
    def inputs(self) -> Inputs:
        """What the engine is given."""
        return self.figures.inputs

    @property
    def plans(self) -> Plans:
        """Its planned dates; nothing has to be worked out for them."""
        return Plans(self.figures.inputs, self.figures.plan)

    @property
    def load(self) -> Load:
        """What the engine makes of it, all of it."""
        return self.figures.load


class Session(QObject):
    """One window's view of one document."""

    changed = Signal(object)
    scenario_changed = Signal(object)
    as_of_changed = Signal(object)
    selection_changed = Signal(object)
    preview_changed = Signal(object)
    ghost_changed = Signal(object)
    projected_changed = Signal(object)
    forecast_changed = Signal(object)
    problem = Signal(str)
    note = Signal(str)
    large_step = Signal(str)
    """Something large is about to be done: an import, say. The plan can be kept as it is now."""

    def __init__(self, document: Document, parent: QObject | None = None) -> None:
        """A session on `document`, showing the plan's first option beside Today, or Today."""
        super().__init__(parent)
        self.document = document
        self.scenario: ScenarioId = document.state.today
        self.as_of: date = document.state.plan.start
        self.selection = Selection()
        self.ghost: ScenarioId | None = None
        self.projected = False
        self.forecast: Shown | None = None
        self.would_be: Shown | None = None
        self._inputs: dict[ScenarioId, Inputs] = {}
        self._behind: dict[ScenarioId, list[_Step]] = {}
        self._loads: dict[ScenarioId, Load] = {}
        self._foreseen: tuple[State, ScenarioId, Preview] | None = None

    # --- reading --------------------------------------------------------------------------

    @property
    def state(self) -> State:
        """The plan as it is now."""
        return self.document.state

    @property
    def load(self) -> Load:
        """What the engine makes of the scenario on screen."""
        return self.load_of(self.scenario)

    def load_of(self, scenario: ScenarioId) -> Load:
        """What the engine makes of a scenario, worked out when somebody asks.

        Only what differs from the last answer (or from the scenario on screen) is computed.
        """
        inputs = self._inputs_now(scenario)
        load = self._loads.get(scenario)
        if load is None:
            known = self._loads.get(self.scenario)
            load = compute(inputs) if known is None else recompute(known, inputs)
        elif load.inputs is not inputs:
            load = recompute(load, inputs)
        self._loads[scenario] = load
        return load

    def inputs_of(self, scenario: ScenarioId) -> Inputs:
        """What the engine is given of a scenario, where its load is not wanted here."""
        return self._inputs_now(scenario)

    def _inputs_now(self, scenario: ScenarioId) -> Inputs:
        """The engine's inputs of a scenario, brought up to date with what was changed since."""
        inputs = self._inputs.get(scenario)
        steps = self._behind.pop(scenario, [])
        if inputs is None:
            inputs = inputs_of(self.state, scenario)
        for before, after, change in steps:
            inputs = advance(inputs, before, after, scenario, change)
        self._inputs[scenario] = inputs
        return inputs

    def team_load(self, team: TeamId) -> TeamLoad:
        """The figures of one team in the scenario on screen."""
        return self.load.teams[self.team_index(team)]

    def team_index(self, team: TeamId) -> int:
        """Where a team stands in the engine's order."""
        return next(i for i, row in enumerate(self.state.rows(Team)) if row.id == team)

    # --- changing -------------------------------------------------------------------------

    def run(self, command: Command) -> bool:
        """Make a change; False (and `problem` said why) where it can't be made."""
        return self._do(lambda: self.document.apply(command(self.state)))

    def undo(self) -> bool:
        """Take back the last change, showing the scenario it was made in."""
        return self._step_back(redo=False)

    def redo(self) -> bool:
        """Make the last undone change again, showing the scenario it was made in."""
        return self._step_back(redo=True)

    def reload(self) -> bool:
        """Read the file again, where another program holds it."""
        return self._do(self.document.reload)

    def go_to(self, step: int | None) -> bool:
        """Be as just after a step of the history, showing where something happens on the way there.

        None is the beginning, before all of them.
        """
        try:
            way = self.document.steps.way_to(step)
        except KeyError:
            self.problem.emit("That step is not kept any more, so there is no way back to it.")
            return False
        if not way:
            return False
        there = (one for one in way.scenarios if self.state.find(Scenario, one) is not None)
        self.set_scenario(next(there, self.scenario))
        done = self._do(lambda: self.document.go_to(step))
        if done:
            self.note.emit(_gone(way))
        return done

    def is_in_file(self) -> bool:
        """Whether the file holds this plan, for who reads it there; `problem` says why not."""
        lost = self.document.underneath()
        if lost:
            self.problem.emit(lost)
        return not lost

    def _step_back(self, *, redo: bool) -> bool:
        document = self.document
        entry = document.next_redo if redo else document.next_undo
        if entry is None:
            return False
        return self.go_to(entry.id if redo else entry.parent)

    def _do(self, act: Callable[[], ChangeSet | None]) -> bool:
        before, steps = self.state, self.document.steps
        folded, dropped = steps.folded, steps.dropped
        try:
            change = act()
        except (Refused, StoreError) as error:
            self.problem.emit(str(error))
            return False
        except Stale:
            self.problem.emit("The plan has changed meanwhile; please do that again.")
            return False
        if change is None or self.state is before:
            for note in change.notes if change is not None else ():
                self.note.emit(note)
            return change is not None
        self._settle(before, change)
        notes = list(change.notes)
        if steps.folded and not folded:
            notes.append(FOLDED)
        elif steps.dropped and not dropped:
            notes.append(DROPPED)
        if notes:
            # At once: a status bar shows one message at a time.
            self.note.emit(" ".join(notes))
        return True

    def _settle(self, before: State, change: ChangeSet) -> None:
        """Bring the inputs up to date after a change that was written, and say so."""
        after = self.state
        shown_before = self.scenario
        if after.find(Scenario, self.scenario) is None:
            self.scenario = after.today
        if self.ghost is not None and after.find(Scenario, self.ghost) is None:
            self.ghost = None
        shown = self._loads.get(self.scenario)
        for scenario in list(self._inputs):
            steps = self._behind.setdefault(scenario, [])
            if after.find(Scenario, scenario) is None or len(steps) >= MOST_BEHIND:
                for kept in (self._inputs, self._loads, self._behind):
                    kept.pop(scenario, None)
                continue
            answer = self._previewed(before, scenario, change)
            if answer is not None:
                self._loads[scenario], self._inputs[scenario] = answer, answer.inputs
                steps.clear()
            else:
                # Brought up to date when somebody asks: a drop shows one scenario.
                steps.append((before, after, change))
        self._foreseen = None
        teams: frozenset[TeamId] = frozenset()
        if shown is not None and self.scenario in self._inputs:
            teams = _differing(shown, self.load)
        day_before = self.as_of
        self.as_of = min(max(self.as_of, after.plan.start), after.plan.end)
        self.preview_changed.emit(None)
        self.changed.emit(Update(change, before, after, teams))
        if self.as_of != day_before:
            self.as_of_changed.emit(self.as_of)
        if self.scenario != shown_before:
            self.scenario_changed.emit(self.scenario)

    def _previewed(self, before: State, scenario: ScenarioId, change: ChangeSet) -> Load | None:
        """The engine's answer to this very change of this very state, if it was just previewed."""
        if self._foreseen is None:
            return None
        state, where, preview = self._foreseen
        known = state is before and where == scenario and preview.change == change
        return preview.load if known else None

    # --- previews -------------------------------------------------------------------------

    def preview(self, command: Command) -> Preview | None:
        """What a change would give, or None where it can't be made or does nothing."""
        try:
            change = command(self.state)
            if not change:
                return None
            after = self.document.preview(change)
        except (Refused, Stale):
            return None
        load = self.load
        inputs = advance(load.inputs, self.state, after, self.scenario, change)
        figures = redo(load, inputs)
        keys = {spec.key for spec in load.inputs.teams} ^ {spec.key for spec in inputs.teams}
        keys |= {inputs.teams[index].key for index in figures.touched}
        found = Preview(change, after, figures, frozenset(map(TeamId, keys)))
        self._foreseen = (self.state, self.scenario, found)
        return found

    def forget_preview(self) -> None:
        """Keep nothing of what was previewed: it was given up."""
        self._foreseen = None
        self.document.forget_preview()

    def show_preview(self, command: Command | None) -> Preview | None:
        """Let every view show what a change would give; None ends it."""
        preview = None if command is None else self.preview(command)
        self.preview_changed.emit(preview)
        return preview

    # --- looking --------------------------------------------------------------------------

    def set_scenario(self, scenario: ScenarioId) -> None:
        """Show another scenario."""
        if scenario != self.scenario:
            self.load_of(scenario)
            self.scenario = scenario
            self.scenario_changed.emit(scenario)

    def set_as_of(self, day: date) -> None:
        """Let drags take effect on another day, kept inside the plan."""
        plan = self.state.plan
        day = min(max(day, plan.start), plan.end)
        if day != self.as_of:
            self.as_of = day
            self.as_of_changed.emit(day)

    def set_ghost(self, scenario: ScenarioId | None) -> None:
        """Draw another scenario's demand behind the curves, or none."""
        if scenario != self.ghost:
            self.ghost = scenario
            self.ghost_changed.emit(scenario)

    def set_projected(self, projected: bool) -> None:
        """Show what will be left over from week to week, or what is planned."""
        if projected != self.projected:
            self.projected = projected
            self.projected_changed.emit(projected)

    def set_forecast(self, shown: Shown | None, would_be: Shown | None = None) -> None:
        """Take what was computed meanwhile for the scenario on screen, and for what hovers."""
        self.forecast, self.would_be = shown, would_be
        self.forecast_changed.emit(shown)

    def select(self, selection: Selection) -> None:
        """Point at something."""
        if selection != self.selection:
            self.selection = selection
            self.selection_changed.emit(selection)


def _gone(way: Way) -> str:
    """What was done on a way through the history, in passing."""
    if len(way) == 1:
        return f"{'Undone' if way.back else 'Redone'}: {way.last.label}"
    told = [
        f"{len(steps):,} {'step' if len(steps) == 1 else 'steps'} {verb}"
        for steps, verb in ((way.back, "undone"), (way.forth, "redone"))
        if steps
    ]
    return f"{' and '.join(told)}, the last one: {way.last.label}"


def _differing(one: Load, other: Load) -> frozenset[TeamId]:
    """The teams (of either) whose figures are not the same objects, as `recompute` keeps them."""
    was, now = (
        {spec.key: team for spec, team in zip(load.inputs.teams, load.teams, strict=True)}
        for load in (one, other)
    )
    return frozenset(TeamId(k) for k in was.keys() | now.keys() if was.get(k) is not now.get(k))
