"""How a day, a share of full time, a name or an id is written down, and what can be read from it.

Every function here is one-way: from the truth to a cell. What a reader may make of the cell is
returned beside it where that is more than one thing.
"""

from __future__ import annotations

import re
from datetime import date, datetime, time
from random import Random

from teamtide.exchange.books.grids import Cell

from .truth import Name
from .words import FULL_TIME, HOUR_UNITS, MONTHS

NUMERIC_ORDERS = {"dmy": "dmy", "dmy_dashes": "dmy", "mdy": "mdy", "mdy_short": "mdy"} | {
    "true_and_dmy": "dmy"
}
"""Notations in which one cell alone may not tell the day from the month."""

EPOCH = date(1899, 12, 30)


def day_cell(style: str, day: date, language: str, dice: Random) -> Cell:
    """A day in one of the notations; `true` is a real date."""
    d, m, y = day.day, day.month, day.year
    month = MONTHS.get(language, MONTHS["en"])[m - 1]
    written: dict[str, Cell] = {
        "true": day,
        "stamp": datetime.combine(day, time()),
        "iso": day.isoformat(),
        "iso_time": f"{day.isoformat()} 00:00:00",
        "dots": f"{d:02}.{m:02}.{y}",
        "dots_short": f"{d}.{m}.{y}",
        "dots_two": f"{d:02}.{m:02}.{y % 100:02}",
        "dmy": f"{d:02}/{m:02}/{y}",
        "dmy_dashes": f"{d:02}-{m:02}-{y}",
        "mdy": f"{m:02}/{d:02}/{y}",
        "mdy_short": f"{m}/{d}/{y % 100:02}",
        "slashes": f"{y}/{m:02}/{d:02}",
        "packed": f"{y}{m:02}{d:02}",
        "serial": (day - EPOCH).days,
        "month_short": f"{d:02}-{MONTHS['en'][m - 1][:3]}-{y}",
        "month_two": f"{d:02}-{MONTHS['en'][m - 1][:3].upper()}-{y % 100:02}",
        "month_first": f"{MONTHS['en'][m - 1]} {d}, {y}",
        "kanji": f"{y}年{m}月{d}日",
    }
    if style == "month_named":
        return {
            "de": f"{d}. {month} {y}",
            "es": f"{d} de {month} de {y}",
            "pt": f"{d} de {month} de {y}",
        }.get(language, f"{d} {month} {y}")
    if style == "true_and_iso":
        return written[dice.choice(("true", "iso"))]
    if style == "true_and_dots":
        return written[dice.choice(("true", "dots"))]
    return written[style]


def swapped(day: date) -> date:
    """The day a spreadsheet makes of a text it takes for day first, though the month stands first.

    Above the twelfth there is no such day, and the text stays a text.
    """
    return date(day.year, day.day, day.month) if day.day <= 12 else day


def tells(day: date) -> bool:
    """Whether its numbers show which one is the month."""
    return day.day > 12


def share_cell(style: str, share: float, full_time: float, language: str, dice: Random) -> Cell:
    """A share of full time in one of the notations."""
    percent, hours = round(share * 100, 4), round(share * full_time, 4)
    if style == "comma":
        return f"{share:g}".replace(".", ",")
    if style == "percent_text":
        return f"{percent:g}{dice.choice((' %', '%'))}"
    if style == "percent_number":
        return int(percent) if percent.is_integer() else percent
    if style == "hours_number":
        return int(hours) if hours.is_integer() else hours
    if style == "hours_text":
        text = f"{hours:g}"
        if language != "en" and dice.random() < 0.5:
            text = text.replace(".", ",")
        return f"{text} {HOUR_UNITS[language]}"
    if style == "words" and share == 1:
        return FULL_TIME[language]
    return share


def name_cell(style: str, name: Name, initial: str) -> str:
    """A whole name in one cell."""
    if name.asian:
        return name.full
    first = f"{name.first} {initial}" if initial else name.first
    if style == "last_first":
        return f"{name.last}, {first}"
    if style == "shouted":
        return f"{name.last}, {first}".upper()
    if style == "wide":
        return f"{name.last},  {first} "
    if style == "capitals":
        return f"{first} {name.last}".upper()
    return f"{first} {name.last}"


def names_meant(style: str, name: Name, initial: str) -> tuple[str, ...]:
    """The ways in which a name may arrive in the plan."""
    if name.asian:
        if style == "two_columns":
            apart = (f"{name.first} {name.last}", f"{name.last} {name.first}")
            return (*apart, name.full)
        return (name.full,)
    first = f"{name.first} {initial}" if initial else name.first
    return (f"{first} {name.last}",)


def noisy(text: str, kind: str, dice: Random) -> str:
    """A text with blanks or capitals where they mean nothing."""
    if kind == "spaces":
        text = text.replace(" ", "  ") if dice.random() < 0.3 else text
        return dice.choice((f" {text}", f"{text} ", f"  {text}   ", text))
    if kind == "nbsp":
        text = text.replace(" ", "\u00a0") if dice.random() < 0.5 else text
        return dice.choice((f"\u00a0{text}", f"{text}\u00a0", text))
    if kind == "wide_blanks":
        return f"{text}\u3000"
    if kind == "lines":
        return text.replace(" ", "\n", 1)
    return dice.choice((text.upper(), text.lower(), text))


def garbled(text: str) -> str:
    """A text whose UTF-8 was read as Windows-1252, as spreadsheets do with a csv without a mark."""
    return "".join(
        bytes([byte]).decode("cp1252", errors="ignore") or chr(byte) for byte in text.encode()
    )


def header_cell(style: str, text: str, other: str, dice: Random) -> str:
    """A header word in one of the styles; `other` is the same in another language."""
    words = [word for word in re.split(r"[^\w]+", text) if word]
    if style == "capitals":
        return text.upper()
    if style == "lower":
        return text.lower()
    if style == "snake":
        return "_".join(words).lower()
    if style == "shouted_snake":
        return "_".join(words).upper()
    if style in ("camel", "pascal"):
        joined = "".join(word[:1].upper() + word[1:] for word in words)
        return joined if style == "pascal" else words[0].lower() + joined[len(words[0]) :]
    if style == "lines":
        return text.replace(" ", "\n", 1)
    if style == "padded":
        return dice.choice((f"{text} ", f" {text}", f"{text}\u00a0", f"\u00a0{text}  "))
    if style == "starred":
        return f"{text}{dice.choice(('*', ' *', ':'))}"
    if style == "bilingual" and other.casefold() != text.casefold():
        return dice.choice((f"{text} / {other}", f"{text}\n{other}", f"{text} ({other})"))
    return text
