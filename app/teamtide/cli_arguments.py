"""Arguments that many commands take."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

PlanFile = Annotated[Path, typer.Argument(metavar="FILE", help="A plan file (.teamtide).")]
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON.")]
InScenario = Annotated[str | None, typer.Option("--scenario", help="Today unless given.")]
Progress = Annotated[bool, typer.Option("--progress", hidden=True)]
