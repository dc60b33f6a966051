"""What a person settles about a spreadsheet before it is imported.

Everything Teamtide guesses of a roster can be said here instead; what is not said is guessed. It is
plain data, so that the window, the command line and the remembered shapes of files share one form.
Columns are called by their headers as `Table.header_of` says them, rows by their number in the
spreadsheet, as people do.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Choices:
    """What is settled; the defaults settle nothing.

    Args:
        sheet: The sheet that holds the table; empty where Teamtide looks for it.
        header: Row number (from 1) of the header row, the last one where there are two; None where
            Teamtide looks for it.
        columns: {header: field}; “” for a column not to use.
        full_time: Hours a week of a full-time person.
        orders: {header: "ymd", "dmy" or "mdy"} of columns of text dates.
        swapped: Headers of columns whose true dates have day and month the wrong way round.
        teams: {team as the file spells it: team of the plan, or a new one}; “” is the bench.
        titles: (words, discipline) rules tried on job titles before Teamtide's own; the words are a
            text a title contains, whatever its capitals.
        leavers: Import people who left before the plan starts, too.
        headcount: Make that many unnamed people of a row that stands for several posts.
        people: {row: id of the person of the plan it is; 0 for somebody new} for names that are
            close to somebody's.
        take: (person id, field) conflicts in which the file's value is taken; others keep the
            plan's.
        ask_again: Leave the other conflicts open, so that the next import tells them again; else
            the plan's value is settled by this import.
    """

    sheet: str = ""
    header: int | None = None
    columns: Mapping[str, str] = field(default_factory=dict)
    full_time: float | None = None
    orders: Mapping[str, str] = field(default_factory=dict)
    swapped: frozenset[str] = frozenset()
    teams: Mapping[str, str] = field(default_factory=dict)
    titles: tuple[tuple[str, str], ...] = ()
    leavers: bool = False
    headcount: bool = False
    people: Mapping[int, int] = field(default_factory=dict)
    take: frozenset[tuple[int, str]] = frozenset()
    ask_again: bool = False
