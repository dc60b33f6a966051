"""The command line: everything below the window, without one.

Each command imports what it needs when it runs, so that `teamtide --help` is quick. Exit code 0
is done, 1 could not (a sentence on stderr), 2 a mistake in the call. With `--json` a command
prints one JSON object with the keys that DESIGN gives, and nothing else.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from teamtide.answers import (
    CouldNot,
    create,
    not_yet,
    opened,
    say,
    scenario_of,
    use_utf8,
)
from teamtide.cli_arguments import AsJson, InScenario, PlanFile
from teamtide.cli_export import Discreet, export, without_names
from teamtide.cli_pictures import brief, draw_board, picture, team_of
from teamtide.cli_roll import roll
from teamtide.cli_templates import fill, template

if TYPE_CHECKING:
    pass

app = typer.Typer(
    name="teamtide",
    help="Plan a reorganisation: who is in which team, what they are asked for, and the load.",
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


# --- plan files -----------------------------------------------------------------------------


@app.command()
def sample(
    file: Annotated[Path, typer.Argument(metavar="[FILE]")] = Path("sample.teamtide"),
    as_json: AsJson = False,
) -> None:
    """Write the sample plan: one squad, two ways to reorganise it."""
    from teamtide.exchange.sample import sample_state

    create(file, sample_state())
    say({"file": str(file)}, as_json, lambda: iter([f"Wrote the sample plan to {file}"]))


@app.command()
def new(file: PlanFile, as_json: AsJson = False) -> None:
    """Make an empty plan that starts this week."""
    from datetime import date

    from teamtide.plan.fresh import blank

    create(file, blank(name=file.stem, start=date.today()))
    say({"file": str(file)}, as_json, lambda: iter([f"Made an empty plan, {file}"]))


@app.command()
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
def check(file: PlanFile, as_json: AsJson = False) -> None:
    """Check that a plan file is whole and says nothing impossible."""
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


app.command()(roll)


# --- spreadsheets ---------------------------------------------------------------------------

app.command()(template)
app.command()(fill)


@app.command(name="import")
def import_(
    sheet: Annotated[Path, typer.Argument(metavar="SHEET", help="A spreadsheet.")],
    plan: Annotated[Path, typer.Option("--plan", help="The plan it goes into.")],
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only say what would happen.")] = False,
    mapping: Annotated[
        list[str] | None, typer.Option("--map", metavar="HEADER=FIELD", help="What a column is.")
    ] = None,
    on_sheet: Annotated[str, typer.Option("--sheet", help="The sheet the list is on.")] = "",
    header: Annotated[int | None, typer.Option("--header", help="Row of the headers.")] = None,
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
        float | None, typer.Option("--full-time", help="Hours a week of a full-time person.")
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
    """Bring people (or a whole plan workbook) from a spreadsheet into a plan."""
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


app.command()(export)


# --- figures --------------------------------------------------------------------------------


@app.command()
def load(
    file: PlanFile,
    scenario: InScenario = None,
    projected: Annotated[bool, typer.Option("--projected", help="With carry-over.")] = False,
    bands: Annotated[
        int | None, typer.Option("--bands", metavar="N", min=1, max=10_000, help="Samples.")
    ] = None,
    csv: Annotated[bool, typer.Option("--csv", help="Print CSV.")] = False,
    discreet: Discreet = False,
    as_json: AsJson = False,
) -> None:
    """Each team's capacity, demand and load per week."""
    from teamtide.load_report import forecast_report, load_csv, load_lines, progress_line

    with opened(file) as document:
        state = document.state
    chosen = scenario_of(state, scenario).id
    value = forecast_report(
        state,
        chosen,
        projected=projected,
        samples=bands,
        tell=progress_line("Samples"),
        shown=without_names(state) if discreet else None,
    )
    if csv and not as_json:
        print(load_csv(value), end="")
        return
    say(value, as_json, lambda: load_lines(value))


@app.command()
def explain(
    file: PlanFile,
    team: Annotated[str, typer.Option("--team", help="A team's name.")],
    week: Annotated[str, typer.Option("--week", metavar="DATE", help="A day of that week.")],
    scenario: InScenario = None,
    as_json: AsJson = False,
) -> None:
    """Where one week's figures of a team come from, term by term."""
    from datetime import date

    from teamtide.reports import explain_lines, explain_report

    try:
        day = date.fromisoformat(week)
    except ValueError:
        raise typer.BadParameter(
            f"“{week}” is not a date like 2026-03-02", param_hint="--week"
        ) from None
    with opened(file) as document:
        state = document.state
    plan = state.plan
    index = team_of(state, team)
    number = (day - plan.start).days // 7
    if not 0 <= number < plan.weeks:
        raise CouldNot(f"{day} is outside the plan, which runs from {plan.start} to {plan.end}.")
    value = explain_report(state, scenario_of(state, scenario).id, index, number)
    say(value, as_json, lambda: explain_lines(value))


@app.command()
def compare(
    file: PlanFile,
    scenario: Annotated[
        list[str] | None, typer.Option("--scenario", help="As often as you like; all unless given.")
    ] = None,
    samples: Annotated[
        int | None,
        typer.Option("--samples", min=0, max=10_000, help="How many; the plan's own unless given."),
    ] = None,
    why: Annotated[
        str | None,
        typer.Option("--why", metavar="MEASURE", help="Which changes make its difference."),
    ] = None,
    against: Annotated[
        str | None,
        typer.Option("--against", metavar="NAME", help="Compare with this one, not with Today."),
    ] = None,
    pairs: Annotated[bool, typer.Option("--pairs", help="Name the pairs of people.")] = False,
    csv: Annotated[bool, typer.Option("--csv", help="Print the measures as CSV.")] = False,
    as_of: Annotated[
        str | None,
        typer.Option("--as-of", metavar="DATE", help="Beside the plan as it was on that day."),
    ] = None,
    other: Annotated[
        Path | None,
        typer.Option("--with", metavar="OTHER", help="Beside the plan in another file."),
    ] = None,
    discreet: Discreet = False,
    as_json: AsJson = False,
) -> None:
    """Every measure of every scenario, what differs from Today or another, how sure that is."""
    from teamtide.compare_report import compare, full_report, reworded
    from teamtide.compare_text import compare_csv, compare_lines
    from teamtide.load_report import progress_line

    if discreet and (as_of is not None or other is not None):
        raise typer.BadParameter(
            "codes are for one plan; compare earlier plans with names", param_hint="--discreet"
        )

    with opened(file) as document:
        state = document.state
        wanted = [scenario_of(state, name).id for name in scenario or ()]
        if as_of is not None or other is not None:
            from teamtide.earlier_report import say_held

            count = state.plan.samples if samples is None else samples
            say_held(document, wanted, as_of, other, samples=count, as_json=as_json)
            return
    count = state.plan.samples if samples is None else samples
    reference = None if against is None else scenario_of(state, against).id
    found = compare(state, wanted, count, reference, progress_line("Figures"))
    if discreet:
        found = reworded(found, without_names(state))
    if csv and not as_json:
        print(compare_csv(found), end="")
        return
    say(
        full_report(found, why, pairs=pairs) if as_json else {},
        as_json,
        lambda: iter(list(compare_lines(found, why, pairs=pairs))),
    )


@app.command()
def suggest(
    file: PlanFile,
    scenario: InScenario = None,
    measure: Annotated[str, typer.Option("--measure")] = "overload",
    changes: Annotated[int, typer.Option("--changes")] = 1,
    apply: Annotated[int | None, typer.Option("--apply")] = None,
    as_json: AsJson = False,
) -> None:
    """Small changes that would help most (not yet)."""
    del file, scenario, measure, changes, apply, as_json
    raise not_yet("suggest")


# --- pages and pictures ---------------------------------------------------------------------

app.command()(brief)
app.command()(picture)


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
