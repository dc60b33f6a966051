"""Messes of the people and of the rows between them: names, days, shares, vacancies, totals."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date

from teamtide.exchange.books.grids import Cell

from .page import Line, Page
from .truth import ELSEWHERE, NAMES, left
from .words import NOTHING, REMARKS, SUBTOTALS, TOTALS, VACANT

Act = Callable[[Page], None]


# --- names and ids


def two_columns(page: Page) -> None:
    at = page.columns.index("name")
    pair = ["first_name", "last_name"]
    page.columns[at : at + 1] = pair if page.dice.random() < 0.5 else pair[::-1]
    page.names = "two_columns"


def initials(page: Page) -> None:
    page.names = "last_first"
    for line in page.people():
        if page.dice.random() < 0.6:
            line.initial = page.dice.choice("ABCJMRT") + "."


def capitals(style: str) -> Act:
    def act(page: Page) -> None:
        page.names = style
        page.loose |= {"name", "manager"}

    return act


def namesakes(page: Page) -> None:
    one, other = page.dice.sample(page.people()[1:], 2)
    assert one.who is not None
    assert other.who is not None
    other.who = replace(other.who, name=one.who.name)


# --- rows


def _insert(page: Page, line: Line) -> None:
    page.lines.insert(page.dice.randint(1, len(page.lines)), line)


def _post_cells(page: Page, name: str, number: int) -> dict[str, Cell]:
    example = page.dice.choice(page.people()).who
    assert example is not None
    return {
        "name": name,
        "id": f"P{90000 + number}",
        "title": example.title,
        "team": example.team,
        "location": example.location,
    }


def vacancies(page: Page) -> None:
    for number in range(page.dice.randint(1, 3)):
        word = page.dice.choice(VACANT[page.language])
        _insert(page, Line("vacant", cells=_post_cells(page, word, number)))


def posts(page: Page) -> None:
    if not page.has("fte"):
        return
    for number in range(page.dice.randint(1, 2)):
        posts = page.dice.choice((3, 6, 14))
        cells = _post_cells(page, "", 50 + number)
        cells["name"] = cells["title"]
        cells["fte"] = float(posts)
        _insert(page, Line("post", cells=cells, posts=posts))


def leavers(page: Page) -> None:
    if not page.has("end"):
        return
    for number in range(page.dice.randint(1, 3)):
        some = page.people()[0].who
        assert some is not None
        name = NAMES["en"][number] if page.language != "en" else NAMES["nl"][number]
        if page.language in ("ja", "zh"):
            name = replace(NAMES[page.language][number], first="明")
        gone = replace(
            some, name=name, code=str(77000 + number), email=f"gone.{number}@example.com"
        )
        _insert(page, Line("leaver", left(gone, page.dice)))


def shared_ids(page: Page) -> None:
    one, other = page.dice.sample(page.people(), 2)
    assert one.who is not None
    assert other.who is not None
    other.who = replace(other.who, code=one.who.code)
    one.shared = other.shared = True


def repeated(page: Page) -> None:
    if page.has("id"):
        twice = page.dice.choice(page.people())
        _insert_after(page, twice, Line("repeat", twice.who, initial=twice.initial))


def _insert_after(page: Page, line: Line, new: Line) -> None:
    at = next(place for place, each in enumerate(page.lines) if each is line)
    page.lines.insert(page.dice.randint(at + 1, len(page.lines)), new)


def blanks(page: Page) -> None:
    for line in page.people()[1:]:
        for key in ("id", "email", "title", "team", "manager", "fte", "start", "end", "location"):
            if page.dice.random() < 0.15:
                line.blank.add(key)


def spelled_out(page: Page) -> None:
    """Blanks that say they are."""
    for line in page.people()[1:]:
        for key in ("email", "team", "manager", "fte", "start", "end", "location"):
            if page.dice.random() < 0.15:
                line.blank.add(key)
                line.cells[key] = page.dice.choice(NOTHING)


def strangers(page: Page) -> None:
    boss = NAMES["en"][0] if page.language not in ("en", "ja", "zh") else NAMES[page.language][0]
    for line in page.people()[1::2]:
        assert line.who is not None
        line.who = replace(line.who, manager=replace(boss, last=ELSEWHERE[boss.asian]))


def header_again(page: Page) -> None:
    page.lines.insert(page.dice.randint(2, len(page.lines)), Line("header"))


def gap(page: Page) -> None:
    page.lines.insert(page.dice.randint(2, len(page.lines) - 2), Line("gap"))


def subtotals(page: Page) -> None:
    label = next(k for k in page.columns if k in ("id", "name", "last_name", "title", "team"))
    for at in (len(page.lines), page.dice.randint(2, len(page.lines) - 2)):
        cells: dict[str, Cell] = {label: SUBTOTALS[page.language]}
        if page.has("fte"):
            cells["fte"] = float(at - 1)
        page.lines.insert(at, Line("total", cells=cells))


def total(page: Page) -> None:
    label = next(k for k in page.columns if k in ("id", "name", "last_name", "title", "team"))
    cells: dict[str, Cell] = {label: page.dice.choice(TOTALS[page.language])}
    if page.has("fte"):
        cells["fte"] = float(len(page.people()) - 1)
    page.lines.append(Line("total", cells=cells))


def remarks(page: Page) -> None:
    page.remarks = page.dice.sample(REMARKS[page.language], page.dice.randint(1, 2))


def sections(page: Page) -> None:
    """Each team's people stand below its name, and no column says it."""
    if not page.has("team"):
        return
    page.columns.remove("team")
    page.sections = True
    label = next(key for key in page.columns if key in ("id", "name", "last_name", "title"))
    teams: dict[str, list[Line]] = {}
    for line in page.people():
        assert line.who is not None
        teams.setdefault(line.who.team, []).append(line)
    page.lines = []
    for team, lines in teams.items():
        page.lines += [Line("heading", cells={label: team}), *lines]


# --- days


def short_days(page: Page) -> None:
    """Nothing in any day shows which number is the month."""
    page.days = page.dice.choice(("dmy", "mdy"))
    for line in page.people():
        assert line.who is not None
        start, end = (
            day and date(day.year, day.month, page.dice.randint(1, 12))
            for day in (line.who.start, line.who.end)
        )
        line.who = replace(line.who, start=start or line.who.start, end=end)


def hours(style: str) -> Act:
    def act(page: Page) -> None:
        page.shares = style
        page.full_time = page.dice.choice((35.0, 37.5, 38.5, 40.0, 40.0))
        for line in page.people()[::2]:  # that most work full time is what shows how long it is
            assert line.who is not None
            line.who = replace(line.who, fte=1.0)

    return act


def noise(kind: str) -> Act:
    return lambda page: page.noise.append(kind)


def case(page: Page) -> None:
    page.loose |= {"email", "team"}
    page.noise.append("case")
