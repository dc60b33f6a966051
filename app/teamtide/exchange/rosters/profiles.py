"""What the cells of a column look like, as evidence for or against what its header says.

A column headed “Name” may hold numbers or projects, an “ID” that repeats is none, and an e-mail
address is one whatever stands above it. Long columns are judged by some hundred cells spread over
all of it.
"""

from __future__ import annotations

import itertools
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from teamtide.exchange.books.dates import orders_of
from teamtide.exchange.books.grids import Cell
from teamtide.exchange.rosters.names import looks_named, tidy
from teamtide.exchange.rosters.nobody import is_nobody, is_undisclosed
from teamtide.exchange.rosters.shares import OPEN, share_of

SAMPLE = 240
LONG = 200
"""Longer texts count as this long, so that one of them is no column of long texts."""
_MAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")
_NUMERIC = re.compile(r"[-+]?[\d.,'  ]*\d\s?[%€$£]?|[€$£]\s?[\d.,']+")
_CODE = re.compile(r"#?[A-Za-z]{0,6}[-_./]?\d[\w\-./]{0,30}")
_BLANKS = frozenset({"n/a", "na", "-", "–", "—", "null", "none", "nan", "n/d", "#n/a", "."})


@dataclass(frozen=True, slots=True)
class Profile:
    """A column in numbers; shares are of its filled cells, from 0 to 1.

    Args:
        filled: How many of all its cells hold something.
        sampled: How many cells the shares are of.
        distinct: Different values among the sampled, by how many were sampled.
        text: Share of texts with a letter.
        number: Share of numbers, as such or as text.
        day: Share of days, as such or as text.
        mail: Share of e-mail addresses.
        named: How much the cells look like somebody's name, on average.
        people: Share of cells that look like somebody's name.
        working: Share that can be a part of full time, or hours.
        code: Share of texts and numbers that can be an id.
        length: Mean length of texts, long ones cut.
        middle: The median of the numbers, 0 where there are none.
        most: The largest number.
        top: Share of the commonest value.
        year: The median year of its days, 0 where there are none.
        counting: Whether it holds 1, 2, 3 … in that order.
        values: Its commonest texts, at most forty, without capitals.
    """

    filled: int
    sampled: int
    distinct: float
    text: float
    number: float
    day: float
    mail: float
    named: float
    people: float
    working: float
    code: float
    length: float
    middle: float
    most: float
    top: float
    year: int
    counting: bool
    values: tuple[str, ...]


def profile_of(rows: Sequence[Sequence[Cell]], column: int) -> Profile:
    """The profile of a column of rows of data."""
    cells = [cell for row in rows if (cell := row[column]) is not None]
    filled = len(cells)
    if filled > SAMPLE:
        step = filled / SAMPLE
        cells = [cells[int(place * step)] for place in range(SAMPLE)]
    seen: Counter[object] = Counter()
    numbers: list[float] = []
    years: list[int] = []
    days = mails = texts = numeric = working = codes = 0
    length = named = people = 0.0
    judged = 0
    for cell in cells:
        if isinstance(cell, str):
            text = tidy(cell)
            if text.casefold() in _BLANKS or is_nobody(text) or is_undisclosed(text):
                continue
            judged += 1
            seen[text.casefold()] += 1
            length += min(len(text), LONG)
            kind = _kind_of(text)
            mails += kind.mail
            days += kind.year > 0
            numeric += kind.numeric
            texts += kind.letters and not kind.year
            codes += kind.code
            working += kind.working
            named += kind.named
            people += kind.named >= 0.5
            if kind.year:
                years.append(kind.year)
            if kind.numeric and kind.number is not None:
                numbers.append(kind.number)
        elif isinstance(cell, date):
            judged += 1
            days += 1
            seen[cell] += 1
            years.append(cell.year)
        elif isinstance(cell, bool):
            judged += 1
            seen[cell] += 1
        else:
            judged += 1
            numeric += 1
            numbers.append(float(cell))
            seen[cell] += 1
            working += 0 < cell <= 100
            codes += 1
            if 19000101 <= cell <= 21001231 and orders_of(str(int(cell))):
                days += 1
                years.append(int(cell) // 10000)
    n = max(1, judged)
    numbers.sort()
    years.sort()
    return Profile(
        filled=filled,
        sampled=judged,
        distinct=len(seen) / n,
        text=texts / n,
        number=numeric / n,
        day=days / n,
        mail=mails / n,
        named=named / n,
        people=people / n,
        working=working / n,
        code=codes / n,
        length=length / n,
        middle=numbers[len(numbers) // 2] if numbers else 0.0,
        most=numbers[-1] if numbers else 0.0,
        top=max(seen.values(), default=0) / n,
        year=years[len(years) // 2] if years else 0,
        counting=_counting(rows, column),
        values=tuple(text for text, _ in seen.most_common(40) if isinstance(text, str)),
    )


def _counting(rows: Sequence[Sequence[Cell]], column: int) -> bool:
    """Whether a column counts the rows from 0 or 1."""
    found = []
    for row in rows[:40]:
        cell = row[column]
        if cell is None:
            continue
        if not isinstance(cell, (str, int, float)):
            return False
        try:
            found.append(int(float(cell)))
        except (ValueError, OverflowError):
            return False
    return (
        len(found) > 1
        and found[0] in (0, 1)
        and all(after == before + 1 for before, after in itertools.pairwise(found))
    )


@dataclass(frozen=True, slots=True)
class _Kind:
    mail: bool
    year: int
    numeric: bool
    number: float | None
    letters: bool
    code: bool
    working: bool
    named: float


@lru_cache(maxsize=32768)
def _kind_of(text: str) -> _Kind:
    numeric = len(text) < 25 and _NUMERIC.fullmatch(text) is not None
    number = None
    if numeric:
        digits = re.sub(r"[^\d.,-]", "", text)
        tail = re.search(r"[.,](\d{1,2})$", digits)
        whole = re.sub(r"[.,]", "", digits[: tail.start()] if tail else digits)
        try:
            number = float(f"{whole or 0}.{tail[1] if tail else 0}")
        except ValueError:
            number = None
    year = 0
    if 5 < len(text) < 40 and any(map(str.isdigit, text)):
        orders = orders_of(text)
        if orders:
            found = re.search(r"(?<!\d)(\d{4})(?!\d)", text)
            year = int(found[1]) if found else 2000
    letters = any(map(str.isalpha, text))
    return _Kind(
        mail=len(text) < 255 and _MAIL.fullmatch(text) is not None,
        year=year,
        numeric=numeric and not year,
        number=number,
        letters=letters,
        code=not year and _CODE.fullmatch(text) is not None,
        working=text.casefold() in OPEN or share_of(text) is not None,
        named=looks_named(text) if letters else 0.0,
    )
