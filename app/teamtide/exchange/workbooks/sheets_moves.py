"""The sheet Moves: everything an option changes of Today, one line each."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from teamtide.exchange.workbooks.sheet_layout import Layout
from teamtide.exchange.workbooks.sheet_style import Book, print_setup, widths
from teamtide.plan.overlay import (
    Item,
    Owners,
    Shares,
    moves,
    project_settings,
    team_settings,
)
from teamtide.plan.rows import (
    Chunk,
    Owner,
    Person,
    PersonId,
    Project,
    ProjectChange,
    Scenario,
    ScenarioId,
    Service,
    Team,
    TeamChange,
    TeamId,
)
from teamtide.plan.state import State

HEADER = (
    *("Scenario", "What", "Who or what", "From", "To", "When", "Share", "Lead before"),
    "Lead after",
)


@dataclass(frozen=True, slots=True)
class Line:
    """One difference from Today."""

    what: str
    who: str
    before: str
    after: str
    when: date | str | None = None
    share: float | None = None
    lead_before: str = ""
    lead_after: str = ""


def write_moves(book: Book, layout: Layout) -> None:
    """People first, then work, teams and projects, per scenario."""
    state = layout.state
    sheet = book.sheet("Moves", colour="CC79A7")
    today = state.get(Scenario, state.today)
    book.heading(
        sheet,
        "Moves",
        f"Everything that differs from “{today.name}”, one line each; for “{today.name}” itself, "
        "the moves it plans.",
    )
    book.header(sheet, 4, HEADER, right=(6, 7))
    row = 4
    for scenario in layout.scenarios:
        for line in differences(state, scenario):
            row += 1
            texts = (scenario.name, line.what, line.who, line.before, line.after)
            for column, text in enumerate(texts, 1):
                book.put(sheet, row, column, text, "text")
            if isinstance(line.when, date):
                book.put(sheet, row, 6, line.when, "day", number_format="d mmm yyyy")
            else:
                book.put(sheet, row, 6, line.when, "right")
            book.put(sheet, row, 7, line.share, "percent")
            book.put(sheet, row, 8, line.lead_before, "text")
            book.put(sheet, row, 9, line.lead_after, "text")
    if row == 4:
        book.put(sheet, 5, 1, f"No option differs from “{today.name}” yet.", "note")
        sheet.merge_cells("A5:I5")
    else:
        sheet.auto_filter.ref = f"A4:I{row}"
    widths(sheet, [30, 12, 42, 26, 26, 15, 9, 22, 22])
    sheet.freeze_panes = "D5"
    print_setup(sheet, rows="4:4")


def differences(state: State, scenario: Scenario) -> list[Line]:
    """What a scenario changes of Today, in reading order."""
    lines = _people(state, scenario)
    if scenario.id != state.today:
        lines += _owners(state, scenario)
        lines += _teams(state, scenario)
        lines += _projects(state, scenario)
    return lines


def _people(state: State, scenario: Scenario) -> list[Line]:
    lines = []
    for move in moves(state, scenario.id):
        person = state.get(Person, move.person)
        lines.append(
            Line(
                "person",
                person.name,
                _places(state, move.before),
                _places(state, move.after),
                move.when if move.when is not None else "from the start",
                sum(share for _, share in move.after),
                _leads(state, state.today, move.before),
                _leads(state, scenario.id, move.after),
            )
        )
    return lines


def _places(state: State, shares: Shares) -> str:
    if not shares:
        return "Bench"
    if len(shares) == 1:
        return state.get(Team, shares[0][0]).name
    return ", ".join(f"{state.get(Team, team).name} {share:.0%}" for team, share in shares)


def _leads(state: State, scenario: ScenarioId, shares: Shares) -> str:
    names = [_person(state, team_settings(state, scenario, team).lead) for team, _ in shares]
    return ", ".join(dict.fromkeys(name for name in names if name))


def _person(state: State, person: PersonId | None) -> str:
    return "" if person is None else state.get(Person, person).name


def _team(state: State, team: TeamId | None) -> str:
    return "nobody" if team is None else state.get(Team, team).name


def _owners(state: State, scenario: Scenario) -> list[Line]:
    before, after = Owners(state, state.today), Owners(state, scenario.id)
    lines = []
    for row in state.where(Owner, "scenario", scenario.id):
        old, new = before.of(row.item), after.of(row.item)
        if old != new:
            lines.append(
                Line(
                    *(row.type, _item(state, row.item), _team(state, old), _team(state, new)),
                    lead_before=_lead_of(state, state.today, old),
                    lead_after=_lead_of(state, scenario.id, new),
                )
            )
    return lines


def _lead_of(state: State, scenario: ScenarioId, team: TeamId | None) -> str:
    return "" if team is None else _leads(state, scenario, ((team, 1.0),))


def _item(state: State, item: Item) -> str:
    kind, key = item
    if kind == "project":
        return state.get(Project, int(key)).name
    if kind == "chunk":
        chunk = state.get(Chunk, int(key))
        return f"{state.get(Project, chunk.project).name} / {chunk.name}"
    if kind == "service":
        return state.get(Service, int(key)).name
    return f"all {key} work"


def _teams(state: State, scenario: Scenario) -> list[Line]:
    lines = []
    for row in state.where(TeamChange, "scenario", scenario.id):
        team = state.get(Team, row.team)
        old, new = (team_settings(state, s, team.id) for s in (state.today, scenario.id))
        if old.lead != new.lead:
            names = _person(state, old.lead), _person(state, new.lead)
            lines.append(
                Line(
                    *("team lead", team.name, names[0] or "nobody", names[1] or "nobody"),
                    lead_before=names[0],
                    lead_after=names[1],
                )
            )
        if old.ceremony_hours != new.ceremony_hours:
            hours = f"{old.ceremony_hours:g} h a week", f"{new.ceremony_hours:g} h a week"
            lines.append(Line("ceremonies", team.name, *hours))
        if old.interrupts != new.interrupts:
            lines.append(Line("interrupts", team.name, old.interrupts, new.interrupts))
    return lines


def _projects(state: State, scenario: Scenario) -> list[Line]:
    lines = []
    for row in state.where(ProjectChange, "scenario", scenario.id):
        project = state.get(Project, row.project)
        old, new = (project_settings(state, s, project.id) for s in (state.today, scenario.id))
        if old.status != new.status:
            lines.append(Line("status", project.name, old.status, new.status))
        if old.priority != new.priority:
            priorities = (_shown(old.priority), _shown(new.priority))
            lines.append(Line("priority", project.name, *priorities))
        if old.shift_weeks != new.shift_weeks:
            shifts = f"shifted {old.shift_weeks:g} weeks", f"shifted {new.shift_weeks:g} weeks"
            lines.append(Line("schedule", project.name, *shifts))
    return lines


def _shown(priority: int | None) -> str:
    return "none" if priority is None else str(priority)
