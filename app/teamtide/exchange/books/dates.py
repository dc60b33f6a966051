"""Dates that were typed as text, in whatever order their writer was used to.

One cell like 03/04/2025 says nothing; a column does: a single 25/03 in it settles the order of
all. So the orders a text allows are found first, the column decides, and only then is anything
read.
"""

from __future__ import annotations

import re
import unicodedata
from datetime import date
from functools import lru_cache

Order = str
"""`ymd`, `dmy` or `mdy`."""

ORDERS: tuple[Order, ...] = ("ymd", "dmy", "mdy")

_NUMERIC = re.compile(r"(\d{1,4})\s?([./\-年년 ])\s?(\d{1,2})\s?([./\-月월 ])\s?(\d{1,4})[日일]?")
_ERA = re.compile(r"(令和|平成|昭和|大正|[RHSTrhst])\.?\s?(\d{1,2}|元)[年./\-]\s?(\d{1,2})[月./\-]"
                  r"\s?(\d{1,2})日?")  # fmt: skip
_ERAS = {"令和": 2018, "平成": 1988, "昭和": 1925, "大正": 1911,
         "r": 2018, "h": 1988, "s": 1925, "t": 1911}  # fmt: skip
_PACKED = re.compile(r"(19|20)\d{6}")
_TIME = re.compile(
    r"(T|\s+|,\s*)\d{1,2}:\d{2}(:\d{2}([.,]\d+)?)?\s*([AaPp]\.?[Mm]\.?)?"
    r"\s*(Z|UTC|GMT|[+-]\d{2}:?\d{2})?(\s*(Uhr|h))?$"
)
_WEEKDAY = re.compile(
    r"^(?:[^\W\d]{2,12}\.?,\s*|(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*\.?\s+)", re.I
)
_BRACKETED = re.compile(r"\s*[(（][^()（）]{1,6}[)）]$")
_NAMED_DAY = re.compile(
    r"(\d{1,2})(?:st|nd|rd|th|er|ère|re|\.|º|ª|°)?[\s.\-/]*(?:de\s+|of\s+)?([^\W\d]+)\.?[\s.,\-/]*"
    r"(?:del?\s+)?('?\d{2,4})"
)
_NAMED_MONTH = re.compile(
    r"([^\W\d]+)\.?[\s.\-/]*(\d{1,2})(?:st|nd|rd|th)?[\s.,\-/]+('?\d{4}|'?\d{2})"
)
_NAMED_YEAR = re.compile(r"(\d{4})[\s.\-/]*([^\W\d]+)\.?[\s.\-/]*(\d{1,2})")
_MONTH_ONLY = re.compile(
    r"(?P<y1>\d{4})\s?[-./年]\s?(?P<m1>\d{1,2})月?|(?P<m2>\d{1,2})\s?[-./]\s?(?P<y2>\d{4})|"
    r"(?P<n3>[^\W\d]{3,12})\.?[\s\-/]+(?:de(?:l)?\s+)?(?P<y3>\d{4})"
)

# The first letters of months that tell them apart, per language; easy to add to.
_MONTHS: tuple[tuple[str, ...], ...] = (
    ("jan", "jän", "ene", "gen", "sty"),
    ("feb", "fév", "fev", "lut"),
    ("mar", "mär", "maa", "mrt", "mrz"),
    ("apr", "avr", "abr", "kwi"),
    ("may", "mai", "mei", "mag", "maj"),
    ("jun", "juin", "giu", "cze"),
    ("jul", "juil", "lug", "lip"),
    ("aug", "aoû", "aou", "ago", "sie"),
    ("sep", "set", "wrz"),
    ("oct", "okt", "out", "ott", "paź"),
    ("nov", "lis"),
    ("dec", "dez", "déc", "dic", "gru", "des"),
)

_LONGEST = 60
PIVOT = 40
"""Two-digit years up to this are 20xx, the others 19xx, unless said otherwise."""


def month_of(word: str) -> int | None:
    """The month a word names, in the languages of the table above."""
    word = word.casefold()
    if len(word) < 3:
        return None
    found, longest = None, 0
    for number, starts in enumerate(_MONTHS, 1):
        for start in starts:
            if word.startswith(start) and len(start) > longest:
                found, longest = number, len(start)
    return found


@lru_cache(maxsize=65536)
def orders_of(text: str) -> frozenset[Order]:
    """The orders in which a text can be a date; all three where a month's name settles it."""
    if len(text) > _LONGEST:
        return frozenset()
    return frozenset(order for order in ORDERS if parse_day(text, order) is not None) and (
        _narrowed(text)
    )


def _narrowed(text: str) -> frozenset[Order]:
    possible = {order: parse_day(text, order) for order in ORDERS}
    days = {day for day in possible.values() if day is not None}
    if len(days) == 1 and not _NUMERIC.fullmatch(_without_time(text)):
        return frozenset({"ymd"})
    found = {order for order, day in possible.items() if day is not None}
    if len(days) == 1 and found == {"dmy", "mdy"}:
        return frozenset({"dmy"})  # 05/05/2025 is the same day either way
    match = _NUMERIC.fullmatch(_without_time(text))
    if match and match[2] == "." and "dmy" in found:
        return frozenset({"dmy"})  # nobody writes month.day.year
    return frozenset(found)


@lru_cache(maxsize=65536)
def parse_day(text: str, order: Order, pivot: int = PIVOT) -> date | None:
    """A text as a day in that order, or None where it is not one."""
    if len(text) > _LONGEST:
        return None
    text = _without_time(text)
    match = _NUMERIC.fullmatch(text)
    if match:
        first, second, third = match[1], match[3], match[5]
        if order == "ymd":
            return _day(first, second, third, pivot) if len(first) == 4 else None
        if len(first) > 2 or len(third) not in (2, 4):
            return None
        return (
            _day(third, second, first, pivot)
            if order == "dmy"
            else _day(third, first, second, pivot)
        )
    if _PACKED.fullmatch(text):
        return _day(text[:4], text[4:6], text[6:], pivot)
    era = _ERA.fullmatch(text)
    if era:
        year = _ERAS[era[1].lower()] + (1 if era[2] == "元" else int(era[2]))
        return _day(str(year), era[3], era[4], pivot)
    text = _WEEKDAY.sub("", text)
    for pattern, (year, month, day) in (
        (_NAMED_YEAR, (1, 2, 3)),
        (_NAMED_DAY, (3, 2, 1)),
        (_NAMED_MONTH, (3, 1, 2)),
    ):
        match = pattern.fullmatch(text)
        if match:
            number = month_of(match[month])
            return None if number is None else _day(match[year], str(number), match[day], pivot)
    return None


@lru_cache(maxsize=4096)
def month_only(text: str) -> tuple[int, int] | None:
    """A text that names a month and no day (2021-06, 06/2021, June 2021) as (year, month)."""
    match = _MONTH_ONLY.fullmatch(text.strip()) if len(text) < 30 else None
    if match is None:
        return None
    year = int(match["y1"] or match["y2"] or match["y3"])
    month = month_of(match["n3"]) if match["n3"] else int(match["m1"] or match["m2"])
    if month is None or not 1 <= month <= 12 or not 1900 <= year <= 2100:
        return None
    return year, month


def _without_time(text: str) -> str:
    if not text.isascii():
        text = unicodedata.normalize("NFKC", text)
    text = text.strip()
    if ":" in text:
        text = _TIME.sub("", text)
    if text.endswith(")"):
        text = _BRACKETED.sub("", text)
    return text


def _day(year: str, month: str, day: str, pivot: int) -> date | None:
    year = year.removeprefix("'")
    number = int(year)
    if len(year) <= 2:
        number += 2000 if number <= pivot else 1900
    try:
        return date(number, int(month), int(day))
    except ValueError:
        return None
