"""Figures and dates in the user's locale."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import QDate, QLocale

from teamtide.ui.charts.words import Words


class LocaleWords(Words):
    """Figures and dates as a `QLocale` writes them."""

    def __init__(self, locale: QLocale | None = None) -> None:
        """Words of `locale`, by default the application's."""
        self._locale = QLocale() if locale is None else locale
        self._locale.setNumberOptions(QLocale.NumberOption.OmitGroupSeparator)
        pattern = self._locale.dateFormat(QLocale.FormatType.ShortFormat)
        month_first = pattern.upper().find("M") < pattern.upper().find("D")
        self._day = "MMM d" if month_first else "d MMM"

    def number(self, value: float, digits: int = 1) -> str:
        """A number with at most that many digits after the locale's decimal sign."""
        return super().number(value, digits).replace(".", self._locale.decimalPoint())

    def day(self, day: date) -> str:
        """A short date without its year, in the order the locale has."""
        return self._locale.toString(QDate(day.year, day.month, day.day), self._day)

    def month(self, day: date) -> str:
        """A month and its year."""
        return self._locale.toString(QDate(day.year, day.month, day.day), "MMM yyyy")
