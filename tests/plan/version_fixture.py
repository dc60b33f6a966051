"""Make the fixture of today's file version, once, when the version is new.

`python -m tests.plan.version_fixture` writes `tests/data/versions/vN.teamtide`, a plan with every
table filled, some history, one step undone and one set aside, and `vN.json`, what is in it. A
released fixture is never made again: it shows that a file of its version still opens as it was.
"""

from __future__ import annotations

import json
import shutil
import sys
import tempfile
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from teamtide.plan.commands import add, edit, remove
from teamtide.plan.document import Document
from teamtide.plan.rows import Chunk, Imported, Person, Pin, Project, Service
from teamtide.plan.stored import VERSION
from tests.plan.full_plan import (
    ANA,
    BASIN,
    BO,
    DESK,
    DIG,
    INFRA,
    VERSIONS,
    full_state,
    plain,
)


def _clock() -> Iterator[datetime]:
    moment = datetime(2026, 11, 27, 9, tzinfo=UTC)
    while True:
        yield moment
        moment += timedelta(minutes=1)


def make(target: Path) -> dict[str, Any]:
    """Write a plan of today's version to `target`; what is in it, as JSON can hold it."""
    clock = _clock()
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "plan.teamtide"
        Document.create(path, full_state()).close()
        document = Document.open(path, clock=lambda: next(clock))
        first = plain(document.state)
        document.apply(edit(document.state, document.state.get(Person, ANA), title="Lead"))
        document.apply(add(document.state, Imported, person=ANA, said='{"title":"Engineer"}'))
        document.apply(edit(document.state, document.state.get(Service, DESK), arrivals=7.5))
        document.apply(edit(document.state, document.state.get(Chunk, DIG), done=2.5))
        document.apply(add(document.state, Pin, person=BO, team=INFRA))
        document.apply(remove(document.state, [document.state.get(Project, BASIN)]))
        document.undo()
        document.apply(edit(document.state, document.state.get(Person, BO), fte=0.5))
        document.apply(edit(document.state, document.state.get(Person, BO), fte=0.4))
        document.undo()
        rows = plain(document.state)
        history = [
            {
                "at": entry.at.isoformat(),
                "label": entry.label,
                "scenario": entry.change.scenario,
                "undone": entry.undone,
            }
            for entry in document.history
        ]
        aside = [[entry.label for entry in branch.steps] for branch in document.steps.branches()]
        document.close()
        shutil.copy(path, target)
    return {"first": first, "history": history, "aside": aside, "rows": rows}


def main() -> int:
    """Make the fixture of today's version, unless it is there."""
    target = VERSIONS / f"v{VERSION}.teamtide"
    if target.exists():
        print(f"{target.name} is there already; a released fixture is never made again.")
        return 1
    found = make(target)
    text = json.dumps(found, ensure_ascii=False, indent=1)
    target.with_suffix(".json").write_text(text + "\n", encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
