"""One cell as a text, a number or a day, or a sentence saying why not.

Both kinds of import read cells through here, so that a number typed as text or an id that a
spreadsheet turned into a number is understood the same way everywhere.
"""

from __future__ import annotations

import math
import re
from datetime import date, datetime

from teamtide.exchange.books.grids import Cell

_NUMBER = re.compile(r"[+-]?(\d+([.,]\d+)?|[.,]\d+)([eE][+-]?\d{1,3})?")
_THOUSANDS = re.compile(r"[+-]?\d{1,3}([.,'’ \u00a0\u202f]\d{3})+([.,]\d+)?")
_SERIAL_FROM, _SERIAL_TO = 10_000, 110_000
_EPOCH = date(1899, 12, 30).toordinal()


def text_of(value: Cell) -> str:
    """A cell as text: no blanks around it, whole numbers without a point, days as ISO."""
    if value is None:
        return ""
    if isinstance(value, str):
        text = value.strip()
        return text.replace("\r\n", "\n").replace("\r", "\n") if "\r" in text else text
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(value)
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == datetime.min.time() else str(value)
    return str(value)


def number_of(value: Cell) -> float | None:
    """A cell as a number: 0.8, “0,8”, “80 %”, “1,200.50”; None where blank.

    Raises:
        ValueError: with what was expected.
    """
    if value is None:
        return None
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        if not math.isfinite(value):
            raise ValueError("expected a number such as 0.8")
        return float(value)
    if isinstance(value, str):
        text = value.strip().replace("\u2212", "-")
        if not text:
            return None
        percent = text.endswith("%")
        if percent:
            text = text[:-1].rstrip()
        number = _plain_number(text)
        if number is not None and math.isfinite(number):
            return number / 100 if percent else number
    raise ValueError("expected a number such as 0.8")


def _plain_number(text: str) -> float | None:
    if _NUMBER.fullmatch(text):
        return float(text.replace(",", "."))
    if _THOUSANDS.fullmatch(text):
        digits = re.sub(r"['’ \u00a0\u202f]", "", text)
        last = max(digits.rfind("."), digits.rfind(","))
        first = min(p for p in (digits.find("."), digits.find(","), last) if p >= -1)
        if last >= 0 and first not in (last, -1):
            whole = re.sub("[.,]", "", digits[:last])
            return float(f"{whole}.{digits[last + 1 :]}")
        return float(re.sub("[.,]", "", digits))
    return None


def whole_of(value: Cell) -> int | None:
    """A cell as a whole number; None where blank.

    Raises:
        ValueError: with what was expected.
    """
    if isinstance(value, int) and not isinstance(value, bool):
        return value
    if isinstance(value, str) and re.fullmatch(r"[+-]?\d{1,30}", value.strip()):
        return int(value)
    try:
        number = number_of(value)
    except ValueError:
        number = math.inf
    if number is None:
        return None
    if not math.isfinite(number) or not number.is_integer():
        raise ValueError("expected a whole number such as 3")
    return int(number)


def day_of(value: Cell) -> date | None:
    """A cell as a day: a date, ISO text, or text whose order can't be mistaken.

    Raises:
        ValueError: with what was expected.
    """
    if value is None or (isinstance(value, str) and not value.strip()):
        return None
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        serial = day_of_serial(value)
        if serial is not None:
            return serial
    if isinstance(value, str):
        from teamtide.exchange.books.dates import orders_of, parse_day

        orders = orders_of(value)
        if len(orders) == 1:
            day = parse_day(value, next(iter(orders)))
            if day is not None:
                return day
    raise ValueError("expected a date such as 2026-01-05")


def day_of_serial(value: float) -> date | None:
    """The day a spreadsheet means by a bare number (45,000 is in 2023), or None."""
    if _SERIAL_FROM <= value <= _SERIAL_TO:
        return date.fromordinal(_EPOCH + int(value))
    return None
