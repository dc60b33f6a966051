"""The command line: everything below the window, without one.

Each command imports what it needs when it runs, so that `teamtide --help` is quick. Exit code 0
is done, 1 could not (a sentence on stderr), 2 a mistake in the call. With `--json` a command
prints one JSON object with the keys that DESIGN gives, and nothing else.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, Any

import typer
from typer.core import TyperGroup

from teamtide import __version__
from teamtide.answers import (
    CouldNot,
    create,
    not_yet,
    opened,
    say,
    scenario_of,
    use_utf8,
)
from teamtide.cli_backups import backups, restore, salvage
from teamtide.cli_export import export
from teamtide.cli_figures import compare, explain, load
from teamtide.cli_history import history
from teamtide.cli_merge import merge
from teamtide.cli_options import AsJson, InScenario, PlanFile
from teamtide.cli_passphrase import NewFile, new_key_of, passphrase_app
from teamtide.cli_pictures import brief, draw_board, picture
from teamtide.cli_roll import roll
from teamtide.cli_templates import fill, template
from teamtide.unlocking import opening


class _InOrder(TyperGroup):
    """Lists what is about the plan file together, also `passphrase`, which is three commands."""

    def list_commands(self, ctx: Any) -> list[str]:
        names = [name for name in super().list_commands(ctx) if name != "passphrase"]
        names.insert(names.index("merge") + 1, "passphrase")
        return names


app = typer.Typer(
    name="teamtide",
    cls=_InOrder,
    help="Plan a reorganisation: who is in which team, what they are asked for, and the load.\n\n"
    "Alone, or with a plan file and nothing else, teamtide opens the window.",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
)


def run(arguments: list[str]) -> int:
    """Run one command; the exit code."""
    use_utf8()
    try:
        app(args=arguments, prog_name="teamtide")
    except SystemExit as stop:
        return stop.code if isinstance(stop.code, int) else 0
    except KeyboardInterrupt:
        return 1
    except CouldNot as error:
        print(error, file=sys.stderr)
        return 1
    return 0


def _version(wanted: bool) -> None:
    if wanted:
        print(f"teamtide {__version__}")
        raise typer.Exit


@app.callback()
def _about(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Say which this is.")
    ] = False,
) -> None:
    """Options before any command."""
    del version


# --- plan files -----------------------------------------------------------------------------


@app.command()
def sample(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="Where to write it.")] = Path(
        "sample.teamtide"
    ),
    as_json: AsJson = False,
) -> None:
    """Write the sample plan: one squad, two ways to reorganise it."""
    from teamtide.exchange.sample import sample_state

    create(file, sample_state())
    say({"file": str(file)}, as_json, lambda: iter([f"Wrote the sample plan to {file}"]))


@app.command()
def new(
    file: PlanFile,
    encrypted: Annotated[bool, typer.Option("--encrypted", help="With a passphrase.")] = False,
    new_passphrase_file: NewFile = None,
    as_json: AsJson = False,
) -> None:
    """Make an empty plan that starts this week."""
    from datetime import date

    from teamtide.plan.fresh import blank

    key = None
    if encrypted or new_passphrase_file is not None:
        key = new_key_of(new_passphrase_file, file)
    create(file, blank(name=file.stem, start=date.today()), key=key)
    say({"file": str(file)}, as_json, lambda: iter([f"Made an empty plan, {file}"]))


@app.command()
@opening
def info(file: PlanFile, as_json: AsJson = False) -> None:
    """Say what is in a plan."""
    from teamtide.plan.rows import Chunk, Person, Project, Scenario, Service, Team

    with opened(file) as document:
        state = document.state
        changes = sum(not entry.undone for entry in document.history)
    plan = state.plan
    scenarios = [row.name for row in state.rows(Scenario)]
    teams = [row.name for row in state.rows(Team)]
    value = {
        "name": plan.name,
        "start": plan.start.isoformat(),
        "weeks": plan.weeks,
        "scenarios": scenarios,
        "teams": teams,
        "people": len(state.rows(Person)),
        "projects": len(state.rows(Project)),
        "chunks": len(state.rows(Chunk)),
        "services": len(state.rows(Service)),
        "changes": changes,
    }

    def lines() -> Iterator[str]:
        yield f"{plan.name}: {plan.weeks} weeks from {plan.start.isoformat()}"
        yield f"  scenarios  {', '.join(scenarios)}"
        yield f"  teams      {', '.join(teams) or 'none yet'}"
        for name in ("people", "projects", "chunks", "services", "changes"):
            yield f"  {name:<10} {value[name]}"

    say(value, as_json, lines)


@app.command()
@opening
def check(file: PlanFile, as_json: AsJson = False) -> None:
    """Check that a plan is whole and says nothing impossible."""
    try:
        with opened(file) as document:  # which holds every row against every rule
            problems = document.problems()
    except CouldNot as refused:
        if not file.is_file():
            raise
        problems = [str(refused)]
    if as_json or not problems:
        value = {"ok": not problems, "problems": problems}
        say(value, as_json, lambda: iter([f"{file.name} is whole."]))
    if problems:
        raise CouldNot("\n".join(problems))


app.command()(opening(roll))
app.command()(opening(history))
app.command()(opening(backups))
app.command()(opening(restore))
app.command()(salvage)
app.command()(opening(merge))
app.add_typer(passphrase_app, name="passphrase")


# --- spreadsheets ---------------------------------------------------------------------------

app.command()(template)
app.command()(opening(fill))


@app.command(name="import")
@opening
def import_(
    sheet: Annotated[Path, typer.Argument(metavar="SHEET", help="A spreadsheet.")],
    plan: Annotated[
        Path,
        typer.Option(
            "--plan",
            metavar="FILE",
            help="The plan it goes into; a plan workbook makes one where there is none.",
        ),
    ],
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only say what would happen.")] = False,
    mapping: Annotated[
        list[str] | None, typer.Option("--map", metavar="HEADER=FIELD", help="What a column is.")
    ] = None,
    on_sheet: Annotated[
        str, typer.Option("--sheet", metavar="NAME", help="Where the list is.")
    ] = "",
    header: Annotated[
        int | None, typer.Option("--header", metavar="ROW", help="Where the headers are.")
    ] = None,
    teams: Annotated[
        list[str] | None,
        typer.Option("--team", metavar="SPELLING=TEAM", help="What a team of the file is here."),
    ] = None,
    titles: Annotated[
        list[str] | None,
        typer.Option("--title", metavar="WORDS=DISCIPLINE", help="What a job title means."),
    ] = None,
    orders: Annotated[
        list[str] | None,
        typer.Option("--days", metavar="HEADER=dmy", help="Order of day, month, year; or swap."),
    ] = None,
    full_time: Annotated[
        float | None, typer.Option("--full-time", metavar="HOURS", help="A full week of work.")
    ] = None,
    leavers: Annotated[bool, typer.Option("--leavers", help="Also who has left.")] = False,
    headcount: Annotated[
        bool, typer.Option("--headcount", help="Posts become that many unnamed people.")
    ] = False,
    same: Annotated[
        list[str] | None,
        typer.Option("--same", metavar="ROW=PERSON", help="Who a row is; ROW=new for nobody yet."),
    ] = None,
    take_file: Annotated[
        bool, typer.Option("--take-file", help="In conflicts the file's value counts.")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Bring people, or a whole plan, in from a spreadsheet."""
    from teamtide.import_report import Answers, import_sheet, same_rows, settled

    choices = settled(
        columns=mapping or [],
        sheet=on_sheet,
        header=header,
        teams=teams or [],
        titles=titles or [],
        orders=orders or [],
        full_time=full_time,
        leavers=leavers,
        headcount=headcount,
    )
    answers = Answers(same_rows(same or []), take_file)
    import_sheet(sheet, plan, choices, answers, dry_run=dry_run, as_json=as_json)


app.command()(opening(export))


# --- figures --------------------------------------------------------------------------------

app.command()(opening(load))
app.command()(opening(explain))
app.command()(opening(compare))


@app.command()
def suggest(
    file: PlanFile,
    scenario: InScenario = None,
    measure: Annotated[str, typer.Option("--measure", metavar="KEY")] = "overload",
    changes: Annotated[int, typer.Option("--changes", metavar="N")] = 1,
    apply: Annotated[int | None, typer.Option("--apply", metavar="N")] = None,
    as_json: AsJson = False,
) -> None:
    """Small changes that would help most (not yet)."""
    del file, scenario, measure, changes, apply, as_json
    raise not_yet("suggest")


# --- pages and pictures ---------------------------------------------------------------------

app.command()(opening(brief))
app.command()(opening(picture))


@app.command(hidden=True)
def demo(folder: Path) -> None:
    """The main job without a screen: sample, load, workbook and picture, with a summary."""
    from teamtide.exchange.sample import sample_state
    from teamtide.export_report import Wanted, export_plan
    from teamtide.plan.rows import Scenario
    from teamtide.reports import summary_lines

    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise CouldNot(f"{folder} can't be made: {error.strerror}; choose another.") from error
    plan, book, image = (folder / f"sample.{end}" for end in ("teamtide", "xlsx", "png"))
    create(plan, sample_state(), replace=True)
    with opened(plan) as document:
        state = document.state
        export_plan(state, book, Wanted(seconds=5.0))
        options = [s for s in state.rows(Scenario) if s.id != state.today]
        shown = (options[0] if options else scenario_of(state, None)).id
        draw_board(document, image, shown, (1440, 900), dark=False)
    for line in summary_lines(state):
        print(line)
    print(f"\nWrote {plan}, {book} and {image}")
