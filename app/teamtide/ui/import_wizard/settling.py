"""What each control of the import does to the choices: from one `Choices` to the next.

Pure functions, so that what a click means stands in one place, and can be tried without a window.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from teamtide.exchange.rosters.choices import Choices
from teamtide.exchange.rosters.details import Conflict, Question, Spelling

Rules = tuple[tuple[str, str], ...]


def with_sheet(choices: Choices, sheet: str) -> Choices:
    """Another sheet; what was said of the columns and rows of the one before goes with it."""
    if sheet == choices.sheet:
        return choices
    return replace(_columns_unsaid(choices), sheet=sheet, header=None, people={})


def with_header(choices: Choices, row: int | None) -> Choices:
    """Another header row; its words are others, so what was said of columns goes."""
    if row == choices.header:
        return choices
    return replace(_columns_unsaid(choices), header=row)


def _columns_unsaid(choices: Choices) -> Choices:
    return replace(choices, columns={}, orders={}, swapped=frozenset())


def with_column(choices: Choices, header: str, field: str) -> Choices:
    """A column is a field, or “” nothing; what was said to be that field before no longer is."""
    kept = {
        other: said
        for other, said in choices.columns.items()
        if other != header and (said != field or not said)
    }
    return replace(choices, columns={**kept, header: field})


def with_order(choices: Choices, header: str, order: str) -> Choices:
    """The order of the dates of a column; “” is left to be guessed."""
    orders = {key: value for key, value in choices.orders.items() if key != header}
    return replace(choices, orders={**orders, header: order} if order else orders)


def with_swapped(choices: Choices, header: str, swapped: bool) -> Choices:
    """Whether day and month of a column's true dates are to change places."""
    one = frozenset((header,))
    return replace(choices, swapped=choices.swapped | one if swapped else choices.swapped - one)


def with_teams(choices: Choices, spellings: Iterable[str], team: str | None) -> Choices:
    """Spellings go to a team, “” being the bench; None leaves them to be guessed."""
    teams = dict(choices.teams)
    for text in spellings:
        if team is None:
            teams.pop(text, None)
        else:
            teams[text] = team
    return replace(choices, teams=teams)


def others(choices: Choices, spellings: Iterable[Spelling]) -> list[str]:
    """Spellings nobody settled that are no team of the plan: new ones, and those without room."""
    free = (one for one in spellings if one.text not in choices.teams)
    return [one.text for one in free if one.new or not one.team]


def with_title(choices: Choices, titles: Iterable[str], discipline: str | None) -> Choices:
    """Titles are of a discipline: a rule each, before those that are there; None drops them."""
    wanted = list(dict.fromkeys(titles))
    keys = {title.casefold() for title in wanted}
    kept = tuple(rule for rule in choices.titles if rule[0].casefold() not in keys)
    made = () if discipline is None else tuple((title, discipline) for title in wanted)
    return replace(choices, titles=(*made, *kept))


def with_rules(choices: Choices, rules: Rules) -> Choices:
    """The rules as they stand in the list; one without words would fit everything and is not."""
    return replace(choices, titles=tuple((w.strip(), d) for w, d in rules if w.strip()))


def rule_for(rules: Rules, title: str) -> int | None:
    """The place of the first rule that fits a title."""
    text = title.casefold()
    return next((i for i, (words, _) in enumerate(rules) if words.casefold() in text), None)


def with_taken(choices: Choices, conflicts: Iterable[Conflict], file: bool) -> Choices:
    """The file's value, or else the plan's, is taken in some conflicts."""
    keys = frozenset((one.person, one.field) for one in conflicts)
    return replace(choices, take=choices.take | keys if file else choices.take - keys)


def with_answers(choices: Choices, rows: Iterable[int], person: int | None) -> Choices:
    """Rows are a person of the plan, or 0 somebody new; None leaves them open."""
    people = dict(choices.people)
    for row in rows:
        if person is None:
            people.pop(row, None)
        else:
            people[row] = person
    return replace(choices, people=people)


def closest(choices: Choices, questions: Sequence[Question]) -> Choices:
    """Every open question is answered with the closest person who is not somebody's yet."""
    people = dict(choices.people)
    used = {person for person in people.values() if person}
    for question in questions:
        if question.row in people:
            continue
        free = next((who for who, _ in question.candidates if who not in used), None)
        if free is not None:
            people[question.row] = free
            used.add(free)
    return replace(choices, people=people)


def settled(choices: Choices) -> int:
    """How many things were settled, for a remark."""
    many = (choices.columns, choices.orders, choices.swapped, choices.teams, choices.titles)
    more = (choices.people, choices.take)
    said = (choices.sheet, choices.header, choices.full_time, choices.leavers, choices.headcount)
    return sum(map(len, (*many, *more))) + sum(one not in ("", None, False) for one in said)
