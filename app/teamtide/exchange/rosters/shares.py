"""One cell as a part of full time: 0.8, “80 %”, “32,5 Std.”, “4 days”, “Teilzeit 50 %”.

What a bare number means its column says; see `columns.fte_column`.
"""

from __future__ import annotations

import re
from functools import lru_cache

from teamtide.exchange.books.cells import number_of

OPEN = frozenset(
    (
        *("", "-", "–", "—", "n/a", "na", "n/d", "none", "null", "nan", "tbd", "tba", "open"),
        *("offen", "present", "current", "unbefristet", "unlimited", "permanent", "heute", "today"),
        *("ongoing", "#n/a", "now", "n.a.", "indefinite", "indefinido", "indefinida", "actual"),
        *("indeterminado", "en cours", "cdi", "actualidad", "presente", "atual", "onbepaald"),
        *("heden", "至今", "現在", "长期", "無期", "---", "--", ".", "?", "never", "none.", "nvt"),
        *("unbegrenzt", "laufend", "indéterminé", "indeterminada", "00/00/0000", "0000-00-00"),
        *("nil", "not applicable", "keine", "ninguno", "aucun"),
    )
)
"""Texts that say that a cell says nothing, or that something has no end."""

_UNIT = re.compile(
    r"(?P<number>[-+]?[\d.,]+)\s*(?:"
    r"(?P<percent>%|percent|prozent|pct|por ?cento|por ciento|pour ?cent)|"
    r"(?P<hours>hours?|hrs?|h|std|stunden|stdn|uren|uur|heures?|horas?|ore|timer|timmar|"
    r"godz|godzin\w*|時間|小时)|"
    r"(?P<days>days?|d|tage?|jours?|d[ií]as?|dagen|日|天)|"
    r"(?P<fte>ftes?|vzä|vze|vk|etp|eq\w*|full[- ]time equivalents?|stellen?))\.?"
    r"\s*(?:[/·]|per|pro|par|por|a|each|je)?\s*(?:the |la |à la )?"
    r"(?:week|wk|w|woche|wo|semaine|sem|semanas?|semanai?s|semanales|hebdo\w*|weekly|週|周)?\.?",
    re.IGNORECASE,
)
_LETTERED = re.compile(r"[HJ]\s?(\d{2})", re.IGNORECASE)
"""H40, J30: hours a week, as Brazilian towns write them."""
_HALF = re.compile(
    r"half[- ]?time|halbtags|mi-temps|medio tiempo|media jornada|meio per[ií]odo|halftijds?",
    re.IGNORECASE,
)
_SOMEWHERE_PART = re.compile(
    r"\b(part[- ]?time|teilzeit\w*|temps partiel|temps non complet|tiempo parcial|tempo parcial|"
    r"deeltijd\w*|half[- ]?time|mi-temps)\b",
    re.IGNORECASE,
)
_CLOCK = re.compile(r"(\d{1,3})\s?[:h]\s?(\d{2})(?::00)?")
_FRACTION = re.compile(r"([1-9])\s?/\s?([1-9]\d?)")
_FULL = re.compile(
    r"(f|ft|f/?t|full|full[- ]?time|fulltime|regular full[- ]?time|full[- ]time regular|"
    r"vz|vollzeit\w*|voll|temps plein|temps complet|plein temps|tc|tp100|complete?|completa|"
    r"jornada completa|tiempo completo|tempo integral|integral|jornada integral|tempo inteiro|"
    r"tempo completo|dedica[cç][aã]o exclusiva|dedicaci[oó]n exclusiva|exclusiva|"
    r"voltijd\w*|tempo pieno|heltid|pełny etat|常勤|フルタイム|正社員|全职|全職|全日制|전일제)"
    r"(\s*[-–(/:].*|\s+[\d.,]+.*)?",
    re.IGNORECASE,
)
_PART = re.compile(
    r"(p|pt|p/?t|part|part[- ]?time|parttime|regular part[- ]?time|part[- ]time regular|"
    r"tz|teilzeit\w*|teil|temps partiel|partiel|temps non complet|tnc|"
    r"jornada parcial|tiempo parcial|parcial|jornada reducida|"
    r"tempo parcial|deeltijd\w*|deltid|geringf\w*|minijob\w*|variable|casual|"
    r"非常勤|パート\w*|パートタイム|兼职|兼職|非全日制|시간제)(\s*[-–(/:].*|\s+[\d.,]+.*)?",
    re.IGNORECASE,
)


@lru_cache(maxsize=16384)
def share_of(text: str) -> tuple[str, float] | None:
    """A text as (unit, number), or None where it is no part of full time.

    Units are `fte` (0.8), `percent` (80), `hours` and `days` a week, `clock` (hours as 38:30),
    `full` and `part` (the words, with 1 and 0), and `number` for a bare one.
    """
    text = " ".join(text.replace("\u2212", "-").split()).removeprefix("週").removeprefix("每周")
    if not text or len(text) > 60:
        return None
    try:
        number = number_of(text)
    except ValueError:
        number = None
    if number is not None:
        return ("fte", number) if text.endswith("%") else ("number", number)
    found = _UNIT.fullmatch(text)
    if found:
        return _with_unit(found)
    clock = _CLOCK.fullmatch(text)
    if clock and int(clock[2]) < 60:
        return "clock", int(clock[1]) + int(clock[2]) / 60
    lettered = _LETTERED.fullmatch(text)
    if lettered:
        return "hours", float(lettered[1])
    if _HALF.fullmatch(text):
        return "fte", 0.5
    fraction = _FRACTION.fullmatch(text)
    if fraction and int(fraction[1]) <= int(fraction[2]):
        return "fte", int(fraction[1]) / int(fraction[2])
    full, part = _FULL.fullmatch(text), _PART.fullmatch(text)
    if full or part:
        inside = re.search(r"[\d.,]*\d\s*(%|[^\W\d]+\.?)", text)
        if inside and (unit := _UNIT.fullmatch(inside[0])):
            return _with_unit(unit)
        if part and (inside := re.search(r"(?<!\d)(0[.,]\d+|\d{2,3})(?!\d)", text)):
            number = float(inside[0].replace(",", "."))
            return ("fte", number) if number <= 1 else ("number", number)
        return ("full", 1.0) if full else ("part", 0.0)
    return None


def schedule_of(text: str) -> tuple[str, float] | None:
    """The same of a text that may say more: “Employee (part-time)” is part time."""
    said = share_of(text)
    if said is None and len(text) <= 80 and _SOMEWHERE_PART.search(text):
        return "part", 0.0
    return said


def _with_unit(found: re.Match[str]) -> tuple[str, float] | None:
    try:
        number = number_of(found["number"].replace(" ", ""))
    except ValueError:
        return None
    if number is None:
        return None
    if found["percent"]:
        return "fte", number / 100
    if found["hours"]:
        return "hours", number
    if found["days"]:
        return "days", number
    return "fte", number
