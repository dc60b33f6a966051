"""Numbers, percentages and dates, as locales write them."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QLocale

from teamtide.ui.fields.texts import (
    Wrong,
    date_text,
    number_text,
    parse_date,
    parse_fte,
    parse_number,
    parse_percent,
    percent_text,
)

LOCALES = [QLocale(name) for name in ("C", "en_US", "en_GB", "de_DE", "fr_FR", "sv_SE", "de_CH")]
NEAR = date(2026, 1, 5)


@pytest.mark.parametrize("locale", LOCALES, ids=lambda one: one.name())
@given(value=st.floats(-1e6, 1e6).map(lambda x: round(x, 4)))
def test_that_a_number_is_read_back_as_it_was_written(locale: QLocale, value: float) -> None:
    assert parse_number(number_text(value, 4, locale), locale) == pytest.approx(value)


@pytest.mark.parametrize("locale", LOCALES, ids=lambda one: one.name())
@given(day=st.dates(date(1950, 1, 1), date(2199, 12, 31)))
def test_that_a_date_is_read_back_as_it_was_written(locale: QLocale, day: date) -> None:
    assert parse_date(date_text(day, locale), locale, NEAR) == day


@pytest.mark.parametrize("locale", LOCALES, ids=lambda one: one.name())
def test_that_iso_dates_and_plain_decimals_are_read_everywhere(locale: QLocale) -> None:
    assert parse_date("2026-03-02", locale) == date(2026, 3, 2)
    assert parse_number("0.8", locale) == 0.8


def test_that_the_locale_decides_what_a_comma_and_a_slash_mean() -> None:
    assert parse_number("1,5", QLocale("de_DE")) == 1.5
    assert parse_number("1.500", QLocale("de_DE")) == 1500
    assert parse_date("02/03/2026", QLocale("en_GB")) == date(2026, 3, 2)
    assert parse_date("2/3/2026", QLocale("en_US")) == date(2026, 2, 3)


@pytest.mark.parametrize(
    ("text", "fte"),
    [("0.8", 0.8), ("80 %", 0.8), ("80", 0.8), ("32 h", 0.8), ("1", 1.0), ("2", 2.0)],
)
def test_that_an_fte_is_read_in_each_of_its_ways(text: str, fte: float) -> None:
    assert parse_fte(text, QLocale.c()) == pytest.approx(fte)


def test_that_a_percent_sign_decides_what_one_means() -> None:
    assert parse_percent("1 %", QLocale.c()) == 0.01
    assert parse_percent("1", QLocale.c()) == 1.0
    assert percent_text(0.125, QLocale.c()) == "12.5 %"


def test_that_a_date_without_a_year_is_one_near_the_plan() -> None:
    assert parse_date("2 Mar", QLocale.c(), NEAR) == date(2026, 3, 2)
    assert parse_date("15 Dec", QLocale.c(), NEAR) == date(2025, 12, 15)


@pytest.mark.parametrize("text", ["abc", "1.2.3", "", "nan", "inf", "--4"])
def test_that_what_is_no_number_is_refused_with_an_example(text: str) -> None:
    with pytest.raises(Wrong, match=r"write it like 1\.5"):
        parse_number(text, QLocale.c())


@pytest.mark.parametrize("text", ["31 Feb 2026", "2026-13-01", "soon", "12"])
def test_that_what_is_no_date_is_refused_with_an_example(text: str) -> None:
    with pytest.raises(Wrong, match="write it like"):
        parse_date(text, QLocale.c(), NEAR)
