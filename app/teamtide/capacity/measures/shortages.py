"""How many people short, in words: which team, of what, from when to when, and would hires do?

Overload in days answers no question a lead is asked; this does (MODEL section 6, "people short").
"""

from __future__ import annotations

import numpy as np

from teamtide.capacity.arrays import NOTHING
from teamtide.capacity.inputs import Inputs
from teamtide.capacity.measures.cases import Case
from teamtide.capacity.measures.hiring import DAYS_A_WEEK, Shortage, shortages
from teamtide.capacity.measures.reading import Line, Reading, number_words, span_words

_NUMBERS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
_TOLD = 3
"""Runs of weeks that a sentence names."""


def short(case: Case, _today: Case) -> Reading:
    """Most people short in any one week, all teams and disciplines together, full-time."""
    total = np.zeros(case.inputs.weeks)
    for team in case.load.teams:
        total += team.overload / DAYS_A_WEEK
    found = shortages(case.load)
    most = float(total.max(initial=0.0))
    week = int(total.argmax()) if len(total) else 0
    lines = []
    for shortage in found:
        unmet = case.load.teams[shortage.team].unmet_by_discipline[shortage.discipline, week]
        if unmet > NOTHING:
            lines.append(Line(_who(case.inputs, shortage), float(unmet) / DAYS_A_WEEK, "people"))
    where = f"week of {span_words(case.monday(week), case.friday(week))}" if lines else ""
    words = tuple(f"{_sentence(case, shortage)}." for shortage in found)
    return Reading("short", most, tuple(lines), where, words)


def hires(case: Case, _today: Case) -> Reading:
    """Fewest settled hires that end every shortage, each looked at alone; infinite if none do."""
    total = 0.0
    lines, words = [], []
    for shortage, needed in case.hiring.found:
        value = float("inf") if needed is None else float(needed)
        total += value
        lines.append(Line(_who(case.inputs, shortage), value, "people"))
        words.append(f"{_sentence(case, shortage)}; {hire_words(needed, len(shortage.runs))}.")
    return Reading("hires", total, tuple(lines), sentences=tuple(words))


def hire_words(needed: int | None, runs: int = 1) -> str:
    """What it takes, such as `one hire ends it`."""
    if needed is None:
        return "hiring alone does not end it"
    count = _NUMBERS[needed] if needed < len(_NUMBERS) else str(needed)
    verb = "hire ends" if needed == 1 else "hires end"
    return f"{count} {verb} {'it' if runs == 1 else 'it all'}"


def _who(inputs: Inputs, shortage: Shortage) -> str:
    team, discipline = inputs.teams[shortage.team], inputs.disciplines[shortage.discipline]
    return f"{team.name}, {discipline}"


def _sentence(case: Case, shortage: Shortage) -> str:
    """Such as `Squad is short 1.4 people in infrastructure, 9 March to 8 May 2026`."""
    team = case.inputs.teams[shortage.team].name
    discipline = case.inputs.disciplines[shortage.discipline]
    runs = list(shortage.runs)
    told = sorted(runs, key=lambda run: -run.people * (run.last - run.first + 1))[:_TOLD]
    told.sort(key=lambda run: run.first)
    parts = []
    for number, run in enumerate(told):
        people = _people_words(run.people)
        noun = ""
        if not number:
            noun = f" {'person' if people == '1' else 'people'} in {discipline}"
        parts.append(f"{people}{noun}, {span_words(case.monday(run.first), case.friday(run.last))}")
    rest = len(runs) - len(told)
    if rest:
        count = _NUMBERS[rest] if rest < len(_NUMBERS) else str(rest)
        parts.append(f"and less at {count} other time{'s' if rest > 1 else ''}")
    return f"{team} is short " + "; ".join(parts)


def _people_words(people: float) -> str:
    return number_words(people) if people >= 0.05 else "less than 0.1"
