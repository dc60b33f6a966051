"""What was settled of a file, kept for the next file of the same shape.

HR sends the same spreadsheet every month. Whatever a lead put right about its shape (columns,
orders of dates, teams, rules for titles, hours, which rows count) is kept by the digest of its
headers, in one small file in the user's data folder that nobody else may read. What
speaks of a person (who somebody is, whose value is taken) is never kept.
"""

from __future__ import annotations

import contextlib
import json
import os
import tempfile
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from teamtide.exchange.rosters.choices import Choices

FILE = "import-shapes.json"
MOST_SHAPES = 200
MOST_BYTES = 4 * 2**20
_VERSION = 1


def of_shape(choices: Choices) -> Choices:
    """What of `choices` is about the shape of a file and not about any person."""
    return replace(choices, people={}, take=frozenset(), ask_again=False)


@dataclass(frozen=True, slots=True)
class Shapes:
    """The remembered shapes of files in a folder.

    Args:
        folder: The user's data folder.
    """

    folder: Path

    @property
    def path(self) -> Path:
        """The file they are kept in."""
        return self.folder / FILE

    def load(self, shape: str) -> Choices | None:
        """What was settled of files of a shape; None where nothing was, or it can't be read."""
        return _choices_of(self._stored().get(shape)) if shape else None

    def save(self, shapes: Iterable[str], choices: Choices) -> None:
        """Keep what was settled under every one of `shapes`; nothing settled forgets them.

        A folder that can't be written to keeps nothing; an import must not fail for that.
        """
        stored = self._stored()
        before = dict(stored)
        kept = of_shape(choices)
        for shape in filter(None, dict.fromkeys(shapes)):
            stored.pop(shape, None)
            if kept != Choices():
                stored[shape] = _plain(kept)
        if stored != before:
            newest = dict(list(stored.items())[-MOST_SHAPES:])
            with contextlib.suppress(OSError):
                self._write(newest)

    def _stored(self) -> dict[str, Any]:
        try:
            if self.path.stat().st_size > MOST_BYTES:
                return {}
            found = json.loads(self.path.read_text(encoding="utf-8"))
        except (OSError, ValueError, RecursionError):
            return {}
        shapes = found.get("shapes") if isinstance(found, dict) else None
        if not isinstance(shapes, dict) or found.get("version") != _VERSION:
            return {}
        return dict(shapes)

    def _write(self, shapes: Mapping[str, Any]) -> None:
        """Replace the file at once, readable by its owner only."""
        # mkstemp makes files of mode 600.
        number, name = tempfile.mkstemp(prefix=".shapes-", dir=self.folder)
        try:
            with os.fdopen(number, "w", encoding="utf-8") as file:
                json.dump({"version": _VERSION, "shapes": shapes}, file, ensure_ascii=False)
            Path(name).replace(self.path)
        except OSError:
            with contextlib.suppress(OSError):
                Path(name).unlink()
            raise


def _plain(choices: Choices) -> dict[str, Any]:
    return {
        "sheet": choices.sheet,
        "header": choices.header,
        "columns": dict(choices.columns),
        "full_time": choices.full_time,
        "orders": dict(choices.orders),
        "swapped": sorted(choices.swapped),
        "teams": dict(choices.teams),
        "titles": [list(rule) for rule in choices.titles],
        "leavers": choices.leavers,
        "headcount": choices.headcount,
    }


def _choices_of(stored: object) -> Choices | None:
    """Choices from what a file holds; None where any of it is not what was written."""
    if not isinstance(stored, dict):
        return None
    header, full_time = stored.get("header"), stored.get("full_time")
    titles = stored.get("titles", [])
    right = (
        isinstance(stored.get("sheet", ""), str)
        and (header is None or (isinstance(header, int) and header > 0))
        and (full_time is None or (isinstance(full_time, (int, float)) and full_time > 0))
        and all(_texts(stored.get(name, {})) for name in ("columns", "orders", "teams"))
        and isinstance(stored.get("swapped", []), list)
        and isinstance(titles, list)
        and all(isinstance(rule, list) and len(rule) == 2 for rule in titles)
    )
    if not right:
        return None
    return Choices(
        sheet=stored.get("sheet", ""),
        header=header,
        columns=dict(stored.get("columns", {})),
        full_time=None if full_time is None else float(full_time),
        orders=dict(stored.get("orders", {})),
        swapped=frozenset(map(str, stored.get("swapped", []))),
        teams=dict(stored.get("teams", {})),
        titles=tuple((str(words), str(discipline)) for words, discipline in titles),
        leavers=stored.get("leavers") is True,
        headcount=stored.get("headcount") is True,
    )


def _texts(found: object) -> bool:
    return isinstance(found, dict) and all(isinstance(value, str) for value in found.values())
