"""`teamtide merge`, as the command line reads it; what it does is in `merge_report`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from teamtide.cli_options import AsJson, PlanFile


def merge(
    file: PlanFile,
    other: Annotated[Path, typer.Argument(metavar="OTHER", help="Another copy of the plan.")],
    prefer: Annotated[
        str,
        typer.Option(
            "--prefer", metavar="WHOSE", help="ours or theirs: what counts where both changed it."
        ),
    ] = "ours",
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only say what would happen.")] = False,
    as_json: AsJson = False,
) -> None:
    """Bring in what was done in another copy of a plan."""
    from teamtide.merge_report import OURS, THEIRS, merge_file

    if prefer not in (OURS, THEIRS):
        raise typer.BadParameter(f"use {OURS} or {THEIRS}", param_hint="--prefer")
    merge_file(file, other, take_all=prefer == THEIRS, dry_run=dry_run, as_json=as_json)
