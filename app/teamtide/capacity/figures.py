"""The weekly figures of a person in a team: names of the rows, and their container.

They stand alone so that both ways of computing them, by the week and by the day, fill the same
array, and so that everything after reads it without knowing which way was taken.
"""

from __future__ import annotations

from dataclasses import dataclass

from teamtide.capacity.arrays import FloatArray, IntArray

GROSS, EFFECTIVE, SETTLED, ATTENDANCE, SIZE, PRESENT = range(6)
"""Rows of `Supply.figures`.

GROSS: days given, after splits. EFFECTIVE: the same with settling in. SETTLED: the part of GROSS
from cohorts at full ramp. ATTENDANCE: days present with a share, over 5. SIZE: FTE · share over
Monday to Friday while employed, over 5. PRESENT: days given before splits (avail · share).
"""

FIGURES = 6


@dataclass(frozen=True)
class Supply:
    """Rows of (person, team) pairs.

    Args:
        person: (R,) index of the person.
        team: (R,) index of the team.
        figures: (6, R, W) the figures named above.
    """

    person: IntArray
    team: IntArray
    figures: FloatArray


@dataclass(frozen=True)
class Pieces:
    """N `cohorts.Piece` as columns, beside the person of each.

    Args:
        person: (N,) plan index.
        team: (N,) team.
        first: (N,) first day.
        stop: (N,) the day after the last.
        size: (N,) share.
        joined: (N,) day of the join.
        split: (N,) what is left of a day of someone divided over teams.
        leads: (N,) 1.0 where the piece leads its span, else 0.0.
    """

    person: IntArray
    team: IntArray
    first: IntArray
    stop: IntArray
    size: FloatArray
    joined: IntArray
    split: FloatArray
    leads: FloatArray

    def only(self, which: IntArray) -> Pieces:
        """Some of them."""
        return Pieces(
            self.person[which],
            self.team[which],
            self.first[which],
            self.stop[which],
            self.size[which],
            self.joined[which],
            self.split[which],
            self.leads[which],
        )
