"""Figures and dates as people read them, without Qt.

`Words` writes plain English; `LocaleWords` (in `localised.py`) the user's locale. Whatever makes
texts for the screen is given one of them, so that the functions that say things stay pure.
"""

from __future__ import annotations

import math
from datetime import date

NBSP = "\N{NO-BREAK SPACE}"
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


class Words:
    """Plain English figures and dates."""

    def number(self, value: float, digits: int = 1) -> str:
        """A number with at most that many digits after the point; no trailing zeros."""
        text = f"{value:.{digits}f}"
        if "." in text:
            text = text.rstrip("0").rstrip(".")
        return "0" if text == "-0" else text

    def day(self, day: date) -> str:
        """A short date without its year, such as 9 Mar."""
        return f"{day.day} {MONTHS[day.month - 1]}"

    def month(self, day: date) -> str:
        """A month and its year, such as Mar 2026, where days would say too little."""
        return f"{MONTHS[day.month - 1]} {day.year}"

    def percent(self, ratio: float) -> str:
        """A ratio in percent, such as 118 %; "nobody" where there is work and no capacity."""
        if math.isinf(ratio):
            return "nobody"
        return f"{self.number(100 * ratio, 0)}{NBSP}%"

    def days(self, value: float) -> str:
        """Person-days: 12.1 d, and 96 d from a hundred or for whole ones."""
        digits = 0 if abs(value) >= 99.95 else 1
        return f"{self.number(value, digits)}{NBSP}d"
