"""`teamtide fill`: what was asked for on the command line, done and told."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import typer

from teamtide.answers import CouldNot, say
from teamtide.capacity.engine import compute
from teamtide.exchange.books.findings import Unwritable
from teamtide.exchange.books.grids import Unreadable
from teamtide.exchange.templates.fill import Filling, fill_template
from teamtide.exchange.templates.fitting import Unfit
from teamtide.exchange.templates.tables import Source
from teamtide.exchange.templates.template import Template
from teamtide.plan.inputs import inputs_of
from teamtide.plan.rows import Scenario, ScenarioId
from teamtide.plan.state import State


def fill_file(
    state: State,
    scenarios: Sequence[ScenarioId],
    template: Path,
    out: Path,
    mapping: Sequence[str],
    *,
    as_json: bool,
) -> None:
    """Fill a workbook and say what went where.

    Args:
        state: The plan.
        scenarios: Those wanted; none for all.
        template: The workbook to fill.
        out: Where the filled one goes.
        mapping: `NAME=TABLE` for each place that does not say itself what it wants.
        as_json: Whether to print JSON.

    Raises:
        CouldNot: with the reason.
        typer.BadParameter: a mapping is not of that form.
    """
    wanted = wanted_tables(mapping)
    chosen = scenarios or [row.id for row in state.rows(Scenario)]
    source = Source(state, {one: compute(inputs_of(state, one)) for one in chosen})
    try:
        filling = fill_template(source, Template(template), out, wanted)
    except (Unreadable, Unwritable, Unfit) as error:
        raise CouldNot(str(error)) from error
    say(fill_json(filling, out), as_json, lambda: fill_lines(filling, out))


def wanted_tables(mapping: Sequence[str]) -> dict[str, str]:
    """What `--map` says: the table by place."""
    wanted = {}
    for text in mapping:
        # A sheet may have an equals sign in its name; no table has one.
        name, equals, table = text.rpartition("=")
        if not equals or not name.strip():
            raise typer.BadParameter(
                f"“{text}” is not of the form Name=table, such as Sheet1=moves",
                param_hint="--map",
            )
        wanted[name.strip()] = table.strip()
    return wanted


def fill_json(filling: Filling, out: Path) -> dict[str, Any]:
    """`teamtide fill --json`."""
    return {
        "file": str(out),
        "filled": [
            {
                "place": one.place.name,
                "table": one.table.name,
                "cells": str(one.area),
                "rows": len(one.table.rows),
                "columns": [str(one.table.columns[i].header) for i in one.columns.values()],
            }
            for one in filling.fits
        ],
        "notes": list(filling.notes),
    }


def fill_lines(filling: Filling, out: Path) -> Iterator[str]:
    """The same to read."""
    for one in filling.fits:
        count = len(one.table.rows)
        rows = "1 row" if count == 1 else f"{count} rows"
        yield f"  {one.table.name:<14} {rows:>10}   {one.area}"
    yield from filling.notes
    yield f"Wrote {out}"
