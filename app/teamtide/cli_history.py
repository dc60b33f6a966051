"""The command that lists what was done to a plan."""

from __future__ import annotations

from collections.abc import Iterator

from teamtide.answers import opened, say
from teamtide.cli_options import AsJson, PlanFile


def history(file: PlanFile, as_json: AsJson = False) -> None:
    """List what was done to a plan, the newest first."""
    from teamtide.plan.history import Entry
    from teamtide.plan.rows import Scenario

    with opened(file) as document:
        steps = document.steps
        names = {row.id: row.name for row in document.state.rows(Scenario)}
    ahead = {entry.id for entry in steps.ahead()}

    def stands(entry: Entry) -> str:
        if not entry.undone:
            return "now" if entry.id == steps.now else "applied"
        return "undone" if entry.id in ahead else "set aside"

    value = {
        "folded": steps.folded,
        "now": steps.now if steps.now in steps else None,
        "steps": [
            {
                "id": entry.id,
                "follows": entry.parent if entry.parent in steps else None,
                "at": entry.at.isoformat(),
                "label": entry.label,
                "scenario": names.get(entry.scenario) if entry.scenario is not None else None,
                "stands": stands(entry),
            }
            for entry in sorted(steps, key=lambda entry: entry.id, reverse=True)
        ],
    }

    def lines() -> Iterator[str]:
        for entry in sorted(steps, key=lambda entry: entry.id, reverse=True):
            when = f"{entry.at.astimezone():%Y-%m-%d %H:%M}"
            where = f" ({names[entry.scenario]})" if entry.scenario in names else ""
            yield f"{when}  {stands(entry):9}  {entry.label}{where}"
        if not len(steps):
            yield "Nothing has been changed yet"
        if steps.folded:
            yield "Older steps were folded away; they can't be undone"

    say(value, as_json, lines)
