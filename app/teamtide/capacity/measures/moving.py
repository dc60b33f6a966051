"""What moving people costs: who joins a team, and what settling in takes.

Joins and cohorts are those of section 1, cut again here for the few people who have any, because
the engine keeps what a person gives a team, not which part of it comes from somebody who moved.
"""

from __future__ import annotations

import numpy as np

from teamtide.capacity.cohorts import NEVER, Piece, cut_placements, is_plain
from teamtide.capacity.daily import daily_figures
from teamtide.capacity.figures import EFFECTIVE, GROSS, Pieces
from teamtide.capacity.inputs import Inputs, Person
from teamtide.capacity.measures.cases import Case
from teamtide.capacity.measures.reading import SHOWN, Line, Reading, day_words, shortened
from teamtide.capacity.people import column_people
from teamtide.capacity.supply import split_factor


def move_pieces(case: Case) -> list[tuple[int, Piece]]:
    """Pieces of shares that somebody joined by moving, with the index of the person.

    A join on or before the first day of employment is the hire itself, and no move.
    """
    calendar = case.load.calendar
    return [
        (number, piece)
        for number, person in enumerate(case.inputs.people)
        if not is_plain(person)
        for piece in cut_placements(person, calendar.start, calendar.stop, case.inputs.beginning)
        if _moved(person, piece)
    ]


def _moved(person: Person, piece: Piece) -> bool:
    if piece.joined == NEVER:
        return False
    return person.start is None or piece.joined > person.start


def moves(case: Case, _today: Case) -> Reading:
    """People with at least one join on a day of the plan, hires apart."""
    first: dict[int, Piece] = {}
    for number, piece in move_pieces(case):
        known = first.get(number)
        if piece.joined >= case.inputs.start and (known is None or piece.joined < known.joined):
            first[number] = piece
    lines = []
    for number, piece in list(first.items())[:SHOWN]:
        name, team = case.inputs.people[number].name, case.inputs.teams[piece.team].name
        lines.append(Line(f"{name} joins {team}, {day_words(piece.joined)}", 1.0, "people"))
    if len(first) > SHOWN:
        lines.append(Line("Others who move", float(len(first) - SHOWN), "people"))
    return Reading("moves", float(len(first)), tuple(lines))


def settling_days(case: Case) -> list[tuple[int, float]]:
    """Days lost to settling in of each person who moved: Σ (gross - eff) over move cohorts."""
    pieces = move_pieces(case)
    if not pieces:
        return []
    inputs, calendar = case.inputs, case.load.calendar
    which = sorted({number for number, _ in pieces})
    people = column_people(inputs, calendar, which)
    columns = _columns(inputs, pieces)
    joined = np.array([piece.joined for _, piece in pieces], dtype=np.int64)
    figures = daily_figures(columns, joined, people, calendar, inputs.settings)
    lost = (figures[GROSS] - figures[EFFECTIVE]).sum(axis=1)
    total: dict[int, float] = {}
    for (number, _), days in zip(pieces, lost.tolist(), strict=True):
        total[number] = total.get(number, 0.0) + days
    return list(total.items())


def _columns(inputs: Inputs, pieces: list[tuple[int, Piece]]) -> Pieces:
    rows = [piece for _, piece in pieces]
    teams = np.array([piece.teams for piece in rows])
    return Pieces(
        person=np.array([number for number, _ in pieces], dtype=np.int64),
        team=np.array([piece.team for piece in rows], dtype=np.int64),
        first=np.array([piece.first for piece in rows], dtype=np.int64),
        stop=np.array([piece.stop for piece in rows], dtype=np.int64),
        size=np.array([piece.size for piece in rows]),
        joined=np.array([piece.joined for piece in rows], dtype=np.int64),
        split=split_factor(teams, inputs.settings.switch),
        leads=np.array([float(piece.leads) for piece in rows]),
    )


def move_cost(case: Case, today: Case) -> Reading:
    """(1 + m) · Σ (gross - eff) over move cohorts, less the same of Today, days.

    The whole of a mover's settling in counts, also where they are newly hired at the same time.
    """
    mentor = case.inputs.settings.mentor
    lost = settling_days(case)
    slow = sum(days for _, days in lost)
    before = (1.0 + mentor) * sum(days for _, days in settling_days(today))
    people = case.inputs.people
    lines = [
        *shortened(
            [Line(f"{people[number].name} settles in", days, "days") for number, days in lost],
            "others who settle in",
        ),
        Line(f"Help of colleagues, {mentor:g} of that", mentor * slow, "days"),
        Line("Less the same in Today", -before, "days"),
    ]
    return Reading("move_cost", (1.0 + mentor) * slow - before, tuple(lines))
