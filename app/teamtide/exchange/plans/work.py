"""The work of a plan workbook: goals, projects, chunks, services, and who owns them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from teamtide.capacity.inputs import KINDS
from teamtide.exchange.books.references import Names, folded, parts_of, paths_of, single_of
from teamtide.plan.rows import (
    OWNED_TYPES,
    STATUSES,
    Chunk,
    ChunkId,
    Goal,
    GoalId,
    Owner,
    Project,
    ProjectChange,
    ProjectId,
    R,
    Service,
    ServiceId,
    Surge,
)

if TYPE_CHECKING:
    from teamtide.exchange.books.findings import Findings
    from teamtide.exchange.draft import Draft
    from teamtide.exchange.plans.lines import Line
    from teamtide.plan.rows import PersonId, Row, ScenarioId, TeamId
    from teamtide.plan.state import State


class WorkMerge:
    """The sheets Goals, Projects, Chunks, Services, Surges, Owners and Project changes."""

    if TYPE_CHECKING:
        state: State
        draft: Draft
        findings: Findings
        disciplines: list[str]

        def lines(self, name: str) -> list[Line]: ...
        def note(self, row: Row, line: Line) -> None: ...
        def scenario_named(self, name: str) -> ScenarioId: ...
        def known_team(self, line: Line, header: str) -> TeamId | None: ...
        def discipline(self, line: Line, header: str) -> str | None: ...
        def person_called(self, line: Line, header: str, text: str) -> PersonId | None: ...

    def _named_lines(self, sheet: str, header: str) -> Iterator[tuple[Line, str]]:
        """The rows of a sheet with their names, each name once."""
        seen: dict[str, Line] = {}
        for line in self.lines(sheet):
            name = line.named(header)
            if not name:
                continue
            if folded(name) in seen:
                earlier = seen[folded(name)].at(header)
                line.problem(header, f"expected a name of its own; {earlier} has the same")
                continue
            seen[folded(name)] = line
            yield line, name

    def _save(
        self, cls: type[R], found: int | None, line: Line, defaults: dict[str, Any], **values: Any
    ) -> R:
        """Update the row that was found, or add one; blanks (None) say nothing."""
        kept = {key: value for key, value in values.items() if value is not None}
        if found is None:
            row = self.draft.add(cls, **{**defaults, **kept})
        else:
            row = self.draft.edit(self.draft.get(cls, found), **kept)
        self.note(row, line)
        return row

    def read_goals(self) -> None:
        """The Goals sheet."""
        self._goals: Names[GoalId] = Names()
        for goal in self.state.rows(Goal):
            self._goals.add(goal.name, goal.id)
        for line, name in self._named_lines("Goals", "Goal"):
            row = self._save(
                *(Goal, self._goals.find(name), line, {"name": name}),
                rank=line.whole("Rank"),
                wanted_share=line.number("Wanted share"),
            )
            self._goals.add(name, row.id)

    def read_projects(self) -> None:
        """The Projects sheet."""
        self._projects: Names[ProjectId] = Names()
        for project in self.state.rows(Project):
            self._projects.add(project.name, project.id)
        for line, name in self._named_lines("Projects", "Project"):
            goal_name = line.text("Goal")
            goal = self._goals.find(goal_name) if goal_name else None
            if goal_name and goal is None:
                line.problem("Goal", "expected a goal of the sheet Goals")
            row = self._save(
                *(Project, self._projects.find(name), line, {"name": name}),
                team=self.known_team(line, "Team"),
                goal=goal,
                priority=line.whole("Priority"),
                status=line.choice("Status", STATUSES),
                deadline=line.day("Deadline"),
            )
            self._projects.add(name, row.id)

    def _project(self, line: Line) -> ProjectId | None:
        name = line.named("Project")
        found = self._projects.find(name) if name else None
        if name and found is None:
            line.problem("Project", "expected a project of the sheet Projects")
        return found

    # --- chunks ---------------------------------------------------------------------------

    def read_chunks(self) -> None:
        """The Chunks sheet; predecessors last, when every chunk is known."""
        self._chunks: dict[ProjectId, Names[ChunkId]] = {}
        for chunk in self.state.rows(Chunk):
            self._chunks.setdefault(chunk.project, Names()).add(chunk.name, chunk.id)
        seen: dict[tuple[ProjectId, str], Line] = {}
        made: list[tuple[Line, ChunkId]] = []
        for line in self.lines("Chunks"):
            project, name = self._project(line), line.named("Chunk")
            values = self._chunk_values(line)
            if project is None or not name:
                continue
            key = (project, folded(name))
            if key in seen:
                earlier = seen[key].at("Chunk")
                line.problem("Chunk", f"expected a name of its own; {earlier} has the same")
                continue
            seen[key] = line
            names = self._chunks.setdefault(project, Names())
            found = names.find(name)
            if values["likely"] is None and found is None:
                if line.value("Likely") is None:
                    line.problem("Likely", "expected the likely effort in person-days")
                continue
            defaults = {
                "project": project,
                "name": name,
                "kind": KINDS[0],
                "discipline": self.disciplines[0],
            }
            row = self._save(Chunk, found, line, defaults, **values)
            names.add(name, row.id)
            made.append((line, row.id))
        for line, chunk_id in made:
            chunk = self.draft.get(Chunk, chunk_id)
            after = self._after(line, chunk)
            if after:
                self.draft.edit(chunk, after=after)

    def _chunk_values(self, line: Line) -> dict[str, Any]:
        who = [self.person_called(line, "Who", text) for text in parts_of(line.text("Who"))]
        return {
            "kind": line.choice("Kind", KINDS),
            "discipline": self.discipline(line, "Discipline"),
            "low": line.number("Low"),
            "likely": line.number("Likely"),
            "high": line.number("High"),
            "start": line.day("Start"),
            "weeks": line.number("Weeks"),
            "shape": " ".join(line.text("Shape").casefold().split()) or None,
            "lag": line.number("Lag"),
            "max_people": line.number("Max people"),
            "team": self.known_team(line, "Team"),
            "who": tuple(p for p in who if p is not None) or None,
            "done": line.number("Done"),
        }

    def _after(self, line: Line, chunk: Chunk) -> tuple[ChunkId, ...]:
        found = []
        for text in parts_of(line.text("After")):
            before = self._chunks[chunk.project].find(single_of(text))
            if before is None:
                before = self._chunk_at(text)
            if before is None:
                line.problem(
                    "After",
                    f"expected chunks of the same project, or Project / Chunk; “{text[:60]}” is "
                    "neither",
                )
            else:
                found.append(before)
        return tuple(found)

    def _chunk_at(self, path: str) -> ChunkId | None:
        for project_name, name in paths_of(path):
            project = self._projects.find(project_name)
            names = self._chunks.get(project) if project is not None else None
            found = names.find(name) if names is not None else None
            if found is not None:
                return found
        return None

    # --- services -------------------------------------------------------------------------

    def read_services(self) -> None:
        """The Services sheet."""
        self._services: Names[ServiceId] = Names()
        for service in self.state.rows(Service):
            self._services.add(service.name, service.id)
        for line, name in self._named_lines("Services", "Service"):
            found = self._services.find(name)
            arrivals, days_each = line.number("Arrivals per week"), line.number("Days each")
            for header, value in (("Arrivals per week", arrivals), ("Days each", days_each)):
                if found is None and value is None and line.value(header) is None:
                    line.problem(header, "expected a number")
            row = self._save(
                *(Service, found, line),
                {
                    "name": name,
                    "kind": "support",
                    "discipline": self.disciplines[0],
                    "arrivals": 0.0,
                    "days_each": 0.0,
                },
                kind=line.choice("Kind", KINDS),
                discipline=self.discipline(line, "Discipline"),
                arrivals=arrivals,
                days_each=days_each,
                dispersion=line.number("Dispersion"),
                team=self.known_team(line, "Team"),
            )
            self._services.add(name, row.id)

    def read_surges(self) -> None:
        """The Surges sheet; the same service and days again is another surge, not the same."""
        old: dict[tuple[Any, ...], list[Surge]] = {}
        for row in self.state.rows(Surge):
            old.setdefault((row.service, row.first, row.last), []).append(row)
        for line in self.lines("Surges"):
            name = line.named("Service")
            service = self._services.find(name) if name else None
            if name and service is None:
                line.problem("Service", "expected a service of the sheet Services")
            first, last, factor = line.day("From"), line.day("To"), line.number("Factor")
            if factor is None and line.value("Factor") is None:
                line.problem("Factor", "expected a factor such as 2")
            if service is None or factor is None:
                continue
            same = old.get((service, first, last))
            if same:
                surge = self.draft.edit(same.pop(0), factor=factor)
            else:
                surge = self.draft.add(
                    Surge, service=service, first=first, last=last, factor=factor
                )
            self.note(surge, line)

    # --- per scenario ---------------------------------------------------------------------

    def read_owners(self) -> None:
        """The Owners sheet; a blank team takes Today's owner away."""
        old = {(row.scenario, row.item): row for row in self.state.rows(Owner)}
        seen = set()
        for line in self.lines("Owners"):
            scenario, item = line.named("Scenario"), line.named("Item")
            line.named("Type")
            kind = line.choice("Type", OWNED_TYPES)
            team = self.known_team(line, "Team")
            if not scenario or not item or kind is None:
                continue
            found = self.item_called(kind, item)
            if found is None:
                line.problem("Item", f"expected a {kind} of this workbook")
                continue
            key = (self.scenario_named(scenario), (kind, found))
            if key in seen:
                line.problem("Item", "expected each item only once per scenario")
                continue
            seen.add(key)
            if key in old:
                row = self.draft.edit(old[key], team=team)
            else:
                values: dict[str, Any] = {"scenario": key[0], "type": kind, kind: found}
                row = self.draft.add(Owner, team=team, **values)
            self.note(row, line)

    def item_called(self, kind: str, item: str) -> int | str | None:
        """The project, chunk, service or kind of work a text names, or None."""
        if kind == "project":
            return self._projects.find(item)
        if kind == "chunk":
            return self._chunk_at(item)
        if kind == "service":
            return self._services.find(item)
        return next((k for k in KINDS if folded(k) == folded(item)), None)

    def read_project_changes(self) -> None:
        """The Project changes sheet."""
        old = {(row.scenario, row.project): row for row in self.state.rows(ProjectChange)}
        seen = set()
        for line in self.lines("Project changes"):
            scenario, project = line.named("Scenario"), self._project(line)
            values: dict[str, Any] = {
                "status": line.choice("Status", STATUSES),
                "priority": line.whole("Priority"),
                "shift_weeks": line.number("Shift weeks"),
            }
            if not scenario or project is None:
                continue
            key = (self.scenario_named(scenario), project)
            if key in seen:
                line.problem("Project", "expected each project only once per scenario")
                continue
            seen.add(key)
            row = old.get(key)
            self._save(
                *(ProjectChange, row.id if row else None, line),
                {"scenario": key[0], "project": key[1]},
                **values,
            )
