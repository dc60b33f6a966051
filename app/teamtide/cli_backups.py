"""`teamtide backups`, `restore` and `salvage`: copies from before, and what is left of a plan."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from teamtide.answers import CouldNot, say
from teamtide.cli_options import AsJson, PlanFile, expect_ending

Out = Annotated[Path, typer.Option("--out", metavar="NEW", help="The new plan to write.")]


def backups(file: PlanFile, as_json: AsJson = False) -> None:
    """List the copies of a plan from before, newest first."""
    from teamtide.backups_report import list_backups

    list_backups(file, as_json=as_json)


def restore(
    file: PlanFile,
    backup: Annotated[
        Path,  # a file's name
        typer.Argument(metavar="BACKUP", help="Its name in the list, or latest."),
    ],
    out: Out,
    as_json: AsJson = False,
) -> None:
    """Make a new plan of a backup; the plan stays as it is."""
    from teamtide.backups_report import restore_backup

    expect_ending(out, ".teamtide")
    restore_backup(file, str(backup), out, as_json=as_json)


def salvage(file: PlanFile, out: Out, as_json: AsJson = False) -> None:
    """Save what can be read of a damaged plan as a new one."""
    from datetime import date

    from teamtide.plan.salvage import salvage as save
    from teamtide.plan.store import StoreError

    expect_ending(out, ".teamtide")
    try:
        report = save(file, out, today=date.today())
    except StoreError as error:
        raise CouldNot(str(error)) from error
    value = {"file": str(out), **report.as_json()}
    say(value, as_json, lambda: iter([*report.lines(), "", f"Wrote {out}"]))
