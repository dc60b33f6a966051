"""The tables of leads, of whose lead changes, of cover and of stand-ups. No Qt."""

from __future__ import annotations

import numpy as np

from teamtide.capacity.arrays import BoolArray, IntArray
from teamtide.capacity.measures.attention import Thin
from teamtide.capacity.measures.belonging import AWAY
from teamtide.plan.rows import PersonId
from teamtide.ui.compare.people_pairs import Pairs
from teamtide.ui.compare.people_seen import Cell, Seen, View
from teamtide.ui.fields import texts

NAMES_SHOWN = 60
RUNS_SHOWN = 2


class Leads(View):
    """How many people each lead has, and on demand who they are."""

    heads = ("Lead",)
    empty = "No team has a lead. Choose one in the menu of its column."

    def __init__(self, seen: Seen) -> None:
        """Everybody who leads somebody in the last week, in some option or Today."""
        super().__init__(seen)
        all_leads = np.concatenate([seen.today.leads, *(one.leads for _, _, one in seen.options)])
        self._leads = np.unique(all_leads[all_leads >= 0])

    @property
    def size(self) -> int:
        """How many leads."""
        return len(self._leads)

    def label(self, row: int, column: int) -> str:
        """The lead."""
        return self.seen.people[int(self._leads[row])]

    def _led(self, row: int, option: int) -> IntArray:
        return np.flatnonzero(self.seen.options[option][2].leads == self._leads[row])

    def cell(self, row: int, option: int) -> Cell:
        """How many they lead; the names as a tip."""
        led = self._led(row, option)
        name = self.label(row, 0)
        if not len(led):
            return Cell("–", f"{name} leads nobody in {self.seen.options[option][1]}.", "muted")
        return Cell(
            f"{len(led)} {'person' if len(led) == 1 else 'people'}",
            f"{name} leads {_names(self.seen, led)}.",
        )

    def total(self, option: int) -> str:
        """People per lead."""
        leads = self.seen.options[option][2].leads
        led = leads[leads >= 0]
        if not len(led):
            return "nobody leads"
        mean = len(led) / len(np.unique(led))
        return f"{texts.number_text(mean, 1)} people per lead"

    def people(self, row: int) -> tuple[PersonId, ...]:
        """The lead."""
        return (self.seen.ids[self._leads[row]],)

    def kept(self, team: int | None, text: str, state: int) -> IntArray:
        """Leads who, or whose people, are in the team or called so."""
        options = self.seen.options
        found = np.ones(self.size, dtype=np.bool_)
        for wanted in _wanted(self.seen, team, text):
            hit = wanted[self._leads]
            for number, lead in enumerate(self._leads.tolist()):
                hit[number] |= any(wanted[one.leads == lead].any() for _, _, one in options)
            found &= hit
        return np.flatnonzero(found)


class LeadChanges(View):
    """Whose lead is another than in Today: from whom to whom, and since when."""

    heads = ("Person", "Lead in Today")
    empty = "Nobody's lead changes in these options."

    def __init__(self, seen: Seen) -> None:
        """Everybody whose lead changes in some option."""
        super().__init__(seen)
        changed = np.zeros(len(seen.people), dtype=np.bool_)
        for _, _, one in seen.options:
            changed |= one.since >= 0
        self._people = np.flatnonzero(changed)

    @property
    def size(self) -> int:
        """How many people."""
        return len(self._people)

    def label(self, row: int, column: int) -> str:
        """The person, and who leads them in Today."""
        person = int(self._people[row])
        if column == 0:
            return self.seen.people[person]
        return _lead_words(self.seen, int(self.seen.today.leads[person]))

    def cell(self, row: int, option: int) -> Cell:
        """Who leads them, since when; or that it is as in Today."""
        person = int(self._people[row])
        _, name, found = self.seen.options[option]
        since = int(found.since[person])
        if since < 0:
            return Cell("as in Today", "", "muted")
        lead = _lead_words(self.seen, int(found.leads[person]))
        when = "from the start" if since == 0 else f"from {self.seen.monday(since)}"
        before = self.label(row, 1)
        tip = f"{name}: {self.label(row, 0)} is led by {before} in Today, and by {lead} {when}."
        return Cell(f"→ {lead}, {when}", tip)

    def total(self, option: int) -> str:
        """How many people."""
        count = int(np.count_nonzero(self.seen.options[option][2].since >= 0))
        return "" if not count else "1 person" if count == 1 else f"{count} people"

    def people(self, row: int) -> tuple[PersonId, ...]:
        """The person."""
        return (self.seen.ids[self._people[row]],)

    def kept(self, team: int | None, text: str, state: int) -> IntArray:
        """Those in the team, called so or led by somebody called so."""
        found = np.ones(self.size, dtype=np.bool_)
        if team is not None:
            found &= self.seen.in_team(team)[self._people]
        if text.strip():
            called = np.append(self.seen.called(text), [False, False])
            leads = [self.seen.today, *(one for _, _, one in self.seen.options)]
            hit = called[self._people]
            for one in leads:
                hit = hit | called[one.leads[self._people]]
            found &= hit
        return np.flatnonzero(found)


class Covers(View):
    """Where at most one person can do what a team is asked for, who and when."""

    heads = ("Team", "Skill")
    empty = "Two people or more cover everything that is asked of every team."

    def __init__(self, seen: Seen) -> None:
        """The skills that are thin in some option."""
        super().__init__(seen)
        self._thin: list[dict[tuple[int, int], list[Thin]]] = []
        for _, _, one in seen.options:
            mine: dict[tuple[int, int], list[Thin]] = {}
            for thin in one.thin:
                mine.setdefault((thin.team, thin.discipline), []).append(thin)
            self._thin.append(mine)
        self._keys = sorted({key for mine in self._thin for key in mine})

    @property
    def size(self) -> int:
        """How many skills of teams."""
        return len(self._keys)

    def label(self, row: int, column: int) -> str:
        """The team and the discipline."""
        team, discipline = self._keys[row]
        return self.seen.teams[team] if column == 0 else self.seen.disciplines[discipline]

    def cell(self, row: int, option: int) -> Cell:
        """Who is the only one, in which weeks."""
        runs = self._thin[option].get(self._keys[row], [])
        if not runs:
            return Cell("–", "Two people or more, or nothing is asked.", "muted")
        told = [self._run(run) for run in runs]
        short = "; ".join(told[:RUNS_SHOWN])
        if len(told) > RUNS_SHOWN:
            short += f"; {len(told) - RUNS_SHOWN} more"
        about = f"{self.label(row, 0)}, {self.label(row, 1)}"
        return Cell(short, f"{about}: {'; '.join(told[:NAMES_SHOWN])}.", "warn")

    def _run(self, thin: Thin) -> str:
        who = "nobody" if thin.who is None else f"only {self.seen.people[thin.who]}"
        return f"{who}, {self.seen.monday(thin.first)} – {self.seen.friday(thin.last)}"

    def total(self, option: int) -> str:
        """How many skills are thin."""
        count = len(self._thin[option])
        return "" if not count else f"{count} {'skill' if count == 1 else 'skills'}"

    def people(self, row: int) -> tuple[PersonId, ...]:
        """Whoever is the only one some time."""
        found = [t.who for mine in self._thin for t in mine.get(self._keys[row], ())]
        known = dict.fromkeys(who for who in found if who is not None)
        return tuple(self.seen.ids[who] for who in known)

    def kept(self, team: int | None, text: str, state: int) -> IntArray:
        """Skills of the team, or that hang on somebody called so."""
        ids = self.seen.ids
        called = {ids[n] for n in np.flatnonzero(self.seen.called(text))}
        found = [
            row
            for row, key in enumerate(self._keys)
            if (team is None or key[0] == team)
            and (not text.strip() or called.intersection(self.people(row)))
        ]
        return np.array(found, dtype=np.int64)


class StandUps(View):
    """How much of its ceremonies a team spends among people who have news."""

    heads = ("Team",)
    empty = "There are no teams yet."

    @property
    def size(self) -> int:
        """A row a team."""
        return len(self.seen.teams)

    def label(self, row: int, column: int) -> str:
        """The team."""
        return self.seen.teams[row]

    def cell(self, row: int, option: int) -> Cell:
        """The part paid by people with news."""
        quiet, whole = self.seen.options[option][2].ceremonies[row]
        if not whole:
            return Cell("–", "Nobody pays for ceremonies there.", "muted")
        part = 1 - quiet / whole
        tip = (
            f"Of {texts.days_text(whole)} of ceremonies, {texts.days_text(whole - quiet)} are paid "
            "by people whose kind has a day of work each that week."
        )
        return Cell(f"{texts.number_text(100 * part, 0)} % with news", tip)

    def kept(self, team: int | None, text: str, state: int) -> IntArray:
        """The team."""
        found = np.arange(self.size)
        return found if team is None else found[found == team]


VIEWS: tuple[tuple[str, type[View]], ...] = (
    ("Pairs", Pairs),
    ("Leads", Leads),
    ("Whose lead changes", LeadChanges),
    ("Cover", Covers),
    ("Stand-ups", StandUps),
)


def _names(seen: Seen, people: IntArray) -> str:
    names = [seen.people[person] for person in people[:NAMES_SHOWN]]
    if len(people) > NAMES_SHOWN:
        names.append(f"{len(people) - NAMES_SHOWN} more")
    return ", ".join(names)


def _lead_words(seen: Seen, lead: int) -> str:
    if lead == AWAY:
        return "nobody (not employed)"
    return "nobody" if lead < 0 else seen.people[lead]


def _wanted(seen: Seen, team: int | None, text: str) -> list[BoolArray]:
    wanted = [] if team is None else [seen.in_team(team)]
    return [*wanted, seen.called(text)] if text.strip() else wanted
