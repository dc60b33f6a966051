"""A plan workbook read into a plan, as one change set.

Into an empty plan goes everything; into a plan with content, rows are found again by id or name,
created or updated, and a blank cell leaves what is there. Either the whole workbook goes in or, if
a single cell can't be understood, nothing: a plan that is half somebody else's is worse than none.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from teamtide.exchange.books.findings import Findings, Problem
from teamtide.exchange.books.grids import Book
from teamtide.exchange.books.references import Names, folded, parts_of
from teamtide.exchange.draft import Draft
from teamtide.exchange.plans.format import FORMAT, SETTING_KEYS, WHOLE_SETTINGS
from teamtide.exchange.plans.lines import Line, Sheet
from teamtide.exchange.plans.people import PeopleMerge
from teamtide.exchange.plans.wishes import WishesMerge
from teamtide.exchange.plans.work import WorkMerge
from teamtide.exchange.rosters.team_kinds import team_kind
from teamtide.plan.changes import ChangeSet
from teamtide.plan.row_rules import row_problems
from teamtide.plan.rows import (
    TEAM_KINDS,
    THE_PLAN,
    Goal,
    Holiday,
    Person,
    Plan,
    Project,
    Row,
    Scenario,
    ScenarioId,
    Service,
    Team,
    TeamId,
)
from teamtide.plan.state import State
from teamtide.plan.validation import Refused, check


@dataclass(frozen=True, slots=True)
class PlanReading:
    """What a plan workbook would change. With any problem, `change` is empty."""

    change: ChangeSet
    problems: tuple[Problem, ...]
    warnings: tuple[str, ...]
    create: int
    update: int
    unchanged: int


def read_plan(state: State, book: Book) -> PlanReading:
    """What a plan workbook would change, with every problem and its cell."""
    merge = PlanMerge(state, book)
    change = merge.run()
    findings = merge.findings
    if not findings.problems:
        merge.check(change)
    if findings.problems:
        change = ChangeSet(change.label, ())
    create, update, unchanged = merge.draft.counts()
    return PlanReading(
        change, tuple(findings.problems), tuple(findings.warnings), create, update, unchanged
    )


def is_empty(state: State) -> bool:
    """Whether nobody has put anything into a plan yet."""
    if len(state.rows(Scenario)) > 1:
        return False
    return not any(state.tables[cls] for cls in (Person, Team, Project, Service, Goal, Holiday))


class PlanMerge(PeopleMerge, WorkMerge, WishesMerge):
    """The merge of one workbook; each sheet has a method, in the order of `run`."""

    def __init__(self, state: State, book: Book) -> None:
        """Prepare to merge `book` into `state`."""
        self.state = state
        self.book = book
        self.draft = Draft(state)
        self.findings = Findings()
        self.empty = is_empty(state)
        self.places: dict[tuple[type[Row], int], Line] = {}
        self.disciplines_given = False
        self.disciplines = list(state.plan.disciplines)
        self.scenarios: Names[ScenarioId] = Names()
        self.teams: Names[TeamId] = Names()
        self.today: ScenarioId = state.today
        self._sheets: dict[str, Sheet] = {}

    def run(self) -> ChangeSet:
        """Read every sheet; what it all comes to."""
        self.read_settings()
        self.read_scenarios()
        self.read_people()
        self.read_teams()
        self.read_leave()
        self.read_holidays()
        self.read_team_changes()
        self.read_goals()
        self.read_projects()
        self.read_chunks()
        self.read_services()
        self.read_surges()
        self.read_placements()
        self.read_owners()
        self.read_project_changes()
        self.read_pins()
        self.read_pairs()
        self.read_notes()
        self.save_disciplines()
        count = len(self.draft.rows(Person)) if self.empty else len(list(self.lines("People")))
        people = "1 person" if count == 1 else f"{count} people"
        return self.draft.change(f"Imported {people} and their plan from {self.book.file}")

    def lines(self, name: str) -> list[Line]:
        """The filled rows of a sheet."""
        if name not in self._sheets:
            self._sheets[name] = Sheet(name, self.book.sheet(name), self.findings)
        return list(self._sheets[name].lines())

    def note(self, row: Row, line: Line) -> None:
        """Remember where a row came from."""
        self.places.setdefault((type(row), row.id), line)

    # --- the plan and its scenarios -------------------------------------------------------

    def read_settings(self) -> None:
        """The Plan sheet."""
        self.today_line: Line | None = None
        values: dict[str, Any] = {}
        known = {folded(key).replace(" ", "_"): key for key in SETTING_KEYS}
        seen: dict[str, Line] = {}
        for line in self.lines("Plan"):
            key = folded(line.text("Setting")).replace(" ", "_")
            if key in seen:
                line.problem("Setting", "expected each setting only once")
                continue
            seen[key] = line
            if line.value("Value") is None and key != "engineering":
                continue
            if key == "name":
                values["name"] = line.text("Value")
            elif key in ("start", "began"):
                values[key] = line.day("Value")
                if values[key] is not None and values[key].weekday() != 0:
                    line.problem("Value", "expected a Monday; a plan starts on one")
            elif key == "weeks":
                values["weeks"] = line.whole("Value")
            elif key == "today":
                self.today_line = line
            elif key in ("disciplines", "engineering"):
                values[key] = tuple(dict.fromkeys(parts_of(line.text("Value"))))
            elif key in known:
                whole = key in WHOLE_SETTINGS
                values[key] = line.whole("Value") if whole else line.number("Value")
            elif key:
                self.findings.warn(f"{line.at('Setting')}: the setting “{key}” is not known.")
        values = {key: value for key, value in values.items() if value is not None}
        if values.get("disciplines"):
            self.disciplines_given = True
            given = list(values["disciplines"])
            kept = [] if self.empty else [d for d in self.disciplines if d not in given]
            self.disciplines = given + kept
        values.pop("disciplines", None)
        if not values.get("engineering") and not self.empty:
            values.pop("engineering", None)
        if self.empty and self.disciplines_given and "engineering" not in values:
            values["engineering"] = tuple(
                d for d in self.state.plan.engineering if d in self.disciplines
            )
        if "engineering" in values:
            spelled = {folded(d): d for d in self.disciplines}
            values["engineering"] = tuple(spelled.get(folded(d), d) for d in values["engineering"])
        self.settings = values
        self.setting_lines = seen

    def save_disciplines(self) -> None:
        """The plan's own row, last, when every discipline is known."""
        plan = self.draft.get(Plan, THE_PLAN)
        self.settings["disciplines"] = tuple(self.disciplines)
        self.settings["today"] = self.today
        if any(getattr(plan, key) != value for key, value in self.settings.items()):
            self.draft.edit(plan, **self.settings)

    def read_scenarios(self) -> None:
        """The Scenarios sheet, and which of them is Today."""
        lines = self.lines("Scenarios")
        today = self.today_line.text("Value") if self.today_line else ""
        for scenario in self.state.rows(Scenario):
            self.scenarios.add(scenario.name, scenario.id)
        if self.empty:
            self._first_scenarios(lines, today)
        elif today:
            found = self.scenarios.find(today)
            if found != self.state.today and self.today_line is not None:
                name = self.state.get(Scenario, self.state.today).name
                self.today_line.problem(
                    "Value",
                    f"expected “{name}”, which is Today in this plan; import into a new plan, or "
                    "make that scenario Today first",
                )
        seen: set[ScenarioId] = set()
        for line in lines:
            name = line.named("Scenario")
            if not name:
                continue
            scenario_id = self.scenario_named(name)
            if scenario_id in seen:
                line.problem("Scenario", "expected each scenario only once")
            seen.add(scenario_id)
            row = self.draft.get(Scenario, scenario_id)
            text = line.text("Description")
            self.note(self.draft.edit(row, description=text or row.description), line)

    def _first_scenarios(self, lines: list[Line], today: str) -> None:
        """In an empty plan its one scenario becomes the workbook's Today."""
        names = [line.text("Scenario") for line in lines if line.text("Scenario")]
        own = self.state.get(Scenario, self.state.today)
        if not today and names:
            today = next((n for n in names if folded(n) == folded(own.name)), names[0])
        today = today or own.name
        if folded(today) not in map(folded, names):
            names.insert(0, today)
        self.scenarios = Names()
        for position, name in enumerate(dict.fromkeys(names), 1):
            if folded(name) == folded(today):
                self.scenarios.add(name, own.id)
                self.draft.edit(own, name=name, position=position)
            elif self.scenarios.find(name) is None:
                row = self.draft.add(Scenario, name=name, position=position)
                self.scenarios.add(name, row.id)

    def scenario_named(self, name: str) -> ScenarioId:
        """The scenario of that name, made where there is none."""
        found = self.scenarios.find(name)
        if found is None:
            last = max(row.position for row in self.draft.rows(Scenario))
            found = self.draft.add(Scenario, name=name, position=last + 1).id
            self.scenarios.add(name, found)
        return found

    # --- teams ----------------------------------------------------------------------------

    def read_teams(self) -> None:
        """The Teams sheet."""
        for team in self.state.rows(Team):
            self.teams.add(team.name, team.id)
        seen: set[TeamId] = set()
        for line in self.lines("Teams"):
            name = line.named("Team")
            if not name:
                continue
            values = given(
                kind=line.choice("Kind", TEAM_KINDS),
                lead=self.person(line, "Lead"),
                ceremony_hours=line.number("Ceremony hours"),
                interrupts=line.choice("Interrupts", ("everyone", "rota")),
            )
            found = self.teams.find(name)
            if found is None:
                row = self.draft.add(Team, name=name, **values)
                self.teams.add(name, row.id)
            else:
                row = self.draft.edit(self.draft.get(Team, found), **values)
                if found in seen:
                    line.problem("Team", "expected each team only once")
            seen.add(row.id)
            self.note(row, line)

    def team_named(self, name: str) -> TeamId:
        """The team of that name, made where there is none."""
        found = self.teams.find(name)
        if found is None:
            found = self.draft.add(Team, name=name, kind=team_kind(name)).id
            self.teams.add(name, found)
        return found

    # --- whether it may be ----------------------------------------------------------------

    def check(self, change: ChangeSet) -> None:
        """Hold the change against the plan's rules, and note each breach with its cell."""
        after = self.state.apply(change)
        try:
            check(after, change)
        except Refused as refused:
            left = list(refused.problems)
        else:
            return
        for step in change:
            if step.after is None:
                continue
            for sentence in row_problems(after, step.after):
                if sentence in left:
                    left.remove(sentence)
                    self._blame(step.after, sentence)
        for sentence in left:
            row = next(
                (
                    step.after
                    for step in change
                    if step.after is not None and _is_about(step.after, sentence)
                ),
                None,
            )
            self._blame(row, sentence)

    def _blame(self, row: Row | None, sentence: str) -> None:
        line = None if row is None else self.places.get((type(row), row.id))
        if isinstance(row, Plan):
            keys = [key for key in self.setting_lines if key.replace("_", " ") in sentence.lower()]
            if keys:
                self.setting_lines[keys[0]].problem("Value", sentence)
                return
        if line is None:
            self.findings.problem("", None, sentence)
            return
        said = sentence.partition(": ")[2].lower()
        headers = [h for h in FORMAT[line.sheet.name].headers if h in line.sheet.columns]
        named = [(m.start(), h) for h in headers if (m := re.search(rf"\b{h.lower()}", said))]
        line.problem(min(named)[1] if named else headers[0], sentence)


def _is_about(row: Row, sentence: str) -> bool:
    name = getattr(row, "name", "") or getattr(row, "code", "")
    return bool(name) and name in sentence


def given(**values: Any) -> dict[str, Any]:
    """The values that are there: a blank cell says nothing."""
    return {key: value for key, value in values.items() if value is not None and value != ""}
