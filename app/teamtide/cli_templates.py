"""`teamtide template` and `teamtide fill`: workbooks to fill in, and to have filled."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from teamtide.answers import CouldNot, opened, refuse_the_plan, say, scenario_of
from teamtide.cli_options import AsJson, Discreet, PlanFile, Scenarios, expect_ending


def template(
    out: Annotated[Path, typer.Argument(metavar="OUT.xlsx", help="Where to write it.")],
    as_json: AsJson = False,
) -> None:
    """Write a blank plan workbook to fill in."""
    from datetime import date

    from teamtide.exchange.books.findings import Unwritable
    from teamtide.exchange.templates.blank import write_template

    expect_ending(out, ".xlsx")
    try:
        write_template(out, date.today())
    except Unwritable as error:
        raise CouldNot(str(error)) from error
    say({"file": str(out)}, as_json, lambda: iter([f"Wrote {out}; fill it in and import it."]))


def fill(
    file: PlanFile,
    workbook: Annotated[Path, typer.Argument(metavar="TEMPLATE", help="Your own workbook.")],
    out: Annotated[Path, typer.Argument(metavar="OUT.xlsx", help="Where to write it.")],
    mapping: Annotated[
        list[str] | None,
        typer.Option("--map", metavar="NAME=TABLE", help="What goes to a name, sheet or cell."),
    ] = None,
    scenario: Scenarios = None,
    discreet: Discreet = False,
    as_json: AsJson = False,
) -> None:
    """Put tables of the plan into a workbook of your own."""
    from teamtide.fill_report import fill_file

    refuse_the_plan(out, file)
    with opened(file) as document:
        state = document.state
    wanted = [scenario_of(state, name).id for name in scenario or ()]
    if discreet:
        from teamtide.exchange.discreet.plans import discreet as hide
        from teamtide.export_report import refuse_names

        hidden = hide(state)
        refuse_names(out, hidden)
        state = hidden.state
    fill_file(state, wanted, workbook, out, mapping or [], as_json=as_json)
