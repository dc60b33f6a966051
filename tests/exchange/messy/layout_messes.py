"""Messes of where the table is, and which columns it has."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from random import Random

from teamtide.exchange.books.grids import Cell

from .page import PERSONAL, Line, Page, Sheet
from .truth import NAMES, truth_of
from .words import EXTRAS, HEADERS, TITLES_ABOVE

# --- columns


def shuffled(page: Page) -> None:
    page.dice.shuffle(page.columns)


def few(page: Page) -> None:
    must = page.dice.choice(PERSONAL)
    kept = {must, "name", "first_name", "last_name"}
    kept |= set(page.dice.sample(["id", "start", "end", "location", "fte"], 2))
    page.columns = [key for key in page.columns if key in kept]


def extras(page: Page) -> None:
    known = EXTRAS[page.language]
    for number in page.dice.sample(range(len(known)), min(len(known), page.dice.randint(2, 4))):
        key = f"extra:{number}"
        page.columns.insert(page.dice.randint(0, len(page.columns)), key)
        page.extras[key] = [_extra_cell(known[number][1], page.dice) for _ in range(20)]


def _extra_cell(kind: str, dice: Random) -> Cell:
    someday = date(1962, 1, 1) + timedelta(days=dice.randint(0, 14_000))
    cells: dict[str, Cell] = {
        "money": dice.randint(28_000, 120_000),
        "birth": someday,
        "phone": f"+44 20 7946 {dice.randint(1000, 9999)}",
        "age": dice.randint(19, 66),
        "number": dice.choice((4100, 4200, 4300)),
        "gender": dice.choice("fmx"),
        "day": date(2025, 1, 1) + timedelta(days=dice.randint(0, 300)),
        "stranger": dice.choice(NAMES["nl"]).full,
        "salutation": dice.choice(("Ms.", "Mr.", "Mx.")),
        "mail": "boss@example.com",
        "status": dice.choice(("Active", "Active", "On leave")),
        "grade": dice.choice(("E3", "E4", "M1")),
    }
    return cells[kind]


def index(page: Page) -> None:
    page.columns.insert(0, "index")


# --- where the table is


def titles(page: Page) -> None:
    lines: list[Cell] = ["Fictional Widgets Ltd", TITLES_ABOVE[page.language], "31.12.2025"]
    page.above += [[line] for line in page.dice.sample(lines, page.dice.randint(1, 3))]
    if page.dice.random() < 0.7:
        page.above.append([])


def blank_rows(page: Page) -> None:
    page.above = [[] for _ in range(page.dice.randint(1, 4))] + page.above


def beside(page: Page) -> None:
    if page.has("team") and page.dice.random() < 0.5:
        team = HEADERS[page.language]["team"][0]
        page.beside = [[team, "Code"], ["Platform", "PL"], ["Checkout", "CH"], ["Finance", "FI"]]
    else:
        page.beside = [["Code", "Meaning"], ["F", "Full"], ["P", "Part"]]


def lookup(page: Page) -> None:
    rows: list[list[Cell]] = [["Code", "Department"], ["PL", "Platform"], ["CH", "Checkout"]]
    page.before.append(Sheet("Lookup", rows))


def pivot(page: Page) -> None:
    rows: list[list[Cell]] = [[], ["Row Labels", "Count of Employee ID"], ["Platform", 4]]
    page.before.append(Sheet("Pivot", [*rows, ["Checkout", 7], ["Grand Total", 11]]))


def budget(page: Page) -> None:
    rows: list[list[Cell]] = [["Department", "Manager", "Budget 2026", "FTE"]]
    rows += [["Platform", "Mary Jane Holloway", 410_000, 4.5], ["Checkout", "N/D", 90_000, 1]]
    page.before.append(Sheet("Budget", rows))


def readme(page: Page) -> None:
    rows: list[list[Cell]] = [["Please send corrections to hr@example.com."], ["Thank you."]]
    page.before.append(Sheet("Read me", rows))


def hidden_list(page: Page) -> None:
    page.after.append(last_year(page.dice, page.language))


def last_year(dice: Random, language: str) -> Sheet:
    """Last year's list, on a hidden sheet."""
    old = truth_of(dice, "en" if language != "en" else "nl", guests=False)
    people = [Line("person", who) for who in old.people[:6]]
    return replace(Page(old, dice, people).written().sheets[0], name="2024", hidden=True)
