"""What the commands of the command line take alike, worded once."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Annotated

import typer

PlanFile = Annotated[Path, typer.Argument(metavar="FILE", help="A plan file (.teamtide).")]
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON.")]
InScenario = Annotated[
    str | None, typer.Option("--scenario", metavar="NAME", help="Today unless given.")
]
Scenarios = Annotated[
    list[str] | None,
    typer.Option("--scenario", metavar="NAME", help="As often as you like; all unless given."),
]
Progress = Annotated[bool, typer.Option("--progress", hidden=True)]
Discreet = Annotated[bool, typer.Option("--discreet", help="Codes for people's names.")]


def day_of(text: str, option: str) -> date:
    """The day an option gives.

    Raises:
        typer.BadParameter: it is none.
    """
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise typer.BadParameter(
            f"“{text}” is not a date like 2026-03-02", param_hint=option
        ) from None


def expect_ending(out: Path, *endings: str) -> None:
    """Pass where the name of a file says what is written to it.

    Raises:
        typer.BadParameter: it says something else.
    """
    if out.suffix.casefold() not in endings:
        better = out.with_suffix(endings[0]).name if out.name else f"out{endings[0]}"
        raise typer.BadParameter(
            f"what is written is {' or '.join(endings)}; call it {better} rather than {out.name}",
            param_hint="OUT",
        )
