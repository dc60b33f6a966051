"""Lines of words as work."""

from __future__ import annotations

import os
import subprocess
import sys
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QLocale

from teamtide.capacity.inputs import KINDS as MODEL_KINDS
from teamtide.plan.row_rules import CONTOURS as MODEL_CONTOURS
from teamtide.ui.fields import texts
from teamtide.ui.quick import parse
from teamtide.ui.quick.parse import read_lines
from teamtide.ui.quick.shapes import SHAPES, lines_for
from teamtide.ui.quick.words import Words, Work

DISCIPLINES = ("software", "data science", "infrastructure")
WORDS = Words(
    disciplines=DISCIPLINES,
    teams=("Squad", "Infrastructure", "Data platform"),
    number=lambda text: texts.parse_number(text, QLocale.c()),
    day=lambda text: texts.parse_date(text, QLocale.c(), date(2026, 1, 5)),
)


def one(line: str) -> Work:
    reading = read_lines(line, WORDS)
    assert not reading.problems
    (work,) = reading.works
    return work


def problem(line: str) -> str:
    reading = read_lines(line, WORDS)
    assert not reading.works
    (found,) = reading.problems
    return found.text


def test_that_people_for_weeks_become_person_days_and_say_so() -> None:
    work = one("Churn model: 2 people for 12 weeks")
    assert (work.project, work.days, work.weeks) == ("Churn model", 120, 12)
    assert work.said == "2 people × 12 weeks × 5 d = 120 d"


def test_that_a_part_of_a_team_for_ever_is_ongoing() -> None:
    work = one("20 % of Squad, always")
    assert (work.share, work.team, work.ongoing) == (0.2, "Squad", True)
    assert work.name == "Other work of Squad"


def test_that_a_range_start_length_and_discipline_are_read_from_one_line() -> None:
    work = one("Pricing 30-60 d from 2 Mar, 6 weeks, data science")
    assert (work.project, work.low, work.days, work.high) == ("Pricing", 30, 45, 60)
    assert (work.start, work.weeks) == (date(2026, 3, 2), 6)
    assert work.discipline == "data science"


@pytest.mark.parametrize(
    "line",
    [
        "Basin\t40\t2026-03-02\t8",
        "Basin, 40, 2026-03-02, 8",
        "Basin,40,2026-03-02,8",
        "Basin;40 d;2 Mar 2026;8 weeks",
        "Basin | 40 | 02.03.2026 | 8",
    ],
)
def test_that_a_row_of_a_pasted_list_is_read_whatever_parts_its_cells(line: str) -> None:
    work = one(line)
    assert (work.project, work.days, work.start) == ("Basin", 40, date(2026, 3, 2))
    assert work.weeks == 8


def test_that_a_header_line_says_what_the_columns_are() -> None:
    text = "Weeks\tProject\tTeam\tLow\tHigh\tEffort (d)\n8\tBasin\tSquad\t20\t60\t30\n"
    work = one(text)
    assert (work.project, work.team, work.weeks) == ("Basin", "Squad", 8)
    assert (work.low, work.days, work.high) == (20, 30, 60)


@pytest.mark.parametrize(
    ("line", "weekly"),
    [
        ("Desk: 10 requests a week of 0.25 d", 2.5),
        ("Desk: 1.5 d a week", 1.5),
        ("Desk: 2 days per week, always", 2),
        ("Desk: 1 person always", 5),
    ],
)
def test_that_what_never_ends_is_counted_in_days_a_week(line: str, weekly: float) -> None:
    assert one(line).weekly == pytest.approx(weekly)


def test_that_a_word_that_is_a_team_and_a_discipline_is_a_team_only_after_with() -> None:
    alone = one("GPU pool: 40 d, infrastructure")
    assert (alone.team, alone.discipline, alone.kind) == ("", "infrastructure", "infrastructure")
    given_to = one("GPU pool: 40 d, software, with Infrastructure")
    assert (given_to.team, given_to.discipline) == ("Infrastructure", "software")


def test_that_an_end_gives_the_length() -> None:
    assert one("Z: 10 d from 2 Mar until 12 Apr").weeks == 6


def test_that_a_deadline_a_shape_and_a_limit_are_read() -> None:
    work = one("Z: 24 d over 24 weeks, engagement, burst 6/2, at most 2 people, by 30 Jun")
    assert (work.kind, work.shape, work.max_people) == ("engagement", "burst 6/2", 2)
    assert work.deadline == date(2026, 6, 30)


def test_that_work_without_a_length_is_one_persons_and_says_so() -> None:
    work = one("Z: 12 d")
    assert work.weeks == 3
    assert "no length given" in work.said


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("Foo: bar", "“bar” is not understood"),
        ("Foo", "How much work is it?"),
        ("Foo 3 people", "3 people for how many weeks?"),
        ("X: 60-30 d", "the first must be the smaller"),
        ("X: 10-20 d, likely 40", "must lie between"),
        ("Y: 10 d until 3 Mar", "needs a start"),
        ("Y: 10 d from 3 Mar until 2 Mar", "ends before it starts"),
        ("20 % of Nowhere, always", "no team called “Nowhere”"),
        ("Y: always", "How much of it, always?"),
        ("Y: 10 d from 31 Feb", "not a date"),
    ],
)
def test_that_what_cannot_be_read_is_a_sentence_about_its_line(line: str, reason: str) -> None:
    assert reason in problem(line)


def test_that_problems_are_told_by_line_and_do_not_hide_the_rest() -> None:
    reading = read_lines("A: 10 d\n\n# a remark\nB: much\nC: 5 d\n", WORDS)
    assert [work.line for work in reading.works] == [1, 5]
    assert [found.line for found in reading.problems] == [4]


@pytest.mark.parametrize("shape", SHAPES, ids=lambda shape: shape.name)
@pytest.mark.parametrize("disciplines", [DISCIPLINES, ("clinical",)], ids=["usual", "other"])
def test_that_every_typical_shape_is_read_without_a_problem(
    shape: object, disciplines: tuple[str, ...]
) -> None:
    words = Words(disciplines, (), WORDS.number, WORDS.day)
    reading = read_lines(lines_for(shape, "Mine", disciplines), words)  # type: ignore[arg-type]
    assert reading.works
    assert not reading.problems
    assert {work.project or work.name for work in reading.works} == {"Mine"}


@given(st.text(max_size=80))
def test_that_no_line_makes_the_reader_fail(text: str) -> None:
    read_lines(text, WORDS)


def test_that_reading_lines_needs_no_qt() -> None:
    code = "import sys, teamtide.ui.quick.parse; sys.exit('PySide6' in sys.modules)"
    place = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    assert subprocess.run([sys.executable, "-c", code], check=False, env=place).returncode == 0


def test_that_kinds_and_contours_are_those_of_the_model() -> None:
    assert parse.KINDS == MODEL_KINDS
    assert sorted(parse.CONTOURS) == sorted(MODEL_CONTOURS)
