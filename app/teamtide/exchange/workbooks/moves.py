"""What options change of Today, line by line, with who leads before and after.

The lines are those of `plan.differences`. For Today itself they are the moves it plans.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from teamtide.plan.differences import OWNER, PLACE, TEAM_TOPICS, Line, differences
from teamtide.plan.overlay import Owners, Shares, moves, shares_at, team_settings
from teamtide.plan.rows import Person, Scenario, ScenarioId, Team, TeamId
from teamtide.plan.state import State

HEADER = (
    *("Scenario", "What", "Who or what", "From", "To", "When", "Share", "Lead before"),
    "Lead after",
)
GROUPS: dict[str, frozenset[str]] = {
    "Moves of people": frozenset(("person",)),
    "Work with another team": frozenset(("project", "chunk", "service", "kind")),
    "Leads of teams": frozenset(("team lead",)),
    "Ceremonies and rotas": frozenset(("ceremonies", "interrupts")),
    "Projects paused, reordered, shifted": frozenset(("status", "priority", "schedule")),
}
"""The words in the column What, as the Summary counts them."""


@dataclass(frozen=True, slots=True)
class Move:
    """A line of the sheet.

    Args:
        what: In a word: person, project, team lead, status, …
        who: Who or what, by name.
        before: Where, or how, it is in Today.
        after: The same in the option.
        when: The first day it holds; None from the start, or where days do not matter.
        share: The part of a person that is placed, None of all else.
        leads: Who leads there before and after, by name; blank where nobody does.
    """

    what: str
    who: str
    before: str
    after: str
    when: date | None = None
    share: float | None = None
    leads: tuple[str, str] = ("", "")

    @property
    def day(self) -> date | str | None:
        """When, as the sheet says it."""
        if self.what == "person" and self.when is None:
            return "from the start"
        return self.when


def moves_of(state: State, scenario: ScenarioId) -> list[Move]:
    """Everything a scenario changes of Today: people by date, then work, teams and projects.

    Args:
        state: The plan.
        scenario: One of its scenarios; of Today, the moves it plans.
    """
    if scenario == state.today:
        found = _planned(state)
    else:
        leads = _Leads(state, scenario)
        found = [
            Move(
                *(line.what, line.who, line.before, line.after, line.when, line.share),
                leads.of(line),
            )
            for line in differences(state, state.today, scenario)
        ]
    return sorted(found, key=lambda move: (move.what != "person", move.when or date.min))


class _Leads:
    """Who leads in Today and in an option, with owners looked up once."""

    def __init__(self, state: State, scenario: ScenarioId) -> None:
        self._state = state
        self._sides = (state.today, scenario)
        self._owners = Owners(state, state.today), Owners(state, scenario)

    def of(self, line: Line) -> tuple[str, str]:
        """The leads of the teams that a line goes from and to."""
        topic = line.topic
        if topic.kind == PLACE:
            day = topic.first_day or self._state.plan.start
            places = (
                tuple(shares_at(self._state, side, int(topic.about), day).items())  # type: ignore[arg-type]
                for side in self._sides
            )
        elif topic.kind == OWNER:
            owners = (each.of(topic.item) for each in self._owners)
            places = (() if team is None else ((team, 1.0),) for team in owners)
        elif topic.kind in TEAM_TOPICS:
            places = (((TeamId(int(topic.about)), 1.0),) for _ in self._sides)
        else:
            return ("", "")
        before, after = (
            leads_of(self._state, side, shares)
            for side, shares in zip(self._sides, places, strict=True)
        )
        return before, after


def leads_of(state: State, scenario: ScenarioId, shares: Shares) -> str:
    """Who leads the teams somebody has a share in, by name."""
    leads = [team_settings(state, scenario, team).lead for team, _ in shares]
    names = [state.get(Person, lead).name for lead in leads if lead is not None]
    return ", ".join(dict.fromkeys(names))


def _planned(state: State) -> list[Move]:
    """The dated moves of Today itself."""
    return [
        Move(
            "person",
            state.get(Person, move.person).name,
            _places(state, move.before),
            _places(state, move.after),
            move.when,
            sum(share for _, share in move.after),
            (leads_of(state, state.today, move.before), leads_of(state, state.today, move.after)),
        )
        for move in moves(state, state.today)
    ]


def _places(state: State, shares: Shares) -> str:
    told = [(state.get(Team, team).name, share) for team, share in shares]
    if not told:
        return "Bench"
    if len(told) == 1 and told[0][1] == 1.0:
        return told[0][0]
    return ", ".join(f"{name} {share:.0%}" for name, share in told)


def all_moves(state: State, scenarios: tuple[Scenario, ...]) -> list[tuple[Scenario, Move]]:
    """The lines of several scenarios, in the order of the sheet."""
    return [(one, move) for one in scenarios for move in moves_of(state, one.id)]
