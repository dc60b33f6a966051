"""Numbers, percentages and dates as the user's locale writes them, and back.

What is typed or pasted is read generously (the locale's own way, ISO dates, a plain decimal
point) but never guessed at: what can't be read raises `Wrong` with a sentence.
"""

from __future__ import annotations

import math
import re
from datetime import date, timedelta

from PySide6.QtCore import QDate, QLocale

HOURS_A_WEEK = 40.0
SMALLEST_PERCENT = 5.0
_SPACES = str.maketrans({"\u00a0": " ", "\u202f": " ", "\u2009": " ", "−": "-"})
_FORMATS = (
    *("yyyy-MM-dd", "d MMM yyyy", "d MMMM yyyy", "d. MMM yyyy", "d. MMMM yyyy"),
    *("d.M.yyyy", "MMM d, yyyy", "MMMM d, yyyy"),
)
_YEARLESS = ("d MMM", "d MMMM", "d. MMM", "d. MMMM", "MMM d", "MMMM d")


class Wrong(ValueError):
    """What was typed can't be read; the text says why, as a sentence."""


def _plain(text: str) -> str:
    return text.translate(_SPACES).strip()


def _locale(locale: QLocale | None) -> QLocale:
    return QLocale() if locale is None else locale


# --- numbers --------------------------------------------------------------------------------


def number_text(value: float | None, digits: int = 4, locale: QLocale | None = None) -> str:
    """A number with at most `digits` decimals and no trailing zeros; blank for None."""
    if value is None:
        return ""
    if not math.isfinite(value):
        return "nobody" if value > 0 else "–"
    user = _locale(locale)
    rounded = round(float(value), digits)
    for decimals in range(digits + 1):
        if round(rounded, decimals) == rounded:
            return user.toString(rounded + 0.0, "f", decimals)
    return user.toString(rounded, "f", digits)


def parse_number(text: str, locale: QLocale | None = None) -> float:
    """The number a text says, in the locale's way or with a plain decimal point.

    Raises:
        Wrong: it is no number.
    """
    shown = _plain(text)
    user = _locale(locale)
    value, fine = user.toDouble(shown)
    if not fine:
        compact = shown.replace(" ", "").replace("'", "").replace("’", "")
        value, fine = user.toDouble(compact)
        if not fine and re.fullmatch(r"[-+]?\d*[.,]?\d+([eE][-+]?\d+)?", compact):
            value, fine = float(compact.replace(",", ".")), True
    if not fine or not math.isfinite(value):
        raise Wrong(f"“{shown}” is not a number; write it like {number_text(1.5, 4, user)}.")
    return float(value)


def parse_whole(text: str, locale: QLocale | None = None) -> int:
    """A whole number.

    Raises:
        Wrong: it is none.
    """
    value = parse_number(text, locale)
    if value != int(value):
        raise Wrong(f"“{_plain(text)}” must be a whole number.")
    return int(value)


def days_text(value: float, locale: QLocale | None = None) -> str:
    """Person-days with one decimal, such as 10.2 d."""
    return f"{_locale(locale).toString(float(value) + 0.0, 'f', 1)} d"


# --- percentages ----------------------------------------------------------------------------


def percent_text(value: float | None, locale: QLocale | None = None) -> str:
    """A fraction as a percentage, such as 80 %; blank for None."""
    return "" if value is None else f"{number_text(value * 100, 2, locale)} %"


def parse_percent(text: str, locale: QLocale | None = None) -> float:
    """A fraction from 80 %, 80 or 0.8; up to 1 without a sign is a fraction.

    Raises:
        Wrong: it is neither.
    """
    shown = _plain(text)
    if shown.endswith("%"):
        return parse_number(shown[:-1], locale) / 100
    value = parse_number(shown, locale)
    return value / 100 if value > 1 else value


def parse_fte(text: str, locale: QLocale | None = None) -> float:
    """Full-time equivalents from 0.8, 80 %, 80 or 32 h (of 40).

    Raises:
        Wrong: it is none of these.
    """
    hours = re.fullmatch(r"(.+?)\s*(h|hrs?|hours?)", _plain(text), re.IGNORECASE)
    if hours:
        return round(parse_number(hours[1], locale) / HOURS_A_WEEK, 6)
    if not _plain(text).endswith("%"):
        # Nobody is 2 % of a person: a small number is full times, and too many of them.
        value = parse_number(text, locale)
        return round(value if value < SMALLEST_PERCENT else value / 100, 6)
    return round(parse_percent(text, locale), 6)


# --- dates ----------------------------------------------------------------------------------


def date_format(locale: QLocale | None = None) -> str:
    """The locale's short date format, always with four digits for the year."""
    user = _locale(locale)
    if user.language() == QLocale.Language.C:
        return "d MMM yyyy"
    found = user.dateFormat(QLocale.FormatType.ShortFormat)
    return re.sub(r"(?<!y)y{1,2}(?!y)", "yyyy", found)


def date_text(day: date | None, locale: QLocale | None = None) -> str:
    """A date as the locale writes it; blank for None."""
    if day is None:
        return ""
    return _locale(locale).toString(QDate(day.year, day.month, day.day), date_format(locale))


def short_date_text(day: date, locale: QLocale | None = None) -> str:
    """A day and a month for tight places, such as 2 Mar."""
    return _locale(locale).toString(QDate(day.year, day.month, day.day), "d MMM")


def week_text(start: date, week: int, locale: QLocale | None = None) -> str:
    """The Monday of a week of a plan that starts on `start`."""
    return date_text(start + timedelta(weeks=week), locale)


def parse_date(text: str, locale: QLocale | None = None, near: date | None = None) -> date:
    """The date a text says: the locale's short or long way, ISO, or 2 Mar 2026.

    A date without a year is the first such day from half a year before `near` on.

    Raises:
        Wrong: it is no date.
    """
    shown = _plain(text)
    user = _locale(locale)
    short = date_format(user)
    for name in (short, *_FORMATS, user.dateFormat(QLocale.FormatType.LongFormat)):
        found = _read(shown, name, user)
        if found is not None:
            return found
    two_digits = short.replace("yyyy", "yy")
    found = _read(shown, two_digits, user)
    if found is not None:
        return found.replace(year=found.year % 100 + 2000)
    if near is not None:
        for name in _YEARLESS:
            for year in (near.year - 1, near.year, near.year + 1):
                found = _read(f"{shown} {year}", f"{name} yyyy", user)
                if found is not None and -182 <= (found - near).days < 184:
                    return found
    example = date_text(near or date(2026, 3, 2), user)
    raise Wrong(f"“{shown}” is not a date; write it like {example}.")


def _read(text: str, format_: str, locale: QLocale) -> date | None:
    for user in (locale, QLocale.c()):
        day = user.toDate(text, format_)
        if day.isValid() and 1000 <= day.year() <= 9999:
            return date(day.year(), day.month(), day.day())
        if day.isValid() and "yyyy" not in format_:
            return date(day.year() % 100 + 2000, day.month(), day.day())
    return None
