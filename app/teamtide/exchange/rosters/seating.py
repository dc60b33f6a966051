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
from teamtide.exchange.rosters.tables import Table
from teamtide.exchange.rosters.team_kinds import team_kind
from teamtide.plan.commands import Draft
from teamtide.plan.rows import Team
from teamtide.plan.state import State

MOST_TEAMS = 12


class Seats:
    """The teams of a file, each as a team of the plan; new ones are added to the draft."""

    def __init__(
        self,
        state: State,
        draft: Draft,
        table: Table,
        entries: list[Entry],
        choices: Choices,
        findings: Findings,
    ) -> None:
        """Settle every spelling that the entries have."""
        self._draft = draft
        self._teams: dict[str, Team] = {_key(team.name): team for team in state.rows(Team)}
        self._known = frozenset(self._teams)
        self._of: dict[str, Team | None] = {}
        counts = Counter(entry.team for entry in entries if entry.team)
        texts: dict[str, str] = {}
        people: Counter[str] = Counter()
        for text, count in counts.most_common():
            texts.setdefault(_key(text), text)
            people[_key(text)] += count
        said = {_key(text): team.strip() for text, team in choices.teams.items()}
        unsaid = [key for key in texts if key not in said and key not in self._teams]
        wanted = {_key(said[key]) for key in texts if said.get(key)} - self._known
        room = len(self._teams) + len(wanted | set(unsaid)) <= MOST_TEAMS
        new: list[str] = []
        for key, text in texts.items():
            name = said.get(key, text if key in self._teams or room else "")
            if name and _key(name) not in self._teams:
                self._teams[_key(name)] = draft.add(Team, name=name, kind=team_kind(name))
                new.append(name)
            self._of[key] = self._teams[_key(name)] if name else None
        self._by_text = {text: self._of[_key(text)] for text in counts}
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

    def of(self, entry: Entry) -> Team | None:
        """The team an entry is in; None where the file does not say, or for the bench."""
        return self._by_text.get(entry.team)

    def spellings(self) -> tuple[Spelling, ...]:
        """Every spelling and where it goes, the most people first."""
        return self._spellings


def _is_new(team: Team | None, known: frozenset[str]) -> bool:
    return team is not None and _key(team.name) not in known


def _key(text: str) -> str:
    """Spellings that mean one team: blanks, capitals, dashes and full stops alike."""
    letters = "".join(c if c.isalnum() or c == "&" else " " for c in folded(text))
    return " ".join(letters.split()) or folded(text)
