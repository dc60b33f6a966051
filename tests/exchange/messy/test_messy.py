"""Rosters as people really have them, made up with the truth known.

A page is made from a seed and some messes (see `messes.py`); the file is written, imported into an
empty plan, and held against the truth: exactly its people with exactly their values, nobody else,
every row that is nobody reported, and nothing changed by the same file again.

By hand, for thousands of examples: `pytest tests/exchange/messy --hypothesis-profile long`.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from random import Random

import pytest
from hypothesis import HealthCheck, Phase, given, note, settings
from hypothesis import strategies as st

from teamtide.exchange.books.grids import Cell, Unreadable
from tests.searching import longer

from .files import File
from .holding import faults, imported
from .layout_messes import last_year
from .messes import MESSES, compatible, messy
from .page import Line, Page, Sheet, Written
from .truth import LANGUAGES, truth_of

SEEDS = st.integers(0, 2**32 - 1)


def share_of_examples(share: float) -> int:
    """That share of the examples the profile in use asks for, and at least two."""
    return max(2, round(100 * longer() * share))


FOUND = (Phase.explicit, Phase.reuse, Phase.generate)
"""A seed that fails is as good as any other; only a set of messes is worth making smaller."""


def often(share: float, phases: tuple[Phase, ...] = FOUND) -> settings:
    """That share of the examples the profile in use asks for."""
    return settings(
        max_examples=share_of_examples(share),
        phases=phases,
        # The same ones every time, but for a search by hand.
        derandomize=longer() <= 1,
        deadline=None,
        suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
    )


def held(folder: Path, seed: int, names: tuple[str, ...]) -> None:
    page, file = messy(seed, names)
    wrong = faults(page, file, folder)
    if wrong:
        note(f"seed {seed}, {file}")
        pytest.fail(f"{' + '.join(names) or 'no mess'} (seed {seed}):\n" + "\n".join(wrong[:12]))


PROMISES: dict[str, Callable[[Written], object]] = {
    "vacancies": lambda written: "vacant" in written.reported.values(),
    "rows of posts": lambda written: written.posts,
    "leavers": lambda written: written.leavers,
    "the same row twice": lambda written: "repeat" in written.reported.values(),
    "days and months swapped by a spreadsheet": lambda written: (
        written.days["start"].said == "swapped"
    ),
    "days nobody can tell from months": lambda written: written.days["start"].said == "unclear",
    "garbled cells": lambda written: any("Ã" in str(row) for row in written.sheets[0].rows),
}


@pytest.mark.parametrize("mess", sorted(PROMISES))
def test_that_a_mess_is_there_to_be_seen(mess: str) -> None:
    """Or else the tests below would hold nothing."""
    seen = [bool(PROMISES[mess](messy(seed, (mess,))[0].written())) for seed in range(20)]
    assert sum(seen) >= 10


@pytest.mark.parametrize("language", LANGUAGES)
@often(0.04)
@given(seed=SEEDS)
def test_that_a_tidy_roster_is_understood_in_its_language(
    tmp_path: Path, language: str, seed: int
) -> None:
    held(tmp_path, seed, (f"in {language}",) if language != "en" else ())


@pytest.mark.parametrize("mess", sorted(MESSES))
@often(0.04)
@given(seed=SEEDS)
def test_that_one_mess_changes_nobody(tmp_path: Path, mess: str, seed: int) -> None:
    held(tmp_path, seed, (mess,))


@pytest.mark.parametrize("language", [each for each in LANGUAGES if each != "en"])
@pytest.mark.parametrize(
    "mess",
    [
        *("vacancies", "a total", "subtotals", "remarks below", "full time as words"),
        *("hours a week", "hours a week with their unit", "columns nobody wants"),
        *("titles above", "two name columns", "a band above the headers", "headers bilingual"),
    ],
)
@often(0.02)
@given(seed=SEEDS)
def test_that_a_mess_in_another_language_changes_nobody(
    tmp_path: Path, language: str, mess: str, seed: int
) -> None:
    held(tmp_path, seed, (f"in {language}", mess))


@often(1.5, (*FOUND, Phase.shrink))
@given(
    seed=SEEDS,
    names=st.lists(st.sampled_from(sorted(MESSES)), min_size=2, max_size=5, unique=True).map(
        compatible
    ),
)
def test_that_several_messes_together_change_nobody(
    tmp_path: Path, seed: int, names: tuple[str, ...]
) -> None:
    held(tmp_path, seed, names)


@pytest.mark.parametrize("sheet", ["lookup", "pivot", "budget", "readme"])
def test_that_a_sheet_of_something_else_is_refused(tmp_path: Path, sheet: str) -> None:
    page, _ = messy(1, (f"a {sheet} sheet before it",))
    path = File("xlsx").write(tmp_path, page.before)
    with pytest.raises(Unreadable, match=r"staff\.xlsx"):
        imported(path)


def test_that_a_list_on_a_hidden_sheet_counts_where_there_is_no_other(tmp_path: Path) -> None:
    hidden = last_year(Random(7), "en")
    path = File("xlsx").write(tmp_path, [Sheet("Notes", [["See the other sheet."]]), hidden])
    assert imported(path).found.create == len(hidden.rows) - 1


def test_that_a_sheet_of_posts_says_so(tmp_path: Path) -> None:
    headers: list[Cell] = ["Organisation", "Unit", "Grade", "Generic Job Title", "Posts in FTE"]
    posts: list[list[Cell]] = [
        ["Agency", "Policy", "SEO", "Policy Adviser", number] for number in (1, 14, 2.6, 3)
    ]
    path = File("xlsx").write(tmp_path, [Sheet("junior", [headers, *posts])])
    try:
        outcome = imported(path)
    except Unreadable as refused:
        said = str(refused)
    else:
        assert not outcome.people()
        said = " ".join(outcome.found.warnings)
    assert "posts" in said.replace("Posts in FTE", "")


@often(0.2)
@given(seed=SEEDS)
def test_that_every_row_of_vacancies_alone_is_reported(tmp_path: Path, seed: int) -> None:
    dice = Random(seed)
    truth = truth_of(dice, "en", guests=False)
    page = Page(truth, dice, [Line("person", who) for who in truth.people])
    MESSES["vacancies"].act(page)
    page.lines = [line for line in page.lines if line.kind != "person"]
    path = File("csv").write(tmp_path, page.written().sheets)
    try:
        outcome = imported(path)
    except Unreadable:
        return  # that there is nobody in it is reason enough to refuse it
    assert outcome.people() == []
    assert len(outcome.found.problems) >= len(page.lines)
