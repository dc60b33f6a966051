"""Which team of the plan each spelling of a file means.

A file spells one department three ways and has seventeen of them where the board has four columns.
What the user settled comes first, then a team of the plan of the same letters, then a new team,
unless there would be too many for a board: then its people stay on the bench until somebody says
where they belong.
"""

from __future__ import annotations

from collections import Counter

from teamtide.exchange.books.findings import Findings
from teamtide.exchange.books.references import folded
from teamtide.exchange.rosters.choices import Choices
from teamtide.exchange.rosters.details import Spelling
from teamtide.exchange.rosters.entries import Entry
from teamtide.exchange.rosters.records import read_record
from teamtide.exchange.rosters.tables import Table
from teamtide.exchange.rosters.team_kinds import team_kind
from teamtide.plan.commands import Draft
from teamtide.plan.rows import Imported, Placement, Team, TeamId
from teamtide.plan.state import State

MOST_TEAMS = 12

BENCH = Team(TeamId(0), 0, "")
"""No team of any plan: where people sit whose team the user has put on the bench."""

Seat = Team | None
"""A team of the plan, BENCH, or None where nothing is said."""


class Seats:
    """The teams of a file, each as a team of the plan; new ones are added to the draft."""

    def __init__(
        self,
        draft: Draft,
        table: Table,
        entries: list[Entry],
        choices: Choices,
        findings: Findings,
    ) -> None:
        """Settle every spelling that the entries have."""
        state = draft.state
        self._teams: dict[str, Team] = {_key(team.name): team for team in state.rows(Team)}
        self._known = frozenset(self._teams)
        self._of: dict[str, Seat] = {}
        counts = Counter(entry.team for entry in entries if entry.team)
        texts: dict[str, str] = {}
        people: Counter[str] = Counter()
        for text, count in counts.most_common():
            texts.setdefault(_key(text), text)
            people[_key(text)] += count
        said = {_key(text): team.strip() for text, team in choices.teams.items()}
        wanted = {key: said.get(key, text) for key, text in texts.items()}
        unknown = {_key(name) for name in wanted.values() if name} - self._known
        # What an earlier list called so may have another name by now, or be gone.
        before = _called_before(state, self._known)
        self._teams |= {key: team for key, team in before.items() if team is not None}
        gone = {key for key, team in before.items() if team is None}
        unsaid = [k for k, name in wanted.items() if k not in said and _key(name) in unknown]
        unsaid = [k for k in unsaid if k not in before]
        fresh = unknown - set(before)
        room = len(self._known) + len(fresh) <= MOST_TEAMS
        new: list[str] = []
        for key, name in wanted.items():
            if not name:
                self._of[key] = BENCH
            elif (_key(name) in gone and key not in said) or (key in unsaid and not room):
                self._of[key] = None
            else:
                if _key(name) not in self._teams:
                    self._teams[_key(name)] = draft.add(Team, name=name, kind=team_kind(name))
                    new.append(name)
                self._of[key] = self._teams[_key(name)]
        self._by_text = {text: self._of[_key(text)] for text in counts}
        self._words = {text: wanted[_key(text)] for text in counts}
        self._spellings = tuple(
            Spelling(texts[key], count, team.name if team else "", _is_new(team, self._known))
            for key, count in people.most_common()
            for team in (self._of[key],)
        )
        column = table.columns.get("team")
        if column is None:
            return
        header = f"“{table.header_of(column)}”"
        if new:
            findings.warn(f"New teams, from {header}: {', '.join(new)}.")
        if unsaid and not room:
            count = sum(people[key] for key in unsaid)
            findings.warn(
                f"{header} holds {len(unsaid)} values that are no team of the plan, too many for "
                f"columns of the board (at most {MOST_TEAMS}); {count} "
                f"{'person stays' if count == 1 else 'people stay'} on the bench."
            )

    def of(self, entry: Entry) -> Seat:
        """The team an entry is in; None where that is not said or not settled."""
        return self._by_text.get(entry.team)

    def words_of(self, entry: Entry) -> str:
        """What the file, or the user for it, calls an entry's team; empty for the bench."""
        return self._words.get(entry.team, "")

    def now(self, name: str) -> str:
        """What a team that a list once named is called now."""
        team = self._teams.get(_key(name))
        return name if team is None else team.name

    def spellings(self) -> tuple[Spelling, ...]:
        """Every spelling and where it goes, the most people first."""
        return self._spellings


def _is_new(team: Seat, known: frozenset[str]) -> bool:
    return team is not None and team is not BENCH and _key(team.name) not in known


def _called_before(state: State, known: frozenset[str]) -> dict[str, Team | None]:
    """Teams that earlier lists named and the plan has no more: where their people sit now.

    A team is found where all of its people that still sit anywhere sit in one; None says that the
    name is known and means no team now.
    """
    found: dict[str, set[Team]] = {}
    for record in state.rows(Imported):
        said = read_record(record) or {}
        key = _key(said.get("team", ""))
        if not key or key in known:
            continue
        teams = found.setdefault(key, set())
        for row in state.where(Placement, "person", record.person):
            if row.scenario == state.today and row.start is None and row.team is not None:
                teams.add(state.get(Team, row.team))
    return {key: teams.pop() if len(teams) == 1 else None for key, teams in found.items()}


def _key(text: str) -> str:
    """Spellings that mean one team: blanks, capitals, dashes and full stops alike."""
    letters = "".join(c if c.isalnum() or c == "&" else " " for c in folded(text))
    return " ".join(letters.split()) or folded(text)
