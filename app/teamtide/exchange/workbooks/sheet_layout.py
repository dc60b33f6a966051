"""Where the figures stand: rows and columns of Capacity, Demand and Load.

Formulas on one sheet point at cells of another, so all places are worked out before anything is
written, and the same week is in the same column everywhere.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property

from openpyxl.utils import get_column_letter

from teamtide.capacity.inputs import KINDS
from teamtide.capacity.results import Load, TeamLoad
from teamtide.exchange.workbooks.findings import Findings
from teamtide.exchange.workbooks.moves import Move, all_moves
from teamtide.plan.rows import Scenario, ScenarioId, Team
from teamtide.plan.state import State

HEADER_ROW = 5
FIRST_ROW = HEADER_ROW + 1
FIRST_WEEK = 5

NOT_ASKED = Findings()


@dataclass(frozen=True)
class Layout:
    """The scenarios and teams written, and the places of their figures."""

    state: State
    scenarios: tuple[Scenario, ...]
    teams: tuple[Team, ...]
    loads: Mapping[ScenarioId, Load]
    findings: Findings = NOT_ASKED

    @staticmethod
    def of(
        state: State, loads: Mapping[ScenarioId, Load], findings: Findings | None = None
    ) -> Layout:
        """The layout for the scenarios that have a load, in plan order."""
        scenarios = tuple(s for s in state.rows(Scenario) if s.id in loads)
        return Layout(state, scenarios, state.rows(Team), loads, findings or NOT_ASKED)

    @cached_property
    def moves(self) -> list[tuple[Scenario, Move]]:
        """The lines of the sheet Moves."""
        return all_moves(self.state, self.scenarios)

    moves_header = 4
    """Row of the header on Moves; a line each below it."""

    @cached_property
    def weeks(self) -> list[date]:
        """The Monday of each week."""
        plan = self.state.plan
        return [plan.start + timedelta(weeks=week) for week in range(plan.weeks)]

    def load(self, scenario: int, team: int) -> TeamLoad:
        """The figures of a team in a scenario, both by index."""
        return self.loads[self.scenarios[scenario].id].teams[team]

    def column(self, week: int) -> str:
        """The letters of a week's column."""
        return str(get_column_letter(FIRST_WEEK + week))

    @property
    def last_column(self) -> str:
        """The letters of the last week's column."""
        return self.column(self.state.plan.weeks - 1)

    # Capacity and each section of Load: per scenario its teams, then all teams.

    @property
    def block(self) -> int:
        """Rows of a scenario on Capacity and in a section of Load."""
        return len(self.teams) + 1

    def capacity_row(self, scenario: int, team: int) -> int:
        """Row on Capacity; `team` = number of teams is the row of all teams."""
        return FIRST_ROW + scenario * self.block + team

    def load_row(self, scenario: int, team: int, section: int = 0) -> int:
        """Row on Load in a section: 0 load, 1 unmet, 2 used, 3 idle."""
        return self.section_row(section) + 2 + scenario * self.block + team

    def section_row(self, section: int) -> int:
        """Row of a section's title on Load; its header is the row below."""
        first = HEADER_ROW - 1
        return first + section * (len(self.scenarios) * self.block + 4)

    # Demand: per scenario and team the kinds of work and their total, then nobody's, then all.

    def demand_row(self, scenario: int, team: int, kind: int) -> int:
        """Row on Demand; `kind` = number of kinds is the team's total."""
        rows = len(KINDS) + 1
        return FIRST_ROW + scenario * (len(self.teams) * rows + 2) + team * rows + kind

    def unowned_row(self, scenario: int) -> int:
        """Row on Demand of what nobody owns."""
        return self.demand_row(scenario, len(self.teams), 0)

    def all_demand_row(self, scenario: int) -> int:
        """Row on Demand of all teams."""
        return self.unowned_row(scenario) + 1
