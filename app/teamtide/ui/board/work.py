"""Cards of work: who owns which project, chunk, service or kind of work. No Qt.

Kept between changes: a drag of a project looks at that project and at nothing else.
"""

from __future__ import annotations

from collections.abc import Iterable
from copy import copy
from datetime import date

from teamtide.capacity.inputs import KINDS
from teamtide.capacity.schedule import days_done, expected_effort
from teamtide.plan.changes import ChangeSet
from teamtide.plan.overlay import Owners, ProjectSettings, project_settings
from teamtide.plan.rows import (
    Chunk,
    Note,
    Owner,
    Plan,
    Project,
    ProjectChange,
    ProjectId,
    ScenarioId,
    Service,
    ServiceId,
    Surge,
    Team,
    TeamId,
)
from teamtide.plan.state import State
from teamtide.ui.board.asked import noted_projects, with_note
from teamtide.ui.board.cards import Ref, WorkCard
from teamtide.ui.board.paused import tray_ref
from teamtide.ui.charts.words import NBSP, Words

Cards = tuple[WorkCard, ...]


def left(chunk: Chunk) -> float:
    """Days of a chunk's expected effort that are still to be done (MODEL section 2)."""
    return expected_effort(chunk) - days_done(chunk)


def done_text(chunks: Iterable[Chunk], words: Words) -> str:
    """How much of some chunks is done, such as 12 of 30 d done; blank where nobody said."""
    said = list(chunks)
    if not any(chunk.done for chunk in said):
        return ""
    done, whole = sum(map(days_done, said)), words.days(sum(map(expected_effort, said)))
    digits = 0 if abs(done) >= 99.95 else 1
    return f"{words.number(done, digits)} of {whole} done"


class Work:
    """All cards of work by column, in plan order: projects and chunks, services, kinds."""

    def __init__(
        self,
        state: State,
        scenario: ScenarioId,
        words: Words,
        *,
        projects: Iterable[ProjectId] | None = None,
    ) -> None:
        """The work of `scenario`, or, to begin with, that of some projects."""
        self._scenario = scenario
        self._words = words
        self._projects: dict[ProjectId, tuple[object, Cards]] = {}
        self._services: dict[ServiceId, tuple[object, WorkCard]] = {}
        self._rules: Cards = ()
        self._columns: dict[TeamId | None, Cards] = {}
        everything = (row.id for row in state.rows(Project))
        self.look(state, everything if projects is None else projects)

    def of(self, team: TeamId | None) -> Cards:
        """The cards of a column."""
        return self._columns.get(team, ())

    def after(self, state: State, change: ChangeSet) -> Work:
        """The work there would be after a change that may come; this one stays as it is."""
        coming = copy(self)
        coming._projects, coming._services = dict(self._projects), dict(self._services)
        coming.advance(state, change)
        return coming

    def advance(self, state: State, change: ChangeSet) -> None:
        """Look again at the work a change is about."""
        if not change.tables & {Project, Chunk, Service, Surge, Owner, ProjectChange, Note}:
            return
        projects: set[ProjectId] = set()
        services, rules = bool(change.tables & {Service, Surge, Note}), Chunk in change.tables
        for old, new in change.of(Owner):
            for owner in (old, new):
                if owner is None:
                    continue
                services |= owner.type in ("service", "kind")
                rules |= owner.type in ("chunk", "kind")
                if owner.type == "kind":
                    kind = owner.kind
                    projects.update(row.project for row in state.rows(Chunk) if row.kind == kind)
                elif owner.project is not None:
                    projects.add(owner.project)
                elif owner.chunk is not None:
                    chunk = state.find(Chunk, owner.chunk)
                    if chunk is not None:
                        projects.add(chunk.project)
        for before, after in change.of(Chunk):
            projects.update(row.project for row in (before, after) if row is not None)
        for one, other in change.of(ProjectChange):
            projects.update(row.project for row in (one, other) if row is not None)
        projects |= noted_projects(state, change)
        for was, now in change.of(Project):
            projects.update(row.id for row in (was, now) if row is not None)
        self.look(state, projects, services=services, rules=rules)

    def look(
        self,
        state: State,
        projects: Iterable[ProjectId],
        *,
        services: bool = True,
        rules: bool = True,
    ) -> None:
        """Look at the work of some projects (first or again), and at services and rules."""
        owners = Owners(state, self._scenario)
        for project in projects:
            row = state.find(Project, project)
            if row is None:
                self._projects.pop(project, None)
            else:
                self._projects[project] = self._project(state, owners, row)
        if services:
            self._services = {
                row.id: self._service(state, owners, row) for row in state.rows(Service)
            }
        if rules:
            self._rules = tuple(self._kinds_ruled(state, owners))
        columns: dict[TeamId | None, list[WorkCard]] = {}
        found = (self._projects.get(row.id) for row in state.rows(Project))
        everything = (cards for made in found if made is not None for cards in made[1])
        for card in (*everything, *(card for _, card in self._services.values()), *self._rules):
            columns.setdefault(card.ref.team, []).append(card)
        self._columns = {team: tuple(cards) for team, cards in columns.items()}

    # --- projects and chunks --------------------------------------------------------------

    def _project(self, state: State, owners: Owners, row: Project) -> tuple[object, Cards]:
        """What a project's cards follow from, and the cards: those there are where it is equal."""
        now = project_settings(state, self._scenario, row.id)
        home = owners.of_project(row)
        chunks = state.where(Chunk, "project", row.id)
        with_whom = [(owners.of_chunk(c), by_itself(owners, c), by_rule(owners, c)) for c in chunks]
        team = None if now.active else state.find(Team, home)
        key = (row, now, home, team, chunks, with_whom, state.tables[Note])
        known = self._projects.get(row.id)
        if known is not None and known[0] == key:
            return known
        if not now.active:
            return key, (self._resting(state, row, now.status, team),)
        return key, self._cards_of(state, row, now, home, chunks, with_whom)

    def _cards_of(
        self,
        state: State,
        row: Project,
        now: ProjectSettings,
        home: TeamId | None,
        chunks: tuple[Chunk, ...],
        with_whom: list[tuple[TeamId | None, bool, bool]],
    ) -> Cards:
        """Cards of a project, whose chunks are with a team, by themselves or by a rule."""
        mine: list[Chunk] = []
        others: list[WorkCard] = []
        for chunk, (team, itself, rule) in zip(chunks, with_whom, strict=True):
            if team == home or (chunk.who and not itself):
                mine.append(chunk)
            elif not rule:
                others.append(self._chunk(state, row, chunk, team))
        cards: list[WorkCard] = []
        if home is not None or mine or not chunks:
            line = self._effort(mine, len(chunks))
            tip = f"{row.name}\n{line}"
            if now.priority is not None:
                tip += f"\npriority {now.priority}"
            if now.shift_weeks:
                weeks = self._words.number(abs(now.shift_weeks))
                tip += f"\n{weeks} wk {'later' if now.shift_weeks > 0 else 'earlier'} here"
            ref = Ref("project", row.id, home)
            kinds = _kinds(mine or list(chunks))
            cards.append(with_note(state, WorkCard(ref, row.name, line, kinds, tip=tip)))
        return (*cards, *others)

    def _resting(self, state: State, row: Project, status: str, owner: Team | None) -> WorkCard:
        """One card for a whole project, whoever owns its chunks; the tray says what it frees."""
        tip = f"\nwith {owner.name} when it is active" if owner is not None else ""
        kinds = _kinds(list(state.where(Chunk, "project", row.id)))
        card = WorkCard(tray_ref(row.id), row.name, status, kinds, muted=True, tip=tip)
        return with_note(state, card)

    def _effort(self, chunks: list[Chunk], total: int) -> str:
        words = self._words
        if not total:
            return "no chunks yet"
        count = f"{len(chunks)} of {total}" if len(chunks) < total else f"{total}"
        noun = "chunk" if total == 1 else "chunks"
        parts = [f"{count} {noun}"]
        low = sum(c.likely if c.low is None else c.low for c in chunks)
        high = sum(c.likely if c.high is None else c.high for c in chunks)
        done = done_text(chunks, words)
        if done:
            parts.append(done)
        elif high - low > 0.5:
            parts.append(f"{words.number(low, 0)}–{words.days(round(high))}")
        else:
            parts.append(words.days(sum(map(expected_effort, chunks))))
        if chunks and all(c.shape.casefold().startswith("burst") for c in chunks):
            parts.append("bursts")
        return " · ".join(parts)

    def _chunk(self, state: State, project: Project, chunk: Chunk, team: TeamId | None) -> WorkCard:
        days = done_text([chunk], self._words) or self._words.days(expected_effort(chunk))
        line = f"chunk of {project.name} · {days}"
        ref = Ref("chunk", chunk.id, team)
        tip = f"{chunk.name}\n{line}\n{chunk.kind}, {chunk.discipline}"
        return with_note(state, WorkCard(ref, chunk.name, line, ((chunk.kind, 1.0),), tip=tip))

    # --- services and kinds ---------------------------------------------------------------

    def _service(self, state: State, owners: Owners, row: Service) -> tuple[object, WorkCard]:
        """What a service's card follows from, and the card."""
        surges, team = state.where(Surge, "service", row.id), owners.of_service(row)
        key = (row, surges, team, state.plan, state.tables[Note])
        known = self._services.get(row.id)
        if known is not None and known[0] == key:
            return known
        words = self._words
        usual = row.arrivals * row.days_each
        most = usual * surge_factor(surges, state.plan)
        rate = words.number(usual)
        if abs(most - usual) > 0.05:
            rate += f" → {words.number(most)}"
        line = f"service · {rate}{NBSP}d/wk"
        ref = Ref("service", row.id, team)
        tip = f"{row.name}\n{line}\n{row.kind}, {row.discipline}"
        return key, with_note(state, WorkCard(ref, row.name, line, ((row.kind, 1.0),), tip=tip))

    def _kinds_ruled(self, state: State, owners: Owners) -> Iterable[WorkCard]:
        ruled: dict[str, list[Chunk]] = {
            kind: [] for kind in KINDS if owners.said(("kind", kind)) is not None
        }
        for chunk in state.rows(Chunk) if ruled else ():
            if chunk.kind in ruled and not by_itself(owners, chunk):
                ruled[chunk.kind].append(chunk)
        for kind, chunks in ruled.items():
            team = owners.said(("kind", kind))
            noun = "chunk" if len(chunks) == 1 else "chunks"
            days = self._words.days(sum(map(left, chunks)))
            line = f"rule · {len(chunks)} {noun} · {days}" if chunks else "rule · whatever comes"
            tip = f"All {kind} work that nothing else assigns comes here.\n{line}"
            ref = Ref("kind", kind, team)
            yield WorkCard(ref, f"All {kind} work", line, ((kind, 1.0),), tip=tip)


def by_itself(owners: Owners, chunk: Chunk) -> bool:
    """Whether a chunk was given to a team by its own name."""
    return chunk.team is not None or owners.said(("chunk", chunk.id)) is not None


def by_rule(owners: Owners, chunk: Chunk) -> bool:
    """Whether a chunk is with its team by a rule for its kind of work."""
    return not by_itself(owners, chunk) and owners.said(("kind", chunk.kind)) is not None


def surge_factor(surges: Iterable[Surge], plan: Plan) -> float:
    """The largest product of surges that hold on the same day of the plan; at least 1."""
    spans = [(s.first or plan.start, s.last or date.max, s.factor) for s in surges]
    highest = 1.0
    for day, _, _ in spans:
        together = 1.0
        for first, last, factor in spans:
            if first <= day <= last:
                together *= factor
        highest = max(highest, together)
    return highest


def _kinds(chunks: list[Chunk]) -> tuple[tuple[str, float], ...]:
    asked: dict[str, float] = {}
    for chunk in chunks:
        asked[chunk.kind] = asked.get(chunk.kind, 0.0) + expected_effort(chunk)
    total = sum(asked.values())
    if not total:
        return ()
    return tuple((kind, asked[kind] / total) for kind in KINDS if kind in asked)
