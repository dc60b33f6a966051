"""`teamtide export`, as the command line reads it; what it does is in `export_report`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from teamtide.answers import opened, refuse_the_plan, say, scenario_of
from teamtide.cli_options import AsJson, Discreet, PlanFile, Scenarios, expect_ending

if TYPE_CHECKING:
    from teamtide.plan.state import State


def export(
    file: PlanFile,
    out: Annotated[Path, typer.Argument(metavar="OUT", help="A workbook (.xlsx), or a folder.")],
    scenario: Scenarios = None,
    discreet: Discreet = False,
    key: Annotated[
        Path | None, typer.Option("--key", metavar="KEY.csv", help="Write who is who there.")
    ] = None,
    csv: Annotated[bool, typer.Option("--csv", help="A folder of text tables.")] = False,
    hinges: Annotated[
        float,
        typer.Option(
            "--hinges",
            metavar="SECONDS",
            min=0,
            help="Time to search what choices hinge on; 0: none.",
        ),
    ] = 15.0,
    as_json: AsJson = False,
    progress: Annotated[bool, typer.Option("--progress", hidden=True)] = False,
) -> None:
    """Write a workbook that can be sent, or text tables."""
    from teamtide.export_report import Wanted, export_plan, progress_lines

    if key is not None and not discreet:
        raise typer.BadParameter("there are no codes without --discreet", param_hint="--key")
    for path in (out, key):
        if path is not None:
            refuse_the_plan(path, file)
    if not csv:
        expect_ending(out, ".xlsx")
    if key is not None and out.absolute() in (key.absolute(), key.absolute().parent):
        raise typer.BadParameter("keep the key apart from what is sent", param_hint="--key")
    with opened(file) as document:
        state = document.state
    chosen = tuple(scenario_of(state, name).id for name in scenario or ())
    wanted = Wanted(chosen, discreet, key, csv, hinges)
    tell = progress_lines() if progress else lambda _: None
    written = export_plan(state, out, wanted, tell)
    told = f"Wrote {out}" if key is None else f"Wrote {out}, and who is who to {key}"
    say(written, as_json, lambda: iter([told]))


def without_names(state: State) -> State:
    """The plan with codes for people, as `--discreet` shows it."""
    from teamtide.exchange.discreet.plans import discreet

    return discreet(state).state
