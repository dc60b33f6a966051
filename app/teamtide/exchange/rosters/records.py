"""What an import said of somebody, and who is right where the plan says otherwise.

The plan keeps, for each person a list spoke of, what that list said (`Imported`). The next list is
then held against both: where the plan still says what the last list said, the new word counts;
where the new list says what the last one said, the plan's own change stands; where all three
differ there is a conflict, and the plan's value stays until somebody takes the file's.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from teamtide.exchange.rosters.leaves import Away
from teamtide.plan.rows import Imported, Leave

LONGEST_KEPT = 1_000

FRESH: Mapping[str, str] = {
    **dict.fromkeys(("code", "email", "title", "skills", "location", "start", "end"), ""),
    **dict.fromkeys(("manager", "team", "leave"), ""),
    "fte": "1",
}
"""What somebody has of whom nothing was said."""

_quoted = json.encoder.encode_basestring

KEEP, TAKE, CONFLICT = "keep", "take", "conflict"


def as_text(value: Any) -> str:
    """A value of a person as records and conflicts hold it; the same values give the same text."""
    if isinstance(value, str):
        return value
    if value is None:
        return ""
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, float):
        return f"{value:.6g}"
    if isinstance(value, tuple):
        return "; ".join(f"{name} {amount:.6g}" for name, amount in value)
    return str(value)


def leave_text(rows: Iterable[Leave | Away]) -> str:
    """Somebody's leave in one text, whatever the order of its rows."""
    return "; ".join(sorted(days_text(row) for row in rows))


def days_text(row: Leave | Away) -> str:
    """One stretch of leave as text."""
    days = f"{as_text(row.first) or '…'} to {as_text(row.last) or '…'}"
    return days if row.fraction == 1 else f"{days}, {row.fraction:.0%}"


def read_record(record: Imported | None) -> dict[str, str] | None:
    """What a record says, by field; None where there is none.

    A field it does not name was not in the file: then what a fresh person has counts as said, so
    that what somebody typed there since is theirs.
    """
    if record is None:
        return None
    try:
        said = json.loads(record.said)
    except (ValueError, RecursionError):
        said = {}
    kept = {str(k): str(v) for k, v in said.items()} if isinstance(said, dict) else {}
    return {**FRESH, **kept}


def written(said: Mapping[str, str]) -> str:
    """What a record keeps of what was said; of a long text its digest."""
    kept = [
        f'"{field}":{_quoted(_short(said[field]))}'
        for field in sorted(said)
        if said[field] != FRESH.get(field)
    ]
    return "{" + ",".join(kept) + "}"


def _short(text: str) -> str:
    if len(text) <= LONGEST_KEPT:
        return text
    return f"…{hashlib.blake2b(text.encode(), digest_size=16).hexdigest()}"


def decide(plan: str, file: str, before: str | None) -> str:
    """Whose value counts: KEEP the plan's, TAKE the file's, or CONFLICT.

    Args:
        plan: The plan's value, as text.
        file: The file's, not blank.
        before: What the last import said; None where none spoke of it.
    """
    if plan == file or _short(file) == before:
        return KEEP
    if before is None or _short(plan) == before:
        return TAKE
    return CONFLICT
