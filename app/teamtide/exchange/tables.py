"""Text tables that a spreadsheet can open without calculating anything in them."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from datetime import date

_RISKY = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def plain_text(text: str) -> str:
    """Text that a spreadsheet would take for a formula, made text again."""
    return f"'{text}" if text.lstrip(" ").startswith(_RISKY) or text[:1] in _RISKY else text


def csv_text(rows: Iterable[Sequence[object]]) -> str:
    """Rows as CSV: texts never begin like a formula, numbers keep every digit, days are ISO."""
    out = io.StringIO()
    csv.writer(out, lineterminator="\r\n").writerows(
        [_cell(value) for value in row] for row in rows
    )
    return out.getvalue()


def _cell(value: object) -> object:
    if isinstance(value, str):
        return plain_text(value)
    if isinstance(value, date):
        return value.isoformat()
    return float.__repr__(value) if isinstance(value, float) else value
