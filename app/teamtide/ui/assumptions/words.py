"""Assumptions as text: a value in the unit that fits it, read back from what is typed."""

from __future__ import annotations

import re

from PySide6.QtCore import QLocale

from teamtide.capacity.assumptions import Assumption
from teamtide.ui.fields import texts

_UNITS = re.compile(
    r"\s*(h(ours?|rs?)?|w(eeks?|ks?)?|d(ays?)?(\s*(a|per)\s*day)?|runs?)\s*$", re.IGNORECASE
)


def value_text(about: Assumption, value: float, locale: QLocale | None = None) -> str:
    """A value as it is shown, such as 12 %, 2.5 h or 4 weeks."""
    if about.unit == "part":
        return texts.percent_text(value, locale)
    digits = 6 if about.unit == "cost" else 2
    number = texts.number_text(value, digits, locale)
    if about.unit == "hours":
        return f"{number} h"
    if about.unit == "weeks":
        return f"{number} week" if value == 1 else f"{number} weeks"
    if about.unit == "days":
        return f"{number} d"
    return number


def read_value(about: Assumption, text: str, locale: QLocale | None = None) -> float:
    """The value a text says, in the locale's way and with or without its unit.

    Raises:
        Wrong: it is no number, or no whole one where it must be.
    """
    if about.unit == "part":
        return round(texts.parse_percent(text, locale), 9)
    plain = _UNITS.sub("", text)
    if about.whole:
        return texts.parse_whole(plain, locale)
    return texts.parse_number(plain, locale)


def range_text(about: Assumption, locale: QLocale | None = None) -> str:
    """The default and the range, such as “Default 10 %, usually 0 % to 35 %”."""
    low, high = (value_text(about, value, locale) for value in (about.low, about.high))
    told = f"Default {value_text(about, about.default, locale)}"
    return told if about.key == "seed" else f"{told} · usually {low} to {high}"


def limits_text(about: Assumption, locale: QLocale | None = None) -> str:
    """What is refused, as a sentence."""
    least, most = (value_text(about, value, locale) for value in (about.least, about.most))
    low = f"more than {least}" if about.open_least else f"at least {least}"
    high = f"less than {most}" if about.open_most else f"at most {most}"
    return f"It can be {low} and {high}."


def signed_days(days: float, locale: QLocale | None = None) -> str:
    """A difference in days with its sign, such as +12.3 d."""
    shown = texts.days_text(abs(days), locale)
    if shown == texts.days_text(0.0, locale):
        return f"±{shown}"
    return f"{'+' if days > 0 else '−'}{shown}"
