"""`teamtide roll`, as the command line reads it; what it does is in `roll_report`."""

from __future__ import annotations

from typing import Annotated

import typer

from teamtide.cli_options import AsJson, PlanFile, day_of


def roll(
    file: PlanFile,
    to: Annotated[
        str | None, typer.Option("--to", metavar="DATE", help="A Monday; this week's unless given.")
    ] = None,
    late: Annotated[
        str,
        typer.Option(
            "--late",
            metavar="WORD",
            help="continue, done, drop or leave: what becomes of late work.",
        ),
    ] = "continue",
    keep: Annotated[
        str,
        typer.Option(
            "--keep", metavar="WORD", help="weeks or end: what of the plan's length is kept."
        ),
    ] = "weeks",
    done: Annotated[
        list[str] | None,
        typer.Option("--done", metavar="PROJECT / CHUNK=DAYS", help="Days worked on it by then."),
    ] = None,
    as_said: Annotated[
        bool, typer.Option("--as-said", help="Done as the plan has it holds on that day.")
    ] = False,
    options_begin_now: Annotated[
        bool, typer.Option("--options-begin-now", help="Nobody has moved for an option yet.")
    ] = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only say what would happen.")] = False,
    as_json: AsJson = False,
) -> None:
    """Start a plan this week, what was done being history."""
    from teamtide.plan.rolling import FATES, KEEP_END, KEEP_WEEKS
    from teamtide.roll_report import roll_file

    day = None if to is None else day_of(to, "--to")
    if late not in FATES:
        raise typer.BadParameter(f"use one of {', '.join(FATES)}", param_hint="--late")
    if keep not in (KEEP_WEEKS, KEEP_END):
        raise typer.BadParameter(f"use {KEEP_WEEKS} or {KEEP_END}", param_hint="--keep")
    roll_file(
        file,
        to=day,
        keep=keep,
        late=late,
        done=done or [],
        as_said=as_said,
        options_begin_now=options_begin_now,
        dry_run=dry_run,
        as_json=as_json,
    )
